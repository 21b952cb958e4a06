"""Choose, among scored pairs of units, which old unit became which new one: edits first, then splits and merges.

Best first and greedy, with a preference for pairs that keep the order of the units around them. Numbers are 0-based
places in the lists given; equal units were paired before (`anchors`), scores come from `similar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.diff.similar import Likeness, common_words, dice

IN_PLACE = 0.45  # Dice at which two units between the same neighbours are one edited unit
OUT_OF_PLACE = 0.50  # the same, where the unit would have moved
REWRITTEN = 0.65  # the same, in a text of which next to nothing stood still: chance pairs are many there
_IN_PLACE_BONUS = 0.08
_PIECE = 0.6  # share of a unit's words that must stand in another for it to be a piece of that one
_WHOLE_PIECE = 0.7  # the same, where the other has no partner yet
_GAIN = 0.55  # share of a piece's words that the partner's words do not account for already
_REACH = 4  # pieces of one unit stand at most so many units apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Old units and the new units that they became, 0-based places; one side has exactly one unless it is an edit."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


# Minus the score (so that the best sort first), old and new unit, words in common, whether the pair keeps its place.
Candidate = tuple[float, int, int, int, bool]


class Chooser:
    """The state of one choice: encoded units of both sides, their unit numbers, and who has a partner."""

    def __init__(
        self, *, old: Sequence[str], new: Sequence[str], old_numbers: Sequence[int], new_numbers: Sequence[int]
    ) -> None:
        self._old, self._new = old, new
        self._old_numbers, self._new_numbers = old_numbers, new_numbers
        self._common: dict[tuple[int, int], int] = {}
        self._news: dict[int, list[int]] = {}  # old unit -> the new units it became
        self._olds: dict[int, list[int]] = {}

    def choose(self, candidates: Sequence[Candidate], *, rewritten: bool) -> list[Group]:
        """Groups of old and new units, each unit in one group at most; `rewritten` asks for more likeness."""
        self._common = {(i, j): common for _, i, j, common, _ in candidates}
        for candidate in sorted(candidates):
            self._take_edit(candidate, rewritten=rewritten)
        left = ((-self._contained(i, j, common), i, j) for _, i, j, common, _ in candidates if self._is_free(i, j))
        for contained, i, j in sorted(left):
            if -contained < _PIECE:
                break
            self._take_piece(i, j, self._common[i, j])
        return self._groups()

    def _is_free(self, i: int, j: int) -> bool:
        return i not in self._news or j not in self._olds

    def _take_edit(self, candidate: Candidate, *, rewritten: bool) -> None:
        score, i, j, _, in_place = candidate
        threshold = REWRITTEN if rewritten else IN_PLACE if in_place else OUT_OF_PLACE
        if -score >= threshold and i not in self._news and j not in self._olds:
            self._pair(i, j)

    def _take_piece(self, i: int, j: int, common: int) -> None:
        """Take one unit as a piece of the other: a half of a split, or of a merge."""
        if i not in self._news and j not in self._olds:
            shorter = min(len(self._old[i]), len(self._new[j]))
            if shorter >= 4 and common >= _WHOLE_PIECE * shorter:
                self._pair(i, j)
        elif j not in self._olds:
            if common >= _PIECE * len(self._new[j]) and self._splits(i, j):
                self._news[i].append(j)
                self._olds[j] = [i]
        elif i not in self._news and common >= _PIECE * len(self._old[i]) and self._merges(i, j):
            self._olds[j].append(i)
            self._news[i] = [j]

    def _splits(self, i: int, j: int) -> bool:
        """Whether new unit `j` accounts for words of old unit `i` that its present partners do not."""
        partners = self._news[i]
        if any(len(self._olds[k]) > 1 for k in partners) or not _near(self._new_numbers, [*partners, j]):
            return False
        alone = "".join(self._new[k] for k in partners)
        together = "".join(self._new[k] for k in sorted([*partners, j]))
        gain = common_words(self._old[i], together) - common_words(self._old[i], alone)
        return gain >= _GAIN * len(self._new[j])

    def _merges(self, i: int, j: int) -> bool:
        """Whether old unit `i` accounts for words of new unit `j` that its present partners do not."""
        partners = self._olds[j]
        if any(len(self._news[k]) > 1 for k in partners) or not _near(self._old_numbers, [*partners, i]):
            return False
        alone = "".join(self._old[k] for k in partners)
        together = "".join(self._old[k] for k in sorted([*partners, i]))
        gain = common_words(together, self._new[j]) - common_words(alone, self._new[j])
        return gain >= _GAIN * len(self._old[i])

    def _pair(self, i: int, j: int) -> None:
        self._news[i] = [j]
        self._olds[j] = [i]

    def _contained(self, i: int, j: int, common: int) -> float:
        return common / min(len(self._old[i]), len(self._new[j]))

    def _groups(self) -> list[Group]:
        merges = ((tuple(sorted(olds)), (j,)) for j, olds in self._olds.items() if len(olds) > 1)
        others = ((((i,), tuple(sorted(news)))) for i, news in self._news.items() if len(self._olds[news[0]]) == 1)
        return [self._group(old, new) for old, new in sorted([*merges, *others])]

    def _group(self, old: tuple[int, ...], new: tuple[int, ...]) -> Group:
        one = "".join(self._old[i] for i in old)
        other = "".join(self._new[j] for j in new)
        known = self._common.get((old[0], new[0])) if len(old) == len(new) == 1 else None
        common = common_words(one, other) if known is None else known
        return Group(old=old, new=new, similarity=dice(common, one, other))


def scored(likeness: Likeness, old: Sequence[str], new: Sequence[str], *, in_place: bool) -> Candidate:
    """A likeness of two encoded units as a candidate."""
    i, j, common = likeness
    bonus = _IN_PLACE_BONUS if in_place else 0.0
    return -(dice(common, old[i], new[j]) + bonus), i, j, common, in_place


def _near(numbers: Sequence[int], places: Sequence[int]) -> bool:
    return numbers[max(places)] - numbers[min(places)] <= _REACH
