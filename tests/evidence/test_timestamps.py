"""Timestamps of real authorities: which hold, and what is said of each that does not."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from authorities import STAMPS, TST_INFO, Authority, Issuer, needs_openssl, root, run
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.evidence import cms, der
from tracker.evidence.timestamps import Timestamp, check, request, trusted_certificates

pytestmark = needs_openssl
CONTENT = b"example.org/desk/0f/0\n3\nqg==\n"
NONCE = 0x8F728DE31F30551D  # its first bit is set: a negative number, if a byte were left out


def digest(name: str, content: bytes = CONTENT) -> bytes:
    return hashlib.new(name, content).digest()


@pytest.fixture(scope="module")
def ca() -> Issuer:
    return root()


@pytest.fixture(scope="module")
def tsa(ca: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"), ca.issues("Example TSA", usage=STAMPS))


@pytest.fixture(scope="module")
def answer(tsa: Authority) -> bytes:
    return tsa.answer(request(digest("sha256"), NONCE))


def test_a_timestamp_says_when_and_by_whom(answer: bytes, ca: Issuer) -> None:
    """Time, number, policy and accuracy are those that the authority gave; its name is its certificate's."""
    found = check(answer, digest, nonce=NONCE, trusted=[ca.certificate])
    now = datetime.now(UTC).timestamp() * 1e6
    assert found == Timestamp(time=found.time, authority="Example TSA", serial=16, policy="1.2.3.4.1",
                              accuracy=1_500_000, trusted=True)  # fmt: skip
    assert 0 <= now - found.time < 120e6
    assert not check(answer, digest).trusted


@pytest.mark.parametrize(("key", "hashed"), [("ec", "sha512"), ("rsa", "sha256"), ("rsa", "sha384")])
def test_kinds_of_keys_and_digests(tsa: Authority, ca: Issuer, key: str, hashed: str) -> None:
    """RSA and elliptic curves, with the digests that are in use; and its way over another authority, whose certificate
    comes along in no order."""
    between = ca.issues("Between", ca=True)
    own = between.issues("Other TSA", usage=STAMPS, key=key)
    made = tsa.but(own=own, chain=(between, ca), digest=hashed).answer(request(digest("sha256"), 1))
    assert check(made, digest, nonce=1, trusted=[ca.certificate]).authority == "Other TSA"


def test_a_request_that_somebody_else_made(tsa: Authority) -> None:
    """A timestamp over another digest, asked for without a nonce, holds as well."""
    (tsa.folder / "content").write_bytes(CONTENT)
    run("ts", "-query", "-data", "content", "-sha512", "-cert", "-no_nonce", "-out", "made", folder=tsa.folder)
    made = tsa.answer((tsa.folder / "made").read_bytes())
    assert check(made, digest).authority == "Example TSA"
    with pytest.raises(ValueError, match="answers another request"):
        check(made, digest, nonce=NONCE)


def test_a_request_is_read_by_others(tmp_path: Path) -> None:
    """openssl reads what was asked for: digest, number, and the certificate."""
    (tmp_path / "query").write_bytes(request(digest("sha256"), NONCE))
    said = run("ts", "-query", "-in", "query", "-text", folder=tmp_path)
    assert "Hash Algorithm: sha256" in said
    assert f"Nonce: 0x{NONCE:X}" in said
    assert "Certificate required: yes" in said


def test_other_bytes_and_other_requests(answer: bytes) -> None:
    """Neither passes for these."""
    with pytest.raises(ValueError, match="of other bytes"):
        check(answer, lambda name: digest(name, b"x"))
    with pytest.raises(ValueError, match="answers another request"):
        check(answer, digest, nonce=NONCE + 1)


def test_another_authority_of_the_same_name(answer: bytes) -> None:
    """A certificate that leads nowhere that is trusted: a name is not enough."""
    with pytest.raises(ValueError, match="Example TSA's certificate does not lead to one that is trusted"):
        check(answer, digest, trusted=[root().certificate])


def test_a_certificate_that_is_itself_trusted(answer: bytes, tsa: Authority) -> None:
    """An authority may be given by its own certificate."""
    assert check(answer, digest, trusted=[tsa.own.certificate]).trusted


@pytest.mark.parametrize("days", [(-2, -1), (1, 2)])
def test_a_certificate_out_of_its_time(tsa: Authority, ca: Issuer, days: tuple[int, int]) -> None:
    """Expired, or not yet valid, when it signed."""
    late = tsa.but(own=ca.issues("Late TSA", usage=STAMPS, days=days))
    with pytest.raises(ValueError, match="Late TSA's certificate was not valid when it signed"):
        check(late.answer(request(digest("sha256"), 1)), digest)


def test_a_certificate_that_has_expired_since(tsa: Authority, ca: Issuer, answer: bytes) -> None:
    """What counts is the time of the timestamp: whoever signed was certified then, all the way up."""
    content = cms.opened(der.sequence(der.read(answer))[1]).content
    then = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y%m%d%H%M%SZ")
    content = re.sub(rb"20\d{12}Z", then.encode(), content)
    between = ca.issues("Between", ca=True, keys_of_others=True, days=(-4, -2))
    old = tsa.but(own=between.issues("Old TSA", usage=STAMPS, days=(-4, -2)), chain=(between,))
    found = check(old.signs(content), digest, trusted=[ca.certificate])
    assert (found.authority, found.time < datetime.now(UTC).timestamp() * 1e6 - 2 * 86_400e6) == ("Old TSA", True)


@pytest.mark.parametrize(
    "wanted",
    [{"ca": False}, {"ca": True, "keys_of_others": False}, {"ca": True, "days": (-2, -1)}],
    ids=["none", "not for that", "expired"],
)
def test_an_issuer_that_may_not_sign_others(tsa: Authority, ca: Issuer, wanted: dict[str, Any]) -> None:
    """A certificate made by one that is no authority, or was none any more, leads nowhere, though every signature
    holds."""
    between = ca.issues("Between", **wanted)
    below = tsa.but(own=between.issues("Below", usage=STAMPS), chain=(between,))
    made = below.answer(request(digest("sha256"), 1))
    assert check(made, digest).authority == "Below"
    with pytest.raises(ValueError, match="does not lead to one that is trusted"):
        check(made, digest, trusted=[ca.certificate])


@pytest.mark.parametrize(
    ("usage", "critical"),
    [
        ((), True),
        ((ExtendedKeyUsageOID.CODE_SIGNING,), True),
        ((*STAMPS, ExtendedKeyUsageOID.CODE_SIGNING), True),
        (STAMPS, False),
    ],
)
def test_a_certificate_for_something_else(
    tsa: Authority, ca: Issuer, answer: bytes, usage: tuple[ExtendedKeyUsageOID, ...], critical: bool
) -> None:
    """Only one that is for timestamps, and says so in a way that must be heeded."""
    content = cms.opened(der.sequence(der.read(answer))[1]).content
    assert check(tsa.signs(content), digest, nonce=NONCE).authority == "Example TSA"
    other = tsa.but(own=ca.issues("Other", usage=usage, critical=critical))
    with pytest.raises(ValueError, match="Other's certificate is not one for timestamps alone"):
        check(other.signs(content), digest)


def test_a_signature_over_something_else(tsa: Authority, answer: bytes) -> None:
    """It must be over a timestamp, and name the certificate that signed."""
    content = cms.opened(der.sequence(der.read(answer))[1]).content
    with pytest.raises(ValueError, match="something else than a timestamp"):
        check(tsa.signs(content, kind="1.2.840.113549.1.7.1"), digest)
    with pytest.raises(ValueError, match="does not say which certificate"):
        check(tsa.signs(content, names_itself=False), digest)


def test_what_was_not_granted(tsa: Authority) -> None:
    """The authority's reason is told."""
    refused = tsa.but(digests="sha512").answer(request(digest("sha256"), 1))
    with pytest.raises(ValueError, match="it was rejected; the digest algorithm is not known there"):
        check(refused, digest)
    empty = der.encoded(der.SEQUENCE, der.encoded(der.SEQUENCE, der.encoded_integer(0)))
    with pytest.raises(ValueError, match="not there"):
        check(empty, digest)


def test_no_answer_that_was_cut_holds(answer: bytes, ca: Issuer) -> None:
    """At no place; nor does one with something behind it."""
    for changed in [*(answer[:end] for end in range(len(answer))), answer + b"\0"]:
        with pytest.raises(ValueError, match="cannot be read as one"):
            check(changed, digest, trusted=[ca.certificate])


def test_no_change_of_an_answer_shows_anything_else(answer: bytes, ca: Issuer) -> None:
    """Whatever byte is changed, it is refused for a reason, or was of no meaning: what is shown is the same."""
    shown = check(answer, digest, nonce=NONCE, trusted=[ca.certificate])
    refused = 0
    for place in range(len(answer)):
        changed = answer[:place] + bytes([answer[place] ^ 1 << place % 8]) + answer[place + 1 :]
        try:
            found = check(changed, digest, nonce=NONCE, trusted=[ca.certificate])
        except ValueError:
            refused += 1
        else:
            assert found == shown
    assert refused > 0.8 * len(answer)


def _nested(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    tags = st.sampled_from([der.SEQUENCE, der.SET, 0xA0, 0xA1, der.OCTETS])
    return st.builds(lambda tag, parts: der.encoded(tag, *parts), tags, st.lists(inner, max_size=4))


_LEAVES = st.one_of(
    st.binary(max_size=6),
    st.integers(0, 2**70).map(der.encoded_integer),
    st.sampled_from(["1.2.840.113549.1.7.2", TST_INFO]).map(der.encoded_oid),
)


@given(st.recursive(_LEAVES, _nested, max_leaves=20) | st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but a reason comes of bytes that are no timestamp."""
    granted = der.encoded(der.SEQUENCE, der.encoded(der.SEQUENCE, der.encoded_integer(0)), data)
    for one in (data, granted):
        with pytest.raises(ValueError, match=r"."):
            check(one, digest)


@given(st.integers(0, 2**200))
@settings(max_examples=30)
def test_numbers_come_back(number: int) -> None:
    """As ASN.1 writes them, with a byte more where the first bit is set."""
    assert der.integer(der.read(der.encoded_integer(number))) == number


@given(st.tuples(st.integers(0, 1), st.integers(0, 39)), st.lists(st.integers(0, 2**40), max_size=8))
@settings(max_examples=30)
def test_object_identifiers_come_back(first: tuple[int, int], rest: list[int]) -> None:
    """Whatever their numbers are."""
    text = ".".join(map(str, [*first, *rest]))
    assert der.oid(der.read(der.encoded_oid(text))) == text


def test_certificates_are_read_from_pem(ca: Issuer, tsa: Authority) -> None:
    """All that a file holds; one that holds none is refused."""
    assert trusted_certificates(ca.pem + tsa.own.pem) == [ca.certificate, tsa.own.certificate]
    with pytest.raises(ValueError, match="no certificates in PEM form"):
        trusted_certificates(b"call the ministry\n")
