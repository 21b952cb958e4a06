"""Where the bracketed groups at either end of a text begin and end. What a group says is for others to judge.

Nested brackets count; a group longer than `LIMIT` characters is none, which keeps hostile text linear.
"""

from __future__ import annotations

LIMIT = 3000
_PAIRS = {"(": ")", "[": "]", "（": "）", "［": "］"}
_CLOSERS = {closing: opening for opening, closing in _PAIRS.items()}


def leading(text: str, start: int = 0) -> int:
    """The offset just after the group that opens at `start`; -1 where none opens or it never closes."""
    opening = text[start : start + 1]
    closing = _PAIRS.get(opening)
    return -1 if closing is None else _close(text, start, opening, closing)


def trailing(text: str, end: int) -> int:
    """The offset where the group that closes just before `end` opens; -1 where there is none."""
    closing = text[end - 1 : end]
    opening = _CLOSERS.get(closing)
    if opening is None:
        return -1
    depth, at, floor = 0, end, max(0, end - LIMIT)
    while at > floor:
        near = text.rfind(opening, floor, at)
        if near < 0:
            return -1
        depth += text.count(closing, near, at) - 1
        if depth == 0:
            return near
        at = near
    return -1


def inside(text: str) -> str | None:
    """The text without the one pair of brackets around all of it (a full stop may follow); else None."""
    body = text.removesuffix(".")
    if body[:1] in _PAIRS and leading(body) == len(body):
        return body[1:-1].strip()
    return None


def _close(text: str, start: int, opening: str, closing: str) -> int:
    depth, at, ceiling = 0, start, min(len(text), start + LIMIT)
    while True:
        near = text.find(closing, at, ceiling)
        if near < 0:
            return -1
        depth += text.count(opening, at, near) - 1
        at = near + 1
        if depth == 0:
            return at
