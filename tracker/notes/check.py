"""Say of every claim of a desk note whether the diff bears it out, where, and which edits it tells of.

Pure: the note is read before (`parse`), the texts are compared before (`tracker.diff`). What is worth reporting of the
answers is left to the audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.diff.model import Comparison
from tracker.notes.anchors import check_alone, check_pickup
from tracker.notes.broad import is_about_everything, is_placeless
from tracker.notes.case import Case
from tracker.notes.contradictions import against, already
from tracker.notes.edit import Edit
from tracker.notes.lookback import MOST_EARLIER, NO_CONTEXT, Context, same_claims, spoken
from tracker.notes.matching import Match, anywhere, at_place, by_value, made
from tracker.notes.model import Claim, Note, Verdict, VerdictKind
from tracker.notes.reading import Reading, read
from tracker.notes.ruling import bears_out, tells_too_little, told_of, whole_text
from tracker.notes.topics import shared
from tracker.story.article import Article

_MOST = 100  # claims of one note that are checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The verdicts on a note's claims, and the edits of the comparison with the claims that tell of each.

    `tellers` has one tuple for each edit: the 1-based numbers of the claims, none where no claim tells of it.
    """

    verdicts: tuple[Verdict, ...]
    edits: tuple[Edit, ...] = ()
    tellers: tuple[tuple[int, ...], ...] = ()


def check(
    note: Note, comparison: Comparison | None, old: Article | None, new: Article, context: Context = NO_CONTEXT
) -> tuple[Verdict, ...]:
    """One verdict for each claim of a note, in order.

    `comparison` is that of `old` and `new`; both are None where there is no revision before: then only what the note
    quotes of the text can be checked. Near linear in the changes times the claims; of more than 100 claims the rest
    is `unverifiable`.
    """
    return tell(note, comparison, old, new, context).verdicts


def tell(
    note: Note, comparison: Comparison | None, old: Article | None, new: Article, context: Context = NO_CONTEXT
) -> Told:
    """As `check`, with the edits that the claims tell of."""
    claims = note.claims
    if comparison is None:
        return Told(verdicts=tuple(_alone(claims, place, new) for place in range(len(claims))))
    checking = _Checking(claims, Case(comparison, old=old, new=new, claims=min(len(claims), _MOST)), context)
    verdicts = tuple(checking.verdict(place) for place in range(len(claims)))
    return Told(verdicts=verdicts, edits=tuple(checking.case.edits), tellers=checking.tellers(verdicts))


def _alone(claims: Sequence[Claim], place: int, new: Article) -> Verdict:
    """The verdict on a claim where there is no revision before."""
    claim = claims[place]
    if claim.verb == "unparsed":
        return _unparsed(claim)
    if claim.verb == "pickup":
        return check_pickup(claim, place, claims, None, new)
    found = check_alone(claim, new)
    return found or _say(claim, "unverifiable", "There is no revision before to compare with.")


class _Checking:
    """The claims of one note against one case: matches first, as one claim's edits are not another's."""

    __slots__ = ("_claims", "_context", "_matches", "_past", "_readings", "_said_before", "_told", "case")

    def __init__(self, claims: Sequence[Claim], case: Case, context: Context) -> None:
        self._claims, self._context, self.case = claims, context, case
        self._past: list[tuple[int, Case]] = []
        self._said_before: frozenset[str] | None = None
        self._told: dict[int, list[int]] = {}  # for the claims that are borne out, the edits that they tell of
        self._readings = [read(claim, case) if _is_matched(claim) else None for claim in claims[:_MOST]]
        self._matches: list[Match | None] = [
            None if reading is None else _firm(reading, case) for reading in self._readings
        ]
        for place, reading in enumerate(self._readings):
            if reading is not None and self._matches[place] is None and not reading.distinct:
                self._matches[place] = anywhere(reading, case, self._taken())

    def _taken(self) -> set[int]:
        """The edits that some claim tells of in particular; one that tells of the whole text leaves them to others."""
        return {
            edit
            for reading, match in zip(self._readings, self._matches, strict=True)
            if reading and match and not is_placeless(reading) and not is_about_everything(reading)
            for edit in match.edits
        }

    def verdict(self, place: int) -> Verdict:
        """The verdict on one claim."""
        claim = self._claims[place]
        if claim.verb == "unparsed":
            return _unparsed(claim)
        if place >= len(self._readings):
            return _say(claim, "unverifiable", "The note makes more claims than are checked.")
        case = self.case
        if claim.verb == "pickup" and case.new is not None:
            return check_pickup(claim, place, self._claims, case.old, case.new)
        reading, match = self._readings[place], self._matches[place]
        if reading is None:
            return whole_text(claim, case)
        if match is None or claim.earlier or self._is_left_over(reading, match):
            return self._unborne(reading)
        self._told[place] = told_of(reading, match, case)
        return bears_out(reading, match, case, self._told[place])

    def _is_left_over(self, reading: Reading, match: Match) -> bool:
        """Whether the note before said the same, and what was found here shares no word with it."""
        if match.by_value or not self._is_repeated(reading.claim):
            return False
        return not _shares_words(reading, match, self.case)

    def _unborne(self, reading: Reading) -> Verdict:
        """The verdict on a claim that this pair does not bear out, or that speaks of an earlier version."""
        claim = reading.claim
        if not claim.earlier and (reason := against(reading, self.case)):
            return _say(claim, "contradicted", reason)
        if self._is_repeated(claim):
            number = self._context.previous
            before = f"r{number}" if number else "the revision before"
            return _say(claim, "carried", f"The note of {before} said the same, and nothing here bears it out.", number)
        for revision, case in self._earlier():
            past = read(claim, case)
            match = made(past, case, by_words=True)
            if match is not None and (match.by_value or _shares_words(past, match, case)):
                return _say(claim, "earlier", f"That was done in r{revision}, not in this revision.", revision)
        return tells_too_little(reading, self.case) or _say(
            claim, "not_found", already(reading, self.case) or _nothing(reading, self.case)
        )

    def _is_repeated(self, claim: Claim) -> bool:
        """Whether the note of the revision before made the same claim."""
        if self._context.previous_note is None:
            return False
        if self._said_before is None:
            self._said_before = same_claims(self._context.previous_note)
        return spoken(claim) in self._said_before

    def _earlier(self) -> Iterator[tuple[int, Case]]:
        """The earlier pairs, newest first, each read when it is first looked at."""
        for place, one in enumerate(self._context.earlier[:MOST_EARLIER]):
            if place == len(self._past):
                self._past.append((one.revision, Case(one.comparison)))
            yield self._past[place]

    def tellers(self, verdicts: Sequence[Verdict]) -> tuple[tuple[int, ...], ...]:
        """For each edit the numbers of the claims that tell of it."""
        found: dict[int, list[int]] = {}
        for number, verdict in enumerate(verdicts, 1):
            told = self._told.get(number - 1)
            if told is None:
                changes = set(verdict.found)
                told = [p for p, edit in enumerate(self.case.edits) if edit.change in changes] if changes else []
            for place in told:
                found.setdefault(place, []).append(number)
        return tuple(tuple(found.get(place, ())) for place in range(len(self.case.edits)))


def _is_matched(claim: Claim) -> bool:
    """Whether a claim tells of single edits; others speak of the text as a whole."""
    if claim.verb in ("unparsed", "pickup", "withdraw"):
        return False
    return claim.verb != "repeat" or bool(claim.places or claim.new_value or claim.old_value)


def _firm(reading: Reading, case: Case) -> Match | None:
    return by_value(reading, case) or (None if reading.distinct else at_place(reading, case))


def _shares_words(reading: Reading, match: Match, case: Case) -> bool:
    """Whether some edit, or its sentence, has a word of the claim, if it has any."""
    words = reading.topic.words
    return not words or any(
        shared(words, case.own(place)) or shared(words, case.around(place)) for place in match.edits
    )


def _nothing(reading: Reading, case: Case) -> str:
    if not any(edit.weight == "substantive" for edit in case.edits):
        return "Nothing of weight changed in this revision."
    if reading.stated and not reading.spots:
        return "No change in this revision matches; the paragraphs of this text cannot be counted."
    return "No change in this revision matches."


def _unparsed(claim: Claim) -> Verdict:
    return _say(claim, "unparsed", "The note could not be read.")


def _say(claim: Claim, kind: VerdictKind, reason: str, revision: int | None = None) -> Verdict:
    return Verdict(claim=claim, kind=kind, reason=reason, revision=revision)
