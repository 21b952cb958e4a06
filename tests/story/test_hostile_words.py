"""What people and scripts type for times, stories, keys and quantities: a value, or an error that can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.quantities import duration, size
from tracker.story.keys import key_for_url, normalise_url, parse_key, slug_base, valid_slug
from tracker.story.references import parse_finding, parse_range, parse_reference, parse_revision
from tracker.story.times import Bound, from_rfc3339, local, parse_instant, rfc3339

NOW = 1_700_000_000_000_000
ZONES = st.sampled_from((UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), ZoneInfo("Africa/Monrovia")))
TYPED = st.lists(
    st.sampled_from(
        (
            *("2023-01-21", "0001-01-01", "9999-12-31", "2011-12-30", "T", " ", "00:00", "24:00", "23:59:60", ".", "Z"),
            *("+23:59", "-23:59:59", "+99", "now", "today", "yesterday", "monday", "ago", "h", "w", "1", "99999999999"),
            *("ap", ":", "@", "r", "r1", "-1", "-", "..", ":n1", "http://", "[::1]", "[", "%zz", "%00", "/../", "?#"),
            *("é", "\u202e", "\0", "\ud800", "٣", "²", "\n", "\U0010ffff", "x" * 9_000, "xn--", "\u3002", "MB", "15m"),
        )
    ),
    max_size=7,
).map("".join) | st.text(max_size=30)  # fmt: skip


def refused(call: Callable[[], Any]) -> tuple[str | None, Any]:
    """What a reader says when it refuses, and what it gives when it does not."""
    try:
        return None, call()
    except (UsageError, ValueError) as error:
        return str(error), None


@given(TYPED, st.sampled_from(Bound), ZONES)
def test_any_time_is_an_instant_or_refused(text: str, bound: Bound, zone: ZoneInfo) -> None:
    """What is taken can be shown again, in the zone and in UTC; the refusal fits on a screen."""
    refusal, instant = refused(lambda: parse_instant(text, now=NOW, zone=zone, bound=bound))
    assert refusal is None or 0 < len(refusal) < 600
    if instant is not None:
        assert from_rfc3339(rfc3339(instant)) == instant
        assert local(instant, zone)


@given(TYPED)
def test_any_reference_is_taken_or_refused(text: str) -> None:
    """Stories, revisions, ranges, findings, durations and sizes; a refusal never repeats a long text whole."""
    for reader in (parse_reference, parse_range, parse_revision, parse_finding, duration, size):
        refusal, _ = refused(lambda read=reader: read(text))
        assert refusal is None or 0 < len(refusal) < 600


@given(TYPED)
def test_any_key_is_taken_or_refused(text: str) -> None:
    """Keys and addresses as sources write them; a slug is made of anything."""
    for reader in (parse_key, key_for_url, normalise_url):
        refusal, _ = refused(lambda read=reader: read(text))
        assert refusal is None or 0 < len(refusal) < 600
    assert valid_slug(slug_base(text))
