"""Cut a note into clauses: each with the verb that heads it, or none where a sentence only explains.

A comma or an "and" begins a new clause only before a verb of the desk's; nouns that look like verbs ("updates",
"changes", "lead") need an object. What a clause says is for `parse`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.notes.counting import is_paragraph, number, ordinal
from tracker.notes.lexicon import ABBREVIATIONS, FINITE, NOUNISH, SAYING, STRUCTURAL, VERBS, Form, word_set
from tracker.notes.model import Verb
from tracker.notes.subjects import about_story
from tracker.notes.tokens import Line


class Clause(NamedTuple):
    """The words `start` to before `end` of a note; `body` is the word after the verb.

    `verb` is None where the clause makes no claim of its own: an explanation, or, "silent", "No pickup".
    `form` is how its verb stands: "passive" is "has been corrected", "purpose" a leading "To update with tape,".
    `earlier` says that it tells of an earlier version, `mistake` that it tells what that one had wrong.
    """

    start: int
    body: int
    end: int
    verb: Verb | None
    form: Form | Literal["passive", "purpose", "none", "silent"]
    earlier: bool = False
    mistake: bool = False


_SEPARATORS = frozenset(
    {".", ";", ",", "(", "and", ":", "...", "…", "..", "....", "—", "–", "also", "&", "or", "then", "but"}
)
_TURNS = _SEPARATORS | SAYING | {"that"}
_QUOTES = frozenset("`\"“‘'«")
_FILLERS = frozenset({"also", "then", "and", "it", "plus", "further", "additionally", "again", "that", "now", "please"})
_LEAD_IN = frozenset({"in", "to", "for", "at", "on", "throughout", "with", "from"})
_ENDING = frozenset({"edits", "trims", "updates", "recasts", "repeats"})
_LEADING = frozenset({"with", "throughout", "thruout", "grafs", "graf", "paragraphs", "new"})
_REMARKS = frozenset({"also", "a", "no", "note", "for", "this", "with", "the", "error", "errors"})
_DOING = word_set("adding deleting removing dropping correcting fixing clarifying restoring updating")
_PICKUPS = frozenset({"pickup", "pickups", "pick-up", "pick-ups", "pkup"})


def split(line: Line) -> list[Clause]:
    """The clauses of a note, in order; together they cover it but for the words that join them."""
    clauses: list[Clause] = []
    current = _open(line, 0, ".", None)
    saying = False
    for at in range(max(current.body, 1), len(line.words)):
        word = line.words[at]
        if word not in _TURNS and word[0] not in _QUOTES:
            continue
        if word == "that" or word in SAYING:
            saying = saying or word == "that" or line.words[at - 1] == "to"
            continue
        if at < current.body or (word not in _SEPARATORS and len(word) < 5):
            continue
        following = _after(line, at, current, saying=saying)
        if following is None:
            continue
        if following.start == current.start:  # a lead-in, absorbed by its verb
            current = following
            continue
        clauses.append(current._replace(end=at + (word not in _SEPARATORS or word[0] in ".…")))
        current, saying = following, False
    clauses.append(current._replace(end=len(line.words)))
    return clauses


def _open(line: Line, at: int, separator: str, current: Clause | None) -> Clause:
    """The clause that begins at `at`, the beginning of a sentence."""
    return _headed(line, at, separator, current) or Clause(at, at, at, None, "none")


def _after(line: Line, at: int, current: Clause, *, saying: bool) -> Clause | None:
    """The clause that begins after the separator at `at`; None where the current one goes on."""
    word, start = line.words[at], at + 1
    if start >= len(line.words):
        return None
    if word[0] in ".…" or line.quoted(at):
        return _new_sentence(line, at, start, current)
    if word in (";", "—", "–"):
        headed = _headed(line, start, ";", current) or _purpose(line, start, current) or _pair(line, start, current)
        remark = line.words[start] in _REMARKS and (line.capital(start) or line.words[start] == "the")
        return headed or (Clause(start, start, start, None, "silent") if remark else None)
    if word == ":":
        return _headed(line, start, ".", current) if _is_verb(line, start, "s", ".") else None
    if word == "(" and line.words[start] == "no":
        return _special(line, start, start, ",")
    headed = _headed(line, start, "," if word in (",", "(") else "and", current)
    if headed is not None and _allowed(line, headed, word, current, saying=saying):
        return _absorb(headed, current)
    if word in ("and", "or", "but") or line.words[start] == "and":
        return _purpose(line, start + (line.words[start] == "and"), current) or _pair(line, start, current)
    return _pair(line, start, current) if word == "," else None


def _new_sentence(line: Line, at: int, start: int, current: Clause) -> Clause | None:
    if line.words[at] == "." and (not line.spaced(start) or _abbreviated(line, at)):
        headed = _headed(line, start, ".", current) if line.spaced(start) and line.capital(start) else None
        return headed if headed and (headed.form != "past" or headed.earlier or headed.mistake) else None
    headed = _headed(line, start, ".", current)
    if line.words[at] == ".":
        begins = line.capital(start) or line.quoted(start) or line.words[start][0].isdigit()
        return headed or (Clause(start, start, start, None, "none") if begins else None)
    # Anchors end in dots or a quotation mark, and what follows has no full stop before it.
    return headed if headed and line.capital(start) and headed.form != "past" else None


def _abbreviated(line: Line, at: int) -> bool:
    before = line.word(at - 1)
    return before in ABBREVIATIONS or (len(before) == 1 and before.isalpha()) or ("." in before and before[0].isalpha())


def _headed(line: Line, at: int, separator: str, current: Clause | None) -> Clause | None:
    """The clause whose verb stands at `at`, or whose subject does."""
    start = at
    while line.word(at) in _FILLERS and at - start < 3:
        at += 1
    word = line.word(at)
    if not word:
        return None
    special = _special(line, start, at, separator)
    if special is not None:
        return special
    if word in VERBS and _is_verb(line, at, None, separator):
        verb, form = VERBS[word]
        return Clause(start, at + 1, at, verb, form) if verb != "other" or form == "s" else None
    if separator == "." or (separator == ";" and word == "this"):
        subject = about_story(line, at)
        if subject is not None:
            return Clause(start, subject.body, at, subject.verb, subject.form, subject.earlier, subject.mistake)
        if current is None and word == "to":
            return _leading_purpose(line, at)
    return None


def _special(line: Line, start: int, at: int, separator: str) -> Clause | None:
    """Heads of more than one word, most of them an agency's telegram style."""
    word, following = line.words[at], line.word(at + 1)
    if word in ("pick", "picks", "picking") and following == "up":
        return Clause(start, at + 2, at, "pickup", "s")
    if word in _PICKUPS:
        return Clause(start, at + 1, at, "pickup", "s")
    if word == "no" and (following in _PICKUPS or following == "pick"):
        return Clause(start, at + 2 + (following == "pick"), at, None, "silent")
    if word == "no" and (following in ("change", "changes") or line.word(at + 2) in ("change", "changes")):
        return Clause(start, at + 2, at, None, "silent")
    if following in ("editing", "edits") and word in ("minor", "light", "some"):
        return Clause(start, at + 2, at, "other", "s")
    if separator not in (".", ";"):
        return None
    if word == "new" and _new(line, at + 1):
        return Clause(start, at + 1, at, _new(line, at + 1), "s")
    count = number(following) if word == "top" and following else None
    if word == "tops" or count:
        return Clause(start, at + 1, at, "lead", "s")
    if word in ("writes", "write") and following in ("thru", "through"):
        return Clause(start, at + 2, at, "recast", "s")
    first = ordinal(word)
    if (
        first
        and "new" in line.words[at + 2 : at + 4]
        and is_paragraph(line.word(at + 1 + (line.word(at + 3) == "new")))
    ):
        return Clause(start, at, at, "lead" if first.first == 1 else "insert", "s")
    if number(word) and is_paragraph(following) and line.word(at + 2) == "new":
        return Clause(start, at + 3, at, "insert", "s")
    return None


def _new(line: Line, at: int) -> Verb | None:
    """What "New" at the word before makes of the story: paragraphs put in, a new lead, or all of it."""
    word = line.word(at)
    if word in ("throughout", "thruout", "approach", "version"):
        return "recast"
    if word in ("lead", "lede", "top"):
        return "lead"
    place = number(line.word(at + 1) or " ") if is_paragraph(word) else None
    if place is None and is_paragraph(line.word(at + 1)):
        place = ordinal(word)
    if place is None:
        return "insert" if is_paragraph(word) else None
    return "lead" if place.first == 1 else "insert"


def _is_verb(line: Line, at: int, form: Form | None, separator: str) -> bool:
    """Whether the word at `at` is a desk's verb there, and not a noun."""
    word, following = line.words[at], line.word(at + 1)
    found = VERBS.get(word)
    if found is None or (form and found[1] != form):
        return False
    if found[0] == "lead":
        counted = number(following) if following else None
        if following in ("1st", "first", "to"):
            return separator == "." and found[1] == "s" and (following != "to" or line.word(at + 2) in VERBS)
        return following in _LEADING or (counted is not None and is_paragraph(line.word(at + 2)))
    if word in ("give", "raise", "change", "correct", "kill", "lead", "strike") and separator in (",", "and"):
        return bool(following) and following not in FINITE and following[0].isalnum()
    if word not in NOUNISH or (found[0] in ("other", "trim") and following == "to" and line.word(at + 2) in VERBS):
        return word != "includes" or separator == "."
    if following in FINITE or (following in ("in", "on", "to", "for", "at") and separator in (",", "and")):
        return False
    if not following or not (following[0].isalnum() or line.quoted(at + 1) or following[0] in "$€£"):
        return word in _ENDING or (separator == "." and found[1] == "s")
    return True


def _allowed(line: Line, headed: Clause, separator: str, current: Clause, *, saying: bool) -> bool:
    """Whether a verb of that form may begin a clause within a sentence."""
    if current.verb is None and current.start == 0 and line.words[0].endswith("s") and line.text[0].isupper():
        return headed.form == "s" and line.words[headed.body - 1] not in NOUNISH  # after a verb that is not known
    if current.verb is None:
        return current.form == "none" and line.words[current.start] in _LEAD_IN and headed.form in ("s", "past")
    if headed.verb is None or headed.form == "s":
        return True
    shouted = line.text[line.starts[headed.body - 1] : line.ends[headed.body - 1]].isupper()
    if current.verb in STRUCTURAL and current.form != "passive":
        return False  # "to UPDATE with comments, include history" is one purpose
    if headed.form == "inf":
        return shouted or (current.form != "past" and (separator == "," or not saying))
    if headed.form == "past":
        return current.form in ("past", "passive") and (separator == "," or not saying)
    return separator == "," and line.words[headed.body - 1] in _DOING


def _absorb(headed: Clause, current: Clause) -> Clause:
    """A lead-in ("In the last paragraph, corrects …") belongs to the clause that its verb heads."""
    if current.verb is None or (current.form == "purpose" and headed.verb in STRUCTURAL | {"add", "remove"}):
        return headed._replace(start=current.start)
    return headed


def _leading_purpose(line: Line, at: int) -> Clause | None:
    found = VERBS.get(line.word(at + 1))
    return Clause(at, at + 2, at, found[0], "purpose") if found and found[1] == "inf" else None


def _purpose(line: Line, at: int, current: Clause) -> Clause | None:
    """A second purpose of the same verb: "…; to clarify that …"."""
    if current.verb is None or current.verb in STRUCTURAL or line.word(at) != "to":
        return None
    found = VERBS.get(line.word(at + 1)) or (("clarify", "inf") if _makes_clear(line, at + 1) else None)
    return Clause(at, at + 2, at, found[0], "inf", current.earlier) if found else None


def _makes_clear(line: Line, at: int) -> bool:
    return line.word(at) == "make" and "clear" in (line.word(at + 1), line.word(at + 2))


def _pair(line: Line, at: int, current: Clause) -> Clause | None:
    """A second place with a change of its own: "…, paragraph 22 to Rautanen", "; para 8 to clarify"."""
    if current.verb not in ("correct", "remove", "add", "clarify", "update"):
        return None
    if not is_paragraph(line.word(at)) or not number(line.word(at + 1) or " ") or line.word(at + 2) != "to":
        return None
    if "to" not in line.words[current.body : at]:
        return None  # "headline, paragraph 3 to show": one change in two places
    return Clause(at, at, at, "correct", "inf", current.earlier)
