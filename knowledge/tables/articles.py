"""Articles and calendars that editors handed over, and the pieces cut from them that wait for an editor."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from knowledge.tables.base import Instant, metadata

# One row for each version that was read. kind: article or calendar; body: as it was read; fingerprint: of its text;
# prints: of its paragraphs, shortened;
# source: what its claims rest on, from the first that was published; before: the version it follows; closed: from then
# on nobody is asked to go on with it; unsure: nothing told whether it is newer than the one before.
article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made", Instant, nullable=False),
    Column("identity", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("address", Text),
    Column("fingerprint", String(64), nullable=False, index=True),
    Column("source", String(120), index=True),
    Column("before", Integer, ForeignKey("article.id")),
    Column("body", JSON, nullable=False),
    Column("prints", JSON),
    Column("unsure", Integer, nullable=False),
    Column("closed", Instant),
)

# nth: counted from 1 within its article; kind: claim, days or gone; state: waiting, later, approved, drafted, agreed,
# settled, dropped or replaced; opened: when it was last looked at, and by whom; change_id, draft_id: what came of it.
piece = Table(
    "piece",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("nth", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened", Instant),
    Column("opened_by", String(200)),
    Column("done", Instant),
    Column("done_by", String(200)),
    Column("change_id", Integer, ForeignKey("change.id")),
    Column("draft_id", Integer, ForeignKey("draft.id")),
    Index("ix_piece_article_id_state", "article_id", "state"),
)
