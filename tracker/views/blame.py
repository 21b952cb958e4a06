"""Who brought what a story says, as text and as data: each passage with its revision in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.erase import erased_lines, erasure
from tracker.views.layout import cells, labelled, wrap
from tracker.views.moments import Rows, moment_rows, stands_as
from tracker.views.style import BLANK, Line, Piece, Style, broken, render
from tracker.views.when import at, when
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.desk.blame import Blamed, BlamedUnit, Passage

_WITH_TIMES = 72  # columns; on a narrower page the margin has no times, and the list of revisions alone has them

_WIDEST_NAME = 9  # columns; a longer list of revisions is cut in the margin


def text(blamed: Blamed, style: Style) -> str:
    """Each sentence or run of words behind the revision that brought it, and those revisions with their times."""
    shown = f"{blamed.story.slug}  r{blamed.revision.number}"
    length = count(len(blamed.history), "revision")
    lines = wrap([Piece(shown, "heading"), Piece(f"  by {blamed.by}, from {length}")], style.width, hang=2)
    lines += erased_lines(blamed.erased, "what it brought is blamed on the text after it", style)
    margin = _Margin(blamed, style)
    before = ""
    for unit in [*([blamed.headline] if blamed.headline else []), *blamed.units]:
        lines += [] if unit.part == before == "bullet" else [BLANK]
        before = unit.part
        for place, passage in enumerate(unit.passages):
            lines += margin.lines(unit, passage, first=place == 0)
        if not unit.passages:
            lines += margin.empty(unit)
    if not blamed.units:
        lines += [BLANK, *wrap([Piece("(no paragraphs)", "dim")], style.width)]
    return render([*lines, BLANK, *labelled(_rows(blamed, style), style.width)], style)


def data(blamed: Blamed) -> dict[str, Any]:
    """`tracker.blame/1`."""
    return {
        "schema": "tracker.blame/1",
        "story": refs.story(blamed.story),
        "revision": refs.revision(blamed.revision),
        "moment": refs.moment(blamed.moment),
        "by": blamed.by,
        "history": [refs.revision(ref) for ref in blamed.history],
        "erased": [erasure(found) for found in blamed.erased],
        "headline": None if blamed.headline is None else _passages(blamed, blamed.headline),
        "units": [
            {"part": unit.part, "number": unit.number, "passages": _passages(blamed, unit)} for unit in blamed.units
        ],
    }


def _passages(blamed: Blamed, unit: BlamedUnit) -> list[dict[str, Any]]:
    return [
        {
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "revision": blamed.history[passage.place].number,
            "published_at": rfc3339(blamed.history[passage.place].published_at),
            "others": [blamed.history[place].number for place in passage.others],
        }
        for passage in unit.passages
    ]


class _Margin:
    """What stands left of the text: the revision, its time where there is room, the paragraph's number."""

    def __init__(self, blamed: Blamed, style: Style) -> None:
        self._history = blamed.history
        self._style = style
        units = [*([blamed.headline] if blamed.headline else []), *blamed.units]
        names = [self._name(passage) for unit in units for passage in unit.passages]
        self._names = max(map(len, names), default=0) + 2
        with_times = style.width >= _WITH_TIMES
        self._times = [_short(at(ref.published_at, style)) for ref in blamed.history] if with_times else []
        self._clock = max(map(len, self._times), default=0)
        self._numbers = max((len(_label(unit)) for unit in blamed.units), default=0) + 2

    def lines(self, unit: BlamedUnit, passage: Passage, *, first: bool) -> list[Line]:
        """A passage, its later lines under its first."""
        name = self._name(passage)
        lead = [Piece(name, "heading"), Piece(" " * (self._names - len(name)))]
        if self._times:
            lead.append(Piece(f"{self._times[passage.place]:>{self._clock}}  ", "dim"))
        lead.append(Piece((_label(unit) if first else "").ljust(self._numbers), "dim"))
        pieces = broken(passage.text, "heading" if unit.part in ("headline", "subhead") else "plain")
        if unit.part == "bullet" and first:
            pieces.insert(0, Piece("• "))
        return wrap(pieces, self._style.width, lead=lead, hang=sum(cells(piece.text) for piece in lead))

    def _name(self, passage: Passage) -> str:
        """The revision that brought the passage, and those that brought some of it: "r1", "r1+r4"."""
        name = f"r{self._history[passage.place].number}"
        others = "".join(f"+r{self._history[place].number}" for place in passage.others)
        return name + (others if len(name + others) <= _WIDEST_NAME else "+…")

    def empty(self, unit: BlamedUnit) -> list[Line]:
        """A unit without words, brought by nobody."""
        indent = self._names + (self._clock + 2 if self._times else 0)
        lead = Piece(" " * indent + _label(unit).ljust(self._numbers), "dim")
        return wrap([Piece("(empty)", "dim")], self._style.width, lead=[lead], hang=cells(lead.text))


def _label(unit: BlamedUnit) -> str:
    return f"¶{unit.number}" if unit.part == "paragraph" else ""


def _short(instant: str) -> str:
    """An instant without its year and zone, which the list of revisions has: "21 Jan 17:10"."""
    day, month, _, clock, _ = instant.split(" ", 4)
    return f"{day} {month} {clock}"


def _rows(blamed: Blamed, style: Style) -> Rows:
    units = [*blamed.units, *([blamed.headline] if blamed.headline else [])]
    passages = [passage for unit in units for passage in unit.passages]
    places = {place for passage in passages for place in (passage.place, *passage.others)}
    rows: Rows = []
    for place in sorted(places):
        ref = blamed.history[place]
        rows.append((f"r{ref.number}", [Piece(f"{stands_as(ref)} {when(ref.published_at, style)}")]))
    return [*rows, *moment_rows(blamed.moment, style)]
