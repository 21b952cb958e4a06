"""What a check of the ledger found, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tracker.story.times import rfc3339
from tracker.views import timestamp
from tracker.views.layout import wrap
from tracker.views.style import Line, Piece, Style, render
from tracker.views.words import capitalised, count

if TYPE_CHECKING:
    from tracker.desk.against import Held
    from tracker.desk.checking import Place
    from tracker.desk.integrity import Flaw, Verified

_MOST_FLAWS = 20
_LISTS = {
    "checked": "the lists say what the log says",
    "log not sound": "lists not checked: of a log that is not sound they tell nothing",
    "log not finished": "lists not checked: the log was not finished",
}


def text(result: Verified, style: Style) -> str:
    """One sentence when all is well; else every flaw in words, the first bad position first."""
    held = [piece for one in result.held for piece in _against(one, style)]
    sentences = [*_sentences(result), *held]
    lines = [line for sentence in sentences for line in wrap([sentence], style.width, hang=2)]
    return render([*lines, *_heads(result, style)], style)


def data(result: Verified) -> dict[str, Any]:
    """`tracker.verify/1`."""
    return {
        "schema": "tracker.verify/1",
        "now": rfc3339(result.now),
        "log_id": result.log_id,
        "sound": result.sound,
        "complete": result.resume is None,
        "since": _place(result.since),
        "resume": _place(result.resume),
        "sample": None if result.sample is None else {"share": result.sample.share, "seed": result.sample.seed},
        "events": sum(shard.events for shard in result.shards),
        "bodies": sum(shard.bodies for shard in result.shards),
        "erased": sum(shard.erased for shard in result.shards),
        "shards": [
            {
                "shard": shard.shard,
                "events": shard.events,
                "bodies": shard.bodies,
                "erased": shard.erased,
                "root": shard.root.hex(),
            }
            for shard in result.shards
        ],
        "flaws": [{"shard": flaw.shard, "position": flaw.position, "what": flaw.what} for flaw in _sorted(result)],
        "schema_flaws": [flaw.what for flaw in _of(result, "schema")],
        "lists": str(result.lists),
        "list_flaws": [flaw.what for flaw in _of(result, "lists")],
        "against": [
            {
                "file": str(one.kept.file),
                "origin": one.kept.checkpoint.origin,
                "size": one.kept.checkpoint.size,
                "root": one.kept.checkpoint.root.hex(),
                "signer": None if one.kept.signer is None else one.kept.signer.name,
                "fits": one.fits,
                "standing": str(one.standing),
                "what": one.what,
                **_timestamp(one),
            }
            for one in result.held
        ],
    }


def _sentences(result: Verified) -> Iterator[Piece]:
    yield from _log(result)
    yield from _left_out(result)
    yield from _part(_of(result, "schema"), "THE TABLES AND GUARDS ARE NOT AS THEY WERE MADE")
    differing = _of(result, "lists")
    if differing:
        yield from _part(differing, "THE LISTS ARE NOT WHAT THE LOG SAYS (`tracker projections rebuild` puts it right)")
    elif result.lists != "not asked":
        yield Piece(_LISTS[result.lists])
    if result.resume is not None:
        yield Piece(f"NOT FINISHED: go on with `tracker verify --since {_typed(result.resume, result)}`", "warning")


def _log(result: Verified) -> Iterator[Piece]:
    """What is to be said of the events that were checked."""
    events = count(sum(shard.events for shard in result.shards), "event")
    bodies = count(sum(shard.bodies for shard in result.shards), "body", "bodies")
    flaws = _sorted(result)
    if not flaws:
        erased = sum(shard.erased for shard in result.shards)
        gone = f"; {count(erased, 'body', 'bodies')} erased, as the log says" if erased else ""
        sound = "sound" if result.resume is None else "sound so far"
        yield Piece(f"{sound}: {events} and {bodies} are as they were recorded{gone}")
        return
    yield Piece(f"NOT SOUND: {count(len(flaws), 'flaw')} in {events} and {bodies}{_first(flaws[0])}", "warning")
    yield from _bullets(flaws, result)


def _left_out(result: Verified) -> Iterator[Piece]:
    """What was not read, and on what it was taken instead."""
    since, sample = result.since, result.sample
    if since is not None:
        shards = ", nor the shards before it" if since.shard else ""
        yield Piece(
            f"not read: the events before {_shown(since, result)}{shards};"
            " their leaf hashes were taken as they are stored"
        )
    if sample is not None:
        yield Piece(
            f"read: the bodies of a random {_percent(sample.share)} of the events (--seed {sample.seed});"
            " of the others only that they are there"
        )


def _part(flaws: Sequence[Flaw], verdict: str) -> Iterator[Piece]:
    if flaws:
        yield Piece(f"{verdict}: {count(len(flaws), 'flaw')}", "warning")
        yield from _bullets(flaws, None)


def _bullets(flaws: Sequence[Flaw], result: Verified | None) -> Iterator[Piece]:
    yield from (Piece(f"- {_said(flaw, result)}") for flaw in flaws[:_MOST_FLAWS])
    if len(flaws) > _MOST_FLAWS:
        yield Piece(f"- and {len(flaws) - _MOST_FLAWS:,} more (--json lists all)")


def _shown(place: Place, result: Verified) -> str:
    return f"#{place.position}" + (f" of shard {place.shard}" if _sharded(place, result) else "")


def _typed(place: Place, result: Verified) -> str:
    """A place as it may be typed again."""
    return f"{place.shard}:{place.position}" if _sharded(place, result) else str(place.position)


def _sharded(place: Place, result: Verified) -> bool:
    return len(result.shards) > 1 or place.shard > 0


def _percent(share: float) -> str:
    return f"{share * 100:.6f}".rstrip("0").rstrip(".") + "%"


def _place(place: Place | None) -> dict[str, int] | None:
    return None if place is None else {"shard": place.shard, "position": place.position}


def _against(held: Held, style: Style) -> Iterator[Piece]:
    signed = f", signed by {held.kept.signer.name}" if held.kept.signer else ""
    said = f"{held.kept.file} ({count(held.kept.checkpoint.size, 'event')}{signed}): {held.what}"
    yield Piece(said) if held.fits else Piece(f"NOT AS IT WAS: {said}", "warning")
    if held.kept.beside is not None:
        yield timestamp.beside(held.kept.beside, style)


def _timestamp(held: Held) -> dict[str, Any]:
    found = held.kept.beside
    return {
        "timestamp": None if found is None or found.stamped is None else timestamp.stamp(found.stamped),
        "timestamp_flaw": None if found is None else found.wrong,
    }


def _first(flaw: Flaw) -> str:
    return "" if flaw.position is None else f"; the first at position #{flaw.position}"


def _said(flaw: Flaw, result: Verified | None) -> str:
    shard = f" (shard {flaw.shard})" if result is not None and len(result.shards) > 1 else ""
    return f"{capitalised(flaw.what)}{shard}"


def _of(result: Verified, part: str) -> list[Flaw]:
    return [flaw for flaw in result.flaws if flaw.part == part]


def _sorted(result: Verified) -> list[Flaw]:
    """The flaws of the log by position; those of no one position last."""
    return sorted(_of(result, "log"), key=lambda flaw: (flaw.position is None, flaw.position or 0))


def _heads(result: Verified, style: Style) -> list[Line]:
    lines = []
    for shard in result.shards:
        name = f"tree head of shard {shard.shard}" if len(result.shards) > 1 else "tree head"
        if result.resume is not None and result.resume.shard == shard.shard:
            name = f"{name} over the first {result.resume.position:,}"
        lines += wrap([Piece(f"{name}  ", "dim"), Piece(shard.root.hex())], style.width, hang=2)
    return [*lines, *wrap([Piece("log id  ", "dim"), Piece(result.log_id)], style.width, hang=2)]
