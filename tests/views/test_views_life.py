"""What was done to a story beside its texts, in words: who, why, from when on, and what a dry run did not do."""

from __future__ import annotations

from viewed import KEYED, REINSTATED, WITHDRAWN, article, instant, linked, log, log_line, moment, shown, style, turned

from tracker.desk.embargo import Embargo
from tracker.views import life, show
from tracker.views.log import text as log_text


def test_a_withdrawal() -> None:
    """From when on and why, by whom, where it stands in the ledger, the last text then, and what ends it."""
    assert life.turned_text(turned(), style(100)).splitlines() == [
        "dam-fails  is withdrawn from 21 Jan 2023 18:30 EST (3 years ago) on: the source was an impostor",
        "    (Mara Ilic)  #48",
        "    last text then: r3, published 21 Jan 2023 18:02 EST",
        "    ! until 21 Jan 2023 18:50 EST: as recorded before, it was reinstated then",
    ]


def test_a_reinstatement_that_is_a_dry_run() -> None:
    """It says what would be, names the withdrawal that would end, and that nothing was recorded."""
    dry = turned(withdrawn=False, before=WITHDRAWN, until=None, position=None, recorded_at=None, reason="it is true")
    assert life.turned_text(dry, style(100)).splitlines() == [
        "dam-fails  would be reinstated from 21 Jan 2023 18:30 EST (3 years ago) on: it is true  (Mara Ilic)",
        "    last text then: r3, published 21 Jan 2023 18:02 EST",
        "    withdrawn since 21 Jan 2023 18:30 EST: The dam is whole.",
        "dry run: nothing was recorded",
    ]
    data = life.turned_data(dry)
    assert (data["schema"], data["dry_run"], data["position"]) == ("tracker.reinstate/1", True, None)


def test_links_and_their_opposite() -> None:
    """A key that was given, one that would be, and one that was taken off, with what that leaves alone."""
    looks = style(100)
    plain = linked(reason=None)
    dry = linked(reason=None, position=None, recorded_at=None)
    assert life.link_text((plain,), looks) == "dam-fails  also goes by wire:dam-2  (Mara Ilic)  #45\n"
    assert life.link_text((dry,), looks).splitlines() == [
        "dam-fails  would also go by wire:dam-2  (Mara Ilic)",
        "dry run: nothing was recorded",
    ]
    assert life.link_text((linked(linked=False, reason="another dam"),), looks).splitlines() == [
        "dam-fails  no longer goes by wire:dam-2: another dam  (Mara Ilic)  #45",
        "    what was filed under it before stays where it is",
    ]


def test_the_log_tells_the_life_of_the_story_in_its_place() -> None:
    """Withdrawals and reinstatements stand at their publish time, keys at the time they were recorded."""
    made = log(
        log_line(1, "22:10"),
        log_line(2, "23:45", headline="Dam holds", previous=1, words_added=1, words_removed=1),
        withdrawals=(WITHDRAWN,),
        reinstatements=(REINSTATED,),
        keys=(KEYED,),
    )
    starts = [line[:33].rstrip() for line in log_text(made, style(120)).splitlines()[1:] if not line.startswith(" ")]
    assert starts[:-1] == [
        "r1   published 21 Jan 2023 17:10",
        "!    withdrawn 21 Jan 2023 18:30",
        "=    also goes by wire:dam-2 · re",
        "r2   published 21 Jan 2023 18:45",
        "+    reinstated 22 Jan 2023 03:00",
    ]


def test_show_warns_before_a_word_of_the_text() -> None:
    """A withdrawal comes before the headline, and so does an embargo, with its time or in its own words."""
    until = Embargo(text="2026-01-22T00:00:00Z", until=instant("2026-01-22T00:00"))
    rendered = show.text(shown(article(), moment=moment(), withdrawn=WITHDRAWN, embargo=until), style(100))
    assert rendered.splitlines()[:4] == [
        "dam-fails  r3",
        "! WITHDRAWN 21 Jan 2023 18:30 EST (3 years ago): The dam is whole.",
        "! EMBARGO until 21 Jan 2026 19:00 EST (in 1 h)",
        "Dam fails",
    ]
    unread = show.text(shown(embargo=Embargo(text="Friday noon", until=None)), style(100))
    assert unread.splitlines()[1] == "! EMBARGO, not in a form that can be read as a time: “Friday noon”"
