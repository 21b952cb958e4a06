"""Settings and where each came from: command line, environment, then TOML files from the nearest to the most general.

Files are `tracker.toml` in the working folder, the user's (XDG) and the machine's (`/etc`). Unknown keys are errors:
a setting that is misspelt must not be ignored in silence. This module also finds the files that are shipped with the
program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.bounded import read_bytes, toml
from tracker.errors import UsageError
from tracker.quantities import duration

FILE_NAME = "tracker.toml"
NOTES_HABITS = ("wire", "web", "none")
MOST_REVIEWS = 9
_LONGEST = 256 * 1024  # bytes of a file
_TEXTS = ("database", "timezone", "reviewer")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[Value]):
    """One setting's value and its origin: "default", an environment variable's name, or a file's path."""

    value: Value
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """What is known of one source: its time zone, its habit of notes, how often something is expected from it."""

    timezone: ZoneInfo | None = None
    notes: str = "wire"
    expect_every: str | None = None

    @property
    def expected_micros(self) -> int | None:
        """`expect_every` in microseconds, None where nothing is expected."""
        return None if self.expect_every is None else duration(self.expect_every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one run. `database` is an SQLAlchemy URL or a path; `timezone` is how times are shown and read.

    `reviewer` is the name under which this user signs changes off, empty if none is set; `reviews_required` how many
    names must accept one. With `accept_clock` a machine's clock far behind the ledger is taken to be right.
    """

    database: Setting[str]
    timezone: Setting[str]
    reviewer: Setting[str] = Setting(value="", origin="default")
    reviews_required: Setting[int] = Setting(value=1, origin="default")
    accept_clock: Setting[bool] = Setting(value=False, origin="default")
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    source_origins: Mapping[str, str] = field(default_factory=dict)

    def source_zone(self, source: str | None) -> ZoneInfo | None:
        """The time zone configured for a source, None if there is none."""
        settings = self.sources.get(source or "")
        return settings.timezone if settings else None


def load(environment: Mapping[str, str], folder: Path) -> Config:
    """The settings for a run in `folder` under these environment variables; UsageError names what is wrong and
    where."""
    required = Setting(value=1, origin="default")
    accept_clock = Setting(value=False, origin="default")
    merged: dict[str, Setting[str]] = {
        "reviewer": Setting(value="", origin="default"),
        "database": Setting(value=str(_data_folder() / "tracker.db"), origin="default"),
        "timezone": Setting(value=environment.get("TZ") or "", origin="TZ" if environment.get("TZ") else "default"),
    }
    sources: dict[str, SourceSettings] = {}
    origins: dict[str, str] = {}
    for path in reversed(list(config_files(folder))):
        data = _read(path)
        for name, table in data.pop("sources", {}).items():
            sources[name] = _source(table, f"{path}: [sources.{name}]")
            origins[name] = str(path)
        if "reviews_required" in data:
            required = Setting(value=data.pop("reviews_required"), origin=str(path))
        if "accept_clock" in data:
            accept_clock = Setting(value=data.pop("accept_clock"), origin=str(path))
        for name, value in data.items():
            merged[name] = Setting(value=value, origin=str(path))
    if environment.get("TRACKER_DATABASE"):
        merged["database"] = Setting(value=environment["TRACKER_DATABASE"], origin="TRACKER_DATABASE")
    return Config(
        **merged,
        reviews_required=required,
        accept_clock=accept_clock,
        sources=sources,
        source_origins=origins,
    )


def config_files(folder: Path) -> Iterator[Path]:
    """The configuration files that exist, nearest first."""
    from platformdirs import site_config_path, user_config_path

    places = (folder / FILE_NAME, user_config_path("tracker") / FILE_NAME, site_config_path("tracker") / FILE_NAME)
    fallback = Path("/etc/tracker") / FILE_NAME
    for path in dict.fromkeys((*places, fallback)):
        if path.is_file():
            yield path


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; UsageError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{name!r} is not a time zone; give an IANA name such as America/New_York or UTC") from None


def packaged(name: str) -> Path:
    """A folder shipped with the program (`migrations`, `fixtures`): beside the modules if installed, else the
    checkout's."""
    here = Path(__file__).parent
    for candidate in (here / "_data" / name, here.parent / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"this installation lacks its folder {name!r}; install tracker again")


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("tracker")


def _read(path: Path) -> dict[str, Any]:
    try:
        content = read_bytes(path, most=_LONGEST)
        if len(content) > _LONGEST:
            raise ValueError(f"longer than {_LONGEST // 1024} KiB, too long for settings")
        data = toml(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from None
    for name, value in data.items():
        if name == "sources":
            if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
                raise UsageError(f"{path}: sources must be tables, as in [sources.ap]")
        elif name == "reviews_required":
            if type(value) is not int or not 1 <= value <= MOST_REVIEWS:
                raise UsageError(f"{path}: reviews_required must be a number from 1 to {MOST_REVIEWS}")
        elif name == "accept_clock":
            if not isinstance(value, bool):
                raise UsageError(f"{path}: accept_clock must be true or false")
        elif name not in _TEXTS:
            known = ", ".join((*_TEXTS, "reviews_required", "accept_clock"))
            raise UsageError(f"{path}: unknown setting {name!r}; known are {known} and [sources.NAME]")
        elif not isinstance(value, str):
            raise UsageError(f"{path}: {name} must be a text in quotes")
    if "timezone" in data:
        zone(data["timezone"])
    return data


def _source(table: Mapping[str, Any], where: str) -> SourceSettings:
    unknown = set(table) - {"timezone", "notes", "expect_every"}
    if unknown:
        raise UsageError(f"{where}: unknown setting {sorted(unknown)[0]!r}; known are timezone, notes and expect_every")
    wrong = next((name for name, value in table.items() if not isinstance(value, str)), None)
    if wrong:
        raise UsageError(f"{where}: {wrong} must be a text in quotes")
    if table.get("notes", "wire") not in NOTES_HABITS:
        raise UsageError(f"{where}: notes must be one of {', '.join(NOTES_HABITS)}")
    if "expect_every" in table:
        try:
            duration(table["expect_every"])
        except UsageError as error:
            raise UsageError(f"{where}: expect_every: {error}") from None
    return SourceSettings(
        timezone=zone(table["timezone"]) if "timezone" in table else None,
        notes=table.get("notes", "wire"),
        expect_every=table.get("expect_every"),
    )


def environment() -> Mapping[str, str]:
    """The process's environment variables."""
    return os.environ


def machine_zone() -> tzinfo:
    """The machine's own time zone with its clock changes, UTC where it has none."""
    try:
        with Path("/etc/localtime").open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return ZoneInfo("UTC")
