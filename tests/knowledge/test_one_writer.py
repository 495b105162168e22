"""One process writes a file: a second is told who the first is, others read beside it, a kill loses nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from knowledge.database import AnotherWriter, Database, DatabaseUnreadable, DatabaseUnwritable
from tests.knowledge.asking import ask, asked

WRITER = """
import asyncio, sys
from sqlalchemy import insert
from knowledge.database import Database
from knowledge.tables import BEGINNING, gap

async def main(address):
    async with Database.open(address, opened_by="bellwether serve") as database:
        async def ask(number):
            row = {"asked": BEGINNING, "person": "p", "text": str(number), "outcome": "unknown"}
            await database.write(lambda connection: connection.execute(insert(gap), [row]) and None)
            print(number, flush=True)
        print("ready", flush=True)
        start = 0
        while True:
            await asyncio.gather(*(ask(number) for number in range(start, start + 50)))
            start += 50

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bellwether.db"


def test_a_second_writer_is_told_who_the_first_is(file: Path) -> None:
    with (
        Database.open(f"sqlite:///{file}", opened_by="bellwether serve"),
        pytest.raises(AnotherWriter) as refused,
    ):
        Database.open(f"sqlite:///{file}")

    assert f"process {os.getpid()} (bellwether serve, since " in str(refused.value)
    assert str(refused.value).count("\n") == 0


def test_another_name_for_the_same_file_is_the_same_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(file)
    with Database.open(f"sqlite:///{file}"), pytest.raises(AnotherWriter):
        Database.open(f"sqlite:///{tmp_path}/./link.db")


def test_after_closing_the_next_writer_may_come(file: Path) -> None:
    for _ in range(2):
        with Database.open(f"sqlite:///{file}") as database:
            database.write_now(ask)


def test_a_failed_opening_lets_the_lock_go(file: Path) -> None:
    file.write_text("this is a shopping list and no database at all, however long it may be")
    for _ in range(2):
        with pytest.raises(DatabaseUnreadable, match="not a database"):
            Database.open(f"sqlite:///{file}")


async def test_others_read_beside_a_running_writer(file: Path) -> None:
    address = f"sqlite:///{file}"
    async with Database.open(address) as database, Database.open(address, writing=False) as looking:
        await database.write(ask)

        assert await looking.read(asked) == [0]
        with pytest.raises(DatabaseUnwritable, match="for reading only"):
            await looking.write(ask)


def test_opening_for_reading_makes_no_file_and_no_lock(file: Path) -> None:
    with pytest.raises(DatabaseUnreadable, match="no database at"):
        Database.open(f"sqlite:///{file}", writing=False)
    assert list(file.parent.iterdir()) == []

    Database.open(f"sqlite:///{file}").close()
    (file.parent / "bellwether.db.lock").unlink()
    with Database.open(f"sqlite:///{file}", writing=False) as looking:
        looking.read_now(asked)
    assert not (file.parent / "bellwether.db.lock").exists()


def test_a_writer_that_is_killed_loses_nothing_it_acknowledged_and_blocks_nobody(file: Path) -> None:
    told: list[int] = []
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            with pytest.raises(AnotherWriter, match=rf"process {writer.pid} \(bellwether serve"):
                Database.open(f"sqlite:///{file}")
            told += [int(writer.stdout.readline()) for _ in range(120)]
            writer.send_signal(signal.SIGKILL)
            told += [int(line) for line in writer.stdout if line.endswith("\n")]

    with Database.open(f"sqlite:///{file}", writing=False) as looking:
        stored = looking.read_now(asked)
    with Database.open(f"sqlite:///{file}") as database:
        assert database.read_now(asked) == stored
        assert database.read_now(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    for number in set(told):
        assert stored.count(number) >= told.count(number)


def test_exactly_one_connection_writes_and_it_is_durable(file: Path) -> None:
    def pragmas(connection: Connection) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    with Database.open(f"sqlite:///{file}") as database:
        writing, reading = database.write_now(pragmas), database.read_now(pragmas)

    full = 2
    assert writing == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "query_only": 0,
        "busy_timeout": 5000,
    }
    assert (reading["journal_mode"], reading["query_only"]) == ("wal", 1)
