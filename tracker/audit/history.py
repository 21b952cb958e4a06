"""Rules on a story's history: text that was replaced and is back, once or again and again.

Works on fingerprints and earlier comparisons as the context has them; without them these rules are silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from tracker.audit.case import STORY, Case, Report, shown_place
from tracker.audit.findings import Severity
from tracker.audit.fingerprints import MOST_SENTENCES, content_fingerprint, marked_sentences
from tracker.audit.model import MOST_PAST, ExaminedChange, Past
from tracker.audit.rulebook import FLIPPED, REVERTED
from tracker.audit.snippet import words_of
from tracker.audit.wording import counted, excerpts
from tracker.diff.model import Change, Comparison, Fact, FactChange

_LOOK_BACK = 20  # earlier comparisons whose facts are read
_MOST_SWAPS = 2_000  # facts of them that are read
_MOST_LOOKED_UP = 200  # facts of this revision that are looked up among them
_READ = 2_000  # characters of a text by which a place is known again
_ALIKE = 0.5  # the share of words by which it is
_VALUES: frozenset[Fact] = frozenset({"number", "name", "quote", "date"})

Value = tuple[Fact, str, str]


def returns(case: Case) -> Iterator[Report]:
    """Report text or values that were replaced before and are back, once for the revision."""
    if case.comparison is None or not case.context.past or _restores(case):
        return
    yield from list(_whole(case)) or list(_sentences(case, case.comparison)) or list(_values(case, case.comparison))


def _restores(case: Case) -> bool:
    return any(
        claim.ruling.claim.verb in ("restore", "withdraw") and claim.verdict in ("supported", "elsewhere", "partly")
        for claim in case.claims
    )


def _earlier(case: Case) -> Sequence[Past]:
    """The revisions before the last one, newest first."""
    past = case.context.past[:MOST_PAST]
    return past[1:] if past[0].revision == case.context.previous else past


def _whole(case: Case) -> Iterator[Report]:
    contents = [past.content for past in _earlier(case)]
    if case.old is None or not any(contents) or not any(change.part == "paragraph" for change in case.heavy):
        return
    content = case.context.content or content_fingerprint(case.new)
    back = next((past for past in _earlier(case) if past.content == content), None)
    if back is None:
        return
    flipped = _came_back_before(content_fingerprint(case.old), contents)
    undone = f"what r{case.context.previous} said" if case.context.previous else "what the revision before said"
    yield _back(case, f"the whole text is that of r{back.revision} again; {undone} is undone", flipped=flipped)


def _came_back_before(content: bytes, contents: Sequence[bytes | None]) -> bool:
    """Whether an earlier revision said the same, with something else between it and the last one."""
    changed = next((place for place, one in enumerate(contents) if one is not None and one != content), None)
    return changed is not None and content in contents[changed:]


def _sentences(case: Case, comparison: Comparison) -> Iterator[Report]:
    earlier = _earlier(case)
    known: frozenset[bytes] = frozenset().union(*(past.sentences for past in earlier))
    if not known:
        return
    changes = comparison.changes_in("paragraph")
    # A dict, for the order: only so many are looked up in the past, the same ones at every run.
    gone = {mark: None for change in changes for unit in change.old_units() for mark, _ in marked_sentences(unit)}
    come = [
        (mark, number, sentence)
        for change in changes
        for number, unit in zip(change.new, change.new_units(), strict=True)
        for mark, sentence in marked_sentences(unit)
    ]
    back = [item for item in come if item[0] in known and item[0] not in gone]
    if not back:
        return
    mark, number, sentence = back[0]
    revision = next(past.revision for past in earlier if mark in past.sentences)
    there = {item[0] for item in come}
    replaced = islice((one for one in gone if one not in there), MOST_SENTENCES)
    flipped = any(_sentence_came_back(one, earlier) for one in replaced)
    what = "a sentence is" if len(back) == 1 else f"{counted(len(back), 'sentence')} are"
    where = next((item for item in case.heavy if item.part == "paragraph" and number in item.new), None)
    message = f"{what} back as in r{revision}, in ¶{number}"
    yield _back(case, message, flipped=flipped, words=excerpts(None, sentence), change=where)


def _sentence_came_back(mark: bytes, earlier: Sequence[Past]) -> bool:
    """Whether a sentence of the last revision stood in an earlier one, but not in all between."""
    absent = False
    for past in earlier:
        if mark not in past.sentences:
            absent = absent or bool(past.sentences)
        elif absent:
            return True
    return False


def _values(case: Case, comparison: Comparison) -> Iterator[Report]:
    """A value that took back the place of the one that had replaced it, and the note keeps quiet."""
    swaps = _swaps(case)
    if not swaps:
        return
    looked_up = 0
    for change in case.heavy:
        for fact in change.facts:
            looked_up += 1
            if change.disclosed or looked_up > _MOST_LOOKED_UP or fact.old is None or fact.new is None:
                continue
            here = comparison.changes[change.change - 1]
            made = _made(swaps, (fact.fact, fact.new, fact.old), here)
            if made is not None:
                again = _made(swaps, (fact.fact, fact.old, fact.new), here)
                yield _swapped_back(case, change, fact, revision=made, flipped=again is not None)
                return


def _swaps(case: Case) -> dict[Value, list[tuple[int, Change]]]:
    """The values that replaced others in earlier pairs, newest first, with the revision and the change."""
    found: dict[Value, list[tuple[int, Change]]] = {}
    left = _MOST_SWAPS
    for past in case.context.past[:_LOOK_BACK]:
        for change in past.comparison.changes if past.comparison else ():
            for fact in change.facts:
                left -= 1
                if fact.fact in _VALUES and fact.old is not None and fact.new is not None:
                    found.setdefault((fact.fact, fact.old, fact.new), []).append((past.revision, change))
            if left <= 0:
                return found
    return found


def _made(swaps: dict[Value, list[tuple[int, Change]]], value: Value, here: Change) -> int | None:
    """The newest revision that made such a swap at the place of a change; None for none."""
    tried = swaps.get(value, ())[:_LOOK_BACK]
    return next((revision for revision, change in tried if _same_place(change, here)), None)


def _same_place(earlier: Change, here: Change) -> bool:
    """Whether a change was made to the text that this one changes: figures alone come back by chance."""
    if earlier.part != here.part:
        return False
    one, other = (set((text or "")[:_READ].casefold().split()) for text in (earlier.new_text, here.old_text))
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def _swapped_back(case: Case, change: ExaminedChange, fact: FactChange, *, revision: int, flipped: bool) -> Report:
    words = words_of(change, case.comparison, fact)
    message = f"the {fact.fact} that r{revision} replaced is back"
    return _back(case, message, flipped=flipped, words=words, change=change)


def _back(
    case: Case,
    message: str,
    *,
    flipped: bool,
    words: tuple[str | None, str | None] = (None, None),
    change: ExaminedChange | None = None,
) -> Report:
    told = change.disclosed if change else any(heavy.disclosed for heavy in case.heavy)
    again = "; it went back and forth before" if flipped else ""
    aside = "; the note tells of a change there" if told else ""
    return Report(
        rule=FLIPPED if flipped else REVERTED,
        severity=Severity.LOW if told else (FLIPPED if flipped else REVERTED).severity,
        place=STORY,
        shown=shown_place(change) if change else STORY,
        message=f"{message}{again}{aside}",
        old_words=words[0],
        new_words=words[1],
        change=change.change if change else None,
    )
