"""`void`, `redate` and `log --all` at the terminal: what an editor types, and what the screen says then."""

from __future__ import annotations

import pytest
from terminal import Cli, story

from tracker.errors import ExitCode

BY = ("--by", "Mara Ilic")
VOID = ("void", "dam-gates-opened@r2", *BY, "--reason", "the ferry's text")


@pytest.fixture
def dam(cli: Cli) -> Cli:
    """Three texts of the dam, the second of them about a ferry."""
    texts = ("The dam opened two gates.", "The ferry left Marby an hour late.", "The dam opened three gates.")
    for number, text in enumerate(texts, start=1):
        cli.write(f"{number}.txt", story(text, published=f"2024-03-01T1{number}:00:00Z"))
    cli.ok("ingest", "1.txt", "2.txt", "3.txt")
    return cli


def test_a_void_says_what_changes_and_how_the_text_comes_home(dam: Cli) -> None:
    """A dry run writes nothing; the void then gives the line that records the text where it belongs, and it works."""
    dry = dam.ok(*VOID, "--belongs-to", "wire:ferry", "--dry-run").out
    assert dry.startswith("dam-gates-opened@r2  would be voided: the ferry's text  (Mara Ilic)\n")
    assert dry.endswith("dry run: nothing was recorded\n")
    assert dam.ok("log", "dam-gates-opened").out.startswith("dam-gates-opened  3 revisions, in publication order\n")
    done = dam.ok(*VOID, "--belongs-to", "wire:ferry").out.splitlines()
    assert done[0] == "dam-gates-opened@r2  voided: the ferry's text  (Mara Ilic)  #5"
    assert done[1] == "    the story says the same: r3, published 1 Mar 2024 13:00 UTC"
    assert done[3] == "    tracker show dam-gates-opened@r2 --raw | tracker ingest --story wire:ferry -"
    raw = dam.ok("show", "dam-gates-opened@r2", "--raw").raw
    dam.ok("ingest", "--story", "wire:ferry", "-", stdin=raw)
    assert "The ferry left Marby" in dam.ok("show", "wire:ferry").out


def test_a_voided_revision_stands_under_a_banner(dam: Cli) -> None:
    """Its text is shown by number, who voided it first; the same file again stays seen."""
    dam.ok(*VOID)
    shown = dam.ok("show", "dam-gates-opened@r2").out.splitlines()
    assert shown[0] == "dam-gates-opened  r2"
    assert shown[1].startswith("! voided ")
    assert shown[1].endswith("by Mara Ilic: the ferry's text")
    assert "¶1  The ferry left Marby an hour late." in shown
    assert "seen before" in dam.ok("ingest", "-v", "2.txt").err
    assert dam.ok("show", "dam-gates-opened", "--json", "--at", "2024-03-01T12:30Z").json["revision"]["number"] == 1
    then = dam.ok("show", "dam-gates-opened", "--json", "--at", "2024-03-01T12:30Z", "--known-at", "#3").json
    assert (then["revision"]["number"], then["voided"]) == (2, None)


def test_the_log_says_what_it_leaves_out(dam: Cli) -> None:
    """One voided, --all shows it: with its line and the correction's."""
    dam.ok(*VOID)
    first = "dam-gates-opened  2 revisions, in publication order · 1 voided"
    assert dam.ok("log", "dam-gates-opened").out.splitlines()[0] == f"{first}, --all shows it"
    whole = dam.ok("log", "dam-gates-opened", "--all").out.splitlines()
    assert whole[0] == first
    assert [line[:5] for line in whole if line[:1] in "r×"] == ["r1   ", "r2   ", "r3   ", "×    "]
    assert next(line for line in whole if line.startswith("r2")).startswith("r2   voided · published 1 Mar 2024 12:00")
    data = dam.ok("log", "dam-gates-opened", "--all", "--json").json
    assert [(line["revision"]["number"], line["voided"]) for line in data["lines"]] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert [(item["kind"], item["by"]) for item in data["corrections"]] == [("voided", "Mara Ilic")]


def test_undo(dam: Cli) -> None:
    """The opposite puts the revision back; it needs its own reason."""
    dam.ok(*VOID)
    done = dam.ok("void", "dam-gates-opened@r2", "--undo", *BY, "--reason", "it was right", "--json").json
    assert (done["schema"], done["position"], done["says"]["number"]) == ("tracker.void.undo/1", 6, 3)
    assert dam.ok("log", "dam-gates-opened").out.startswith("dam-gates-opened  3 revisions, in publication order\n")
    assert dam.ok("verify").code == 0


def test_a_redate_moves_the_revision(dam: Cli) -> None:
    """It says from when to when, and what the story says now; `show` says by whom."""
    redate = ("redate", "dam-gates-opened@r3", "--published", "2024-03-01T10:30", *BY, "--reason", "typing error")
    done = " ".join(dam.ok(*redate, "--tz", "UTC").out.split())
    assert done.startswith("dam-gates-opened@r3 redated from 1 Mar 2024 13:00 UTC (published) to 1 Mar 2024 10:30 UTC")
    assert done.endswith(
        "the story said r3, published 1 Mar 2024 13:00 UTC, and says r2, published 1 Mar 2024 12:00 UTC"
    )
    shown = dam.ok("show", "dam-gates-opened@r3").out
    assert "redated by Mara Ilic from 1 Mar 2024 13:00 UTC: typing error\n" in shown
    assert dam.ok("show", "dam-gates-opened", "--json").json["revision"]["number"] == 2
    assert dam.ok("projections", "check").code == 0


def test_nothing_left_to_say_is_4(dam: Cli) -> None:
    """With every revision voided, `show` finds nothing and says where to look; the list says so too."""
    for number in (1, 2, 3):
        dam.ok("void", f"dam-gates-opened@r{number}", *BY, "--reason", "wrong feed")
    result = dam("show", "dam-gates-opened")
    assert result.code == ExitCode.NOT_FOUND
    assert "all its 3 revisions are voided (`tracker log dam-gates-opened --all` shows" in result.err
    assert dam.ok("stories").out.startswith("dam-gates-opened  no revision of it counts")
    assert "No revision counts at that moment." in dam.ok("log", "dam-gates-opened").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("void", "dam-gates-opened@r2", "--by", "M"), ExitCode.USAGE, "--reason"),
        (("void", "dam-gates-opened@r2", "--reason", "x"), ExitCode.USAGE, "--by NAME"),
        (("void", "dam-gates-opened", *BY, "--reason", "x"), ExitCode.USAGE, "as in dam-gates-opened@r2"),
        (("void", "dam-gates-opened@r9", *BY, "--reason", "x"), ExitCode.NOT_FOUND, "no r9"),
        (("void", "flood@r1", *BY, "--reason", "x"), ExitCode.NOT_FOUND, "flood"),
        (("void", "dam-gates-opened@r2", "--undo", *BY, "--reason", "x"), ExitCode.USAGE, "nothing to undo"),
        ((*VOID, "--undo", "--belongs-to", "wire:x"), ExitCode.USAGE, "give one of them"),
        ((*VOID, "--belongs-to", "wire:dam"), ExitCode.USAGE, "name the other one"),
        (
            ("redate", "dam-gates-opened@r2", "--published", "teatime", *BY, "--reason", "x"),
            ExitCode.USAGE,
            "teatime",
        ),
        (
            ("redate", "dam-gates-opened@r2", "--published", "2024-03-01T12:00Z", *BY, "--reason", "x"),
            ExitCode.USAGE,
            "that publish time already",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(dam: Cli, arguments: tuple[str, ...], code: ExitCode, said: str) -> None:
    """Each refusal names what is wrong, and nothing is recorded."""
    result = dam(*arguments)
    assert (result.code, said in result.err) == (code, True), result.err
    assert "Traceback" not in result.err
    assert dam.ok("log", "dam-gates-opened", "--json").json["moment"]["head"] == 4
