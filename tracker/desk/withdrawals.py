"""Withdrawal notices among the inputs: one that names a recorded story withdraws it, one that names none is rejected.

The notice itself is no text of the story: its words and its bytes are kept beside the event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from tracker import __version__
from tracker.audit.life import notice_of
from tracker.config import Config
from tracker.desk.find import FoundStory, found
from tracker.desk.observe import Given, observe
from tracker.desk.record import Receipt
from tracker.diff.tokens import fold
from tracker.errors import Conflict, InputError
from tracker.ledger.append import NONE_YET, NewEvent, Sighting
from tracker.ledger.asof import withdrawals_of
from tracker.ledger.identity import desk_stream
from tracker.ledger.read import LedgerView
from tracker.ledger.sightings import seen_before
from tracker.ledger.store import Ledger
from tracker.ledger.story import Opening, find_key, find_slug, opening_of
from tracker.notes.withdrawal import Withdrawal
from tracker.projections.stories import StoryRow, list_stories
from tracker.sources import Reading
from tracker.story import canonical
from tracker.story.decide import Observation, Outcome
from tracker.story.events import CAPTURE, REMARK, Basis, StoryWithdrawn
from tracker.story.keys import StoryKey, make_key, slug_base

_ATTEMPTS = 50
_LONGEST = 20_000  # characters of a notice that are kept with the event
_LOOKED_AT = 5_000  # stories whose headlines are compared, newest first
_CANDIDATES = 5
_NAMES = 50  # words of a notice that are tried as slugs


def notice_in(reading: Reading) -> Withdrawal | None:
    """What a reading says if it is a notice that withdraws a story; None for news."""
    return notice_of(reading.article)


def withdraw_by(
    ledger: Ledger, reading: Reading, notice: Withdrawal, input_name: str | None, given: Given, config: Config
) -> Receipt:
    """Withdraw the story that a notice names; what is returned is on disk. The same notice again changes nothing.

    InputError, with the stories that come nearest, when it names none or more than one.
    """
    for attempt in range(_ATTEMPTS):
        with ledger.view() as view:
            story, observation = _target(view, reading, notice, input_name, given, config)
            receipt, event, sighting = _decided(view, story, observation, notice)
        try:
            if sighting is None:
                return receipt
            appended = ledger.append([event] if event else [], [sighting])
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        return replace(receipt, position=appended.events[0].position) if event else receipt
    raise AssertionError("unreachable")


def rehearse_withdrawal(
    view: LedgerView, reading: Reading, notice: Withdrawal, input_name: str | None, given: Given, config: Config
) -> Receipt:
    """What `withdraw_by` would do, without doing it."""
    story, observation = _target(view, reading, notice, input_name, given, config)
    return _decided(view, story, observation, notice)[0]


def _target(
    view: LedgerView, reading: Reading, notice: Withdrawal, input_name: str | None, given: Given, config: Config
) -> tuple[FoundStory, Observation]:
    stories = {story.stream_id: story for story in _named(view, reading, notice, given)}
    if len(stories) != 1:
        raise InputError(reading.name, _unnamed(view, reading, list(stories.values())))
    (story,) = stories.values()
    source, _, own = story.ref.key.partition(":")
    return story, observe(reading, input_name, replace(given, story=StoryKey(source=source, id=own)), config)


def _named(view: LedgerView, reading: Reading, notice: Withdrawal, given: Given) -> Iterator[FoundStory]:
    """The stories that the notice means: that of its own key, or those it names by slug, number or headline."""
    own = given.story or _own_key(reading)
    opening = find_key(view, own) if own else None
    if opening is not None:
        yield found(view, opening)
        return
    met = False
    for opening in _by_name(view, reading, notice):
        met = True
        yield found(view, opening)
    if not met and notice.headline:
        wanted = fold(notice.headline)
        yield from _stories(view, reading.source, lambda row: fold(row.headline or "") == wanted)


def _by_name(view: LedgerView, reading: Reading, notice: Withdrawal) -> Iterator[Opening]:
    """Stories of the notice's own source, if it states one, that go by a name in it."""
    source = reading.source
    text = " ".join((*reading.article.paragraphs, reading.article.headline or ""))
    written = islice(_slugs().findall(text), _NAMES)
    for name in dict.fromkeys(filter(None, (notice.slug, notice.number, *written))):
        opening = find_slug(view, name.lower()) or find_slug(view, slug_base(name))
        if opening is None and source is not None:
            opening = _by_key(view, source, name)
        if opening is not None and source in (None, opening.key.source):
            yield opening


@cache
def _slugs() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


def _by_key(view: LedgerView, source: str, name: str) -> Opening | None:
    try:
        return find_key(view, make_key(source, name))
    except ValueError:
        return None


def _own_key(reading: Reading) -> StoryKey | None:
    if reading.source is None or reading.story is None:
        return None
    try:
        return make_key(reading.source, reading.story.removeprefix(f"{reading.source}:"))
    except ValueError:
        return None


def _stories(view: LedgerView, source: str | None, wanted: Callable[[StoryRow], bool]) -> Iterator[FoundStory]:
    for row in list_stories(view.connection, source=source, limit=_LOOKED_AT):
        recorded = view.version(row.stream_id, 0) if wanted(row) else None
        if recorded is not None:
            yield found(view, opening_of(view, recorded))


def _decided(
    view: LedgerView, story: FoundStory, observation: Observation, notice: Withdrawal
) -> tuple[Receipt, NewEvent | None, Sighting | None]:
    """What becomes of the notice: receipt, the event if it takes one, and its sighting unless it was seen before."""
    receipt = Receipt(name=observation.label, outcome=Outcome.WITHDRAWN, key=story.ref.key)
    identity = observation.identity()
    observation_id = view.identities.observation(identity or f"{story.ref.key}\nnotice\n{observation.label}")
    digest = view.identities.digest(observation.capture)
    seen = seen_before(view, story.shard, [observation_id]).get(observation_id)
    if seen is not None and seen.digest == digest:
        return replace(receipt, outcome=Outcome.SEEN, position=seen.position), None, None
    if seen is not None:
        raise InputError(observation.label, f"capture id {observation.capture_id!r} was seen before with other bytes")
    standing = withdrawals_of(view, story.stream_id)
    if standing:
        position = standing[-1].row.position
        sighting = Sighting(observation_id=observation_id, stream_id=story.stream_id, digest=digest, position=position)
        return replace(receipt, outcome=Outcome.UNCHANGED, position=position), None, sighting
    sighting = Sighting(observation_id=observation_id, stream_id=story.stream_id, digest=digest, index=0)
    return receipt, _event(view, story, observation, notice, identity), sighting


def _event(
    view: LedgerView, story: FoundStory, observation: Observation, notice: Withdrawal, identity: str | None
) -> NewEvent:
    article = observation.article
    text = "\n\n".join(filter(None, (article.headline, article.note, *article.paragraphs)))[:_LONGEST]
    remark = {"kind": notice.kind, "notice": text, "reason": notice.reason, "by": story.ref.source}
    last = view.last(desk_stream(story.stream_id))
    retrieved = observation.basis is Basis.RETRIEVED
    return NewEvent(
        stream_id=desk_stream(story.stream_id),
        version=(NONE_YET if last is None else last.row.version) + 1,
        event_id=view.identities.event(identity),
        event=StoryWithdrawn(tool=__version__, basis=observation.basis),
        published_at=observation.retrieved if retrieved else observation.published,
        timed=True,
        bodies={
            REMARK: canonical.encode({name: value for name, value in remark.items() if value is not None}),
            CAPTURE: observation.capture,
        },
    )


def _unnamed(view: LedgerView, reading: Reading, stories: list[FoundStory]) -> str:
    what = "it withdraws a story, but not clearly which" if stories else "it withdraws a story that is not recorded"
    near = [f"{story.ref.key} {story.ref.slug}" for story in stories[:_CANDIDATES]] or _nearest(view, reading)
    hint = f"; nearest are: {', '.join(near)}" if near else ""
    return f"{what}{hint}; name it with --story SOURCE:ID"


def _nearest(view: LedgerView, reading: Reading) -> list[str]:
    """The stories whose headlines share most words with the notice."""
    said = set(_words(" ".join(filter(None, (reading.article.headline, *reading.article.paragraphs[:4])))))
    rows = list_stories(view.connection, source=reading.source, limit=_LOOKED_AT)
    rows = rows or list_stories(view.connection, limit=_LOOKED_AT)
    shared = [(len(said.intersection(_words(f"{row.slug} {row.headline or ''}"))), row) for row in rows]
    best = sorted((item for item in shared if item[0]), key=lambda item: -item[0])[:_CANDIDATES]
    return [f"{row.source}:{row.key_id} {row.slug}" for _, row in best]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3]
