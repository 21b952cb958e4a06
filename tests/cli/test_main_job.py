"""The main job by hand: record revisions, see what changed, replay what was said at a moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import Cli, story

FIRST = "Engineers opened two gates of the Orsa dam on Friday after a week of rain."
SECOND = "The lake had risen to within a metre of the crest, the water board said."
COMMENT = "“We would rather be early than sorry,” said its director, Lena Quist."


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """A story of three revisions: a paragraph added at 11:00, a number changed at 12:00."""
    cli.write("in/1.txt", story(FIRST, SECOND))
    cli.write(
        "in/2.txt",
        story(FIRST, COMMENT, SECOND, published="2024-03-01T11:00:00Z", note="Adds comment in second paragraph"),
    )
    changed = FIRST.replace("two gates", "three gates")
    cli.write("in/3.txt", story(changed, COMMENT, SECOND, published="2024-03-01T12:00:00Z", note="Updates gates"))
    cli.ok("ingest", "in")
    return cli


def test_revisions_are_recorded_once_however_often_they_are_ingested(dam: Cli) -> None:
    """A second run over the same folder records nothing and says so."""
    again = dam.ok("ingest", "in", "--json").json
    assert again["schema"] == "tracker.ingest/1"
    assert len(dam.ok("log", "dam-gates-opened", "--json").json["lines"]) == 3
    assert dam.ok("export", "--all").out.count("\n") == 3


def test_show_gives_the_newest_text_with_its_times(dam: Cli) -> None:
    """Without a moment, `show` prints the newest revision, its publish time and its note."""
    shown = dam.ok("show", "dam-gates-opened").out
    assert "r3" in shown
    assert "three gates" in shown
    assert "1 Mar 2024 12:00 UTC" in shown
    assert "Updates gates" in shown


@pytest.mark.parametrize(
    ("at", "revision"), [("2024-03-01T10:00Z", 1), ("2024-03-01T10:59:59Z", 1), ("2024-03-01T11:30Z", 2), ("now", 3)]
)
def test_show_and_replay_agree_on_what_was_said_at_an_instant(dam: Cli, at: str, revision: int) -> None:
    """Both give the revision that was the newest published at the instant; replay says that the read model agrees."""
    shown = dam.ok("show", "dam-gates-opened", "--at", at, "--json").json
    replayed = dam.ok("replay", "dam-gates-opened", "--at", at, "--json").json
    assert shown["revision"]["number"] == replayed["revision"]["number"] == revision
    assert shown["article"] == replayed["article"]
    assert replayed["projection"]["agrees"] is True


def test_a_moment_before_the_first_revision_exits_4_and_names_the_first(dam: Cli) -> None:
    """Nothing was published then; the message says when something was."""
    result = dam("show", "dam-gates-opened", "--at", "2024-03-01T09:00Z")
    assert result.code == 4
    assert "2024-03-01T10:00:00Z" in result.err


def test_a_future_known_at_is_refused(dam: Cli) -> None:
    """What will be known is not known."""
    result = dam("show", "dam-gates-opened", "--known-at", "2999-01-01T00:00Z")
    assert result.code == 2
    assert "ahead" in result.err


def test_a_position_repeats_an_answer_exactly(dam: Cli) -> None:
    """`--known-at '#N'` with the printed position gives the same revision also after more was recorded."""
    position = dam.ok("show", "dam-gates-opened", "--json").json["revision"]["position"]
    dam.write("in/4.txt", story(FIRST, published="2024-03-01T13:00:00Z"))
    dam.ok("ingest", "in")
    assert dam.ok("show", "dam-gates-opened", "--json").json["revision"]["number"] == 4
    repeated = dam.ok("show", "dam-gates-opened", "--known-at", f"#{position}", "--json").json
    assert repeated["revision"]["number"] == 3


def test_diff_says_which_paragraph_came_and_which_words_changed(dam: Cli) -> None:
    """r2 adds the second paragraph; r3 changes a number, shown in words without colour."""
    added = dam.ok("diff", "dam-gates-opened@r2").out
    assert "¶2" in added
    assert "early than sorry" in added
    changed = dam.ok("diff", "dam-gates-opened").out
    assert "[-two-]{+three+}" in changed
    both = dam.ok("diff", "dam-gates-opened", "r1..r3", "--json").json
    assert {change["part"] for change in both["changes"]} == {"paragraph", "note"}
    assert dam.ok("diff", "dam-gates-opened", "-3..-1", "--json").json["changes"] == both["changes"]


def test_the_first_revision_has_nothing_to_be_compared_with(dam: Cli) -> None:
    """Asking for what r1 changed exits 4 and says why."""
    result = dam("diff", "dam-gates-opened@r1")
    assert result.code == 4
    assert "first revision" in result.err


def test_raw_gives_the_capture_byte_for_byte(cli: Cli) -> None:
    """Line ends, the byte order mark and trailing white space come back as they went in."""
    raw = b"\xef\xbb\xbf" + story(FIRST, SECOND + "   ").replace("\n", "\r\n").encode() + b"\r\n\r\n"
    cli.write("crlf.txt", raw)
    cli.ok("ingest", "crlf.txt")
    assert cli.ok("show", "dam-gates-opened", "--raw").raw == raw


def test_an_export_is_read_back_into_the_same_content_and_times(dam: Cli, tmp_path: Path) -> None:
    """Exported, ingested into an empty ledger and exported again, not a byte differs."""
    exported = dam.ok("export", "--all").raw
    dam.write("all.jsonl", exported)
    other = str(tmp_path / "other.db")
    dam.ok("ingest", "all.jsonl", "--database", other)
    assert dam.ok("export", "--all", "--database", other).raw == exported
    assert all(json.loads(line)["published"] for line in exported.splitlines())


def test_a_dry_run_says_what_would_be_and_records_nothing(cli: Cli, tmp_path: Path) -> None:
    """Not even the database is made."""
    cli.write("in/1.txt", story(FIRST))
    cli.write("in/2.txt", story(FIRST, SECOND, published="2024-03-01T11:00:00Z"))
    result = cli.ok("ingest", "in", "--dry-run")
    assert "2" in result.out
    assert not (tmp_path / "news.db").exists()


def test_receipts_and_rejects_name_every_input(cli: Cli) -> None:
    """Receipts hold a line for each input on disk, rejects one for each that was left out; the exit code is 3."""
    cli.write("in/good.txt", story(FIRST))
    cli.write("in/bad.txt", b"\xff\xfe not text")
    result = cli("ingest", "in", "--receipts", "receipts.jsonl", "--rejects", "rejects.jsonl")
    assert result.code == 3
    receipts = [json.loads(line) for line in (cli.folder / "receipts.jsonl").read_text().splitlines()]
    rejects = [json.loads(line) for line in (cli.folder / "rejects.jsonl").read_text().splitlines()]
    assert [(line["name"], line["outcome"], line["revision"]) for line in receipts] == [("good.txt", "recorded", 1)]
    assert [line["name"] for line in rejects] == ["bad.txt"]
    assert "bad.txt" in result.err


def test_what_a_run_writes_is_no_input_of_it(cli: Cli) -> None:
    """Receipts, rejects and the database may lie in the ingested folder."""
    cli.write("good.txt", story(FIRST))
    for _ in range(2):
        result = cli.ok(
            *("ingest", ".", "--receipts", "out.jsonl", "--rejects", "bad.jsonl", "--database", "here.db", "--json")
        )
    assert result.json["outcomes"] == {"recorded": 0, "confirmed": 0, "unchanged": 0, "seen_before": 1, "withdrawn": 0}


def test_a_late_arrival_is_marked_and_moves_nobody_s_number(dam: Cli) -> None:
    """A revision published between r1 and r2 but recorded last is r4, listed second, marked late."""
    dam.write("late.txt", story(FIRST, "Fishermen were told to leave the river.", published="2024-03-01T10:30:00Z"))
    dam.ok("ingest", "late.txt")
    lines = dam.ok("log", "dam-gates-opened", "--json").json["lines"]
    assert [(line["revision"]["number"], line["late"]) for line in lines] == [
        (1, False),
        (4, True),
        (2, False),
        (3, False),
    ]
    recorded = dam.ok("log", "dam-gates-opened", "--recorded-order", "--json").json["lines"]
    assert [line["revision"]["number"] for line in recorded] == [1, 2, 3, 4]
    assert "late" in dam.ok("log", "dam-gates-opened").out


def test_standard_input_is_read_with_a_key_from_the_command_line(cli: Cli) -> None:
    """Plain copy without front matter needs --story; without it the message says how to give it."""
    copy = f"{FIRST}\n\n{SECOND}\n".encode()
    refused = cli("ingest", "-", stdin=copy)
    assert refused.code == 3
    assert "--story SOURCE:ID" in refused.err
    cli.ok("ingest", "--story", "desk:dam", "-", stdin=copy)
    assert cli.ok("show", "desk:dam", "--json").json["revision"]["basis"] == "recorded"


def test_a_revision_of_another_story_draws_a_warning(cli: Cli) -> None:
    """Text that shares next to nothing with the one before it is recorded, but the desk is asked."""
    cli.write("a.txt", story(FIRST, SECOND, COMMENT))
    other = (
        "Parliament voted late Thursday against raising pension contributions, dealing ministers their third defeat."
    )
    cli.write("b.txt", story(other, published="2024-03-01T11:00:00Z", headline="Pension vote fails"))
    assert cli.ok("ingest", "a.txt").err == ""
    warned = cli.ok("ingest", "b.txt", "-v")
    assert "warning" in warned.err
    assert "same story" in warned.err
