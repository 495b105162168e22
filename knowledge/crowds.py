"""Crowds: people made up by the thousand, who asked and were told, to measure with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from knowledge.company import Company
from knowledge.deliveries import State
from knowledge.findings import Asked, FindingKind
from knowledge.interest import PENDING, Cell, read_ground
from knowledge.people import scope_body
from knowledge.present import present
from knowledge.tables import delivery, owed, question, telling

TABLES = {"question": question, "telling": telling, "owed": owed, "delivery": delivery}


def add_crowd(connection: Connection, people: Sequence[str], *, about: Asked | None, at: datetime) -> None:
    """Each asked in a room of their own; with *about* each was told what holds of it. Nobody is owed anything by it."""
    told = _told(connection, about, at) if about else {}
    asked = {"asked": at, "text": "?", "outcome": "answer", "topics": [], "company": Company.ALONE.value}
    connection.execute(insert(question), [{**asked, "person": one, "place": one} for one in people])
    if told:
        connection.execute(insert(telling), [{**told, "person": one, "place": one} for one in people])


def count_rows(connection: Connection, table: str) -> int:
    number: int = connection.scalars(select(func.count()).select_from(TABLES[table])).one()
    return number


def is_sending(connection: Connection) -> bool:
    """Whether anything is on its way, or about to leave."""
    some = select(delivery.c.id).where(delivery.c.state == State.SENDING).limit(1)
    return connection.execute(some).first() is not None


def count_owed(connection: Connection) -> int:
    """Who waits for a correction."""
    number: int = connection.scalars(select(func.count(owed.c.person.distinct())).where(owed.c.state == PENDING)).one()
    return number


def bytes_of(connection: Connection, table: str) -> int | None:
    """With its indexes; None where the database cannot tell."""
    if connection.dialect.name == "sqlite":
        return None
    return int(connection.execute(text("SELECT pg_total_relation_size(:name)"), {"name": table}).scalar_one())


def _told(connection: Connection, about: Asked, at: datetime) -> dict[str, Any]:
    ground = read_ground(connection, {about.topic})
    cell = Cell.of(about.topic, about.day, about.last_day, about.scope)
    meant = present(connection, [cell], at=at, ground=ground)[cell]
    return {
        "told_at": at,
        "topic": cell.topic,
        "day": cell.day,
        "last_day": cell.last_day,
        "scope": scope_body(cell.scope),
        "finding": FindingKind.KNOWN.value if meant.kind == "known" else FindingKind.NOT_ANNOUNCED.value,
        "told": {},
        "day_over": cell.day_over(ground.district) or at,
        "meaning": meant.meaning,
        "lives_until": meant.lives_until,
        "company": Company.ALONE.value,
    }
