"""One pair of revisions as claims are checked against it: its edits, where each stands, and their words, read once.

Works on a comparison alone; the articles, where they are at hand, serve to read what did not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.diff.model import READ_PARTS, Comparison
from tracker.notes.edits import Edit, edits_of
from tracker.notes.literals import Literal, folded, key
from tracker.notes.model import Place
from tracker.story.article import Article

_GLUED = 1_500  # characters; a longer paragraph is several that came without their breaks
# Edits of one pair that claims are held against: fewer where there are very many claims.
_MOST_EDITS, _LEAST_EDITS, _MOST_LOOKS = 2_000, 200, 40_000
_SENTENCE = 240  # characters on either side in which the ends of an edit's sentence are looked for
_READ = 200  # paragraphs that are read for a value which did not change
_TOP = 60  # characters of the first paragraph in which a dateline stands
_BODY = frozenset({"paragraph"})
_TEXT = frozenset({"paragraph", "headline", "byline", "dateline", "version-tag", "keywords", "extra", "credits"})


class Case:
    """The edits of one comparison, and what is asked of them again and again."""

    __slots__ = (
        "_around",
        "_gaps",
        "_new_keys",
        "_old_keys",
        "_own",
        "_paragraphs",
        "comparison",
        "edits",
        "glued",
        "most",
        "new",
        "old",
    )  # fmt: skip

    def __init__(
        self, comparison: Comparison, *, old: Article | None = None, new: Article | None = None, claims: int = 1
    ) -> None:
        self.comparison = comparison
        notes = (old.note if old else None, new.note if new else None)
        self.edits: Sequence[Edit] = edits_of(comparison, language=new.language if new else None, notes=notes)
        self.old, self.new = old, new
        self.most = max(_LEAST_EDITS, min(_MOST_EDITS, _MOST_LOOKS // max(1, claims)))
        self.glued = is_glued(new.paragraphs if new else _shown(comparison))
        self._old_keys: dict[int, str] = {}
        self._new_keys: dict[int, str] = {}
        self._own: dict[int, str] = {}
        self._around: dict[int, str] = {}
        self._paragraphs: dict[tuple[bool, int], str] = {}
        self._gaps: tuple[dict[int, int], dict[int, int]] | None = None

    def looked_at(self) -> range:
        """The places of the edits that claims are held against."""
        return range(min(len(self.edits), self.most))

    def came(self, place: int, value: Literal, besides: Literal | None = None) -> bool:
        """Whether a value stands more often in the new words of an edit than in the old ones.

        Where it stands only as a part of `besides`, it does not count.
        """
        edit = self.edits[place]
        if not value.may_stand_in(edit.new_near):
            return False
        return self._more(self._new_key(place), self._old_key(place), value, besides) or (
            value.written_in(edit.new_near) > value.written_in(edit.old_near)
        )

    def went(self, place: int, value: Literal, besides: Literal | None = None) -> bool:
        """Whether a value stands more often in the old words of an edit than in the new ones; else as `came`."""
        edit = self.edits[place]
        if not value.may_stand_in(edit.old_near):
            return False
        return self._more(self._old_key(place), self._new_key(place), value, besides) or (
            value.written_in(edit.old_near) > value.written_in(edit.new_near)
        )

    @staticmethod
    def _more(here: str, there: str, value: Literal, besides: Literal | None) -> bool:
        within = besides.key.count(value.key) if besides and besides.key != value.key else 0
        masked = besides.key if besides and within else ""
        mine = here.count(value.key) - (within * here.count(masked) if masked else 0)
        return mine > 0 and mine > there.count(value.key) - (within * there.count(masked) if masked else 0)

    def own(self, place: int) -> str:
        """The words that an edit took away and brought, folded."""
        if place not in self._own:
            edit = self.edits[place]
            self._own[place] = f"{folded(edit.old_text or '')} {folded(edit.new_text or '')} "
        return self._own[place]

    def around(self, place: int) -> str:
        """The sentence that an edit stands in, on both sides, folded."""
        if place not in self._around:
            edit = self.edits[place]
            if edit.whole:
                return self.own(place)
            if edit.sentence:
                return self._around.setdefault(place, f"{folded(edit.sentence)} ")
            change = self.comparison.changes[edit.change - 1]
            one = _sentence(change.old_text or "", edit.old_span)
            other = _sentence(change.new_text or "", edit.new_span)
            self._around[place] = f"{folded(one)} {folded(other)} "
        return self._around[place]

    def _old_key(self, place: int) -> str:
        if place not in self._old_keys:
            self._old_keys[place] = key(self.edits[place].old_near)
        return self._old_keys[place]

    def _new_key(self, place: int) -> str:
        if place not in self._new_keys:
            self._new_keys[place] = key(self.edits[place].new_near)
        return self._new_keys[place]

    def at(self, spot: Place) -> list[int]:
        """The edits that stand at a place that `resolved` gave, of those that are looked at."""
        found, of_new = [], spot.of == "new"
        first, last = spot.first, spot.last
        if spot.part != "paragraph" or first is None or last is None:
            return [place for place in self.looked_at() if self.distance(place, spot) == 0]
        for place in self.looked_at():
            edit = self.edits[place]
            if edit.part == "paragraph":
                numbers = edit.new if of_new else edit.old
                if any(first <= number <= last for number in numbers or self._numbers(edit, spot.of)):
                    found.append(place)
        return found

    def distance(self, place: int, spot: Place) -> int | None:
        """How many paragraphs an edit stands from a place that `resolved` gave; None where that has no meaning."""
        edit = self.edits[place]
        if spot.part == "paragraph" and spot.first is not None and spot.last is not None:
            if edit.part not in _BODY:
                return None
            return min((_from(number, spot.first, spot.last) for number in self._numbers(edit, spot.of)), default=None)
        return 0 if _is_part(edit, spot) else None

    def _numbers(self, edit: Edit, of: str) -> Iterable[int]:
        """The numbers of an edit in one text; of what is not in it, the number it had or would have there."""
        mine, others = (edit.new, edit.old) if of == "new" else (edit.old, edit.new)
        if mine:
            return mine
        gaps = self._gap_tables()[0 if of == "new" else 1]
        return (*others, *(gaps.get(number, number) for number in others[:1])) if of == "new" else (
            gaps.get(number, number) for number in others[:1]
        )  # fmt: skip

    def _gap_tables(self) -> tuple[dict[int, int], dict[int, int]]:
        """For removed paragraphs the new number they would have, for added ones the old number."""
        if self._gaps is None:
            removed: dict[int, int] = {}
            added: dict[int, int] = {}
            last_old = last_new = 0
            for link in self.comparison.links:
                if not link.new:
                    removed.update((number, last_new + 1) for number in link.old)
                elif not link.old:
                    added.update((number, last_old + 1) for number in link.new)
                    last_new = link.new[-1]
                if link.old and not link.moved:
                    if link.old[-1] > last_old:
                        last_old = link.old[-1]
                    if link.new and link.new[-1] > last_new:
                        last_new = link.new[-1]
            self._gaps = removed, added
        return self._gaps

    def resolved(self, place: Place) -> Place | None:
        """A place with its numbers counted from the start; None where it cannot be checked in this text."""
        count = self.comparison.new_count if place.of == "new" else self.comparison.old_count
        if place.part == "lead":
            first, last = (place.first or 1), (place.last or 1)
        elif place.part in ("paragraph", "end"):
            if place.first is None and place.part == "paragraph":
                return None
            first, last = place.first or 1, place.last or place.first or 1
            if place.counted == "end" or place.part == "end":
                first, last = count + 1 - max(first, last), count + 1 - min(first, last)
        elif place.part == "other":
            # "Line nine", "the box": without such a part among the changes, it may be any line of the text.
            return place if any(edit.part not in _TEXT for edit in self.edits) else None
        else:
            return place
        if self.glued or first < 1 or last > count:
            return None
        if place.part == "paragraph" and place.counted == "start" and place.first == first and place.last == last:
            return place
        return Place(part="paragraph", first=min(first, last), last=max(first, last), of=place.of)

    def paragraph_key(self, number: int, *, new: bool) -> str:
        """The words and values of a paragraph; "" where there is none, or its article is not at hand."""
        article = self.new if new else self.old
        if article is None or not 1 <= number <= len(article.paragraphs):
            return ""
        known = (new, number)
        if known not in self._paragraphs:
            self._paragraphs[known] = key(article.paragraphs[number - 1])
        return self._paragraphs[known]

    def paragraph_text(self, number: int) -> str:
        """A paragraph of the new text, folded; "" where there is none, or the article is not at hand."""
        if self.new is None or not 1 <= number <= len(self.new.paragraphs):
            return ""
        return f"{folded(self.new.paragraphs[number - 1])} "

    def stands(self, value: Literal, numbers: Iterable[int] | None, *, new: bool) -> list[int]:
        """The paragraphs in which a value stands, of those numbers or of all; 0 is the headline."""
        article = self.new if new else self.old
        if article is None:
            return []
        wanted = range(1, min(len(article.paragraphs), _READ) + 1) if numbers is None else numbers
        found = [number for number in wanted if value.key in self.paragraph_key(number, new=new)]
        if numbers is None and article.headline and value.key in key(article.headline):
            found.append(0)
        return found


def is_glued(paragraphs: Iterable[str]) -> bool:
    """Whether a text came without its paragraph breaks: a block is longer than any paragraph."""
    return max(map(len, paragraphs), default=0) > _GLUED


def _shown(comparison: Comparison) -> Iterable[str]:
    """The new paragraphs that a comparison shows."""
    for change in comparison.changes:
        if change.part == "paragraph":
            yield from change.new_units()


def _from(number: int, first: int, last: int) -> int:
    return max(first - number, number - last, 0)


def _is_part(edit: Edit, spot: Place) -> bool:
    """Whether an edit stands in a part of the article that has no paragraph numbers."""
    if spot.part == "throughout":
        return edit.part in READ_PARTS
    if spot.part == "dateline":
        return edit.part == "dateline" or (edit.new == (1,) and edit.part == "paragraph" and edit.new_span[1] <= _TOP)
    if spot.part == "byline":
        text = edit.new_text or edit.old_text or ""
        return edit.part == "byline" or (edit.part == "paragraph" and edit.whole and text.startswith(("By ", "BY ")))
    if spot.part == "slug":
        return edit.part in ("headline", "version-tag", "keywords", "extra")
    if spot.part == "other":
        return edit.part not in _TEXT
    return edit.part == spot.part or (spot.part == "headline" and edit.part == "version-tag")


def _sentence(text: str, span: tuple[int, int]) -> str:
    """The sentence around a span, roughly; the span itself counts as one with it."""
    low = max(0, span[0] - _SENTENCE)
    start = max(text.rfind(". ", low, span[0]), text.rfind("\n", low, span[0])) + 1
    end = text.find(". ", span[1], span[1] + _SENTENCE)
    return text[max(start, low) : end if end >= 0 else span[1] + _SENTENCE]
