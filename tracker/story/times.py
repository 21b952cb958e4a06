"""Instants and the time expressions that people type, as in `--at "yesterday 18:00"`.

An instant is an int: microseconds since 1970-01-01T00:00:00Z, within the years 1 to 9999 ("micros"). Nothing
here reads a clock, a locale or the process's time zone: `now` and `zone` are always given. Which clock an instant
is compared with, and whether it may lie in the future, is for the caller to say.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum

from tracker.errors import UsageError
from tracker.story.keys import quoted

ACCEPTED = "2023-01-21, '2023-01-21 14:30', 2023-01-21T14:30:00Z, now, today, yesterday, 'monday 09:00', '90 min ago'"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
FIRST_INSTANT = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICRO
LAST_INSTANT = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICRO
_OUT_OF_RANGE = "outside the years 1 to 9999"

# Names are spelled out here, not taken from strftime: that follows the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SECOND = 1_000_000
_MINUTE, _HOUR, _DAY = 60 * _SECOND, 3_600 * _SECOND, 86_400 * _SECOND
# "m" is left out: it could be a month.
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), _SECOND),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
    **dict.fromkeys(("d", "day", "days"), _DAY),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 7 * _DAY),
}

_DAY_PART = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_FRACTION = r"[0-9]{1,6}"
_ISO = re.compile(
    _DAY_PART + r"(?:(?:T| +)(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    rf"(?::(?P<second>[0-9]{{2}})(?:[.,](?P<fraction>{_FRACTION}))?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_RFC3339 = re.compile(
    _DAY_PART + r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
    rf"(?:\.(?P<fraction>{_FRACTION}))?(?P<offset>Z|[+-][0-9]{{2}}:[0-9]{{2}})"
)
_NAMED = re.compile(
    rf"(?P<name>today|yesterday|{'|'.join(_WEEKDAYS)})(?: +(?P<clock>[0-9]{{1,2}}:[0-9]{{2}}))?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_AGO = re.compile(r"(?P<count>[0-9]{1,12}) *(?P<unit>[a-z]+) +ago", re.IGNORECASE | re.ASCII)
_LONGEST = 80


class Bound(Enum):
    """Which end of a day a date alone means: its START for `--since`, its END for `--at` and `--until`."""

    START = "start"
    END = "end"


class ClockChange(ValueError):
    """A local time that a change of the clocks skips or repeats; the message shows both instants."""


def parse_instant(text: str, *, now: int, zone: tzinfo, bound: Bound) -> int:
    """The instant, in micros, that a person means by `text`, typed at `now` in `zone`.

    ISO 8601 dates and times; `now`; `today`, `yesterday`, `monday` … `sunday`, each with or without HH:MM;
    `2h ago`, `90 min ago`, `3d ago` (a day is 24 hours here). A weekday is the latest past one: on a Monday,
    `monday` is a week ago, but `monday 09:00` is today once it is 9. A date alone is the day's first or last
    instant, as `bound` says. HH:MM alone is the latest past one for START and refused for END.
    Raises UsageError for anything else and for local times that a clock change skips or repeats.
    """
    try:
        return _instant(_plain(text), text, now, zone, bound)
    except ClockChange as error:
        raise UsageError(str(error)) from None
    except OverflowError:
        raise UsageError(_refusal(text, _OUT_OF_RANGE)) from None
    except ValueError as error:
        raise UsageError(_refusal(text, str(error))) from None


def resolve_local(naive: datetime, zone: tzinfo, *, shown: str) -> int:
    """The instant of a local time without offset, as `zone` has it, in micros.

    `shown` names the time in messages. Raises ValueError with both instants for a time that a clock change
    skips or repeats (PEP 495), for one that has an offset already, and outside the years 1 to 9999.
    """
    if naive.tzinfo is not None:
        raise ValueError(f"{shown} has an offset of its own")
    first, second = _readings(naive, zone)
    if first == second:
        return first
    what = "comes twice" if first < second else "does not exist"
    raise ClockChange(_both(f"{shown} {what}", min(first, second), max(first, second), zone))


def to_micros(aware: datetime) -> int:
    """The instant of a datetime with offset, exact to the microsecond; ValueError without one or out of range."""
    if aware.utcoffset() is None:
        raise ValueError("a time without offset is no instant")
    micros = (aware - _EPOCH) // _MICRO
    if not is_instant(micros):
        raise ValueError(f"{aware.isoformat()} lies {_OUT_OF_RANGE}")
    return micros


def is_instant(micros: int) -> bool:
    """Whether a number of micros lies within the years 1 to 9999."""
    return FIRST_INSTANT <= micros <= LAST_INSTANT


def rfc3339(micros: int) -> str:
    """An instant as RFC 3339 in UTC: "2023-01-21T22:10:00Z"; six digits of fraction, only when it is not zero."""
    return _utc(micros).replace(tzinfo=None).isoformat() + "Z"


def from_rfc3339(text: str) -> int:
    """The instant that a full RFC 3339 time names; ValueError for any other form, leap seconds among them."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise ValueError(f"{quoted(text)} is not an RFC 3339 time such as 2023-01-21T22:10:00Z")
    try:
        return to_micros(_iso_datetime(match))
    except ValueError as error:
        raise ValueError(f"{quoted(text)}: {error}") from None


def local(micros: int, zone: tzinfo, *, seconds: bool = False) -> str:
    """An instant for people: "21 Jan 2023 17:10 EST"; seconds when asked for or not zero, never fractions.

    In the first and last hours of the calendar, where `zone` has no date for it, UTC stands in.
    """
    when = _utc(micros)
    with suppress(OverflowError, ValueError):
        when = when.astimezone(zone)
    clock = f"{when.hour:02d}:{when.minute:02d}" + (f":{when.second:02d}" if seconds or when.second else "")
    name = when.tzname() or when.isoformat()[-6:]
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year:04d} {clock} {name}"


def age(micros: int, now: int) -> str:
    """How long ago an instant was, rounded down: "3 min ago", "2 h ago", "5 days ago", "in 2 h", "now"."""
    distance = abs(now - micros)
    if distance < _SECOND:
        return "now"
    if distance < _DAY:
        size, unit = next(row for row in ((_HOUR, "h"), (_MINUTE, "min"), (_SECOND, "s")) if distance >= row[0])
    else:
        size, unit = _DAY, "day" if distance < 2 * _DAY else "days"
    amount = f"{distance // size} {unit}"
    return f"in {amount}" if micros > now else f"{amount} ago"


def _refusal(text: str, reason: str) -> str:
    return f"cannot read {quoted(text)} as a time: {reason}; accepted: {ACCEPTED}"


def _plain(text: str) -> str:
    plain = text.strip(" ")
    if not plain:
        raise ValueError("it is empty")
    if not plain.isprintable():
        raise ValueError("it holds characters that cannot be seen")
    if len(plain) > _LONGEST:
        raise ValueError("it is too long")
    return plain


def _instant(plain: str, text: str, now: int, zone: tzinfo, bound: Bound) -> int:
    shown = quoted(text)
    if plain.lower() == "now":
        return now
    if match := _ISO.fullmatch(plain):
        if match["hour"] is None:
            return _day_bound(date.fromisoformat(match["day"]), zone, bound, shown)
        when = _iso_datetime(match)
        return resolve_local(when, zone, shown=shown) if when.tzinfo is None else to_micros(when)
    if match := _NAMED.fullmatch(plain):
        return _named(match["name"].lower(), match["clock"], shown, now, zone, bound)
    if match := _AGO.fullmatch(plain):
        return _ago(int(match["count"]), match["unit"].lower(), now)
    if _CLOCK.fullmatch(plain):
        if bound is Bound.END:
            raise ValueError(f"add a date, as in 'today {plain}'")
        return _latest(_today(now, zone), timedelta(days=1), plain, shown, now, zone)
    raise ValueError("it has none of the known forms")


def _iso_datetime(match: re.Match[str]) -> datetime:
    fraction = int((match["fraction"] or "").ljust(6, "0"))
    clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), fraction)
    offset = None if match["offset"] is None else _offset(match["offset"])
    return datetime.combine(date.fromisoformat(match["day"]), clock, tzinfo=offset)


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    hours, minutes, seconds = (int(part or 0) for part in re.findall("..", text[1:].replace(":", "").ljust(6, "0")))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f"offset {text} is not below 24 hours")
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-size if text.startswith("-") else size)


def _named(name: str, clock: str | None, shown: str, now: int, zone: tzinfo, bound: Bound) -> int:
    today = _today(now, zone)
    if name in _WEEKDAYS:
        day = today - timedelta(days=(today.weekday() - _WEEKDAYS.index(name)) % 7)
        if clock is not None:
            return _latest(day, timedelta(days=7), clock, shown, now, zone)
        return _day_bound(day if day < today else day - timedelta(days=7), zone, bound, shown)
    day = today if name == "today" else today - timedelta(days=1)
    if clock is None:
        return _day_bound(day, zone, bound, shown)
    return resolve_local(datetime.combine(day, _clock(clock)), zone, shown=shown)


def _latest(day: date, step: timedelta, clock: str, shown: str, now: int, zone: tzinfo) -> int:
    """`clock` on `day`, or one `step` earlier when that has not come yet."""
    when = datetime.combine(day, _clock(clock))
    if min(_readings(when, zone)) > now:
        when -= step
    return resolve_local(when, zone, shown=shown)


def _ago(count: int, unit: str, now: int) -> int:
    if unit not in _UNITS:
        raise ValueError(f"the unit {unit!r} is none of s, min, h, d, w")
    instant = now - count * _UNITS[unit]
    if instant < FIRST_INSTANT:
        raise ValueError(_OUT_OF_RANGE)
    return instant


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _today(now: int, zone: tzinfo) -> date:
    return _utc(now).astimezone(zone).date()


def _utc(micros: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        raise ValueError(f"the instant lies {_OUT_OF_RANGE}") from None


def _readings(naive: datetime, zone: tzinfo) -> tuple[int, int]:
    """Both readings of a local time: by the offset before a nearby clock change, and by the one after it.

    They are equal as a rule; the first is earlier for a repeated time and later for a skipped one (PEP 495).
    """
    first, second = (to_micros(naive.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    return first, second


def _day_bound(day: date, zone: tzinfo, bound: Bound, shown: str) -> int:
    """The first or last instant of a local day, also where clocks change at midnight."""
    edge = time.min if bound is Bound.START else time.max
    first, second = _readings(datetime.combine(day, edge), zone)
    if first <= second:
        return first if bound is Bound.START else second
    change = _clock_change(second, first, zone)
    instant = change if bound is Bound.START else change - 1
    if _today(instant, zone) != day:  # a zone that moved across the date line left a whole day out
        raise ClockChange(_both(f"{shown} does not exist", change - 1, change, zone))
    return instant


def _clock_change(low: int, high: int, zone: tzinfo) -> int:
    """The first instant with the offset of `high`, where `low` still has another one."""
    after = _utc(high).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if _utc(middle).astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def _both(what: str, earlier: int, later: int, zone: tzinfo) -> str:
    one, other = (_utc(micros).astimezone(zone).isoformat() for micros in (earlier, later))
    return f"{what} in {zone}, where the clocks were changed: say {one} or {other}"
