"""Keys, notes, checkpoints and proofs from hostile hands: a value or a ValueError, and either soon."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.evidence.checkpoints import Checkpoint, parse_checkpoint, parse_origin
from tracker.evidence.signednotes import SigningKey, parse_note, parse_signing_key, parse_verifier_key
from tracker.evidence.tlogproofs import TlogProof, parse_proof

KEY = SigningKey(name="example.org/desk", seed=bytes(32))
CHECKPOINT = Checkpoint(origin=f"example.org/desk/{'1f' * 16}/0", size=20, root=bytes(32)).text
NOTE = str(KEY.sign(CHECKPOINT))
PROOF = str(TlogProof(index=7, path=(bytes(32), bytes(32)), checkpoint=NOTE, extra=b'{"entry":"x"}'))
READERS: dict[Callable[[str], object], str] = {
    parse_note: NOTE,
    parse_checkpoint: CHECKPOINT,
    parse_origin: CHECKPOINT.split("\n")[0],
    parse_proof: PROOF,
    parse_verifier_key: KEY.verifier.text,
    parse_signing_key: KEY.text,
}
PIECES = st.sampled_from(
    ("\n", "\n\n", "— ", "-", "=", "AAAA", " ", "+", "/", "0", "9" * 30, "²", "\0", "\x1b", "\u202e", "\ud800", "index")
)  # fmt: skip


def read(reader: Callable[[str], object], text: str) -> None:
    """Read a text; only a ValueError may come of it."""
    with suppress(ValueError):
        reader(text)


@given(st.sampled_from(list(READERS)), st.lists(PIECES | st.text(max_size=20), max_size=12).map("".join))
def test_any_text_is_read_or_refused(reader: Callable[[str], object], text: str) -> None:
    """None of the readers fails otherwise, whatever it is given."""
    read(reader, text)
    read(reader, READERS[reader] + text)
    read(reader, text + READERS[reader])


@given(st.sampled_from(list(READERS)), st.integers(0, 400), st.integers(0, 400), PIECES | st.text(max_size=5))
def test_any_change_is_read_or_refused(reader: Callable[[str], object], start: int, end: int, put: str) -> None:
    """A stretch of a good text replaced by something else."""
    text = READERS[reader]
    read(reader, text[:start] + put + text[end:])


@pytest.mark.parametrize("unit", ["x", "\n", "— k AAAAAAAA\n", "\n\n", "A" * 43 + "=\n", "+", "9"])
def test_large_texts_are_answered_soon(unit: str) -> None:
    """Ten million characters, and a hundred thousand lines of any kind."""
    start = time.process_time()
    for reader, text in READERS.items():
        read(reader, text + unit * (10_000_000 // len(unit)))
        read(reader, (unit + "\n") * 100_000)
    assert time.process_time() - start < 10


def test_a_long_extra_is_read_in_linear_time() -> None:
    """Ten megabytes beside the entry are unusual, and allowed."""
    extra = bytes(10_000_000)
    proof = PROOF.replace("\nextra ", f"\nextra {b64encode(extra).decode()}\nwas ")
    with pytest.raises(ValueError, match="which entry"):
        parse_proof(proof)
    assert parse_proof(str(TlogProof(index=7, path=(), checkpoint=NOTE, extra=extra))).extra == extra
