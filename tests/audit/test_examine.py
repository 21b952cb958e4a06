from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.audit import Context, Examination, ExaminedChange, Past, examine
from tracker.diff import compare
from tracker.story.article import Article

# A story that was recorded without its fifth paragraph first; each revision came with a note.
FREED = Article(
    headline="Harlan frees former minister after four years",
    paragraphs=(
        "Harlan freed former interior minister Teo Marsh four years after he was arrested, people who know him said.",
        "Marsh was released on Saturday and left for Lisbon, where he plans to live.",
        "Former envoy Ana Brito, who negotiated for 18 months, travelled with him.",
        "Marsh's family said in a statement that churches and two foreign governments had helped.",
        "“It pains me to go,” Marsh said in a recording. “I will be back.”",
        "Freeing prisoners is a main demand of the opposition in its talks with the government.",
        "Marsh was arrested in 2018 and held in a military prison with 40 others.",
    ),
    note="Adds Marsh comments in fifth paragraph",
)
BEFORE = replace(
    FREED, paragraphs=FREED.paragraphs[:4] + FREED.paragraphs[5:], note="Adds family statement in fourth paragraph"
)


def with_words(article: Article, old: str, new: str) -> Article:
    """The article with some words exchanged in its paragraphs."""
    assert any(old in text for text in article.paragraphs)
    return replace(article, paragraphs=tuple(text.replace(old, new) for text in article.paragraphs))


def noted(article: Article, note: str | None) -> Article:
    """The article with another note."""
    return replace(article, note=note)


def edits(examination: Examination) -> list[tuple[str | None, str | None]]:
    """The words of the changes of weight that no claim tells of."""
    return [(change.old_text, change.new_text) for change in examination.undisclosed]


def test_an_added_paragraph_with_its_note_leaves_nothing_undisclosed() -> None:
    """The comments came in ¶5, as the note says; the change of the note itself is no change of the story."""
    found = examine(BEFORE, FREED)
    (claim,) = found.claims
    assert (claim.text, claim.verdict, claim.ruling.where) == (
        "Adds Marsh comments in fifth paragraph",
        "supported",
        (5,),
    )
    assert [(change.part, change.kind, change.new, change.disclosed) for change in found.changes] == [
        ("paragraph", "added", (5,), True)
    ]
    assert found.undisclosed == ()


def test_a_number_that_changed_as_well_is_the_only_thing_of_weight_left() -> None:
    """The note does not tell of 40 that became 60."""
    found = examine(BEFORE, with_words(FREED, "40 others", "60 others"))
    (change,) = found.undisclosed
    assert (change.old_text, change.new_text, change.old, change.new) == ("40", "60", (6,), (7,))
    assert [(fact.fact, fact.old, fact.new) for fact in change.facts] == [("number", "40", "60")]
    assert found.comparison is not None
    assert found.comparison.changes[change.change - 1].new == (7,)


def test_without_a_note_every_change_of_weight_is_undisclosed() -> None:
    """Nothing tells of the added paragraph; there are no claims."""
    found = examine(BEFORE, noted(FREED, None))
    assert found.claims == ()
    assert found.note is None
    assert [change.new for change in found.undisclosed] == [(5,)]


def test_a_first_revision_has_claims_but_no_changes() -> None:
    """There is nothing to compare with."""
    found = examine(None, FREED)
    assert (found.comparison, found.changes) == (None, ())
    assert [claim.verdict for claim in found.claims] == ["unverifiable"]


def test_a_note_left_standing_discloses_nothing() -> None:
    """The note of the revision before, once more: carried over, and the new paragraph stays undisclosed."""
    found = examine(BEFORE, noted(FREED, BEFORE.note), Context(revision=3, previous=2))
    assert [(claim.verdict, claim.ruling.revision) for claim in found.claims] == [("carried", 2)]
    assert [change.new for change in found.undisclosed] == [(5,)]


def test_a_late_note_names_the_revision_that_it_tells_of() -> None:
    """Disclosed one revision too late: the verdict is earlier, and this pair's change stays undisclosed."""
    wrong = with_words(BEFORE, "18 months", "8 months")
    late = noted(FREED, "Corrects months of negotiation in paragraph 3 to 18 from 8")
    past = (Past(revision=2, comparison=compare(wrong, BEFORE)),)
    found = examine(BEFORE, late, Context(revision=3, previous=2, past=past))
    assert [(claim.verdict, claim.ruling.revision) for claim in found.claims] == [("earlier", 2)]
    assert [change.new for change in found.undisclosed] == [(5,)]


def test_an_advisory_claims_nothing_and_discloses_nothing() -> None:
    """An embargo is no statement about the text."""
    found = examine(BEFORE, noted(FREED, "Embargoed until 0600 GMT on Thursday"))
    assert found.claims == ()
    assert len(found.undisclosed) == 1


def test_a_comparison_at_hand_is_not_made_again() -> None:
    """Who has compared the two already hands it over; the result is the same."""
    comparison = compare(BEFORE, FREED)
    found = examine(BEFORE, FREED, comparison=comparison)
    assert found.comparison is comparison
    assert found == examine(BEFORE, FREED)


def test_a_number_told_in_a_paragraph_does_not_cover_another() -> None:
    """Of two values in one paragraph the note gives one: the other is undisclosed, as an edit of its own."""
    new = with_words(with_words(BEFORE, "in 2018", "in 2019"), "40 others", "60 others")
    note = "Corrects number of prisoners in paragraph 6 to 60 from 40"
    found = examine(BEFORE, noted(new, note))
    assert [claim.verdict for claim in found.claims] == ["supported"]
    assert edits(found) == [("2018", "2019")]
    assert len({change.change for change in found.changes}) == 1


def test_a_claim_with_a_kind_covers_that_kind_alone() -> None:
    """ "Corrects year in ¶6" leaves the number in ¶6 undisclosed."""
    new = with_words(with_words(BEFORE, "in 2018", "in 2019"), "40 others", "60 others")
    assert edits(examine(BEFORE, noted(new, "Corrects year in paragraph 6"))) == [("40", "60")]


def test_a_general_claim_covers_its_whole_paragraph() -> None:
    """ "Updates with details in ¶6" tells of everything in ¶6, and of nothing in ¶3."""
    new = with_words(with_words(BEFORE, "in 2018", "in 2019"), "40 others", "60 others")
    new = with_words(new, "18 months", "8 months")
    assert edits(examine(BEFORE, noted(new, "Updates with details in paragraph 6"))) == [("18 months", "8 months")]


def test_a_negation_beside_a_corrected_value_is_not_told() -> None:
    """The note gives the value; that "will" became "will not" next to it is another edit."""
    old = replace(BEFORE, paragraphs=(*BEFORE.paragraphs, "Marsh will pay $10 million to the state."))
    new = replace(BEFORE, paragraphs=(*BEFORE.paragraphs, "Marsh will not pay $12 million to the state."))
    found = examine(old, noted(new, "Corrects sum in paragraph 7 to $12 million from $10 million"))
    assert [claim.verdict for claim in found.claims] == ["supported"]
    assert edits(found) == [(None, "not")]


def test_a_vague_addition_does_not_cover_a_changed_number() -> None:
    """ "Adds background" tells of the paragraph that came, not of the number that changed."""
    found = examine(BEFORE, noted(with_words(FREED, "40 others", "60 others"), "Adds background"))
    assert [claim.verdict for claim in found.claims] == ["supported"]
    assert edits(found) == [("40", "60")]


def test_a_contradicted_claim_discloses_nothing() -> None:
    """The note says 70, the text 60: what changed stays undisclosed."""
    new = noted(with_words(BEFORE, "40 others", "60 others"), "Corrects figure in paragraph 6 to 70 from 40")
    found = examine(BEFORE, new)
    assert [claim.verdict for claim in found.claims] == ["contradicted"]
    assert edits(found) == [("40", "60")]


def test_credits_contacts_and_version_tags_do_not_alarm() -> None:
    """Who wrote it and how it is filed weighs nothing."""
    tagged = replace(
        BEFORE,
        headline="UPDATE 2-" + str(BEFORE.headline),
        credits=("(Reporting by Ada Cole)",),
        contacts=("ada.cole@example.com",),
        copyright="© Example",
        note=None,
    )
    found = examine(BEFORE, tagged)
    assert {change.part for change in found.changes} == {"version-tag", "credits", "contacts", "copyright"}
    assert found.undisclosed == ()


def test_a_note_that_stands_in_the_text_is_no_change() -> None:
    """A source that gives text alone has the note, and the byline, among its paragraphs."""
    note = "Adds Marsh comments in fifth paragraph"
    new = replace(FREED, paragraphs=(f"({note})", "By Mona Vik", *FREED.paragraphs))
    found = examine(BEFORE, new)
    assert edits(found) == []
    assert [claim.verdict for claim in found.claims] == ["elsewhere"]


def test_a_sentence_that_moved_is_not_undisclosed() -> None:
    """Gone in one paragraph and come in another, word for word: nothing of weight happened."""
    moved = "Marsh had been a general before he entered politics, officials said at the time."
    one = with_words(BEFORE, "plans to live.", f"plans to live. {moved}")
    other = with_words(BEFORE, "two foreign governments had helped.", f"two foreign governments had helped. {moved}")
    assert edits(examine(one, noted(other, None))) == []


def test_the_edits_of_a_change_keep_its_place_and_order() -> None:
    """Every change of the examination points at its change of the comparison, in the same order."""
    new = with_words(with_words(FREED, "in 2018", "in 2019"), "40 others", "60 others")
    found = examine(BEFORE, new)
    assert [change.change for change in found.changes] == sorted(change.change for change in found.changes)
    assert found.comparison is not None
    for change in found.changes:
        whole = found.comparison.changes[change.change - 1]
        assert (change.part, change.kind) == (whole.part, whole.kind)
        assert change.old_text is None or change.old_text in (whole.old_text or "")
        assert change.new_text is None or change.new_text in (whole.new_text or "")


WORDS = st.sampled_from(
    ["Marsh", "said", "14", "41", "not", "people", "Lisbon", "on", "Monday", "$3", "million.", "“We", "go,”", "he"]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=4).map(tuple)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([None, "Recasts", "Corrects figure in paragraph 2", "Adds Marsh comments"]))
def test_what_weighs_in_the_comparison_weighs_in_the_examination(
    old: tuple[str, ...], new: tuple[str, ...], note: str | None
) -> None:
    """No change of weight is lost when changes are cut into edits, unless a sentence moved; deterministic."""
    before, after = Article(paragraphs=old), Article(paragraphs=new, note=note)
    found = examine(before, after)
    assert found == examine(before, after)
    heavy = {change.change for change in found.changes if change.weight == "substantive"}
    light = {change.change for change in found.changes} - heavy
    assert found.comparison is not None
    for number in light:
        assert found.comparison.changes[number - 1].weight == "trivial" or _moved(found.changes, number)


def _moved(changes: tuple[ExaminedChange, ...], number: int) -> bool:
    """Whether what went or came in a change came or went word for word in another."""
    mine = {change.old_text or change.new_text for change in changes if change.change == number}
    others = {text for change in changes if change.change != number for text in (change.old_text, change.new_text)}
    return bool(mine & others)
