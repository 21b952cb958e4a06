"""What a name means: exact names before shortened ones, and every ambiguity listed so that it can be copied."""

from __future__ import annotations

import shlex

import pytest
from builders import article, at, observed, take, workspace

from tracker.desk.moment import NOTHING_ASKED
from tracker.desk.show import show
from tracker.errors import Ambiguous, NotFound
from tracker.ledger.store import Ledger
from tracker.projections.runner import catch_up


def _story(ledger: Ledger, key: str, headline: str, published: str | int = "10:00", **fields: object) -> None:
    text = article(f"Text of {key}.", headline=headline)
    take(ledger, observed(text, published, key=key, **fields))  # type: ignore[arg-type]
    catch_up(ledger)


def _key(ledger: Ledger, name: str) -> str:
    return show(workspace(ledger), name, NOTHING_ASKED).story.key


def _listed(ledger: Ledger, name: str) -> list[str]:
    """The candidates that an ambiguous name lists, line by line."""
    with pytest.raises(Ambiguous) as caught:
        _key(ledger, name)
    first, *lines = str(caught.value).splitlines()
    assert first == f"{name!r} could be any of these:"
    return lines


def test_every_kind_of_name(ledger: Ledger) -> None:
    """Slug, prefix of it from four characters on, key, address with whatever tracks it, and SOURCE/slug."""
    _story(ledger, "ap:1", "Dam fails", url="https://ap.example/dam?id=7")
    names = ("dam-fails", "dam-", "ap:1", "AP: 1", "http://ap.example/dam/?id=7&utm_source=x#top", "ap/dam-fails")
    assert [_key(ledger, name) for name in (*names, "ap/dam-")] == ["ap:1"] * 7


@pytest.mark.parametrize("name", ["dam", "dams", "am-fails", "ap:2", "https://ap.example/", "afp/dam-fails", "ap/"])
def test_names_that_nothing_has(ledger: Ledger, name: str) -> None:
    """Too short, no prefix, another key, another address, another source: not found, by name."""
    _story(ledger, "ap:1", "Dam fails", url="https://ap.example/dam")
    with pytest.raises(NotFound, match=name) as caught:
        _key(ledger, name)
    assert not isinstance(caught.value, Ambiguous)


def test_two_outlets_with_one_slug(ledger: Ledger) -> None:
    """The plain slug is the first one's, exactly; each is found as SOURCE/slug, and by a prefix of that."""
    _story(ledger, "ap:1", "Dam fails")
    _story(ledger, "afp:1", "Dam fails")
    assert _key(ledger, "dam-fails") == "ap:1"
    assert [_key(ledger, f"{source}/dam-fails") for source in ("ap", "afp")] == ["ap:1", "afp:1"]
    assert [_key(ledger, f"{source}/dam-fa") for source in ("ap", "afp")] == ["ap:1", "afp:1"]


def test_a_slug_that_comes_every_day(ledger: Ledger) -> None:
    """Each day's story has its own number; the plain slug stays the first day's, a prefix lists all, newest first."""
    for day in range(1, 5):
        _story(ledger, f"ap:close-{day}", "Markets close", at("20:00", day=day))
    names = ("markets-close", "markets-close-2", "markets-close-4")
    assert [_key(ledger, name) for name in names] == ["ap:close-1", "ap:close-2", "ap:close-4"]
    assert _listed(ledger, "markets-") == [
        "  ap:close-4  markets-close-4  Markets close  2023-01-04T20:00:00Z",
        "  ap:close-3  markets-close-3  Markets close  2023-01-03T20:00:00Z",
        "  ap:close-2  markets-close-2  Markets close  2023-01-02T20:00:00Z",
        "  ap:close-1  markets-close  Markets close  2023-01-01T20:00:00Z",
    ]
    assert len(_listed(ledger, "ap/markets-")) == 4


def test_a_prefix_that_becomes_ambiguous(ledger: Ledger) -> None:
    """It meant one story until another came; an exact slug that is the prefix of another one stays exact."""
    _story(ledger, "ap:1", "Dam fails")
    assert _key(ledger, "dam-f") == "ap:1"
    _story(ledger, "ap:2", "Dam fails again")
    assert len(_listed(ledger, "dam-f")) == 2
    assert [_key(ledger, name) for name in ("dam-fails", "dam-fails-")] == ["ap:1", "ap:2"]


def test_two_stories_of_one_address(ledger: Ledger) -> None:
    """Two stories that came with the same address are both listed."""
    for key in ("ap:1", "ap:2"):
        _story(ledger, key, "Dam fails", url="https://ap.example/dam")
    assert len(_listed(ledger, "https://ap.example/dam")) == 2


def test_a_candidate_can_be_copied(ledger: Ledger) -> None:
    """A key with a blank or a quotation mark is quoted for the shell; a headline stays on its line, and is cut."""
    keys = ["ap:dam story", "ap:dam's", "ap:dam"]
    for key in keys:
        _story(ledger, key, "Dam\nfails  ap:other  " + "x" * 100)
    lines = _listed(ledger, "dam-")
    assert len(lines) == 3
    assert sorted(shlex.split(line)[0] for line in lines) == sorted(keys)
    assert all(len(line) < 180 for line in lines)
    for line in lines:
        assert _key(ledger, shlex.split(line)[0]) in keys


def test_more_candidates_than_anybody_reads(ledger: Ledger) -> None:
    """Twenty are listed, the newest, and that there are more."""
    for number in range(25):
        take(
            ledger, observed(article(f"Text {number}.", headline="Dam fails"), at("10:00") + number, key=f"ap:{number}")
        )
    catch_up(ledger)
    *lines, last = _listed(ledger, "dam-")
    assert (len(lines), last) == (20, "  … and more")
    assert lines[0].startswith("  ap:24 ")
