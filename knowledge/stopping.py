"""Stopping: somebody wants to hear no more of what they were told or follow, in one room; nothing that waits is sent.

Asked again it is told anew, and that telling counts again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, or_, select, update

from knowledge.company import Company
from knowledge.interest import CANCELLED, CORRECTION, PENDING, SENT, STOPPED, Cell, cell_of, live_tellings
from knowledge.meaning import is_bare
from knowledge.people import Followed, scope_of
from knowledge.publishing import hold_turn
from knowledge.revisions import in_parts
from knowledge.tables import follow, owed, telling


@dataclass(frozen=True)
class Stopped:
    """*cells*: of which they were told or were still to be told; *follows*: what they followed."""

    cells: tuple[Cell, ...] = ()
    follows: tuple[Followed, ...] = ()


def stop_telling(
    connection: Connection,
    who: str,
    place: str,
    cells: Collection[Cell],
    *,
    above: Mapping[str, Collection[str]],
    at: datetime,
) -> Stopped:
    """Of this account in this room alone. *above*: of each topic the topics it is part of, whose follows took it in."""
    hold_turn(connection)  # or a change that is just being published would still count them
    mine = list(_rows(connection, telling, who, place, cells, telling.c.stopped.is_(None), _may_be_told()))
    waiting = list(_rows(connection, owed, who, place, cells, *_corrections(PENDING)))
    sent = list(_rows(connection, owed, who, place, cells, *_corrections(SENT)))
    _set(connection, telling, mine, stopped=at)
    _set(connection, owed, waiting, state=CANCELLED, settled=at)
    _set(connection, owed, sent, state=STOPPED)
    follows = _stop_follows(connection, who, place, cells, above=above)
    known = {cell_of(row) for row in (*mine, *waiting, *sent)}
    return Stopped(tuple(one for one in dict.fromkeys(cells) if one in known), follows)


def told_of(connection: Connection, who: str, place: str, *, at: datetime, most: int) -> tuple[Cell, ...]:
    """What this account is told of in this room because it was told something that still lives, the newest first."""
    here = (telling.c.person == who, telling.c.place == place, telling.c.stopped.is_(None), _may_be_told())
    told = connection.execute(select(telling).where(*here, live_tellings(at)).order_by(telling.c.id.desc())).all()
    lives = or_(owed.c.not_after.is_(None), owed.c.not_after > at)
    about = (owed.c.person == who, owed.c.place == place, owed.c.company.is_distinct_from(Company.ROOM))
    sent = connection.execute(select(owed).where(*about, *_corrections(SENT), lives).order_by(owed.c.id.desc())).all()
    found = dict.fromkeys(cell_of(row) for row in told if row.meaning is None or not is_bare(row.meaning))
    found |= dict.fromkeys(cell_of(row) for row in sent if row.after is not None and not is_bare(row.after))
    return tuple(found)[:most]


def _may_be_told() -> ColumnElement[bool]:
    """Where others read along the message itself is rewritten, and nobody is written to."""
    return or_(telling.c.company.is_(None), telling.c.company == Company.ALONE)


def _corrections(state: str) -> tuple[ColumnElement[bool], ...]:
    return owed.c.kind == CORRECTION, owed.c.state == state


def _rows(
    connection: Connection,
    table: Table,
    who: str,
    place: str,
    cells: Collection[Cell],
    *conditions: ColumnElement[bool],
) -> Iterator[Row[Any]]:
    topics = sorted({one.topic for one in cells})
    query = select(table).where(table.c.person == who, table.c.place == place, table.c.topic.in_(topics), *conditions)
    return (row for row in connection.execute(query.order_by(table.c.id)).all() if cell_of(row) in cells)


def _set(connection: Connection, table: Table, rows: Collection[Row[Any]], **values: Any) -> None:
    for part in in_parts([row.id for row in rows]):
        connection.execute(update(table).where(table.c.id.in_(part)).values(values))


def _stop_follows(
    connection: Connection, who: str, place: str, cells: Collection[Cell], *, above: Mapping[str, Collection[str]]
) -> tuple[Followed, ...]:
    topics = {slug for one in cells for slug in (one.topic, *above.get(one.topic, ()))}
    query = select(follow).where(follow.c.person == who, follow.c.place == place, follow.c.topic.in_(sorted(topics)))
    rows = connection.execute(query.order_by(follow.c.number, follow.c.id)).all()
    ended = [row for row in rows if any(_takes_in(row, one, above) for one in cells)]
    for part in in_parts([row.id for row in ended]):
        connection.execute(delete(follow).where(follow.c.id.in_(part)))
    return tuple(Followed(row.topic, row.day, row.last_day, scope_of(row.scope), row.number) for row in ended)


def _takes_in(row: Row[Any], cell: Cell, above: Mapping[str, Collection[str]]) -> bool:
    """A follow that names no school is about those that the person chose."""
    scope = scope_of(row.scope)
    same_schools = scope.is_district or Cell.of("", None, None, scope).scope == cell.scope
    same_topic = row.topic == cell.topic or row.topic in above.get(cell.topic, ())
    return same_topic and same_schools and _same_days(row.day, row.last_day, cell)


def _same_days(first: date | None, last: date | None, cell: Cell) -> bool:
    if first is None or cell.day is None:
        return first is None
    return first <= (cell.last_day or cell.day) and cell.day <= (last or first)
