"""Proof that the log holds a revision as it was recorded, in one file that needs neither database nor network.

The file is a C2SP tlog-proof. Its `extra` is canonical JSON: `entry`, the text that the leaf hashes; `bodies`, which
maps each disclosed slot to its salt and content (base64); `erased`, the slots that are gone, where any are. Nothing in
it is believed: the entry must be the leaf that the path leads from, and each body must be what the entry commits to.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tracker.bounded import read_bytes
from tracker.desk.checkpoints import Checkpointed, checkpoint_of
from tracker.desk.erased import ErasedRef, erased_of
from tracker.desk.find import find_revision, find_story, revision_ref
from tracker.desk.textfile import replace_text
from tracker.desk.values import RevisionRef, StoryRef
from tracker.desk.workspace import Workspace
from tracker.errors import IntegrityError, UsageError
from tracker.evidence.checkpoints import Checkpoint, parse_checkpoint, parse_origin
from tracker.evidence.signednotes import SigningKey, VerifierKey, parse_note
from tracker.evidence.tlogproofs import LONGEST, TlogProof, parse_proof
from tracker.ledger.bodies import SALT_SIZE, BodyRef, commitment
from tracker.ledger.entry import HEADER, Stored
from tracker.ledger.proofs import inclusion
from tracker.ledger.read import LedgerView, Recorded
from tracker.ledger.subtrees import keep_every_subtree
from tracker.ledger.tree import includes, leaf_hash
from tracker.story import canonical
from tracker.story.article import Article
from tracker.story.events import ARTICLE, CAPTURE
from tracker.story.moments import NOW
from tracker.story.references import parse_reference

DISCLOSED = (ARTICLE, CAPTURE)
_SALT = text("SELECT salt FROM bodies WHERE shard = :shard AND position = :position AND slot = :slot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A proof written to a file: of which revision, against which checkpoint; `erased` where it holds no text."""

    story: StoryRef
    revision: RevisionRef
    checkpoint: Checkpointed
    file: Path
    erased: ErasedRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCheck:
    """What a proof shows: an event of a log, and the texts it commits to. `signer` is None where no key was asked for.

    `article` is None where the event has none, and the capture is the bytes as received. `erased` are the slots that
    whoever made the proof says were erased: that is no part of what it shows.
    """

    checkpoint: Checkpoint
    signer: VerifierKey | None
    stored: Stored
    article: Article | None
    capture: bytes | None
    erased: tuple[str, ...] = ()


def prove(workspace: Workspace, name: str, path: Path, key: SigningKey | None) -> Proved:
    """Write the proof that the log holds a revision (STORY@rN) to a file, whole or not at all.

    NotFound when there is no such revision; IntegrityError when the log does not bear the proof out.
    """
    reference = parse_reference(name)
    if reference.revision is None:
        raise UsageError(f"{name!r} names no revision; a proof is of one, as in {name}@r2")
    keep_every_subtree(workspace.database, workspace.ledger.shards)
    with workspace.ledger.view() as view:
        story = find_story(view, reference.story)
        recorded = find_revision(view, story, reference.revision, NOW)
        made = checkpoint_of(view, recorded.row.shard, key)
        proof = str(proof_of(view, recorded, made, DISCLOSED))
        proved = Proved(
            story=story.ref,
            revision=revision_ref(view, recorded, NOW),
            checkpoint=made,
            file=path,
            erased=erased_of(view, story).get(recorded.row.version),
        )
    replace_text(path, proof)
    return proved


def proof_of(view: LedgerView, recorded: Recorded, made: Checkpointed, slots: Sequence[str]) -> TlogProof:
    """The proof that an event stands under a checkpoint, with these of its bodies disclosed, but for erased ones.

    IntegrityError when the leaf, the path and the head do not fit together.
    """
    row, size = recorded.row, made.checkpoint.size
    entry = row.entry(view.log_id)
    path = inclusion(view, row.shard, index=row.position, size=size)
    if not includes(made.checkpoint.root, size, index=row.position, leaf=leaf_hash(entry), path=path):
        raise IntegrityError(
            f"the event at position {row.position} is not what the tree over the log holds there;"
            " `tracker verify` says what was changed"
        )
    wanted = [slot for slot in slots if slot in recorded.bodies]
    erased = [slot for slot in wanted if view.erasures.of(row.shard, row.position, slot) is not None]
    bodies = {slot: _disclosed(view, recorded, slot) for slot in wanted if slot not in erased}
    extra = {"entry": entry.decode(), "bodies": bodies, **({"erased": erased} if erased else {})}
    return TlogProof(index=row.position, path=path, checkpoint=str(made.note), extra=canonical.encode(extra))


def check_proof(path: Path, keys: Sequence[VerifierKey]) -> ProofCheck:
    """What the proof in a file shows, without any database.

    UsageError when the file cannot be read; IntegrityError when anything in it does not fit, or when none of the keys
    signed its checkpoint.
    """
    try:
        found = read_bytes(path, most=LONGEST)
        if len(found) > LONGEST:
            raise IntegrityError(f"{path} is no proof: it is larger than {LONGEST // 1024**2} MiB")
        content = found.decode()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise IntegrityError(f"{path} is no proof: it is no text") from None
    try:
        return _checked(content, keys)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise IntegrityError(f"{path} proves nothing: {error}") from None


def _checked(content: str, keys: Sequence[VerifierKey]) -> ProofCheck:
    proof = parse_proof(content)
    note = parse_note(proof.checkpoint)
    signer = next((key for key in keys if note.signed_by(key)), None)
    if keys and signer is None:
        raise ValueError("its checkpoint is not signed by the given key")
    checkpoint = parse_checkpoint(note.text)
    disclosed = canonical.decode(proof.extra or b"")
    entry = disclosed["entry"].encode()
    if not includes(checkpoint.root, checkpoint.size, index=proof.index, leaf=leaf_hash(entry), path=proof.path):
        raise ValueError("its entry is not in the tree under its checkpoint")
    stored = _stored(entry.decode(), checkpoint, proof.index)
    bodies = _bodies(stored, disclosed["bodies"])
    article = bodies.get(ARTICLE)
    return ProofCheck(
        checkpoint=checkpoint,
        signer=signer,
        stored=stored,
        article=None if article is None else Article.from_data(canonical.decode(article)),
        capture=bodies.get(CAPTURE),
        erased=tuple(str(slot) for slot in disclosed.get("erased", ()) if slot not in bodies),
    )


def _stored(entry: str, checkpoint: Checkpoint, index: int) -> Stored:
    """The event that an entry describes; it must be of this log and stand where the proof says."""
    header, log_id, *fields, end = entry.split("\n")
    shard, position, stream_id, version, event_id, kind, schema, published, recorded_at, data = fields
    stored = Stored(
        shard=int(shard),
        position=int(position),
        stream_id=stream_id,
        version=int(version),
        event_id=bytes.fromhex(event_id),
        type=kind,
        schema_version=int(schema),
        published_at=int(published) if published else None,
        recorded_at=int(recorded_at),
        data=data,
    )
    if header != HEADER or end or stored.entry(log_id).decode() != entry:
        raise ValueError("its entry is not of the form that docs/log-format.md gives")
    if parse_origin(checkpoint.origin)[1:] != (log_id, stored.shard) or stored.position != index:
        raise ValueError("its entry is of another log, or of another place in it")
    return stored


def _bodies(stored: Stored, disclosed: Mapping[str, Any]) -> dict[str, bytes]:
    """The disclosed contents by slot, each as the entry commits to it."""
    refs = {slot: BodyRef.from_data(ref) for slot, ref in json.loads(stored.data).get("bodies", {}).items()}
    found = {}
    for slot, body in disclosed.items():
        salt, content = (b64decode(body[name], validate=True) for name in ("salt", "content"))
        if slot not in refs or len(salt) != SALT_SIZE or commitment(salt, content) != refs[slot].commitment:
            raise ValueError(f"its {slot} is not the one that was recorded")
        found[slot] = content
    return found


def _disclosed(view: LedgerView, recorded: Recorded, slot: str) -> dict[str, str]:
    row = recorded.row
    content = view.body(recorded, slot)
    salt = view.connection.execute(_SALT, {"shard": row.shard, "position": row.position, "slot": slot}).scalar_one()
    return {"salt": b64encode(salt).decode(), "content": b64encode(content).decode()}
