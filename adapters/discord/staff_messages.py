"""Which of our messages must stay as they are, so that a reply to them is a reply to what they say."""

from __future__ import annotations

from functools import partial

from adapters.discord.exchanges import Exchange
from adapters.discord.places import number_of
from knowledge.rooms import board_rooms
from knowledge.staff_posts import StaffPost, find_post


async def must_stand(exchange: Exchange) -> bool:
    """Whether the message that was pressed is a post of staff, or the board: what a button there leads to is a message
    of its own."""
    if not exchange.message:
        return False
    if await post_of(exchange, exchange.message) is not None:
        return True
    boards = await exchange.house.bellwether.database.read(board_rooms)
    return any((one.place, one.message) == (exchange.who.place, exchange.message) for one in boards)


async def post_of(exchange: Exchange, message: str) -> StaffPost | None:
    """What one of our messages in this room is about. What was posted in a forum stands in a thread of the same number,
    and is kept under the forum."""
    place = exchange.who.place
    forum = exchange.house.sender.servers.parent(place) if message == str(number_of(place)) else None
    reading = partial(find_post, place=forum or place, message=message)
    found: StaffPost | None = await exchange.house.bellwether.database.read(reading)
    return found
