"""Which revision of the tables a database has, and bringing it up to ours.

A file is brought up in place, after a whole copy beside it; a server only by the explicit command; nothing ever goes
down. Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, column, create_mock_engine, insert, inspect, select, table
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import DBAPIError

from knowledge import engines, tables
from knowledge.engines import Location
from knowledge.failures import DatabaseNewer, DatabaseUnreadable, MigrationNeeded, reason
from knowledge.writer_lock import WriterLock

SCRIPTS = Path(__file__).parent / "migrations"
"""Found from the code: an installed program has no project file to name it."""


class Standing(StrEnum):
    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


@dataclass(frozen=True)
class State:
    """*found*: the revision the database has, None when it has no tables; *head*: the one this program writes."""

    standing: Standing
    found: str | None
    head: str


@dataclass(frozen=True)
class Upgraded:
    """*copy*: where the file as it was has been kept."""

    before: State
    after: State
    copy: Path | None = None


def known_revisions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """Oldest first; a script is named for its revision: ``0001_first_tables.py``."""
    return tuple(sorted(one.name.partition("_")[0] for one in (scripts / "versions").glob("[0-9]*_*.py")))


def state(address: str, *, scripts: Path = SCRIPTS) -> State:
    """Reads only. Raises `DatabaseUnreadable`."""
    location = engines.locate(address)
    if location.in_memory or (location.file and not location.file.exists()):
        return State(Standing.EMPTY, None, known_revisions(scripts)[-1])
    engine = engines.reading_engine(location, connections=1)
    try:
        return read_state(engine, location, scripts=scripts)
    finally:
        engine.dispose()


def upgrade(address: str, *, opened_by: str | None = None, scripts: Path = SCRIPTS) -> Upgraded:
    """The explicit command. Raises `AnotherWriter`, `DatabaseNewer`, `DatabaseUnreadable`."""
    location = engines.locate(address)
    if location.file is None:
        return bring_up(location, scripts=scripts)
    lock = WriterLock.take(location.file, opened_by=opened_by)
    try:
        return bring_up(location, scripts=scripts)
    finally:
        lock.release()


def bring_up(location: Location, *, scripts: Path = SCRIPTS) -> Upgraded:
    """To our revision, with a copy of an older file; the caller holds the file's lock."""
    engine = engines.migrating_engine(location)
    try:
        before = refuse_newer(read_state(engine, location, scripts=scripts), location)
        copy = _kept_copy(location.file, before) if location.file and before.standing is Standing.OLDER else None
        if before.standing is not Standing.CURRENT:
            _migrate(engine, scripts)
        return Upgraded(before, read_state(engine, location, scripts=scripts), copy)
    finally:
        engine.dispose()


def refuse_newer(found: State, location: Location) -> State:
    if found.standing is Standing.NEWER:
        raise DatabaseNewer(
            f"{location} was written by a newer version of this program (tables {found.found}, known here up to"
            f" {found.head}); it was left untouched, please update the program."
        )
    return found


def refuse_older(found: State, location: Location) -> State:
    if found.standing in (Standing.OLDER, Standing.EMPTY):
        has = f"tables of revision {found.found}" if found.found else "no tables yet"
        raise MigrationNeeded(f"{location} has {has}, this program needs {found.head}; upgrade the database first.")
    return found


def read_state(engine: Engine, location: Location, *, scripts: Path = SCRIPTS) -> State:
    try:
        with engine.connect() as connection:
            return _state(connection, location, known_revisions(scripts))
    except DBAPIError as error:
        raise DatabaseUnreadable(f"{location} cannot be read: {reason(error)}") from error


def create_in_memory(engine: Engine) -> None:
    """All tables as they are now, without the way there: nothing of it outlives the process."""
    with engine.begin() as connection:
        for statement in _tables_as_now():
            connection.exec_driver_sql(statement)
        connection.execute(insert(tables.generation).values(id=1, number=0, changed=tables.BEGINNING))


@cache
def _tables_as_now() -> tuple[str, ...]:
    """In SQLite's words: finding them takes longer than making the tables."""
    said: list[str] = []

    def say(one: Any, *_: object) -> None:
        said.append(str(one.compile(dialect=dialect())))

    tables.metadata.create_all(create_mock_engine("sqlite://", say), checkfirst=False)
    return tuple(said)


def _state(connection: Connection, location: Location, known: Sequence[str]) -> State:
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        if names & set(tables.metadata.tables) or (names and location.file):
            raise DatabaseUnreadable(f"{location} holds tables of something else; it was left untouched.")
        return State(Standing.EMPTY, None, known[-1])
    found: Sequence[str] = connection.scalars(select(column("version_num")).select_from(table("alembic_version"))).all()
    if not found:
        return State(Standing.EMPTY, None, known[-1])
    if len(found) != 1 or found[0] not in known:
        return State(Standing.NEWER, ", ".join(found), known[-1])
    return State(Standing.CURRENT if found[0] == known[-1] else Standing.OLDER, found[0], known[-1])


def _kept_copy(file: Path, before: State) -> Path:
    wanted = file.with_name(f"{file.name}.before-upgrade-from-{before.found}")
    others = (wanted.with_name(f"{wanted.name}-{count}") for count in itertools.count(2))
    target = next(one for one in (wanted, *itertools.islice(others, 1000)) if not one.exists())
    engines.copy_file(file, target)
    return target


def _migrate(engine: Engine, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        engines.check_foreign_keys(connection)
