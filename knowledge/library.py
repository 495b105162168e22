"""Reading the knowledge base: one edition of it in memory, and look-ups that read the database.

The index proposes, the database disposes: an edition finds topics and carries no claim. What was found a moment ago
is given again only while the database would say the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection

from knowledge.database import Database
from knowledge.edition import ASIDE, Edition, EmptyKnowledge, edition_of, newest_revision, read_current
from knowledge.findings import Asked, Finding
from knowledge.kept_findings import READ, KeptFindings, Stretch, stretch_of
from knowledge.looking import LookingUp, Queries
from knowledge.matching import ShelfFiles
from knowledge.tables import generation

if TYPE_CHECKING:
    from knowledge.semantic import SemanticIndex, SemanticModel

__all__ = ["ASIDE", "Edition", "EmptyKnowledge", "Library"]

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=1)

T = TypeVar("T")


class Library:
    """Reads only. When topics or the district changed, a new edition is made off the event loop and swapped in whole;
    should that take long, the one before goes on answering meanwhile. *cache*: a folder that makes starting quick;
    *patience*: how long a question then waits for the new one."""

    def __init__(
        self,
        database: Database,
        *,
        semantic: SemanticModel | None = None,
        cache: Path | None = None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._database = database
        self._semantic = semantic
        self._files = ShelfFiles(cache) if cache else None
        self._patience = patience
        self._queries = Queries()
        self._newest = (-1, 0)
        self._prepare: Callable[[Edition], None] | None = None
        self._edition: Edition | None = None
        self._making: asyncio.Task[None] | None = None
        self._kept: KeptFindings | None = None

    async def edition(self) -> Edition:
        return (await self.stand())[1]

    async def stand(self, *, within: float = 0.0) -> tuple[int, Edition]:
        """The generation of all that is kept, as it was just before the edition. *within*: so many seconds before now,
        where others publish too."""
        newest = await self._database.read_kept(self._read_newest, generation, within=within)
        return newest[0], await self._edition_at(newest)

    @property
    def at_hand(self) -> Edition | None:
        """The edition there is, without a look at the database; None before the first."""
        return self._edition

    async def edition_with(self, work: Callable[[Connection], T]) -> tuple[Edition, T]:
        """The edition, and what *work* reads in the same look at the database."""

        def read(connection: Connection) -> tuple[tuple[int, int], T]:
            return self._read_newest(connection), work(connection)

        newest, result = await self._database.read(read)
        return await self._edition_at(newest), result

    def _read_newest(self, connection: Connection) -> tuple[int, int]:
        """The generation, and the newest revision an edition is made of: looked for only where that one has risen."""
        number: int = connection.scalars(self._queries.generation).one()
        known, newest = self._newest
        return (number, newest) if number == known else (number, newest_revision(connection))

    async def _edition_at(self, newest: tuple[int, int]) -> Edition:
        self._newest = max(self._newest, newest)
        number = newest[1]
        while self._edition is None or self._edition.number < number:
            if self._making is None or self._making.done():
                self._making = asyncio.create_task(self._make())
            making = self._making
            await asyncio.wait({making}, timeout=self._patience.total_seconds() if self._edition else None)
            if making.done():
                if making.exception() and self._edition is not None:
                    log.error("the newest topics cannot be used, the ones before go on", exc_info=making.exception())
                    self._edition = replace(self._edition, number=number)
                    break
                making.result()
            elif self._edition is not None:
                break
        return self._edition

    async def _make(self) -> None:
        current = await self._database.read(read_current)
        edition = await asyncio.to_thread(edition_of, current, before=self._edition, files=self._files)
        semantic = await asyncio.to_thread(self._semantic_index, edition)
        edition = replace(edition, semantic=semantic)
        if self._prepare is not None:
            await asyncio.to_thread(self._prepare, edition)
        self._edition = edition

    async def prepare_with(self, work: Callable[[Edition], None]) -> None:
        """Runs *work* in a thread, on the edition there is and on each later one before that is used."""
        edition = await self.edition()
        self._prepare = work
        await asyncio.to_thread(work, edition)

    def _semantic_index(self, edition: Edition) -> SemanticIndex | None:
        if self._semantic is None:
            return None
        from knowledge.semantic import EncodingFailed, SemanticIndex

        phrasings = [one for shelf in edition.index.shelves.values() for one in shelf.phrasings]
        before = self._edition.semantic if self._edition else None
        try:
            return SemanticIndex.build(self._semantic, phrasings, before=before)
        except EncodingFailed:
            log.warning("the phrasings are matched by words alone, because the semantic model failed", exc_info=True)
            return None

    async def look_up(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        """One finding for each part asked, all read in one transaction."""

        def read(connection: Connection) -> list[Finding]:
            looking = LookingUp(connection, at=at, ground=edition.ground, queries=self._queries)
            return [looking.find(one) for one in asked]

        return await self._database.read(read)

    async def look_up_now(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        """As `look_up`, for what many ask about the present: what was found lately is given again, the very same, as
        long as a look-up would find it."""
        stamp = self._database.stamp(*READ)
        if stamp is None:
            return await self.look_up(asked, at=at, edition=edition)
        kept = self._kept_at(edition, stamp, at)
        lately = kept.of(asked) if kept is not None else None
        if lately is not None:
            return lately
        found, stretch = await self._database.read(partial(self._find, asked, at, edition, measured=kept is None))
        kept = self._kept_at(edition, stamp, at)  # others may have looked up meanwhile
        if kept is None and stretch is not None:
            kept = self._kept = KeptFindings(edition, stamp, stretch)
        if kept is not None:
            kept.keep(list(zip(asked, found, strict=True)))
        return found

    def _kept_at(self, edition: Edition, stamp: tuple[int, ...], at: datetime) -> KeptFindings | None:
        kept = self._kept
        return kept if kept is not None and kept.hold(edition=edition, stamp=stamp, at=at) else None

    def _find(
        self, asked: Sequence[Asked], at: datetime, edition: Edition, connection: Connection, *, measured: bool
    ) -> tuple[list[Finding], Stretch | None]:
        """*measured*: also how long it holds."""
        looking = LookingUp(connection, at=at, ground=edition.ground, queries=self._queries)
        found = [looking.find(one) for one in asked]
        if not measured:
            return found, None
        over = edition.district.classes_over(at)
        return found, stretch_of(connection, looking.standing, at=at, classes_over=over)
