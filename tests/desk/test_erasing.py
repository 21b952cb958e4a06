"""Erasure: the bytes are gone, the log still verifies, and every answer says by whom and why, on both databases."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from backends import SQLite, migrated
from builders import KEY, FakeClock, article, at, events_of, not_reread, observed, opened, take, workspace
from correcting import restores, voids
from erasing import WHO, erases, faults, files, planned, stored
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake import folder, run, wire
from queues import queue, sign, take_in, told
from sqlalchemy import Connection

from tracker.desk.blame import blame
from tracker.desk.compare import diff
from tracker.desk.erase import erase
from tracker.desk.erased import erased_texts
from tracker.desk.export import export
from tracker.desk.grep import grep
from tracker.desk.history import log, stories
from tracker.desk.moment import NOTHING_ASKED, Asked
from tracker.desk.phrases import Wanted
from tracker.desk.prove import check_proof, prove
from tracker.desk.record import record
from tracker.desk.replay import replay
from tracker.desk.show import capture, show
from tracker.errors import Conflict, Erased, NotFound, UsageError
from tracker.ledger.append import Base, NewEvent
from tracker.ledger.store import Ledger
from tracker.projections.runner import PROJECTIONS, catch_up, check
from tracker.story.article import Article
from tracker.story.decide import Outcome
from tracker.story.events import ARTICLE, BodyErased, RevisionRecorded

LEAD = "The river rose over its banks on Friday night and flooded the lower town."
GIRL = "Jane Doe, twelve, of Mill Lane, was found on a roof by the fire brigade at dawn."
WATER = "The water fell by forty-one centimetres until noon on Saturday, the port said."
END = "Schools in the lower town stay closed until Monday, the council said."
TEXTS = (LEAD, f"{LEAD}\n{GIRL}", f"{LEAD}\n{GIRL}\n{WATER}", f"{LEAD}\n{WATER}\n{END}")


def filled(ledger: Ledger) -> Ledger:
    """r1 to r4 of 13:00 to 16:00 at positions 1 to 4: the girl is in r2 and r3."""
    for hour, text in enumerate(TEXTS, start=13):
        take_in(ledger, observed(_article(text), f"{hour}:00", name=f"{hour}.txt", capture=_capture(text)))
    return ledger


def _article(text: str) -> Article:
    return article(*text.split("\n"))


def _capture(text: str) -> bytes:
    return b"WIRE\r\n" + text.encode() + b"\r\n"


@pytest.fixture
def story(ledger: Ledger, clock: FakeClock) -> Ledger:
    """The story of four revisions; it is 18:00."""
    clock.now = at("18:00")
    return filled(ledger)


@pytest.fixture
def kept(sqlite_ledger: Ledger, clock: FakeClock) -> Ledger:
    """The same, for what does not depend on the database."""
    clock.now = at("18:00")
    return filled(sqlite_ledger)


def texts_of(ledger: Ledger) -> dict[int, tuple[str, ...] | None]:
    """Every revision as `show` gives it by number; None where it is erased."""
    shown = {n: show(workspace(ledger), f"{KEY}@r{n}", NOTHING_ASKED) for n in range(1, 5)}
    return {n: one.article.paragraphs if one.article else None for n, one in shown.items()}


def test_no_byte_of_it_is_left_in_any_file(story: Ledger, url: str) -> None:
    """Neither the stored bytes nor the salts, nor what any coding makes of the text, nor a word that only it held."""
    sign(story, f"{KEY}@r3", comment="Who is Jane Doe of Mill Lane?")
    before = stored(story, {2, 3})
    assert any(piece in file for file in files(url) for piece in before)
    erases(story, KEY, "r2..r3")
    story.database.close()
    left = list(files(url))
    assert not [piece for piece in before if any(piece in file for file in left)]
    assert not any(word in file for word in (b"Jane Doe", b"Mill Lane") for file in left)


def test_the_rest_reads_back_as_it_was(story: Ledger) -> None:
    """Other texts, their captures and commitments are the same, though what they were compressed against is gone."""
    raw = {n: capture(workspace(story), f"{KEY}@r{n}", NOTHING_ASKED) for n in (1, 4)}
    events = [recorded.row for recorded in events_of(story)]
    done = erases(story, KEY, "r2..r3")
    assert (done.position, done.recoded) == (5, 2)
    assert [recorded.row for recorded in events_of(story)][:5] == events
    assert texts_of(story) == {1: (LEAD,), 2: None, 3: None, 4: (LEAD, WATER, END)}
    assert {n: capture(workspace(story), f"{KEY}@r{n}", NOTHING_ASKED) for n in (1, 4)} == raw
    take(story, observed(_article(LEAD + "\nIt rained."), "17:00"))
    assert faults(story) == []


def test_the_event_holds_no_text(kept: Ledger) -> None:
    """It names bodies by place; who, on whose authority and why is in a body of its own."""
    done = erases(kept, f"{KEY}@r2")
    recorded = events_of(kept)[done.position]
    assert recorded.event.erased == ((0, 2, "article"), (0, 2, "capture"))
    assert recorded.row.stream_id.endswith(".desk")
    assert "Mara" not in recorded.row.data
    with kept.view() as view:
        assert json.loads(view.body(recorded, "remark")) == WHO


def test_show_says_who_erased_it_and_why(kept: Ledger) -> None:
    """At any moment, also one from before: the times stay, the text is gone."""
    done = erases(kept, f"{KEY}@r2")
    for asked in (Asked(at="2023-01-21T14:30Z"), Asked(at="2023-01-21T14:30Z", known_at="#4")):
        shown = show(workspace(kept), KEY, asked)
        assert (shown.revision.number, shown.article) == (2, None)
        assert shown.erased is not None
        assert (shown.erased.by, shown.erased.authority, shown.erased.reason) == tuple(WHO.values())
        assert (shown.erased.position, shown.erased.recorded_at) == (done.position, done.recorded_at)
    with pytest.raises(Erased, match=r"^the capture at position 2 was erased 2023-01-21T18:00:00Z by Mara Ilic"):
        capture(workspace(kept), f"{KEY}@r2", NOTHING_ASKED)


def test_a_comparison_with_it_is_unavailable(kept: Ledger) -> None:
    """Of r3 with r2 as of r2 with r1, while r1 and r3 compare."""
    erases(kept, f"{KEY}@r2")
    said = (
        r"^the comparison is unavailable: r2 of [a-z-]+ was erased .* by Mara Ilic \(court order 7/23\): names a minor$"
    )
    for asked in ("r1..r2", "r2..r3"):
        with pytest.raises(Erased, match=said):
            diff(workspace(kept), KEY, asked, NOTHING_ASKED)
    assert diff(workspace(kept), KEY, "r1..r3", NOTHING_ASKED).comparison.words_added == 30


def test_the_log_says_what_is_erased_and_what_that_leaves_open(kept: Ledger) -> None:
    """r2 is there without headline and counts, r3 without a comparison, r4 as before; no revert is made up."""
    before = log(workspace(kept), KEY, NOTHING_ASKED).lines
    erases(kept, f"{KEY}@r2")
    lines = log(workspace(kept), KEY, NOTHING_ASKED).lines
    assert [line.erased is not None for line in lines] == [False, True, False, False]
    assert [line.unavailable for line in lines] == [False, True, True, False]
    assert [line.words_added for line in lines] == [None, None, None, before[3].words_added]
    assert (lines[1].headline, lines[1].words, lines[1].reverts_to) == (None, 0, None)
    assert [line.revision for line in lines] == [line.revision for line in before]


def test_lists_say_it(story: Ledger) -> None:
    """The newest text erased: no headline, and who did it; until a new text comes."""
    erases(story, f"{KEY}@r4")
    (line,) = stories(workspace(story)).stories
    assert (line.headline, line.latest_revision) == (None, 4)
    assert line.erased is not None
    assert line.erased.reason == "names a minor"
    take_in(story, observed(_article(f"{LEAD}\n{END}"), "17:00"))
    (line,) = stories(workspace(story)).stories
    assert (line.headline, line.erased) == ("River floods the lower town", None)


def test_blame_goes_on_without_it(kept: Ledger) -> None:
    """What the erased text brought is blamed on the text after it, and it says so; of itself there is no blame."""
    erases(kept, f"{KEY}@r2")
    blamed = blame(workspace(kept), f"{KEY}@r3", NOTHING_ASKED)
    assert [(ref.slug, ref.revision) for ref in blamed.erased] == [("river-floods-the-lower-town", 2)]
    brought = {passage.text: blamed.history[passage.place].number for unit in blamed.units for passage in unit.passages}
    assert brought == {LEAD: 1, GIRL: 3, WATER: 3}
    with pytest.raises(Erased, match=r"^blame is unavailable: r2 of"):
        blame(workspace(kept), f"{KEY}@r2", NOTHING_ASKED)


def test_grep_export_and_audit_go_on_without_it(kept: Ledger) -> None:
    """Each answers from what is left and names what it could not look at."""
    erases(kept, KEY, "r2..r3")
    grepped = grep(workspace(kept), Wanted(pattern="Jane Doe"), None, NOTHING_ASKED)
    assert (grepped.matches, grepped.texts, [ref.revision for ref in grepped.erased]) == ((), 2, [2, 3])
    exported = [json.loads(line)["paragraphs"] for line in export(workspace(kept), KEY)]
    assert exported == [[LEAD], [LEAD, WATER, END]]
    assert [ref.revision for ref in erased_texts(workspace(kept))] == [2, 3]
    asked = queue(kept, KEY)
    assert [ref.revision for ref in asked.erased] == [2, 3]
    assert (asked.lines, asked.covered.changes) == ((), 0)


def test_replay_agrees(kept: Ledger) -> None:
    """The events fold as before, also at a moment whose text is gone; the read model says the same."""
    erases(kept, f"{KEY}@r2")
    replayed = replay(workspace(kept), KEY, Asked(at="2023-01-21T14:30Z"), trace=True)
    assert (replayed.revision.number, replayed.article, replayed.projection.agrees) == (2, None, True)
    assert replayed.erased is not None
    assert replayed.trace[-1].type == "body.erased"


def test_a_proof_of_it_holds_the_commitment_alone(kept: Ledger, tmp_path: Path) -> None:
    """It can still be shown that the log recorded something then; what it was, no more."""
    erases(kept, f"{KEY}@r2")
    proved = prove(workspace(kept), f"{KEY}@r2", tmp_path / "r2.proof", None)
    assert proved.erased is not None
    checked = check_proof(tmp_path / "r2.proof", [])
    assert (checked.stored.position, checked.article, checked.capture) == (2, None, None)
    assert checked.erased == ("article", "capture")


def test_the_same_bytes_or_the_same_article_are_refused(story: Ledger) -> None:
    """Under any name, time and key, with the reason; other texts are recorded."""
    erases(story, f"{KEY}@r2")
    same = observed(_article(TEXTS[1]), "14:00", name="14.txt", capture=_capture(TEXTS[1]))
    other_bytes = observed(_article(TEXTS[1]), "17:00", capture=b"otherwise wrapped")
    other_reading = observed(_article("Read otherwise."), "17:10", capture=_capture(TEXTS[1]), key="wire:fog")
    receipts = take(story, same, other_bytes, other_reading, observed(_article(TEXTS[0] + "\nIt rains."), "17:20"))
    assert [receipt.outcome for receipt in receipts] == [Outcome.REFUSED] * 3 + [Outcome.RECORDED]
    assert receipts[0].reason == (
        "erased content is not recorded again: r2 of river-floods-the-lower-town was erased 2023-01-21T18:00:00Z by"
        " Mara Ilic (court order 7/23): names a minor"
    )
    assert faults(story) == []


def test_what_follows_an_erased_text_is_recorded_in_full(story: Ledger) -> None:
    """Nobody knows whether it equals what was erased, and it is compressed against nothing."""
    erases(story, f"{KEY}@r4")
    take_in(story, observed(_article(f"{LEAD}\n{END}"), "15:30"), observed(_article(END), "17:00"))
    assert [line.revision.number for line in log(workspace(story), KEY, NOTHING_ASKED).lines] == [1, 2, 3, 5, 4, 6]
    assert faults(story) == []


def test_findings_and_reviews_that_quote_it_go(ledger: Ledger, url: str) -> None:
    """A review shows words of the pair, however short: who said what of it is not known any more."""
    take_in(ledger, told(14, "13:00"), told(41, "14:00"), told(52, "15:00"))
    sign(ledger, "flood-toll@r2:n1")
    sign(ledger, "flood-toll@r3:n1", by="Jo Ek")
    before = {(line.finding.revision, line.finding.rule) for line in queue(ledger, "flood-toll").lines}
    done = erases(ledger, "flood-toll@r1")
    assert done.plan.remarks == 1
    after = queue(ledger, "flood-toll")
    assert {(line.finding.revision, line.finding.rule) for line in after.lines} == {
        one for one in before if one[0] == 3
    }
    assert after.settled == 1
    ledger.database.close()
    assert not any(b"At least 14 people" in file for file in files(url))


def test_the_plan_names_who_else_holds_the_words(kept: Ledger) -> None:
    """Other revisions and stories, with how many sentences; nothing of it is touched."""
    take(kept, observed(_article(f"Elsewhere it was dry.\n{GIRL}"), "17:00", key="wire:fog", slug="fog"))
    plan = planned(kept, f"{KEY}@r3")
    assert [(item.story.slug, item.revisions, item.held) for item in plan.neighbours] == [
        ("river-floods-the-lower-town", (1, 2, 4), 3),
        ("fog", (1,), 2),  # the headline too
    ]
    assert (plan.sentences, plan.elsewhere, [ref.number for ref in plan.revisions]) == (4, (), [3])
    assert len(events_of(kept)) == 7


def test_a_phrase_is_found_however_it_is_set(kept: Ledger) -> None:
    """Case, spacing and quotes do not matter; where only the capture has it, that counts."""
    take(kept, observed(_article("Plain."), "17:00", capture=b"<!-- jane   DOE -->"))
    plan = planned(kept, containing="jane  doe")
    assert [ref.number for ref in plan.revisions] == [2, 3, 5]
    assert planned(kept, containing="MILL LANE").neighbours == ()
    with pytest.raises(NotFound, match="no revision of river-floods-the-lower-town holds 'Jon Doe'"):
        planned(kept, containing="Jon Doe")
    with pytest.raises(UsageError, match="at least 4 characters"):
        planned(kept, containing="the")


def test_a_whole_story_keeps_its_names(ledger: Ledger) -> None:
    """Title and address go, key and slug stay; it is found by both and by no address."""
    take_in(ledger, observed(LEAD, "13:00", url="http://wire.test/flood-kills-jane"))
    done = erases(ledger)
    assert done.plan.whole
    assert done.plan.kept == {"key": KEY, "slug": "river-floods-the-lower-town"}
    for name in (KEY, "river-floods-the-lower-town", "river-floods"):
        shown = show(workspace(ledger), name, NOTHING_ASKED)
        assert (shown.story.slug, shown.story.url, shown.article) == ("river-floods-the-lower-town", None, None)
    (line,) = stories(workspace(ledger)).stories
    assert (line.headline, line.story.url) == (None, None)
    with pytest.raises(NotFound):
        show(workspace(ledger), "http://wire.test/flood-kills-jane", NOTHING_ASKED)
    take_in(ledger, observed("Another text altogether.", "14:00"))
    assert show(workspace(ledger), KEY, NOTHING_ASKED).article is not None


def test_the_title_goes_with_the_last_text_that_has_it(sqlite_ledger: Ledger) -> None:
    """A story's title is its first headline."""
    take(sqlite_ledger, observed(article(LEAD, headline="Girl found"), "13:00", url="http://wire.test/1"))
    take(sqlite_ledger, observed(article(LEAD, END, headline="Girl found"), "14:00"))
    take(sqlite_ledger, observed(article(LEAD, headline="Flood goes"), "15:00"))
    assert planned(sqlite_ledger, f"{KEY}@r1").kept is None
    assert planned(sqlite_ledger, KEY, "r1..r2").kept == {"key": KEY, "slug": "girl-found", "url": "http://wire.test/1"}


def test_records_of_runs_that_quote_it_go(ledger: Ledger, tmp_path: Path) -> None:
    """A file's name may be a headline; the next run of the job goes on, and its list is made anew."""
    name = "Jane Doe of Mill Lane found on a roof__txt"
    place = folder(tmp_path, **{name: wire(GIRL, "13:00", headline="Jane Doe of Mill Lane found on a roof")})
    run(ledger, place)
    run(ledger, place)
    done = erases(ledger)
    assert done.plan.runs == 2
    again = run(ledger, place)
    assert again.refused[0].reason.startswith("erased content is not recorded again")
    assert faults(ledger) == []
    assert [check(ledger, projection) for projection in PROJECTIONS] == [(), (), ()]
    assert catch_up(ledger)


def test_a_notice_that_comes_again_is_refused(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    """The notice that withdrew a story goes with the whole story; that it was withdrawn stays."""
    text = wire(GIRL, "13:00")
    notice = wire("KILL KILL KILL\n\nA kill is mandatory, because the source was an impostor.", "14:00")
    run(sqlite_ledger, folder(tmp_path, a__txt=text, b__txt=notice))
    assert show(workspace(sqlite_ledger), KEY, NOTHING_ASKED).withdrawn is not None
    erases(sqlite_ledger)
    gone = show(workspace(sqlite_ledger), KEY, NOTHING_ASKED).withdrawn
    assert gone is not None
    assert (gone.reason or "").startswith("its words were erased 2023-01-21T12:00:00Z by Mara Ilic")
    again = run(sqlite_ledger, tmp_path / "in" / "b.txt")
    assert "a notice for river-floods-the-lower-town was erased" in again.refused[0].reason


def test_nothing_is_erased_twice_or_unsigned(kept: Ledger) -> None:
    """Who, why and on whose authority must be said, in other words than those that go."""
    erases(kept, f"{KEY}@r2")
    for asked, said in (
        ({"name": f"{KEY}@r2"}, "r2 of river-floods-the-lower-town was erased .*; there is nothing left to erase"),
        ({"by": ""}, "say who signs"),
        ({"reason": " "}, "--reason TEXT --authority TEXT"),
        ({"authority": None}, "--reason TEXT --authority TEXT"),
        ({"containing": "Jane Doe", "reason": "she is called jane doe"}, "--reason quotes what is to be erased"),
        ({"name": f"{KEY}@r3", "range_": "r1..r2"}, "give one of"),
    ):
        with pytest.raises(UsageError, match=said):
            planned(kept, **asked)  # type: ignore[arg-type]


def test_what_came_meanwhile_stops_it(story: Ledger) -> None:
    """A plan is of what was shown: the same words recorded since, or the story gone on, and nothing is erased."""
    plan, whole = planned(story, KEY, "r2..r3"), planned(story)
    take(story, observed(_article(GIRL), "17:00"))
    with pytest.raises(UsageError, match="the same words were recorded once more meanwhile"):
        erase(workspace(story), plan)
    take(story, observed(_article("Something else."), "17:30"))
    with pytest.raises(UsageError, match="meanwhile"):
        erase(workspace(story), whole)
    assert texts_of(story)[2] == (LEAD, GIRL)
    assert not [one for one in events_of(story) if isinstance(one.event, BodyErased)]


def test_a_writer_cannot_lean_on_what_was_erased_meanwhile(story: Ledger) -> None:
    """An event compressed against it is turned away, and decided again."""
    with story.view() as view:
        last = view.last(view.identities.stream(KEY))
        assert last is not None
        content = view.body(last, ARTICLE)
    erases(story, f"{KEY}@r4")
    late = NewEvent(
        stream_id=last.row.stream_id,
        version=5,
        event_id=bytes(16),
        event=RevisionRecorded(revision=5, reader="wire", tool="test"),
        timed=True,
        bodies={ARTICLE: content},
        bases={ARTICLE: Base(content=content, version=4, position=last.row.position)},
    )
    with pytest.raises(Conflict, match="erased"):
        story.append([late])
    assert faults(story) == []


def test_lists_read_before_an_erasure_are_not_written_after_it(story: Ledger, url: str) -> None:
    """Whoever folds a text that is erased meanwhile writes nothing of it, and reads anew."""
    take(story, observed(_article(f"{GIRL}\nShe is well."), "17:00"))
    write, meanwhile = story.database.write, [True]

    def overtaken() -> AbstractContextManager[Connection]:
        if meanwhile.pop() if meanwhile else False:
            with opened(url, story.clock) as other:
                erase(workspace(other), planned(other, f"{KEY}@r5"))
        return write()

    story.database.write = overtaken  # type: ignore[method-assign]
    catch_up(story)
    story.database.write = write  # type: ignore[method-assign]
    assert log(workspace(story), KEY, NOTHING_ASKED).lines[-1].headline is None
    assert [check(story, projection) for projection in PROJECTIONS] == [(), (), ()]


def test_records_of_runs_may_lie_in_another_shard(sqlite: SQLite, clock: FakeClock, tmp_path: Path) -> None:
    """The story's event erases them too; whoever checks that shard finds the reason in the other one."""
    url = migrated(sqlite.empty(), shards=4)
    with opened(url, clock) as ledger:
        place = folder(tmp_path, **{"Jane Doe of Mill Lane was found__txt": wire(GIRL, "13:00")})
        for number in range(6):
            run(ledger, place, job=f"job {number}")
        done = erases(ledger, containing="Jane Doe")
        assert done.plan.runs == 6
        assert len({body[0] for body in done.plan.bodies}) > 1
        run(ledger, place, job="job 1")
        assert faults(ledger) == []
        assert [check(ledger, projection) for projection in PROJECTIONS] == [(), (), ()]
    sqlite.drop(url)


STEPS = st.lists(st.tuples(st.sampled_from("tttve"), st.integers(0, 7), st.integers(0, 5)), min_size=4, max_size=10)
PARTS = (LEAD, GIRL, WATER, END)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_after_any_erasures_the_rest_is_the_same(sqlite: SQLite, steps: list[tuple[str, int, int]]) -> None:
    """Texts, times and proofs of what was not erased stay; lists kept up are those made anew; all verifies."""
    url, clock = sqlite.fresh(), FakeClock(at("18:00"))
    with opened(url, clock) as ledger:
        kept: dict[int, tuple[str, ...]] = {}
        for kind, which, minute in steps:
            if kind == "v" and kept:
                number = sorted(kept)[which % len(kept)]
                try:
                    voids(ledger, number)
                except UsageError:
                    restores(ledger, number)
            elif kind == "e" and kept:
                number = sorted(kept)[which % len(kept)]
                erase(workspace(ledger), planned(ledger, f"{KEY}@r{number}"))
                del kept[number]
            else:
                parts = [part for bit, part in enumerate(PARTS) if (which + 8) >> bit & 1]
                (receipt,) = record(
                    ledger, [observed(_article("\n".join(parts)), f"13:{minute:02}")], reread=not_reread
                )
                if receipt.outcome is Outcome.RECORDED and receipt.revision is not None:
                    kept[receipt.revision] = tuple(parts)
                if kind == "t":
                    catch_up(ledger)
        catch_up(ledger)
        for number, parts in kept.items():
            shown = show(workspace(ledger), f"{KEY}@r{number}", NOTHING_ASKED).article
            assert shown is not None
            assert shown.paragraphs == parts
        assert faults(ledger) == []
        assert [check(ledger, projection) for projection in PROJECTIONS] == [(), (), ()]
    sqlite.drop(url)
