"""Checkpoints: what the log held at an instant, in a few lines that are kept where nobody who writes the log can reach.

Held against such lines later (`verify --against`), a log that was cut, rewritten or forked since gives itself away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.bounded import read_bytes
from tracker.desk.textfile import replace_text
from tracker.desk.workspace import Workspace
from tracker.errors import IntegrityError, UsageError
from tracker.evidence.checkpoints import Checkpoint, origin, parse_checkpoint
from tracker.evidence.signednotes import SignedNote, SigningKey, VerifierKey, parse_note
from tracker.ledger.proofs import root_at
from tracker.ledger.read import LedgerView

DEFAULT_NAME = "tracker"
_LONGEST = 1_000_000  # bytes of a file that may hold a checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpointed:
    """One shard's checkpoint as a note, signed where a key was given."""

    shard: int
    checkpoint: Checkpoint
    note: SignedNote
    file: Path | None = None


def checkpoints(workspace: Workspace, key: SigningKey | None) -> tuple[Checkpointed, ...]:
    """The checkpoints of all shards, of one view."""
    with workspace.ledger.view() as view:
        return tuple(checkpoint_of(view, shard, key) for shard in range(view.shards))


def checkpoint_of(view: LedgerView, shard: int, key: SigningKey | None) -> Checkpointed:
    """The checkpoint of a shard as the view has it.

    IntegrityError when the leaves do not give the head that was kept while they were written: nothing is signed then.
    """
    size, root = view.tree_head(shard)
    if root_at(view, shard, size) != root:
        raise IntegrityError(
            f"the leaves of shard {shard} do not give its tree head; `tracker verify` says what is wrong"
        )
    name = key.name if key else DEFAULT_NAME
    found = Checkpoint(origin=origin(name, view.log_id, shard), size=size, root=root)
    note = key.sign(found.text) if key else SignedNote(text=found.text, signatures=())
    return Checkpointed(shard=shard, checkpoint=found, note=note)


def write_checkpoint(workspace: Workspace, path: Path, key: SigningKey | None) -> tuple[Checkpointed, ...]:
    """Write the checkpoints to a file, or with several shards to FILE.0, FILE.1, …; each is there whole or not at all.

    What stands there is replaced only by a checkpoint of the same log that goes on from it. IntegrityError when the
    log does not; UsageError when something else stands there; StorageError when the file cannot be written.
    """
    made = []
    with workspace.ledger.view() as view:
        found = [checkpoint_of(view, shard, key) for shard in range(view.shards)]
        for one in found:
            file = path if len(found) == 1 else path.with_name(f"{path.name}.{one.shard}")
            if file.exists():
                _goes_on(view, one, file)
            made.append((one, file))
    return tuple(_written(one, file) for one, file in made)


def write_checkpoints(workspace: Workspace, folder: Path, key: SigningKey | None) -> tuple[Checkpointed, ...]:
    """Write the checkpoints to a folder, as SHARD-SIZE.txt; one that is there already stands."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    found = checkpoints(workspace, key)
    files = [(one, folder / f"{one.shard}-{one.checkpoint.size:012d}.txt") for one in found]
    return tuple(_written(one, file) for one, file in files if not file.exists())


def read_checkpoint(path: Path) -> tuple[Checkpoint, SignedNote]:
    """The checkpoint in a file, with its signatures, none where it has none; UsageError when there is none in it."""
    try:
        text = read_bytes(path, most=_LONGEST).decode()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} holds no checkpoint: it is no text") from None
    text = text.replace("\r\n", "\n")  # it may have come by mail
    try:
        note = parse_note(text)
        return parse_checkpoint(note.text), note
    except ValueError as error:
        raise UsageError(f"{path} holds no checkpoint: {error}") from None


def signed_by(note: SignedNote, keys: Sequence[VerifierKey]) -> VerifierKey | None:
    """The first of the keys that signed a note."""
    return next((key for key in keys if note.signed_by(key)), None)


def _goes_on(view: LedgerView, now: Checkpointed, file: Path) -> None:
    then, _ = read_checkpoint(file)
    if then.origin != now.checkpoint.origin:
        raise UsageError(f"{file} is a checkpoint of another log, {then.origin}; it was left as it is")
    if then.size > now.checkpoint.size:
        raise IntegrityError(
            f"{file} says {then.size:,} events, but the log has {now.checkpoint.size:,}: it was cut;"
            " the file was left as it is"
        )
    if root_at(view, now.shard, then.size) != then.root:
        raise IntegrityError(
            f"the first {then.size:,} events are not those of {file}: the log was rewritten, or is another copy that"
            " went its own way; the file was left as it is"
        )


def _written(one: Checkpointed, file: Path) -> Checkpointed:
    replace_text(file, str(one.note))
    return replace(one, file=file)
