"""Names of people, places and companies in a stretch of text, for scripts with capital letters.

A capital proves a name inside a sentence; at its start, in a headline, in capitals throughout or in German (`styles`)
it is only a hint (`soft`), which counts when the word is known to be a name, is capitalised elsewhere, or was respelt.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, normalize

from tracker.diff.facts import abroad, eastern, lexicon
from tracker.diff.facts.lexicon import (
    CALENDAR,
    CAPITAL,
    DIGITS,
    GIVEN,
    NUMERIC,
    PART,
    PLACE,
    PLAIN,
    SAYING,
    SIGN,
    TITLE,
    WORD,
)  # fmt: skip
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens, bare
from tracker.diff.facts.styles import Style, starts_sentence
from tracker.diff.facts.titles import title_before
from tracker.diff.facts.wordlist import word_set

_MOST = 8  # words of one name
# What opens a sentence and a name: "North Korea", "New York".
_DIRECTIONS = word_set("north south east west northern southern eastern western")
_AFTER_NEW = word_set(
    "york zealand mexico jersey hampshire orleans delhi england south guinea caledonia haven brunswick yorkers"
)
# After a hyphen that ends a name: "Hong Kong-listed", but not "Kim Jong-un".
_COMPOUND = word_set(
    "led era run born made only like wide area held style type class bound free rich poor size sized area bred heavy"
    " based shot side built grown own linked level loyal trained themed friendly elect general designate"
)
# Endings of ordinary words that open sentences: "Supporters", "Inflation".
_COMMON_ENDS = (
    "ers", "ors", "ists", "ians", "ants", "ents", "ees", "men", "women", "ials", "ings", "tions", "sions", "ments",
    "ities", "ies", "ics", "ships", "ness", "tion", "sion", "ment", "ity", "ship", "ance", "ence", "ism", "ing", "ly",
    "age", "ure", "ables", "ives", "ites", "ses", "als", "ions", "ures", "ages", "yards", "backs",
)  # fmt: skip
# Verbs that follow a name as they are; others are known by "-ed". A noun without "the" rarely stands before one.
_AFTER_NAME = word_set(
    "is was has had will would who whose did does could can won beat lost died signed shot hit led ran set left gave"
    " told saw held met put got became began kept fell rose sold bought paid threw drove wrote flew grew sent spent"
    " struck stood took came went made found built broke broadcast cut drew fought hurt knew lent quit read rode sat"
    " sought spoke stole swam taught wore won't wasn't didn't plays scores wins"
)
_SURNAMES = word_set(
    "peters rogers saunders walters myers powers sanders winters waters chambers masters bowers summers sellers rivers"
    " flowers clements simmons hastings jennings cummings fleming browning manning harding golding darling irving king"
    " keating stirling kipling beijing nanjing jinping boeing reading sterling adams"
)
_SURNAME_ENDS = (
    "son", "sen", "ez", "ov", "ova", "ev", "ski", "sky", "ini", "elli", "berg", "stein", "mann", "wicz", "enko", "escu",
)  # fmt: skip
_NEVER = frozenset(
    {"celsius", "fahrenheit", "i", "i'm", "i've", "i'll", "i'd", "i’m", "i’ve", "i’ll", "i’d", "a", "a.m.", "p.m."}
)
_GRADES = frozenset({"+", "-", "−"})
_ROYAL = frozenset({"king", "prince", "bishop", "pope", "judge", "justice", "miss"})
_BEFORE_NAME = TITLE | SIGN  # a title, or the full stop of one
_NONE: frozenset[str] = frozenset()
_DOUBTFUL = lexicon.PERIODS | lexicon.SEASONS | lexicon.DOUBTFUL_MONTHS
_SPECIAL = NUMERIC | CALENDAR | PLAIN | PART
# "World War Two" is "World War II".
_COUNTED = {word: str(number) for word, number in (*lexicon.CARDINALS.items(), *lexicon.ROMANS.items(), ("i", 1))}


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+")


def names(tokens: Tokens, taken: set[int], style: Style) -> tuple[list[Mention], list[Mention]]:
    """Every name and every hint of one in the stretch, in order, and the titles before them.

    `taken` are the places of tokens that dates use. The key of a title is in its words, its one word the name's key.
    """
    found: list[Mention] = []
    titles: list[Mention] = []
    flags, starts, ends = tokens.flags, tokens.starts, tokens.ends
    last = -1
    for place in tokens.near(CAPITAL):
        if place <= last or place in taken:
            continue
        listed = flags[place] & _SPECIAL or ends[place] == starts[place + 1]
        if listed and not _can_be(tokens, place):
            continue
        if style == "sentence":
            first, last, soft = _name_in_sentence(tokens, place, taken)
        else:
            first, last, soft = _name_by_evidence(tokens, place, taken, style)
        if first <= last:
            found.append(_mention(tokens, first, last, soft=soft))
            if flags[first - 1] & _BEFORE_NAME and first and style == "sentence":
                titles += title_before(tokens, first, found[-1])
    if tokens.eastern:
        found += eastern.names(tokens)
        found.sort()
    return found, titles


def _can_be(tokens: Tokens, place: int) -> bool:
    flag = tokens.flags[place]
    touching = tokens.ends[place] == tokens.starts[place + 1]
    if not touching and not flag & _SPECIAL:
        return True  # what no list knows
    word = tokens.words[place]
    low = bare(tokens.lowers[place])
    if touching:
        if tokens.flags[place + 1] & DIGITS:
            return True  # A350
        if tokens.words[place + 1] in lexicon.CURRENCY_SIGNS:
            return False  # HK$
    if low in {"c", "f"} and (
        tokens.flags[place - 1] & DIGITS or tokens.lowers[place - 1] in {"degrees", "degree", "°"}
    ):
        return False  # 41 C
    if low in _NEVER or (low in lexicon.ZONES and word.isupper()):
        return False
    if flag & PLAIN and len(word) <= 6 and word.isupper() and not flag & PLACE and word != "WHO":
        return False  # CEO, GDP
    if flag & NUMERIC and not flag & (PLACE | GIVEN):
        return low in lexicon.ROMANS and word.isupper()
    return not (flag & CALENDAR and low not in _DOUBTFUL)


def _name_in_sentence(tokens: Tokens, place: int, taken: set[int]) -> tuple[int, int, bool]:
    """First and last token of the name at `place`, and whether it is only a hint; an empty range for none."""
    first = place
    flag = tokens.flags[place]
    initial = not tokens.flags[place - 1] & WORD and starts_sentence(tokens.text, tokens.starts[place])
    plain = initial and flag & PLAIN and not (flag & PLACE and tokens.words[place].isupper())
    if plain and not (tokens.flags[place + 1] & CAPITAL and _opens_name(tokens, place)):
        return place, place - 1, False
    last = _end_of_name(tokens, first, taken)
    while first < last and tokens.flags[first] & TITLE:
        first = _next(tokens, first, last)
    if initial and first == place < last and _is_weak(tokens, first, last):
        first = _next(tokens, first, last)  # "Growing Chinese demand"
    flag = tokens.flags[first]
    if first == last and flag & (TITLE | PLAIN) and not flag & (PLACE | GIVEN):
        if flag & TITLE:
            return first, last if tokens.lowers[first] in _ROYAL else last - 1, False
        return first, last, True
    return first, last, initial and first == place and _is_weak(tokens, first, last)


def _opens_name(tokens: Tokens, place: int) -> bool:
    """Whether an ordinary word at the start of a sentence belongs to a name: "North Korea", "New York"."""
    low = tokens.lowers[place]
    if not tokens.joined(place):
        return False
    return low in _DIRECTIONS or (low == "new" and bare(tokens.lowers[place + 1]) in _AFTER_NEW)


def _next(tokens: Tokens, place: int, last: int) -> int:
    """The next word of a name, over full stops and hyphens."""
    place += 1
    while place < last and tokens.flags[place] & SIGN:
        place += 1
    return place


def _end_of_name(tokens: Tokens, place: int, taken: set[int]) -> int:
    flags = tokens.flags
    last = place
    for _ in range(_MOST):
        flag = flags[last + 1]
        if flag & WORD and not flag & (CAPITAL | PART):
            break  # an ordinary word: the common end
        at = _continues(tokens, last, taken)
        if at < 0:
            break
        last = at
    return last


def _continues(tokens: Tokens, last: int, taken: set[int]) -> int:
    """The place of the next capitalised word of one name; -1 where the name ends."""
    flags, words = tokens.flags, tokens.words
    at = last + 1
    flag = flags[at]
    if not tokens.joined(last) or bare(words[last]) != words[last]:
        return -1
    if flag & SIGN and tokens.touch(last):
        if words[at] == "." and _is_abbreviation(words[last]):
            at += 1
        elif words[at] in HYPHENS and tokens.touch(at):
            at += 1
            if flags[at] & DIGITS:
                return at  # F-16
            if _ends_given_name(tokens, last, at):
                return at
    elif flag & DIGITS and tokens.touch(last):
        return at  # A350
    for _ in range(3):
        if at in taken or not tokens.joined(at - 1):
            return -1
        if flags[at] & CAPITAL:
            return at if _can_be(tokens, at) or _counts(tokens, at) else -1
        if tokens.lowers[at] not in lexicon.PARTICLES and words[at] not in {"'", "’"}:
            return -1
        at += 1
    return -1


def _ends_given_name(tokens: Tokens, last: int, place: int) -> bool:
    """Whether a word in lower case after a hyphen ends a given name: Kim Jong-un, Tsai Ing-wen."""
    low = tokens.lowers[place]
    if low != tokens.words[place] or len(low) > 6 or low in _COMPOUND or low.endswith(("ed", "ing", "ish")):
        return False
    before = tokens.flags[last - 1]
    named = last > 0 and tokens.joined(last - 1) and before & CAPITAL and not before & (TITLE | PLAIN)
    return bool(named) and tokens.lowers[place + 1] not in HYPHENS


def _counts(tokens: Tokens, place: int) -> bool:
    """Whether a word counts a name: World War Two, World War I."""
    before = tokens.flags[place - 1]
    if tokens.words[place] == "I":
        named = not before & PLAIN or tokens.flags[place - 2] & CAPITAL
        return bool(named) and not before & (SIGN | CALENDAR)
    return tokens.lowers[place] in lexicon.CARDINALS and not before & SIGN


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word.lower() in lexicon.ABBREVIATIONS or (len(word) <= 4 and word[-1] not in "aeiou")


def _is_weak(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the first word of a sentence may be an ordinary one."""
    flag = tokens.flags[first]
    low = bare(tokens.lowers[first])
    after = tokens.flags[last + 1]
    if (
        flag & (PLACE | GIVEN)
        or (last > first and tokens.flags[last] & DIGITS)
        or (after & TITLE and tokens.words[last + 1].isupper())  # "Acme CEO Ada Quill"
        or low in _SURNAMES
        or low.endswith(_SURNAME_ENDS)
        or "." in low
        or tokens.words[first][1:] != tokens.lowers[first][1:]
    ):
        return False
    common = low.endswith(_COMMON_ENDS)
    if last > first or common:
        return common
    following = tokens.lowers[last + 1]
    if following == ",":
        return low.endswith("ed")
    return not (after & SAYING or following in _AFTER_NAME or tokens.lowers[first] != low or _is_past(following))


def _is_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed")


def _name_by_evidence(tokens: Tokens, place: int, taken: set[int], style: Style) -> tuple[int, int, bool]:
    """As `_name_in_sentence` where every noun or word has a capital: only what is known to be a name is one."""
    flag, low = tokens.flags[place], bare(tokens.lowers[place])
    if flag & (TITLE | PLAIN) and not flag & (PLACE | GIVEN):
        return place, place - 1, False
    if flag & GIVEN:
        at = _continues(tokens, place, taken)
        sure = (
            at > 0 and not tokens.flags[at] & (PLAIN | TITLE | SAYING) and not tokens.lowers[at].endswith(_COMMON_ENDS)
        )
        return (place, at, False) if sure else (place, place, False)
    if flag & PLACE or "." in low or _is_company(tokens, place):
        return place, place, False
    at = _continues(tokens, place, taken) if style == "nouns" else -1
    if at > 0 and not tokens.flags[at] & PLAIN:
        return place, at, False
    titled = tokens.flags[place - 1] & TITLE and tokens.flags[place - 1] & CAPITAL
    said = style == "nouns" and tokens.flags[place + 1] & SAYING
    last = _end_of_name(tokens, place, taken) if tokens.touch(place) else place
    placed = style == "nouns" and tokens.lowers[place - 1] in abroad.BEFORE_PLACE and _may_be_place(low)
    return place, last, not (titled or said or placed)


def _may_be_place(low: str) -> bool:
    return low not in abroad.NO_PLACE and not low.endswith(abroad.NO_PLACE_ENDS)


def _is_company(tokens: Tokens, place: int) -> bool:
    return tokens.lowers[place + 1] in lexicon.SUFFIXES and tokens.joined(place) and tokens.lowers[place + 1] != "se"


def _mention(tokens: Tokens, first: int, last: int, *, soft: bool) -> Mention:
    while last > first and tokens.flags[last] & SIGN:
        last -= 1
    low = bare(tokens.lowers[last])
    end = tokens.starts[last] + len(low)
    suffix = ""
    if first == last:
        key = low if low.isascii() and low.isalnum() else spelling(low)
    else:
        words = [bare(word) for word in tokens.lowers[first:last]]
        words.append(_COUNTED.get(low, low))
        while len(words) > 1 and words[-1] in lexicon.SUFFIXES:
            suffix = lexicon.SUFFIXES[words.pop()]
        key = "".join(words)
        if not (key.isascii() and key.isalnum()):
            key = spelling(key)
    words_beside = frozenset((suffix,)) if suffix else _NONE
    sign = tokens.words[last + 1]
    if sign in _GRADES and tokens.touch(last) and not tokens.touch(last + 1) and len(key) < 6:
        key, end = key + sign, end + 1  # BBB-, Canal+
    return Mention(tokens.starts[first], end, lexicon.ALIASES.get(key, key), soft, words_beside)


def spelling(text: str) -> str:
    """The letters and digits of a name: case, spaces, hyphens, stops and the way accents are composed do not count."""
    if not text.isascii():
        text = normalize("NFC", normalize("NFKC", text))
    return "".join(_letters().findall(text)).casefold()


def plain(text: str) -> str:
    """`text` without accents."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
