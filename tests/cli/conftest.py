"""The command line as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Cli

from tracker.cli.main import run


@pytest.fixture
def cli(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line in an empty folder, with a database of its own and UTC for a zone."""
    for name in ("TRACKER_DATABASE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TRACKER_DATABASE", str(tmp_path / "news.db"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Cli(folder, capsysbinary, monkeypatch)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that the demo leaves; for tests that only read."""
    path = tmp_path_factory.mktemp("demo") / "tracker-demo.db"
    assert run(["demo", "--database", str(path)]) == 0
    return path


@pytest.fixture
def desk(cli: Cli, demo_database: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line on the demo's ledger."""
    monkeypatch.setenv("TRACKER_DATABASE", str(demo_database))
    return cli
