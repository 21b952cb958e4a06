"""What a run of `ingest` did, as text, as data, and as the JSON Lines of receipts and rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.decide import Outcome
from tracker.views.json import dump
from tracker.views.layout import wrap
from tracker.views.style import Piece, Style, render

if TYPE_CHECKING:
    from tracker.desk.intake import Ingested
    from tracker.desk.record import Receipt

_ORDER = (Outcome.RECORDED, Outcome.CONFIRMED, Outcome.UNCHANGED, Outcome.SEEN, Outcome.WITHDRAWN)


def text(result: Ingested, style: Style) -> str:
    """The run in one line, as in "3 recorded, 2 unchanged, 1 rejected"; counts of nothing are left out."""
    counts = [(result.outcomes.get(outcome, 0), str(outcome)) for outcome in _ORDER]
    counts[-1] = (counts[-1][0], "withdrawn by a notice")
    counts += [(result.newly_rejected, "rejected"), (result.rejected_again, "rejected as in the run before")]
    counts += [(result.deferred, "left for the next run")]
    parts = [(number, what) for number, what in counts if number]
    lines = wrap([Piece(_sentence(parts, result))], style.width, hang=2)
    if not result.caught_up:
        behind = "Lists do not show all of it yet: run `tracker projections catch-up`"
        lines += wrap([Piece(f"! {behind}", "warning")], style.width, hang=2)
    return render(lines, style)


def data(result: Ingested) -> dict[str, Any]:
    """`tracker.ingest/1`."""
    return {
        "schema": "tracker.ingest/1",
        "dry_run": result.dry_run,
        "inputs": result.inputs,
        "outcomes": {_name(outcome): result.outcomes.get(outcome, 0) for outcome in _ORDER},
        "rejected": result.rejected,
        "rejected_again": result.rejected_again,
        "deferred": result.deferred,
        "caught_up": result.caught_up,
        "job": result.job,
        "run": result.run,
    }


def receipt_line(receipt: Receipt) -> str:
    """What became of one input, as a line of JSON: `tracker.receipt/1`."""
    return dump(
        {
            "schema": "tracker.receipt/1",
            "name": receipt.name,
            "outcome": _name(receipt.outcome),
            "key": receipt.key,
            "revision": receipt.revision,
            "position": receipt.position,
            "reason": receipt.reason,
            "warnings": list(receipt.warnings),
        }
    )


def reject_line(name: str, reason: str) -> str:
    """An input that was not recorded, as a line of JSON: `tracker.reject/1`."""
    return dump({"schema": "tracker.reject/1", "name": name, "reason": reason})


def receipt_text(receipt: Receipt, style: Style, *, dry_run: bool = False) -> str:
    """What became of one input, in words, with any warning on a line below."""
    lines = wrap([Piece(f"{receipt.name}: {_became(receipt, dry_run=dry_run)}")], style.width, hang=2)
    for warning in receipt.warnings:
        lines += wrap([Piece(f"  ! {warning}", "warning")], style.width, hang=4)
    return render(lines, style)


def reject_text(name: str, reason: str, style: Style) -> str:
    """An input that was not recorded and why, in words."""
    return render(
        wrap([Piece(f"{name}: "), Piece("rejected", "warning"), Piece(f", {reason}")], style.width, hang=2), style
    )


def _sentence(parts: list[tuple[int, str]], result: Ingested) -> str:
    if not parts:
        return "dry run: nothing to record" if result.dry_run else "nothing to record"
    if result.dry_run:
        (number, what), *others = parts
        would = f"{number:,} would be {what}"
        return ", ".join([f"dry run: {would}", *(f"{number:,} {what}" for number, what in others)])
    return ", ".join(f"{number:,} {what}" for number, what in parts)


def _became(receipt: Receipt, *, dry_run: bool) -> str:
    if receipt.outcome is Outcome.REFUSED:
        return f"{'would be ' if dry_run else ''}refused, {receipt.reason or 'no reason given'}"
    revision = "" if receipt.revision is None else f"r{receipt.revision}"
    where = f" of {receipt.key}" if receipt.key else ""
    at = "" if receipt.position is None else f", position #{receipt.position}"
    would = "would be " if dry_run else ""
    if receipt.outcome is Outcome.RECORDED:
        return f"{would}recorded as {revision}{where}{at}"
    if receipt.outcome is Outcome.CONFIRMED:
        return f"{'would confirm' if dry_run else 'confirms'} {revision}{where}{at}"
    if receipt.outcome is Outcome.WITHDRAWN:
        return f"{'would withdraw' if dry_run else 'withdraws'} {receipt.key}{at}"
    if receipt.revision is None:
        return f"{receipt.outcome}: a notice that withdraws {receipt.key}{at}"
    if receipt.outcome is Outcome.UNCHANGED:
        return f"unchanged since {revision}{where}"
    return f"seen before, as {revision}{where}"


def _name(outcome: Outcome) -> str:
    return str(outcome).replace(" ", "_")
