"""Take a headline apart: the tags that say which version it heads, and the text that a reader reads.

"CORRECTED-UPDATE 2-Acme profit rises" is (“CORRECTED”, “UPDATE 2”) and “Acme profit rises”. A headline is stored as
received; only comparisons look at the parts. Column names and formats (FOREX-, FACTBOX-, EXCLUSIVE-) are text, as are
names that look like tags (UPS-, L-3).
"""

from __future__ import annotations

import re
from functools import cache

_MOST = 6  # tags at one end
_LONGEST = 2_000  # characters of a headline that are looked at
# Always a tag, whatever follows the hyphen; the others only with a number, or before text that is not all capitals.
_CORRECTIONS = r"CORRECT(?:ED|ION|ING|S)|REFIL(?:E|ED|ING)|RPT|RE-?SEND(?:ING)?|RETRANSMI(?:T|TTING|SSION)|WITHDRAWN"
_UPDATES = r"UPDATE|WRAP(?:-?UP)?|REPEAT(?:ED|ING)?|LEAD|URGENT|RECASTS?"
_RANK = r"\d{1,2}(?:st|nd|rd|d|th|ST|ND|RD|D|TH)"
_DASH = r"[-–—‑]"


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<tag>\((?:{_CORRECTIONS}|OFFICIAL|(?:{_UPDATES}) ?\d{{0,2}}|{_RANK} (?:LEAD|LD|Ld)|[Cc]orrect(?:ed|ion)?"
        rf"|[Uu]pdate ?\d{{0,2}})\)) ?(?:{_DASH}+|:)? ?"
        rf"|(?P<numbered>(?:(?:{_CORRECTIONS}|{_UPDATES}) ?\d{{1,2}}|(?:Update|Wrapup|Lead) ?\d{{1,2}}))"
        rf"(?: ?{_DASH}+ ?|: ?| (?={_DASH}))"
        rf"|(?P<glued>{_CORRECTIONS})(?: ?{_DASH}+ ?|: ?)"
        rf"|(?P<weak>{_UPDATES}){_DASH}+(?=[^\s]*[^\W\d_])"
        rf"|(?P<colon>(?:{_UPDATES}|Update[ds]?|Correct(?:ed|ion|ing)|Refiled?|Repeat(?:ed)?|Recasts?|Eds|EDS|Editors))"
        rf"(?:: ?| {_DASH}+ )"
        rf"|(?P<rank>{_RANK} ?(?:LEAD|LD|Ld|Lead)(?: ?{_DASH} ?[Ww]ritethru)?)(?: ?{_DASH}+ ?|: ?|, ?|\s)"
        rf"|(?P<writethru>{_RANK} [Ww]ritethru)(?: ?{_DASH}+ ?|: ?|, ?)"
    )


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?P<tag>\((?:[Uu]pdate ?\d{0,2}|UPDATE ?\d{0,2}|[Cc]orrect(?:ed|ion|s)?|CORRECT(?:ED|ION|S)?|[Rr]efiled?"
        r"|[Rr]epeat|\d{1,2})\)|\(CORRECT(?:ING|S|ED) [^()]{1,60}\))\s*$"
        rf"|,? ?(?P<slug>(?:{_RANK}|\d) ?-?(?:Ld|LD|Lead)s?(?: ?-{{1,2}} ?[Ww]ritethru)?|{_RANK} [Ww]ritethru)\s*$"
    )


@cache
def _slug() -> re.Pattern[str]:
    """An agency's slug line: cycle, keyword, then the transmission number and the count of words."""
    return re.compile(r"\^?(?P<cycle>(?:AM|PM|BC|AP)-{1,2})(?=[A-Z])")


@cache
def _slug_end() -> re.Pattern[str]:
    return re.compile(r"\s*,\s*(?P<tag>a\d{3,4}|Bjt|BJT|\d{1,2},\d{3}|\d{2,4})<?\s*$")


def split_tags(headline: str) -> tuple[tuple[str, ...], str]:
    """The version tags of a headline, in order and as written, and its text without them.

    Tags stand before the text ("UPDATE 2-", "(CORRECTED)-", "Refile:", "3rd Ld-Writethru", "Eds:") or after it
    ("(Update4)", "(1)", ", 1st Ld-Writethru"); dashes and colons that tie them on belong to neither. In a slug line
    the cycle, the transmission number and the count of words are tags as well. A headline that is nothing but tags is
    its own text. Linear in the length.
    """
    if len(headline) > _LONGEST:
        return (), headline
    before, start = _from_start(headline)
    after, end = _from_end(headline, start)
    text = headline[start:end].strip()
    if not any(map(str.isalnum, text)):
        return (), headline
    return (*before, *after), text if before or after else headline


def _from_start(headline: str) -> tuple[list[str], int]:
    tags: list[str] = []
    at = len(headline) - len(headline.lstrip())
    slug = _slug().match(headline, at)
    if slug and _is_slug_line(headline):
        return [slug["cycle"]], slug.end()
    for _ in range(_MOST):
        match = _leading().match(headline, at)
        if match is None:
            break
        tag = next(group for group in match.groupdict().values() if group)
        if match["weak"] and headline[match.end() :].isupper():
            break  # REPEAT-OFFENDER JAILED
        if match["rank"] and "Lead" in tag and match[0].endswith(" "):
            break  # 1st Lead Pipe Found
        tags.append(tag)
        at = match.end()
    return tags, at


def _from_end(headline: str, start: int) -> tuple[list[str], int]:
    tags: list[str] = []
    end = len(headline)
    slug = _is_slug_line(headline)
    for _ in range(_MOST):
        match = _last(_trailing(), headline, start, end)
        if match is None and slug:
            match = _last(_slug_end(), headline, start, end)
        if match is None:
            break
        tags.insert(0, next(group for group in match.groupdict().values() if group))
        end = match.start()
    return tags, end


def _is_slug_line(headline: str) -> bool:
    """Whether it is an agency's slug line and no headline that begins like one ("AM-FM radio maker closes")."""
    if _slug().match(headline.lstrip()) is None:
        return False
    ends = (_slug_end(), _trailing())
    return "--" in headline[:80] or any(_last(end, headline, 0, len(headline)) for end in ends)


def _last(pattern: re.Pattern[str], headline: str, start: int, end: int) -> re.Match[str] | None:
    """The match that ends at `end`; tags are short, so only the last characters are looked at."""
    return pattern.search(headline, max(start, end - 90), end)
