"""A question that was edited: its answer is edited with it, it stays one question, and old things are left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from knowledge.tables import question, telling
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot

CLOSED = "Closed on Wednesday, March 23, unless a deal is reached first"


async def rows(running: RunningBot, table: Any) -> list[Any]:
    return list(await running.bellwether.database.read(lambda connection: connection.execute(table.select()).all()))


async def test_the_answer_is_edited_with_the_question_and_noted_once(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    room = double.private(anna)
    asked = await anna.says(room, "is there school thursday?")
    await double.settled()
    for text in ("is there school wendesday?", "is there school wednesday?"):
        await anna.edits(asked, text)
        await double.settled()

    (answer,) = double.sent(room)
    assert answer.text.startswith(CLOSED)
    assert answer.edits
    assert [one.text for one in await rows(telegram_bot, question)] == ["is there school wednesday?"]
    assert {str(one.day) for one in await rows(telegram_bot, telling)} == {"2022-03-23"}
    assert {one.message for one in await rows(telegram_bot, telling)} == {str(answer.id)}


async def test_an_edit_that_changes_no_answer_is_fine(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    room = double.private(anna)
    asked = await anna.says(room, "are schools closed wednesday?")
    await double.settled()
    await anna.edits(asked, "are schools closed Wednesday?")
    await double.settled()

    assert [one.text.startswith(CLOSED) for one in double.sent(room)] == [True]


async def test_what_was_no_question_and_is_one_now_is_answered_while_it_is_new(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    group = double.group("Parents", [anna], privacy=False)
    asked = await anna.says(group, "are schools closed wednesday?")
    await double.settled()
    assert double.sent(group) == []

    await anna.edits(asked, "@bellwether_bot are schools closed wednesday?")
    await double.settled()
    assert double.last(group).text.startswith(CLOSED)

    await anna.edits(asked, "are schools closed thursday?")
    await double.settled()
    (answer,) = double.sent(group)
    assert "Thursday, March 24" in answer.text


async def test_a_mention_that_becomes_a_question_has_its_answer_in_place(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    group = double.group("Parents", [anna])
    called = await anna.says(group, "@bellwether_bot")
    await double.settled()
    await anna.edits(called, "@bellwether_bot are schools closed wednesday?")
    await double.settled()

    (answer,) = double.sent(group)
    assert answer.text.startswith(CLOSED)


async def test_what_was_not_for_the_bot_is_left_alone_however_it_is_edited(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    group = double.group("Parents", [anna], privacy=False)
    asked = await anna.says(group, "who brings cake?")
    await anna.edits(asked, "who brings coffee?")
    await double.settled()

    assert double.sent(group) == []


@pytest.mark.parametrize("later", [timedelta(days=1, minutes=1), timedelta(days=3)])
async def test_an_old_question_keeps_its_answer(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, later: timedelta
) -> None:
    room = double.private(anna)
    asked = await anna.says(room, "is there school thursday?")
    await double.settled()
    await telegram_bot.clock.move(later)
    await anna.edits(asked, "is there school friday?")
    await double.settled()

    (answer,) = double.sent(room)
    assert answer.edits == []


async def test_a_command_is_not_done_again_when_it_is_edited(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    room = double.private(anna)
    said = await anna.says(room, "/settings language=es")
    await double.settled()
    await anna.edits(said, "/forget sure=yes")
    await anna.edits(said, "is there school wednesday?")
    await double.settled()

    assert len(double.sent(room)) == 1


async def test_a_location_that_moves_is_no_edit_of_a_question(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    room = double.private(anna)
    said = await anna.says(room, location={"latitude": 38.58, "longitude": -121.49, "live_period": 60})
    await double.settled()
    before = len(double.sent(room))
    body = {**said.body, "location": {"latitude": 38.59, "longitude": -121.49}, "edit_date": said.body["date"] + 5}
    double.push("edited_message", body, queue=str(room.id))
    await double.settled()

    assert len(double.sent(room)) == before
