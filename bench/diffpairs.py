"""Articles and their next revision with the truth known: which paragraph became which, and which words are new.

Every word carries a number from the moment it is written, so nothing has to be guessed afterwards: a word that stands
in both revisions was kept, wherever it stands. The same pairs for the same seed. Sentences come from `diffwords`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bench import words
from bench.diffwords import Writer

Kind = Literal["kept", "edited", "moved", "split", "merged", "added", "removed"]
KINDS: tuple[Kind, ...] = ("kept", "edited", "moved", "split", "merged", "added", "removed")
LENGTHS = (1, 1, 2, 2, 3)  # sentences a paragraph
STEP = 5  # paragraphs that a moved one passes at least
LEFT = 0.4  # share of a paragraph's words that edits leave standing
_NUMBER = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]")
_PLAIN = re.compile(r"[a-z]{5,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its signs, and the number it got when it was written: higher means later."""

    number: int
    text: str


Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, and the 1-based numbers of those it was made of in the revision before."""

    sentences: tuple[Sentence, ...]
    origins: tuple[int, ...] = ()
    moved: bool = False

    @property
    def words(self) -> list[Word]:
        """Its words in order."""
        return [word for sentence in self.sentences for word in sentence]

    @property
    def text(self) -> str:
        """What a reader reads."""
        return " ".join(word.text for word in self.words)


Draft = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Old paragraphs and the new ones they became, as 1-based numbers; one side is empty for added and removed ones."""

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two revisions side by side."""

    before: Draft
    after: Draft

    @property
    def old(self) -> tuple[str, ...]:
        """The old paragraphs as text."""
        return tuple(paragraph.text for paragraph in self.before)

    @property
    def new(self) -> tuple[str, ...]:
        """The new paragraphs as text."""
        return tuple(paragraph.text for paragraph in self.after)

    def groups(self) -> Iterator[Group]:
        """Each paragraph of both sides in one group."""
        heirs: dict[tuple[int, ...], list[int]] = {}
        for number, paragraph in enumerate(self.after, start=1):
            if paragraph.origins:
                heirs.setdefault(paragraph.origins, []).append(number)
            else:
                yield Group(kind="added", old=(), new=(number,))
        for old, new in heirs.items():
            yield Group(kind=self._kind(old, new), old=old, new=tuple(new))
        for number in set(range(1, len(self.before) + 1)).difference(*heirs):
            yield Group(kind="removed", old=(number,), new=())

    def _kind(self, old: Sequence[int], new: Sequence[int]) -> Kind:
        after = self.after[new[0] - 1]
        if len(old) > 1 or len(new) > 1:
            return "merged" if len(old) > 1 else "split"
        if after.moved:
            return "moved"
        return "kept" if self.before[old[0] - 1].text == after.text else "edited"

    def gone(self) -> frozenset[int]:
        """Places of the old words that are gone, counted from 0 through the whole text."""
        return _places_of_others(self.before, self.after)

    def fresh(self) -> frozenset[int]:
        """Places of the new words that were not there."""
        return _places_of_others(self.after, self.before)


def _places_of_others(draft: Draft, other: Draft) -> frozenset[int]:
    there = {word.number for paragraph in other for word in paragraph.words}
    here = (word for paragraph in draft for word in paragraph.words)
    return frozenset(place for place, word in enumerate(here) if word.number not in there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How much one revision changes: (fewest, most) paragraphs of each kind, in every 25 unless `whole`."""

    name: str
    edited: tuple[int, int]
    edits: tuple[int, int]  # in each edited paragraph
    added: tuple[int, int] = (0, 0)
    removed: tuple[int, int] = (0, 0)
    moved: tuple[int, int] = (0, 0)
    split: tuple[int, int] = (0, 0)
    merged: tuple[int, int] = (0, 0)
    whole: bool = False


PROFILES = (
    Profile(name="light", edited=(1, 2), edits=(1, 1), whole=True),
    Profile(
        name="update",
        edited=(3, 5),
        edits=(1, 2),
        added=(1, 3),
        removed=(1, 1),
        moved=(1, 1),
        split=(0, 1),
        merged=(0, 1),
    ),
    Profile(
        name="rewrite",
        edited=(8, 11),
        edits=(3, 5),
        added=(4, 6),
        removed=(4, 6),
        moved=(2, 2),
        split=(1, 1),
        merged=(1, 1),
    ),
)


def pair(profile: Profile, size: int, *, seed: str) -> Pair:
    """One article of `size` paragraphs and its next revision."""
    desk = Desk(seed, size)
    before = desk.draft()
    return Pair(before=before, after=desk.revise(before, profile))


class Desk:
    """Writes one story and revises it; everything follows from the seed and the kind of writer."""

    def __init__(self, seed: str, size: int, *, writer: type[Writer] = Writer) -> None:
        self._rng = random.Random(seed)
        self._writer = writer(self._rng, size)
        self._size = size
        self.written = 0
        """How many words were written so far: the next one gets this number."""

    def draft(self) -> Draft:
        """The first revision."""
        return tuple(self._paragraph() for _ in range(self._size))

    def revise(self, draft: Draft, profile: Profile) -> Draft:
        """The next revision; no paragraph has more than one thing happen to it, but a moved one may be edited too."""
        paragraphs = [replace(one, origins=(number,), moved=False) for number, one in enumerate(draft, start=1)]
        free = set(range(len(paragraphs)))
        counts = {name: self._count(getattr(profile, name), profile, len(draft)) for name in _ROLES}
        parts: list[list[Paragraph]] = [[paragraph] for paragraph in paragraphs]
        for place in self._taken(free, counts["merged"], lambda place: place + 1 in free):
            if place + 1 in free:
                free.remove(place + 1)
                parts[place], parts[place + 1] = [_joined(paragraphs[place], paragraphs[place + 1])], []
        for place in self._taken(free, counts["split"], lambda place: len(paragraphs[place].sentences) > 1):
            parts[place] = self._split(paragraphs[place])
        for place in self._taken(free, counts["removed"]):
            parts[place] = []
        for place in self._taken(free, counts["moved"]):
            moved = self._edited(paragraphs[place], profile) if self._rng.random() < 0.5 else paragraphs[place]
            parts[place] = [replace(moved, moved=True)]
        for place in self._taken(free, counts["edited"]):
            parts[place] = [self._edited(paragraphs[place], profile)]
        return tuple(self._arranged([one for part in parts for one in part], counts["added"]))

    def _count(self, bounds: tuple[int, int], profile: Profile, size: int) -> int:
        return sum(self._rng.randint(*bounds) for _ in range(1 if profile.whole else max(1, size // 25)))

    def _taken(self, free: set[int], count: int, fits: Callable[[int], bool] = lambda _: True) -> list[int]:
        """As many free places that fit, no longer free."""
        fitting = [place for place in sorted(free) if fits(place)]
        chosen = self._rng.sample(fitting, min(count, len(fitting)))
        free.difference_update(chosen)
        return chosen

    def _arranged(self, paragraphs: list[Paragraph], added: int) -> list[Paragraph]:
        for _ in range(added):
            paragraphs.insert(self._rng.randrange(len(paragraphs) + 1), self._paragraph())
        for paragraph in [one for one in paragraphs if one.moved]:
            at = paragraphs.index(paragraph)
            del paragraphs[at]
            paragraphs.insert(
                self._rng.choice([to for to in range(len(paragraphs)) if abs(to - at) >= STEP]), paragraph
            )
        return paragraphs

    def _split(self, paragraph: Paragraph) -> list[Paragraph]:
        cut = self._rng.randrange(1, len(paragraph.sentences))
        return [
            replace(paragraph, sentences=paragraph.sentences[:cut]),
            replace(paragraph, sentences=paragraph.sentences[cut:]),
        ]

    def _edited(self, paragraph: Paragraph, profile: Profile) -> Paragraph:
        """The paragraph with its words edited, most of them kept, and at least one not."""
        edited = paragraph
        for _ in range(self._rng.randint(*profile.edits)):
            sentences = list(edited.sentences)
            self._rng.choice(self._edits)(self, sentences)
            tried = replace(edited, sentences=tuple(sentences))
            if _kept(paragraph, tried) >= LEFT:
                edited = tried
        while edited.text == paragraph.text:
            sentences = list(paragraph.sentences)
            self._insert_clause(sentences)
            edited = replace(paragraph, sentences=tuple(sentences))
        return edited

    def _change_number(self, sentences: list[Sentence]) -> None:
        self._exchange(sentences, _NUMBER.search, lambda text: _NUMBER.sub(self._writer.number(), text, count=1))

    def _exchange_word(self, sentences: list[Sentence]) -> None:
        self._exchange(sentences, _PLAIN.fullmatch, lambda _: self._rng.choice(words.ADJECTIVES))

    def _exchange(self, sentences: list[Sentence], fits: Callable[[str], object], other: Callable[[str], str]) -> None:
        places = [(n, at) for n, one in enumerate(sentences) for at, word in enumerate(one) if fits(word.text)]
        if places:
            n, at = self._rng.choice(places)
            text = other(sentences[n][at].text)
            if text != sentences[n][at].text:
                sentences[n] = (*sentences[n][:at], self._word(text), *sentences[n][at + 1 :])

    def _insert_clause(self, sentences: list[Sentence]) -> None:
        n = self._rng.randrange(len(sentences))
        at = self._rng.randrange(1, len(sentences[n]))
        clause = tuple(map(self._word, f"({' '.join(self._writer.clause())})".split()))
        sentences[n] = (*sentences[n][:at], *clause, *sentences[n][at:])

    def _drop_words(self, sentences: list[Sentence]) -> None:
        n = self._rng.randrange(len(sentences))
        size = self._rng.randint(1, 4)
        if len(sentences[n]) > size + 4:
            at = self._rng.randrange(1, len(sentences[n]) - size)
            sentences[n] = (*sentences[n][:at], *sentences[n][at + size :])

    def _add_sentence(self, sentences: list[Sentence]) -> None:
        sentences.insert(self._rng.randint(1, len(sentences)), self._sentence())

    def _replace_sentence(self, sentences: list[Sentence]) -> None:
        sentences[self._rng.randrange(len(sentences))] = self._sentence()

    _edits = (
        _change_number,
        _change_number,
        _exchange_word,
        _insert_clause,
        _drop_words,
        _add_sentence,
        _replace_sentence,
    )

    def _paragraph(self) -> Paragraph:
        return Paragraph(sentences=tuple(self._sentence() for _ in range(self._rng.choice(LENGTHS))))

    def _sentence(self) -> Sentence:
        return tuple(map(self._word, self._writer.sentence().split()))

    def _word(self, text: str) -> Word:
        self.written += 1
        return Word(self.written - 1, text)


_ROLES = ("merged", "split", "removed", "moved", "edited", "added")


def _joined(one: Paragraph, other: Paragraph) -> Paragraph:
    return replace(one, sentences=one.sentences + other.sentences, origins=one.origins + other.origins)


def _kept(before: Paragraph, after: Paragraph) -> float:
    """The share of the shorter one's words that stand in both."""
    here, there = ({word.number for word in one.words} for one in (before, after))
    return len(here & there) / min(len(here), len(there))
