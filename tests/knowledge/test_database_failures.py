"""What goes wrong with a database is said by name, and what can be tried again is."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, insert, make_url, select, text
from sqlalchemy.exc import IntegrityError

from knowledge.database import Database, DatabaseUnreadable, DatabaseUnwritable, WrongAddress
from knowledge.failures import reason
from knowledge.tables import BEGINNING, gap, generation
from tests.knowledge.asking import ask, asked, run


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bellwether.db"


def test_a_damaged_file_cannot_be_read(file: Path) -> None:
    with Database.open(f"sqlite:///{file}") as database:
        database.write_now(lambda c: [ask(c, n) for n in range(2000)] and None)
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(8192)
        handle.write(b"\xff" * (size - 8192))

    with (
        pytest.raises(DatabaseUnreadable, match="malformed") as failed,
        Database.open(f"sqlite:///{file}", writing=False) as database,
    ):
        database.read_now(asked)
    assert str(file) in str(failed.value)


def test_a_full_disk_is_said_and_what_fits_is_stored(file: Path) -> None:
    with Database.open(f"sqlite:///{file}") as database:
        pages = database.write_now(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar_one())
        database.write_now(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}").scalar())

        async def too_much() -> list[Any]:
            big = {"asked": BEGINNING, "person": "p", "text": "9" * 100_000, "outcome": "unknown"}
            units: list[Any] = [lambda c, n=n: ask(c, n) for n in range(6)]
            units[3] = lambda c: run(c, insert(gap).values(big))
            return await asyncio.gather(*(database.write(one) for one in units), return_exceptions=True)

        outcomes = asyncio.run(too_much())

        assert [n for n, one in enumerate(outcomes) if isinstance(one, DatabaseUnwritable)] == [3]
        assert "full" in str(outcomes[3])
        assert database.read_now(asked) == [0, 1, 2, 4, 5]


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://bell:sesame@/bellwether?host={tmp_path}"
    with pytest.raises(DatabaseUnreadable) as failed:
        Database.open(address)

    assert "sesame" not in str(failed.value)
    assert "bellwether" in str(failed.value)


@pytest.mark.parametrize("address", ["mysql://host/name", "bellwether.db", "", "nonsense://x"])
def test_an_address_that_names_no_database_is_refused(address: str) -> None:
    with pytest.raises(WrongAddress):
        Database.open(address)


def test_what_was_asked_does_not_leak_into_messages(database: Database) -> None:
    secret = "my daughter has asthma"
    nobody = insert(gap).values(id=1, asked=BEGINNING, person=None, text=secret, outcome="unknown")
    with pytest.raises(IntegrityError) as failed:
        database.write_now(lambda c: run(c, nobody))

    # PostgreSQL's own detail names the row; a log line of ours takes the first line only.
    assert secret not in reason(failed.value)
    assert "[parameters" not in str(failed.value)


def cut_links(address: str) -> None:
    """What a restart of the server does to everybody connected."""
    engine = create_engine(make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        query = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(query, {"name": make_url(address).database}).all()
    engine.dispose()


async def test_a_server_that_has_restarted_is_met_again(postgres: str) -> None:
    async with Database.open(postgres) as database:
        await asyncio.gather(*(database.read(asked) for _ in range(8)))
        await database.write(ask)
        cut_links(postgres)

        assert await database.read(asked) == [0]
        await database.write(lambda c: ask(c, 1))
        cut_links(postgres)
        await asyncio.gather(*(database.write(lambda c, n=n: ask(c, n)) for n in range(2, 30)))  # type: ignore[misc]
        assert await database.read(asked) == list(range(30))


async def test_two_processes_that_lock_each_other_out_both_get_through(postgres: str) -> None:
    async with Database.open(postgres) as one, Database.open(postgres) as other:
        await one.write(lambda c: run(c, insert(generation).values(id=2, number=0, changed=BEGINNING)))
        met = threading.Barrier(2)
        first_time = {1: True, 2: True}

        def bump(connection: Connection, mine: int, theirs: int) -> None:
            connection.execute(
                generation.update().where(generation.c.id == mine).values(number=generation.c.number + 1)
            )
            if first_time.pop(mine, False):
                met.wait(10)
            connection.execute(
                generation.update().where(generation.c.id == theirs).values(number=generation.c.number + 1)
            )

        await asyncio.gather(one.write(lambda c: bump(c, 1, 2)), other.write(lambda c: bump(c, 2, 1)))

        assert await one.read(lambda c: c.scalars(select(generation.c.number)).all()) == [2, 2]


async def test_a_unit_that_always_fails_to_serialise_is_given_up_in_the_end(postgres: str) -> None:
    tries = []

    def hopeless(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"))

    async with Database.open(postgres) as database:
        with pytest.raises(DatabaseUnwritable, match="again"):
            await database.write(hopeless)
        await database.write(ask)

    assert len(tries) == 5
