"""Timestamps: the word of an authority that bytes of a certain digest were there at a certain time.

Pure: requests and answers are bytes. Asking for one over the network is left to others.
Sources: RFC 3161 (the protocol), RFC 5816 (the signer's certificate), RFC 5280 (the way to one that is trusted).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tracker.errors import UsageError
from tracker.evidence import cms, der
from tracker.evidence.der import Value

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_SHA256 = "2.16.840.1.101.3.4.2.1"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_GRANTED = (0, 1)  # 1: with changes, which the digest and the number asked for would show
_STATUS = {2: "it was rejected", 3: "it is to wait", 4: "a revocation is near", 5: "it was revoked"}
_FAILURES = {
    0: "the digest algorithm is not known there",
    2: "the request is not allowed there",
    5: "the request was not understood",
    14: "no time is to be had there",
    15: "the policy is not known there",
    16: "an extension is not known there",
    17: "what was asked for as well is not to be had there",
    25: "the system failed there",
}
_TIME = re.compile(rb"(\d{14})(?:\.(\d{1,9}))?Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_SAID = 200  # characters of what an authority says when it refuses
_MOST_CERTIFICATES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """That an authority saw a digest at `time` (microseconds UTC), give or take `accuracy` (microseconds, None where
    it does not say).

    `authority` is the name in its certificate, `serial` the authority's number for this timestamp, `policy` the object
    identifier of the rules it was made under. `trusted`: whether the certificate leads to one that was given.
    """

    time: int
    authority: str
    serial: int
    policy: str
    accuracy: int | None
    trusted: bool


def request(digest: bytes, nonce: int) -> bytes:
    """What to send an authority: a request (DER) for a timestamp over a SHA-256 digest, with its certificate in it.

    `nonce` is a number that nobody can foresee, so that no older answer fits.
    """
    algorithm = der.encoded(der.SEQUENCE, der.encoded_oid(_SHA256), der.encoded(der.NULL))
    imprint = der.encoded(der.SEQUENCE, algorithm, der.encoded(der.OCTETS, digest))
    wants_certificate = der.encoded(der.BOOLEAN, b"\xff")
    return der.encoded(der.SEQUENCE, der.encoded_integer(1), imprint, der.encoded_integer(nonce), wants_certificate)


def need_certificates() -> None:
    """UsageError when the extra that knows certificates is not installed."""
    with _certificates():
        return


def trusted_certificates(pem: bytes) -> list[Certificate]:
    """The certificates in a PEM file; ValueError when there is none. UsageError when the extra is not installed."""
    with _certificates() as x509:
        try:
            return list(x509.load_pem_x509_certificates(pem))
        except ValueError:
            raise ValueError("it holds no certificates in PEM form (-----BEGIN CERTIFICATE-----)") from None


def check(
    answer: bytes,
    digest: Callable[[str], bytes],
    *,
    nonce: int | None = None,
    trusted: Sequence[Certificate] = (),
) -> Timestamp:
    """What an answer (DER) shows of some bytes, whose digest by name (`sha256`) `digest` gives.

    It must be granted, of these bytes, with the `nonce` that was asked for if one is given, and signed by the owner of
    a certificate in it that was valid then and is for timestamps alone; with `trusted`, that certificate must lead to
    one of these. ValueError, with a reason that goes on from "the timestamp: ", when any of this is not so; UsageError
    when the extra is not installed.
    """
    with _certificates():
        signed = cms.opened(_token(answer))
        if signed.type != _TST_INFO:
            raise ValueError("it holds something else than a timestamp")
        info = _info(signed.content)
        if info.imprint != digest(info.digest):
            raise ValueError("it is of other bytes than these")
        if nonce is not None and info.nonce != nonce:
            raise ValueError("it answers another request than this one")
        certificate = cms.signing_certificate(signed)
        _check_certificate(certificate, info.time)
        if trusted:
            _check_way(certificate, signed.certificates, info.time, trusted)
        return Timestamp(
            time=(info.time - _EPOCH) // timedelta(microseconds=1),
            authority=_name(certificate),
            serial=info.serial,
            policy=info.policy,
            accuracy=info.accuracy,
            trusted=bool(trusted),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Info:
    policy: str
    digest: str
    imprint: bytes
    serial: int
    time: datetime
    accuracy: int | None
    nonce: int | None


def _token(answer: bytes) -> Value:
    """The token in an answer that grants one."""
    status, *rest = der.sequence(der.read(answer), least=1)
    code, *why = der.sequence(status, least=1)
    granted = der.integer(code)
    if granted not in _GRANTED:
        raise ValueError("; ".join([_STATUS.get(granted, "it was not granted"), *_why(why)]))
    if not rest:
        raise ValueError("it is said to be granted, but is not there")
    return rest[0]


def _why(members: list[Value]) -> Iterator[str]:
    """What an authority says of its refusal: by number, and in its own words."""
    said = der.taken(members, der.SEQUENCE)
    failure = der.taken(members, der.BITS)
    if failure is not None and len(failure.content) <= 8:
        bits = "".join(f"{byte:08b}" for byte in failure.content[1:])
        yield from (words for bit, words in _FAILURES.items() if bits[bit : bit + 1] == "1")
    if said is not None:
        text = " ".join(one.content.decode("utf-8", "replace") for one in said.parts())
        yield f"its words: {text[:_LONGEST_SAID]!r}"


def _info(content: bytes) -> _Info:
    _, policy, imprint, serial, time, *rest = der.sequence(der.read(content), least=5)
    algorithm, hashed = der.pair(imprint)
    accuracy = der.taken(rest, der.SEQUENCE)
    der.taken(rest, der.BOOLEAN)  # whether its timestamps can be ordered: nothing here depends on that
    nonce = der.taken(rest, der.INTEGER)
    return _Info(
        policy=der.oid(policy),
        digest=cms.digest_name(algorithm),
        imprint=der.expected(hashed, der.OCTETS).content,
        serial=der.integer(serial),
        time=_time(der.expected(time, der.TIME).content),
        accuracy=None if accuracy is None else _accuracy(accuracy),
        nonce=None if nonce is None else der.integer(nonce),
    )


def _time(text: bytes) -> datetime:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("its time is none")
    whole = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return whole + timedelta(microseconds=int((found[2] or b"").ljust(6, b"0")[:6]))


def _accuracy(value: Value) -> int:
    """Microseconds, from seconds, milliseconds [0] and microseconds [1]."""
    factors = {der.INTEGER: 1_000_000, 0x80: 1_000, 0x81: 1}
    return sum(factors.get(part.tag, 0) * int.from_bytes(part.content[:6], "big") for part in value.parts())


def _check_certificate(certificate: Certificate, time: datetime) -> None:
    """That it was valid, and is for timestamps and nothing else, as RFC 3161, 2.3, demands."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= time <= last:
        raise ValueError(
            f"{_name(certificate)}'s certificate was not valid when it signed, {time:%Y-%m-%d %H:%M} UTC,"
            f" but from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"
        )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        usage = None
    if usage is None or not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise ValueError(f"{_name(certificate)}'s certificate is not one for timestamps alone")


def _check_way(
    certificate: Certificate, others: Sequence[bytes], time: datetime, trusted: Sequence[Certificate]
) -> None:
    """That the certificate leads to one that is trusted, by certificates that may sign others, all valid then."""
    from cryptography import x509
    from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

    if certificate in trusted:
        return
    between = [x509.load_der_x509_certificate(one) for one in others[:_MOST_CERTIFICATES]]
    ca_policy, ee_policy = _policies()
    builder = PolicyBuilder().store(Store(list(trusted))).time(time)
    verifier = builder.extension_policies(ca_policy=ca_policy, ee_policy=ee_policy).build_client_verifier()
    try:
        verifier.verify(certificate, between)
    except VerificationError as error:
        why = str(error).partition(" (encountered")[0].removeprefix("validation failed: ")
        raise ValueError(f"{_name(certificate)}'s certificate does not lead to one that is trusted: {why}") from None


def _policies() -> tuple[Any, Any]:
    """What certificates on the way must have in them, and the one at its end, which `_check_certificate` looked at."""
    from cryptography import x509
    from cryptography.x509.verification import Criticality, ExtensionPolicy

    either, permit = Criticality.AGNOSTIC, ExtensionPolicy.permit_all
    signs_others = permit().require_present(x509.BasicConstraints, either, None)  # the library heeds what it says
    return signs_others.may_be_present(x509.KeyUsage, either, _may_sign_others), permit()


def _may_sign_others(_policy: Any, _certificate: Any, found: Any) -> None:
    if found is not None and not found.key_cert_sign:
        raise ValueError("one on the way may not sign others")


def _name(certificate: Certificate) -> str:
    """The common name in a certificate, or the whole name of its owner where there is none, on one line."""
    from cryptography.x509 import NameOID

    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(common[0].value) if common else certificate.subject.rfc4514_string()
    return " ".join(name.split())[:_LONGEST_SAID] or "an authority without a name"


@contextmanager
def _certificates() -> Iterator[Any]:
    """The library that knows certificates; whatever it finds wrong with one becomes a ValueError."""
    try:
        from cryptography import x509
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.x509.verification import ExtensionPolicy  # noqa: F401  # since version 45
    except ImportError:
        raise UsageError(_MISSING) from None
    try:
        yield x509
    except der.NotDer as error:
        raise ValueError(f"it cannot be read as one: {error}") from None
    except (UnsupportedAlgorithm, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError(f"a certificate in it is broken: {error}") from None
    except (TypeError, OverflowError) as error:
        raise ValueError(f"it cannot be read as one: {error}") from None


_MISSING = "timestamps need the extra `timestamp`: pip install 'news-update-tracker[timestamp]'"
