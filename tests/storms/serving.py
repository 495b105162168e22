"""The real program serving Telegram in a process of its own, to be killed and started again; and what became of what
it was asked.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge.database import Database
from knowledge.files import read_common, write_folder
from knowledge.publishing import fill
from tests.adapters.telegram.double_remote import ROOT, RemoteDouble, remote_double
from tests.sacramento import TUESDAY_NOON, knowledge
from tests.storms.rounds import Figures

POLLING, WEBHOOK = "polling", "webhook"
BEGAN = datetime.now(UTC)  # read once: a storm may rage over midnight
LONG = 300.0  # seconds after which something that should come to be is given up; the machine may be busy


@dataclass
class Program:
    """*folder*: its database; started in either way of getting updates; *more*: settings of its environment."""

    double: RemoteDouble
    folder: Path
    way: str
    port: int = 0
    process: asyncio.subprocess.Process | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "bellwether.db"

    async def start(self) -> None:
        """Until it is up."""
        ready = {POLLING: "deleteWebhook", WEBHOOK: "setWebhook"}[self.way]
        before = (await self.double.state())["counted"].get(ready, 0)
        process = await self.launch()
        ended = asyncio.create_task(process.wait())
        risen = asyncio.create_task(
            self.double.until(lambda state: state["counted"].get(ready, 0) > before, within=LONG)
        )
        await asyncio.wait([ended, risen], timeout=LONG, return_when=asyncio.FIRST_COMPLETED)
        assert not ended.done(), self.log()
        ended.cancel()
        await risen

    async def launch(self) -> asyncio.subprocess.Process:
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "adapters", "serve"), cwd=self.folder, env=self._environment(), stderr=log
            )
        return self.process

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        return await self._end(signal.SIGTERM)

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def waiting(self) -> int:
        """What is stored and not settled."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            (counted,) = connection.execute("SELECT count(*) FROM arrival WHERE state = 'waiting'").fetchone()
        connection.close()
        return int(counted)

    @contextmanager
    def unwritable(self) -> Iterator[None]:
        """Nothing can be stored meanwhile: somebody else is just writing."""
        connection = sqlite3.connect(self.database, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
        finally:
            connection.close()

    async def at_rest(self) -> None:
        """Everything that was asked is answered and settled."""
        await self.double.until(lambda state: not state["pending"] and not state["in_flight"], within=LONG)
        end = asyncio.get_running_loop().time() + LONG
        while self.waiting():
            assert asyncio.get_running_loop().time() < end, self.log()
            await asyncio.sleep(0.02)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BELLWETHER_")}
        telegram = {"TOKEN": self.double.token, "API_URL": self.double.url}
        if self.way == WEBHOOK:
            self.port = self.port or free_port()
            telegram |= {"WEBHOOK_URL": f"http://127.0.0.1:{self.port}/", "WEBHOOK_LISTEN": f"127.0.0.1:{self.port}"}
        return {
            **kept,
            **{f"BELLWETHER_TELEGRAM__{name}": value for name, value in telegram.items()},
            "BELLWETHER_DATABASE__URL": f"sqlite:///{self.database}",
            "BELLWETHER_CACHE": str(self.folder.parent / "cache"),
            "BELLWETHER_LOG_LEVEL": "INFO",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            **self.more,
        }


def filled(folder: Path) -> Path:
    """A database with the small Sacramento in it, to be copied."""
    shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
    small = replace(knowledge(), withdrawn=shared)
    write_folder(small, folder / "curated")
    made = folder / "filled.db"
    with Database.open(f"sqlite:///{made}") as database:
        database.write_now(lambda connection: fill(connection, small, at=TUESDAY_NOON))
    return made


@asynccontextmanager
async def served(template: Path, way: str, *, number: int) -> AsyncIterator[Program]:
    """A program of its own with a double of its own."""
    folder = template.parent / f"{way}-{number}-{os.urandom(3).hex()}"
    folder.mkdir()
    async with remote_double() as double:
        program = Program(double, folder, way)
        shutil.copy(template, program.database)
        try:
            await program.start()
            yield program
        finally:
            if program.process is not None and program.process.returncode is None:
                await program.kill()


def free_port() -> int:
    """Of those that no connection to somewhere else is ever given, so that it is still free when it is listened on."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as one, suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(("127.0.0.1", port))
            return port


def questions(people: int, each: int = 1, *, first: int = 1001) -> list[dict[str, Any]]:
    """Each of a person about days of their own, so that every answer tells which question it is of."""
    return [
        {"person": first + person, "text": f"is school closed on {day}?"}
        for day in days_asked(each)
        for person in range(people)
    ]


def days_asked(each: int) -> list[str]:
    return [named(BEGAN + timedelta(days=number + 3)) for number in range(each)]


def named(day: datetime) -> str:
    return f"{day:%B} {day.day}"


async def times_answered(double: RemoteDouble, *, people: Sequence[int]) -> Counter[int]:
    """How many people were answered how many times."""
    answers = Counter(one["chat"] for one in await double.sent())
    return Counter(answers[person] for person in people)


def answered(times: Counter[int]) -> Figures:
    more = sum(count for number, count in times.items() if number > 2)
    return {"not": times[0], "once": times[1], "twice": times[2], "oftener": more}
