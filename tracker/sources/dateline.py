"""The dateline that opens a story: "CARACAS, Jan 21 (Reuters) - ". Told from prose by the agency in brackets, or by a
place in capitals before a dash; anything less sure stays in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT = 160
_AGENCIES = (
    r"Reuters|Bloomberg|AP|A\.P\.|dpa|DPA|AFP|CP|PA|UPI|EFE|ANSA|AAP|APA|STT|NTB|TT|SDA|ATS|Belga|ANP|Kyodo|Jiji|Yonhap|Xinhua"
    r"|TASS|RIA|Interfax|PTI|IANS|ANI|Agencia EFE|Europa Press|The Canadian Press|Canadian Press|La Presse Canadienne"
    r"|(?:The )?Associated Press|Press Association|Thomson Reuters Foundation|Dow Jones|MarketWatch|CNN|BBC"
)
_DASH = r"\s*(?:--+|[-–—―_=]|ー)\s*"
_AGENCY = re.compile(rf"(?:{_AGENCIES})\b[^()]{{0,24}}")
_GROUP = re.compile(rf"[(（]([^()（）\d?!;:\"]{{2,40}})[)）]{_DASH}")
_JAPANESE = re.compile(r"[［\[]([^［］\[\]]{2,60}(?:ロイター|時事|共同|ブルームバーグ))[］\]]\s*[-－―–—]?\s*")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?:^|[, ]\s*)((?:{_MONTH} \d{{1,2}}|\d{{1,2}}\.? (?:{_MONTH}|\w{{3,9}}\.?))(?:,? \d{{4}})?)[,\s]*$",
    re.IGNORECASE,
)
_SPACED_DASH = re.compile(r"\s(?:--|[-–—_])(?:\s|$)|—")
_SENTENCE_START = re.compile(r"[\"“‘'`(¡¿$£€]|\d|[^\W\d_]")
_NO_PLACE = re.compile(
    r"(?:EDITOR\S*|BRIEF|ALERT|LIVE|WATCH|VIDEO|PHOTOS?|OPINION|COMMENT|CORRECT(?:ED|ION|ING|S)|UPDATE|REFILE|ADVISORY|EXCLUSIVE|FACTBOX|ANALYSIS|URGENT|FLASH|BULLETIN|NOTE|WRAPUP"
    r"|REPEAT|KILL|HOLD|INSIGHT|FEATURE|INTERVIEW|TIMELINE|BREAKING|NEW|SUBS?|LEADS?|ADDS?|Q|A)\b"
)
_LINKING_WORDS = (
    "de la las los del di da do dos du des le les el al am an der den auf upon on in im near off of and und y "
    "et e by the at bei ob sur über aboard with von van"
)
_LINKING = frozenset(_LINKING_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline: `text` as printed but for the dash; `place`, `date` and `agency` as printed, None where missing."""

    text: str
    place: str | None = None
    date: str | None = None
    agency: str | None = None


def parse(text: str) -> Dateline | None:
    """The dateline that opens a paragraph, or that a text printed without its dash is; None where there is none."""
    found = split(text)
    if found is None and len(text) <= LIMIT:
        found = split(f"{text} - A")
    return found[0] if found else None


def split(paragraph: str) -> tuple[Dateline, str] | None:
    """The dateline that opens a paragraph, and the paragraph after its dash; None where none does."""
    if paragraph.find("(", 0, LIMIT) < 0 and paragraph.find("（", 0, LIMIT) < 0:
        return _bare(paragraph)
    group = _GROUP.search(paragraph, 0, LIMIT)
    if group is None:
        return _bare(paragraph)
    place, date = _place_and_date(paragraph[: group.start()])
    if not _believable(place, date, group[1]) or not (_is_known(group[1]) or _starts_sentence(paragraph, group.end())):
        return _bare(paragraph)
    text = paragraph[: group.end(1) + 1]
    return Dateline(text=text, place=place, date=date, agency=group[1].strip()), paragraph[group.end() :]


def has_agency(line: str) -> bool:
    """True when a line opens with a dateline that names its agency."""
    found = split(line)
    return found is not None and found[0].agency is not None


def _bare(paragraph: str) -> tuple[Dateline, str] | None:
    japanese = _JAPANESE.match(paragraph)
    if japanese:
        words = japanese[1].split()
        where = words[0] if len(words) > 1 else None
        when = " ".join(words[1:-1]) or None
        text = paragraph[: japanese.end(1) + 1]
        return Dateline(text=text, place=where, date=when, agency=words[-1]), paragraph[japanese.end() :]
    dash = _SPACED_DASH.search(paragraph, 0, LIMIT)
    if dash is None or _NO_PLACE.match(paragraph):
        return None
    place, date = _place_and_date(paragraph[: dash.start()])
    if place is None or not _in_capitals(place) or not _starts_sentence(paragraph, dash.end()):
        return None
    return Dateline(text=paragraph[: dash.start()].rstrip(), place=place, date=date), paragraph[dash.end() :].lstrip()


def _place_and_date(before: str) -> tuple[str | None, str | None]:
    before = before.strip()
    date = _DATE.search(before)
    place = before[: date.start()] if date else before
    return place.strip(" ,") or None, date[1] if date else None


def _believable(place: str | None, date: str | None, agency: str) -> bool:
    if place is not None and not _is_place(place):
        return False
    if _is_known(agency):
        return True
    # An unknown agency needs a place in capitals or in a script without case, or a date.
    return place is not None and (date is not None or place.upper() == place) and len(agency) <= 20


def _is_known(agency: str) -> bool:
    return _AGENCY.fullmatch(agency.strip()) is not None


def _is_place(place: str) -> bool:
    if len(place) > 100 or any(mark in place for mark in '?!;:"“”') or place[0].islower():
        return False
    words = place.replace("/", " ").replace(",", " ").split()
    return len(words) <= 12 and all(not word[0].islower() or word in _LINKING for word in words)


def _in_capitals(place: str) -> bool:
    """True for "OTTAWA" and "SPRINGFIELD, Ill.": the town in capitals, what follows a comma a short name."""
    town, *rest = (part.strip() for part in place.split(","))
    if town != town.upper() or town == town.lower() or len(town) < 3 or len(town.split()) > 5:
        return False
    return all(part[:1].isupper() and len(part.split()) <= 3 and _is_place(part) for part in rest) and _is_place(town)


def _starts_sentence(text: str, at: int) -> bool:
    """True when what follows a dash can open a sentence; a headline in capitals is none."""
    start = _SENTENCE_START.match(text, at)
    if start is None or start[0].islower():
        return False
    shouted = text[at : at + 80]
    return shouted != shouted.upper() or shouted == shouted.lower() or len(shouted) < 3
