"""Reading the knowledge base: one edition of it in memory, and look-ups that always read the database.

The index proposes, the database disposes: an edition finds topics and carries no claim.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from knowledge.database import Database
from knowledge.edition import ASIDE, Edition, EmptyKnowledge, edition_of, newest_revision, read_current
from knowledge.findings import Asked, Finding
from knowledge.looking import LookingUp
from knowledge.matching import ShelfFiles
from knowledge.semantic import EncodingFailed, SemanticIndex, SemanticModel

__all__ = ["ASIDE", "Edition", "EmptyKnowledge", "Library"]

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=1)


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
        self._edition: Edition | None = None
        self._making: asyncio.Task[None] | None = None

    async def edition(self) -> Edition:
        number = await self._database.read(newest_revision)
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
        self._edition = replace(edition, semantic=semantic)

    def _semantic_index(self, edition: Edition) -> SemanticIndex | None:
        if self._semantic is None:
            return None
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
            looking = LookingUp(connection, at=at, ground=edition.ground)
            return [looking.find(one) for one in asked]

        return await self._database.read(read)
