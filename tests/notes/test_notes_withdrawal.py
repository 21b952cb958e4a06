"""Notices that withdraw a story, and news that only sounds like them. All texts are made up."""

from __future__ import annotations

import pytest

from tracker.notes import Withdrawal, withdrawal


@pytest.mark.parametrize(
    ("text", "headline", "expected"),
    [
        (
            "Please kill the story Ferry-Accident, V9991. It contains an unverified charge. A kill is mandatory. Make "
            "certain the story is not used.",
            None,
            Withdrawal(
                kind="kill", reason="It contains an unverified charge.", slug="Ferry-Accident", number="V9991"
            ),
        ),
        (
            'KILL KILL KILL =\nPlease kill item dpa 212 "City opens moon bridge". The opening was called off because '
            "of fog. A substitute story will run immediately.",
            None,
            Withdrawal(
                kind="kill",
                reason="The opening was called off because of fog.",
                number="dpa 212",
                headline="City opens moon bridge",
            ),
        ),
        (
            'HOLD HOLD HOLD\nPlease hold item dpa 30 "Minister resigns" until further notice.',
            None,
            Withdrawal(kind="withhold", number="dpa 30", headline="Minister resigns"),
        ),
        (
            "The story headlined “Strong quake hits Oria” is withdrawn. The alert was a test message. There will be no "
            "substitute story. STORY_NUMBER: L4N2AB",
            "ADVISORY-Oria quake story withdrawn",
            Withdrawal(
                kind="withdrawn",
                reason="The alert was a test message.",
                number="L4N2AB",
                headline="Strong quake hits Oria",
            ),
        ),
        ("", "ADVISORY-Oria quake story withdrawn", Withdrawal(kind="withdrawn", headline="Oria quake")),
        ("", "KILL - Marlowe Corp", Withdrawal(kind="kill", headline="Marlowe Corp")),
        ("Kill/Takedown notice. This kill/takedown is mandatory.", None, Withdrawal(kind="kill")),
        (
            "(This story has been withdrawn because of a reporting error.)",
            None,
            Withdrawal(
                kind="withdrawn", reason="(This story has been withdrawn because of a reporting error.)"
            ),
        ),
        ("Editors: please withhold the story BC-Flood-Toll until it is checked.", None,
         Withdrawal(kind="withhold", slug="BC-Flood-Toll")),
    ],
)  # fmt: skip
def test_a_notice_is_recognised_with_its_target(text: str, headline: str | None, expected: Withdrawal) -> None:
    """A notice gives its kind, its reason where it has one, and slug, number and headline as it names them."""
    assert withdrawal(text, headline) == expected


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Police shot and killed two men in Harwell.", "Police kill two"),
        ("KILLEEN, Texas (AP) - Two died in a crash.", "KILL BILL star honoured"),
        ("The paper has withdrawn its article about the mayor, its editor said.", "Paper retracts report"),
        ("HARWELL - Quill withdrew from the race. The story was first told by his sister.", "Quill withdraws"),
        ("Please kill the lights, the actor said before the story ended.", "An actor's story"),
        ("Please hold the line", "HOLD steady, says coach"),
        ("Adds details, background", None),
        ("", None),
    ],
)
def test_news_about_kills_and_withdrawals_is_no_notice(text: str, headline: str | None) -> None:
    """Only what addresses editors, or speaks of the story itself, withdraws it."""
    assert withdrawal(text, headline) is None
