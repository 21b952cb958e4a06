"""`diff`: what changed, where it is under new and old numbers, and what stayed as it was."""

from __future__ import annotations

from dataclasses import replace

from viewed import OTHER_STORY, article, compared, moment, ref, style

from tracker.desk.compare import Compared
from tracker.story.article import Article, Insert
from tracker.story.events import Basis
from tracker.views.diff import data, text

ONE, TWO, THREE, FOUR = (
    "The dam above Oldtown failed at dawn on Saturday.",
    "Engineers had warned of cracks in the wall for years.",
    "About 300 people left their homes before the water came.",
    "The mayor said that everyone was safe.",
)


def shown(result: Compared, width: int = 80, *, colour: bool = False) -> list[str]:
    """The diff as lines, without the last one, which says how to repeat it."""
    *lines, last = text(result, style(width, colour=colour)).splitlines()
    assert "--known-at '#1234'" in last
    return lines


def between(old: Article, new: Article) -> list[str]:
    """The lines that tell the changes: without title, desk note and summary."""
    return shown(compared(old, new))[2:-1]


def test_an_added_paragraph() -> None:
    """The example of the design: what came, what only got another number, and what stayed as it was."""
    old = article(ONE, TWO, THREE, note="Adds warnings")
    new = article(ONE, FOUR, TWO, THREE, note="Adds comments from mayor in second paragraph")
    assert text(compared(old, new), style()) == (
        "dam-fails  r2 → r3   published 21 Jan 2023 17:10 → 18:02 EST\n"
        "desk note  “Adds comments from mayor in second paragraph”\n"
        "r2 had  “Adds warnings”\n"
        "¶2  added: attribution  {+The mayor said that everyone was safe.+}\n"
        "¶3–¶4  unchanged, were ¶2–¶3\n"
        "¶1 and headline unchanged. 7 words added, none removed.\n"
        "to repeat  --known-at '#1234'\n"
    )


def test_a_removed_paragraph() -> None:
    """What is gone has its old number, and what stood below it a lower one."""
    assert shown(compared(article(ONE, TWO, FOUR), article(ONE, FOUR))) == [
        "dam-fails  r2 → r3   published 21 Jan 2023 17:10 → 18:02 EST",
        "desk note  none",
        "old ¶2  removed: attribution  [-Engineers had warned of cracks in the wall for",
        "    years.-]",
        "¶2  unchanged, was ¶3",
        "¶1 and headline unchanged. 10 words removed, none added.",
    ]


def test_a_changed_number() -> None:
    """The heading names the fact; the words around it are cut down, the number is whole."""
    long = f"{FOUR} {TWO} {THREE} {FOUR}"
    assert between(article(long, ONE), article(long.replace("300", "1,300"), ONE)) == [
        "¶1  changed: number  … cracks in the wall for years. About [-300-]{+1,300+}",
        "    people left their homes before the water …",
    ]


def test_a_change_in_a_paragraph_that_got_another_number() -> None:
    """New number first, old number in brackets."""
    old, new = article(ONE, TWO, THREE), article(ONE, FOUR, TWO, THREE.replace("300", "400"))
    assert between(old, new)[2:] == [
        "¶4 (was ¶3)  changed: number  About [-300-]{+400+} people left their homes",
        "    before the water came.",
    ]


def test_a_moved_paragraph() -> None:
    """It says from where; its text, which is the same, is only named."""
    old, new = article(ONE, TWO, THREE, FOUR), article(FOUR, ONE, TWO, THREE)
    assert between(old, new) == [
        "¶1 (was ¶4)  moved  The mayor said that everyone was safe.",
        "¶2–¶4  unchanged, were ¶1–¶3",
    ]


def test_a_moved_and_edited_paragraph() -> None:
    """Both are said, and the edit is shown."""
    old = article(ONE, TWO, FOUR, THREE)
    new = article(THREE.replace("300", "400"), ONE, TWO, FOUR)
    assert between(old, new) == [
        "¶1 (was ¶4)  moved and changed: number  About [-300-]{+400+} people left their",
        "    homes before the water came.",
        "¶2–¶4  unchanged, were ¶1–¶3",
    ]


def test_a_split_and_a_merge() -> None:
    """One paragraph made two, and two made one: the break is the only thing that came or went."""
    whole, parts = article(f"{ONE} {TWO}", FOUR), article(ONE, TWO, FOUR)
    assert between(whole, parts) == [
        "¶1–¶2 (was ¶1)  split  The dam above Oldtown failed at dawn on",
        "    Saturday.[-␣-]{+¶+}Engineers had warned of cracks in the wall for years.",
        "¶3  unchanged, was ¶2",
    ]
    assert between(parts, whole) == [
        "¶1 (was ¶1–¶2)  merged  The dam above Oldtown failed at dawn on",
        "    Saturday.[-¶-]{+␣+}Engineers had warned of cracks in the wall for years.",
        "¶2  unchanged, was ¶3",
    ]


def test_headline_and_other_lines_around_the_text() -> None:
    """Headline, byline and dateline first, lists and lines below the text after it."""
    old = article(ONE, byline="By Ann Lee", dateline="OLDTOWN (Wire)", credits=("Editing by Bo",), copyright="(c) 2022")
    new = article(ONE, headline="Dam fails, 300 flee", dateline="OLDTOWN (Wire)", credits=("Editing by Bo", "Data: Cy"))
    assert between(old, new) == [
        "headline  changed: number  Dam fails{+, 300 flee+}",
        "byline  removed  [-By Ann Lee-]",
        "credit line 2  added  {+Data: Cy+}",
        "copyright  removed  [-(c) 2022-]",
    ]


def test_inserts() -> None:
    """Each kind is counted apart and told where a reader meets it; a moved one says where it stood."""
    bullets = (Insert(before=1, kind="bullet", text="Dam fails at dawn"),)
    old = article(ONE, TWO, THREE, FOUR, inserts=(*bullets, Insert(before=2, kind="subhead", text="WARNINGS")))
    new = article(
        ONE,
        TWO,
        THREE,
        FOUR,
        inserts=(
            Insert(before=1, kind="bullet", text="Dam fails at noon"),
            Insert(before=4, kind="subhead", text="WARNINGS"),
            Insert(before=4, kind="quote", text="We ran."),
        ),
    )
    assert between(old, new) == [
        "bullet 1  changed: date  Dam fails at [-dawn-]{+noon+}",
        "subhead 1  moved from before old ¶2 to before ¶4  WARNINGS",
        "quote 1  added  {+We ran.+}",
    ]


def test_metadata() -> None:
    """Keywords and fields of the source's own, by name; an embargo in local time."""
    old = article(ONE, keywords=("dams",), language="en", extra=(("desk", "home"),))
    new = article(
        ONE, keywords=("dams", "floods"), language="fr", extra=(("desk", "world"),), embargo="2026-01-22T03:00:00Z"
    )
    assert between(old, new) == [
        "language  changed  [-en-]{+fr+}",
        "keyword  added  {+floods+}",
        "embargo  added  {+until 21 Jan 2026 22:00 EST (in 4 h)+}",
        "field “desk”  changed  [-home-]{+world+}",
    ]


def test_spacing_and_typography_are_called_by_name() -> None:
    """Nobody should look for a changed word where there is none."""
    assert between(article(ONE.replace("dam ", "dam  ")), article(ONE))[0].startswith("¶1  changed, spacing only  ")
    quoted = 'He said "we ran" at dawn.'
    assert between(article(quoted), article(quoted.replace('"we ran"', "“we ran”"))) == [
        '¶1  changed, typography only  He said [-"-]{+“+}we ran[-"-]{+”+} at dawn.'
    ]


def test_nothing_changed() -> None:
    """It says so, and does not leave an empty screen."""
    assert shown(compared(article(ONE), article(ONE)))[1:] == [
        "desk note  none",
        "Nothing changed: r2 and r3 have the same text.",
    ]
    same = replace(compared(article(ONE), article(ONE)), new=ref(2))
    assert shown(same)[-1] == "Nothing changed: r2 is compared with itself and has the same text."


def test_only_the_desk_note_changed() -> None:
    """A new note over an old text is worth saying."""
    assert shown(compared(article(ONE, note="Adds map"), article(ONE, note="Corrects map")))[1:] == [
        "desk note  “Corrects map”",
        "r2 had  “Adds map”",
        "Only the desk note differs.",
        "¶1 and headline unchanged. No words added or removed.",
    ]


def test_a_note_that_stayed() -> None:
    """A note carried over is marked as such."""
    lines = shown(compared(article(ONE, note="Adds map"), article(TWO, note="Adds map")))
    assert lines[1] == "desk note  “Adds map” (the same in r2)"


def test_furniture_is_not_compared_but_mentioned() -> None:
    """Whoever sees two pages differ should know why this says nothing changed."""
    lines = shown(compared(article(ONE), article(ONE, furniture=("Most read",))))
    assert lines[-1] == "Most-read lists or related links differ; they are never compared."


def test_back_in_time() -> None:
    """An older text on the new side is said to be older."""
    lines = shown(compared(article(ONE), article(TWO), reversed=True), 120)
    assert lines[1] == (
        "! r2 was published after r3: this runs back in time, and what is shown as added was there before."
    )
    same = shown(compared(article(ONE), article(ONE), reversed=True))
    assert same[1] == "! r2 was published after r3: this runs back in time."


def test_two_stories() -> None:
    """Both are named, each with its revision."""
    lines = shown(compared(article(ONE), article(TWO), new_story=OTHER_STORY))
    assert lines[0] == "dam-fails@r2 → fog-lifts@r3   published 21 Jan 2023 17:10 → 18:02 EST"
    assert lines[1] == "! These are two different stories."
    noted = compared(article(ONE, note="Adds map"), article(TWO), new_story=OTHER_STORY)
    assert "dam-fails@r2 had  “Adds map”" in shown(noted)


def test_a_coarse_comparison_says_so() -> None:
    """Where a bound was met, an edit may be shown as removed and added."""
    result = compared(article(ONE), article(TWO))
    coarse = replace(result, comparison=replace(result.comparison, coarse=True))
    warning = "! The texts are long or very different: some edits may be shown as text removed and added."
    assert shown(coarse, 120)[1] == warning


def test_unstated_times() -> None:
    """A time that nobody stated is never called published."""
    seen = replace(compared(article(ONE), article(TWO)), old=ref(2, basis=Basis.RECORDED))
    assert shown(seen, 120)[0] == (
        "dam-fails  r2 → r3   first seen 21 Jan 2023 17:10 EST → published 21 Jan 2023 18:02 EST"
    )


def test_the_moment_is_printed() -> None:
    """A diff as known at another moment says so."""
    asked = moment(known_at=1_674_342_600_000_000, position=12)  # 21 Jan 2023 23:10 UTC
    lines = text(compared(article(ONE), article(TWO), moment=asked), style()).splitlines()
    assert lines[-2:] == ["asked for  recorded by 21 Jan 2023 18:10 EST", "to repeat  --known-at '#12'"]


def test_colour() -> None:
    """With colour the marks give way to amber and blue, and a space keeps the two apart."""
    result = compared(article(ONE), article(ONE.replace("dawn", "noon")))
    (line,) = (line for line in shown(result, colour=True) if "noon" in line)
    assert "\x1b[9;38;5;172mdawn\x1b[0m \x1b[4;38;5;33mnoon\x1b[0m" in line
    assert "[-" not in line


def test_a_run_of_paragraphs_has_a_line_for_each() -> None:
    """Paragraphs that came together are still told of one by one, each with its facts."""
    result = compared(article(ONE), article(ONE, TWO, FOUR))
    assert shown(result)[2:5] == [
        "¶2  added: attribution  {+Engineers had warned of cracks in the wall for",
        "    years.+}",
        "¶3  added: attribution  {+The mayor said that everyone was safe.+}",
    ]


def test_many_unchanged_runs_are_summed_up() -> None:
    """Six runs are named, the rest are counted."""
    old = [f"{name} stood at the gate of house {name}{name} and waited." for name in "ABCDEFGHIJKLMNOP"]
    new = [line.replace("waited", "cried") if place % 2 else line for place, line in enumerate(old)]
    assert shown(compared(article(*old), article(*new)), 120)[-1] == (
        "¶1, ¶3, ¶5, ¶7, ¶9, ¶11, 2 other paragraphs and headline unchanged. 8 words added, 8 removed."
    )


def test_forty_columns() -> None:
    """Narrow, and nothing is lost but the spaces at line ends."""
    assert shown(compared(article(ONE, FOUR), article(ONE, TWO, FOUR)), 40) == [
        "dam-fails  r2 → r3   published 21 Jan",
        "    2023 17:10 → 18:02 EST",
        "desk note  none",
        "¶2  added: attribution  {+Engineers had",
        "    warned of cracks in the wall for",
        "    years.+}",
        "¶3  unchanged, was ¶2",
        "¶1 and headline unchanged. 10 words",
        "added, none removed.",
    ]


def test_data() -> None:
    """The same as JSON: every change with its spans, in the comparison's own order."""
    made = data(compared(article(ONE, TWO), article(ONE.replace("dawn", "noon"), TWO, FOUR, headline="Dam fails")))
    assert made["schema"] == "tracker.diff/1"
    assert (made["old"]["number"], made["new"]["number"]) == (2, 3)
    assert (made["words_added"], made["words_removed"]) == (8, 1)
    assert [(change["part"], change["kind"], change["old"], change["new"]) for change in made["changes"]] == [
        ("paragraph", "changed", [1], [1]),
        ("paragraph", "added", [], [3]),
    ]
    assert made["changes"][0]["spans"][1:3] == [{"op": "delete", "text": "dawn"}, {"op": "insert", "text": "noon"}]
    assert made["changes"][1]["new_texts"] == [FOUR]
    assert made["kept"] == [{"old": 2, "new": 2, "count": 1}]
    assert made["unchanged_parts"] == ["headline"]
