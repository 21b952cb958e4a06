"""Recognising what stands around a story but is none of it: most-read lists, related links, photo lines, transmission
headers. It is kept with the article, outside every comparison.
"""

from __future__ import annotations

import re

MOST_TITLES = 8
_LIST_HEAD = re.compile(
    r"(?:Most (?:Read|Popular|Viewed)(?: (?:from|in|on) [\w .]{1,40})?|(?:Related|More|Top|Recommended|Trending)"
    r" (?:stories|articles|content|coverage|links|reading|news|headlines)"
    r"(?: (?:from|on|about) [\w ,.'’-]{1,60})?|More (?:on|about) (?:this|the) (?:story|topic|subject)"
    r"|(?:Also|Read|See|Explore|Watch) (?:more|next|also|this)"
    r"|Read(?: next| also)?|Related|What to read next|You may also like)\s?[:：]?$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:(?:READ|SEE|ALSO|WATCH|EXPLORE|LISTEN)(?: (?:MORE|ALSO|NEXT|READ|TO))?"
    r"|(?:Read|See) (?:[Mm]ore|[Aa]lso|[Nn]ext)|Also [Rr]ead|RELATED|Related(?: [Ss]tor(?:y|ies))?|MORE)\s?[:：>»]\s?\S"
)
_PHOTO = re.compile(
    r"\^?(?:(?:AP|dpa|Reuters|CP) (?:Photos?|Graphics?|Video)|LaserPhotos?|LaserGraphics?"
    r"|With (?:AP |LaserP|P)hotos?)\b"
)
_LINE = re.compile(
    r"(?:FILE PHOTO|PHOTO|Photos?)\s?:|FILE PHOTO \(|Our Standards: |Advertisement$|ADVERTISEMENT$"
    r"|Sign up (?:here|for our )"
    r"|Story continues(?: below)?(?: advertisement)?$|Keywords: [A-Z]|Listen to this (?:article|story)"
    r"|\[?\d+/\d+\]? ?(?:REUTERS|Photo)"
)
_HEADER = re.compile(
    r"[a-z]{3}\d{3,5} \d [a-z]{1,4} \d{1,5} [a-zA-Z]{2,6} \d{3,4}\b"  # IPTC 7901, as dpa sends it
    r"|[a-z]{1,2}\d{0,4} [a-z] (?:BC|AM|PM|AP|US)-"  # ANPA 1312
    r"|\^?(?:BC|AM|PM)-[A-Z]?[\w&;'’ .:,/()-]{2,90}(?:,\s?\d{2,5}|Ld|Bjt|Rdp|Takes?|Adv \d+)\s*<?$"
    r"|/[\w &.'’-]+/(?:[\w &.'’-]+/)+$"
    r"|\^?(?:\d{1,2}(?:ST|ND|RD|TH) LEAD|REFILE|URGENT|BULLETIN|LEAD ALL|LEAD|EXTRA|ROUNDUP|EILMELDUNG)\s?[=<]?$"
    r"|(?:ZCZC|NNNN)\b"
)
_SEPARATOR = re.compile(r"[\s_*=\-–—#~•·+<>^|]+$")


def list_head(text: str) -> bool:
    """True for the heading of a list of other stories ("Most Read from Bloomberg")."""
    return len(text) <= 120 and _LIST_HEAD.match(text) is not None


def line(text: str) -> bool:
    """True for a line that is furniture by itself: a photo line, a link to another story, a page label."""
    if _LINE.match(text):
        return len(text) <= 600
    if len(text) > 200 or text[-1] in '.!”"':
        return False
    return _PHOTO.match(text) is not None or _LINK.match(text) is not None


def header(text: str) -> bool:
    """True for a transmission header or slug line above a story (ANPA 1312, IPTC 7901)."""
    return len(text) <= 160 and _HEADER.match(text) is not None


def title(text: str) -> bool:
    """True for a text that can be another story's title: short, and no sentence."""
    return len(text) <= 150 and text[-1] not in '.:;,!”"' and not text.startswith(("(", "--", "©"))


def separator(text: str) -> bool:
    """True for a line of dashes, stars or underscores with no text in it."""
    return len(text) <= 200 and _SEPARATOR.match(text) is not None
