"""Recognise a notice that withdraws a story: "KILL KILL KILL", "A kill is mandatory", "ADVISORY-… story withdrawn".

A notice addresses editors; a story about a kill, or about a report that somebody withdrew, is news. Which story the
notice means is for the desk: here it is only named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

_LONGEST = 4_000  # characters of a notice that are looked at; it says what it is at its beginning
_STORY = (
    r"(?:story|stories|item|items|article|report|dispatch|interview|column|analysis|factbox|feature|alert|brief|copy)"
)

Kind = Literal["kill", "withhold", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A notice of withdrawal, and what it says of its target: slug, number and headline as named.

    `kind` is "kill" (must not be used), "withhold" (must not be used for now) or "withdrawn". `reason` is the sentence
    that gives one, None where the notice gives none.
    """

    kind: Kind
    reason: str | None = None
    slug: str | None = None
    number: str | None = None
    headline: str | None = None


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\w+-)?(?:ADVISORY|Advisory|ATTENTION)\s?[-–—:]+\s?(?P<what>[^\n]{{1,200}}?)\s+{_STORY}\s+"
        r"(?:(?:is|was|has been|are|have been)\s+)?(?P<done>(?i:withdrawn|killed|retracted|withheld))\b"
        r"|\W{0,4}(?P<tag>WITHDRAWN|STORY REMOVED|STORY WITHDRAWN|RETRACTION|KILL|WITHHOLD|TAKEDOWN|"
        r"(?i:kill notice|takedown notice|kill/takedown notice|mandatory kill))\b\W{0,4}\s?[-–—:/)]+\s?"
        r"(?P<rest>[^\n]{0,200})"
    )


@cache
def _shouted() -> re.Pattern[str]:
    return re.compile(
        r"\W{0,6}(?:(?P<kill>KILL(?:\W{1,3}KILL)+\b|BULLETIN KILL\b|MANDATORY KILL\b|(?i:kill|takedown|kill/takedown) "
        r"(?:NOTICE|notice|ADVISORY)\b)|(?P<hold>(?:WITH)?HOLD(?:\W{1,3}(?:WITH)?HOLD)+\b))"
    )


@cache
def _order() -> re.Pattern[str]:
    """What only editors are told."""
    return re.compile(
        r"\b(?P<mandatory>(?:a|this) (?:kill(?:/takedown)?|takedown) is mandatory)\b"
        r"|\b(?:please|editors?(?:,|:| are asked to| should| must)?|members are asked to)\s+(?:immediately\s+)?"
        rf"(?P<verb>kill|withhold|hold|withdraw|disregard)\s+(?:the|our|this|all|your|from \w+)?\s*"
        rf"(?:\w+ ){{0,3}}?{_STORY}\b",
        re.IGNORECASE,
    )


@cache
def _statement() -> re.Pattern[str]:
    """A sentence at the beginning that withdraws: "This story has been withdrawn", "We have withdrawn our story"."""
    done = r"(?:withdrawn|retracted|killed|taken down)"
    return re.compile(
        rf"[(\[]?(?:This|The (?:following|above|preceding)|Our)\b[^.\n]{{0,80}}?\b{_STORY}\b[^.\n]{{0,80}}?"
        rf"\b(?:has been|have been|is|was|are|were|is being) (?:\w+ )?{done}\b"
        rf"|The\b[^.\n]{{0,60}}?\b{_STORY} (?:headlined|headed|titled|entitled|slugged)\b[^\n]{{0,240}}?"
        rf"\b(?:has been|is|was|should be) {done}\b"
        r"|(?:We|(?:The )?(?:AP|Associated Press|Reuters|AFP|Agence France-Presse|Bloomberg(?: News)?|dpa|UPI|TASS))\b"
        rf"[^.\n]{{0,40}}? (?:ha(?:s|ve) withdrawn|(?:is|are) withdrawing|withdraws?|ha(?:s|ve) retracted) "
        rf"(?:its|the|this|our|a)\b[^.\n]{{0,60}}?\b{_STORY}\b"
    )


@cache
def _slug() -> re.Pattern[str]:
    return re.compile(r"\b(?:[A-Z]{2}-{1,2})?[A-Z][A-Za-z0-9.]{1,40}(?:-{1,2}[A-Za-z0-9.]{1,40}){1,6}\b")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[VAav]\d{3,5}|dpa \d{1,4}|(?:STORY[_ ]NUMBER|story number|No\.|no\.|number)\W{1,3}(?P<code>\w{2,16}))\b"
    )


_QUOTED = r"“([^”]{3,200})”|\"([^\"]{3,200})\"|``([^`']{3,200})''"
_SENTENCE_END = r"(?<=[.!?])[\"”’']{0,2}\s+(?=[A-Z“\"(])"
_INSTRUCTION = (
    r"\W*(?:KILL|HOLD|WITHHOLD|TAKEDOWN|a kill|this kill|please|kill\b|make certain|ensure|if (?:the|you)|a substitute"
    r"|a (?:new|corrected|replacement)|there (?:will|is)|no substitute|story[_ ]number|editors|attention"
    r"|the (?:ap|desk)\b|we (?:regret|apologi)|for (?:more|questions)|do not)"
)


def withdrawal(text: str, headline: str | None = None) -> Withdrawal | None:
    """The withdrawal that a notice makes; None for anything else, stories about withdrawals included.

    `text` is the notice's body or note, `headline` its own headline. Linear; only the first 4,000 characters count.
    """
    body = text.strip()[:_LONGEST]
    kind, named = _from_headline((headline or "").strip()[:_LONGEST])
    kind = _from_body(body) or kind
    if kind is None:
        return None
    return Withdrawal(
        kind=kind,
        reason=_reason(body),
        slug=_first(_slug(), body),
        number=_named_number(body),
        headline=_quoted(body) or named,
    )


def _from_headline(headline: str) -> tuple[Kind | None, str | None]:
    match = _heading().match(headline) if headline else None
    if match is None:
        return None, None
    if match["what"]:
        return _kind(match["done"]), match["what"]
    return _kind(match["tag"]), match["rest"].strip() or None


def _from_body(body: str) -> Kind | None:
    shouted = _shouted().match(body)
    if shouted:
        return "kill" if shouted["kill"] else "withhold"
    order = _order().search(body)
    if order:
        return "kill" if order["mandatory"] else _kind(order["verb"])
    return "withdrawn" if _statement().match(body) else None


def _kind(word: str) -> Kind:
    word = word.lower()
    if "kill" in word or "takedown" in word:
        return "kill"
    return "withhold" if "hold" in word or "held" in word else "withdrawn"


def _reason(body: str) -> str | None:
    """The sentence that says why: one with "because", else the first that is no instruction and names no target."""
    sentences = re.split(_SENTENCE_END, " ".join(body.split()))
    for sentence in sentences:
        if re.search(r"\b(?:because|due to|owing to)\b", sentence):
            return sentence.strip()
    rest = (s for s in sentences if not re.match(_INSTRUCTION, s, re.IGNORECASE) and not _order().search(s))
    found = next((s for s in rest if not _statement().match(s)), None)
    return found.strip() or None if found else None


def _first(pattern: re.Pattern[str], body: str) -> str | None:
    match = pattern.search(re.sub(_QUOTED, " ", body))
    return match[0] if match else None


def _named_number(body: str) -> str | None:
    match = _number().search(body)
    return (match["code"] or match[0]) if match else None


def _quoted(body: str) -> str | None:
    match = re.search(_QUOTED, body)
    return next((group.strip() for group in match.groups() if group), None) if match else None
