"""Recognising a desk note, wherever it stands; reading its claims is for tracker.notes.

A note is told by its leading verb or subject, not by words somewhere in it. In brackets the shapes below are enough,
where the bracket stands after a whole sentence; without brackets a note has to stand alone above or below the text.
Verbs that are also plural nouns ("Updates are expected later") are checked for a finite verb of their own.
"""

from __future__ import annotations

import re

# Third-person forms that are no nouns: in brackets they can only be a desk speaking about its copy.
_SURE = (
    r"Adds(?! up\b)|Corrects|Recasts|Removes|Deletes|Clarifies|Re-?files|Rewrites|Restores|Releads|Retops|Amends"
    r"|Resends|Retransmits|Specifies|Replaces|Combines|Revises|Omits|Incorporates|Substitutes|Resubmits|Reinstates|Rephrases"
    r"|Rewords|Expands|Attributes"
)
_NOUNISH = r"Updates|Changes|Drops|Repeats|Inserts|Fixes|Subs|Leads|Edits|Trims|Moves|Cuts|Tweaks|Writethru|Tops"
_DOING = r"Correct(?:ed|ing)|Re-?fil(?:ed|ing)|Updat(?:ed|ing)|Repeat(?:ed|ing)|Add(?:ed|ing)|Fix(?:ed|ing)" + (
    r"|Clarif(?:ied|ying)|Remov(?:ed|ing)|Delet(?:ed|ing)|Rewritten|Recast|Restor(?:ed|ing)|Resen(?:t|ding)"
)
_UNIT = (
    r"(?:paragraphs?|paras?|pars?|grafs?|graphs?|headlines?|throughout|thruout|lead|lede|dateline|byline|bullet"
    r"(?: points?)?|sentences?|slug|pvs|pick-?ups?|picks? up|story|item|keyword|figures?|typo|spelling)"
)
_STORY = (
    r"(?:story|article|item|report|version|dispatch|column|factbox|interview|analysis|feature|headline|paragraphs?)"
)
# Done to a story only by a desk, and what may be done to anything.
_STRONG = (
    r"(?:correct(?:s|ed|ing)?|corr?ected|re-?fil(?:es|e?d|ing)|updat(?:es|ed)|clarif(?:ies|ied)|amend(?:s|ed)"
    r"|revis(?:es|ed)|recasts?|rewrit(?:es|ten)|resent|supersedes?|supercedes|retracted|withdrawn)"
)
_WEAK = (
    r"(?:fix(?:es|ed)|chang(?:es|ed)|remov(?:es|ed)|add(?:s|ed)|delet(?:es|ed)|drop(?:s|ped)|restor(?:es|ed)"
    r"|repeat(?:s|ed)|insert(?:s|ed)|edited|to (?:fix|correct|remove|add|clarify|delete|make clear))"
)
_SURE_VERB = re.compile(rf"(?:{_SURE})\b|(?:adds|corrects|updates|recasts|refiles|clarifies|removes)\s")
_NOUNISH_VERB = re.compile(
    rf"(?:{_NOUNISH})\b,?\s+(?P<next>\S+(?:\s+(?:add|say|show|correct|fix|include|reflect|additional|wider|all|other)\b)?)"
)
_MOSTLY_DESK = ("Updates", "Changes", "Inserts", "Fixes", "Repeats")
_OBJECT = re.compile(
    r"(?:with|throughout|thruout|headline|lead|lede|dateline|byline|slug|story|number|figure|spelling|name|price|stock"
    r"|share|market|quote|reference|date|extraneous|dropped|word|typo|adds|recasts|and|the|first|second|third|last"
    r"|final|for\s+(?:additional|wider|all|other)|\d+(?:st|nd|rd|th)?|paragraphs?|to\s+(?:add|say|show|correct|fix|include|reflect))\b"
)
_FINITE = re.compile(
    r"\b(?:are|were|is|was|will|would|can|could|may|might|must|should|shall|have|has|had|do|does|did|take|took"
    r"|come|came|include|remain|began|begin|continued?|expected|due)\b",
)
_PREPOSITION = re.compile(r"(?:of|on|to|in|at|from|for|by|every|each|about|after|before|as|are|per|between|under)\b")
_MATTER = re.compile(
    r"\b(?:comments?|details?|quotes?|background|reaction|analysts?|bylines?|references?|words?|context)\b"
)
_CLAUSE = re.compile(
    r"[;,:.]|\b(?:that|which|who|to\s+(?:show|say|reflect|clarify|make|read|state"
    r"|include|add|remove|correct|fix|change|delete))\b"
)
_REDOING = re.compile(r"(?:Correcting|Re-?filing|Resending|Retransmitting|Repeating)\b")
_DOING_VERB = re.compile(rf"(?:{_DOING})\b\s+(?P<next>to\b(?! be\b)|with\b|throughout\b)?")
_HAS_UNIT = re.compile(rf"\b{_UNIT}\b", re.IGNORECASE)
_ABOUT_STORY = re.compile(
    r"(?P<this>This|Story|Headline)\b|(?P<part>In|Paragraphs?|First|Second|Third|Last|Final|Item)\b|(?:The|An?)\b",
    re.IGNORECASE,
)
_WAS_DONE = re.compile(rf"\b{_STRONG}\b", re.IGNORECASE)
_WAS_CHANGED = re.compile(rf"\b{_WEAK}\b", re.IGNORECASE)
_OWN_STORY = re.compile(
    r"\b(?:story|article|headline(?! (?:inflation|rate|figure|number|consumer|PMI))|dispatch|version of)\b",
    re.IGNORECASE,
)
_NAMES_STORY = re.compile(rf"\b{_STORY}\b", re.IGNORECASE)
_THIS_STORY_DONE = re.compile(
    r"[^.;]*?\b(?:(?:has been|have been|was|is|were) (?:\w+ly )?"
    r"(?:correct|re-?fil|updat|clarifi|amend|revis|recast|rewritten)|(?:corrects|corrected|refiles)\b)"
)
_EARLIER = re.compile(
    rf"(?:An?|The) (?:previous|earlier|prior|initial|original) (?:version of (?:this|the|our)|headline on this)\b"
    rf"|(?:Previous|Earlier) versions? of (?:this|the|our) {_STORY}\b|An earlier {_STORY} (?:incorrectly|mis)"
)
_PREFIX = re.compile(r"(?:Eds|EDS|Editors|EDITORS)\b\s?[:.–-]|Notes? to [Ee]ditors\s?[:–-]")
_EDITORS_NOTE = re.compile(r"editor['’]?s['’]? note\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:(?:NOTE|Note):\s*)?(?:(?:Company|Official|Source|Agency|Ministry|Bank|Exchange|Story)\s)?[Cc]orrects\b"
    r"|(?:(?:NOTE|Note):\s*)?(?:Company|Official) (?:corrected|clarifies|fixes)\b"
)
_CORRECTION = re.compile(r"(?i:correction|clarification|update)\s?[:–—-]\s")
_TELEX = re.compile(
    r"(?:SUBS?|Subs?|LEADS?|Leads?|INSERTS?|Inserts?|ADDS?|UPDATES|CORRECTS|DELETES|REWRITES|RECASTS?|RESTORES"
    r"|RETRANSMITTING|Retransmitting|COMBINES|TRIMS|EDITS|PICKS UP|No pick-?up|New (?:throughout|thruout|grafs?|\d+)"
    r"|Top \d+ grafs|\w+ grafs new)\b"
)
_SHOUTED_VERB = re.compile(
    r"(?:RECASTS?|UPDATES?|CORRECTS?|ADDS?|REWRITES|RE-?FILES|CLARIFIES|DELETES|RESTORES)(?:[.:;] |,? (?=[a-z]))"
)
# The same desk habit in other languages; only in brackets.
_ABROAD = re.compile(
    r"(?:Neu|Berichtigung|Berichtigt|Korrektur|Korrigiert|Aktualisiert|Ergänzt|Wiederholung|Noe)\b\s?[:,. ]"
    r"|Korjattu\b|(?:Actualiza|Corrige|Agrega|Añade|Atualiza|Acrescenta|Amplía|Actualisé|Actualise|Ajoute|Précise)\b"
)
_OPENS = re.compile(rf"[(\[（]\s?(?:{_SURE}|{_NOUNISH}|{_DOING}|This\s|An? (?:earlier|previous)|Eds|EDS|Editor)")
_CAPITALS = re.compile(r"[A-Z]{3,}\b")


def opens(line: str) -> bool:
    """True when a line looks like the beginning of a bracketed note, or is an Eds: line."""
    return _OPENS.match(line) is not None or _PREFIX.match(line) is not None


def bracketed(inner: str) -> bool:
    """True when the inside of a bracket is a desk note."""
    return (
        _verb_led(inner)
        or _about_story(inner)
        or _EARLIER.match(inner) is not None
        or _COMPANY.match(inner) is not None
        or _PREFIX.match(inner) is not None
        or _EDITORS_NOTE.match(inner) is not None
        or _CORRECTION.match(inner) is not None
        or _ABROAD.match(inner) is not None
    )


def standing(text: str) -> bool:
    """True when a text without brackets, alone above or below the article, is a desk note."""
    if not text[:1].isupper() and not text.startswith("corrects"):
        return False
    if _SURE_VERB.match(text) or _SHOUTED_VERB.match(text) or _PREFIX.match(text) or _COMPANY.match(text):
        return True
    if _this_story(text) or _EARLIER.match(text):
        return True
    if _EDITORS_NOTE.match(text):  # AP prints others above features: "EDITOR'S NOTE _ Jane Roe covers the Congress"
        return _NAMES_STORY.search(text, 0, 160) is not None and _WAS_DONE.search(text, 0, 300) is not None
    if _TELEX.match(text):
        return _HAS_UNIT.search(text) is not None and _verb_or_capitals(text)
    nounish = _NOUNISH_VERB.match(text)
    if nounish:
        return _has_desk_object(text, nounish) or _located(text)
    return _CORRECTION.match(text) is not None and text[-1] in '.!)”"' and _NAMES_STORY.search(text) is not None


def _verb_led(text: str) -> bool:
    if _SURE_VERB.match(text) or _SHOUTED_VERB.match(text):
        return True
    if _TELEX.match(text) and _HAS_UNIT.search(text):
        return True
    nounish = _NOUNISH_VERB.match(text)
    if nounish:
        return _takes_object(text, nounish)
    doing = _DOING_VERB.match(text)
    if doing:
        placed = doing["next"] is not None or _HAS_UNIT.search(text) is not None or _REDOING.match(text) is not None
        return placed and not _has_own_verb(text)
    return text in ("Updates", "Recasts", "Repeats", "New throughout", "Rewrites throughout")


def _about_story(text: str) -> bool:
    """True for a sentence on what was done to "this story", or in a desk's words to "the story"."""
    opening = _ABOUT_STORY.match(text)
    named = _NAMES_STORY.search(text, 0, 120) if opening else None
    if opening is None or named is None:
        return False
    own = _OWN_STORY.search(text, 0, 120) is not None
    if _WAS_DONE.search(text, 0, named.end() + 120):
        return own or opening["this"] is not None or opening["part"] is not None
    return own and opening["this"] is not None and _WAS_CHANGED.search(text, 0, named.end() + 120) is not None


def _this_story(text: str) -> bool:
    named = _NAMES_STORY.search(text, 0, 60) if text.startswith("This ") else None
    return named is not None and _THIS_STORY_DONE.match(text, named.end(), named.end() + 100) is not None


def _has_own_verb(text: str) -> bool:
    """True when a finite verb stands before the first clause: the leading word is then a subject."""
    clause = _CLAUSE.search(text)
    return _FINITE.search(text, 0, clause.start() if clause else len(text)) is not None


def _has_desk_object(text: str, nounish: re.Match[str]) -> bool:
    return text.startswith(_MOSTLY_DESK) and _OBJECT.match(text, nounish.start("next")) is not None


def _takes_object(text: str, nounish: re.Match[str]) -> bool:
    """True where a verb that is also a noun has an object: "Updates death toll", but not "Updates every hour"."""
    if _has_desk_object(text, nounish):
        return True
    if _has_own_verb(text):
        return False
    direct = text.startswith(_MOSTLY_DESK) and not _PREPOSITION.match(nounish["next"])
    return direct or _HAS_UNIT.search(text) is not None or _MATTER.search(text) is not None


def _located(text: str) -> bool:
    return _HAS_UNIT.search(text) is not None and not _has_own_verb(text)


def _verb_or_capitals(text: str) -> bool:
    return _CAPITALS.match(text) is not None or not _has_own_verb(text)
