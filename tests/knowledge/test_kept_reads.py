"""What each message asks for is read once and again after each change of it; what comes often is written in lots."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from knowledge.database import Database
from knowledge.guides import Guide, drop_guide, find_guide, save_guide
from knowledge.people import Chosen, has_chosen, save_chosen
from knowledge.tables import guide, person

NOON = datetime(2022, 3, 22, 19, tzinfo=UTC)
ANA = {"person": "telegram:1", "place": "telegram:1"}
FORM = Guide(**ANA, body={"asked": "day"}, changed=NOON)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.open(f"sqlite:///{tmp_path / 'a.db'}")


class AmongOthers(Database):
    """Not alone, as on a server."""

    @property
    def alone(self) -> bool:
        return False


class Counting:
    """Counts guides, and how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, connection: Connection) -> int:
        self.asked += 1
        return int(connection.execute(select(func.count()).select_from(guide)).scalar_one())


async def test_what_was_read_is_good_until_its_table_is_written(database: Database) -> None:
    counting = Counting()
    async with database:
        assert [await database.read_kept(counting, guide) for _ in range(3)] == [0, 0, 0]
        await database.write(partial(save_chosen, who="telegram:1", chosen=Chosen(language="es"), at=NOON))
        assert (await database.read_kept(counting, guide), counting.asked) == (0, 1)
        await database.write(partial(save_guide, kept=FORM))
        assert (await database.read_kept(counting, guide), counting.asked) == (1, 2)


async def test_plain_words_that_write_count_for_every_table(database: Database) -> None:
    counting = Counting()
    async with database:
        await database.write(partial(save_guide, kept=FORM))
        assert await database.read_kept(counting, guide) == 1
        await database.write(lambda connection: connection.execute(text("DELETE FROM guide")).rowcount)
        assert await database.read_kept(counting, guide) == 0
        await database.write(lambda connection: connection.exec_driver_sql("delete from person").rowcount)
        assert (await database.read_kept(counting, guide), counting.asked) == (0, 3)


async def test_where_another_program_writes_it_is_read_each_time(database: Database, tmp_path: Path) -> None:
    counting = Counting()
    async with database, Database.open(f"sqlite:///{tmp_path / 'a.db'}", writing=False) as beside:
        assert await beside.read_kept(counting, guide) == 0
        await database.write(partial(save_guide, kept=FORM))
        assert (await beside.read_kept(counting, guide), counting.asked) == (1, 2)
        assert await find_guide(beside, **ANA) == FORM
        assert await has_chosen(beside, "telegram:1")  # nobody can tell


async def test_where_many_are_told_at_once_it_is_read_once_in_a_while_and_after_each_change_of_ours(
    tmp_path: Path,
) -> None:
    """A server, on which others write too, tells nobody that it has been written to."""
    counting, server = Counting(), AmongOthers.open(f"sqlite:///{tmp_path / 'b.db'}")
    async with server:
        assert [await server.read_kept(counting, guide, within=3600.0) for _ in range(3)] == [0, 0, 0]
        assert counting.asked == 1
        await server.write(partial(save_guide, kept=FORM))
        assert (await server.read_kept(counting, guide, within=3600.0), counting.asked) == (1, 2)
        assert (await server.read_kept(counting, guide, within=1e-9), counting.asked) == (1, 3)
        assert (await server.read_kept(counting, guide), counting.asked) == (1, 4)


async def test_a_form_is_found_from_when_it_is_kept_until_it_is_left(database: Database) -> None:
    async with database:
        assert await find_guide(database, **ANA) is None
        await database.write(partial(save_guide, kept=FORM))
        assert await find_guide(database, **ANA) == FORM
        assert await find_guide(database, person="telegram:2", place="telegram:1") is None
        await database.write(partial(drop_guide, person="telegram:1", place="telegram:1"))
        assert await find_guide(database, **ANA) is None


async def test_a_choice_counts_from_when_it_is_made(database: Database) -> None:
    async with database:
        assert not await has_chosen(database, "telegram:1")
        await database.write(partial(save_chosen, who="telegram:1", chosen=Chosen(language="es"), at=NOON))
        assert await has_chosen(database, "telegram:1")
        assert not await has_chosen(database, "telegram:2")
        await database.write(partial(save_chosen, who="telegram:1", chosen=Chosen(), at=NOON))
        assert not await has_chosen(database, "telegram:1")


async def test_what_is_alike_is_written_at_once_and_what_fails_fails_alone(database: Database) -> None:
    lots: list[int] = []

    def save(connection: Connection, people: Sequence[str]) -> list[int]:
        lots.append(len(people))
        if "" in people:
            raise ValueError("nobody")
        for one in people:
            save_chosen(connection, one, Chosen(language="es"), at=NOON)
        return [len(one) for one in people]

    async with database:
        names = ["telegram:1", "telegram:22", "telegram:333"]
        assert await asyncio.gather(*(database.write_alike(save, one) for one in names)) == [10, 11, 12]
        assert sum(lots) == len(names)
        found = await asyncio.gather(
            *(database.write_alike(save, one) for one in ("telegram:4", "", "telegram:5")), return_exceptions=True
        )
        kept = await database.read(lambda connection: set(connection.scalars(select(person.c.person))))
    assert [found[0], found[2]] == [10, 10]
    assert isinstance(found[1], ValueError)
    assert kept == {*names, "telegram:4", "telegram:5"}
