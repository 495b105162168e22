"""The database under many hands: all that is acknowledged is stored, each unit stands or falls alone."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from knowledge.database import Database, DatabaseUnreadable, DatabaseUnwritable
from knowledge.tables import BEGINNING, gap, generation
from tests.knowledge.asking import ask, asked, run
from tests.knowledge.sacramento import moment


class AmLate(Exception):
    """What a unit of work of ours may raise."""


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


async def test_units_written_at_once_are_all_stored_and_answered_each_with_its_own(database: Database) -> None:
    answers = await asyncio.gather(*(database.write(lambda c, n=n: ask(c, n)) for n in range(300)))  # type: ignore[misc]

    assert answers == list(range(300))
    assert await database.read(asked) == list(range(300))


async def test_a_unit_that_fails_takes_no_other_along_and_leaves_nothing(database: Database) -> None:
    def fails(connection: Connection, number: int) -> int:
        ask(connection, number)
        if number % 3 == 0:
            raise AmLate(number)
        if number % 3 == 1:
            connection.execute(insert(generation).values(id=1, number=0, changed=BEGINNING))
        return number

    outcomes = await asyncio.gather(
        *(database.write(lambda c, n=n: fails(c, n)) for n in range(90)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert [type(one) for one in outcomes] == [AmLate, IntegrityError, int] * 30
    assert await database.read(asked) == list(range(2, 90, 3))


async def test_a_statement_the_database_cannot_run_takes_no_other_along(database: Database) -> None:
    def wrong(connection: Connection) -> int:
        return ask(connection) + len(connection.execute(text("SELECT * FROM nowhere")).all())

    outcomes = await asyncio.gather(
        *(database.write(wrong if n == 5 else lambda c, n=n: ask(c, n)) for n in range(10)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert [n for n, one in enumerate(outcomes) if isinstance(one, Exception)] == [5]
    assert await database.read(asked) == [0, 1, 2, 3, 4, 6, 7, 8, 9]


async def test_whoever_is_answered_finds_it_stored(database: Database) -> None:
    async def write_and_look(number: int) -> bool:
        await database.write(lambda c: ask(c, number))
        return number in await database.read(asked)

    assert all(await asyncio.gather(*(write_and_look(number) for number in range(60))))


async def test_a_caller_that_gives_up_waiting_does_no_harm(database: Database) -> None:
    entered, released = threading.Event(), threading.Event()

    def slow(connection: Connection) -> int:
        entered.set()
        released.wait(10)
        return ask(connection, 1)

    first = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(entered.wait, 10)
    queued = asyncio.create_task(database.write(lambda c: ask(c, 2)))
    await asyncio.sleep(0)
    first.cancel()
    queued.cancel()
    await asyncio.wait([queued], timeout=5)
    released.set()
    await database.write(lambda c: ask(c, 3))

    # What had begun is stored, what was only waiting is not.
    assert await database.read(asked) == [1, 3]


async def test_a_look_sees_one_state_from_beginning_to_end(database: Database) -> None:
    await database.write(ask)
    looked, go_on = threading.Event(), threading.Event()

    def twice(connection: Connection) -> tuple[list[int], list[int]]:
        before = asked(connection)
        looked.set()
        go_on.wait(10)
        return before, asked(connection)

    looking = asyncio.create_task(database.read(twice))
    await asyncio.to_thread(looked.wait, 10)
    await database.write(lambda c: ask(c, 1))
    go_on.set()

    assert await looking == ([0], [0])
    assert await database.read(asked) == [0, 1]


def test_a_look_cannot_change_anything(database: Database) -> None:
    with pytest.raises(DatabaseUnreadable, match="read"):
        database.read_now(ask)

    assert database.read_now(asked) == []


def test_what_waits_is_stored_before_closing(address: str) -> None:
    database = Database.open(address)
    futures = [threading.Thread(target=database.write_now, args=(lambda c, n=n: ask(c, n),)) for n in range(20)]
    for one in futures:
        one.start()
    for one in futures:
        one.join()
    database.close()
    database.close()

    with pytest.raises(DatabaseUnwritable, match="closed"):
        database.write_now(ask)
    with Database.open(address) as again:
        assert again.read_now(asked) == list(range(20))


async def test_memory_is_one_database_for_everybody_who_shares_it() -> None:
    async with Database.open("sqlite:///:memory:") as database, Database.open("sqlite://") as other:
        await asyncio.gather(*(database.write(lambda c, n=n: ask(c, n)) for n in range(50)))  # type: ignore[misc]
        looks = await asyncio.gather(*(database.read(asked) for _ in range(20)))

        assert looks == [list(range(50))] * 20
        assert await other.read(asked) == []


def test_moments_come_back_in_utc_whatever_zone_they_were_written_in(database: Database) -> None:
    database.write_now(ask)

    (found,) = database.read_now(lambda c: c.scalars(select(gap.c.asked)).all())
    assert found == moment(22, 9)
    assert found.isoformat() == "2022-03-22T16:00:00+00:00"


def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    naive = moment(22, 9).replace(tzinfo=None)
    with pytest.raises(Exception, match="needs its zone"):
        database.write_now(lambda c: run(c, insert(gap).values(asked=naive, person="p", text="1", outcome="unknown")))
