"""The one finding for a revision that changed in substance and has no desk note that says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tracker.audit.case import HEADLINE, STORY, Case, Report, shown_place
from tracker.audit.corrections import new_correction_tag
from tracker.audit.findings import Severity
from tracker.audit.model import ExaminedChange
from tracker.audit.rulebook import NO_NOTE
from tracker.audit.snippet import words_of
from tracker.audit.wording import listed, numbers

_MOST_PARTS = 4  # kinds of change that are named


def no_note(case: Case, loud: Sequence[ExaminedChange], covered: Sequence[ExaminedChange], *, grave: bool) -> Report:
    """The report that there is no note over the changes `loud`.

    `covered` are those of them that no other finding tells of; `grave` says that some weigh more than little.
    """
    alone = covered[0] if len(covered) == len(loud) == 1 else None
    old_words, new_words = words_of(alone, case.comparison, None) if alone else (None, None)
    tag = new_correction_tag(case)
    headed = f"the headline says {tag}, but " if tag else ""
    return Report(
        rule=NO_NOTE,
        severity=NO_NOTE.severity if grave else Severity.LOW,
        place=STORY,
        shown=STORY,
        message=f"{headed}{case.note_says()}: {listed(_told(loud)[:_MOST_PARTS])}",
        old_words=old_words,
        new_words=new_words,
        # Told late, the only change makes this good as well.
        change=loud[0].change if len({change.change for change in loud}) == 1 else None,
    )


def _told(loud: Sequence[ExaminedChange]) -> list[str]:
    """What changed, in a few words for each kind: "¶4 changed", "¶5–¶6 added"."""
    told = []
    for kind, of_kind in groupby(sorted(loud, key=_kind_order), key=lambda change: (_kind_order(change), change.part)):
        changes = list(of_kind)
        word = {0: "changed", 1: "added", 2: "removed"}[kind[0][0]]
        if kind[1] == "paragraph":
            units = sorted({number for change in changes for number in (change.new or change.old)})
            told.append(f"{'old ' if word == 'removed' else ''}{numbers(units)} {word}")
        else:
            name = HEADLINE if kind[1] == "headline" else listed(dict.fromkeys(map(shown_place, changes[:3])))
            told.append(f"{name} {word}")
    return told


def _kind_order(change: ExaminedChange) -> tuple[int, str]:
    return {"added": 1, "removed": 2}.get(change.kind, 0), "" if change.part == "paragraph" else change.part
