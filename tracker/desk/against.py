"""Holding the log against checkpoints that were kept elsewhere: whether it only grew since, and if not, what happened.

Against somebody who may write the whole ledger anew, with every hash in it, nothing else helps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.desk.checkpoints import read_checkpoint, signed_by
from tracker.desk.timestamps import Beside, beside
from tracker.evidence.checkpoints import Checkpoint, parse_origin
from tracker.evidence.signednotes import SignedNote, VerifierKey
from tracker.ledger.identity import RESTORES
from tracker.ledger.read import LedgerView
from tracker.story.events import LedgerRestored


class Standing(StrEnum):
    """What a log is to a checkpoint."""

    CONTINUES = "continues"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    RESTORED = "restored"
    FOREIGN = "another log"
    UNSIGNED = "not signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A checkpoint that was kept in a file, whose signature it bears among those that were asked for, and the timestamp
    that lies beside it."""

    file: Path
    checkpoint: Checkpoint
    note: SignedNote
    signer: VerifierKey | None
    beside: Beside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the log is to a kept checkpoint, in a word and in a sentence."""

    kept: Kept
    standing: Standing
    what: str

    @property
    def fits(self) -> bool:
        """Whether the log goes on from the checkpoint."""
        return self.standing is Standing.CONTINUES


def read_kept(files: Sequence[Path], keys: Sequence[VerifierKey]) -> tuple[Kept, ...]:
    """The checkpoints in these files, smallest first; UsageError when one holds none."""
    found = []
    for file in files:
        checkpoint, note = read_checkpoint(file)
        signer = signed_by(note, keys)
        found.append(Kept(file=file, checkpoint=checkpoint, note=note, signer=signer, beside=beside(file)))
    return tuple(sorted(found, key=lambda one: one.checkpoint.size))


def sizes_by_shard(kept: Sequence[Kept]) -> dict[int, set[int]]:
    """The sizes whose heads are needed, by shard."""
    sizes: dict[int, set[int]] = {}
    for one in kept:
        place = _place(one.checkpoint)
        if place is not None:
            sizes.setdefault(place[1], set()).add(one.checkpoint.size)
    return sizes


def hold(
    view: LedgerView, kept: Sequence[Kept], roots: Mapping[int, Mapping[int, bytes]], keys: Sequence[VerifierKey]
) -> tuple[Held, ...]:
    """What the log is to each checkpoint; `roots` are the heads by shard and size, as far as the log goes."""
    agreed: dict[int, Kept] = {}
    held = []
    for one in kept:
        standing, what = _standing(view, one, roots, agreed, signed=not keys or one.signer is not None)
        if standing is Standing.CONTINUES:
            place = _place(one.checkpoint)
            assert place is not None
            agreed[place[1]] = one
        held.append(Held(kept=one, standing=standing, what=what))
    return tuple(held)


def _standing(
    view: LedgerView,
    kept: Kept,
    roots: Mapping[int, Mapping[int, bytes]],
    agreed: Mapping[int, Kept],
    *,
    signed: bool,
) -> tuple[Standing, str]:
    checkpoint, place = kept.checkpoint, _place(kept.checkpoint)
    if not signed:
        return Standing.UNSIGNED, "none of the given keys signed it: it says nothing"
    if place is None or place[0] != view.log_id or place[1] >= view.shards:
        return Standing.FOREIGN, f"it is of another log, {checkpoint.origin}"
    shard, size = place[1], view.head(place[1]).size
    if roots.get(shard, {}).get(checkpoint.size) == checkpoint.root:
        return Standing.CONTINUES, _since(size - checkpoint.size)
    until = agreed.get(shard)
    same = f" after event {until.checkpoint.size:,}, where it agrees with {until.file}" if until else ""
    restored = _restored(view, shard, checkpoint.size)
    if restored is not None:
        position, left = restored
        return (
            Standing.RESTORED,
            f"the log was restored from a backup of {left:,} events, and says so at position #{position}:"
            f" what this checkpoint knew from #{left} to #{checkpoint.size - 1} is missing",
        )
    if checkpoint.size > size:
        return Standing.TRUNCATED, f"the log was cut: it has {size:,} events, and had {checkpoint.size:,}"
    if same:
        return Standing.REWRITTEN, f"the log goes its own way{same}: it was rewritten there, or is a fork"
    return (
        Standing.REWRITTEN,
        f"the first {checkpoint.size:,} events are others than those it knew: the log was rewritten, or is a fork",
    )


def _since(added: int) -> str:
    return f"the log goes on from it, {f'with {added:,} more' if added else 'and nothing came since'}"


def _place(checkpoint: Checkpoint) -> tuple[str, int] | None:
    """The log id and shard that a checkpoint is of; None when its origin is none of this program's."""
    try:
        return parse_origin(checkpoint.origin)[1:]
    except ValueError:
        return None


def _restored(view: LedgerView, shard: int, size: int) -> tuple[int, int] | None:
    """Where the log says that it was restored from a backup of fewer events than `size`, and of how many."""
    for recorded in view.stream(view.identities.stream(RESTORES)):
        event = recorded.event
        if isinstance(event, LedgerRestored) and shard < len(event.sizes) and event.sizes[shard] < size:
            return recorded.row.position, event.sizes[shard]
    return None
