"""Files that others read meanwhile: they see the old text or the new one, never half of either."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import StorageError, UsageError
from tracker.ledger.files import place_over, sync_file, target_of, temporary_beside


def replace_text(path: Path, text: str) -> None:
    """Put `text` in the place of a file, whole or not at all; anyone may read it whom the umask lets.

    UsageError when something else than a file is there, a database or a key; StorageError when it cannot be written.
    """
    replace_bytes(path, text.encode("utf-8", "replace"))


def replace_bytes(path: Path, content: bytes) -> None:
    """The same for bytes."""
    target = target_of(path)  # through a link, which stays
    if target.exists() and not target.is_file():
        raise UsageError(f"{path} is no file that could be replaced")
    try:
        with temporary_beside(target) as temporary:
            temporary.write_bytes(content)
            sync_file(temporary)
            place_over(temporary, target)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}; what stood there stands as it was") from None
