"""What is no more: topics that were taken away, and events that are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from knowledge.claims import Event
from knowledge.codec import Kind
from knowledge.revisions import latest
from knowledge.topics import Topic


@dataclass(frozen=True)
class Bygone:
    """By slug: topics as they last were, and events with their end."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)


def read_bygone(connection: Connection, topics: Iterable[str], events: Iterable[str], *, at: datetime) -> Bygone:
    """Of these slugs those that are no more at a moment."""
    known, happened = latest(connection, Kind.TOPIC, topics), latest(connection, Kind.EVENT, events)
    gone = {slug: one.noun for slug, one in known.items() if one.removed and isinstance(one.noun, Topic)}
    ended = {slug: one.noun for slug, one in happened.items() if not one.removed and isinstance(one.noun, Event)}
    return Bygone(gone, {slug: one for slug, one in ended.items() if one.ended is not None and one.ended <= at})
