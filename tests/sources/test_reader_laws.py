"""Laws of reading: nothing raises, nothing is dropped, the same bytes always read the same."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from wirecopy import one

from tracker.errors import InputError
from tracker.sources import Deferred, Reading, read, reread
from tracker.story.article import INSERT_KINDS, Article, Insert

WORDS = st.lists(st.text("abcdeéßжß漢字 ", min_size=1, max_size=9), min_size=1, max_size=14).map(" ".join)
SHAPES = [
    "{}",
    "{}.",
    "“{}.”",
    "({})",
    "[{}]",
    "(Adds {})",
    "(Corrects {}.",
    "Adds {} in paragraph 3",
    "{}. (Updates with {}.)",
    "This story was corrected to {}.",
    "CARACAS, Jan 21 (Reuters) - {}.",
    "OTTAWA — {}.",
    "(Bloomberg) -- {}.",
    "By {}",
    "By Ana Sol",
    "* {}",
    "• {}",
    "{}   {}\t{}",
    "| {} | {} |",
    "^{}<",
    "^Eds: {}<",
    "Eds: {}",
    "Reuter",
    "dpa ab cd",
    "-30-",
    "___",
    "* * *",
    "©2023 {}",
    "(c)2020 Own {}",
    "To contact the reporter on this story:",
    "{} at ana@example.net;",
    "For more articles like this, please visit us at {}",
    "{}.(Adds {})For more articles like this, please visit {}©2020 Own",
    "--With assistance from {}.",
    "(Reporting by {})",
    "Editing by Eva",
    "{}. Reporting by Ana Sol; Editing by {}",
    "Most Read from {}",
    "Related:",
    "Read more: {}",
    "AP Photo {}",
    "FLOOD {}",
    "Aid {}",
    "bdt0345 3 i 510 dpa 1003",
    "/{}/{}/",
    "    {}.",
    "    {}",
    "{}. - Corrects {}",
    "UPDATE 2-{}",
    "+++",
    "+++ {}",
    "(",
    ")",
    "-",
    "^",
    "(Adds",
]


@st.composite
def wire_texts(draw):
    """Texts put together from pieces of every layout, in any order, with any line ends."""
    lines = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=16)):
        count = shape.count("{}")
        lines.append(shape.format(*(draw(WORDS) for _ in range(count))))
        lines.append(draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n", "\f", "\u2029", " "])))
    return "".join(lines)


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs."""
    return Counter(character for character in text if character.isalnum())


def everything(article: Article) -> str:
    """All text an article holds."""
    data = article.to_data()
    inserts = [insert["text"] for insert in data.pop("inserts", [])]
    return "\n".join("\n".join(value) if isinstance(value, list) else str(value) for value in [*data.values(), inserts])


@given(wire_texts())
@settings(max_examples=300, deadline=None)
def test_no_letter_is_dropped_or_made_up(text):
    """Every letter and digit of a wire text is in some field of its article; only a repeated note may go."""
    (item,) = read(text.encode(), name="in.txt")
    if isinstance(item, InputError):
        assert text.startswith("+++") or not letters(text)
        return
    assert isinstance(item, Reading)
    before, after = letters(text), letters(everything(item.article))
    assert not after - before
    assert set(before) == set(after)


@given(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=20), st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=300, deadline=None)
def test_no_piece_is_dropped(shapes, gap):
    """With every piece numbered, so that none repeats, the letters agree exactly."""
    numbers = iter(range(10_000, 20_000))
    text = gap.join(
        shape.replace("{}", "w{}").format(*(next(numbers) for _ in range(shape.count("{}")))) for shape in shapes
    )
    text = f"The river rose {next(numbers)}.{gap}{text}"
    found = everything(one(text).article)
    assert {number for number in range(10_000, 20_000) if str(number) in text} == {
        number for number in range(10_000, 20_000) if str(number) in found
    }


@given(wire_texts())
@settings(max_examples=150, deadline=None)
def test_a_capture_reads_again_to_the_same_article(text):
    """Reading depends on nothing but the bytes and the reader's name."""
    for reading in read(text.encode(), name="in.txt"):
        if isinstance(reading, Reading):
            assert reread(reading.capture, reader=reading.reader, name="again") == reading.article
            assert list(read(text.encode(), name="in.txt")) == [reading]


BYTES = st.one_of(
    st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
PREFIXES = st.sampled_from(
    [b"", b"+++\n", b"+++\nstory=", b"{", b'{"text":"', b'{"paragraphs":[', b"\xef\xbb\xbf", b"(Adds ", b"^"]
)
ENDINGS = st.sampled_from([b"", b"\n", b"\n+++\ntext", b'"}\n', b"]}\n"])
ENCODINGS = st.sampled_from([None, "cp1252", "utf-16", "utf-7", "shift_jis", "utf-32-le", "iso2022_jp"])


@given(PREFIXES, BYTES, ENDINGS, st.sampled_from(["in.txt", "in.jsonl", "-"]), ENCODINGS)
@settings(max_examples=500, deadline=None)
def test_any_bytes_give_values(prefix, body, ending, name, encoding):
    """Reading never raises: every input gives at least one reading, rejection or deferral, and readings read again."""
    found = list(read(prefix + body + ending, name=name, encoding=encoding))
    assert found
    for item in found:
        assert isinstance(item, Reading | InputError | Deferred)
        assert item.name.startswith(name)
        if isinstance(item, Reading):
            assert reread(item.capture, reader=item.reader, name="again") == item.article


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.sampled_from(
    ["\ufeffa\ufeff", "a\r\nb", " a  b "]
)


@st.composite
def articles(draw):
    """Articles with anything in their fields."""
    paragraphs = tuple(draw(st.lists(TEXT, min_size=1, max_size=4)))
    places = st.integers(1, len(paragraphs) + 1)
    inserts = st.builds(Insert, before=places, kind=st.sampled_from(INSERT_KINDS), text=TEXT)
    several, maybe = st.lists(TEXT, max_size=3).map(tuple), st.none() | TEXT
    when = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
    )
    return Article(
        paragraphs=paragraphs,
        headline=draw(maybe),
        byline=draw(maybe),
        dateline=draw(maybe),
        note=draw(maybe),
        copyright=draw(maybe),
        language=draw(maybe),
        inserts=tuple(draw(st.lists(inserts, max_size=3))),
        credits=draw(several),
        contacts=draw(several),
        keywords=draw(several),
        embargo=draw(when),
        furniture=draw(several),
        extra=tuple(sorted(draw(st.dictionaries(TEXT, TEXT, max_size=3)).items())),
    )


@given(articles(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_an_export_reads_back_to_an_equal_article(article, escaped):
    """Article.to_data on one line, escaped or not, gives the article again."""
    (item,) = read(json.dumps(article.to_data(), ensure_ascii=escaped).encode() + b"\n", name="export.jsonl")
    assert isinstance(item, Reading), item
    assert item.article == article
