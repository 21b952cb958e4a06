"""Signed notes, checkpoints and proofs as texts: what is written is read back, and what was changed is not taken."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.evidence.checkpoints import Checkpoint, origin, parse_checkpoint, parse_origin
from tracker.evidence.signednotes import SigningKey, parse_note, parse_signing_key, parse_verifier_key
from tracker.evidence.tlogproofs import TlogProof, parse_proof

# RFC 8032, section 7.1, test 1: a private key and its public one.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
KEY = SigningKey(name="example.org/desk", seed=SEED)
TEXT = "example.org/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


def test_the_public_key_is_the_one_that_the_standard_gives() -> None:
    """Ed25519 as RFC 8032 has it, and the text of a verifier key is read back."""
    assert KEY.verifier.public == PUBLIC
    assert parse_verifier_key(KEY.verifier.text) == KEY.verifier
    assert parse_signing_key(KEY.text) == KEY


def test_a_key_known_from_elsewhere() -> None:
    """Go's note package documents this verifier key; its id is that of its name and key."""
    key = parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert (key.name, key.id.hex()) == ("PeterNeumann", "c74f20a3")


@pytest.mark.parametrize(
    "changed",
    [
        "example.org/desj+{id}+{key}",
        "example.org/desk+00000000+{key}",
        "example.org/desk+{id}+{other}",
        "example.org/desk+{id}",
        "ex ample+{id}+{key}",
        "",
    ],
)
def test_a_changed_key_is_none(changed: str) -> None:
    """Name, id and key hold together."""
    name, key_id, key = KEY.verifier.text.split("+", 2)
    other = b64encode(b"\x01" + bytes(32)).decode()
    assert name == "example.org/desk"
    with pytest.raises(ValueError, match=r"key|id|base64|Base64|padding|Only"):
        parse_verifier_key(changed.format(id=key_id, key=key, other=other))


def test_a_signed_note_is_read_back_and_holds() -> None:
    """What is signed is the text; the same text under another name, or another text, is not signed by the key."""
    note = parse_note(str(KEY.sign(TEXT)))
    assert note == KEY.sign(TEXT)
    assert note.signed_by(KEY.verifier)
    assert not note.signed_by(SigningKey(name="example.org/other", seed=SEED).verifier)
    assert not note.signed_by(SigningKey(name=KEY.name, seed=bytes(32)).verifier)
    forged = parse_note(str(note).replace("\n7\n", "\n8\n"))
    assert not forged.signed_by(KEY.verifier)


@given(body=st.lists(lines.filter(bool), min_size=1, max_size=4))
def test_any_text_can_be_signed(body: list[str]) -> None:
    """Whatever its lines, the note is read back as it was."""
    text = "".join(f"{line}\n" for line in body)
    assert parse_note(str(KEY.sign(text))).text == text


@given(place=st.integers(0, 400), char=st.characters(codec="ascii", exclude_categories=("Cc",)))
def test_no_change_of_a_note_passes(place: int, char: str) -> None:
    """Whichever character is exchanged, the note is refused or no longer signed: or it is the same note."""
    whole = str(KEY.sign(TEXT))
    place %= len(whole)
    changed = whole[:place] + char + whole[place + 1 :]
    try:
        note = parse_note(changed)
    except ValueError:
        return
    # Base64 has spare bits at its end: another spelling of the same signature is the same signature.
    assert not note.signed_by(KEY.verifier) or note == parse_note(whole)


@pytest.mark.parametrize("note", ["a\n\n— x", "a\n\nno signature\n", "a\x07\n\n— k AAAAAAAA\n", "a\n\n— k AAAA\n"])
def test_what_is_no_note(note: str) -> None:
    """Lines below the text must be signatures, and nothing may ring a bell."""
    with pytest.raises(ValueError, match=r".+"):
        parse_note(note)


def test_a_checkpoint_is_read_back() -> None:
    """Origin, size and head, each on a line; the origin says log and shard."""
    checkpoint = Checkpoint(origin=origin("example.org/desk", "1f" * 16, 3), size=20, root=bytes(range(32)))
    assert checkpoint.text == f"example.org/desk/{'1f' * 16}/3\n20\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert parse_checkpoint(checkpoint.text) == checkpoint
    assert parse_origin(checkpoint.origin) == ("example.org/desk", "1f" * 16, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n7\n",
        "log\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "log\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n",
        "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "log\n" + "9" * 30 + "\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    """A size is a plain number, a head has 32 bytes, and every line ends."""
    with pytest.raises(ValueError, match=r".+"):
        parse_checkpoint(text)


@given(
    index=st.integers(0, 2**60),
    path=st.lists(st.binary(min_size=32, max_size=32), max_size=60),
    extra=st.none() | st.binary(max_size=50),
)
def test_a_proof_is_read_back(index: int, path: list[bytes], extra: bytes | None) -> None:
    """Whatever it holds, a proof's text gives the proof again."""
    proof = TlogProof(index=index, path=tuple(path), checkpoint=str(KEY.sign(TEXT)), extra=extra)
    assert parse_proof(str(proof)) == proof


@pytest.mark.parametrize(
    "text",
    ["", *(f"c2sp.org/tlog-proof@v1\n{rest}" for rest in ("index 1", "index x\n\nlog\n", "AAAA\n\nlog\n"))],
)
def test_what_is_no_proof(text: str) -> None:
    """It starts with its name, says its index, and has a checkpoint."""
    with pytest.raises(ValueError, match=r".+"):
        parse_proof(text)
