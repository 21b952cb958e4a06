"""The command line as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Cli


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
