"""Rows handed to a statement as one value: thousands are changed by one statement, which is made ready only once.

And rows found by their numbers, also where a million others have in common what they have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Table,
    bindparam,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

ROWS = "listed_rows"


def listed(dialect: str, rows: str, **columns: type[TypeEngine[Any]]) -> FromClause:
    """The rows that a statement is given as *rows*, each a list of what JSON has, for the *columns* in their
    order."""
    whole = bindparam(rows, type_=JSON)
    if dialect == "sqlite":
        each = func.json_each(whole).table_valued("value")
        said = {at: func.json_extract(each.c.value, f"$[{at}]", type_=kind) for at, kind in enumerate(columns.values())}
        parts = [said[at].label(called) for at, called in enumerate(columns)]
        return select(*parts).select_from(each).subquery()
    each = func.json_array_elements(whole).table_valued("value").alias("listed")
    row = column("value", JSON)
    parts = [row[at].as_string().cast(kind).label(called) for at, (called, kind) in enumerate(columns.items())]
    return select(*parts).select_from(each).subquery()


def unindexed(text: ColumnElement[Any]) -> ColumnElement[str]:
    """A column of text to compare with, of which no index knows: SQLite prefers one over five row numbers, and then
    reads a million rows that wait to find those five."""
    return func.coalesce(text, "")


def insert_alike(
    connection: Connection,
    table: Table,
    *,
    same: Mapping[str, Any],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Rows that are the *same* but for the columns of these *names*, each text or a number."""
    statement = _inserting(connection.dialect.name, table, tuple(same), tuple(names))
    connection.execute(statement, {**same, ROWS: rows})


@cache
def _inserting(dialect: str, table: Table, same: tuple[str, ...], names: tuple[str, ...]) -> Insert:
    these = listed(dialect, ROWS, **{name: type(table.c[name].type) for name in names})
    values = (bindparam(name, type_=table.c[name].type) for name in same)
    rows = select(*values, *(these.c[name] for name in names)).select_from(these)
    return insert(table).from_select([*same, *names], rows, include_defaults=False)
