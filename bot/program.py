"""Puts everything together, and closes what it opened: the door for adapters, tests and scripts alike."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.answering import Answering, Recorder
from bot.catalogue import Catalogue
from bot.choices import Choices
from bot.questions import Question, Reply
from bot.reading import MessageReader, load_message_reader
from bot.settings import SemanticSettings, Settings
from knowledge.database import Database
from knowledge.days import DayReader, load_day_reader
from knowledge.district import District
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.library import Library
from knowledge.opening import open_apart, open_to_ask, open_to_write
from knowledge.workings import Workings

if TYPE_CHECKING:
    from bot.articles.gathering import Gathering
    from bot.channels import Channel
    from bot.completing import Completing
    from bot.curating.curating import Curating
    from bot.desk import Desk
    from bot.followings import Followings
    from bot.pages import Who
    from bot.telling.courier import Courier
    from knowledge.semantic import SemanticModel

log = logging.getLogger(__name__)

DAILY = timedelta(days=1)


class Clock(Protocol):
    def now(self) -> datetime: ...

    async def sleep(self, duration: timedelta) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


@dataclass(frozen=True)
class Bellwether:
    """The product without a platform: a question in, a reply out. *gathering*: reads what editors hand over, where it
    is not the usual one."""

    database: Database
    library: Library
    answering: Answering
    reader: MessageReader
    settings: Settings
    clock: Clock
    records: bool
    channels: Sequence[Channel] = ()
    gathering: Gathering | None = None

    @cached_property
    def courier(self) -> Courier:
        """Who brings what is owed and announced. Imported when first used: most who ask never send."""
        from bot.telling.courier import Courier
        from bot.telling.words import CourierWords

        words = CourierWords(self.database, self.library, self.answering, self.clock)
        told = self.settings.telling
        return Courier(self.database, self.library, words, told, self.clock, self.channels)

    @cached_property
    def desk(self) -> Desk:
        """Every command, behind one door. Imported when first used: most who ask never edit."""
        from bot.articles.gathering import Gathering
        from bot.desk import Desk
        from bot.handling import all_handlers

        parts = (self.database, self.library, self.reader, self.answering)
        return Desk(
            *parts,
            all_handlers(),
            owners=frozenset(self.settings.owners),
            settings=self.settings,
            gathering=self.gathering or Gathering(),
        )

    @cached_property
    def completing(self) -> Completing:
        """What somebody is likely to type on, from memory."""
        from bot.completing import Completing

        return Completing(self.desk)

    @cached_property
    def curating(self) -> Curating:
        """What editors do, for programs."""
        from bot.curating.curating import Curating

        return Curating(self.database, self.library, self.clock)

    @cached_property
    def following(self) -> Followings:
        """What families follow, for programs."""
        from bot.followings import Followings

        return Followings(self.database, self.library, self.clock)

    async def answer(self, question: Question) -> Reply:
        return await self.answering.answer(question)

    async def make_ready(self) -> None:
        """Makes now, off the event loop, what the first question in each language would wait for; and from now on of
        every later edition before it is used."""
        await self.library.prepare_with(self.answering.make_ready)

    async def words_for(self, who: Who) -> Catalogue:
        """The words a platform itself says to somebody: in the language they chose, else the platform's hint, else the
        district's first; where the database cannot be read, by the hint."""
        spoken = self.answering.spoken
        with suppress(DatabaseUnreadable):
            chosen = await self.answering.chosen_by(who.person, at=self.clock.now())
            if chosen in spoken:
                return self.answering.say(chosen or spoken[0])
        return self.answering.say(who.language if who.language in spoken else spoken[0])

    async def district(self) -> District:
        """The profile in force, with the zone that moments without an offset are in."""
        return (await self.library.edition()).district


@asynccontextmanager
async def open_bellwether(
    settings: Settings,
    *,
    clock: Clock,
    channels: Sequence[Channel] = (),
    opened_by: str = "bellwether",
    records: bool = True,
    days: DayReader | None = None,
) -> AsyncIterator[Bellwether]:
    """The writing process: brings the tables up, fills an empty database once, notes what is asked and told (unless
    *records* is off), and keeps the retention of the settings, at start and daily. *channels*: what its courier's
    `deliver_due` sends over; *days*: a reader of every language, for who opens several; else one is made, which takes a
    while."""
    opening = partial(
        open_to_write, settings.database.url, base=settings.knowledge, at=clock.now(), opened_by=opened_by
    )
    async with await asyncio.to_thread(opening) as database:
        keeping = asyncio.create_task(_keep_retention(database, settings, clock))
        try:
            opened = await _assembled(database, settings, clock, records=records, days=days)
            yield replace(opened, channels=tuple(channels))
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping


@asynccontextmanager
async def open_for_asking(
    settings: Settings, *, clock: Clock, overlays: Sequence[Path] = (), only: bool = False
) -> AsyncIterator[Bellwether]:
    """Only reads: beside a running bot, or with curated folders laid over in memory. Nothing is noted.

    *only*: the folders alone, without what the database or the program brings along."""
    opening = partial(
        open_to_ask, settings.database.url, base=settings.knowledge, at=clock.now(), overlays=overlays, only=only
    )
    async with await asyncio.to_thread(opening) as database:
        yield await _assembled(database, settings, clock, records=False)


@asynccontextmanager
async def open_throw_away(
    settings: Settings, *, clock: Clock, overlays: Sequence[Path] = (), only: bool = False
) -> AsyncIterator[Bellwether]:
    """A knowledge base of its own in memory, gone at the end: for trying things out. *overlays*, *only*: as for
    asking."""
    opening = partial(open_apart, settings.knowledge, at=clock.now(), overlays=overlays, only=only)
    async with await asyncio.to_thread(opening) as database:
        yield await _assembled(database, settings, clock, records=True)


async def _assembled(
    database: Database, settings: Settings, clock: Clock, *, records: bool, days: DayReader | None = None
) -> Bellwether:
    """Raises `EmptyKnowledge` where there is no district to answer for, `SemanticUnusable` where the model named in the
    settings cannot be used."""
    semantic = await asyncio.to_thread(_semantic, settings.semantic)
    library = Library(database, semantic=semantic, cache=settings.cache_folder)
    edition = await library.edition()
    # Days are read in every language, also those in which no reply is given yet.
    kept = Workings(settings.cache_folder)
    if days is None:
        days = await asyncio.to_thread(load_day_reader, kept=kept)
    reader = load_message_reader(days, kept=kept)
    recorder = _notebook(database) if records else None
    choices = Choices(database) if records else None
    answering = Answering(library, reader, fallback=edition.district, recorder=recorder, choices=choices)
    return Bellwether(database, library, answering, reader, settings, clock, records)


def _semantic(named: SemanticSettings) -> SemanticModel | None:
    if not named.folder or not named.sha256:
        return None
    from knowledge.semantic import SemanticModel

    return SemanticModel.open(named.folder, sha256=named.sha256)


def _notebook(database: Database) -> Recorder:
    """Imported only where something is noted."""
    from bot.noting import Notebook

    return Notebook(database)


async def _keep_retention(database: Database, settings: Settings, clock: Clock) -> None:
    from knowledge.forgetting import enforce_retention

    kept = settings.retention
    while True:
        at = clock.now()
        work = partial(enforce_retention, at=at, question_days=kept.question_days, telling_days=kept.telling_days)
        try:
            while (await database.write(work)).more:
                pass  # whatever else waits for the database has its turn in between
        except DatabaseUnwritable:
            log.exception("what is past its time could not be deleted; tried again in a day")
        await clock.sleep(DAILY)
