"""`log`, `stories` and `projections`: lists, and what they say when they are behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from viewed import FRESH, Progress, instant, log, log_line, moment, ref, stories, story_line, style

from tracker.desk.history import Freshness, LogLine, StoryLog
from tracker.desk.models import ModelCheck
from tracker.story.events import Basis
from tracker.views import log as log_view
from tracker.views import projections as projections_view
from tracker.views import stories as stories_view


def logged(result: StoryLog, width: int = 100) -> list[str]:
    """The log as lines."""
    return log_view.text(result, style(width)).splitlines()


def logged_line(line: LogLine, *others: LogLine) -> list[str]:
    """The lines of the last point of a log."""
    everything, before = logged(log(*others, line)), logged(log(*others))
    return everything[len(before) - 1 : -1]


def test_a_first_revision() -> None:
    """Its size and headline: there is nothing to compare it with."""
    assert logged(log(log_line())) == [
        "dam-fails  1 revision, in publication order",
        "r1   published 21 Jan 2023 17:10 EST (3 years ago) · 9 paragraphs, 240 words",
        "     Dam fails",
        "to repeat  --known-at '#1234'",
    ]


SECOND = log_line(2, "23:02", previous=1, words_added=23, words_removed=1, changes=2, note="Adds comments from mayor")


def test_a_second_revision() -> None:
    """What came and went in words, and the note; a headline that stayed is not repeated."""
    assert logged_line(SECOND, log_line()) == [
        "r2   published 21 Jan 2023 18:02 EST (3 years ago) · +23 −1 words",
        "     note “Adds comments from mayor”",
    ]


def test_a_new_headline() -> None:
    """A headline is shown where it changes, or goes."""
    assert logged_line(replace(SECOND, headline="Dam fails, 300 flee"), log_line())[1] == "     Dam fails, 300 flee"
    assert logged_line(replace(SECOND, headline=None), log_line())[1] == "     no headline any more"


def test_a_confirmation() -> None:
    """The same text under a later time: no size, no headline, no note."""
    line = log_line(2, "23:30", confirmed=True, previous=None, note="Adds comments from mayor")
    assert logged_line(line, log_line(), SECOND) == ["confirms r2  published 21 Jan 2023 18:30 EST (3 years ago)"]
    assert logged(log(log_line(), line))[0] == "dam-fails  1 revision, 1 confirmation, in publication order"


def test_a_late_arrival() -> None:
    """Recorded after what follows it: the time it was recorded is shown."""
    line = replace(SECOND, note=None, late=True, revision=ref(2, "23:02", "2023-01-22T03:00"))
    assert logged_line(line, log_line()) == [
        "r2   published 21 Jan 2023 18:02 EST (3 years ago) · late: recorded 21 Jan 2023 22:00 EST · +23 −1",
        "     words",
    ]


def test_a_revert() -> None:
    """A return to an older text is named."""
    line = replace(SECOND, note=None, reverts_to=1)
    assert logged_line(line, log_line())[0].endswith("· +23 −1 words · revert to r1")


def test_counts_that_are_not_known_or_coarse() -> None:
    """As known at an earlier moment nothing may have been compared; a coarse count is an estimate."""
    unknown = replace(SECOND, words_added=None, words_removed=None, changes=None)
    assert logged_line(unknown, log_line())[0].endswith("· not compared with r1")
    assert logged_line(replace(SECOND, coarse=True), log_line())[0].endswith("· about +23 −1 words")
    assert logged_line(replace(SECOND, words_removed=0, words_added=1), log_line())[0].endswith("· +1 −0 word")


def test_an_unstated_time() -> None:
    """First seen, not published."""
    line = replace(log_line(), revision=ref(1, basis=Basis.RETRIEVED))
    assert logged(log(line))[1].startswith("r1   first seen 21 Jan 2023 17:10 EST")


def test_recorded_order_is_said() -> None:
    """The title says in which order the points stand."""
    assert logged(log(log_line(), recorded_order=True))[0] == "dam-fails  1 revision, in the order they were recorded"


def test_no_points() -> None:
    """An empty log is no empty screen."""
    assert logged(log(moment=moment(published=instant("10:00")))) == [
        "dam-fails  0 revisions, in publication order",
        "No revision was known at that moment.",
        "asked for  published by 21 Jan 2023 05:00 EST",
        "to repeat  --at 2023-01-21T10:00:00Z --known-at '#1234'",
    ]


@pytest.mark.parametrize(
    ("freshness", "banner"),
    [
        (
            Freshness(lag=1, errors=0, stale=False),
            "! 1 recorded event not in this list yet: run `tracker projections catch-up`",
        ),
        (
            Freshness(lag=2200, errors=0, stale=False),
            "! 2,200 recorded events not in this list yet: run `tracker projections catch-up`",
        ),
        (
            Freshness(lag=0, errors=0, stale=True),
            "! This list was made by another version of tracker: run `tracker projections rebuild`",
        ),
        (Freshness(lag=0, errors=3, stale=False), "! 3 events could not be read and may be missing here"),
    ],
)
def test_a_list_that_is_behind_says_so(freshness: Freshness, banner: str) -> None:
    """Before anything else, with the command that helps."""
    assert logged(replace(log(log_line()), freshness=freshness))[1] == banner
    assert stories_view.text(stories(freshness=freshness), style(100)).splitlines()[0] == banner


def test_stories() -> None:
    """Slug, revisions, newest time, headline, key; a single revision is not counted."""
    one = story_line(headline=None, revisions=1, latest_revision=1)
    assert stories_view.text(stories(story_line(), one), style()) == (
        "dam-fails  3 revisions, newest r3 of 21 Jan 2023 17:10 EST (3 years ago)\n"
        "    Dam fails\n"
        "    wire:dam\n"
        "dam-fails  r1 of 21 Jan 2023 17:10 EST (3 years ago)\n"
        "    (no headline)\n"
        "    wire:dam\n"
    )


def test_no_stories() -> None:
    """An empty ledger says so."""
    assert stories_view.text(stories(), style()) == "No stories.\n"


def test_list_data() -> None:
    """The same as JSON."""
    made = log_view.data(log(log_line(), SECOND))
    assert (made["schema"], made["order"]) == ("tracker.log/1", "published")
    assert made["freshness"] == {"lag": 0, "errors": 0, "stale": False, "complete": FRESH.complete}
    assert made["lines"][1]["revision"]["number"] == 2
    assert (made["lines"][1]["words_added"], made["lines"][1]["previous"]) == (23, 1)
    made = stories_view.data(stories(story_line()))
    assert made["schema"] == "tracker.stories/1"
    assert made["stories"][0]["latest_published"] == "2023-01-21T22:10:00Z"


def test_projections() -> None:
    """How far each has come, and the command that helps."""
    behind = Progress(name="revisions", position=2188, errors=1)
    stale = Progress(name="revisions", stale=True, errors=2)
    assert projections_view.text((Progress(), behind), style()) == (
        "stories  up to date: 2,200 events · generation 2\n"
        "revisions  12 events behind (2,188 of 2,200) · generation 2\n"
        "  ! run `tracker projections catch-up`\n"
        "  ! 1 event could not be read and was left out\n"
    )
    assert projections_view.text((stale,), style(100)) == (
        "revisions  up to date: 2,200 events · generation 2\n"
        "  ! made by another version of tracker: run `tracker projections rebuild revisions`\n"
        "  ! 2 events could not be read and were left out\n"
    )


def test_projections_of_several_shards() -> None:
    """Each shard is named where there is more than one."""
    lines = projections_view.text((Progress(), Progress(shard=1, size=2201)), style()).splitlines()
    assert lines == [
        "stories, shard 0  up to date: 2,200 events · generation 2",
        "stories, shard 1  1 event behind (2,200 of 2,201) · generation 2",
        "  ! run `tracker projections catch-up`",
    ]


def test_checked_projections() -> None:
    """Agreement in a line, differences each on their own."""
    checks = (
        ModelCheck(name="stories", differences=()),
        ModelCheck(name="revisions", differences=tuple(f"revisions {number} differs" for number in range(1, 23))),
    )
    lines = projections_view.check_text(checks, style()).splitlines()
    assert lines[:3] == [
        "stories  agrees with the ledger",
        "revisions  22 differences: run `tracker projections rebuild revisions`",
        "  revisions 1 differs",
    ]
    assert lines[-2:] == ["  revisions 20 differs", "  and 2 more (--json lists all)"]
    assert projections_view.check_data(checks)["projections"][0] == {
        "name": "stories",
        "agrees": True,
        "differences": [],
    }
