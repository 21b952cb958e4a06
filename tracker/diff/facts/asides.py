"""What stands in a text beside the news: stock codes, links, credits, desk notes, bylines, sign-off lines.

No fact stands in them: `scan` passes over stretches of this kind, `classify` over whole lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

Asides = Sequence[tuple[int, int]]  # where each starts and ends, ascending

_SIGNS = frozenset("()<>[]@/.:")  # one of these is in every aside but a byline
_LONGEST_CODE = 6  # letters of a stock code before its exchange
_AROUND = 300  # characters before and after what is read in which a link or credit line may begin or end
_LONGEST_LINE = 600  # characters of a sign-off line
_NAME = r"(?:(?:[^\W\d_a-z][\w'’-]{0,30}[a-z][\w'’-]{0,9}|[A-Z]\.),? ?){1,4}"
_EXCHANGES = "N|O|OQ|K|P|A|L|PA|DE|F|HK|T|TO|SS|SZ|MI|AS|BR|MC|VX|S|V|AX|NZ|SI|KS|KQ|BO|NS|SA|MX|BA|ST|HE|CO|OL|IS|MM"


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        r"<[A-Z0-9.=^][A-Z0-9.=^ ]{0,20}>"  # <ABC.N>, <GBP=>
        rf"|\( ?\.?[A-Z0-9]{{1,6}}\.(?:{_EXCHANGES}) ?\)"  # (ABC.N), ( ABC.N )
        r"|\((?:NYSE|NASDAQ|Nasdaq|LSE|TSX|AMEX|OTC)[A-Z]*: ?[A-Z.]{1,8}\)"
        r"|\[[A-Z]{2,5}[:/][^\]\s]{0,30}\]|\[[A-Z]{2,6}/[A-Z]{0,6}\]"  # [ID:nL1234], [FRX/]
        r"|\(\$? ?1(?:\.0+)? ?[A-Za-z.]* ?= ?[^()]{1,80}\)"  # ($1 = 0.65 pounds)
        r"|\((?:Reuters|REUTERS|AP|AFP|UPI|dpa|DPA|Xinhua|TASS|Bloomberg|ANSA|EFE|PA|CP|Kyodo|Interfax)\)"
        # (Corrects figure in paragraph 3)
        r"|\((?:[Cc]orrect|[Aa]dd|[Uu]pdate|[Rr]ecast|[Cc]larifie|[Ff]ixe|[Rr]efile|[Rr]epeat|[Rr]emove|[Rr]ewrite)[sd]"
        r"\b[^()]{0,280}\)"
        r"|\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Gg]raphics?)\b[^()]{0,280}\)"
    )


@cache
def _stock_code() -> re.Pattern[str]:
    """The end of a code like ABC.PA, or a whole one like .FTSE; what stands before it is looked at afterwards."""
    return re.compile(rf"\.(?:(?P<exchange>{_EXCHANGES})(?!\w|\.\w)|[A-Z][A-Z0-9]{{2,6}}\b)")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)[^\s<>\"”]{1,250}|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,60}")


@cache
def _byline() -> re.Pattern[str]:
    """Who wrote, where it was run into the first paragraph: "By Ada Quill OSLO (Reuters) -", after a note or not."""
    dateline = r"(?:[A-Z][A-Z.'-]+[ ,/]+){1,6}(?:[A-Z][\w. ]{1,20})?\([A-Z]"
    return re.compile(rf"(?:\([^()]{{0,300}}\) ?)?By {_NAME}(?:and {_NAME})?(?={dateline})")


def passed_over(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches within start to end that hold no facts (codes, links, credits), by where they start."""
    low = max(0, start - _AROUND)
    near = text[low : end + _AROUND]
    found: list[tuple[int, int]] = []
    if "(" in near or "<" in near or "[" in near:
        found += (match.span() for match in _bracketed().finditer(near))
    if "." in near:
        found += _stock_codes(near)
    if "@" in near or "//" in near or "www." in near:
        found += (match.span() for match in _address().finditer(near))
    if not low and near.startswith(("By ", "(")):
        found += (match.span() for match in [_byline().match(near)] if match)
    if not found:
        return []
    found.sort()
    shifted = ((one + low, other + low) for one, other in found)
    return [(max(one, start), min(other, end)) for one, other in shifted if one < end and other > start]


def may_hold_aside(text: str) -> bool:
    """Whether a piece of text can begin, end or be a part of an aside; False may not be a false alarm."""
    return not _SIGNS.isdisjoint(text)


def _stock_codes(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _stock_code().finditer(text):
        start = at = match.start()
        while start > 0 and at - start < _LONGEST_CODE and (text[start - 1].isupper() or text[start - 1].isdecimal()):
            start -= 1
        alone = start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "._")
        if alone and (at - start >= 2 if match["exchange"] else at == start):
            found.append((start, match.end()))
    return found


@cache
def _sign_off() -> re.Pattern[str]:
    by = r"(?:,? (?:and|&) [a-z]+)? [Bb]y:? [^\W\d_a-z]"
    return re.compile(
        r"[\s(\[]*(?:"
        r"(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|Graphics?)"
        + by
        + r"|(?:--?|[—–]+) ?[Ww]ith (?:assistance|files) from\b|With (?:assistance|files) from [^\W\d_a-z]"
        r"|To contact (?:the|our) (?:\w+ )?(?:reporter|editor|author|writer|staff|desk|newsroom)"
        r"|For more articles like\b"
        r"|Copyright (?:©|\([cC]\)|(?:19|20)\d\d|by )|©|\([cC]\) ?(?:Copyright|(?:19|20)\d\d)|Our Standards:"
        r"|This (?:version of the )?(?:story|article|item|version|report) (?:has been |was |is )?"
        r"(?:corrects|corrected|refiled)"
        rf"|(?:\([^()]{{0,300}}\)\s*)?By {_NAME}(?:and {_NAME})?\s*$"
        r"|All rights reserved\b|\(\([^()]{0,300}@[^()]{0,300}\)\)"
        r"|Reuters? Messaging\b|Reuters?\.?\s*$|(?:AFP|AP|dpa|APA|UPI)\s*$|(?:AP|BC|AM|PM)-[A-Z]{2}-\d\d-\d\d"
        r"|(?:END|MORE)\)?\s*$|-(?:30|0)-\s*$|#{2,}\s*$|[a-z]{2,4}(?:/[a-z]{2,4})+\s*$|[\w.+-]+@[\w.-]+\s*$)"
    )


def is_sign_off(text: str) -> bool:
    """Whether a paragraph is a credit, contact, copyright or sign-off line."""
    return len(text) < _LONGEST_LINE and _sign_off().match(text) is not None
