"""Desk notes to claims: which verbs, which places. Every note here is made up, in the shapes that agencies use.

A place is written as desks would shorten it: "p5", "p3-4", "e1" (the last paragraph), "old p7", or a named part.
"""

from __future__ import annotations

import pytest

from tracker.notes import Note, Place, parse


def short(place: Place) -> str:
    if place.first is None:
        return place.part
    numbers = str(place.first) if place.first == place.last else f"{place.first}-{place.last}"
    return f"{'old ' if place.of == 'old' else ''}{'e' if place.counted == 'end' else 'p'}{numbers}"


def outline(note: Note) -> list[str]:
    return [" ".join([claim.verb, ", ".join(map(short, claim.places))]).strip() for claim in note.claims]


WEB_AND_WIRE = [
    ("Adds Marlowe comments in fifth paragraph", ["add p5"]),
    ("Adds details, background, share price", ["add"]),
    ("Adds harbour master's comment, paragraphs 3-8", ["add p3-8"]),
    ("Adds ferry schedule in paragraphs 2 and 3", ["add p2, p3"]),
    ("Adds ferry schedule in paragraphs 7,8", ["add p7, p8"]),
    ("Adds details, byline", ["add"]),
    ("Adds byline", ["add byline"]),
    ("Adds quote after paragraph 6", ["add p7"]),
    ("Adds toll in first two paragraphs", ["add p1-2"]),
    ("Adds mayor's reaction in paragraph 3, updates toll in paragraph 4", ["add p3", "update p4"]),
    ("Adds mayor's reaction in the third paragraph, updates toll in the fourth.", ["add p3", "update p4"]),
    ("Adds details, changes to the lineup, updates on weather", ["add"]),
    ("Updates throughout, adds outlook", ["update throughout", "add"]),
    ("Updates with closing prices, paragraphs 8-11", ["update p8-11"]),
    ("Updates to add that the bridge is open again", ["add"]),
    ("Recasts, adds analyst comments", ["recast", "add"]),
    ("Recasts first paragraph, adds net figures, changes dateline", ["recast p1", "add", "correct dateline"]),
    ("Rewrites first sentence, adds background throughout", ["recast other", "add throughout"]),
    ("Releads with arrest; adds quotes", ["recast", "add"]),
    ("Corrects spelling of Ostrander in graf 2", ["correct p2"]),
    ("Corrects spelling in paragraph twelfth", ["correct p12"]),
    ("Corrects the 2d paragraph", ["correct p2"]),
    ("Corrects name in headline, lead and third paragraph", ["correct headline, lead, p3"]),
    ("Corrects headline inflation figure in paragraph 4", ["correct p4"]),
    ("Corrects last word to lead from tin", ["correct"]),
    ("Corrects paragraphs 1, 5 to say the fall was the third", ["correct p1, p5"]),
    ("Corrects paragraph 3 to 5 million from 4 million", ["correct p3"]),
    ("Corrects figure in penultimate paragraph", ["correct e2"]),
    ("Corrects figure in second to last paragraph", ["correct e2"]),
    ("Corrects figure in next-to-last par", ["correct e2"]),
    ("Corrects figure in sixth last paragraph", ["correct e6"]),
    ("Corrects figure in paragraph 7 from bottom", ["correct e7"]),
    ("Corrects figure in fourth paragraph from end", ["correct e4"]),
    ("Corrects year in first and final paragraphs", ["correct p1, e1"]),
    ("Corrects 4th paragraph to delete reference to the tunnel being sold", ["remove p4"]),
    ("Corrects to remove erroneous ticker in last paragraph", ["remove e1"]),
    ("Corrects by adding dropped words in paragraph one", ["add p1"]),
    ("Corrects 2nd sentence of third paragraph", ["correct p3"]),
    ("Corrects amount in last sentence, line five", ["correct other"]),
    ("Corrects figures in table", ["correct other"]),
    ("Deletes paragraph 12 to remove quote; rewrites paragraph 11 to conform", ["remove old p12", "recast p11"]),
    ("Removes final two paragraphs", ["remove old e1-2"]),
    ("Removes word 'stand' from third paragraph", ["remove p3"]),
    ("Drops extraneous words in para 28", ["remove p28"]),
    ("Clarifies in paragraph four that the dam is intact", ["clarify p4"]),
    ("Restores dropped word in first paragraph", ["restore p1"]),
    ("Inserts missing word in the lead", ["insert lead"]),
    ("Repeats to additional subscribers", ["repeat"]),
    ("Refiles to additional subscribers", ["refile"]),
    ("Fixes typo; no change to text", ["correct"]),
    ("This story was corrected to fix the score for Harwell", ["correct"]),
    ("This story has been refiled to drop extraneous word in paragraph 4", ["remove p4"]),
    ("This story has been refiled to add dateline, no change to text", ["add dateline"]),
    ("This version of the story has been corrected to specify who paid", ["clarify"]),
    ("This June 17 story was refiled to clarify dates in the second paragraph and replaces total in the fifth par",
     ["clarify p2", "substitute p5"]),
    ("This story corrected lead, added paragraphs two-four. It removed Quill's quotes.",
     ["correct lead", "add p2-4", "remove"]),
    ("This story, in the sixth paragraph, corrects the name of the ferry", ["correct p6"]),
    ("This story is corrected in paragraph 3, corrects name of ferry", ["correct p3"]),
    ("This story has been corrected to fix gain in third paragraph and removes reference in same paragraph",
     ["correct p3", "remove p3"]),
    ("This story is corrected in paragraph 7 from bottom and clarifies next paragraph on pay",
     ["correct e7", "clarify e6"]),
    ("This story was fixed to make clear that Dunmore withdrew in paragraph 30; to clarify that it owns the pier, in "
     "paragraph 31", ["clarify p30", "clarify p31"]),
    ("Paragraph 4 of this story has been corrected to show sales fell", ["correct p4"]),
    ("In the last paragraph, corrects name of pilot", ["correct e1"]),
    ("Company corrects period in March 19 item", ["correct"]),
    ("NOTE: Corrects reversed figures in March 11 item.", ["correct"]),
    ("An earlier version of this article misstated the depth of the port.", ["correct"]),
]  # fmt: skip

TELEGRAPHIC = [
    ("LEADS with 7 grafs to UPDATE with arrest; PICKS UP 5th graf pvs, `The port ...'", ["lead p1-7", "pickup old p5"]),
    ("LEADS throughout to UPDATE with talks. No pickup", ["lead throughout"]),
    ("LEADS two grafs to CORRECT town's location. Picks up graf 3 pvs, `In Oria ...'", ["lead p1-2", "pickup old p3"]),
    ("Top 8 grafs with ruling; picks up at pvs 5th graf, ``Quill on''", ["lead p1-8", "pickup old p5"]),
    ("New throughout with quotes, details. No pickup.", ["recast throughout"]),
    ("New grafs 1-3 to UPDATE with statement, picks up 3rd graf pvs, The dam...", ["lead p1-3", "pickup old p3"]),
    ("New grafs 9-10 ``In the east...'' to UPDATE with toll. Pickup 9th graf pvs", ["insert p9-10", "pickup old p9"]),
    ("SUBS 12th graf, `Quill's boat ..., to CORRECT Port Office to Harbour Office", ["substitute p12"]),
    ("SUBS 10th graf, `The dam's...' with 2 grafs to UPDATE with cracks. Pick up 11th pvs: `In spite...'",
     ["substitute p10-11", "pickup old p11"]),
    ("SUBS grafs 14-15, `Fearing floods...' with 3 to CORRECT spelling; picks up penultimate graf.",
     ["substitute p14-16", "pickup old e2"]),
    ("SUBS 4th and 5th grafs with 3 grafs to UPDATE toll", ["substitute p4-6"]),
    ("SUBS from 6th graf to end, bgng `Quill, who...', with 13 grafs to UPDATE with quotes", ["substitute p6-18"]),
    ("Subs pvs grafs 10-11, ``Meanwhile, ...'' with 4 grafs to provide comment", ["substitute old p10-11"]),
    ("SUBS lede and final graf to change style", ["substitute lead, e1"]),
    ("SUBS last two grafs, `Quill then ...' to ADD incident", ["substitute e1-2"]),
    ("To update with tape released, subs 24th graf ``At the Port''", ["substitute p24"]),
    ("INSERTS 3 grafs after 5th graf, `Ms. Quill...' to UPDATE with comments, include history", ["insert p6-8"]),
    ("INSERTS graf after 25th, `The ferry...' with report of delay", ["insert p26"]),
    ("SUBS 3rd graf and INSERTS 5 grafs following it to UPDATE with statement", ["substitute p3", "insert p4-8"]),
    ("INSERTS 3 grafs before 9th graf to ADD history", ["insert p9-11"]),
    ("Inserts new 4th graf, ``At the,'' to raise reference to floods", ["insert p4"]),
    ("To include other ports, INSERTS new grafs 6-8, picking up: The proposed ....", ["insert p6-8", "pickup"]),
    ("Four grafs new at end to update with interview", ["insert end"]),
    ("ADDS 3 grafs after last graf pvs, ``The rebels...'' No pickup.", ["add end"]),
    ("ADDS details at bottom. No pickup.", ["add end"]),
    ("Adds 1 graf on costs.", ["add"]),
    ("DELETES last 2 grafs pvs, which were outdated. A version moving on general wires.", ["remove old e1-2"]),
    ("DELETES 11th graf, `Police chief...', now outdated.", ["remove old p11"]),
    ("UPDATES throughout to CORRECT cause; deletes reference to crash, no pick up.", ["correct throughout", "remove"]),
    ("REWRITES throughout to ADD age, CORRECTS name to Crook sted Croak; CORRECTS age to 45 sted 31.",
     ["recast throughout", "correct", "correct"]),
    ("Retransmitting a0527 to restore keyword line.", ["restore slug"]),
    ("LEADS with 5 grafs to ADD vote; CORRECTS to co-op, sted coop, throughout; Also moved on general newswires",
     ["lead p1-5", "correct throughout"]),
    ("LEADS with 7 grafs to UPDATE with cracks. Pick up 4th pvs, ``There will... EDITS to trim.",
     ["lead p1-7", "pickup old p4", "other"]),
    ("Subs graf 6, No one, to CORRECT date. Note contents.", ["substitute p6"]),
]  # fmt: skip

MODERN = [
    ("Eds: Updates with quotes, details; restores dropped word in 3rd graf. With photos.", ["update", "restore p3"]),
    ("Eds: UPDATES: adds details, edits. With photos.", ["add", "other"]),
    ("Eds: UPDATES: With comment from defence lawyer.", ["update"]),
    ("RECASTS. ADD quotes and details from police.", ["recast", "add"]),
    ("BC-US--Flood, 3rd Ld-Writethru, a0567. Adds toll in 3rd graf", ["add p3"]),
    ("REFILE, correcting spelling of minister's name in para 3", ["correct p3"]),
    ("Eds: New approach. Adds fresh photos. Adds contribution line.", ["recast", "add", "add"]),
    ("Corrects paragraph 3 (deletes reference to lawsuit)", ["correct p3", "remove"]),
    ("Updates prices; adds comment, details; changes byline", ["update", "add", "correct byline"]),
    ("Correction: In a story on May 3, the agency erroneously reported that the bill passed.", ["correct"]),
]


@pytest.mark.parametrize(("note", "claims"), WEB_AND_WIRE + TELEGRAPHIC + MODERN)
def test_a_note_is_its_claims_with_their_verbs_and_places(note: str, claims: list[str]) -> None:
    """Each claim of a note has the verb of what was done and the places as the desk counted them."""
    assert outline(parse(note)) == claims


@pytest.mark.parametrize(
    "note",
    [
        "Harte is cq",
        "Ostrander in 5th graf and Dunmore in 7th graf are cq.",
        "St Ives with no period is cq",
        "For release at 6:30 p.m. EST; time set by source",
        "STRICTLY EMBARGOED. Not for public release until Friday",
        "A version moved on sports wires.",
        "Also in Tuesday AMs report.",
        "Lead expected after session reconvenes",
        "Contents of the following may be objectionable to some readers.",
        "Photos available on request",
        "Desk: Jane Roe, +49 30 123456789, desk@example.org",
        "This story will be updated after the hearing.",
        "No changes to text.",
        "",
        "   ",
    ],
)
def test_a_note_about_the_use_of_a_story_is_an_advisory_without_claims(note: str) -> None:
    """Embargoes, "cq", contacts, plans and photos say nothing of changes."""
    assert parse(note) == Note(claims=(), kind="advisory")


@pytest.mark.parametrize(
    "note",
    [
        "Im dritten Absatz muss es richtig heißen: Uferweg (statt: Ufergasse)",
        "Updates zu den Wahlen im dritten Absatz und in der Überschrift",
        "3. kappaleen toinen lause: po. satamassa",
        "Corrige el nombre del alcalde en el tercer párrafo",
        "Noe utvidet.",
        "The river rose again on Monday",
        "???",
    ],
)
def test_a_note_that_cannot_be_read_is_one_unparsed_claim(note: str) -> None:
    """Other languages and plain prose are never guessed at: one claim, with the note as its text."""
    (claim,) = parse(note).claims
    assert (claim.verb, claim.text, claim.places) == ("unparsed", note, ())


def test_a_second_pair_of_values_after_a_semicolon_is_a_claim_of_its_own() -> None:
    """One verb with several pairs of values makes one claim per pair, at the same place."""
    note = parse("SUBS final graf to CORRECT victims' names; Rieder sted Rider; Hegarty sted Haggerty")
    assert outline(note) == ["substitute e1", "substitute e1"]
    assert [(claim.new_value, claim.old_value) for claim in note.claims] == [
        ("Rieder", "Rider"),
        ("Hegarty", "Haggerty"),
    ]


def test_a_list_of_things_under_one_verb_is_one_claim() -> None:
    """A comma begins a claim only before a verb."""
    (claim,) = parse("Adds comments from call, background, stock activity").claims
    assert claim.object == "comments from call, background, stock activity"


def test_a_second_place_with_its_own_values_is_a_claim_of_its_own() -> None:
    """ "Name in paragraph 20 to A instead of B, paragraph 22 to C instead of D" are two claims."""
    note = parse(
        "Corrects name in paragraph 20 to Bo Quill instead of Al Quill, paragraph 22 to Quill instead of Quell"
    )
    assert outline(note) == ["correct p20", "correct p22"]
    assert [claim.new_value for claim in note.claims] == ["Bo Quill", "Quill"]


def test_a_second_purpose_shares_the_place_that_stands_before_both() -> None:
    """ "Corrected in the sixth paragraph to show … and to clarify …" is about the sixth paragraph twice."""
    note = parse(
        "This story was corrected in the sixth paragraph to show that the forecast is for May and to clarify the basis"
    )
    assert outline(note) == ["correct p6", "clarify p6"]


def test_the_text_of_a_claim_is_its_clause_with_the_place() -> None:
    """A claim's text is the stretch of the note that makes it, as written."""
    note = parse("(Adds Boyle comment paragraph 18, fixes typo in paragraph 5.)")
    assert [claim.text for claim in note.claims] == ["Adds Boyle comment paragraph 18", "fixes typo in paragraph 5"]
