"""The board in a channel: one message with the next school days, each in the colour of its status, drawn anew in place
whenever something in it changes, and when somebody on the staff sends /check.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

import discord

from adapters.discord.drawing import reply_embed
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Gone, NotAllowed, Unsent
from adapters.discord.letters import CONTENT, EMBEDS, MOST_EMBEDS, bold, escaped, small
from adapters.discord.places import PLATFORM
from bot.board import Board, board
from bot.catalogue import EDITING, load_catalogue
from bot.curating.boards import BoardsDrawn, with_boards
from bot.letters import shortened
from bot.pages import Page
from bot.telling import boards
from knowledge.rooms import BoardRoom, board_rooms, boards_to_take_down, mark_back, note_board

log = logging.getLogger(__name__)

MOMENT = "%%"  # stands for what Discord shows as a moment, which is markup


async def keep_boards(house: House) -> None:
    """Until it is cancelled."""
    await boards.keep_boards(house.bellwether, partial(draw_all, house))


async def checked(exchange: Exchange, page: Page) -> Page:
    """Comes with a /check: every board is drawn, and what came of it is told below."""
    done = await draw_all(exchange.house)
    return with_boards(page, done, load_catalogue((await exchange.words()).language, EDITING))


async def draw_all(house: House) -> BoardsDrawn:
    """One after the other, and never by two at once, which could put two of them into a room."""
    async with house.drawing:
        return await _draw_all(house)


async def _draw_all(house: House) -> BoardsDrawn:
    sender, names = house.sender, dict(house.sender.servers.names())
    found = await house.bellwether.database.read(board_rooms)
    rooms = {one.place: one for one in found if one.place.startswith(f"{PLATFORM}:")}
    servers = {place: sender.servers.of(place) for place in rooms}
    drawn, missing, unsent, gone = 0, dict[str, Sequence[str]](), list[str](), list[str]()
    for place, room in rooms.items():
        named = _named(names.get(servers[place] or 0, place), sender.servers.name_of(place))
        try:
            await draw(house, room)
        except NotAllowed as error:
            missing[named] = error.names
        except Gone:
            gone.append(named)
        except (Unsent, discord.HTTPException) as error:
            log.warning("the board in %s could not be drawn: %s", place, error)
            unsent.append(named)
        else:
            drawn += 1
    await _take_down(house)
    without = tuple(name for number, name in names.items() if number not in servers.values())
    return BoardsDrawn(drawn, missing, tuple(unsent), without, tuple(gone))


async def _take_down(house: House) -> None:
    """Nobody shall go on reading what is not kept any more."""
    database = house.bellwether.database
    for room in await database.read(partial(boards_to_take_down, platform=PLATFORM)):
        try:
            await house.sender.delete(room.place, room.message or "0")
        except (Unsent, discord.HTTPException) as error:
            log.warning("the board in %s could not be taken down, tried again: %s", room.place, error)
            continue
        except Gone:
            log.info("%s is gone with its board", room.place)
        await database.write(partial(note_board, place=room.place, message=None))


def _named(server: str, channel: str) -> str:
    return f"{server} (#{channel})" if channel else server


async def draw(house: House, room: BoardRoom) -> None:
    """In the message that stands there; one that was deleted is drawn anew. What could not be done the last time, for a
    permission that was lacking, is tried again. Raises `Gone`, `Unsent`."""
    at = house.now()
    made = await board(house.bellwether.desk, at=at, language=room.language)
    if made is None:
        return
    drawn = draw_board(made, at=int(at.timestamp()))
    if not (room.message and await house.sender.edit(room.place, room.message, drawn)):
        message = await house.sender.send(room.place, drawn)
        await house.bellwether.database.write(partial(note_board, place=room.place, message=message))
    if room.gone:
        await house.bellwether.database.write(partial(mark_back, place=room.place))


def draw_board(made: Board, *, at: int) -> Drawn:
    """*at*: seconds since 1970, which the app shows on the clock of whoever reads."""
    as_of = escaped(made.as_of(MOMENT)).replace(MOMENT, f"<t:{at}:f>")
    content = "\n".join((bold(made.title), small(f"{as_of} · {escaped(made.note)}")))
    days = made.days[:MOST_EMBEDS]
    share = (EMBEDS - 100) // max(len(days), 1)
    embeds = tuple(reply_embed(one, made.say, most=share) for one in days)
    return Drawn(shortened(content, CONTENT), embeds, silent=True)
