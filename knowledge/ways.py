"""How each row of what is owed is told: by a message to whoever it is owed to, or in our messages that stand in a room.

The platform's name of a message is known only once it has been sent: what stands in one that is just being sent waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from knowledge.company import Company
from knowledge.deliveries import DeliveryKind
from knowledge.interest import CORRECTION
from knowledge.loudness import Loudness
from knowledge.revisions import in_parts
from knowledge.tables import telling

NAMED_WITHIN = timedelta(minutes=2)  # what has no name by then was never sent

Told = tuple[str, str, str, date | None, date | None]
"""Who was told where, of which topic and days."""

Way = tuple[Row[Any], DeliveryKind, str | None]
"""A row of what is owed, and how it is told; of a rewrite the name of our message."""


@dataclass(frozen=True)
class Messages:
    """*named*: of what was told where others read along, the names of our messages that tell it, each once; *unnamed*:
    what is told in a message that may just be on its way."""

    named: Mapping[Told, Sequence[str]]
    unnamed: Collection[Told]

    def is_on_its_way(self, row: Row[Any]) -> bool:
        return is_in_room(row) and told_by(row) in self.unnamed


def read_messages(connection: Connection, rows: Iterable[Row[Any]], *, at: datetime) -> Messages:
    people = sorted({row.person for row in rows if is_in_room(row)})
    named: dict[Told, dict[str, None]] = {}
    unnamed: set[Told] = set()
    about = (telling.c.person, telling.c.place, telling.c.topic, telling.c.day, telling.c.last_day)
    for part in in_parts(people):
        query: Select[Any] = select(*about, telling.c.message, telling.c.told_at, telling.c.company)
        for row in connection.execute(query.where(telling.c.person.in_(part)).order_by(telling.c.id)).all():
            if row.message is not None:
                named.setdefault(told_by(row), {})[row.message] = None
            elif row.company == Company.ROOM and row.told_at > at - NAMED_WITHIN:
                unnamed.add(told_by(row))
    return Messages({told: list(names) for told, names in named.items()}, unnamed)


def ways_of(rows: Iterable[Row[Any]], messages: Messages) -> Iterator[Way]:
    for row in rows:
        if row.kind != CORRECTION:
            yield row, DeliveryKind.ANSWER, None
        elif not is_in_room(row):
            yield row, DeliveryKind.CORRECTION, None
        else:
            for message in messages.named.get(told_by(row), ()):
                yield row, DeliveryKind.REWRITE, message


def each_once(ways: Iterable[Way]) -> list[Way]:
    """One message to a room for all that one person is owed; of what was just the newest."""
    found: dict[object, Way] = {}
    for way in ways:
        row, kind, message = way
        own = row.id if kind is DeliveryKind.ANSWER else None
        found[row.person if message is None else None, row.place, kind, message, own, is_urgent(row)] = way
    return list(found.values())


def is_in_room(row: Row[Any]) -> bool:
    return bool(row.kind == CORRECTION and row.company == Company.ROOM)


def is_urgent(row: Row[Any]) -> bool:
    return bool(row.loudness == Loudness.URGENT)


def told_by(row: Row[Any]) -> Told:
    """Whatever the part of the district: what was told of others of its parts is rewritten along with it."""
    return row.person, row.place, row.topic, row.day, row.last_day
