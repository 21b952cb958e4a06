"""Signed notes: a text with Ed25519 signatures below it, fit for a mail.

Source: C2SP signed-note v1 (c2sp.org/signed-note); keys and signatures are RFC 8032's.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"
_DASH = "— "
_PRIVATE = "PRIVATE+KEY+"
_KEY_SIZE, _ID_SIZE, _SIGNATURE_SIZE, _HEX = 32, 4, 64, "0123456789abcdef"
LONGEST_NOTE = 1_000_000  # characters; longer ones are not read
MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """Who signs: a name and a 32-byte Ed25519 public key. Its text, NAME+ID+KEY, is made to be published."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_SIZE]

    @property
    def text(self) -> str:
        """The key as it is published."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """What signs: the name and the 32 bytes that an Ed25519 private key is made of. Its text is the owner's secret.

    ValueError when no key may have that name; UsageError when the extra that signs is not installed.
    """

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        if not valid_name(self.name):
            raise ValueError(f"a key cannot be called {self.name!r}: no spaces, no +, nothing that does not print")

    @property
    def verifier(self) -> VerifierKey:
        """The public side."""
        return VerifierKey(name=self.name, public=_private(self.seed).public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The key as it is kept in a file: PRIVATE+KEY+NAME+ID+KEY, as Go's note package writes it."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{b64encode(_ED25519 + self.seed).decode()}"

    def sign(self, text: str) -> SignedNote:
        """The text with one signature; ValueError when it does not end with a line break."""
        if not text.endswith("\n"):
            raise ValueError("the text of a note ends with a line break")
        signature = Signature(name=self.name, id=self.verifier.id, signature=_private(self.seed).sign(text.encode()))
        return SignedNote(text=text, signatures=(signature,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line below a note: under which name, by the key of which id, and the signature itself."""

    name: str
    id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A text that ends with a line break, and the signatures below it, none where nobody signed."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        lines = [f"{_DASH}{one.name} {b64encode(one.id + one.signature).decode()}\n" for one in self.signatures]
        return "\n".join([self.text, "".join(lines)]) if lines else self.text

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether this key signed the text. UsageError when the extra that checks signatures is not installed."""
        mine = [one for one in self.signatures if (one.name, one.id) == (key.name, key.id)]
        return any(_valid(key.public, one.signature, self.text.encode()) for one in mine)


def valid_name(name: str) -> bool:
    """Whether a key may have this name: not empty, and neither white space nor "+" in it."""
    return bool(name) and name.isprintable() and not any(char.isspace() or char == "+" for char in name)


def parse_verifier_key(text: str) -> VerifierKey:
    """The key that NAME+ID+KEY stands for; ValueError when it is none, or when its id is not that of its key."""
    name, key_id, key = _parts(text.strip())
    found = VerifierKey(name=name, public=key)
    if found.id.hex() != key_id:
        raise ValueError(_CHANGED)
    return found


def _parts(text: str) -> tuple[str, str, bytes]:
    """Name, id and the 32 bytes of a key."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not valid_name(name) or len(key_id) != 2 * _ID_SIZE or any(char not in _HEX for char in key_id):
        raise ValueError("a key reads NAME+ID+KEY, its id eight hexadecimal digits")
    key = b64decode(encoded, validate=True)
    if key[:1] != _ED25519 or len(key) != 1 + _KEY_SIZE:
        raise ValueError("it is no Ed25519 key")
    return name, key_id, key[1:]


def parse_note(note: str) -> SignedNote:
    """The text and the signatures of a note; a text without any is one that nobody signed.

    ValueError when what stands below the text are no signatures, or when it holds control characters.
    """
    if len(note) > LONGEST_NOTE:
        raise ValueError(f"it has more than {LONGEST_NOTE:,} characters")
    if any(char < " " and char != "\n" for char in note):
        raise ValueError("it holds control characters")
    text, gap, below = note.rpartition("\n\n")
    if not gap:
        return SignedNote(text=note, signatures=())
    if not below.endswith("\n"):
        raise ValueError("its last line has no end")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ValueError(f"it has more than {MOST_SIGNATURES} signatures")
    return SignedNote(text=text + "\n", signatures=tuple(map(_signature, lines)))


def parse_signing_key(text: str) -> SigningKey:
    """The key that PRIVATE+KEY+NAME+ID+KEY stands for; ValueError when it is none."""
    if not text.startswith(_PRIVATE):
        raise ValueError(f"it does not start with {_PRIVATE}")
    name, key_id, key = _parts(text.strip().removeprefix(_PRIVATE))
    found = SigningKey(name=name, seed=key)
    if found.verifier.id.hex() != key_id:
        raise ValueError(_CHANGED)
    return found


def signers(note: SignedNote, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Those of the keys that signed the note."""
    return tuple(key for key in keys if note.signed_by(key))


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not valid_name(name):
        raise ValueError("a line below it is no signature")
    data = b64decode(encoded, validate=True)
    if len(data) <= _ID_SIZE:
        raise ValueError("a signature is too short")
    return Signature(name=name, id=data[:_ID_SIZE], signature=data[_ID_SIZE:])


def _private(seed: bytes) -> Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise UsageError(_MISSING) from None
    return Ed25519PrivateKey.from_private_bytes(seed)


def _valid(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise UsageError(_MISSING) from None
    if len(signature) != _SIGNATURE_SIZE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


_CHANGED = "its id is not that of its name and key: something in it was changed"
_MISSING = "signatures need the extra `sign`: pip install 'news-update-tracker[sign]'"
