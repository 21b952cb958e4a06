"""Tests of the table of rules: its examples, its page, its codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from audited import example

from tracker.audit.catalogue import BY_CODE, RULES, markdown
from tracker.audit.findings import Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_makes_it_report(rule: Rule) -> None:
    """What the table gives as an example of a rule is one finding of it, no more serious than the rule says."""
    reported = [finding for finding in example(rule.example)[0] if finding.rule == rule.code]
    assert len(reported) == 1
    assert reported[0].severity <= rule.severity


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule: Rule) -> None:
    """Every rule has a code in words, a title without a full stop, and sentences for why and when."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.trigger.endswith(".")


def test_codes_are_unique() -> None:
    """No two rules share a code."""
    assert len(BY_CODE) == len(RULES)


def test_the_page_is_made_from_the_table() -> None:
    """docs/rules.md is what the table makes of itself."""
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == markdown()


def test_the_page_tells_of_every_rule() -> None:
    """The page has a line in its table and a section for every rule."""
    page = markdown()
    for rule in RULES:
        assert f"| [{rule.code}](#{rule.code}) | {rule.severity.label} | {rule.title} |" in page
        assert f"\n### {rule.code}\n" in page
