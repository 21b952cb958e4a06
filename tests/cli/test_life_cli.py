"""`link`, `withdraw` and `reinstate` as they are typed: what they print, refuse and leave behind."""

from __future__ import annotations

import pytest
from terminal import Cli, story

BY = ("--by", "Mara Ilic")
WHY = ("--reason", "the source was an impostor")


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """One story of 10:00."""
    cli.ok("ingest", cli.write("a.txt", story("The gates were opened.")))
    return cli


def test_link_and_its_undoing(dam: Cli) -> None:
    """A line says what was linked and where it stands; the story answers to it, its log tells, and --undo ends it."""
    assert dam.ok("link", "dam-gates-opened", "wire:dam-2", *BY).out.startswith(
        "dam-gates-opened  also goes by wire:dam-2  (Mara Ilic)  #"
    )
    dam.ok(
        "ingest", dam.write("b.txt", story("The gates were shut.", key="wire:dam-2", published="2024-03-01T11:00:00Z"))
    )
    assert "The gates were shut." in dam.ok("show", "wire:dam").out
    assert dam.ok("show", "wire:dam-2", "--json").json["story"]["key"] == "wire:dam"
    assert "also goes by wire:dam-2" in dam.ok("log", "wire:dam").out
    again = dam("link", "wire:dam", "wire:dam-2", *BY)
    assert (again.code, again.err) == (2, "tracker: dam-gates-opened goes by wire:dam-2 already\n")
    dam.ok("link", "wire:dam", "wire:dam-2", "--undo", "--reason", "another dam", *BY)
    assert dam("show", "wire:dam-2").code == 4
    assert "no longer goes by wire:dam-2" in dam.ok("log", "wire:dam").out
    assert dam("verify").code == 0


def test_a_dry_run_of_each(dam: Cli) -> None:
    """Each says what it would do and that nothing was recorded, and the log has no event more."""
    before = dam.ok("verify", "--json").json["shards"]
    for words in (
        ("link", "wire:dam", "wire:dam-2"),
        ("withdraw", "wire:dam", "--at", "now", *WHY),
    ):
        assert "dry run: nothing was recorded" in dam.ok(*words, *BY, "--dry-run").out
    assert dam.ok("link", "wire:dam", "wire:dam-2", *BY, "--dry-run", "--json").json["links"][0]["position"] is None
    assert dam.ok("verify", "--json").json["shards"] == before


def test_withdraw_and_reinstate(dam: Cli) -> None:
    """`show` puts the withdrawal before the text, lists say it, a moment before it does not, and it can be ended."""
    done = dam.ok("withdraw", "dam-gates", "--at", "2024-03-01 12:00", *WHY, *BY)
    assert done.out.startswith("dam-gates-opened  is withdrawn from 1 Mar 2024 12:00 UTC")
    shown = dam.ok("show", "wire:dam").out
    assert shown.splitlines()[1].startswith("! WITHDRAWN 1 Mar 2024 12:00 UTC")
    assert shown.index("WITHDRAWN") < shown.index("The gates were opened.")
    assert "WITHDRAWN" not in dam.ok("show", "wire:dam", "--at", "2024-03-01 11:00").out
    assert "! withdrawn 1 Mar 2024 12:00 UTC" in dam.ok("stories").out
    back = dam.ok("reinstate", "wire:dam", "--at", "2024-03-01 13:00", "--reason", "it is true", *BY, "--json").json
    assert (back["schema"], back["at"], back["by"]) == ("tracker.reinstate/1", "2024-03-01T13:00:00Z", "Mara Ilic")
    assert back["withdrawn"]["published_at"] == "2024-03-01T12:00:00Z"
    assert "WITHDRAWN" not in dam.ok("show", "wire:dam").out
    assert "withdrawn" not in dam.ok("stories").out
    assert "reinstated 1 Mar 2024 13:00 UTC" in dam.ok("log", "wire:dam").out
    assert "the same" in dam.ok("replay", "wire:dam").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("withdraw", "wire:dam", "--at", "2024-03-01 12:00", *BY), 2, "--reason"),
        (("withdraw", "wire:dam", "--at", "2024-03-01 12:00", *WHY), 2, "--by NAME"),
        (("withdraw", "wire:dam", *WHY, *BY), 2, "--at"),
        (("withdraw", "wire:dam", "--at", "2094-03-01 12:00", *WHY, *BY), 2, "lies ahead"),
        (("withdraw", "wire:dam", "--at", "teatime", *WHY, *BY), 2, "teatime"),
        (("withdraw", "wire:fog", "--at", "now", *WHY, *BY), 4, "wire:fog"),
        (("reinstate", "wire:dam", "--at", "now", *WHY, *BY), 2, "was not withdrawn"),
        (("link", "wire:dam", "nonsense", *BY), 2, "source:id"),
        (("link", "wire:fog", "wire:2", *BY), 4, "wire:fog"),
        (("link", "wire:dam@r1", "wire:2", *BY), 2, "one revision"),
        (("link", "wire:dam", "wire:2"), 2, "--by NAME"),
    ],
)
def test_what_is_refused(dam: Cli, words: tuple[str, ...], code: int, said: str) -> None:
    """Each refusal names what is wrong and has its exit code; none leaves a traceback or an event."""
    before = dam.ok("verify", "--json").json["shards"]
    result = dam(*words)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert dam.ok("verify", "--json").json["shards"] == before


def test_without_a_database(cli: Cli) -> None:
    """There is nothing to withdraw or link where nothing was recorded: 6, with what makes a database."""
    for words in (
        ("withdraw", "x", "--at", "now", *WHY),
        ("link", "x", "wire:2"),
        ("link", "x", "wire:2", "--dry-run"),
    ):
        result = cli(*words, *BY)
        assert result.code == 6, result.err
        assert not list(cli.folder.parent.glob("news.db*"))


@pytest.mark.parametrize(
    ("asked", "embargoed"), [((), True), (("--at", "2093-12-31 23:59"), True), (("--at", "2094-01-01 00:00"), False)]
)
def test_an_embargo_ahead_of_the_asked_moment(cli: Cli, asked: tuple[str, ...], *, embargoed: bool) -> None:
    """`show` says so before the text, at every moment before it ends; from then on it is a line below the text."""
    cli.ok("ingest", cli.write("a.txt", story("The bank raised its rate.", embargo="2094-01-01T00:00:00Z")))
    shown = cli.ok("show", "wire:dam", *asked)
    assert shown.out.splitlines()[1].startswith("! EMBARGO until 1 Jan 2094 00:00 UTC") == embargoed
    found = cli.ok("show", "wire:dam", *asked, "--json").json["embargo"]
    assert found == ({"text": "2094-01-01T00:00:00Z", "until": "2094-01-01T00:00:00Z"} if embargoed else None)


@pytest.mark.parametrize(
    ("embargo", "until"),
    [("Friday noon", None), ("2094-01-01T02:00:00+02:00", "2094-01-01T00:00:00Z"), ("2094-01-01", None)],
)
def test_embargoes_that_no_reader_of_today_keeps(embargo: str, until: str | None) -> None:
    """One in another form is read if it names an instant; one in words is told as it stands."""
    from builders import article, at

    from tracker.desk.embargo import embargo_ahead
    from tracker.desk.values import AskedMoment
    from tracker.story.times import from_rfc3339

    found = embargo_ahead(article(embargo=embargo), AskedMoment(now=at("12:00")))
    assert found is not None
    assert (found.text, found.until) == (embargo, None if until is None else from_rfc3339(until))
