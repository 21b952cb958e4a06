"""Keys that sign checkpoints: made once, kept in a file that only its owner reads, and read back."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tracker.bounded import read_bytes
from tracker.errors import StorageError, UsageError
from tracker.evidence.signednotes import SigningKey, VerifierKey, parse_signing_key, parse_verifier_key

_LONGEST = 10_000  # bytes of a file that may hold a key


def make_key(path: Path, name: str) -> VerifierKey:
    """Make an Ed25519 key in a new file of mode 0600, and give its public side.

    UsageError when the file is there, or when no key may have that name; StorageError when it cannot be written.
    """
    try:
        key = SigningKey(name=name, seed=secrets.token_bytes(32))
        text, public = f"{key.text}\n", key.verifier
    except ValueError as error:
        raise UsageError(f"--name: {error}") from None
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileExistsError:
        raise UsageError(f"{path} is there already; a key is never overwritten") from None
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return public


def read_key(path: Path) -> SigningKey:
    """The key in a file; UsageError when there is none, or when others may read the file."""
    if path.is_file() and os.name == "posix" and path.stat().st_mode & 0o077:
        raise UsageError(f"{path} can be read by others: `chmod 600` it, and make a new key if anybody did")
    text = _read(path)
    try:
        return parse_signing_key(text)
    except ValueError as error:
        raise UsageError(f"{path} holds no key: {error}") from None


def verifier(text: str) -> VerifierKey:
    """A verifier key as given on the command line: its text, or the name of a file that holds it."""
    if "+" not in text or Path(text).is_file():
        text = _read(Path(text))
    try:
        return parse_verifier_key(text)
    except ValueError as error:
        raise UsageError(f"that is no verifier key: {error}") from None


def _read(path: Path) -> str:
    try:
        found = read_bytes(path, most=_LONGEST)
        if len(found) > _LONGEST:
            raise ValueError
        return found.decode()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise UsageError(f"{path} holds no key") from None
