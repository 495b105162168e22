"""Making and dropping databases on a test server, and lending one to test after test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, create_engine, delete, exists, insert, select
from sqlalchemy.exc import DBAPIError

from knowledge.tables import metadata

SHAPE = """
    SELECT relname, attname, atttypid::int, atttypmod, attnotnull
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT relname, tgname, 0, 0, true FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal
    UNION ALL SELECT 'revision', version_num, 0, 0, true FROM alembic_version
    ORDER BY 1, 2
"""
COUNTED = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"


def make_hasty(server: URL) -> None:
    """A server that dies with the test run need not survive a power cut."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _run(server, f"ALTER SYSTEM SET {setting} = off")
    _run(server, "SELECT pg_reload_conf()")


def create_database(server: URL, *, template: str = "template1") -> URL:
    name = f"bellwether_test_{uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return server.set(database=name)


def drop_database(server: URL, made: URL) -> None:
    _run(server, f'DROP DATABASE "{made.database}" WITH (FORCE)')


class Lending:
    """Databases with our tables and nothing else in them, for one test after the other: to empty one takes a fifth of
    the time of making one. What somebody still holds a lock in, or has given other tables, is dropped."""

    def __init__(self, server: URL, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[URL] = []
        with _connected(server.set(database=template)) as connection:
            self._new = {one.name: _rows(connection, one) for one in metadata.sorted_tables}
            self._shape = _shape(connection)

    @contextmanager
    def lent(self) -> Iterator[str]:
        made = self._free.pop() if self._free else create_database(self._server, template=self._template)
        try:
            yield made.render_as_string(hide_password=False)
        finally:
            if self._is_emptied(made):
                self._free.append(made)
            else:
                drop_database(self._server, made)

    def close(self) -> None:
        while self._free:
            drop_database(self._server, self._free.pop())

    def _is_emptied(self, made: URL) -> bool:
        tables = metadata.sorted_tables
        filled = select(*(exists(select(one)) for one in tables))
        try:
            with _connected(made) as connection:
                if _shape(connection) != self._shape:
                    return False
                connection.exec_driver_sql("SET lock_timeout = '500ms'")
                full = connection.execute(filled).one()
                for one in reversed([one for one, is_full in zip(tables, full, strict=True) if is_full]):
                    connection.execute(delete(one))  # to truncate takes longer than all of it
                for name in connection.exec_driver_sql(COUNTED).scalars().all():
                    connection.exec_driver_sql(f'ALTER SEQUENCE "{name}" RESTART')
                for one in tables:
                    if self._new[one.name]:
                        connection.execute(insert(one), self._new[one.name])
                connection.commit()
        except DBAPIError:
            return False
        return True


@contextmanager
def _connected(address: URL) -> Iterator[Connection]:
    engine: Engine = create_engine(address)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _rows(connection: Connection, table: Any) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _shape(connection: Connection) -> Sequence[Any]:
    return connection.exec_driver_sql(SHAPE).all()


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
