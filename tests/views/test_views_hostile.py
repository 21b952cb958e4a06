"""Hostile text in every field of every result: nothing of it acts, hides, forges a line or breaks the layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from viewed import EVERYTHING, acts_or_hides, article, compared, poisoned, shown, style

from tracker.story.article import Article, Insert
from tracker.views import (
    audit,
    backup,
    corrections,
    diff,
    erase,
    ingest,
    life,
    log,
    projections,
    replay,
    review,
    roles,
    show,
    status,
    stories,
    timestamp,
    verify,
)
from tracker.views.json import dump
from tracker.views.style import Style

POISON = "\x1b[31m\x1b]0;owned\x07\r\n! FORGED\n¶9  forged\x9b2J\u202eevil\u2066\u200b\u2028\ud800\U000e0041\x7f\x00"
OURS = ("\x1b[1m", "\x1b[2m", "\x1b[1;35m", "\x1b[4;38;5;33m", "\x1b[9;38;5;172m", "\x1b[0m")

TEXTS: dict[str, Callable[[Any, Style], str]] = {
    "shown": lambda result, looks: show.text(result, looks, furniture=True),
    "compared": diff.text,
    "log": log.text,
    "voided": corrections.text,
    "unvoided": corrections.text,
    "redated": corrections.text,
    "turned": life.turned_text,
    "reinstated": life.turned_text,
    "linked": life.link_text,
    "status": status.text,
    "stories": stories.text,
    "replayed": replay.text,
    "verified": verify.text,
    "backed up": backup.backed_up_text,
    "restored": backup.restored_text,
    "copied": backup.copied_text,
    "ingested": ingest.text,
    "receipt": ingest.receipt_text,
    "projections": projections.text,
    "checks": projections.check_text,
    "queue": audit.text,
    "rule": audit.rule_text,
    "reviews": review.text,
    "taken back": review.withdrawn_text,
    "erase plan": erase.plan_text,
    "erased": erase.text,
    "stamped": timestamp.text,
}
DATA: dict[str, Callable[[Any], dict[str, Any]]] = {
    "shown": show.data,
    "compared": diff.data,
    "log": log.data,
    "voided": corrections.data,
    "unvoided": corrections.data,
    "redated": corrections.data,
    "turned": life.turned_data,
    "reinstated": life.turned_data,
    "linked": life.link_data,
    "status": status.data,
    "stories": stories.data,
    "replayed": replay.data,
    "verified": verify.data,
    "backed up": backup.backed_up_data,
    "restored": backup.restored_data,
    "copied": backup.copied_data,
    "roles": roles.data,
    "ingested": ingest.data,
    "receipt": lambda receipt: json.loads(ingest.receipt_line(receipt)),
    "projections": projections.data,
    "checks": projections.check_data,
    "queue": audit.data,
    "rule": audit.rule_data,
    "reviews": review.data,
    "taken back": review.withdrawn_data,
    "erase plan": erase.plan_data,
    "erased": erase.data,
    "stamped": timestamp.data,
}


def hostile(text: str) -> str:
    """A text with everything in it that must not come through."""
    return f"{text}{POISON}{text}"


def check_text(rendered: str, looks: Style) -> None:
    """No line too wide, none forged, none that ends in spaces; nothing that acts but our own colours."""
    for colour in OURS if looks.colour else ():
        rendered = rendered.replace(colour, "")
    assert rendered.endswith("\n")
    for line in rendered.splitlines():
        assert not line.startswith(("! FORGED", "¶9  forged"))
        assert cell_len(line) <= looks.width
    assert not any(acts_or_hides(character) for character in rendered.replace("\n", ""))


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", TEXTS)
def test_no_text_is_obeyed(name: str, width: int, colour: bool) -> None:
    """Every text of every result is made hostile; what is shown stays harmless and in its place."""
    looks = style(width, colour=colour)
    rendered = TEXTS[name](poisoned(EVERYTHING[name], hostile), looks)
    check_text(rendered, looks)
    if name not in ("ingested",):  # which holds no text
        assert "owned" in rendered or "forged" in rendered


@pytest.mark.parametrize("name", DATA)
def test_no_json_is_obeyed(name: str) -> None:
    """The JSON of hostile results is one harmless line, and tells exactly what was there."""
    data = DATA[name](poisoned(EVERYTHING[name], hostile))
    line = dump(data)
    assert line.count("\n") == 1
    assert not any(acts_or_hides(character) for character in line[:-1])
    assert json.loads(line) == data


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "sample", ["堤防が切れ、市街地が浸水した。" * 5, "فتحت بوابات السد " * 9, "👩\u200d🚀❤\ufe0f" * 30, "x" * 500]
)
def test_wide_and_long_texts_fit(name: str, width: int, sample: str) -> None:
    """Wide characters, right-to-left text, emoji and endless words at every width."""
    rendered = TEXTS[name](poisoned(EVERYTHING[name], lambda _: sample), style(width))
    assert all(cell_len(line) <= width for line in rendered.splitlines())


def test_a_script_of_grants_is_not_obeyed_by_the_terminal() -> None:
    """It is not wrapped, for its lines are SQL; and no name of a server breaks out of a comment or acts."""
    rendered = roles.text(poisoned(EVERYTHING["roles"], hostile))
    assert not any(acts_or_hides(character) for character in rendered.replace("\n", ""))
    assert rendered.splitlines()[1:3] == roles.text(EVERYTHING["roles"]).splitlines()[1:3]


@pytest.mark.parametrize("name", TEXTS)
def test_lines_do_not_end_in_spaces(name: str) -> None:
    """So that output can be kept in files and compared."""
    for width in (40, 80, 200):
        rendered = TEXTS[name](EVERYTHING[name], style(width))
        assert [line for line in rendered.splitlines() if line != line.rstrip()] == []


SIGNS = st.text(st.sampled_from("ab [-]{+}\\\n\t日。\x1b\u202e\u200b❤\ufe0f"), max_size=24)
KINDS = st.sampled_from(("bullet", "subhead", "table", "other"))
INSERTS = st.builds(Insert, before=st.just(1), kind=KINDS, text=SIGNS)
ARTICLES = st.builds(
    Article,
    paragraphs=st.lists(SIGNS, max_size=4).map(tuple),
    headline=st.none() | SIGNS,
    note=st.none() | SIGNS,
    inserts=st.lists(INSERTS, max_size=3).map(tuple),
    credits=st.lists(SIGNS, max_size=2).map(tuple),
    embargo=st.none() | SIGNS,
)


@settings(max_examples=60)
@given(ARTICLES, ARTICLES, st.sampled_from((40, 80)), st.booleans())
def test_any_two_articles_can_be_shown_and_compared(old: Article, new: Article, width: int, colour: bool) -> None:
    """Whatever they hold, and however they differ."""
    looks = style(width, colour=colour)
    check_text(diff.text(compared(old, new), looks), looks)
    check_text(show.text(shown(new), looks), looks)
    dump(diff.data(compared(old, new)))


def test_a_long_story_is_shown_and_compared_in_one_go() -> None:
    """A thousand paragraphs of a thousand characters, every other one changed."""
    old = article(*(f"{number} {'word ' * 200}end {number}." for number in range(1_000)))
    new = replace(old, paragraphs=tuple(text.replace("end", "stop", n % 2) for n, text in enumerate(old.paragraphs)))
    assert diff.text(compared(old, new), style()).count("[-end-]{+stop+}") == 500
    assert show.text(shown(old), style()).count("¶") == 1_000
