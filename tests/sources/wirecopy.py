"""Own-written copy for the reader tests: one small story, and a shorthand that reads it."""

from __future__ import annotations

from tracker.errors import InputError
from tracker.sources import Deferred, Reading, read
from tracker.story.article import Article

FLOOD = "A river burst its banks in the upper valley on Saturday, killing 41 people and cutting the coast road."
QUOTE = "“We lost the house,” said Ana Brito, a teacher. “I held on to a tree.”"
RAIN = "Rain is expected to go on until Tuesday, the weather service said, and the mayor asked people to stay at home."
BRIDGE = "The bridge was built in 1962."
STORY = f"CARACAS, Jan 21 (Reuters) - {FLOOD}\n\n{QUOTE}\n\n{RAIN}\n\n{BRIDGE}"
PARAGRAPHS = (FLOOD, QUOTE, RAIN, BRIDGE)


def items(
    data: bytes | str, *, name: str = "in.txt", encoding: str | None = None
) -> list[Reading | InputError | Deferred]:
    """All that one input yields."""
    return list(read(data.encode() if isinstance(data, str) else data, name=name, encoding=encoding))


def one(data: bytes | str, *, name: str = "in.txt", encoding: str | None = None) -> Reading:
    """The one reading that an input yields."""
    (item,) = items(data, name=name, encoding=encoding)
    assert isinstance(item, Reading), item
    return item


def article(text: bytes | str) -> Article:
    """The article in one wire text."""
    return one(text).article


def refused(data: bytes | str, *, name: str = "in.txt", encoding: str | None = None) -> str:
    """The reason for which an input's only item is refused."""
    (item,) = items(data, name=name, encoding=encoding)
    assert isinstance(item, InputError), item
    return item.reason
