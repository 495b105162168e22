"""Several days asked at once: each claim is told for the days on which it holds, and no day is passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.questions import Reply
from knowledge.claims import Claim, Scope, Status
from knowledge.district import Level
from tests.bot.conftest import answering_over, asker
from tests.filled import filled_in_memory
from tests.sacramento import TUESDAY_NOON, at, claim, knowledge, notice

MONDAY, TUESDAY, FRIDAY = date(2022, 3, 28), date(2022, 3, 29), date(2022, 4, 1)
NOTICES = (notice("week", "2022-03-22 09:00"), notice("storm", "2022-03-22 10:00"))
OPEN_ALL_WEEK = claim(
    "open-week", "school-open", "", source="week", first_day=MONDAY, last_day=FRIDAY, status=Status.OPEN, event=None
)
CLOSED_TUESDAY = claim(
    "closed-tuesday", "school-open", "", source="storm", first_day=TUESDAY, status=Status.CLOSED, event=None
)
MAKE_UP_SATURDAY = claim(
    "open-saturday", "school-open", "", source="storm", first_day=date(2022, 4, 2), status=Status.OPEN, event=None
)
HIGH_SCHOOLS = Scope(levels=(Level.HIGH,))
CLOSED_HIGH = claim(
    "closed-high",
    "school-open",
    "",
    source="week",
    first_day=MONDAY,
    last_day=FRIDAY,
    status=Status.CLOSED,
    event=None,
    scope=HIGH_SCHOOLS,
)


async def asked(text: str, *claims: Claim, now: datetime = TUESDAY_NOON) -> Reply:
    curated = knowledge(*claims, sources=NOTICES)
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))
        return await ask(text, now=now)


async def test_a_span_corrected_in_the_middle_is_told_day_by_day() -> None:
    reply = await asked("is there school next week?", OPEN_ALL_WEEK, CLOSED_TUESDAY)

    statuses = [one.lines[0].words.partition(" (")[0] for one in reply.passages]
    assert statuses == [
        "Open on Monday, March 28",
        "Closed on Tuesday, March 29",
        "Open on Wednesday, March 30 to Friday, April 1",
    ]
    assert reply.status is None


async def test_a_status_on_a_saturday_is_told_with_its_week() -> None:
    reply = await asked("is there school from march 28 to april 3?", OPEN_ALL_WEEK, MAKE_UP_SATURDAY)

    assert "Open on Saturday, April 2" in reply.text
    assert "Sunday" not in reply.text


@pytest.mark.parametrize("day", ["march 28", "april 1"])
async def test_an_exception_is_told_for_the_day_that_was_asked(day: str) -> None:
    reply = await asked(f"is there school {day}", OPEN_ALL_WEEK, CLOSED_HIGH)

    assert f"Except: Closed on {reply.day:%A}, {day.title()} (high schools)." in reply.text


async def test_the_same_status_is_no_exception() -> None:
    reply = await asked("is there school march 29", CLOSED_TUESDAY, CLOSED_HIGH)

    assert reply.text.startswith("Closed on Tuesday, March 29")
    assert "Except" not in reply.text


async def test_a_saturday_with_school_is_told_before_the_next_school_day() -> None:
    reply = await asked("is there school", MAKE_UP_SATURDAY, now=at("2022-04-02 07:00"))

    assert reply.text.startswith("Open on Saturday, April 2")
    assert reply.day == date(2022, 4, 2)


async def test_of_a_week_asked_in_the_evening_today_is_left_out() -> None:
    morning = await asked("is there school all week", now=at("2022-03-22 07:00"))
    evening = await asked("is there school all week", now=at("2022-03-22 18:00"))

    assert "March 22" in morning.text
    assert "March 22" not in evening.text
    assert evening.text.startswith("Closed on Wednesday, March 23")


async def test_two_notices_of_one_moment_are_attributed_once() -> None:
    both = replace(CLOSED_HIGH, status=Status.REMOTE, source="storm")
    same = replace(OPEN_ALL_WEEK, source="again")
    curated = knowledge(both, same, sources=(*NOTICES, notice("again", "2022-03-22 10:00")))
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))
        reply = await ask("is there school march 28")

    assert "Except: " in reply.text
    assert reply.text.count("Said by") == 1
