"""Negations and hedges: "not", "never", "allegedly", "may", and what must stand beside those that are other words too.

Words only, in lower case; how they are read, `cues` knows.
"""

from __future__ import annotations

from tracker.diff.facts import abroad
from tracker.diff.facts.wordlist import word_set

_NOT = (
    "not no nor neither none nobody nothing nowhere cannot nicht kein keine keinen keiner keinem niet geen não non нет"
    " не ni pas aucun aucune"
)
CUES = dict.fromkeys(_NOT.split(), "not")
for _key, _words in {
    "never": "never nie niemals nunca jamais никогда",
    "without": "without ohne sans sin без",
    "hardly": "hardly barely scarcely",
    "rarely": "rarely seldom",
    "deny": "deny denies denied denying denial",
    "refuse": "refuse refuses refused refusing refusal",
    "allegedly": "allegedly alleged purportedly purported angeblich mutmaßliche",
    "reportedly": "reportedly",
    "apparently": "apparently seemingly apparent",
    "supposedly": "supposedly supposed ostensibly",
    "perhaps": "perhaps maybe possibly",
    "possible": "possible potential potentially",
    "probably": "probably probable presumably",
    "likely": "likely",
    "unlikely": "unlikely",
    "may": "may might",
    "could": "could",
    "suspected": "suspected",
    "feared": "feared",
    "attempted": "attempted",
    "doubtful": "doubtful",
    "arguably": "arguably conceivably tentatively",
    "yet": "yet",
    "far": "far",
    "little": "little",
    "short": "short",
    "against": "against",
    "anti": "anti",
    "nearly": "nearly almost",
    "absence": "absence",
    "unconfirmed": "unconfirmed unverified",
    "self": "self",
    "seem": "seem seems seemed",
    "believed": "believed thought",
    "expected": "expected",
    "fail": "fail fails failed failing",
    "decline": "declined declines",
    "rule": "ruled rules",
    "appear": "appear appears appeared",
    "accused": "accused",
    "unable": "unable",
    "lack": "lack lacks lacked lacking",
    "rumored": "rumored rumoured",
    "presumed": "presumed",
    "so": "so",
}.items():
    CUES.update(dict.fromkeys(_words.split(), _key))
CUES.update(abroad.NEGATIONS)
FATES = frozenset({"to", "dead", "missing", "killed", "drowned", "trapped", "lost", "kidnapped"})
# These are cues only before such a word: "failed to", "ruled out", "believed to".
CUE_NEEDS = {
    "fail": frozenset({"to"}), "decline": frozenset({"to"}), "rule": frozenset({"out"}),
    "appear": frozenset({"to", "that"}), "believed": FATES, "expected": frozenset({"to"}), "yet": frozenset({"to"}),
    "feared": FATES, "far": frozenset({"from"}), "short": frozenset({"of"}),
    "little": word_set(
        "evidence doubt chance hope sign progress impact effect change interest support choice time likelihood prospect"
        " point reason need risk appetite room damage resistance comment appreciable indication knowledge trace"
    ),
}  # fmt: skip
# And only after a hyphen: "so-called", "self-styled".
CUE_COMPOUNDS = {
    "so": frozenset({"called"}), "self": frozenset({"proclaimed", "styled", "described", "declared"}),
}  # fmt: skip
# And only after such a word: "stopped short of", "voted against".
CUE_FOLLOWS = {
    "short": frozenset({"stopped", "stop", "stops", "stopping", "fell", "falls", "fall"}),
    "against": word_set(
        "voted vote votes voting decided decides advised advises ruled rules argued argues came warned"
    ),
}
NEGATING_PREFIXES = ("un", "non", "in", "im", "il", "ir", "dis", "anti")
