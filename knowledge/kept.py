"""What is kept of people and cells: tellings and what is owed, with the cells and meanings that their rows name."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Row, Select, Table, Text, cast, func, literal, or_, select

from knowledge.interest import Cell
from knowledge.meaning import Meaning
from knowledge.people import scope_of
from knowledge.revisions import in_parts

MEANINGS = frozenset({"meaning", "before", "after"})
UNREAD = frozenset({"told", "message"})  # of a telling; each is JSON or text that nothing here needs


@dataclass(frozen=True)
class Stretch:
    """Some people, in the order that the database has them in: those behind *after* up to *last*, None for all of
    them."""

    after: str
    last: str | None = None

    def holds(self, column: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
        behind = column > self.after
        return (behind,) if self.last is None else (behind, column <= self.last)


@dataclass(frozen=True)
class Kept:
    """A telling, or what is owed, with its cell. *meanings*: by the name of their column."""

    row: Row[Any]
    cell: Cell
    meanings: Mapping[str, Meaning | None]


def read_kept(
    connection: Connection,
    table: Table,
    cells: Collection[Cell],
    *more: ColumnElement[bool],
    people: Stretch | None = None,
) -> Iterator[Kept]:
    """The rows about these cells, oldest first."""
    reading, columns = Reading(table), kept_columns(table)
    for about in _about(table, cells, people):
        query: Select[Any] = select(*columns).where(*about, *more).order_by(table.c.id)
        for row in connection.execute(query).all():
            one = reading.of(row)
            if one.cell in cells:
                yield one


def kept_columns(table: Table) -> list[ColumnElement[Any]]:
    """As `Reading` wants them."""
    return [_as_text(column) for column in table.c if column.name not in UNREAD]


class Reading:
    """Of rows as they are kept. Thousands of people know the same, so each text is read once."""

    def __init__(self, table: Table) -> None:
        read: Callable[[str], Any] = cache(json.loads)
        self._read = read
        self._meanings = [column.name for column in table.c if column.name in MEANINGS]
        self._cell = cache(lambda topic, day, last_day, scope: Cell.of(topic, day, last_day, scope_of(read(scope))))

    def of(self, row: Row[Any]) -> Kept:
        texts = row._mapping
        meanings = {name: text and self._read(text) for name in self._meanings for text in (texts[name],)}
        return Kept(row, self._cell(row.topic, row.day, row.last_day, row.scope), meanings)


def are_more_than(connection: Connection, table: Table, cells: Collection[Cell], most: int) -> bool:
    """Whether there are more rows that may be about these cells; counts no further than that."""
    for about in _about(table, cells, None):
        some = select(literal(1)).select_from(table).where(*about).limit(most + 1).subquery()
        most -= connection.scalars(select(func.count()).select_from(some)).one()
        if most < 0:
            return True
    return False


def _about(table: Table, cells: Collection[Cell], people: Stretch | None) -> Iterable[tuple[ColumnElement[bool], ...]]:
    """Part by part, by what the database can find quickly: not by part of the district. Of some *people* it is
    to go by their names, so the topic is hidden from it."""
    days = sorted({cell.day for cell in cells if cell.day is not None})
    of_day = or_(table.c.day.is_(None), *(table.c.day.in_(some) for some in in_parts(days)))
    theirs = people.holds(table.c.person) if people else ()
    topic: ColumnElement[str] = func.coalesce(table.c.topic, "") if people else table.c.topic
    for part in in_parts(sorted({cell.topic for cell in cells})):
        yield (topic.in_(part), of_day, *theirs)


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Text).label(column.key) if isinstance(column.type, JSON) else column
