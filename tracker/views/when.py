"""Instants for people: local time with its zone, and how long ago it was. All instants are micros UTC."""

from __future__ import annotations

from tracker.story.times import age, local
from tracker.views.style import Style
from tracker.views.words import count

_YEAR = 31_556_952_000_000  # the mean year of the calendar, 365.2425 days
_MONTH = _YEAR // 12


def at(micros: int, style: Style) -> str:
    """An instant: "21 Jan 2023 17:10 EST"."""
    return local(micros, style.zone)


def when(micros: int, style: Style) -> str:
    """An instant and its age: "21 Jan 2023 17:10 EST (3 years ago)"."""
    return f"{at(micros, style)} ({ago(micros, style.now)})"


def ago(micros: int, now: int) -> str:
    """How long ago an instant was, rounded down, from seconds to years: "5 h ago", "3 months ago", "in 2 years"."""
    distance = abs(now - micros)
    if distance < 2 * _MONTH:
        return age(micros, now)
    size, unit = (_YEAR, "year") if distance >= _YEAR else (_MONTH, "month")
    amount = count(distance // size, unit)
    return f"in {amount}" if micros > now else f"{amount} ago"


def near(micros: int, other: int, style: Style) -> str:
    """An instant beside another one: only its time of day when both share their day and zone."""
    day, clock, zone = _parts(micros, style)
    other_day, _, other_zone = _parts(other, style)
    return clock if (day, zone) == (other_day, other_zone) else at(micros, style)


def span(first: int, last: int, style: Style) -> str:
    """Two instants: "21 Jan 2023 17:10 → 18:02 EST" on one day, both in full otherwise."""
    day, clock, zone = _parts(first, style)
    other_day, other_clock, other_zone = _parts(last, style)
    if (day, zone) == (other_day, other_zone):
        return f"{day} {clock} → {other_clock} {zone}"
    return f"{at(first, style)} → {at(last, style)}"


def _parts(micros: int, style: Style) -> tuple[str, str, str]:
    day, month, year, clock, zone = at(micros, style).split(" ", 4)
    return f"{day} {month} {year}", clock, zone
