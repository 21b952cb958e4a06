"""Whose story an observation is part of: that of its key, that which the key was linked to, or that which it follows.

What a batch will have linked counts as linked. The ledger settles races: opening a story under a key and linking the
key claim the same thing (`ledger.story.key_claim`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.desk.gather import StoryInBatch
from tracker.ledger.identity import DESK_SUFFIX
from tracker.ledger.read import LedgerView
from tracker.ledger.story import KeyState, key_state, opening_of
from tracker.story.decide import Observation
from tracker.story.keys import StoryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The story that an observation goes to, by its own key. `links` says that the observation's key becomes one of it.

    `warning` is set where what it follows is not known; `refusal` where it contradicts what is recorded.
    """

    key: StoryKey
    links: bool = False
    warning: str | None = None
    refusal: str | None = None


class Keys:
    """Which story each key names, as a batch sees it. `story` gives a stream as the batch sees it."""

    def __init__(self, view: LedgerView, story: Callable[[str], StoryInBatch]) -> None:
        self._view = view
        self._story = story
        self._linked: dict[str, StoryKey] = {}
        self._states: dict[str, KeyState] = {}

    def placed(self, observation: Observation) -> Placed:
        """Where an observation goes."""
        key, follows = observation.key, observation.follows
        own = self.story_of(key)
        if follows is None or follows == key:
            return Placed(key=own or key)
        target = self.story_of(follows)
        if target is None:
            where = f"recorded as {(own or key).text}"
            return Placed(key=own or key, warning=f"follows {follows.text}, which is no story here: {where}")
        if own is None:
            return Placed(key=target, links=True)
        if own == target:
            return Placed(key=own)
        what = "a story of its own" if own == key else f"part of {own.text}"
        return Placed(
            key=key,
            refusal=f"follows {follows.text}, but {key.text} is {what} already: leave follows out to record it there,"
            f" or give --story {target.text}",
        )

    def story_of(self, key: StoryKey) -> StoryKey | None:
        """The own key of the story that a key names, None where it names none."""
        if key.text in self._linked:
            return self._linked[key.text]
        if self._story(self._view.identities.stream(key.text)).last_version is not None:
            return key
        link = self.state(key).link
        if link is None:
            return None
        opened = self._view.version(link.row.stream_id.removesuffix(DESK_SUFFIX), 0)
        assert opened is not None
        return self.link(key, opening_of(self._view, opened).key)

    def link(self, key: StoryKey, story: StoryKey) -> StoryKey:
        """Let a key name a story from here on; that story's own key."""
        self._linked[key.text] = story
        return story

    def state(self, key: StoryKey) -> KeyState:
        """What the log says of a key beside the story it may have opened."""
        if key.text not in self._states:
            self._states[key.text] = key_state(self._view, key)
        return self._states[key.text]


def families(observations: Iterable[Observation]) -> dict[StoryKey, StoryKey]:
    """For each key, one that stands for all the keys which follow one another among these observations."""
    heads: dict[StoryKey, StoryKey] = {}

    def head(key: StoryKey) -> StoryKey:
        while heads.setdefault(key, key) != key:
            heads[key] = heads[heads[key]]
            key = heads[key]
        return key

    for observation in observations:
        own = head(observation.key)
        if observation.follows is not None:
            heads[own] = head(observation.follows)
    return {key: head(key) for key in list(heads)}


def after_what_they_follow(observations: Sequence[Observation]) -> list[Observation]:
    """The observations in their order, but none before the first one of the story that it follows, if that comes too.

    Where two follow each other, they stay as they are.
    """
    coming = {observation.key for observation in observations}
    met: set[StoryKey] = set()
    waiting: dict[StoryKey, list[Observation]] = {}
    ordered: list[Observation] = []
    for observation in observations:
        ready = [observation]
        while ready:
            item = ready.pop(0)
            follows = item.follows
            if follows is not None and follows != item.key and follows in coming and follows not in met:
                waiting.setdefault(follows, []).append(item)
                continue
            ordered.append(item)
            met.add(item.key)
            ready += waiting.pop(item.key, [])
    return [*ordered, *(item for items in waiting.values() for item in items)]
