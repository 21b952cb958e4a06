"""Negations and hedges in a stretch of text: "not", "no longer", "never", "allegedly", "may", "denied"."""

from __future__ import annotations

from tracker.diff.facts import lexicon
from tracker.diff.facts.lexicon import CAPITAL, CUE, DIGITS, SAYING, WORD
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import Tokens
from tracker.diff.facts.wordlist import word_set

_HAN_CUES = {
    "没有": "not", "不": "not", "没": "not", "無": "not", "无": "not", "未": "not", "非": "not", "ない": "not",
    "なかっ": "not", "ません": "not", "ず": "not", "않": "not", "아니": "not",
}  # fmt: skip
_VERBS = word_set("is was has had will would who and in of to")
_MORE_NOT = word_set("لا لم لن ليس ليست לא אין не нет नहीं")


def cues(tokens: Tokens) -> list[Mention]:
    """Every negation and hedge in the stretch, in order."""
    found: list[Mention] = []
    skip = -1
    for place in tokens.near(CUE):
        if place <= skip:
            continue
        key, last = _cue(tokens, place)
        if key:
            found.append(Mention(tokens.starts[place], tokens.ends[last], key))
            skip = last
    if tokens.foreign:
        found += _other_scripts(tokens)
        found.sort()
    return found


def _cue(tokens: Tokens, place: int) -> tuple[str, int]:
    """The key of a cue and its last token; "" where the word is none here."""
    low = tokens.low(place)
    key = lexicon.CUES.get(low)
    after = tokens.low(place + 1)
    if key is None:
        return ("could not" if low.startswith("could") else "not"), place
    needs = lexicon.CUE_NEEDS.get(key)
    if needs is not None:
        if key == "so":
            linked = after == "-" and tokens.low(place + 2) == "called"
            return ("so-called", place + 2) if linked else ("", place)
        return (key, place + 1) if after in needs else ("", place)
    if low == "no":
        if after == "longer":
            return "no longer", place + 1
        if after == "." or (tokens.flags[place] & CAPITAL and _is_digits(tokens, place + 1)):
            return "", place
    if low == "not" and after == "only":
        return "not only", place + 1
    if key == "may" and tokens.words[place][0].isupper() and not tokens.words[place].isupper():
        return "", place  # the month
    if key == "could" and after == "not":
        return "could not", place + 1
    if key == "accused":
        return ("accused", place) if after == "of" or _is_adjective(tokens, place) else ("", place)
    if key == "possible" and tokens.low(place - 1) == "as":
        return "", place
    return key, place


def _is_adjective(tokens: Tokens, place: int) -> bool:
    """Whether a word stands between an article and a noun: "the accused killer", not "the accused said"."""
    if tokens.lowers[place - 1] not in {"a", "an", "the", "their", "his", "her"}:
        return False
    flag = tokens.flags[place + 1]
    return bool(flag & WORD) and not flag & (SAYING | CAPITAL | CUE) and tokens.lowers[place + 1] not in _VERBS


def _is_digits(tokens: Tokens, place: int) -> bool:
    return bool(tokens.flags[place] & DIGITS)


def _other_scripts(tokens: Tokens) -> list[Mention]:
    found = []
    for place, word in enumerate(tokens.words[: tokens.size]):
        if word.isascii():
            continue
        start = tokens.starts[place]
        if word in _MORE_NOT and word not in lexicon.CUES:
            found.append(Mention(start, tokens.ends[place], "not"))
            continue
        at = 0
        while at < len(word):
            cue = next((cue for cue in _HAN_CUES if word.startswith(cue, at)), "")
            if cue:
                found.append(Mention(start + at, start + at + len(cue), "not"))
            at += len(cue) or 1
    return found
