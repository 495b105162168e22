"""What was asked before the program ended: answered after it has started again, while it still helps anybody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from adapters.telegram.telegram import Telegram
from bot.program import open_bellwether
from bot.questions import Line, LineKind, Outcome, Passage, Reply
from knowledge.arrivals import MOST_TRIES, TOO_OLD
from knowledge.database import Database
from knowledge.tables import arrival
from tests.adapters.telegram.double import TOKEN, TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import too_many
from tests.adapters.telegram.double_rooms import SentMessage
from tests.adapters.telegram.running import IN_A_HURRY, RunningBot
from tests.sacramento import DISTRICT, TUESDAY_NOON

EVENING = datetime(2022, 3, 22, 21, tzinfo=TUESDAY_NOON.tzinfo)
OPEN_AGAIN = Reply(Outcome.ANSWER, "en", (Passage((Line(LineKind.BODY, "Schools are open again."),)),))


async def waits(running: RunningBot, number: int, body: Mapping[str, Any], *, at: datetime) -> None:
    """Stored by a program that ended before it came to it."""
    row = {
        "account": TOKEN.split(":")[0],
        "number": number,
        "lane": "telegram:11",
        "body": json.dumps({"update_id": number, **body}),
        "received": at,
        "written": at if "message" in body else None,
        "state": "waiting",
        "tries": 0,
    }
    with Database.open(running.settings.database.url) as database:
        database.write_now(lambda connection: connection.execute(insert(arrival), [row]).close())


def asked(text: str, *, at: datetime) -> dict[str, Any]:
    who = {"id": 11, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    stamp = int(at.timestamp())
    return {
        "message": {
            "message_id": stamp % 100_000,
            "date": stamp,
            "chat": {"id": 11, "type": "private"},
            "from": who,
            "text": text,
        }
    }


async def states(running: RunningBot) -> list[str]:
    rows = select(arrival.c.state).order_by(arrival.c.number)
    found = await running.bellwether.database.read(lambda connection: connection.scalars(rows).all())
    return list(found)


def told(double: TelegramDouble, person: Person) -> list[str]:
    return [one.text for one in double.sent(double.private(person))]


async def test_what_waits_is_answered_in_order_and_before_what_comes_now(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    for number, day in ((3, 3), (1, 1), (2, 2)):
        at = TUESDAY_NOON - timedelta(minutes=10 - number)
        await waits(telegram_bot, number, asked(f"is school closed on April {day}?", at=at), at=at)
    await anna.says(double.private(anna), "is school closed on April 4?")
    await telegram_bot.start()
    await double.settled()
    assert [f"April {day}" in text for day, text in enumerate(told(double, anna), 1)] == [True] * 4


async def test_tomorrow_is_the_day_after_the_one_on_which_it_was_written(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    """Asked on Tuesday evening, answered on Wednesday morning: the strike is today by then."""
    await telegram_bot.stop()
    await waits(telegram_bot, 1, asked("are schools closed tomorrow?", at=EVENING), at=EVENING)
    await telegram_bot.clock.move(EVENING + timedelta(hours=9))
    await telegram_bot.start()
    await double.settled()
    (answer,) = told(double, anna)
    assert "March 23" in answer


async def test_a_question_whose_day_is_over_gets_no_answer(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    midnight = DISTRICT.midnight_after(TUESDAY_NOON.date())
    at = midnight - timedelta(hours=2)
    await waits(telegram_bot, 1, asked("are schools closed today?", at=at), at=at)
    await waits(telegram_bot, 2, asked("is there lunch tomorrow?", at=at), at=at)
    await telegram_bot.clock.move(midnight + timedelta(minutes=5))
    await telegram_bot.start()
    await double.settled()
    assert await states(telegram_bot) == ["dropped", "answered"]
    assert len(told(double, anna)) == 1


async def test_what_is_half_a_day_old_gets_no_answer(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    old, young = TUESDAY_NOON - TOO_OLD, TUESDAY_NOON - TOO_OLD + timedelta(minutes=1)
    await waits(telegram_bot, 1, asked("are schools closed Wednesday?", at=old), at=old)
    await waits(telegram_bot, 2, asked("are schools closed Wednesday?", at=young), at=young)
    await telegram_bot.start()
    await double.settled()
    assert await states(telegram_bot) == ["dropped", "answered"]
    assert len(told(double, anna)) == 1


async def test_a_query_from_within_another_chat_is_not_answered_later(
    telegram_bot: RunningBot, double: TelegramDouble
) -> None:
    await telegram_bot.stop()
    who = {"id": 11, "is_bot": False, "first_name": "Anna"}
    query = {"inline_query": {"id": "77", "from": who, "query": "meals", "offset": ""}}
    await waits(telegram_bot, 1, query, at=TUESDAY_NOON - timedelta(minutes=2))
    await telegram_bot.start()
    await double.settled()
    assert await states(telegram_bot) == ["dropped"]
    assert double.calls.of("answerInlineQuery") == []


async def test_what_ended_the_program_again_and_again_is_left_alone(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    await waits(telegram_bot, 1, asked("are schools closed Wednesday?", at=TUESDAY_NOON), at=TUESDAY_NOON)
    with Database.open(telegram_bot.settings.database.url) as database:
        database.write_now(lambda c: c.execute(arrival.update().values(tries=MOST_TRIES)).close())
    await telegram_bot.start()
    await double.settled()
    assert (await states(telegram_bot), told(double, anna)) == (["dropped"], [])


async def test_ended_while_it_answers_it_answers_first(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    double.calls.hold("sendMessage")
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    await double.until(lambda: double.calls.held)
    stopping = asyncio.create_task(telegram_bot.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    double.calls.release("sendMessage")
    await stopping
    assert len(told(double, anna)) == 1
    await telegram_bot.start()
    await double.settled()
    assert len(told(double, anna)) == 1


async def test_what_had_not_begun_when_it_ended_is_answered_once_after_the_start(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    double.calls.hold("sendMessage")
    for day in range(1, 5):
        await anna.says(double.private(anna), f"is school closed on April {day}?")
    await double.until(lambda: double.calls.held)
    stopping = asyncio.create_task(telegram_bot.stop())
    await asyncio.sleep(0.05)
    double.calls.release("sendMessage")
    await stopping
    assert len(told(double, anna)) == 1
    await telegram_bot.start()
    await double.settled()
    assert [f"April {day}" in text for day, text in enumerate(told(double, anna), 1)] == [True] * 4


async def test_a_message_of_ours_goes_to_a_room_by_its_name(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    named = await telegram_bot.telegram.send("telegram:11", OPEN_AGAIN)
    sent = double.last(double.private(anna))
    assert (str(sent.id), sent.text) == (named, "Schools are open again.")


async def test_what_does_not_run_sends_nothing(telegram_bot: RunningBot) -> None:
    telegram = telegram_bot.telegram
    await telegram_bot.stop()
    with pytest.raises(RuntimeError, match="not running"):
        await telegram.send("telegram:11", OPEN_AGAIN)


async def test_a_press_that_publishes_is_done_also_when_it_waited(
    telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
) -> None:
    room = double.private(owner)
    await owner.says(room, "/status closed thursday")
    await double.settled()
    press = pressed(owner, double.last(room), "Publish")
    await telegram_bot.stop()
    await waits(telegram_bot, 1, press, at=TUESDAY_NOON)
    await telegram_bot.clock.move(timedelta(minutes=5))
    await telegram_bot.start()
    await double.settled()
    await anna.says(double.private(anna), "are schools closed on Thursday?")
    await double.settled()
    assert "Closed" in double.last(double.private(anna)).text


async def test_a_press_that_only_shows_something_is_dropped_when_it_waited(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    room = double.private(anna)
    await anna.says(room, "are schools closed Wednesday?")
    await double.settled()
    answer = double.last(room)
    await telegram_bot.stop()
    await waits(telegram_bot, 1, pressed(anna, answer, 0), at=TUESDAY_NOON)
    await telegram_bot.clock.move(timedelta(minutes=5))
    await telegram_bot.start()
    await double.settled()
    assert sorted(await states(telegram_bot)) == ["answered", "dropped"]
    assert double.sent(room) == [answer]


def pressed(person: Person, message: SentMessage, label: str | int) -> dict[str, Any]:
    assert message.room is not None
    under = message.room.messages[message.id]
    data = message.button(label)["callback_data"]
    return {"callback_query": {"id": "9", "from": person.body, "chat_instance": "1", "data": data, "message": under}}


async def test_what_takes_too_long_at_the_end_is_left_for_the_next_start(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    double.calls.refuse("sendMessage", too_many(3600))
    async with open_bellwether(telegram_bot.settings, clock=telegram_bot.clock) as bellwether:
        up = asyncio.Event()
        hasty = Telegram(bellwether, telegram_bot.settings.telegram, up=up.set, drain=0.01, patience=IN_A_HURRY)
        run = asyncio.create_task(hasty.run())
        await up.wait()
        await anna.says(double.private(anna), "are schools closed Wednesday?")
        await double.until(lambda: double.calls.of("sendMessage"))
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
    assert told(double, anna) == []
    await telegram_bot.start()
    await double.settled()
    assert len(told(double, anna)) == 1
