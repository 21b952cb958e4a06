"""Desk notes to claims: values, objects, anchors, and notes on earlier versions. All notes are made up."""

from __future__ import annotations

import pytest

from tracker.notes import parse


@pytest.mark.parametrize(
    ("note", "new", "old"),
    [
        ("Corrects spelling to Orrin not Oren in 7th paragraph", "Orrin", "Oren"),
        ("Corrects month in paragraph 3 to April, not May", "April", "May"),
        ("Corrects figure to 150 from 15", "150", "15"),
        ("Corrects figure from 15 to 150", "150", "15"),
        ("Corrects pilot's name from Bo Quell to Bo Quill in lead", "Bo Quill", "Bo Quell"),
        ("Corrects paragraph 9 to Harwell instead of Harlow", "Harwell", "Harlow"),
        ("CORRECTS spelling to Meyer sted Meier throughout", "Meyer", "Meier"),
        ("CORRECTS age to 45, sted 54, in 2nd graf", "45", "54"),
        ("Subs 2nd graf to CORRECT to almost 200, sted 350, miles.", "almost 200", "350"),
        ("SUBS 5th graf, `He said...' to CORRECT by changing `since' to `when.' Pickup 6th graf", "when", "since"),
        ("Changes 'Monday' to 'Tuesday' in lead", "Tuesday", "Monday"),
        ("Corrects 150th to 180th anniversary in paragraph three", "180th anniversary", "150th"),
        ("Corrected Bo Quell to Bo Quill in 6th paragraph", "Bo Quill", "Bo Quell"),
        ("Corrects Oria rating to BBB-plus in paragraph 6", "BBB-plus", None),
        ("Corrects profit to $192.3 million, or 74 cents a share", "$192.3 million, or 74 cents a share", None),
        ("Corrects date of hearing to January 23, 2007 in sixth paragraph", "January 23, 2007", None),
        ("Corrects to show shares rose instead of fell in paragraph 11", "rose", "fell"),
        ("Corrects paragraph 3 to show shares up 2.5 percent, not down", "up 2.5 percent", "down"),
        ("Corrects headline to show freight traffic, not freight sales, fell", "freight traffic", "freight sales"),
        ("Corrects 5th paragraph to show it owns long notes, not long shares", "long notes", "long shares"),
        ("Corrects lead to show it ends at the end of May, not the end of June", "the end of May", "the end of June"),
        ("Corrects 2nd paragraph to reflect that Patrick, not Peabody, spoke", "Patrick", "Peabody"),
        ("Corrects paragraph 7 to say debt is $1.9 trillion, not billion", "trillion", "billion"),
        ("Corrects paragraph 5 to show 75 percent of owners agreed, not 77 percent", "75 percent", "77 percent"),
        ("Corrects paragraph 8 to read \"three ferries\" instead of \"two ferries\"", "three ferries", "two ferries"),
        ("Corrects reference to port holiday to this week from last week", "this week", "last week"),
        ("Corrects paragraph seven. Quill is head of ferries, not head of trains", "head of ferries", "head of trains"),
        ("This story was refiled to replace \"There\" with \"Their\" in the lead", "Their", "There"),
        ("Adds dropped word \"million\" in paragraph 2", "million", None),
        ("Removes extraneous word 'stand' from third paragraph", None, "stand"),
        ("Corrects name in paragraph 4, sted Miller", None, "Miller"),
        ("An earlier version of this article misstated the year. It was the 1790s, not 1781.", "1790s", "1781"),
        ("An earlier version of this post gave turnout as 74.6%.", None, "74.6%"),
        ("A previous version of this story misstated the toll as 14.", None, "14"),
        ("An earlier version incorrectly said turnout was 74.6 percent; it was 76.4 percent.", "76.4 percent",
         "74.6 percent"),
        ("An earlier version of this story said the bridge was closed on May 4. It was May 14.", "May 14", "May 4"),
        ("An earlier version of this story misidentified the mayor as Otto Grau.", None, "Otto Grau"),
        ("Corrects turnout in paragraph 2. An earlier version of this post gave it as 74.6%.", None, "74.6%"),
        ("An earlier version of this story said 3 of 14 boats were lost.", None, None),
        ("Corrects spelling of Ostrander in 19th paragraph", None, None),
        ("Corrects reference to Quill in paragraph 3", None, None),
        ("Corrects paragraph 3 to show the firm does not hedge fuel", None, None),
        ("Clarifies that not all of the staff had left", None, None),
        ("LEADS with 7 grafs to UPDATE with fighting spreading to west Oria", None, None),
        ("SUBS 6th graf to DELETE outdated reference to charges not filed", None, None),
        ("This story corrects paragraph 3 to show gains, not just losses, in May", None, None),
    ],
)  # fmt: skip
def test_a_claim_names_what_a_thing_is_now_and_what_it_was(note: str, new: str | None, old: str | None) -> None:
    """Values are the note's words without quotation marks; a denied verb and a "reference to" are no values."""
    claim = parse(note).claims[0]
    assert (claim.new_value, claim.old_value) == (new, old)


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("Corrects figure in third paragraph to 150 from 15", "figure"),
        (
            "This story was corrected to fix reference in quote in paragraph 6 to council, not mayor",
            "reference in quote",
        ),
        ("Clarifies in paragraph 3 that Quill stays at the port", "Quill stays at the port"),
        ("Corrects paragraph 9 to make clear the ferry was hired in April", "the ferry was hired in April"),
        ("LEADS with six grafs to UPDATE with surgeon's report; PICKS UP 7th graf", "surgeon's report"),
        ("SUBS 10th graf pvs, `The motion, ..., to CORRECT title and spelling", "title and spelling"),
        ("Inserts 3 grafs of bank comment after 4th graf, The agreement", "bank comment"),
        ("DELETES 11th graf, `Police chief...', now outdated.", "now outdated"),
        ("A typo in paragraph 5 has been fixed.", "A typo"),
        ("Adds analyst quote (paragraph 7)", "analyst quote"),
        ("Recasts lead", None),
    ],
)
def test_the_object_is_what_is_said_to_have_changed(note: str, what: str | None) -> None:
    """The object is the note's words, without places, anchors and values."""
    assert parse(note).claims[0].object == what


@pytest.mark.parametrize(
    ("note", "anchor"),
    [
        ("Picks up 5th graf pvs, `The harbour ...'", "The harbour"),
        ("Picks up 5th graf pvs: The harbour ...", "The harbour"),
        ("picks up 21st graf pvs bgng: There is ...", "There is"),
        ("PICKS UP 5th graf pvs, `Now, he ...'", "Now, he"),
        ("Pickup 10th graf pvs, ``London's Evening...''", "London's Evening"),
        ("Pickup 5th, `He said...", "He said"),
        ("Pick up 9th graf, ``Meanwhile, the ... river,''", "Meanwhile, the ... river"),
        ("SUBS 25th graf pvs, bgng He also, to correct name", "He also"),
        ("Subs graf 6, No one, to CORRECT date", "No one"),
        ("SUBS grafs 10-19, `A boat...Harbour Yard' with 14 grafs", "A boat...Harbour Yard"),
        ("Corrects spelling of ``course'' in 7th graf, Right after", "Right after"),
        ("SUBS 5th graf to CORRECT quote to ``unacceptable''", None),
        ("Adds background in 5th graf", None),
    ],
)
def test_the_anchor_is_the_opening_words_of_the_paragraph_meant(note: str, anchor: str | None) -> None:
    """Anchors come with or without quotation marks, whole or cut off by dots."""
    assert parse(note).claims[0].anchor == anchor


def test_a_note_on_an_earlier_version_says_so() -> None:
    """ "A previous version of this story corrected …" tells nothing of this revision."""
    adds, corrects = parse(
        "Adds closing prices throughout. A previous version of this story corrected the market value."
    ).claims
    assert (adds.verb, adds.earlier) == ("add", False)
    assert (corrects.verb, corrects.earlier, corrects.object) == ("correct", True, "the market value")


def test_what_an_earlier_version_had_wrong_is_corrected_by_this_one() -> None:
    """ "An earlier version misstated …" claims a correction of this revision."""
    (claim,) = parse("An earlier version of this story misspelled the name of the ferry.").claims
    assert (claim.verb, claim.earlier) == ("correct", False)


def test_a_sentence_that_only_explains_makes_no_claim() -> None:
    """Causes, other versions and errors elsewhere belong to the claim before."""
    note = parse("Corrects paragraph 8 to $3 billion from $3 million. The error also occurred in Updates 1 and 2.")
    assert [claim.verb for claim in note.claims] == ["correct"]
