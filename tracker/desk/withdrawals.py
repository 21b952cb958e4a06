"""Withdrawal notices among the inputs: one that names a recorded story withdraws it, one that names none is rejected.

The notice itself is no text of the story: its words and its bytes are kept beside the event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from tracker import __version__
from tracker.audit.life import notice_of
from tracker.config import Config
from tracker.desk.erased import come_again
from tracker.desk.find import FoundStory, found
from tracker.desk.observe import Given, observe
from tracker.desk.record import Receipt
from tracker.diff.headlines import split_tags
from tracker.diff.tokens import fold
from tracker.errors import Conflict, InputError
from tracker.ledger.append import NONE_YET, NewEvent, Sighting
from tracker.ledger.identity import desk_stream
from tracker.ledger.life import life_of, life_order
from tracker.ledger.read import EVERYTHING, LedgerView, Recorded
from tracker.ledger.sightings import seen_before
from tracker.ledger.store import Ledger
from tracker.ledger.story import Opening, find_key, find_slug, opening_of
from tracker.notes.withdrawal import Withdrawal
from tracker.projections.stories import StoryRow, list_stories
from tracker.sources import Reading
from tracker.story import canonical
from tracker.story.decide import Observation, Outcome
from tracker.story.events import CAPTURE, REMARK, Basis, StoryWithdrawn
from tracker.story.keys import StoryKey, make_key, slug_base, valid_slug

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A story that the run at hand would have recorded: its key, and what a notice may call it."""

    key: StoryKey
    slug: str
    headline: str | None


def rehearsed(observation: Observation) -> Rehearsed:
    """What is kept of an observation that is only rehearsed."""
    headline = observation.article.headline
    return Rehearsed(key=observation.key, slug=observation.slug or slug_base(headline or ""), headline=headline)


def rehearse_withdrawal(
    view: LedgerView,
    reading: Reading,
    notice: Withdrawal,
    input_name: str | None,
    given: Given,
    config: Config,
    *,
    beside: Iterable[Rehearsed] = (),
) -> Receipt:
    """What `withdraw_by` would do, without doing it; `beside` are the stories that the same run would have recorded."""
    try:
        story, observation = _target(view, reading, notice, input_name, given, config)
    except InputError:
        keys = _would_withdraw(reading, notice, given, config, beside)
        if len(keys) != 1:
            raise
        return Receipt(name=reading.name, outcome=Outcome.WITHDRAWN, key=keys.pop().text)
    return _decided(view, story, observation, notice)[0]


def _would_withdraw(
    reading: Reading, notice: Withdrawal, given: Given, config: Config, beside: Iterable[Rehearsed]
) -> set[StoryKey]:
    own = given.story or _own_key(reading, given, config)
    stories = list(beside)
    if own is not None and any(story.key == own for story in stories):
        return {own}
    source = reading.source or (own.source if own else None)
    mine = [story for story in stories if given.story is None and source in (None, story.key.source)]
    names = {_slug_of(name) for name in _names_in(reading, notice)} | set(_names_in(reading, notice))
    found = {story.key for story in mine if story.slug in names or story.key.id in names}
    if found or not notice.headline:
        return found
    wanted = _told(notice.headline)
    return {story.key for story in mine if _told(story.headline or "") == wanted}


def _target(
    view: LedgerView, reading: Reading, notice: Withdrawal, input_name: str | None, given: Given, config: Config
) -> tuple[FoundStory, Observation]:
    stories = {story.stream_id: story for story in _named(view, reading, notice, given, config)}
    if len(stories) != 1:
        raise InputError(reading.name, _unnamed(view, reading, list(stories.values())))
    (story,) = stories.values()
    source, _, own = story.ref.key.partition(":")
    return story, observe(reading, input_name, replace(given, story=StoryKey(source=source, id=own)), config)


def _named(
    view: LedgerView, reading: Reading, notice: Withdrawal, given: Given, config: Config
) -> Iterator[FoundStory]:
    """The stories that the notice means: that of its own key, or those it names by slug, number or headline."""
    own = given.story or _own_key(reading, given, config)
    opening = find_key(view, own) if own else None
    if opening is not None:
        yield found(view, opening)
        return
    if given.story is not None:
        return  # whoever names a story means no other
    source = reading.source or (own.source if own else None)
    met = False
    for opening in _by_name(view, reading, notice, source):
        met = True
        yield found(view, opening)
    if not met and notice.headline:
        wanted = _told(notice.headline)
        yield from _stories(view, source, lambda row: _told(row.headline or "") == wanted)


def _own_key(reading: Reading, given: Given, config: Config) -> StoryKey | None:
    """The key that a notice itself states, None where it states none."""
    try:
        return observe(reading, None, given, config).key
    except InputError:
        return None


def _told(headline: str) -> str:
    """A headline without its version tags, case and style: a notice quotes it as the desk remembers it."""
    return fold(split_tags(headline)[1]).casefold()


def _by_name(view: LedgerView, reading: Reading, notice: Withdrawal, source: str | None) -> Iterator[Opening]:
    """Stories of the notice's own source, if it states one, that go by a name in it."""
    for name in _names_in(reading, notice):
        slug = _slug_of(name)
        slugs = filter(None, (f"{source}/{slug}" if slug and source else None, slug, name.lower()))
        opening = next(filter(None, (find_slug(view, item) for item in slugs)), None)
        if opening is None and source is not None:
            opening = _by_key(view, source, name)
        if opening is not None and source in (None, opening.key.source):
            yield opening


def _slug_of(name: str) -> str | None:
    """The slug that a name would be minted as, None where it is no name of a story."""
    try:
        return valid_slug(name)
    except ValueError:
        return None


def _names_in(reading: Reading, notice: Withdrawal) -> list[str]:
    """What may be a story's slug or number in a notice: its own slug, what it is found to name, hyphenated words."""
    text = " ".join((*reading.article.paragraphs, reading.article.headline or ""))
    written = islice(_slugs().findall(text[:_LONGEST]), _NAMES)
    return list(dict.fromkeys(filter(None, (reading.slug, notice.slug, notice.number, *written))))


@cache
def _slugs() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


def _by_key(view: LedgerView, source: str, name: str) -> Opening | None:
    try:
        return find_key(view, make_key(source, name))
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
    receipt = Receipt(name=observation.label, outcome=Outcome.WITHDRAWN, key=story.ref.key, stream_id=story.stream_id)
    identity = observation.identity()
    digest = view.identities.digest(observation.capture)
    unnamed = f"{story.ref.key}\nnotice\n{observation.label}\n{digest.hex()}"
    observation_id = view.identities.observation(identity or unnamed)
    gone = come_again(view, {digest})
    if gone:
        raise InputError(observation.label, gone[digest])
    seen = seen_before(view, story.shard, [observation_id]).get(observation_id)
    if seen is not None and seen.digest == digest:
        return replace(receipt, outcome=Outcome.SEEN, position=seen.position), None, None
    if seen is not None:
        raise InputError(observation.label, f"capture id {observation.capture_id!r} was seen before with other bytes")
    standing = _withdrawn_by(view, story, observation)
    if standing is not None:
        position = standing.row.position
        sighting = Sighting(observation_id=observation_id, stream_id=story.stream_id, digest=digest, position=position)
        return replace(receipt, outcome=Outcome.UNCHANGED, position=position), None, sighting
    sighting = Sighting(observation_id=observation_id, stream_id=story.stream_id, digest=digest, index=0)
    return receipt, _event(view, story, observation, notice, identity), sighting


def _withdrawn_by(view: LedgerView, story: FoundStory, observation: Observation) -> Recorded | None:
    """The withdrawal to which the notice adds nothing: the one that stood at its time, or the next one after it."""
    times = (observation.published, observation.retrieved)
    when = next((instant for instant in times if instant is not None), EVERYTHING)
    stood, following = None, None
    for recorded in life_of(view, story.stream_id):
        if life_order(recorded) <= (when, EVERYTHING):
            stood = recorded
        elif following is None:
            following = recorded
    return next((item for item in (stood, following) if item and isinstance(item.event, StoryWithdrawn)), None)


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
