"""The rights of the roles as an SQL script for `psql`, and as data."""

from __future__ import annotations

from typing import Any

from tracker.desk.roles import Roles
from tracker.views.safe import safe_line


def text(result: Roles) -> str:
    """A script that gives every role its rights, in one transaction; what it says of itself are comments."""
    lines = [
        f"-- Who may do what in {safe_line(result.database)}.",
        "-- Run this as the owner of its tables, and again after every `tracker db upgrade`.",
        "BEGIN;",
    ]
    for role in result.roles:
        made = "" if role.exists else ": it is made here, and needs a password or another way to log in"
        lines += ["", f"-- {safe_line(role.kind)}{made}"]
        lines += [safe_line(statement) for statement in role.statements]
    return "\n".join([*lines, "", "COMMIT;", ""])


def data(result: Roles) -> dict[str, Any]:
    """`tracker.db.roles/1`."""
    return {
        "schema": "tracker.db.roles/1",
        "database": result.database,
        "roles": [
            {"role": role.kind, "name": role.name, "exists": role.exists, "statements": list(role.statements)}
            for role in result.roles
        ],
    }
