"""Timestamps for checkpoints: asked for over HTTP, kept beside the file as FILE.tsr, checked there without a network.

What an answer must be is `evidence.timestamps`' business. Nothing is kept that does not hold.
"""

from __future__ import annotations

import hashlib
import http.client
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker import __version__
from tracker.desk.textfile import replace_bytes
from tracker.errors import IntegrityError, UpstreamFailed, UsageError
from tracker.evidence.timestamps import Timestamp, check, need_certificates, request, trusted_certificates

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SUFFIX = ".tsr"
PATIENCE = 30.0
"""Seconds for one whole answer."""
_LONGEST = 1_000_000  # bytes of an answer, and of a file of certificates
_NONCE_BITS = 64
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Whom to ask: an http or https address, the certificates that its own must lead to (none: any will do), and how
    many seconds one answer may take."""

    url: str
    trusted: tuple[Certificate, ...]
    patience: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A file, the timestamp that lies beside it, and what that shows."""

    file: Path
    stamp: Path
    timestamp: Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """The files that have got a timestamp; `failed` says in words why the others have not."""

    stamped: tuple[Stamped, ...] = ()
    failed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A timestamp found beside a file: what it shows, or in words why that is nothing."""

    stamped: Stamped | None
    wrong: str | None = None


def authority(url: str, trusted: Path | None) -> Authority:
    """The authority at an address, to be believed where it leads to the certificates in a PEM file, if one is given.

    UsageError when the address or the file cannot be used, or when the extra is not installed.
    """
    need_certificates()
    return Authority(url=_address(url), trusted=_trusted(trusted), patience=PATIENCE)


def stamp_of(file: Path) -> Path:
    """Where the timestamp of a file lies."""
    return file.with_name(file.name + SUFFIX)


def stamp(files: Sequence[Path], asked: Authority) -> Stamping:
    """Get a timestamp for each file as it is, and keep it beside the file; after the first refusal nobody is asked.

    One that lies there and holds is kept: it is the earlier one, and says more. StorageError when a timestamp cannot
    be written.
    """
    done: list[Stamped] = []
    for file in files:
        earlier = _earlier(file, asked)
        if earlier is not None:
            done.append(earlier)
            continue
        try:
            answer, found = _granted(file.read_bytes(), asked)
        except UpstreamFailed as error:
            return Stamping(stamped=tuple(done), failed=_without(files[len(done) :], str(error)))
        replace_bytes(stamp_of(file), answer)
        done.append(Stamped(file=file, stamp=stamp_of(file), timestamp=found))
    return Stamping(stamped=tuple(done))


def check_stamp(file: Path, stamped: Path | None = None, trusted: Path | None = None) -> Stamped:
    """What a timestamp shows of a file, by default the one beside it; `trusted` is a PEM file of certificates that
    its authority's must lead to.

    UsageError when a file cannot be read; IntegrityError when the timestamp does not hold.
    """
    return _checked(file, stamped or stamp_of(file), _trusted(trusted))


def beside(file: Path) -> Beside | None:
    """The timestamp that lies beside a file, None where there is none. Who its authority is, is not looked at."""
    if not stamp_of(file).exists():
        return None
    try:
        return Beside(stamped=check_stamp(file))
    except (UsageError, IntegrityError) as error:
        return Beside(stamped=None, wrong=str(error))


def _checked(file: Path, where: Path, trusted: Sequence[Certificate]) -> Stamped:
    try:
        found = check(_read(where), lambda name: _digest(file, name), trusted=trusted)
    except ValueError as error:
        raise IntegrityError(f"{where} is no timestamp that holds for {file}: {error}") from None
    return Stamped(file=file, stamp=where, timestamp=found)


def _earlier(file: Path, asked: Authority) -> Stamped | None:
    """The timestamp that lies beside a file, if it holds and may be believed as one that is asked for now."""
    try:
        return _checked(file, stamp_of(file), asked.trusted)
    except (UsageError, IntegrityError):
        return None


def _granted(content: bytes, asked: Authority) -> tuple[bytes, Timestamp]:
    """An authority's answer for some bytes, and what it shows; UpstreamFailed when there is none that holds."""
    nonce = secrets.randbits(_NONCE_BITS)
    query = request(hashlib.sha256(content).digest(), nonce)
    answer = _in_time(asked.patience, lambda: _posted(asked, query), asked.url)
    try:
        found = check(answer, lambda name: hashlib.new(name, content).digest(), nonce=nonce, trusted=asked.trusted)
    except ValueError as error:
        raise UpstreamFailed(f"{asked.url} gave no timestamp that holds: {error}") from None
    return answer, found


def _without(files: Sequence[Path], why: str) -> str:
    """What to say of files that are there, but have got no timestamp."""
    names = ", ".join(map(str, files))
    said = f"{names} {'is' if len(files) == 1 else 'are'} written, but without a timestamp: {why}"
    older = [str(stamp_of(file)) for file in files if stamp_of(file).exists()]
    return f"{said}; {', '.join(older)}: of what stood there before" if older else said


def _posted(asked: Authority, query: bytes) -> bytes:
    """The body of the answer to a request. UpstreamFailed says whatever went wrong."""
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "User-Agent": f"news-update-tracker/{__version__}"}
    try:
        asking = urllib.request.Request(asked.url, data=query, headers=headers, method="POST")
        with _opener().open(asking, timeout=asked.patience) as answer:
            kind = answer.headers.get_content_type()
            content: bytes = answer.read(_LONGEST + 1) if kind == _REPLY else b""
    except urllib.error.HTTPError as error:
        with error:
            raise UpstreamFailed(f"{asked.url} {_refusal(error)}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UpstreamFailed(f"{asked.url} cannot be asked: {_reason(error)}") from None
    if kind != _REPLY:
        raise UpstreamFailed(f"{asked.url} is no time-stamping authority: it answers with {kind}, not {_REPLY}")
    if len(content) > _LONGEST:
        raise UpstreamFailed(f"{asked.url} answers with more than {_LONGEST:,} bytes: that is no timestamp")
    return content


def _opener() -> urllib.request.OpenerDirector:
    """What speaks HTTP and HTTPS, through the proxies that the environment names, and follows nobody elsewhere."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.HTTPDefaultErrorHandler,
    ):
        opener.add_handler(handler())
    return opener


def _refusal(error: urllib.error.HTTPError) -> str:
    elsewhere = error.headers.get("Location")
    if elsewhere and 300 <= error.code < 400:
        return f"sends on to {_line(elsewhere)!r}; give that address if it is the authority's"
    return f"answers {error.code} {_line(error.reason)}"


def _reason(error: Exception) -> str:
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, TimeoutError):
        return "it does not answer"
    told = getattr(inner, "verify_message", None) or getattr(inner, "strerror", None) or str(inner)
    return _line(told) or type(inner).__name__


def _line(said: object) -> str:
    """What somebody says, on one line and not too long."""
    return " ".join(str(said).split())[:200]


def _in_time(seconds: float, work: Callable[[], bytes], url: str) -> bytes:
    """What `work` gives, unless it takes longer: a socket's time-out is for each packet, and packets may trickle."""
    done: list[bytes | Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:
            done.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise UpstreamFailed(f"{url} gave no whole answer within {seconds:g} s")
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0]


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(f"{url!r} is no address of a time-stamping authority, such as https://tsa.example.org/tsr")
    if "@" in parts.netloc:
        raise UsageError("the address of a time-stamping authority can hold no name or password")
    return url


def _trusted(path: Path | None) -> tuple[Certificate, ...]:
    if path is None:
        return ()
    try:
        return tuple(trusted_certificates(_read(path)))
    except ValueError as error:
        raise UsageError(f"{path} cannot say whom to trust: {error}") from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    if len(content) > _LONGEST:
        raise UsageError(f"{path} has more than {_LONGEST:,} bytes: it holds no timestamp and no certificates")
    return content


def _digest(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, name).digest()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
