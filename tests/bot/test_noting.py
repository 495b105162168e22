"""What a family was told is noted with what it meant, day by day, so that a later change can be held against it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.answering import Answering
from bot.noting import Notebook
from bot.questions import Question
from knowledge.claims import Status
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.library import Library
from knowledge.publishing import fill
from knowledge.tables import telling
from tests.families import Families
from tests.readers import cache_folder, reader_in
from tests.sacramento import CLOSED, DISTRICT, FRIDAY, THURSDAY, TUESDAY_NOON, WEDNESDAY, at, knowledge

OPEN = replace(CLOSED, status=Status.OPEN, condition=None)
WEEK = replace(CLOSED, last_day=FRIDAY)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with Database.open("sqlite:///:memory:") as opened:
        yield opened


async def told(database: Database, text: str, curated: CuratedSet) -> list[Any]:
    await database.write(lambda connection: fill(connection, curated, at=TUESDAY_NOON))
    library, reader = Library(database, cache=cache_folder()), reader_in("en", "es")
    answering = Answering(library, reader, fallback=DISTRICT, recorder=Notebook(database))
    await answering.answer(Question(text, TUESDAY_NOON, place="ana", person="ana"))
    return list(await database.read(lambda c: c.execute(select(telling).order_by(telling.c.day)).all()))


async def test_a_day_told_is_noted_with_its_meaning_and_its_end(database: Database) -> None:
    (row,) = await told(database, "are schools closed wednesday?", knowledge())

    assert (row.topic, row.day, row.last_day) == ("school-open", WEDNESDAY, None)
    assert row.lives_until == row.day_over == DISTRICT.midnight_after(WEDNESDAY)
    (claim,) = row.meaning["claims"]
    assert (claim["status"], claim["conditions"]) == ("closed", ["deal"])


async def test_a_hole_has_no_end_of_its_own(database: Database) -> None:
    (row,) = await told(database, "are schools closed thursday?", knowledge())

    assert (row.day, row.meaning, row.lives_until) == (THURSDAY, {"kind": "hole"}, None)


async def test_days_told_as_one_are_noted_each(database: Database) -> None:
    rows = await told(database, "are schools closed from wednesday to friday?", knowledge(WEEK, without=[CLOSED.slug]))

    assert [(row.day, row.last_day) for row in rows] == [(day, None) for day in (WEDNESDAY, THURSDAY, FRIDAY)]
    assert {row.day_over for row in rows} == {DISTRICT.midnight_after(row.day) for row in rows}


@pytest.mark.parametrize("text", ["are schools closed?", "are schools closed wednesday?", "is there school this week?"])
async def test_whoever_was_told_of_wednesday_in_any_way_is_owed_its_change(database: Database, text: str) -> None:
    await told(database, text, knowledge())
    families = Families(database)

    families.publish(OPEN, at=at("2022-03-22 20:15"))
    assert [(one.person, one.day, one.before, one.after) for one in families.owed()] == [
        ("ana", WEDNESDAY, "closed if", "open")
    ]
    families.publish(CLOSED, at=at("2022-03-22 20:30"))

    assert families.owed() == []


async def test_a_question_for_an_hour_nobody_said_is_told_what_is_known(database: Database) -> None:
    (row,) = await told(database, "what time are there meals on wednesday?", knowledge())
    families = Families(database)

    meals = next(one for one in knowledge().claims if one.slug == "meals-wednesday")
    families.publish(replace(meals, places=("Sutter",)), at=at("2022-03-22 20:15"))

    assert row.day == date(2022, 3, 23)
    assert [one.person for one in families.owed()] == ["ana"]
