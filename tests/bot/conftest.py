"""A bellwether on the small Sacramento of `tests.sacramento`, in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest

from bot.answering import Answering
from bot.questions import Question, Reply
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.library import Library
from tests.filled import filled_in_memory
from tests.readers import cache_folder, reader_in
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge

Ask = Callable[..., Awaitable[Reply]]


def answering_over(database: Database, curated: CuratedSet) -> Answering:
    """*curated*: what the database has been filled with."""
    library, reader = Library(database, cache=cache_folder()), reader_in("en", "es")
    return Answering(library, reader, fallback=curated.district or DISTRICT)


def asker(answering: Answering) -> Ask:
    async def ask(text: str, *, now: datetime = TUESDAY_NOON, person: str = "ana", **spoken: str) -> Reply:
        language, saved = spoken.get("language"), spoken.get("saved_language")
        return await answering.answer(Question(text, now, person=person, language=language, saved_language=saved))

    return ask


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    with filled_in_memory(knowledge()) as database:
        yield asker(answering_over(database, knowledge()))
