"""How long the simulated month is: `pytest tests/month --month-runs 5000`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many runs of jobs a month has on each database, and by what chance."""
    parser.addoption("--month-runs", type=int, default=None, help="runs of jobs in the simulated month, per database")
    parser.addoption("--month-seed", type=int, default=None, help="the chance by which outlets send")
