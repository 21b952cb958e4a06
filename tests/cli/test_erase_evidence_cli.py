"""What an erasure leaves for others: evidence about a story that something was erased of, and word of bytes that nobody
swept up."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from base64 import b64decode

import pytest
from terminal import Cli, story

LEAD = "The gates of the dam were opened on Friday after days of rain."
GIRL = "Jane Doe of Mill Lane was found on a roof by the fire brigade."
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "names a minor")
TOLD = "by Mara Ilic (court order 7/23): names a minor"
SLUG = "dam-gates-opened"


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """r1 of 10:00 with the lead, r2 of 11:00 with the girl, r3 of 12:00 without her; r2 was erased."""
    for number, paragraphs in enumerate(((LEAD,), (LEAD, GIRL), (LEAD, "A girl was found.")), start=1):
        published = f"2024-03-01T{9 + number}:00:00Z"
        cli.ok("ingest", cli.write(f"{number}.txt", story(*paragraphs, published=published)))
    cli.ok("erase", f"{SLUG}@r2", *WHO, "--yes")
    return cli


def packed(cli: Cli, *arguments: str) -> dict[str, bytes]:
    """The files of the evidence that a command packs."""
    cli.ok("evidence", SLUG, *arguments, "--out", "evidence.zip")
    with zipfile.ZipFile(io.BytesIO((cli.folder / "evidence.zip").read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("asked", [(), ("--at", "2024-03-01T11:30Z"), ("r1..r3",), ("--known-at", "#3")])
def test_evidence_holds_nothing_of_what_was_erased(dam: Cli, asked: tuple[str, ...]) -> None:
    """Neither in a file nor encoded in a proof. It says by whom, on whose authority and why, also where the moment lies
    before the erasure; every proof in it holds: that of the erased revision with its commitments alone, that of the
    erasure with its words."""
    found = packed(dam, *asked)
    proofs = {}
    for name, content in found.items():
        assert not any(word in content for word in (b"Jane", b"Mill Lane")), name
        if name.startswith("proofs/"):
            (dam.folder / "one").write_bytes(content)
            dam.ok("verify-proof", "one")
            proofs[name.removeprefix("proofs/").removesuffix(".tlog-proof")] = disclosed(content)
    assert not any(b"Jane" in body for _, bodies in proofs.values() for body in bodies.values())
    assert TOLD in " ".join(found["README.txt"].decode().split())
    assert proofs["0000000003-revision.recorded"] == (["article", "capture"], {})
    erased, bodies = proofs["0000000007-body.erased"]
    assert (erased, list(bodies)) == ([], ["remark"])
    assert json.loads(bodies["remark"]) == dict(zip(("by", "authority", "reason"), WHO[1::2], strict=True))


def disclosed(proof: bytes) -> tuple[list[str], dict[str, bytes]]:
    """Which bodies a proof says were erased, and those that it discloses."""
    extra = json.loads(b64decode(proof.split(b"\n")[1].removeprefix(b"extra ")))
    bodies = {slot: b64decode(body["content"]) for slot, body in extra["bodies"].items()}
    return extra.get("erased", []), bodies


def test_what_stands_is_packed_as_before(dam: Cli) -> None:
    """The other revisions have their articles and the bytes as they came; with the erased one nothing is compared."""
    found = packed(dam)
    assert [name for name in sorted(found) if name.startswith(("articles", "captures"))] == [
        "articles/r1.txt",
        "articles/r3.txt",
        "captures/r1.bin",
        "captures/r3.bin",
    ]
    assert found["captures/r1.bin"] == (dam.folder / "1.txt").read_bytes()
    assert "diff.txt" not in found  # r3 follows r2


def test_bytes_that_were_not_swept_up_are_told_until_they_are(dam: Cli) -> None:
    """While somebody reads the file an erasure cannot sweep it: `status --check` says so and exits 1 until `--sweep`
    has."""
    reader = sqlite3.connect(dam.folder.parent / "news.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM bodies").fetchone()
    dam._monkeypatch.setattr("tracker.ledger.sweep.BUSY_TIMEOUT_S", 0.1)
    assert dam.ok("status", "--check").out == ""
    assert dam("erase", f"{SLUG}@r3", *WHO, "--yes").code == 9
    reader.close()
    checked = dam("status", "--check")
    assert checked.code == 1
    assert "erased text may still be in the database's files (1 erasure since " in checked.out
    assert checked.out.endswith("): run `tracker erase --sweep`\n")
    dam.ok("erase", "--sweep")
    assert dam.ok("status", "--check").out == ""
