"""Messages to us, kept from when they came until they are dealt with: what was not answered when the program ended is
answered at the next start, and direct messages that came while there was no connection are looked for behind it. Of an
interaction nothing is kept, for it is over by then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord

from adapters.discord.calling import AWAY, told
from adapters.discord.exchanges import Exchange, House
from adapters.discord.incoming import Kind
from adapters.discord.places import PLATFORM, number_of
from knowledge.arrivals import TOO_OLD, Arrival, Settled, State, settle_arrivals, store_arrivals, take_up
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.people import asked_in
from knowledge.recording import note_messages

log = logging.getLogger(__name__)

ASKED_SINCE = timedelta(days=3)  # as long as it is known what has been answered
MOST_ROOMS, MOST_THERE = 100, 30  # direct chats that are looked into, and messages of each


class Keeping:
    def __init__(self, house: House) -> None:
        self._house = house
        self._account = f"{PLATFORM}:{house.account}"

    async def keep(self, exchange: Exchange) -> bool:
        """Whether it is to be dealt with: it was not before. What cannot be kept is, all the same."""
        if exchange.kind is not Kind.MESSAGE:
            return True
        written, who = exchange.written or exchange.at, exchange.who
        came = Arrival(self._account, exchange.number, who.person, who.place, exchange.at, written, exchange.message)
        try:
            wanted = await self._house.bellwether.database.write(partial(store_arrivals, brought=(came,)))
        except DatabaseUnwritable as error:
            log.warning("a message is dealt with, but not kept: %s", error)
            return True
        return exchange.number in wanted

    async def settle(self, exchange: Exchange, state: State = State.ANSWERED) -> None:
        """And in which message of ours a question was answered, where that message stays."""
        named = {exchange.question: exchange.standing} if exchange.question and exchange.standing else {}
        if exchange.kind is not Kind.MESSAGE and not named:
            return
        settled = Settled(self._account, exchange.number, state, tuple(exchange.sent), exchange.question)

        def work(connection: Any) -> None:
            if exchange.kind is Kind.MESSAGE:
                settle_arrivals(connection, (settled,), at=exchange.at)
            note_messages(connection, named)

        try:
            await self._house.bellwether.database.write(work)
        except DatabaseUnwritable as error:
            log.warning("%s is dealt with, but that could not be noted: %s", exchange.origin, error)

    async def take_up(self, client: discord.Client, hear: Callable[[discord.Message], None]) -> None:
        """What waited since the last run, as it stands at Discord now."""
        database, at = self._house.bellwether.database, self._house.now()
        for one in await database.write(partial(take_up, account=self._account, at=at)):
            try:
                channel = await client.fetch_channel(number_of(one.body))
                if isinstance(channel, discord.abc.Messageable):
                    hear(await channel.fetch_message(one.number))
                    continue
            except (discord.NotFound, discord.Forbidden) as error:
                log.info("a message that waited is no more: %s", told(error))
            settled = (Settled(self._account, one.number, State.DROPPED),)
            await database.write(partial(settle_arrivals, settled=settled, at=at))

    async def catch_up(self, client: discord.Client, hear: Callable[[discord.Message], None]) -> None:
        """The direct chats in which somebody asked lately; what is known already is not heard again."""
        house, at = self._house, self._house.now()
        asked = partial(asked_in, platform=PLATFORM, since=at - ASKED_SINCE, most=MOST_ROOMS)
        try:
            rooms = await house.bellwether.database.read(asked)
        except DatabaseUnreadable as error:
            log.warning("direct messages that were missed cannot be looked for: %s", error)
            return
        for place in rooms:
            if house.sender.servers.of(place) is None:
                try:
                    for one in await _newest(client, place, since=at - TOO_OLD):
                        hear(one)
                except AWAY as error:  # a room that is no more, or the connection again
                    log.info("%s cannot be looked into: %s", place, told(error))


async def _newest(client: discord.Client, place: str, *, since: datetime) -> list[discord.Message]:
    """In the order in which they were written; none of what is no direct chat, such as an archived thread."""
    channel = await client.fetch_channel(number_of(place))
    if not isinstance(channel, discord.DMChannel):
        return []
    return [one async for one in channel.history(limit=MOST_THERE, after=since, oldest_first=False)][::-1]
