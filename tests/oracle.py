"""What a story must answer at every moment, worked out the slow and plain way from the list of observations alone.

Nothing here comes from the program: the rules are those of the product's description, written down a second time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One observation: a text, the time it stands at on the published clock, whether the outlet stated that time, and
    the outlet's own version (-1: none)."""

    text: str
    published: int
    stated: bool
    version: int = -1


@dataclass(frozen=True)
class Known:
    """A point that an observation added: the text it stands for, its number among all points, the revision it stands
    for, and whether it is a new one."""

    told: Told
    number: int
    revision: int
    new: bool

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.told.published, self.told.version, self.number)


def points(history: list[Told]) -> list[Known]:
    """The points that a history adds, in the order of recording.

    A text that differs from the one before it in publication order is a revision. An equal one is a point of its own
    only where the outlet gave it a place of its own: a stated time, or version at that time, above the other's.
    """
    known: list[Known] = []
    for told in history:
        place = (told.published, told.version)
        earlier = [point for point in known if point.order[:2] <= place]
        before = max(earlier, key=lambda point: point.order, default=None)
        if before is None or before.told.text != told.text:
            revisions = sum(point.new for point in known)
            known.append(Known(told, len(known), revisions + 1, new=True))
        elif told.stated and place > before.order[:2]:
            known.append(Known(told, len(known), before.revision, new=False))
    return known


def standing(known: list[Known], published: int | None) -> Known | None:
    """The point that stands at a publish time, given the points known."""
    admitted = [point for point in known if published is None or point.told.published <= published]
    return max(admitted, key=lambda point: point.order, default=None)


def following(known: list[Known], point: Known) -> Known | None:
    """The next revision after a point in publication order, confirmations left out."""
    later = [other for other in known if other.new and other.order > point.order]
    return min(later, key=lambda other: other.order, default=None)
