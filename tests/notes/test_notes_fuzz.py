"""Desk notes and texts from hostile hands: read, checked and examined without fail, and the same twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.audit.examine import examine
from tracker.notes import check, parse, withdrawal
from tracker.story.article import INSERT_KINDS, Article, Insert

PIECES = st.sampled_from(
    (
        *("Adds", "ADDS", "corrects", "Corrects", "UPDATES", "SUBS", "INSERTS", "Recasts", "deletes", "LEADS with"),
        *("from", "to", "sted", "not", "instead of", "in", "throughout", "after", "pvs", "PICKS UP", "Eds:", "kill"),
        *("twelve", "penultimate"),
        *("5th graf", "3rd", "grafs 2-4", "paragraph 0", "paragraph 99999999999999999999", "grafs 9-1"),
        *("headline", "byline", "lead", "figure", "quote", "name", "story", "¶", "first"),
        *("14", "1,400", "1.4.4", "$3 billion", "½", "٣", "四", "10%", "Jan 21", "0", "9" * 400, "1e9"),
        *("(", ")", "[", "]", "“", "”", "`", "``", "'", '"', ",", ".", ";", ":", "...", "—", "\n", "\t", "\r\n", "\f"),
        *("\x00", "\x01", "\x1b[31m", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\u0301", "字が", "İ", "ß"),
        *("Marsh", "said", "the river rose by 14 m", "“I saw it,” said Marsh.", "KILL KILL KILL", "\U0010ffff"),
    )
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=60)
MAYBE = st.none() | TEXTS


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles with such texts in every field."""
    paragraphs = tuple(draw(st.lists(TEXTS, max_size=4)))
    inserts = st.builds(
        Insert, before=st.integers(1, len(paragraphs) + 1), kind=st.sampled_from(INSERT_KINDS), text=TEXTS
    )
    return Article(
        paragraphs=paragraphs,
        headline=draw(MAYBE),
        byline=draw(MAYBE),
        dateline=draw(MAYBE),
        note=draw(MAYBE),
        inserts=tuple(draw(st.lists(inserts, max_size=2))),
        credits=tuple(draw(st.lists(TEXTS, max_size=2))),
        keywords=tuple(draw(st.lists(TEXTS, max_size=2))),
        embargo=draw(MAYBE),
        language=draw(st.sampled_from([None, "en", "ja", "\0"])),
    )


@given(TEXTS, MAYBE)
def test_any_note_is_read(text: str, headline: str | None) -> None:
    """It has claims or is an advisory, and what quotes it quotes what stands there."""
    note = parse(text)
    assert bool(note.claims) != (note.kind == "advisory")
    assert parse(text) == note
    notice = withdrawal(text, headline)
    assert notice is None or notice.kind in ("kill", "withhold", "withdrawn")


@settings(max_examples=20)
@given(articles(), articles())
def test_any_two_texts_can_be_examined(old: Article, new: Article) -> None:
    """Whatever they hold: a verdict for each claim, findings with keys of their own, and the same again."""
    found = examine(old, new)
    if found.note is not None:
        assert len(check(found.note, found.comparison, old, new)) == len(found.note.claims) == len(found.claims)
    keys = [finding.key for finding in found.findings]
    assert len(keys) == len(set(keys))
    assert examine(old, new) == found
    examine(None, new)
