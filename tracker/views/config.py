"""The settings in force, as text and as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from tracker.config import Config
from tracker.views.safe import safe_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The settings of one run; `database` may come from the command line."""

    config: Config
    database: str
    database_origin: str
    zone: tzinfo


def text(shown: Shown, *, origin: bool) -> str:
    """One line for each setting, on request with where it comes from."""
    lines = [
        ("database", _without_password(shown.database), shown.database_origin),
        ("timezone", str(shown.config.timezone.value or shown.zone), shown.config.timezone.origin),
    ]
    reviewer, required = shown.config.reviewer, shown.config.reviews_required
    lines += [("reviewer", reviewer.value, reviewer.origin)] if reviewer.value else []
    lines.append(("reviews_required", str(required.value), required.origin))
    clock = shown.config.accept_clock
    lines += [("accept_clock", "true", clock.origin)] if clock.value else []
    for name, table in _sources(shown.config).items():
        lines += [(f"sources.{name}.{key}", value, shown.config.source_origins[name]) for key, value in table.items()]
    return "".join(
        f"{safe_line(name)} = {safe_line(value)}{f'    ({safe_line(where)})' if origin else ''}\n"
        for name, value, where in lines
    )


def data(shown: Shown) -> dict[str, Any]:
    """`tracker.config/1`."""
    return {
        "schema": "tracker.config/1",
        "database": {"value": _without_password(shown.database), "origin": shown.database_origin},
        "timezone": {
            "value": str(shown.config.timezone.value or shown.zone),
            "origin": shown.config.timezone.origin,
        },
        "reviewer": {"value": shown.config.reviewer.value or None, "origin": shown.config.reviewer.origin},
        "reviews_required": {
            "value": shown.config.reviews_required.value,
            "origin": shown.config.reviews_required.origin,
        },
        "accept_clock": {
            "value": shown.config.accept_clock.value,
            "origin": shown.config.accept_clock.origin,
        },
        "sources": {
            name: {**table, "origin": shown.config.source_origins[name]}
            for name, table in _sources(shown.config).items()
        },
    }


def _sources(config: Config) -> dict[str, dict[str, str]]:
    found = {}
    for name, source in sorted(config.sources.items()):
        table = {"timezone": str(source.timezone) if source.timezone else None, "notes": source.notes}
        found[name] = {key: value for key, value in table.items() if value is not None}
        if source.expect_every is not None:
            found[name]["expect_every"] = source.expect_every
    return found


def _without_password(database: str) -> str:
    """The database as given, but for the password in a URL."""
    scheme, separator, rest = database.partition("://")
    account, at, host = rest.rpartition("@")
    user, colon, _ = account.partition(":")
    return f"{scheme}{separator}{user}:***{at}{host}" if separator and at and colon else database
