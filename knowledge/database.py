"""The database: units of work run in a few threads behind async methods, so that the event loop never waits for it.

One thread writes and commits what has queued up together (see group_commit); a few read, each unit seeing one
consistent state. For SQLite one process writes a file and any number may read it meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from knowledge import engines, migrating
from knowledge.engines import Location, WrongAddress, locate
from knowledge.failures import (
    AnotherWriter,
    DatabaseNewer,
    DatabaseUnreadable,
    DatabaseUnwritable,
    MigrationNeeded,
    reason,
)
from knowledge.group_commit import Alike, GroupCommit
from knowledge.writer_lock import WriterLock

__all__ = [
    "AnotherWriter",
    "Database",
    "DatabaseNewer",
    "DatabaseUnreadable",
    "DatabaseUnwritable",
    "MigrationNeeded",
    "WrongAddress",
]

logger = logging.getLogger(__name__)

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741  an item
Work = Callable[[Connection], T]

READING_THREADS = 4


class _Rehearsed(Exception):
    """Carries the result out of a unit that must leave nothing behind."""

    def __init__(self, result: Any) -> None:
        super().__init__("rehearsed")
        self.result = result


@dataclass(frozen=True)
class _AtHand:
    """What was found, *since* when at the least, after so many *writes*."""

    writes: tuple[int, ...]
    since: float
    found: Any


class Database:
    """Made by `open`, given back by `close` or at the end of a ``with`` or ``async with``."""

    def __init__(
        self, location: Location, *, reading: Engine, writing: Engine | None, lock: WriterLock | None, threads: int
    ) -> None:
        self.location = location
        # In memory there is one connection, so everybody takes turns.
        self._turn: AbstractContextManager[Any] = threading.Lock() if location.in_memory else nullcontext()
        self._reading = reading
        self._writing = writing
        self._lock = lock
        self._readers = ThreadPoolExecutor(threads, thread_name_prefix="database-reader")
        self._writer = GroupCommit(writing, turn=self._turn, where=str(location)) if writing else None
        self._at_hand: dict[Work[Any], _AtHand] = {}

    @classmethod
    def open(
        cls, address: str, *, writing: bool = True, threads: int = READING_THREADS, opened_by: str | None = None
    ) -> Database:
        """A new or older SQLite file is brought up to our tables; a server's never is. *opened_by*: what to tell
        a second writer. Raises `AnotherWriter`, `DatabaseUnreadable`, `DatabaseUnwritable`, `DatabaseNewer`,
        `MigrationNeeded`, `WrongAddress`."""
        location = locate(address)
        if location.in_memory:
            return cls._open_in_memory(location)
        lock = _take_lock(location.file, opened_by) if writing and location.file else None
        try:
            reading = _ready_to_read(location, bring_up=lock is not None, threads=threads)
        except BaseException:
            if lock:
                lock.release()
            raise
        writer = engines.writing_engine(location) if writing else None
        return cls(location, reading=reading, writing=writer, lock=lock, threads=threads)

    @classmethod
    def _open_in_memory(cls, location: Location) -> Database:
        engine = engines.memory_engine()
        migrating.create_in_memory(engine)
        return cls(location, reading=engine, writing=engine, lock=None, threads=1)

    async def read(self, work: Work[T]) -> T:
        """Runs *work* on one consistent state. Raises `DatabaseUnreadable` and what *work* raises."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    @property
    def alone(self) -> bool:
        """Whether nobody but this process can write."""
        return self._writer is not None and (self._lock is not None or self.location.in_memory)

    async def read_kept(self, work: Work[T], *tables: Table, within: float = 0.0) -> T:
        """What *work* found the last time, as long as nobody has written to the *tables* it reads; where others may
        write too, it is read each time, or once *within* so many seconds, which is as late as their writing is seen.
        For the few things that each message asks for; whatever they are is kept."""
        if not self.alone and not (within and self._writer):
            return await self.read(work)
        now, since = self._the_writer().writes.of(one.name for one in tables), time.monotonic()
        known = self._at_hand.get(work)
        if known is None or known.writes != now or not (self.alone or since < known.since + within):
            known = self._at_hand[work] = _AtHand(now, since, await self.read(work))
        result: T = known.found
        return result

    def stamp(self, *tables: Table) -> tuple[int, ...] | None:
        """Another than before once somebody has written to the *tables*; None where nobody can tell. Taken before it is
        read, it says until when what was read is good."""
        return self._the_writer().writes.of(one.name for one in tables) if self.alone else None

    def read_now(self, work: Work[T]) -> T:
        try:
            return self._look(work)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise self._unreadable(error) from error
        except NoConnectionFree as error:
            raise self._unreadable(error) from error
        # The link had gone stale, and with it all others of the pool: once more over a new one.
        try:
            return self._look(work)
        except (DBAPIError, NoConnectionFree) as error:
            raise self._unreadable(error) from error

    async def write(self, work: Work[T]) -> T:
        """Runs *work* in a savepoint of its own and returns after the commit. It may be run more than once, so it
        must do nothing but speak to its connection. Raises `DatabaseUnwritable` and what *work* raises."""
        return await asyncio.wrap_future(self._the_writer().submit(work))

    async def write_alike(self, many: Callable[[Connection, Sequence[I]], Sequence[T]], item: I) -> T:
        """As `write`, for what comes often: *many* gets all the items that have queued up, and returns what each of
        them came to."""
        return await self.write(Alike(many, item))

    def write_now(self, work: Work[T]) -> T:
        return self._the_writer().submit(work).result()

    async def rehearse(self, work: Work[T]) -> T:
        """What *work* would return, for a preview: it runs as a writing unit, and everything it did is taken back."""

        def rehearsed(connection: Connection) -> None:
            raise _Rehearsed(work(connection))

        try:
            await self.write(rehearsed)
        except _Rehearsed as done:
            result: T = done.result
            return result
        raise AssertionError("a rehearsal always ends by being taken back")

    def close(self) -> None:
        """Commits what is waiting, then lets everything go; closing twice does no harm."""
        if self._writer:
            self._writer.close()
        self._readers.shutdown()
        # Readers first: the writing connection goes last, and folds the log into the file.
        self._reading.dispose()
        if self._writing:
            self._writing.dispose()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.close)

    def _look(self, work: Work[T]) -> T:
        with self._turn, self._reading.connect() as connection:
            return work(connection)

    def _the_writer(self) -> GroupCommit:
        if self._writer is None:
            raise DatabaseUnwritable(f"{self.location} is open for reading only")
        return self._writer

    def _unreadable(self, error: Exception) -> DatabaseUnreadable:
        return DatabaseUnreadable(f"{self.location} cannot be read: {reason(error)}")


def _take_lock(file: Path, opened_by: str | None) -> WriterLock:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return WriterLock.take(file, opened_by=opened_by)
    except OSError as error:
        raise DatabaseUnwritable(f"{file} cannot be opened for writing: {error.strerror}") from error


def _ready_to_read(location: Location, *, bring_up: bool, threads: int) -> Engine:
    """A reading engine on tables that are ours; *bring_up* makes them so."""
    if location.file and not location.file.exists() and not bring_up:
        raise DatabaseUnreadable(f"there is no database at {location}")
    if bring_up:
        _bring_up(location)
    reading = engines.reading_engine(location, connections=threads + 1)
    try:
        found = migrating.refuse_newer(migrating.read_state(reading, location), location)
        migrating.refuse_older(found, location)
    except BaseException:
        reading.dispose()
        raise
    return reading


def _bring_up(location: Location) -> None:
    logger.info("opening %s with SQLite %s", location, sqlite3.sqlite_version)
    done = migrating.bring_up(location)
    if done.copy:
        logger.warning(
            "%s brought from tables %s to %s; as it was: %s", location, done.before.found, done.after.found, done.copy
        )
