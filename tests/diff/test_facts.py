"""The fact classifier against pairs written by hand: what it names, what it invents, what it weighs."""

from __future__ import annotations

from collections import Counter

from fact_alike import ALIKE_SAME, ALIKE_TYPOGRAPHIC, ALIKE_WORDING
from fact_cases import SAME, TYPOGRAPHIC, WORDING, Case
from fact_changes import FACTS
from fact_desk import DESK_FACTS
from fact_fresh import FRESH_FACTS, FRESH_SAME, FRESH_TYPOGRAPHIC
from fact_late import LATE_FACTS, LATE_SAME, LATE_TYPOGRAPHIC, LATE_WORDING
from fact_more import MORE_FACTS, MORE_SAME
from fact_wire import WIRE_FACTS, WIRE_SAME, WIRE_TYPOGRAPHIC, WIRE_WORDING

from tracker.diff.facts import Facts, classify
from tracker.diff.words import replacement, word_diff

CHANGED = (*FACTS, *MORE_FACTS, *WIRE_FACTS, *DESK_FACTS, *LATE_FACTS, *FRESH_FACTS)
STYLED = (*TYPOGRAPHIC, *WIRE_TYPOGRAPHIC, *ALIKE_TYPOGRAPHIC, *LATE_TYPOGRAPHIC, *FRESH_TYPOGRAPHIC)
TRIVIAL = (*SAME, *MORE_SAME, *WIRE_SAME, *ALIKE_SAME, *LATE_SAME, *FRESH_SAME)
WORDED = (*WORDING, *WIRE_WORDING, *ALIKE_WORDING, *LATE_WORDING)
ALL = (*STYLED, *TRIVIAL, *WORDED, *CHANGED)


def classified(case: Case, *, whole: bool = False) -> Facts:
    old, new = case.old, case.new
    diff = replacement(old, new) if old is None or new is None or whole else word_diff(old, new)
    return classify(old, new, diff.spans, part=case.part, language=case.language, context=case.context)


def backwards(case: Case) -> Case:
    return case._replace(old=case.new, new=case.old)


def named_share(cases: tuple[Case, ...], *, whole: bool = False) -> dict[str, float]:
    wanted: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for case in cases:
        found = classified(case, whole=whole).facts
        for fact in case.facts.split():
            wanted[fact] += 1
            named[fact] += fact in found
    return {fact: named[fact] / wanted[fact] for fact in wanted}


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    """At least 900 pairs, 120 of them purely typographic, and at least sixty changes of every fact."""
    counts = Counter(fact for case in ALL for fact in case.facts.split())
    assert len(ALL) >= 900
    assert len(STYLED) >= 120
    assert len({(case.old, case.new, case.part) for case in ALL}) == len(ALL)
    assert min(counts[fact] for fact in ("number", "date", "name", "quote", "negation", "attribution")) >= 60


def test_changed_facts_are_named() -> None:
    """Of changed numbers, dates, names, quotes, negations and attributions, at least 99 in 100 are named."""
    shares = named_share(CHANGED)
    assert all(share >= 0.99 for share in shares.values())


def test_changed_facts_are_named_in_the_other_direction() -> None:
    """The same holds where the new text becomes the old one."""
    shares = named_share(tuple(backwards(case) for case in CHANGED))
    assert all(share >= 0.99 for share in shares.values())


def test_changed_facts_are_named_however_the_words_were_cut() -> None:
    """The same holds where the word operations replace the text whole: values count, not spans."""
    shares = named_share(CHANGED, whole=True)
    assert all(share >= 0.99 for share in shares.values())


def test_facts_that_did_not_change_are_not_named() -> None:
    """Of all facts named, at most 5 in 100 are not there."""
    named = [(fact, case) for case in ALL for fact in classified(case).facts]
    invented = [(fact, case) for fact, case in named if fact not in case.facts.split()]
    assert len(invented) <= 0.05 * len(named)


def test_typography_is_not_called_substantive() -> None:
    """Of purely typographic pairs, at most 5 in 100 are called substantive or more than typography."""
    results = [classified(case) for case in STYLED]
    assert sum(result.weight == "substantive" for result in results) <= 0.05 * len(results)
    assert sum(result.typographic for result in results) >= 0.95 * len(results)


def test_what_says_the_same_is_trivial() -> None:
    """Values in another form, moved clauses, stock codes, sign-offs, spelling: at most 5 in 100 are substantive."""
    results = [classified(case) for case in TRIVIAL]
    assert sum(result.weight == "substantive" for result in results) <= 0.05 * len(results)


def test_other_words_are_substantive_without_a_fact() -> None:
    """A change of ordinary words is substantive, names no fact and is no typography."""
    results = [classified(case) for case in WORDED]
    assert sum(bool(result.facts) for result in results) <= 0.06 * len(results)
    assert all(result.weight == "substantive" and not result.typographic for result in results)


def test_every_changed_fact_is_substantive() -> None:
    """No change that names a fact is trivial or typographic."""
    for case in ALL:
        result = classified(case)
        assert (result.weight == "substantive" and not result.typographic) or not result.facts
