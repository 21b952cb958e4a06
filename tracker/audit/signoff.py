"""What the reviews of one finding, or of a change as a whole, come to: accepted, queried, disputed, or too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.story.events import ReviewVerdict

WHOLE = "change"
"""The key that stands for a revision's change as a whole, beside those of its findings."""

State = Literal["unreviewed", "accepted", "awaiting", "queried", "correction needed", "disputed"]

_OF_VERDICT: dict[ReviewVerdict, State] = {
    ReviewVerdict.ACCEPT: "accepted",
    ReviewVerdict.QUERY: "queried",
    ReviewVerdict.CORRECTION_NEEDED: "correction needed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one person said, at ledger position `position`; what was withdrawn is none."""

    name: str
    verdict: ReviewVerdict
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Where a finding stands with its reviewers: `names` are those whose opinion counts, oldest opinion first.

    "awaiting" is accepted by fewer names than are required.
    """

    state: State
    names: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state == "accepted"


NOBODY = SignOff(state="unreviewed")


def sign_off(opinions: Sequence[Opinion], *, required: int) -> SignOff:
    """What these opinions come to where `required` different names must accept.

    Of each name the newest opinion counts. Where one name is enough, the newest opinion of all decides; where more
    are required, differing verdicts are disputed.
    """
    newest: dict[str, Opinion] = {}
    for opinion in sorted(opinions, key=lambda item: item.position):
        newest.pop(opinion.name, None)
        newest[opinion.name] = opinion
    if not newest:
        return NOBODY
    held = list(newest.values())
    names = tuple(opinion.name for opinion in held)
    if required > 1 and len({opinion.verdict for opinion in held}) > 1:
        return SignOff(state="disputed", names=names)
    state = _OF_VERDICT[held[-1].verdict]
    if state == "accepted" and sum(opinion.verdict is ReviewVerdict.ACCEPT for opinion in held) < required:
        state = "awaiting"
    return SignOff(state=state, names=names)
