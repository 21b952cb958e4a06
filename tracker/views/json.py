"""Data as one line of JSON that a terminal can be shown without harm. Which fields there are is left to each view."""

from __future__ import annotations

import json
import re
from typing import Any

from tracker.views.safe import HIDDEN

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_ESCAPED = re.compile(f"[{HIDDEN}]")


def dump(data: dict[str, Any]) -> str:
    """One JSON object on one line, with its line feed.

    Letters stand as they are; characters that act on a terminal or cannot be seen are escaped (RFC 8259 section 7), so
    that a parser gets exactly the text that was put in.
    """
    return _ESCAPED.sub(_escape, _ENCODER.encode(data)) + "\n"


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
