"""Everything an event says at length: committed to in the log, compressed beside it, erasable without breaking it.

The commitment in the event's data is HMAC-SHA256 over the uncompressed body, keyed with the body's own random salt.
The stored bytes are a zstd frame and a CRC-32 of codec and frame: zstd would decode some damaged frames, or a frame
against a wrong base, without a word.
"""

from __future__ import annotations

import hmac
import secrets
import struct
import sys
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from tracker.story.canonical import MAX_INTEGER

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SALT_SIZE = 16
LEVEL = 3
FULL_COPY_EVERY = 16
SHORTEST_PREFIX = 8
"""zstd takes no shorter dictionary."""
_CRC = struct.Struct("<I")
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: LEVEL,
    zstd.CompressionParameter.content_size_flag: 0,  # the size stands in the event's data
}
# Filling tables made for megabytes costs more than compressing an article against its predecessor.
_OPTIONS_SMALL: dict[int, int] = {
    **_OPTIONS,
    zstd.CompressionParameter.hash_log: 13,
    zstd.CompressionParameter.chain_log: 13,
}
SMALL, LARGE = 32_768, 1 << 20
_WINDOW_LOG, _WIDEST_WINDOW_LOG = 21, 27
"""How far back level 3 looks of itself, and how far a reader looks who was told nothing (as powers of two)."""
LARGEST = 2**27
"""Bytes of a body; what says that it has more was doctored, and is not inflated."""


class Coding(IntEnum):
    """How a body's bytes are stored: on their own, against the same slot of the previous revision, or against
    the article of the same event."""

    RAW = 0
    FULL = 1
    PREVIOUS = 2
    ARTICLE = 3


_CODINGS = frozenset(map(int, Coding))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRef:
    """What the event's data says of one body: commitment (base64url, 43 characters), size in bytes, media type,
    schema."""

    commitment: str
    size: int
    media: str | None = None
    schema: int = 1

    def to_data(self) -> list[Any]:
        """Plain data for the event's canonical JSON: [commitment, size, media, schema], without defaults at the end."""
        data: list[Any] = [self.commitment, self.size, self.media, self.schema]
        while data[-1] in (None, 1) and len(data) > 2:
            data.pop()
        return data

    @classmethod
    def from_data(cls, data: list[Any]) -> BodyRef:
        """What `to_data` gave; TypeError or ValueError when it is not that."""
        given: list[Any] = [*data, *_DEFAULTS[len(data) :]]
        commitment, size, media, schema = given
        if not isinstance(commitment, str) or not isinstance(size, int) or not 0 <= size <= MAX_INTEGER:
            raise ValueError("what it says of its bodies makes no sense")
        return cls(commitment=commitment, size=size, media=media, schema=schema)


_DEFAULTS: list[Any] = [None, None, None, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedBody:
    """One body ready to be stored, but for the position of its base."""

    slot: str
    salt: bytes
    coding: Coding
    data: bytes
    ref: BodyRef


def commitment(salt: bytes, content: bytes) -> str:
    """The keyed commitment to a body: HMAC-SHA256(salt, content), base64url without padding."""
    return urlsafe_b64encode(hmac.digest(salt, content, "sha256")).rstrip(b"=").decode()


def pack(slot: str, content: bytes, *, coding: Coding = Coding.FULL, prefix: bytes | None = None) -> PackedBody:
    """Compress and commit to a body; `prefix` is the content that PREVIOUS and ARTICLE are coded against."""
    coding, data = encoded(content, coding=coding, prefix=prefix)
    salt = secrets.token_bytes(SALT_SIZE)
    ref = BodyRef(commitment=commitment(salt, content), size=len(content))
    return PackedBody(slot=slot, salt=salt, coding=coding, data=data, ref=ref)


def encoded(content: bytes, *, coding: Coding = Coding.FULL, prefix: bytes | None = None) -> tuple[Coding, bytes]:
    """The bytes that a body is stored as, and how they are coded: on their own where that is as short."""
    if not prefix or len(prefix) < SHORTEST_PREFIX:
        coding = Coding.FULL
    frame = _compress(content, prefix if coding is not Coding.FULL else None)
    if coding is Coding.FULL and len(frame) >= len(content):
        coding, frame = Coding.RAW, content
    return coding, frame + _checksum(coding, frame)


def unpack(data: bytes, *, coding: int, size: int | None, prefix: bytes | None, most: int = LARGEST) -> bytes:
    """The content of stored bytes; ValueError when they are damaged.

    Never inflates beyond `size` bytes, or beyond `most` where None says that the size is not at hand.
    """
    frame, checksum = data[: -_CRC.size], data[-_CRC.size :]
    if coding not in _CODINGS or checksum != _checksum(coding, frame):
        raise ValueError("stored bytes are damaged (checksum)")
    if size is not None and size > LARGEST:
        raise ValueError(f"stored bytes are said to give {size:,} bytes; no body has so many")
    if coding == Coding.RAW:
        return frame
    try:
        base = prefix if coding != Coding.FULL else None
        content = _decompress(frame, most if size is None else size + 1, size, base)
    except zstd.ZstdError as error:
        raise ValueError(f"stored bytes are damaged ({error})") from None
    return content


def _checksum(coding: int, frame: bytes) -> bytes:
    return _CRC.pack(zlib.crc32(frame, coding))


def _compress(content: bytes, prefix: bytes | None) -> bytes:
    if not prefix:
        return zstd.ZstdCompressor(options=_OPTIONS).compress(content, zstd.ZstdCompressor.FLUSH_FRAME)
    base = zstd.ZstdDict(prefix, is_raw=True).as_prefix
    return zstd.ZstdCompressor(options=_options(len(content) + len(prefix)), zstd_dict=base).compress(
        content, zstd.ZstdCompressor.FLUSH_FRAME
    )


def _options(span: int) -> dict[int, int]:
    """How to compress when what is alike may lie as far back as `span` bytes."""
    if span <= SMALL:
        return _OPTIONS_SMALL
    if span <= LARGE:
        return _OPTIONS
    # Level 3 forgets what lies a megabyte back: of a list of 20,000 inputs that came again it stored 82 kB, not 200 B.
    window = max(_WINDOW_LOG, min(span.bit_length(), _WIDEST_WINDOW_LOG))
    long_range: dict[int, int] = {zstd.CompressionParameter.enable_long_distance_matching: 1}
    return {**_OPTIONS, **long_range, zstd.CompressionParameter.window_log: window}


def _decompress(frame: bytes, most: int, size: int | None, prefix: bytes | None) -> bytes:
    base = zstd.ZstdDict(prefix, is_raw=True).as_prefix if prefix else None
    decoder = zstd.ZstdDecompressor(zstd_dict=base)
    content = decoder.decompress(frame, max_length=most)
    if not decoder.eof or decoder.unused_data or (size is not None and len(content) != size):
        raise ValueError(
            f"stored bytes do not give the {size} bytes that were recorded"
            if size is not None
            else "stored bytes go on"
        )
    return content
