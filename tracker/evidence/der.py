"""ASN.1 in DER, as much of it as timestamps need: values taken apart, one level at a time, and put together.

What the values mean is left to others. Source: ITU-T X.690; no tag beyond 30, no indefinite length (that would be BER).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, UTF8, TIME = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x18
SEQUENCE, SET = 0x30, 0x31
_LONG_TAG, _MOST_LENGTH_BYTES, _LONGEST_OID = 0x1F, 4, 64


class NotDer(ValueError):
    """The bytes are not in DER, or not of the form that is wanted; the message says where it fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value: its tag, what is in it, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> tuple[Value, ...]:
        """The values in it, one after the other; NotDer when it is not made of values."""
        found, rest = [], self.content
        start = 0
        while start < len(rest):
            value = _value_at(rest, start)
            found.append(value)
            start += len(value.whole)
        return tuple(found)


def read(data: bytes) -> Value:
    """The one value that the bytes are; NotDer when they are something else, or more."""
    value = _value_at(data, 0)
    if len(value.whole) != len(data):
        raise NotDer("something stands behind its end")
    return value


def sequence(value: Value, *, least: int = 0) -> list[Value]:
    """The members of a SEQUENCE; NotDer when it is none, or has fewer than `least`."""
    found = expected(value, SEQUENCE).parts()
    if len(found) < least:
        raise NotDer("a part is missing")
    return list(found)


def pair(value: Value) -> tuple[Value, Value]:
    """The two members of a SEQUENCE that has two."""
    first, *rest = sequence(value, least=2)
    return first, only(rest)


def only(values: Sequence[Value]) -> Value:
    """The one value that there should be."""
    if len(values) != 1:
        raise NotDer(f"{len(values)} values stand where one should be")
    return values[0]


def expected(value: Value, tag: int) -> Value:
    """The value itself, if it has that tag; NotDer when it has not."""
    if value.tag != tag:
        raise NotDer(f"a value of type {value.tag:#04x} stands where one of type {tag:#04x} should be")
    return value


def taken(values: list[Value], tag: int) -> Value | None:
    """The first of the values, taken off the list, if it has that tag: an optional member."""
    return values.pop(0) if values and values[0].tag == tag else None


def integer(value: Value) -> int:
    """The number that an INTEGER is."""
    if not expected(value, INTEGER).content:
        raise NotDer("a number has no digits")
    return int.from_bytes(value.content, "big", signed=True)


def oid(value: Value) -> str:
    """The object identifier that a value is, with points, as in 1.2.840."""
    content = expected(value, OID).content
    if not content or len(content) > _LONGEST_OID or content[-1] & 0x80:
        raise NotDer("an object identifier is broken")
    arcs, arc = [], 0
    for byte in content:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def encoded(tag: int, *contents: bytes) -> bytes:
    """A value of that tag that holds these bytes, one after the other."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def encoded_integer(number: int) -> bytes:
    """An INTEGER that is not negative."""
    return encoded(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def encoded_oid(text: str) -> bytes:
    """The object identifier with these arcs."""
    first, second, *rest = map(int, text.split("."))
    return encoded(OID, *map(_arc, [40 * first + second, *rest]))


def _arc(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def _value_at(data: bytes, start: int) -> Value:
    head = data[start : start + 2 + _MOST_LENGTH_BYTES]
    if len(head) < 2:
        raise NotDer("it ends too early")
    tag, length, size = head[0], head[1], 2
    if tag & _LONG_TAG == _LONG_TAG:
        raise NotDer("it is not in DER as timestamps are")
    if length & 0x80:
        digits = length & 0x7F
        if not 0 < digits <= _MOST_LENGTH_BYTES:
            raise NotDer("it is not in DER: the length of a value is none")
        length, size = int.from_bytes(head[2 : 2 + digits], "big"), 2 + digits
    whole = data[start : start + size + length]
    if len(whole) != size + length:
        raise NotDer("it ends too early")
    return Value(tag=tag, content=whole[size:], whole=whole)
