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
from tracker.sources.reading import MAX_ARTICLE, Deferred, Reading
from tracker.story.article import Article

__all__ = [
    "MAX_ARTICLE",
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

MOST_REFUSED = 100_000
"""Lines of one input that may be refused; a file of which so many are is something else than it is taken for."""

MOST_UNITS = 20_000
"""Paragraphs, and what stands among and around them; of more the diff would look at none."""

READERS: Mapping[str, int] = MappingProxyType({"wire": 1, "jsonl": 1})


def read(data: bytes, *, name: str, encoding: str | None = None) -> Iterator[Reading | InputError | Deferred]:
    """What an input holds: one item for wire text, one per line for JSON Lines.

    An input or line that cannot be read, or is larger than 512 KiB, yields an InputError value, a last JSON line
    without its newline a Deferred. `encoding` overrides UTF-8; a name that is no text encoding raises UsageError at
    once.
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
    empty, refused = True, 0
    for number, line, ended in jsonlines.lines(data):
        empty, place = False, f"{name}:{number}"
        if not ended and len(line) <= MAX_ARTICLE:
            yield Deferred(name=place, reason="the last line has no newline yet")
            return
        try:
            yield _reading("jsonl", line, place, codec)
        except InputError as error:
            error.capture = line
            yield error
            refused += 1
            if refused == MOST_REFUSED:
                yield InputError(
                    name, f"{refused:,} lines cannot be read; those after line {number:,} were not looked at"
                )
                return
    if empty:
        yield InputError(name, "no text")


def _reading(kind: str, capture: bytes, name: str, codec: str | None) -> Reading:
    if len(capture) > MAX_ARTICLE:
        raise InputError(name, f"larger than {MAX_ARTICLE // 1024} KiB, too large for one article")
    given, article = _ONE[kind](capture, name, codec)
    if sum(map(len, (article.paragraphs, article.inserts, article.furniture, article.credits))) > MOST_UNITS:
        raise InputError(name, f"more than {MOST_UNITS:,} paragraphs, too many for one article")
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
