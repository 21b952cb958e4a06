"""Bytes to articles: one reader per format. Recording what was read is for others.

`read` turns one input into readings; `gather` and `load` find the inputs and fetch their bytes. Formats: wire text
with optional front matter ("wire"), JSON Lines ("jsonl"). A reader's version moves when it would read
a stored capture differently; `reread` reads such a capture with today's reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tracker.errors import InputError
from tracker.sources import frontmatter, jsonlines, wire
from tracker.sources.decode import codec_name, decode, plain
from tracker.sources.fields import OBSERVED, Stated
from tracker.sources.files import MAX_BYTES, Input, Settling, gather, load, natural_key
from tracker.sources.names import NamePattern, name_pattern
from tracker.sources.reading import Deferred, Reading
from tracker.story.article import Article

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Deferred",
    "Input",
    "NamePattern",
    "Reading",
    "Settling",
    "gather",
    "load",
    "name_pattern",
    "natural_key",
    "read",
    "reader_version",
    "reread",
]

READERS: Mapping[str, int] = MappingProxyType({"wire": 1, "jsonl": 1})


def read(data: bytes, *, name: str, encoding: str | None = None) -> Iterator[Reading | InputError | Deferred]:
    """What an input holds: one item for wire text, one per line for JSON Lines.

    An input or line that cannot be read yields an InputError value, a last JSON line without its newline a
    Deferred. `encoding` overrides UTF-8; a name that is no text encoding raises UsageError at once.
    """
    codec = None if encoding is None else codec_name(encoding)
    codec = None if codec == "utf-8" else codec
    if name.lower().endswith((".jsonl", ".ndjson")) or jsonlines.looks_like(data):
        return _read_lines(data, name, codec)
    return iter([_read_wire(data, name, codec)])


def reread(capture: bytes, *, reader: str, name: str) -> Article:
    """The article in a stored capture, by today's reader of that name ("wire", "jsonl", "wire;cp1252").

    Raises InputError where there is no such reader, or it cannot read the capture any more.
    """
    kind, _, codec = reader.partition(";")
    if kind not in READERS:
        raise InputError(name, f"no reader is named {reader!r}")
    return _ONE[kind](capture, name, codec_name(codec) if codec else None)[1]


def reader_version(reader: str) -> int | None:
    """The current version of the reader of that name, with or without its encoding; None where there is none."""
    return READERS.get(reader.partition(";")[0])


def _read_wire(data: bytes, name: str, codec: str | None) -> Reading | InputError:
    try:
        return _reading("wire", data, name, codec)
    except InputError as error:
        return error


def _read_lines(data: bytes, name: str, codec: str | None) -> Iterator[Reading | InputError | Deferred]:
    if codec is not None and "\n".encode(codec) != b"\n":
        yield InputError(name, f"JSON Lines cannot be in {codec}: its line ends are not single bytes")
        return
    empty = True
    for number, line, ended in jsonlines.lines(data):
        empty, place = False, f"{name}:{number}"
        if not ended:
            yield Deferred(name=place, reason="the last line has no newline yet")
            return
        try:
            yield _reading("jsonl", line, place, codec)
        except InputError as error:
            error.capture = line
            yield error
    if empty:
        yield InputError(name, "no text")


def _reading(kind: str, capture: bytes, name: str, codec: str | None) -> Reading:
    given, article = _ONE[kind](capture, name, codec)
    return Reading(
        article=article,
        capture=capture,
        name=name,
        reader=f"{kind};{codec}" if codec else kind,
        reader_version=READERS[kind],
        **{field: getattr(given, field) for field in OBSERVED},
    )


def _one_wire(capture: bytes, name: str, codec: str | None) -> tuple[Stated, Article]:
    given, text = frontmatter.split(plain(decode(capture, name=name, encoding=codec)), name=name)
    return given, wire.article(text, given=given)


def _one_line(capture: bytes, name: str, codec: str | None) -> tuple[Stated, Article]:
    return jsonlines.read_line(capture, name=name, encoding=codec)


_ONE = {"wire": _one_wire, "jsonl": _one_line}
