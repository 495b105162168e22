"""What is kept of people and cells: tellings and what is owed, with the cells and meanings that their rows name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Row, Select, Table, Text, cast, or_, select

from knowledge.interest import Cell
from knowledge.meaning import Meaning
from knowledge.people import scope_of
from knowledge.revisions import in_parts

MEANINGS = frozenset({"meaning", "before", "after"})
UNREAD = frozenset({"told", "message"})  # of a telling; each is JSON or text that nothing here needs


@dataclass(frozen=True)
class Kept:
    """A telling, or what is owed, with its cell. *meanings*: by the name of their column."""

    row: Row[Any]
    cell: Cell
    meanings: Mapping[str, Meaning | None]


def read_kept(
    connection: Connection, table: Table, cells: Collection[Cell], *more: ColumnElement[bool]
) -> Iterator[Kept]:
    """The rows about these cells, oldest first. Thousands of people know the same, so each text is read once."""
    days = sorted({cell.day for cell in cells if cell.day is not None})
    read = cache(json.loads)
    place = cache(lambda topic, day, last_day, scope: Cell.of(topic, day, last_day, scope_of(read(scope))))
    meanings = [column.name for column in table.c if column.name in MEANINGS]
    columns = [_as_text(column) for column in table.c if column.name not in UNREAD]
    for part in in_parts(sorted({cell.topic for cell in cells})):
        of_day = or_(table.c.day.is_(None), *(table.c.day.in_(some) for some in in_parts(days)))
        query: Select[Any] = select(*columns).where(table.c.topic.in_(part), of_day, *more).order_by(table.c.id)
        for row in connection.execute(query).all():
            cell = place(row.topic, row.day, row.last_day, row.scope)
            if cell in cells:
                texts = {name: row._mapping[name] for name in meanings}
                yield Kept(row, cell, {name: text and read(text) for name, text in texts.items()})


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Text).label(column.key) if isinstance(column.type, JSON) else column
