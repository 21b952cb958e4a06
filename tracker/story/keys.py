"""Names of stories: keys (`source:id`) that sources give, and the short slugs that people type.

Here they are brought to one normal form, so that the same story always gets the same key; a change to these rules
changes keys, hence stream ids: old ledgers would open old stories anew. Whether a key or slug is taken, and by
whom, is for the caller to find out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

TRACKING_PREFIXES = ("utm_",)
TRACKING_PARAMETERS = (
    *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),  # ad clicks
    *("igshid", "igsh", "__twitter_impression", "taid", "spref", "soc_src", "soc_trk"),  # social networks
    *("mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "_ga", "_gl", "guccounter"),  # mailings and counters
    *("ref", "ref_src", "ref_url", "cmp", "cmpid", "icid", "ito", "ocid", "smid", "smtyp", "srnd", "sref"),  # outlets
    *("at_medium", "at_campaign", "ns_mchannel", "ns_source", "ns_campaign", "feedtype", "feedname"),
)
"""Query parameters that say how a reader came, not what is read; names are compared in lower case.

Only names that tell no stories apart belong here: a wrong one merges two stories, a missing one splits one.
"""

_LONGEST_ID = 1_024
_LONGEST_URL = 8_192
_LONGEST_TITLE = 1_000
_MOST_WORDS = 8
_MOST_CHARACTERS = 60
_EMPTY_SLUG = "story"

_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SPACE = re.compile(r"[\t\n\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Default-ignorable characters that are no format characters: joiners, fillers, variation selectors.
_INVISIBLE = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_HIDDEN_KINDS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))

_WEB = re.compile(r"https?://", re.IGNORECASE | re.ASCII)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE | re.ASCII)
_AUTHORITY = re.compile(r"[^/?#]*")
_HOST_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_PORT = re.compile(r"[0-9]{1,5}")
_DEFAULT_PORTS = (80, 443)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPABLE = re.compile(r"%(?:[0-9A-Fa-f]{2})?|[^%A-Za-z0-9._~!$&'()*+,;=:@/?-]+")

# With a hyphen only in capitals ("UPDATE 2-Dam fails"): "Update-hungry users" is a headline. The bracketed and the
# colon forms are safe in any case.
_WIRE_TAG = r"(?:(?:UPDATE|WRAPUP|CORRECTED|REFILE|RPT)(?: ?\d{1,3})?(?: ?\(OFFICIAL\))? ?[-–—] ?)"
_NAMED_TAG = r"(?i:update|updated|wrapup|corrected|correction|refile|rpt|repeat)(?: ?\d{1,3})?"
_TAGS_BEFORE = re.compile(rf"(?:{_WIRE_TAG}|\({_NAMED_TAG}\) ?[-–—:]? ?|{_NAMED_TAG} ?: ?)+", re.ASCII)
_TAGS_AFTER = re.compile(rf"(?: ?\({_NAMED_TAG}\))+$", re.ASCII)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´"))
_INITIALS = re.compile(r"(?<![a-z0-9])(?:[a-z]\.){2,}", re.ASCII)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
# Latin letters that Unicode does not take apart.
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryKey:
    """A story's name at its source. Made by `make_key`, `parse_key` or `key_for_url`, which bring it to normal form."""

    source: str
    id: str

    @property
    def text(self) -> str:
        """The key as written and stored: "source:id"."""
        return f"{self.source}:{self.id}"


def make_key(source: str, id: str) -> StoryKey:
    """The key of story `id` at `source`, in normal form; an id that is a web address is normalised as one.

    The source is lower-cased ([a-z0-9._-], at most 64); the id is trimmed, NFC, 1 to 1024 characters, with single
    spaces. Raises ValueError that says what is wrong and where.
    """
    name = source.strip()
    # ASCII is asked for before lower(): that turns the Kelvin sign into a plain k.
    if not name.isascii() or not _SOURCE.fullmatch(name.lower()):
        raise ValueError(f"source {quoted(source)} must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit")
    if name.lower() in ("http", "https"):
        raise ValueError(f"source {quoted(source)} would make the key look like a web address")
    return StoryKey(source=name.lower(), id=normalise_url(id) if _WEB.match(id.strip()) else _normal_id(id))


def parse_key(text: str) -> StoryKey:
    """The key that "source:id" names, or the key of a web address; ValueError when it is neither."""
    if _WEB.match(text.strip()):
        return key_for_url(text)
    source, colon, id = text.partition(":")
    if not colon:
        raise ValueError(f"{quoted(text)} is no story key; write source:id, as in ap:123")
    return make_key(source, id)


def key_for_url(url: str, source: str | None = None) -> StoryKey:
    """The key of the story at a web address; its source is the host without "www." unless given."""
    address = normalise_url(url)
    if source is None:
        source = _AUTHORITY.match(address)[0].partition(":")[0].removeprefix("www.")  # type: ignore[index]
    return make_key(source, f"http://{address}")


def normalise_url(url: str) -> str:
    """A web address without what does not change the page: "example.com/2023/flood?id=7".

    Dropped: scheme, ports 80 and 443, fragment, tracking parameters, empty query, trailing slashes. The host is
    lower-cased and in its ASCII form (UTS 46, non-transitional), percent-encoding and dot segments as in RFC 3986
    section 6; the query keeps its order. A result given again comes back unchanged. Raises ValueError.
    """
    text = url.strip()
    if len(text) > _LONGEST_URL:
        raise ValueError(f"web address {quoted(url)} is longer than {_LONGEST_URL} characters")
    refuse_hidden(url)
    if _SPACE.search(text):
        raise ValueError(f"web address {quoted(url)} holds a space")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise ValueError(f"{quoted(url)} is not an http or https address")
    rest = unicodedata.normalize("NFC", text[scheme.end() if scheme else 0 :]).partition("#")[0]
    authority = _AUTHORITY.match(rest)[0]  # type: ignore[index]
    path, _, query = rest[len(authority) :].partition("?")
    return _authority(authority, url) + _path(path) + _query(query)


def refuse_hidden(text: str) -> None:
    """ValueError naming the first control, bidi, zero-width or other invisible character and its 1-based place.

    Space, tab and line ends pass: they can be made plain spaces.
    """
    for place, character in enumerate(text, start=1):
        hidden = unicodedata.category(character) in _HIDDEN_KINDS or _INVISIBLE.match(character)
        if hidden and character not in "\t\n\r":
            name = unicodedata.name(character, "control character" if character < "\xa0" else "unnamed character")
            raise ValueError(f"{name} (U+{ord(character):04X}) at character {place} is not allowed")


def quoted(text: str) -> str:
    """Text from outside for a message: in quotes, cut to 60 characters, what cannot be seen as escapes."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def slug_base(title: str) -> str:
    """A slug from a headline: "UPDATE 2-Dam fails in Osório" gives "dam-fails-in-osorio".

    Version tags are left out, accents of Latin letters folded, letters of other scripts kept; at most 8 words and
    60 characters, cut at a word's end. "story" when nothing is left, "story-2023" for digits alone.
    """
    slug = _slug(title)
    if not slug:
        return _EMPTY_SLUG
    return f"{_EMPTY_SLUG}-{slug}"[:_MOST_CHARACTERS] if slug.isdigit() else slug


def valid_slug(text: str) -> str:
    """A given slug, cleaned as headlines are; ValueError where it could be taken for something else.

    Refused: "@", ":" and ".." (they name revisions, keys and ranges), digits alone, no letter at all, hidden
    characters.
    """
    refuse_hidden(text)
    for mark in ("@", ":", ".."):
        if mark in text:
            raise ValueError(f"slug {quoted(text)} holds {mark!r}, which names a revision, key or range")
    slug = _slug(text)
    if not slug:
        raise ValueError(f"slug {quoted(text)} has no letters or digits")
    if slug.isdigit():
        raise ValueError(f"slug {quoted(text)} is a mere number; add a word")
    return slug


def slug_candidate(base: str, source: str, number: int, *, taken_by_other_source: bool) -> str:
    """The slug to try `number`-th, from 1: base, base-2, base-3, …

    When another source holds the plain base: source/base, source/base-2, …
    """
    stem = f"{source}/{base}" if taken_by_other_source else base
    return stem if number == 1 else f"{stem}-{number}"


def _normal_id(id: str) -> str:
    # Before normalising: sorting the marks of one long cluster takes quadratic time.
    if len(id) > 4 * _LONGEST_ID:
        raise ValueError(f"id {quoted(id)} is longer than {_LONGEST_ID} characters")
    refuse_hidden(id)
    normal = _SPACE.sub(" ", unicodedata.normalize("NFC", id)).strip(" ")
    if not normal:
        raise ValueError("the id of a story is empty")
    if len(normal) > _LONGEST_ID:
        raise ValueError(f"id {quoted(id)} is longer than {_LONGEST_ID} characters")
    return normal


def _authority(text: str, url: str) -> str:
    if "@" in text:
        raise ValueError(f"web address {quoted(url)} holds a user name; leave out what stands before '@'")
    end = text.find("]") + 1 or len(text) if text.startswith("[") else (text + ":").index(":")
    host, port = text[:end], text[end:]
    if port not in ("", ":") and not (port.startswith(":") and _PORT.fullmatch(port[1:]) and int(port[1:]) < 65_536):
        raise ValueError(f"web address {quoted(url)} has no valid port")
    try:
        name = _ipv6(host) if host.startswith("[") else _host(host)
    except ValueError as error:
        raise ValueError(f"web address {quoted(url)}: {error}") from None
    number = int(port[1:] or _DEFAULT_PORTS[0])
    return name if number in _DEFAULT_PORTS else f"{name}:{number}"


def _ipv6(text: str) -> str:
    if not text.endswith("]") or "%" in text:  # a scope id means something on one machine only
        raise ValueError(f"{quoted(text)} is no IPv6 address")
    try:
        # Every group in full: the standard library's short form differs between Python versions.
        return f"[{IPv6Address(text[1:-1]).packed.hex(':', 2)}]"
    except AddressValueError:
        raise ValueError(f"{quoted(text)} is no IPv6 address") from None


def _host(text: str) -> str:
    if not text or len(text) > 253:
        raise ValueError("the host is missing" if not text else "the host is longer than 253 characters")
    # Letter by letter: lower() on a word would turn a last capital sigma into another letter than IDNA does.
    lowered = "".join(map(str.lower, unicodedata.normalize("NFKC", text))).replace("。", ".")
    host = ".".join(map(_host_label, unicodedata.normalize("NFKC", lowered).removesuffix(".").split(".")))
    if host in ("http", "https"):
        raise ValueError("the scheme is written twice")
    if len(host) > 253:
        raise ValueError("the host is longer than 253 characters")
    return host


def _host_label(label: str) -> str:
    if len(label) > 63:  # also keeps the punycode codec, which is quadratic, from long labels
        raise ValueError(f"{quoted(label)} is longer than 63 characters")
    if not label.isascii():
        strange = [c for c in label if c not in "-_" and unicodedata.category(c)[0] not in "LMN"]
        if strange:
            raise ValueError(f"{strange[0]!r} cannot stand in a host name")
        label = "xn--" + label.encode("punycode").decode("ascii")
    if not _HOST_LABEL.fullmatch(label):
        raise ValueError(f"{quoted(label)} cannot be part of a host name")
    return label


def _path(text: str) -> str:
    segments: list[str] = []
    for segment in _escaped(text).split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    return "".join(f"/{segment}" for segment in segments).rstrip("/")


def _query(text: str) -> str:
    kept = [part for part in _escaped(text).split("&") if part and not _tracks(part.partition("=")[0].lower())]
    return "?" + "&".join(kept) if kept else ""


def _tracks(name: str) -> bool:
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)


def _escaped(text: str) -> str:
    """Percent-encoding in one form: capital hex, nothing encoded that need not be, everything else that must."""
    return _ESCAPABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if not found.startswith("%"):
        return "".join(f"%{byte:02X}" for byte in found.encode())
    if found == "%":
        return "%25"
    character = chr(int(found[1:], 16))
    return character if character in _UNRESERVED else found.upper()


def _slug(title: str) -> str:
    text = _SPACE.sub(" ", title[:_LONGEST_TITLE]).strip(" ")
    text = _TAGS_AFTER.sub("", text[_tags_end(text) :])
    text = unicodedata.normalize("NFKC", text).lower().translate(_APOSTROPHES)
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), _THOUSANDS.sub("", text))
    words = unicodedata.normalize("NFKC", _folded(text)).split()[:_MOST_WORDS]
    while len(words) > 1 and len("-".join(words)) > _MOST_CHARACTERS:
        words.pop()
    return "-".join(words)[:_MOST_CHARACTERS]


def _tags_end(text: str) -> int:
    tags = _TAGS_BEFORE.match(text)
    return tags.end() if tags else 0


def _folded(text: str) -> str:
    """Latin letters without accents, letters and digits of other scripts as they are, a space for all else."""
    kept: list[str] = []
    for character in text:
        plain = _LETTERS.get(character) or unicodedata.normalize("NFKD", character)[0]
        if plain.isascii() and plain.isalnum():
            kept.append(plain)
        elif (kind := unicodedata.category(character)[0]) == "M":
            if kept and not kept[-1].isascii():  # a vowel sign stays with its letter; an accent on a Latin one goes
                kept.append(character)
        else:
            kept.append(character if kind in "LN" else " ")
    return "".join(kept)
