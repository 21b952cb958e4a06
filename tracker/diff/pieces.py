"""Find splits and merges: units left over that are a piece of a unit which has a partner already.

A piece must stand in the other unit with enough of its words, and those must be words that the known partners do not
account for. Which units are partners is decided before, in `choose`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.diff.similar import Evidence, common_words

_REACH = 4  # pieces of one unit stand at most so many units apart

# Minus the weighted Dice (so that the best sort first), and the places of the old and the new unit in their lists.
Pair = tuple[float, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """Who became whom so far: for each old unit its new ones, for each new unit its old ones, 0-based places."""

    news: dict[int, list[int]] = field(default_factory=dict)
    olds: dict[int, list[int]] = field(default_factory=dict)

    def pair(self, i: int, j: int) -> None:
        """Old unit `i` became new unit `j`."""
        self.news[i] = [j]
        self.olds[j] = [i]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The least share of a piece's weight that must stand in the whole, and the least that no partner accounts for."""

    held: float
    gained: float


_BESIDE = _Rule(held=0.38, gained=0.28)  # for a piece next to one that is known
_APART = _Rule(held=0.65, gained=0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of the search: where pieces come from, or where the whole is."""

    codes: Sequence[str]
    totals: Sequence[int]
    numbers: Sequence[int]


class PieceFinder:
    """Adds splits and merges to `partners`; `numbers` are those of the units that `evidence` is about."""

    def __init__(
        self, *, evidence: Evidence, partners: Partners, old_numbers: Sequence[int], new_numbers: Sequence[int]
    ) -> None:
        self._evidence, self._partners = evidence, partners
        self._old = _Side(codes=evidence.old, totals=evidence.old_totals, numbers=old_numbers)
        self._new = _Side(codes=evidence.new, totals=evidence.new_totals, numbers=new_numbers)

    def take(self, pairs: Iterable[Pair], shared: Mapping[tuple[int, int], float]) -> None:
        """Take the pieces among `pairs`, those first that are held most; `shared` is what a pair has in common."""
        news, olds = self._partners.news, self._partners.olds
        found = []
        for _, i, j in pairs:
            if (i in news) != (j in olds):
                weight = shared[i, j]
                total = self._new.totals[j] if i in news else self._old.totals[i]
                found.append((-weight / total, i, j))
        for held, i, j in sorted(found):
            if i in news and j not in olds and self._fits(-held, j, i, self._new, self._old, news, olds):
                news[i].append(j)
                olds[j] = [i]
            elif j in olds and i not in news and self._fits(-held, i, j, self._old, self._new, olds, news):
                olds[j].append(i)
                news[i] = [j]

    def _fits(
        self,
        held: float,
        piece: int,
        whole: int,
        pieces: _Side,
        wholes: _Side,
        known: dict[int, list[int]],
        back: dict[int, list[int]],
    ) -> bool:
        """Whether `piece` accounts for words of `whole` that its `known` pieces do not, and makes both more alike."""
        others = known[whole]
        if any(len(back[other]) > 1 for other in others):
            return False
        numbers = [pieces.numbers[other] for other in (*others, piece)]
        rule = _BESIDE if min(abs(number - numbers[-1]) for number in numbers[:-1]) == 1 else _APART
        if held < rule.held or max(numbers) - min(numbers) > _REACH:
            return False
        before = self._common(wholes.codes[whole], pieces, others)
        gained = self._common(wholes.codes[whole], pieces, [*others, piece]) - before
        # Taken together the units are more alike than before just if the share gained exceeds half their Dice so far.
        alike = before / (wholes.totals[whole] + sum(pieces.totals[other] for other in others))
        return gained >= max(rule.gained, alike) * pieces.totals[piece]

    def _common(self, whole: str, pieces: _Side, places: Iterable[int]) -> float:
        together = "".join(pieces.codes[place] for place in sorted(places))
        return self._evidence.common(whole, together, common_words(whole, together))
