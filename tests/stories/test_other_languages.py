"""A family that writes in another language: one that is switched on, and one that is not yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.answering import Answering
from bot.questions import Question, Reply
from bot.reading import load_message_reader
from knowledge.database import Database
from knowledge.days import load_day_reader
from knowledge.files import read_shipped
from knowledge.library import Library
from knowledge.publishing import fill
from tests.sacramento import WEDNESDAY, at

NOON = at("2022-03-22 12:10")


@pytest.fixture(scope="module")
async def russian_on() -> AsyncIterator[Answering]:
    shipped = read_shipped()
    assert shipped.district is not None
    curated = replace(shipped, district=replace(shipped.district, languages=("en", "es", "ru")))
    async with Database.open("sqlite:///:memory:") as database:
        await database.write(lambda connection: fill(connection, curated, at=NOON))
        yield Answering(Library(database), load_message_reader(load_day_reader()), fallback=shipped.district)


async def ask(answering: Answering, text: str) -> Reply:
    return await answering.answer(Question(text, NOON, person=text))


async def test_a_language_that_is_on_is_answered_in_it(russian_on: Answering) -> None:
    reply = await ask(russian_on, "школы закрыты в среду?")

    assert (reply.language, reply.status, reply.day) == ("ru", "closed_unless", WEDNESDAY)
    assert "среда, 23 марта" in reply.text or "среду, 23 марта" in reply.text
    assert "ABC10" in reply.text


@pytest.mark.parametrize("text", ["周三学校开门吗", "thứ tư trường có mở cửa không", "may pasok ba sa miyerkules"])
async def test_a_language_that_is_off_gets_the_status_and_hears_what_works(russian_on: Answering, text: str) -> None:
    reply = await ask(russian_on, text)

    assert reply.language == "en"
    assert reply.text.startswith("I can answer in: English, español and русский.")
    assert (reply.status, reply.day) == ("closed_unless", WEDNESDAY)
