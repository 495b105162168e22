"""Whom an announcement goes to: the one selection that is counted beforehand and spread afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    union,
)

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.district import District
from knowledge.people import scope_of
from knowledge.tables import follow, person, question, room

ASKED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Recipients:
    """On one platform. *people*: in rooms of their own; *rooms*: where several read it; *elsewhere*: those of both that
    are left out because the schools they chose are none of those spoken of."""

    lane: str
    people: int = 0
    rooms: int = 0
    elsewhere: int = 0

    @property
    def all(self) -> int:
        return self.people + self.rooms


def audiences(lane: str, *, after: str, at: datetime, to_people: bool) -> Iterator[Select[Any]]:
    """Of the people whose names come *after* one, each with a room: rooms that follow something or have a board, and,
    where people are written to, whoever asked lately or follows something in a room of their own."""
    prefix = f"{lane}:"
    still = or_(follow.c.until.is_(None), follow.c.until > at)
    ours = follow.c.place.startswith(prefix, autoescape=True)
    follows = select(follow.c.person, follow.c.place).where(ours, still, follow.c.person > after)
    if to_people:
        shared = select(follow.c.place, follow.c.place).join(room, room.c.place == follow.c.place)
        shared = shared.where(ours, still, follow.c.place > after)  # several follow there, and it is told once
        yield shared.group_by(follow.c.place).order_by(follow.c.place)
        own = or_(follow.c.person == follow.c.place, ~exists().where(room.c.place == follow.c.place))
        follows = follows.where(own)
        asked = (question.c.asked > at - ASKED_WITHIN, question.c.company == Company.ALONE)
        mine = select(question.c.person, question.c.place).where(
            question.c.person > after, question.c.place.startswith(prefix, autoescape=True), *asked
        )
        yield mine.group_by(question.c.person, question.c.place).order_by(question.c.person, question.c.place)
    else:
        follows = follows.where(follow.c.person == follow.c.place)
    yield follows.group_by(follow.c.person, follow.c.place).order_by(follow.c.person, follow.c.place)
    boards = select(room.c.place, room.c.place).where(room.c.board, room.c.place > after)
    yield boards.where(room.c.place.startswith(prefix, autoescape=True)).order_by(room.c.place)


def is_touched(row: Row[Any] | None, scope: Scope, district: District) -> bool:
    """*row*: what somebody chose; whoever chose no schools is concerned by all of them, and whoever wants no
    announcements by none."""
    if row is None:
        return True
    if row.unannounced:
        return False
    mine = scope_of({"schools": row.schools, "levels": row.levels})
    return scope.is_district or mine.is_district or scope.touches(mine, district)


def count_recipients(
    connection: Connection, lane: str, scope: Scope, *, district: District, at: datetime, to_people: bool
) -> Recipients:
    """Without the rooms that nothing can be sent to any more, and without whoever wants no announcements."""
    parts = [one.order_by(None) for one in audiences(lane, after="", at=at, to_people=to_people)]
    everybody = union(*parts).subquery()
    who, place = everybody.c[0], everybody.c[1]
    away: ColumnElement[bool] = _is_elsewhere(connection, scope, district)
    kind = case((room.c.place.is_not(None), "room"), else_="alone")
    is_away = case((away, 1), else_=0)
    query = (
        select(kind, is_away, func.count())
        .select_from(everybody)
        .join(room, room.c.place == place, isouter=True)
        .join(person, person.c.person == who, isouter=True)
        .where(room.c.gone.is_(None), person.c.unannounced.is_not(True))
        .group_by(kind, is_away)
    )
    found = {(kind, bool(left_out)): count for kind, left_out, count in connection.execute(query).all()}
    elsewhere = sum(count for (_, left_out), count in found.items() if left_out)
    return Recipients(lane, found.get(("alone", False), 0), found.get(("room", False), 0), elsewhere)


def _is_elsewhere(connection: Connection, scope: Scope, district: District) -> ColumnElement[bool]:
    """By the choices that there are, which are few where many chose the same."""
    if scope.is_district:
        return false()
    schools, levels = cast(person.c.schools, Text), cast(person.c.levels, Text)
    chosen = select(schools, levels, func.min(person.c.person)).group_by(schools, levels)
    chosen = chosen.where(person.c.unannounced.is_not(True))
    away = [row for row in connection.execute(chosen).all() if not _touched_by(connection, row[2], scope, district)]
    return or_(false(), *(and_(schools == row[0], levels == row[1]) for row in away))


def _touched_by(connection: Connection, somebody: str, scope: Scope, district: District) -> bool:
    row = connection.execute(select(person).where(person.c.person == somebody)).one()
    return is_touched(row, scope, district)
