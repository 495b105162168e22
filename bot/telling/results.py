"""What became of deliveries, kept until it stands in the database: what was sent and not noted would be sent again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from knowledge.database import Database
from knowledge.failures import DatabaseUnwritable
from knowledge.lanes import Lease
from knowledge.outgoing import Done, settle_done

log = logging.getLogger(__name__)

WRITE_EVERY = 0.03  # seconds; what comes together is one transaction
AGAIN = 0.5


class Results:
    def __init__(self, database: Database, lease: Lease, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lease = lease
        self._now = now
        self._done: list[Done] = []
        self._then: list[Callable[[], None]] = []
        self._any = asyncio.Event()

    def add(self, *done: Done, then: Callable[[], None] | None = None) -> None:
        """*then*: what is to be done when it is noted."""
        self._done += done
        if then is not None:
            self._then.append(then)
        self._any.set()

    async def keep(self) -> None:
        """Until it is cancelled. Raises `DatabaseUnwritable`; nothing is forgotten then."""
        while True:
            await self._any.wait()
            await asyncio.sleep(WRITE_EVERY)
            await self.write()

    async def write(self) -> None:
        done, self._done = self._done, []
        then, self._then = self._then, []
        self._any.clear()
        try:
            if done:
                await self._database.write(partial(settle_done, lease=self._lease, done=done, at=self._now()))
        except BaseException:
            self._done, self._then = done + self._done, then + self._then
            raise
        for one in then:
            one()

    async def write_at_last(self, *, patience: float | None) -> None:
        """However long the database is away, or with *patience* for so many seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._written()
        finally:
            if self._done:
                log.error("%d messages may be sent twice: what became of them was not noted", len(self._done))

    async def _written(self) -> None:
        warned = False
        while True:
            try:
                return await self.write()
            except DatabaseUnwritable as error:
                if not warned:
                    log.warning("what became of %d messages is not noted yet: %s", len(self._done), error)
                warned = True
                await asyncio.sleep(AGAIN)
