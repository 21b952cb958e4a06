"""Short ways to correct revisions of the story `wire:flood`."""

from __future__ import annotations

from builders import KEY, workspace

from tracker.desk.corrections import Corrected, redate, restore, void
from tracker.ledger.store import Ledger


def voids(ledger: Ledger, number: int, *, key: str = KEY, dry_run: bool = False, **given: str) -> Corrected:
    """Void a revision."""
    said = {"by": "Mara Ilic", "reason": "another story", **given}
    return void(workspace(ledger), f"{key}@r{number}", dry_run=dry_run, **said)


def restores(ledger: Ledger, number: int, *, key: str = KEY, dry_run: bool = False) -> Corrected:
    """Let a revision count again."""
    return restore(workspace(ledger), f"{key}@r{number}", by="Jo Ek", reason="it was right", dry_run=dry_run)


def redates(ledger: Ledger, number: int, published: str, *, key: str = KEY, dry_run: bool = False) -> Corrected:
    """Give a revision another publish time, "HH:MM" on 21 January 2023 UTC."""
    when, name = f"2023-01-21T{published}Z", f"{key}@r{number}"
    return redate(workspace(ledger), name, published=when, by="Jo Ek", reason="typing error", dry_run=dry_run)
