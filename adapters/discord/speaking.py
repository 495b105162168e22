"""Where we may speak: what Discord keeps from us in a room is told to whoever looks after it; what is allowed again is
used again.
"""

from __future__ import annotations

import logging
from datetime import date
from functools import partial

from adapters.discord.exchanges import Exchange, House
from adapters.discord.incoming import Kind
from bot.rooms import lacking
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.rooms import mark_back, read_room

log = logging.getLogger(__name__)


class Speaking:
    def __init__(self, house: House) -> None:
        self._house = house
        self._told: dict[str, date] = {}

    async def after(self, exchange: Exchange) -> None:
        """Whoever looks after a server hears at a command, once a day, which permissions we lack there."""
        if exchange.kind is Kind.COMMAND and exchange.who.manages:
            if exchange.lacking:
                await self._tell(exchange)
            else:
                await self.is_back(exchange.who.place)
        elif exchange.kind is Kind.MESSAGE and not exchange.who.shared:
            await self.is_back(exchange.who.place)

    async def is_back(self, place: str) -> None:
        """Nothing can be sent to some rooms until something there has changed."""
        database = self._house.bellwether.database
        try:
            if (await database.read(partial(read_room, place=place))).gone is not None:
                await database.write(partial(mark_back, place=place))
        except (DatabaseUnreadable, DatabaseUnwritable) as error:
            log.warning("%s can be written to again, but that could not be noted: %s", place, error)

    async def _tell(self, exchange: Exchange) -> None:
        today = exchange.at.date()
        if self._told.get(exchange.who.place) == today:
            return
        self._told[exchange.who.place] = today
        await exchange.say_once(lacking(await exchange.words(), permissions=", ".join(exchange.lacking)))
