"""The audit's queue as text and as data: a few lines for each finding, the words that changed, and what was covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.audit.findings import Severity
from tracker.diff.model import Span
from tracker.views import refs
from tracker.views.erase import erased_lines, erasure
from tracker.views.layout import wrap
from tracker.views.lists import freshness_lines
from tracker.views.marks import marked
from tracker.views.moments import moment_rows
from tracker.views.style import Line, Piece, Role, Style, render
from tracker.views.when import at, near, when
from tracker.views.words import capitalised, count, listed

if TYPE_CHECKING:
    from tracker.audit.findings import Rule
    from tracker.desk.audit import Queue, QueueLine

_HANG = 4


def text(queue: Queue, style: Style) -> str:
    """The findings, most serious and newest first, and what they were taken from."""
    lines = freshness_lines(queue.freshness, style)
    for line in queue.lines:
        lines += _finding(line, style)
    lines += wrap([Piece(_summary(queue, style))], style.width, hang=_HANG)
    lines += erased_lines(queue.erased, "what changed there is unavailable", style)
    if queue.moment.position is not None:
        for label, value in moment_rows(queue.moment, style):
            lines += wrap([Piece(f"{label}  ", "dim"), *value], style.width, hang=_HANG)
    return render(lines, style)


def data(queue: Queue) -> dict[str, Any]:
    """`tracker.audit/1`."""
    return {
        "schema": "tracker.audit/1",
        "story": refs.story(queue.story) if queue.story else None,
        "revision": queue.revision,
        "moment": refs.moment(queue.moment),
        "freshness": refs.freshness(queue.freshness),
        "since": refs.instant(queue.wanted.since),
        "until": refs.instant(queue.wanted.until),
        "published_since": refs.instant(queue.wanted.published_since),
        "published_until": refs.instant(queue.wanted.published_until),
        "revisions": queue.covered.revisions,
        "changes": queue.covered.changes,
        "last_recorded": refs.instant(queue.covered.last_recorded),
        "settled": queue.settled,
        "more": queue.more,
        "erased": [erasure(found) for found in queue.erased],
        "findings": [finding(line) for line in queue.lines],
    }


def finding(line: QueueLine) -> dict[str, Any]:
    """One finding for JSON."""
    row = line.finding
    return {
        "id": line.id,
        "slug": row.slug,
        "revision": row.revision,
        "rule": row.rule,
        "severity": row.severity.label,
        "place": row.place,
        "message": row.message,
        "old_words": row.old_words,
        "new_words": row.new_words,
        "published_at": refs.instant(row.published_at),
        "found_at": refs.instant(row.opened_at),
        "position": row.opened_position,
        "backfill": row.backfill,
        "review": line.signed.state,
        "reviewers": list(line.signed.names),
    }


def rule_text(rule: Rule, style: Style) -> str:
    """One rule, explained."""
    lines = wrap(
        [Piece(rule.code, "heading"), Piece(f"  {rule.severity.label}  {rule.title}")], style.width, hang=_HANG
    )
    rows = [("why", rule.why), ("reports", rule.trigger), ("example", rule.example)]
    if rule.needs_notes:
        rows.append(("silent", 'for sources with notes = "web" or "none"'))
    for label, value in rows:
        first, *others = value.split("\n")
        lines += wrap([Piece(f"{label}  ", "dim"), Piece(first)], style.width, hang=_HANG)
        for other in others:
            lines += wrap([Piece(" " * _HANG), Piece(other)], style.width, hang=2 * _HANG)
    return render(lines, style)


def rule_data(rule: Rule) -> dict[str, Any]:
    """`tracker.audit.rule/1`."""
    return {
        "schema": "tracker.audit.rule/1",
        "code": rule.code,
        "severity": rule.severity.label,
        "title": rule.title,
        "why": rule.why,
        "trigger": rule.trigger,
        "example": rule.example,
        "needs_notes": rule.needs_notes,
    }


def _finding(line: QueueLine, style: Style) -> list[Line]:
    row = line.finding
    role: Role = "warning" if row.severity is Severity.HIGH else "heading"
    place = f"  {row.place}" if row.place else ""
    head = [
        Piece(row.severity.label.upper(), role),
        Piece("  "),
        Piece(line.id, "heading"),
        Piece(f"  {row.rule}{place}  "),
    ]
    spans = [Span(op="delete", text=row.old_words)] if row.old_words else []
    spans += [Span(op="insert", text=row.new_words)] if row.new_words else []
    words = [*marked(spans, style), Piece("  ")] if spans else []
    said = Piece(row.message)
    tail = Piece(f"  found {near(row.opened_at, style.now, style)}{_review(line)}", "dim")
    return wrap([*head, *words, said, tail], style.width, hang=_HANG)


def _review(line: QueueLine) -> str:
    if line.signed.state == "unreviewed":
        return ""
    return f" · {line.signed.state} by {listed(line.signed.names)}"


def _summary(queue: Queue, style: Style) -> str:
    held = queue.covered
    left = [] if not queue.settled else [f"{queue.settled:,} signed off"]
    left += [f"{queue.more:,} more beyond --limit"] if queue.more else []
    found = f"{count(len(queue.lines), 'finding')}" if queue.lines else "no findings"
    if queue.least > Severity.LOW:
        found += f" of severity {queue.least.label} or more"
    # How much a revision changed is known as it is compared now, not as it was then.
    changes = f"among {count(held.changes, 'change')} " if queue.moment.position is None else ""
    over = f"{changes}in {count(held.revisions, 'revision')}{_bounds(queue, style)}"
    last = f" · last recorded {when(held.last_recorded, style)}" if held.last_recorded is not None else ""
    extra = f" ({', '.join(left)})" if left else ""
    return f"{capitalised(found)}{extra} {over}{last}"


def _bounds(queue: Queue, style: Style) -> str:
    wanted = queue.wanted
    parts = []
    if queue.story is not None:
        named = f"@r{queue.revision}" if queue.revision is not None else ""
        parts.append(f" of {queue.story.slug}{named}")
    for word, value in (
        ("recorded since", wanted.since),
        ("recorded until", wanted.until),
        ("published since", wanted.published_since),
        ("published until", wanted.published_until),
    ):
        if value is not None:
            parts.append(f" {word} {at(value, style)}")
    return "".join(parts)
