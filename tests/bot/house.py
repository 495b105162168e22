"""A desk with its answering over a small Sacramento, for tests of what people do besides asking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from bot.answering import Answering
from bot.choices import Choices
from bot.commands import Role
from bot.desk import Desk
from bot.handling import all_handlers
from bot.noting import Notebook
from bot.pages import Invocation, Offer, Page, Who
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.library import Library
from knowledge.publishing import fill
from tests.filled import filled_in_memory
from tests.readers import cache_folder, reader_in
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge


@dataclass(frozen=True)
class House:
    desk: Desk

    async def do(
        self,
        name: str,
        action: str = "",
        *,
        person: str = "telegram:1",
        place: str = "telegram:1",
        now: datetime = TUESDAY_NOON,
        granted: Role | None = None,
        speaks: str | None = None,
        **values: str,
    ) -> Page:
        who = Who(person, place, language=speaks, granted=granted)
        return await self.desk.do(Invocation(name, who, now, action, values))

    async def take(self, offer: Offer) -> Page:
        return await self.desk.do(offer.invocation)

    async def ask(
        self, text: str, *, person: str = "telegram:1", place: str = "telegram:1", now: datetime = TUESDAY_NOON
    ) -> Reply:
        return await self.desk.answering.answer(Question(text, now, place=place, person=person))

    async def rows(self, table: Table) -> list[Any]:
        return list(await self.desk.database.read(lambda connection: connection.execute(select(table)).all()))


@contextmanager
def filled(address: str, curated: CuratedSet) -> Iterator[Database]:
    with Database.open(address) as database:
        database.write_now(lambda connection: fill(connection, curated, at=TUESDAY_NOON))
        yield database


@asynccontextmanager
async def open_house(
    address: str | None = None,
    curated: CuratedSet | None = None,
    *,
    owners: frozenset[str] = frozenset(),
    settings: Settings | None = None,
) -> AsyncIterator[House]:
    curated = curated or knowledge()
    with filled(address, curated) if address else filled_in_memory(curated) as database:
        library, reader = Library(database, cache=cache_folder()), reader_in("en", "es")
        notebook, choices = Notebook(database), Choices(database)
        answering = Answering(library, reader, fallback=DISTRICT, recorder=notebook, choices=choices)
        yield House(Desk(database, library, reader, answering, all_handlers(), owners=owners, settings=settings))


def text_of(page: Page) -> str:
    """Everything a page says, whichever part of it."""
    reply = [page.reply.text] if page.reply else []
    grid = [" | ".join(row) for row in page.grid.rows] if page.grid else []
    problems = [one.words for one in page.problems]
    return "\n".join([page.title, *page.lines, *page.warnings, *grid, *reply, *problems])
