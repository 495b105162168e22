"""The board in a channel: one message with each day's status in words and colour, drawn anew in place by itself and by
/check.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.board import keep_boards
from tests.adapters.discord.double import Double
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.messages import Message
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.running import until
from tests.sacramento import at

RED = 0xC62828


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated, chores=()) as made:
        yield made


async def with_board(room: Newsroom) -> Message:
    said = await room.uses("/room", room.general, board="on")
    assert "The board is drawn in a moment, and anew whenever something in it changes" in said.text
    assert room.double.sent(room.general) == []
    await checks(room)
    (drawn,) = room.double.sent(room.general)
    return drawn


async def checks(room: Newsroom) -> Interaction:
    return await room.uses("/check", room.staff)


async def test_the_next_school_days_stand_in_one_message(room: Newsroom) -> None:
    board = await with_board(room)

    assert "School days: Sacramento City Unified" in board.text
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in board.text
    assert "Thursday, March 24" in board.text
    assert "ABC10" in board.text
    assert "as of Monday, March 21" in board.text
    assert f"As of <t:{int(room.bot.clock.now().timestamp())}:f>" in board.text
    assert "I draw this anew when something in it changes." in board.text
    assert board.embeds[1]["color"] == RED
    assert not board.ephemeral
    assert room.double.pinged == []


async def test_it_is_drawn_anew_in_place(room: Newsroom) -> None:
    board = await with_board(room)
    await room.bot.do("status", status="closed", day="thursday")
    assert "Closed on Thursday" not in board.text
    await checks(room)

    assert room.double.sent(room.general) == [board]
    assert "Closed on Thursday, March 24" in board.text


async def test_it_is_found_again_after_a_restart(room: Newsroom) -> None:
    board = await with_board(room)
    await room.bot.restart()
    await checks(room)

    assert room.double.sent(room.general) == [board]


async def test_one_that_was_deleted_is_drawn_anew(room: Newsroom) -> None:
    board = await with_board(room)
    room.double.world.erase(board)
    await checks(room)

    (again,) = room.double.sent(room.general)
    assert again is not board


async def test_permissions_that_we_lack_are_named(room: Newsroom) -> None:
    await with_board(room)
    room.double.world.erase(room.double.sent(room.general)[0])
    room.double.deny(room.general, "send_messages")
    await room.double.settled()

    checked = await checks(room)

    assert (
        "I cannot draw the board in Parents of Sacramento (#general): in its channel I lack the permissions"
        in checked.text
    )
    assert "Send Messages" in checked.text

    room.double.deny(room.general)
    await room.double.settled()
    checked = await checks(room)
    assert "I lack the permissions" not in checked.text
    assert len(room.double.sent(room.general)) == 1


async def test_a_channel_that_was_deleted_is_told_and_keeps_nobody_back(room: Newsroom) -> None:
    await with_board(room)
    await room.uses("/room", room.staff, board="on")
    room.double.world.remove(room.general)
    await room.double.settled()

    checked = await checks(room)

    assert "drawn: 1" in checked.text
    assert "cannot be drawn: the room is no more, or closed to me." in checked.text


async def test_servers_without_a_board_are_named(room: Newsroom) -> None:
    room.double.guild("PTA of Hiram Johnson")
    await room.double.settled()

    checked = await checks(room)

    assert "drawn: 0" in checked.text
    assert "servers without one: Parents of Sacramento and PTA of Hiram Johnson" in checked.text


async def test_it_stops_where_it_is_switched_off(room: Newsroom) -> None:
    board = await with_board(room)
    await room.uses("/room", room.general, board="off")
    await checks(room)

    assert board.deleted
    assert room.double.sent(room.general) == []


async def test_nobody_is_noted_as_told_by_it(room: Newsroom) -> None:
    await with_board(room)

    preview = await room.uses("/status", status="open", day="wednesday")

    assert "people" not in preview.text or "0" in preview.text


async def test_whoever_manages_the_room_may_set_it_and_nobody_else(room: Newsroom) -> None:
    refused = await room.anna.uses(room.general, "/room", board="on")
    assert "Only somebody who manages this room, or a publisher, can change this." in refused.text

    page = await room.bot.do("room", board="on")
    assert "This is for rooms with several people in them." in page.lines


@pytest.fixture
async def kept(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    """Where the boards keep themselves."""
    async with newsroom(double, database, curated, chores=(keep_boards,)) as made:
        await made.uses("/room", made.general, board="on")
        await made.until(lambda: bool(made.double.sent(made.general)))
        yield made


def board_of(room: Newsroom) -> Message:
    (drawn,) = room.double.sent(room.general)
    return drawn


async def test_it_comes_by_itself_and_says_at_once_what_was_published(kept: Newsroom) -> None:
    board = board_of(kept)
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in board.text

    await kept.bot.do("status", status="closed", day="thursday")
    await kept.until(lambda: "Closed on Thursday, March 24" in board.text)

    assert board_of(kept) is board
    assert kept.double.pinged == []


async def test_at_midnight_the_day_that_is_over_leaves_it(kept: Newsroom) -> None:
    await kept.bot.clock.move(at("2022-03-22 23:59"))
    board = board_of(kept)
    await until(lambda: "Wednesday, March 23" in board.text.splitlines()[2])
    await kept.double.settled()
    drawn = list(board.versions)

    await kept.bot.clock.move(at("2022-03-23 00:00"))
    await kept.until(lambda: len(board.versions) > len(drawn))

    assert "Today" in board.text or "March 23" in board.text
    assert "Tuesday, March 22" not in board.text


async def test_one_that_cannot_be_drawn_is_tried_again_and_keeps_no_other_back(kept: Newsroom) -> None:
    await kept.uses("/room", kept.staff, board="on")
    await kept.until(lambda: bool(kept.double.sent(kept.staff)))
    general, staff = board_of(kept), kept.double.sent(kept.staff)[0]
    kept.double.faults.fail("PATCH", f"/channels/{kept.general.id}/messages/*", 400, code=50035)

    await kept.bot.do("status", status="closed", day="thursday")

    await kept.until(lambda: "Closed on Thursday, March 24" in staff.text)
    await kept.until(lambda: "Closed on Thursday, March 24" in general.text)


async def test_where_we_may_speak_again_it_is_drawn_again(kept: Newsroom) -> None:
    board = board_of(kept)
    kept.double.deny(kept.general, "view_channel")
    await kept.double.settled()
    await kept.bot.do("status", status="closed", day="thursday")
    await kept.bot.clock.move(timedelta(minutes=1))
    await kept.double.settled()

    kept.double.deny(kept.general)

    await kept.until(lambda: "Closed on Thursday, March 24" in board.text)


async def test_it_is_taken_down_where_nobody_wants_it_any_more(kept: Newsroom) -> None:
    board = board_of(kept)
    await kept.uses("/room", kept.general, board="off")

    await kept.until(lambda: board.deleted)

    await kept.uses("/room", kept.general, board="on")
    await kept.until(lambda: bool(kept.double.sent(kept.general)))


async def test_after_a_restart_it_is_drawn_as_it_stands(kept: Newsroom) -> None:
    board = board_of(kept)
    await kept.bot.stop()
    await kept.bot.clock.move(at("2022-03-24 09:00"))
    await kept.bot.start()

    await kept.until(lambda: "Thursday, March 24" in board.text.splitlines()[2])
    assert board_of(kept) is board
