"""An answer given anew: about the same topics and days, as it stands then, kept like any answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.again import about, answer_again
from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.pages import Invocation, PageKind, Who
from bot.presses import Again, press_body, press_of
from bot.program import Bellwether, SystemClock, open_throw_away
from bot.questions import Choice, Outcome, Question, Reply
from bot.settings import DatabaseSettings, Settings
from knowledge.files import write_folder
from tests.sacramento import FRIDAY, MONDAY, THURSDAY, TUESDAY_NOON, WEDNESDAY, at, knowledge

ANNA = Who("discord:11", "discord:1")
SAY = load_catalogue("en")


@pytest.fixture
async def bellwether(tmp_path: Path) -> AsyncIterator[Bellwether]:
    write_folder(knowledge(), tmp_path / "curated")
    database = DatabaseSettings(url=f"sqlite:///{tmp_path / 'unused.db'}")
    settings = Settings(_env_file=None, knowledge=tmp_path / "curated", database=database)
    async with open_throw_away(settings, clock=SystemClock()) as made:
        yield made


def question(text: str = "", now: datetime = TUESDAY_NOON) -> Question:
    return Question(text, now, place=ANNA.place, person=ANNA.person)


async def asked(bellwether: Bellwether, text: str) -> Reply:
    return await bellwether.answer(question(text))


async def test_all_parts_of_an_answer_are_given_anew(bellwether: Bellwether) -> None:
    first = await asked(bellwether, "are schools closed Wednesday and are there meals on Wednesday?")

    again = await answer_again(bellwether, about(first), question(), SAY)

    assert [one.topic for one in about(first)] == ["school-open", "meals"]
    assert [one.text for one in again.passages] == [one.text for one in first.passages]
    assert again.noted not in (None, first.noted)


async def test_it_is_told_as_it_stands_then(bellwether: Bellwether) -> None:
    first = await asked(bellwether, "is there school on Thursday?")
    owner = Who("terminal", "terminal", granted=Role.OWNER)
    values = {"status": "closed", "day": "thursday"}
    preview = await bellwether.desk.do(Invocation("status", owner, TUESDAY_NOON, values=values))
    assert (await bellwether.desk.do(preview.offers[0].invocation)).kind is PageKind.DONE

    again = await answer_again(bellwether, about(first), question(now=at("2022-03-22 18:00")), SAY)

    assert first.outcome is Outcome.UNKNOWN
    assert again.status == "closed"


async def test_a_day_stays_the_day_it_was(bellwether: Bellwether) -> None:
    first = await asked(bellwether, "are schools closed tomorrow?")

    again = await answer_again(bellwether, about(first), question(now=at("2022-03-23 07:00")), SAY)

    assert about(first)[0].day == WEDNESDAY
    assert again.day == WEDNESDAY


async def test_a_span_stays_a_span(bellwether: Bellwether) -> None:
    first = await asked(bellwether, "is there school from Wednesday to Friday?")

    again = await answer_again(bellwether, about(first), question(), SAY)

    assert [one.text for one in again.passages] == [one.text for one in first.passages]


async def test_whoever_asks_a_person_about_it_is_quoted_with_what_it_was_about(bellwether: Bellwether) -> None:
    again = await answer_again(bellwether, (Choice("", "school-open", THURSDAY),), question(), SAY)

    values = {"answer": str(again.noted)}
    page = await bellwether.desk.do(Invocation("person", ANNA, TUESDAY_NOON, values=values))

    assert "“Whether schools are open, Thursday, March 24”" in page.title


async def test_a_topic_that_is_no_more_is_no_answer(bellwether: Bellwether) -> None:
    again = await answer_again(bellwether, (Choice("", "moon", FRIDAY),), question(), SAY)

    assert again.outcome is Outcome.UNKNOWN
    assert "I have no answer to that" in again.text


async def test_small_talk_is_about_nothing(bellwether: Bellwether) -> None:
    assert about(await asked(bellwether, "xqzzt")) == ()


def test_a_press_for_it_comes_back_as_it_was_kept() -> None:
    press = Again((Choice("", "school-open", MONDAY, FRIDAY), Choice("", "meals")), shared=True)

    assert press_of(press_body(press), ANNA) == press
