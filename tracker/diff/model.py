"""What a comparison of two articles says: links between paragraphs, changes, and the words of each change.

Values only. How they are found is left to `align`, `words`, `parts` and `compare`; how they are shown, to the views.
Every number here is 1-based.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tracker.diff.tokens import count_words

Op = Literal["equal", "insert", "delete"]
Kind = Literal["added", "removed", "changed", "moved", "split", "merged"]
Fact = Literal["number", "date", "name", "quote", "negation", "attribution"]
Weight = Literal["trivial", "substantive"]

FACTS: tuple[Fact, ...] = ("number", "date", "name", "quote", "negation", "attribution")

# Stands between the units of a split or merge wherever their texts are shown as one.
UNIT_BREAK = "\n\n"

# The parts whose words a reader reads; the desk note and the metadata speak about the story and are not counted.
READ_PARTS = frozenset({"headline", "byline", "dateline", "paragraph", "subhead", "bullet", "table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Old units and the new units that they became, as ascending 1-based numbers.

    An added unit has an empty `old`, a removed one an empty `new`; ((3,), (3, 4)) is a split, ((3, 4), (3,)) a merge.
    Added and removed units have a link each; where more than 20,000 came or went, a run of neighbours shares one.
    `similarity` is the share of words in common, in order, 0 to 1, by which the units were linked: words that are no
    evidence ("the", "was", "not"), typography and case do not count, so 1.0 does not mean equal. `moved`
    links lie outside the heaviest run of links that keeps its order.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a changed text: kept, inserted or deleted."""

    op: Op
    text: str


# A paragraph's number and a sentence's number in it.
SentencePlace = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLink:
    """Old sentences of the paragraphs and the new ones that they became; one side is empty for added and removed ones.

    `moved` ones left their paragraph, or their place in it, as a whole; a paragraph that moved takes its sentences
    along without that. `spans` turn the old sentences into the new ones, several of them joined by a space: a sentence
    that moved with edits shows both. `similarity` is as in `Link` for moved ones, the share of kept characters for
    others.
    """

    old: tuple[SentencePlace, ...]
    new: tuple[SentencePlace, ...]
    similarity: float
    moved: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """One fact that changed, as the texts show it: "14" became "41"; None where there is nothing on that side."""

    fact: Fact
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts that one change touches, in the order of FACTS and then of the text, and what the change weighs.

    `typographic`: nothing differs but case, the style of quotation marks and dashes, spacing, hyphens, invisible signs
    or the way letters are composed. Such a change is always trivial; a trivial one may be more than that (a comma,
    "the", a stock code, a typing error). `coarse`: the change was too long to be read to its end.
    """

    changes: tuple[FactChange, ...]
    weight: Weight
    typographic: bool
    coarse: bool = False

    @property
    def facts(self) -> frozenset[Fact]:
        """The kinds of facts that changed."""
        return frozenset(change.fact for change in self.changes)


NO_FACTS = Facts(changes=(), weight="trivial", typographic=False)
UNREAD = Facts(changes=(), weight="substantive", typographic=False, coarse=True)
"""Of a change that nobody reads: it weighs, whatever it says."""


class Meaning:
    """What a change means, read when it is first asked for: that costs more than to find the change."""

    __slots__ = ("_facts", "_read")

    def __init__(self, read: Callable[[], Facts]) -> None:
        self._read = read
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """The facts and the weight, the same at every call."""
        if self._facts is None:
            self._facts = self._read()
        return self._facts


def known(facts: Facts) -> Meaning:
    """The meaning of a change whose facts were read already."""
    return Meaning(lambda: facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference in one part of the article.

    `part` is "paragraph", "version-tag", "headline", "byline", "dateline", "note", "subhead", "bullet", "table",
    "credits", "contacts", "copyright", "language", "keywords", "embargo" or "extra"; "insert:…" for an insert of any
    other kind.
    `old` and `new` number the units within the part (the third bullet is 3); empty where a part has one text only.
    `old_text` is None for what was not there, `new_text` for what is gone. Several units (a split, a merge, a run) are
    shown joined by UNIT_BREAK; `old_breaks` and `new_breaks` are the character offsets of those breaks, so that a text
    which itself contains one stays whole. Equal and delete spans together are the old text, equal and insert spans the
    new one.
    `similarity` is the share of characters that stand in equal spans, 0 to 1. `name` is the key of an "extra".
    A "moved" change may have edits in its spans. Two changes are equal whatever `meaning` they were given.
    """

    part: str
    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_text: str | None
    new_text: str | None
    spans: tuple[Span, ...]
    similarity: float
    old_breaks: tuple[int, ...] = ()
    new_breaks: tuple[int, ...] = ()
    name: str | None = None
    meaning: Meaning = field(default=known(UNREAD), compare=False, repr=False)

    @property
    def facts(self) -> tuple[FactChange, ...]:
        """The facts it touches, in the order of FACTS and then of the text."""
        return self.meaning.facts.changes

    @property
    def weight(self) -> Weight:
        """What it weighs."""
        return self.meaning.facts.weight

    @property
    def typographic(self) -> bool:
        """Whether nothing differs but case, spacing, signs and style."""
        return self.meaning.facts.typographic

    @property
    def edited(self) -> bool:
        """Whether any word, sign or space differs; False for a pure move."""
        return any(span.op != "equal" for span in self.spans) or (self.old_text is None) != (self.new_text is None)

    def old_units(self) -> tuple[str, ...]:
        """The old texts, one for each number in `old`; the one text of a part without numbers; () if there was none."""
        return _units(self.old_text, self.old_breaks)

    def new_units(self) -> tuple[str, ...]:
        """The new texts, one for each number in `new`; the one text of a part without numbers; () if there is none."""
        return _units(self.new_text, self.new_breaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """`count` consecutive paragraphs that stand unchanged and in order: ¶`old` onwards became ¶`new` onwards."""

    old: int
    new: int
    count: int

    @property
    def old_last(self) -> int:
        """The last paragraph's number in the old article."""
        return self.old + self.count - 1

    @property
    def new_last(self) -> int:
        """The last paragraph's number in the new article."""
        return self.new + self.count - 1


class _Sentences:
    """The links of a comparison's sentences, kept once they are found: that costs as much as to compare.

    Nothing of it goes along where a comparison is pickled or copied with other changes: they are found anew there.
    """

    __slots__ = ("links", "moved")

    def __init__(self) -> None:
        self.links: tuple[SentenceLink, ...] | None = None
        self.moved: tuple[SentenceLink, ...] | None = None

    def __reduce__(self) -> tuple[type[_Sentences], tuple[()]]:
        return _Sentences, ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two articles, and enough to make the new one from the old one (`apply`).

    `links` are the paragraph links in reading order; `changes` those of every part, headline first, paragraphs in
    reading order, metadata last. What no change mentions stands as it was, in its old order. `coarse` says that some
    step met its bound: the result is correct, but may call text removed and added where a patient reader would see an
    edit.
    `insert_places` gives (kind, before) for every insert of the new article in order; None where they are the old ones.
    `headlines` are the old and the new one as received, where one with version tags changed: the changes tell of tags
    and text apart.
    """

    old_count: int
    new_count: int
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    coarse: bool
    engine: str
    engine_version: int
    insert_places: tuple[tuple[str, int], ...] | None = None
    headlines: tuple[str | None, str | None] | None = None
    _sentences: _Sentences = field(default_factory=_Sentences, init=False, compare=False, repr=False)

    @property
    def moved_sentences(self) -> tuple[SentenceLink, ...]:
        """The sentences that left their paragraph, or their place in it, as a whole, edited or not.

        In the spans of the changes they stand deleted at one place and inserted at another, perhaps without the signs
        around them. Found at the first call.
        """
        if self._sentences.moved is None:
            from tracker.diff.moves import moved_sentences

            self._sentences.moved = moved_sentences(self.changes_in("paragraph"))
        return self._sentences.moved

    @property
    def sentences(self) -> tuple[SentenceLink, ...]:
        """The links of all sentences of changed paragraphs, in the order of the new text; found at the first call."""
        if self._sentences.links is None:
            from tracker.diff.sentencelinks import sentence_links

            self._sentences.links = sentence_links(self)
        return self._sentences.links

    @property
    def unchanged(self) -> bool:
        """Whether the two articles are equal, furniture aside."""
        return not self.changes

    @property
    def words_added(self) -> int:
        """Words that came, in what a reader reads: headline, byline, dateline, paragraphs and inserts.

        Words of a sentence that moved are not counted.
        """
        return self._words("insert")

    @property
    def words_removed(self) -> int:
        """Words that went, in what a reader reads; words of a sentence that moved are not counted."""
        return self._words("delete")

    def changes_in(self, part: str) -> tuple[Change, ...]:
        """The changes of one part, in order."""
        return tuple(change for change in self.changes if change.part == part)

    def kept_runs(self) -> tuple[KeptRun, ...]:
        """Runs of unchanged paragraphs, as long as possible, in order: "¶6–¶9 unchanged, were ¶5–¶8"."""
        runs: list[KeptRun] = []
        changed = {number for change in self.changes_in("paragraph") for number in change.new}
        for link in self.links:
            if not link.old or not link.new or link.new[0] in changed:
                continue
            old, new = link.old[0], link.new[0]
            if runs and (runs[-1].old_last, runs[-1].new_last) == (old - 1, new - 1):
                runs[-1] = KeptRun(old=runs[-1].old, new=runs[-1].new, count=runs[-1].count + 1)
            else:
                runs.append(KeptRun(old=old, new=new, count=1))
        return tuple(runs)

    def _words(self, op: Op) -> int:
        changed = (span for change in self.changes if change.part in READ_PARTS for span in change.spans)
        moved = (span for link in self.moved_sentences for span in link.spans)
        count = sum(count_words(span.text) for span in changed if span.op == op)
        return count - sum(count_words(span.text) for span in moved if span.op == "equal")


def _units(text: str | None, breaks: tuple[int, ...]) -> tuple[str, ...]:
    if text is None:
        return ()
    starts = (0, *(offset + len(UNIT_BREAK) for offset in breaks))
    return tuple(text[start:end] for start, end in zip(starts, (*breaks, len(text)), strict=True))
