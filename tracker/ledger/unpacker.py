"""Unpacking many bodies one after the other, as checking a whole ledger does: the same contents, sooner.

Making a decoder costs more than decoding an article (most of all in a virtual machine, where asking the processor what
it can do leaves the machine), and a decoder takes one prefix in its life. So the prefix is put in front of the frame's
one block as plain bytes, which is what it is to zstd, and the frame is left open: the decoder is set back afterwards
and serves again. Whatever is out of the ordinary is left to `bodies.unpack`, which also says what is wrong.

Source: RFC 8878, sections 3.1.1.1 (frame header) and 3.1.1.2 (blocks).
"""

from __future__ import annotations

import sys
import zlib

from tracker.ledger.bodies import Coding, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LARGEST_BLOCK = 1 << 17
_FULL = int(Coding.FULL)
_CODED = frozenset({_FULL, int(Coding.PREVIOUS), int(Coding.ARTICLE)})
_CHECKSUM = 4
_CRC_OF_ANYTHING_AND_ITS_CRC = 0x2144DF1C
"""Bytes followed by their CRC-32, least byte first, all have this one, whatever it begins with."""
_HEADER = b"\x28\xb5\x2f\xfd\x00"  # magic number; one byte of window follows, no content size and no checksum
_OPENING = _HEADER + b"\x48"  # a window of 512 KiB: more than the largest prefix and content here
_BLOCK = len(_OPENING)
_FRAME = _BLOCK + 3
_LAST, _COMPRESSED = 1, 2 << 1
_NO_BLOCK = b"\x06\x00\x00"  # of the reserved type


class Unpacker:
    """Unpacks bodies; not to be shared by threads."""

    def __init__(self) -> None:
        self._decoder = zstd.ZstdDecompressor()

    def unpack(self, data: bytes, *, coding: int, size: int, prefix: bytes | None) -> bytes:
        """The content of stored bytes, as `bodies.unpack` gives it; ValueError when they are damaged."""
        before = b"" if prefix is None or coding == _FULL else prefix
        length, block = len(before), int.from_bytes(data[_BLOCK:_FRAME], "little")
        if (
            coding not in _CODED
            or zlib.crc32(data, coding) != _CRC_OF_ANYTHING_AND_ITS_CRC
            or block != len(data) - _FRAME - _CHECKSUM << 3 | _COMPRESSED | _LAST
            or length > LARGEST_BLOCK
            or size > LARGEST_BLOCK
            or not data.startswith(_HEADER)
        ):
            return unpack(data, coding=coding, size=size, prefix=prefix)
        plain, opened = (length << 3).to_bytes(3, "little"), (block ^ _LAST).to_bytes(3, "little")
        try:
            made = self._decoder.decompress(
                b"".join((_OPENING, plain, before, opened, data[_FRAME:-_CHECKSUM])), length + size + 1
            )
        except (zstd.ZstdError, EOFError):
            self._decoder = zstd.ZstdDecompressor()
            made = b""
        else:
            self._set_back()
        if len(made) != length + size:  # it cannot be: this says why, or knows better
            return unpack(data, coding=coding, size=size, prefix=prefix)
        return made[length:]

    def _set_back(self) -> None:
        """Have the decoder begin anew: it does so after an error."""
        try:
            self._decoder.decompress(_NO_BLOCK)
        except zstd.ZstdError:
            return
        self._decoder = zstd.ZstdDecompressor()
