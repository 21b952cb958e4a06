"""`tracker diff`: its options together, its exit codes, and the demo's stories as an editor reads them."""

from __future__ import annotations

import pytest
from terminal import Cli, story

DAM = "dam-gates-opened"
HELD = "The dam held through the night, the board said."
OPENED = "Two gates were opened at noon to let water out."
ROADS = "Roads along the river were closed to all traffic."


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """Three revisions: a paragraph is added, then a number changes."""
    for hour, paragraphs in (
        (10, [HELD, ROADS]),
        (11, [HELD, OPENED, ROADS]),
        (12, [HELD, "Three" + OPENED[3:], ROADS]),
    ):
        cli.write("in.txt", story(*paragraphs, published=f"2024-03-01T{hour}:00:00Z"))
        cli.ok("ingest", "in.txt")
    return cli


def test_counts(dam: Cli) -> None:
    """Title, desk note, a line for the change with its facts, and the total."""
    assert dam.ok("diff", DAM, "r1..r3", "--stat").out.splitlines()[1:4] == [
        "desk note  none",
        "¶2  added  +10  −0  number, date  ++++++++++",
        "1 change. 10 words added, none removed.",
    ]


def test_columns_as_wide_as_the_terminal(dam: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two columns at 80, and below that one above the other with the reason."""
    assert dam.ok("diff", DAM, "--side-by-side").out.splitlines()[2:6] == [
        "  old r2                                │ new r3",
        "¶2  changed: number",
        "  [-Two-] gates were opened at noon to  │ {+Three+} gates were opened at noon",
        "  let water out.                        │ to let water out.",
    ]
    monkeypatch.setenv("COLUMNS", "60")
    narrow = dam.ok("diff", DAM, "--side-by-side").out
    assert "! Side by side needs a width of 80" in narrow
    assert "  new  {+Three+} gates were opened at noon to let water out.\n" in narrow


def test_context(dam: Cli) -> None:
    """Unchanged neighbours are shown whole."""
    assert dam.ok("diff", DAM, "r1..r2", "--context", "1").out.splitlines()[2:5] == [
        f"¶1  {HELD}",
        f"¶2  added: number, date  {{+{OPENED}+}}",
        f"¶3 (was ¶2)  {ROADS}",
    ]


def test_exit_code(dam: Cli) -> None:
    """1 if anything differs, but only when asked; the output is the same."""
    plain, asked = dam("diff", DAM), dam("diff", DAM, "--exit-code")
    assert (plain.code, asked.code) == (0, 1)
    assert plain.out == asked.out
    assert dam("diff", f"{DAM}@r1", f"{DAM}@r1", "--exit-code").code == 0
    assert dam("diff", DAM, "--exit-code", "--json").code == 1
    assert dam("diff", "no-such-story", "--exit-code").code == 4


def test_json_is_the_same_in_every_form(dam: Cli) -> None:
    """Options that lay text out change nothing in it."""
    plain = dam.ok("diff", DAM, "--json").json
    forms = dam.ok("diff", DAM, "--json", "--stat", "--side-by-side", "--context", "3").json
    assert plain["schema"] == "tracker.diff/1"
    del plain["moment"], forms["moment"]  # which holds the present time
    assert plain == forms


def test_back_in_time_says_so_in_every_form(dam: Cli) -> None:
    """Whoever reads only the counts must not take added for removed."""
    for options in (["--stat"], ["--side-by-side"], ["--context", "1"]):
        assert "\n! r3 was published after r1" in dam.ok("diff", DAM, "r3..r1", *options).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--stats"], "--stats"),
        (["--context", "-1"], "context"),
        (["--context", "few"], "few"),
        (["--context"], "context"),
    ],
)
def test_wrong_options_are_usage_errors(dam: Cli, arguments: list[str], said: str) -> None:
    """A mistyped option is not taken for a range of revisions."""
    result = dam("diff", DAM, *arguments)
    assert result.code == 2
    assert said in result.err


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("options", [["--stat"], ["--side-by-side"], ["--context", "2"], ["--stat", "--side-by-side"]])
@pytest.mark.parametrize("name", ["election-night-live", "hokkaido-ferry", "nile-dam", "market-close", "old-ap-quake"])
def test_the_stories_of_the_demo_fit(
    desk: Cli, monkeypatch: pytest.MonkeyPatch, name: str, options: list[str], width: int
) -> None:
    """Live blog, Japanese, Arabic, tables and old wire copy: no line wider than the page, none ended by a space."""
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    lines = desk.ok("diff", name, "r1..", *options).out.splitlines()
    assert all(cell_len(line) <= width and line == line.rstrip() for line in lines)


def test_an_arabic_story_has_no_columns(desk: Cli) -> None:
    """Its lines run from right to left, and a terminal would exchange the two."""
    out = desk.ok("diff", "nile-dam", "--side-by-side").out
    assert "! The text runs from right to left" in out
    assert "│" not in out
