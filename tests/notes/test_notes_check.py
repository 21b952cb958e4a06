from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.diff import compare
from tracker.notes.check import check
from tracker.notes.model import Claim, Note, Place, PlacePart, Verdict
from tracker.story.article import Article

TERMINAL = Article(
    headline="Grain terminal fire kills 14 in Halven",
    paragraphs=(
        "PORT HALVEN - A fire at the Stokke grain terminal killed 14 people on Tuesday and halted exports.",
        "Rescue workers searched two silos overnight. Harbour master Ilse Brandt said the blaze began in a tunnel.",
        "Shares in terminal owner Nordkorn fell 6 percent to $41.20 in heavy trading.",
        "The terminal handles 4.6 million tonnes of wheat a year, according to Baker & Lund, a consultancy.",
        "The government will not pay compensation to the families, Transport Minister Pavel Dunn said.",
        "Nordkorn bought the terminal in 2016 from the port authority.",
        "Inspectors warned of dust in the tunnels in 2019, a report shows.",
        "Halven lies 300 kilometres north of the capital.",
    ),
)
QUOTE = "“We smelled smoke for an hour,” crane operator Tomas Reyl said. “Nobody told us to leave.”"
HISTORY = "The harbour was built in 1931 and rebuilt after a storm destroyed its breakwater."


def edited(*changes: tuple[int, str, str], add: tuple[int, str] | None = None, drop: int | None = None) -> Article:
    """The story with words exchanged in numbered paragraphs, and one paragraph put in or taken out."""
    paragraphs = list(TERMINAL.paragraphs)
    for number, old, new in changes:
        assert old in paragraphs[number - 1]
        paragraphs[number - 1] = paragraphs[number - 1].replace(old, new)
    if drop:
        del paragraphs[drop - 1]
    if add:
        paragraphs.insert(add[0] - 1, add[1])
    return replace(TERMINAL, paragraphs=tuple(paragraphs))


def at(number: int, *, last: int | None = None, of: str = "new", counted: str = "start") -> Place:
    """A place with a paragraph number."""
    return Place(part="paragraph", first=number, last=last or number, of=of, counted=counted)  # type: ignore[arg-type]


def part(name: PlacePart) -> Place:
    """A place without a number."""
    return Place(part=name)


def verdicts(new: Article, *claims: Claim, old: Article = TERMINAL) -> tuple[Verdict, ...]:
    """The verdicts on claims about the way from `old` to `new`."""
    return check(Note(claims=claims), compare(old, new), old, new)


def verdict(new: Article, claim: Claim, old: Article = TERMINAL) -> Verdict:
    """The verdict on one claim."""
    return verdicts(new, claim, old=old)[0]


def test_new_text_that_is_about_what_the_note_says_is_supported_at_its_place() -> None:
    """A paragraph added where the note says, with the words of the note, is supported; it is named by change and ¶."""
    claim = Claim(text="t", verb="add", object="crane operator comments", places=(at(5),))
    told = verdict(edited(add=(5, QUOTE)), claim)
    assert (told.kind, told.found, told.where) == ("supported", (1,), (5,))
    assert told.reason == "¶5 is new."


def test_a_quotation_is_a_comment_though_it_shares_no_word() -> None:
    """ "Adds witness comments" is borne out by a quotation at the place: notes describe, they do not repeat."""
    told = verdict(edited(add=(5, QUOTE)), Claim(text="t", verb="add", object="witness comments", places=(at(5),)))
    assert told.kind == "supported"


def test_new_text_that_does_not_name_whom_the_note_names_is_partly_it() -> None:
    """A quotation by somebody else at the place bears the note out in part; the reason names who is missing."""
    told = verdict(edited(add=(5, QUOTE)), Claim(text="t", verb="add", object="Okafor comments", places=(at(5),)))
    assert told.kind == "partly"
    assert "Okafor" in told.reason


def test_a_kind_that_the_new_text_lacks_is_not_found() -> None:
    """ "Adds analyst quote" is not borne out by a new paragraph without a quotation, though it stands at the place."""
    told = verdict(edited(add=(5, HISTORY)), Claim(text="t", verb="add", object="analyst quote", places=(at(5),)))
    assert (told.kind, told.found) == ("not_found", ())


@pytest.mark.parametrize("said", [2, 4, 6, 8])
def test_the_right_words_in_another_paragraph_are_elsewhere(said: int) -> None:
    """What shares the note's words is found at any distance; both numbers are given."""
    told = verdict(
        edited(add=(5, QUOTE)), Claim(text="t", verb="add", object="crane operator comments", places=(at(said),))
    )
    assert (told.kind, told.where) == ("elsewhere", (5,))
    assert told.reason == f"Found in ¶5; the note says ¶{said}."


def test_places_count_from_the_end_where_the_note_does() -> None:
    """ "In the penultimate paragraph" is ¶8 of nine."""
    claim = Claim(text="t", verb="add", object="background", places=(at(2, counted="end"),))
    assert verdict(edited(add=(8, HISTORY)), claim).kind == "supported"
    assert verdict(edited(add=(7, HISTORY)), claim).kind == "elsewhere"


def test_a_removed_paragraph_is_counted_in_the_old_text() -> None:
    """ "Removes paragraph 7" is the old ¶7; one off is elsewhere, as people miscount; four off is not found."""
    new = edited(drop=7)
    assert verdict(new, Claim(text="t", verb="remove", places=(at(7, of="old"),))).kind == "supported"
    off = verdict(new, Claim(text="t", verb="remove", places=(at(6, of="old"),)))
    assert (off.kind, off.where) == ("elsewhere", (7,))
    assert off.reason == "¶7 of the earlier text is gone; the note says ¶6."
    assert verdict(new, Claim(text="t", verb="remove", places=(at(3, of="old"),))).kind == "not_found"


def test_a_list_of_places_of_which_one_is_untouched_is_partly_borne_out() -> None:
    """ "Corrects year in paragraphs 6 and 7" with only ¶6 changed is partly so, and the reason names ¶7."""
    claim = Claim(text="t", verb="correct", object="year", places=(at(6), at(7)))
    assert verdict(edited((6, "2016", "2015"), (7, "2019", "2018")), claim).kind == "supported"
    told = verdict(edited((6, "2016", "2015")), claim)
    assert (told.kind, told.where) == ("partly", (6,))
    assert told.reason.endswith("nothing of it in ¶7.")


def test_a_range_of_paragraphs_is_one_place() -> None:
    """ "Paragraphs 5-7" needs a change in one of them, not in all."""
    claim = Claim(text="t", verb="update", object="details", places=(at(5, last=7),))
    assert verdict(edited((6, "2016", "2015")), claim).kind == "supported"


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (edited((7, "dust", "sparks")), "not_found"),
        (edited((7, "2019", "2018")), "supported"),
        (edited((6, "2016", "2015")), "elsewhere"),
    ],
)
def test_a_correction_is_of_the_kind_that_the_note_names(new: Article, kind: str) -> None:
    """ "Corrects year in ¶7" is not another word of ¶7, and the only year that changed next to it is meant."""
    assert verdict(new, Claim(text="t", verb="correct", object="year", places=(at(7),))).kind == kind


def test_a_paragraph_that_came_or_went_corrects_nothing() -> None:
    """A new paragraph with a date, and a removed one, are no correction of a date."""
    claim = Claim(text="t", verb="correct", object="date", places=(at(7),))
    assert verdict(edited(add=(7, HISTORY)), claim).kind == "not_found"
    assert verdict(edited(drop=7), claim).kind == "not_found"


def test_parts_without_numbers_are_places() -> None:
    """Headline, byline and lead are found by name."""
    new = replace(edited((1, "14", "41")), headline="Grain terminal fire kills 41 in Halven", byline="By Mona Vik")
    told = verdicts(
        new,
        Claim(text="t", verb="correct", places=(part("headline"),)),
        Claim(text="t", verb="add", object="byline", places=(part("byline"),)),
        Claim(text="t", verb="update", places=(part("lead"),)),
    )
    assert [one.kind for one in told] == ["supported"] * 3
    assert [one.where for one in told] == [(), (), (1,)]


def test_throughout_is_everywhere() -> None:
    """ "Updates throughout" tells of every change."""
    new = edited((1, "14", "41"), (6, "2016", "2015"))
    told = verdict(new, Claim(text="t", verb="update", places=(part("throughout"),)))
    assert (told.kind, told.where) == ("supported", (1, 6))


def test_a_recast_that_left_lead_and_most_of_the_text_alone_is_partly_one() -> None:
    """ "Recasts" means the lead, or a good part of the text."""
    claim = Claim(text="Recasts", verb="recast")
    assert verdict(edited((1, "killed 14 people", "left 14 people dead")), claim).kind == "supported"
    assert verdict(edited((7, "dust", "sparks")), claim).kind == "partly"


def test_a_claim_without_a_place_is_found_by_its_words() -> None:
    """Without a place the words of the note say which change is meant; a change that shares none is not it."""
    new = edited((1, "14", "41"), (6, "2016", "2015"))
    told = verdict(new, Claim(text="t", verb="correct", object="year Nordkorn bought terminal"))
    assert (told.kind, told.where) == ("supported", (6,))
    assert verdict(new, Claim(text="t", verb="clarify", object="the mayor was abroad at the time")).kind == "not_found"


def test_one_of_several_changes_that_the_note_does_not_tell_apart_is_partly_told() -> None:
    """ "Corrects figure" over two different numbers does not say which: partly, and it tells of neither."""
    new = edited((1, "14", "41"), (8, "300", "200"))
    told = verdict(new, Claim(text="t", verb="correct", object="figure"))
    assert (told.kind, told.found) == ("partly", ())
    assert verdict(new, Claim(text="t", verb="correct", object="figures")).kind == "supported"


def test_a_change_that_one_claim_tells_of_is_not_found_again_for_another() -> None:
    """An invented claim next to a true one finds nothing: the true one's change is taken."""
    told = verdicts(
        edited(add=(5, QUOTE)),
        Claim(text="a", verb="add", object="crane operator comments", places=(at(5),)),
        Claim(text="b", verb="add", object="analyst quote", places=(at(6),)),
    )
    assert [one.kind for one in told] == ["supported", "not_found"]


def test_a_slip_is_a_correction_without_weight() -> None:
    """ "Fixes typo in ¶8" is borne out by a trivial change; "corrects date in ¶8" is not."""
    new = edited((8, "kilometres", "kilometers"))
    assert verdict(new, Claim(text="t", verb="correct", object="typo", places=(at(8),))).kind == "supported"
    assert verdict(new, Claim(text="t", verb="correct", object="date", places=(at(8),))).kind == "not_found"


def test_a_vague_addition_needs_added_text() -> None:
    """ "Adds background" is borne out by new text, and by nothing else."""
    claim = Claim(text="Adds background", verb="add", object="background")
    assert verdict(edited(add=(8, HISTORY)), claim).kind == "supported"
    told = verdict(edited((1, "14", "41")), claim)
    assert (told.kind, told.reason) == ("not_found", "Nothing was added in this revision.")


def test_what_is_no_part_of_the_text_cannot_be_verified() -> None:
    """ "Adds photos" says nothing that two texts could show."""
    assert verdict(edited((1, "14", "41")), Claim(text="t", verb="add", object="fresh photos")).kind == "unverifiable"


def test_a_note_that_could_not_be_read_stays_unparsed() -> None:
    """Nothing is guessed of a note that nobody can read, whatever changed."""
    assert verdict(edited((1, "14", "41")), Claim(text="po. 41", verb="unparsed")).kind == "unparsed"


def test_a_repeat_of_another_text_is_contradicted() -> None:
    """ "Repeats" over a number that changed is untrue; over a changed stock code it is true."""
    claim = Claim(text="Repeats", verb="repeat")
    assert verdict(edited((1, "14", "41")), claim).kind == "contradicted"
    assert verdict(edited((3, "Nordkorn", "Nordkorn (NKO.OL)")), claim).kind == "supported"


def test_a_number_is_no_typing_error() -> None:
    """ "Fixes typo" does not tell of a number, date or "not" that changed: that would hide a correction."""
    claim = Claim(text="t", verb="correct", object="typo", places=(at(1),))
    assert verdict(edited((1, "14", "41")), claim).kind == "not_found"
    assert verdict(edited((1, "terminal", "termnial")), claim).kind == "supported"


def test_two_words_are_not_the_whole_text() -> None:
    """ "New throughout" over a text that mostly stood is partly so."""
    claim = Claim(text="t", verb="recast", places=(part("throughout"),))
    assert verdict(edited((1, "14", "41"), (7, "dust", "sparks")), claim).kind == "partly"


def test_a_word_put_in_is_no_inserted_paragraph() -> None:
    """ "Inserts new graf 5" is not borne out by "not" that came into ¶5."""
    old = edited((5, "will not pay", "will pay"))
    claim = Claim(text="t", verb="insert", places=(at(5),))
    assert verdict(TERMINAL, claim, old=old).kind == "not_found"
    assert verdict(edited(add=(5, HISTORY)), claim).kind == "supported"
