"""`python -m bench [NAME…] [--quick]`: run measurements and print what they gave. Nothing is kept."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module

from bench.measure import table

NAMES = ("append", "ingest", "size", "asof", "startup", "diff", "blame", "audit", "proofs", "postgres", "verify")


def main() -> int:
    """Run what was asked for, one after the other; 0 also when a target was missed: these are not tests."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure tracker on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(NAMES)} (all)")
    parser.add_argument("--quick", action="store_true", help="fewer stories and rounds: a look, not a measurement")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        parser.error(f"no measurement is named {unknown[0]!r}; there are {', '.join(NAMES)}")
    print(_machine(), end="\n\n", flush=True)
    for name in given.names or NAMES:
        module = import_module(f"bench.{name}")
        measure: Callable[..., list[object]] = module.run
        title = f"{name}: {(module.__doc__ or '').splitlines()[0]}"
        print(table(title, measure(quick=given.quick)), end="\n\n", flush=True)  # type: ignore[arg-type]
    return 0


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today().isoformat()}  Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"
    )


if __name__ == "__main__":
    sys.exit(main())
