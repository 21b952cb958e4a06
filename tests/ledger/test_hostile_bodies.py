"""Bodies that were made to burst: what says or yields too much is refused before it takes up room."""

from __future__ import annotations

import sys
import tracemalloc
import zlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.bodies import LARGEST, Coding, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = b"\x28\xb5\x2f\xfd"  # a frame's magic number
SAYS_TOO_MUCH = HEADER + b"\xe0" + (2**60).to_bytes(8, "little") + b"\x01\x00\x00"
WIDE_WINDOW = HEADER + b"\x00\xf8\x01\x00\x00"


@cache
def bomb(megabytes: int) -> bytes:
    """A frame of a few bytes for each megabyte of zeros."""
    packer, zeros = zstd.ZstdCompressor(level=1), bytes(1 << 20)
    return b"".join([*(packer.compress(zeros) for _ in range(megabytes)), packer.flush()])


def stored(frame: bytes, coding: int = Coding.FULL) -> bytes:
    """A frame as the ledger stores it, checksum and all."""
    return frame + zlib.crc32(frame, coding).to_bytes(4, "little")


def refusal(frame: bytes, **asked: int | None) -> tuple[str, int]:
    """Why a frame is refused, and how many bytes that took at most."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="stored bytes") as error:
            unpack(stored(frame), coding=Coding.FULL, prefix=None, **{"size": None, **asked})  # type: ignore[arg-type]
        return str(error.value), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("asked", [{"size": 1_000}, {"most": 1 << 20}])
def test_a_frame_that_bursts(asked: dict[str, int]) -> None:
    """256 MiB in 8 kB: no more is inflated than the event says, or than such a body may have."""
    why, taken = refusal(bomb(256), **asked)
    assert "stored bytes" in why
    assert taken < 8 << 20


def test_an_event_that_allows_anything() -> None:
    """A size that no body has is refused before anything is inflated."""
    why, taken = refusal(bomb(256), size=2**53 - 1)
    assert why == "stored bytes are said to give 9,007,199,254,740,991 bytes; no body has so many"
    assert taken < 1 << 20
    assert LARGEST < 2**53 - 1


@pytest.mark.parametrize("frame", [SAYS_TOO_MUCH, WIDE_WINDOW, HEADER, b"", bomb(1)[:-1], bomb(1) * 2])
def test_frames_that_lie(frame: bytes) -> None:
    """A content of 2^60 bytes, a window of gigabytes, nothing at all, half a frame, one and a half."""
    why, taken = refusal(frame, size=1_000)
    assert "damaged" in why or "do not give" in why
    assert taken < 8 << 20


@given(data=st.binary(max_size=60), coding=st.integers(-1, 5), size=st.none() | st.integers(0, 2**60))
def test_any_bytes_are_unpacked_or_refused(data: bytes, coding: int, size: int | None) -> None:
    """With a checksum that fits, and after the beginning of a frame as well as alone."""
    for frame in (data, HEADER + data):
        try:
            content = unpack(stored(frame, coding % 2**32), coding=coding, size=size, prefix=None)
        except ValueError:
            continue
        assert coding == Coding.RAW or len(content) == size or size is None
