"""How a channel is set, and whether an answer to a command is for everybody in it."""

from __future__ import annotations

from functools import partial

from adapters.discord.exchanges import Exchange
from knowledge.failures import DatabaseUnreadable
from knowledge.rooms import Room, read_room

FOR_ALL = frozenset({"ask", "today", "topics"})  # commands whose answer may be for everybody


async def room_of(exchange: Exchange) -> Room:
    """A thread is as its channel, unless it is set itself. As nobody has set it, where that cannot be read: the core
    then says why there is no answer."""
    place, database = exchange.who.place, exchange.house.bellwether.database
    try:
        found = await database.read(partial(read_room, place=place))
        channel = exchange.house.sender.servers.parent(place)
        if channel is None or found != Room(place):
            return found
        return await database.read(partial(read_room, place=channel))
    except DatabaseUnreadable:
        return Room(place)


async def decide_who_reads(exchange: Exchange, key: str = "") -> None:
    """Comes first. What is said in a direct message stays there; in a server it is for whoever asked alone, unless the
    room is set otherwise. *key*: of the command that is answered."""
    if not exchange.who.shared or (key in FOR_ALL and (await room_of(exchange)).plain):
        exchange.private = False
