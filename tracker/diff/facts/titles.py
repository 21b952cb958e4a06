"""Titles before names: "Sen.", "foreign minister", "Maj. Gen."; whether two of them may belong to one person.

Names are read in `names`, which asks here for what stands before each.
"""

from __future__ import annotations

from tracker.diff.facts.lexicon import TITLE
from tracker.diff.facts.regions import Mention
from tracker.diff.facts.scan import Tokens

_MOST = 5  # words of one title
_TITLES = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative", "gov": "governor",
    "gen": "general", "col": "colonel", "lt": "lieutenant", "capt": "captain", "maj": "major", "sgt": "sergeant",
    "cmdr": "commander", "adm": "admiral", "prof": "professor", "rev": "reverend", "premier": "prime minister",
    "mrs": "ms", "miss": "ms", "defence": "defense", "congressman": "representative",
    "congresswoman": "representative", "chairwoman": "chair", "chairman": "chair", "doctor": "dr",
}  # fmt: skip
_HONORIFICS = frozenset({"mr", "ms", "dr", "sir", "lord", "lady"})
_LESSER = frozenset({"deputy", "vice", "acting", "former", "sergeant", "lieutenant", "major", "chief"})


def title_before(tokens: Tokens, first: int, name: Mention) -> list[Mention]:
    """The title right before a name: "Sen.", "foreign minister", "Maj. Gen."."""
    words: list[str] = []
    at = first - 1
    while at >= 0 and len(words) < _MOST:
        if tokens.words[at] == "." and tokens.flags[at - 1] & TITLE:
            at -= 1
        if not tokens.flags[at] & TITLE or not tokens.joined(at):
            break
        words.append(_TITLES.get(tokens.lowers[at], tokens.lowers[at]))
        at -= 1
    if not words:
        return []
    return [Mention(tokens.starts[at + 1], name.end, " ".join(words[::-1]), False, frozenset((name.key,)))]


def same_title(one: Mention, other: Mention) -> bool:
    """Whether two titles may belong to one person: "President" and "Mr.", but not "President" and "Vice President"."""
    here, there = set(one.key.split()), set(other.key.split())
    if here & _HONORIFICS or there & _HONORIFICS:
        return here == there or not (here & _HONORIFICS and there & _HONORIFICS)
    return (here <= there or there <= here) and not (here ^ there) & _LESSER
