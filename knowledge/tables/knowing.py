"""What is known, as append-only revisions; ``claim`` repeats of each claim what look-ups filter on."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from knowledge.tables.base import Instant, metadata

# One row: bumped by every publication, so that readers know when their index is behind.
generation = Table(
    "generation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("changed", Instant, nullable=False),
)

# kind and body: the noun as JSON, see codec. At a moment the highest number known by then holds, so that a revision is
# visible from known_from until known_until (None: still). current: the highest number of all. removed: taken away.
revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("slug", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("known_from", Instant, nullable=False),
    Column("known_until", Instant),
    Column("current", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False, default=False),
    Column("recorded", Instant, nullable=False),
    Column("author", String(200), nullable=False),
    Column("by_person", Boolean, nullable=False),
    Column("reason", Text),
    UniqueConstraint("kind", "slug", "number"),
    Index("ix_revision_kind_current", "kind", "current"),
)

# A revision of a claim, laid out for look-ups. A revision holds from known_from until known_until (None: still).
claim = Table(
    "claim",
    metadata,
    Column("revision_id", Integer, ForeignKey("revision.id"), primary_key=True),
    Column("slug", String(120), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("topic", String(120), nullable=False),
    Column("event", String(120)),
    Column("source", String(120), nullable=False),
    Column("condition", String(120)),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("as_of", Instant, nullable=False),
    Column("known_from", Instant, nullable=False),
    Column("known_until", Instant),
    Column("serve_from", Instant, nullable=False),
    Column("serve_until", Instant, nullable=False),
    Column("ended", Instant),
    Column("withdrawn", Instant),
    Index("ix_claim_topic_serve_until", "topic", "serve_until"),
    Index("ix_claim_topic_first_day", "topic", "first_day"),
)

# Which claims a claim revision takes the place of.
supersession = Table(
    "supersession",
    metadata,
    Column("revision_id", Integer, ForeignKey("claim.revision_id"), primary_key=True),
    Column("superseded", String(120), primary_key=True, index=True),
)

# One act of a person (or of a loader), however many nouns it touches; undone as a whole. identity: who did it;
# loudness: how whom it concerns is told: ordinary, urgent or quiet.
change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made", Instant, nullable=False, index=True),
    Column("identity", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("reason", Text),
    Column("meaning", Boolean, nullable=False),
    Column("undoes", Integer, ForeignKey("change.id")),
    Column("loudness", String(16)),
)

change_revision = Table(
    "change_revision",
    metadata,
    Column("change_id", Integer, ForeignKey("change.id"), primary_key=True),
    Column("revision_id", Integer, ForeignKey("revision.id"), primary_key=True, index=True),
)

# An instant still to come at which what a change says begins or ends; what it owes comes to be owed then.
start = Table(
    "start",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("change_id", Integer, ForeignKey("change.id"), nullable=False, index=True),
    Column("begins", Instant, nullable=False),
    Column("settled", Instant),
    Index("ix_start_settled_begins", "settled", "begins"),
)

# A change that waits for a person to approve it; nothing of it is ever found by a family. nouns: kind and body of each;
# undoes: the change it would take back; gap, gap_closed_as: the question it would answer, and how; loudness: how it
# shall be told, as far as anybody has said.
draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made", Instant, nullable=False),
    Column("identity", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("reason", Text),
    Column("meaning", Boolean, nullable=False),
    Column("nouns", JSON, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("based_on", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("approvals", JSON, nullable=False),
    Column("undoes", Integer),
    Column("gap", Integer),
    Column("gap_closed_as", String(16)),
    Column("loudness", String(16)),
    Column("settled", Instant),
    Column("settled_by", String(200)),
    Column("change_id", Integer, ForeignKey("change.id")),
)
