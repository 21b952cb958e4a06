"""Time-stamping authorities to test against: real ones, of `openssl ts`, under a certificate authority of their own.

What they sign is right by somebody else's reading of RFC 3161, not by ours.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tracker.evidence import der

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl here")
REPLY = "application/timestamp-reply"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
STAMPS = (ExtendedKeyUsageOID.TIME_STAMPING,)
_CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/own.pem
{certs}
signer_key = {folder}/own.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1, millisecs:500
"""


@dataclass(frozen=True)
class Issuer:
    """Somebody with a key and a certificate: a certificate authority, or whom it has made one."""

    key: Any
    certificate: x509.Certificate

    def issues(self, name: str, *, days: tuple[int, int] = (-1, 1), **wanted: Any) -> Issuer:
        """A certificate signed by this one, valid from and until so many days from now."""
        return _issued(self, name, days, **wanted)

    @cached_property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @cached_property
    def key_pem(self) -> bytes:
        return bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def root(name: str = "Example Root") -> Issuer:
    """A certificate authority that signed itself."""
    return _issued(None, name, (-3650, 3650), ca=True)


def _issued(
    by: Issuer | None,
    name: str,
    days: tuple[int, int],
    *,
    ca: bool = False,
    usage: tuple[x509.ObjectIdentifier, ...] = (),
    critical: bool = True,
    key: str = "ec",
    keys_of_others: bool | None = None,
) -> Issuer:
    private = ec.generate_private_key(ec.SECP256R1()) if key == "ec" else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=critical)
    if keys_of_others is not None:
        never = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign")
        told = dict.fromkeys([*never, "encipher_only", "decipher_only"], False)
        for_keys = x509.KeyUsage(digital_signature=True, key_cert_sign=keys_of_others, **told)
        builder = builder.add_extension(for_keys, critical=True)
    return Issuer(private, builder.sign(by.key if by else private, hashes.SHA256()))


@dataclass(frozen=True)
class Authority:
    """A time-stamping authority that keeps its books in a folder; `chain` goes along with each answer."""

    folder: Path
    own: Issuer
    chain: tuple[Issuer, ...] = ()
    digest: str = "sha256"
    digests: str = "sha256, sha512"

    def but(self, **other: Any) -> Authority:
        """One like it in the same folder."""
        return replace(self, **other)

    def answer(self, query: bytes) -> bytes:
        """What it answers to a request: a timestamp, or why there is none."""
        self._unpack()
        (self.folder / "query").write_bytes(query)
        run("ts", "-reply", "-config", "config", "-section", "tsa", "-queryfile", "query", "-out", "answer",
            folder=self.folder)  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def signs(self, content: bytes, *, names_itself: bool = True, kind: str = TST_INFO) -> bytes:
        """A granted answer with any content, signed whether or not the certificate is for timestamps."""
        self._unpack()
        (self.folder / "content").write_bytes(content)
        named = ["-cades"] if names_itself else []
        who = ["-signer", "own.pem", "-inkey", "own.key", "-md", self.digest]
        form = ["-binary", "-nodetach", "-outform", "DER", "-econtent_type", kind]
        along = ["-certfile", "chain.pem"] if self.chain else []
        run("cms", "-sign", *form, *who, *named, *along, "-in", "content", "-out", "token", folder=self.folder)
        status = der.encoded(der.SEQUENCE, der.encoded_integer(0))
        return der.encoded(der.SEQUENCE, status, (self.folder / "token").read_bytes())

    def _unpack(self) -> None:
        self.folder.mkdir(exist_ok=True)
        certs = f"certs = {self.folder}/chain.pem" if self.chain else ""
        config = _CONFIG.format(folder=self.folder, certs=certs, digest=self.digest, digests=self.digests)
        (self.folder / "config").write_text(config)
        (self.folder / "own.pem").write_bytes(self.own.pem)
        (self.folder / "own.key").write_bytes(self.own.key_pem)
        (self.folder / "chain.pem").write_bytes(b"".join(one.pem for one in self.chain))
        if not (self.folder / "serial").exists():
            (self.folder / "serial").write_text("0F")


def run(*arguments: str, folder: Path) -> str:
    """What openssl prints."""
    assert OPENSSL is not None
    done = subprocess.run([OPENSSL, *arguments], cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr


@contextmanager
def serving(answer: Callable[[bytes, BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """The address of a server that lets `answer` speak: it gets the request's body, and writes what it likes."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self.rfile.read(int(self.headers["Content-Length"])), self)

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()


def says(content: bytes, *, code: int = 200, kind: str = REPLY, **headers: str) -> Callable[..., None]:
    """A server that answers this, whatever it is asked."""

    def answer(_: bytes, to: BaseHTTPRequestHandler) -> None:
        to.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(content)

    return answer


def grants(authority: Authority) -> Callable[..., None]:
    """A server that passes requests on to an authority."""

    def answer(query: bytes, to: BaseHTTPRequestHandler) -> None:
        assert to.headers["Content-Type"] == "application/timestamp-query"
        says(authority.answer(query))(query, to)

    return answer
