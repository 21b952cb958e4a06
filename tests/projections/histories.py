"""Histories for the law of the read models: what outlets send and what desks do about it, in any order and batches.

Playing one says what was told of each story; what the read models must make of it is left to the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from builders import MINUTE, article, at, not_reread, observed, workspace
from hypothesis import strategies as st
from oracle import Told

from tracker.desk.observe import Given
from tracker.desk.record import record
from tracker.desk.review import Signed, review, withdraw
from tracker.desk.withdrawals import notice_in, withdraw_by
from tracker.errors import NotFound
from tracker.ledger.store import Ledger
from tracker.projections import runner
from tracker.projections.runner import catch_up
from tracker.sources import Reading
from tracker.story.article import Article
from tracker.story.decide import Observation
from tracker.story.events import ReviewVerdict
from tracker.story.keys import parse_key

TOLLS = {"A": 14, "B": 41, "C": 38}
NOTES = {
    "": None,
    "+": "Corrects toll in first paragraph to 41 from 14",
    "-": "Corrects toll in first paragraph to 14 from 41",
    "~": "Adds background",
}
PARAGRAPHS, WORDS = 3, 30


class Sent(NamedTuple):
    """A text of a story with its note, at a minute that the outlet states or at which it was fetched."""

    story: str
    minute: int
    stated: bool
    version: int | None
    text: str
    archived: bool


class Killed(NamedTuple):
    """A notice that withdraws a story, if there is one by then."""

    story: str
    minute: int
    why: str


class Signs(NamedTuple):
    """Somebody signs a revision off, or takes back what was said of it."""

    story: str
    number: int
    name: str
    verdict: str | None


class Batch(NamedTuple):
    """Texts recorded together, then deeds one by one; `step` is how many events the read models then take at a time,
    0: they are left behind."""

    step: int
    sent: list[Sent]
    deeds: list[Killed | Signs]


_STORIES = st.sampled_from(["one", "one", "two"])
_TEXTS = st.builds("".join, st.tuples(st.sampled_from(sorted(TOLLS)), st.sampled_from(sorted(NOTES))))
_SENT = st.builds(
    Sent,
    story=_STORIES,
    minute=st.integers(0, 5),
    stated=st.booleans(),
    version=st.sampled_from([None, None, 0, 1]),
    text=_TEXTS,
    archived=st.booleans(),
)
_KILLED = st.builds(
    Killed, story=_STORIES, minute=st.integers(0, 5), why=st.sampled_from(["", "It rests on a forged list."])
)
_SIGNS = st.builds(
    Signs,
    story=_STORIES,
    number=st.integers(0, 5),
    name=st.sampled_from(["Mara Ilic", "Jo Ek"]),
    verdict=st.sampled_from([None, "accept", "accept", "query"]),
)
_BATCH = st.builds(
    Batch,
    step=st.integers(0, 3),
    sent=st.lists(_SENT, min_size=1, max_size=4),
    deeds=st.lists(st.one_of(_KILLED, _SIGNS), max_size=2),
)
HISTORIES = st.lists(_BATCH, min_size=1, max_size=5)


@dataclass
class Played:
    """What a history came to: what was told of each story, when each was withdrawn, and who signed what."""

    told: dict[str, list[Told]] = field(default_factory=dict)
    killed: dict[str, int] = field(default_factory=dict)
    signed: list[tuple[str, Signed]] = field(default_factory=list)
    unsigned: dict[int, int] = field(default_factory=dict)


def text_of(text: str) -> Article:
    """The article that a text of a history stands for; 3 paragraphs of 10 words."""
    toll, note = TOLLS[text[0]], NOTES[text[1:]]
    return article(
        f"At least {toll} people died in the flood, police said.",
        "The mayor of the lower town spoke of a disaster.",
        f"Schools in the lower town stay closed, said report {text[0]}.",
        headline=f"Headline {text[0]}",
        note=note,
    )


def play(ledger: Ledger, name: str, history: Sequence[Batch]) -> Played:
    """Record a history, the read models catching up in between by other steps each time."""
    played = Played()
    for batch in history:
        record(ledger, [_observation(name, sent, played) for sent in batch.sent], reread=not_reread)
        if batch.step:
            catch_up_by(ledger, batch.step)
        for deed in batch.deeds:
            key = f"wire:{name}-{deed.story}"
            if key in played.told and isinstance(deed, Killed):
                _kill(ledger, key, deed, played)
            elif key in played.told and isinstance(deed, Signs):
                _sign(ledger, key, deed, played)
    catch_up_by(ledger, 500)
    return played


def catch_up_by(ledger: Ledger, step: int) -> None:
    """Bring the read models up to date, so many events at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "BATCH", step)
        assert catch_up(ledger)


def _observation(name: str, sent: Sent, played: Played) -> Observation:
    when = at("13:00") + sent.minute * MINUTE
    key = f"wire:{name}-{sent.story}"
    version = -1 if sent.version is None else sent.version
    played.told.setdefault(key, []).append(Told(sent.text, when, sent.stated, version))
    given_time = {"published": when} if sent.stated else {"retrieved": when}
    return observed(text_of(sent.text), key=key, source_version=sent.version, backfill=sent.archived, **given_time)


def _kill(ledger: Ledger, key: str, deed: Killed, played: Played) -> None:
    when = at("13:00") + deed.minute * MINUTE
    text = f"This story has been withdrawn. {deed.why}".strip()
    reading = Reading(
        article=Article(paragraphs=(text,)),
        capture=text.encode(),
        name="notice",
        reader="wire",
        reader_version=1,
        published=datetime.fromtimestamp(when / 1_000_000, UTC),
    )
    notice = notice_in(reading)
    assert notice is not None
    given = Given(story=parse_key(key))
    withdraw_by(ledger, reading, notice, None, given, workspace(ledger).config)
    played.killed.setdefault(key, when)


def _sign(ledger: Ledger, key: str, deed: Signs, played: Played) -> None:
    revision = _revision(ledger, key, deed.number)
    target, space = f"{key}@r{revision}", workspace(ledger)
    if deed.verdict is not None:
        comment = None if deed.verdict == "accept" else "who says so?"
        made = review(space, [target], verdict=ReviewVerdict(deed.verdict), by=deed.name, comment=comment)
        played.signed += [(key, signed) for signed in made]
        return
    _unsign(ledger, key, deed, played)


def _unsign(ledger: Ledger, key: str, deed: Signs, played: Played) -> None:
    """Take back what one person said of one revision; where nobody said anything, there is nothing to take back."""
    standing = [said for of, said in played.signed if of == key and said.position not in played.unsigned]
    if not standing:
        with pytest.raises(NotFound):
            withdraw(workspace(ledger), [f"{key}@r1"], by=deed.name, comment=None)
        return
    chosen = standing[deed.number % len(standing)]
    number, name = chosen.revision.number, chosen.name
    gone = withdraw(workspace(ledger), [f"{key}@r{number}"], by=name, comment=None)
    mine = [said.position for said in standing if (said.revision.number, said.name) == (number, name)]
    assert [item.review for item in gone] == mine
    played.unsigned.update((item.review, item.position) for item in gone)


def _revision(ledger: Ledger, key: str, number: int) -> int:
    """One of the revisions there are."""
    with ledger.view() as view:
        last = view.last(view.identities.stream(key))
    assert last is not None
    return 1 + number % last.row.version
