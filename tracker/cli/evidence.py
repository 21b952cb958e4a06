"""`tracker evidence`: all that an outside reviewer needs about a story, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.moments import at_options
from tracker.cli.session import Session, examples, with_session


@click.command(
    "evidence",
    epilog=examples(
        "tracker evidence flood-toll --out flood-toll.zip --key desk.key",
        "tracker evidence flood-toll r3..r4 --out flood-toll.zip",
    ),
)
@click.argument("story")
@click.argument("range_", metavar="[A..B]", required=False)
@click.option(
    "--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write it to FILE."
)
@click.option("--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign its checkpoint with this key.")
@at_options
@with_session
def command(
    session: Session, story: str, range_: str | None, out: Path, key: Path | None, at: str | None, known_at: str | None
) -> None:
    """Pack what a story said, what changed and who signed it off, with the proof that the log bears it out.

    The zip file holds every event of the story up to the moment, texts and bytes received, the diff as text and HTML,
    and says how to check it and what it does not prove. The same log gives the same bytes.
    """
    from tracker.desk.evidence import gather_evidence
    from tracker.desk.keyfiles import read_key
    from tracker.desk.moment import Asked
    from tracker.desk.textfile import replace_bytes
    from tracker.share.evidence import bundle
    from tracker.views import evidence as view

    signer = read_key(key) if key else None
    with session.workspace(read_only=False) as workspace:
        found = gather_evidence(workspace, story, range_, Asked(at=at, known_at=known_at), signer)
    packed = bundle(found)
    replace_bytes(out, packed)
    size = len(packed)
    session.show(lambda style: view.text(found, str(out), size, style), lambda: view.data(found, str(out), size))
