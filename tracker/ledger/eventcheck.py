"""Checking one event after the other: its columns, its leaf, its place in its stream, its bodies.

It keeps what later events depend on: stream versions, the last time, what each stream's last event holds. Rows are
tuples as the driver gives them, for this is done to every event of a log. Which rows there are, and the tree over
them, is left to `verify`.
"""

from __future__ import annotations

import json
import sqlite3
from binascii import b2a_base64
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.ledger.bodies import SALT_SIZE, BodyRef, Coding
from tracker.ledger.entry import HEADER
from tracker.ledger.identity import shard_of
from tracker.ledger.read import EVENT_COLUMNS, LedgerView
from tracker.ledger.tree import leaf_hash
from tracker.ledger.unpacker import Unpacker
from tracker.story.canonical import MAX_INTEGER
from tracker.story.events import ARTICLE

COLUMNS = f"{EVENT_COLUMNS}, leaf_hash"
BODY_COLUMNS = "position, slot, salt, codec, base, bytes"
KEPT_BYTES = 64 << 20
"""Of the contents of the streams' last events, so that what is coded against them need not be read again."""

# A file whose schema was tampered with can hold anything in any column.
_NUMBER, _TEXT, _BLOB, _NONE = int, str, bytes, type(None)
_EVENT_KINDS = (_NUMBER, _NUMBER, _TEXT, _NUMBER, _BLOB, _TEXT, _NUMBER, (_NUMBER, _NONE), _NUMBER, _TEXT, _BLOB)
_BODY_KINDS = (_NUMBER, _TEXT, _BLOB, _NUMBER, (_NUMBER, _NONE), _BLOB)
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DBAPIError, sqlite3.Error)

_BEFORE = text(
    "SELECT version, position FROM events WHERE shard = :shard AND stream_id = :stream_id AND version < :version"
    " AND position < :start ORDER BY version DESC LIMIT 1"
)
_LAST_TIME = text("SELECT recorded_at FROM events WHERE shard = :shard AND position = :position")
_PREVIOUS, _ARTICLE = int(Coding.PREVIOUS), int(Coding.ARTICLE)
_NOTHING_BEFORE = (-1, -1)
_DECODE = json.JSONDecoder().raw_decode
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
_INNER_REST, _OUTER_REST = (bytes([pad]) * (64 - SALT_SIZE) for pad in (0x36, 0x5C))
_URL_SAFE = bytes.maketrans(b"+/", b"-_")

Row = tuple[Any, ...]
Erased = dict[tuple[int, str], tuple[int, int]]
"""The shard and position of the event that says that a body (position, slot) was erased."""
Report = Callable[[int | None, str], None]
"""Takes a fault: the position it shows at, if it is about one event, and what it is."""


def either(kinds: Sequence[Any]) -> frozenset[tuple[type, ...]]:
    """The types that the columns of a row may have together, where at most one may have either of two."""
    rows: list[tuple[type, ...]] = [()]
    for kind in kinds:
        rows = [(*row, one) for row in rows for one in (kind if isinstance(kind, tuple) else (kind,))]
    return frozenset(rows)


_EVENT_ROWS, _BODY_ROWS = either(_EVENT_KINDS), either(_BODY_KINDS)


class EventCheck:
    """Checks the events of a shard from position `start` on, in order.

    What was met of `erased` is taken out of it. `events`, `bodies` and `gone` count what was met; `next` is the
    position that should follow.
    """

    def __init__(
        self,
        view: LedgerView,
        shard: int,
        *,
        start: int,
        erased: Erased,
        report: Report,
    ) -> None:
        self.events = self.bodies = self.gone = 0
        self.next = start
        self.last_time = self._time_before(view, shard, start)
        self._view, self._shard, self._start, self._erased, self._report = view, shard, start, erased, report
        self._head = f"\0{HEADER}\n{view.log_id}\n"
        self._streams: dict[str, tuple[int, int]] = {}
        self._contents: dict[int, dict[str, bytes]] = {}
        self._kept = 0
        self._unpacker = Unpacker()

    def event(self, row: Row, bodies: Sequence[Row], *, present: Sequence[str] | None = None) -> bytes:
        """Check one event with its stored bodies; its leaf hash as recomputed.

        Where `present` names the slots that are there, only that is checked of its bodies.
        """
        self.events += 1
        if tuple(map(type, row)) not in _EVENT_ROWS:
            self._strange_event(row)
            return leaf_hash(b"")
        shard, position, stream_id, version, event_id, kind, schema, published, recorded, data, leaf = row
        if position != self.next:
            self._report(position, f"stands where position {self.next} should: positions have a gap")
        self.next = position + 1
        # The entry as `entry.Stored` has it: a value for each of a million rows would cost more than hashing them.
        recomputed = sha256(
            f"{self._head}{shard}\n{position}\n{stream_id}\n{version}\n{event_id.hex()}\n{kind}\n{schema}\n"
            f"{'' if published is None else published}\n{recorded}\n{data}\n".encode()
        ).digest()
        if recomputed != leaf:
            self._report(position, "does not match its leaf hash: one of its columns was changed")
        before = self._order(position, stream_id, version, recorded)
        refs = self._refs(position, data)
        self._presence(position, refs, [body[1] for body in bodies] if present is None else present)
        if present is None:
            contents: dict[str, bytes] = {}
            for body in bodies:
                problem = self._body(position, before, body, refs.get(body[1]), contents)
                if problem:
                    self._report(position, problem)
            self.bodies += len(bodies)
            self._keep(position, before, contents)
        self._streams[stream_id] = (version, position)
        return recomputed

    def _strange_event(self, row: Row) -> None:
        name = _strange(row, _EVENT_KINDS, COLUMNS)
        what = f"has a {name} of a kind that it cannot have"
        if name == "position":
            self._report(None, f"an event {what}")
        else:
            self._report(row[1], what)

    def _order(self, position: int, stream_id: str, version: int, recorded: int) -> int:
        """Check an event's place among the others; the position of the one before it in its stream, -1 for none."""
        last, before = self._streams.get(stream_id) or self._before(stream_id, version)
        if version != last + 1:
            self._report(position, f"is version {version} of its stream, after version {last}")
        if recorded < self.last_time:
            self._report(position, "was recorded before the event that stands before it")
        if self._view.shards != 1 and shard_of(stream_id, self._view.shards) != self._shard:
            self._report(position, "belongs to another shard")
        self.last_time = recorded
        return before

    def _before(self, stream_id: str, version: int) -> tuple[int, int]:
        """Version and position of the event before in a stream that was not met yet: among those not gone through."""
        if not self._start:
            return _NOTHING_BEFORE
        where = {"shard": self._shard, "stream_id": stream_id, "version": version, "start": self._start}
        found = self._view.connection.execute(_BEFORE, where).first()
        return _NOTHING_BEFORE if found is None else (found[0], found[1])

    @staticmethod
    def _time_before(view: LedgerView, shard: int, start: int) -> int:
        found = view.connection.execute(_LAST_TIME, {"shard": shard, "position": start - 1}).scalar() if start else 0
        return found if isinstance(found, int) else 0

    def _refs(self, position: int, data: str) -> Mapping[str, tuple[str, int]]:
        """What the event says of its bodies: commitment and size by slot."""
        try:
            value, end = _DECODE(data)
            if end != len(data):  # whatever comes after it, this says what is wrong
                value = json.loads(data)
            return {slot: _ref(ref) for slot, ref in value.get("bodies", {}).items()}
        except UNREADABLE as error:
            self._report(position, f"has data that cannot be read: {error}")
            return {}

    def _presence(self, position: int, refs: Mapping[str, Any], present: Sequence[str]) -> None:
        """What is wrong with bodies' being there or not: one goes under an event that was recorded later, else not."""
        if not self._erased and refs.keys() == set(present):
            return
        for slot in sorted(refs):
            problem = self._missing(position, slot, is_there=slot in present)
            if problem:
                self._report(position, problem)

    def _missing(self, position: int, slot: str, *, is_there: bool) -> str | None:
        by = self._erased.pop((position, slot), None)
        if by is not None and by[0] == self._shard and by[1] <= position:
            return f"has its {slot} erased by position {by[1]}, which came before it"
        if by is not None and is_there:
            return f"has its {slot} still, which was erased as position {by[1]} says"
        if by is None and not is_there:
            return f"has lost its {slot}"
        self.gone += by is not None
        return None

    def _body(
        self, position: int, before: int, body: Row, ref: tuple[str, int] | None, contents: dict[str, bytes]
    ) -> str | None:
        """What is wrong with one body; what it holds goes into `contents`."""
        if tuple(map(type, body)) not in _BODY_ROWS:
            return f"has a body with a {_strange(body, _BODY_KINDS, BODY_COLUMNS)} of a kind that it cannot have"
        _, slot, salt, codec, base, data = body
        if ref is None:
            return f"has a body {slot!r} that its event does not know"
        # The one base that this coding may have: none, the event itself, or the event before it in its stream.
        if base != (before if codec == _PREVIOUS else position if codec == _ARTICLE else None):
            return f"has its {slot} coded against a wrong base"
        try:
            own = base == position
            prefix = None if base is None else self._prefix(base, ARTICLE if own else slot, contents if own else None)
            content = self._unpacker.unpack(data, coding=codec, size=ref[1], prefix=prefix)
        except UNREADABLE as error:
            return f"has its {slot} damaged: {getattr(error, 'orig', error)}"
        # HMAC fills a short key up with zeros: a salt that grew or lost some would give the same.
        if len(salt) != SALT_SIZE or _commitment(salt, content) != ref[0]:
            return f"has another {slot} than the one recorded"
        contents[slot] = content
        return None

    def _prefix(self, base: int, slot: str, own: Mapping[str, bytes] | None) -> bytes | None:
        """The content that a body is coded against: one of its event's `own`, or of another event."""
        contents = self._contents.get(base) if own is None else own
        known = contents.get(slot) if contents else None
        return self._view.contents.prefix(self._shard, base, slot) if known is None else known

    def _keep(self, position: int, before: int, contents: dict[str, bytes]) -> None:
        """Keep what the next event of the stream may be coded against, in place of what this one was."""
        past = self._contents.pop(before, None)
        if past:
            self._kept -= sum(map(len, past.values()))
        if contents:
            self._contents[position] = contents
            self._kept += sum(map(len, contents.values()))
            while self._kept > KEPT_BYTES:
                first = self._contents.pop(next(iter(self._contents)))
                self._kept -= sum(map(len, first.values()))


def _ref(data: Any) -> tuple[str, int]:
    """Commitment and size of what an event's data says of a body, as `BodyRef.from_data` reads them."""
    if type(data) is list and 2 <= len(data) <= 4:
        commitment, size = data[0], data[1]
        if type(commitment) is str and type(size) is int and 0 <= size <= MAX_INTEGER:
            return commitment, size
    ref = BodyRef.from_data(data)
    return ref.commitment, ref.size


def _commitment(salt: bytes, content: bytes) -> str:
    """As `bodies.commitment` for a salt of SALT_SIZE bytes, without looking the hash up each time.

    Source: RFC 2104, section 2.
    """
    inner = sha256(salt.translate(_INNER) + _INNER_REST + content).digest()
    digest = b2a_base64(sha256(salt.translate(_OUTER) + _OUTER_REST + inner).digest(), newline=False)
    return digest[:-1].translate(_URL_SAFE).decode()


def _strange(row: Row, kinds: Sequence[Any], names: str) -> str:
    """The first column of a row that holds a value of a kind it cannot have."""
    columns = zip(row, kinds, names.split(", "), strict=True)
    return next(name for value, kind, name in columns if not isinstance(value, kind))
