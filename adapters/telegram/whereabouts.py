"""Where the rooms of Telegram are by now: groups that have become others, rooms that are gone, and who is back."""

from __future__ import annotations

import logging
from functools import partial
from typing import NoReturn

from telegram.error import TelegramError

from adapters.telegram.failures import Gone
from adapters.telegram.places import Spot
from bot.program import Clock
from knowledge.database import Database
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.rooms import is_gone, mark_back, mark_gone, move_room

log = logging.getLogger(__name__)


class Whereabouts:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._moved: dict[int, int] = {}

    def now_at(self, spot: Spot) -> Spot:
        return Spot(self._moved.get(spot.chat, spot.chat), spot.thread)

    def has_become(self, chat: int) -> bool:
        """Whether a group that we were in is this one now."""
        return chat in self._moved.values()

    async def move(self, old: int, new: int) -> None:
        """A group has become another one: all that is kept of its room goes along. Raises `DatabaseUnwritable`."""
        self._moved[old] = new
        await self._database.write(partial(move_room, old=Spot(old).place, new=Spot(new).place))

    async def try_to_move(self, old: int, new: int) -> None:
        try:
            await self.move(self._moved.get(old, old), new)
            self._moved[old] = new
        except DatabaseUnwritable:
            log.exception("a group has become another one, but that could not be noted")

    async def lose(self, spot: Spot, error: TelegramError) -> NoReturn:
        """Nothing can be sent there any more. Raises `Gone`."""
        place = self.now_at(spot).place
        try:
            await self._database.write(partial(mark_gone, place=place, at=self._clock.now()))
        except DatabaseUnwritable:
            log.exception("%s is gone, but that could not be noted", place)
        raise Gone(f"{place}: {error.message}") from error

    async def heard_from(self, spot: Spot) -> None:
        """Whoever writes to us in private can be written to, whatever they had done before. A group that takes nothing
        of ours may still be heard."""
        try:
            if await is_gone(self._database, spot.place):
                await self._database.write(partial(mark_back, place=spot.place))
        except (DatabaseUnreadable, DatabaseUnwritable) as error:
            log.warning("%s is back, but that could not be noted: %s", spot.place, error)
