"""Counts of what goes out; of very much they are kept for two seconds, as counting a million rows takes a fifth of one.

So any number of people can look on without anything going out slower.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.telling.platforms import PLATFORMS
from knowledge.database import Database
from knowledge.progress import Progress, Waiting, progress_of_announcement, progress_of_change, waiting_on

T = TypeVar("T")

MANY = 200_000  # messages
KEPT_FOR = timedelta(seconds=2)
MOST_KEPT = 100

Key = tuple[str, int]


class Tallies:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[Key, tuple[datetime, Any]] = {}

    async def announcement(self, number: int, *, at: datetime) -> Mapping[str, Progress]:
        """By platform."""
        work = partial(progress_of_announcement, number=number, lanes=tuple(PLATFORMS))
        return await self._counted(
            ("announcement", number),
            lambda: self._database.read(work),
            at=at,
            many=lambda found: sum(one.all for one in found.values()) > MANY,
        )

    async def change(self, number: int, *, at: datetime) -> Progress:
        work = partial(progress_of_change, number=number, lanes=tuple(PLATFORMS))
        return await self._counted(
            ("change", number), lambda: self._database.read(work), at=at, many=lambda found: found.all > MANY
        )

    async def ahead(self, *, at: datetime) -> Mapping[str, Waiting]:
        """By platform, what waits there."""

        def work(connection: Any) -> dict[str, Waiting]:
            return {one: waiting_on(connection, one) for one in PLATFORMS}

        def many(found: Mapping[str, Waiting]) -> bool:
            return sum(sum(one.queues.values()) for one in found.values()) > MANY

        return await self._counted(("ahead", 0), lambda: self._database.read(work), at=at, many=many)

    def forget(self) -> None:
        """Comes after something was sent, held back or cancelled."""
        self._kept.clear()

    async def _counted(
        self, key: Key, count: Callable[[], Awaitable[T]], *, at: datetime, many: Callable[[T], bool]
    ) -> T:
        kept = self._kept.get(key)
        if kept is not None and timedelta() <= at - kept[0] < KEPT_FOR:
            found: T = kept[1]
            return found
        found = await count()
        if many(found):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = at, found
        return found
