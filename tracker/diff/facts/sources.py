"""Attributions in a stretch of text: who says, and with which verb: "police said", "according to the bank".

The key is the verb's kind: "said", "told" and "added" say the same, "confirmed" and "admitted" do not. The words of
the source stand beside it, so that "a company spokesman" and "a spokesman for the company" can be found alike.
"""

from __future__ import annotations

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, SAYING, SIGN
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens, bare
from tracker.diff.facts.wordlist import word_set

_MOST = 6  # words of a source that are read
_AUXILIARIES = word_set(
    "also later had has have who then already earlier repeatedly previously initially again only first still publicly"
    " privately separately reportedly flatly strongly has did not never"
)
_ENDS = word_set(
    "that and but because as when while after before if what how which said where whether since until though although"
    " in on at during by from to into"
)
_EMPTY = word_set(
    "he she it they i we you who the a an his her its their this of for one as was were is be been being are what so"
    " there here not also mr mrs ms dr"
)
_BE = word_set("is was were are be been being am get got")
_ONLY_WITH_SOURCE = word_set("claim confirm report estimate allege suggest note state")
_PEOPLE = word_set(
    "a an the one two three some several police officials authorities sources witnesses residents prosecutors analysts"
    " traders investigators state local senior government company his her its their military hospital city"
)


def sources(tokens: Tokens) -> list[Mention]:
    """Every attribution in the stretch, in order."""
    found = []
    for place in tokens.where(SAYING):
        low = tokens.low(place)
        key = lexicon.SAID.get(low)
        if key is None or _is_noun(tokens, place, low):
            continue
        if low in {"according", "citing", "segundo"}:
            found.append(_forward(tokens, place, place + (2 if tokens.low(place + 1) == "to" else 1), key))
        else:
            mention = _subject(tokens, place, key)
            found += [mention] if mention else []
    return found


def _is_noun(tokens: Tokens, place: int, low: str) -> bool:
    """ "The warning", "confirmed cases", "to report", "as reported": no one speaks."""
    before = tokens.low(place - 1)
    if low == "according":
        return tokens.low(place + 1) != "to"
    if low in {"confirm", "tell", "admit", "deny"}:
        return before == "to"
    if before in _BE or before in {"a", "an", "the", "no", "any", "of", "and"}:
        return low not in {"said", "told", "says"}
    return low == "claims" and (not place or not tokens.flags[place - 1] & CAPITAL)


def _subject(tokens: Tokens, place: int, key: str) -> Mention | None:
    """The attribution of a verb: its subject stands before it, or after it where a quotation or comma comes first."""
    at = place - 1
    while at >= 0 and tokens.low(at) in _AUXILIARIES:
        at -= 1
    end = at
    while at >= 0 and end - at < _MOST and _belongs(tokens, at):
        at -= 1
    words = _source_words(tokens, at + 1, end + 1)
    start = tokens.starts[at + 1] if at < end else tokens.starts[place]
    if at == end and _may_follow(tokens, place + 1):
        return _forward(tokens, place, place + 1, key)
    if key in _ONLY_WITH_SOURCE and at == end:
        return None
    return Mention(start, tokens.ends[place], key, False, words)


def _belongs(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    if flag & SIGN:
        return tokens.words[place] in HYPHENS and tokens.touch(place - 1) and tokens.touch(place)
    if flag & CALENDAR and flag & CAPITAL:
        return False
    return tokens.lowers[place] not in _ENDS


def _may_follow(tokens: Tokens, place: int) -> bool:
    if place >= len(tokens.words) or tokens.flags[place] & (SIGN | CALENDAR):
        return False
    return bool(tokens.flags[place] & CAPITAL) or tokens.lowers[place] in _PEOPLE


def _forward(tokens: Tokens, place: int, first: int, key: str) -> Mention:
    last = first
    while last < len(tokens.words) and last - first < _MOST and _belongs(tokens, last):
        last += 1
    end = tokens.ends[last - 1] if last > first else tokens.ends[place]
    return Mention(tokens.starts[place], end, key, False, _source_words(tokens, first, last))


def _source_words(tokens: Tokens, first: int, last: int) -> frozenset[str]:
    return frozenset(
        bare(word).replace(".", "")
        for word, flag in zip(tokens.lowers[first:last], tokens.flags[first:last], strict=True)
        if word not in _EMPTY and not flag & (SIGN | DIGITS)
    )


def same_source(one: Mention, other: Mention) -> bool:
    """Whether two attributions may name one source: a pronoun stands for anyone, a part of a name for the whole."""
    return one.key == other.key and not differ(one, other)


def differ(one: Mention, other: Mention) -> bool:
    """Whether two attributions name different sources."""
    return bool(one.words and other.words) and not (one.words <= other.words or other.words <= one.words)
