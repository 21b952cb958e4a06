"""When a phrase appeared, changed and vanished, as text and as data: a line for each turn, the match marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.views import refs
from tracker.views.erase import erased_lines, erasure
from tracker.views.layout import wrap
from tracker.views.moments import moment_lines, stands_as
from tracker.views.style import BLANK, Line, Piece, Style, render
from tracker.views.when import at
from tracker.views.words import count, listed

if TYPE_CHECKING:
    from tracker.desk.grep import Grepped, Occurrence, StoryMatches, Transition

_HANG = 4
_LISTED = 5  # different words that came or went, named in one line
_LONGEST = 60  # characters of one of them


def text(grepped: Grepped, style: Style) -> str:
    """Each story with a match and its turns in publication order; without colour a match stands in [[…]]."""
    lines: list[Line] = []
    then = "now" if grepped.moment.published is None and grepped.moment.known_at is None else "then"
    for matches in grepped.matches:
        lines += [*_story(matches, then, style), BLANK]
    gone = erased_lines(grepped.erased, "it was not searched", style)
    return render([*lines, *_summary(grepped, style), *gone, *moment_lines(grepped.moment, style)], style)


def data(grepped: Grepped) -> dict[str, Any]:
    """`tracker.grep/1`."""
    wanted = grepped.wanted
    return {
        "schema": "tracker.grep/1",
        "pattern": wanted.pattern,
        "regex": wanted.regex,
        "ignore_case": wanted.ignore_case,
        "words": wanted.words,
        "moment": refs.moment(grepped.moment),
        "stories_read": grepped.stories,
        "texts_read": grepped.texts,
        "erased": [erasure(found) for found in grepped.erased],
        "matches": [
            {
                "story": refs.story(matches.story),
                "headline": matches.headline,
                "count": matches.count,
                "transitions": [_transition(transition) for transition in matches.transitions],
            }
            for matches in grepped.matches
        ],
    }


def _transition(transition: Transition) -> dict[str, Any]:
    return {
        "turn": transition.turn,
        "revision": refs.revision(transition.revision),
        "confirmed": transition.confirmed,
        "count": transition.count,
        "previous": transition.previous,
        "came": list(transition.came),
        "went": list(transition.went),
        "occurrence": None if transition.occurrence is None else _occurrence(transition.occurrence),
    }


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "part": occurrence.part,
        "number": occurrence.number,
        "start": occurrence.start,
        "end": occurrence.end,
        "before": occurrence.before,
        "match": occurrence.match,
        "after": occurrence.after,
    }


def _story(matches: StoryMatches, then: str, style: Style) -> list[Line]:
    state = f"stands {_times(matches.count)} {then}" if matches.count else f"gone {then}"
    lines = wrap([Piece(matches.story.slug, "heading"), Piece(f"  {state}")], style.width, hang=_HANG)
    if matches.headline:
        lines += wrap([Piece(matches.headline, "dim")], style.width, lead=[Piece(" " * 2)], hang=_HANG)
    for transition in matches.transitions:
        lines += _turn(transition, style)
    return lines


def _turn(transition: Transition, style: Style) -> list[Line]:
    ref = transition.revision
    name = f"confirms r{ref.number}" if transition.confirmed else f"r{ref.number}"
    said = f"{transition.turn} in {name}"
    pieces = [Piece(said, "heading"), Piece(f"  {stands_as(ref)} {at(ref.published_at, style)}")]
    if transition.occurrence is not None:
        pieces.append(Piece(f"  {_where(transition.occurrence)}  "))
    lead = [Piece(" " * 2)]
    if transition.occurrence is not None:
        pieces += _marked(transition.occurrence, style)
    lines = wrap(pieces, style.width, lead=lead, hang=_HANG)
    details = _details(transition)
    return lines + (
        wrap([Piece(details, "dim")], style.width, lead=[Piece(" " * _HANG)], hang=_HANG) if details else []
    )


def _where(occurrence: Occurrence) -> str:
    if occurrence.part == "paragraph":
        return f"¶{occurrence.number}"
    return occurrence.part if occurrence.number is None else f"{occurrence.part} {occurrence.number}"


def _marked(occurrence: Occurrence, style: Style) -> list[Piece]:
    """The sentence with the match marked; a line feed within it is shown as a space."""
    before, match, after = (
        " ".join(part.split("\n")) for part in (occurrence.before, occurrence.match, occurrence.after)
    )
    if style.colour:
        return [Piece(before), Piece(match, "added"), Piece(after)]
    return [Piece(before), Piece(f"[[{match}]]"), Piece(after)]


def _details(transition: Transition) -> str:
    """How the number changed, and the words, where these are not the same ones each time."""
    parts = []
    if transition.turn == "changed" and transition.count != transition.previous:
        parts.append(f"{_times(transition.count)}, before {_times(transition.previous)}")
    elif transition.turn != "changed" and transition.count > 1:
        parts.append(_times(transition.count))
    if transition.turn == "changed" and transition.went and transition.came != transition.went:
        parts.append(f"was {_quoted(transition.went)}")
    return " · ".join(parts)


def _quoted(words: tuple[str, ...]) -> str:
    shown = [f"“{word if len(word) <= _LONGEST else word[:_LONGEST] + '…'}”" for word in words[:_LISTED]]
    return listed([*shown, f"{len(words) - _LISTED:,} more"] if len(words) > _LISTED else shown)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _summary(grepped: Grepped, style: Style) -> list[Line]:
    read = f"{count(grepped.texts, 'text')} of {count(grepped.stories, 'story', 'stories')}"
    matching = count(len(grepped.matches), "story", "stories")
    return wrap(
        [Piece(f"found in {matching}; read {read}" if grepped.matches else f"not found in {read}")], style.width
    )
