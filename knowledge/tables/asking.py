"""What people asked, were told, chose, follow and are owed: every row with a ``person`` is forgotten on demand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, text

from knowledge.tables.base import BIG, NEVER_AGAIN, Instant, metadata


def apart(last_day: date | None, scope: Mapping[str, Sequence[str]]) -> str:
    """What tells the cells of one topic and day apart, short enough for an index; empty for one day, or none, of the
    whole district."""
    if last_day is None and not any(scope.values()):
        return ""
    said = json.dumps([last_day and last_day.isoformat(), scope], sort_keys=True)
    return blake2b(said.encode(), digest_size=8).hexdigest()


def _apart_in(row: Any) -> str:
    values = row.get_current_parameters()
    return apart(values.get("last_day"), values["scope"])


# What was asked, kept for the days the settings say. reading: how it was understood. place, person: opaque.
# origin: what brought it, so that a message answered again (after a crash, or edited) is one question. company: alone,
# room or aside, see company.
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
    Column("origin", String(120), index=True),
    Column("company", String(8)),
    Index("ix_question_person_place_asked", "person", "place", "asked"),
    **NEVER_AGAIN,
)

# Who was told which finding for which topic, day and scope; told: claim slugs with their revisions.
# day_over: when the day told about is over; for a finding without a day, when it was told. meaning: what the finding
# meant, see owing; lives_until: when what was told stops being served by itself, None for a hole. message: the
# platform's name of ours that tells it; company: as of a question; stopped: since when they want to hear of no change.
# apart: with topic and day names the cell, see apart.
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
    Column("last_day", Date),
    Column("meaning", JSON),
    Column("lives_until", Instant),
    Column("company", String(8)),
    Column("stopped", Instant),
    Column("apart", String(16), nullable=False, default=_apart_in, server_default=text("''")),
    Index("ix_telling_topic_day_apart_id", "topic", "day", "apart", "id"),
    **NEVER_AGAIN,
)

# A question the knowledge base could not answer; person: so that people are counted, not messages.
# outcome: unknown, clarify, chosen, none_of_these, wrong; closed_as, change_id: how an editor dealt with it, and by
# which change.
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
    Column("closed", Instant),
    Column("closed_as", String(16)),
    Column("change_id", Integer),
    **NEVER_AGAIN,
)

# What a person chose for themselves. quiet_*: minutes after midnight on the district's clock; unannounced: they want no
# announcements.
person = Table(
    "person",
    metadata,
    Column("person", String(200), primary_key=True),
    Column("language", String(16)),
    Column("schools", JSON, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    Column("changed", Instant, nullable=False),
    Column("unannounced", Boolean),
)

# number: in the person's own list.
follow = Table(
    "follow",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("number", Integer, nullable=False, default=0),
    Column("person", String(200), nullable=False, index=True),
    Column("place", String(200), nullable=False, index=True),
    Column("topic", String(120), nullable=False, index=True),
    Column("day", Date),
    Column("last_day", Date),
    Column("scope", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    **NEVER_AGAIN,
)

# What families say of an answer; verdict: helpful or wrong.
feedback = Table(
    "feedback",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("question_id", BIG, ForeignKey("question.id", ondelete="CASCADE"), index=True),
    Column("person", String(200), nullable=False, index=True),
    Column("made", Instant, nullable=False),
    Column("verdict", String(16), nullable=False),
    **NEVER_AGAIN,
)

# A question that somebody wants a person to answer. state: open, answered, closed. fleeting: it was asked where nothing
# can be sent to them later.
inquiry = Table(
    "inquiry",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("question_id", BIG, ForeignKey("question.id", ondelete="SET NULL"), index=True),
    Column("person", String(200), nullable=False, index=True),
    Column("place", String(200), nullable=False),
    Column("language", String(16)),
    Column("text", Text, nullable=False),
    Column("asked", Instant, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("answer", Text),
    Column("answered", Instant),
    Column("identity", String(200)),
    Column("fleeting", Boolean),
    **NEVER_AGAIN,
)

# What somebody must still be told. kind: correction, answer, announcement; because: told, followed, asked.
# before, after: what the finding meant to them, see owing. state: pending, replaced, cancelled, and what sending makes
# of it: sent, gone, and silent for what is not told by itself. company: of the telling, as of a question; loudness:
# of the change; spread: since when it is among the deliveries. What waits for one person in one place is one message.
owed = Table(
    "owed",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("change_id", Integer, ForeignKey("change.id"), index=True),
    Column("inquiry_id", BIG, ForeignKey("inquiry.id", ondelete="CASCADE"), index=True),
    Column("kind", String(16), nullable=False),
    Column("person", String(200), nullable=False, index=True),
    Column("place", String(200), nullable=False),
    Column("topic", String(120)),
    Column("day", Date),
    Column("last_day", Date),
    Column("scope", JSON, nullable=False),
    Column("because", String(16), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("recorded", Instant, nullable=False),
    Column("not_after", Instant),
    Column("state", String(16), nullable=False),
    Column("settled", Instant),
    Column("company", String(8)),
    Column("loudness", String(16)),
    Column("spread", Instant),
    Column("apart", String(16), nullable=False, default=_apart_in, server_default=text("''")),
    # Both in one: of an index for each, SQLite takes that of the state, under which a million may wait.
    Index("ix_owed_state_person", "state", "person"),
    Index("ix_owed_topic_day_apart_id", "topic", "day", "apart", "id"),
    Index("ix_owed_spread_loudness_place_id", "spread", "loudness", "place", "id"),
    **NEVER_AGAIN,
)

# Accounts of one person; those with one bond are linked. It says nothing about who they are.
link = Table(
    "link",
    metadata,
    Column("person", String(200), primary_key=True),
    Column("bond", String(64), nullable=False, index=True),
    Column("linked", Instant, nullable=False),
)

# What links another account to this person's, once; only its hash is kept.
link_code = Table(
    "link_code",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    Column("expires", Instant, nullable=False),
)
