"""Short ways to erase, and to look for bytes in every file that a database consists of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from builders import KEY, workspace

from tracker.desk.erase import EraseDone, erase
from tracker.desk.erase_plan import ErasePlan, plan_erasure
from tracker.ledger.bodies import Coding, encoded
from tracker.ledger.store import Ledger
from tracker.ledger.verify import verify_shard, verify_whole

WHO = {"by": "Mara Ilic", "authority": "court order 7/23", "reason": "names a minor"}


def planned(ledger: Ledger, name: str = KEY, range_: str | None = None, **given: Any) -> ErasePlan:
    """What an erasure would take."""
    return plan_erasure(workspace(ledger), name, range_, **{**WHO, **given})


def erases(ledger: Ledger, name: str = KEY, range_: str | None = None, **given: Any) -> EraseDone:
    """Erase, and see to it that the database was swept and the log still verifies."""
    done = erase(workspace(ledger), planned(ledger, name, range_, **given))
    assert done.swept.done, done.swept.reason
    assert faults(ledger) == []
    return done


def faults(ledger: Ledger) -> list[str]:
    """What `verify` finds."""
    with ledger.view() as view:
        checks = [verify_shard(view, shard) for shard in range(view.shards)]
        return [fault.what for check in checks for fault in check.faults] + [f.what for f in verify_whole(view)]


def files(url: str) -> Iterator[bytes]:
    """Every file of the database as it stands on disk, without the server's write-ahead log."""
    if "://" not in url:
        for path in sorted(Path(url).parent.glob(f"{Path(url).name}*")):
            yield path.read_bytes()
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute("SELECT 'base/' || oid FROM pg_database WHERE datname = current_database()")
        (folder,) = found.fetchone() or ("",)
        for (name,) in connection.execute("SELECT pg_ls_dir(%s)", (folder,)).fetchall():
            row = connection.execute("SELECT pg_read_binary_file(%s)", (f"{folder}/{name}",)).fetchone()
            assert row is not None
            yield bytes(row[0])


def stored(ledger: Ledger, positions: set[int]) -> list[bytes]:
    """The salts and the stored bytes of the bodies at these positions, and all that any coding makes of them."""
    found = []
    with ledger.view() as view:
        rows = list(view.connection.exec_driver_sql("SELECT position, slot, salt, bytes FROM bodies ORDER BY position"))
        bases = [view.body(event, slot) for event in view.range(0, 0) for slot in event.bodies]
        for position, slot, salt, data in rows:
            if position not in positions:
                continue
            event = view.event(0, position)
            assert event is not None
            content = view.body(event, slot)
            found += [bytes(salt), bytes(data), content, encoded(content)[1]]
            found += [encoded(content, coding=Coding.PREVIOUS, prefix=base)[1] for base in bases if base != content]
    return found
