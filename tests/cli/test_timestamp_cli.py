"""`checkpoint --timestamp` and `verify-timestamp` at the command line, with an authority of its own beside it."""

from __future__ import annotations

import re
import shlex
import sys
import time
from collections.abc import Callable
from datetime import UTC
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from authorities import REPLY, STAMPS, Authority, grants, needs_openssl, root, run, says, serving
from terminal import Cli, story

from tracker.cli.main import run as tracker
from tracker.desk.timestamps import authority, beside, stamp
from tracker.evidence import der
from tracker.story.times import from_rfc3339
from tracker.views import timestamp as view
from tracker.views.style import Style

pytestmark = needs_openssl
ROOT = root()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"), ROOT.issues("Example TSA", usage=STAMPS), (ROOT,))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with nothing in it; for tests that only read."""
    path = tmp_path_factory.mktemp("ledger") / "news.db"
    assert tracker(["db", "upgrade", "--database", str(path)]) == 0
    return path


@pytest.fixture
def desk(cli: Cli, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line on that ledger, the root certificate in root.pem, a story in a.txt, and no proxy between."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("TRACKER_DATABASE", str(ledger))
    cli.write("a.txt", story("The dam failed at dawn."))
    (cli.folder / "root.pem").write_bytes(ROOT.pem)
    return cli


def test_a_checkpoint_with_a_timestamp(desk: Cli, tsa: Authority) -> None:
    """It lies beside the checkpoint, openssl takes it as it is, and so does `verify-timestamp`, which asks nobody."""
    with serving(grants(tsa)) as url:
        told = desk.ok(
            "checkpoint", "--out", "kept.txt", "--timestamp", url, "--timestamp-ca", "root.pem", "--json"
        ).json
    ((one,)) = told["checkpoints"]
    assert (one["file"], one["timestamp"]["file"]) == ("kept.txt", "kept.txt.tsr")
    assert (one["timestamp"]["authority"], one["timestamp"]["trusted"]) == ("Example TSA", True)
    taken = run("ts", "-verify", "-data", "kept.txt", "-in", "kept.txt.tsr", "-CAfile", "root.pem", folder=desk.folder)
    assert "Verification: OK" in taken
    checked = desk.ok("verify-timestamp", "kept.txt", "--ca", "root.pem", "--database", "nowhere.db", "--json").json
    assert (checked["file"], checked["timestamp"]) == ("kept.txt", one["timestamp"])
    assert abs(from_rfc3339(checked["timestamp"]["time"]) / 1e6 - time.time()) < 120
    assert "NOT CHECKED" not in desk.ok("verify-timestamp", "kept.txt", "--ca", "root.pem").out
    assert "NOT CHECKED" in desk.ok("verify-timestamp", "kept.txt").out
    assert not (desk.folder / "nowhere.db").exists()


def test_the_earlier_timestamp_is_kept(desk: Cli, tsa: Authority) -> None:
    """Where the checkpoint is as it was, nobody is asked again; once the log has grown, a new one takes its place."""
    with serving(grants(tsa)) as url:
        desk.ok("ingest", "a.txt", "--database", "own.db")
        asked = ("checkpoint", "--database", "own.db", "--out", "kept.txt", "--timestamp", url)
        assert "timestamped" in desk.ok(*asked).out
        first = (desk.folder / "kept.txt.tsr").read_bytes()
        desk.ok(*asked)
        assert (desk.folder / "kept.txt.tsr").read_bytes() == first
        desk.ok("ingest", "a.txt", "--database", "own.db")
        desk.ok(*asked)
    assert (desk.folder / "kept.txt.tsr").read_bytes() != first
    desk.ok("verify-timestamp", "kept.txt")


def test_an_authority_that_is_not_trusted(desk: Cli, tsa: Authority) -> None:
    """Its answer is not kept."""
    (desk.folder / "other.pem").write_bytes(root("Other Root").pem)
    with serving(grants(tsa)) as url:
        refused = desk("checkpoint", "--out", "kept.txt", "--timestamp", url, "--timestamp-ca", "other.pem")
    assert (refused.code, "does not lead to one that is trusted" in refused.err) == (8, True)
    assert not (desk.folder / "kept.txt.tsr").exists()


def trickles(_: bytes, to: BaseHTTPRequestHandler) -> None:
    """A byte now and then, each soon enough for a socket."""
    to.send_response(200)
    to.send_header("Content-Type", REPLY)
    to.end_headers()
    for _ in range(100):
        time.sleep(0.05)
        try:
            to.wfile.write(b"\x30")
        except OSError:
            return


REJECTED = der.encoded(
    der.SEQUENCE,
    der.encoded(
        der.SEQUENCE,
        der.encoded_integer(2),
        der.encoded(der.SEQUENCE, der.encoded(der.UTF8, b"\x1b]0;gone\x07 pay first")),
        der.encoded(der.BITS, b"\x00\x00\x00\x00\x40"),
    ),
)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (says(b"gone", code=404), "answers 404 Not Found"),
        (says(b"", code=302, Location="file:///etc/passwd"), "sends on to 'file:///etc/passwd'"),
        (says(b"", code=307, Location="http://elsewhere.test/"), "sends on to 'http://elsewhere.test/'"),
        (says(b"<html>", kind="text/html; charset=utf-8"), "it answers with text/html, not"),
        (says(b"<html>"), "cannot be read as one"),
        (says(b"\x30\x82"), "ends too early"),
        (says(b"\x30" * 1_000_001), "more than 1,000,000 bytes"),
        (says(REJECTED), "it was rejected; the system failed there; its words:"),
        (says(b"0" * 10, **{"Content-Length": "90"}), "ends too early"),
        (lambda _, to: to.wfile.write(b"SSH-2.0-server\r\n"), "cannot be asked"),
        (trickles, "gave no whole answer within 0.2 s"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_no_timestamp_is_to_be_had(
    desk: Cli, monkeypatch: pytest.MonkeyPatch, answer: Callable[..., None], said: str
) -> None:
    """Exit 8 and one line that says whose fault it was; the checkpoint is there all the same, and no timestamp is."""
    monkeypatch.setattr("tracker.desk.timestamps.PATIENCE", 0.2 if answer is trickles else 5.0)
    with serving(answer) as url:
        result = desk("checkpoint", "--out", "kept.txt", "--timestamp", url, "--json")
    assert result.code == 8
    assert said in result.err
    assert "kept.txt is written, but without a timestamp: http://127.0.0.1:" in result.err
    assert result.err.count("\n") == 1
    assert result.err.strip().isprintable()
    assert result.json["checkpoints"][0]["timestamp"] is None
    assert (desk.folder / "kept.txt").read_text().startswith("tracker/")
    assert not (desk.folder / "kept.txt.tsr").exists()


def test_the_line_of_the_manual(desk: Cli, tsa: Authority) -> None:
    """It leaves a checkpoint of the day with its timestamp, and mails nothing."""
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    (line,) = re.findall(r"^\d+ \d+ \* \* \* .* --timestamp .*$", page, re.M)
    command = line.split(None, 5)[5].removesuffix(" > /dev/null").replace(r"$(date +\%F)", "2026-11-23")
    words = shlex.split(command.replace("/mnt/backup/", ""))[1:]
    (desk.folder / "authority.pem").write_bytes(ROOT.pem)
    with serving(grants(tsa)) as url:
        assert desk.ok(*(url if word.startswith("https:") else word for word in words)).err == ""
    assert "tsa.example.org" in line
    desk.ok("verify-timestamp", "2026-11-23.checkpoint", "--ca", "authority.pem")


def test_what_lies_beside_a_checkpoint(desk: Cli, tsa: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing, a timestamp of it, or something else; without the extra nobody can tell, and that is said."""
    file, looks = Path("kept.txt"), Style(width=80, colour=False, zone=UTC, now=0)
    with serving(grants(tsa)) as url:
        desk.ok("checkpoint", "--out", "kept.txt")
        assert beside(file) is None
        desk.ok("checkpoint", "--out", "kept.txt", "--timestamp", url)
    found = beside(file)
    assert found is not None
    assert re.fullmatch(r"timestamped .* UTC by Example TSA, says kept\.txt\.tsr", view.beside(found, looks).text)
    assert "by Example TSA, says kept.txt.tsr" in " ".join(desk.ok("verify", "--against", "kept.txt").out.split())
    (desk.folder / "kept.txt").write_text("more\n")
    other = beside(desk.folder / "kept.txt")
    assert other is not None
    assert "of other bytes than these" in view.beside(other, looks).text
    monkeypatch.setitem(sys.modules, "cryptography", None)
    unread = beside(desk.folder / "kept.txt")
    assert unread is not None
    assert "news-update-tracker[timestamp]" in view.beside(unread, looks).text


def test_somebody_else_s_answer(desk: Cli, tsa: Authority) -> None:
    """A good timestamp of the same file, for an earlier request, is none for this one."""
    with serving(grants(tsa)) as url:
        desk.ok("checkpoint", "--out", "kept.txt", "--timestamp", url)
    (desk.folder / "kept.txt.tsr").rename(desk.folder / "old.tsr")
    with serving(says((desk.folder / "old.tsr").read_bytes())) as url:
        refused = desk("checkpoint", "--out", "kept.txt", "--timestamp", url)
    assert (refused.code, "answers another request" in refused.err) == (8, True)
    desk.ok("verify-timestamp", "kept.txt", "--timestamp", "old.tsr")


def test_nobody_there(desk: Cli) -> None:
    """A timestamp of what stood there before stays, and is named as such; all files without one are named."""
    (desk.folder / "kept.txt.tsr").write_bytes(b"of old")
    refused = desk("checkpoint", "--out", "kept.txt", "--timestamp", "http://127.0.0.1:1/")
    assert (refused.code, "Connection refused" in refused.err) == (8, True)
    assert "kept.txt.tsr: of what stood there before" in refused.err
    assert (desk.folder / "kept.txt.tsr").read_bytes() == b"of old"
    files = [Path("kept.txt"), desk.folder / "root.pem"]
    said = stamp(files, authority("http://127.0.0.1:1/", None)).failed
    assert said is not None
    assert said.startswith(f"kept.txt, {files[1]} are written")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--timestamp", "http://tsa.test/"],
        ["--out", "kept.txt", "--timestamp-ca", "root.pem"],
        ["--out", "kept.txt", "--timestamp", "http://tsa.test/", "--timestamp-ca", "a.txt"],
        ["--out", "kept.txt", "--timestamp", "http://tsa.test/", "--timestamp-ca", "nowhere.pem"],
        *(
            ["--out", "kept.txt", "--timestamp", url]
            for url in ("file:///etc/passwd", "tsa.test", "http://", "http://tsa.test:x/", "ftp://tsa.test/",
                        "http://me:secret@tsa.test/", "http://tsa.test/\x1b[2J", "http://tsa.test/ b", "http://[", "")
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(desk: Cli, arguments: list[str]) -> None:
    """Exit 2 before anything is written; a password in an address is not repeated."""
    refused = desk("checkpoint", *arguments)
    assert refused.code == 2
    assert refused.err.strip().isprintable()
    assert "secret" not in refused.err
    assert not (desk.folder / "kept.txt").exists()


def test_without_the_extra(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said before anything is written."""
    monkeypatch.setitem(sys.modules, "cryptography", None)
    refused = desk("checkpoint", "--out", "kept.txt", "--timestamp", "http://127.0.0.1:1/")
    assert (refused.code, "news-update-tracker[timestamp]" in refused.err) == (2, True)
    assert not (desk.folder / "kept.txt").exists()


def test_a_timestamp_of_something_else(desk: Cli, tsa: Authority) -> None:
    """One byte more in the file, or another authority than the one that is trusted: exit 5; no file at all: exit 2."""
    with serving(grants(tsa)) as url:
        desk.ok("checkpoint", "--out", "kept.txt", "--timestamp", url)
    (desk.folder / "other.pem").write_bytes(root("Other Root").pem)
    assert desk("verify-timestamp", "kept.txt", "--ca", "other.pem").code == 5
    (desk.folder / "kept.txt").write_text("more\n")
    refused = desk("verify-timestamp", "kept.txt")
    assert (refused.code, "of other bytes than these" in refused.err) == (5, True)
    assert desk("verify-timestamp", "a.txt").code == 2
    assert desk("verify-timestamp", "nowhere.txt", "--timestamp", "kept.txt.tsr").code == 2
    assert desk("verify-timestamp", "a.txt", "--timestamp", "a.txt").code == 5
