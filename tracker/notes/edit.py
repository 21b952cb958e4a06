"""An edit: what can be told, or kept quiet, on its own.

Values only; how a comparison is cut into them is for `cutting` and `edits`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.diff.model import FactChange, Kind, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of a change: a unit that came or went, or a difference within one.

    `change` is the 1-based number of its change in the comparison, `old` and `new` are the 1-based numbers of its
    units. `old_text` and `new_text` are the words that went and came, None for none; the values among them stand
    whole. `old_span` and `new_span` are their offsets in the change's texts, end exclusive. `old_near` and `new_near`
    show them with the words beside that stand in both texts, up to the next edit. An edit in a sentence that moved has
    the sentence of both texts as `sentence`, and spans in those.
    """

    change: int
    part: str
    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_text: str | None
    new_text: str | None
    old_span: tuple[int, int]
    new_span: tuple[int, int]
    old_near: str
    new_near: str
    facts: tuple[FactChange, ...]
    weight: Weight
    typographic: bool
    sentence: str = ""

    @property
    def whole(self) -> bool:
        """Whether a whole unit came or went."""
        return self.kind in ("added", "removed")
