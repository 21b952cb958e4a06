"""What two texts keep and what differs, region by region, and where a short kept one only tears an edit apart.

Finding the regions is left to `stretches`, making spans of them to `spans`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.diff.similar import STOP_WORDS

# Whether it is kept, perhaps but for typography, then the old text and the new one. Regions joined are the two texts.
Region = tuple[bool, str, str]

_WEAK_RUN = 3  # words; so short a run of words without weight between two edits only tears them apart
_LONE_EDITS = 6  # words of the two edits around a single word from which on it only tears them apart
_SIGNS = ".,;:!?\"'()[]“”‘’„«»–—…"
_LONE = 40  # characters; a longer stretch between two edits is never looked at as one that tears them apart


@dataclass(slots=True)
class _Edit:
    """Regions that differ, one after the other: where they start and stop, and how many words they have."""

    start: int
    stop: int
    old_words: int
    new_words: int

    @property
    def size(self) -> int:
        return max(self.old_words, self.new_words)


def kept_characters(regions: Iterable[Region]) -> int:
    """How many characters of the old text are kept."""
    return sum([len(old) for equal, old, _ in regions if equal])


def mended(regions: list[Region]) -> list[Region]:
    """The regions with the short kept ones that only tear an edit apart made part of it. Linear."""
    if not any(equal and len(old) <= _LONE and old.count(" ") <= _WEAK_RUN for equal, old, _ in regions):
        return regions
    edits: list[_Edit] = []
    for place, (equal, old, new) in enumerate(regions):
        if equal:
            continue
        if edits and edits[-1].stop == place:
            last = edits[-1]
            last.stop = place + 1
            last.old_words += len(old.split())
            last.new_words += len(new.split())
        else:
            edits.append(_Edit(place, place + 1, len(old.split()), len(new.split())))
        while len(edits) > 1 and _is_torn(edits[-2], edits[-1], regions):
            _join(edits, regions)
    return regions


def _is_torn(first: _Edit, last: _Edit, regions: list[Region]) -> bool:
    """Whether what is kept between two edits makes them harder to read than one."""
    one, other = first.size, last.size
    between = regions[first.stop][1]
    if one + other < _WEAK_RUN or len(between) > _LONE:
        return False
    if last.start - first.stop > 1:
        between = "".join([old for _, old, _ in regions[first.stop : last.start]])
    words = between.split()
    if len(between) > _LONE or len(words) > _WEAK_RUN:
        return False
    cores = [word.strip(_SIGNS) for word in words]
    lone = sum([not _is_weak(core) for core in cores])
    if lone:
        return lone == 1 == len(words) and one + other >= _LONE_EDITS and min(one, other) > 1
    signs = sum(map(_SIGNS.__contains__, between))
    return signs + sum(map(bool, cores)) <= min(_WEAK_RUN, one, other)


def _join(edits: list[_Edit], regions: list[Region]) -> None:
    """Make one edit of the last two, and of what was kept between them."""
    last = edits.pop()
    first = edits[-1]
    for place in range(first.stop, last.start):
        _, old, new = regions[place]
        regions[place] = (False, old, new)
        first.old_words += len(old.split())
        first.new_words += len(new.split())
    first.stop = last.stop
    first.old_words += last.old_words
    first.new_words += last.new_words


def _is_weak(core: str) -> bool:
    return core.lower() in STOP_WORDS or not any(map(str.isalnum, core))
