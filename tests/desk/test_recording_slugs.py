"""Minting slugs: once for each story, unique in the ledger, whoever else mints at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from builders import FakeClock, Overtaken, article, events_of, not_reread, observed, opened, take

from tracker.desk.record import record
from tracker.ledger.store import Ledger
from tracker.ledger.story import find_key, find_slug, opening_of
from tracker.story.article import Article
from tracker.story.decide import Observation
from tracker.story.events import StoryOpened
from tracker.story.keys import parse_key


def _slugs(ledger: Ledger) -> dict[str, str]:
    """The slug of each story by its key."""
    with ledger.view() as view:
        openings = [opening_of(view, r) for r in view.range(0, 0) if isinstance(r.event, StoryOpened)]
    return {opening.key.text: opening.slug for opening in openings}


def _story(key: str, headline: str | None = "Dam fails", **fields: Any) -> Observation:
    return observed(article("The dam failed at noon.", headline=headline), key=key, **fields)


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
def test_slugs_are_numbered_and_named_after_their_source(ledger: Ledger, *, together: bool) -> None:
    """The plain slug goes to the first story, -2 and -3 to the source's next ones, SOURCE/slug to another source's,
    numbered in its turn."""
    stories = [_story(key) for key in ("ap:1", "ap:2", "ap:3", "afp:1", "afp:2", "dpa:1")]
    if together:
        record(ledger, stories, reread=not_reread)
    else:
        take(ledger, *stories)
    assert _slugs(ledger) == {
        "ap:1": "dam-fails",
        "ap:2": "dam-fails-2",
        "ap:3": "dam-fails-3",
        "afp:1": "afp/dam-fails",
        "afp:2": "afp/dam-fails-2",
        "dpa:1": "dpa/dam-fails",
    }


def test_a_slug_never_changes(ledger: Ledger) -> None:
    """A new headline, or a slug given with a later revision, changes nothing: the slug was minted with the story."""
    take(ledger, _story("ap:1"), _story("ap:1", "Dam holds after all"), _story("ap:1", slug="other-dam", published=5))
    assert _slugs(ledger) == {"ap:1": "dam-fails"}


def test_a_given_slug_is_used_and_numbered_alike(ledger: Ledger) -> None:
    """A slug that the input gives comes before the headline's, and is numbered when it is taken."""
    given = enumerate(("Osório dam", "osorio-dam", "dam-fails-2"))
    take(ledger, *(_story(f"ap:{n}", slug=slug) for n, slug in given), _story("ap:4"), _story("ap:5"))
    assert list(_slugs(ledger).values()) == ["osorio-dam", "osorio-dam-2", "dam-fails-2", "dam-fails", "dam-fails-3"]


@pytest.mark.parametrize(
    ("headline", "paragraphs", "slug"),
    [
        (None, ("Ferries stay in port. Winds rise.",), "ferries-stay-in-port-winds-rise"),
        ("", ("Ferries stay in port.",), "ferries-stay-in-port"),
        (None, (), "story"),
        ("2023", ("x",), "story-2023"),
        ("!!!", ("x",), "story"),
    ],
)
def test_a_story_without_a_headline_has_a_slug(
    ledger: Ledger, headline: str | None, paragraphs: tuple[str, ...], slug: str
) -> None:
    """The first paragraph stands in for a missing headline, "story" where nothing is left."""
    take(ledger, observed(Article(paragraphs=paragraphs, headline=headline, note="(Adds detail)")))
    assert list(_slugs(ledger).values()) == [slug]


def test_two_writers_who_mint_the_same_slug_get_two(ledger: Ledger, url: str, clock: FakeClock) -> None:
    """Another writer takes the slug between deciding and recording: the story is decided anew and numbered."""
    with opened(url, clock) as other:
        take(Overtaken(ledger, meanwhile=lambda: take(other, _story("ap:1"))), _story("ap:2"))
        take(Overtaken(ledger, meanwhile=lambda: take(other, _story("afp:1"))), _story("afp:2"))
    assert _slugs(ledger) == {
        "ap:1": "dam-fails",
        "ap:2": "dam-fails-2",
        "afp:1": "afp/dam-fails",
        "afp:2": "afp/dam-fails-2",
    }


def test_stories_are_found_by_slug_and_key(ledger: Ledger) -> None:
    """A story answers to exactly its slug and to its key, with what it was opened with."""
    take(ledger, _story("ap:1", url="https://ap.example/dam"))
    with ledger.view() as view:
        by_slug, by_key = find_slug(view, "dam-fails"), find_key(view, parse_key("ap:1"))
        assert (find_slug(view, "dam"), find_key(view, parse_key("ap:2"))) == (None, None)
    assert by_slug is not None
    assert by_slug == by_key
    assert (by_slug.key.text, by_slug.url, by_slug.title) == ("ap:1", "https://ap.example/dam", "Dam fails")


def test_hundreds_of_stories_of_one_headline_are_minted_quickly(sqlite_ledger: Ledger) -> None:
    """The 401st story with the same headline looks for its slug in doubling steps, not one by one."""
    record(sqlite_ledger, [_story(f"ap:{n}") for n in range(400)], reread=not_reread)
    assert sorted(_slugs(sqlite_ledger).values()) == sorted(["dam-fails", *(f"dam-fails-{n}" for n in range(2, 401))])
    asked = 0

    def count(*_: object) -> None:
        nonlocal asked
        asked += 1

    with sqlite_ledger.database.read() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(count)
    take(sqlite_ledger, _story("ap:last"))
    raw.set_trace_callback(None)
    assert asked < 60
    assert _slugs(sqlite_ledger)["ap:last"] == "dam-fails-401"
    assert len(events_of(sqlite_ledger)) == 2 * 401
