"""Rooms of chat platforms: what is set for one, and where it has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from knowledge.database import Database
from knowledge.tables import arrival, delivery, follow, metadata, room, telling

THREAD = "/"  # stands in a place between a room and a thread in it
MOST_GONE = 20_000  # rooms whose names are kept at hand


@dataclass(frozen=True)
class Room:
    """*plain*: questions are answered without being addressed; *staff*: what waits for staff arrives here; *board*:
    what holds today stands here; *gone*: since when nothing can be sent there."""

    place: str
    plain: bool = False
    staff: bool = False
    language: str | None = None
    gone: datetime | None = None
    board: bool = False


def read_room(connection: Connection, place: str) -> Room:
    """A thread for which nothing was set is as the room around it, but neither its staff room nor its board."""
    around = place.partition(THREAD)[0]
    rows = {one.place: one for one in connection.execute(select(room).where(room.c.place.in_({place, around})))}
    own, outer = rows.get(place), rows.get(around)
    if own is not None and (own.changed_by is not None or outer is None):
        return Room(place, own.plain, own.staff, own.language, own.gone, own.board)
    gone = own.gone if own is not None else None
    if outer is None:
        return Room(place)
    itself = place == around
    board = outer.board and itself
    return Room(place, outer.plain, outer.staff and itself, outer.language, gone or outer.gone, board)


def save_room(connection: Connection, settings: Room, *, by: str, at: datetime) -> None:
    """*by*: who changed it; whether it is gone stays as it is."""
    values = {
        "plain": settings.plain,
        "staff": settings.staff,
        "board": settings.board,
        "language": settings.language,
        "changed": at,
        "changed_by": by,
    }
    if not connection.execute(update(room).where(room.c.place == settings.place).values(values)).rowcount:
        connection.execute(insert(room), [{"place": settings.place, "gone": settings.gone, **values}])


def staff_rooms(connection: Connection) -> tuple[str, ...]:
    """Where what waits for staff arrives, and can arrive."""
    found = select(room.c.place).where(room.c.staff, room.c.gone.is_(None)).order_by(room.c.changed, room.c.place)
    return tuple(connection.scalars(found))


@dataclass(frozen=True)
class BoardRoom:
    """*message*: what the platform calls our message there, None until it was drawn; *gone*: nothing could be sent
    there the last time."""

    place: str
    language: str | None
    message: str | None
    gone: bool = False


def board_rooms(connection: Connection) -> tuple[BoardRoom, ...]:
    """Where a board stands or shall stand."""
    columns = (room.c.place, room.c.language, room.c.board_message, room.c.gone.is_not(None))
    query = select(*columns).where(room.c.board)
    return tuple(BoardRoom(*row) for row in connection.execute(query.order_by(room.c.changed, room.c.place)))


def boards_to_take_down(connection: Connection, platform: str) -> tuple[BoardRoom, ...]:
    """Where one stands of which nobody wants to know any more."""
    columns = (room.c.place, room.c.language, room.c.board_message, room.c.gone.is_not(None))
    query = select(*columns).where(~room.c.board, room.c.board_message.is_not(None))
    ours = room.c.place.startswith(f"{platform}:", autoescape=True)
    return tuple(BoardRoom(*row) for row in connection.execute(query.where(ours).order_by(room.c.place)))


def note_board(connection: Connection, place: str, message: str | None) -> None:
    connection.execute(update(room).where(room.c.place == place).values(board_message=message))


def mark_left(connection: Connection, place: str, at: datetime) -> None:
    """A room is gone with the threads in it."""
    mark_gone(connection, place, at)
    connection.execute(update(room).where(_in_it(place), room.c.gone.is_(None)).values(gone=at))


def mark_back(connection: Connection, place: str) -> None:
    """Something can be sent there again. Of what nobody has set nothing is left."""
    there = or_(room.c.place == place, _in_it(place))
    connection.execute(delete(room).where(there, room.c.changed_by.is_(None)))
    connection.execute(update(room).where(there).values(gone=None))


def mark_gone(connection: Connection, place: str, at: datetime) -> None:
    """Nothing can be sent there any more."""
    if not connection.execute(update(room).where(room.c.place == place).values(gone=at)).rowcount:
        row = {"place": place, "plain": False, "staff": False, "changed": at, "gone": at}
        connection.execute(insert(room), [row])


async def is_gone(database: Database, place: str) -> bool:
    """Asked whenever somebody writes, so that it mostly costs no look at the database."""
    if database.alone:
        known = await database.read_kept(_gone, room)
        if len(known) <= MOST_GONE:
            return place in known
    found = select(room.c.place).where(room.c.place == place, room.c.gone.is_not(None))
    return await database.read(lambda connection: connection.scalars(found).one_or_none()) is not None


def _gone(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(room.c.place).where(room.c.gone.is_not(None)).limit(MOST_GONE + 1)))


def move_room(connection: Connection, old: str, new: str) -> None:
    """A room has got another name: all that is kept of it, and of the threads in it, goes along, over what the new one
    has. Our messages in it have other names now, which nobody tells us."""
    for table, column in _naming_rooms():
        named = select(table.c[column]).where(or_(table.c[column] == old, table.c[column].startswith(old + THREAD)))
        for place in connection.scalars(named.distinct()).all():
            _rename(connection, table, column, place=place, to=new + place.removeprefix(old))
    for table, name in ((telling, "message"), (delivery, "message"), (room, "board_message")):
        there = or_(table.c.place == new, table.c.place.startswith(new + THREAD, autoescape=True))
        connection.execute(update(table).where(there).values({name: None}))


def _naming_rooms() -> tuple[tuple[Table, str], ...]:
    """A room that follows something does so under its own name."""
    places = tuple((table, "place") for table in metadata.sorted_tables if "place" in table.c)
    return (*places, (arrival, "lane"), (follow, "person"))


def _rename(connection: Connection, table: Table, column: str, *, place: str, to: str) -> None:
    """What there may be once of a room makes way for what comes."""
    there, here = table.alias(), table.c[column] == to
    for unique in _unique_with(table, column):
        same = [table.c[name] == there.c[name] for name in unique]
        connection.execute(delete(table).where(here, exists().where(there.c[column] == place, *same)))
    connection.execute(update(table).where(table.c[column] == place).values({column: to}))


def _unique_with(table: Table, column: str) -> list[list[str]]:
    """The other columns of each key that a room is part of."""
    keys = [one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)]
    return [[other.name for other in key.columns if other.name != column] for key in keys if column in key.columns]


def _in_it(place: str) -> ColumnElement[bool]:
    return room.c.place.startswith(place + THREAD, autoescape=True)
