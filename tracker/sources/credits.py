"""Recognising who wrote and edited (credits), whom to ask (contacts), sign-offs, and whose copyright it is."""

from __future__ import annotations

import re
from itertools import pairwise

_ROLES = (
    r"(?:Additional\s|Further\s|Extra\s)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Ww]ritten|[Rr]eported"
    r"|[Tt]ranslat(?:ed|ion|ing)|[Gg]raphics?|[Vv]ideo|[Pp]hotography|[Rr]esearch|[Dd]esking|[Pp]olling|[Dd]rafting"
    r"|[Cc]overage|[Cc]reated|[Pp]roduced|[Rr]ewrit(?:ing|ten))"
    r"(?:,? (?:and|&) (?:additional\s)?(?:reporting|writing|editing|graphics?|research))?"
)
_ROLE = re.compile(
    rf"{_ROLES} (?:[Bb]y|from)\b:?\s*|(?:Reportage|Reporte|Reportes|Edité|Édité|Edición|Editado|Escrito|Traducido"
    r"|Redaktion|Bearbeitet|Redigiert)\s(?:de|par|por|von|en)\b|(?:Redaktion|Reporting|Editing|Writing): "
)
_SECOND_ROLE = re.compile(
    r"[;,.] ?(?:(?:Additional|additional) )?(?:[Ww]riting|[Ee]diting|[Rr]eporting|[Dd]esking) [Bb]y "
)
_GLUED_ROLE = re.compile(r"[.!?”\"’')] ?(?=(?:Additional )?(?:[Rr]eporting|Writing) [Bb]y [^\W\d_a-z])")
_ASSISTANCE = re.compile(
    r"(?:--?|[—–―]+)\s?(?:[Ww]ith|With additional)\s(?:[\w,-]+\s){0,3}?(?:from|by)\b|With (?:assistance|files) from\b"
)
_CONTRIBUTED = re.compile(
    r"(?:(?:The )?Associated Press|AP|Reuters|Bloomberg|dpa|The Canadian Press|AFP)\b.{0,300}"
    r"\bcontributed(?: to this (?:report|story|article))?\.?$"
    r"|This (?:report|article|story) by The Canadian Press was first published\b"
)
_OPENS = re.compile(
    rf"[(\[]{_ROLES} [Bb]y\b|{_ROLES} [Bb]y [^\W\d_a-z][^.]*;|--\s?With assistance "
    r"|To contact (?:the|our)\b|For more articles like"
)
_NAMES = re.compile(r"[^\W\d_]+")
_LOWER_WORDS = (
    "in and at by from of the de van der den von bin ibn al la le el du di da dos additional reporting "
    "editing writing reporters writers bureau bureaus newsroom desk with for und et y e graphics graphic "
    "video research compiled"
)
_LOWER = frozenset(_LOWER_WORDS.split())

_CONTACT = re.compile(
    r"To contact (?:(?:the|our) (?:\w+ )?(?:reporter|editor|author|writer|journalist|newsroom|staff|desk)|Bloomberg)"
    r"|To (?:reach|email) the (?:reporter|editor)|For more articles like this\b|Subscribe now to stay ahead\b"
    r"|(?:Contact|Kontakt|Press contact|Media contact)\s?: ?\S|\+\+? ?[\w. ]{0,20}\d[\d ()/-]{6,}"
)
_CONTACT_HEAD = re.compile(r"To contact (?:the|our)\b[^:]{0,80}:$")
_EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\(at\))[\w-]{1,63}\.\w")
_SIGN_OFF = re.compile(
    r"(?:Reuters?|REUTERS?)\.?$|(?:AFP|AP|dpa|APA|STT|NTB|EFE)$"
    r"|(?:AP|BC|AM|PM)-[A-Z]{2}-\d\d-\d\d-\d\d(?:\d\d)? \d{4}[A-Z]{1,4}<?$"
    r"|dpa(?: [a-z0-9]{1,6}(?:/[a-z0-9]{1,6})*){1,6}$|[a-z]{2,4}/[a-z]{2,4}(?:/[a-z]{2,4})?$"
    r"|\(?(?:END|MORE|more|TRUNCATED)\)?$|-(?:30|0)-$|#{2,}$|MORE TO FOLLOW$|(?:MORE|END) ?[-–—]+$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\))\s*(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?,?(?:\s*(?:[^\W\d_a-z]|by\b)|\.?$)|©\s?[^\W\d_]"
    r"|Copyright\s?(?:©|\([cC]\)|(?:19|20)\d\d\b|by\s|(?:The )?[A-Z][\w. ]{1,60}(?:19|20)\d\d\b)"
)
_GLUED = re.compile(
    r"--\s?With assistance (?:from|by) |To contact the (?:reporters?|editors?|authors?) "
    r"|For more articles like this, please visit|Subscribe now to stay ahead with |(?:©|\(c\)) ?(?:19|20)\d\d [A-Z]"
)
_CLUES = ("With assist", "To contact the ", "For more art", "Subscribe now", "©", "(c)")


def opens(line: str) -> bool:
    """True when a line looks like the beginning of credits, contact lines or a copyright line."""
    return _OPENS.match(line) is not None or _COPYRIGHT.match(line) is not None


def credit(text: str) -> bool:
    """True when a line without brackets names reporters, writers or editors and does nothing else."""
    if _ASSISTANCE.match(text):
        return len(text) < 600
    if _ROLE.match(text):
        return _only_names(text)
    return ("contributed" in text[-60:] or text.startswith("This ")) and _CONTRIBUTED.match(text) is not None


def bracketed(inner: str) -> bool:
    """True when the inside of a bracket is a credit line."""
    return _ROLE.match(inner) is not None or _ASSISTANCE.match(inner) is not None


def trailing(text: str) -> int:
    """The offset of credits glued on without brackets at a paragraph's end; -1 where there are none."""
    if "diting by " not in text[-300:] and "riting by " not in text[-300:]:
        return -1
    match = _GLUED_ROLE.search(text, max(0, len(text) - 600))
    if match is None or _SECOND_ROLE.search(text, match.end()) is None or not _only_names(text[match.end() :]):
        return -1
    return match.end()


def contact(text: str) -> bool:
    """True when a line tells whom to contact or where to subscribe."""
    return _CONTACT.match(text) is not None


def contact_goes_on(text: str, before: str) -> bool:
    """True when a line continues the contact lines before it: an address, or names under their heading."""
    if len(text) > 300:
        return False
    if _has_address(text):
        return True
    if text[-1] in '.!?”"':
        return False
    return _CONTACT_HEAD.match(before) is not None or before.endswith(";") or _has_address(before)


def address(inner: str) -> bool:
    """True when the inside of a bracket is an address rather than text."""
    return len(inner) < 300 and _has_address(inner)


def _has_address(text: str) -> bool:
    return ("@" in text or "(at)" in text) and _EMAIL.search(text, 0, 1000) is not None


def sign_off(text: str) -> bool:
    """True for the line that ends a transmission ("Reuter", "dpa ab cd", "AP-NY-11-13-89 1234EST")."""
    return len(text) <= 60 and _SIGN_OFF.match(text) is not None


def copyright_line(text: str) -> bool:
    """True for a line that states a copyright."""
    return len(text) < 400 and _COPYRIGHT.match(text) is not None


def may_be_glued(text: str) -> bool:
    """True when a text holds words that credit, contact or copyright lines begin with."""
    return any(clue in text for clue in _CLUES)


def unglue(text: str) -> list[str]:
    """The text cut before every credit, contact and copyright line that was glued to what precedes it."""
    cuts = [0, *(match.start() for match in _GLUED.finditer(text) if _after_sentence(text, match.start())), len(text)]
    pieces = [text[start:end].strip() for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece]


def _after_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at].rstrip()
    return not before or before[-1] in ".!?”\"’')]" or text.startswith(("©", "(c)", "Subscribe now"), at)


def _only_names(text: str) -> bool:
    if len(text) > 800:
        return False
    words = _NAMES.findall(text)
    odd = sum(1 for word in words if word[0].islower() and word not in _LOWER and len(word) > 1)
    return odd == 0
