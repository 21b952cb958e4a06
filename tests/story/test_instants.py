from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.story.times import (
    Bound,
    age,
    from_rfc3339,
    local,
    parse_instant,
    rfc3339,
    to_micros,
)

NEW_YORK = ZoneInfo("America/New_York")  # EST is UTC-5, EDT UTC-4
SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000


def utc(*fields: int) -> int:
    """Micros of a UTC time given as year, month, day, hour, minute, second."""
    return calendar.timegm((*fields, *(0,) * (6 - len(fields)))) * SECOND


NOW = utc(2023, 1, 18, 20)

micros = st.integers(min_value=utc(1, 1, 1), max_value=utc(9999, 12, 31, 23, 59, 59) + 999_999)


def parse(text: str) -> int:
    return parse_instant(text, now=NOW, zone=NEW_YORK, bound=Bound.START)


def test_to_micros_is_exact_and_wants_an_offset() -> None:
    """One microsecond in the year 9999 is not lost, as a float would; a time without offset is refused."""
    assert to_micros(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == utc(9999, 12, 31, 23, 59, 59) + 999_999
    assert to_micros(datetime(2023, 11, 5, 1, 30, tzinfo=NEW_YORK, fold=1)) == utc(2023, 11, 5, 6, 30)
    with pytest.raises(ValueError, match="without offset"):
        to_micros(datetime(2023, 1, 14))
    with pytest.raises(ValueError, match="outside the years"):
        to_micros(datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))


def test_rfc3339_shows_fractions_only_when_there_are_any() -> None:
    """UTC with Z; whole seconds without a fraction, else six digits; years have four digits."""
    assert rfc3339(1_674_339_000_000_000) == "2023-01-21T22:10:00Z"
    assert rfc3339(1_674_339_000_000_001) == "2023-01-21T22:10:00.000001Z"
    assert rfc3339(-1) == "1969-12-31T23:59:59.999999Z"
    assert rfc3339(utc(1, 1, 1)) == "0001-01-01T00:00:00Z"
    with pytest.raises(ValueError, match="outside the years"):
        rfc3339(utc(9999, 12, 31, 23, 59, 59) + SECOND)
    with pytest.raises(ValueError, match="outside the years"):
        rfc3339(10**40)


@given(micros)
def test_rfc3339_round_trip(instant: int) -> None:
    """Every instant between the years 1 and 9999 comes back exactly, by the strict and by the typed way."""
    assert from_rfc3339(rfc3339(instant)) == instant
    assert parse(rfc3339(instant)) == instant


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), NEW_YORK])))
def test_to_micros_agrees_with_the_datetime_it_came_from(when: datetime) -> None:
    """The instant, written in UTC, reads as the same moment."""
    try:
        instant = to_micros(when)
    except ValueError:
        assert when.year in (1, 9999)
        return
    assert datetime.fromisoformat(rfc3339(instant)) - when.astimezone(UTC) == timedelta(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-01-21T22:10:00Z", utc(2023, 1, 21, 22, 10)),
        ("2023-01-21T22:10:00.5Z", utc(2023, 1, 21, 22, 10) + 500_000),
        ("2023-01-21T17:10:00-05:00", utc(2023, 1, 21, 22, 10)),
    ],
)
def test_from_rfc3339_reads_full_times(text: str, expected: int) -> None:
    """Date, T, seconds and an offset are there; a fraction may be."""
    assert from_rfc3339(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "2023-01-21", "2023-01-21T22:10Z", "2023-01-21 22:10:00Z", "2023-01-21t22:10:00Z", "2023-01-21T22:10:00",
        "2023-01-21T22:10:00z", "2023-01-21T22:10:00+0500", "2023-01-21T22:10:00.Z", "2023-01-21T22:10:00,5Z",
        " 2023-01-21T22:10:00Z", "2023-01-21T22:10:00Z\n", "2023-01-21T22:10:60Z", "2023-02-29T00:00:00Z",
        "２023-01-21T22:10:00Z", "2023-01-21T22:10:00+24:00", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z",
        "2023-01-21T22:10:00.1234567Z",
    ],
)  # fmt: skip
def test_from_rfc3339_refuses_every_other_form(text: str) -> None:
    """Stored and machine-written times have one form; a near miss is an error that quotes it."""
    with pytest.raises(ValueError, match=r"RFC 3339|must be|out of range|outside the years|below 24 hours") as refusal:
        from_rfc3339(text)
    assert repr(text) in str(refusal.value)


def test_local_time_for_people_names_its_zone() -> None:
    """Day, English month, year, 24-hour clock, zone; seconds only when there are any or they are asked for."""
    assert local(utc(2023, 1, 21, 22, 10), NEW_YORK) == "21 Jan 2023 17:10 EST"
    assert local(utc(2023, 7, 1, 3, 5), NEW_YORK) == "30 Jun 2023 23:05 EDT"
    assert local(utc(2023, 1, 21, 22, 10, 7), NEW_YORK) == "21 Jan 2023 17:10:07 EST"
    assert local(utc(2023, 1, 21, 22, 10), NEW_YORK, seconds=True) == "21 Jan 2023 17:10:00 EST"
    assert local(utc(2023, 1, 21, 22, 10) + 999_999, NEW_YORK) == "21 Jan 2023 17:10 EST"
    assert local(utc(2023, 1, 21, 22, 10), timezone(timedelta(hours=-5))) == "21 Jan 2023 17:10 UTC-05:00"
    assert local(utc(2023, 11, 5, 5, 30), NEW_YORK) == "5 Nov 2023 01:30 EDT"
    assert local(utc(2023, 11, 5, 6, 30), NEW_YORK) == "5 Nov 2023 01:30 EST"


def test_local_falls_back_to_utc_at_the_ends_of_the_calendar() -> None:
    """New York has no date for the first hours of the year 1; nothing fails, UTC is shown."""
    assert local(utc(1, 1, 1), NEW_YORK) == "1 Jan 0001 00:00 UTC"


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (0, "now"),
        (SECOND - 1, "now"),
        (SECOND, "1 s ago"),
        (MINUTE - 1, "59 s ago"),
        (3 * MINUTE, "3 min ago"),
        (HOUR - 1, "59 min ago"),
        (2 * HOUR + 59 * MINUTE, "2 h ago"),
        (DAY - 1, "23 h ago"),
        (DAY, "1 day ago"),
        (2 * DAY - 1, "1 day ago"),
        (5 * DAY, "5 days ago"),
        (-2 * HOUR, "in 2 h"),
        (-(2 * DAY), "in 2 days"),
        (-(SECOND - 1), "now"),
    ],
)
def test_age_is_rounded_down(distance: int, expected: str) -> None:
    """The largest unit that fits, and never more than has passed."""
    assert age(NOW - distance, NOW) == expected


@given(st.integers(min_value=0, max_value=40_000 * DAY))
def test_what_age_shows_of_the_past_can_be_typed(distance: int) -> None:
    """An age copied from the screen is a time expression, less than one unit after the instant it describes."""
    typed = parse(age(NOW - distance, NOW))
    assert 0 <= typed - (NOW - distance) < DAY
