"""Opening a knowledge base for asking: the operator's database, curated files in memory, or files laid over either.

Nothing that is opened here is ever written back to the operator's database. What reads and publishes curated files is
imported where it is needed: asking a filled database needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.engines import locate
from knowledge.revisions import copy_into, export, is_empty

IN_MEMORY = "sqlite:///:memory:"


def exists(address: str) -> bool:
    """Whether a database is there to read; a server is taken to be."""
    location = locate(address)
    return not location.in_memory and (location.file is None or location.file.is_file())


def read_base(folder: Path | None) -> CuratedSet:
    """What fills an empty database: the operator's own folder over what all districts share, else the files that
    come along."""
    from knowledge.files import read_common, read_folder, read_shipped

    if folder is None:
        return read_shipped()
    common = read_common()
    return read_folder(folder, below=common).over(common)


@dataclass(frozen=True)
class Laid:
    """*said*: what the files say themselves. *whole*: what an empty database would be filled with."""

    said: CuratedSet
    whole: CuratedSet
    on_its_own: bool


def read_own_or_over(folder: Path, *, below: CuratedSet) -> Laid:
    """A folder that names its district and all it refers to stands on its own; any other lies over *below*."""
    from knowledge.files import CuratedFileError, read_common, read_folder

    try:
        whole = read_base(folder)
    except CuratedFileError:
        whole = CuratedSet()
    if whole.district is not None:
        return Laid(read_folder(folder, below=read_common()), whole, True)
    said = read_folder(folder, below=below)
    return Laid(said, said.over(below), False)


def open_to_write(address: str, *, base: Path | None, at: datetime, opened_by: str) -> Database:
    """As the one writing process. An empty database is filled from *base*, any other is left as it is."""
    database = Database.open(address, writing=True, opened_by=opened_by)
    try:
        if database.read_now(is_empty):
            from knowledge.publishing import fill

            curated = read_base(base)
            database.write_now(lambda connection: fill(connection, curated, at=at))
    except BaseException:
        database.close()
        raise
    return database


def open_to_ask(
    address: str, *, base: Path | None, at: datetime, overlays: Sequence[Path] = (), only: bool = False
) -> Database:
    """For reading: the database as it is, or, with *overlays*, a copy in memory with these folders laid over it.
    Where there is no database, *base* stands in for it. *only*: the overlays and what all districts share."""
    if only or not exists(address):
        return open_apart(base, at=at, overlays=overlays, only=only)
    database = Database.open(address, writing=False)
    if not overlays:
        return database
    with database:
        return _copy_with(database, overlays, at)


def open_apart(base: Path | None, *, at: datetime, overlays: Sequence[Path] = (), only: bool = False) -> Database:
    """*base*, or only what all districts share, with the *overlays* over it: in memory, beside every database."""
    from knowledge.files import read_common

    below = read_common() if only else read_base(base)
    return open_in_memory([below, *laid_over(below, overlays)], at=at)


def open_in_memory(sets: Iterable[CuratedSet], *, at: datetime) -> Database:
    """A database of its own that is gone when it is closed."""
    return _with(Database.open(IN_MEMORY), sets, at)


def laid_over(below: CuratedSet, folders: Iterable[Path]) -> list[CuratedSet]:
    """Each folder read against everything underneath it."""
    from knowledge.files import read_folder

    sets: list[CuratedSet] = []
    for folder in folders:
        sets.append(read_folder(folder, below=below))
        below = sets[-1].over(below)
    return sets


def _copy_with(database: Database, overlays: Sequence[Path], at: datetime) -> Database:
    sets = laid_over(database.read_now(export), overlays)
    copy = Database.open(IN_MEMORY)
    database.read_now(lambda source: copy.write_now(lambda target: copy_into(source, target)))
    return _with(copy, sets, at)


def _with(database: Database, sets: Iterable[CuratedSet], at: datetime) -> Database:
    """The same database with *sets* published one after the other; closed when that fails."""

    from knowledge.planning import plan
    from knowledge.publishing import CURATED_FILES, publish

    def work(connection: Connection) -> None:
        for one in sets:
            planned = plan(connection, one, take_file=True)
            publish(connection, planned, author=CURATED_FILES, by_person=False, at=at)

    try:
        database.write_now(work)
    except BaseException:
        database.close()
        raise
    return database
