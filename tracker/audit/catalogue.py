"""All rules in one table, and the page that describes them.

The page is made from the table alone, so that it cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.audit import rulebook as book
from tracker.audit.findings import Rule

FAMILIES: tuple[tuple[str, str, tuple[Rule, ...]], ...] = (
    (
        "Undisclosed changes",
        "Changes of weight that no claim of the desk note tells of. Text that merely moved is none, nor is typography."
        " One finding for each thing to look at: several facts in one edit go under the most serious one. All are low"
        " where the source carries no notes, and none is more than medium where a version in between was never seen.",
        (
            book.NUMBER, book.NEGATION, book.QUOTE, book.NAME, book.DATE, book.ATTRIBUTION, book.HEADLINES,
            book.REMOVAL, book.WORDING, book.ADDITION, book.NO_NOTE,
        ),
    ),
    (
        "The note",
        "What the note claims and the diff does not bear out, and what it calls things.",
        (
            book.CONTRADICTED, book.NOT_FOUND, book.PARTLY, book.ELSEWHERE, book.CARRIED, book.UNPARSED, book.LATE,
            book.VAGUE, book.UNLABELLED, book.PLACELESS,
        ),
    ),
    (
        "History",
        "Earlier revisions, publish times and versions; silent about what the context does not know.",
        (book.REVERTED, book.FLIPPED, book.UNMOVED, book.MOVED, book.MISSED, book.TRUNCATED),
    ),
    (
        "The story's life",
        "Withdrawals, embargoes and bylines.",
        (book.UNREASONED, book.AFTERLIFE, book.EMBARGO, book.BYLINE),
    ),
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(rule for _, _, rules in FAMILIES for rule in rules)
"""Every rule, in the order of the page."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}


def markdown() -> str:
    """The page that describes every rule, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# The audit's rules"
    yield ""
    yield "Made by `tracker.audit.catalogue.markdown()` from the table of rules; a test compares the two."
    yield ""
    yield "The severity is what a rule's findings have as a rule; “why” says when they have less or more. In the"
    yield "examples `was` is the text before and `now` the new one, a paragraph a line; `r1` and `r2` came before."
    yield ""
    yield "| rule | severity | reports |"
    yield "|---|---|---|"
    for rule in RULES:
        yield f"| [{rule.code}](#{rule.code}) | {rule.severity.label} | {rule.title} |"
    for title, text, rules in FAMILIES:
        yield from ("", f"## {title}", "", text)
        for rule in rules:
            yield from _described(rule)
    yield ""


def _described(rule: Rule) -> Iterator[str]:
    yield from ("", f"### {rule.code}", "", f"**{rule.title}** ({rule.severity.label})", "")
    yield from (f"*Reports when:* {rule.trigger}", "", f"*Why:* {rule.why}", "")
    if rule.needs_notes:
        yield from ("*Silent for sources that carry no notes.*", "")
    yield from ("```", rule.example, "```")
