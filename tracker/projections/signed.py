"""Which findings are signed off, as conditions on the findings table: what `audit.signoff` says of one, for a queue.

A long queue is mostly settled; to leave that out, and to count it, no row of it is fetched. What is shown of those that
reviewed a finding is left to `sign_off`, which must come to the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, LargeBinary, Text, and_, cast, exists, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker.projections.schema import findings, reviews
from tracker.story.events import ReviewVerdict

_ACCEPT = str(ReviewVerdict.ACCEPT)


def settled(severity: ColumnElement[int], *, required: int, until: int | None) -> ColumnElement[bool]:
    """That as many names as required accept a finding, and none objects, as known at ledger position `until`."""
    if required > 1:
        return and_(_names(severity, until) >= required, ~_objection(severity, until))
    said = reviews.alias()
    newest = select(said.c.verdict).where(*_counts(said, severity, until)).order_by(said.c.position.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), "") == _ACCEPT


def lacking(severity: ColumnElement[int], *, required: int, until: int | None) -> ColumnElement[bool]:
    """That fewer names than required said anything, and what they said is that they accept it."""
    return and_(_names(severity, until) < required, ~_objection(severity, until))


def _names(severity: ColumnElement[int], until: int | None) -> ColumnElement[int]:
    said = reviews.alias()
    return select(func.count(said.c.name.distinct())).where(*_counts(said, severity, until)).scalar_subquery()


def _objection(severity: ColumnElement[int], until: int | None) -> ColumnElement[bool]:
    """That the newest opinion of some name is not that it accepts."""
    said, newer = reviews.alias(), reviews.alias()
    later = and_(newer.c.name == said.c.name, newer.c.position > said.c.position, *_counts(newer, severity, until))
    # Two levels down, a table outside is only meant where that is said.
    revised = exists().where(later).correlate(said, findings)
    return exists().where(said.c.verdict != _ACCEPT, ~revised, *_counts(said, severity, until))


def _counts(said: FromClause, severity: ColumnElement[int], until: int | None) -> list[ColumnElement[bool]]:
    """That a review is an opinion on a finding: of the same pair, words and severity; see `ReviewRow.counts`."""
    same = [said.c[name] == findings.c[name] for name in ("generation", "stream_id", "revision", "key")]
    pair = said.c.previous_position.is_not_distinct_from(findings.c.previous_position)
    held: ColumnElement[bool] = said.c.withdrawn_position.is_(None)
    if until is not None:
        held = and_(said.c.position <= until, or_(held, said.c.withdrawn_position > until))
    return [*same, pair, said.c.shown == _Utf8(_shown(severity)), held]


def _shown(severity: ColumnElement[int]) -> ColumnElement[str]:
    """As `reviews.shown` says it."""
    old, new = findings.c.old_words, findings.c.new_words
    parts = [
        cast(severity, Text), literal("|"), _length(old), literal("|"), _length(new), literal("|"),
        func.coalesce(old, ""), func.coalesce(new, ""),
    ]  # fmt: skip
    text = parts[0]
    for part in parts[1:]:
        text = text.concat(part)
    return text


def _length(words: ColumnElement[str | None]) -> ColumnElement[str]:
    return func.coalesce(cast(func.length(words), Text), "-")


class _Utf8(FunctionElement[bytes]):
    """The bytes of a text."""

    inherit_cache = True
    type = LargeBinary()


@compiles(_Utf8, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(_Utf8, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"
