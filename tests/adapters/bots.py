"""What the real bot of each platform has in common where it talks to a double: a clock that can be moved, an operator,
and a log in which nothing may go wrong."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether
from tests.sacramento import TUESDAY_NOON


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


class Numbered(Protocol):
    """Somebody, as a double has them."""

    @property
    def id(self) -> int: ...


class Operated(ABC):
    """A bot that is started and stopped, and told things by whoever runs the program. *faults*: what was logged as an
    error or worse."""

    platform: ClassVar[str]
    clock: MovableClock
    faults: list[str]
    _bellwether: Bellwether | None

    @abstractmethod
    async def start(self) -> None: ...

    @abstractmethod
    async def stop(self) -> None: ...

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    @property
    def bellwether(self) -> Bellwether:
        assert self._bellwether is not None, "it is not running"
        return self._bellwether

    async def grant(self, person: Numbered, role: Role) -> None:
        """By whoever runs the program."""
        page = await self.do("role", "grant", person=f"{self.platform}:{person.id}", role=role.value)
        assert page.kind is PageKind.DONE, page

    async def do(self, name: str, action: str = "", **values: str) -> Page:
        """A command by the operator, not through the platform; what needs a second look is confirmed."""
        operator = Who("terminal", "terminal", granted=Role.OWNER)
        desk = self.bellwether.desk
        page = await desk.do(Invocation(name, operator, self.clock.now(), action, values))
        return await desk.do(page.offers[0].invocation) if page.kind is PageKind.PREVIEW else page


@asynccontextmanager
async def up_and_running(run: Coroutine[Any, Any, None], up: asyncio.Event) -> AsyncIterator[None]:
    """From when it is *up* until the block is left."""
    running, rises = asyncio.create_task(run), asyncio.create_task(up.wait())
    await asyncio.wait([running, rises], return_when=asyncio.FIRST_COMPLETED)
    rises.cancel()
    if running.done():
        running.result()
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def without_faults(bot: Operated) -> AsyncIterator[None]:
    """Started and stopped; whatever was logged as an error and not taken out of its *faults* fails the test."""
    watching = _Watching(bot.faults)
    logging.getLogger().addHandler(watching)
    try:
        await bot.start()
        yield
        await bot.stop()
    finally:
        logging.getLogger().removeHandler(watching)
        await bot.stop()
    assert not bot.faults, bot.faults


class _Watching(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._told = told
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(self.format(record))
