"""What a classifier says of one change: the facts it touches, its weight, and whether it is only typography.

Values only; they are found in `classify`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.diff.model import Fact, FactChange, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts that one change touches, in the order of FACTS and then of the text.

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


NOTHING = Facts(changes=(), weight="trivial", typographic=False)
