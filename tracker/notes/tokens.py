"""Cut a note into words: quoted stretches whole, so that no word in them is taken for the desk's own.

Offsets are into the note as given; what the words mean is for others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_OPENING = "`\"“‘'«"


@cache
def _token() -> re.Pattern[str]:
    # An agency's anchor may lack its closing quotes and end in dots: ``There will ...
    return re.compile(
        r"``?[^`]{1,90}?(?:\.\s?\.\s?\.+(?:[^`',;.]{0,25}[.,;]?''?(?!\w)|[,;]?\s?'{0,2})|''|['’](?!\w|\.\s?\.))"
        r'|"[^"]{1,300}"|“[^”]{1,300}”|«[^»]{1,300}»|(?<!\w)‘[^‘’]{1,150}’|(?<!\w)\'[^\']{1,150}\'(?!\w)'
        r"|[$€£¥]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\w*"
        r"|[$€£¥]?\w+(?:[-'’.&/:]\w+)*"
        r"|\.{2,}|…|[^\w\s]"
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A note in words: `words` in lower case, `starts` and `ends` their offsets in `text`."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def original(self, first: int, last: int) -> str:
        """The text of the words from `first` to before `last`, as written."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def word(self, at: int) -> str:
        """The word at `at`, empty outside the note."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def capital(self, at: int) -> bool:
        """True where the word at `at` begins with a capital letter."""
        return at < len(self.words) and self.text[self.starts[at]].isupper()

    def quoted(self, at: int) -> bool:
        """True where a quoted stretch stands at `at`."""
        return at < len(self.words) and len(self.words[at]) > 2 and self.words[at][0] in _OPENING

    def spaced(self, at: int) -> bool:
        """True where white space stands before the word at `at`."""
        return 0 < at < len(self.starts) and self.starts[at] > self.ends[at - 1]


def cut(text: str) -> Line:
    """Cut a note into words, in time linear in its length."""
    spans = [match.span() for match in _token().finditer(text)]
    folded = text.lower()
    if len(folded) == len(text):  # else some letter has two in lower case, and offsets differ
        words = [folded[start:end] for start, end in spans]
    else:
        words = [text[start:end].lower() for start, end in spans]
    return Line(text, words, [start for start, _ in spans], [end for _, end in spans])
