"""The real bot over a knowledge base of its own and a clock that can be moved, talking to the double."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters.discord.calling import Patience
from adapters.discord.dispatch import Handle, Joined
from adapters.discord.exchanges import Exchange, House
from adapters.discord.running import Chore, Discord
from adapters.discord.syncing import CommandSet
from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.settings import DatabaseSettings, DiscordSettings, Settings
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.readers import days_in
from tests.sacramento import TUESDAY_NOON

IN_A_HURRY = Patience(first=0.01, longest=0.1, tries=6)
QUESTION = {"type": 3, "name": "question", "description": "What you want to know", "required": True}
ASK = {"type": 1, "name": "ask", "description": "Ask whether school is on", "options": [QUESTION]}
ASK_ABOUT = {"type": 3, "name": "Answer this"}
Work = Callable[[Exchange], Awaitable[None]]


class MovableClock:
    """Stands until it is moved; whoever sleeps wakes when it has been moved far enough."""

    def __init__(self, now: datetime = TUESDAY_NOON) -> None:
        self._now = now
        self._moved = asyncio.Condition()

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        until = self._now + duration
        async with self._moved:
            await self._moved.wait_for(lambda: self._now >= until)

    async def move(self, to: datetime | timedelta) -> None:
        self._now = self._now + to if isinstance(to, timedelta) else to
        async with self._moved:
            self._moved.notify_all()


class Doing:
    """In place of the product's own ways: what a test wants done with whatever comes in."""

    def __init__(self) -> None:
        self.work: Work = nothing
        self.came: list[Exchange] = []

    async def handle(self, exchange: Exchange) -> None:
        self.came.append(exchange)
        await self.work(exchange)


async def until(condition: Callable[[], object], *, within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  of what no event tells
            await asyncio.sleep(0.005)


async def nothing(exchange: Exchange) -> None:
    """Says nothing."""


@dataclass
class RunningBot:
    """*handle*, *joined*, *commands*, *chores*, *settings*: taken at the next start; *waits*: until the
    commands stand; *faults*: what was logged as an error or worse."""

    double: Double
    clock: MovableClock
    settings: Settings
    handle: Handle
    joined: Joined | None = None
    commands: CommandSet | None = (ASK, ASK_ABOUT)
    chores: Sequence[Chore] = ()
    drain: float = 5.0
    waits: bool = True
    faults: list[str] = field(default_factory=list)
    _stand: asyncio.Event = field(default_factory=asyncio.Event)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bellwether: Bellwether | None = None
    _discord: Discord | None = None

    @property
    def bellwether(self) -> Bellwether:
        assert self._bellwether is not None, "it is not running"
        return self._bellwether

    @property
    def discord(self) -> Discord:
        assert self._discord is not None, "it is not running"
        return self._discord

    async def start(self) -> None:
        self._bellwether = await self._open.enter_async_context(
            open_bellwether(self.settings, clock=self.clock, days=days_in())
        )
        try:
            self._discord = await self._open.enter_async_context(self._running(self._bellwether))
        except Exception:
            await self._open.aclose()
            raise
        self.double.stillness.busy_with.append(self._busy)

    async def stop(self) -> None:
        """As at SIGTERM: what has begun is brought to its end."""
        busy = self.double.stillness.busy_with
        busy[:] = [one for one in busy if one != self._busy]
        await self._open.aclose()
        self._bellwether = self._discord = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def grant(self, person: Person, role: Role) -> None:
        """By whoever runs the program."""
        page = await self.do("role", "grant", person=f"discord:{person.id}", role=role.value)
        assert page.kind is PageKind.DONE, page

    async def do(self, name: str, action: str = "", **values: str) -> Page:
        """A command by the operator, not through Discord; what needs a second look is confirmed."""
        operator = Who("terminal", "terminal", granted=Role.OWNER)
        desk = self.bellwether.desk
        page = await desk.do(Invocation(name, operator, self.clock.now(), action, values))
        return await desk.do(page.offers[0].invocation) if page.kind is PageKind.PREVIEW else page

    @asynccontextmanager
    async def _running(self, bellwether: Bellwether) -> AsyncIterator[Discord]:
        up = asyncio.Event()
        chores = (*self.chores, self._watch)
        parts: dict[str, Any] = {"joined": self.joined, "commands": self.commands, "chores": chores}
        settings = self.settings.discord
        made = Discord(
            bellwether, settings, handle=self.handle, up=up.set, drain=self.drain, patience=IN_A_HURRY, **parts
        )
        run = asyncio.create_task(made.run())
        rises = asyncio.create_task(up.wait())
        await asyncio.wait([run, rises], return_when=asyncio.FIRST_COMPLETED)
        rises.cancel()
        if run.done():
            run.result()
        try:
            await self._ready()
            yield made
        finally:
            run.cancel()
            with suppress(asyncio.CancelledError):
                await run

    async def _ready(self) -> None:
        """Until every shard is up and the commands stand."""
        async with asyncio.timeout(20):
            await self.double.ready()
            if self.commands and self.waits:
                await self._stand.wait()

    async def _watch(self, house: House) -> None:
        self._stand.clear()
        await until(lambda: house.commands)
        self._stand.set()

    def _busy(self) -> bool:
        return self._discord is not None and self._discord.busy


class Faults(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._told = told
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(self.format(record))


def settings_for(
    double: Double, database: Path, knowledge: Path | None, *, owners: Sequence[str] = (), **more: Any
) -> Settings:
    """*more*: further settings."""
    parts: dict[str, Any] = {
        "database": DatabaseSettings(url=f"sqlite:///{database}"),
        "discord": DiscordSettings(token=SecretStr(double.token)),
    }
    return Settings(_env_file=None, knowledge=knowledge, owners=tuple(owners), **parts, **more)


@asynccontextmanager
async def running_bot(
    double: Double, settings: Settings, handle: Handle, *, clock: MovableClock | None = None, **more: Any
) -> AsyncIterator[RunningBot]:
    """*more*: as `RunningBot` has it. Whatever was logged as an error and not taken out of *faults* fails the test."""
    made = RunningBot(double, clock or MovableClock(), settings, handle, **more)
    watching = Faults(made.faults)
    logging.getLogger().addHandler(watching)
    try:
        await made.start()
        yield made
        await made.stop()
    finally:
        logging.getLogger().removeHandler(watching)
        await made.stop()
    assert not made.faults, made.faults
