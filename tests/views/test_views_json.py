"""JSON: one safe line for each object, and exactly the fields that docs/json.md describes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viewed import ERASED, EVERYTHING, acts_or_hides, article, compared, moment, ref, shown

from tracker.config import Config, Setting, SourceSettings
from tracker.desk.blame import Blamed, BlamedUnit, Passage
from tracker.desk.database import Checked, Current, Upgraded
from tracker.desk.erase import Sweeping
from tracker.desk.grep import Grepped, Occurrence, StoryMatches, Transition
from tracker.desk.phrases import Wanted
from tracker.desk.values import StoryRef
from tracker.views import (
    audit,
    backup,
    blame,
    checkpoint,
    config,
    corrections,
    database,
    diff,
    erase,
    evidence,
    grep,
    ingest,
    life,
    log,
    projections,
    prove,
    replay,
    review,
    roles,
    show,
    status,
    stories,
    timestamp,
    verify,
)
from tracker.views.json import dump

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "json.md").read_text("utf-8")
CURRENT = Current(database="wire.db", revision="0002", needed="0002")
SETTINGS = Config(
    database=Setting(value="wire.db", origin="default"),
    timezone=Setting(value="UTC", origin="default"),
    reviewer=Setting(value="Mara Ilic", origin="tracker.toml"),
    sources={"NAME": SourceSettings(timezone=ZoneInfo("UTC"), expect_every="2h")},
    source_origins={"NAME": "tracker.toml"},
)


@dataclass(frozen=True)
class Section:
    """What the page says of one object: its fields with their types, and an example."""

    fields: dict[str, str]
    example: dict[str, Any]


def read_page() -> dict[str, Section]:
    """The sections of the page by name, shared objects included."""
    sections = {}
    for part in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)[1:]:
        name = part.partition("\n")[0].strip("` ")
        rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", part, flags=re.MULTILINE)
        example = re.search(r"^```json\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
        if rows:
            assert example, f"{name} has no example"
            assert len(rows) == len(dict(rows)), f"{name} names a field twice"
            sections[name] = Section(fields=dict(rows), example=json.loads(example[1]))
    return sections


SECTIONS = read_page()
SCHEMAS = sorted(name for name in SECTIONS if name.startswith("tracker."))


def documented(name: str) -> dict[str, str]:
    """Every field of an object with its type, those of the objects inside it included."""
    found = {}
    for field, kind in SECTIONS[name].fields.items():
        link = re.fullmatch(r"\[([^\]]+)\]\(#([^)]+)\)( or null)?", kind)
        found[field] = f"object{link[3] or ''}" if link else kind
        if link:
            assert link[2] == link[1].replace(".", "").replace("/", ""), f"{name}: {kind} leads nowhere"
            found |= {f"{field}.{inner}": inner_kind for inner, inner_kind in documented(link[1]).items()}
    return found


def produced(value: Any, path: str = "") -> dict[str, list[Any]]:
    """Every field of an object, with the values it has wherever it stands."""
    found: dict[str, list[Any]] = {}
    if isinstance(value, dict):
        for name, item in value.items():
            here = f"{path}.{name}" if path else name
            found.setdefault(here, []).append(item)
            for inner, values in produced(item, here).items():
                found.setdefault(inner, []).extend(values)
    elif isinstance(value, list):
        for item in value:
            for inner, values in produced(item, f"{path}[]").items():
                found.setdefault(inner, []).extend(values)
    return found


IS_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z")


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of a documented type."""
    if kind.endswith(" or null"):
        return value is None or fits(value, kind.removesuffix(" or null"))
    if kind.startswith("array of "):
        item = {"strings": "string", "integers": "integer", "objects": "object"}[kind.removeprefix("array of ")]
        return isinstance(value, list) and all(fits(each, item) for each in value)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "time":
        return isinstance(value, str) and IS_TIME.fullmatch(value) is not None
    types = {"string": str, "boolean": bool, "number": float, "object": dict}
    return isinstance(value, types[kind])


DAM = StoryRef(key="wire:dam", slug="dam-fails", source="wire", url="wire.test/dam")


def blamed() -> Blamed:
    """One sentence of a paragraph and a headline, both brought by r1."""
    passages = (Passage(start=0, end=13, text="A dam failed.", place=0, others=(1,)),)
    return Blamed(
        story=DAM,
        by="sentence",
        history=(ref(1), ref(2)),
        headline=BlamedUnit(part="headline", number=1, passages=passages),
        units=(BlamedUnit(part="paragraph", number=1, passages=passages),),
        moment=moment(),
        erased=(ERASED,),
    )


def grepped() -> Grepped:
    """A phrase that appeared once."""
    place = Occurrence(part="paragraph", number=1, start=2, end=5, before="A ", match="dam", after=" failed.")
    appeared = Transition(
        turn="appeared", revision=ref(1), confirmed=False, count=1, previous=0, came=("dam",), went=(), occurrence=place
    )
    matches = StoryMatches(story=DAM, headline="Dam fails", transitions=(appeared,))
    wanted = Wanted(pattern="dam")
    return Grepped(wanted=wanted, matches=(matches,), stories=1, texts=2, moment=moment(), erased=(ERASED,))


def everything() -> dict[str, list[dict[str, Any]]]:
    """Objects of every schema that the views make, with every field filled in at least one."""
    made = [
        show.data(EVERYTHING["shown"]),
        show.data(shown()),
        diff.data(EVERYTHING["compared"]),
        diff.data(compared(article("At least 14 hurt."), article("At least 41 hurt."))),
        log.data(EVERYTHING["log"]),
        corrections.data(EVERYTHING["voided"]),
        corrections.data(EVERYTHING["unvoided"]),
        corrections.data(EVERYTHING["redated"]),
        life.turned_data(EVERYTHING["turned"]),
        life.turned_data(EVERYTHING["reinstated"]),
        life.link_data(EVERYTHING["linked"]),
        status.data(EVERYTHING["status"]),
        stories.data(EVERYTHING["stories"]),
        replay.data(EVERYTHING["replayed"]),
        verify.data(EVERYTHING["verified"]),
        checkpoint.data(EVERYTHING["checkpointed"], (EVERYTHING["stamped"],)),
        timestamp.data(EVERYTHING["stamped"]),
        checkpoint.key_data(EVERYTHING["key"], Path("desk.key")),
        prove.data(EVERYTHING["proved"]),
        evidence.data(EVERYTHING["evidence"], "dam.zip", 23_456),
        prove.checked_data(EVERYTHING["proof"]),
        prove.checked_data(replace(EVERYTHING["proof"], signer=None, article=None, capture=None)),
        ingest.data(EVERYTHING["ingested"]),
        json.loads(ingest.receipt_line(EVERYTHING["receipt"])),
        json.loads(ingest.reject_line("in/fog.txt", "it is empty")),
        projections.data(EVERYTHING["projections"]),
        projections.check_data(EVERYTHING["checks"]),
        config.data(config.Shown(config=SETTINGS, database="wire.db", database_origin="--database", zone=UTC)),
        database.upgraded_data(Upgraded(database="wire.db", before="0001", after="0002")),
        database.current_data(CURRENT),
        backup.backed_up_data(EVERYTHING["backed up"]),
        backup.restored_data(EVERYTHING["restored"]),
        backup.copied_data(EVERYTHING["copied"]),
        roles.data(EVERYTHING["roles"]),
        database.checked_data(Checked(current=CURRENT, problems=("a trigger is missing",))),
        erase.plan_data(EVERYTHING["erase plan"]),
        erase.data(EVERYTHING["erased"]),
        erase.swept_data(Sweeping(done=False, server=False, reason="another program is reading the file")),
        blame.data(blamed()),
        grep.data(grepped()),
        audit.data(EVERYTHING["queue"]),
        audit.rule_data(EVERYTHING["rule"]),
        review.data(EVERYTHING["reviews"]),
        review.withdrawn_data(EVERYTHING["taken back"]),
    ]
    made.append(
        {
            "schema": "tracker.demo/1",
            "database": "tracker-demo.db",
            "ingested": ingest.data(EVERYTHING["ingested"]),
            "stories": stories.data(EVERYTHING["stories"]),
            "verified": verify.data(EVERYTHING["verified"]),
            "audited": audit.data(EVERYTHING["queue"]),
        }
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for item in made:
        found.setdefault(item["schema"], []).append(item)
    return found


OBJECTS = everything()


def test_every_schema_of_the_program_is_documented() -> None:
    """Whatever names a schema in the code has a section in the page, and the other way round."""
    sources = (path.read_text("utf-8") for path in (ROOT / "tracker").rglob("*.py"))
    named = {schema for source in sources for schema in re.findall(r'"(tracker\.[a-z.]+/[0-9]+)"', source)}
    assert named == set(SCHEMAS)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_fields_documented_are_the_fields_produced(schema: str) -> None:
    """No field more, no field less, nested ones included."""
    fields = {field for item in OBJECTS[schema] for field in produced(item)}
    assert fields == documented(schema).keys()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_values_are_of_the_documented_types(schema: str) -> None:
    """What is said to be a time is one, and null stands only where it may."""
    kinds = documented(schema)
    for item in [*OBJECTS[schema], SECTIONS[schema].example]:
        for field, values in produced(item).items():
            wrong = [value for value in values if not fits(value, kinds[field])]
            assert not wrong, f"{field} is no {kinds[field]}: {wrong}"


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_examples_have_the_documented_fields(name: str) -> None:
    """An example shows every field of its object, and none that does not exist."""
    section = SECTIONS[name]
    outermost = {field for field in section.fields if "." not in field and "[]" not in field}
    assert section.example.keys() == outermost
    assert produced(section.example).keys() <= documented(name).keys()
    if name in SCHEMAS:
        assert section.example["schema"] == name


# Two halves of a surrogate pair beside one another are one character to every parser.
ANY_TEXT = st.text(st.characters(), max_size=8).map(lambda text: re.sub("[\ud800-\udbff](?=[\udc00-\udfff])", "", text))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(ANY_TEXT, JSON_VALUES, max_size=4))
def test_dumped_data_is_one_safe_line_and_comes_back(data: dict[str, Any]) -> None:
    """Nothing in it acts on a terminal or hides, and a parser gets exactly what was put in."""
    line = dump(data)
    assert line.endswith("}\n")
    assert not any(acts_or_hides(character) for character in line[:-1])
    assert json.loads(line) == data


def test_letters_are_not_escaped() -> None:
    """People read this too: only what is dangerous or invisible is escaped."""
    assert dump({"a": "é 北 م 👩 \xa0\u202e\U000e0041\ud800"}) == (
        '{"a": "é 北 م 👩 \xa0\\u202e\\udb40\\udc41\\ud800"}\n'
    )
