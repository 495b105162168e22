"""The real bot over a knowledge base of its own and a clock that can be moved, talking to the double."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from adapters.telegram.sending import Patience
from adapters.telegram.telegram import Chore, Telegram
from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.settings import DatabaseSettings, Settings, TelegramSettings
from knowledge.tables import arrival
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.readers import days_in
from tests.sacramento import TUESDAY_NOON

IN_A_HURRY = Patience(first=0.01, longest=0.1, tries=50)


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


@dataclass
class RunningBot:
    """*settings*, *chores*: taken at the next start; *faults*: what was logged as an error or worse."""

    double: TelegramDouble
    clock: MovableClock
    settings: Settings
    chores: Sequence[Chore] = ()
    faults: list[str] = field(default_factory=list)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bellwether: Bellwether | None = None
    _telegram: Telegram | None = None

    @property
    def bellwether(self) -> Bellwether:
        assert self._bellwether is not None, "it is not running"
        return self._bellwether

    @property
    def telegram(self) -> Telegram:
        assert self._telegram is not None, "it is not running"
        return self._telegram

    async def start(self) -> None:
        self._bellwether = await self._open.enter_async_context(
            open_bellwether(self.settings, clock=self.clock, days=days_in())
        )
        self._telegram = await self._open.enter_async_context(self._running(self._bellwether))
        self.double.watchers.append(self._busy)

    async def stop(self) -> None:
        """As at SIGTERM: what has begun is brought to its end."""
        self.double.watchers[:] = [one for one in self.double.watchers if one != self._busy]
        await self._open.aclose()
        self._bellwether = self._telegram = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def grant(self, person: Person, role: Role) -> None:
        """By whoever runs the program."""
        values = {"person": f"telegram:{person.id}", "role": role.value}
        page = await self.do("role", "grant", **values)
        assert page.kind is PageKind.DONE, page

    async def do(self, name: str, action: str = "", **values: str) -> Page:
        """A command by the operator, not through Telegram; what needs a second look is confirmed."""
        operator = Who("terminal", "terminal", granted=Role.OWNER)
        desk = self.bellwether.desk
        page = await desk.do(Invocation(name, operator, self.clock.now(), action, values))
        return await desk.do(page.offers[0].invocation) if page.kind is PageKind.PREVIEW else page

    @asynccontextmanager
    async def _running(self, bellwether: Bellwether) -> AsyncIterator[Telegram]:
        up = asyncio.Event()
        parts: dict[str, Any] = {"up": up.set, "chores": self.chores, "patience": IN_A_HURRY, "long_poll": 5}
        made = Telegram(bellwether, self.settings.telegram, **parts)
        run = asyncio.create_task(made.run())
        rises = asyncio.create_task(up.wait())
        await asyncio.wait([run, rises], return_when=asyncio.FIRST_COMPLETED)
        rises.cancel()
        if run.done():
            run.result()
        try:
            yield made
        finally:
            run.cancel()
            with suppress(asyncio.CancelledError):
                await run

    async def _busy(self) -> bool:
        """Whether something that came in is still to be dealt with."""
        if self._bellwether is None:
            return False
        counted = select(func.count()).select_from(arrival).where(arrival.c.state == "waiting")
        return bool(await self._bellwether.database.read(lambda connection: connection.scalar(counted)))


class _Faults(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._told = told
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(self.format(record))


def settings_for(
    double: TelegramDouble, database: Path, knowledge: Path | None, *, owners: Sequence[str] = (), **more: Any
) -> Settings:
    """*more*: settings of Telegram."""
    telegram = TelegramSettings(token=SecretStr(double.token), api_url=double.url, **more)
    parts: dict[str, Any] = {"database": DatabaseSettings(url=f"sqlite:///{database}"), "telegram": telegram}
    return Settings(_env_file=None, knowledge=knowledge, owners=tuple(owners), **parts)


@asynccontextmanager
async def running_bot(
    double: TelegramDouble, settings: Settings, *, clock: MovableClock | None = None, chores: Sequence[Chore] = ()
) -> AsyncIterator[RunningBot]:
    """Whatever was logged as an error and not taken out of *faults* fails the test."""
    made = RunningBot(double, clock or MovableClock(), settings, chores)
    double.clock = made.clock.now
    watching = _Faults(made.faults)
    logging.getLogger().addHandler(watching)
    try:
        await made.start()
        yield made
        await made.stop()
    finally:
        logging.getLogger().removeHandler(watching)
        await made.stop()
    assert not made.faults, made.faults
