"""What the faults share: the launcher, a fast place for files, and how often each fault befalls the program.

The options want this folder named: `pytest tests/faults --faults-kills 10000`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from launcher import Launcher, built_shim, launched

MEMORY = Path("/dev/shm")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often."""
    parser.addoption("--faults-kills", type=int, default=None, help="how often `ingest` is killed")
    parser.addoption("--faults-images", type=int, default=None, help="how many power losses are simulated")
    parser.addoption("--faults-failures", type=int, default=None, help="how many places at which a write fails")
    parser.addoption("--faults-flips", type=int, default=None, help="how many files are damaged")
    parser.addoption("--faults-seed", type=int, default=None, help="the chance by which it all happens")


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """Runs command lines in processes of their own."""
    with launched(built_shim(tmp_path_factory.mktemp("shim"))) as made:
        yield made


@pytest.fixture
def shimmed(launcher: Launcher) -> Launcher:
    """A launcher that can make writes fail."""
    if not launcher.has_shim:
        pytest.skip("there is no C compiler for tests/faults/shim.c, or the system does not preload it")
    return launcher


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """An empty folder in memory, where there is one: what befalls a process does not depend on its disk."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="tracker-faults-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def often(request: pytest.FixtureRequest) -> dict[str, int]:
    """How often each fault happens, by its name; empty when only the usual number is wanted. `seed` is the chance."""
    names = ("kills", "images", "failures", "flips", "seed")
    asked = {name: request.config.getoption(f"--faults-{name}", default=None) for name in names}
    return {name: number for name, number in asked.items() if number is not None}
