"""`tracker verify`: nothing recorded was changed since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.rates import rated
from tracker.cli.session import Session, examples, with_session
from tracker.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from tracker.desk.checking import Asked


@click.command("verify", epilog=examples("tracker verify", "tracker verify --against kept/latest.checkpoint"))
@click.option(
    "--against",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint kept elsewhere that the log must go on from; may be given again.",
)
@click.option("--key", "keys", metavar="KEY|FILE", multiple=True, help="A verifier key that must have signed those.")
@click.option("--since", metavar="[SHARD:]POSITION", help="Begin there; of what comes before, only hashes are read.")
@click.option("--sample", metavar="SHARE", help="Read the texts of so many events, as in 1%; all else is checked.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the sample as the run did that printed this.")
@click.option("--max-duration", metavar="5m", help="Stop after that long, and say how to go on.")
@click.option("--projections", "lists", is_flag=True, help="Check as well that the lists say what the log says.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Check with so many processes.")
@with_session
def command(
    session: Session,
    against: tuple[Path, ...],
    keys: tuple[str, ...],
    since: str | None,
    sample: str | None,
    seed: int | None,
    max_duration: str | None,
    lists: bool,
    jobs: int,
) -> int:
    """Recompute every entry, leaf, the tree, positions, versions, times and every body, and hold the tables and their
    guards against those that this program makes; exit 5 if anything does not fit.

    Somebody who can write the whole ledger can write it anew in a way that fits: only checkpoints that were kept where
    nobody writes the log (--against) tell of that.
    """
    from tracker.desk.integrity import verify
    from tracker.desk.keyfiles import verifier
    from tracker.views import verify as view

    if keys and not against:
        raise UsageError("--key says who signed the checkpoints of --against; there are none")
    if against and max_duration:
        raise UsageError("--against needs the log as far as its checkpoints go: leave --max-duration out")
    asked = _asked(since=since, sample=sample, seed=seed, max_duration=max_duration, lists=lists, jobs=jobs)
    signers = [verifier(key) for key in keys]
    with session.workspace(read_only=not lists) as workspace, rated(session, "verifying", "events") as bar:
        result = verify(workspace, against=against, keys=signers, asked=asked, progress=bar.at)
    session.show(lambda style: view.text(result, style), lambda: view.data(result))
    return ExitCode.FINE if result.sound else ExitCode.INTEGRITY


def _asked(
    *, since: str | None, sample: str | None, seed: int | None, max_duration: str | None, lists: bool, jobs: int
) -> Asked:
    import secrets

    from tracker.desk.checking import Asked, parse_place, parse_share
    from tracker.ledger.verify import Sample

    if seed is not None and sample is None:
        raise UsageError("--seed says how a --sample is drawn; there is none")
    drawn = None
    if sample is not None:
        drawn = Sample(share=parse_share(sample), seed=secrets.randbits(32) if seed is None else seed)
    return Asked(
        since=None if since is None else parse_place(since),
        sample=drawn,
        jobs=jobs,
        lists=lists,
        enough=None if max_duration is None else _deadline(max_duration),
    )


def _deadline(text: str) -> Callable[[], bool]:
    """Whether so much time has passed from now on."""
    import time

    from tracker.quantities import duration

    end = time.monotonic() + duration(text) / 1e6
    return lambda: time.monotonic() >= end
