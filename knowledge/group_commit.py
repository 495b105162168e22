"""The one writer: a thread that takes whatever has queued up and commits it together.

One that fails takes no other along: all of them are then run again, each in a savepoint of its own. Nobody is answered
before the commit. A unit may be run a second time, so it must do nothing but speak to its connection. Where many come
at once, what comes often waits a moment for more: a lot of them costs little more than one.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from knowledge.failures import DatabaseUnwritable, reason
from knowledge.writes import Writes

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741  an item
Work = Callable[[Connection], T]
Settle = Callable[[], None]

GROUP_LIMIT = 500  # units in one commit, so that the first of them does not wait long
GATHERING = 0.04  # seconds that what comes often waits for more of its kind, in a rush
TRIES = 5
# 40001 serialization failure, 40P01 deadlock: the server undid everything and asks to be asked again
ASK_AGAIN = ("40001", "40P01")


class _CommitInDoubt(Exception):
    """The link broke while committing: running the group again might store it twice."""


@dataclass(frozen=True, eq=False)
class _Unit:
    work: Work[Any]
    future: Future[Any] = field(default_factory=Future)

    def fail(self, error: BaseException) -> None:
        self.future.set_exception(error)


@dataclass(frozen=True)
class Alike(Generic[I, T]):
    """A unit of which *many* can be done at once, for as many items as have queued up, at the price of one or two.
    *many* returns what each item came to, in their order."""

    many: Callable[[Connection, Sequence[I]], Sequence[T]]
    item: I

    def __call__(self, connection: Connection) -> T:
        (result,) = self.many(connection, [self.item])
        return result


Run = Callable[[Connection, Sequence[_Unit]], list[Settle]]


class GroupCommit:
    """*turn* is held during every transaction; *where* names the database in messages; *writes*: what was written."""

    def __init__(self, engine: Engine, *, turn: AbstractContextManager[Any], where: str) -> None:
        self._engine = engine
        self._turn = turn
        self._where = where
        self.writes = Writes(engine)
        self._queue: SimpleQueue[_Unit | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        unit = _Unit(work)
        with self._door:
            if self._closed:
                raise DatabaseUnwritable(f"{self._where} has been closed")
            self._queue.put(unit)
        return unit.future

    def close(self) -> None:
        """Commits what is still waiting, then ends the thread."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        in_a_rush = False
        while (first := self._queue.get()) is not None:
            if in_a_rush and isinstance(first.work, Alike):
                time.sleep(GATHERING)
            units = [one for one in (first, *self._waiting()) if one.future.set_running_or_notify_cancel()]
            if len(units) > 1:
                self._together(units)
            elif units:
                self._alone(units[0])
            in_a_rush = sum(isinstance(one.work, Alike) for one in units) > 1

    def _waiting(self) -> Iterator[_Unit]:
        for _ in range(GROUP_LIMIT - 1):
            try:
                unit = self._queue.get_nowait()
            except Empty:
                return
            if unit is None:
                self._queue.put(None)
                return
            yield unit

    def _together(self, units: Sequence[_Unit]) -> None:
        try:
            settled = self._attempt_both_ways(units)
        except _CommitInDoubt as error:
            for unit in units:
                unit.fail(self._unwritable(error))
        except Exception:
            # Nothing of the group is stored; alone, each meets its own fate.
            for unit in units:
                self._alone(unit)
        else:
            for settle in settled:
                settle()

    def _attempt_both_ways(self, units: Sequence[_Unit]) -> list[Settle]:
        """As one piece first, which is a third cheaper; where a unit fails, each in a savepoint of its own."""
        try:
            return self._attempt(units)
        except _CommitInDoubt:
            raise
        except Exception:
            return self._attempt(units, apart=True)

    def _alone(self, unit: _Unit) -> None:
        for trial in range(1, TRIES + 1):
            try:
                (settle,) = self._attempt([unit])
            except BaseException as error:
                if trial < TRIES and _worth_asking_again(error):
                    time.sleep(random.uniform(0.01, 0.02) * trial)  # noqa: S311  spreads writers that collided
                    continue
                unit.fail(self._unwritable(error) if _is_the_databases(error) else error)
            else:
                settle()
            return

    def _attempt(self, units: Sequence[_Unit], *, apart: bool = False) -> list[Settle]:
        """Runs *units* in one transaction, each in a savepoint where they are kept *apart*; when it raises, nothing of
        them is stored, or it is in doubt."""
        try:
            return self._committed(units, _each_in_savepoint if apart else _plainly)
        finally:
            self.writes.count_up()

    def _committed(self, units: Sequence[_Unit], run: Run) -> list[Settle]:
        with self._turn, self._engine.connect() as connection:
            transaction = connection.begin()
            settled = run(connection, units)
            try:
                transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise _CommitInDoubt(reason(error)) from error
                raise
        return settled

    def _unwritable(self, error: BaseException) -> DatabaseUnwritable:
        failure = DatabaseUnwritable(f"{self._where} could not be written: {reason(error)}")
        failure.__cause__ = error
        return failure


def _plainly(connection: Connection, units: Sequence[_Unit]) -> list[Settle]:
    """Those alike at once. None of the group has been answered yet, so none can mind in which order they run."""
    alike: dict[object, list[_Unit]] = {}
    for unit in units:
        alike.setdefault(unit.work.many if isinstance(unit.work, Alike) else unit, []).append(unit)
    settled: list[Settle] = []
    for some in alike.values():
        first = some[0].work
        if isinstance(first, Alike) and len(some) > 1:
            results = first.many(connection, [one.work.item for one in some if isinstance(one.work, Alike)])
        else:
            results = [first(connection)]
        settled += [partial(one.future.set_result, result) for one, result in zip(some, results, strict=True)]
    return settled


def _each_in_savepoint(connection: Connection, units: Sequence[_Unit]) -> list[Settle]:
    return [_in_savepoint(connection, unit) for unit in units]


def _in_savepoint(connection: Connection, unit: _Unit) -> Settle:
    # In plain words: the library's own savepoints are compiled anew each time, at the price of a row.
    connection.exec_driver_sql("SAVEPOINT unit_of_work")
    try:
        value = unit.work(connection)
    except Exception as error:
        # After a failure of the database itself (disk full, link lost) the transaction may be gone with its savepoints.
        if _is_the_databases(error):
            raise
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT unit_of_work")
        settle = partial(unit.future.set_exception, error)
    else:
        settle = partial(unit.future.set_result, value)
    connection.exec_driver_sql("RELEASE SAVEPOINT unit_of_work")
    return settle


def _is_the_databases(error: BaseException) -> bool:
    """Whether the database failed, rather than the unit of work."""
    ours = IntegrityError | DataError | ProgrammingError
    return isinstance(error, _CommitInDoubt) or (isinstance(error, DBAPIError) and not isinstance(error, ours))


def _worth_asking_again(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in ASK_AGAIN
