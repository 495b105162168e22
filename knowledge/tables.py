"""The tables. Knowledge is append-only revisions; ``claim`` repeats of each claim revision what look-ups filter on.

Instants are stored in UTC; days and hours are the district's own. Only this package may import this module.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(naming_convention=NAMING)

# Rows that come with every question outgrow 32 bits; SQLite counts rows by itself only in an INTEGER key.
BIG = BigInteger().with_variant(Integer(), "sqlite")

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Known from the beginning: what curated files say without naming a moment."""

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

# What was asked, kept for the days the settings say. reading: how it was understood. place, person: opaque.
question = Table(
    "question",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("asked", Instant, nullable=False, index=True),
    Column("place", String(200), nullable=False),
    Column("person", String(200), nullable=False),
    Column("language", String(16)),
    Column("text", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("topics", JSON, nullable=False),
    Column("reading", JSON),
    Column("probability", Float),
    Index("ix_question_person_place_asked", "person", "place", "asked"),
)

# Who was told which finding for which topic, day and scope; told: claim slugs with their revisions.
# day_over: when the day told about is over; for a finding without a day, when it was told.
telling = Table(
    "telling",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("question_id", BIG, ForeignKey("question.id", ondelete="SET NULL"), index=True),
    Column("told_at", Instant, nullable=False),
    Column("place", String(200), nullable=False),
    Column("person", String(200), nullable=False, index=True),
    Column("topic", String(120), nullable=False),
    Column("day", Date),
    Column("scope", JSON, nullable=False),
    Column("finding", String(16), nullable=False),
    Column("told", JSON, nullable=False),
    Column("message", String(200)),
    Column("day_over", Instant, nullable=False, index=True),
    Index("ix_telling_topic_day", "topic", "day"),
)

# A question the knowledge base could not answer; person: so that people are counted, not messages.
gap = Table(
    "gap",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("question_id", BIG, ForeignKey("question.id", ondelete="CASCADE"), index=True),
    Column("asked", Instant, nullable=False, index=True),
    Column("person", String(200), nullable=False, index=True),
    Column("language", String(16)),
    Column("text", Text, nullable=False),
    Column("topic", String(120)),
    Column("day", Date),
    Column("outcome", String(16), nullable=False),
)
