"""An erasure that nobody swept up after: it is on disk, the bytes may be too, and that is known until they are gone."""

from __future__ import annotations

import pytest
from backends import Backend
from builders import KEY, FakeClock, at, observed, opened, take, workspace
from erasing import files, planned, stored

from tracker.desk import erase as module
from tracker.desk.erase import erase, sweep_again
from tracker.desk.status import Bounds, Reason, ReasonKind, Status, Unswept, status
from tracker.ledger import sweep as sweeping
from tracker.ledger.database import Database
from tracker.ledger.store import Ledger
from tracker.ledger.sweep import Swept
from tracker.projections.runner import catch_up

GIRL = "Jane Doe, twelve, of Mill Lane, was found on a roof by the fire brigade at dawn."


class Killed(BaseException):
    """The process ends here."""


def filled(ledger: Ledger) -> Ledger:
    """r1, r2 and r3, all of the girl, at positions 1 to 3."""
    for number in range(3):
        take(ledger, observed(f"{GIRL} It was {number} o'clock.", f"1{number}:00"))
    return ledger


def killed(ledger: Ledger, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Erase, and be killed between the commit and the sweep."""

    def kill(*_: object, **__: object) -> Swept:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, "sweep", kill)
        with pytest.raises(Killed):
            erase(workspace(ledger), planned(ledger, name))


def asked(ledger: Ledger) -> Status:
    """How everything stands, after the read models caught up."""
    assert catch_up(ledger)
    return status(workspace(ledger), Bounds())


def test_an_erasure_that_was_killed_before_its_sweep_is_told(
    ledger: Ledger, url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is gone for whoever asks, and still in the files; `status` says so until it was swept, and the files
    then hold none of it."""
    filled(ledger)
    before = stored(ledger, {2})
    clock.now = at("18:00")
    killed(ledger, f"{KEY}@r2", monkeypatch)
    assert any(piece in file for file in files(url) for piece in before)
    clock.now = at("19:00")
    found = asked(ledger)
    assert found.unswept == (Unswept(shard=0, position=4, recorded_at=at("18:00")),)
    assert found.reasons == (Reason(kind=ReasonKind.UNSWEPT, subject="erasures", since=at("18:00"), amount=1),)
    assert sweep_again(workspace(ledger)).done
    assert (asked(ledger).unswept, asked(ledger).reasons) == ((), ())
    ledger.database.close()
    assert not [piece for piece in before if any(piece in file for file in files(url))]


def test_an_erasure_that_was_swept_is_not_told(ledger: Ledger, backend: Backend, url: str, clock: FakeClock) -> None:
    """Each of its rows has the time of the sweep; the next one is swept for itself."""
    filled(ledger)
    for number, hour in ((1, "18:00"), (3, "20:00")):
        clock.now = at(hour)
        assert erase(workspace(ledger), planned(ledger, f"{KEY}@r{number}")).swept.done
        assert asked(ledger).reasons == ()
    rows = backend.run(url, "SELECT position, slot, swept_at FROM erasures ORDER BY position, slot")
    assert rows == [
        (1, "article", at("18:00")),
        (1, "capture", at("18:00")),
        (3, "article", at("20:00")),
        (3, "capture", at("20:00")),
    ]


def test_a_sweep_that_could_not_be_done_leaves_it_waiting(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when another program is reading the file; both erasures wait, and one sweep is enough for them."""
    filled(sqlite_ledger)
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "_sweep", lambda *_: Swept(done=False, reason="another program is reading the file"))
        for number in (1, 2):
            assert not erase(workspace(sqlite_ledger), planned(sqlite_ledger, f"{KEY}@r{number}")).swept.done
    assert [reason.amount for reason in asked(sqlite_ledger).reasons] == [2]
    assert sweep_again(workspace(sqlite_ledger)).done
    assert asked(sqlite_ledger).reasons == ()


def test_what_is_erased_during_a_sweep_waits_for_the_next(
    sqlite_url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep may have passed where another erasure's bytes stand: it settles only what was there before it."""
    with opened(sqlite_url, clock) as ledger, opened(sqlite_url, clock) as other:
        filled(ledger)
        killed(ledger, f"{KEY}@r1", monkeypatch)
        sweep = sweeping._sweep

        def overtaken(database: Database, tables: object) -> Swept:
            done = sweep(database, tables)  # type: ignore[arg-type]
            killed(other, f"{KEY}@r2", monkeypatch)
            return done

        with monkeypatch.context() as patch:
            patch.setattr(sweeping, "_sweep", overtaken)
            assert sweep_again(workspace(ledger)).done
        assert [left.position for left in asked(ledger).unswept] == [5]
