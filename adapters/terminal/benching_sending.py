"""How fast something goes out to many: through the database, and over a line with a delay."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from adapters.terminal import json_lines
from adapters.terminal.benching import peak_mib
from adapters.terminal.benching_spreading import TELEGRAM, Bench, Figures
from adapters.terminal.demonstration import EVENING
from adapters.terminal.failing import Refusal
from adapters.terminal.paper import answers, remarks, table
from bot.channels import Channel, SlowDown
from bot.program import Bellwether, open_bellwether
from bot.questions import Reply
from bot.settings import DatabaseSettings, Settings
from knowledge.crowds import is_sending
from knowledge.opening import read_base
from knowledge.outgoing import what_is_due

DELAY = 0.05  # seconds that the platform takes
LOOK_EVERY = 0.5
UNPAID = 30  # messages that Telegram takes within any second
TOLERANCE = 1.06  # of what is paid for: what leaves evenly arrives less evenly


@dataclass(frozen=True)
class Plan:
    """*people*: who asked and are told; *seconds*: how long is sent at each of the *rates*, messages a second; None:
    until all are through."""

    people: int = 100_000
    rates: tuple[float, ...] = ()
    seconds: float | None = 60


@dataclass
class Clock:
    """Begins at a moment and goes on from there."""

    begins: datetime
    since: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.begins + timedelta(seconds=time.monotonic() - self.since)

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


@dataclass
class Tally:
    """What came in, on the clock of all processes. *worst*: most within a second; *cpu*: seconds of the platform where
    it is a process of its own; *blocked*: rooms that take nothing."""

    sent: int = 0
    first: float | None = None
    last: float = 0.0
    refused: int = 0
    worst: int = 0
    people: int = 0
    twice: int = 0
    cpu: float | None = None
    blocked: int = 0

    def note(self, now: float, within: int) -> None:
        self.sent += 1
        self.worst = max(self.worst, within)
        self.first = now if self.first is None else self.first
        self.last = now


class Counting(Channel, Protocol):
    """A platform that counts."""

    async def tally(self) -> Tally: ...


Opening = Callable[[Bellwether, float], AbstractAsyncContextManager[Counting]]
"""Opens the way to a platform that takes so many messages a second."""


@dataclass
class Line:
    """A platform that takes a while for each message and refuses what comes too fast: no more than *most* within any
    second, each counted when it comes in."""

    most: float
    platform: str = TELEGRAM
    came: deque[float] = field(default_factory=deque)
    to: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    noted: Tally = field(default_factory=Tally)

    async def send(self, place: str, reply: Reply) -> str:
        now = time.monotonic()
        while self.came and self.came[0] <= now - 1.0:
            self.came.popleft()
        if len(self.came) >= self.most:
            self.noted.refused += 1
            raise SlowDown(timedelta(seconds=1))
        self.came.append(now)
        self.noted.note(now, len(self.came))
        self.to[place, reply.delivery] += 1
        number = str(self.noted.sent)
        await asyncio.sleep(DELAY)
        return number

    async def tally(self) -> Tally:
        people = len({place for place, _ in self.to})
        return replace(self.noted, people=people, twice=sum(1 for times in self.to.values() if times > 1))


@asynccontextmanager
async def over_a_line(_: Bellwether, rate: float) -> AsyncIterator[Line]:
    yield Line(most=max(UNPAID, rate * TOLERANCE))


async def bench_sending(settings: Settings, plan: Plan, *, as_json: bool, address: str | None = None) -> None:
    figures = await measured(settings, plan, address=address, say=lambda words: remarks().say(words, "dim"))
    if as_json:
        json_lines.write(figures)
        return
    drawn = table("measured", "value")
    for name, value in figures.items():
        drawn.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    answers().show(drawn)


async def measured(
    settings: Settings,
    plan: Plan,
    *,
    address: str | None = None,
    say: Callable[[str], None] = lambda words: None,
    opening: Opening = over_a_line,
) -> Figures:
    """On an empty database at *address*, or a file of its own. The figures in the order they were measured in."""
    with TemporaryDirectory() as folder:
        own = _own(settings, address or f"sqlite:///{folder}/bench.db", Path(folder))
        figures: Figures = {"people": plan.people, **_load("before")}
        clock = _clock(own)
        async with _opened(own, clock, per_second=1.0) as bellwether:
            bench = Bench(bellwether, clock, plan.people, say)
            figures |= await bench.fill()
            figures |= await bench.announcement()
            figures |= await bench.urgent()
            figures |= await bench.claiming()
            figures |= await bench.correction()
        for rate in plan.rates:
            say(f"Sending at {rate:g} a second …")
            async with _opened(own, clock, per_second=rate) as bellwether, opening(bellwether, rate) as platform:
                figures |= await _sending(bellwether, clock, platform, rate=rate, plan=plan)
        return figures | {"peak memory, MiB": round(peak_mib())} | _load("after")


async def _sending(bellwether: Bellwether, clock: Clock, platform: Counting, *, rate: float, plan: Plan) -> Figures:
    """What waits goes out to a platform that refuses more than Telegram would."""
    await bellwether.library.edition()  # which a start makes beside everything else
    keeping = asyncio.create_task(bellwether.courier.keep(platform))
    began, cpu = time.monotonic(), time.process_time()
    while not keeping.done() and not await _is_enough(bellwether, clock, plan, began):  # noqa: ASYNC110 - see there
        await asyncio.sleep(LOOK_EVERY)
    spent = time.process_time() - cpu
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    came = await platform.tally()
    taken = came.last - came.first if came.first is not None else 0.0
    name, each = f"at {rate:g} a second", max(came.sent + came.blocked, 1) / 1000
    return {
        f"{name}, sent": came.sent,
        f"{name}, people": came.people,
        f"{name}, blocked": came.blocked,
        f"{name}, in s": round(taken, 1),
        f"{name}, share of the rate": f"{(came.sent + came.blocked - 1) / taken / rate:.2%}" if taken else "0",
        f"{name}, most within a second": came.worst,
        f"{name}, refused": came.refused,
        f"{name}, sent twice": came.twice,
        f"{name}, first after s": round(came.first - began, 2) if came.first is not None else -1,
        f"{name}, CPU ms each": round(spent / each, 2),
        **({f"{name}, CPU ms each of the platform": round(came.cpu / each, 2)} if came.cpu is not None else {}),
    }


async def _is_enough(bellwether: Bellwether, clock: Clock, plan: Plan, began: float) -> bool:
    if plan.seconds is not None:
        return time.monotonic() - began >= plan.seconds
    due = partial(what_is_due, lane=TELEGRAM, at=clock.now() + timedelta(minutes=1))  # what rests for a moment, too
    waiting = bool(await bellwether.database.read(due))
    return not waiting and not await bellwether.database.read(is_sending)


def _clock(settings: Settings) -> Clock:
    district = read_base(settings.knowledge).district
    if district is None:
        raise Refusal("there is no district to measure with")
    return Clock(EVENING.on_clock(district.timezone))


@asynccontextmanager
async def _opened(settings: Settings, clock: Clock, *, per_second: float) -> AsyncIterator[Bellwether]:
    telling = settings.telling.model_copy(
        update={"telegram_per_second": per_second, "telegram_paid": True, "settling_seconds": 0, "quiet_hours": "off"}
    )
    own = settings.model_copy(update={"telling": telling})
    async with open_bellwether(own, clock=clock, opened_by="bellwether bench") as bellwether:
        yield bellwether


def _own(settings: Settings, address: str, folder: Path) -> Settings:
    return settings.model_copy(update={"database": DatabaseSettings(url=address), "cache": Path("off")})


def _load(when: str) -> Figures:
    return {f"load of the machine {when}": round(os.getloadavg()[0], 1)}
