"""Wire stories to measure with: generated, own-written, the same for the same seed.

A story starts with about 27 paragraphs (6.5 kB of wire text); each further revision makes one to three light edits:
a number changes, a sentence or a paragraph comes, a paragraph goes, and the desk note says something of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench import words

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
EVERY = timedelta(minutes=17)
FEWEST, MOST = 25, 30  # paragraphs
LENGTHS, LONGEST = (1, 2, 2, 2, 3), 3  # sentences a paragraph
_NUMBER = re.compile(r"(?<![\w.])[1-9][0-9]{0,3}(?![\w.]*[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRevision:
    """One revision of a generated story. `published` states when it went out; `number` counts from 1."""

    story: str
    number: int
    published: datetime
    headline: str
    byline: str
    note: str | None
    dateline: str
    paragraphs: tuple[str, ...]
    credits: str

    @property
    def name(self) -> str:
        """The name of its file: a folder for each story."""
        return f"{self.story}/{self.number:05d}.txt"

    def wire(self) -> bytes:
        """The wire text with front matter, as a poller would save it."""
        return f"{self._front_matter()}{self._text()}".encode()

    def _front_matter(self) -> str:
        return (
            f'+++\nsource = "bench"\nstory = "{self.story}"\nid = "{self.story}-{self.number}"\n'
            f'version = {self.number}\npublished = {self.published.isoformat()}\nlanguage = "en"\n+++\n'
        )

    def _text(self) -> str:
        note = "" if self.note is None else f"({self.note})\n\n"
        body = "\n\n".join(self.paragraphs)
        return f"{self.headline}\n\n{note}{self.byline}\n\n{self.dateline} - {body}\n\n{self.credits}\n"


def stories(count: int, revisions: int, *, seed: int = 1) -> list[list[WireRevision]]:
    """`count` stories of `revisions` revisions each."""
    return [list(story(index, revisions, seed=seed)) for index in range(count)]


def arrivals(told: list[list[WireRevision]]) -> list[WireRevision]:
    """All revisions as they would come in over a wire: every story's first, every story's second, and so on."""
    return [revision for round_ in zip(*told, strict=True) for revision in round_]


def story(index: int, revisions: int, *, seed: int = 1) -> Iterator[WireRevision]:
    """One story, revision by revision; the `index` tells the stories of one seed apart."""
    desk = _Desk(random.Random(f"{seed}/{index}"))
    first = START + timedelta(seconds=index)
    for number in range(1, revisions + 1):
        if number > 1:
            desk.edit()
        yield WireRevision(
            story=f"story-{index:04d}",
            number=number,
            published=first + (number - 1) * EVERY,
            headline=desk.headline,
            byline=desk.byline,
            note=desk.note,
            dateline=desk.dateline,
            paragraphs=desk.paragraphs,
            credits=desk.credits,
        )


class _Desk:
    """A story in the making: its people and places, and the text as it stands."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._frames: list[str] = []
        self._towns = [self._invented(2, 3) for _ in range(6)]
        self._people = [f"{rng.choice(words.FIRST_NAMES)} {self._invented(2, 3)}" for _ in range(8)]
        self._bodies = [self._body() for _ in range(6)]
        # A story is about few things, and says their names again and again.
        self._about = {"thing": rng.sample(words.THINGS, 6), "matter": rng.sample(words.MATTERS, 6)}
        self.byline = f"By {rng.choice(words.FIRST_NAMES)} {self._invented(2, 3)}"
        self.dateline = f"{self._towns[0].upper()}, {self._invented(3, 3)}, March 2 (Bench)"
        self.credits = f"(Reporting by {self.byline[3:]} in {self._towns[0]}; Editing by {self._people[0]})"
        self.headline = self._filled(rng.choice(words.HEADLINES))
        self._text = [self._paragraph() for _ in range(rng.randint(26, 28))]
        self.note: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as it stands now."""
        return tuple(" ".join(sentences) for sentences in self._text)

    def edit(self) -> None:
        """One to three light edits, and a new desk note most of the time."""
        before, touched = self.paragraphs, 0
        for _ in range(self._rng.randint(1, 3)):
            touched = self._rng.choice((self._change_number, self._add_sentence, self._add_or_drop))()
        if self.paragraphs == before:  # one edit undid another
            touched = self._change_number()
        if self._rng.random() < 0.8:
            note = self._rng.choice(words.NOTES).replace("{ordinal}", words.ORDINALS[touched])
            self.note = self._filled(note)

    def _change_number(self) -> int:
        places = [(at, n) for at, text in enumerate(self._text) for n, one in enumerate(text) if _NUMBER.search(one)]
        at, n = self._rng.choice(places)
        sentence = self._text[at][n]
        found = self._rng.choice(list(_NUMBER.finditer(sentence)))
        fresh = str(int(found[0]) + self._rng.randint(1, 9))
        self._text[at][n] = f"{sentence[: found.start()]}{fresh}{sentence[found.end() :]}"
        return at

    def _add_sentence(self) -> int:
        at = self._rng.randrange(len(self._text))
        if len(self._text[at]) < LONGEST:
            self._text[at].append(self._sentence())
        else:
            self._text[at].pop()
        return at

    def _add_or_drop(self) -> int:
        at = self._rng.randrange(1, len(self._text))
        fewer = len(self._text) >= MOST or (len(self._text) > FEWEST and self._rng.random() < 0.5)
        if fewer:
            del self._text[at]
            return at - 1
        self._text.insert(at, self._paragraph())
        return at

    def _paragraph(self) -> list[str]:
        return [self._sentence() for _ in range(self._rng.choice(LENGTHS))]

    def _sentence(self) -> str:
        # Each frame once before any comes again: nobody writes one sentence twice.
        if not self._frames:
            self._frames = self._rng.sample(words.FRAMES, len(words.FRAMES))
        return self._filled(self._frames.pop())

    def _filled(self, frame: str) -> str:
        """The frame with its slots filled; a slot in capitals starts with one."""

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            text = self._slot(name.lower())
            return text if name.islower() else text[0].upper() + text[1:]

        return re.sub(r"\{(\w+)\}", fill, frame)

    def _slot(self, name: str) -> str:
        rng, other = self._rng, name.endswith("2")
        match name.removesuffix("2"):
            case "org":
                return rng.choice(self._bodies[other::2])
            case "person":
                person = rng.choice(self._people[other::2])
                return person if rng.random() < 0.4 else person.split()[1]
            case "place":
                return rng.choice(self._towns[other::2])
            case "number":
                return str(rng.randint(2, 10 ** rng.randint(1, 4)))
            case "money":
                return f"{rng.randint(2, 990)} {rng.choice(('million', 'billion'))} {rng.choice(('marks', 'crowns'))}"
            case "percent":
                return f"{rng.randint(1, 60)}.{rng.randint(0, 9)} percent"
            case kind:
                return rng.choice(self._about.get(kind) or _LISTS[kind]).replace("-", " ")

    def _body(self) -> str:
        where = self._rng.choice((*self._towns, "state", "federal", "regional"))
        return f"the {where} {self._rng.choice(words.FIELDS)} {self._rng.choice(words.BODIES).title()}"

    def _invented(self, fewest: int, most: int) -> str:
        count = self._rng.randint(fewest, most)
        return "".join(self._rng.choice(words.SYLLABLES) for _ in range(count)).capitalize()


_LISTS = {
    "role": words.ROLES,
    "adjective": words.ADJECTIVES,
    "verb": words.VERBS,
    "site": words.SITES,
    "time": words.TIMES,
    "reason": words.REASONS,
}
