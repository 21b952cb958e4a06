"""The contestants of `bench diff`: `tracker` and what Python's registry has for comparing texts, each as it comes.

For each: how its input is made, outside the clock; the call that is timed; and how its result is read as `Shown`,
outside the clock again. A rival that is not installed is named as missing. Nothing is tuned in anybody's favour: what
is passed beyond the two texts is said where it is passed.
"""

from __future__ import annotations

import difflib
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from typing import Any

from bench.diffmarks import Op, Shown, Side, marks, shown_by_stream
from bench.diffpairs import Pair
from tracker.diff import UNIT_BREAK, Comparison, Link, Span, align, compare
from tracker.diff.words import replacement, word_diff
from tracker.story.article import Article

_BREAK = "\n\n"
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_OPS: dict[str, Op] = {"equal": "=", "delete": "-", "insert": "+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One way to compare two articles: `diff(*prepare(pair))` is what costs, `read` says what it shows."""

    name: str
    prepare: Callable[[Pair], tuple[Any, Any]]
    diff: Callable[[Any, Any], Any]
    read: Callable[[Any, Pair], Shown]


def contestants() -> tuple[list[Contestant], list[str]]:
    """Everybody who is here, ours first, and the names of the rivals that are not installed."""
    found = [
        Contestant(name=COMPARE, prepare=_articles, diff=_compare, read=_read_comparison),
        Contestant(name=WORDS, prepare=_paragraphs, diff=_links_and_words, read=_read_links_and_words),
        Contestant(name=ALIGN, prepare=_paragraphs, diff=align, read=_read_links),
        Contestant(name="difflib, words", prepare=_texts, diff=_difflib_words, read=_read_words),
        Contestant(name="difflib, paragraphs, then words", prepare=_paragraphs, diff=_difflib_both, read=_read_both),
        Contestant(name="difflib.ndiff (HtmlDiff)", prepare=_paragraphs, diff=_ndiff, read=_read_ndiff),
    ]
    missing = []
    for package, module, make in _RIVALS:
        try:
            found.append(make(f"{package} {version(package)}", import_module(module)))
        except (ImportError, PackageNotFoundError):
            missing.append(package)
    return found, missing


COMPARE, WORDS, ALIGN = "tracker compare", "tracker align + words", "tracker align"


def _texts(pair: Pair) -> tuple[str, str]:
    return _BREAK.join(pair.old), _BREAK.join(pair.new)


def _paragraphs(pair: Pair) -> tuple[list[str], list[str]]:
    return list(pair.old), list(pair.new)


def _articles(pair: Pair) -> tuple[Article, Article]:
    return Article(paragraphs=pair.old), Article(paragraphs=pair.new)


def _html(pair: Pair) -> tuple[str, str]:
    old, new = ("".join(f"<p>{html.escape(one, quote=False)}</p>" for one in side) for side in (pair.old, pair.new))
    return old, new


def _compare(old: Article, new: Article) -> Comparison:
    return compare(old, new)


_Changed = list[tuple[tuple[int, ...], tuple[int, ...], tuple[Span, ...]]]  # old numbers, new numbers, words


def _links_and_words(old: list[str], new: list[str]) -> tuple[list[Link], _Changed]:
    """As much as the rivals do: links and the words of what changed, without facts, weights and the other parts."""
    links = align(old, new)
    changed: _Changed = []
    for link in links:
        here, there = (UNIT_BREAK.join(side[n - 1] for n in ns) for side, ns in ((old, link.old), (new, link.new)))
        if not here or not there:
            changed.append((link.old, link.new, replacement(here, there).spans))
        elif here != there:
            changed.append((link.old, link.new, word_diff(here, there).spans))
    return links, changed


def _read_links_and_words(found: tuple[list[Link], _Changed], pair: Pair) -> Shown:
    links, changed = found
    return _shown(links, changed, pair)


def _read_comparison(comparison: Comparison, pair: Pair) -> Shown:
    return _shown(comparison.links, [(change.old, change.new, change.spans) for change in comparison.changes], pair)


def _read_links(links: list[Link], _: Pair) -> Shown:
    return Shown(links=_pairs(links))


def _pairs(links: Iterable[Link]) -> frozenset[tuple[int, int]]:
    return frozenset((i, j) for link in links for i in link.old for j in link.new)


def _shown(links: Iterable[Link], changed: _Changed, pair: Pair) -> Shown:
    deleted: set[int] = set()
    inserted: set[int] = set()
    for here, there, spans in changed:
        stream = [(_OPS[span.op], span.text) for span in spans]
        gone, fresh, _ = marks(stream, Side(pair.old, here), Side(pair.new, there))
        deleted |= gone
        inserted |= fresh
    return Shown(links=_pairs(links), deleted=frozenset(deleted), inserted=frozenset(inserted))


_Matcher = Callable[[Sequence[str], Sequence[str]], Any]
_Streamed = list[tuple[str, list[str], list[str]]]  # opcode, old words, new words


def _careful(old: Sequence[str], new: Sequence[str]) -> difflib.SequenceMatcher[str]:
    # Without autojunk: with it, every common word of a long text would match nothing.
    return difflib.SequenceMatcher(None, old, new, autojunk=False)


def _by_words(old: str, new: str, matcher: _Matcher) -> _Streamed:
    here, there = re.findall(r"\S+|\n\n", old), re.findall(r"\S+|\n\n", new)
    opcodes = matcher(here, there).get_opcodes()
    return [(tag, here[i:to], there[j:other]) for tag, i, to, j, other in opcodes]


def _by_paragraphs(old: list[str], new: list[str], matcher: _Matcher) -> _Streamed:
    """Paragraphs first; where some were replaced, their words."""
    found: _Streamed = []
    for tag, i, to, j, other in matcher(old, new).get_opcodes():
        if tag == "replace":
            found += _by_words(_BREAK.join(old[i:to]), _BREAK.join(new[j:other]), matcher)
        else:
            found.append((tag, old[i:to], new[j:other]))
    return found


def _stream(found: _Streamed) -> Iterator[tuple[Op, str]]:
    for tag, old, new in found:
        if tag == "equal":
            yield "=", " ".join(old)
        else:
            yield "-", " ".join(old)
            yield "+", " ".join(new)


def _difflib_words(old: str, new: str) -> _Streamed:
    return _by_words(old, new, _careful)


def _difflib_both(old: list[str], new: list[str]) -> _Streamed:
    return _by_paragraphs(old, new, _careful)


def _read_words(found: _Streamed, pair: Pair) -> Shown:
    return shown_by_stream(_stream(found), pair)


_read_both = _read_words


def _ndiff(old: list[str], new: list[str]) -> list[str]:
    # What HtmlDiff colours: paragraphs paired by their characters, with a line below that points at the differences.
    return list(difflib.ndiff(old, new))


def _read_ndiff(lines: list[str], pair: Pair) -> Shown:
    """An old line with a new one after it is one paragraph edited if a line of pointers follows either."""
    old, new = Side(pair.old), Side(pair.new)
    links: set[tuple[int, int]] = set()
    gone: list[tuple[int, int]] = []
    fresh: list[tuple[int, int]] = []
    i = j = edited = 0  # the new paragraph that the old one before it became
    for line, *after in zip_longest(lines, lines[1:], lines[2:], lines[3:], fillvalue=""):
        if line.startswith("  "):
            i, j = i + 1, j + 1
            links.add((i, j))
        elif line.startswith("- "):
            i += 1
            if [line[:2] for line in after if line[:2] != "? "][:1] == ["+ "] and "? " in (after[0][:2], after[1][:2]):
                edited = j + 1
                links.add((i, edited))
            gone += _pointed(line, after[0] if edited == j + 1 else None, old.limits[i - 1])
        elif line.startswith("+ "):
            j += 1
            fresh += _pointed(line, after[0] if edited == j else None, new.limits[j - 1])
    return Shown(links=frozenset(links), deleted=old.words(gone), inserted=new.words(fresh))


def _pointed(line: str, below: str | None, start: int) -> Iterator[tuple[int, int]]:
    """The characters that the line below points at, all without one, as ranges from `start` without white space."""
    pointers = None if below is None else below if below.startswith("? ") else ""
    offset = start
    for column, sign in enumerate(line):
        if column > 1 and not sign.isspace():
            if pointers is None or pointers[column : column + 1].strip():
                yield offset, offset + 1
            offset += 1


def _diff_match_patch(name: str, module: Any) -> Contestant:
    def diff(old: str, new: str) -> list[tuple[int, str]]:
        # As its own pages advise for people: characters, then the clean-up; its time-out stays at its one second.
        differ = module.diff_match_patch()
        found: list[tuple[int, str]] = differ.diff_main(old, new)
        differ.diff_cleanupSemantic(found)
        return found

    def read(found: list[tuple[int, str]], pair: Pair) -> Shown:
        signs: dict[int, Op] = {0: "=", -1: "-", 1: "+"}
        return shown_by_stream([(signs[op], text) for op, text in found], pair)

    return Contestant(name=name, prepare=_texts, diff=diff, read=read)


def _redlines(name: str, module: Any) -> Contestant:
    def read(found: Any, pair: Pair) -> Shown:
        return shown_by_stream(_redlined(json.loads(found.output_json())["changes"]), pair)

    return Contestant(name=name, prepare=_texts, diff=module.Redlines, read=read)


def _redlined(changes: list[dict[str, str]]) -> Iterator[tuple[Op, str]]:
    for change in changes:
        if change["type"] == "replace":
            yield "-", change["source_text"]
            yield "+", change["test_text"]
        else:
            yield _OPS[change["type"]], change["text"]


def _deepdiff(name: str, module: Any) -> Contestant:
    def diff(old: list[str], new: list[str]) -> Any:
        return module.DeepDiff(old, new, verbose_level=2)  # so that paths name the new places too

    return Contestant(name=name, prepare=_paragraphs, diff=diff, read=_read_deepdiff)


def _read_deepdiff(found: Any, pair: Pair) -> Shown:
    """Paragraphs that it calls changed are one, with every word marked; what it does not mention stands in order."""
    changed = [
        (_index(path), _index(value.get("new_path", path))) for path, value in found.get("values_changed", {}).items()
    ]
    gone = {_index(path) for path in found.get("iterable_item_removed", ())}
    fresh = {_index(path) for path in found.get("iterable_item_added", ())}
    still = [i for i in range(1, len(pair.old) + 1) if i not in gone | {old for old, _ in changed}]
    stands = [j for j in range(1, len(pair.new) + 1) if j not in fresh | {new for _, new in changed}]
    old, new = Side(pair.old), Side(pair.new)
    lost = [(old.limits[i - 1], old.limits[i]) for i in gone | {i for i, _ in changed}]
    come = [(new.limits[j - 1], new.limits[j]) for j in fresh | {j for _, j in changed}]
    links = frozenset([*changed, *zip(still, stands, strict=True)])
    return Shown(links=links, deleted=old.words(lost), inserted=new.words(come))


def _index(path: str) -> int:
    return int(path.removeprefix("root[").removesuffix("]")) + 1


def _patiencediff(name: str, module: Any) -> Contestant:
    def diff(old: list[str], new: list[str]) -> _Streamed:
        return _by_paragraphs(old, new, lambda here, there: module.PatienceSequenceMatcher(None, here, there))

    return Contestant(name=f"{name}, paragraphs, then words", prepare=_paragraphs, diff=diff, read=_read_both)


def _htmldiff2(name: str, module: Any) -> Contestant:
    return Contestant(name=name, prepare=_html, diff=module.render_html_diff, read=_read_html)


def _lxml(name: str, module: Any) -> Contestant:
    return Contestant(name=f"{name}, html.diff", prepare=_html, diff=module.htmldiff, read=_read_html)


def _read_html(found: str, pair: Pair) -> Shown:
    return shown_by_stream(_marked_up(found), pair)


def _marked_up(text: str) -> Iterator[tuple[Op, str]]:
    op: Op = "="
    at = 0
    signs: dict[str, Op] = {"ins": "+", "del": "-"}
    for tag in _TAG.finditer(text):
        yield op, html.unescape(text[at : tag.start()])
        at = tag.end()
        if tag[2] in signs:
            op = "=" if tag[1] else signs[tag[2]]
    yield op, html.unescape(text[at:])


_RIVALS: tuple[tuple[str, str, Callable[[str, Any], Contestant]], ...] = (
    ("diff-match-patch", "diff_match_patch", _diff_match_patch),
    ("redlines", "redlines", _redlines),
    ("deepdiff", "deepdiff", _deepdiff),
    ("patiencediff", "patiencediff", _patiencediff),
    ("htmldiff2", "htmldiff2", _htmldiff2),
    ("lxml", "lxml.html.diff", _lxml),
)
