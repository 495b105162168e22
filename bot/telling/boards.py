"""Boards that keep themselves: drawn anew when something was published, begins or ends by itself, or the day turns.

What they say is compared, not what may have changed it, so a clock change or a school day that is over needs no case.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.board import Board, board
from bot.curating.boards import BoardsDrawn
from bot.program import Bellwether
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.revisions import generation_of
from knowledge.rooms import BoardRoom, board_rooms

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=3)
LOOK_EVERY = timedelta(seconds=30)  # where nothing was published: time alone changes what holds
REST = timedelta(seconds=10)  # between two drawings
AGAIN_AFTER = timedelta(minutes=1)  # where one could not be drawn

DrawAll = Callable[[], Awaitable[BoardsDrawn]]
"""Draws the boards of a platform, each in its place, takes down those that nobody wants any more, and pings nobody."""

Said = tuple[object, ...]


async def keep_boards(bellwether: Bellwether, draw_all: DrawAll) -> None:
    """Until it is cancelled."""
    keeping = Boards(bellwether, draw_all)
    while True:
        try:
            await keeping.look()
        except (DatabaseUnreadable, DatabaseUnwritable) as error:
            log.error("boards could not be drawn, tried again: %s", error)
        except Exception:  # whatever it was, they would stand still for good
            log.exception("boards could not be drawn, tried again")
        await bellwether.clock.sleep(EVERY)


@dataclass
class Boards:
    """*rooms*: where one stands, with its language; *hung*: those too in which it cannot be drawn; *generation*: of the
    knowledge, and *said*: what they say, by language, when they were last drawn; *looked*, *drawn*: when; *again*: when
    one that failed is tried once more."""

    bellwether: Bellwether
    draw_all: DrawAll
    rooms: frozenset[tuple[str, str | None]] = frozenset()
    hung: frozenset[str] | None = None
    generation: int | None = None
    said: Mapping[str | None, Said] = field(default_factory=dict)
    looked: datetime | None = None
    drawn: datetime | None = None
    again: datetime | None = None

    async def look(self) -> None:
        now = self.bellwether.clock.now()
        generation, found = await self.bellwether.database.read(_state)
        rooms = frozenset((one.place, one.language) for one in found if not one.gone)
        hung = frozenset(one.place for one in found)
        other = bool(rooms - self.rooms) or self.hung is None or bool(self.hung - hung)
        late = self.again is not None and now >= self.again
        due = rooms and (generation != self.generation or not _within(LOOK_EVERY, self.looked, now))
        self.rooms &= rooms
        if not (other or late or due) or _within(REST, self.drawn, now):
            return  # what is new is still new after the rest
        said = await self._read(rooms, now)
        self.looked, self.generation = now, generation
        if other or late or said != self.said:
            await self._draw(now)
            self.rooms, self.said, self.hung = rooms, said, hung

    async def _draw(self, now: datetime) -> None:
        self.drawn, self.again = now, now + AGAIN_AFTER  # also where it breaks off
        done = await self.draw_all()
        if not done.unsent:
            self.again = None  # what is closed to us is drawn once it is open again, which marks the room
        if failed := (*done.unsent, *done.gone, *done.missing):
            log.warning("boards drawn: %d; not drawn: %s", done.drawn, ", ".join(failed))

    async def _read(self, rooms: frozenset[tuple[str, str | None]], now: datetime) -> dict[str | None, Said]:
        languages = {language for _, language in rooms}
        return {one: _said(await board(self.bellwether.desk, at=now, language=one)) for one in languages}


def _state(connection: Any) -> tuple[int, tuple[BoardRoom, ...]]:
    return generation_of(connection), board_rooms(connection)


def _said(made: Board | None) -> Said:
    return () if made is None else (made.title, *((one.text, one.status) for one in made.days))


def _within(rest: timedelta, since: datetime | None, now: datetime) -> bool:
    """A clock that was set back counts as one on which it has passed."""
    return since is not None and timedelta(0) <= now - since < rest
