"""Looking after the read models: how far they are, bring them up to date, make them anew, check them against the
ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.desk.workspace import Workspace
from tracker.projections import runner
from tracker.projections.model import Projection
from tracker.projections.runner import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCheck:
    """Where a live read model differs from one made anew; nowhere, if all is well."""

    name: str
    differences: tuple[str, ...]


def standings(workspace: Workspace) -> tuple[Standing, ...]:
    """How far every read model has come, shard by shard."""
    with workspace.ledger.view() as view:
        return tuple(runner.standings(view))


def catch_up(workspace: Workspace) -> None:
    """Fold everything that is new into every read model."""
    runner.catch_up(workspace.ledger)


def rebuild(workspace: Workspace, name: str | None) -> None:
    """Make one read model, or all, anew from the ledger."""
    for projection in _chosen(name):
        runner.rebuild(workspace.ledger, projection)


def check(workspace: Workspace, name: str | None) -> tuple[ModelCheck, ...]:
    """Hold one read model, or all, against one made anew from the ledger; they are brought up to date first."""
    runner.catch_up(workspace.ledger)
    return tuple(
        ModelCheck(name=projection.name, differences=runner.check(workspace.ledger, projection))
        for projection in _chosen(name)
    )


def _chosen(name: str | None) -> Sequence[Projection]:
    return runner.PROJECTIONS if name is None else (runner.named(name),)
