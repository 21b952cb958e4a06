"""Choose, among scored pairs of units, which old unit became which new one.

Best first, in rounds: what is plain is taken first and narrows where the rest can stand. How alike a pair must be grows
with the number of pairs that it competes with, so that a full rewrite breeds no chance links. Numbers are 0-based;
equal units were paired before (`anchors`), scores come from `similar`, splits and merges are left to `pieces`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from tracker.diff.anchors import keeping_order
from tracker.diff.pieces import Pair, Partners, PieceFinder
from tracker.diff.similar import Evidence, Likeness, common_words

# Measured on drafts aligned by people, on news stories with planted edits and on generated ones; F1 moves by less than
# half a point where a constant moves by a tenth. All likenesses are weighted Dice coefficients.
_ROUNDS = (0.55, 0.40, 0.30, 0.15)  # the least likeness that a round looks at
_ALONE = 0.18  # likeness at which the only two units between the same neighbours are one edited unit
_PER_RIVAL = 0.035  # more of it for each e-fold of pairs that stand between the same neighbours
_OUT_OF_PLACE = 0.15  # more of it for a unit that would have moved
_PER_WORD = 0.5  # and, there, more of it the fewer words the shorter unit has
_IN_PLACE_BONUS = 0.2  # what standing between the same neighbours counts for when there are two partners to choose from
_NEIGHBOUR_BONUS = 0.05  # the same for each neighbour that goes with its neighbour
_COPY = 0.55  # likeness at which a unit in place is the edited one, and the equal one elsewhere a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Old units and the new units that they became, 0-based numbers; one side has exactly one unless it is an edit."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gaps:
    """Between which units that keep their order each unit stands, and how many free ones stand there with it."""

    old: Sequence[int]
    new: Sequence[int]
    old_counts: Mapping[int, int]
    new_counts: Mapping[int, int]
    linked: Mapping[int, int]

    def enough(self, gap: int) -> float:
        """The likeness that makes a pair of one gap an edited unit."""
        return _ALONE + _PER_RIVAL * log(self.old_counts[gap] * self.new_counts[gap])

    def enough_elsewhere(self) -> float:
        """The likeness that makes any pair an edited unit which moved, but for its length."""
        rivals = sum(self.old_counts.values()) * sum(self.new_counts.values())
        return _ALONE + _PER_RIVAL * log(rivals) + _OUT_OF_PLACE


class Chooser:
    """The state of one choice.

    `old_numbers` and `new_numbers` (ascending) are the units that `evidence` is about. `linked` are the pairs made
    before; those of the old units in `loose`, which are among `old_numbers`, may be taken apart. `sizes` says how
    heavily each old unit weighs when it is asked which ones kept their order.
    """

    def __init__(
        self,
        *,
        evidence: Evidence,
        old_numbers: Sequence[int],
        new_numbers: Sequence[int],
        linked: Mapping[int, int],
        loose: Collection[int],
        sizes: Sequence[int],
    ) -> None:
        self._evidence = evidence
        self._old_numbers, self._new_numbers = old_numbers, new_numbers
        self._linked = dict(linked)
        self._sizes = sizes
        held = frozenset(loose)
        self._settled = {i for i, number in enumerate(old_numbers) if number in held}
        self._partners = Partners()
        self._gaps_of: tuple[int, _Gaps] | None = None  # with the number of pairs made before
        self._shared: dict[tuple[int, int], float] = {}

    def choose(self, likely: Sequence[Likeness]) -> list[Group]:
        """Groups of old and new units, each unit in one group at most."""
        pairs = sorted(self._scored(likely))
        if self._settled:
            self._part_from_copies(pairs)
        pairs = [pair for pair in pairs if pair[1] not in self._settled]
        partners = self._partners
        for least in _ROUNDS:
            free = [pair for pair in pairs if pair[1] not in partners.news and pair[2] not in partners.olds]
            if free and -free[0][0] >= least:
                self._take_edits(free, least)
        finder = PieceFinder(
            evidence=self._evidence,
            partners=partners,
            old_numbers=self._old_numbers,
            new_numbers=self._new_numbers,
        )
        finder.take(pairs, lambda i, j: self._shared[i, j])
        merges = ((tuple(sorted(olds)), (j,)) for j, olds in partners.olds.items() if len(olds) > 1)
        others = (((i,), tuple(sorted(news))) for i, news in partners.news.items() if len(partners.olds[news[0]]) == 1)
        return [self._group(old, new) for old, new in sorted([*merges, *others])]

    def _scored(self, likely: Sequence[Likeness]) -> list[Pair]:
        evidence, pairs = self._evidence, []
        for i, j, count in likely:
            common = evidence.common(evidence.old[i], evidence.new[j], count)
            if common:
                self._shared[i, j] = common
                pairs.append((-2 * common / (evidence.old_totals[i] + evidence.new_totals[j]), i, j))
        return pairs

    def _gaps(self) -> _Gaps:
        made = len(self._partners.news)
        if self._gaps_of is None or self._gaps_of[0] != made:
            self._gaps_of = made, self._find_gaps()
        return self._gaps_of[1]

    def _find_gaps(self) -> _Gaps:
        news, olds = self._partners.news, self._partners.olds
        linked = self._linked | {self._old_numbers[i]: self._new_numbers[new[0]] for i, new in news.items()}
        starts = sorted(linked)
        ends = [linked[number] for number in starts]
        kept = sorted(keeping_order(ends, (self._sizes[number] for number in starts)))
        old_bounds, new_bounds = [starts[place] for place in kept], [ends[place] for place in kept]
        here = [bisect_left(old_bounds, number) for number in self._old_numbers]
        there = [bisect_left(new_bounds, number) for number in self._new_numbers]
        return _Gaps(
            old=here,
            new=there,
            old_counts=Counter(gap for i, gap in enumerate(here) if i not in news and i not in self._settled),
            new_counts=Counter(gap for j, gap in enumerate(there) if j not in olds),
            linked=linked,
        )

    def _part_from_copies(self, pairs: Sequence[Pair]) -> None:
        """Pair a unit that would have moved alone with what stands, edited, where it stood: the equal one is a copy."""
        gaps = self._gaps()
        seen = set()
        for score, i, j in pairs:
            if -score < _COPY:
                break
            if j not in seen and i in self._settled and gaps.old[i] == gaps.new[j]:
                self._settled.remove(i)
                del self._linked[self._old_numbers[i]]
                self._partners.pair(i, j)
            seen.add(j)

    def _take_edits(self, pairs: Sequence[Pair], least: float) -> None:
        news, olds = self._partners.news, self._partners.olds
        gaps = self._gaps()
        elsewhere = gaps.enough_elsewhere()
        wanted: list[Pair] = []
        for score, i, j in pairs:
            if -score < least:
                break
            bonus = self._neighbours(i, j, gaps.linked) * _NEIGHBOUR_BONUS
            if gaps.old[i] == gaps.new[j]:
                enough = gaps.enough(gaps.old[i])
                bonus += _IN_PLACE_BONUS
            else:
                enough = elsewhere + _PER_WORD / min(len(self._evidence.old[i]), len(self._evidence.new[j]))
            if -score >= enough:
                wanted.append((score - bonus, i, j))
        for _, i, j in sorted(wanted):
            if i not in news and j not in olds:
                self._partners.pair(i, j)

    def _neighbours(self, i: int, j: int, linked: Mapping[int, int]) -> int:
        """How many of the two neighbours of old unit `i` go to the neighbours of new unit `j`."""
        old, new = self._old_numbers[i], self._new_numbers[j]
        return (linked.get(old - 1) == new - 1) + (linked.get(old + 1) == new + 1)

    def _group(self, old: tuple[int, ...], new: tuple[int, ...]) -> Group:
        evidence = self._evidence
        if len(old) == 1 == len(new):
            common = self._shared[old[0], new[0]]
            total = evidence.old_totals[old[0]] + evidence.new_totals[new[0]]
        else:
            one, other = "".join(evidence.old[i] for i in old), "".join(evidence.new[j] for j in new)
            common = evidence.common(one, other, common_words(one, other))
            total = sum(evidence.old_totals[i] for i in old) + sum(evidence.new_totals[j] for j in new)
        return Group(
            old=tuple(self._old_numbers[i] for i in old),
            new=tuple(self._new_numbers[j] for j in new),
            similarity=min(1.0, 2 * common / total),
        )
