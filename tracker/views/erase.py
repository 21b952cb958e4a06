"""Erasures as text and as data: what would go and what would stay, what went, and what other answers say of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import refs
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.when import at, when
from tracker.views.words import count, listed

if TYPE_CHECKING:
    from tracker.desk.erase import EraseDone, Sweeping
    from tracker.desk.erase_plan import ErasePlan
    from tracker.desk.erased import ErasedRef

_HANG = 4
_MOST = 40
OUT_OF_REACH = "backups, copies, exports, proofs and mails that were made before"
OUT_OF_REACH_OF_SERVER = f"the server's write-ahead log, its archive and replicas; {OUT_OF_REACH}"


def plan_text(plan: ErasePlan, style: Style) -> str:
    """What would go, by whose wish, and which others hold the same words and would stay."""
    return render(_plan(plan, style), style)


def plan_data(plan: ErasePlan) -> dict[str, Any]:
    """`tracker.erase/1` of a dry run."""
    return {**_shared(plan), "dry_run": True, "position": None, "recorded_at": None, "recoded": None, "swept": None}


def text(done: EraseDone, style: Style) -> str:
    """What went and where the log says so; what the database could not be rid of."""
    plan = done.plan
    what = Piece(f"  {_named(plan)} erased  ")
    lines = wrap([Piece(plan.story.slug, "heading"), what, Piece(f"#{done.position}", "dim")], style.width, hang=_HANG)
    indent = (Piece(" " * _HANG),)
    for said in (*_along(plan), _signed(plan), *_stays(plan)):
        lines += wrap([Piece(said)], style.width, lead=indent, hang=_HANG)
    return render([*lines, *_swept(done.swept, style)], style)


def data(done: EraseDone) -> dict[str, Any]:
    """`tracker.erase/1`."""
    return {
        **_shared(done.plan),
        "dry_run": False,
        "position": done.position,
        "recorded_at": rfc3339(done.recorded_at),
        "recoded": done.recoded,
        "swept": done.swept.done,
    }


def swept_text(swept: Sweeping, style: Style) -> str:
    """Whether the database's files are rid of what was erased before."""
    done = wrap([Piece("No page of the database holds what was erased.")], style.width) if swept.done else []
    return render([*done, *_swept(swept, style)], style)


def swept_data(swept: Sweeping) -> dict[str, Any]:
    """`tracker.erase.sweep/1`."""
    return {"schema": "tracker.erase.sweep/1", "swept": swept.done, "reason": swept.reason}


def erasure(found: ErasedRef | None) -> dict[str, Any] | None:
    """One erased text as other results hold it."""
    if found is None:
        return None
    return {
        "slug": found.slug,
        "revision": found.revision,
        "by": found.by,
        "authority": found.authority,
        "reason": found.reason,
        "recorded_at": rfc3339(found.recorded_at),
        "position": found.position,
    }


def erased_line(found: ErasedRef, style: Style) -> str:
    """When a text was erased, by whom, on whose authority and why."""
    authority = f" ({found.authority})" if found.authority else ""
    return f"erased {when(found.recorded_at, style)} by {found.by}{authority}: {found.reason}"


def erased_lines(found: Sequence[ErasedRef], so: str, style: Style) -> list[Line]:
    """A warning for each erased text, and what that means here; beyond a few, how many more."""
    lines = []
    for ref in found[:_MOST]:
        said = f"! r{ref.revision} of {ref.slug} was {erased_line(ref, style)}; {so}"
        lines += wrap([Piece(said, "warning")], style.width, hang=2)
    if len(found) > _MOST:
        lines += wrap([Piece(f"! and {len(found) - _MOST:,} more (--json lists all)", "warning")], style.width, hang=2)
    return lines


def _shared(plan: ErasePlan) -> dict[str, Any]:
    return {
        "schema": "tracker.erase/1",
        "story": refs.story(plan.story),
        "whole": plan.whole,
        "containing": plan.containing,
        "revisions": [refs.revision(ref) for ref in plan.revisions],
        "bodies": [{"shard": shard, "position": position, "slot": slot} for shard, position, slot in plan.bodies],
        "opening": plan.kept is not None,
        "named": plan.named,
        "remarks": plan.remarks,
        "runs": plan.runs,
        "sentences": plan.sentences,
        "neighbours": [
            {"story": refs.story(item.story), "revisions": list(item.revisions), "held": item.held}
            for item in plan.neighbours
        ],
        "elsewhere": [
            {"story": refs.story(item.story), "shard": item.shard, "position": item.position, "type": item.type}
            for item in plan.elsewhere
        ],
        "by": plan.by,
        "authority": plan.authority,
        "reason": plan.reason,
    }


def _plan(plan: ErasePlan, style: Style) -> list[Line]:
    lines = wrap([Piece(plan.story.slug, "heading"), Piece(f"  to erase: {_what(plan)}")], style.width, hang=_HANG)
    indent = (Piece(" " * _HANG),)
    for ref in plan.revisions[:_MOST]:
        said = f"r{ref.number}, recorded {at(ref.recorded_at, style)}"
        lines += wrap([Piece(said, "dim")], style.width, lead=indent, hang=_HANG)
    if len(plan.revisions) > _MOST:
        more = f"and {len(plan.revisions) - _MOST:,} more"
        lines += wrap([Piece(more, "dim")], style.width, lead=indent, hang=_HANG)
    for said in (*_along(plan), _signed(plan), *_stays(plan)):
        lines += wrap([Piece(said)], style.width, lead=indent, hang=_HANG)
    return [*lines, *_held_elsewhere(plan, style)]


def _held_elsewhere(plan: ErasePlan, style: Style) -> list[Line]:
    what = "the phrase" if plan.containing is not None else "the same sentences"
    if not plan.neighbours and not plan.elsewhere:
        return wrap([Piece(f"No other revision or story holds {what}.")], style.width)
    lines = wrap([Piece(f"These hold {what} too, and stay:", "warning")], style.width)
    indent = (Piece(" " * _HANG),)
    said = [f"{item.story.slug}  {_runs(item.revisions)}{_share(plan, item.held)}" for item in plan.neighbours]
    said += [f"{item.story.slug}  #{item.position} ({item.type})" for item in plan.elsewhere]
    for line in said[:_MOST]:
        lines += wrap([Piece(line)], style.width, lead=indent, hang=_HANG + 2)
    if len(said) > _MOST:
        lines += wrap([Piece(f"and {len(said) - _MOST:,} more (--json lists all)")], style.width, lead=indent)
    return lines


def _share(plan: ErasePlan, held: int) -> str:
    return "" if plan.containing is not None else f": up to {held:,} of {count(plan.sentences, 'sentence')}"


def _what(plan: ErasePlan) -> str:
    if plan.containing is not None:
        return f"{_named(plan)}, which {'hold' if len(plan.revisions) > 1 else 'holds'} “{plan.containing}”"
    return _named(plan)


def _named(plan: ErasePlan) -> str:
    named = _runs([ref.number for ref in plan.revisions])
    return f"the whole story ({named})" if plan.whole else named


def _along(plan: ErasePlan) -> list[str]:
    parts = [count(plan.remarks, "review or notice that quotes it", "reviews and notices that quote it")]
    parts = parts if plan.remarks else []
    if plan.runs:
        parts.append(count(plan.runs, "record of a run that quotes it", "records of runs that quote it"))
    if plan.kept is not None:
        gone = {"title": "the title that the story came with", "url": "its address"}
        parts += [said for name, said in gone.items() if name not in plan.kept and (name == "title" or plan.story.url)]
    return [f"along with it: {listed(parts)}"] if parts else []


def _signed(plan: ErasePlan) -> str:
    return f"by {plan.by}, on the authority of {plan.authority}: {plan.reason}"


def _stays(plan: ErasePlan) -> list[str]:
    kept = f"its slug and key stay, by which it is found: {plan.story.slug}, {plan.story.key}"
    return [f"{kept}{'; they hold the phrase' if plan.named else ''}"] if plan.whole or plan.named else []


def _swept(swept: Sweeping, style: Style) -> list[Line]:
    reach = f"Out of reach: {OUT_OF_REACH_OF_SERVER if swept.server else OUT_OF_REACH}."
    lines = wrap([Piece(reach, "dim")], style.width)
    if swept.done:
        return lines
    said = f"! The database may still hold its bytes where nothing reads them: {swept.reason}."
    again = "Give `tracker erase --sweep` when that is over."
    return [*wrap([Piece(f"{said} {again}", "warning")], style.width, hang=2), *lines]


def _runs(numbers: Sequence[int]) -> str:
    """Revision numbers, runs folded: "r2, r4–r7"."""
    ordered = sorted(numbers)
    runs = [[number for _, number in run] for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"r{run[0]}" if len(run) == 1 else f"r{run[0]}–r{run[-1]}" for run in runs)
