"""Attributions in a stretch of text: who says, and with which verb: "police said", "according to the bank".

The key is the verb's kind: "said", "told" and "added" say the same, "confirmed" and "admitted" do not. The words of
the source stand beside it, so that "a company spokesman" and "a spokesman for the company" can be found alike.
"""

from __future__ import annotations

from tracker.diff.facts import abroad, eastern, lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, NUMERIC, SAYING, SIGN, TITLE, WORD
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens, bare
from tracker.diff.facts.wordlist import word_set

_MOST = 6  # words of a source that are read
_AUXILIARIES = word_set(
    "also later had has have who then already earlier repeatedly previously initially again only first still publicly"
    " privately separately reportedly flatly strongly has do does did not never will would"
)
_ENDS = word_set(
    "that and but because as when while after before if what how which said where whether since until though although"
    " in on at during by from to into"
)
_EMPTY = abroad.ARTICLES | word_set(
    "he she it they i we you who the a an his her its their this of for one as was were is be been being are what so"
    " there here not also mr mrs ms dr nothing everything something anything"
)
_PRONOUNS = frozenset({"he", "she", "they", "we", "i"})
_CLAUSE = 16  # words between a source and its verb
_WHERE = frozenset({"in", "at", "from"})
_CLAIMED = word_set(
    "victory responsibility credit lives life title titles crown throne prize top lead win medal gold silver bronze"
    " seat seats first second third fourth last place asylum compensation damages benefits expenses"
)
_OPINIONS = frozenset({"expect", "believe", "predict"})
_WEAK = _OPINIONS | {"urge", "conclude", "indicate", "signal", "counter"}
_MANY = word_set("police government company bank army military ministry")
_STATING = frozenset({"say", "confirm", "claim", "announce", "warn", "argue", "insist"})
_BE = word_set("is was were are be been being am get got")
_NOUN_AFTER = word_set("a an the no any of and")
_ONLY_WITH_SOURCE = word_set(
    "claim confirm report estimate allege suggest note state expect believe predict urge conclude indicate signal"
    " counter blame accuse describe put boast"
)
# Verbs as they follow several: "critics argue"; one alone is no verb.
_PLURAL = word_set("argue contend insist maintain allege acknowledge concede warn complain claim announce")
_BY = word_set(
    "confirmed reported announced alleged claimed stated estimated disclosed revealed described quoted cited polled"
)
# A source that is another person with this head, or without this word: "the mayor's wife", "a former aide".
_HEADS = word_set(
    "office lawyer lawyers attorney wife husband aide aides family brother sister mother father son daughter widow"
    " friend friends campaign"
)
_RANKS = word_set("former deputy senior junior retired acting assistant unnamed unidentified anonymous")
_AFTER_TOLD = word_set("a an the his her their its state local")
_PEOPLE = word_set(
    "a an the one two three some several police officials authorities sources witnesses residents prosecutors analysts"
    " traders investigators state local senior government company his her its their military hospital city"
)
_BEFORE_VERB = _AUXILIARIES | abroad.AUXILIARIES | {"as"}


_SHORT = tuple(
    (frozenset(long.split()), short)
    for long, short in (("united states", "us"), ("united nations", "un"), ("european union", "eu"))
)


def sources(tokens: Tokens) -> list[Mention]:
    """Every attribution in the stretch, in order."""
    found = []
    for place in tokens.where(SAYING):
        low = tokens.lowers[place]
        key = lexicon.SAID.get(low)
        if key is None:
            continue
        if tokens.lowers[place + 1] == "by" and low in _BY and not tokens.flags[place + 2] & (CALENDAR | DIGITS):
            found.append(_forward(tokens, place, place + 2, key))
        elif low in {"according", "citing"} or low in abroad.ACCORDING:
            if _is_according(tokens, place, low):
                found.append(_forward(tokens, place, place + (2 if tokens.lowers[place + 1] == "to" else 1), key))
        elif key == "put":
            found += _estimate(tokens, place)
        elif key == "anonymous":
            found.append(Mention(tokens.starts[place], tokens.ends[place], key))
        elif low in abroad.SAYING or not _is_noun(tokens, place, low):
            mention = _subject(tokens, place, key)
            found += [mention] if mention else []
    if tokens.eastern:
        found += eastern.sources(tokens)
        found.sort()
    return found


def _is_according(tokens: Tokens, place: int, low: str) -> bool:
    if low == "according":
        return tokens.lowers[place + 1] == "to"
    return abroad.BEFORE_ACCORDING.get(low, tokens.lowers[place - 1]) == tokens.lowers[place - 1]


def _estimate(tokens: Tokens, place: int) -> list[Mention]:
    """ "Rescuers put the toll at six", "the toll was put at six by rescuers"."""
    near = tokens.lowers[place + 1 : place + 1 + _CLAUSE // 2]
    at = place + 1 + near.index("at") if "at" in near else tokens.size
    if not any(flag & (DIGITS | NUMERIC) for flag in tokens.flags[at + 1 : at + 4]):
        return []
    if tokens.lowers[place - 1] in _BE:
        return [_forward(tokens, place, place + 2 + near.index("by"), "estimate")] if "by" in near else []
    mention = _subject(tokens, place, "put")
    speaks = _is_many(tokens.lowers[place - 1]) or tokens.flags[place - 1] & CAPITAL
    return [mention._replace(key="estimate")] if mention and speaks else []


def _is_noun(tokens: Tokens, place: int, low: str) -> bool:
    """ "The warning", "confirmed cases", "to report", "as reported": no one speaks."""
    before = tokens.lowers[place - 1]
    if before.endswith("ly"):
        before = tokens.lowers[place - 2]  # "was wrongly accused"
    if low.startswith("claim"):
        article = tokens.lowers[place + 1] in {"the", "a", "his", "her", "their", "its"}
        if tokens.lowers[place + 2 if article else place + 1] in _CLAIMED:
            return True
    if low == "told" and before == "all":
        return True
    if low in {"confirm", "tell", "admit", "deny"}:
        return before == "to"
    if before in _BE or before in _NOUN_AFTER:
        return low not in {"said", "told", "says"}
    if low in _PLURAL and (before == "to" or not _is_many(before)):
        return True
    return low == "claims" and not (place and tokens.flags[place - 1] & CAPITAL)


def _subject(tokens: Tokens, place: int, key: str) -> Mention | None:
    """The attribution of a verb: its subject stands before it, or after it where a quotation or comma comes first."""
    lowers = tokens.lowers
    end = place - 1
    if lowers[end] in _BEFORE_VERB:
        end = _before_auxiliaries(tokens, place)
    first = _first_of_source(tokens, end)
    if key in lexicon.SPEAKERS and (first == end or lowers[end] not in lexicon.SPEAKERS[key]):
        return None
    if key == "describe" and lowers[place - 1] in {"who", "which", "that"}:
        return None
    if first == end:
        if lowers[end] == "," and place == end + 1 and not tokens.flags[place + 1] & CAPITAL:
            first = _before_clause(tokens, end)
        if first == end and (_may_follow(tokens, place + 1) or lowers[place] in abroad.SAYING):
            return _forward(tokens, place, place + 1, key)
        if first == end and key in _ONLY_WITH_SOURCE:
            return None
    start = tokens.starts[first + 1] if first < end else tokens.starts[place]
    words = _source_words(tokens, first + 1, end + 1)
    if lowers[place] == "told":
        words |= _told(tokens, place)
    if key in _WEAK and not (words and (key not in _OPINIONS or _is_many(lowers[end]))):
        return None
    return Mention(start, tokens.ends[place], key, False, words)


def _before_auxiliaries(tokens: Tokens, place: int) -> int:
    """The place where the subject of a verb ends: "has also said", "a déclaré", "were quoted as saying"."""
    lowers, end = tokens.lowers, place - 1
    foreign = lowers[place] in abroad.SAYING
    if lowers[end] == "as" and lowers[end - 1] == "quoted":
        end -= 2
        while end >= 0 and lowers[end] in _BE:
            end -= 1
    while end >= 0 and (lowers[end] in _AUXILIARIES or (foreign and lowers[end] in abroad.AUXILIARIES)):
        end -= 1
    return end


def _told(tokens: Tokens, place: int) -> frozenset[str]:
    """Whom someone told, with a mark: ">reporters"."""
    at = place + 1
    while tokens.lowers[at] in _AFTER_TOLD and at < place + 3:
        at += 1
    if tokens.flags[at] & SIGN or tokens.lowers[at] in _EMPTY or not tokens.lowers[at]:
        return frozenset()
    words = {f">{tokens.lowers[at]}"}
    while tokens.flags[at] & CAPITAL and tokens.flags[at + 1] & CAPITAL and len(words) < _MOST:
        at += 1
        words.add(f">{tokens.lowers[at]}")
    return frozenset(words)


def _before_clause(tokens: Tokens, comma: int) -> int:
    """The place before a source whose verb follows a clause: "an official, speaking on background, said"."""
    at, low = comma - 1, max(0, comma - _CLAUSE)
    while at > low and not tokens.flags[at] & SIGN:
        at -= 1
    if at <= low or tokens.lowers[at] != ",":
        return comma
    return _first_of_source(tokens, at - 1)


def _first_of_source(tokens: Tokens, end: int) -> int:
    """The place before the source that ends at a place: "police", "a spokesman for the bank", "police in Boston"."""
    first = end
    while first >= 0 and end - first < _MOST and _belongs(tokens, first):
        first -= 1
    placed = first > 0 and first < end and tokens.lowers[first] in _WHERE
    if not placed or not all(flag & CAPITAL for flag in tokens.flags[first + 1 : end + 1]):
        return first
    first -= 1
    while first >= 0 and end - first < _MOST and _belongs(tokens, first):
        first -= 1
    return first


def _is_many(word: str) -> bool:
    """Whether a noun is one of those whose opinion is news: "analysts expect", "police believe"."""
    return (word.endswith("s") and "'" not in word and "’" not in word) or word in _MANY


def _belongs(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    if flag & SIGN:
        if tokens.words[place] == "." and place:  # "Lt. Ann Poe", "J. Poe"
            return bool(tokens.flags[place - 1] & TITLE) or len(tokens.words[place - 1]) == 1
        return tokens.words[place] in HYPHENS and tokens.touch(place - 1) and tokens.touch(place)
    if flag & CALENDAR and flag & CAPITAL:
        return False
    return tokens.lowers[place] not in _ENDS


def _may_follow(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    if flag & (SIGN | CALENDAR):
        return False
    if flag & CAPITAL or tokens.lowers[place] in _PEOPLE:
        return True
    after = place + 1  # "said villagers.", "said local farmer Ned Cobb"
    if tokens.flags[after] & SIGN or after >= tokens.size:
        return tokens.lowers[place].endswith("s")
    named = tokens.flags[after] & CAPITAL or (tokens.flags[after] & WORD and tokens.flags[after + 1] & CAPITAL)
    return bool(named) and tokens.lowers[after] not in _ENDS


def _forward(tokens: Tokens, place: int, first: int, key: str) -> Mention:
    last, limit = first, min(first + _MOST, tokens.size)
    while last < limit and _belongs(tokens, last):
        last += 1
    if key in _STATING and tokens.flags[last] & WORD and not tokens.flags[last - 1] & CAPITAL and last == limit:
        last = first  # "said the tax does not interfere with": a statement, and no one's name
    end = tokens.ends[last - 1] if last > first else tokens.ends[place]
    return Mention(tokens.starts[place], end, key, False, _source_words(tokens, first, last))


def _source_words(tokens: Tokens, first: int, last: int) -> frozenset[str]:
    """The words of a source; what makes it another with a mark: "~she", "^office"."""
    lowers, flags = tokens.lowers[first:last], tokens.flags[first:last]
    words = frozenset(
        [
            bare(word).replace(".", "")
            for word, flag in zip(lowers, flags, strict=True)
            if word not in _EMPTY and not flag & (SIGN | DIGITS) and flag & (CALENDAR | CAPITAL) != CALENDAR
        ]
    )
    if not words:
        return frozenset([f"~{word}" for word in lowers if word in _PRONOUNS])
    if "united" in words or "european" in words:
        for long, short in _SHORT:
            if long <= words:
                words = words - long | {short}
    if lowers[-1] in _HEADS and len(words) > 1:
        words |= {f"^{lowers[-1]}"}
    if not words.isdisjoint(_RANKS) and not any(flag & CAPITAL for flag in flags[1:]):
        words |= {f"^{word}" for word in words & _RANKS}
    return words


def same_source(one: Mention, other: Mention) -> bool:
    """Whether two attributions may name one source: a pronoun stands for anyone, a part of a name for the whole."""
    return one.key == other.key and not differ(one, other) and not _told_others(one, other)


def differ(one: Mention, other: Mention) -> bool:
    """Whether two attributions name different sources."""
    if one.words == other.words or not one.words or not other.words:
        return False
    here, there = _plain(one), _plain(other)
    if not here or not there:
        return not here and not there and bool(_marked(one, "~") and _marked(other, "~"))
    if not (here <= there or there <= here):
        return True
    marks = _marked(one, "^") ^ _marked(other, "^")
    return any(mark[1:] not in here or mark[1:] not in there for mark in marks)


def _told_others(one: Mention, other: Mention) -> bool:
    here, there = _marked(one, ">"), _marked(other, ">")
    return bool(here and there) and here.isdisjoint(there)


def _plain(source: Mention) -> frozenset[str]:
    return frozenset([word for word in source.words if word[0] not in "~^>"])


def _marked(source: Mention, mark: str) -> frozenset[str]:
    return frozenset([word for word in source.words if word[0] == mark])
