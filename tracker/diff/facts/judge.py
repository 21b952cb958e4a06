"""Decide which differences between the values of both sides are changes of fact, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.diff.facts import lexicon
from tracker.diff.facts.namechanges import NameJudge, alike, same_name
from tracker.diff.facts.negations import negation_changes
from tracker.diff.facts.numerals import Value
from tracker.diff.facts.pairing import Pair, Same, equal_keys, pairs, swaps
from tracker.diff.facts.quotes import shown as shown_quote
from tracker.diff.facts.reading import Side, quoted
from tracker.diff.facts.regions import Line, Mention, clusters, trimmed
from tracker.diff.facts.sources import differ, same_source
from tracker.diff.facts.titles import same_title
from tracker.diff.facts.weigh import is_slip
from tracker.diff.model import Fact, FactChange

_TRIED = 24  # amounts of one change that a year is compared with
_SPEAKING = 120  # characters between a quotation and its speaker
_SOFT_UNITS = frozenset(lexicon.SOFT_UNITS.values()) | {""}


class Judge:
    """Collects the changes of fact of one change; `context` are texts that show which words are names."""

    __slots__ = ("_context", "_line", "_new", "_old", "changes")

    def __init__(self, line: Line, old: Side, new: Side, context: Sequence[str]) -> None:
        self._line, self._old, self._new = line, old, new
        self._context = context
        self.changes: list[FactChange] = []

    def all(self, *, quotations: bool) -> list[FactChange]:
        """Every change of fact, in the order of `model.FACTS`; quotations only if they are asked for."""
        if self._line.lone:
            self._lone(self._old if self._line.old_text else self._new, quotations=quotations)
            return self.changes
        self._amounts_and_dates()
        self.names()
        speakers = self._sources()
        if quotations and (speakers or quoted(self._line)):
            self._quotes(speakers)
        if self._old.cues or self._new.cues:
            for pair in negation_changes(self._line, self._old, self._new):
                self._note("negation", pair)
        return self.changes

    def _lone(self, side: Side, *, quotations: bool) -> None:
        """Note every value of a text that came or went whole, but those too weak to count alone."""
        self._note_lone("number", [value for value in side.numbers if not value.soft])
        self._note_lone("date", [value for value in side.dates if not value.soft])
        self.names()
        self._note_lone("attribution", side.sources)
        if quotations:
            self._note_lone("quote", side.quotes)
        if side.cues:
            for pair in negation_changes(self._line, self._old, self._new):
                self._note("negation", pair)

    def _note_lone(self, fact: Fact, values: Sequence[Mention]) -> None:
        gone = bool(self._line.old_text)
        text = self._line.old_text or self._line.new_text
        for value in values:
            shown = text[value.start : value.end]
            if fact == "quote":
                shown = shown_quote(shown)
            self.changes.append(FactChange(fact=fact, old=shown if gone else None, new=None if gone else shown))

    def names(self) -> None:
        """Note names that differ."""
        changed = self._pairs(self._old.names, self._new.names, same_name, swapped=True)
        if changed:
            judge = NameJudge(self._old, self._new, self._context)
            for pair in changed:
                if judge.is_change(pair):
                    self._note("name", pair)
        if not self._old.titles or not self._new.titles:
            return
        for pair in self._beside(self._old.titles, self._new.titles):
            if pair.old and pair.new and not same_title(pair.old, pair.new):
                self._note("name", pair)

    def _pairs(
        self, old: Sequence[Mention], new: Sequence[Mention], same: Same = equal_keys, *, swapped: bool = False
    ) -> list[Pair]:
        """What changed among the values of one kind; with `swapped`, values that changed places count."""
        if not old and not new:
            return []
        if self._line.lone:
            return [Pair(mention, None) for mention in old] or [Pair(None, mention) for mention in new]
        here, there = trimmed(old, new)
        if len(here) < 2 and len(there) < 2:
            one, other = here[0] if here else None, there[0] if there else None
            return [] if one is other or (one and other and same(one, other)) else [Pair(one, other)]
        found = clusters(self._line, here, there)
        changed = pairs(self._line, found, same, exchanged=same is not same_source)
        return changed or (swaps(self._line, found, old, new) if swapped else [])

    def _note(self, fact: Fact, pair: Pair) -> None:
        one, other = pair.old, pair.new
        old = self._line.old_text[one.start : one.end] if one else None
        new = self._line.new_text[other.start : other.end] if other else None
        if fact == "quote":
            old, new = old and shown_quote(old), new and shown_quote(new)
        self.changes.append(FactChange(fact=fact, old=old, new=new))

    def _amounts_and_dates(self) -> None:
        amounts = self._pairs(self._old.numbers, self._new.numbers, swapped=True)
        dates = self._pairs(self._old.dates, self._new.dates)
        if amounts and dates:
            _drop_years(amounts, dates)
        for pair in amounts:
            if pair.old and pair.new:
                if not _same_amount(pair.old.key, pair.new.key):
                    self._note("number", pair)
            elif not _is_soft(pair):
                self._note("number", pair)
        if not dates and self._old.bounds and self._new.bounds:
            dates = self._beside(self._old.bounds, self._new.bounds)
        for pair in dates:
            if (pair.old and pair.new) or not _is_soft(pair):
                self._note("date", pair)

    def _beside(self, old: Sequence[Mention], new: Sequence[Mention]) -> list[Pair]:
        """The same values with something else before them: "before Monday", "after Monday"."""
        changed = self._pairs(old, new, _same_beside)
        return [pair for pair in changed if pair.old and pair.new and pair.old.words == pair.new.words]

    def _sources(self) -> list[Pair]:
        """Note attributions that differ; those in which another source speaks."""
        speakers = []
        for pair in self._pairs(self._old.sources, self._new.sources, same_source):
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
        if len(one) != 1 or len(other) != 1:
            return False
        here, there = min(one), min(other)
        return is_slip(here, there) or (alike(here, there) and any(c.fact == "name" for c in self.changes))

    def _quotes(self, speakers: Sequence[Pair]) -> None:
        here, there = trimmed(self._old.quotes, self._new.quotes)
        if here or there:
            found = clusters(self._line, here, there)
            old = "".join([mention.key for gone, _ in found for mention in gone])
            new = "".join([mention.key for _, come in found for mention in come])
            if old != new:  # one quotation may have become two
                for pair in pairs(self._line, found):
                    self._note("quote", pair)
        if not any(change.fact == "quote" for change in self.changes):
            for pair in speakers:
                if _speaks(self._old, pair.old) and _speaks(self._new, pair.new):
                    self._note("quote", pair)


def _is_soft(pair: Pair) -> bool:
    return all(mention is None or mention.soft for mention in (pair.old, pair.new))


def _same_beside(one: Mention, other: Mention) -> bool:
    return one[2:] == other[2:]


def _drop_years(amounts: list[Pair], dates: list[Pair]) -> None:
    """Drop a bare number that the other side writes as an amount: "1500", read as a year, and "1,500"."""
    for date in dates:
        for amount in amounts[:_TRIED]:
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
    here, there = one[1].partition("/"), other[1].partition("/")
    if here[2] and there[2] and here[2] != there[2]:
        return False
    return here[0] == there[0] or ("" in (here[0], there[0]) and {here[0], there[0]} <= _SOFT_UNITS)


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
