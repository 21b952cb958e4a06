"""File names that carry the facts: a regular expression with groups takes story, publish time and version out of them.

What an input states itself stands; its name fills in what is missing. Times without offset stay without, as in front
matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tracker.errors import InputError, UsageError
from tracker.linear import compiled
from tracker.sources.fields import instant, whole_number
from tracker.sources.reading import Reading

GROUPS = ("story", "published", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePattern:
    """A pattern made ready; `groups` are those of GROUPS that it has."""

    text: str
    groups: tuple[str, ...]
    search: Any

    def filled(self, reading: Reading, name: str) -> Reading:
        """The reading with what its input's name says of it, where it says nothing itself.

        InputError when the name does not match, or what it says makes no sense.
        """
        match = self.search(name)
        if match is None:
            raise InputError(reading.name, f"its name does not match --name-pattern {self.text!r}")
        try:
            said = {group: _READ[group](match[group]) for group in self.groups if match[group]}
        except ValueError as error:
            raise InputError(reading.name, f"its name says {error}") from None
        return replace(reading, **{field: value for field, value in said.items() if getattr(reading, field) is None})


def name_pattern(text: str) -> NamePattern:
    """The pattern, which may match anywhere in a name (^ and $ tie it to its ends).

    UsageError when it cannot be used or has no group that tells anything.
    """
    pattern = compiled(text)
    names = pattern.groupindex
    unknown = sorted(set(names) - set(GROUPS))
    if unknown:
        raise UsageError(f"--name-pattern: unknown group {unknown[0]!r}; known are {', '.join(GROUPS)}")
    groups = tuple(group for group in GROUPS if group in names)
    if not groups:
        raise UsageError(
            f"--name-pattern: {text!r} has no named group; give story, published or version, as in (?P<story>[a-z-]+)"
        )
    return NamePattern(text=text, groups=groups, search=pattern.search)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 16:
        raise ValueError(f"version: expected a whole number, found {text[:40]!r}")
    return whole_number("version", int(text))


_READ: dict[str, Any] = {
    "story": str,
    "published": lambda text: instant("published", text),
    "version": _version,
}
