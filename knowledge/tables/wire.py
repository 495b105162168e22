"""What chat platforms bring and what hangs on their messages: arrivals, rooms, buttons, steps half done."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from knowledge.tables.base import BIG, NEVER_AGAIN, Instant, metadata

# Whatever a platform hands over, stored before it counts as accepted. account: the bot it was sent to; number: the
# platform's own, never twice for an account; lane: within which order is kept; message: the platform's name of what
# somebody wrote; body: as it came, until it is settled. state: waiting, answered, dropped. sent: the names of our
# messages. When it is settled the body goes, and with it who wrote what; the rest stays a few days, so that a
# repetition is known as one.
arrival = Table(
    "arrival",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("account", String(60), nullable=False),
    Column("number", BIG, nullable=False),
    Column("lane", String(200), nullable=False),
    Column("message", String(60)),
    Column("body", Text),
    Column("written", Instant),
    Column("received", Instant, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent", JSON),
    Column("question_id", BIG),
    Column("settled", Instant, index=True),
    UniqueConstraint("account", "number"),
    Index("ix_arrival_account_lane_message", "account", "lane", "message"),
    **NEVER_AGAIN,
)

# A room with several people in it, or whose settings somebody changed. plain: questions are answered without being
# addressed; staff: what waits for staff arrives here; board: what holds today stands here, in the message of ours that
# the platform calls board_message; gone: since when nothing can be sent there.
room = Table(
    "room",
    metadata,
    Column("place", String(200), primary_key=True),
    Column("plain", Boolean, nullable=False, default=False),
    Column("staff", Boolean, nullable=False, default=False),
    Column("board", Boolean, nullable=False, default=False),
    Column("board_message", String(60)),
    Column("language", String(16)),
    Column("changed", Instant, nullable=False),
    Column("changed_by", String(200)),
    Column("gone", Instant),
)

# The buttons under one message; a button names the token and its place among them. person: who may press them, None
# where everybody in the room may. role: what whoever presses needs; presses: what each does.
keyboard = Table(
    "keyboard",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("person", String(200), index=True),
    Column("place", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("presses", JSON, nullable=False),
    Column("made", Instant, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
)

# A form that somebody is filling in step by step. body: the command with its values so far and the field asked for.
guide = Table(
    "guide",
    metadata,
    Column("person", String(200), primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("body", JSON, nullable=False),
    Column("changed", Instant, nullable=False, index=True),
)

# What was put before staff in their room, so that a reply to the message is a reply to it. kind: inquiry, wrong, gap;
# about: the number of it. message: the platform's name of ours, None until it was sent.
staff_post = Table(
    "staff_post",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("place", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("about", BIG, nullable=False),
    Column("message", String(60)),
    Column("posted", Instant, nullable=False),
    UniqueConstraint("place", "kind", "about"),
    Index("ix_staff_post_place_message", "place", "message"),
    **NEVER_AGAIN,
)

# What a program wants to find again at its next start, such as which command menu stands on a platform.
remembered = Table(
    "remembered",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("value", Text, nullable=False),
)
