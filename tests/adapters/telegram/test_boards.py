"""The board of a group: one message that is pinned without a sound and drawn anew where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.telegram.boards import BETWEEN, keep_boards
from bot.telling.boards import EVERY
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.sacramento import at


@pytest.fixture
async def running(double: TelegramDouble, database: Path, curated: Path) -> AsyncIterator[RunningBot]:
    async with running_bot(double, settings_for(double, database, curated), chores=(keep_boards,)) as made:
        yield made


@pytest.fixture
def mods(double: TelegramDouble) -> Person:
    return double.person(13, "Mods")


@pytest.fixture
def group(double: TelegramDouble, anna: Person, mods: Person) -> Room:
    made = double.group("Parents of room 5", [anna], admins=[mods])
    made.may_pin = True
    return made


async def asks_for_it(double: TelegramDouble, mods: Person, group: Room, on: str = "on") -> SentMessage:
    await mods.says(group, f"/room board={on}")
    await double.settled()
    return double.last(group)


async def until(running: RunningBot, board: SentMessage, words: str) -> None:
    """What happens by itself every few seconds has happened."""
    for _ in range(100):
        if words in board.text:
            return
        await running.clock.move(10 * EVERY)
        await asyncio.sleep(BETWEEN)
    raise AssertionError(board.text)


async def test_it_stands_there_at_once_and_is_pinned_without_a_sound(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    board = await asks_for_it(double, mods, group)
    assert board.text.startswith("School days: ")
    assert "As of Tuesday, March 22, 12:10" in board.text
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in board.text
    assert "as of Monday, March 21" in board.text
    assert (board.silent, group.pinned) == (True, (board.id, False))


async def test_a_change_is_seen_in_the_same_message_and_nobody_is_pinged(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    board = await asks_for_it(double, mods, group)
    said = len(double.sent(group))
    await running.do("status", day="wednesday", status="open")
    await until(running, board, "Open on Wednesday, March 23")
    assert "Closed on Wednesday" not in board.text
    assert len(double.sent(group)) == said


async def test_it_turns_with_the_day(running: RunningBot, double: TelegramDouble, mods: Person, group: Room) -> None:
    board = await asks_for_it(double, mods, group)
    await running.clock.move(at("2022-03-24 00:01"))
    await until(running, board, "As of Thursday, March 24")
    assert "Closed on Wednesday" not in board.text


async def test_one_that_was_deleted_is_drawn_in_a_new_message(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    board = await asks_for_it(double, mods, group)
    board.deleted = True
    await running.do("status", day="wednesday", status="open")
    for _ in range(50):
        if double.last(group).text.startswith("School days"):
            break
        await running.clock.move(10 * EVERY)
        await asyncio.sleep(BETWEEN)
    again = double.last(group)
    assert "Open on Wednesday, March 23" in again.text
    assert group.pinned == (again.id, False)


async def test_where_nothing_may_be_pinned_it_stands_all_the_same(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    group.may_pin = False
    board = await asks_for_it(double, mods, group)
    assert board.text.startswith("School days: ")
    assert group.pinned is None


async def test_switched_off_it_does_not_go_on_standing_there(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    board = await asks_for_it(double, mods, group)
    await asks_for_it(double, mods, group, "off")
    assert board.deleted


async def test_one_that_is_too_old_to_be_deleted_says_that_it_is_over(
    running: RunningBot, double: TelegramDouble, mods: Person, group: Room
) -> None:
    board = await asks_for_it(double, mods, group)
    double.calls.refuse("deleteMessage", bad_request("message can't be deleted"))
    await asks_for_it(double, mods, group, "off")
    assert board.text == "This board is no longer kept. Please ask me instead."


async def test_in_a_topic_of_a_forum_it_stands_in_that_topic(
    running: RunningBot, double: TelegramDouble, anna: Person, mods: Person
) -> None:
    forum = double.group("Association", [anna], admins=[mods], forum=True)
    thread = double.topic(forum)
    await mods.says(forum, "/room board=on", thread=thread)
    await double.settled()
    assert double.last(forum).text.startswith("School days: ")
    assert double.last(forum).thread == thread


async def test_nobody_else_brings_or_takes_it(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room
) -> None:
    said = await asks_for_it(double, anna, group)
    assert "Only somebody who manages this room" in said.text


async def test_a_group_that_moved_has_its_board_there(
    running: RunningBot, double: TelegramDouble, anna: Person, mods: Person
) -> None:
    group = double.group("Parents", [anna], admins=[mods], kind="group")
    await asks_for_it(double, mods, group)
    moved = double.migrate(group)
    await double.settled()
    await running.do("status", day="wednesday", status="open")
    for _ in range(50):
        if double.sent(moved):
            break
        await running.clock.move(10 * EVERY)
        await asyncio.sleep(BETWEEN)
    assert "Open on Wednesday, March 23" in double.last(moved).text
