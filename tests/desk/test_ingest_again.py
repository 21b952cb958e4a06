"""Ingesting the same inputs again adds nothing, whatever they state of themselves; what is new among them is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import FakeClock, at, of_stories, text_at
from intake import Kept, folder, run, wire

from tracker.ledger.store import Ledger
from tracker.story.decide import Outcome

DATED = {
    "10__txt": wire("The river fell overnight.", "15:00"),
    "2__txt": wire("The river rose again.", "14:00"),
    "1__txt": wire("The river rose in the night.", "13:00"),
    "ferry__txt": wire("Ferries stay in port.", "13:30", story="wire:ferry"),
}
UNDATED = {
    "1__txt": wire("The river rose in the night."),
    "2__txt": wire("The river fell overnight."),
    "3__txt": wire("The river rose in the night."),
}
EQUAL_TIMES = {f"{n}__txt": wire(f"Report {n}.", "13:00") for n in range(1, 4)}
DUPLICATES = {f"{n}__txt": wire("The river rose in the night.", "13:00") for n in range(1, 4)}
LINES = {
    "feed__jsonl": "".join(
        f'{{"story": "wire:flood", "id": "{n}", "published": "2023-01-21T13:00:00Z", "paragraphs": ["{text}"]}}\n'
        for n, text in enumerate("ABABAB")
    )
}
KINDS = {"dated": DATED, "undated": UNDATED, "equal times": EQUAL_TIMES, "duplicates": DUPLICATES, "lines": LINES}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_folder_three_times_adds_nothing(ledger: Ledger, clock: FakeClock, tmp_path: Path, kind: str) -> None:
    """Whether its files are dated, undated, of one time, twice the same or lines of a feed: the second and third run
    over a folder record nothing but that they looked, and every input counts as seen before."""
    path = folder(tmp_path, **KINDS[kind])
    first = run(ledger, path)
    events = of_stories(ledger)
    assert first.refused == []
    for hour in ("17:00", "18:00"):
        clock.now = at(hour)
        again = run(ledger, path)
        assert again.counts == {Outcome.SEEN: len(first.taken)}
        assert of_stories(ledger) == events


def test_a_dated_folder_is_recorded_in_the_order_of_its_times(ledger: Ledger, tmp_path: Path) -> None:
    """Files are put in the order of their stated times, each story by itself, so that r1 is the oldest."""
    kept = run(ledger, folder(tmp_path, **DATED))
    assert {(receipt.name, receipt.revision) for receipt in kept.taken} == {
        ("1.txt", 1),
        ("2.txt", 2),
        ("10.txt", 3),
        ("ferry.txt", 1),
    }
    assert text_at(ledger) == "The river fell overnight."


def test_an_undated_folder_is_recorded_in_natural_name_order(ledger: Ledger, tmp_path: Path) -> None:
    """Without times the names decide, numbers as numbers: 2 comes before 10."""
    kept = run(ledger, folder(tmp_path, **{f"{n}__txt": wire(f"Report {n}.") for n in (10, 9, 1, 2)}))
    assert [(receipt.name, receipt.revision) for receipt in kept.taken] == [
        ("1.txt", 1),
        ("2.txt", 2),
        ("9.txt", 3),
        ("10.txt", 4),
    ]


def test_a_feed_that_flips_stores_every_fetch(ledger: Ledger, tmp_path: Path) -> None:
    """Six fetches of one stated time that flip between two texts are six revisions."""
    kept = run(ledger, folder(tmp_path, **LINES))
    assert [receipt.revision for receipt in kept.taken] == [1, 2, 3, 4, 5, 6]
    assert [receipt.name for receipt in kept.taken] == [f"feed.jsonl:{n}" for n in range(1, 7)]


def test_duplicates_are_one_revision(ledger: Ledger, tmp_path: Path) -> None:
    """The same bytes under three names are one revision, seen three times."""
    kept = run(ledger, folder(tmp_path, **DUPLICATES))
    assert [(receipt.outcome, receipt.revision) for receipt in kept.taken] == [
        (Outcome.RECORDED, 1),
        (Outcome.UNCHANGED, 1),
        (Outcome.UNCHANGED, 1),
    ]


def test_only_what_is_new_is_taken(ledger: Ledger, tmp_path: Path) -> None:
    """A file added to the folder, and one whose bytes changed, are recorded by the next run; the others are seen."""
    run(ledger, folder(tmp_path, **DATED))
    folder(tmp_path, **{"2__txt": wire("The river rose again, to 3 m.", "14:00")})
    kept = run(ledger, folder(tmp_path, **{"11__txt": wire("Dry.", "16:00")}))
    assert kept.outcomes == {
        "1.txt": Outcome.SEEN,
        "2.txt": Outcome.RECORDED,
        "10.txt": Outcome.SEEN,
        "11.txt": Outcome.RECORDED,
        "ferry.txt": Outcome.SEEN,
    }
    assert [text_at(ledger, when) for when in ("14:30", "15:30", "16:00")] == [
        "The river rose again, to 3 m.",
        "The river fell overnight.",
        "Dry.",
    ]


def test_a_capture_id_with_other_bytes_is_rejected_by_name(ledger: Ledger, tmp_path: Path) -> None:
    """A line that reuses a capture id is rejected with its place; the lines around it are recorded."""
    path = folder(tmp_path, **LINES)
    run(ledger, path)
    reused = '{"story": "wire:flood", "id": "3", "published": "2023-01-21T13:00:00Z", "paragraphs": ["C"]}\n'
    fresh = reused.replace('"3"', '"9"')
    (path / "more.jsonl").write_text(reused + fresh)
    kept = run(ledger, path / "more.jsonl")
    assert [(error.name, error.exit_code) for error in kept.refused] == [("more.jsonl:1", 3)]
    assert "capture id '3'" in kept.refused[0].reason
    assert kept.outcomes == {"more.jsonl:2": Outcome.RECORDED}


def test_what_is_told_adds_up(ledger: Ledger, tmp_path: Path) -> None:
    """The result counts each article once: taken, rejected or left for the next run."""
    path = folder(tmp_path, **DATED, empty__txt="", half__jsonl='{"story": "wire:x", "paragraphs": ["x"]}')
    kept = run(ledger, path)
    assert kept.totals == [6]
    assert kept.result is not None
    assert kept.result.outcomes == {
        Outcome.RECORDED: 4,
        Outcome.CONFIRMED: 0,
        Outcome.UNCHANGED: 0,
        Outcome.SEEN: 0,
        Outcome.WITHDRAWN: 0,
    }
    assert (kept.result.rejected, kept.result.deferred, kept.result.inputs) == (1, 1, 5)
    assert [error.name for error in kept.refused] == ["empty.txt"]
    assert [item.name for item in kept.left] == ["half.jsonl:1"]


def test_a_dry_run_records_nothing(ledger: Ledger, tmp_path: Path) -> None:
    """`--dry-run` tells what a run would do, and leaves the ledger as it is."""
    path = folder(tmp_path, **DATED)
    dry = run(ledger, path, dry_run=True)
    assert of_stories(ledger) == []
    real = run(ledger, path)
    assert _told(dry) == _told(real)
    assert {receipt.position for receipt in dry.taken} == {None}


def _told(kept: Kept) -> list[tuple[str, Outcome, int | None]]:
    return [(receipt.name, receipt.outcome, receipt.revision) for receipt in kept.taken]


def test_a_reader_that_was_improved_makes_no_edits(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of the reader, new captures of unchanged text confirm what is there: no revision says that the
    newsroom changed anything."""
    run(ledger, folder(tmp_path, a__txt=wire("The river rose.\n\nBox: how to help", "13:00")))
    improve_reader(monkeypatch)
    kept = run(ledger, folder(tmp_path, b__txt=wire("The river rose.\n\nBox: how to help", "14:00")))
    assert kept.outcomes["b.txt"] is Outcome.CONFIRMED
    kept = run(ledger, folder(tmp_path, c__txt=wire("The river rises.\n\nBox: how to help", "15:00")))
    assert kept.outcomes["c.txt"] is Outcome.RECORDED
    assert text_at(ledger) == "The river rises."


def improve_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 2 of the wire reader: lines that start with "Box:" are no paragraphs but furniture."""
    from dataclasses import replace

    from tracker import sources
    from tracker.story.article import Article

    before = sources.wire.article

    def article(*args: object, **named: object) -> Article:
        made: Article = before(*args, **named)  # type: ignore[arg-type]
        boxes = tuple(text for text in made.paragraphs if text.startswith("Box:"))
        rest = tuple(text for text in made.paragraphs if text not in boxes)
        return replace(made, paragraphs=rest, furniture=boxes)

    monkeypatch.setattr(sources.wire, "article", article)
    monkeypatch.setattr(sources, "READERS", {**sources.READERS, "wire": 2})
