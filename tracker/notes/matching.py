"""Find the edits that a claim tells of: by its values, by its place, by what it is about.

A claim as read (`reading`) is held against the edits: values first, as they prove most; then what stands at
the place; then, elsewhere, what shares its words. Which verdict that makes, with which words, is left to `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal as Choice

from tracker.notes.broad import all_over, is_about_everything, is_about_figures
from tracker.notes.case import Case
from tracker.notes.literals import Literal, parts
from tracker.notes.model import Place
from tracker.notes.reading import ADDING, BROAD, MENDING, REMOVING, Reading, does
from tracker.notes.reasons import quoted
from tracker.notes.topics import fits_kind, has_unit, shared

_NAMED = frozenset({"byline", "dateline", "slug", "headline"})
_NEAR = 1  # paragraphs by which people miscount
_NEARLY = 3  # paragraphs within which the only edit of its kind is the one that is meant
_FEW_WORDS = 3  # words of an object; who says more of it would use a word of the text

Where = Choice["at", "elsewhere", "anywhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The edits that a claim tells of, by place in the case's edits, and where they stand as against what it says.

    `missed` are the spots at which nothing was found; `doubt` says why it is only a part, in words for an editor.
    """

    edits: tuple[int, ...]
    where: Where
    by_value: bool = False
    missed: tuple[Place, ...] = ()
    doubt: str | None = None


def by_value(reading: Reading, case: Case) -> Match | None:
    """The edits that bring the claim's new value or take its old one away; None where there are none."""
    if reading.new is None and reading.old is None:
        return None
    if (reading.new and reading.new.exact) or (reading.old and reading.old.exact):
        for new, old in _forms(reading):
            # A value is put right in a standing paragraph; one that is new as a whole is looked at last.
            for whole in (False, True):
                edits = (place for place in case.looked_at() if case.edits[place].whole == whole)
                if found := [place for place in edits if _brings(case, place, new, old)]:
                    return _placed(reading, case, found, by_value=True)
    return _by_parts(reading, case) or _replacing(reading, case)


def _by_parts(reading: Reading, case: Case) -> Match | None:
    """The edits that bring every number and name of the new value, and take one of the old value, if it has any."""
    new = parts(reading.new)
    old = parts(reading.old)
    if not new:
        return None
    found = [
        place
        for place in case.looked_at()
        if all(case.came(place, part) for part in new) and (not old or any(case.went(place, part) for part in old))
    ]
    return _placed(reading, case, found, by_value=True) if found else None


def _replacing(reading: Reading, case: Case) -> Match | None:
    """The edits that put the new value in the place of something else than the old one that the claim gives."""
    new, old = reading.new, reading.old
    if new is None or old is None or not new.exact or not old.exact or new.key == old.key:
        return None
    found = [place for place in case.looked_at() if case.edits[place].old_text and case.came(place, new, old)]
    if not found or (case.stands(new, None, new=False) and not case.stands(old, None, new=False)):
        return None  # no one brings it, or the earlier text was right already
    doubt = f"the earlier text did not say {quoted(old.text)} there" if old.distinct else None
    match = _placed(reading, case, found, by_value=True)
    return replace(match, doubt=match.doubt or doubt)


def _forms(reading: Reading) -> Iterable[tuple[Literal | None, Literal | None]]:
    """The values as given, then only the words in which they differ."""
    new, old = (value if value and value.exact else None for value in (reading.new, reading.old))
    if reading.claim.verb in REMOVING and new and not old:
        new, old = None, new
    yield new, old
    if new and old and new.key != old.key:
        one, other = new.key.split(), old.key.split()
        while one and other and one[0] == other[0]:
            one, other = one[1:], other[1:]
        while one and other and one[-1] == other[-1]:
            one, other = one[:-1], other[:-1]
        if one and other and len(one) < len(new.key.split()):
            yield _cut(new, one), _cut(old, other)


def _cut(value: Literal, words: Sequence[str]) -> Literal:
    return Literal(text=value.text, key="".join(f" {word} " for word in words), exact=True, distinct=value.distinct)


def _brings(case: Case, place: int, new: Literal | None, old: Literal | None) -> bool:
    if new is None:
        return old is not None and case.went(place, old)
    return case.came(place, new, old) and (old is None or case.went(place, old, new))


def at_place(reading: Reading, case: Case) -> Match | None:
    """The edits at the claim's places that do what it says; None where there are none."""
    if not reading.spots:
        return None
    found: list[int] = []
    missed: list[Place] = []
    for spot in reading.spots:
        here = case.at(spot)
        fitting = _told_all_over(reading, case, here) if spot.part == "throughout" else _told(reading, case, here)
        found += [place for place in fitting if place not in found]
        if not fitting:
            missed.append(spot)
    if not found:
        return None
    return Match(edits=tuple(found), where="at", missed=tuple(missed), doubt=_named_in_vain(reading, case, found))


def _told_all_over(reading: Reading, case: Case, here: Sequence[int]) -> list[int]:
    """The edits that a claim tells of which names no place but all of them."""
    if is_about_everything(reading):
        return [place for place in here if case.edits[place].weight == "substantive"]
    if reading.topic.vague:
        return _told(reading, case, here)
    light = [place for place in here if case.edits[place].weight == "trivial"]
    return all_over(reading, case, here) or _told(reading, case, light)


def made(reading: Reading, case: Case, *, by_words: bool = False) -> Match | None:
    """The edits of weight by which the claimed change was made in an earlier pair; None where it was not made there.

    They are known by the claim's values or place, and `by_words` by its words as well. A figure that a correction
    names is not corrected where it first appeared, in new text.
    """
    match = by_value(reading, case)
    if match is None and not reading.distinct:
        match = at_place(reading, case)
        if match is None and by_words and reading.topic.words and not reading.spots:
            match = anywhere(reading, case, ())
    if match is None:
        return None
    least = 2 if reading.claim.verb in MENDING else 1
    edits = [place for place in match.edits if does(reading.claim.verb, case.edits[place]) >= least]
    edits = [place for place in edits if case.edits[place].weight == "substantive"]
    return replace(match, edits=tuple(edits)) if edits else None


def anywhere(reading: Reading, case: Case, taken: Collection[int]) -> Match | None:
    """The edits that a claim tells of wherever they stand, but for `taken` ones unless they share its words.

    None where there are none, or nothing says which are meant.
    """
    everything = [place for place in case.looked_at() if _is_free(reading, case, place, taken)]
    if reading.spots:
        found = _away(reading, case, everything)
        return _placed(reading, case, found) if found else None
    figures = all_over(reading, case, everything) if is_about_figures(reading) else []
    if figures and reading.claim.verb not in BROAD:
        return Match(edits=tuple(figures), where="anywhere")
    if reading.claim.verb in BROAD:
        candidates = [place for place in everything if case.edits[place].part in ("paragraph", "headline")]
    else:
        candidates = [place for place in everything if _fits_words(reading, case, place)]
    found = _told(reading, case, candidates or _only_one(reading, case, everything))
    if not found:
        return None
    unsure = _is_unsure(reading, case, found)
    doubt = "several changes could be meant and the note does not say which" if unsure else None
    return Match(edits=() if unsure else tuple(found), where="anywhere", doubt=doubt)


def _only_one(reading: Reading, case: Case, places: Iterable[int]) -> list[int]:
    """The only edit of the kind that the claim names, if there is one and the claim says little more."""
    topic = reading.topic
    if not topic.strict or topic.names or len(topic.words) > _FEW_WORDS:
        return []
    found = [
        place
        for place in places
        if case.edits[place].weight == "substantive" and fits_kind(topic, case.edits[place]) == 1
    ]
    return found if len(found) == 1 else []


def _is_free(reading: Reading, case: Case, place: int, taken: Collection[int]) -> bool:
    return place not in taken or shared(reading.topic.words, case.own(place)) > 0


def _fits_words(reading: Reading, case: Case, place: int) -> bool:
    """Whether an edit shares the claim's words, or is of its kind."""
    topic, edit = reading.topic, case.edits[place]
    kind = fits_kind(topic, edit)
    if not topic.words:
        return kind >= 0
    own = shared(topic.words, case.own(place))
    return (
        own >= (2 if len(topic.words) > _FEW_WORDS else 1)
        or (own > 0 and shared(topic.names, case.own(place)) > 0)
        or (kind == 1 and topic.headed and (reading.claim.verb not in ADDING or does(reading.claim.verb, edit) == 2))
        or (kind >= 0 and shared(topic.words, case.around(place)) > 0)
    )


def _is_unsure(reading: Reading, case: Case, found: Sequence[int]) -> bool:
    """Whether a claim that speaks of one thing, and says no more of it than its kind, could mean several."""
    topic = reading.topic
    if not topic.strict or topic.plural or reading.claim.verb not in MENDING or len(found) < 2:
        return False
    if any(shared(topic.words, case.around(place)) for place in found):
        return False
    return len({(case.edits[place].old_text, case.edits[place].new_text) for place in found}) > 1


def _told(reading: Reading, case: Case, places: Sequence[int]) -> list[int]:
    """Those edits that a claim tells of: of its kind and with its words, as far as any of them are."""
    verb, topic = reading.claim.verb, reading.topic
    if verb in BROAD or not places:
        return [place for place in places if case.edits[place].weight == "substantive"]
    fitting = [place for place in places if _may_tell(reading, case, place)]
    weighty = [place for place in fitting if case.edits[place].weight == "substantive"]
    if not weighty:
        return [place for place in fitting if _is_meant(reading, case, place)]
    kept = weighty
    for test in _tests(reading, case) if len(kept) > 1 else ():
        kept = [place for place in kept if test(place)] or kept
    return kept + [place for place in fitting if place not in weighty] if topic.vague else kept


def _tests(reading: Reading, case: Case) -> list[Callable[[int], bool]]:
    """What the edits that are meant have, if any has: the most telling first."""
    tests: list[Callable[[int], bool]] = []
    topic = reading.topic
    if topic.kinds:
        tests.append(lambda place: fits_kind(topic, case.edits[place]) == 1)
    if topic.unit and reading.claim.verb in MENDING:
        tests.append(lambda place: has_unit(topic, case.edits[place]))
    if topic.words:
        tests.append(lambda place: shared(topic.words, case.own(place)) > 0)
        tests.append(lambda place: shared(topic.words, case.around(place)) > 0)
    return tests


def _is_meant(reading: Reading, case: Case, place: int) -> bool:
    """Whether a claim may tell of an edit without weight: a slip, one with its words, or all there is at its place."""
    topic, edit = reading.topic, case.edits[place]
    if not (edit.old_text or edit.new_text):
        return False  # a paragraph that moved, or was cut in two
    if fits_kind(topic, edit) == 1 or shared(topic.words, case.own(place)):
        return True
    if any(spot.part in _NAMED and case.distance(place, spot) == 0 for spot in reading.spots):
        return True
    return bool(reading.spots) and not topic.strict and reading.claim.verb not in ADDING


def _may_tell(reading: Reading, case: Case, place: int) -> bool:
    """Whether an edit does what the claim's verb says, to something of its kind."""
    edit, topic = case.edits[place], reading.topic
    natural = does(reading.claim.verb, edit)
    if not natural:
        return False
    kind = fits_kind(topic, edit)
    own = shared(topic.words, case.own(place)) if natural < 2 or kind < 0 else 0
    if kind < 0 and not own:
        return False
    if natural == 1 and edit.whole and reading.claim.verb in MENDING and own < 2:
        return (
            shared(topic.names, case.own(place)) > 0
        )  # a new paragraph mends something only if it is plainly about it
    return natural == 2 or own > 0 or (kind == 1 and not edit.whole)


def _away(reading: Reading, case: Case, places: Iterable[int]) -> list[int]:
    """The edit that a claim means although it names another place: it shares its words, or is near and of its kind."""
    ranked: list[tuple[tuple[int, int, int], int]] = []
    topic = reading.topic
    alone = _counts(reading, case)
    for place in places:
        edit = case.edits[place]
        if edit.weight == "trivial" or does(reading.claim.verb, edit) < 2:
            continue
        kind, own = fits_kind(topic, edit), shared(topic.words, case.own(place))
        if reading.claim.verb in BROAD and not own:
            continue
        if not own and (kind < 0 or (topic.names and reading.claim.verb in ADDING)):
            continue
        if kind == 1 and not own and not edit.whole:
            own = shared(topic.words, case.around(place))
        far = min((far for spot in reading.spots if (far := case.distance(place, spot)) is not None), default=None)
        if far is None:
            continue
        near = (far <= _NEAR and not topic.words) or (far <= _NEARLY and alone == 1)
        if own or (near and (kind == 1 or (edit.whole and not topic.words))):
            ranked.append(((-own, -kind, far), place))
    if not ranked:
        return []
    best = min(ranked)[0]
    return [place for rank, place in sorted(ranked) if rank == best]


def _counts(reading: Reading, case: Case) -> int:
    """How many edits of weight do what the claim says, to something of its kind."""
    return sum(
        case.edits[place].weight == "substantive"
        and does(reading.claim.verb, case.edits[place]) == 2
        and fits_kind(reading.topic, case.edits[place]) >= (1 if reading.topic.kinds else 0)
        and (bool(reading.topic.kinds) or case.edits[place].whole)
        for place in case.looked_at()
    )


def _placed(reading: Reading, case: Case, found: Sequence[int], *, by_value: bool = False) -> Match:
    """A match of edits that may stand at the claim's places or not."""
    if not reading.spots:
        return Match(edits=tuple(found), where="anywhere", by_value=by_value)
    missed = [spot for spot in reading.spots if all(case.distance(place, spot) != 0 for place in found)]
    if len(missed) == len(reading.spots):
        return Match(edits=tuple(found), where="elsewhere", by_value=by_value)
    return Match(edits=tuple(found), where="at", by_value=by_value, missed=tuple(missed))


def _named_in_vain(reading: Reading, case: Case, found: Sequence[int]) -> str | None:
    """Why new text at the place may not be what the note means: it names none whom the note names."""
    names = reading.topic.names
    if not names or reading.claim.verb not in ADDING or reading.claim.anchor:
        return None
    for place in found:
        if shared(names, case.own(place)) or shared(names, case.around(place)):
            return None
        beside = {number + step for number in case.edits[place].new for step in (-1, 0, 1)}
        if any(shared(names, case.paragraph_text(number)) for number in beside):
            return None
    first = " ".join(words[0].strip().title() for words in names[:1])
    return f"the new text there does not name {first}"
