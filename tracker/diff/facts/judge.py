"""Decide which differences between the values of both sides are changes of fact, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.diff.facts import lexicon
from tracker.diff.facts.names import capitalised_within, plain, starts_sentence
from tracker.diff.facts.numerals import Value
from tracker.diff.facts.pairing import Pair, pairs, swaps
from tracker.diff.facts.quotes import shown as shown_quote
from tracker.diff.facts.reading import Side
from tracker.diff.facts.regions import Cluster, Line, Mention, alike, clusters
from tracker.diff.facts.sources import differ, same_source
from tracker.diff.model import Fact, FactChange

_LOOKED_UP = 20_000  # characters of a text, and
_LOOK_UPS = 24  # names of one change, for which evidence is looked for in it
_RESPELT = 0.7  # the likeness of two spellings of one name
_SPEAKING = 120  # characters between a quotation and its speaker
_SENTENCE = 40  # characters; a shorter insertion is hardly a sentence of its own
_SOFT_UNITS = frozenset(lexicon.SOFT_UNITS.values()) | {""}
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "er", "ers", "n", "ly")


class Judge:
    """Collects the changes of fact of one change; `context` are texts that show which words are names."""

    __slots__ = ("_context", "_left", "_line", "_new", "_old", "changes")

    def __init__(self, line: Line, old: Side, new: Side, context: Sequence[str]) -> None:
        self._line, self._old, self._new = line, old, new
        self._context = context
        self._left = _LOOK_UPS
        self.changes: list[FactChange] = []

    def all(self) -> list[FactChange]:
        """Every change of fact, in the order of `model.FACTS`."""
        self._amounts_and_dates()
        self.names()
        speakers = self._sources()
        self._quotes(speakers)
        self._cues()
        return self.changes

    def names(self) -> None:
        """Note names that differ."""
        found = self._touched(self._old.names, self._new.names)
        changed = pairs(self._line, found) or swaps(self._line, found, self._old.names, self._new.names)
        for pair in changed:
            if self._is_name_change(pair):
                self._note("name", pair)

    def _touched(self, old: Sequence[Mention], new: Sequence[Mention]) -> list[Cluster]:
        return [] if not (old or new) or alike(old, new) else clusters(self._line, old, new)

    def _note(self, fact: Fact, pair: Pair) -> None:
        old = self._old.text[pair.old.start : pair.old.end] if pair.old else None
        new = self._new.text[pair.new.start : pair.new.end] if pair.new else None
        if fact == "quote":
            old, new = old and shown_quote(old), new and shown_quote(new)
        self.changes.append(FactChange(fact=fact, old=old, new=new))

    def _amounts_and_dates(self) -> None:
        found = self._touched(self._old.numbers, self._new.numbers)
        amounts = pairs(self._line, found) or swaps(self._line, found, self._old.numbers, self._new.numbers)
        dates = pairs(self._line, self._touched(self._old.dates, self._new.dates))
        if amounts and dates:
            _drop_years(amounts, dates)
        for pair in amounts:
            if pair.old and pair.new:
                if not _same_amount(pair.old.key, pair.new.key):
                    self._note("number", pair)
            elif not _is_soft(pair):
                self._note("number", pair)
        for pair in dates:
            if (pair.old and pair.new) or not _is_soft(pair):
                self._note("date", pair)

    def _sources(self) -> list[Pair]:
        """Note attributions that differ; those in which another source speaks."""
        speakers = []
        found = self._touched(self._old.sources, self._new.sources)
        for pair in pairs(self._line, found, same_source):
            if self._is_silent(pair):
                continue
            self._note("attribution", pair)
            if pair.old and pair.new and differ(pair.old, pair.new):
                speakers.append(pair)
        return speakers

    def _is_silent(self, pair: Pair) -> bool:
        """Whether one source speaks in both texts, with the same kind of verb; its name may be spelt another way."""
        if not pair.old or not pair.new or pair.old.key != pair.new.key:
            return False
        one, other = pair.old.words - pair.new.words, pair.new.words - pair.old.words
        return (
            len(one) == len(other) == 1 and _alike(min(one), min(other)) and any(c.fact == "name" for c in self.changes)
        )

    def _quotes(self, speakers: Sequence[Pair]) -> None:
        found = self._touched(self._old.quotes, self._new.quotes)
        old = "".join(mention.key for here, _ in found for mention in here)
        new = "".join(mention.key for _, there in found for mention in there)
        if old != new:  # one quotation may have become two
            for pair in pairs(self._line, found):
                self._note("quote", pair)
        if not any(change.fact == "quote" for change in self.changes):
            for pair in speakers:
                if _speaks(self._old, pair.old) and _speaks(self._new, pair.new):
                    self._note("quote", pair)

    def _cues(self) -> None:
        found = clusters(self._line, self._old.cues, self._new.cues)
        for pair in pairs(self._line, found, moves=False):
            mention, text = (pair.new, self._new.text) if pair.new else (pair.old, self._old.text)
            if (
                mention
                and not (pair.old and pair.new)
                and self._in_whole_sentence(mention, text, new=pair.new is not None)
            ):
                continue
            if mention and mention.key == "not only" and self._is_all_new(mention, new=pair.new is not None):
                continue
            self._note("negation", pair)

    def _is_all_new(self, mention: Mention, *, new: bool) -> bool:
        """Whether a value came or went whole: "not only" says no, but "not" before a standing "only" does."""
        hunks = [(h.new_start, h.new_end) if new else (h.old_start, h.old_end) for h in self._line.hunks]
        return any(start <= mention.start and mention.end <= end for start, end in hunks)

    def _in_whole_sentence(self, mention: Mention, text: str, *, new: bool) -> bool:
        """Whether the only difference around a cue is that a sentence came or went."""
        for hunk in self._line.hunks:
            start, end = (hunk.new_start, hunk.new_end) if new else (hunk.old_start, hunk.old_end)
            if start <= mention.start < end:
                other = hunk.old_end - hunk.old_start if new else hunk.new_end - hunk.new_start
                piece = text[start:end].strip()
                whole = len(piece) > _SENTENCE and piece.endswith((".", "!", "?", "”", '"', "'", "。", "」"))
                return (
                    not other
                    and whole
                    and starts_sentence(text, start + len(text[start:end]) - len(text[start:end].lstrip()))
                )
        return False

    def _is_name_change(self, pair: Pair) -> bool:
        old, new = pair.old, pair.new
        if old and new:
            if old.soft and new.soft and not self._respelt(old, new):
                return self._proved(old, self._old.text) and self._proved(new, self._new.text)
            return True
        mention, text, other = (old, self._old.text, self._new.text) if old else (new, self._new.text, self._old.text)
        if mention is None or (mention.soft and not self._proved(mention, text)):
            return False
        return not self._known(text[mention.start : mention.end], other)

    def _respelt(self, old: Mention, new: Mention) -> bool:
        """Whether two words that may be names are likely to be two spellings of one."""
        one, other = sorted((old.key, new.key), key=len)
        if len(one) < 3 or (other.startswith(one) and other[len(one) :] in _INFLECTIONS):
            return False
        if plain(one) == plain(other):
            return True
        return _alike(one, other)

    def _proved(self, mention: Mention, text: str) -> bool:
        """Whether a word that may be a name is capitalised inside a sentence elsewhere."""
        word = text[mention.start : mention.end]
        if "nouns" in (self._old.style, self._new.style):
            return False
        if word.isupper():
            word = word.title()
        own = [side.text for side in (self._old, self._new) if side.style == "sentence"]
        for place in (*own, *self._context):
            if self._left <= 0:
                return False
            self._left -= 1
            if capitalised_within(word, place[:_LOOKED_UP]):
                return True
        return False

    def _known(self, name: str, text: str) -> bool:
        """Whether the other text has the name as well: who is called "he" there is still the same."""
        if self._left <= 0:
            return False
        self._left -= 1
        text = text[:_LOOKED_UP].casefold()
        return name.casefold() in text or name.rpartition(" ")[2].casefold() in text.split()


def _is_soft(pair: Pair) -> bool:
    return all(mention is None or mention.soft for mention in (pair.old, pair.new))


def _drop_years(amounts: list[Pair], dates: list[Pair]) -> None:
    """Drop a bare number that the other side writes as an amount: "1500", read as a year, and "1,500"."""
    for date in dates:
        for amount in amounts[:_LOOK_UPS]:
            if date.old and amount.new and not amount.old and not date.new and _same_year(date.old, amount.new):
                date.old = amount.new = None
            elif date.new and amount.old and not amount.new and not date.old and _same_year(date.new, amount.old):
                date.new = amount.old = None


def _same_year(date: Mention, amount: Mention) -> bool:
    year = date.key.removeprefix("date ").removesuffix("--")
    return year.isdecimal() and amount.key == f"{Value(int(year)).key()}||"


def _same_amount(old: str, new: str) -> bool:
    """Whether two numbers are equal but for a unit that only one of them states: "aged 14", "14 years old"."""
    one, other = old.split("|"), new.split("|")
    if len(one) != 3 or len(other) != 3 or one[0] != other[0] or one[2] != other[2]:
        return old == new
    return one[1] == other[1] or ("" in (one[1], other[1]) and {one[1], other[1]} <= _SOFT_UNITS)


def _alike(one: str, other: str) -> bool:
    """Whether two words are likely to be spellings of one."""
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(one[:64], other[:64])) >= _RESPELT


def _speaks(side: Side, mention: Mention | None) -> bool:
    """Whether an attribution stands beside a quotation, in its sentence."""
    if mention is None:
        return False
    for quote in side.quotes:
        if quote.end <= mention.start:
            between = side.text[quote.end : mention.start]
        elif quote.start >= mention.end:
            between = side.text[mention.end : quote.start]
        else:
            continue
        if len(between) <= _SPEAKING and not any(end in between for end in (". ", "! ", "? ")):
            return True
    return False


def negated_words(old: Sequence[str], new: Sequence[str]) -> tuple[str, str] | None:
    """A word that gained or lost a negating prefix ("legal", "illegal"), as old word and new; None for none."""
    here, there = set(old) - set(new), set(new) - set(old)
    for gone, come in ((here, there), (there, here)):
        for word in sorted(gone):
            longer = next((p + word for p in lexicon.NEGATING_PREFIXES if len(word) > 3 and p + word in come), None)
            if longer:
                return (word, longer) if gone is here else (longer, word)
    return None
