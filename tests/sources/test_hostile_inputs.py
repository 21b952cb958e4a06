"""Inputs from hostile hands: whatever the bytes, a value comes back, soon, and says what is wrong."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wirecopy import BRIDGE, items, one, refused

from tracker import bounded, sources
from tracker.config import load as load_settings
from tracker.errors import InputError, UsageError
from tracker.sources import MAX_ARTICLE, MOST_UNITS, Deferred, Input, Reading, gather, load, reread
from tracker.sources.fields import NAMES

SIGNS = st.text(
    st.sampled_from("ab1 \t\n\r\f\v\x00\x01\x1b\x7f\x85\x9b\u200b\u2028\u202e\ufeff\"'“”()[]{}|*^©-–.,:;+@字\u0301")
)
TEXTS = SIGNS | st.text(max_size=40)
FIELDS = st.sampled_from((*sorted(NAMES), "text", "paragraphs", "inserts", "extra", "embargo", "\0", "\ud800", "a.b"))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from((2**53, -(2**63), 10**400)),
    TEXTS,
    st.sampled_from(
        ("2024-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "+++", "http://[")
    ),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3), max_leaves=6
)
TOML = st.lists(
    st.sampled_from(
        (
            *(f"{name} = " for name in sorted(NAMES)),
            *("[story]", "[[a]]", "a.b.c = 1", '"\\ud800" = 1', "'", '"', '"""', "'''"),
            *("{", "}", "[", "]", ",", "\n", "=", "#"),
            *("2024-01-01T00:00:00Z", "2024-01-01", "25:61:61", "1e400", "nan", "-inf", "0x" + "f" * 20, "9" * 5_000),
            *('"x"', "'ap:1'", "true", "\\", "\x00", "\u202e", "\r", "+++", "_", "."),
        )
    ),
    max_size=14,
).map("".join)  # fmt: skip


def dumped(value: object) -> bytes:
    """A value as a line of JSON, with all that Python's encoder lets through."""
    return json.dumps(value).encode("utf-8", "surrogatepass") + b"\n"


def holds(found: list[Reading | InputError | Deferred]) -> None:
    """Every item is one of the three that reading may give; what was read can be stored, and read again."""
    assert found
    for item in found:
        assert isinstance(item, Reading | InputError | Deferred)
        if isinstance(item, Reading):
            assert reread(item.capture, reader=item.reader, name="again") == item.article
            json.dumps(item.article.to_data(), ensure_ascii=False).encode()
        elif isinstance(item, InputError):
            assert item.reason
            assert len(item.reason) < 1_000


@given(st.dictionaries(FIELDS, VALUES, max_size=5) | VALUES)
def test_any_json_gives_a_value(value: object) -> None:
    """NaN, huge numbers, lone surrogates, wrong types, fields of any kind."""
    holds(items(dumped(value), name="feed.jsonl"))


@given(
    st.lists(
        st.sampled_from(
            (
                '{"text":',
                '"a"',
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                '"',
                "\\",
                "\\ud800",
                "NaN",
                "1e9",
                "9" * 99,
                "\n",
                "\0",
                "+++",
            )
        )
    ).map("".join)
)
def test_any_near_json_gives_a_value(text: str) -> None:
    """Pieces of JSON in any order, with or without the name of a JSON Lines file."""
    for name in ("feed.jsonl", "-"):
        holds(items(text.encode(), name=name))


@given(TOML, TEXTS)
def test_any_front_matter_gives_a_value(matter: str, text: str) -> None:
    """Pieces of TOML in any order, over any text."""
    holds(items(f"+++\n{matter}\n+++\n{text}".encode(), name="in.txt"))


@given(TOML)
def test_any_settings_give_a_value(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """A file of settings is read or refused by its name, whatever is in it."""
    folder = tmp_path_factory.getbasetemp()
    path = folder / "tracker.toml"
    path.write_text(text.replace("story = ", "database = "), encoding="utf-8")
    refusal = ""
    try:
        load_settings({}, folder)
    except UsageError as error:
        refusal = str(error)
    path.unlink()
    assert not refusal or refusal.startswith(str(path))


@pytest.mark.parametrize(
    "matter",
    [
        "a." * 30_000 + "a = 1",
        "[" + "a." * 30_000 + "a]",
        "x = {" + "a . " * 15_000 + "a = 1}",
        r'"\"x\"".' * 7_000 + "a = 1",
        "'a'." * 15_000 + "a = 1",
    ],
)
def test_a_key_of_very_many_parts_is_refused_at_once(matter: str, tmp_path: Path) -> None:
    """It would take the parser quadratic time and gigabytes; in front matter and in settings."""
    start = time.process_time()
    assert refused(f"+++\n{matter}\n+++\n{BRIDGE}") == "front matter: a key of 100 parts or more"
    (tmp_path / "tracker.toml").write_text(matter)
    with pytest.raises(UsageError, match="a key of 100 parts or more"):
        load_settings({}, tmp_path)
    assert time.process_time() - start < 20


def test_text_that_only_looks_like_such_a_key_is_read() -> None:
    """A row of full stops, and a long address, are ordinary values."""
    reading = one(f'+++\nheadline = "{"." * 500}"\nurl = "http://a.example/{"a." * 90}"\n+++\n{BRIDGE}')
    assert reading.article.headline == "." * 500


def test_settings_of_unlikely_size_are_refused(tmp_path: Path) -> None:
    """256 KiB are a hundred times what anybody sets."""
    (tmp_path / "tracker.toml").write_text("# " + "x" * 300_000)
    with pytest.raises(UsageError, match="too long for settings"):
        load_settings({}, tmp_path)


def test_a_text_too_large_for_one_article() -> None:
    """The limit itself is read, a byte more is not; of JSON Lines only the one line is refused, wherever it stands."""
    assert one(b"x" * MAX_ARTICLE).article.paragraphs == ("x" * MAX_ARTICLE,)
    assert refused(b"x" * (MAX_ARTICLE + 1)) == "larger than 512 KiB, too large for one article"
    good, large = dumped({"text": BRIDGE}), dumped({"text": "x" * MAX_ARTICLE})
    for name in ("feed.jsonl", "-"):
        found = items(large + good + large + good, name=name)
        assert [type(item) for item in found] == [InputError, Reading, InputError, Reading]
    (unended,) = items(large[:-1], name="feed.jsonl")
    assert isinstance(unended, InputError), "waiting for its end would not make it smaller"


def test_too_many_paragraphs_for_one_article() -> None:
    """Of more than 20,000 units a diff looks at none."""
    text = b"x\n\n" * MOST_UNITS
    assert len(one(text).article.paragraphs) == MOST_UNITS
    assert refused(text + b"y") == "more than 20,000 paragraphs, too many for one article"
    assert "too many" in refused(dumped({"paragraphs": ["x"], "credits": ["y"] * MOST_UNITS}), name="feed.jsonl")


def test_a_file_of_bad_lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many that cannot be read the file is given up, and it says where."""
    monkeypatch.setattr(sources, "MOST_REFUSED", 3)
    found = items(b"x\n" * 2 + dumped({"text": BRIDGE}) + b"x\n" * 1_000, name="feed.jsonl")
    assert [type(item) for item in found] == [InputError, InputError, Reading, InputError, InputError]
    assert str(found[-1]) == "feed.jsonl: 3 lines cannot be read; those after line 4 were not looked at"


@pytest.mark.parametrize(
    "unit",
    [
        *("word ", "x", "漢", "\n", "a\r", "\t|", '"', "(", "(Adds ", ". ", "- ", "^", "* ", "1,", "a@", "; "),
        *("By A B, ", "UPDATE ", "©", "Editing by ", "\u202e", "a\u0301", "\u200d👩", "CARACAS, Jan 21 (Reuters) - "),
        *("(Reporting by A, ", "Most Read from ", "(Adds first paragraph, ", "\x01a", "+++\n", "Eds: ", "<", "[", "--"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_reading_is_linear(unit: str) -> None:
    """The largest text of one unit repeated, alone and in a story: no hang, or refused."""
    count = (MAX_ARTICLE - 4_000) // len(unit.encode())
    start = time.process_time()
    for text in (unit * count, f"River rises\n\n{unit * (count // 2)}\n\n{BRIDGE}\n\n{unit * (count // 2)}"):
        holds(items(text))
    assert time.process_time() - start < 20


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A named pipe, for which nobody waits long."""
    monkeypatch.setattr(bounded, "PATIENCE_S", 0.3)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_a_pipe_that_nobody_writes_to(pipe: Path) -> None:
    """It is given up after a while, also when it came into a file's place after the folder was listed."""
    (named,) = gather([str(pipe)])
    assert isinstance(named, Input)
    with pytest.raises(InputError, match="nothing came through this pipe"):
        load(named)
    with pytest.raises(InputError, match="nothing came through this pipe"):
        load(Input(name="was-a-file.txt", path=pipe))


def test_a_pipe_that_somebody_writes_to(pipe: Path) -> None:
    """It is read to its end, however small the pieces."""

    def write() -> None:
        with pipe.open("wb", buffering=0) as file:
            for byte in b"The river rose.":
                file.write(bytes([byte]))

    writer = threading.Thread(target=write)
    writer.start()
    assert load(Input(name="pipe", path=pipe)) == b"The river rose."
    writer.join()


def test_a_device_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read of it than of a file."""
    monkeypatch.setattr(sources.files, "MAX_BYTES", 2 * 1024**2)
    with pytest.raises(InputError, match="larger than 2 MiB"):
        load(Input(name="zero", path=Path("/dev/zero")))


def test_names_of_any_kind(tmp_path: Path) -> None:
    """The longest names, names with line ends and undecodable ones are listed and read; a folder loop ends."""
    for name in (b"x" * 255, b"a\ntracker: all is well", b"\x1b[31m", b"caf\xe9", "\u202e.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "self").symlink_to(".")
    found = list(gather([str(tmp_path)]))
    assert len(found) == 5
    for item in found:
        assert isinstance(item, Input)
        assert load(item)
        item.name.encode()
