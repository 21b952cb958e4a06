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
    before; those of the old units in `loose`, which are among `old_numbers`, may be taken apart. `standing` are the
    pairs of `linked` that keep their order, ascending, and `texts` the old units, whose lengths say which ones to
    rather let stand.
    """

    def __init__(
        self,
        *,
        evidence: Evidence,
        old_numbers: Sequence[int],
        new_numbers: Sequence[int],
        linked: dict[int, int],
        standing: Sequence[tuple[int, int]],
        loose: Collection[int],
        texts: Sequence[str],
    ) -> None:
        self._evidence = evidence
        self._old_numbers, self._new_numbers = old_numbers, new_numbers
        self._linked = linked
        self._standing = standing
        self._texts = texts
        held = frozenset(loose)
        self._settled = {i for i, number in enumerate(old_numbers) if number in held}
        self._partners = Partners()
        self._shared: dict[tuple[int, int], float] = {}

    def choose(self, likely: Sequence[Likeness]) -> list[Group]:
        """Groups of old and new units, each unit in one group at most."""
        pairs = sorted(self._scored(likely))
        gaps = self._gaps()
        fresh: list[tuple[int, int]] = []
        if self._settled:
            fresh = self._part_from_copies(pairs, gaps)
            pairs = [pair for pair in pairs if pair[1] not in self._settled]
        news, olds = self._partners.news, self._partners.olds
        for least in _ROUNDS:
            free = [pair for pair in pairs if pair[1] not in news and pair[2] not in olds]
            if free and -free[0][0] >= least:
                gaps = self._narrowed(fresh, gaps)
                fresh = self._take_edits(free, least, gaps)
        finder = PieceFinder(
            evidence=self._evidence,
            partners=self._partners,
            old_numbers=self._old_numbers,
            new_numbers=self._new_numbers,
        )
        finder.take(pairs, self._shared)
        merges = [(tuple(sorted(some)), (j,)) for j, some in olds.items() if len(some) > 1]
        others = [((i,), tuple(sorted(some))) for i, some in news.items() if len(olds[some[0]]) == 1]
        return [self._group(old, new) for old, new in sorted([*merges, *others])]

    def _scored(self, likely: Sequence[Likeness]) -> list[Pair]:
        old, new, pairs = self._evidence.old, self._evidence.new, []
        old_totals, new_totals = self._evidence.old_totals, self._evidence.new_totals
        for i, j, count in likely:
            common = self._evidence.common(old[i], new[j], count)
            if common:
                self._shared[i, j] = common
                pairs.append((-2 * common / (old_totals[i] + new_totals[j]), i, j))
        return pairs

    def _pair(self, i: int, j: int) -> tuple[int, int]:
        self._partners.pair(i, j)
        pair = self._old_numbers[i], self._new_numbers[j]
        self._linked[pair[0]] = pair[1]
        return pair

    def _gaps(self) -> _Gaps:
        news, olds, settled = self._partners.news, self._partners.olds, self._settled
        old_bounds, new_bounds = [pair[0] for pair in self._standing], [pair[1] for pair in self._standing]
        here = [bisect_left(old_bounds, number) for number in self._old_numbers]
        there = [bisect_left(new_bounds, number) for number in self._new_numbers]
        return _Gaps(
            old=here,
            new=there,
            old_counts=Counter([gap for i, gap in enumerate(here) if i not in news and i not in settled]),
            new_counts=Counter([gap for j, gap in enumerate(there) if j not in olds]),
        )

    def _narrowed(self, fresh: Sequence[tuple[int, int]], gaps: _Gaps) -> _Gaps:
        """The gaps after pairs were made that stand in place; of those that cross the heaviest run counts."""
        if not fresh:
            return gaps
        standing = sorted([*self._standing, *fresh])
        kept = keeping_order([pair[1] for pair in standing], (len(self._texts[pair[0]]) + 1 for pair in standing))
        self._standing = standing if len(kept) == len(standing) else [standing[place] for place in sorted(kept)]
        return self._gaps()

    def _part_from_copies(self, pairs: Sequence[Pair], gaps: _Gaps) -> list[tuple[int, int]]:
        """Pair a unit that would have moved alone with what stands, edited, where it stood: the equal one is a copy."""
        seen = set()
        fresh = []
        for score, i, j in pairs:
            if -score < _COPY:
                break
            if j not in seen and i in self._settled and gaps.old[i] == gaps.new[j]:
                self._settled.remove(i)
                fresh.append(self._pair(i, j))
            seen.add(j)
        return fresh

    def _take_edits(self, pairs: Sequence[Pair], least: float, gaps: _Gaps) -> list[tuple[int, int]]:
        """Make the pairs that are alike enough, best first; returns those that stand in place."""
        news, olds = self._partners.news, self._partners.olds
        elsewhere = gaps.enough_elsewhere()
        wanted: list[tuple[float, int, int, bool]] = []
        for score, i, j in pairs:
            if -score < least:
                break
            bonus = self._neighbours(i, j) * _NEIGHBOUR_BONUS
            in_place = gaps.old[i] == gaps.new[j]
            if in_place:
                enough = gaps.enough(gaps.old[i])
                bonus += _IN_PLACE_BONUS
            else:
                enough = elsewhere + _PER_WORD / min(len(self._evidence.old[i]), len(self._evidence.new[j]))
            if -score >= enough:
                wanted.append((score - bonus, i, j, in_place))
        fresh = []
        for _, i, j, in_place in sorted(wanted):
            if i not in news and j not in olds:
                pair = self._pair(i, j)
                if in_place:
                    fresh.append(pair)
        return fresh

    def _neighbours(self, i: int, j: int) -> int:
        """How many of the two neighbours of old unit `i` go to the neighbours of new unit `j`."""
        old, new = self._old_numbers[i], self._new_numbers[j]
        return (self._linked.get(old - 1) == new - 1) + (self._linked.get(old + 1) == new + 1)

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
            old=tuple([self._old_numbers[i] for i in old]),
            new=tuple([self._new_numbers[j] for j in new]),
            similarity=min(1.0, 2 * common / total),
        )
