"""Who may change what, and what they did."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from knowledge.tables.base import BIG, Instant, metadata

# Who may change what. identity: platform and who they are there.
role = Table(
    "role",
    metadata,
    Column("identity", String(200), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("granted", Instant, nullable=False),
    Column("granted_by", String(200), nullable=False),
)

# A code that can be used once; only its hash is kept.
invitation = Table(
    "invitation",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("made", Instant, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),
    Column("used_by", String(200)),
)

# Every change and every refusal: who, what, before, after.
audit = Table(
    "audit",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("made", Instant, nullable=False, index=True),
    Column("identity", String(200), nullable=False, index=True),
    Column("role", String(16)),
    Column("command", String(40), nullable=False),
    Column("about", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("refused", Text),
    Column("change_id", Integer, ForeignKey("change.id")),
)

# Words for everybody, stored with whom they are for. words: by language. state: prepared, going, paused, cancelled;
# loudness: ordinary or urgent; started: when they were to go out; not_after: from then on they are no use any more.
announcement = Table(
    "announcement",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made", Instant, nullable=False),
    Column("identity", String(200), nullable=False),
    Column("words", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("drill", Boolean, nullable=False),
    Column("loudness", String(16)),
    Column("started", Instant),
    Column("not_after", Instant),
)
