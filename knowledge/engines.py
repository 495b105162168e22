"""Where a database is and how to connect to it: the only file that knows which kind of database it is.

SQLite: one writing connection; every other one is read-only in SQLite's own sense, so that it never even checkpoints.
Trap: never open the database file itself (to copy or look at it); closing it would drop SQLite's locks of the process.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool, StaticPool

logger = logging.getLogger(__name__)

READING = "BEGIN"
BUSY_SECONDS = 5
CONNECT_SECONDS = 5
# Keeps a burst of writes from leaving a huge log file behind.
LOG_BYTES = 64 * 1024 * 1024
# Pages that the writer keeps at hand, at the most: with the usual 2 MiB a million rows are read and written again.
CACHE_KIB = 65_536


class WrongAddress(ValueError):
    """The address is none of a database we can use."""


@dataclass(frozen=True)
class Location:
    """*file*: the SQLite file, absolute; None in memory and on a server."""

    url: URL
    file: Path | None
    in_memory: bool

    def __str__(self) -> str:
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)


def locate(address: str) -> Location:
    """The place a URL names; a plain ``postgresql://`` means psycopg 3."""
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        raise WrongAddress(
            "a database address is like sqlite:///bellwether.db or postgresql://user@host/name"
        ) from None
    if backend == "sqlite":
        in_memory = url.database in (None, "", ":memory:")
        return Location(url, None if in_memory else Path(url.database or "").resolve(), in_memory)
    if backend in ("postgresql", "postgres"):
        return Location(url.set(drivername="postgresql+psycopg"), None, False)
    raise WrongAddress(f"{backend} is no database we can use; SQLite and PostgreSQL are")


def memory_engine() -> Engine:
    """One connection shared by everybody, who must take turns."""
    return _sqlite(_connect_to_memory, begin="BEGIN IMMEDIATE")


def writing_engine(location: Location) -> Engine:
    if location.file is None:
        return _postgresql(location, connections=1)
    return _sqlite(partial(_connect_to_write, location.file), begin="BEGIN IMMEDIATE")


def reading_engine(location: Location, *, connections: int) -> Engine:
    """Each transaction is one consistent look at the database."""
    if location.file is None:
        engine = _postgresql(location, connections=connections)
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return _sqlite(partial(_connect_to_read, location.file), begin=READING, connections=connections)


def migrating_engine(location: Location) -> Engine:
    """As for writing, but foreign keys are not followed: rebuilding a table would delete what refers to it."""
    if location.file is None:
        return _postgresql(location, connections=1)
    return _sqlite(partial(_connect_to_write, location.file, foreign_keys=False), begin="BEGIN IMMEDIATE")


def check_foreign_keys(connection: Connection) -> None:
    """What `migrating_engine` leaves unchecked; a server has checked it by itself."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise ValueError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")


def copy_file(file: Path, target: Path) -> None:
    """A consistent copy, also of what is still in the write-ahead log; *target* appears only when it is whole."""
    partly = target.with_name(target.name + ".part")
    partly.unlink(missing_ok=True)
    with closing(_connect_to_read(file)) as connection, closing(_connect(str(partly))) as copy:
        connection.backup(copy)
    partly.replace(target)


def _sqlite(connect: Callable[[], sqlite3.Connection], *, begin: str, connections: int = 1) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=connect,
        hide_parameters=True,
        json_serializer=_json,
        paramstyle="named",  # a moment that a query names ten times is bound once
        **({"poolclass": StaticPool} if connections == 1 else _pool(connections)),
    )

    # The driver's own transactions begin too late, at the first change; see isolation_level below.
    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if begin == READING and driver is not None:
            driver.execute(begin)  # takes no lock yet, so it cannot fail; half the price of the library's own way
        else:
            connection.exec_driver_sql(begin)

    return engine


def _postgresql(location: Location, *, connections: int) -> Engine:
    query = location.url.query
    return create_engine(
        location.url,
        hide_parameters=True,
        json_serializer=_json,
        connect_args={} if "connect_timeout" in query else {"connect_timeout": CONNECT_SECONDS},
        **_pool(connections),
    )


def _pool(connections: int) -> dict[str, object]:
    return {"poolclass": QueuePool, "pool_size": connections, "max_overflow": 2, "pool_timeout": BUSY_SECONDS}


_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def _connect(database: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        database, uri=uri, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def _connect_to_write(file: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
    connection = _connect(str(file))
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        logger.warning("%s has no write-ahead log here (%s): slower, and readers wait for the writer", file, mode)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
    connection.execute(f"PRAGMA journal_size_limit={LOG_BYTES}")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    return connection


def _connect_to_read(file: Path) -> sqlite3.Connection:
    connection = _connect(f"file:{quote(str(file))}?mode=ro", uri=True)
    connection.execute("PRAGMA query_only=ON")
    return connection


def _connect_to_memory() -> sqlite3.Connection:
    connection = _connect(":memory:")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection
