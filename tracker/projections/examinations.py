"""What the audit's read model keeps of every revision: its claims with their verdicts, and how much went untold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, select

from tracker.audit.model import Examination
from tracker.notes.model import VerdictKind
from tracker.projections.model import printable, readable
from tracker.projections.schema import examinations

UNAVAILABLE = Examination(note=None, comparison=None, claims=(), changes=())
"""What is said of a revision that follows one whose text was erased: nothing, for there is nothing to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim of a note and what the diff said of it; `revision` is the one a verdict names, if it names one."""

    text: str
    verdict: VerdictKind
    reason: str
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedExamination:
    """What the list knows of an examined revision, against `previous` at `previous_position`, None for a first one."""

    revision: int
    previous: int | None
    previous_position: int | None
    changes: int
    substantive: int
    undisclosed: int
    claims: tuple[ClaimLine, ...]


def claims_text(examination: Examination) -> str:
    """The claims as one column holds them."""
    return json.dumps(
        [
            {
                "text": printable(claim.text),
                "verdict": claim.verdict,
                "reason": printable(claim.reason),
                "revision": claim.ruling.revision,
            }
            for claim in examination.claims
        ],
        ensure_ascii=False,
    )


def examinations_of(connection: Connection, live: Any, stream_id: str) -> dict[int, LoggedExamination]:
    """The examined revisions of a story, by number, without those that are voided; `live` is the generation to read."""
    of_story = (examinations.c.generation == live, examinations.c.stream_id == stream_id)
    rows = connection.execute(select(examinations).where(*of_story, examinations.c.counted == 1))
    return {row.revision: _logged(row) for row in rows}


def _logged(row: Any) -> LoggedExamination:
    with readable("examinations"):
        return LoggedExamination(
            revision=row.revision,
            previous=row.previous,
            previous_position=row.previous_position,
            changes=row.changes,
            substantive=row.substantive,
            undisclosed=row.undisclosed,
            claims=tuple(_claims(json.loads(row.claims))),
        )


def _claims(items: Iterable[dict[str, Any]]) -> Iterable[ClaimLine]:
    for item in items:
        verdict = cast(VerdictKind, item["verdict"])
        yield ClaimLine(text=item["text"], verdict=verdict, reason=item["reason"], revision=item["revision"])
