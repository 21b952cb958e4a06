from __future__ import annotations

import pytest

from tracker.diff import compare
from tracker.notes.check import check
from tracker.notes.literals import key, literal
from tracker.notes.model import Claim, Note, Place, Verdict
from tracker.story.article import Article

LEAD = "LOWSTOFT - The ferry operator Marlin said it would refund passengers after a sailing was cancelled on Friday."


def story(text: str) -> Article:
    """An article whose second paragraph is `text`."""
    return Article(headline="Ferry firm to refund passengers", paragraphs=(LEAD, text, "Marlin was founded in Ghent."))


def verdict(old: str, new: str, claim: Claim) -> Verdict:
    """The verdict on a claim about a second paragraph that was `old` and is `new`."""
    before, after = story(old), story(new)
    return check(Note(claims=(claim,)), compare(before, after), before, after)[0]


def correction(new: str | None, old: str | None = None, *, place: int | None = 2, thing: str | None = None) -> Claim:
    """A correction with values."""
    places = (Place(part="paragraph", first=place, last=place),) if place else ()
    return Claim(text="t", verb="correct", object=thing, places=places, new_value=new, old_value=old)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4.6 million", "4,600,000"),
        ("$4.6 million", "4.6 million dollars"),
        ("Ernst & Young", "Ernst and Young"),
        ("24 percent", "24%"),
        ("24 per cent", "24 pct"),
        ("five-member", "5 member"),
        ("Sept. 3", "September 3"),
        ("twenty-one", "21"),
        ("Marlin's", "Marlin"),
        ("10th", "tenth"),
        ("1.5bn euros", "€1.5 billion"),
        ("Zürich", "Zurich"),
    ],
)
def test_values_are_compared_as_values(one: str, other: str) -> None:
    """Two ways to write a value have one key."""
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("1.5 million", "15 million"), ("4.6 million", "4.6"), ("5 percent", "5 points"), ("may", "can")]
)
def test_other_values_have_other_keys(one: str, other: str) -> None:
    """A magnitude, a unit or another word makes another value."""
    assert key(one) != key(other)


def test_a_value_without_words_is_none() -> None:
    """There is nothing to look for in signs alone."""
    assert literal("...") is None
    assert literal(None) is None


@pytest.mark.parametrize(
    ("was", "now", "old", "new"),
    [
        ("It carried 4,600,000 people.", "It carried 4.8 million people.", "4.6 million", "4,800,000"),
        ("It paid $310 million for it.", "It paid $360 million for it.", "$310 million", "$360 million"),
        ("Judge Nora Elin Krogh ruled.", "Judge Nora Elin Krag ruled.", "Nora Elin Krogh", "Nora Elin Krag"),
        (
            "There was a more than 40-minute wait.",
            "There was a wait of 30 minutes.",
            "more than 40 minutes",
            "30 minutes",
        ),
        ("The four-member board met.", "The five-member board met.", "four", "five"),
        ("Shares fell in Oslo.", "Shares rose in Oslo.", "fell", "rose"),
        ("The fee was $87.5 in all.", "The fee was $87.5 million in all.", "$87.5", "$87.5 million"),
    ],
)
def test_a_new_value_in_the_place_of_the_old_one_is_supported(was: str, now: str, old: str, new: str) -> None:
    """The new value came and the old one went, however either is written."""
    told = verdict(was, now, correction(new, old))
    assert (told.kind, told.where) == ("supported", (2,))
    assert told.reason.startswith("¶2 now says ")


def test_a_value_may_leave_out_its_magnitude() -> None:
    """A note says 731.06 where the text says 731.06 million."""
    told = verdict("It cost 231.06 million euros.", "It cost 731.06 million euros.", correction("731.06", "231.06"))
    assert told.kind == "supported"


def test_a_value_in_another_paragraph_is_elsewhere() -> None:
    """Values prove more than places: the change is found where it is."""
    told = verdict("It carried 40 people.", "It carried 60 people.", correction("60", "40", place=3))
    assert (told.kind, told.where, told.reason) == ("elsewhere", (2,), "Found in ¶2; the note says ¶3.")


def test_another_value_than_the_note_says_is_contradicted() -> None:
    """The old value went, but what came is not what the note says."""
    told = verdict("It carried 40 people.", "It carried 60 people.", correction("90", "40"))
    assert told.kind == "contradicted"
    assert told.reason == "“40” became “60” in ¶2, not “90”."


def test_a_value_that_cannot_be_new_is_contradicted() -> None:
    """A note that gives one value twice is untrue of a value that changed."""
    assert verdict("It carried 25 people.", "It carried 52 people.", correction("25", "25")).kind == "contradicted"


def test_an_old_value_that_still_stands_is_contradicted() -> None:
    """The note says that 40 was put right, and the text still says 40, nowhere 60."""
    text = "It carried 40 people."
    told = verdict(text, text, correction("60", "40"))
    assert (told.kind, told.reason) == ("contradicted", "¶2 still says “40”.")


def test_the_opposite_is_contradicted() -> None:
    """The values changed places: the note says 60 instead of 40, the text went from 60 to 40."""
    told = verdict("It carried 60 people.", "It carried 40 people.", correction("60", "40"))
    assert told.kind == "contradicted"
    assert "opposite" in told.reason


def test_a_text_that_was_right_already_is_not_found() -> None:
    """Often the older copy is from after the correction: that is no contradiction."""
    text = "It carried 60 people."
    told = verdict(text, text, correction("60", "40"))
    assert (told.kind, told.reason) == ("not_found", "The earlier text already said “60” (¶2).")


def test_an_old_value_that_never_stood_is_partly_borne_out() -> None:
    """The new value came in the place of something else than the note says."""
    told = verdict("It carried 45 people.", "It carried 60 people.", correction("60", "40"))
    assert told.kind == "partly"
    assert "“40”" in told.reason


@pytest.mark.parametrize(
    ("new", "old", "thing"), [("subsidiary", "parent", "name"), ("a much later day", None, "date")]
)
def test_a_value_that_describes_is_left_to_the_place_and_the_kind(new: str, old: str | None, thing: str) -> None:
    """Small words need not stand in the text: the note may describe what changed."""
    was = "Marlin Ferries Holding will pay the fines in instalments until May 3, said a spokesman for the coast guard."
    now = "Marlin Ferries Norge will pay the fines in instalments until June 9, said a spokesman for the coast guard."
    assert verdict(was, now, correction(new, old, thing=thing)).kind == "supported"


def test_a_day_may_be_paraphrased() -> None:
    """ "Next Monday" is borne out by "on Monday"; "next Monday" is contradicted by no "Monday" in another form."""
    told = verdict("It sails on Friday.", "It sails on Monday, it said.", correction("next Monday", thing="day"))
    assert told.kind == "supported"


def test_a_dropped_word_came_and_an_extra_word_went() -> None:
    """Quoted words in the object are values: added ones came, removed ones went."""
    add = Claim(text="t", verb="add", object="dropped word 'tax'", places=(Place(part="paragraph", first=2, last=2),))
    assert verdict("The rise hurts sales.", "The tax rise hurts sales.", add).kind == "supported"
    remove = Claim(text="t", verb="remove", object="extraneous word “bid”")
    assert verdict("The bid bid failed.", "The bid failed.", remove).kind == "supported"


def test_a_dropped_word_that_was_taken_out_is_contradicted() -> None:
    """The word that the note adds is the one that went."""
    add = Claim(text="t", verb="add", object="dropped word", new_value="not Marlin")
    assert verdict("It was not Marlin who said so.", "It was who said so.", add).kind == "contradicted"


def test_a_removed_name_that_still_stands_at_the_place_is_contradicted() -> None:
    """ "Removes reference to Ghent in ¶3" while ¶3 names Ghent is untrue; elsewhere it is only not found."""
    text = "It carried 60 people."
    claim = Claim(
        text="t", verb="remove", object="reference to Ghent", places=(Place(part="paragraph", first=3, last=3),)
    )
    told = verdict(text, text, claim)
    assert (told.kind, told.reason) == ("contradicted", "¶3 still names Ghent.")
    assert verdict(text, text, Claim(text="t", verb="remove", object="reference to Ghent")).kind == "not_found"


def test_a_wrong_name_is_not_contradicted_by_a_part_of_it() -> None:
    """ "To Anna Holt" over "Ms. Holt": a part of the name stands there, so the note is not called untrue."""
    told = verdict("Ms. Hall spoke.", "Ms. Holt spoke.", correction("Anna Holt", "Anna Hall", thing="name"))
    assert told.kind != "contradicted"


def test_more_than_one_place_with_one_value_is_told_at_once() -> None:
    """A value that is put right twice is found twice."""
    told = verdict("Holm left. Holm returned.", "Holt left. Holt returned.", correction("Holt", "Holm"))
    assert (told.kind, told.found) == ("supported", (1,))
