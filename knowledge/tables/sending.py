"""What goes out to many: who sends for a bot, what has been spread so far, and each message on its way."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from knowledge.tables.base import BIG, NEVER_AGAIN, Instant, metadata

# Who may send what goes out to many over one bot: one at a time. epoch: rises with every holder, so that one that was
# stopped and goes on later can be told from its successor. until, paused_until: on the database's clock; paused_until:
# as long as the platform has asked us to be silent.
lane = Table(
    "lane",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("holder", String(120)),
    Column("until", Instant),
    Column("paused_until", Instant),
)

# How far an announcement has been spread over the people of a lane. seen: the last of them; done: all of them.
spreading = Table(
    "spreading",
    metadata,
    Column("announcement_id", Integer, ForeignKey("announcement.id"), primary_key=True),
    Column("lane", String(40), primary_key=True),
    Column("seen", String(200), nullable=False),
    Column("done", Instant),
)

# A change that concerns more people than one transaction should: whom it leaves something owed is reckoned part by
# part. cells: what they were told about, each with what it meant before; seen: the last person reckoned.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("change_id", Integer, ForeignKey("change.id"), nullable=False),
    Column("made", Instant, nullable=False),
    Column("loudness", String(16), nullable=False),
    Column("cells", JSON, nullable=False),
    Column("seen", String(200), nullable=False),
    Column("done", Instant, index=True),
)

# One message to one room. queue: the lowest first, see deliveries; kind: correction, rewrite, answer, announcement;
# message: the platform's name of ours: the one to be rewritten, or the one that was sent. state: waiting, sending,
# sent, dropped (nothing to be said any more), gone (nobody there), doubtful (perhaps it arrived, and is not sent
# again), failed. epoch: under which it is being sent. person and place as in a question.
delivery = Table(
    "delivery",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("lane", String(40), nullable=False),
    Column("queue", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", String(200), nullable=False, index=True),
    Column("place", String(200), nullable=False),
    Column("announcement_id", Integer, ForeignKey("announcement.id")),
    Column("change_id", Integer, ForeignKey("change.id")),
    Column("owed_id", BIG),
    Column("message", String(60)),
    Column("urgent", Boolean, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("not_after", Instant),
    Column("state", String(12), nullable=False),
    Column("epoch", Integer),
    Column("tries", Integer, nullable=False),
    Column("settled", Instant),
    Index("ix_delivery_lane_queue_state_not_before_id", "lane", "queue", "state", "not_before", "id"),
    Index("ix_delivery_announcement_id_state", "announcement_id", "state"),
    Index("ix_delivery_change_id_state_lane_not_before_id", "change_id", "state", "lane", "not_before", "id"),
    **NEVER_AGAIN,
)
