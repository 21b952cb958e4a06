"""Sentences for the articles of `bench diff` and `bench blame`: clauses that combine freely.

Two sentences seldom share more than a handful of words, even in an article of 500 paragraphs. All of it was written
for this project. Names in braces are slots: a list of `words`, or people, places and bodies that
the writer makes up for its story. Which sentences stand where, and what is edited, is left to `diffpairs`.
"""

from __future__ import annotations

import random
import re

from bench import words


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


SUBJECTS = _lines("""
{person}
{person}, a {role} from {place},
{role} {person}
{org}
{org} and its {adjective} partner in {place}
the {adjective} {thing} {site}
the {thing} in {place}
the {matter}
the {adjective} {matter} over the {thing}
{number} residents of {place}
about {number} passengers
the {adjective} letter to {org}
the {role} of {place}
a crew of {number}
two {adjective} witnesses
nobody at {org}
the owner of the {thing}
a panel led by {person}
""")

PREDICATES = _lines("""
put the loss at {money}
counted {number} empty berths before the sirens stopped
asked {org} to hand over its {adjective} records
slid {number} metres downhill and came to rest against a chapel
had cost {money} since the foundations were dug
will be heard behind closed doors in {place}
lost {percent} of its value between breakfast and noon
refused to discuss the {adjective} {matter}
sent {number} lorries of gravel towards the {thing}
learned of the {matter} from a taxi driver
spent the night on benches in a school hall
blamed a {adjective} valve and a tired watchman
offered {money} for the plot beside the {thing}
must be repainted, rewired and insured afresh
wanted every {thing} inspected by someone from outside {place}
kept the only spare key in a drawer
drew a crowd of {number} and one brass band
turned down three bids, the highest of them {money}
smelled of burnt rubber for a week
had warned {org} in writing on {number} occasions
walked out when the minutes were read aloud
bought the {thing} at auction for less than its scrap was worth
carried {number} tonnes of salt before the axle broke
cannot open before the harvest is in
signed the {matter} without turning to the last page
grew by {percent}, the quickest pace since records began
left {number} households without heat
ordered masks, pumps and {number} blankets
belonged on paper to a cousin of {person}
sank in {number} metres of water off {place}
moved its archive to a dry cellar in {place}
still answered the telephone in the name of the old firm
promised a reply within {number} days
found mould behind the panels and soot in the ducts
threatened to tear up the {matter}
was photographed shaking hands with {person}
employed {number} people, most of them on short contracts
raised fares by {percent} and cut the last train
gave evidence for {number} hours without a glass of water
missed the deadline and asked for another
rented two rooms above a bakery
overran its budget by {percent}
hung a banner from the roof of {org}
earned {money} last year, nearly all of it abroad
stopped at {number} when the counting machine jammed
rejected any link between the {thing} and the {matter}
ran aground twice on the same sandbank
kept {number} goats on land meant for a runway
voted by a show of hands to carry on
drained the {thing} to look for the missing safe
had sued {org} for {money}
flew home from {place} without a word to reporters
could not say who had unlocked the gate
wrote off {money} and dismissed its auditors
""")

OPENERS = _lines("""
{Time}
In a statement read out by {person}
Under a rule nobody had used for {number} years
With {number} votes still to be counted
At a hearing in {place}
Asked about the {matter}
Speaking on the steps of the {thing}
To the surprise of {org}
On a ballot paper the length of an arm
According to minutes kept by {org}
By the reckoning of {person}
After {number} hours of talks
For the price of {money}
Before the {matter} came up at all
""")

CODAS = _lines("""
, {reason}
, {reason}
 {time}
 {time}
, a {role} in {place} recalled
, papers filed in {place} show
, and {org} has not denied it
, which {person} called a {adjective} coincidence
, though {org} disputes the sum
, down from {number} a year before
, its {number}th such step in a decade
, to the dismay of {person}
, and not for the first time

""")

REMARKS = _lines("""
We counted the boats twice and one was missing
My neighbours have packed and I am packing too
A wall like that does not fall on its own
I would sign it again tomorrow
They sent us a form when we needed a crane
You can hear the water under the floor at night
There is no plan, there is only a telephone number
It was my father's shop and it is a car park now
If the price holds we shall plant again
The engine was warm when we got there
I have read the report and I recognise nobody in it
Every spring they promise and every autumn they apologise
The children think it is an adventure and I let them
What we lost that night was not on any insurer's list
We are {number} and the law says we may be {number2}
Somebody turned that wheel and it was not the wind
The {thing} can be mended but the {matter} cannot
All I can tell you is that the lights went out in the right order
No one at {org} has ever set foot here
It is cheaper to move the village than the road
Our members will not take {percent} and be grateful
He asked for patience and gave us a calendar
I had {number} minutes to decide and I decided
Nothing in {place} is as old as that grudge
""")

SPEAKERS = _lines("""
{person} said
{role} {person} said
said {person}, a {role} in {place}
{person} of {org} told a reporter
a spokesman for {org} said
{person} wrote in a letter to {org}
said {person}, who turned down an interview {time}
""")

CLAUSES = _lines("""
, by its own account,
, not for the first time,
, as {person} had foretold,
, contrary to earlier reports,
, on the advice of {org},
, with {number} others,
""")

COMMON = _lines("""
the
of
to
in
and
a
for
on
that
with
at
by
from
was
were
had
its
not
""")
VOCABULARY = 5_000

_SLOT = re.compile(r"\{(\w+)\}")


class Writer:
    """Writes sentences for one story, with people, places and bodies of its own; the same ones for the same `rng`.

    `size` is the number of paragraphs the story will have: a longer one is about more people.
    """

    def __init__(self, rng: random.Random, size: int) -> None:
        self._rng = rng
        cast = 6 + size // 6
        self._places = [self.invented() for _ in range(cast)]
        self._people = [f"{rng.choice(words.FIRST_NAMES)} {self.invented()}" for _ in range(cast)]
        self._bodies = [self._body() for _ in range(cast)]

    def sentence(self) -> str:
        """A sentence with a capital at its start and a sign at its end."""
        kind = self._rng.random()
        if kind < 0.2:
            return f"“{self._part(REMARKS)},” {self._part(SPEAKERS)}."
        if kind < 0.4:
            return self._filled(self._rng.choice(words.FRAMES))
        text = f"{self._part(SUBJECTS)} {self._part(PREDICATES)}{self._part(CODAS)}".replace(",,", ",")
        if kind < 0.55:
            text = f"{self._part(OPENERS)}, {text}"
        elif kind < 0.65:
            text = f"{text}, while {self._part(SUBJECTS)} {self._part(PREDICATES)}".replace(",,", ",")
        return f"{text[0].upper()}{text[1:]}."

    def clause(self) -> list[str]:
        """The words of a short clause that may stand after any word that ends without a sign."""
        return self._part(CLAUSES).strip(" ,").split()

    def invented(self) -> str:
        """A name that nobody has."""
        return "".join(self._rng.choice(words.SYLLABLES) for _ in range(self._rng.randint(2, 3))).capitalize()

    def number(self) -> str:
        """A whole number as a newspaper would print it."""
        return f"{self._rng.randint(2, 10 ** self._rng.randint(1, 5)):,}"

    def _part(self, choices: list[str]) -> str:
        return self._filled(self._rng.choice(choices))

    def _filled(self, frame: str) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            text = self._slot(name.lower().removesuffix("2"))
            return text if name.islower() else text[0].upper() + text[1:]

        return _SLOT.sub(fill, frame)

    def _slot(self, name: str) -> str:
        rng = self._rng
        match name:
            case "org":
                return rng.choice(self._bodies)
            case "person":
                person = rng.choice(self._people)
                return person if rng.random() < 0.4 else person.split()[1]
            case "place":
                return rng.choice(self._places)
            case "number":
                return self.number()
            case "money":
                return f"{rng.randint(2, 990)} {rng.choice(('million', 'billion'))} {rng.choice(('marks', 'crowns'))}"
            case "percent":
                return f"{rng.randint(1, 60)}.{rng.randint(0, 9)} percent"
            case kind:
                return rng.choice(_LISTS[kind]).replace("-", " ")

    def _body(self) -> str:
        where = self._rng.choice((*self._places, "state", "federal", "regional"))
        return f"the {where} {self._rng.choice(words.FIELDS)} {self._rng.choice(words.BODIES).title()}"


class InventedWriter(Writer):
    """Writes sentences of invented words between common ones: no phrase that was taken out comes back by chance."""

    def __init__(self, rng: random.Random, size: int) -> None:
        super().__init__(rng, size)
        self._vocabulary = [self.invented().lower() for _ in range(VOCABULARY)]

    def sentence(self) -> str:
        """A sentence with a capital at its start and a full stop at its end."""
        text = self._words(self._rng.randint(8, 28))
        return f"{text[0].upper()}{text[1:]}."

    def clause(self) -> list[str]:
        """The words of a short clause that may stand after any word that ends without a sign."""
        return self._words(self._rng.randint(2, 5)).split()

    def _words(self, count: int) -> str:
        return " ".join(self._common() if self._rng.random() < 0.45 else self._rare() for _ in range(count))

    def _common(self) -> str:
        return self._rng.choice(COMMON)

    def _rare(self) -> str:
        # The square makes some words far more frequent than others, as in any text.
        return self._vocabulary[int(VOCABULARY * self._rng.random() ** 2)]


_LISTS = {
    "thing": words.THINGS,
    "matter": words.MATTERS,
    "role": words.ROLES,
    "adjective": words.ADJECTIVES,
    "verb": words.VERBS,
    "site": words.SITES,
    "time": words.TIMES,
    "reason": words.REASONS,
}
