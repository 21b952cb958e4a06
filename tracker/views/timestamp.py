"""Timestamps as text and as data: when a file was there, by whose word, and what that does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views.layout import labelled, wrap
from tracker.views.quantities import span_of
from tracker.views.style import Piece, Style, render
from tracker.views.when import at

if TYPE_CHECKING:
    from tracker.desk.timestamps import Beside, Stamped

NOT_PROVED = (
    "who wrote the file, or how long before that time",
    "that what it says is true",
)


def text(checked: Stamped, style: Style) -> str:
    """What the timestamp shows, by whose word, and what it does not show."""
    found = checked.timestamp
    rows = [
        ("file", [Piece(str(checked.file))]),
        ("was there", [Piece(f"by {at(found.time, style)}{_give_or_take(checked)}")]),
        ("says", [Piece(f"{found.authority}, in its timestamp {found.serial:x}")]),
        ("authority", [_trusted(checked)]),
        ("not proved", [Piece("; ".join(NOT_PROVED))]),
    ]
    return render([*wrap([Piece("The timestamp holds.", "heading")], style.width), *labelled(rows, style.width)], style)


def data(checked: Stamped) -> dict[str, Any]:
    """`tracker.verify.timestamp/1`."""
    return {
        "schema": "tracker.verify.timestamp/1",
        "file": str(checked.file),
        "timestamp": stamp(checked),
        "not_proved": list(NOT_PROVED),
    }


def stamp(checked: Stamped) -> dict[str, Any]:
    """A timestamp, as every answer has it that holds one."""
    found = checked.timestamp
    return {
        "file": str(checked.stamp),
        "time": rfc3339(found.time),
        "accuracy_us": found.accuracy,
        "authority": found.authority,
        "serial": f"{found.serial:x}",
        "policy": found.policy,
        "trusted": found.trusted,
    }


def sentence(checked: Stamped, style: Style) -> str:
    """A timestamp in a line: "timestamped 23 Nov 2026 06:47 UTC by Example TSA"."""
    found = checked.timestamp
    whose = "" if found.trusted else " (unchecked: no --timestamp-ca)"
    return f"timestamped {at(found.time, style)} by {found.authority}{whose}"


def beside(found: Beside, style: Style) -> Piece:
    """What is said of a checkpoint's timestamp where the checkpoint is what matters."""
    if found.stamped is None:
        return Piece(found.wrong or "", "warning")
    shown = found.stamped.timestamp
    return Piece(f"timestamped {at(shown.time, style)} by {shown.authority}, says {found.stamped.stamp}")


def _give_or_take(checked: Stamped) -> str:
    accuracy = checked.timestamp.accuracy
    if accuracy is None:
        return ""
    return f", give or take {span_of(accuracy)}" if accuracy >= 1_000_000 else ", to less than a second"


def _trusted(checked: Stamped) -> Piece:
    if checked.timestamp.trusted:
        return Piece("its certificate leads to one that you trust (--ca)")
    return Piece("NOT CHECKED: no --ca was given; anybody can make a certificate of that name", "warning")
