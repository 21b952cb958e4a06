"""`erase` as it is typed: what it prints and asks, what it refuses, and what the other commands say afterwards."""

from __future__ import annotations

import io
import sys

import pytest
from terminal import Cli, story

LEAD = "The gates of the dam were opened on Friday after days of rain."
GIRL = "Jane Doe of Mill Lane was found on a roof by the fire brigade."
WHO = ("--by", "Mara Ilic", "--authority", "court order 7/23", "--reason", "names a minor")
SLUG = "dam-gates-opened"


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """r1 of 10:00 with the lead, r2 of 11:00 with the girl, r3 of 12:00 without her; another story has the lead."""
    for number, paragraphs in enumerate(((LEAD,), (LEAD, GIRL), (LEAD, "A girl was found.")), start=1):
        published = f"2024-03-01T{9 + number}:00:00Z"
        cli.ok("ingest", cli.write(f"{number}.txt", story(*paragraphs, published=published)))
    cli.ok("ingest", cli.write("4.txt", story(LEAD, key="wire:rain", headline="Rain goes on")))
    return cli


def test_a_dry_run_lists_what_would_go_and_what_would_stay(dam: Cli) -> None:
    """The neighbours that hold the same sentences are named; nothing is recorded."""
    assert dam.ok("erase", f"{SLUG}@r2", *WHO, "--dry-run").out.splitlines()[0] == f"{SLUG}  to erase: r2"
    said = dam.ok("erase", f"{SLUG}@r2", *WHO, "--dry-run").out.splitlines()[2:]
    assert said == [
        "    by Mara Ilic, on the authority of court order 7/23: names a minor",
        "These hold the same sentences too, and stay:",
        f"    {SLUG}  r1, r3: up to 1 of 2 sentences",
        "    rain-goes-on  r1: up to 1 of 2 sentences",
    ]
    assert GIRL in dam.ok("show", f"{SLUG}@r2").out


def test_erased_it_is_told_everywhere(dam: Cli) -> None:
    """By whom, on whose authority and why; the command says where the log has it, and the log verifies."""
    done = dam.ok("erase", SLUG, "--containing", "jane doe", *WHO, "--yes").out
    assert done.startswith(f"{SLUG}  r2 erased  #")
    told = "by Mara Ilic (court order 7/23): names a minor"
    for words in (
        ("show", f"{SLUG}@r2"), ("show", SLUG, "--at", "2024-03-01 11:30"), ("log", SLUG), ("grep", "girl"),
        ("blame", SLUG), ("audit",), ("replay", SLUG, "--at", "2024-03-01 11:30"),
    ):  # fmt: skip
        said = " ".join(dam.ok(*words, "--no-pager").out.split())
        assert told in said, words
        assert "Jane" not in said
    assert "comparison with r2 unavailable: erased" in " ".join(dam.ok("log", SLUG).out.split())
    assert "2 bodies erased, as the log says" in " ".join(dam.ok("verify").out.split())
    for words in (("diff", SLUG), ("show", f"{SLUG}@r2", "--raw")):
        refused = dam(*words)
        assert refused.code == 4
        assert told in refused.err
    exported = dam.ok("export", SLUG)
    assert exported.out.count("\n") == 2
    assert f"r2 of {SLUG} is not among them: erased by Mara Ilic: names a minor" in exported.err


def test_what_comes_again_is_rejected_once(dam: Cli) -> None:
    """The run that meets it first says so and exits 3; the next one counts it."""
    dam.ok("erase", f"{SLUG}@r2", *WHO, "--yes")
    first, second = dam("ingest", "--job", "dams", "2.txt"), dam("ingest", "--job", "dams", "2.txt")
    assert first.code == 3
    assert "erased content is not recorded again: r2 of" in first.err
    assert (second.code, second.err) == (0, "")


@pytest.mark.parametrize(("typed", "code"), [(f"{SLUG}\n", 0), ("dam\n", 2), ("", 2)])
def test_at_a_terminal_the_name_is_typed(dam: Cli, typed: str, code: int) -> None:
    """The plan and the question are on standard error; another answer, or none, and nothing is erased."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    from tracker.cli.main import run

    dam._capture.readouterr()
    dam._monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert run(["erase", f"{SLUG}@r2", *WHO]) == code
    out, err = dam._capture.readouterr()
    assert f"To erase it, type {SLUG}: " in err.decode()
    assert b"These hold the same sentences too" in err
    assert (b"r2 erased" in out) == (code == 0)
    assert ("Jane Doe" in dam.ok("show", f"{SLUG}@r2").out) == (code != 0)


def test_what_cannot_be_meant_is_refused(dam: Cli) -> None:
    """Each with the reason, and nothing is erased."""
    for words, code, said in (
        ((f"{SLUG}@r2", *WHO), 2, "nobody can be asked here"),
        ((f"{SLUG}@r2", "--yes", "--by", "Mara Ilic"), 2, "--reason TEXT --authority TEXT"),
        ((f"{SLUG}@r2", "--yes", *WHO[2:]), 2, "say who signs"),
        ((f"{SLUG}@r9", "--yes", *WHO), 4, "has no r9"),
        (("dams", "--yes", *WHO), 4, "no story is called 'dams'"),
        ((SLUG, "--containing", "Jon Doe", "--yes", *WHO), 4, "holds 'Jon Doe'"),
        ((SLUG, "--containing", "\x1b[2J", "--yes", *WHO), 4, "holds"),
        ((SLUG, "r1..r2", "--containing", "Jane Doe", "--yes", *WHO), 2, "give one of"),
        ((SLUG, "one..two", "--yes", *WHO), 2, "one"),
        ((), 2, "name what to erase"),
        ((SLUG, "--sweep"), 2, "name what to erase"),
        ((SLUG, "--hard"), 2, "--hard"),
    ):
        refused = dam("erase", *words)
        assert refused.code == code, (words, refused.err)
        assert said in refused.err, refused.err
        assert "\x1b" not in refused.err
    assert GIRL in dam.ok("show", f"{SLUG}@r2").out


def test_a_range_goes_in_publication_order(dam: Cli) -> None:
    """From -2 to -1 are the two newest."""
    plan = dam.ok("erase", SLUG, "-2..-1", *WHO, "--dry-run", "--json").json
    assert ([ref["number"] for ref in plan["revisions"]], plan["dry_run"]) == ([2, 3], True)
    done = dam.ok("erase", SLUG, "-2..-1", *WHO, "--yes", "--json").json
    assert (done["schema"], done["swept"], done["recoded"]) == ("tracker.erase/1", True, 0)
    assert dam.ok("show", SLUG, "--json").json["erased"]["reason"] == "names a minor"


def test_sweeping_can_be_done_later(dam: Cli) -> None:
    """Somebody reads the file: the erasure is on disk, the rest is said, and --sweep makes up for it."""
    import sqlite3

    database = dam.folder.parent / "news.db"
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM bodies").fetchone()
    dam._monkeypatch.setattr("tracker.ledger.sweep.BUSY_TIMEOUT_S", 0.1)
    done = dam("erase", f"{SLUG}@r2", *WHO, "--yes")
    assert done.code == 9
    assert "Give `tracker erase --sweep`" in " ".join(done.out.split())
    reader.close()
    swept = dam.ok("erase", "--sweep")
    assert swept.out.startswith("No page of the database holds what was erased.")
    assert dam.ok("erase", "--sweep", "--json").json == {
        "schema": "tracker.erase.sweep/1", "swept": True, "reason": None,
    }  # fmt: skip


def test_a_backup_and_a_proof_say_it_too(dam: Cli) -> None:
    """A backup of what is left verifies; a proof of an erased revision holds its commitment alone."""
    dam.ok("erase", f"{SLUG}@r2", *WHO, "--yes")
    dam.ok("db", "backup", "kept.db")
    assert "2 bodies erased" in " ".join(dam.ok("verify", "--database", "kept.db").out.split())
    assert b"Jane Doe" not in (dam.folder / "kept.db").read_bytes()
    assert "the proof holds none of it" in " ".join(dam.ok("prove", f"{SLUG}@r2", "--out", "r2.proof").out.split())
    assert dam.ok("verify-proof", "r2.proof", "--json").json["erased"] == ["article", "capture"]
