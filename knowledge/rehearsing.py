"""A library of what would stand if something were published: each look-up is a rehearsal, and nothing of it stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from knowledge.database import Database
from knowledge.edition import Current, Edition, edition_of, newest_revision, read_current
from knowledge.findings import Asked, Finding
from knowledge.library import Library
from knowledge.looking import look_up


class RehearsedLibrary(Library):
    """*apply*: publishes what is tried, and raises what publishing would raise; *before*: the edition that stands."""

    def __init__(self, database: Database, *, apply: Callable[[Connection], object], before: Edition) -> None:
        super().__init__(database)
        self._apply = apply
        self._before = before
        self._rehearsed: Edition | None = None

    async def edition(self) -> Edition:
        if self._rehearsed is None:
            self._rehearsed = await self._make_rehearsed()
        return self._rehearsed

    async def look_up(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        def work(connection: Connection) -> list[Finding]:
            self._apply(connection)
            return [look_up(connection, one, at=at, ground=edition.ground) for one in asked]

        return await self._database.rehearse(work)

    async def look_up_now(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        return await self.look_up(asked, at=at, edition=edition)

    async def _make_rehearsed(self) -> Edition:
        def work(connection: Connection) -> Current | None:
            self._apply(connection)
            same = newest_revision(connection) == self._before.number
            return None if same else read_current(connection)

        current = await self._database.rehearse(work)
        if current is None:
            return self._before
        edition = await asyncio.to_thread(edition_of, current, before=self._before)
        return replace(edition, semantic=self._before.semantic)
