"""A result as one HTML page that stands for itself: no script, no picture, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from tracker.views.safe import safe_line
from tracker.views.style import Style

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ margin: 2em auto; max-width: 62em; padding: 0 1em; }}
pre {{ font: 0.95em/1.5 ui-monospace, monospace; white-space: pre-wrap; }}
ins {{ color: #005fd7; }}
del {{ color: #a65d00; }}
small {{ color: #555; font-size: 1em; }}
</style>
</head>
<body>
<pre>{body}</pre>
</body>
</html>
"""


def page(title: str, text: Callable[[Style], str], style: Style) -> str:
    """What `text` writes, as an HTML page of that title."""
    body = text(replace(style, colour=True, html=True))
    return _PAGE.format(title=escape(safe_line(title)), body=body)
