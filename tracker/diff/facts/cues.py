"""Negations and hedges in a stretch of text: "not", "no longer", "never", "allegedly", "may", "denied"."""

from __future__ import annotations

from tracker.diff.facts import cuewords, eastern
from tracker.diff.facts.lexicon import CAPITAL, CUE, DIGITS, SAYING, WORD
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import HYPHENS, Tokens
from tracker.diff.facts.wordlist import word_set

_HAN_CUES = {
    "可能": "may", "或许": "perhaps", "也许": "perhaps", "かもしれ": "may", "据称": "allegedly", "涉嫌": "suspected",
    "疑似": "suspected", "否认": "deny", "拒绝": "refuse", "否定": "deny", "没有": "not", "不": "not", "没": "not",
    "無": "not", "无": "not", "未": "not", "非": "not", "ない": "not", "なかっ": "not", "ません": "not", "ず": "not",
    "않": "not", "아니": "not",
}  # fmt: skip
_CONDITIONAL = (
    cuewords.CUE_NEEDS.keys() | cuewords.CUE_COMPOUNDS.keys() | cuewords.CUE_FOLLOWS.keys() | {"anti", "nearly"}
)
_DONE = word_set("won lost died fell hit shot beat sank drowned broke quit ran struck cost left went got made")
_VERBS = word_set("is was has had will would who and in of to")
_MORE_NOT = word_set("לא אין не нет नहीं")


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
        found += eastern.cues(tokens) if tokens.eastern else ()
        found.sort()
    return found


def _cue(tokens: Tokens, place: int) -> tuple[str, int]:
    """The key of a cue and its last token; "" where the word is none here."""
    low = tokens.low(place)
    key = cuewords.CUES.get(low)
    after = tokens.low(place + 1)
    if key is None:
        return ("could not" if low.startswith("could") else "not"), place
    if key in _CONDITIONAL:
        return _conditional(tokens, place, key, after)
    if low == "no":
        if after == "longer":
            return "no longer", place + 1
        if after == "." or (tokens.flags[place] & CAPITAL and _is_digits(tokens, place + 1)):
            return "", place
    if low == "non" and after in HYPHENS:
        return "", place  # left to `negations.negated_words`: "a non-executive director" denies nothing
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


def _conditional(tokens: Tokens, place: int, key: str, after: str) -> tuple[str, int]:
    """The key and last token of a word that is a cue only beside certain others; "" and `place` where it is none."""
    parts = cuewords.CUE_COMPOUNDS.get(key)
    if key == "nearly":  # "nearly drowned"; "nearly 40" is a number's
        return (key, place) if after.endswith("ed") or after in _DONE else ("", place)
    if parts is not None:
        return (f"{key}-", place + 2) if after in HYPHENS and tokens.low(place + 2) in parts else ("", place)
    if key == "anti":
        return (key, place) if after in HYPHENS else ("", place)
    if tokens.low(place - 1) not in cuewords.CUE_FOLLOWS.get(key, (tokens.low(place - 1),)):
        return "", place
    needs = cuewords.CUE_NEEDS.get(key)
    if needs is None:
        return key, place
    return (key, place + 1) if after in needs else ("", place)


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
        if word in _MORE_NOT and word not in cuewords.CUES:
            found.append(Mention(start, tokens.ends[place], "not"))
            continue
        at = 0
        while at < len(word):
            cue = next((cue for cue in _HAN_CUES if word.startswith(cue, at)), "")
            if cue:
                found.append(Mention(start + at, start + at + len(cue), _HAN_CUES[cue]))
            at += len(cue) or 1
    return found
