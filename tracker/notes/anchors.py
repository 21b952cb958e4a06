"""Check what a note quotes of the text around its change: "picks up 4th graf pvs, `Two ferries ...'".

The quoted opening words name a paragraph; where it stands now, and where it stood, bears the note out even without the
revision before. Desks count the paragraph that is picked up in the text before; in the new one it follows what was
written anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.notes.case import is_glued
from tracker.notes.literals import key
from tracker.notes.model import Claim, Verdict
from tracker.notes.reasons import numbered, quoted
from tracker.story.article import Article

_READ = 400  # paragraphs in which an anchor is looked for
_WRITTEN = frozenset({"lead", "substitute", "insert", "add", "update"})
_BEFORE = frozenset({"insert", "add"})  # these quote the paragraph that stands before what they bring


def check_pickup(claim: Claim, place: int, claims: Sequence[Claim], old: Article | None, new: Article) -> Verdict:
    """The verdict on a claim that the old text goes on from some paragraph; it discloses nothing.

    `place` is the claim's in `claims`: what they wrote anew before says where the paragraph should stand now. Without
    the old article, or the quoted words, what is left is checked.
    """
    stood = claim.places[0].first if claim.places and claim.places[0].counted == "start" else None
    anchor = claim.anchor or _opening(old, stood)
    if not anchor:
        return _verdict(claim, "unverifiable", "The note quotes no paragraph, and there is no text to count in.")
    now = opens(anchor, new)
    if not now:
        return _verdict(claim, "not_found", f"No paragraph begins with {quoted(anchor)}.")
    wanted = _after(claims[:place])
    was = opens(anchor, old) if old else []
    if is_glued(new.paragraphs):
        return _verdict(
            claim, "supported", f"The text goes on with {quoted(anchor)}; its paragraphs cannot be counted."
        )
    if was and stood is not None and stood not in was:
        reason = f"{quoted(anchor)} was {numbered(was)}, the note says ¶{stood}."
        return _verdict(claim, "elsewhere", reason, now)
    if wanted is not None and wanted not in now:
        reason = f"{quoted(anchor)} is {numbered(now)} now; after what the note tells it should be ¶{wanted}."
        return _verdict(claim, "supported" if was else "elsewhere", reason, now)
    return _verdict(claim, "supported", f"The text goes on with {quoted(anchor)} in {numbered(now)}.", now)


def check_alone(claim: Claim, new: Article) -> Verdict | None:
    """The verdict on a claim of new text when there is no revision before; None where it quotes no paragraph.

    An insert quotes the paragraph before it, a substitution the one that it replaced, which may be gone.
    """
    if not claim.anchor or claim.verb not in _WRITTEN or is_glued(new.paragraphs):
        return None
    first = next((place.first for place in claim.places if place.first and place.counted == "start"), None)
    found = opens(claim.anchor, new)
    if first is None or not found:
        return None
    wanted = first - 1 if claim.verb in _BEFORE else first
    if wanted in found:
        return _verdict(claim, "supported", f"{quoted(claim.anchor)} opens ¶{wanted}, as the note says.", [first])
    reason = f"{quoted(claim.anchor)} opens {numbered(found)}, the note says ¶{wanted}."
    return _verdict(claim, "elsewhere", reason, [found[0] + first - wanted])


def opens(anchor: str, article: Article | None) -> list[int]:
    """The numbers of the paragraphs that open with an anchor's words, signs and case aside."""
    words = key(anchor)
    if article is None or not words:
        return []
    return [
        number
        for number, paragraph in enumerate(article.paragraphs[:_READ], 1)
        if key(paragraph[: 4 * len(anchor) + 40]).startswith(words)
    ]


def _opening(old: Article | None, number: int | None) -> str | None:
    """The first words of a paragraph of the old text."""
    if old is None or number is None or not 1 <= number <= len(old.paragraphs):
        return None
    return " ".join(old.paragraphs[number - 1].split()[:6]) or None


def _after(claims: Sequence[Claim]) -> int | None:
    """The paragraph after what the last of these claims wrote anew; None where they do not say."""
    for claim in reversed(claims):
        if claim.verb in _WRITTEN and claim.places:
            place = claim.places[-1]
            is_counted = place.of == "new" and place.counted == "start" and place.last is not None
            return (place.last or 0) + 1 if is_counted else None
    return None


def _verdict(claim: Claim, kind: str, reason: str, where: Sequence[int] = ()) -> Verdict:
    return Verdict(claim=claim, kind=kind, reason=reason, where=tuple(where))  # type: ignore[arg-type]
