"""Recording: what each observation comes to, on each database."""

from __future__ import annotations

from typing import Any

import pytest
from builders import FakeClock, article, at, events_of, not_reread, observed, take, text_at

from tracker.desk.record import BATCH, Batch, Receipt, record, rehearse
from tracker.ledger.sightings import sighting_times
from tracker.ledger.store import Ledger
from tracker.story.article import Article
from tracker.story.decide import Outcome
from tracker.story.events import Basis, RevisionRecorded

RECORDED, CONFIRMED, UNCHANGED, SEEN, REFUSED = (
    Outcome.RECORDED,
    Outcome.CONFIRMED,
    Outcome.UNCHANGED,
    Outcome.SEEN,
    Outcome.REFUSED,
)


def _outcomes(receipts: list[Receipt]) -> list[tuple[Outcome, int | None]]:
    return [(receipt.outcome, receipt.revision) for receipt in receipts]


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
@pytest.mark.parametrize("published", ["13:00", None])
def test_a_text_that_flips_back_and_forth_is_six_revisions(
    ledger: Ledger, published: str | None, *, together: bool
) -> None:
    """A, B, A, B, A, B polled with capture ids under one stated time, or none, stores six revisions."""
    polls = [observed(text, published, capture_id=f"fetch-{n}") for n, text in enumerate("ABABAB")]
    receipts = record(ledger, polls, reread=not_reread) if together else take(ledger, *polls)
    assert _outcomes(receipts) == [(RECORDED, n) for n in range(1, 7)]
    assert [receipt.position for receipt in receipts] == [1, 2, 3, 4, 5, 6]
    assert text_at(ledger) == "B"


def test_a_capture_id_is_one_capture(ledger: Ledger) -> None:
    """A capture id seen with the same bytes is seen before; with other bytes it is refused and nothing is recorded;
    in another story it is another id."""
    take(ledger, observed("A", "13:00", capture_id="7"))
    again, other, elsewhere = take(
        ledger,
        observed("A", "14:00", capture_id="7"),
        observed("B", "15:00", capture_id="7"),
        observed("B", "15:00", capture_id="7", key="wire:ferries"),
    )
    assert (again.outcome, again.revision, again.position) == (SEEN, 1, 1)
    assert (other.outcome, other.revision, other.position) == (REFUSED, None, None)
    assert other.reason is not None
    assert "'7'" in other.reason
    assert elsewhere.outcome is RECORDED
    assert text_at(ledger) == "A"


def test_a_capture_id_is_one_capture_within_a_batch(ledger: Ledger) -> None:
    """The same holds for two observations of one batch, and the rest of the batch goes on."""
    batch = [observed(text, "13:00", capture_id=capture) for text, capture in ("A1", "A1", "B1", "C2")]
    assert _outcomes(record(ledger, batch, reread=not_reread)) == [
        (RECORDED, 1),
        (SEEN, 1),
        (REFUSED, None),
        (RECORDED, 2),
    ]


def test_a_conflict_stays_a_conflict(ledger: Ledger) -> None:
    """A refused capture leaves no trace: the same bytes under that id are refused again, the first ones seen again."""
    take(ledger, observed("A", "13:00", capture_id="7"))
    for _ in range(2):
        assert _outcomes(take(ledger, observed("B", "13:30", capture_id="7"))) == [(REFUSED, None)]
    assert _outcomes(take(ledger, observed("A", "13:00", capture_id="7"))) == [(SEEN, 1)]
    assert len(events_of(ledger)) == 2


def test_an_unchanged_capture_is_known_by_its_id_too(ledger: Ledger) -> None:
    """A capture that changed nothing counts as seen when its id comes again, and conflicts with other bytes."""
    take(ledger, observed("A"), observed("A", capture_id="1"))
    assert _outcomes(take(ledger, observed("A", capture_id="1"), observed("B", capture_id="1"))) == [
        (SEEN, 1),
        (REFUSED, None),
    ]


def test_an_equal_text_with_a_new_stated_time_confirms(ledger: Ledger) -> None:
    """The same text given again later is a point on the published clock, not a revision; at the same time again, or
    without a time, it only counts as seen."""
    receipts = take(
        ledger,
        observed("A", "13:00"),
        observed("A", "14:00"),
        observed("A", "14:00"),
        observed("A", retrieved=at("15:00")),
    )
    assert _outcomes(receipts) == [(RECORDED, 1), (CONFIRMED, 1), (UNCHANGED, 1), (UNCHANGED, 1)]
    assert [recorded.row.type for recorded in events_of(ledger)][2:] == ["revision.confirmed"]


def test_an_equal_text_with_a_higher_version_confirms(ledger: Ledger) -> None:
    """Under one stated time, a higher version of the outlet's own is a later place; the same or a lower one is not."""
    receipts = take(ledger, *(observed("A", "13:00", source_version=version) for version in (2, 3, 3)))
    assert _outcomes(receipts) == [(RECORDED, 1), (CONFIRMED, 1), (UNCHANGED, 1)]


def test_a_late_version_between_two_equal_ones(ledger: Ledger) -> None:
    """A of 13:00, A of 14:00, then a late B of 13:30: at 14:30 the answer is A, because A was confirmed."""
    receipts = take(ledger, observed("A", "13:00"), observed("A", "14:00"), observed("B", "13:30"))
    assert _outcomes(receipts) == [(RECORDED, 1), (CONFIRMED, 1), (RECORDED, 2)]
    assert [text_at(ledger, when) for when in ("13:00", "13:30", "14:30")] == ["A", "B", "A"]


def test_untimed_texts_stand_at_what_is_known_of_their_time(ledger: Ledger, clock: FakeClock) -> None:
    """Without a stated time the time of retrieval stands in, without that the time of recording; the event says
    which."""
    clock.now = at("16:00")
    take(ledger, observed("A", "13:00"), observed("B", retrieved=at("14:00")), observed("C"))
    revisions = [recorded for recorded in events_of(ledger) if isinstance(recorded.event, RevisionRecorded)]
    assert [recorded.event.basis for recorded in revisions] == [Basis.STATED, Basis.RETRIEVED, Basis.RECORDED]
    assert [recorded.row.published_at for recorded in revisions[:2]] == [at("13:00"), at("14:00")]
    assert revisions[2].row.published_at == revisions[2].row.recorded_at >= at("16:00")


def test_a_named_file_is_known_by_name_time_and_bytes(ledger: Ledger) -> None:
    """The same file again is seen before; the same bytes under another name, or another stated time, are not."""
    first = observed("A", "13:00", name="a.txt")
    receipts = take(ledger, first, first, observed("A", "13:00", name="b.txt"), observed("A", "13:30", name="a.txt"))
    assert _outcomes(receipts) == [(RECORDED, 1), (SEEN, 1), (UNCHANGED, 1), (CONFIRMED, 1)]


def test_unnamed_input_is_never_taken_for_seen(ledger: Ledger) -> None:
    """What comes on standard input without an id is compared each time: a return to older text is a revision."""
    receipts = take(ledger, *(observed(text) for text in "ABAA"))
    assert _outcomes(receipts) == [(RECORDED, 1), (RECORDED, 2), (RECORDED, 3), (UNCHANGED, 3)]


def test_every_observation_is_counted_where_its_text_stands(ledger: Ledger, clock: FakeClock) -> None:
    """Sightings, also those that changed nothing, are counted at their revision with first and last time."""
    for hour in ("12:00", "13:00", "15:00"):
        clock.now = at(hour)
        take(ledger, observed("A", "11:00", name="a.txt"))
    with ledger.view() as view:
        times = sighting_times(view, 0, 1)
    assert times is not None
    assert (times.first_seen, times.last_seen, times.times) == (at("12:00"), at("15:00"), 3)


def test_furniture_is_outside_the_comparison(ledger: Ledger) -> None:
    """Other most-read lists and related links make no revision; the paragraph that differs by one letter does."""
    receipts = take(
        ledger,
        observed(article("A", furniture=("Most read: floods",)), "13:00"),
        observed(article("A", furniture=("Most read: football",)), "14:00"),
        observed(article("A"), "15:00"),
        observed(article("a"), "16:00"),
    )
    assert _outcomes(receipts) == [(RECORDED, 1), (CONFIRMED, 1), (CONFIRMED, 1), (RECORDED, 2)]


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Another headline"},
        {"byline": "By Ana Brito"},
        {"dateline": "LISBON, Jan 21"},
        {"note": "(Adds quote)"},
        {"credits": ("Editing by Rui Sá",)},
        {"contacts": ("+351 000",)},
        {"copyright": "(c) 2023"},
        {"language": "pt"},
        {"keywords": ("flood",)},
        {"embargo": "2023-01-22T00:00:00Z"},
        {"extra": (("desk", "world"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_other_part_of_an_article_counts(sqlite_ledger: Ledger, change: dict[str, Any]) -> None:
    """A change of any part but furniture is a revision."""
    receipts = take(sqlite_ledger, observed(article("A"), "13:00"), observed(article("A", **change), "14:00"))
    assert _outcomes(receipts)[1] == (RECORDED, 2)


def _upgraded(stored: Article | None) -> object:
    """A reader whose version moved from 1 to 2: today it makes `stored` of version 1's captures, None if it cannot."""

    def reread(event: RevisionRecorded, capture: object) -> Article | None:
        assert callable(capture)
        assert capture() == b"BYLINE\n\nA"
        return stored if event.reader_version == 1 else None

    return reread


@pytest.mark.parametrize(
    ("new", "outcome"), [("A", (UNCHANGED, 1)), ("B", (RECORDED, 2))], ids=["same capture", "really changed"]
)
def test_a_better_reader_never_looks_like_an_edit(ledger: Ledger, new: str, outcome: object) -> None:
    """When the reader's version moved, the stored capture is read again before it is compared: only a difference that
    today's reader sees in both is a revision."""
    then = article("BYLINE", "A")  # version 1 took the byline for a paragraph
    take(ledger, observed(then, capture=b"BYLINE\n\nA"))
    today = observed(article(new, byline="BYLINE"), capture=b"BYLINE\n\n" + new.encode(), reader_version=2)
    receipts = record(ledger, [today], reread=_upgraded(article("A", byline="BYLINE")))  # type: ignore[arg-type]
    assert _outcomes(receipts) == [outcome]


def test_a_capture_that_can_no_longer_be_read_is_compared_as_stored(ledger: Ledger) -> None:
    """Where today's reader makes nothing of the old capture, the stored article stands in the comparison."""
    take(ledger, observed(article("BYLINE", "A"), capture=b"BYLINE\n\nA"))
    today = observed(article("BYLINE", "A"), capture=b"BYLINE\n\nA", reader_version=2)
    assert _outcomes(record(ledger, [today], reread=_upgraded(None))) == [(UNCHANGED, 1)]  # type: ignore[arg-type]


LONG = "Rescue teams searched flooded houses through the night while volunteers carried sandbags towards the breach."
OTHER = "Parliament approved tougher budget rules after lengthy debate between ministers, bankers, economists, unions."


def test_a_revision_with_hardly_a_word_in_common_draws_a_warning(ledger: Ledger) -> None:
    """A revision that shares under 10 % of its long words with the text before it is recorded with a warning that
    names both; one that shares a few more is not."""
    mixed = OTHER + " Rescue teams searched flooded houses through the night."
    texts = [article(text, headline=None) for text in (LONG, OTHER, mixed)]
    first, foreign, similar = take(ledger, *(observed(text, hour) for hour, text in enumerate(texts)))
    assert (first.warnings, similar.warnings) == ((), ())
    (warning,) = foreign.warnings
    assert foreign.outcome is RECORDED
    assert "0% of its words with r1 of wire:flood" in warning


def test_a_dry_run_says_the_same_and_records_nothing(ledger: Ledger) -> None:
    """A rehearsal over two batches gives the outcomes and revisions that recording gives, without places in the log."""
    batches = [[observed(t, when, name=f"{t}{when}") for t, when in zip(text, times, strict=True)] for text, times in (
        ("ABA", ("13:00", "13:30", "14:00")), ("AAC", ("14:00", "15:00", "13:15")))]  # fmt: skip
    with ledger.view() as view:
        batch = Batch(view, now=ledger.clock(), reread=not_reread)
        rehearsed = [rehearse(batch, observations) for observations in batches]
    assert events_of(ledger) == []
    recorded = [record(ledger, observations, reread=not_reread) for observations in batches]
    assert [_outcomes(receipts) for receipts in rehearsed] == [_outcomes(receipts) for receipts in recorded]
    assert {receipt.position for receipts in rehearsed for receipt in receipts if receipt.outcome is RECORDED} == {None}


def test_a_full_batch_of_one_story_is_recorded(ledger: Ledger) -> None:
    """500 texts of one story in one transaction become r1 to r500, newest last."""
    receipts = record(ledger, [observed(f"Report {n}.", n) for n in range(BATCH)], reread=not_reread)
    assert _outcomes(receipts) == [(RECORDED, n) for n in range(1, BATCH + 1)]
    assert text_at(ledger) == f"Report {BATCH - 1}."


def test_nothing_is_recorded_of_nothing(ledger: Ledger) -> None:
    """An empty list of observations has no receipts and leaves the ledger as it is."""
    assert record(ledger, [], reread=not_reread) == []
    assert events_of(ledger) == []
