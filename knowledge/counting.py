"""How much was asked, answered and missed within a time; people are counted, never named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.sql.elements import KeyedColumnElement

from knowledge.tables import feedback, follow, inquiry, owed, question, telling

MOST_TOPICS = 10


@dataclass(frozen=True)
class Counts:
    """*outcomes*, *verdicts*: by name; *topics*: those told to most people, with how many. *follows*, *owed* and
    *inquiries* are as they stand now."""

    questions: int
    people: int
    outcomes: Mapping[str, int]
    verdicts: Mapping[str, int]
    topics: tuple[tuple[str, int], ...]
    follows: int
    owed: int
    inquiries: int


def count(connection: Connection, *, since: datetime, at: datetime) -> Counts:
    within = question.c.asked > since
    asked = connection.execute(select(func.count(), func.count(question.c.person.distinct())).where(within)).one()
    people = func.count(telling.c.person.distinct())
    told = (
        select(telling.c.topic, people)
        .where(telling.c.told_at > since, telling.c.question_id.is_not(None))
        .group_by(telling.c.topic)
        .order_by(people.desc(), telling.c.topic)
        .limit(MOST_TOPICS)
    )
    live = follow.c.until.is_(None) | (follow.c.until > at)
    return Counts(
        questions=asked[0],
        people=asked[1],
        outcomes=_by(connection, question.c.outcome, within),
        verdicts=_by(connection, feedback.c.verdict, feedback.c.made > since),
        topics=tuple((row[0], row[1]) for row in connection.execute(told)),
        follows=_number(connection, live, follow.c.id),
        owed=_number(connection, owed.c.state == "pending", owed.c.id),
        inquiries=_number(connection, inquiry.c.state == "open", inquiry.c.id),
    )


def _by(connection: Connection, column: KeyedColumnElement[str], where: ColumnElement[bool]) -> dict[str, int]:
    query = select(column, func.count()).where(where).group_by(column).order_by(column)
    return {row[0]: row[1] for row in connection.execute(query)}


def _number(connection: Connection, where: ColumnElement[bool], column: KeyedColumnElement[int]) -> int:
    found: int = connection.scalars(select(func.count(column)).where(where)).one()
    return found
