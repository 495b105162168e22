"""Families on two platforms, editors and a courier with channels that write down what they are given."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, select

from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.families.judging import offers_on
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.files import read_common, write_folder
from knowledge.recording import note_message
from tests.readers import days_in
from tests.sacramento import TUESDAY_NOON, knowledge


def family(person: str = "telegram:1", language: str | None = "en") -> Who:
    return Who(person, person, language)


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
    """A channel. *refuses*: what sending raises, one after the other, before anything is taken; *meanwhile*: what
    happens while a message is on its way."""

    platform: str
    sent: list[tuple[str, Reply]] = field(default_factory=list)
    refuses: list[Exception] = field(default_factory=list)
    meanwhile: list[Callable[[], Awaitable[object]]] = field(default_factory=list)

    async def send(self, place: str, reply: Reply) -> str:
        if self.refuses:
            raise self.refuses.pop(0)
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        self.sent.append((place, reply))
        return reply.replaces or str(len(self.sent))

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

    async def ask_in_a_room(self, text: str, person: str, *, message: str, place: str = "telegram:-5") -> Reply:
        """Where others read along; our message is called *message* there."""
        reply = await self.ask(text, person, place, shared=True)
        await self.bellwether.database.write(lambda c: note_message(c, reply.noted or 0, message))
        return reply

    async def press(self, reply: Reply, label: str, *, who: Who) -> Page:
        """A button under what was told unasked."""
        asking = Invocation("ask", who, self.clock.now())
        (offer,) = [one for one in offers_on(reply, asking, load_catalogue("en")) if one.label == label]
        return await self.bellwether.desk.do(offer.invocation)

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


_made: list[TemporaryDirectory[str]] = []


async def _curated() -> Path:
    """The small Sacramento in files, made once; beside them a database that was filled with them on Tuesday at noon."""
    if not _made:
        made = TemporaryDirectory(prefix="world", ignore_cleanup_errors=True)
        folder = Path(made.name) / "curated"
        shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
        write_folder(replace(knowledge(), withdrawn=shared), folder)
        address = f"sqlite:///{made.name}/bellwether.db"
        settings = Settings(_env_file=None, knowledge=folder, database={"url": address}, cache="off")
        async with open_bellwether(settings, clock=Clock(), days=days_in()):
            pass
        _made.append(made)
    return Path(_made[0].name) / "curated"


@asynccontextmanager
async def open_world(
    folder: Path, *, address: str | None = None, now: datetime = TUESDAY_NOON, shipped: bool = False, **telling: Any
) -> AsyncIterator[World]:
    """A small Sacramento, or what is *shipped*. *telling*: settings of that section."""
    curated = None if shipped else await _curated()
    cache: dict[str, Any] = {} if shipped else {"cache": "off"}
    file = folder / "bellwether.db"
    if curated is not None and address is None and now == TUESDAY_NOON and not file.exists():
        shutil.copy(curated.parent / file.name, file)
    settings = Settings(
        _env_file=None,
        knowledge=curated,
        database={"url": address or f"sqlite:///{file}"},
        telling=telling,
        **cache,
    )
    clock, telegram, discord = Clock(now), Recorder("telegram"), Recorder("discord")
    async with open_bellwether(settings, clock=clock, channels=(telegram, discord), days=days_in()) as bellwether:
        yield World(bellwether, clock, telegram, discord)
