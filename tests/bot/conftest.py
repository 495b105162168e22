"""A bellwether on the small Sacramento of `tests.sacramento`, in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest

from bot.answering import Answering
from bot.questions import Question, Reply
from bot.reading import load_message_reader
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.days import load_day_reader
from knowledge.library import Library
from knowledge.publishing import fill
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge

Ask = Callable[..., Awaitable[Reply]]


async def answering_from(database: Database, curated: CuratedSet) -> Answering:
    await database.write(lambda connection: fill(connection, curated, at=TUESDAY_NOON))
    reader = load_message_reader(load_day_reader(["en", "es"]))
    return Answering(Library(database), reader, fallback=curated.district or DISTRICT)


def asker(answering: Answering) -> Ask:
    async def ask(text: str, *, now: datetime = TUESDAY_NOON, person: str = "ana", **spoken: str) -> Reply:
        language, saved = spoken.get("language"), spoken.get("saved_language")
        return await answering.answer(Question(text, now, person=person, language=language, saved_language=saved))

    return ask


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    async with Database.open("sqlite:///:memory:") as database:
        yield asker(await answering_from(database, knowledge()))
