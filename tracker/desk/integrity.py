"""Whether the ledger is what was recorded, and how far the read models have come with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.desk.against import Held, hold, read_kept, sizes_by_shard
from tracker.desk.workspace import Workspace
from tracker.evidence.signednotes import VerifierKey
from tracker.ledger.verify import verify_shard, verify_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedShard:
    """One shard as checked: its events, its bodies, those that were erased, the tree head (RFC 6962) over its
    entries."""

    shard: int
    events: int
    bodies: int
    root: bytes
    erased: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that does not match what was recorded. `position` is None where it is not about one event."""

    shard: int
    position: int | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What `verify` found. The ledger is sound when `flaws` is empty; the first flaw is the first bad position.

    `held` says what the log is to checkpoints that were kept elsewhere, as far as any were given.
    """

    log_id: str
    shards: tuple[VerifiedShard, ...]
    flaws: tuple[Flaw, ...]
    now: int
    held: tuple[Held, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything matches what was recorded, here and in the checkpoints."""
        return not self.flaws and all(one.fits for one in self.held)


def verify(
    workspace: Workspace,
    *,
    against: Sequence[Path] = (),
    keys: Sequence[VerifierKey] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verified:
    """Recompute everything the ledger says of itself; `progress` is told events done and in all, shard by shard.

    The checkpoints in the files `against` are held against what was recomputed; with `keys`, one of them must have
    signed each. UsageError when a file holds no checkpoint.
    """
    kept = read_kept(against, keys)
    sizes = sizes_by_shard(kept)
    with workspace.ledger.view() as view:
        checks = [
            verify_shard(view, shard, sizes=sizes.get(shard, ()), progress=progress) for shard in range(view.shards)
        ]
        faults = [fault for check in checks for fault in check.faults] + verify_whole(view)
        return Verified(
            log_id=view.log_id,
            shards=tuple(
                VerifiedShard(
                    shard=check.shard, events=check.events, bodies=check.bodies, root=check.root, erased=check.erased
                )
                for check in checks
            ),
            flaws=tuple(Flaw(shard=fault.shard, position=fault.position, what=fault.what) for fault in faults),
            now=workspace.clock(),
            held=hold(view, kept, {check.shard: check.roots for check in checks}, keys),
        )
