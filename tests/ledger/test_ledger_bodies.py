"""Bodies: whatever is said at length comes back byte for byte, through full copies, chains and other databases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from backends import Backend
from builders import article, events_of, not_reread, observed, revision_event, take
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.desk.record import record
from tracker.errors import IntegrityError
from tracker.ledger.append import Base
from tracker.ledger.bodies import FULL_COPY_EVERY, BodyRef, Coding, commitment, pack, unpack
from tracker.ledger.store import Ledger
from tracker.story.article import Article
from tracker.story.events import ARTICLE, CAPTURE

contents = st.binary(max_size=200) | st.builds(
    lambda piece, times: piece * times, st.binary(max_size=50), st.integers(0, 200)
)
# Any text but lone surrogates, which no UTF-8 input can hold; NUL and other controls included.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
edits = st.lists(st.tuples(texts, st.integers(0, 9)), min_size=1, max_size=FULL_COPY_EVERY + 3)


@given(content=contents, prefix=st.none() | contents, coding=st.sampled_from([Coding.PREVIOUS, Coding.ARTICLE]))
def test_packing_is_undone(content: bytes, prefix: bytes | None, coding: Coding) -> None:
    """Unpacked, a body is what was packed, and matches its commitment, whatever it was coded against."""
    body = pack("article", content, coding=coding, prefix=prefix)
    given_prefix = prefix if body.coding in (Coding.PREVIOUS, Coding.ARTICLE) else None
    assert unpack(body.data, coding=body.coding, size=body.ref.size, prefix=given_prefix) == content
    assert body.ref == BodyRef(commitment=commitment(body.salt, content), size=len(content))
    assert BodyRef.from_data(body.ref.to_data()) == body.ref


@given(content=contents, at=st.integers(0), bit=st.integers(0, 7))
def test_a_damaged_body_never_passes(content: bytes, at: int, bit: int) -> None:
    """Any one bit flipped in the stored bytes makes unpacking fail."""
    body = pack("article", content)
    data = bytearray(body.data)
    data[at % len(data)] ^= 1 << bit
    with pytest.raises(ValueError, match="damaged"):
        unpack(bytes(data), coding=body.coding, size=body.ref.size, prefix=None)


def test_a_bomb_is_not_inflated() -> None:
    """Stored bytes that give more than was recorded are refused, with no more than one byte too many inflated."""
    bomb = pack("article", b"\0" * 50_000_000)
    with pytest.raises(ValueError, match="do not give"):
        unpack(bomb.data, coding=bomb.coding, size=10, prefix=None)


def test_equal_contents_have_different_commitments() -> None:
    """A commitment is salted: that two bodies are the same cannot be read from the log."""
    assert pack("article", b"same").ref.commitment != pack("article", b"same").ref.commitment


@pytest.mark.parametrize("size", [0, 1, 2_000_000])
def test_bodies_of_any_size_come_back(ledger: Ledger, size: int) -> None:
    """Two slots of 0, 1 and 2,000,000 bytes, also coded against a base of that size."""
    first, second = ((bytes(range(period)) * (size // period + 1))[:size] for period in (251, 241))
    ledger.append([revision_event("s", 0, bodies={ARTICLE: first, CAPTURE: second})])
    base = {ARTICLE: Base(content=first, version=0, position=0), CAPTURE: Base(content=second, version=0, position=0)}
    ledger.append([revision_event("s", 1, bodies={ARTICLE: second, CAPTURE: first}, bases=base)])
    with ledger.view() as view:
        read = [{slot: view.body(recorded, slot) for slot in (ARTICLE, CAPTURE)} for recorded in view.stream("s")]
    assert read == [{ARTICLE: first, CAPTURE: second}, {ARTICLE: second, CAPTURE: first}]


def test_a_body_nobody_recorded_is_an_integrity_error(ledger: Ledger) -> None:
    """Asking an event for a slot it does not have is refused with the position."""
    ledger.append([revision_event("s", 0, bodies={ARTICLE: b"text"})])
    with ledger.view() as view:
        recorded = view.event(0, 0)
        assert recorded is not None
        with pytest.raises(IntegrityError, match="position 0 has no capture"):
            view.body(recorded, CAPTURE)


def _chain(count: int) -> list[Article]:
    """Articles of 40 paragraphs of which one changes each time."""
    paragraphs = [f"Paragraph {number} of a long report on the river and its dykes." for number in range(40)]
    made = []
    for number in range(count):
        paragraphs[number * 7 % 40] = f"Rewritten for the {number}th time: the water stands at {number * 13} cm."
        made.append(article(*paragraphs))
    return made


@pytest.mark.parametrize("together", [True, False])
def test_sixty_revisions_come_back_from_their_chains(
    ledger: Ledger, backend: Backend, url: str, *, together: bool
) -> None:
    """Recorded in one batch or one by one, 60 revisions have a full copy every 16 and all read back, in any order."""
    articles = _chain(60)
    observations = [observed(made, f"{minute // 60:02}:{minute % 60:02}") for minute, made in enumerate(articles)]
    if together:
        record(ledger, observations, reread=not_reread)
    else:
        take(ledger, *observations)
    for order in (range(1, 61), range(60, 0, -1)):
        with ledger.view() as view:
            stream_id = view.identities.stream("wire:flood")
            for number in order:
                recorded = view.version(stream_id, number)
                assert recorded is not None
                assert view.article(recorded) == articles[number - 1]
                assert view.body(recorded, CAPTURE) == "\n\n".join(articles[number - 1].paragraphs).encode()
    bases = backend.run(url, "SELECT position, base FROM bodies WHERE slot = ? ORDER BY position", ARTICLE)
    whole = [position for position, base in bases if base is None]
    assert whole == [1, 17, 33, 49]  # position 0 opens the story, so position k holds revision k
    assert all(base == before for (before, _), (_, base) in pairwise(bases) if base is not None)


def test_a_chain_costs_a_fraction_of_full_copies(ledger: Ledger, backend: Backend, url: str) -> None:
    """60 revisions that each change one paragraph of 40 take less than a quarter of what 60 full copies would."""
    articles = _chain(60)
    record(ledger, [observed(made, minute) for minute, made in enumerate(articles)], reread=not_reread)
    ((stored,),) = backend.run(url, "SELECT sum(length(bytes)) FROM bodies WHERE slot = ?", ARTICLE)
    alone = sum(len(pack(ARTICLE, "\n".join(made.paragraphs).encode()).data) for made in articles)
    assert stored < alone / 4


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_unicode_history_reads_back(ledger: Ledger, data: st.DataObject) -> None:
    """Articles of any Unicode, NUL included, and captures of any bytes come back, revision by revision."""
    key = f"wire:story-{len(events_of(ledger))}"  # a story of its own for each example, all in one ledger
    history = [
        article(text, *["unchanged"] * copies, headline=text[:5] or None, note=text[5:] or None)
        for text, copies in data.draw(edits)
    ]
    captures = [data.draw(contents) for _ in history]
    observations = [
        observed(made, minute, key=key, capture=capture)
        for minute, (made, capture) in enumerate(zip(history, captures, strict=True))
    ]
    record(ledger, observations, reread=not_reread)
    # An article that equals the one before it is confirmed, not recorded again.
    fresh = [at for at, made in enumerate(history) if at == 0 or made != history[at - 1]]
    with ledger.view() as view:
        stream = list(view.stream(view.identities.stream(key), start=1))
        assert [view.article(recorded) for recorded in stream] == [history[at] for at in fresh]
        assert [view.body(recorded, CAPTURE) for recorded in stream] == [captures[at] for at in fresh]
