"""`tracker verify` at the command line: parts, samples, limits of time, tables and guards, lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from terminal import Cli, story

from tracker.desk.checking import Place, parse_place, parse_share
from tracker.errors import UsageError


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """Two revisions of one story, recorded: opening #0, revisions #1 and #3, runs #2 and #4."""
    for hour, text in ((1, "The river rose by 2 m."), (2, "The river rose by 3 m.")):
        name = cli.write(f"{hour}.txt", story(text, published=f"2024-09-14T0{hour}:00:00Z"))
        cli.ok("ingest", name)
    return cli


def change(cli: Cli, *statements: str) -> None:
    """Change the database past the program."""
    with closing(sqlite3.connect(cli.folder.parent / "news.db")) as connection:
        for sql in statements:
            connection.execute(sql)
        connection.commit()


def words(cli: Cli, *arguments: str) -> str:
    """What `verify` prints, on one line."""
    return " ".join(cli("verify", *arguments).out.split())


def test_a_part_says_what_it_left_out(dam: Cli) -> None:
    """`--since` reads from there on, says what was not read, and comes to the same head."""
    whole = dam.ok("verify", "--json").json
    part = dam.ok("verify", "--since", "#3", "--json").json
    assert (part["events"], part["since"], part["complete"]) == (2, {"shard": 0, "position": 3}, True)
    assert part["shards"][0]["root"] == whole["shards"][0]["root"]
    said = words(dam, "--since", "0:3")
    assert "sound: 2 events" in said
    assert "not read: the events before #3; their leaf hashes were taken as they are stored" in said


def test_a_sample_says_how_to_draw_it_again(dam: Cli) -> None:
    """`--sample` prints the seed; with it the same bodies are read."""
    drawn = dam.ok("verify", "--sample", "50%", "--json").json
    again = dam.ok("verify", "--sample", "0.5", "--seed", str(drawn["sample"]["seed"]), "--json").json
    assert (again["bodies"], again["sample"]) == (drawn["bodies"], drawn["sample"])
    assert again["events"] == 5
    said = words(dam, "--sample", "2.5%", "--seed", "11")
    assert "the bodies of a random 2.5% of the events (--seed 11); of the others only that they are there" in said


def test_an_ended_check_says_how_to_go_on(dam: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its time is up it exits 0 with what was sound so far and the position to go on from."""
    monkeypatch.setattr("tracker.ledger.verify.CHUNK", 2)
    monkeypatch.setattr("tracker.cli.verify._deadline", lambda text: lambda: text == "1s")
    ended = dam("verify", "--max-duration", "1s", "--projections")
    assert ended.code == 0
    said = " ".join(ended.out.split())
    assert said.startswith("sound so far: 2 events")
    assert "NOT FINISHED: go on with `tracker verify --since 2`" in said
    assert "lists not checked: the log was not finished" in said
    assert "tree head over the first 2 " in said
    told = dam.ok("verify", "--max-duration", "1s", "--json").json
    assert (told["complete"], told["resume"]) == (False, {"shard": 0, "position": 2})
    assert dam.ok("verify", "--max-duration", "1h", "--since", "2", "--json").json["complete"]


def test_time_that_is_up(dam: Cli) -> None:
    """`--max-duration` is a span as `status` takes them; a small ledger is checked within a second of it."""
    assert dam.ok("verify", "--max-duration", "1h", "--json").json["resume"] is None
    assert dam("verify", "--max-duration", "soon").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "x"], "'x' is no position"),
        (["--since", "6"], "position #6 lies beyond the end: the log has 5 events there"),
        (["--since", "1:0"], "this log has no shard 1"),
        (["--since", "-1"], "'-1' is no position"),
        (["--sample", "0"], "'0' is no share"),
        (["--sample", "101%"], "'101%' is no share"),
        (["--sample", "nan"], "'nan' is no share"),
        (["--seed", "5"], "--seed says how a --sample is drawn; there is none"),
        (["--jobs", "0"], "--jobs"),
        (["--key", "a+b+c"], "--key says who signed"),
        (["--against", "kept.txt", "--max-duration", "5m"], "leave --max-duration out"),
    ],
)
def test_what_cannot_be_meant(dam: Cli, arguments: Sequence[str], said: str) -> None:
    """Positions that there are not, shares of nothing, options without what they are for: exit 2, and why."""
    refused = dam("verify", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert said in " ".join(refused.err.split())


def test_checkpoints_and_parts(dam: Cli) -> None:
    """A checkpoint at or after --since is held against what was recomputed; one before it is refused."""
    dam.ok("checkpoint", "--out", "kept.txt")
    for since in ("0", "3", "5"):
        (held,) = dam.ok("verify", "--against", "kept.txt", "--since", since, "--json").json["against"]
        assert held["standing"] == "continues"
    cli_name = dam.write("3.txt", story("The river fell.", published="2024-09-14T03:00:00Z"))
    dam.ok("ingest", cli_name)
    refused = dam("verify", "--against", "kept.txt", "--since", "6")
    assert (refused.code, "give an earlier --since, or none" in " ".join(refused.err.split())) == (2, True)
    change(dam, "DROP TRIGGER events_no_update", "UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 1")
    told = dam("verify", "--against", "kept.txt", "--since", "4", "--json")
    assert (told.code, told.json["against"][0]["standing"]) == (5, "rewritten")


def test_guards_and_tables(dam: Cli) -> None:
    """A dropped guard is exit 5, apart from the log, which is sound; `db upgrade` puts it back."""
    change(dam, "DROP TRIGGER events_no_delete")
    told = dam("verify", "--json")
    assert (told.code, told.json["sound"], told.json["flaws"]) == (5, False, [])
    assert [one.partition(":")[0] for one in told.json["schema_flaws"]] == [
        "the guard events_no_delete of events is missing"
    ]
    said = words(dam)
    assert said.startswith("sound: 5 events")
    assert "THE TABLES AND GUARDS ARE NOT AS THEY WERE MADE: 1 flaw - The guard events_no_delete" in said
    dam.ok("db", "upgrade")
    assert dam.ok("verify", "--json").json["schema_flaws"] == []


def test_lists_that_differ(dam: Cli) -> None:
    """`--projections` tells lists that differ from a log that is sound; a rebuild puts them right."""
    assert dam.ok("verify", "--json").json["lists"] == "not asked"
    assert "the lists say what the log says" in words(dam, "--projections")
    change(dam, "UPDATE stories SET headline = 'Fog'")
    told = dam("verify", "--projections", "--json")
    assert (told.code, told.json["flaws"], told.json["lists"]) == (5, [], "checked")
    assert len(told.json["list_flaws"]) == 1
    said = words(dam, "--projections")
    assert said.startswith("sound: 5 events")
    assert "THE LISTS ARE NOT WHAT THE LOG SAYS (`tracker projections rebuild` puts it right): 1 flaw" in said
    dam.ok("projections", "rebuild")
    assert dam.ok("verify", "--projections", "--json").json["list_flaws"] == []


def test_lists_of_a_log_that_is_not_sound(dam: Cli) -> None:
    """Of a log that is not sound they tell nothing: they are not made anew from it."""
    change(dam, "DELETE FROM bodies WHERE position = 1 AND slot = 'capture'")
    told = dam("verify", "--projections", "--json")
    assert (told.code, told.json["lists"], told.json["list_flaws"]) == (5, "log not sound", [])
    assert "lists not checked: of a log that is not sound they tell nothing" in words(dam, "--projections")


def test_several_processes(dam: Cli) -> None:
    """`--jobs` comes to what one process comes to."""
    alone, many = (dam.ok("verify", "--json", *jobs).json for jobs in ((), ("--jobs", "2")))
    assert {**many, "now": alone["now"]} == alone


def test_places_and_shares() -> None:
    """Positions as `verify` prints them, shares as percentages or fractions."""
    assert parse_place("#1234") == parse_place(" 1234 ") == Place(shard=0, position=1_234)
    assert parse_place("2:17") == Place(shard=2, position=17)
    assert [parse_share(text) for text in ("1%", "0.01", ".5", "100%", "1", "12.5 %")] == [0.01, 0.01, 0.5, 1, 1, 0.125]
    for wrong in ("", "1:2:3", "1e3", "²", "9" * 19):
        with pytest.raises(UsageError):
            parse_place(wrong)
