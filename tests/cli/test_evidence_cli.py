"""Keys, checkpoints and proofs at the command line: made, kept, checked; and what is said of something changed."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from base64 import b64decode, b64encode
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Cli

from tracker.ledger.entry import Stored
from tracker.ledger.tree import Frontier, leaf_hash
from tracker.story import canonical

FLOOD = "+++\nstory = 'wire:flood'\npublished = 2024-09-14T0{hour}:00:00Z\n+++\nRiver rises\n\n{text}\n"


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """Two revisions of one story, recorded."""
    record(cli, "The river rose by 2 m.", 1)
    record(cli, "The river rose by 3 m.", 2)
    return cli


def record(cli: Cli, text: str, hour: int) -> None:
    """Take in one more revision."""
    path = cli.folder / f"{hour}.txt"
    path.write_text(FLOOD.format(text=text, hour=hour))
    cli.ok("ingest", str(path))


def key(cli: Cli) -> str:
    """A new key in desk.key; its verifier key."""
    return str(cli.ok("key", "new", "desk.key", "--name", "example.org/desk", "--json").json["verifier_key"])


def test_a_key_is_its_owner_s_alone(cli: Cli) -> None:
    """Its file is made with mode 0600 and never overwritten; one that others can read is not used."""
    verifier = key(cli)
    path = cli.folder / "desk.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert verifier.startswith("example.org/desk+")
    again = cli("key", "new", "desk.key")
    assert (again.code, "never overwritten" in again.err) == (2, True)
    path.chmod(0o644)
    assert cli("checkpoint", "--key", "desk.key").code == 2


@pytest.mark.parametrize("name", ["two words", "a+b", ""])
def test_names_that_no_key_can_have(cli: Cli, name: str) -> None:
    """Neither spaces nor plus signs; and nothing is left behind."""
    assert cli("key", "new", "desk.key", "--name", name).code == 2
    assert list(cli.folder.iterdir()) == []


def test_a_checkpoint_says_what_the_log_holds(desk: Cli) -> None:
    """Its three lines are the origin, the number of events, and the head over them as recomputed from the file."""
    with closing(sqlite3.connect(desk.folder.parent / "news.db")) as connection:
        leaves = [leaf for (leaf,) in connection.execute("SELECT leaf_hash FROM events ORDER BY position")]
        ((log_id,),) = connection.execute("SELECT log_id FROM ledger")
    root = b64encode(Frontier().extended(leaves).root()).decode()
    assert desk.ok("checkpoint").out == f"tracker/{log_id}/0\n{len(leaves)}\n{root}\n"


def test_a_log_that_grew_goes_on_from_its_checkpoint(desk: Cli) -> None:
    """`verify --against` says so, with who signed it; a checkpoint that nobody asked for signed is refused."""
    verifier = key(desk)
    desk.ok("checkpoint", "--key", "desk.key", "--out", "kept.txt")
    record(desk, "The river rose by 4 m.", 3)
    checked = desk.ok("verify", "--against", "kept.txt", "--key", verifier, "--json").json
    assert [(one["fits"], one["standing"], one["signer"]) for one in checked["against"]] == [
        (True, "continues", "example.org/desk")
    ]
    other = desk.ok("key", "new", "other.key", "--json").json["verifier_key"]
    refused = desk("verify", "--against", "kept.txt", "--key", other)
    assert (refused.code, "NOT AS IT WAS: kept.txt" in refused.out) == (5, True)


def test_a_log_that_was_cut_gives_itself_away(desk: Cli) -> None:
    """A database put back to what it was before the checkpoint is sound in itself, and shorter."""
    desk.ok("db", "backup", "before.db")
    record(desk, "The river rose by 4 m.", 3)
    desk.ok("checkpoint", "--out", "kept.txt")
    assert desk("verify", "--database", "before.db").code == 0
    cut = desk("verify", "--database", "before.db", "--against", "kept.txt")
    assert cut.code == 5
    assert "the log was cut" in cut.out
    refused = desk("checkpoint", "--database", "before.db", "--out", "kept.txt")
    assert refused.code == 5
    assert "was cut" in refused.err


def test_a_declared_restore_is_told_from_a_cut(desk: Cli) -> None:
    """The restored log says itself where it was restored, so the checkpoint's missing events are explained."""
    desk.ok("db", "backup", "before.db")
    record(desk, "The river rose by 4 m.", 3)
    desk.ok("checkpoint", "--out", "kept.txt")
    desk.ok("db", "restore", "before.db", "--database", "again.db")
    restored = desk("verify", "--database", "again.db", "--against", "kept.txt", "--json")
    assert (restored.code, restored.json["against"][0]["standing"]) == (5, "restored")


def test_a_log_that_was_rewritten_gives_itself_away(desk: Cli) -> None:
    """An event exchanged with every hash made anew is sound in itself; the checkpoint tells, and how far the log
    agrees with an older one."""
    database = desk.folder.parent / "news.db"
    desk.ok("checkpoint", "--out", "old.txt")
    record(desk, "The river rose by 4 m.", 3)
    desk.ok("checkpoint", "--out", "new.txt")
    rewrite(database)
    assert desk("verify").code == 0
    told = desk("verify", "--against", "new.txt", "--against", "old.txt", "--json")
    assert told.code == 5
    assert [one["standing"] for one in told.json["against"]] == ["continues", "rewritten"]
    assert "old.txt" in told.json["against"][1]["what"]


def rewrite(database: Path) -> None:
    """Give the newest event another time of recording, and make its leaf and the tree fit; the guards stand again."""
    with closing(sqlite3.connect(database)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for trigger, _ in guards:
            connection.execute(f"DROP TRIGGER {trigger}")
        ((log_id,),) = connection.execute("SELECT log_id FROM ledger")
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM events ORDER BY position DESC LIMIT 1").fetchone())
        row.pop("leaf_hash")
        row["recorded_at"] += 1
        leaf = leaf_hash(Stored(**row).entry(log_id))
        connection.execute(
            "UPDATE events SET recorded_at = ?, leaf_hash = ? WHERE position = ?",
            (row["recorded_at"], leaf, row["position"]),
        )
        leaves = [bytes(one[0]) for one in connection.execute("SELECT leaf_hash FROM events ORDER BY position")]
        frontier = Frontier().extended(leaves).to_bytes()
        connection.execute("UPDATE shards SET recorded_at = ?, frontier = ?", (row["recorded_at"], frontier))
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def test_a_checkpoint_of_another_log_is_left_alone(desk: Cli) -> None:
    """Neither another log's checkpoint nor any other file is overwritten."""
    desk.ok("checkpoint", "--out", "kept.txt")
    (desk.folder / "notes.txt").write_text("call the ministry\n")
    desk.ok("db", "upgrade", "--database", "other.db")
    assert desk("checkpoint", "--database", "other.db", "--out", "kept.txt").code == 2
    assert desk("checkpoint", "--out", "notes.txt").code == 2
    assert (desk.folder / "notes.txt").read_text() == "call the ministry\n"
    assert desk("verify", "--database", "other.db", "--against", "kept.txt").code == 5


def test_each_run_leaves_a_checkpoint_where_it_is_asked_to(desk: Cli) -> None:
    """`ingest --checkpoint-dir` writes one after every run that added something; later ones go on from it."""
    verifier = key(desk)
    folder = desk.folder / "kept"
    assert desk("ingest", "1.txt", "--checkpoint-dir", "kept").code == 2
    folder.mkdir()
    for _ in range(2):
        desk.ok("ingest", "1.txt", "--checkpoint-dir", "kept", "--key", "desk.key")
    sizes = [6, 7]  # story.opened, two revisions, their runs, and the run that the checkpoint is of
    assert [path.name for path in sorted(folder.iterdir())] == [f"0-{size:012d}.txt" for size in sizes]
    against = [word for path in folder.iterdir() for word in ("--against", str(path))]
    checked = desk.ok("verify", *against, "--key", verifier, "--json").json
    assert [(one["size"], one["fits"]) for one in checked["against"]] == [(size, True) for size in sizes]


def test_a_proof_shows_the_text_to_somebody_who_has_nothing_else(desk: Cli) -> None:
    """The checked proof gives article, capture and times of the revision, and says what it does not prove."""
    verifier = key(desk)
    desk.ok("prove", "river-rises@r1", "--out", "r1.tlog-proof", "--key", "desk.key")
    checked = desk.ok("verify-proof", "r1.tlog-proof", "--key", verifier, "--database", "nowhere.db", "--json").json
    assert checked["article"]["paragraphs"] == ["The river rose by 2 m."]
    assert b64decode(checked["capture"]).decode() == FLOOD.format(text="The river rose by 2 m.", hour=1)
    assert (checked["version"], checked["published_at"]) == (1, "2024-09-14T01:00:00Z")
    assert checked["signer"] == "example.org/desk"
    assert any("that the outlet published" in told for told in checked["not_proved"])
    assert not (desk.folder / "nowhere.db").exists()
    assert "NOT CHECKED" in desk.ok("verify-proof", "r1.tlog-proof").out


def test_no_change_of_a_proof_passes(desk: Cli) -> None:
    """Another text, salt, entry, index, path or head: none of them fits the rest."""
    verifier = key(desk)
    desk.ok("prove", "river-rises@r2", "--out", "r2.tlog-proof", "--key", "desk.key")
    path = desk.folder / "r2.tlog-proof"
    header, extra, *rest = path.read_text().split("\n")
    disclosed = json.loads(b64decode(extra.removeprefix("extra ")))
    size = desk.ok("verify", "--json").json["events"]
    assert rest[0] == "index 3"  # after story.opened, r1 and its run.finished

    def with_extra(**changed: object) -> str:
        return "\n".join([header, f"extra {b64encode(canonical.encode({**disclosed, **changed})).decode()}", *rest])

    article = {**disclosed["bodies"]["article"], "content": b64encode(b'{"paragraphs":["No."]}').decode()}
    salted = {**disclosed["bodies"]["capture"], "salt": b64encode(bytes(16)).decode()}
    cases = [
        with_extra(bodies={**disclosed["bodies"], "article": article}),
        with_extra(bodies={**disclosed["bodies"], "capture": salted}),
        with_extra(entry=disclosed["entry"].replace("revision.recorded", "revision.confirmed")),
        with_extra(bodies={**disclosed["bodies"], "story": salted}),
        path.read_text().replace(rest[0], "index 1"),
        path.read_text().replace(rest[1], rest[2]),
        path.read_text().replace(f"\n{size}\n", f"\n{size + 1}\n"),
        "",
    ]
    for number, changed in enumerate(cases):
        path.write_text(changed)
        result = desk("verify-proof", str(path), "--key", verifier)
        assert (result.code, "proves nothing" in result.err) == (5, True), number


@pytest.mark.parametrize(("arguments", "code"), [(["river-rises"], 2), (["river-rises@r9"], 4), (["nobody@r1"], 4)])
def test_there_is_no_proof_of_what_is_not_recorded(desk: Cli, arguments: list[str], code: int) -> None:
    """A proof is of one revision that there is; no file is left where there is none."""
    assert desk("prove", *arguments, "--out", "x.tlog-proof").code == code
    assert not (desk.folder / "x.tlog-proof").exists()


def bundle(cli: Cli, *arguments: str) -> dict[str, bytes]:
    """The files of the evidence that a command packs."""
    cli.ok("evidence", *arguments, "--out", "evidence.zip")
    with zipfile.ZipFile(cli.folder / "evidence.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_evidence_holds_every_event_of_the_story_with_its_proof(desk: Cli) -> None:
    """Each proof in it holds, versions have no gap, the bytes received are those that came, and nothing of another
    story is disclosed."""
    verifier = key(desk)
    (desk.folder / "other.txt").write_text(FLOOD.format(text="A secret.", hour=5).replace("wire:flood", "wire:other"))
    desk.ok("ingest", "other.txt")
    desk.ok("review", "river-rises@r2", "--verdict", "accept", "--by", "Mara Ilic", "-m", "rang the weir")
    found = bundle(desk, "river-rises", "--key", "desk.key")
    streams: dict[str, list[int]] = {}
    for name in found:
        if name.startswith("proofs/"):
            (desk.folder / "one").write_bytes(found[name])
            shown = desk.ok("verify-proof", "one", "--key", verifier, "--json").json
            streams.setdefault(shown["stream"], []).append(shown["version"])
    assert sorted(streams.values()) == [[0], [0], [0], [0, 1, 2]]  # the review, the last two runs, the story
    assert found["captures/r2.bin"].decode() == FLOOD.format(text="The river rose by 3 m.", hour=2)
    assert b"rose by [-2-]{+3+} m" in found["diff.txt"]
    assert b"<del>2</del> <ins>3</ins>" in found["diff.html"]
    assert json.loads(found["diff.json"])["reviewers"] == ["Mara Ilic"]
    assert not any(b"secret" in content for content in found.values())


def test_evidence_made_twice_is_the_same(desk: Cli) -> None:
    """Byte for byte, while nothing is recorded."""
    key(desk)
    made = []
    for _ in range(2):
        desk.ok("evidence", "river-rises", "r1..r2", "--out", "evidence.zip", "--key", "desk.key")
        made.append((desk.folder / "evidence.zip").read_bytes())
    assert made[0] == made[1]


def test_evidence_of_a_moment_ends_there(desk: Cli) -> None:
    """Known at the position of r1, r2 is not told of; its event is there without its text, to show that none is
    missing between."""
    found = bundle(desk, "river-rises", "--known-at", "#1")
    assert [name for name in found if name.startswith("captures/")] == ["captures/r1.bin"]
    assert b"rose by 3 m" not in b"".join(found.values())
    (later,) = [name for name in found if "0000000003" in name]
    (desk.folder / "one").write_bytes(found[later])
    assert desk.ok("verify-proof", "one", "--json").json["article"] is None
    assert "later: 3" in found["README.txt"].decode()
    assert "diff.txt" not in found  # a first revision has nothing to be compared with


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nobody"], 4),
        (["river-rises@r1"], 2),
        (["river-rises", "r1..r9"], 4),
        (["river-rises", "r1..r2", "--at", "now"], 2),
    ],
)
def test_there_is_no_evidence_of_what_is_not_there(desk: Cli, arguments: list[str], code: int) -> None:
    """Nothing is written for a story or revision that there is not, or for two moments at once."""
    assert desk("evidence", *arguments, "--out", "evidence.zip").code == code
    assert not (desk.folder / "evidence.zip").exists()
