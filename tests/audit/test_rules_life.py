"""Tests of the rules on a story's life: withdrawals, embargoes, bylines; and of the entry point's laws."""

from __future__ import annotations

from audited import audit, found, history, instant, keys, only, text
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.audit import examine
from tracker.audit.catalogue import BY_CODE
from tracker.audit.model import Withdrawn
from tracker.story.article import Article

RIVER = "The river rose in the night and 14 people died, police said."
YARD = "The dockyard will close in May, the owner said."


def test_a_withdrawal_gives_a_reason() -> None:
    """A withdrawal without a reason is reported; with one it is not."""
    silent = found(text(YARD), withdrawal=Withdrawn(published=instant("12:00")))
    blank = found(text(YARD), withdrawal=Withdrawn(published=instant("12:00"), reason=" "))
    reasoned = found(text(YARD), withdrawal=Withdrawn(published=instant("12:00"), reason="the source was an impostor"))
    assert silent == blank == [("medium", "withdrawn-without-reason:story:1")]
    assert reasoned == []


def test_a_text_after_the_withdrawal() -> None:
    """A text published after the story was withdrawn is high and says how long after; one out before is not."""
    gone = Withdrawn(published=instant("12:00"), reason="the source was an impostor")
    told = audit(text(YARD), published=("12:45",), withdrawn=gone)
    finding = only("text-after-withdrawal", told)
    assert finding.severity.label == "high"
    assert finding.message.startswith("published 45 minutes after the story was withdrawn")
    assert found(text(YARD), published=("11:45",), withdrawn=gone) == []


def test_an_embargo_that_was_broken() -> None:
    """Published before the embargo is high; at it or after, or without a stated time, nothing."""
    article = text(YARD, embargo="1970-01-01T12:00:00Z")
    told = audit(article, published=("10:30",))
    assert only("before-embargo", told).message == "published 90 minutes before its embargo, 1970-01-01T12:00:00Z"
    assert only("before-embargo", told).severity.label == "high"
    assert found(article, published=("12:00",)) == []
    assert found(article) == []


def test_an_embargo_that_cannot_be_read() -> None:
    """An embargo in words is no instant, and nothing fails over it."""
    assert found(text(YARD, embargo="Friday noon"), published=("10:30",)) == []


def test_a_byline_that_changed_is_low() -> None:
    """Added, removed and renamed bylines are low; the same name in capitals is none."""
    for old, new, what in (
        (None, "By Otto Grau", "byline added"),
        ("By Otto Grau", None, "byline removed"),
        ("By Otto Grau", "By Karl Voss", "byline changed"),
    ):
        finding = only("byline-changed", audit(text(YARD, byline=old), text(YARD, byline=new)))
        assert finding.severity.label == "low"
        assert finding.message.startswith(what)
    assert found(text(YARD, byline="By Otto Grau"), text(YARD, byline="By OTTO GRAU")) == []


def test_a_byline_that_the_note_tells_of() -> None:
    """“Adds byline” discloses it."""
    assert found(text(YARD), text(YARD, byline="By Otto Grau", note="Adds byline.")) == []


words = st.text(alphabet="abc 14.“”\n¶é死", max_size=60)
articles = st.builds(
    Article,
    paragraphs=st.lists(words, max_size=4).map(tuple),
    headline=st.none() | words,
    byline=st.none() | words,
    note=st.none() | words | st.sampled_from(["Corrects 14 to 41.", "Adds a.", "Updates.", "Story withdrawn."]),
    embargo=st.none() | st.sampled_from(["soon", "1970-01-01T00:00:00Z"]),
)


@settings(max_examples=60, deadline=None)
@given(versions=st.lists(articles, min_size=1, max_size=4), habit=st.sampled_from(["wire", "web", "none"]))
def test_findings_keep_their_laws(versions: list[Article], habit: str) -> None:
    """Whatever the texts, the same findings come twice; keys are unique and hold no text; words and order are kept."""
    clocks = [f"1{number}:00" for number in range(len(versions))]
    told = audit(*versions, published=clocks, notes=habit)
    assert told == audit(*versions, published=clocks, notes=habit)
    reported = told[0]
    assert len(keys(told)) == len(reported)
    assert [item.severity for item in reported] == sorted((item.severity for item in reported), reverse=True)
    for item in reported:
        rule, place, number = item.key.split(":")
        assert rule == item.rule in BY_CODE
        assert place.isascii()
        assert place.replace("-", "").isalnum()
        assert int(number) >= 1
        assert item.severity <= BY_CODE[rule].severity
        assert all(len(words) <= 120 for words in (item.old_words, item.new_words) if words is not None)
        assert item.message
        assert not BY_CODE[rule].needs_notes or habit == "wire" or any(version.note for version in versions)


def test_a_notice_in_the_storys_place_is_not_removed_text() -> None:
    """A revision that withdraws the story says so itself: one finding where it gives no reason, none where it does."""
    old = text(RIVER, YARD, "The mill was swept away with all the grain in it.")
    silent = text("A kill is mandatory.", headline="KILL KILL KILL - River rises")
    reasoned = text(
        "A kill is mandatory. The story is wrong because the river did not rise.",
        headline="KILL KILL KILL - River rises",
    )
    assert found(old, silent) == [("medium", "withdrawn-without-reason:story:1")]
    assert found(old, reasoned) == []


def test_an_examination_has_its_findings_and_closures() -> None:
    """`examine` asks the rules: what they say stands in the examination."""
    versions = (
        text(RIVER),
        text(RIVER.replace("14", "41")),
        text(RIVER.replace("14", "41"), YARD, note="Corrects toll in paragraph 1 to 41 from 14."),
    )
    seen = examine(versions[1], versions[2], history(*versions))
    assert (seen.findings, seen.closures) == audit(*versions)
    assert seen.findings
    assert seen.closures
