"""Runs the command line in this process, on a database of its own."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.main import run


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> dict[str, Any]:
        assert self.out.count("\n") == 1, "one object on one line"
        loaded = json.loads(self.out)
        assert isinstance(loaded, dict)
        return loaded


class Cli:
    """`cli("show", "flood-toll")` is `tracker show flood-toll` in an empty folder."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capture = capture
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Result:
        self._capture.readouterr()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(list(arguments))
        out, err = self._capture.readouterr()
        return Result(int(code), out, err.decode())

    def write(self, name: str, text: str | bytes) -> str:
        """Write a file in the folder, left alone since a minute ago; its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        before = path.stat().st_mtime - 60
        os.utime(path, (before, before))
        return name

    def ok(self, *arguments: str, stdin: bytes = b"") -> Result:
        """Run a command that must succeed."""
        result = self(*arguments, stdin=stdin)
        assert result.code == 0, result.err
        return result


def story(
    *paragraphs: str,
    key: str = "wire:dam",
    published: str | None = "2024-03-01T10:00:00Z",
    headline: str = "Dam gates opened",
    note: str | None = None,
    **fields: object,
) -> str:
    """Wire text with front matter."""
    lines = [f'story = "{key}"', f'headline = "{headline}"']
    if published is not None:
        lines.append(f"published = {published}")
    if note is not None:
        lines.append(f'note = "{note}"')
    lines += [f"{name} = {json.dumps(value)}" for name, value in fields.items()]
    return "+++\n" + "\n".join(lines) + "\n+++\n" + "\n\n".join(paragraphs) + "\n"
