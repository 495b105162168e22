"""Storms over telling: senders in processes of their own, a platform that counts, and what came of it all."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from knowledge.database import Database
from knowledge.deliveries import Run, State
from knowledge.tables import announcement, delivery, lane, question, spreading
from tests.storms.rounds import Figures
from tests.storms.telling_platform import PATIENCE, Platform, open_platform

ROOT = Path(__file__).parents[2]
LEASE = 2.0  # seconds


@dataclass
class Senders:
    """Those that run, and how those ended that do not."""

    storm: Telling
    forks: asyncio.subprocess.Process
    ended: dict[int, int] = field(default_factory=dict)
    began: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    running: list[int] = field(default_factory=list)

    async def start(self) -> int:
        asked = {"address": self.storm.address, "port": self.storm.platform.port}
        assert self.forks.stdin is not None
        self.forks.stdin.write(json.dumps({**asked, "rate": self.storm.rate, "lease": LEASE}).encode() + b"\n")
        process = await asyncio.wait_for(self.began.get(), PATIENCE)
        self.running.append(process)
        return process

    async def end(self, process: int, how: signal.Signals) -> int:
        """Its status."""
        os.kill(process, how)
        await self.storm.platform.until(lambda: process in self.ended)
        self.running.remove(process)
        return self.ended[process]

    async def listen(self) -> None:
        assert self.forks.stdout is not None
        async for line in self.forks.stdout:
            word, number, *status = line.split()
            if word == b"began":
                self.began.put_nowait(int(number))
            else:
                self.ended[int(number)] = int(status[0])


@dataclass
class Telling:
    """One storm: *people* are each to be reached once by one announcement."""

    address: str
    platform: Platform
    rate: float
    people: int
    faults: int = 0
    unnoted: int = 0
    _senders: Senders | None = None

    @property
    def senders(self) -> Senders:
        assert self._senders is not None
        return self._senders

    def seed(self) -> None:
        with Database.open(self.address) as database:
            database.write_now(lambda c: announce(c, self.people))

    def states(self) -> Mapping[str, int]:
        counted = select(delivery.c.state, func.count()).group_by(delivery.c.state)
        with Database.open(self.address, writing=False) as database:
            rows = database.read_now(lambda c: c.execute(counted).all())
        return {str(row[0]): int(row[1]) for row in rows}

    def noted(self) -> set[int]:
        query = select(delivery.c.id).where(delivery.c.state.in_((State.SENT, State.DOUBTFUL)))
        with Database.open(self.address, writing=False) as database:
            return set(database.read_now(lambda c: c.scalars(query).all()))

    def is_spread(self) -> bool:
        query = select(func.count()).where(spreading.c.done.is_not(None))
        with Database.open(self.address, writing=False) as database:
            return database.read_now(lambda c: c.scalars(query).one()) > 0

    def spread_over(self) -> tuple[int, int]:
        """Deliveries, and people among them."""
        query = select(func.count(), func.count(delivery.c.person.distinct()))
        with Database.open(self.address, writing=False) as database:
            rows, people = database.read_now(lambda c: c.execute(query).one())
        return rows, people

    def rests_for(self) -> float:
        """Seconds of the silence that is noted; whoever comes next knows of no other."""
        with Database.open(self.address, writing=False) as database:
            until = database.read_now(lambda c: c.scalars(select(func.max(lane.c.paused_until))).one())
        return (until - datetime.now(UTC)).total_seconds() if until else 0.0

    async def resting(self, least: float) -> None:
        """Until a silence is noted that goes on for so many seconds at least."""
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self.rests_for) < least:  # noqa: ASYNC110  another process notes it
                await asyncio.sleep(0.02)

    async def kill(self, process: int) -> None:
        """And counts what it had sent and not noted: so many may be sent twice."""
        await self.senders.end(process, signal.SIGKILL)
        noted = await asyncio.to_thread(self.noted)
        self.unnoted += len({one.delivery for one in self.platform.taken if one.process == process} - noted)
        self.faults += 1

    async def more(self, many: float) -> None:
        """Until so many more have arrived, or all have."""
        target = min(len(self.platform.taken) + many, self.people)
        await self.platform.until(lambda: len(self.platform.taken) >= target)

    async def all_through(self) -> None:
        """Until everybody has been reached and that is noted."""
        await self.platform.until(lambda: len(self.platform.times()) == self.people)
        async with asyncio.timeout(PATIENCE):
            while (await asyncio.to_thread(self.states)).get("sent", 0) < self.people:  # noqa: ASYNC110  in other processes
                await asyncio.sleep(0.1)

    def figures(self, what: str) -> Figures:
        times = self.platform.times()
        states = self.states()
        assert states == {"sent": self.people}, states
        return {
            "storm": what,
            "database": self.address.split(":")[0].split("+")[0],
            "a second": f"{self.rate:g}",
            "faults": self.faults,
            "expected": self.people,
            "lost": self.people - len(times),
            "twice": sum(times.values()) - len(times),
            "in flight": self.unnoted,
        }


def announce(connection: Connection, people: int) -> None:
    """Something for everybody, who all asked today."""
    now = datetime.now(UTC)
    names = [f"telegram:{number}" for number in range(people)]
    asked = {"asked": now, "language": "en", "text": "?", "outcome": "answer", "topics": [], "company": "alone"}
    connection.execute(insert(question), [{**asked, "place": one, "person": one} for one in names])
    values: dict[str, Any] = {"made": now, "identity": "telegram:ines", "words": {"en": "Buses run late."}, "scope": {}}
    values |= {"state": Run.GOING, "drill": False, "loudness": "ordinary", "started": now}
    connection.execute(insert(announcement), [values])


@asynccontextmanager
async def telling(address: str, *, rate: float, people: int, **platform: Any) -> AsyncIterator[Telling]:
    async with open_platform(**platform) as opened:
        storm = Telling(address, opened, rate, people)
        await asyncio.to_thread(storm.seed)
        forks = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.storms.telling_sender"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        storm._senders = Senders(storm, forks)
        listening = asyncio.create_task(storm.senders.listen())
        try:
            yield storm
        finally:
            for one in storm.senders.running:
                os.kill(one, signal.SIGKILL)
            forks.kill()
            await forks.wait()
            listening.cancel()
