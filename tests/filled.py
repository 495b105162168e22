"""Databases in memory with curated files in them, as of Tuesday at noon.

Making one, filling it, and finding the words of each query anew takes longer than most tests. So what the product has
filled once is filled again by its rows, and a database that is given back is used again: all its rows taken out, also
those that say which numbers were counted up, unless its tables are no longer what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.publishing import fill
from knowledge.tables import metadata
from tests.sacramento import TUESDAY_NOON

MOST_USES = 50  # then whatever a database keeps for quickness is let go

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass
class _Lent:
    database: Database
    tables: Sequence[Any]
    new: Rows
    uses: int = 0

    def fill(self, connection: Connection, curated: CuratedSet) -> None:
        kind = repr(curated)
        if kind in _filled:
            _replace_all(connection, _filled[kind])
            return
        _replace_all(connection, self.new)
        fill(connection, curated, at=TUESDAY_NOON)
        _filled[kind] = _rows(connection)


_free: list[_Lent] = []
_filled: dict[str, Rows] = {}


@contextmanager
def filled_in_memory(curated: CuratedSet) -> Iterator[Database]:
    lent = _free.pop() if _free else _made()
    lent.uses += 1
    try:
        lent.database.write_now(lambda connection: lent.fill(connection, curated))
        yield lent.database
        whole = lent.uses < MOST_USES and lent.tables == lent.database.read_now(_tables)
    except BaseException:
        lent.database.close()
        raise
    if whole:
        _free.append(lent)
    else:
        lent.database.close()


def close_all() -> None:
    while _free:
        _free.pop().database.close()


def _made() -> _Lent:
    database = Database.open("sqlite:///:memory:")
    return _Lent(database, database.read_now(_tables), database.read_now(_rows))


def _tables(connection: Connection) -> Sequence[Any]:
    return connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY name").all()


def _rows(connection: Connection) -> Rows:
    return {
        one.name: [dict(row) for row in connection.execute(select(one)).mappings()] for one in metadata.sorted_tables
    }


def _replace_all(connection: Connection, rows: Rows) -> None:
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for one in reversed(metadata.sorted_tables):
        connection.execute(delete(one))
    connection.exec_driver_sql("DELETE FROM sqlite_sequence")
    for one in metadata.sorted_tables:
        if rows[one.name]:
            connection.execute(insert(one), rows[one.name])
