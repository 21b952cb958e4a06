"""Names of people, places and companies in a stretch of text, for scripts with capital letters.

A capital proves a name inside a sentence; at its start, in a headline, in capitals throughout or in German it is only
a hint (`soft`), which counts when the word is known to be a name, is capitalised elsewhere, or was respelt.
"""

from __future__ import annotations

import re
from typing import Literal
from unicodedata import combining, normalize

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CALENDAR, CAPITAL, DIGITS, GIVEN, NUMERIC, PLACE, PLAIN, SAYING, SIGN, TITLE
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens, bare
from tracker.diff.facts.wordlist import word_set

Style = Literal["sentence", "title", "capitals", "nouns"]

_MOST = 8  # words of one name
_SAMPLE = 600  # characters from which the style of capitals, and an unstated language, are guessed
_LOOK_BACK = 6  # signs skipped between a sentence's end and its first word
_SKIPPED = frozenset(" \t\u00a0\"'“”‘’„«»([{*•^`_|>-–—\u2003\u2002")
_ENDS = frozenset("!?…:;\n。！？")
# Endings of ordinary words that open sentences: "Supporters", "Inflation".
_ENDINGS = (
    "ers ors ists ians ants ents ees men women ials ings tions sions ments ities ies ics ships ness tion sion ment ity"
    " ship ance ence ism ing ly age ure ables ives ites ses als ions ures ages yards backs"
)
_COMMON_ENDS = tuple(_ENDINGS.split())
_AFTER_NAME = word_set("is was has had will would who did does could can won beat lost died signed")
_SURNAMES = word_set(
    "peters rogers saunders walters myers powers sanders winters waters chambers masters bowers summers sellers rivers"
    " flowers clements simmons hastings jennings cummings fleming browning manning harding golding darling irving king"
    " keating stirling kipling beijing nanjing jinping boeing reading sterling adams"
)
_TITLE_SHARE = 0.75  # of the longer words of a headline with capitals, from which capitals prove nothing
_SURNAME_ENDS = (
    "son", "sen", "ez", "ov", "ova", "ev", "ski", "sky", "ini", "elli", "berg", "stein", "mann", "wicz", "enko", "escu",
)  # fmt: skip
_NEVER = frozenset({"i", "i'm", "i've", "i'll", "i'd", "i’m", "i’ve", "i’ll", "i’d", "a", "a.m.", "p.m."})
_GERMAN = word_set(
    "der das und ist nicht von mit ein eine einem einer einen den dem im zum zur auf sich wurde für es bei nach aus"
    " dass keine kein"
)
_GERMAN_CLUES = (" der ", " das ", " und ", " von ", " ein", " kein", " nicht ", " ist ", " dem ", " den ")
_LETTERS = re.compile(r"[^\W_]+")


def style_of(*texts: str, part: str, language: str | None) -> Style:
    """How far capitals prove a name in these texts, by their beginnings."""
    text = " ".join([text[:_SAMPLE] for text in texts])
    if text.isupper():
        return "capitals"
    if part in {"headline", "subhead", "bullet", "table"} and _in_title_case(text):
        return "title"
    if language is None:
        return "nouns" if _looks_german(text) else "sentence"
    return "nouns" if language[:2].lower() in {"de", "lb"} else "sentence"


def _looks_german(text: str) -> bool:
    if not any(word in text for word in _GERMAN_CLUES):
        return False
    return len(_GERMAN.intersection(_LETTERS.findall(text.lower()))) > 1


def _in_title_case(text: str) -> bool:
    words = [word for word in text.split()[1:] if len(word) > 3 and word[0].isalpha()]
    return len(words) > 1 and sum(word[0].isupper() for word in words) >= _TITLE_SHARE * len(words)


def names(tokens: Tokens, taken: set[int], style: Style) -> list[Mention]:
    """Every name and every hint of one in the stretch, in order; `taken` are the places of tokens that dates use."""
    found: list[Mention] = []
    last = -1
    for place in tokens.near(CAPITAL):
        if place <= last or place in taken or not _can_be(tokens, place):
            continue
        if style == "sentence":
            first, last, soft = _name_in_sentence(tokens, place, taken)
        else:
            first, last, soft = _name_by_evidence(tokens, place, taken, style)
        if first <= last:
            found.append(_mention(tokens, first, last, soft=soft))
    return found


def _can_be(tokens: Tokens, place: int) -> bool:
    word, flag = tokens.words[place], tokens.flags[place]
    if not word[0].isalpha() or (word.isupper() and tokens.lowers[place] in lexicon.ZONES):
        return False
    low = bare(tokens.lowers[place])
    if tokens.touch(place):
        if tokens.flags[place + 1] & DIGITS:
            return True  # A350
        if tokens.words[place + 1] in lexicon.CURRENCY_SIGNS:
            return False  # HK$
    if low in _NEVER:
        return False
    if flag & PLAIN and len(word) <= 6 and word.isupper() and not flag & PLACE:
        return False  # CEO, GDP
    if flag & NUMERIC and not flag & (PLACE | GIVEN):
        return False
    return not (flag & CALENDAR and low not in lexicon.PERIODS | lexicon.SEASONS | lexicon.DOUBTFUL_MONTHS)


def _name_in_sentence(tokens: Tokens, place: int, taken: set[int]) -> tuple[int, int, bool]:
    """First and last token of the name at `place`, and whether it is only a hint; an empty range for none."""
    first = place
    initial = starts_sentence(tokens.text, tokens.starts[place])
    if initial and tokens.flags[place] & PLAIN:
        return place, place - 1, False
    last = _end_of_name(tokens, first, taken)
    while first < last and tokens.flags[first] & TITLE:
        first = _next(tokens, first, last)
    if initial and first == place < last and _is_weak(tokens, first, last):
        first = _next(tokens, first, last)  # "Growing Chinese demand"
    if first == last and tokens.flags[first] & TITLE and not tokens.flags[first] & (PLACE | GIVEN):
        return first, last - 1 if _is_bare_title(tokens, first) else last, False
    if tokens.flags[first] & PLAIN and first == last and not tokens.flags[first] & (PLACE | GIVEN):
        return first, last, True
    return first, last, initial and first == place and _is_weak(tokens, first, last)


def _is_bare_title(tokens: Tokens, place: int) -> bool:
    return tokens.lowers[place] not in {"king", "prince", "bishop", "pope", "judge", "justice", "miss"}


def _next(tokens: Tokens, place: int, last: int) -> int:
    """The next word of a name, over full stops and hyphens."""
    place += 1
    while place < last and tokens.flags[place] & SIGN:
        place += 1
    return place


def _end_of_name(tokens: Tokens, place: int, taken: set[int]) -> int:
    last = place
    for _ in range(_MOST):
        at = _continues(tokens, last, taken)
        if at < 0:
            break
        last = at
    return last


def _continues(tokens: Tokens, last: int, taken: set[int]) -> int:
    """The place of the next capitalised word of one name; -1 where the name ends."""
    words = tokens.words
    at = last + 1
    if bare(words[last]) != words[last] or not tokens.joined(last):
        return -1
    if at < len(words) and words[at] == "." and tokens.touch(last) and _is_abbreviation(words[last]):
        at += 1
    elif at < len(words) and words[at] in HYPHENS and tokens.touch(last) and tokens.touch(at):
        at += 1
        if at < len(words) and tokens.flags[at] & DIGITS:
            return at  # F-16
    elif at < len(words) and tokens.flags[at] & DIGITS and tokens.touch(last):
        return at  # A350
    for _ in range(3):
        if at >= len(words) or at in taken or not tokens.joined(at - 1):
            return -1
        if tokens.flags[at] & CAPITAL:
            return at if _can_be(tokens, at) else -1
        if tokens.lowers[at] not in lexicon.PARTICLES and words[at] not in {"'", "’"}:
            return -1
        at += 1
    return -1


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word.lower() in lexicon.ABBREVIATIONS or (len(word) <= 4 and word[-1] not in "aeiou")


def _is_weak(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the first word of a sentence may be an ordinary one."""
    flag = tokens.flags[first]
    low = bare(tokens.lowers[first])
    if (
        flag & (PLACE | GIVEN)
        or low in _SURNAMES
        or low.endswith(_SURNAME_ENDS)
        or "." in low
        or tokens.words[first][1:] != tokens.lowers[first][1:]
    ):
        return False
    if last > first:
        return low.endswith(_COMMON_ENDS)
    if low.endswith(_COMMON_ENDS):
        return True
    after = tokens.low(last + 1)
    said = last + 1 < len(tokens.flags) and tokens.flags[last + 1] & SAYING
    if after == ",":
        return low.endswith("ed")
    return not (said or after in _AFTER_NAME or tokens.lowers[first] != low)


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
    if flag & PLACE or "." in low:
        return place, place, False
    if _is_company(tokens, place):
        return place, place, False
    at = _continues(tokens, place, taken) if style == "nouns" else -1
    if at > 0 and not tokens.flags[at] & PLAIN:
        return place, at, False
    titled = place > 0 and tokens.flags[place - 1] & TITLE and tokens.flags[place - 1] & CAPITAL
    said = style == "nouns" and place + 1 < len(tokens.flags) and tokens.flags[place + 1] & SAYING
    last = _end_of_name(tokens, place, taken) if tokens.touch(place) else place
    return place, last, not (titled or said)


def _is_company(tokens: Tokens, place: int) -> bool:
    return tokens.joined(place) and tokens.low(place + 1) in lexicon.SUFFIXES and tokens.low(place + 1) != "se"


def _mention(tokens: Tokens, first: int, last: int, *, soft: bool) -> Mention:
    while last > first and tokens.flags[last] & SIGN:
        last -= 1
    words = [bare(word) for word in tokens.lowers[first : last + 1]]
    while len(words) > 1 and words[-1] in lexicon.SUFFIXES:
        words.pop()
    key = spelling("".join(words))
    end = tokens.starts[last] + len(bare(tokens.words[last]))
    return Mention(tokens.starts[first], end, lexicon.ALIASES.get(key, key), soft)


def spelling(text: str) -> str:
    """The letters and digits of a name: case, spaces, hyphens, stops and the way accents are composed do not count."""
    if not text.isascii():
        text = normalize("NFC", normalize("NFKC", text))
    return "".join(_LETTERS.findall(text)).casefold()


def plain(text: str) -> str:
    """`text` without accents."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


def starts_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` is the first of its sentence."""
    at = start - 1
    while at >= 0 and start - at <= _LOOK_BACK and text[at] in _SKIPPED:
        if text[at] in "-–—_" and text[max(0, at - 3) : at].rstrip().endswith(")"):
            return True  # after a dateline
        at -= 1
    if at < 0 or text[at] in _ENDS:
        return True
    if text[at] in "-–—_\"'“”‘’ ":
        return False
    return text[at] == "." and not _abbreviated(text, at)


def _abbreviated(text: str, stop: int) -> bool:
    word = re.split(r"[\s(\"“‘'-]", text[max(0, stop - 12) : stop])[-1]
    return (len(word) == 1 and word.isupper()) or word.lower() in lexicon.ABBREVIATIONS


def capitalised_within(word: str, text: str) -> bool:
    """Whether `word` stands capitalised inside a sentence of `text`; looks at a few places only."""
    at = -1
    for _ in range(8):
        at = text.find(word, at + 1)
        if at < 0:
            return False
        end = at + len(word)
        whole = not text[end : end + 1].isalpha() and at > 1 and text[at - 1] == " "
        if whole and (text[at - 2].islower() or text[at - 2] in ",0123456789"):
            return True
    return False
