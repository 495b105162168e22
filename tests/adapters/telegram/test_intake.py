"""Fetching: the offset moves only behind what is stored, each update is dealt with once, and trouble is said once."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from knowledge.tables import arrival, question, telling
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import OTHER_POLLER, conflict, server_error, too_many
from tests.adapters.telegram.running import RunningBot

ASKED = "are schools closed Wednesday?"


async def arrivals(running: RunningBot) -> list[Any]:
    rows = select(arrival).order_by(arrival.c.number)
    return list(await running.bellwether.database.read(lambda connection: connection.execute(rows).all()))


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.message for one in caplog.records if one.levelno >= logging.WARNING]


async def test_settled_nothing_is_kept_of_what_was_written_but_which_message_answered_it(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    said = await anna.says(double.private(anna), ASKED)
    await double.settled()
    (row,) = await arrivals(telegram_bot)
    answer = double.last(double.private(anna))
    assert (row.state, row.body, row.lane, row.message) == ("answered", None, "telegram:11", str(said.id))
    assert (row.sent, row.account) == ([str(answer.id)], "7000000001")
    database = telegram_bot.bellwether.database
    asked = await database.read(lambda c: c.scalars(select(question.c.id)).all())
    assert asked == [row.question_id]
    told = await database.read(lambda c: c.scalars(select(telling.c.message)).all())
    assert told == [str(answer.id)]


async def test_one_update_that_cannot_be_read_holds_up_no_other(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    double.updates.pending.clear()
    double.push("message", {"message_id": "none", "date": "never", "chat": 7})
    await anna.says(double.private(anna), ASKED)
    double.push("callback_query", {"id": 5})
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1
    assert not double.updates.pending
    assert [row.state for row in await arrivals(telegram_bot)] == ["dropped", "answered", "dropped"]
    assert len(telegram_bot.faults) == 2
    telegram_bot.faults.clear()


async def test_kinds_of_updates_that_nobody_asked_for_are_silently_settled(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    double.updates.allowed = None
    double.push("channel_post", {"message_id": 1, "date": 1647975600, "chat": {"id": -1009, "type": "channel"}})
    double.push("something_new", {"whatever": 1})
    await double.settled()
    assert {row.state for row in await arrivals(telegram_bot)} <= {"answered", "dropped"}
    assert double.messages == []


async def test_within_a_chat_answers_come_in_the_order_of_the_questions_however_they_are_brought(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    double.updates.shuffle = True
    for day in range(1, 9):
        await anna.says(double.private(anna), f"is school closed on April {day}?")
    await telegram_bot.start()
    await double.settled()
    told = [one.text for one in double.sent(double.private(anna))]
    assert [f"April {day}" in text for day, text in zip(range(1, 9), told, strict=True)] == [True] * 8


async def test_what_comes_again_over_a_restart_is_not_answered_again(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    for _ in range(5):
        await anna.says(double.private(anna), ASKED)
    await double.settled()
    await telegram_bot.stop()
    double.updates.again(sorted(double.updates.all))
    await telegram_bot.start()
    await double.settled()
    assert len(double.sent(double.private(anna))) == 5


async def test_what_cannot_be_stored_is_not_confirmed_and_taken_in_later(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    database = telegram_bot.bellwether.database
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE arrival RENAME TO elsewhere").close())
    await anna.says(double.private(anna), ASKED)
    (update,) = double.updates.all.values()
    await double.until(lambda: update.given > 2)
    assert [one.number for one in double.updates.pending] == [update.number]
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE elsewhere RENAME TO arrival").close())
    await double.until(lambda: double.sent(double.private(anna)))
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1
    assert len([one for one in warned(caplog) if "not accepted" in one]) == 1


async def test_a_second_program_with_the_same_token_is_said_once_and_waited_for(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.calls.refuse("getUpdates", conflict(OTHER_POLLER), times=5)
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    assert len(double.sent(double.private(anna))) == 2
    assert ["second program with the same token" in one for one in telegram_bot.faults] == [True]
    telegram_bot.faults.clear()


async def test_telegram_being_away_for_a_while_is_said_once(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.calls.refuse("getUpdates", server_error(), times=3)
    double.calls.drop("getUpdates", times=3)
    double.calls.refuse("getUpdates", too_many(1))
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    assert len(double.sent(double.private(anna))) == 2
    assert len(warned(caplog)) == 1


async def test_a_failure_of_ours_is_one_sentence_with_the_reference_that_stands_in_the_log(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    from tests.adapters.telegram.double_refusals import bad_request

    double.calls.refuse("sendMessage", bad_request("BUTTON_DATA_INVALID"))
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    (answer,) = double.sent(double.private(anna))
    (fault,) = telegram_bot.faults
    assert "reference" in answer.text
    assert fault.split("reference ")[1][:6] in answer.text
    telegram_bot.faults.clear()


async def test_who_blocked_the_bot_costs_no_line_of_alarm(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await anna.says(double.private(anna), ASKED)
    double.private(anna).lost = "bot was blocked by the user"
    await double.settled()
    assert [row.state for row in await arrivals(telegram_bot)] == ["dropped"]
    assert warned(caplog) == []


async def test_a_group_that_becomes_another_one_takes_along_what_is_kept_of_it(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    group = double.group("Room 4", [anna], privacy=False, kind="group")
    await anna.says(group, "@bellwether_bot are schools closed Wednesday?")
    await double.settled()
    moved = double.migrate(group)
    await double.settled()
    lanes = {row.lane for row in await arrivals(telegram_bot)}
    assert lanes == {f"telegram:{moved.id}"}


async def test_a_message_is_written_a_while_ago_when_telegram_was_long_in_bringing_it(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    """Asked on Monday evening about tomorrow, brought on Tuesday: tomorrow is Tuesday."""
    noon = telegram_bot.clock.now()
    await anna.says(double.private(anna), "is school closed tomorrow?", at=noon - timedelta(hours=11, minutes=59))
    await anna.says(double.private(anna), "is school closed tomorrow?", at=noon - timedelta(hours=12))
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_an_answer_that_cannot_be_sent_is_tried_again_minutes_later(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.calls.drop("sendMessage", times=4)
    await anna.says(double.private(anna), ASKED)
    await double.until(lambda: len(warned(caplog)) == 1)
    assert [row.state for row in await arrivals(telegram_bot)] == ["waiting"]
    await telegram_bot.clock.move(timedelta(minutes=1))
    await double.until(lambda: len(warned(caplog)) == 2)
    assert double.sent(double.private(anna)) == []
    await telegram_bot.clock.move(timedelta(minutes=5))
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_put_off_when_the_program_ends_it_is_answered_after_the_start(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    double.calls.drop("sendMessage", times=2)
    await anna.says(double.private(anna), ASKED)
    await double.until(lambda: len(warned(caplog)) == 1)
    await telegram_bot.restart()
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_where_nothing_can_be_written_families_read_the_answer_all_the_same(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    """Without buttons, which could not be kept."""
    database = telegram_bot.bellwether.database
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE keyboard RENAME TO elsewhere").close())
    await anna.says(double.private(anna), ASKED)
    await double.settled()
    (answer,) = double.sent(double.private(anna))
    assert "Closed" in answer.text
    assert answer.labels == ()
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE elsewhere RENAME TO keyboard").close())
