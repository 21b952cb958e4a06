from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.story.times import (
    Bound,
    local,
    parse_instant,
    resolve_local,
)

NEW_YORK = ZoneInfo("America/New_York")  # EST is UTC-5, EDT UTC-4
SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000


def utc(*fields: int) -> int:
    """Micros of a UTC time given as year, month, day, hour, minute, second."""
    return calendar.timegm((*fields, *(0,) * (6 - len(fields)))) * SECOND


# Wednesday, 18 January 2023, 15:00 in New York
NOW = utc(2023, 1, 18, 20)

micros = st.integers(min_value=utc(1, 1, 1), max_value=utc(9999, 12, 31, 23, 59, 59) + 999_999)
# the hours around the clock changes of 2023 in New York, Dublin and on Lord Howe Island
changes = st.sampled_from([(3, 12, 7), (11, 5, 6), (3, 26, 1), (10, 29, 1), (4, 1, 15), (9, 30, 15, 30)]).flatmap(
    lambda change: st.integers(utc(2023, *change) - 2 * HOUR, utc(2023, *change) + 2 * HOUR)
)


def parse(text: str, bound: Bound = Bound.START, now: int = NOW, zone: ZoneInfo = NEW_YORK) -> int:
    return parse_instant(text, now=now, zone=zone, bound=bound)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-01-14T22:10:00Z", utc(2023, 1, 14, 22, 10)),
        ("2023-01-14t22:10z", utc(2023, 1, 14, 22, 10)),
        ("2023-01-14 22:10", utc(2023, 1, 15, 3, 10)),
        ("2023-01-14T22:10", utc(2023, 1, 15, 3, 10)),
        ("  2023-01-14  22:10:07  ", utc(2023, 1, 15, 3, 10, 7)),
        ("2023-07-14 22:10", utc(2023, 7, 15, 2, 10)),
        ("2023-01-14T22:10:00.25Z", utc(2023, 1, 14, 22, 10) + 250_000),
        ("2023-01-14T22:10:00,000001Z", utc(2023, 1, 14, 22, 10) + 1),
        ("2023-01-14T22:10:00+05:30", utc(2023, 1, 14, 16, 40)),
        ("2023-01-14T22:10 -0330", utc(2023, 1, 15, 1, 40)),
        ("2023-01-14T22:10-05", utc(2023, 1, 15, 3, 10)),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("now", NOW),
        ("NOW", NOW),
        ("today 09:30", utc(2023, 1, 18, 14, 30)),
        ("today 9:30", utc(2023, 1, 18, 14, 30)),
        ("today 23:00", utc(2023, 1, 19, 4)),
        ("Yesterday 23:59", utc(2023, 1, 18, 4, 59)),
        ("2h ago", NOW - 2 * HOUR),
        ("90 min ago", NOW - 90 * MINUTE),
        ("3d ago", NOW - 3 * DAY),
        ("45s ago", NOW - 45 * SECOND),
        ("1w ago", NOW - 7 * DAY),
        ("5 days ago", NOW - 5 * DAY),
        ("0h ago", NOW),
    ],
)
@pytest.mark.parametrize("bound", list(Bound))
def test_expressions_with_a_clock_time_mean_the_same_at_both_bounds(text: str, expected: int, bound: Bound) -> None:
    """ISO 8601 with or without offset, day names with HH:MM and ages name one instant, whatever the bound."""
    assert parse(text, bound) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2023-01-14", utc(2023, 1, 14, 5)),
        ("today", utc(2023, 1, 18, 5)),
        ("yesterday", utc(2023, 1, 17, 5)),
        ("tuesday", utc(2023, 1, 17, 5)),
        ("Monday", utc(2023, 1, 16, 5)),
        ("thursday", utc(2023, 1, 12, 5)),
        ("sunday", utc(2023, 1, 15, 5)),
    ],
)
def test_a_date_alone_is_the_days_start_or_its_last_microsecond(text: str, start: int) -> None:
    """START is 00:00 local, END 23:59:59.999999 local, of a date or of the latest past day of that name."""
    assert parse(text, Bound.START) == start
    assert parse(text, Bound.END) == start + DAY - 1


def test_todays_weekday_is_a_week_ago_unless_its_clock_time_has_come() -> None:
    """On a Wednesday, `wednesday` is last week's; `wednesday HH:MM` is today's from that minute on."""
    assert parse("wednesday") == utc(2023, 1, 11, 5)
    assert parse("wednesday 14:59") == utc(2023, 1, 18, 19, 59)
    assert parse("wednesday 15:00") == NOW
    assert parse("wednesday 15:01") == utc(2023, 1, 11, 20, 1)
    assert parse("thursday 15:01") == utc(2023, 1, 12, 20, 1)


def test_the_day_is_the_zones_day_not_the_utc_day() -> None:
    """At 02:00 UTC it is still the evening before in New York."""
    assert parse("today", now=utc(2023, 1, 19, 2)) == utc(2023, 1, 18, 5)
    assert parse("today", now=utc(2023, 1, 19, 2), zone=ZoneInfo("Asia/Tokyo")) == utc(2023, 1, 18, 15)


def test_a_bare_clock_time_is_the_latest_past_one_for_start_and_refused_for_end() -> None:
    """`--since 22:00` typed at 15:00 means yesterday evening; `--at 14:30` must name its day."""
    assert parse("14:30") == utc(2023, 1, 18, 19, 30)
    assert parse("15:00") == NOW
    assert parse("22:00") == utc(2023, 1, 18, 3)
    with pytest.raises(UsageError, match=r"'14:30'.*add a date, as in 'today 14:30'"):
        parse("14:30", Bound.END)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "10", "may", "2023", "2023-01", "20230114", "2023-W03-6", "14 Jan 2023", "1674339000", "tomorrow",
        "monday tuesday", "now 10:00", "today 24:00", "today 10:60", "10:5", "2023-02-30", "2023-13-01", "0000-01-01",
        "2023-01-14 22", "2023-01-14 22:10:60", "2023-01-14T24:00", "2023-01-14T22:10+24:00", "2023-01-14T22:10+05:60",
        "2023-01-14Z", "2023-01-14 22:10:00.1234567", "2h", "-2h ago", "2.5h ago", "5m ago", "3 fortnights ago",
        "h ago", "1_0h ago", "２h ago", "２０２３-01-14", "2023-01-14T２２:10", "٢٠٢٣-01-14", "today\t10:00", "today\n",
        "today\x00",
        "\u202etoday", "today\u00a010:00", "to\u200bday", "ſunday", "1w\u212a ago", "2023-01-14 22:1030", "x" * 100_000,
        "9" * 100_000 + "h ago", "99999999999h ago", "9" * 13 + "s ago", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00", "2023-01-14T22:10:00Z ago", "'; drop table",
    ],
)  # fmt: skip
@pytest.mark.parametrize("bound", list(Bound))
def test_anything_else_is_refused_in_one_line_with_the_accepted_forms(text: str, bound: Bound) -> None:
    """No guessing: what is not a known form is a UsageError that quotes it, shortened, and lists what is read."""
    with pytest.raises(UsageError) as refusal:
        parse(text, bound)
    message = str(refusal.value)
    assert "accepted: 2023-01-21" in message
    assert repr(text[:9])[:-1] in message
    assert message.isprintable()
    assert len(message) < 400


def test_days_at_the_ends_of_the_calendar_are_refused_where_utc_has_no_year_for_them() -> None:
    """The last day of 9999 ends after the last instant when the zone is behind UTC; in UTC it is fine."""
    assert parse("9999-12-31", Bound.END, zone=ZoneInfo("UTC")) == utc(9999, 12, 31, 23, 59, 59) + 999_999
    assert parse("0001-01-01", Bound.START, zone=ZoneInfo("UTC")) == utc(1, 1, 1)
    with pytest.raises(UsageError, match="outside the years 1 to 9999"):
        parse("9999-12-31", Bound.END)
    with pytest.raises(UsageError, match="outside the years 1 to 9999"):
        parse("yesterday", now=utc(1, 1, 1), zone=ZoneInfo("UTC"))
    with pytest.raises(UsageError, match="outside the years 1 to 9999"):
        parse("today", now=utc(1, 1, 1))


def test_a_skipped_local_time_is_refused_with_both_instants() -> None:
    """Clocks went from 02:00 EST to 03:00 EDT on 12 March 2023: 02:30 is 01:30 EST or 03:30 EDT."""
    with pytest.raises(UsageError) as refusal:
        parse("2023-03-12 02:30")
    assert "'2023-03-12 02:30' does not exist in America/New_York" in str(refusal.value)
    assert "2023-03-12T01:30:00-05:00 or 2023-03-12T03:30:00-04:00" in str(refusal.value)


def test_a_repeated_local_time_is_refused_with_both_instants_that_can_be_typed() -> None:
    """Clocks went back from 02:00 EDT to 01:00 EST on 5 November 2023: 01:30 came twice, an hour apart."""
    with pytest.raises(UsageError) as refusal:
        parse("2023-11-05 01:30")
    assert "comes twice" in str(refusal.value)
    assert "2023-11-05T01:30:00-04:00 or 2023-11-05T01:30:00-05:00" in str(refusal.value)
    assert parse("2023-11-05T01:30:00-04:00") == utc(2023, 11, 5, 5, 30)
    assert parse("2023-11-05T01:30:00-05:00") == utc(2023, 11, 5, 6, 30)


@pytest.mark.parametrize("text", ["today 01:30", "sunday 01:30", "01:30"])
def test_relative_names_do_not_hide_a_repeated_time(text: str) -> None:
    """Said on the afternoon of the change, a day name with the repeated time is refused like the date itself."""
    with pytest.raises(UsageError, match="comes twice"):
        parse(text, now=utc(2023, 11, 5, 18))


def test_the_minutes_around_a_clock_change_are_plain_times() -> None:
    """01:59:59.999999 and 03:00 stand on both sides of the skipped hour, one microsecond apart."""
    before = parse("2023-03-12 01:59:59.999999")
    assert before == utc(2023, 3, 12, 7) - 1
    assert parse("2023-03-12 03:00") == before + 1
    assert parse("2023-11-05 00:59") == utc(2023, 11, 5, 4, 59)
    assert parse("2023-11-05 02:00") == utc(2023, 11, 5, 7)


def test_a_day_of_23_or_25_hours_is_taken_whole() -> None:
    """The days of the clock change last from local midnight to local midnight."""
    assert parse("2023-03-12", Bound.START) == utc(2023, 3, 12, 5)
    assert parse("2023-03-12", Bound.END) == utc(2023, 3, 13, 4) - 1
    assert parse("2023-11-05", Bound.START) == utc(2023, 11, 5, 4)
    assert parse("2023-11-05", Bound.END) == utc(2023, 11, 6, 5) - 1


def test_a_day_whose_midnight_was_skipped_starts_at_the_change() -> None:
    """In São Paulo 4 November 2018 began at 01:00 (UTC-2), the instant after 23:59 on the 3rd (UTC-3)."""
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    assert parse("2018-11-04", Bound.START, zone=sao_paulo) == utc(2018, 11, 4, 3)
    assert parse("2018-11-03", Bound.END, zone=sao_paulo) == utc(2018, 11, 4, 3) - 1


def test_a_day_whose_last_hour_came_twice_ends_with_the_second_one() -> None:
    """In São Paulo 17 February 2018 had 23:00 to 24:00 twice: at UTC-2, then at UTC-3."""
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    assert parse("2018-02-17", Bound.END, zone=sao_paulo) == utc(2018, 2, 18, 3) - 1
    assert parse("2018-02-17", Bound.START, zone=sao_paulo) == utc(2018, 2, 17, 2)


def test_a_day_whose_midnight_came_twice_starts_with_the_first_one() -> None:
    """In Havana 5 November 2023 went back from 01:00 (UTC-4) to 00:00 (UTC-5)."""
    assert parse("2023-11-05", Bound.START, zone=ZoneInfo("America/Havana")) == utc(2023, 11, 5, 4)


@pytest.mark.parametrize("bound", list(Bound))
def test_a_day_that_a_zone_left_out_is_refused(bound: Bound) -> None:
    """Samoa went from 29 to 31 December 2011: the 30th has no instant there."""
    both = r"does not exist in Pacific/Apia.*2011-12-29T23:59:59\.999999-10:00 or 2011-12-31T00:00:00\+14:00"
    with pytest.raises(UsageError, match=both):
        parse("2011-12-30", bound, zone=ZoneInfo("Pacific/Apia"))


@given(
    micros | changes,
    st.sampled_from(["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_local_times_resolve_to_the_instant_they_came_from_or_are_refused(instant: int, name: str) -> None:
    """For any instant, its local reading resolves to it, or is refused because it is repeated."""
    zone = ZoneInfo(name)
    try:
        shown = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)).astimezone(zone)
    except OverflowError:  # no local date in the calendar's first or last hours
        return
    naive = shown.replace(tzinfo=None, fold=0)
    if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        assert resolve_local(naive, zone, shown="it") == instant
    else:
        with pytest.raises(ValueError, match="it comes twice in"):
            resolve_local(naive, zone, shown="it")


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2037, 12, 31))
    | st.sampled_from([date(2018, 11, 4), date(2018, 2, 17), date(1919, 3, 30), date(1919, 3, 31), date(2010, 11, 7)]),
    st.sampled_from(["America/Sao_Paulo", "America/Havana", "America/Toronto", "America/St_Johns", "Asia/Beirut"]),
)
def test_a_days_bounds_lie_within_it_and_their_neighbours_without(day: date, name: str) -> None:
    """The microsecond before the first instant and the one after the last belong to other dates, also in zones
    that change their clocks at midnight."""
    zone = ZoneInfo(name)
    start = parse(day.isoformat(), Bound.START, zone=zone)
    end = parse(day.isoformat(), Bound.END, zone=zone)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    shown = [local(instant, zone).rsplit(" ", 2)[0] for instant in (start - 1, start, end, end + 1)]
    assert shown[1] == shown[2] == f"{day.day} {months[day.month - 1]} {day.year}"
    assert shown[0] != shown[1] != shown[3]


def test_resolve_local_names_the_input_and_refuses_a_time_that_has_an_offset() -> None:
    """Readers call it for times without offset; anything else is a ValueError that names the input's words."""
    assert resolve_local(datetime(2023, 1, 14, 22, 10), NEW_YORK, shown="published") == utc(2023, 1, 15, 3, 10)
    assert resolve_local(datetime(2023, 1, 14, 22), timezone(timedelta(hours=2)), shown="x") == utc(2023, 1, 14, 20)
    with pytest.raises(ValueError, match="published '2023-03-12 02:30' does not exist"):
        resolve_local(datetime(2023, 3, 12, 2, 30), NEW_YORK, shown="published '2023-03-12 02:30'")
    with pytest.raises(ValueError, match="published has an offset"):
        resolve_local(datetime(2023, 1, 14, tzinfo=UTC), NEW_YORK, shown="published")
    with pytest.raises(ValueError, match="outside the years"):
        resolve_local(datetime.max, NEW_YORK, shown="published")
