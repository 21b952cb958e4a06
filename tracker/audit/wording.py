"""Words of findings: what differs between two texts cut to a few words, spans of time, lists, counted things.

Which words a rule chooses to say is left to the rules; how they are shown, to the views.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST = 120
"""Characters that a finding shows of either text."""

_CONTEXT = 24  # characters before and after what differs, at most
_WORDS = 2  # words before and after what differs
_SIGNS = 8  # characters, where no spaces are near
_LONGEST_WORD = 40  # characters that are stepped over to find where a word begins or ends
_QUOTED = 70  # characters of a note that a message repeats
_SECOND = 1_000_000
_MINUTE, _HOUR, _DAY = 60 * _SECOND, 3_600 * _SECOND, 86_400 * _SECOND


def excerpts(
    old: str | None, new: str | None, *, old_focus: str | None = None, new_focus: str | None = None
) -> tuple[str | None, str | None]:
    """What differs between two texts, with a word or two around it; None for a text that is not there.

    At most MOST characters each; where that is too few, the part around the focus is kept, which is a stretch of the
    text. Linear in the length of the texts.
    """
    if old is None or new is None:
        return _window(old, old_focus), _window(new, new_focus)
    head = _common(old, new)
    tail = _common_end(old, new, head)
    head = _word_start(old, new, head)
    tail = _word_end(old, new, tail)
    return (
        _window(_with_context(old, head, len(old) - tail), old_focus),
        _window(_with_context(new, head, len(new) - tail), new_focus),
    )


def _common(old: str, new: str) -> int:
    """How many characters both begin with; halving, so that the comparing is done by slices."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: str, new: str, head: int) -> int:
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _word_start(old: str, new: str, head: int) -> int:
    """The start of the word that the difference at `head` lies in; `head` itself in a script without spaces."""
    if _is_break(old, head) and _is_break(new, head):
        return head
    for at in range(head, max(0, head - _LONGEST_WORD) - 1, -1):
        if at == 0 or old[at - 1].isspace():
            return at
    return head


def _word_end(old: str, new: str, tail: int) -> int:
    """How many characters stand after the word that the difference ends in."""
    if _is_break(old, len(old) - tail) and _is_break(new, len(new) - tail):
        return tail
    for left in range(tail, max(0, tail - _LONGEST_WORD) - 1, -1):
        if left == 0 or old[len(old) - left].isspace():
            return left
    return tail


def _is_break(text: str, at: int) -> bool:
    return at <= 0 or at >= len(text) or text[at - 1].isspace() or text[at].isspace()


def _with_context(text: str, start: int, end: int) -> str:
    """The stretch with up to two words before and after it; a few signs where no spaces show what a word is."""
    before = text[max(0, start - _CONTEXT) : start]
    after = text[end : end + _CONTEXT]
    lead = _last_words(before, whole=start <= _CONTEXT)
    rest = _last_words(after[::-1], whole=end + _CONTEXT >= len(text))
    return " ".join(text[start - lead : end + rest].split())


def _last_words(text: str, *, whole: bool) -> int:
    """How many characters the last two words of `text` take; `whole` says that it begins where a word does."""
    stripped = len(text.rstrip())
    at = stripped
    for _ in range(_WORDS):
        space = max(text.rfind(sign, 0, at) for sign in " \n\t\xa0")
        if space < 0:
            return len(text) if whole else len(text) - at if at < stripped else min(len(text), _SIGNS)
        at = space
    return len(text) - at - 1


def _window(text: str | None, focus: str | None) -> str | None:
    """At most MOST characters of a text, the focus among them; "…" where it was cut."""
    if text is None:
        return None
    if len(text) > 2 * MOST and focus:
        at = max(0, text.find(focus[:MOST]))
    else:
        text = " ".join(text.split())
        at = max(0, text.find(" ".join(focus[:MOST].split()))) if focus else 0
    start = 0 if at + len(focus or "") <= MOST - 1 else _backed(text, at)
    return _cut(text, start)


def _backed(text: str, at: int) -> int:
    """A little before `at`, where a word begins."""
    start = max(0, at - _CONTEXT)
    space = text.find(" ", start, at)
    return space + 1 if start and space >= 0 else start


def _cut(text: str, start: int) -> str:
    lead = "…" if start else ""
    room = MOST - len(lead)
    piece = " ".join(text[start : start + 2 * MOST].split())
    if len(piece) <= room and start + 2 * MOST >= len(text):
        return lead + piece
    return lead + shortened(piece, room)


def shortened(text: str, most: int) -> str:
    """`text` on one line, in at most `most` characters: cut after a word, if one ends nearby, with "…" after it."""
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    line = line[: most - 1]
    space = line.rfind(" ", max(0, len(line) - _LONGEST_WORD // 2))
    return (line[:space] if space > 0 else line).rstrip(" ,;:") + "…"


def quoted(text: str) -> str:
    """A note as a message repeats it: without its brackets and full stop, cut, in quotation marks."""
    line = shortened(text, _QUOTED)
    if line.startswith("(") and line.endswith((")", "…")):
        line = line[1:].removesuffix(")")
    return f"“{line.removesuffix('.').strip()}”"


def span_of_time(micros: int) -> str:
    """A span of time as people say it: "52 minutes", "3 hours", "2 days"; rounded down."""
    micros = abs(micros)
    if micros < _MINUTE:
        return "less than a minute"
    if micros < 2 * _HOUR:
        return counted(micros // _MINUTE, "minute")
    if micros < 2 * _DAY:
        return counted(micros // _HOUR, "hour")
    return counted(micros // _DAY, "day")


def counted(count: int, thing: str) -> str:
    """ "1 paragraph", "3 paragraphs"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def listed(things: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    items = list(things)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def numbers(numbers: Sequence[int], *, mark: str = "¶") -> str:
    """Paragraph numbers for people: "¶4", "¶4–¶6", "¶4, ¶7"; ascending numbers are given."""
    if not numbers:
        return ""
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{mark}{numbers[0]}–{mark}{numbers[-1]}"
    shown = ", ".join(f"{mark}{number}" for number in numbers[:6])
    return shown + (f" and {len(numbers) - 6} more" if len(numbers) > 6 else "")
