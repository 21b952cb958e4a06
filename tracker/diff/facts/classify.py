"""Say which facts one change touches, what it weighs, and whether it is only typography.

Takes a text before and after with its word operations; values are read on both sides around each difference and
compared as values, so that neither the way the words were cut nor the way a number is written matters. Finding the
word operations, and which texts belong together, is left to the engine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from sys import maxsize

from tracker.diff.facts.asides import is_sign_off
from tracker.diff.facts.judge import Judge
from tracker.diff.facts.lexicon import SIGN
from tracker.diff.facts.negations import negated_words
from tracker.diff.facts.plainly import ordinary_words
from tracker.diff.facts.reading import Side, quoted, read
from tracker.diff.facts.regions import Hunk, Line
from tracker.diff.facts.scan import Tokens
from tracker.diff.facts.weigh import fold, plain_word, signs_weigh, words_weigh
from tracker.diff.model import NO_FACTS, FactChange, Facts, Span, Weight
from tracker.diff.tokens import is_unspaced

_FEW = 12  # characters of spaces or signs that may come alone
_FOLDED = 200_000  # characters of differences; beyond it no one looks for style
# Parts that say nothing of the news: who wrote, whom to ask, how it is filed, and the desk's own note.
_SILENT = frozenset({"credits", "contacts", "copyright", "keywords", "language", "note", "extra", "version-tag"})


def classify(
    old_text: str | None,
    new_text: str | None,
    spans: Sequence[Span],
    *,
    part: str,
    language: str | None = None,
    context: Sequence[str] = (),
) -> Facts:
    """The facts that a change touches, its weight, and whether it is typography alone.

    `spans` are its word operations: equal and delete spans are the old text, equal and insert spans the new one; a
    text that came or went is None on the other side. `language` is the article's (BCP 47). `context` are other texts
    of the story, looked at only where a capital alone does not show whether a word is a name. Near linear in what
    differs; beyond 20,000 characters of it the rest is not read, and the result is `coarse`.
    """
    line = Line(old_text or "", new_text or "", spans)
    if not line.hunks:
        return NO_FACTS
    typographic = _same_but_style(line)
    if part in _SILENT or (part != "byline" and _are_sign_offs(old_text, new_text)):
        return Facts(changes=(), weight="trivial", typographic=typographic)
    if typographic and not _has_digits(line):
        return Facts(changes=(), weight="trivial", typographic=True)
    if part == "embargo":
        return Facts(
            changes=(FactChange(fact="date", old=old_text, new=new_text),), weight="substantive", typographic=False
        )
    words = ordinary_words(line) if part != "byline" else None
    if words is not None and not quoted(line):
        weight, changes = _weigh_words(*words)
        return Facts(changes=tuple(changes), weight=weight, typographic=False)
    old, new, coarse = read(line, part=part, language=language)
    judge = Judge(line, old, new, context)
    if part == "byline":
        return _byline(judge, typographic=typographic)
    return _judged(line, old, new, judge.all(quotations=not coarse), typographic=typographic, coarse=coarse)


def _judged(line: Line, old: Side, new: Side, changes: list[FactChange], *, typographic: bool, coarse: bool) -> Facts:
    """The result for facts that changed; without any, for the other words and signs."""
    weight: Weight = "substantive" if changes else "trivial"
    if not changes and not typographic:
        weight, changes = _weighed(line, old, new, named=True)
        if weight == "substantive" and not changes and [m.key for m in old.names] != [m.key for m in new.names]:
            weight, changes = _weighed(line, old, new, named=False)  # "Council", "council"
        if weight == "trivial" and _signs_weigh(line):
            weight = "substantive"
    return Facts(changes=tuple(changes), weight=weight, typographic=typographic and not changes, coarse=coarse)


def _weighed(line: Line, old: Side, new: Side, *, named: bool) -> tuple[Weight, list[FactChange]]:
    """The weight of the words in the differences; with `named`, those of names are left out as well."""
    here = _changed_words(line, old, _covered(old, new, named=named), new=False)
    return _weigh_words(here, _changed_words(line, new, _covered(new, old, named=named), new=True))


def _are_sign_offs(old: str | None, new: str | None) -> bool:
    return (old is None or is_sign_off(old)) and (new is None or is_sign_off(new))


def _byline(judge: Judge, *, typographic: bool) -> Facts:
    """A byline that comes, goes or grows is routine; a writer's name that turns into another is a name."""
    judge.names()
    changes = tuple(change for change in judge.changes if change.old and change.new)
    weight: Weight = "substantive" if changes else "trivial"
    return Facts(changes=changes, weight=weight, typographic=typographic and not changes)


def _same_but_style(line: Line) -> bool:
    """Whether every difference is one of style: the texts of each fold to the same."""
    if len(line.hunks) == 1 and _unlike(line, line.hunks[0]):
        return False
    total = 0
    for hunk in line.hunks:
        one, other = hunk.old_end - hunk.old_start, hunk.new_end - hunk.new_start
        total += one + other
        if abs(one - other) > min(one, other) + _FEW or total > _FOLDED:
            return False  # style makes no text twice as long
    return all(
        fold(line.old_text[hunk.old_start : hunk.old_end]) == fold(line.new_text[hunk.new_start : hunk.new_end])
        for hunk in line.hunks
    )


def _unlike(line: Line, hunk: Hunk) -> bool:
    """Whether a glance shows that a difference is more than style: other letters at its start, or letters lost."""
    old, new = line.old_text[hunk.old_start : hunk.old_end], line.new_text[hunk.new_start : hunk.new_end]
    if not old or not new:
        return (old or new).isalnum()
    one, other = old[0], new[0]
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum() and one.lower() != other.lower()


def _has_digits(line: Line) -> bool:
    return any(_beside_digit(line, hunk) for hunk in line.hunks)


def _beside_digit(line: Line, hunk: Hunk) -> bool:
    for text, start, end in (
        (line.old_text, hunk.old_start, hunk.old_end),
        (line.new_text, hunk.new_start, hunk.new_end),
    ):
        if any(map(str.isdecimal, text[max(0, start - 2) : end + 2])):
            return True
    return False


def _weigh_words(old: list[str], new: list[str]) -> tuple[Weight, list[FactChange]]:
    """The weight of words that are part of no fact; one that gained or lost "un-" or "in-" is a negation after all."""
    negated = negated_words(old, new)
    if negated:
        return "substantive", [FactChange(fact="negation", old=negated[0], new=negated[1])]
    return ("substantive" if words_weigh(old, new) else "trivial"), []


def _signs_weigh(line: Line) -> bool:
    before = "".join([line.old_text[hunk.old_start : hunk.old_end] for hunk in line.hunks])
    after = "".join([line.new_text[hunk.new_start : hunk.new_end] for hunk in line.hunks])
    return signs_weigh(before, after)


def _changed_words(line: Line, side: Side, covered: set[int], *, new: bool) -> list[str]:
    """The words in the differences of one side, without those of values, which were compared as such."""
    words: list[str] = []
    hunks: list[tuple[int, int]] = []
    for tokens in side.tokens:
        for place in tokens.changed:
            if tokens.flags[place] & SIGN:  # left to `signs_weigh`
                continue
            if tokens.foreign and is_unspaced(tokens.words[place]):
                hunks = hunks or [(h.new_start, h.new_end) if new else (h.old_start, h.old_end) for h in line.hunks]
                start = tokens.starts[place]
                words += [sign for spot, sign in enumerate(tokens.words[place], start) if _weighs(spot, hunks, covered)]
            elif tokens.starts[place] not in covered and not _joins_values(tokens, place, covered):
                words.append(plain_word(tokens.lowers[place]))
    return words


def _weighs(spot: int, hunks: Sequence[tuple[int, int]], covered: set[int]) -> bool:
    """Whether a sign of a script without spaces stands in a difference and in no value."""
    at = bisect_right(hunks, (spot, maxsize)) - 1
    return at >= 0 and spot < hunks[at][1] and spot not in covered


def _covered(side: Side, other: Side, *, named: bool) -> set[int]:
    """The offsets that values take: they were compared as such, and are the same or elsewhere in the other text."""
    covered: set[int] = set()
    numbers = {mention.key for mention in other.numbers} if side.numbers else ()
    for mention in (*side.numbers, *side.dates, *(side.names if named else ()), *side.cues):
        if not mention.soft or mention.key in numbers:
            covered.update(range(mention.start, mention.end))
    there = {(mention.key, mention.words) for mention in other.sources}
    for mention in side.sources:
        if (mention.key, mention.words) in there:
            covered.update(range(mention.start, mention.end))
    return covered


def _joins_values(tokens: Tokens, place: int, covered: set[int]) -> bool:
    """Whether a word only ties two numbers to a range: "5 to 6"."""
    if tokens.lowers[place] not in {"to", "and", "bis"} or not 0 < place < tokens.size - 1:
        return False
    return tokens.starts[place - 1] in covered and tokens.starts[place + 1] in covered
