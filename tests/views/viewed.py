"""Builders for the views' tests: one small value of every result type, made here and never by a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from tracker.audit import examine
from tracker.audit.catalogue import RULES
from tracker.audit.findings import Severity
from tracker.audit.signoff import SignOff
from tracker.desk.against import Held, Kept, Standing
from tracker.desk.audit import Queue, QueueLine
from tracker.desk.audited import Audited
from tracker.desk.backup import BackedUp
from tracker.desk.checking import Place
from tracker.desk.checkpoints import Checkpointed
from tracker.desk.compare import Compared
from tracker.desk.copying import Copied
from tracker.desk.corrected import CorrectionRef, Kind
from tracker.desk.corrections import Corrected
from tracker.desk.embargo import Embargo
from tracker.desk.erase import EraseDone, Sweeping
from tracker.desk.erase_plan import Elsewhere, ErasePlan, Neighbour
from tracker.desk.erased import ErasedRef
from tracker.desk.evidence import Evidence
from tracker.desk.history import Freshness, LogLine, Stories, StoryLine, StoryLog
from tracker.desk.holding import Wordings
from tracker.desk.ingest import Ingested
from tracker.desk.integrity import Flaw, Lists, Part, Verified, VerifiedShard
from tracker.desk.life import Turned
from tracker.desk.link import Link
from tracker.desk.models import ModelCheck
from tracker.desk.prove import ProofCheck, Proved
from tracker.desk.record import Receipt
from tracker.desk.replay import Agreement, Replayed, Step
from tracker.desk.restore import Restored
from tracker.desk.review import Signed, Withdrawn
from tracker.desk.roles import Roles
from tracker.desk.show import Look, OnFile, Shown
from tracker.desk.status import (
    Disk,
    JobRuns,
    ModelStatus,
    Reason,
    ReasonKind,
    ShardStatus,
    SourceStatus,
    Status,
    Unswept,
)
from tracker.desk.timestamps import Beside, Stamped
from tracker.desk.values import AskedMoment, KeyedRef, ReinstatedRef, RevisionRef, StoryRef, WithdrawnRef
from tracker.diff import compare
from tracker.evidence.checkpoints import Checkpoint
from tracker.evidence.signednotes import Signature, SignedNote, VerifierKey
from tracker.evidence.timestamps import Timestamp
from tracker.ledger.entry import Stored
from tracker.ledger.roles import Role
from tracker.ledger.verify import Sample
from tracker.projections.examinations import ClaimLine
from tracker.projections.findings import Covered, FindingRow, Wanted
from tracker.projections.runs import SourceRuns, StandingReject
from tracker.story.article import Article, Insert
from tracker.story.decide import Outcome
from tracker.story.events import Basis, ReviewVerdict
from tracker.story.times import from_rfc3339
from tracker.views.style import Style

EST = timezone(timedelta(hours=-5), "EST")
NOW = from_rfc3339("2026-01-21T22:10:00Z")
STORY = StoryRef(key="wire:dam", slug="dam-fails", source="wire", url="http://wire.test/dam")
# Format characters that are seen: signs that enclose Arabic, Syriac and Kaithi numbers.
SEEN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
OTHER_STORY = StoryRef(key="wire:fog", slug="fog-lifts", source="wire")
FRESH = Freshness(lag=0, errors=0, stale=False)


def acts_or_hides(character: str) -> bool:
    """Whether a character must not reach a terminal: by Unicode's own categories, not by the views' ranges."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in SEEN


def style(width: int = 80, *, colour: bool = False) -> Style:
    """A style in Eastern time, three years after most of what is shown."""
    return Style(width=width, colour=colour, zone=EST, now=NOW)


def instant(clock: str) -> int:
    """An instant of 21 January 2023 in UTC, or of any day: "22:10" or "2023-01-22T03:00"."""
    return from_rfc3339((clock if "T" in clock else f"2023-01-21T{clock}") + ":00Z")


def ref(number: int = 1, published: str = "22:10", recorded: str = "22:12", **fields: Any) -> RevisionRef:
    """Revision `number`, with its times in UTC; its position is its number."""
    made = RevisionRef(
        number=number,
        published_at=instant(published),
        basis=Basis.STATED,
        recorded_at=instant(recorded),
        position=number,
    )
    return replace(made, **fields)


def moment(**fields: Any) -> AskedMoment:
    """The present moment of a ledger that ends at position 1234."""
    return replace(AskedMoment(now=NOW, head=1234), **fields)


def article(*paragraphs: str, **fields: Any) -> Article:
    """An article of these paragraphs, by default two, with a headline."""
    content = paragraphs or ("The dam failed at dawn.", "Nobody was hurt.")
    return Article(paragraphs=content, **{"headline": "Dam fails", **fields})


FULL = article(
    byline="By Ann Lee",
    dateline="OLDTOWN, Jan 21 (Wire)",
    inserts=(
        Insert(before=1, kind="bullet", text="Dam fails at dawn"),
        Insert(before=2, kind="subhead", text="NO VICTIMS"),
        Insert(before=2, kind="table", text="Gate\tmetres"),
        Insert(before=3, kind="pullquote", text="We ran."),
    ),
    note="Adds subhead",
    credits=("Reporting by Ann Lee",),
    contacts=("ann@wire.test",),
    copyright="(c) Wire",
    language="en",
    keywords=("dams", "floods"),
    embargo="2023-01-22T03:00:00Z",
    furniture=("Most read", "Fog lifts"),
    extra=(("desk", "world"),),
)


def shown(content: Article | None = None, **fields: Any) -> Shown:
    """An answer of `show`; r3 of the story unless said otherwise."""
    made = Shown(
        story=STORY,
        revision=ref(3),
        article=content or article(),
        moment=moment(),
        first_seen=instant("22:12"),
        last_confirmed=None,
        next_seen=None,
        ahead=False,
    )
    return replace(made, **fields)


def compared(old: Article, new: Article, **fields: Any) -> Compared:
    """An answer of `diff`, r2 → r3, 22:10 → 23:02 UTC, with a comparison really made."""
    made = Compared(
        story=STORY,
        new_story=STORY,
        old=ref(2, "22:10"),
        new=ref(3, "23:02", "23:04"),
        old_article=old,
        new_article=new,
        comparison=compare(old, new),
        moment=moment(),
        reversed=False,
    )
    return replace(made, **fields)


def log_line(number: int = 1, published: str = "22:10", **fields: Any) -> LogLine:
    """A point of a log; the first text of its story unless `previous` says otherwise."""
    made = LogLine(
        revision=ref(number, published, fields.pop("recorded", published)),
        confirmed=False,
        late=False,
        headline="Dam fails",
        paragraphs=9,
        words=240,
    )
    return replace(made, **fields)


def log(*lines: LogLine, **fields: Any) -> StoryLog:
    """An answer of `log`."""
    made = StoryLog(story=STORY, lines=lines, recorded_order=False, moment=moment(), freshness=FRESH)
    return replace(made, **fields)


def story_line(**fields: Any) -> StoryLine:
    """One story of a list."""
    made = StoryLine(
        story=STORY,
        headline="Dam fails",
        revisions=3,
        latest_revision=3,
        first_published=instant("20:00"),
        latest_published=instant("22:10"),
        changed_at=instant("22:12"),
    )
    return replace(made, **fields)


def stories(*lines: StoryLine, freshness: Freshness = FRESH) -> Stories:
    """An answer of `stories`."""
    return Stories(stories=lines, freshness=freshness, now=NOW)


def replayed(**fields: Any) -> Replayed:
    """An answer of `replay`."""
    made = Replayed(
        story=STORY,
        revision=ref(3),
        article=article(),
        moment=moment(),
        events=4,
        points=3,
        projection=Agreement(agrees=True, lag=0),
    )
    return replace(made, **fields)


STEPS = (
    Step(
        position=0, type="story.opened", revision=None, published_at=None, recorded_at=instant("22:12"), stands_at=None
    ),
    Step(
        position=11,
        type="revision.recorded",
        revision=1,
        published_at=instant("22:10"),
        recorded_at=instant("22:12"),
        stands_at=1,
    ),
)


def verified(*flaws: Flaw, **fields: Any) -> Verified:
    """An answer of `verify` on a ledger of 2,200 events and 4,201 bodies."""
    shard = VerifiedShard(shard=0, events=2200, bodies=4201, root=bytes(range(32)))
    return replace(Verified(log_id="1f" * 16, shards=(shard,), flaws=flaws, now=NOW), **fields)


def ingested(counts: Mapping[Outcome, int] | None = None, **fields: Any) -> Ingested:
    """What a run of `ingest` did."""
    made = Ingested(outcomes=dict(counts or {}), rejected=0, deferred=0, caught_up=True, dry_run=False)
    return replace(made, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a read model has come: shaped as the projections have it, made without them."""

    name: str = "stories"
    shard: int = 0
    generation: int = 2
    position: int = 2200
    size: int = 2200
    errors: int = 0
    stale: bool = False

    @property
    def lag(self) -> int:
        """How many events it has not seen yet."""
        return self.size - self.position


CLAIM = ClaimLine(text="Adds cause", verdict="earlier", reason="r2 added it", revision=2)
AUDITED = Audited(claims=(CLAIM,), undisclosed=2, signed=SignOff(state="queried", names=("Mara Ilic", "Jo Ek")))
WITHDRAWN = WithdrawnRef(
    published_at=instant("23:30"), recorded_at=instant("23:31"), position=44, reason="The dam is whole.", by="wire"
)


REINSTATED = ReinstatedRef(
    published_at=instant("2023-01-22T08:00"),
    recorded_at=instant("2023-01-22T08:02"),
    position=47,
    reason="withdrawn in error",
    by="Mara Ilic",
)
KEYED = KeyedRef(
    key="wire:dam-2",
    linked=True,
    recorded_at=instant("23:40"),
    position=45,
    by="wire",
    reason="dam2.txt says that it follows wire:dam",
)


def turned(**fields: Any) -> Turned:
    """A story just withdrawn, until it is reinstated by what was recorded before."""
    made = Turned(
        story=STORY,
        withdrawn=True,
        at=instant("23:30"),
        by="Mara Ilic",
        reason="the source was an impostor",
        text=ref(3, "23:02", "23:04"),
        until=instant("23:50"),
        position=48,
        recorded_at=instant("2023-01-22T08:10"),
    )
    return replace(made, **fields)


def linked(**fields: Any) -> Link:
    """A key just given to the story."""
    made = Link(
        story=STORY,
        key="wire:dam-2",
        linked=True,
        by="Mara Ilic",
        reason="the update came under a new number",
        position=45,
        recorded_at=instant("23:40"),
    )
    return replace(made, **fields)


def finding(**fields: Any) -> FindingRow:
    """A finding in r3 of the story, open and high."""
    made = FindingRow(
        stream_id="s",
        slug=STORY.slug,
        revision=3,
        number=1,
        source="wire",
        rule="undisclosed-number",
        severity=Severity.HIGH,
        key="undisclosed-number:p1:1",
        place="¶1",
        old_words="14 people",
        new_words="41 people",
        message="number changed; the note says only “Adds background”",
        backfill=False,
        previous_position=2,
        published_at=instant("23:02"),
        opened_position=3,
        opened_at=instant("23:04"),
        closed_position=None,
        closed_at=None,
        cause=None,
    )
    return replace(made, **fields)


def queue(*lines: FindingRow, signed: SignOff = AUDITED.signed, **fields: Any) -> Queue:
    """An answer of `audit`, each finding with the same reviewers."""
    made = Queue(
        lines=tuple(QueueLine(finding=line, signed=signed) for line in lines),
        settled=0,
        more=0,
        covered=Covered(revisions=31, changes=212, last_recorded=instant("23:04")),
        wanted=Wanted(),
        story=None,
        revision=None,
        moment=moment(),
        freshness=FRESH,
        least=Severity.LOW,
    )
    return replace(made, **fields)


REVIEWED = Signed(
    story=STORY,
    revision=ref(3),
    previous=2,
    findings=(finding(),),
    whole=True,
    verdict=ReviewVerdict.QUERY,
    name="Mara Ilic",
    comment="Who gave the new toll?",
    position=45,
    recorded_at=instant("23:40"),
)
TAKEN_BACK = Withdrawn(
    story=STORY,
    revision=3,
    verdict=ReviewVerdict.QUERY,
    name="Mara Ilic",
    review=45,
    position=46,
    recorded_at=instant("23:50"),
)


def examined(old: Article, new: Article, **fields: Any) -> Compared:
    """An answer of `diff` on neighbouring revisions, with its examination."""
    return compared(old, new, examination=examine(old, new), **fields)


RECEIPT = Receipt(
    name="in/dam.txt",
    outcome=Outcome.RECORDED,
    key="wire:dam",
    revision=3,
    position=41,
    reason="none",
    warnings=("shares 4% of its words with r2",),
)

ERASED = ErasedRef(
    slug="dam-fails",
    revision=2,
    recorded_at=instant("23:40"),
    position=60,
    by="Mara Ilic",
    reason="names a minor",
    authority="court order 7/23",
)


def erase_plan(**fields: Any) -> ErasePlan:
    """The plan to erase r2 of the story, five sentences of which two stand in r1 and r3, and some in another story."""
    made = ErasePlan(
        story=STORY,
        stream_id="stream",
        whole=False,
        containing=None,
        sentences=5,
        revisions=(ref(2),),
        bodies=((0, 11, "article"), (0, 11, "capture")),
        kept=None,
        named=False,
        remarks=0,
        runs=0,
        neighbours=(
            Neighbour(story=STORY, revisions=(1, 3), held=2),
            Neighbour(story=OTHER_STORY, revisions=(1,), held=1),
        ),
        elsewhere=(Elsewhere(story=OTHER_STORY, shard=0, position=52, type="story.withdrawn"),),
        by="Mara Ilic",
        authority="court order 7/23",
        reason="names a minor",
        wordings=Wordings(texts=()),
        heads={0: 60},
    )
    return replace(made, **fields)


def erase_done(plan: ErasePlan, swept: Sweeping | None = None) -> EraseDone:
    """The erasure of a plan, at position 60."""
    done = Sweeping(done=True, server=False)
    return EraseDone(plan=plan, position=60, recorded_at=instant("23:40"), recoded=2, swept=swept or done)


SIGNER = VerifierKey(name="desk", public=bytes(32))
CHECKPOINT = Checkpoint(origin="desk/1f/0", size=59, root=bytes(range(32)))
CHECKPOINTED = Checkpointed(
    shard=0,
    checkpoint=CHECKPOINT,
    note=SignedNote(text=CHECKPOINT.text, signatures=(Signature(name="desk", id=bytes(4), signature=bytes(64)),)),
    file=Path("kept.checkpoint"),
)
STAMPED = Stamped(
    file=Path("kept.checkpoint"),
    stamp=Path("kept.checkpoint.tsr"),
    timestamp=Timestamp(
        time=instant("23:05"), authority="Example TSA", serial=0xA3F, policy="1.2.3", accuracy=1_000_000, trusted=True
    ),
)
AGAINST = Held(
    kept=Kept(
        file=Path("kept.checkpoint"),
        checkpoint=CHECKPOINT,
        note=CHECKPOINTED.note,
        signer=SIGNER,
        beside=Beside(stamped=STAMPED),
    ),
    standing=Standing.TRUNCATED,
    what="the log was cut",
)
PROOF = ProofCheck(
    checkpoint=CHECKPOINT,
    signer=SIGNER,
    stored=Stored(
        shard=0,
        position=11,
        stream_id="stream",
        version=1,
        event_id=bytes(16),
        type="revision.recorded",
        schema_version=1,
        published_at=instant("23:02"),
        recorded_at=instant("23:04"),
        data="{}",
    ),
    article=FULL,
    capture=b"At least 14 hurt.",
    erased=("article",),
)
HELD = (VerifiedShard(shard=0, events=59, bodies=104, root=b"\x1f" * 32),)
BACKED_UP = BackedUp(
    database="wire.db",
    file="wire.bak",
    size=299_008,
    log_id="1f" * 16,
    shards=HELD,
    last_recorded=instant("23:40"),
    now=NOW,
)
RESTORED = Restored(
    database="wire.db",
    file="wire.bak",
    log_id="1f" * 16,
    shards=HELD,
    last_recorded=instant("23:40"),
    shard=0,
    position=59,
    recorded_at=NOW,
    by="Mara Ilic",
    reason="the disk failed",
)


def source_status(name: str = "wire", **fields: Any) -> SourceStatus:
    """A source from which something came seven hours before NOW, and nothing since."""
    runs = SourceRuns(
        source=name,
        last_run_at=from_rfc3339("2026-01-21T22:00:00Z"),
        last_run_job="dams",
        last_input_at=from_rfc3339("2026-01-21T15:10:30Z"),
        last_change_at=from_rfc3339("2026-01-20T12:00:00Z"),
    )
    return replace(SourceStatus(runs=runs, expected_every=900_000_000, late=True), **fields)


def job_runs(**fields: Any) -> JobRuns:
    """A job that ran 2,880 times, ten minutes ago for the last time."""
    none = dict.fromkeys(("recorded", "confirmed", "unchanged", "withdrawn", "deferred"), 0)
    made = JobRuns(
        job="dams",
        shard=0,
        position=1230,
        started_at=from_rfc3339("2026-01-21T21:59:58Z"),
        finished_at=from_rfc3339("2026-01-21T22:00:00Z"),
        runs=2880,
        counts={**none, "seen": 41, "rejected": 1},
        sources=("wire",),
        rejects=(StandingReject(name="in/fog.txt", reason="it is empty", first_seen=instant("2026-01-21T20:15")),),
        last_input_at=from_rfc3339("2026-01-21T15:10:30Z"),
        last_change_at=None,
    )
    return replace(made, **fields)


REASONS = (
    Reason(
        kind=ReasonKind.SILENT,
        subject="wire",
        since=from_rfc3339("2026-01-21T15:10:30Z"),
        bound=900_000_000,
        last_run_at=from_rfc3339("2026-01-21T22:00:00Z"),
        detail="dams",
    ),
    Reason(kind=ReasonKind.SILENT, subject="fog", bound=86_400_000_000),
    Reason(kind=ReasonKind.LAG, subject="runs", since=from_rfc3339("2026-01-21T21:00:00Z"), amount=2),
    Reason(kind=ReasonKind.STALE, subject="stories"),
    Reason(kind=ReasonKind.ERRORS, subject="revisions", amount=1, bound=17, detail="the article is gone"),
    Reason(kind=ReasonKind.DISK, subject="wire.db", amount=1_540_000_000, bound=2_000_000_000),
    Reason(kind=ReasonKind.CLOCK, subject="clock", amount=5_400_000_000, since=from_rfc3339("2026-01-21T23:40:00Z")),
    Reason(kind=ReasonKind.UNSWEPT, subject="erasures", amount=1, since=from_rfc3339("2026-01-21T21:40:00Z")),
)


def status(**fields: Any) -> Status:
    """An answer of `status` in which everything is amiss that can be."""
    late = Progress(position=2198)
    failed = ((17, "the article is gone"),)
    made = Status(
        now=NOW,
        sources=(source_status(),),
        jobs=(job_runs(),),
        models=(ModelStatus(standing=late, waiting_since=instant("2026-01-21T21:00"), errors=failed),),
        shards=(ShardStatus(shard=0, events=2200, last_recorded_at=instant("2026-01-21T23:40")),),
        clock_behind=5_400_000_000,
        unswept=(Unswept(shard=0, position=60, recorded_at=instant("2026-01-21T21:40")),),
        disk=Disk(path="wire.db", free=1_540_000_000, total=20_000_000_000, wanted=2_000_000_000),
        reasons=REASONS,
    )
    return replace(made, **fields)


VOIDED = CorrectionRef(
    kind=Kind.VOIDED,
    revision=3,
    published_at=instant("22:20"),
    recorded_at=instant("22:40"),
    position=42,
    by="Mara Ilic",
    reason="another story",
    belongs_to="wire:fog",
)
REDATED = replace(
    VOIDED, kind=Kind.REDATED, revision=2, published_from=instant("12:30"), reason="typing error", belongs_to=None
)


def corrected(**fields: Any) -> Corrected:
    """An answer of `void`: r3, which the story said, belongs elsewhere."""
    made = Corrected(
        kind=Kind.VOIDED,
        story=STORY,
        revision=ref(3, "22:20"),
        published_at=instant("22:20"),
        by="Mara Ilic",
        reason="another story",
        said=ref(3, "22:20"),
        says=ref(2, "22:15"),
        belongs_to="wire:fog",
        position=42,
        recorded_at=instant("22:40"),
    )
    return replace(made, **fields)


EVERYTHING: dict[str, Any] = {
    "status": status(),
    "shown": shown(
        FULL,
        moment=moment(published=instant("22:30"), known_at=instant("23:30"), position=12),
        last_confirmed=instant("23:00"),
        next_seen=instant("23:02"),
        ahead=True,
        on_file=OnFile(at=instant("22:30"), revision=2),
        withdrawn=WITHDRAWN,
        embargo=Embargo(text="2023-01-22T03:00:00Z", until=instant("2023-01-22T03:00")),
        audited=AUDITED,
        looked=Look(job="dams", looked_at=instant("23:00"), shard=0, position=1230),
        voided=VOIDED,
        redated=REDATED,
        erased=ERASED,
    ),
    "compared": examined(
        article("At least 14 hurt.", "Nobody slept."),
        replace(FULL, paragraphs=("At least 41 hurt.", "Nobody slept.", "Rain fell.")),
        signed=AUDITED.signed,
    ),
    "log": log(
        log_line(1),
        log_line(
            *(2, "22:30"),
            previous=1,
            words_added=3,
            words_removed=1,
            changes=2,
            note="Adds",
            reverts_to=1,
            audited=AUDITED,
            redated=REDATED,
        ),
        log_line(3, "22:20", voided=VOIDED),
        log_line(4, "22:40", previous=2, erased=ERASED, unavailable=True),
        withdrawals=(WITHDRAWN,),
        reinstatements=(REINSTATED,),
        keys=(KEYED,),
        voided=1,
        corrections=(VOIDED, REDATED),
    ),
    "voided": corrected(),
    "unvoided": corrected(kind=Kind.RESTORED, belongs_to=None),
    "redated": corrected(kind=Kind.REDATED, says=ref(3, "22:05"), belongs_to=None),
    "turned": turned(),
    "reinstated": turned(withdrawn=False, before=WITHDRAWN),
    "linked": (linked(),),
    "stories": stories(story_line(withdrawn_at=instant("23:30"), erased=ERASED)),
    "queue": queue(
        finding(),
        finding(number=2, old_words=None, new_words=None, backfill=True),
        story=STORY,
        revision=3,
        wanted=Wanted(since=instant("22:00"), until=NOW, published_since=instant("22:00"), published_until=NOW),
        moment=moment(known_at=instant("23:30"), position=12),
        settled=1,
        more=2,
        erased=(ERASED,),
    ),
    "rule": RULES[0],
    "reviews": (REVIEWED,),
    "taken back": (TAKEN_BACK,),
    "replayed": replayed(
        withdrawn=WITHDRAWN,
        article=FULL,
        trace=STEPS,
        erased=ERASED,
        projection=Agreement(agrees=False, lag=2, differences=("r2 is only there",)),
    ),
    "verified": verified(
        Flaw(shard=0, position=17, what="the event at position 17 is wrong"),
        Flaw(shard=0, position=None, what="the guard events_no_update of events is missing", part=Part.SCHEMA),
        Flaw(shard=0, position=None, what="the list stories: stories dam differs", part=Part.LISTS),
        held=(AGAINST,),
        since=Place(shard=0, position=9),
        sample=Sample(share=0.01, seed=7),
        resume=Place(shard=0, position=1_500),
        lists=Lists.CHECKED,
    ),
    "checkpointed": (CHECKPOINTED,),
    "stamped": STAMPED,
    "proved": Proved(story=STORY, revision=ref(1), checkpoint=CHECKPOINTED, file=Path("dam.tlog-proof"), erased=ERASED),
    "proof": PROOF,
    "erase plan": erase_plan(
        containing="14 hurt", whole=True, kept={"key": "wire:dam", "slug": "dam-fails"}, remarks=1
    ),
    "erased": erase_done(erase_plan(), Sweeping(done=False, server=True, reason="the table is in use")),
    "evidence": Evidence(shown=shown(), compared=None, entries=(), runs=(), texts=(), checkpoint=CHECKPOINTED, now=NOW),
    "key": SIGNER,
    "ingested": ingested({Outcome.RECORDED: 3}),
    "receipt": RECEIPT,
    "projections": (Progress(),),
    "backed up": BACKED_UP,
    "restored": RESTORED,
    "copied": Copied(
        database="wire.db", target="postgresql://desk@server/news", log_id="1f" * 16, shards=HELD, now=NOW
    ),
    "roles": Roles(
        database="postgresql://desk@server/news",
        roles=(Role(kind="reader", name="desk", exists=False, statements=('CREATE ROLE "desk" LOGIN;',)),),
    ),
    "checks": (ModelCheck(name="stories", differences=("stories 3 differs",)),),
}
"""One value of every result, with every field filled."""


def poisoned(value: Any, poison: Callable[[str], str]) -> Any:
    """`value` with every text in it, however deep, made hostile; names that only the program gives are left alone."""
    if isinstance(value, Compared):
        old, new = poisoned(value.old_article, poison), poisoned(value.new_article, poison)
        refs = {"story": poisoned(value.story, poison), "new_story": poisoned(value.new_story, poison)}
        made = replace(value, old_article=old, new_article=new, comparison=compare(old, new), **refs)
        if value.examination is None:
            return made
        return replace(made, examination=examine(old, new), signed=poisoned(value.signed, poison))
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return poison(value)
    if isinstance(value, tuple):
        return tuple(poisoned(item, poison) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: poisoned(getattr(value, item.name), poison) for item in fields(value)})
    return value
