"""Comparison of whole articles: parts, kinds, numbers, helpers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.diff import ENGINE, ENGINE_VERSION, UNIT_BREAK, Change, Comparison, KeptRun, Span, compare
from tracker.story.article import Article, Insert

P1 = "The bridge over the river closed on Tuesday after engineers found cracks in two of its piers."
P2 = "Traffic was sent over the old road through the hills, which adds forty minutes to most journeys."
P3 = "Shopkeepers on the eastern bank said they feared for the busiest weeks of their year."
P4 = "A ferry that was retired in spring may come back into service, the port authority said."
P5 = "The council meets again on Friday to decide whether heavy lorries can be let across at night."


def article(*paragraphs: str, **fields: object) -> Article:
    return Article(paragraphs=paragraphs or (P1, P2, P3), **fields)  # type: ignore[arg-type]


def kinds(comparison: Comparison) -> list[tuple[str, str, tuple[int, ...], tuple[int, ...]]]:
    return [(change.part, change.kind, change.old, change.new) for change in comparison.changes]


def only(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


def test_an_article_compared_with_itself_has_no_changes() -> None:
    """Equal articles are unchanged, coarse in nothing, and one kept run from end to end."""
    comparison = compare(article(), article())
    assert comparison.unchanged
    assert not comparison.coarse
    assert comparison.kept_runs() == (KeptRun(old=1, new=1, count=3),)
    assert (comparison.engine, comparison.engine_version) == (ENGINE, ENGINE_VERSION)
    assert compare(Article(paragraphs=()), Article(paragraphs=())).kept_runs() == ()


def test_furniture_is_outside_the_comparison() -> None:
    """Articles that differ in their furniture only are unchanged."""
    assert compare(article(furniture=("Most read",)), article(furniture=("Related",))).unchanged


def test_an_added_paragraph_and_the_runs_around_it() -> None:
    """A paragraph added as ¶2 leaves "¶3–¶4 unchanged, were ¶2–¶3"."""
    comparison = compare(article(P1, P2, P3), article(P1, P4, P2, P3))
    change = only(comparison)
    assert (change.kind, change.old, change.new, change.old_text, change.new_text) == ("added", (), (2,), None, P4)
    assert change.spans == (Span(op="insert", text=P4),)
    assert change.similarity == 0.0
    assert comparison.kept_runs() == (KeptRun(old=1, new=1, count=1), KeptRun(old=2, new=3, count=2))
    assert (comparison.kept_runs()[1].old_last, comparison.kept_runs()[1].new_last) == (3, 4)


def test_a_removed_paragraph() -> None:
    """A paragraph that is gone has no new text."""
    change = only(compare(article(P1, P2, P3), article(P1, P3)))
    assert (change.kind, change.old, change.new, change.old_text, change.new_text) == ("removed", (2,), (), P2, None)


def test_a_changed_paragraph_shows_its_words() -> None:
    """One replaced word is one deletion and one insertion, and counts one word each way."""
    comparison = compare(article(P1, P2), article(P1, P2.replace("forty", "fifty")))
    change = only(comparison)
    assert (change.part, change.kind, change.old, change.new) == ("paragraph", "changed", (2,), (2,))
    assert [span.text for span in change.spans if span.op != "equal"] == ["forty", "fifty"]
    assert (comparison.words_added, comparison.words_removed) == (1, 1)
    assert change.edited


def test_typography_is_a_change_too() -> None:
    """Quotes of another style change the text: the link is fully similar, the change is there."""
    comparison = compare(article('"Stay away," he said.'), article("“Stay away,” he said."))
    assert only(comparison).kind == "changed"
    assert comparison.links[0].similarity == 1.0
    assert comparison.kept_runs() == ()


def test_a_moved_paragraph_breaks_the_run_and_is_not_edited() -> None:
    """A paragraph moved to the end is one change without edits; the others are kept."""
    comparison = compare(article(P3, P1, P2, P4), article(P1, P2, P4, P3))
    change = only(comparison)
    assert (change.kind, change.old, change.new, change.edited) == ("moved", (1,), (4,), False)
    assert comparison.kept_runs() == (KeptRun(old=2, new=1, count=3),)
    assert comparison.words_added == comparison.words_removed == 0


def test_a_moved_paragraph_can_be_edited() -> None:
    """A move with another word has that word in its spans."""
    change = only(compare(article(P3, P1, P2, P4), article(P1, P2, P4, P3.replace("feared", "worried"))))
    assert change.kind == "moved"
    assert [span.text for span in change.spans if span.op != "equal"] == ["feared", "worried"]


def test_a_split_names_its_pieces() -> None:
    """A paragraph cut in two is one change whose only edit is the break between the pieces."""
    change = only(compare(article(P5, f"{P1} {P2}"), article(P5, P1, P2)))
    assert (change.kind, change.old, change.new) == ("split", (2,), (2, 3))
    assert change.old_units() == (f"{P1} {P2}",)
    assert change.new_units() == (P1, P2)
    assert [span for span in change.spans if span.op != "equal"] == [
        Span(op="delete", text=" "), Span(op="insert", text=UNIT_BREAK),
    ]  # fmt: skip


def test_a_merge_names_its_sources() -> None:
    """Two paragraphs run together are one change with both old texts."""
    change = only(compare(article(P5, P1, P2), article(P5, f"{P1} {P2}")))
    assert (change.kind, change.old, change.new) == ("merged", (2, 3), (2,))
    assert change.old_units() == (P1, P2)


def test_a_blank_line_inside_a_paragraph_is_no_break_between_units() -> None:
    """Units are told apart by their offsets, also where a text contains the break itself."""
    change = only(compare(article(P5, f"{P1}{UNIT_BREAK}{P2} {P4}"), article(P5, f"{P1}{UNIT_BREAK}{P2}", P4)))
    assert change.kind == "split"
    assert change.new_units() == (f"{P1}{UNIT_BREAK}{P2}", P4)


@pytest.mark.parametrize("part", ["headline", "byline", "dateline", "note", "copyright", "language", "embargo"])
def test_a_part_with_one_text(part: str) -> None:
    """A part of one text is added, changed or removed, without numbers; an empty text is not the same as none."""
    bare, old, new, empty = (article(**{part: value}) for value in (None, "north pier", "south pier", ""))
    assert kinds(compare(bare, old)) == [(part, "added", (), ())]
    assert kinds(compare(old, bare)) == [(part, "removed", (), ())]
    assert kinds(compare(old, new)) == [(part, "changed", (), ())]
    assert kinds(compare(bare, empty)) == [(part, "added", (), ())]
    assert compare(old, old).unchanged


def test_values_are_replaced_whole() -> None:
    """A language or an embargo is one value: its change is not taken apart into words."""
    change = only(compare(article(embargo="2030-01-02T03:04:05Z"), article(embargo="2030-01-02T04:04:05Z")))
    assert [span.op for span in change.spans] == ["delete", "insert"]


@pytest.mark.parametrize("part", ["credits", "contacts", "keywords"])
def test_lists_change_item_by_item(part: str) -> None:
    """Items of a list are numbered from 1: the second was changed and a third came."""
    comparison = compare(article(**{part: ("one", "two")}), article(**{part: ("one", "too", "three")}))
    assert kinds(comparison) == [(part, "changed", (2,), (2,)), (part, "added", (), (3,))]
    assert kinds(compare(article(**{part: ("one", "two")}), article(**{part: ("two",)}))) == [
        (part, "removed", (1,), ())
    ]


def test_extras_change_by_name() -> None:
    """Further metadata changes by key: one value changed, one key gone, one come."""
    old = article(extra=(("desk", "world"), ("priority", "4"), ("slot", "a")))
    new = article(extra=(("desk", "world"), ("genre", "recap"), ("priority", "3")))
    found = {(change.name, change.kind, change.old_text, change.new_text) for change in compare(old, new).changes}
    assert found == {
        ("priority", "changed", "4", "3"),
        ("slot", "removed", "a", None),
        ("genre", "added", None, "recap"),
    }


def test_metadata_counts_no_words() -> None:
    """Words of the note and the metadata are not words of the story; those of the headline are."""
    old, new = (
        article(headline="Bridge shut"),
        article(headline="Old bridge shut", note="Adds headline", keywords=("x",)),
    )
    assert (compare(old, new).words_added, compare(old, new).words_removed) == (2, 1)  # "Bridge" to "Old bridge"


def test_a_bullet_is_changed_in_its_own_sequence() -> None:
    """Inserts are numbered per kind: the second bullet is 2 though a subhead stands before it."""
    inserts = (
        Insert(before=1, kind="bullet", text="Piers cracked in two places"),
        Insert(before=2, kind="subhead", text="HOW IT BEGAN"),
        Insert(before=3, kind="bullet", text="Ferry may return to service in May"),
    )
    edited = (*inserts[:2], replace(inserts[2], text="Ferry may return to service in June"))
    comparison = compare(article(inserts=inserts), article(inserts=edited))
    assert kinds(comparison) == [("bullet", "changed", (2,), (2,))]


def test_an_insert_that_shifts_with_its_paragraph_is_unchanged() -> None:
    """A paragraph added above moves a subhead's number, not the subhead."""
    old = article(P1, P2, inserts=(Insert(before=2, kind="subhead", text="DETOURS"),))
    new = article(P3, P1, P2, inserts=(Insert(before=3, kind="subhead", text="DETOURS"),))
    assert kinds(compare(old, new)) == [("paragraph", "added", (), (1,))]


def test_an_insert_that_moves_with_its_paragraph_is_unchanged() -> None:
    """A subhead that goes where its paragraph goes has not moved on its own."""
    old = article(P3, P1, P2, P4, inserts=(Insert(before=1, kind="subhead", text="SHOPS"),))
    new = article(P1, P2, P4, P3, inserts=(Insert(before=4, kind="subhead", text="SHOPS"),))
    assert kinds(compare(old, new)) == [("paragraph", "moved", (1,), (4,))]


def test_an_insert_that_stands_elsewhere_has_moved() -> None:
    """A subhead before another paragraph of the same text is a move."""
    old = article(P1, P2, inserts=(Insert(before=2, kind="subhead", text="DETOURS"),))
    new = article(P1, P2, inserts=(Insert(before=1, kind="subhead", text="DETOURS"),))
    assert kinds(compare(old, new)) == [("subhead", "moved", (1,), (1,))]


def test_inserts_of_two_kinds_that_change_places_have_moved() -> None:
    """Order among inserts before one paragraph counts: the lighter of the two is the one that moved."""
    bullet = Insert(before=1, kind="bullet", text="A long bullet about the ferry")
    subhead = Insert(before=1, kind="subhead", text="FERRY")
    comparison = compare(article(inserts=(bullet, subhead)), article(inserts=(subhead, bullet)))
    assert kinds(comparison) == [("subhead", "moved", (1,), (1,))]


def test_parts_come_in_reading_order() -> None:
    """Headline first, then paragraphs in reading order, then inserts, note and metadata."""
    old = article(
        P1, P2, P3, headline="Bridge shut", keywords=("a",), inserts=(Insert(before=1, kind="bullet", text="x"),)
    )
    new = article(P1, P4, P3, headline="Bridge open", keywords=("b",), note="Recasts", language="en")
    assert [change.part for change in compare(old, new).changes] == [
        "headline", "paragraph", "paragraph", "bullet", "note", "language", "keywords",
    ]  # fmt: skip


def test_changes_in_one_part() -> None:
    """`changes_in` gives the changes of the part asked for and no others."""
    comparison = compare(article(P1, P2, headline="a"), article(P1, headline="b"))
    assert [change.kind for change in comparison.changes_in("paragraph")] == ["removed"]
    assert comparison.changes_in("byline") == ()
