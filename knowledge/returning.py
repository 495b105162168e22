"""Answers that go back to whoever asked a person: by their own words, or by what was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from knowledge.claims import Scope
from knowledge.people import scope_of
from knowledge.tables import owed

GONE = "gone"


@dataclass(frozen=True)
class Returning:
    """*answer*: a person's words; None where a published change answers it: about *topic*, these days and *scope*."""

    number: int
    person: str
    place: str
    question: str
    language: str | None
    answer: str | None
    answered: datetime
    topic: str | None
    day: date | None
    last_day: date | None
    scope: Scope


def is_kept(connection: Connection, number: int) -> bool:
    """Not where whoever asked was forgotten."""
    return connection.execute(select(owed.c.id).where(owed.c.id == number)).first() is not None


def returning_of(row: Row[Any]) -> Returning:
    return Returning(
        number=row.id,
        person=row.person,
        place=row.place,
        question=row.text,
        language=row.language,
        answer=row.answer,
        answered=row.answered or row.recorded,
        topic=row.topic,
        day=row.day,
        last_day=row.last_day,
        scope=scope_of(row.scope),
    )
