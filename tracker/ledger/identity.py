"""Names that reveal nothing: stream, event and observation ids, keyed with the ledger's secret.

A plain digest of a short text can be guessed; these cannot without the secret, which is never exported.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

ID_SIZE = 16
DESK_SUFFIX = ".desk"
RESTORES = "ledger\nrestored"
"""What the stream of restores is named after; no story and no job can bear such a name."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Derives ids from the ledger's 32-byte secret by HMAC-SHA256, cut to 16 bytes."""

    secret: bytes

    def stream(self, key: str) -> str:
        """The stream id of the story with this normalised key: base64url without padding, 22 characters."""
        return urlsafe_b64encode(self._derive(key)).rstrip(b"=").decode()

    def event(self, identity: str | None) -> bytes:
        """The event id for this observation identity, 16 bytes; random where there is none."""
        return secrets.token_bytes(ID_SIZE) if identity is None else self._derive(f"event\n{identity}")

    def slug(self, slug: str) -> bytes:
        """The event id of the `story.opened` that minted this slug: its uniqueness is the slug's uniqueness."""
        return self._derive(f"slug\n{slug}")

    def key(self, key: str, number: int) -> bytes:
        """The event id of the `number`-th time, from 0, that this key was linked to a story or taken off one.

        Linking and taking off come by turns, so an even number is a link: one story at a time has the key.
        """
        return self._derive(f"key\n{key}\n{number}")

    def observation(self, identity: str) -> bytes:
        """The id under which sightings of this observation are counted, 16 bytes."""
        return self._derive(f"observation\n{identity}")

    def digest(self, content: bytes) -> bytes:
        """A keyed digest of captured bytes, 16 bytes: tells whether the same bytes came again, and nothing more."""
        return hmac.digest(self.secret, b"capture\n" + content, "sha256")[:ID_SIZE]

    def article_digest(self, content: bytes) -> bytes:
        """A keyed digest of an article in its canonical form without furniture, 16 bytes: tells an erased one again."""
        return hmac.digest(self.secret, b"article\n" + content, "sha256")[:ID_SIZE]

    def _derive(self, text: str) -> bytes:
        return hmac.digest(self.secret, text.encode(), "sha256")[:ID_SIZE]


def desk_stream(stream_id: str) -> str:
    """The stream of what the desk did to a story: confirmations now, reviews and corrections of the record later."""
    return stream_id + DESK_SUFFIX


def shard_of(stream_id: str, shards: int) -> int:
    """The shard of a stream, 0..shards-1: a story's streams share one."""
    if shards == 1:
        return 0
    story = stream_id.removesuffix(DESK_SUFFIX)
    return int.from_bytes(hashlib.sha256(story.encode()).digest()[:2], "big") % shards
