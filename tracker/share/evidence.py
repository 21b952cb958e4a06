"""The evidence bundle: a zip file with texts, diff, verdicts, reviews, proofs and a checkpoint, for a reviewer.

The same log gives the same bytes: no file has a time of making, and ages are told from the log's last event.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC

from tracker.desk.evidence import Entry, Evidence
from tracker.views import diff, show
from tracker.views.article import article_lines
from tracker.views.evidence import readme
from tracker.views.json import dump
from tracker.views.page import page
from tracker.views.style import Piece, Style, render

WIDTH = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell
_MODE = 0o100644 << 16


def bundle(evidence: Evidence) -> bytes:
    """The evidence as a zip file; times in it are UTC."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(files(evidence).items()):
            item = zipfile.ZipInfo(name, date_time=_EPOCH)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = _MODE
            item.create_system = 3
            archive.writestr(item, content)
    return packed.getvalue()


def files(evidence: Evidence) -> dict[str, bytes]:
    """The files of the bundle by name, all in one folder named after nothing that a source wrote."""
    style = Style(width=WIDTH, colour=False, zone=UTC, now=evidence.now)
    found = dict(_told(evidence, style))
    found |= {f"proofs/{_name(one)}.tlog-proof": str(one.proof) for one in (*evidence.entries, *evidence.erasures)}
    own = evidence.checkpoint.shard
    for run in evidence.runs:
        shard = run.recorded.row.shard
        found[f"proofs/{'' if shard == own else f'shard-{shard}-'}{_name(run)}.tlog-proof"] = str(run.proof)
    found["checkpoint.txt"] = str(evidence.checkpoint.note)
    found |= {f"checkpoint-{other.shard}.txt": str(other.note) for other in evidence.others}
    contents = {name: content.encode() for name, content in found.items()}
    contents |= {f"captures/r{text.revision}.bin": text.capture for text in evidence.texts if text.capture is not None}
    contents["README.txt"] = readme(evidence, sorted([*contents, "README.txt"]), style).encode()
    return contents


def _told(evidence: Evidence, style: Style) -> Iterator[tuple[str, str]]:
    """What people read, and the same for programs."""
    yield "story.txt", show.text(evidence.shown, style)
    yield "story.json", dump(show.data(evidence.shown))
    if evidence.compared is not None:
        compared = evidence.compared
        yield "diff.txt", diff.text(compared, style)
        yield "diff.json", dump(diff.data(compared))
        title = f"{compared.story.slug} r{compared.old.number} to r{compared.new.number}"
        yield "diff.html", page(title, lambda painted: diff.text(compared, painted), style)
    for text in evidence.texts:
        if text.article is not None:
            headline = [(Piece(text.article.headline),), ()] if text.article.headline else []
            lines = [*headline, *article_lines(text.article, style, furniture=True)]
            yield f"articles/r{text.revision}.txt", render(lines, style)


def _name(entry: Entry) -> str:
    """By position, so that the files stand in the order of the log; the type is this program's own word."""
    row = entry.recorded.row
    return f"{row.position:010d}-{row.type}"
