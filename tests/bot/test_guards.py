"""Questions that only look alike: who acts, what is open, which school, which hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.questions import Outcome
from knowledge.district import Neighbour, NeighbourKind
from knowledge.topics import Aside, AsideOutcome, Topic, TopicKind
from tests.bot.conftest import Ask, answering_over, asker
from tests.filled import filled_in_memory
from tests.sacramento import DISTRICT, FRIDAY, THURSDAY, WEDNESDAY, at, claim, knowledge, said

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
    with filled_in_memory(curated) as database:
        yield asker(answering_over(database, curated))


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


async def test_a_follow_up_after_somebody_elses_schools_stays_with_them(ask: Ask) -> None:
    await ask("is elk grove closed wednesday")

    assert (await ask("and tomorrow?")).outcome is Outcome.OUT_OF_SCOPE
    assert (await ask("so are they closed wednesday?")).outcome is Outcome.OUT_OF_SCOPE
    assert (await ask("are our schools closed wednesday?")).status == "closed_unless"


@pytest.mark.parametrize("text", ["is there school on memorial day", "are schools closed 24th for the strike"])
async def test_a_day_that_cannot_be_read_is_asked_for(ask: Ask, text: str) -> None:
    reply = await ask(text)

    assert (reply.outcome, reply.status) == (Outcome.CLARIFY, None)


async def test_a_picket_never_answers_a_question_about_classes(ask: Ask) -> None:
    reply = await ask("is there school thursday because of the picket")

    assert (reply.topics, reply.status) == (("school-open",), "unknown")


async def test_after_school_the_question_is_about_the_next_school_day(ask: Ask) -> None:
    reply = await ask("is school closed", now=at("2022-03-23 16:45"))

    assert (reply.status, reply.day) == ("unknown", THURSDAY)


async def test_days_in_reverse_order_are_no_range(ask: Ask) -> None:
    reply = await ask("is there school friday and thursday")

    assert "March 25 to" not in reply.text
