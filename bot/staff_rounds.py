"""Rounds through the staff rooms of a platform: what waits is posted, what was dealt with says so; nothing is asked of
the database twice where nothing can have changed.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.pages import Page
from bot.program import Bellwether
from bot.staffing import Staffing
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.rooms import read_room, staff_rooms
from knowledge.staff_posts import newest_waiting

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=3)
GAPS_SETTLE = timedelta(minutes=5)  # by then whoever was offered topics has chosen, or not
AT_LEAST_EVERY = timedelta(minutes=1)  # also where nothing is new: what was held back, or cut off, has its turn


@dataclass(frozen=True)
class Entry:
    """What stands in a room, or shall. *say*: in the language of the room; *done*: there is nothing left to do."""

    place: str
    page: Page
    say: Catalogue
    done: bool = False


Put = Callable[[Entry], Awaitable[str]]
"""Puts it into the room; returns the platform's name of the message."""
Change = Callable[[Entry, str], Awaitable[None]]
"""The message of that name says this from now on."""


@dataclass
class Rounds:
    """*unreachable*: what *put* and *change* raise where a room cannot be reached; *seen*: what waited, and where, when
    it was last looked at; *changed*: when that was last something else; *grouped*: when gaps were last grouped, which
    takes long where there are many."""

    bellwether: Bellwether
    platform: str
    put: Put
    change: Change
    unreachable: tuple[type[Exception], ...]
    seen: tuple[object, ...] = ()
    looked: datetime | None = None
    changed: datetime | None = None
    grouped: datetime | None = None

    async def keep(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.look()
            except (DatabaseUnreadable, DatabaseUnwritable) as error:
                log.error("staff rooms could not be served, tried again: %s", error)
            except Exception:  # one thing that cannot be told never keeps the others back for good
                log.exception("staff rooms could not be served, tried again")
            await self.bellwether.clock.sleep(EVERY)

    async def look(self) -> None:
        """Posts what is new, in every staff room."""
        database, now = self.bellwether.database, self.bellwether.clock.now()
        rooms = [one for one in await database.read(staff_rooms) if one.startswith(f"{self.platform}:")]
        seen = (*rooms, *await database.read(newest_waiting)) if rooms else ()
        if not rooms or (seen == self.seen and self.looked is not None and now - self.looked < AT_LEAST_EVERY):
            return
        if seen != self.seen:
            self.changed = now
        gaps, served = self._gaps_are_due(now), 0
        for one in rooms:
            try:
                served += await self._serve(one, now, gaps=gaps)
            except self.unreachable as error:
                log.warning("the staff room %s cannot be reached: %s", one, error)
        self.seen, self.looked = seen, None if served else now
        self.grouped = now if gaps else self.grouped

    def _gaps_are_due(self, now: datetime) -> bool:
        """At most once a minute, and no more once nothing has come in for a while."""
        if self.grouped is not None and now - self.grouped < AT_LEAST_EVERY:
            return False
        return self.grouped is None or (self.changed is not None and now - self.changed < GAPS_SETTLE)

    async def _serve(self, place: str, now: datetime, *, gaps: bool) -> int:
        """How much there was to say; perhaps there is more."""
        room = await self.bellwether.database.read(partial(read_room, place=place))
        staffing, say = Staffing(self.bellwether.desk, place, now, room.language), await self._words(room.language)
        for edit in await staffing.edits():
            entry = Entry(place, edit.page, say, done=edit.gone or not edit.page.offers)
            try:
                await self.change(entry, edit.post.message or "")
            except self.unreachable as error:  # the others are claimed already, so they are told all the same
                log.warning("a message of staff in %s could not be changed: %s", place, error)
                continue
            await staffing.edited(edit)
        posts = await staffing.posts(gaps=gaps)
        for post in posts:
            await staffing.sent(post, await self.put(Entry(place, post.page, say)))
        return len(posts)

    async def _words(self, language: str | None) -> Catalogue:
        spoken = (await self.bellwether.district()).languages
        return load_catalogue((language if language in spoken else spoken[0]) or spoken[0], EDITING)
