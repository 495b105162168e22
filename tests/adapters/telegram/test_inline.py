"""Answers put into any other chat: sourced and dated like every other, and nothing of what was typed is kept."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Connection, Select, func, select

from knowledge.tables import gap, question, telling
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Body, Typed
from tests.adapters.telegram.running import RunningBot

CLOSED = "Closed on Wednesday, March 23, unless a deal is reached first"
AS_OF = "Said by the district, reported by ABC10; as of Monday, March 21."


async def typed(double: TelegramDouble, person: Person, words: str) -> Typed:
    found = await person.types(words)
    await double.settled()
    assert found.results, words
    return found


def text(result: Body) -> str:
    return str(result["input_message_content"]["message_text"])


async def test_a_question_gives_the_answer_with_its_source_and_moment(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "are schools closed wednesday")

    assert found.results is not None
    (result,) = found.results
    assert result["title"].startswith(CLOSED)
    assert result["description"] == AS_OF
    group = double.group("Cousins", [anna])
    put = await anna.puts(found, 0, group)
    assert put.text.startswith(CLOSED)
    assert AS_OF in put.text
    assert put.text.endswith("Asked through @bellwether_bot.")
    assert put.parts("bold")[0].startswith("Closed")


async def test_an_answer_leads_to_how_it_stands_when_somebody_taps_it(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "are schools closed wednesday")
    put = await anna.puts(found, 0)

    (button,) = put.keyboard[0]
    await anna.starts(button["url"].rpartition("start=")[2])
    await double.settled()
    assert double.last(double.private(anna)).text.startswith(CLOSED)


async def test_nothing_typed_yet_gives_the_status_and_what_else_is_known(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "")

    assert found.results is not None
    titles = [one["title"] for one in found.results]
    assert titles[0].startswith("Nothing is announced yet for Tuesday, March 22")
    assert titles[1].startswith(CLOSED)
    assert 3 <= len(titles) <= 6
    assert any("Bags at every school." in text(one) for one in found.results)
    assert all("as of" in text(one) or "Nothing" in text(one) for one in found.results)


@pytest.mark.parametrize("words", ["hello", "zzz qqq xxx", "\u0301" * 200, "//", "1"])
async def test_what_cannot_be_answered_is_said_plainly_and_sourced_to_nobody(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, words: str
) -> None:
    found = await typed(double, anna, words)

    assert found.results is not None
    (result,) = found.results
    assert "Said by" not in text(result)
    assert "as of" not in result.get("description", "")


async def test_where_several_things_may_be_meant_each_is_answered(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "who will win the cup")

    assert found.results is not None
    assert len(found.results) > 1
    assert all("Which of these" not in text(one) for one in found.results)


async def test_an_honest_hole_is_an_answer_too(telegram_bot: RunningBot, double: TelegramDouble, anna: Person) -> None:
    found = await typed(double, anna, "is there school on friday")

    assert found.results is not None
    assert found.results[0]["title"].startswith("Nothing is announced yet for Friday, March 25")


async def test_it_is_for_whoever_types_and_soon_over(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "meals")

    assert str(found.options["is_personal"]).lower() in ("true", "1")
    assert int(found.options["cache_time"]) <= 30


async def test_an_answer_put_into_a_private_chat_with_the_bot_is_no_question(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    found = await typed(double, anna, "are schools closed wednesday")
    await anna.puts(found, 0, double.private(anna))
    await double.settled()

    assert double.sent(double.private(anna)) == []


async def test_nothing_of_it_is_noted_and_nothing_goes_on_from_it(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await typed(double, anna, "are schools closed wednesd")
    await typed(double, anna, "are schools closed wednesday")
    await typed(double, anna, "is softball on")

    for table in (question, telling, gap):
        counted = select(func.count()).select_from(table)
        assert await telegram_bot.bellwether.database.read(partial(_scalar, query=counted)) == 0
    await anna.says(double.private(anna), "and why?")
    await double.settled()
    assert "March 23" not in double.last(double.private(anna)).text


def _scalar(connection: Connection, query: Select[int]) -> int:
    return connection.scalars(query).one()
