"""The board in a channel: one message with the next school days, each in the colour of its status, drawn anew in place
when somebody on the staff sends /check.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

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
from knowledge.rooms import BoardRoom, board_rooms, mark_back, note_board

MOMENT = "%%"  # stands for what Discord shows as a moment, which is markup


async def checked(exchange: Exchange, page: Page) -> Page:
    """Comes with a /check: every board is drawn, and what came of it is told below."""
    done = await draw_all(exchange.house)
    return with_boards(page, done, load_catalogue((await exchange.words()).language, EDITING))


async def draw_all(house: House) -> BoardsDrawn:
    sender, names = house.sender, dict(house.sender.servers())
    found = await house.bellwether.database.read(board_rooms)
    rooms = {one.place: one for one in found if one.place.startswith(f"{PLATFORM}:")}
    servers = {place: sender.server_of(place) for place in rooms}
    drawn, missing, unsent = 0, dict[str, Sequence[str]](), list[str]()
    for place, room in rooms.items():
        named = names.get(servers[place] or 0, place)
        try:
            await draw(house, room)
        except NotAllowed as error:
            missing[named] = error.names
        except (Gone, Unsent):
            unsent.append(named)
        else:
            drawn += 1
    without = tuple(name for number, name in names.items() if number not in servers.values())
    return BoardsDrawn(drawn, missing, tuple(unsent), without)


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
