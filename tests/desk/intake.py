"""Runs of `ingest` for the tests: files to take in, and a listener that keeps what it is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from builders import workspace

from tracker.desk.ingest import Ingested, Options, ingest
from tracker.desk.record import Receipt
from tracker.errors import InputError
from tracker.ledger.store import Ledger
from tracker.sources import Deferred
from tracker.story.decide import Outcome

HEADLINE = "River floods the lower town"


@dataclass
class Kept:
    """A listener that keeps everything."""

    totals: list[int] = field(default_factory=list)
    taken: list[Receipt] = field(default_factory=list)
    refused: list[InputError] = field(default_factory=list)
    again: list[InputError] = field(default_factory=list)
    aside: list[Path] = field(default_factory=list)
    left: list[Deferred] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    result: Ingested | None = None

    def total(self, inputs: int) -> None:
        self.totals.append(inputs)

    def receipts(self, receipts: Sequence[Receipt]) -> None:
        self.taken += receipts

    def rejected(self, error: InputError) -> None:
        self.refused.append(error)

    def rejected_again(self, error: InputError) -> None:
        self.again.append(error)

    def put_aside(self, place: Path) -> None:
        self.aside.append(place)

    def deferred(self, item: Deferred) -> None:
        self.left.append(item)

    def warned(self, name: str, warning: str) -> None:
        self.warnings.append((name, warning))

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What became of each input by name."""
        return {receipt.name: receipt.outcome for receipt in self.taken}

    @property
    def counts(self) -> Counter[Outcome]:
        """How many inputs came to what."""
        return Counter(receipt.outcome for receipt in self.taken)


def run(
    ledger: Ledger,
    *paths: Path | str,
    stdin: bytes | None = None,
    sources: dict[str, Any] | None = None,
    **options: Any,
) -> Kept:
    """Ingest paths and keep what the run told."""
    kept = Kept()
    given = BytesIO(stdin) if stdin is not None else None
    space = workspace(ledger, sources=sources)
    kept.result = ingest(space, [str(path) for path in paths], Options(**options), stdin=given, listener=kept)
    return kept


def wire(text: str, published: str | None = None, *, story: str | None = "wire:flood", **fields: Any) -> str:
    """A wire text with front matter; `published` is "HH:MM" on 21 January 2023 UTC, or as it is to stand there."""
    stated = {"headline": HEADLINE, "story": story, **fields}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in stated.items() if value is not None]
    if published is not None:
        lines.append(f"published = 2023-01-21T{published}:00Z" if len(published) == 5 else f"published = {published}")
    front = "\n".join(lines)
    return f"+++\n{front}\n+++\n{text}\n"


def folder(tmp_path: Path, **files: str) -> Path:
    """A folder with these files; "__" in a name stands for a dot."""
    made = tmp_path / "in"
    made.mkdir(exist_ok=True)
    for name, content in files.items():
        (made / name.replace("__", ".")).write_text(content, "utf-8")
    return made
