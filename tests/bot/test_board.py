"""The board: today and the next school days as they stand, in the room's language, told to nobody by name."""

from __future__ import annotations

from bot.board import board
from bot.pages import Invocation, PageKind, Who
from knowledge.rooms import BoardRoom, Room, board_rooms, boards_to_take_down, note_board, read_room
from knowledge.tables import question, telling
from tests.bot.house import House, open_house
from tests.sacramento import TUESDAY_NOON, at

CHANNEL = "discord:77"
MODS = Who("discord:5", CHANNEL, shared=True, manages=True)


async def test_each_day_is_told_by_itself_with_its_status() -> None:
    async with open_house() as house:
        found = await board(house.desk, at=TUESDAY_NOON, language=None)
        assert found is not None
        assert [one.status for one in found.days][1] == "closed_unless"
        texts = [one.text for one in found.days]
        assert "Closed on Wednesday, March 23" in texts[1]
        assert "ABC10" in texts[1]
        assert "Thursday, March 24" in texts[2]
        assert sum("The district's own word" in one for one in texts) <= 1
        assert await house.rows(question) == []
        assert await house.rows(telling) == []


async def test_it_speaks_the_language_of_the_room() -> None:
    async with open_house() as house:
        found = await board(house.desk, at=TUESDAY_NOON, language="es")
        assert found is not None
        assert "miércoles, 23 de marzo" in found.days[1].text


async def test_after_classes_it_begins_with_the_next_school_day() -> None:
    async with open_house() as house:
        found = await board(house.desk, at=at("2022-03-25 17:00"), language=None)
        assert found is not None
        assert "Monday, March 28" in found.days[0].text


async def set_room(house: House, who: Who, **values: str) -> PageKind:
    return (await house.desk.do(Invocation("room", who, TUESDAY_NOON, values=values))).kind


async def test_a_room_for_it_is_kept_with_the_message_it_stands_in() -> None:
    async with open_house() as house:
        assert await set_room(house, MODS, board="on") is PageKind.DONE
        assert await house.desk.database.read(board_rooms) == (BoardRoom(CHANNEL, None, None),)
        await house.desk.database.write(lambda connection: note_board(connection, CHANNEL, "901"))
        await set_room(house, MODS, language="es")
        assert await house.desk.database.read(board_rooms) == (BoardRoom(CHANNEL, "es", "901"),)

        thread = await house.desk.database.read(lambda connection: read_room(connection, f"{CHANNEL}/8"))
        assert thread == Room(f"{CHANNEL}/8", language="es")
        await set_room(house, MODS, board="off")
        assert await house.desk.database.read(board_rooms) == ()


async def test_a_group_of_any_platform_may_have_one() -> None:
    async with open_house() as house:
        group = Who("telegram:5", "telegram:-100", shared=True, manages=True)
        page = await house.desk.do(Invocation("room", group, TUESDAY_NOON, values={"board": "on"}))
        assert page.kind is PageKind.DONE
        assert "anew whenever something in it changes" in " ".join(page.warnings)

        await house.desk.database.write(lambda connection: note_board(connection, "telegram:-100", "41"))
        await set_room(house, group, board="off")
        over = await house.desk.database.read(lambda connection: boards_to_take_down(connection, "telegram"))
        assert over == (BoardRoom("telegram:-100", None, "41"),)
