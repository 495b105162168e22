"""The board of a group: one message with the next school days, pinned without a sound, and drawn anew in place."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram.error import TelegramError

from adapters.telegram.drawing import draw_board
from adapters.telegram.drawn import Drawn
from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.letters import escaped
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.turns import House
from bot.board import board
from bot.catalogue import load_catalogue
from bot.curating.boards import BoardsDrawn
from bot.families.rooming import BOARD_IS_OVER
from bot.pages import Invocation
from bot.telling import boards
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.rooms import BoardRoom, board_rooms, boards_to_take_down, mark_back, note_board

log = logging.getLogger(__name__)

BETWEEN = 0.2  # seconds, so that many groups are no flood
FAILURES = (Gone, Unsent, TelegramError, DatabaseUnreadable, DatabaseUnwritable)


async def keep_boards(house: House) -> None:
    """Until it is cancelled."""
    await boards.keep_boards(house.bellwether, partial(draw_all, house))


async def draw_all(house: House) -> BoardsDrawn:
    """One after the other, after whatever Telegram wants us to rest, and never by two at once, which could put two of
    them into a group. Groups that are gone are left out."""
    drawn, unsent, gone = 0, list[str](), list[str]()
    async with house.drawing:
        for room in await _rooms(house):
            if not room.gone:
                await asyncio.sleep(max(BETWEEN, house.sender.brake.rests()))
                try:
                    await draw(house, room)
                except Gone:
                    gone.append(room.place)
                except FAILURES as error:
                    log.warning("the board in %s could not be drawn: %s", room.place, error)
                    unsent.append(room.place)
                else:
                    drawn += 1
        for over in await _over(house):
            await _take_down(house, over)
    return BoardsDrawn(drawn, unsent=tuple(unsent), gone=tuple(gone))


async def after(house: House, invocation: Invocation) -> None:
    """Once a command was done: where it brought a board, or took it away, that is seen at once; nobody waits for others
    that are being drawn, as this one then is drawn with them."""
    if invocation.name != "room" or not invocation.values.keys() & {"board", "language"} or house.drawing.locked():
        return
    place = invocation.who.place
    try:
        async with house.drawing:
            for room in [one for one in await _rooms(house) if one.place == place]:
                await draw(house, room)
            for room in [one for one in await _over(house) if one.place == place]:
                await _take_down(house, room)
    except FAILURES as error:
        log.warning("the board in %s could not be drawn, tried again: %s", place, error)


async def draw(house: House, room: BoardRoom) -> None:
    """In the message that stands there; where that was deleted, in a new one. Raises `Gone`, `Unsent`, and what the
    library raises."""
    at, district = house.now(), await house.bellwether.district()
    made = await board(house.bellwether.desk, at=at, language=room.language)
    if made is None:
        return
    local = district.local(at)
    drawn, spot = (
        draw_board(made, f"{made.say.day(local.date(), at=local)}, {made.say.hour(local)}"),
        Spot.of(room.place),
    )
    if not (room.message and await house.sender.edit(spot, int(room.message), drawn.html, None)):
        number = await house.sender.send(spot, drawn.html, None, quoting=None, silent=True)
        await house.bellwether.database.write(partial(note_board, place=room.place, message=str(number)))
        await _pin(house, spot, number)
    if room.gone:
        await house.bellwether.database.write(partial(mark_back, place=room.place))


async def _rooms(house: House) -> list[BoardRoom]:
    found = await house.bellwether.database.read(board_rooms)
    return [one for one in found if one.place.startswith(f"{PLATFORM}:")]


async def _over(house: House) -> tuple[BoardRoom, ...]:
    return await house.bellwether.database.read(partial(boards_to_take_down, platform=PLATFORM))


async def _pin(house: House, spot: Spot, number: int) -> None:
    """Where we may; elsewhere it stands where it was sent."""
    try:
        await house.bot.pin_chat_message(house.sender.rooms.now_at(spot).chat, number, disable_notification=True)
    except TelegramError as error:
        log.info("the board in %s is not pinned: %s", spot.place, error)


async def _take_down(house: House, room: BoardRoom) -> None:
    """Nobody shall go on reading what is not kept any more; what is too old to be deleted says so."""
    spot, number = Spot.of(room.place), int(room.message or 0)
    try:
        if not room.gone and not await _is_deleted(house, spot, number):
            language = room.language or (await house.bellwether.district()).languages[0]
            over = Drawn(escaped(load_catalogue(language)(BOARD_IS_OVER)))
            await house.sender.edit(spot, number, over.html, None)
        await house.bellwether.database.write(partial(note_board, place=room.place, message=None))
    except FAILURES as error:
        log.warning("the board in %s could not be taken down, tried again: %s", room.place, error)


async def _is_deleted(house: House, spot: Spot, number: int) -> bool:
    try:
        return await house.bot.delete_message(house.sender.rooms.now_at(spot).chat, number)
    except TelegramError:
        return False
