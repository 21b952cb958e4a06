"""The marks of a diff: unambiguous whatever the text holds, and no edit is ever shortened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from viewed import style

from tracker.diff import compare
from tracker.diff.model import Span
from tracker.diff.words import word_diff
from tracker.story.article import Article
from tracker.views.marks import manner, marked, shortened

TRICKY = st.text(st.sampled_from("ab[-]{+}\\"), max_size=14)
OPS = st.sampled_from(("equal", "delete", "insert"))


def plain(spans: list[Span] | tuple[Span, ...], *, colour: bool = False) -> str:
    """The marked spans as text."""
    return "".join(piece.text for piece in marked(spans, style(colour=colour)))


def parsed(text: str) -> list[tuple[str, str]]:
    """An outsider's reading of an uncoloured diff, from left to right: (op, text) stretches."""
    found, op, stretch, place = [], "equal", "", 0
    marks = {"equal": {"[-": "delete", "{+": "insert"}, "delete": {"-]": "equal"}, "insert": {"+}": "equal"}}
    while place < len(text):
        pair = text[place : place + 2]
        if text[place] == "\\":
            stretch, place = stretch + text[place + 1], place + 2
        elif pair in marks[op]:
            found.append((op, stretch))
            op, stretch, place = marks[op][pair], "", place + 2
        else:
            assert pair not in ("[-", "-]", "{+", "+}"), f"a mark inside {op} text at {place}"
            stretch, place = stretch + text[place], place + 1
    assert op == "equal"
    found.append((op, stretch))
    return [item for item in found if item[1]]


def test_removed_and_added() -> None:
    """Removed in square brackets, added in braces."""
    spans = (Span(op="equal", text="At least "), Span(op="delete", text="14"), Span(op="insert", text="41"))
    assert plain(spans) == "At least [-14-]{+41+}"


def test_colour_needs_no_marks() -> None:
    """With colour the text has no marks and no backslashes; a space keeps two numbers apart."""
    spans = (Span(op="equal", text="[-] "), Span(op="delete", text="14"), Span(op="insert", text="41"))
    assert plain(spans, colour=True) == "[-] 14 41"


def test_text_that_looks_like_marks() -> None:
    """Brackets and braces that could be read as marks have a backslash before them; others have none."""
    assert plain((Span(op="equal", text="a [-1-] {+2+} [x] {y} 5-[6] C:\\"),)) == (
        "a \\[-1-\\] \\{+2+\\} [x] {y} 5-[6] C:\\\\"
    )


@given(st.lists(st.tuples(OPS, TRICKY.filter(bool)), max_size=6))
def test_uncoloured_diffs_can_always_be_read_back(made: list[tuple[str, str]]) -> None:
    """Whatever signs the text holds, what was removed, added and kept can be told from the marks alone."""
    merged: list[tuple[str, str]] = []
    for op, text in made:
        if merged and merged[-1][0] == op == "equal":
            merged[-1] = (op, merged[-1][1] + text)
        else:
            merged.append((op, text))
    spans = [Span(op=op, text=text) for op, text in merged]  # type: ignore[arg-type]
    assert parsed(plain(spans)) == merged


@given(TRICKY, TRICKY)
def test_a_marked_diff_gives_both_texts(old: str, new: str) -> None:
    """Kept and removed text is the old text, kept and added text the new one."""
    found = parsed(plain(word_diff(old, new).spans))
    assert "".join(text for op, text in found if op != "insert") == old
    assert "".join(text for op, text in found if op != "delete") == new


def test_white_space_that_changed_alone_can_be_seen() -> None:
    """A space more, a no-break space, a line feed, a paragraph break."""
    spans = [
        Span(op="equal", text="a"),
        Span(op="delete", text="  "),
        Span(op="insert", text="\xa0"),
        Span(op="equal", text="b"),
        Span(op="insert", text="\n"),
        Span(op="delete", text="\n\n"),
    ]
    assert plain(spans) == "a[-␣␣-]{+⟨U+00A0⟩+}b{+↵+}[-¶-]"


def test_new_text_with_a_paragraph_break() -> None:
    """A split that also brings words shows where the new paragraph starts."""
    assert plain((Span(op="equal", text="One."), Span(op="insert", text="\n\nTwo."))) == "One.{+ ¶ Two.+}"


def test_hidden_characters_that_changed_can_be_seen() -> None:
    """A zero-width space is the whole difference."""
    assert plain(word_diff("dam", "da\u200bm").spans) == "[-dam-]{+da⟨U+200B⟩m+}"


WORDS = " ".join(f"w{number}" for number in range(1, 31))


def test_long_unchanged_stretches_are_cut_down() -> None:
    """Eight words on each side of an edit are shown; the ellipsis says that there is more."""
    spans = [
        Span(op="equal", text=f"{WORDS} "),
        Span(op="delete", text="14"),
        Span(op="insert", text="41"),
        Span(op="equal", text=f" {WORDS} "),
        Span(op="insert", text="new"),
        Span(op="equal", text=f" {WORDS}"),
    ]
    # A token is a word with the space after it, and the space before the first one counts as one of the eight.
    assert plain(shortened(spans)) == (
        "… w23 w24 w25 w26 w27 w28 w29 w30 [-14-]{+41+} w1 w2 w3 w4 w5 w6 w7 … w23 w24 w25 w26 w27 w28 w29 w30 {+new+}"
        " w1 w2 w3 w4 w5 w6 w7 …"
    )


def test_short_unchanged_stretches_are_shown_whole() -> None:
    """An ellipsis for three words would only be a riddle."""
    spans = [Span(op="insert", text="new"), Span(op="equal", text=" a b c d e f g h i j k")]
    assert shortened(spans) == spans


@given(st.lists(st.tuples(OPS, st.text(st.sampled_from("ab 1.,¶日本"), max_size=200)), max_size=8))
def test_edits_are_never_shortened(made: list[tuple[str, str]]) -> None:
    """Every removed and added character is shown, and of the rest a beginning and an end."""
    spans = [Span(op=op, text=text) for op, text in made]  # type: ignore[arg-type]
    for before, after in zip(spans, shortened(spans), strict=True):
        assert after.op == before.op
        if before.op != "equal":
            assert after == before
        elif after != before:
            head, _, tail = after.text.partition("…")
            assert before.text.startswith(head.rstrip())
            assert before.text.endswith(tail.lstrip())


def manner_of(old: str, new: str) -> str:
    """How the one paragraph changed."""
    (change,) = compare(Article(paragraphs=(old,)), Article(paragraphs=(new,))).changes
    return manner(change)


def test_changes_without_a_word() -> None:
    """Spacing and typography are called by name; a changed word is neither."""
    assert manner_of("the dam  failed at dawn", "the dam failed at dawn") == ", spacing only"
    assert manner_of('the "dam" failed at dawn', "the “dam” failed at dawn") == ", typography only"
    assert manner_of("the dam failed at dawn", "the dam failed at noon") == ""
