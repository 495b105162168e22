"""Answers that go back to whoever asked a person: claimed before they are sent, and settled once they were.

A claim that was never settled is good once more after a while: a crash between the two sends an answer at most twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from knowledge.claims import Scope
from knowledge.people import read_chosen, scope_of
from knowledge.tables import inquiry, owed

PENDING, SENDING, AGAIN, SENT, GONE = "pending", "sending", "again", "sent", "gone"
SENDING_LASTS = timedelta(minutes=5)


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


def claim_returning(
    connection: Connection, platform: str, *, at: datetime, local: time, most: int = 20
) -> tuple[Returning, ...]:
    """What whoever calls has to send to rooms of a platform, the oldest first; nothing to whoever has their quiet hours
    at *local*, the district's clock."""
    cut_off = and_(owed.c.state == SENDING, owed.c.settled <= at - SENDING_LASTS)
    query = (
        select(owed, inquiry.c.text, inquiry.c.language, inquiry.c.answer, inquiry.c.answered)
        .join(inquiry, inquiry.c.id == owed.c.inquiry_id)
        .where(owed.c.kind == "answer", owed.c.place.startswith(f"{platform}:", autoescape=True))
        .where(or_(owed.c.state == PENDING, cut_off), or_(owed.c.not_after.is_(None), owed.c.not_after > at))
        .order_by(owed.c.id)
    )
    claimed: list[Returning] = []
    for row in connection.execute(query).all():
        if len(claimed) == most:
            break
        if _is_quiet(read_chosen(connection, row.person).quiet, local):
            continue
        mine = update(owed).where(owed.c.id == row.id, owed.c.state == row.state)
        after = SENDING if row.state == PENDING else AGAIN
        if connection.execute(mine.values(state=after, settled=at)).rowcount:
            claimed.append(returning_of(row))
    return tuple(claimed)


def settle_returning(connection: Connection, number: int, state: str, *, at: datetime) -> None:
    """*state*: sent, or gone where nobody can be sent anything there."""
    mine = update(owed).where(owed.c.id == number, owed.c.state.in_((SENDING, AGAIN)))
    connection.execute(mine.values(state=state, settled=at))


def _is_quiet(quiet: tuple[time, time] | None, local: time) -> bool:
    if quiet is None:
        return False
    first, last = quiet
    return first <= local < last if first < last else local >= first or local < last


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
