"""What an erasure would take and what it took, in words."""

from __future__ import annotations

from viewed import ERASED, STORY, erase_done, erase_plan, log, log_line, ref, replayed, shown, style, verified

from tracker.desk.erase import Sweeping
from tracker.desk.integrity import VerifiedShard
from tracker.views import erase, replay, show, verify
from tracker.views import log as log_view


def test_a_plan() -> None:
    """What goes, by whose wish, then everything else that holds the same words and stays."""
    plan = erase_plan(remarks=2, runs=1, revisions=(ref(2), ref(3), ref(4), ref(7)))
    assert erase.plan_text(plan, style(100)).splitlines() == [
        "dam-fails  to erase: r2–r4, r7",
        *(f"    r{number}, recorded 21 Jan 2023 17:12 EST" for number in (2, 3, 4, 7)),
        "    along with it: 2 reviews and notices that quote it and 1 record of a run that quotes it",
        "    by Mara Ilic, on the authority of court order 7/23: names a minor",
        "These hold the same sentences too, and stay:",
        "    dam-fails  r1, r3: up to 2 of 5 sentences",
        "    fog-lifts  r1: up to 1 of 5 sentences",
        "    fog-lifts  #52 (story.withdrawn)",
    ]


def test_a_plan_of_a_whole_story_that_nobody_else_holds() -> None:
    """Its title and address go, its names stay; where they hold the phrase, that is said."""
    kept = {"key": STORY.key, "slug": STORY.slug}
    plan = erase_plan(whole=True, neighbours=(), elsewhere=(), kept=kept, containing="a dam", named=True)
    assert erase.plan_text(plan, style(110)).splitlines() == [
        "dam-fails  to erase: the whole story (r2), which holds “a dam”",
        "    r2, recorded 21 Jan 2023 17:12 EST",
        "    along with it: the title that the story came with and its address",
        "    by Mara Ilic, on the authority of court order 7/23: names a minor",
        "    its slug and key stay, by which it is found: dam-fails, wire:dam; they hold the phrase",
        "No other revision or story holds the phrase.",
    ]


def test_a_deed() -> None:
    """What went and where the log says so; what is out of reach is named, more of it on a server."""
    assert erase.text(erase_done(erase_plan()), style(120)).splitlines() == [
        "dam-fails  r2 erased  #60",
        "    by Mara Ilic, on the authority of court order 7/23: names a minor",
        "Out of reach: backups, copies, exports, proofs and mails that were made before.",
    ]
    unswept = Sweeping(done=False, server=True, reason="the table is in use")
    assert erase.text(erase_done(erase_plan(), unswept), style(90)).splitlines()[2:] == [
        "! The database may still hold its bytes where nothing reads them: the table is in use.",
        "  Give `tracker erase --sweep` when that is over.",
        "Out of reach: the server's write-ahead log, its archive and replicas; backups, copies,",
        "exports, proofs and mails that were made before.",
    ]


def test_other_answers_say_it() -> None:
    """`show` and `replay` before the times, `log` in its line; `verify` counts."""
    told = "erased 21 Jan 2023 18:40 EST (3 years ago) by Mara Ilic (court order 7/23): names a minor"
    looks = style(120)
    gone = shown(erased=ERASED)
    assert f"! {told}. Its text is gone." in show.text(gone, looks)
    assert f"! {told}. Its text is gone." in replay.text(replayed(erased=ERASED), looks)
    lines = log_view.text(
        log(log_line(1), log_line(2, previous=1, erased=ERASED), log_line(3, previous=2, unavailable=True)), looks
    )
    assert f"· {told}" in " ".join(lines.split())
    assert "comparison with r2 unavailable: erased" in lines
    shard = VerifiedShard(shard=0, events=9, bodies=5, root=bytes(32), erased=2)
    assert verify.text(verified(shards=(shard,)), looks).startswith(
        "sound: 9 events and 5 bodies are as they were recorded; 2 bodies erased, as the log says\n"
    )


def test_many_erased_texts_are_not_all_told() -> None:
    """Forty with their reasons, then how many more."""
    lines = erase.erased_lines([ERASED] * 50, "it was not searched", style(200))
    assert len(lines) == 41
