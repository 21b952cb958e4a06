"""Dates, names, attributions and hedges in Chinese, Japanese, Korean and Arabic, which have no capital letters.

Without a dictionary a name shows only by what stands beside it (a title, "city", "said") or by being well known
(`easternwords`); numbers, weekdays and dates in digits are read by `hannumbers` and `clocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tracker.diff.facts import easternwords as words
from tracker.diff.facts.lexicon import SIGN
from tracker.diff.facts.numerals import from_han
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import Tokens

_HAN = r"\u3005\u3400-\u4dbf\u4e00-\u9fff"
_MOST = 3  # words of an Arabic name or source
_SENTENCE = 90  # characters between a Japanese speaker and the verb


def _one_of(known: Iterable[str]) -> str:
    """A pattern for the longest of many words, which looks at its first letter before it tries them all."""
    longest_first = sorted(known, key=len, reverse=True)
    return f"(?=[{''.join(sorted({word[0] for word in known}))}])(?:{'|'.join(longest_first)})"


@cache
def _time() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<known>{_one_of(words.TIMES)})"
        r"|(?<![〇零一二三四五六七八九十百千万\d])(?P<number>[〇零一二三四五六七八九十]{1,4})(?P<unit>年|月|日|号|號)(?![间間份])"
    )


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<place>{_one_of(words.PLACES)})"
        rf"|(?:{_one_of(words.TITLES)})"
        rf"(?P<after>[{words.SURNAMES}][{_HAN}](?:(?![{words.NO_NAMES}])[{_HAN}])?|[\u30a1-\u30fc・]{{2,12}})"
        rf"|(?P<before>[{_HAN}]{{1,4}}?|[\u30a1-\u30fc・]{{2,12}}|[가-힣]{{2,4}} ?)(?:{words.HONORIFICS})"
        rf"|(?P<speaker>(?<![{_HAN}])[{words.SURNAMES}][{_HAN}]{{1,2}}?)(?=说|說|表示|称|稱|指出|认为|透露)"
    )


@cache
def _suffixed() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{words.NO_CITY}])[{_HAN}]{{2}}(?:(?<![{words.NO_CITY}])[市省县縣州镇村岛島河湖県]|{words.ORGANISATIONS})"
    )


@cache
def _said() -> re.Pattern[str]:
    return re.compile(
        rf"据(?P<cited>[{_HAN}]{{1,10}}?)(?:称|报道|介绍|消息|透露)"
        r"|(?P<according>[^、。「」，\s]{1,14})(?:によると|によれば|에 따르면)"
        rf"|(?P<speaker>[{_HAN}\w]{{1,12}}?)(?P<verb>{_one_of(words.VERBS)})(?=[，：:“「\"他她其这該该将已]|$)"
        r"|と(?P<stated>述べ|語っ|話し|発表し|説明し|指摘し)"
    )


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(r"[^、。「」，\sはが]{1,12}(?=[はが])")


def _spread(tokens: Tokens, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return pattern.finditer(tokens.text, tokens.starts[0], tokens.ends[tokens.size - 1])


def dates(tokens: Tokens) -> list[Mention]:
    """Times in words ("last week", "this morning"), and months and days in Han numerals."""
    found: list[Mention] = []
    for match in _spread(tokens, _time()):
        number = match["number"]
        if number is None:
            found.append(Mention(match.start(), match.end(), words.TIMES[match[0]]))
            continue
        value = from_han(number)
        unit = {"年": "y", "月": "m"}.get(match["unit"], "d")
        most = {"y": 2200, "m": 12, "d": 31}[unit]
        if value is not None and value.number <= most and (unit != "y" or len(number) == 4):
            found.append(Mention(match.start(), match.end(), f"han {unit}{value.number}"))
    for place, word in _arabic(tokens):
        key = words.ARABIC_TIMES.get(word)
        if key:
            found.append(Mention(tokens.starts[place], tokens.ends[place], key))
    return found


def names(tokens: Tokens) -> list[Mention]:
    """Well-known places, and what stands beside a title or before "city", "university" and the like."""
    found: list[Mention] = []
    for match in _spread(tokens, _named()):
        kind = match.lastgroup or "place"
        text = match[kind].strip()
        found.append(Mention(match.start(kind), match.start(kind) + len(text), text))
    taken = {spot for mention in found for spot in range(mention.start, mention.end)}
    for match in _spread(tokens, _suffixed()):
        if taken.isdisjoint(range(match.start(), match.end())):
            found.append(Mention(match.start(), match.end(), match[0]))
    found += _arabic_names(tokens)
    found.sort()
    return found


def _arabic(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """The places and words of Arabic, without "and", "in" and the like before them where a list then knows the rest."""
    for place in range(tokens.size):
        word = tokens.words[place]
        if word.isascii() or not "\u0620" <= word[0] <= "\u064a":
            continue
        if word not in words.ARABIC and word[0] in "وفبل" and word[1:] in words.ARABIC:
            word = word[1:]
        yield place, word


def _arabic_names(tokens: Tokens) -> list[Mention]:
    found: list[Mention] = []
    done = -1
    for place, word in _arabic(tokens):
        if place <= done:
            continue
        if word in words.ARABIC_PLACES:
            found.append(Mention(tokens.starts[place], tokens.ends[place], word))
        elif word in words.ARABIC_TITLES:
            last = _run_of(tokens, place + 1)
            if last > place:
                text = tokens.text[tokens.starts[place + 1] : tokens.ends[last]]
                found.append(Mention(tokens.starts[place + 1], tokens.ends[last], text))
                done = last
    return found


def _run_of(tokens: Tokens, first: int) -> int:
    """The last of a few words from `first` on that no sign and no small word ends; `first` - 1 for none."""
    last = first
    while last < tokens.size and last - first < _MOST:
        if tokens.flags[last] & SIGN or tokens.words[last] in words.ARABIC_SMALL or not tokens.joined(last - 1):
            break
        last += 1
    return last - 1


def sources(tokens: Tokens) -> list[Mention]:
    """Who says, by the signs or words of the source, so that a longer form of it is the same source."""
    found: list[Mention] = []
    for match in _spread(tokens, _said()):
        kind = match.lastgroup if match.lastgroup != "verb" else "speaker"
        start, source = match.start(kind or 0), match[kind or 0]
        if kind == "stated":
            low = max(tokens.starts[0], start - _SENTENCE)
            low = max(low, tokens.text.rfind("。", low, start) + 1)
            topic = _topic().search(tokens.text, low, start)
            start, source = (topic.start(), topic[0]) if topic else (start, "")
        said = frozenset(_time().sub("", source))
        if said:
            key = words.VERBS[match["verb"]] if match["verb"] else "say"
            found.append(Mention(start, match.end(), key, False, said))
    for place, word in _arabic(tokens):
        key = words.ARABIC_VERBS.get(word, "")
        first = place + 2 if key == "according" and tokens.words[place + 1] in {"ل", "عن", "إلى"} else place + 1
        if key and first <= tokens.size:
            last = _run_of(tokens, first)
            named = [tokens.words[at].removeprefix("لل").removeprefix("ال") for at in range(first, last + 1)]
            end = tokens.ends[max(last, place)]
            found.append(Mention(tokens.starts[place], end, key, False, frozenset(named)))
    found.sort()
    return found


def cues(tokens: Tokens) -> list[Mention]:
    """Arabic negations and hedges."""
    found = []
    for place, word in _arabic(tokens):
        key = words.ARABIC_CUES.get(word)
        if key:
            found.append(Mention(tokens.starts[place], tokens.ends[place], key))
    return found
