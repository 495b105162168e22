"""The real bot over a knowledge base of its own and a clock that can be moved, talking to the double."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from pydantic import SecretStr

from adapters.discord.calling import Patience
from adapters.discord.dispatch import Handle, Joined
from adapters.discord.exchanges import Exchange, House
from adapters.discord.running import Chore, Discord
from adapters.discord.syncing import CommandSet
from bot.articles.gathering import Gathering
from bot.program import Bellwether, open_bellwether
from bot.settings import DatabaseSettings, DiscordSettings, Settings
from tests.adapters.bots import MovableClock, Operated, up_and_running, without_faults
from tests.adapters.discord.double import Double
from tests.readers import days_in

IN_A_HURRY = Patience(first=0.01, longest=0.1, tries=6)
QUESTION = {"type": 3, "name": "question", "description": "What you want to know", "required": True}
ASK = {"type": 1, "name": "ask", "description": "Ask whether school is on", "options": [QUESTION]}
ASK_ABOUT = {"type": 3, "name": "Answer this"}
Work = Callable[[Exchange], Awaitable[None]]


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
class RunningBot(Operated):
    """*handle*, *joined*, *commands*, *chores*, *settings*: taken at the next start; *waits*: until the
    commands stand; *gathering*: what reads articles, where it is not the usual."""

    platform: ClassVar[str] = "discord"

    double: Double
    clock: MovableClock
    settings: Settings
    handle: Handle
    joined: Joined | None = None
    commands: CommandSet | None = (ASK, ASK_ABOUT)
    chores: Sequence[Chore] = ()
    drain: float = 5.0
    waits: bool = True
    gathering: Gathering | None = None
    faults: list[str] = field(default_factory=list)
    _stand: asyncio.Event = field(default_factory=asyncio.Event)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bellwether: Bellwether | None = None
    _discord: Discord | None = None

    @property
    def discord(self) -> Discord:
        assert self._discord is not None, "it is not running"
        return self._discord

    async def start(self) -> None:
        opened = await self._open.enter_async_context(open_bellwether(self.settings, clock=self.clock, days=days_in()))
        self._bellwether = replace(opened, gathering=self.gathering)
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

    @asynccontextmanager
    async def _running(self, bellwether: Bellwether) -> AsyncIterator[Discord]:
        up = asyncio.Event()
        chores = (*self.chores, self._watch)
        parts: dict[str, Any] = {"joined": self.joined, "commands": self.commands, "chores": chores}
        settings = self.settings.discord
        made = Discord(
            bellwether, settings, handle=self.handle, up=up.set, drain=self.drain, patience=IN_A_HURRY, **parts
        )
        async with up_and_running(made.run(), up):
            await self._ready()
            yield made

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
    """*more*: as `RunningBot` has it."""
    made = RunningBot(double, clock or MovableClock(), settings, handle, **more)
    async with without_faults(made):
        yield made
