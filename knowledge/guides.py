"""A form that somebody fills in step by step: kept, so that it goes on after a restart, and over after half a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from knowledge.database import Database
from knowledge.tables import guide

LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Guide:
    """*body*: plain JSON, whatever fills in forms knows what."""

    person: str
    place: str
    body: Mapping[str, Any]
    changed: datetime

    def is_over(self, at: datetime) -> bool:
        return at >= self.changed + LASTS


def save_guide(connection: Connection, kept: Guide) -> None:
    """It takes the place of another of the same person in the same room; those that are long over go along."""
    mine = (guide.c.person == kept.person) & (guide.c.place == kept.place)
    connection.execute(delete(guide).where(mine | (guide.c.changed <= kept.changed - 2 * LASTS)))
    row = {"person": kept.person, "place": kept.place, "body": dict(kept.body), "changed": kept.changed}
    connection.execute(insert(guide), [row])


def read_guide(connection: Connection, *, person: str, place: str) -> Guide | None:
    """Also one that is over, so that whoever goes on with it can be told."""
    query = select(guide).where(guide.c.person == person, guide.c.place == place)
    row = connection.execute(query).one_or_none()
    return Guide(row.person, row.place, row.body, row.changed) if row is not None else None


async def find_guide(database: Database, *, person: str, place: str) -> Guide | None:
    """As `read_guide`, which is asked only where somebody has one: hardly anybody does, and each message asks."""
    if database.alone and (person, place) not in await database.read_kept(_whose, guide):
        return None
    return await database.read(partial(read_guide, person=person, place=place))


def _whose(connection: Connection) -> frozenset[tuple[str, str]]:
    return frozenset((row.person, row.place) for row in connection.execute(select(guide.c.person, guide.c.place)))


def drop_guide(connection: Connection, *, person: str, place: str) -> bool:
    """Whether there was one."""
    mine = delete(guide).where(guide.c.person == person, guide.c.place == place)
    return bool(connection.execute(mine).rowcount)
