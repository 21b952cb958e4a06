"""Durations and sizes as people write them; whatever could mean two things is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.config import load
from tracker.errors import UsageError
from tracker.quantities import duration, size

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1s", 1), ("30s", 30), ("15m", 900), ("2h", 7_200), ("1d", 86_400), ("1w", 604_800), ("090m", 5_400)],
)
def test_durations(text: str, seconds: int) -> None:
    """A whole number and one unit."""
    assert duration(text) == seconds * SECOND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "m",
        "0m",
        "1.5h",
        "-5m",
        "+5m",
        "15 m",
        "15M",
        "1h30m",
        "15min",
        "1y",
        "15m\n",
        "١٥m",
        "9999999d",
        "½h",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    """Anything else is refused with what is accepted: zero too, which would always be late."""
    with pytest.raises(UsageError, match="is no duration; write a whole number and s, m, h, d or w"):
        duration(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0B", 0), ("512b", 512), ("1kB", 1_000), ("500MB", 500_000_000), ("2GB", 2_000_000_000),
        ("2 GB", 2_000_000_000), ("1.5gb", 1_500_000_000), ("1TB", 10**12),
        ("1KiB", 1_024), ("1.5MiB", 1_572_864), ("2GiB", 2 * 1_024**3),
        ("0.001kB", 1), ("0.0B", 0),
    ],
)  # fmt: skip
def test_sizes(text: str, amount: int) -> None:
    """Thousands for kB, MB, GB, TB and 1,024s for KiB and its like, in any case."""
    assert size(text) == amount


@pytest.mark.parametrize("text", ["", "2", "GB", "-1GB", "2G", "2 GB free", "1,5GB", "2GBit", "1e9B", "٢GB", "2PB"])
def test_what_is_no_size(text: str) -> None:
    """A number without a unit may be anything."""
    with pytest.raises(UsageError, match="is no size; write a number and its unit"):
        size(text)


@given(st.text(max_size=12))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    """No text ends in another error, and what is accepted is no less than nothing."""
    for read in (duration, size):
        with suppress(UsageError):
            assert read(text) >= 0


def test_an_expectation_is_read_strictly(tmp_path: Path) -> None:
    """`expect_every` is refused when the settings are read, with the file and the source, not when it is missed."""
    settings = tmp_path / "tracker.toml"
    settings.write_text('[sources.ap]\nexpect_every = "90m"\n[sources.fog]\nnotes = "web"\n')
    sources = load({}, tmp_path).sources
    assert (sources["ap"].expected_micros, sources["fog"].expected_micros) == (5_400 * SECOND, None)
    settings.write_text('[sources.ap]\nexpect_every = "hourly"\n')
    with pytest.raises(UsageError, match=r"tracker\.toml: \[sources\.ap\]: expect_every: 'hourly' is no duration"):
        load({}, tmp_path)
