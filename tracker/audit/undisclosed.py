"""Rules on changes that the desk note keeps quiet, and on revisions that have no note at all.

Whether a claim tells of a change is decided before; here is said which of the quiet ones an editor must look at, and
how badly. Notes that say something wrong are left to `noterules`, text that comes back to `history`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tracker.audit.case import Case, Report, part_name, place_of, shown_place
from tracker.audit.findings import Rule, Severity
from tracker.audit.model import ExaminedChange
from tracker.audit.nonote import no_note
from tracker.audit.rulebook import ADDITION, HEADLINES, OF_FACT, REMOVAL, WORDING
from tracker.audit.snippet import words_of
from tracker.audit.wording import counted, listed, numbers
from tracker.diff.model import Fact, FactChange

# The most serious first: a finding goes under the first one that its change touches.
_ORDER: tuple[Fact, ...] = ("number", "negation", "quote", "name", "date", "attribution")
_HARD = frozenset({"number", "negation", "quote", "name"})
_TOLD_ANYWHERE = frozenset({"number", "quote"})  # facts that weigh in text that is new as a whole; few texts lack names
_READ = frozenset({"paragraph", "headline", "dateline", "subhead", "bullet", "table", "embargo"})
_FEW_EDITS = 4  # edits of one paragraph that are reported each; more of them go by rule
_PASSAGE = 5  # words; what has as many and ends like a sentence is one
_SWAPPED = 3  # words on either side; such a small exchange ("bought", "sold") may turn a sentence around


# How a message names the facts of a finding that goes under another rule than that of a fact.
_HOLDING = {ADDITION.code: "it brings {}", REMOVAL.code: "it held {}", HEADLINES.code: "{} changed in it"}


class _Judged(NamedTuple):
    """A change, the rule that it goes under, how serious it is by that, and its most serious fact."""

    rule: Rule
    severity: Severity
    change: ExaminedChange
    lead: FactChange | None


def undisclosed(case: Case) -> Iterator[Report]:
    """Report the changes of weight that no claim tells of, one for each thing to look at, in reading order."""
    if case.notice is not None:
        return  # a notice stands in the story's place and says so itself
    loud = _without_heads(change for change in case.heavy if not change.disclosed and _is_audited(case, change))
    covered = []
    for group in _groups(loud):
        if not case.noted and _goes_with_note(group):
            covered += group
            continue
        yield from _reports(case, group)
    if case.quiet:
        yield from _reworded_quietly(case, covered)
    elif loud and not case.noted:
        yield no_note(case, loud, covered, grave=len(covered) < len(loud) or any(map(_is_grave, covered)))


def _is_audited(case: Case, change: ExaminedChange) -> bool:
    return (change.part in _READ or change.part.startswith("insert:")) and change.change not in case.lost


def _without_heads(changes: Iterable[ExaminedChange]) -> list[ExaminedChange]:
    """The changes without the subheads that came over new paragraphs: who looks at those sees them."""
    kept = list(changes)
    if any(change.part == "paragraph" and change.kind == "added" for change in kept):
        return [change for change in kept if not (change.part == "subhead" and change.kind == "added")]
    return kept


def _groups(changes: Sequence[ExaminedChange]) -> Iterator[list[ExaminedChange]]:
    """The edits of one change together; whole paragraphs that came, or went, side by side together as well."""
    group: list[ExaminedChange] = []
    for change in changes:
        if group and not _belongs(group[-1], change):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _belongs(last: ExaminedChange, change: ExaminedChange) -> bool:
    if last.change == change.change:
        return True
    if last.part != change.part or last.kind != change.kind or last.kind not in ("added", "removed"):
        return False
    one, other = (last.new, change.new) if last.kind == "added" else (last.old, change.old)
    return bool(one and other) and one[-1] + 1 == other[0]


def _is_grave(change: ExaminedChange) -> bool:
    """Whether it would be more than a small finding of its own."""
    return _judged(change).severity > Severity.LOW


def _goes_with_note(group: Sequence[ExaminedChange]) -> bool:
    """Whether the one finding that there is no note says enough: text that came, and words without a fact."""
    if group[0].part == "headline" or any(_is_gone(change) for change in group):
        return False
    return all(not change.facts or _is_new(change) for change in group)


def _is_new(change: ExaminedChange) -> bool:
    """Whether it is new text and leaves what stood as it was: a paragraph, or a sentence within one."""
    return change.old_text is None and (change.kind == "added" or _is_passage(change.new_text))


def _is_gone(change: ExaminedChange) -> bool:
    return change.new_text is None and (change.kind == "removed" or _is_passage(change.old_text))


def _is_passage(text: str | None) -> bool:
    if text is None:
        return False
    end = text.rstrip("\"'”’) ")[-1:]
    return end in (".", "!", "?", "。") and (len(text) > 200 or len(text.split()) >= _PASSAGE)


def _reports(case: Case, group: Sequence[ExaminedChange]) -> Iterator[Report]:
    judged = [_judged(change) for change in group]
    if group[0].kind in ("added", "removed"):
        if not (case.quiet and group[0].kind == "added"):
            yield _report(case, judged)
        return
    telling = [item for item in judged if item.lead or item.rule in (REMOVAL, ADDITION, HEADLINES)]
    if not telling:
        yield _report(case, judged)
        return
    by_rule = len(telling) > _FEW_EDITS
    seen: dict[tuple[str, FactChange | int | None], list[_Judged]] = {}
    for place, item in enumerate(telling):
        # One fact may be touched by several edits, a quotation for instance: that is one thing to look at.
        seen.setdefault((item.rule.code, None if by_rule else item.lead or place), []).append(item)
    others = len(judged) - len(telling)
    for place, items in enumerate(seen.values()):
        yield _report(case, items, reworded=others > 0 and place == 0)


def _judged(change: ExaminedChange) -> _Judged:
    lead = min(change.facts, key=lambda fact: _ORDER.index(fact.fact), default=None)
    if change.part == "headline":
        return _Judged(HEADLINES, _of_headline(change), change, _hard_fact(change) or lead)
    if _is_gone(change):
        return _Judged(REMOVAL, REMOVAL.severity, change, lead)
    if _is_new(change) and (lead is None or lead.fact not in _TOLD_ANYWHERE):
        return _Judged(ADDITION, ADDITION.severity, change, lead)
    if lead is None:
        return _Judged(WORDING, _of_wording(change), change, None)
    return _Judged(OF_FACT[lead.fact], _of_fact(change, lead), change, lead)


def _of_headline(change: ExaminedChange) -> Severity:
    return HEADLINES.severity if _hard_fact(change) else Severity.MEDIUM


def _hard_fact(change: ExaminedChange) -> FactChange | None:
    """A value of the headline that another one replaced, or a "not" that came or went."""
    return next(
        (
            fact
            for fact in change.facts
            if fact.fact == "negation" or (fact.fact in _HARD and fact.old is not None and fact.new is not None)
        ),
        None,
    )


def _of_fact(change: ExaminedChange, lead: FactChange) -> Severity:
    """As the rule says where standing text changed; less where the fact came with new words."""
    if _is_new(change):
        return min(Severity.MEDIUM, OF_FACT[lead.fact].severity)
    if change.part == "dateline" and lead.fact == "date":
        return Severity.LOW  # datelines move on with the day
    replaced = any(fact.old is not None and fact.fact != "attribution" for fact in change.facts)
    if lead.fact in ("negation", "date", "attribution") or replaced:
        return OF_FACT[lead.fact].severity
    return min(Severity.MEDIUM, OF_FACT[lead.fact].severity)


def _of_wording(change: ExaminedChange) -> Severity:
    sides = (change.old_text or "", change.new_text or "")
    small = all(side and len(side) < 200 and len(side.split()) <= _SWAPPED for side in sides)
    return WORDING.severity if small else Severity.LOW


def _report(case: Case, judged: Sequence[_Judged], *, reworded: bool = False) -> Report:
    """One report of changes that an editor looks at as one, under the most serious of them."""
    top = max(judged, key=_seriousness)
    first, lead = top.change, top.lead
    changes = [item.change for item in judged]
    start = changes[0] if first.kind in ("added", "removed") else first
    # A paragraph is known by its beginning, so of one that came or went that is shown.
    old_words, new_words = words_of(first, case.comparison, None if first.kind in ("added", "removed") else lead)
    return Report(
        rule=top.rule,
        severity=_capped(case, top.severity),
        place=place_of(start),
        shown=_shown(changes, start),
        message=_message(case, judged, top, reworded=reworded),
        old_words=old_words,
        new_words=new_words,
        change=start.change,
    )


def _seriousness(judged: _Judged) -> tuple[int, int]:
    return judged.severity, -_ORDER.index(judged.lead.fact) if judged.lead else -len(_ORDER)


def _capped(case: Case, severity: Severity) -> Severity:
    if case.quiet:
        return Severity.LOW
    return min(severity, Severity.MEDIUM) if case.missed else severity


def _shown(changes: Sequence[ExaminedChange], start: ExaminedChange) -> str:
    if start.part == "paragraph" and len(changes) > 1 and start.kind in ("added", "removed"):
        if start.kind == "added":
            return numbers([number for change in changes for number in change.new])
        return f"was {numbers([number for change in changes for number in change.old])}"
    return shown_place(start)


def _message(case: Case, judged: Sequence[_Judged], top: _Judged, *, reworded: bool) -> str:
    said = [f"undisclosed; {case.note_says()}"]
    changes = [item.change for item in judged]
    if len(changes) > 1:
        said.append(_together(changes))
    facts = _facts(changes, top.lead if top.rule in OF_FACT.values() else None)
    if facts:
        said.append(_HOLDING.get(top.rule.code, "also {}").format(listed(facts)))
    if reworded:
        said.append("other words of the paragraph changed too")
    if case.missed and top.severity > Severity.MEDIUM and not case.quiet:
        said.append(f"no more than medium, as {case.missed}")
    return "; ".join(said)


def _together(changes: Sequence[ExaminedChange]) -> str:
    kind, thing = changes[0].kind, part_name(changes[0])
    if kind in ("added", "removed"):
        return f"{counted(len(changes), f'new {thing}' if kind == 'added' else thing)} in a row"
    return f"{counted(len(changes), 'edit')} of the kind in this paragraph"


def _facts(changes: Sequence[ExaminedChange], lead: FactChange | None) -> list[str]:
    """The kinds of fact that changes touch, but for that of `lead`: "2 names", "a quote"."""
    counts: dict[str, int] = {}
    seen: set[FactChange] = set()
    for change in changes:
        for fact in change.facts:
            if fact not in seen and (lead is None or fact.fact != lead.fact):
                counts[fact.fact] = counts.get(fact.fact, 0) + 1
            seen.add(fact)
    kinds = [kind for kind in _ORDER if kind in counts]
    return [
        counted(counts[kind], kind) if counts[kind] > 1 else f"{'an' if kind == 'attribution' else 'a'} {kind}"
        for kind in kinds
    ]


def _reworded_quietly(case: Case, covered: Sequence[ExaminedChange]) -> Iterator[Report]:
    """Where no note can be expected, new text is no finding; a standing sentence put another way is a small one."""
    for group in _groups([change for change in covered if not _is_new(change)]):
        yield from _reports(case, group)
