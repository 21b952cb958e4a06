"""What each exit code means, as a table of situations; and that no message is a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Cli, story

from tracker.errors import ExitCode

TEXT = "The ferry Aurora left Marby an hour late on Tuesday, its owner said."


def recorded(cli: Cli) -> None:
    cli.write("a.txt", story(TEXT, key="wire:ferry", headline="Ferry leaves late"))
    cli.ok("ingest", "a.txt")


def two_alike(cli: Cli) -> None:
    for number in (1, 2):
        cli.write(f"{number}.txt", story(TEXT, key=f"wire:{number}", headline="Ferry leaves late"))
    cli.ok("ingest", "1.txt", "2.txt")


def nothing(cli: Cli) -> None:
    """A fresh machine."""


def tampered(cli: Cli) -> None:
    recorded(cli)
    _sql(cli, "DROP TRIGGER events_no_update", "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 1")


def behind(cli: Cli) -> None:
    recorded(cli)
    _sql(cli, "UPDATE alembic_version SET version_num = '0001'")


def ahead(cli: Cli) -> None:
    recorded(cli)
    _sql(cli, "UPDATE alembic_version SET version_num = '9999'")


def drifted(cli: Cli) -> None:
    recorded(cli)
    _sql(cli, "UPDATE stories SET headline = 'Ferry sinks'")


def no_database_file(cli: Cli) -> None:
    (cli.folder.parent / "news.db").write_bytes(b"this is a letter, not a database" * 100)


def unwritable(cli: Cli) -> None:
    recorded(cli)


SITUATIONS: list[tuple[str, Callable[[Cli], None], list[str], ExitCode, str]] = [
    ("all is well", recorded, ["show", "ferry-leaves-late"], ExitCode.FINE, ""),
    ("help", nothing, ["--help"], ExitCode.FINE, ""),
    ("the version", nothing, ["--version"], ExitCode.FINE, ""),
    ("a sound ledger", recorded, ["verify"], ExitCode.FINE, ""),
    ("a read model that drifted", drifted, ["projections", "check"], ExitCode.DIFFERENCES, ""),
    ("no such command", nothing, ["shwo"], ExitCode.USAGE, "shwo"),
    ("no such option", recorded, ["show", "ferry-leaves-late", "--when", "now"], ExitCode.USAGE, "--when"),
    ("a time that is none", recorded, ["show", "ferry-leaves-late", "--at", "teatime"], ExitCode.USAGE, "teatime"),
    ("a zone that is none", recorded, ["stories", "--tz", "Mars/Olympus"], ExitCode.USAGE, "Mars/Olympus"),
    ("a range that is none", recorded, ["diff", "ferry-leaves-late", "one..two"], ExitCode.USAGE, "one"),
    ("bytes and an object", recorded, ["show", "ferry-leaves-late", "--raw", "--json"], ExitCode.USAGE, "--raw"),
    ("nothing to export", recorded, ["export"], ExitCode.USAGE, "--all"),
    ("an unsupported database", nothing, ["stories", "--database", "mysql://x/y"], ExitCode.USAGE, "mysql"),
    (
        "one story for two files",
        recorded,
        ["ingest", "--story", "a:b", "a.txt", "c.txt"],
        ExitCode.USAGE,
        "--same-story",
    ),
    ("a rejected input", nothing, ["ingest", "missing.txt"], ExitCode.SOME_REJECTED, "missing.txt"),
    ("no such story", recorded, ["show", "flood"], ExitCode.NOT_FOUND, "flood"),
    ("no such revision", recorded, ["show", "ferry-leaves-late@r7"], ExitCode.NOT_FOUND, "r7"),
    ("no such position", recorded, ["show", "ferry-leaves-late", "--known-at", "#99"], ExitCode.NOT_FOUND, "#99"),
    ("an ambiguous prefix", two_alike, ["show", "ferry-leaves"], ExitCode.NOT_FOUND, "wire:1"),
    ("a tampered ledger", tampered, ["verify"], ExitCode.INTEGRITY, ""),
    ("no database", nothing, ["stories"], ExitCode.DATABASE_STATE, "tracker ingest"),
    ("a database that is behind", behind, ["show", "ferry-leaves-late"], ExitCode.DATABASE_STATE, "tracker db upgrade"),
    ("ingest into one that is behind", behind, ["ingest", "a.txt"], ExitCode.DATABASE_STATE, "tracker db upgrade"),
    ("a database that is ahead", ahead, ["stories"], ExitCode.DATABASE_STATE, "newer"),
    ("no database but a letter", no_database_file, ["stories"], ExitCode.DATABASE_STATE, "not a"),
    ("no server", nothing, ["stories", "--database", "postgresql://x@/y?host=nowhere"], ExitCode.STORAGE, "again"),
    (
        "no room for receipts",
        recorded,
        ["ingest", "a.txt", "--receipts", "no/such/folder"],
        ExitCode.STORAGE,
        "no/such",
    ),
]


@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "said"), [row[1:] for row in SITUATIONS], ids=[row[0] for row in SITUATIONS]
)
def test_exit_code(cli: Cli, prepare: Callable[[Cli], None], arguments: list[str], code: ExitCode, said: str) -> None:
    """Each situation ends with its code and a message that names what is wrong, never with a traceback."""
    prepare(cli)
    result = cli(*arguments)
    assert result.code == code, result.err
    assert said in result.err
    assert "Traceback" not in result.err
    assert "internal error" not in result.err


def test_an_ambiguous_name_lists_what_can_be_copied(cli: Cli) -> None:
    """Each candidate has its `source:id`, its headline and its time; the first works when pasted."""
    two_alike(cli)
    result = cli("show", "ferry-leaves")
    assert "wire:1" in result.err
    assert "wire:2" in result.err
    assert "Ferry leaves late" in result.err
    assert "2024-03-01T10:00:00Z" in result.err
    assert cli.ok("show", "wire:1", "--json").json["story"]["slug"] == "ferry-leaves-late"


def test_an_unexpected_error_is_70_and_says_how_to_report_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends with one line and code 70."""
    recorded(cli)
    monkeypatch.setattr("tracker.desk.history.list_stories", lambda *_, **__: 1 / 0)
    result = cli("stories")
    assert result.code == ExitCode.INTERNAL
    assert "internal error: ZeroDivisionError" in result.err
    assert "Traceback" not in result.err


def test_an_interrupt_is_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and says that nothing recorded is lost."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    recorded(cli)
    monkeypatch.setattr("tracker.desk.history.list_stories", interrupted)
    result = cli("stories")
    assert result.code == ExitCode.INTERRUPTED
    assert "stays recorded" in result.err


def _sql(cli: Cli, *statements: str) -> None:
    path: Path = cli.folder.parent / "news.db"
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
