"""What a check told already, kept in a file from one check to the next: a problem that lasts is then mailed once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tracker.bounded import read_bytes
from tracker.desk.status import Reason, ReasonKind
from tracker.desk.textfile import replace_text
from tracker.errors import StorageError, UsageError

_LONGEST = 1_000_000  # bytes of the file


def untold(reasons: Sequence[Reason], path: Path) -> tuple[Reason, ...]:
    """The reasons that the file does not hold; afterwards it holds those that stand now, and no others.

    A problem that went and came back is told again. UsageError when the file holds something else, which then stays.
    """
    told = _told(path)
    standing = {_name(reason): reason for reason in reasons}
    if told != standing.keys():
        replace_text(path, json.dumps({"told": sorted(standing)}) + "\n")
    return tuple(reason for name, reason in standing.items() if name not in told)


def _told(path: Path) -> set[str]:
    try:
        text = read_bytes(path, most=_LONGEST).decode("utf-8")
    except FileNotFoundError:
        return set()
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from None
    try:
        told = json.loads(text)["told"]
        if not all(isinstance(name, str) for name in told):
            raise ValueError("not a list of names")
        return set(told)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"--remember: {path} was not written by a check; name another file or remove it") from None


def _name(reason: Reason) -> str:
    """What makes it the same problem again: a silence is another one once something came meanwhile."""
    since = reason.since if reason.kind is ReasonKind.SILENT else None
    number = reason.amount if reason.kind is ReasonKind.ERRORS else None
    return " ".join(str(part) for part in (reason.kind, reason.subject, since, number) if part is not None)
