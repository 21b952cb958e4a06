"""The read models' tables. Everything in them can be made again from the ledger; `generation` tells old and new apart.

A rebuild fills the next generation beside the live one and swaps by updating one row of `projections`.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

from tracker.ledger.schema import BIG, KEY_TEXT

metadata = MetaData()

projections = Table(
    "projections",
    metadata,
    Column("name", KEY_TEXT, primary_key=True),
    Column("generation", Integer, nullable=False),
    sqlite_strict=True,
)

cursors = Table(
    "projection_cursors",
    metadata,
    Column("name", KEY_TEXT, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("version", KEY_TEXT, nullable=False),
    PrimaryKeyConstraint("name", "generation", "shard", name="projection_cursors_pkey"),
    sqlite_strict=True,
)

errors = Table(
    "projection_errors",
    metadata,
    Column("name", KEY_TEXT, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("message", Text, nullable=False),
    PrimaryKeyConstraint("name", "generation", "shard", "position", name="projection_errors_pkey"),
    sqlite_strict=True,
)

stories = Table(
    "stories",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("source", KEY_TEXT, nullable=False),
    Column("key_id", KEY_TEXT, nullable=False),
    Column("slug", KEY_TEXT, nullable=False),
    Column("url", KEY_TEXT),
    Column("headline", Text),
    Column("revisions", BIG, nullable=False),
    Column("latest_revision", BIG, nullable=False),
    Column("latest_position", BIG, nullable=False),
    Column("latest_version", BIG, nullable=False),
    Column("first_published", BIG, nullable=False),
    Column("latest_published", BIG, nullable=False),
    Column("opened_at", BIG, nullable=False),
    Column("changed_at", BIG, nullable=False),
    Column("withdrawn_at", BIG),
    # Where the erasure of the newest text stands in the log.
    Column("erased", BIG),
    PrimaryKeyConstraint("generation", "stream_id", name="stories_pkey"),
    sqlite_strict=True,
)
Index("stories_slug", stories.c.generation, stories.c.slug)
Index("stories_url", stories.c.generation, stories.c.url)
Index("stories_published", stories.c.generation, stories.c.latest_published)

points = Table(
    "points",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("published_at", BIG, nullable=False),
    Column("source_version", BIG, nullable=False),
    Column("position", BIG, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("recorded_at", BIG, nullable=False),
    # 0 where the revision was voided, or the point was moved to another publish time: then that one has a row too.
    Column("counted", Integer, nullable=False, server_default="1"),
    Column("redated_from", BIG),
    PrimaryKeyConstraint("generation", "stream_id", "published_at", "source_version", "position", name="points_pkey"),
    sqlite_strict=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("position", BIG, nullable=False),
    Column("basis", KEY_TEXT, nullable=False),
    Column("previous", BIG),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("headline", Text),
    Column("note", Text),
    Column("paragraphs", BIG, nullable=False),
    Column("words", BIG, nullable=False),
    Column("words_added", BIG),
    Column("words_removed", BIG),
    Column("changes", BIG),
    Column("coarse", Integer, nullable=False),
    Column("erased", BIG),
    PrimaryKeyConstraint("generation", "stream_id", "revision", name="revisions_pkey"),
    sqlite_strict=True,
)

examinations = Table(
    "examinations",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("recorded_at", BIG, nullable=False),
    Column("published_at", BIG, nullable=False),
    Column("previous", BIG),
    Column("previous_position", BIG),
    Column("backfill", Integer, nullable=False),
    Column("changes", BIG, nullable=False),
    Column("substantive", BIG, nullable=False),
    Column("undisclosed", BIG, nullable=False),
    Column("claims", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
    Column("counted", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("generation", "stream_id", "revision", name="examinations_pkey"),
    sqlite_strict=True,
)
Index("examinations_recorded", examinations.c.generation, examinations.c.recorded_at)

findings = Table(
    "findings",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("number", BIG, nullable=False),
    Column("source", KEY_TEXT, nullable=False),
    Column("rule", KEY_TEXT, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("key", KEY_TEXT, nullable=False),
    Column("change", BIG),
    Column("place", Text, nullable=False),
    Column("old_words", Text),
    Column("new_words", Text),
    Column("message", Text, nullable=False),
    Column("noted", Integer, nullable=False),
    Column("backfill", Integer, nullable=False),
    Column("previous_position", BIG),
    Column("published_at", BIG, nullable=False),
    Column("opened_position", BIG, nullable=False),
    Column("opened_at", BIG, nullable=False),
    Column("closed_position", BIG),
    Column("closed_at", BIG),
    Column("cause", Text),
    PrimaryKeyConstraint("generation", "stream_id", "revision", "number", name="findings_pkey"),
    sqlite_strict=True,
)
Index("findings_queue", findings.c.generation, findings.c.closed_position, findings.c.severity, findings.c.opened_at)

reviews = Table(
    "reviews",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("position", BIG, nullable=False),
    Column("key", KEY_TEXT, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("previous_position", BIG),
    Column("verdict", KEY_TEXT, nullable=False),
    Column("name", Text, nullable=False),
    Column("comment", Text),
    Column("shown", LargeBinary),
    Column("recorded_at", BIG, nullable=False),
    Column("withdrawn_position", BIG),
    PrimaryKeyConstraint("generation", "stream_id", "position", "key", name="reviews_pkey"),
    sqlite_strict=True,
)

run_jobs = Table(
    "run_jobs",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("job", KEY_TEXT, nullable=False),
    Column("position", BIG, nullable=False),
    Column("started_at", BIG, nullable=False),
    Column("finished_at", BIG, nullable=False),
    Column("runs", BIG, nullable=False),
    Column("counts", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("rejects", Text, nullable=False),
    Column("last_input_at", BIG),
    Column("last_change_at", BIG),
    PrimaryKeyConstraint("generation", "stream_id", name="run_jobs_pkey"),
    sqlite_strict=True,
)

# A run is recorded in its job's shard, so a source or a revision may have a row in several; readers take the newest.
run_sources = Table(
    "run_sources",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("source", KEY_TEXT, nullable=False),
    Column("last_run_at", BIG),
    Column("last_run_job", KEY_TEXT),
    Column("last_input_at", BIG),
    Column("last_change_at", BIG),
    PrimaryKeyConstraint("generation", "shard", "source", name="run_sources_pkey"),
    sqlite_strict=True,
)

run_looks = Table(
    "run_looks",
    metadata,
    Column("generation", Integer, nullable=False),
    Column("stream_id", KEY_TEXT, nullable=False),
    Column("revision", BIG, nullable=False),
    Column("shard", Integer, nullable=False),
    Column("position", BIG, nullable=False),
    Column("looked_at", BIG, nullable=False),
    Column("job", KEY_TEXT, nullable=False),
    PrimaryKeyConstraint("generation", "stream_id", "revision", "shard", name="run_looks_pkey"),
    sqlite_strict=True,
)
