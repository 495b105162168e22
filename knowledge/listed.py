"""Rows handed to a statement as one value: thousands are changed by one statement, which is made ready only once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, FromClause, bindparam, column, func, select
from sqlalchemy.types import TypeEngine


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
