"""Signed data as timestamp tokens come in: one signer, its certificate inside, and what it signed.

Whom to trust is left to others: what is checked here is that the content is what the certificate's owner signed.
Sources: RFC 5652 (CMS), RFC 5035 and 5816 (which certificate it was).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.evidence import der
from tracker.evidence.der import Value

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_PSS = "1.2.840.113549.1.1.10"
_SIGNATURES = {  # which digest each goes with; None where the signer says that elsewhere
    "1.2.840.113549.1.1.1": None,  # RSA
    _PSS: None,
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.2.1": None,  # an elliptic curve
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
    "1.3.101.112": None,  # Ed25519
}
_EXPLICIT_0, _EXPLICIT_1 = 0xA0, 0xA1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What was signed, of which type it is, the certificates that came with it (DER), and who signed (SignerInfo)."""

    type: str
    content: bytes
    certificates: tuple[bytes, ...]
    signer: Value


def digest_name(algorithm: Value) -> str:
    """The name under which `hashlib` knows a digest algorithm; ValueError when it is too weak or not known."""
    wanted = der.oid(der.sequence(algorithm, least=1)[0])
    if wanted not in DIGESTS:
        raise ValueError(f"it rests on a digest that is not accepted here ({wanted}), only SHA-256, -384 and -512 are")
    return DIGESTS[wanted]


def opened(token: Value) -> Signed:
    """The parts of a ContentInfo that holds signed data; ValueError when it is none, or has not one signer."""
    kind, explicit = der.pair(token)
    if der.oid(kind) != _SIGNED_DATA:
        raise ValueError("it holds no signed data")
    data = der.only(der.expected(explicit, _EXPLICIT_0).parts())
    _, _, content, *rest = der.sequence(data, least=3)
    type_, inner = der.pair(content)
    octets = der.only(der.expected(inner, _EXPLICIT_0).parts())
    certificates = der.taken(rest, _EXPLICIT_0)
    der.taken(rest, _EXPLICIT_1)  # revocations: of no use without knowing when
    signers = der.expected(rest[0], der.SET).parts() if rest else ()
    if len(signers) != 1:
        raise ValueError(f"it has {len(signers)} signers where one should be")
    return Signed(
        type=der.oid(type_),
        content=der.expected(octets, der.OCTETS).content,
        certificates=() if certificates is None else tuple(one.whole for one in certificates.parts()),
        signer=signers[0],
    )


def signing_certificate(signed: Signed) -> Certificate:
    """The certificate whose owner signed this content; ValueError when nothing shows that one did."""
    from cryptography import x509

    _, who, digests, *rest = der.sequence(signed.signer, least=3)
    attributes = der.taken(rest, _EXPLICIT_0)
    if attributes is None or len(rest) < 2:
        raise ValueError("it does not say what was signed")
    said = _attributes(attributes)
    digest = digest_name(digests)
    if der.oid(_the(said, _CONTENT_TYPE)) != signed.type:
        raise ValueError("what was signed is of another type")
    if _the(said, _MESSAGE_DIGEST).content != hashlib.new(digest, signed.content).digest():
        raise ValueError("its content is not what was signed")
    certificate = x509.load_der_x509_certificate(_named(said, signed.certificates))
    if who.tag == der.SEQUENCE and der.integer(der.pair(who)[1]) != certificate.serial_number:
        raise ValueError("it names two certificates as its signer's")
    message = bytes([der.SET]) + attributes.whole[1:]  # they are signed as the set that they are (RFC 5652, 5.4)
    algorithm = der.oid(der.sequence(rest[0], least=1)[0])
    _verify(certificate.public_key(), algorithm, digest, der.expected(rest[1], der.OCTETS).content, message)
    return certificate


def _attributes(values: Value) -> dict[str, Value]:
    """The value of each signed attribute; ValueError when one is there twice, or has not one value."""
    found: dict[str, Value] = {}
    for attribute in values.parts():
        kind, several = der.pair(attribute)
        if der.oid(kind) in found:
            raise ValueError("it says one thing twice")
        found[der.oid(kind)] = der.only(der.expected(several, der.SET).parts())
    return found


def _the(attributes: dict[str, Value], kind: str) -> Value:
    if kind not in attributes:
        raise ValueError("it does not say what was signed")
    return attributes[kind]


def _named(attributes: dict[str, Value], certificates: tuple[bytes, ...]) -> bytes:
    """The certificate that the signed attributes name by its digest."""
    digest = "sha256"
    if _SIGNING_CERTIFICATE_V2 in attributes:
        members = _first_named(attributes[_SIGNING_CERTIFICATE_V2])
        if members[0].tag == der.SEQUENCE:
            digest, members = digest_name(members[0]), members[1:]
    elif _SIGNING_CERTIFICATE in attributes:
        digest, members = "sha1", _first_named(attributes[_SIGNING_CERTIFICATE])  # as RFC 3161 has it; no collision
    else:
        raise ValueError("it does not say which certificate is its signer's")
    wanted = der.expected(der.only(members[:1]), der.OCTETS).content
    for certificate in certificates:
        if hashlib.new(digest, certificate, usedforsecurity=False).digest() == wanted:
            return certificate
    raise ValueError("its signer's certificate is not in it")


def _first_named(attribute: Value) -> list[Value]:
    certificates = der.sequence(attribute, least=1)[0]
    return der.sequence(der.sequence(certificates, least=1)[0], least=1)


def _verify(key: Any, algorithm: str, digest: str, signature: bytes, message: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    if algorithm not in _SIGNATURES or _SIGNATURES[algorithm] not in (None, digest):
        raise ValueError(f"it is signed in a way that is not accepted here ({algorithm}, with {digest})")
    hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[digest]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
            key.verify(signature, message, pss if algorithm == _PSS else padding.PKCS1v15(), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashed))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            raise ValueError("its signer's key is of a kind that is not known here")
    except InvalidSignature:
        raise ValueError("its signature does not hold") from None
