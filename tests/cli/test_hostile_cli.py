"""Hostile arguments, names and files at the command line: one clear line, the right code, nothing out of its place."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import stat
import subprocess
import sys
import unicodedata
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from terminal import Cli, Result, story

from tracker import bounded
from tracker.errors import ExitCode, IntegrityError, UsageError

TEXT = "The ferry Aurora left Marby an hour late on Tuesday, its owner said."
POISON = "x\x1b[31m\x1b]0;owned\x07\u202e\u2066\x9b2J\r\n! FORGED"
VALUES = {
    "poison": POISON,
    "undecodable": os.fsdecode(b"caf\xe9"),
    "long": "x" * 100_000,
    "digits": "9" * 5_000,
    "path": "../../../etc/passwd",
    "empty": "",
}
STORY = "toy-recall"
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
WHO = ("--by", "x", "--reason", "x")
COMMANDS = [
    *("{}", "--{}", "show {}", "show S@{}", "show S --at {}", "show S --known-at {}", "show S --revision {}"),
    *("show S --tz {}", "show S --database {}", "stories --database sqlite:///{}", "stories --database http://[::{}"),
    *("log {}", "diff {}", "diff S {}", "diff S --context {}", "blame {}", "grep {}", "grep -E {}", "grep x {}"),
    *("replay {}", "stories --source {}", "stories --since {}", "audit {}", "audit --rule {}", "audit --explain {}"),
    *("review {}", "review S@r2 --by {}", "review S@r2 --by x -m {}", "void {} W"),
    *("void S@r1 --dry-run W --belongs-to {}",),
    *("redate S@r1 W --published {}", "link S {} --by x --dry-run", "withdraw S --dry-run --at {} W", "export {}"),
    *("erase {} --dry-run", "erase S {} --dry-run", "erase S --containing {} --dry-run", "status --source {}"),
    *("prove {} --out p", "evidence {} --out e", "evidence S {} --out e", "verify --against {}", "verify-proof {}"),
    *("checkpoint --key {}", "key new k --name {}", "status --max-age {}", "status --check --remember {}"),
    *("projections rebuild {}", "db restore {}", "db copy --to postgresql://{}", "config {}", "ingest {} --dry-run"),
    *("ingest - --dry-run --story {}", "ingest - --dry-run --source {}", "ingest - --dry-run --name-pattern {}"),
    *("ingest - --dry-run --encoding {}", "ingest - --dry-run --job {}", "ingest - --dry-run --published-tz {}"),
]  # fmt: skip


def words(command: str, value: str) -> list[str]:
    """A command's words: S is a story, W who did it and why, {} the value."""
    found: list[str] = []
    for word in command.split():
        if word == "W":
            found += WHO
        elif word == "S" or word.startswith("S@"):
            found.append(STORY + word[1:])
        else:
            found.append(word.replace("{}", value))
    return found


def check_said(result: Result) -> None:
    """A code with a meaning; messages of bounded length; nothing acts, nothing is forged, nothing is a traceback."""
    assert result.code in set(ExitCode) - {ExitCode.INTERNAL, ExitCode.INTERRUPTED}, result.err
    assert result.code in (0, 1) or result.err or result.out
    for text in (result.out, result.err):
        assert "Traceback" not in text
        assert not any(unicodedata.category(character) in HIDDEN for character in text.replace("\n", ""))
    for line in result.err.splitlines():
        assert not line.startswith("! FORGED")
        assert len(line) < 1_000


@pytest.mark.parametrize("command", COMMANDS)
def test_no_argument_is_too_much(desk: Cli, command: str) -> None:
    """Whatever stands where a name, a time, a number or a file should."""
    for value in VALUES.values():
        check_said(desk(*words(command, value), stdin=story(TEXT).encode()))
    left = {entry.name for entry in desk.folder.iterdir()}
    assert left <= {"e", "p", "k"}
    assert {entry.name for entry in desk.folder.parent.iterdir()} <= {"work", "config", "news.db"}


def test_no_message_repeats_a_long_name_whole(desk: Cli) -> None:
    """What matters of it are its beginning and the reason, which stands at the end."""
    result = desk("show", "x" * 100_000, "--tz", "y" * 100_000)
    assert result.code == ExitCode.USAGE
    assert result.err.endswith("such as America/New_York or UTC\n")


def test_bytes_that_are_no_text(desk: Cli) -> None:
    """Only names of files may hold them; the message says which argument does."""
    result = desk("stories", "--source", VALUES["undecodable"])
    assert (result.code, "'caf\\udce9' holds bytes that are no text" in result.err) == (ExitCode.USAGE, True)


def test_a_database_of_any_name(cli: Cli) -> None:
    """A ledger's file may be called what its folder lets it be; the demo says it harmlessly."""
    cli.write("a.txt", story(TEXT, key="wire:ferry", headline="Ferry leaves late"))
    for name in (VALUES["undecodable"], "a b?c#d%41&.db", "\x1b[31m\u202e.db"):
        assert cli("ingest", "a.txt", "--database", name).code == 0
        assert cli("stories", "--database", name).out.count("ferry-leaves-late") == 1
        assert (cli.folder / name).is_file()


def test_the_demo_names_its_database_harmlessly(cli: Cli) -> None:
    """A name that would colour the terminal, or turn the line around."""
    result = cli("demo", "--database", "\x1b[31m\u202e.db")
    assert result.code == 0
    check_said(result)


@pytest.fixture
def filed(cli: Cli) -> Cli:
    """A story recorded, and in the folder all that a file to be written could turn out to be."""
    cli.write("a.txt", story(TEXT, key="wire:ferry", headline="Ferry leaves late"))
    cli.ok("ingest", "a.txt")
    os.mkfifo(cli.folder / "pipe")
    (cli.folder / "folder").mkdir()
    (cli.folder / "circle").symlink_to("circle")
    (cli.folder / "nowhere").symlink_to("no/such/folder")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
    return cli


WRITERS = {
    "--rejects": ("ingest", "a.txt", "--rejects"),
    "--receipts": ("ingest", "a.txt", "--receipts"),
    "--metrics-file": ("status", "--metrics-file"),
    "prove": ("prove", "wire:ferry@r1", "--out"),
    "evidence": ("evidence", "wire:ferry", "--out"),
    "backup": ("db", "backup"),
    "key": ("key", "new"),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_where_no_file_can_be_written(filed: Cli, writer: str) -> None:
    """A pipe that nobody reads, a folder, a circle of links, a link to nowhere, a socket, a name too long, a file as a
    folder, a folder that is not there: refused in one line, and all stands as it stood."""
    before = {entry.name: entry.lstat().st_mode for entry in filed.folder.iterdir()}
    for target in ("pipe", "folder", "circle", "nowhere", "socket", "x" * 256, "a.txt/b", "no/such", "."):
        result = filed(*WRITERS[writer], target)
        assert result.code in (ExitCode.USAGE, ExitCode.STORAGE), (target, result)
        check_said(result)
    assert {entry.name: entry.lstat().st_mode for entry in filed.folder.iterdir()} == before


@pytest.mark.parametrize("writer", ["--rejects", "--receipts", "--metrics-file", "prove", "evidence", "key"])
def test_neither_ledger_nor_key_is_written_over(filed: Cli, writer: str) -> None:
    """Under their own names or through a link: a mistyped name must not cost the ledger."""
    filed.ok("key", "new", "desk.key")
    ledger = filed.folder.parent / "news.db"
    (filed.folder / "alias").symlink_to(ledger)
    before = ledger.read_bytes(), (filed.folder / "desk.key").read_bytes()
    for target in (str(ledger), "alias", "desk.key"):
        assert filed(*WRITERS[writer], target).code == ExitCode.USAGE
    assert (ledger.read_bytes(), (filed.folder / "desk.key").read_bytes()) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can lay a link as another user")
@pytest.mark.parametrize("writer", ["--rejects", "--receipts", "--metrics-file", "prove", "evidence", "backup"])
def test_nothing_is_written_through_another_user_s_link(filed: Cli, writer: str) -> None:
    """In a folder that all may write to, as /tmp is; where the link is one's own, it is followed and stays."""
    shared, target = filed.folder / "shared", filed.folder / "precious"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "out").symlink_to(target)
    os.lchown(shared / "out", 12_345, 12_345)
    result = filed(*WRITERS[writer], str(shared / "out"))
    assert (result.code, "another user" in result.err) == (ExitCode.USAGE, True)
    assert not target.exists()
    os.lchown(shared / "out", os.geteuid(), -1)
    filed.ok(*WRITERS[writer], str(shared / "out"))
    assert target.exists()
    assert (shared / "out").is_symlink()


def test_a_disk_that_is_always_full(filed: Cli) -> None:
    """Receipts that cannot be written end the run with 9; what was recorded stays recorded."""
    filed.write("b.txt", story(TEXT, key="wire:other", headline="Ferry again"))
    result = filed("ingest", "b.txt", "--receipts", "/dev/full")
    assert (result.code, "No space left on device" in result.err) == (ExitCode.STORAGE, True)
    filed.ok("show", "ferry-again")


def test_a_name_cannot_forge_a_message(cli: Cli) -> None:
    """The name of an input stays on its line, on the screen and in the files that are written."""
    cli.write("in/a\ntracker: recorded all.txt", b"\0")
    cli.write("in/\x1b[31m\u202eb.txt", b"\0")
    result = cli("ingest", "in", "--rejects", "rejects.jsonl")
    assert result.code == ExitCode.SOME_REJECTED
    check_said(result)
    assert [line.startswith("tracker: rejected ") for line in result.err.splitlines()] == [True, True]
    lines = (cli.folder / "rejects.jsonl").read_text().splitlines()
    assert {json.loads(line)["name"] for line in lines} == {"a\ntracker: recorded all.txt", "\x1b[31m\u202eb.txt"}


def test_files_that_are_no_keys_and_no_proofs(filed: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large, binary, endless, of very many lines, or a pipe that nobody writes to."""
    monkeypatch.setattr(bounded, "PATIENCE_S", 0.1)
    for name, content in {
        "large": b"x" * 10_000_000,
        "binary": bytes(range(256)) * 99,
        "lines": b"x\n" * 100_000,
    }.items():
        (filed.folder / name).write_bytes(content)
        (filed.folder / name).chmod(0o600)
    monkeypatch.setattr("tracker.desk.prove.LONGEST", 1 << 22)
    filed.ok("checkpoint", "--out", "cp")
    for name in ("large", "binary", "lines", "pipe", "folder", "/dev/zero", "/dev/null"):
        for asked in (("checkpoint", "--key"), ("verify", "--against", "cp", "--key"), ("verify-proof", "cp", "--key")):
            result = filed(*asked, name)
            assert result.code == ExitCode.USAGE, (asked, name, result)
            check_said(result)
        result = filed("verify-proof", name)
        assert result.code in (ExitCode.USAGE, ExitCode.INTEGRITY)
        check_said(result)
    for name in ("large", "binary", "lines", "folder", "/dev/zero"):
        result = filed("verify", "--against", name)
        assert result.code == ExitCode.USAGE
        check_said(result)


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> str:
    """A proof that holds."""
    from tracker.cli.main import run

    path = tmp_path_factory.mktemp("proof") / "p"
    assert run(["prove", f"{STORY}@r2", "--out", str(path), "--database", str(demo_database), "-q"]) == 0
    return path.read_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_proof_shows_nothing_or_the_same(proof: str, tmp_path: Path, data: st.DataObject) -> None:
    """Whatever is put in the place of any stretch of it, also inside what it discloses."""
    from tracker.desk.prove import check_proof

    path = tmp_path / "p"
    path.write_text(proof)
    whole = check_proof(path, [])
    start = data.draw(st.integers(0, len(proof)))
    end = data.draw(st.integers(start, min(len(proof), start + 50)))
    put = data.draw(st.text(max_size=5) | st.sampled_from(("AAAA", "\n", "=", "bnVsbA", "e30=", "W10=", "9" * 30)))
    path.write_text(proof[:start] + put + proof[end:], encoding="utf-8", errors="surrogatepass")
    try:
        checked = check_proof(path, [])
    except (IntegrityError, UsageError):
        return
    assert (checked.stored, checked.article, checked.capture) == (whole.stored, whole.article, whole.capture)


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ("events SET published_at = -9223372036854775808", ("show", STORY)),
        ("events SET recorded_at = 9223372036854775807", ("log", STORY)),
        ("shards SET size = 9223372036854775807", ("projections", "rebuild")),
        ("events SET data = json_set(data, '$.bodies.article[1]', 9007199254740991)", ("show", STORY)),
        ("bodies SET base = position, codec = 2", ("show", STORY)),
    ],
)
def test_a_doctored_ledger_is_named_as_one(cli: Cli, demo_database: Path, changed: str, asked: tuple[str, ...]) -> None:
    """Times outside the calendar, heads and sizes beyond reason, bodies coded against themselves: exit 5 and one
    line."""
    path = cli.folder.parent / "news.db"
    path.write_bytes(demo_database.read_bytes())
    doctored(path, f"UPDATE {changed}")
    result = cli(*asked)
    assert result.code == ExitCode.INTEGRITY, result.err
    check_said(result)


def doctored(path: Path, sql: str, *values: object) -> None:
    """Change a ledger as somebody would who owns its file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql, values)


@pytest.mark.slow
def test_a_doctored_ledger_bursts_no_command(demo_database: Path, tmp_path: Path) -> None:
    """Every body that stands by itself yields a gigabyte: no command takes half of that, or says anything but 5."""
    from tracker.ledger.bodies import zstd

    path = tmp_path / "doctored.db"
    path.write_bytes(demo_database.read_bytes())
    packer = zstd.ZstdCompressor(level=1)
    frame = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(1_024)), packer.flush()])
    body = frame + zlib.crc32(frame, 1).to_bytes(4, "little")
    doctored(path, "UPDATE bodies SET bytes = ?, codec = 1, base = NULL WHERE base IS NULL", body)
    environment = {**os.environ, "TRACKER_DATABASE": str(path), "XDG_CONFIG_HOME": str(tmp_path)}
    for asked in (
        ["verify"],
        ["show", STORY],
        ["export", "--all"],
        ["evidence", STORY, "--out", "e"],
        ["blame", STORY],
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", *asked],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == ExitCode.INTEGRITY
        assert used.ru_maxrss < 512 * 1024
        assert used.ru_utime + used.ru_stime < 15
    assert stat.S_ISREG(path.stat().st_mode)
    assert not (tmp_path / "e").exists()
