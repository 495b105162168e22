"""The real bot over a knowledge base of its own and a clock that can be moved, talking to the double."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from pydantic import SecretStr
from sqlalchemy import func, select

from adapters.telegram.sending import Patience
from adapters.telegram.telegram import Chore, Telegram
from bot.articles.gathering import Gathering
from bot.program import Bellwether, open_bellwether
from bot.settings import DatabaseSettings, Settings, TelegramSettings
from knowledge.tables import arrival
from tests.adapters.bots import MovableClock, Operated, up_and_running, without_faults
from tests.adapters.telegram.double import TelegramDouble
from tests.readers import days_in

WAITING = select(func.count()).select_from(arrival).where(arrival.c.state == "waiting")  # asked very often
IN_A_HURRY = Patience(first=0.01, longest=0.1, tries=50)


@dataclass
class RunningBot(Operated):
    """*settings*, *chores*: taken at the next start; *gathering*: what reads articles, where it is not the usual."""

    platform: ClassVar[str] = "telegram"

    double: TelegramDouble
    clock: MovableClock
    settings: Settings
    chores: Sequence[Chore] = ()
    faults: list[str] = field(default_factory=list)
    gathering: Gathering | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bellwether: Bellwether | None = None
    _telegram: Telegram | None = None

    @property
    def telegram(self) -> Telegram:
        assert self._telegram is not None, "it is not running"
        return self._telegram

    async def start(self) -> None:
        opened = await self._open.enter_async_context(open_bellwether(self.settings, clock=self.clock, days=days_in()))
        self._bellwether = replace(opened, gathering=self.gathering)
        self._telegram = await self._open.enter_async_context(self._running(self._bellwether))
        self.double.watchers.append(self._busy)

    async def stop(self) -> None:
        """As at SIGTERM: what has begun is brought to its end."""
        self.double.watchers[:] = [one for one in self.double.watchers if one != self._busy]
        await self._open.aclose()
        self._bellwether = self._telegram = None

    @asynccontextmanager
    async def _running(self, bellwether: Bellwether) -> AsyncIterator[Telegram]:
        up = asyncio.Event()
        parts: dict[str, Any] = {"up": up.set, "chores": self.chores, "patience": IN_A_HURRY, "long_poll": 5}
        made = Telegram(bellwether, self.settings.telegram, **parts)
        async with up_and_running(made.run(), up):
            yield made

    async def _busy(self) -> bool:
        """Whether something that came in is still to be dealt with."""
        if self._bellwether is None:
            return False
        return bool(await self._bellwether.database.read(lambda connection: connection.scalar(WAITING)))


def settings_for(
    double: TelegramDouble, database: Path, knowledge: Path | None, *, owners: Sequence[str] = (), **more: Any
) -> Settings:
    """*more*: settings of Telegram."""
    telegram = TelegramSettings(token=SecretStr(double.token), api_url=double.url, **more)
    parts: dict[str, Any] = {"database": DatabaseSettings(url=f"sqlite:///{database}"), "telegram": telegram}
    return Settings(_env_file=None, knowledge=knowledge, owners=tuple(owners), **parts)


@asynccontextmanager
async def running_bot(
    double: TelegramDouble,
    settings: Settings,
    *,
    clock: MovableClock | None = None,
    chores: Sequence[Chore] = (),
    gathering: Gathering | None = None,
) -> AsyncIterator[RunningBot]:
    made = RunningBot(double, clock or MovableClock(), settings, chores, gathering=gathering)
    double.clock = made.clock.now
    async with without_faults(made):
        yield made
