"""What somebody follows, from within a program: the same rows as behind the commands of families."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Protocol

from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.library import Library
from knowledge.people import Followed, Following, add_follow, read_follows, stop_following


class Now(Protocol):
    def now(self) -> datetime: ...


class Followings:
    """*person*, *place*: opaque, as in a question; what changes is told in the place."""

    def __init__(self, database: Database, library: Library, clock: Now) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def follow(
        self,
        topic: str,
        *,
        person: str,
        place: str,
        day: date | None = None,
        last_day: date | None = None,
        scope: Scope | None = None,
    ) -> Following:
        """KeyError for a topic that is not there. A topic without a day is followed until the person stops."""
        edition = await self._library.edition()
        wanted = Followed(edition.topics[topic].slug, day, last_day, scope or Scope())
        until = edition.district.midnight_after(last_day or day) if day else None
        adding = partial(add_follow, wanted=wanted, who=person, place=place, at=self._clock.now(), until=until)
        return await self._database.write(adding)

    async def of(self, person: str) -> Sequence[Followed]:
        return await self._database.read(partial(read_follows, who=person, at=self._clock.now()))

    async def stop(self, number: int, *, person: str) -> Followed | None:
        """What was followed under the number; None where nothing was."""
        stopping = partial(stop_following, who=person, number=number, at=self._clock.now())
        return await self._database.write(stopping)
