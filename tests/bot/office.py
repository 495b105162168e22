"""An editors' office over the small Sacramento: commands as somebody, and families asking right after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from bot.answering import Answering
from bot.commands import Role
from bot.desk import Desk
from bot.handling import all_handlers
from bot.pages import Invocation, Page, PageKind, Who
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.claims import Claim
from knowledge.curated_set import CuratedSet
from knowledge.library import Library
from knowledge.revisions import current
from tests.filled import filled_in_memory
from tests.readers import cache_folder, reader_in
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge

INES = Who("telegram:ines", "telegram:staff", granted=Role.PUBLISHER)
OMAR = Who("telegram:omar", "telegram:staff", granted=Role.EDITOR)
PAULA = Who("discord:paula", "discord:staff", granted=Role.PUBLISHER)
VERA = Who("telegram:vera", "telegram:staff", granted=Role.VIEWER)


@dataclass
class Office:
    desk: Desk
    strangers: count[int]

    async def do(self, command: str, *, who: Who = INES, now: datetime = TUESDAY_NOON, **values: str) -> Page:
        name, _, action = command.partition(" ")
        return await self.desk.do(Invocation(name, who, now, action, values))

    async def take(self, page: Page, number: int = 0, *, now: datetime | None = None, who: Who | None = None) -> Page:
        """One of the page's offers, perhaps later, perhaps by somebody else."""
        offered = page.offers[number].invocation
        return await self.desk.do(replace(offered, at=now or offered.at, who=who or offered.who))

    async def done(self, command: str, *, who: Who = INES, now: datetime = TUESDAY_NOON, **values: str) -> Page:
        """Previewed and confirmed."""
        preview = await self.do(command, who=who, now=now, **values)
        assert preview.kind is PageKind.PREVIEW, preview
        done = await self.take(preview)
        assert done.kind is PageKind.DONE, done
        return done

    async def ask(self, text: str, *, now: datetime = TUESDAY_NOON, language: str | None = None) -> Reply:
        """A family nobody has heard of asks."""
        person = f"family {next(self.strangers)}"
        return await self.desk.answering.answer(Question(text, now, person, person, saved_language=language))

    async def reads(self, text: str, *, now: datetime = TUESDAY_NOON, language: str | None = None) -> str:
        return (await self.ask(text, now=now, language=language)).text

    async def claim(self, slug: str) -> Claim:
        return (await self.desk.database.read(lambda connection: current(connection, Claim, [slug])))[slug]

    async def claims(self) -> frozenset[str]:
        return frozenset(await self.desk.database.read(lambda connection: current(connection, Claim)))


@asynccontextmanager
async def open_office(curated: CuratedSet | None = None, *, settings: Settings | None = None) -> AsyncIterator[Office]:
    curated = curated or knowledge()
    with filled_in_memory(curated) as database:
        library, reader = Library(database, cache=cache_folder()), reader_in("en", "es")
        answering = Answering(library, reader, fallback=curated.district or DISTRICT)
        yield Office(Desk(database, library, reader, answering, all_handlers(), settings=settings), count())
