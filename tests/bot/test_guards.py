"""Questions that only look alike: who acts, what is open, which school, which hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.questions import Outcome
from knowledge.database import Database
from knowledge.district import Neighbour, NeighbourKind
from knowledge.topics import Aside, AsideOutcome, Topic, TopicKind
from tests.bot.conftest import Ask, answering_from, asker
from tests.sacramento import DISTRICT, FRIDAY, WEDNESDAY, claim, knowledge, said

STRIKE = Topic(
    "strike",
    said("Strike"),
    TopicKind.PLAN,
    {"en": ("are teachers on strike", "will teachers walk out", "is there a strike")},
)
OFFICES = Aside(
    "around-town",
    AsideOutcome.OUT_OF_SCOPE,
    said("I only know about schools."),
    {"en": ("is the bank open", "is the post office open")},
)


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    walkout = claim("walkout", "strike", "Teachers plan to walk out.", first_day=WEDNESDAY)
    elk_grove = Neighbour("elk-grove", "Elk Grove Unified", NeighbourKind.DISTRICT, ("Elk Grove",))
    shipped = knowledge(walkout, district=replace(DISTRICT, neighbours=(elk_grove,)))
    curated = replace(shipped, topics=(*shipped.topics, STRIKE), asides=(OFFICES,))
    async with Database.open("sqlite:///:memory:") as database:
        yield asker(await answering_from(database, curated))


async def test_a_plan_of_teachers_is_not_one_of_principals(ask: Ask) -> None:
    assert (await ask("are teachers on strike wednesday")).topics == ("strike",)
    assert (await ask("are principals on strike wednesday", person="b")).topics == ()


async def test_a_bank_is_no_school(ask: Ask) -> None:
    reply = await ask("is the bank open wednesday")

    assert reply.status is None
    assert reply.outcome is Outcome.OUT_OF_SCOPE


async def test_meals_are_not_whether_school_is_open(ask: Ask) -> None:
    assert "school-open" not in (await ask("are meals closed wednesday")).topics


async def test_a_school_nobody_knows_is_not_ours(ask: Ask) -> None:
    assert (await ask("is xavier school closed wednesday")).status != "closed_unless"


async def test_a_circumstance_is_not_the_question(ask: Ask) -> None:
    assert (await ask("are there meals if schools are closed")).topics == ("meals",)
    assert (await ask("what about lunch during the strike", person="b")).topics == ("meals",)


async def test_an_hour_that_no_claim_gives_is_said_to_be_missing(ask: Ask) -> None:
    reply = await ask("what time are there meals wednesday")

    assert reply.outcome is Outcome.UNKNOWN
    assert "Bags at every school." in reply.text


async def test_our_schools_beside_a_neighbour_are_answered(ask: Ask) -> None:
    assert (await ask("is elk grove closed wednesday")).outcome is Outcome.OUT_OF_SCOPE
    compared = await ask("elk grove is closed friday, are our schools closed too", person="b")
    assert (compared.topics, compared.day) == (("school-open",), FRIDAY)


async def test_a_day_behind_a_question_is_that_questions_day(ask: Ask) -> None:
    reply = await ask("are schools closed? its for wednesday")

    assert len(reply.passages) == 1
    assert reply.day == WEDNESDAY


async def test_an_emoji_stands_for_a_word(ask: Ask) -> None:
    assert (await ask("🍎 wednesday?")).topics == ("meals",)


async def test_a_numbered_list_of_questions_is_read_as_questions(ask: Ask) -> None:
    reply = await ask("1) are schools closed wednesday?\n2) are there meals?")

    assert reply.topics == ("school-open", "meals")
