"""JSON Lines: one article on each line, either as wire text (`text`) or as an article's own fields (`paragraphs`).

The second form is exactly what Article.to_data gives, so that an export reads back to an equal article. A last
line without its newline may still be being written: it is deferred, not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tracker.errors import InputError
from tracker.sources import fields, wire
from tracker.sources.decode import decode, plain
from tracker.sources.fields import OBSERVED, Stated, refuse_unknown, stated
from tracker.sources.reading import MAX_ARTICLE
from tracker.story.article import INSERT_KINDS, Article
from tracker.story.canonical import decode as strict_json

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?=\{)")


def lines(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Each line that is not blank: its 1-based number, its bytes without line end, and whether it had one."""
    start, number = 0, 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        line = data[start:] if end < 0 else data[start:end].removesuffix(b"\r")
        if line.strip():
            yield number, line, end >= 0
        start = len(data) if end < 0 else end + 1


def looks_like(data: bytes) -> bool:
    """True when the first line that is not blank is a JSON object."""
    opening = _OPENING.match(data)
    if opening is None:
        return False
    end = data.find(b"\n", opening.end())
    line = data[opening.end() : len(data) if end < 0 else end]
    if len(line) > MAX_ARTICLE:
        return True  # it is refused in any format, and the lines after it are read
    try:
        return isinstance(strict_json(line), dict)
    except (ValueError, RecursionError):
        return False


def read_line(line: bytes, *, name: str, encoding: str | None) -> tuple[Stated, Article]:
    """What one line states and the article it carries; InputError says what is wrong with it."""
    text = decode(line, name=name, encoding=encoding)
    try:
        value = strict_json(text)
        if not isinstance(value, dict):
            raise ValueError(f"expected a JSON object, found {fields.found(value)}")
        return _article(value)
    except RecursionError:
        raise InputError(name, "JSON is nested too deep") from None
    except json.JSONDecodeError as error:
        raise InputError(name, f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except ValueError as error:
        raise InputError(name, str(error)) from None


def _article(value: dict[str, Any]) -> tuple[Stated, Article]:
    if ("text" in value) == ("paragraphs" in value):
        raise ValueError("expected one of the fields text and paragraphs")
    if "text" in value:
        refuse_unknown(value, fields.NAMES | {"text"})
        text = fields.text("text", value["text"])
        given = stated({name: item for name, item in value.items() if name != "text"})
        return given, wire.article(plain(text), given=given)
    refuse_unknown(value, _KNOWN)
    given = stated({name: item for name, item in value.items() if name in OBSERVED})
    article = Article.from_data({name: _READ[name](name, item) for name, item in value.items() if name in _READ})
    if not any(article.to_data().values()):
        raise ValueError("no text: paragraphs and headline are empty")
    return given, article


def _string(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name}: expected a string, found {fields.found(value)}")
    return value


def _strings(name: str, value: Any) -> list[str]:
    return list(fields.texts(name, value))


def _inserts(name: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise ValueError(f"{name}: expected a list, found {fields.found(value)}")
    for row in value:
        if not isinstance(row, dict) or set(row) != {"before", "kind", "text"}:
            raise ValueError(f"{name}: expected objects with before, kind and text")
        fields.whole_number(f"{name}: before", row["before"])
        _string(f"{name}: text", row["text"])
        if row["kind"] not in INSERT_KINDS:
            raise ValueError(f"{name}: kind is one of {', '.join(INSERT_KINDS)}, found {fields.found(row['kind'])}")
    return value


def _pairs(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError(f"{name}: expected an object of strings, found {fields.found(value)}")
    return value


_READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("headline", "byline", "dateline", "note", "copyright", "language"), _string),
    **dict.fromkeys(("paragraphs", "credits", "contacts", "keywords", "furniture"), _strings),
    "inserts": _inserts,
    "extra": _pairs,
    "embargo": fields.embargo,
}
_KNOWN = frozenset(_READ) | frozenset(OBSERVED)
