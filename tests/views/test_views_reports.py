"""`replay`, `verify` and `ingest`: what was done or checked, in words that need no second reading."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from viewed import RECEIPT, STEPS, ingested, replayed, style, verified

from tracker.desk.ingest import Ingested
from tracker.desk.integrity import Flaw, VerifiedShard
from tracker.desk.replay import Agreement
from tracker.story.decide import Outcome
from tracker.views import ingest, replay, verify

ROOT = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"


def test_a_replayed_story() -> None:
    """What it was made from, where it stands, what was held against it, and the article."""
    assert replay.text(replayed(), style()) == (
        "dam-fails  r3  rebuilt from 4 events and 3 publish times\n"
        "Dam fails\n"
        "published  21 Jan 2023 17:10 EST (3 years ago)\n"
        "recorded   21 Jan 2023 17:12 EST, position #3\n"
        "to repeat  --known-at '#1234'\n"
        "show says  the same\n"
        "log says   the same\n"
        "\n"
        "¶1  The dam failed at dawn.\n"
        "\n"
        "¶2  Nobody was hurt.\n"
    )


def test_a_traced_replay() -> None:
    """Every event with the revision that the story stood at after it."""
    lines = replay.text(replayed(trace=STEPS), style()).splitlines()
    assert lines[8:10] == [
        "#0   story.opened          nothing yet   recorded 21 Jan 2023 17:12 EST",
        "#11  revision.recorded r1  stands at r1  recorded 21 Jan 2023 17:12 EST",
    ]


@pytest.mark.parametrize(
    ("projection", "said"),
    [
        (Agreement(agrees=True, lag=1), ["log says   the same so far; it is 1 event behind"]),
        (
            Agreement(agrees=False, lag=0, differences=("r2 of position 9 is only in the events",)),
            [
                "log says   otherwise, 1 difference: run `tracker projections rebuild revisions`",
                "  r2 of position 9 is only in the events",
            ],
        ),
    ],
)
def test_a_read_model_that_is_behind_or_differs(projection: Agreement, said: list[str]) -> None:
    """Behind is no fault; a difference is, and is shown."""
    lines = replay.text(replayed(projection=projection), style()).splitlines()
    assert lines[6 : 6 + len(said)] == said


def test_many_differences_are_summed_up() -> None:
    """Twenty are enough for a screen."""
    differences = tuple(f"difference {number}" for number in range(1, 26))
    result = replayed(projection=Agreement(agrees=False, lag=0, differences=differences))
    lines = replay.text(result, style(100)).splitlines()
    assert lines[26:28] == ["  difference 20", "  and 5 more (--json lists all)"]


def test_replay_data() -> None:
    """The same as JSON, every step with its times."""
    made = replay.data(replayed(trace=STEPS))
    assert made["schema"] == "tracker.replay/1"
    assert made["projection"] == {"agrees": True, "lag": 0, "differences": []}
    assert made["trace"][0] == {
        "position": 0,
        "type": "story.opened",
        "revision": None,
        "published_at": None,
        "recorded_at": "2023-01-21T22:12:00Z",
        "stands_at": None,
    }


def test_a_sound_ledger() -> None:
    """One sentence, and the tree head to keep elsewhere."""
    assert verify.text(verified(), style(100)) == (
        "sound: 2,200 events and 4,201 bodies are as they were recorded\n"
        f"tree head  {ROOT}\n"
        "log id  1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f\n"
    )


def test_a_ledger_of_two_shards() -> None:
    """Sums over both, a tree head for each."""
    shards = tuple(VerifiedShard(shard=number, events=1, bodies=0, root=bytes(32)) for number in (0, 1))
    lines = verify.text(verified(shards=shards), style(100)).splitlines()
    assert lines[0] == "sound: 2 events and 0 bodies are as they were recorded"
    assert lines[1:3] == [f"tree head of shard {number}  {'0' * 64}" for number in (0, 1)]


def test_a_damaged_ledger() -> None:
    """The first bad position first, what is not about one event last, each in a sentence."""
    flaws = (
        Flaw(shard=0, position=None, what="the database file is damaged: page 3"),
        Flaw(shard=0, position=17, what="the event at position 17 has lost its capture"),
        Flaw(shard=0, position=9, what="the event at position 9 was changed"),
    )
    assert verify.text(verified(*flaws), style(100)).splitlines()[:4] == [
        "NOT SOUND: 3 flaws in 2,200 events and 4,201 bodies; the first at position #9",
        "- The event at position 9 was changed",
        "- The event at position 17 has lost its capture",
        "- The database file is damaged: page 3",
    ]
    assert verify.text(verified(flaws[0]), style(100)).startswith(
        "NOT SOUND: 1 flaw in 2,200 events and 4,201 bodies\n"
    )


def test_many_flaws_are_summed_up() -> None:
    """A screen is enough: the rest is in the JSON."""
    flaws = [Flaw(shard=0, position=number, what=f"event {number} is bad") for number in range(1_500)]
    result = verified(*flaws)
    lines = verify.text(result, style(100)).splitlines()
    assert lines[20:22] == ["- Event 19 is bad", "- and 1,480 more (--json lists all)"]
    assert len(verify.data(result)["flaws"]) == 1_500


def test_verify_data() -> None:
    """The same as JSON; hashes in hexadecimal."""
    made = verify.data(verified(Flaw(shard=0, position=9, what="bad")))
    assert (made["schema"], made["sound"], made["events"], made["bodies"]) == ("tracker.verify/1", False, 2200, 4201)
    assert made["shards"] == [{"shard": 0, "events": 2200, "bodies": 4201, "erased": 0, "root": ROOT}]
    assert made["flaws"] == [{"shard": 0, "position": 9, "what": "bad"}]


COUNTS = {Outcome.RECORDED: 3, Outcome.CONFIRMED: 1, Outcome.UNCHANGED: 2, Outcome.SEEN: 4}


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (ingested(COUNTS, rejected=1), "3 recorded, 1 confirmed, 2 unchanged, 4 seen before, 1 rejected\n"),
        (ingested({Outcome.SEEN: 1200}, deferred=2), "1,200 seen before, 2 left for the next run\n"),
        (ingested(), "nothing to record\n"),
        (
            ingested(COUNTS, dry_run=True),
            "dry run: 3 would be recorded, 1 confirmed, 2 unchanged, 4 seen before\n",
        ),
        (ingested(dry_run=True), "dry run: nothing to record\n"),
        (
            ingested({Outcome.RECORDED: 1}, caught_up=False),
            "1 recorded\n! Lists do not show all of it yet: run `tracker projections catch-up`\n",
        ),
    ],
)
def test_a_run_in_a_line(result: Ingested, said: str) -> None:
    """Counts of what happened; what did not happen is not mentioned."""
    assert ingest.text(result, style()) == said


def test_ingest_data() -> None:
    """The same as JSON, with every count."""
    assert ingest.data(ingested(COUNTS, rejected=1)) == {
        "schema": "tracker.ingest/1",
        "dry_run": False,
        "inputs": 11,
        "outcomes": {"recorded": 3, "confirmed": 1, "unchanged": 2, "seen_before": 4, "withdrawn": 0},
        "rejected": 1,
        "rejected_again": 0,
        "deferred": 0,
        "caught_up": True,
        "job": None,
        "run": None,
    }


@pytest.mark.parametrize(
    ("outcome", "said", "would"),
    [
        (Outcome.RECORDED, "recorded as r3 of wire:dam, position #41", "would be recorded as r3 of wire:dam"),
        (Outcome.CONFIRMED, "confirms r3 of wire:dam, position #41", "would confirm r3 of wire:dam"),
        (Outcome.UNCHANGED, "unchanged since r3 of wire:dam", "unchanged since r3 of wire:dam"),
        (Outcome.SEEN, "seen before, as r3 of wire:dam", "seen before, as r3 of wire:dam"),
    ],
)
def test_a_receipt_in_words(outcome: Outcome, said: str, would: str) -> None:
    """What became of one input; in a dry run, what would."""
    receipt = replace(RECEIPT, outcome=outcome, warnings=())
    assert ingest.receipt_text(receipt, style()) == f"in/dam.txt: {said}\n"
    rehearsed = replace(receipt, position=None)
    assert ingest.receipt_text(rehearsed, style(), dry_run=True) == f"in/dam.txt: {would}\n"


def test_refusals_and_warnings_in_words() -> None:
    """The reason of a refusal, and a warning on a line of its own."""
    refused = replace(RECEIPT, outcome=Outcome.REFUSED, revision=None, position=None, reason="id met with other bytes")
    assert ingest.receipt_text(refused, style()) == (
        "in/dam.txt: refused, id met with other bytes\n  ! shares 4% of its words with r2\n"
    )
    assert ingest.reject_text("in/fog.txt", "it is empty", style()) == "in/fog.txt: rejected, it is empty\n"


def test_receipts_and_rejects_as_json_lines() -> None:
    """One object on one line for each."""
    assert ingest.receipt_line(RECEIPT).count("\n") == 1
    assert json.loads(ingest.receipt_line(replace(RECEIPT, outcome=Outcome.SEEN, reason=None))) == {
        "schema": "tracker.receipt/1",
        "name": "in/dam.txt",
        "outcome": "seen_before",
        "key": "wire:dam",
        "revision": 3,
        "position": 41,
        "reason": None,
        "warnings": ["shares 4% of its words with r2"],
    }
    assert json.loads(ingest.reject_line("in/fog.txt", "it is empty")) == {
        "schema": "tracker.reject/1",
        "name": "in/fog.txt",
        "reason": "it is empty",
    }
