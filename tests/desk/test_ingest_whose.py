"""Whose story an input is, and when it was published: nothing is guessed, and every refusal says what to give."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import at, observed, of_stories, take, text_at
from intake import HEADLINE, folder, run, wire

from tracker.config import SourceSettings
from tracker.desk.observe import Given
from tracker.errors import UsageError
from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome
from tracker.story.keys import parse_key

NEW_YORK = ZoneInfo("America/New_York")
FLOOD = Given(story=parse_key("wire:flood"))


def test_a_naive_publish_time_is_refused_with_the_ways_to_give_a_zone(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A publish time without an offset is refused, naming the time and the three remedies; nothing is recorded."""
    kept = run(sqlite_ledger, folder(tmp_path, a__txt=wire("It rose.", "2023-01-21T13:00:00")))
    (error,) = kept.refused
    for said in ("2023-01-21T13:00:00", "offset", "--published-tz", "[sources.wire]", "timezone"):
        assert said in error.reason
    assert of_stories(sqlite_ledger) == []


def test_a_naive_publish_time_is_read_in_the_given_zone(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """With `--published-tz`, 13:00 in New York's winter is 18:00 UTC."""
    path = folder(tmp_path, a__txt=wire("It rose.", "2023-01-21T13:00:00"))
    run(sqlite_ledger, path, given=Given(published_zone=NEW_YORK))
    assert [text_at(sqlite_ledger, at("18:00") + shift) for shift in (-1, 0)] == ["", "It rose."]


def test_a_naive_publish_time_is_read_in_the_sources_zone(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """The zone configured for the source does the same; the one on the command line comes before it, and a stated
    offset before both."""
    sources = {"wire": SourceSettings(timezone=NEW_YORK)}
    first = folder(tmp_path, a__txt=wire("It rose.", "2023-01-21T13:00:00"))
    run(sqlite_ledger, first, sources=sources)
    assert [text_at(sqlite_ledger, at("18:00") + shift) for shift in (-1, 0)] == ["", "It rose."]
    second = folder(tmp_path, b__txt=wire("It fell.", "2023-01-21T20:00:00"))
    run(sqlite_ledger, second / "b.txt", sources=sources, given=Given(published_zone=ZoneInfo("UTC")))
    assert [text_at(sqlite_ledger, at("20:00") + shift) for shift in (-1, 0)] == ["It rose.", "It fell."]
    third = folder(tmp_path, c__txt=wire("It is gone.", "2023-01-21T23:00:00+02:00"))
    run(sqlite_ledger, third / "c.txt", sources=sources)
    assert [text_at(sqlite_ledger, at("21:00") + shift) for shift in (-1, 0)] == ["It fell.", "It is gone."]


@pytest.mark.parametrize(
    ("stated", "said"), [("2023-03-12T02:30:00", "does not exist"), ("2023-11-05T01:30:00", "comes twice")]
)
def test_a_time_that_a_clock_change_skips_or_repeats_is_refused(
    sqlite_ledger: Ledger, tmp_path: Path, stated: str, said: str
) -> None:
    """02:30 on the night the clocks go forward is refused, and 01:30 on the night they go back, with both instants."""
    path = folder(tmp_path, a__txt=wire("It rose.", stated))
    (error,) = run(sqlite_ledger, path, given=Given(published_zone=NEW_YORK)).refused
    assert said in error.reason


def test_an_input_without_a_key_is_told_how_to_give_one(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """Nobody says whose story it is: refused with the option and the front matter that would."""
    (error,) = run(sqlite_ledger, folder(tmp_path, a__txt=wire("It rose.", story=None))).refused
    assert "--story SOURCE:ID" in error.reason
    assert "front matter" in error.reason


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"story": "wire:flood"}, "wire:flood"),
        ({"story": "flood", "source": "wire"}, "wire:flood"),
        ({"story": "wire:flood", "source": "wire"}, "wire:flood"),
        ({"story": "WIRE: flood", "source": "Wire"}, "wire:flood"),
        ({"url": "https://www.news.example/flood/?utm_source=x#top"}, "news.example:www.news.example/flood"),
        ({"url": "http://news.example/flood", "source": "gazette"}, "gazette:news.example/flood"),
    ],
)
def test_ways_to_say_whose_story_it_is(sqlite_ledger: Ledger, tmp_path: Path, fields: dict[str, str], key: str) -> None:
    """A key, a source with an id, or a web address in the front matter give one normal key."""
    kept = run(sqlite_ledger, folder(tmp_path, a__txt=wire("It rose.", **{"story": None, **fields})))
    assert kept.refused == []
    assert [receipt.key for receipt in kept.taken] == [key]


@pytest.mark.parametrize(
    "fields", [{"story": "flood"}, {"story": ":flood"}, {"story": "wire:"}, {"url": "ftp://news.example/x"}]
)
def test_keys_that_make_no_sense_are_refused(sqlite_ledger: Ledger, tmp_path: Path, fields: dict[str, str]) -> None:
    """An id without its source, an empty half or another scheme: rejected by name, and the run goes on."""
    path = folder(tmp_path, a__txt=wire("It rose.", **{"story": None, **fields}), b__txt=wire("It fell."))
    kept = run(sqlite_ledger, path)
    assert [error.name for error in kept.refused] == ["a.txt"]
    assert kept.outcomes == {"b.txt": Outcome.RECORDED}


def test_one_story_for_several_files_must_be_meant(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """`--story` with several files is refused before anything is read, unless all are said to be of the same story."""
    path = folder(tmp_path, a__txt=wire("It rose.", "13:00", story=None), b__txt=wire("It fell.", "14:00", story=None))
    with pytest.raises(UsageError, match="--same-story"):
        run(sqlite_ledger, path, given=FLOOD)
    assert of_stories(sqlite_ledger) == []
    kept = run(sqlite_ledger, path, given=FLOOD, same_story=True)
    assert [receipt.key for receipt in kept.taken] == ["wire:flood", "wire:flood"]


def test_one_story_for_several_lines_must_be_meant(sqlite_ledger: Ledger) -> None:
    """A feed's second line is rejected when one story was given for it all, unless that was meant."""
    lines = b"".join(b'{"headline": "%d", "paragraphs": ["It rose %d m."]}\n' % (n, n) for n in (1, 2))
    kept = run(sqlite_ledger, "-", stdin=lines, given=FLOOD)
    assert [receipt.outcome for receipt in kept.taken] == [Outcome.RECORDED]
    (error,) = kept.refused
    assert error.name == "-:2"
    assert "--same-story" in error.reason
    again = run(sqlite_ledger, "-", stdin=lines, given=FLOOD, same_story=True)
    assert [receipt.outcome for receipt in again.taken] == [Outcome.UNCHANGED, Outcome.RECORDED]


def test_standard_input_is_never_taken_for_seen(sqlite_ledger: Ledger) -> None:
    """Copy on standard input has no name: a return to an older text is recorded."""
    texts = ("It rose.", "It fell.", "It rose.")
    kept = [run(sqlite_ledger, "-", stdin=wire(text).encode()).taken[0] for text in texts]
    assert [(receipt.name, receipt.outcome, receipt.revision) for receipt in kept] == [
        ("-", Outcome.RECORDED, 1),
        ("-", Outcome.RECORDED, 2),
        ("-", Outcome.RECORDED, 3),
    ]


def test_a_text_filed_under_the_wrong_story_draws_a_warning(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """A revision with hardly a word in common is recorded, and the run is warned with the input's name."""
    take(
        sqlite_ledger,
        observed("Rescue teams searched flooded houses through the night while volunteers carried heavy sandbags.", 1),
    )
    other = "Parliament approved tougher budget rules after lengthy debate between ministers, bankers and unions."
    kept = run(sqlite_ledger, folder(tmp_path, odd__txt=wire(other, "13:00").replace(HEADLINE, "Budget approved")))
    assert kept.outcomes == {"odd.txt": Outcome.RECORDED}
    ((name, warning),) = kept.warnings
    assert name == "odd.txt"
    assert "is it the same story?" in warning


def test_a_missing_path_is_rejected_and_the_rest_goes_on(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """What is not there is rejected by name."""
    path = folder(tmp_path, a__txt=wire("It rose."))
    kept = run(sqlite_ledger, path / "none.txt", path / "a.txt")
    assert len(kept.refused) == 1
    assert "none.txt" in kept.refused[0].name
    assert kept.outcomes == {"a.txt": Outcome.RECORDED}
