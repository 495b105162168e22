"""Families on two platforms, editors and a courier with channels that write down what they are given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.files import read_common, write_folder
from tests.sacramento import TUESDAY_NOON, knowledge

EDITOR = Who("telegram:ines", "telegram:staff", granted=Role.PUBLISHER)


class Clock:
    """Stands until it is moved; what sleeps by it sleeps on."""

    def __init__(self, now: datetime = TUESDAY_NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.Event().wait()

    def move(self, by: timedelta) -> None:
        self._now += by

    def set(self, now: datetime) -> None:
        self._now = now


@dataclass
class Recorder:
    """A channel. *refuses*: what sending raises, one after the other, before anything is taken."""

    platform: str
    sent: list[tuple[str, Reply]] = field(default_factory=list)
    refuses: list[Exception] = field(default_factory=list)

    async def send(self, place: str, reply: Reply) -> str:
        if self.refuses:
            raise self.refuses.pop(0)
        self.sent.append((place, reply))
        return str(len(self.sent))

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(place, reply.text) for place, reply in self.sent]


@dataclass
class World:
    bellwether: Bellwether
    clock: Clock
    telegram: Recorder
    discord: Recorder

    async def ask(self, text: str, person: str = "telegram:1", place: str | None = None, **how: Any) -> Reply:
        question = Question(text, self.clock.now(), place=place or person, person=person, **how)
        return await self.bellwether.answer(question)

    async def do(self, who: Who, name: str, action: str = "", **values: str) -> Page:
        """A command, and its first offer where it is a preview."""
        page = await self.bellwether.desk.do(Invocation(name, who, self.clock.now(), action, values))
        return await self.bellwether.desk.do(page.offers[0].invocation) if page.kind is PageKind.PREVIEW else page

    async def close(self, day: str = "wednesday", status: str = "closed", **values: str) -> Page:
        page = await self.do(EDITOR, "status", day=day, status=status, **values)
        assert page.change is not None, page
        return page

    async def deliver(self, after: timedelta = timedelta(minutes=1)) -> int:
        self.clock.move(after)
        return await self.bellwether.courier.deliver_due()

    async def rows(self, table: Table) -> Sequence[Any]:
        return await self.bellwether.database.read(lambda c: c.execute(select(table).order_by(table.c.id)).all())


@asynccontextmanager
async def open_world(
    folder: Path, *, address: str | None = None, now: datetime = TUESDAY_NOON, **telling: Any
) -> AsyncIterator[World]:
    """A small Sacramento. *telling*: settings of that section."""
    curated = folder / "curated"
    if not curated.exists():
        shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
        write_folder(replace(knowledge(), withdrawn=shared), curated)
    settings = Settings(
        _env_file=None,
        knowledge=curated,
        database={"url": address or f"sqlite:///{folder}/bellwether.db"},
        telling=telling,
        cache="off",
    )
    clock, telegram, discord = Clock(now), Recorder("telegram"), Recorder("discord")
    async with open_bellwether(settings, clock=clock, channels=(telegram, discord)) as bellwether:
        yield World(bellwether, clock, telegram, discord)
