"""Rules on what the desk calls a change: corrections under another name, without a place, and vague notes.

These look at changes that the note does tell of; what it keeps quiet is left to `undisclosed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.audit.case import HEADLINE, NOTE, Case, Report, shown_place
from tracker.audit.findings import Rule, Severity
from tracker.audit.model import ExaminedChange, ExaminedClaim
from tracker.audit.rulebook import PLACELESS, UNLABELLED, VAGUE
from tracker.audit.snippet import words_of
from tracker.audit.wording import quoted
from tracker.diff.headlines import split_tags
from tracker.diff.model import FactChange
from tracker.notes.model import Claim, Verb
from tracker.notes.topics import topic_of

# Labels under which the agencies' own rules allow no correction (AP's among them: "recasts", "clarifies").
_DISGUISES: frozenset[Verb] = frozenset({"update", "recast", "clarify", "refile"})
# Verbs that say themselves that something was wrong, or is gone.
_MENDING: frozenset[Verb] = frozenset({"correct", "clarify", "refile", "remove", "restore", "withdraw", "unparsed"})
_SMALL = 8  # words on either side; in a longer rewriting another name is another matter
_MOST_WORDS = 400  # characters of a claim that are read


def naming(case: Case) -> Iterator[Report]:
    """Report changed facts that the note tells of under the wrong name or none, one for each claim."""
    reported: set[int] = set()
    for change in case.heavy:
        if not change.claims or change.part == "byline":
            continue
        rule_fact = _unlabelled(case, change) or _vague(case, change)
        number = change.claims[0]
        if rule_fact is None or number in reported:
            continue
        reported.add(number)
        yield _report(case, change, number, *rule_fact)


def places(case: Case) -> Iterator[Report]:
    """Report corrections that do not say where, and a headline that says corrected over a note that does not."""
    if case.context.notes != "wire":
        return  # on the web no one counts paragraphs
    for number, claim in enumerate(case.claims, 1):
        said = claim.ruling.claim
        if said.verb == "correct" and not said.places and not said.anchor and not said.earlier and _has_places(case):
            yield Report(
                rule=PLACELESS,
                severity=PLACELESS.severity,
                place=f"c{number}",
                shown=NOTE,
                message=f"{quoted(said.text)} does not say where",
                claim=number,
            )
    corrects = any(claim.ruling.claim.verb in _MENDING for claim in case.claims)
    tag = new_correction_tag(case) if case.noted and not corrects else None
    if tag:
        yield Report(
            rule=PLACELESS,
            severity=PLACELESS.severity,
            place=HEADLINE,
            shown=HEADLINE,
            message=f"the headline says {tag}; {case.note_says()}, not what was wrong",
        )


def new_correction_tag(case: Case) -> str | None:
    """The tag of the headline that says it was corrected, where the one before had none; None for none."""
    tag = correction_tag(case.new.headline)
    return tag if tag and not (case.old and correction_tag(case.old.headline)) else None


def correction_tag(headline: str | None) -> str | None:
    """The tag of a headline that says it was corrected, in its own words; None for none."""
    tags, _ = split_tags(headline or "")
    return next((tag.strip("()") for tag in tags if tag.upper().lstrip("(").startswith("CORRECT")), None)


def _has_places(case: Case) -> bool:
    return len(case.new.paragraphs) > 1


def _unlabelled(case: Case, change: ExaminedChange) -> tuple[Rule, Severity, FactChange] | None:
    told = [claim.ruling.claim for claim in _telling(case, change)]
    fact = _replaced(change, "name") or _replaced(change, "number")
    if fact is None or correction_tag(case.new.headline) or any(_says_corrected(claim) for claim in told):
        return None
    disguises = [claim for claim in told if claim.verb in _DISGUISES]
    if not disguises or len(disguises) < len(told) or not _is_small(change):
        return None
    if fact.fact == "number" and all(claim.verb == "update" for claim in disguises):
        return None if any(_may_move(claim) for claim in disguises) else (UNLABELLED, Severity.LOW, fact)
    return UNLABELLED, UNLABELLED.severity, fact


def _vague(case: Case, change: ExaminedChange) -> tuple[Rule, Severity, FactChange] | None:
    told = [claim.ruling.claim for claim in _telling(case, change)]
    fact = next((found for found in change.facts if _is_replaced(found) or found.fact == "negation"), None)
    if fact is None or fact.fact in ("date", "attribution") or not _is_small(change):
        return None
    return (VAGUE, VAGUE.severity, fact) if all(_is_vague(claim) for claim in told) else None


def _telling(case: Case, change: ExaminedChange) -> list[ExaminedClaim]:
    return [case.claims[number - 1] for number in change.claims]


def _replaced(change: ExaminedChange, kind: str) -> FactChange | None:
    return next((fact for fact in change.facts if fact.fact == kind and _is_replaced(fact)), None)


def _is_replaced(fact: FactChange) -> bool:
    return fact.old is not None and fact.new is not None


def _is_small(change: ExaminedChange) -> bool:
    texts = (change.old_text or "", change.new_text or "")
    return all(len(text) < 200 and len(text.split()) <= _SMALL for text in texts)


def _says_corrected(claim: Claim) -> bool:
    return claim.verb in ("correct", "restore") or "correct" in claim.text[:_MOST_WORDS].casefold()


def _is_vague(claim: Claim) -> bool:
    if claim.verb in ("correct", "unparsed") or claim.new_value or claim.old_value or claim.anchor:
        return False
    return topic_of(claim).vague


def _may_move(claim: Claim) -> bool:
    """Whether an updated figure is of those that move on by themselves, or the claim calls it new."""
    return _moving().search(claim.text[:_MOST_WORDS]) is not None


@cache
def _moving() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:tolls?|dead|deaths?|injured|wounded|missing|casualt\w+|cases|prices?|quotes?|shares?|stocks?|markets?"
        r"|close|closing|index|indexes|indices|futures|yields?|rates?|scores?|standings|votes?|results?|counts?|tally"
        r"|tallies|totals?|temperatures?|forecasts?|estimates?|magnitude|polls?|odds|latest|new|fresh|current|more"
        r"|numbers? of (?:\w+ ){0,3}\w+s)\b",
        re.IGNORECASE,
    )


def _report(
    case: Case, change: ExaminedChange, number: int, rule: Rule, severity: Severity, fact: FactChange
) -> Report:
    old_words, new_words = words_of(change, case.comparison, fact)
    claim = case.claims[number - 1]
    article = "an" if fact.fact == "attribution" else "a"
    if rule is VAGUE:
        message = f"{quoted(claim.text)} is all that is said of {article} changed {fact.fact}"
    else:
        message = f"{quoted(claim.text)}: {article} {fact.fact} was replaced, and nothing calls it a correction"
    return Report(
        rule=rule,
        severity=severity,
        place=f"c{number}",
        shown=shown_place(change),
        message=message,
        old_words=old_words,
        new_words=new_words,
        change=change.change,
        claim=number,
    )
