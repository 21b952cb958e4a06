"""The words of desk notes: verbs and their forms, numbers, units and the names of places.

Tables only; how the words combine is for `clauses`, `places` and `values`. Every key is in lower case.
"""

from __future__ import annotations

from typing import Literal

from tracker.notes.model import Verb


def word_set(words: str) -> frozenset[str]:
    """The words of a text, parted by white space, as a set."""
    return frozenset(words.split())


def numbered(words: str) -> dict[str, int]:
    """The words of a text with their numbers, from 1."""
    return {word: number for number, word in enumerate(words.split(), start=1)}


Form = Literal["s", "inf", "past", "ing"]

_LEMMAS: dict[Verb, str] = {
    "add": "add include provide attach append incorporate give expand",
    "update": "update refresh revise",
    "correct": "correct fix change amend alter modify adjust rectify attribute",
    "remove": "remove delete drop omit cut eliminate strike",
    "substitute": "sub substitute replace swap",
    "insert": "insert",
    "lead": "lead",
    "recast": "recast rewrite relead retop rephrase reword reorganize restructure rework reorder",
    "clarify": "clarify specify identify",
    "refile": "refile re-file resubmit supersede supercede",
    "restore": "restore reinstate reinsert",
    "repeat": "repeat retransmit resend rerun",
    "trim": "trim shorten tighten",
    "withdraw": "withdraw kill retract",
    "other": "wrap edit combine merge tweak polish conform move raise",
}
_DOUBLED = {"drop", "omit", "cut", "sub", "swap", "trim", "retop", "rerun", "retransmit", "resubmit"}
_IRREGULAR: dict[str, tuple[str, ...]] = {
    "give": ("gave", "given"),
    "cut": ("cut",),
    "strike": ("struck", "stricken"),
    "lead": ("led",),
    "recast": ("recast",),
    "rewrite": ("rewrote", "rewritten"),
    "rerun": ("rerun",),
    "resend": ("resent",),
    "withdraw": ("withdrew", "withdrawn"),
}
_MISSPELT = {
    "refild": "refiled",
    "refilled": "refiled",
    "correted": "corrected",
    "corected": "corrected",
    "corrrected": "corrected",
    "corects": "corrects",
    "clarifes": "clarifies",
}


def _inflect(lemma: str) -> dict[str, Form]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y"):
        third, past = f"{lemma[:-1]}ies", f"{lemma[:-1]}ied"
    elif lemma.endswith("x"):
        third, past = f"{lemma}es", f"{lemma}ed"
    else:
        third, past = f"{lemma}s", f"{stem}ed"
    if lemma in _DOUBLED:
        stem, past = lemma + lemma[-1], f"{lemma}{lemma[-1]}ed"
    forms: dict[str, Form] = dict.fromkeys(_IRREGULAR.get(lemma, (past,)), "past")
    return forms | {third: "s", lemma: "inf", f"{stem}ing": "ing"}


def _verbs() -> dict[str, tuple[Verb, Form]]:
    known: dict[str, tuple[Verb, Form]] = {}
    for verb, lemmas in _LEMMAS.items():
        for lemma in lemmas.split():
            known |= {word: (verb, form) for word, form in _inflect(lemma).items()}
    return known | {wrong: known[right] for wrong, right in _MISSPELT.items()}


VERBS = _verbs()
# The verb of a claim whose purpose says what it did: "refiled to fix" corrects, "Corrects to remove" removes.
YIELDING: frozenset[Verb] = frozenset({"correct", "refile", "repeat", "update"})
# These say how the text was built; what it was for does not change that. AP's notes are made of them.
STRUCTURAL: frozenset[Verb] = frozenset({"lead", "substitute", "insert", "recast", "pickup"})
# Verb forms that are as often nouns, or adjectives: they need an object.
NOUNISH = word_set(
    "updates update changes change drops drop leads lead cuts cut moves move repeats repeat fixes fix trims trim edits"
    " edit inserts insert subs sub correct give raises raise kill kills strike strikes tweaks tweak swap swaps"
)
FINITE = word_set(
    "is are was were will would has have had may might can could should must be been do does did expected planned due"
    " of by every as per between later available continue remain come begin follow following"
)
# After "to": what follows is what the text now says.
SAYING = word_set(
    "show shows say says reflect reflects read reads state states indicate indicates note notes describe describes"
    " attribute attributes have make makes be refer refers mention identify name use account conform match put set"
    " call express spell explain acknowledge confirm disclose emphasize stress report it"
)

_TO_TEN = "one two three four five six seven eight nine ten"
_TO_TWENTY = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
CARDINALS = numbered(f"{_TO_TEN} {_TO_TWENTY}")
_NINE = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
# Counted from the first, or, below zero, from the last.
ORDINALS = (
    numbered(f"{_NINE} {_TEENS}")
    | {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "opening": 1}
    | {f"twenty-{word}": 20 + number for word, number in numbered(_NINE).items()}
    | {f"thirty-{word}": 30 + number for word, number in numbered(_NINE).items()}
    | {"last": -1, "final": -1, "closing": -1, "penultimate": -2, "antepenultimate": -3}
)
PARAGRAPHS = word_set(
    "paragraph paragraphs graf grafs graff graffs graph graphs para paras par pars pgh pghs pgf pgfs gr grs"
)
# Parts of a text that have numbers of their own, which are not those of paragraphs.
OTHER_UNITS = word_set(
    "sentence sentences bullet bullets item items line lines point points response responses question questions"
    " answer answers section sections entry entries reference take takes column row"
)
NAMED_PARTS = {
    "headline": "headline",
    "headlines": "headline",
    "hed": "headline",
    "lede": "lead",
    "dateline": "dateline",
    "byline": "byline",
    "bylines": "byline",
    "throughout": "throughout",
    "thruout": "throughout",
    "slug": "slug",
    "slugline": "slug",
    "bullet": "other",
    "bullets": "other",
}
# Only after "in", "of", "to" or "from".
PLACED_PARTS = word_set("table tables caption captions subhead subheading summary box chart sidebar footnote")
EARLIER = word_set("earlier previous prior initial original")
STORY = word_set(
    "story article item version report dispatch column factbox analysis feature interview timeline correction headline"
    " alert brief snap text copy newsbreak stories versions post"
)
AUXILIARIES = word_set("is are was were has have been had being be")
MONTHS = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday"
)
ABBREVIATIONS = MONTHS | word_set(
    "mr mrs ms dr st gen gov sen rep lt col sgt capt cmdr adm inc corp co ltd llc plc cos bros no vs jr sr rev prof"
    " ave blvd fla calif mass tex pa va conn ill ind mich minn wis ala ariz ark colo del ga kan ky la md miss mo mont"
    " neb nev okla ore tenn vt wash wyo ft mt dept assn intl etc approx est bgng bgn"
)
