from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diff import compare
from tracker.notes.check import check, tell
from tracker.notes.lookback import Context, Earlier
from tracker.notes.model import Claim, Note, Place, Verdict
from tracker.notes.parse import parse
from tracker.story.article import Article

BRIDGE = Article(
    headline="Orme bridge closed after cracks found",
    paragraphs=(
        "ORME, May 4 - Engineers closed the Orme bridge on Thursday after finding 12 cracks in its deck.",
        "The bridge carries 30,000 vehicles a day between the old town and the airport.",
        "Repairs will take six weeks, city engineer Lina Falk told reporters.",
        "Built in 1968, the bridge was last repaired in 2004.",
    ),
)
LATER = "Shop owners in the old town said that they feared for their trade during the summer season."


def with_words(article: Article, old: str, new: str) -> Article:
    """The article with some words exchanged."""
    return replace(article, paragraphs=tuple(text.replace(old, new) for text in article.paragraphs))


def verdict(claim: Claim, old: Article, new: Article, context: Context | None = None) -> Verdict:
    """The verdict on one claim."""
    return check(Note(claims=(claim,)), compare(old, new), old, new, context or Context())[0]


def at(number: int) -> tuple[Place, ...]:
    """One numbered place."""
    return (Place(part="paragraph", first=number, last=number),)


CRACKS = with_words(BRIDGE, "12 cracks", "21 cracks")
THIRD = replace(CRACKS, paragraphs=(*CRACKS.paragraphs, LATER))
PAST = Context(previous=2, earlier=(Earlier(revision=2, comparison=compare(BRIDGE, CRACKS)),))


def test_a_change_of_an_earlier_pair_is_earlier() -> None:
    """What was changed in r2 and disclosed in r3 is found there, and the revision is named."""
    claim = Claim(text="t", verb="correct", object="cracks", places=at(1), new_value="21", old_value="12")
    told = verdict(claim, CRACKS, THIRD, PAST)
    assert (told.kind, told.revision, told.found) == ("earlier", 2, ())
    assert told.reason == "That was done in r2, not in this revision."


def test_earlier_pairs_are_looked_at_newest_first_and_twenty_at_most() -> None:
    """The nearest pair that bears the claim out is named; the twenty-first is not looked at."""
    claim = Claim(text="t", verb="correct", object="number of cracks", places=at(1))
    same, other = compare(CRACKS, CRACKS), compare(BRIDGE, CRACKS)
    twice = Context(earlier=(Earlier(revision=9, comparison=other), Earlier(revision=2, comparison=other)))
    assert verdict(claim, CRACKS, THIRD, twice).revision == 9
    far = tuple(Earlier(revision=30 - n, comparison=same) for n in range(20))
    beyond = Context(earlier=(*far, Earlier(revision=2, comparison=other)))
    assert verdict(claim, CRACKS, THIRD, beyond).kind == "not_found"


def test_an_earlier_change_of_something_else_is_not_the_claimed_one() -> None:
    """A claim that shares no word with an earlier change is not found there."""
    assert verdict(Claim(text="t", verb="correct", object="toll charge"), CRACKS, THIRD, PAST).kind == "not_found"


def test_a_claim_that_stood_in_the_note_before_and_finds_nothing_is_carried() -> None:
    """The note was left standing: it discloses nothing, and names the revision that it was written for."""
    claim = Claim(text="Adds Falk comments in third paragraph", verb="add", object="Falk comments", places=at(3))
    context = replace(PAST, previous_note=Note(claims=(claim,)))
    told = verdict(claim, CRACKS, THIRD, context)
    assert (told.kind, told.revision) == ("carried", 2)
    framed = Note(claims=(replace(claim, text="This story ADDS Falk comments in third paragraph."),))
    assert verdict(claim, CRACKS, THIRD, replace(context, previous_note=framed)).kind == "carried"
    other = Note(claims=(replace(claim, text="Adds mayor's comments in third paragraph"),))
    assert verdict(claim, CRACKS, THIRD, replace(context, previous_note=other)).kind == "not_found"


def test_a_repeated_claim_that_this_diff_bears_out_is_supported() -> None:
    """A desk may add comments twice: what counts is this diff."""
    claim = Claim(text="Adds shop owner comments", verb="add", object="shop owner comments", places=at(5))
    context = Context(previous=2, previous_note=Note(claims=(claim,)))
    assert verdict(claim, CRACKS, THIRD, context).kind == "supported"


def test_a_claim_about_an_earlier_version_is_sought_there_alone() -> None:
    """ "A previous version corrected ..." is not borne out by this diff."""
    claim = Claim(text="t", verb="correct", object="number of cracks", earlier=True)
    assert verdict(claim, CRACKS, THIRD, PAST).kind == "earlier"
    assert verdict(claim, BRIDGE, CRACKS).kind == "unverifiable"


def test_without_paragraph_breaks_no_place_is_wrong() -> None:
    """In a text that came as one block, a change is found wherever the note puts it, and the reason says so."""
    old = Article(paragraphs=(" ".join(BRIDGE.paragraphs * 5),))
    new = Article(paragraphs=(old.paragraphs[0].replace("2004", "2014", 1),))
    told = verdict(Claim(text="t", verb="correct", object="year", places=at(4)), old, new)
    assert told.kind == "supported"
    assert told.reason.endswith("; the paragraphs of this text cannot be counted.")


def test_a_place_beyond_the_last_paragraph_is_not_held_against_the_note() -> None:
    """¶19 of a text of four paragraphs: the source lost its breaks, not the note its way."""
    told = verdict(Claim(text="t", verb="correct", object="number of cracks", places=at(19)), BRIDGE, CRACKS)
    assert told.kind == "supported"


def test_without_a_revision_before_a_claim_cannot_be_verified() -> None:
    """There is nothing to compare with, unless the note quotes the text."""
    (told,) = check(Note(claims=(Claim(text="t", verb="correct", object="figure"),)), None, None, BRIDGE)
    assert (told.kind, told.reason) == ("unverifiable", "There is no revision before to compare with.")


def pickup(lead: int, stood: int, anchor: str) -> Note:
    """A new lead of so many paragraphs, after which the old text goes on."""
    return Note(
        claims=(
            Claim(text="l", verb="lead", places=(Place(part="paragraph", first=1, last=lead),)),
            Claim(
                text="p",
                verb="pickup",
                anchor=anchor,
                places=(Place(part="paragraph", first=stood, last=stood, of="old"),),
            ),
        )
    )


def test_a_pickup_is_checked_by_the_words_it_quotes() -> None:
    """After a lead of two paragraphs the quoted one is the third, also when no revision before is known."""
    assert check(pickup(2, 2, "Repairs will..."), None, None, BRIDGE)[1].kind == "supported"
    off = check(pickup(1, 2, "Repairs will..."), None, None, BRIDGE)[1]
    assert (off.kind, off.where) == ("elsewhere", (3,))
    assert check(pickup(2, 2, "Trains will..."), None, None, BRIDGE)[1].kind == "not_found"


def test_a_pickup_is_counted_in_the_old_text() -> None:
    """ "Picks up 3rd graf pvs" of what was the second is elsewhere, with both numbers."""
    new = replace(BRIDGE, paragraphs=(BRIDGE.paragraphs[0], LATER, *BRIDGE.paragraphs[1:]))
    right, wrong = pickup(2, 2, "The bridge"), pickup(2, 3, "The bridge")
    comparison = compare(BRIDGE, new)
    assert check(right, comparison, BRIDGE, new)[1].kind == "supported"
    told = check(wrong, comparison, BRIDGE, new)[1]
    assert (told.kind, told.reason) == ("elsewhere", "“The bridge” was ¶2, the note says ¶3.")


def test_an_insert_quotes_the_paragraph_before_it() -> None:
    """ "Inserts graf after 2nd, `The bridge...'" can be checked in the new text alone."""
    claim = Claim(text="t", verb="insert", object="traffic", anchor="The bridge...", places=at(3))
    assert check(Note(claims=(claim,)), None, None, BRIDGE)[0].kind == "supported"
    off = check(Note(claims=(replace(claim, places=at(4)),)), None, None, BRIDGE)[0]
    assert (off.kind, off.where) == ("elsewhere", (3,))


def test_a_paragraph_that_the_note_deletes_and_that_stands_is_contradicted() -> None:
    """The quoted opening words still open a paragraph."""
    place = Place(part="paragraph", first=4, last=4, of="old")
    told = verdict(Claim(text="t", verb="remove", anchor="Built in...", places=(place,)), BRIDGE, CRACKS)
    assert (told.kind, told.reason) == ("contradicted", "“Built in...” still opens ¶4.")


def test_a_number_told_covers_no_other_number() -> None:
    """Two numbers changed in one paragraph, one with its values in the note: the other edit has no teller."""
    old, new = BRIDGE, with_words(with_words(BRIDGE, "1968", "1969"), "2004", "2014")
    claim = Claim(text="t", verb="correct", object="year", places=at(4), new_value="2014", old_value="2004")
    told = tell(Note(claims=(claim,)), compare(old, new), old, new)
    assert [(edit.new_text, tellers) for edit, tellers in zip(told.edits, told.tellers, strict=True)] == [
        ("1969", ()),
        ("2014", (1,)),
    ]


def test_a_claim_too_many_cannot_be_verified() -> None:
    """A note of thousands of claims is answered in bounded time: past a hundred they are not checked."""
    claims = tuple(Claim(text=str(n), verb="correct", object="figure", places=at(n)) for n in range(1, 3000))
    told = check(Note(claims=claims), compare(BRIDGE, CRACKS), BRIDGE, CRACKS)
    assert len(told) == len(claims)
    assert told[-1].kind == "unverifiable"


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="adds corets in 1st grf “”'\"(),.;$%5é¶\n", max_size=60),
    st.lists(st.text(max_size=40), max_size=4),
    st.lists(st.text(max_size=40), max_size=4),
)
def test_every_note_gets_one_verdict_for_each_claim(note: str, old: list[str], new: list[str]) -> None:
    """Whatever the note and the texts say: a verdict for each claim, with changes that exist, and the same again."""
    before, after = Article(paragraphs=tuple(old)), Article(paragraphs=tuple(new))
    comparison, read = compare(before, after), parse("Adds " + note)
    told = tell(read, comparison, before, after)
    assert len(told.verdicts) == len(read.claims)
    assert all(1 <= n <= len(comparison.changes) for one in told.verdicts for n in one.found)
    assert all(
        one.found == () for one in told.verdicts if one.kind in ("not_found", "contradicted", "carried", "earlier")
    )
    assert tell(read, comparison, before, after) == told
