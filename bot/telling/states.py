"""What is so now and what was so then, looked up once for all who were told the same.

What is kept is named by the generation of the knowledge it was asked of, so nothing is served that was published over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import product

from bot.telling.recent import Recent, minute_of
from knowledge.bygone import Bygone, read_bygone
from knowledge.database import Database
from knowledge.due import ToldOnce, next_turn
from knowledge.edition import Edition
from knowledge.findings import Finding
from knowledge.interest import Cell
from knowledge.library import Library
from knowledge.meaning import Meaning, hole, meant_by
from knowledge.owing import JUST_BEFORE

MOST_NOW, MOST_THEN, MOST_UNTIL = 2000, 10_000, 10
FRESH = 0.05  # seconds, where other processes publish too; any message is on its way for longer

Then = tuple[Cell, datetime]


@dataclass(frozen=True)
class Stand:
    """The knowledge there is at a moment. *generation*: read before anything that is kept under it."""

    generation: int
    edition: Edition
    at: datetime

    @property
    def key(self) -> tuple[int, int]:
        return self.generation, self.edition.number


@dataclass(frozen=True)
class State:
    """What is so now. *findings*: without topics that were taken away, of which *meanings* has a hole; *was*: what was
    told, as it can be told again; *until*: how long it stays so by itself."""

    edition: Edition
    at: datetime
    until: datetime | None
    findings: Mapping[Cell, Finding]
    was: Mapping[Then, Finding]
    bygone: Bygone
    meanings: Mapping[Cell, Meaning]


class Plain:
    """A meaning as text. Thousands who were told the same share one, which is written once."""

    def __init__(self, most: int = MOST_NOW) -> None:
        self._most = most
        self._kept: dict[int, tuple[Meaning | None, str]] = {}

    def __call__(self, meaning: Meaning | None) -> str:
        kept = self._kept.get(id(meaning))
        if kept is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            kept = meaning, json.dumps(meaning, sort_keys=True)
            self._kept[id(meaning)] = kept  # with the meaning itself, or another could come to have its number
        return kept[1]


@dataclass(frozen=True)
class States:
    database: Database
    library: Library
    plain: Plain = field(default_factory=Plain)
    _now: Recent[Finding] = field(default_factory=lambda: Recent(MOST_NOW))
    _then: Recent[Finding | None] = field(default_factory=lambda: Recent(MOST_THEN))
    _over: Recent[Bygone] = field(default_factory=lambda: Recent(MOST_NOW))
    _until: Recent[datetime | None] = field(default_factory=lambda: Recent(MOST_UNTIL))

    async def stand(self, at: datetime) -> Stand:
        return Stand(*await self.library.stand(within=FRESH), at)

    async def state(self, stand: Stand, cells: Iterable[Cell], told: Sequence[ToldOnce], *, exact: bool) -> State:
        """*exact*: as it was told at the very moment; else as what meant the same was told within that minute."""
        wanted, edition = [*cells], stand.edition
        until = await self._stays_until(stand)
        found = await self._found(stand, wanted, until=until)
        was = await self._was(stand, told, exact=exact)
        events = sorted({held.event.slug for one in was.values() for held in one.told if held.event})
        gone = [cell.topic for cell in wanted if cell.topic not in edition.topics]
        bygone = await self._bygone(stand, gone, events) if gone or events else Bygone()
        meanings = {cell: meant_by(finding, edition.district).meaning for cell, finding in found.items()}
        meanings = {cell: meanings.get(cell, hole()) for cell in wanted}
        return State(edition, stand.at, until, found, was, bygone, meanings)

    def told_key(self, one: ToldOnce) -> tuple[Cell, int, str]:
        """All that a family can see of when they were told what; whose question it was is no part of it."""
        return one.cell, minute_of(one.at), self.plain(one.meaning)

    async def _stays_until(self, stand: Stand) -> datetime | None:
        key = (stand.key, minute_of(stand.at))
        if self._until.has(key, at=stand.at):
            return self._until[key]
        until = await self.database.read(partial(next_turn, at=stand.at))
        return self._until.keep(key, until, until=until)

    async def _found(self, stand: Stand, cells: Sequence[Cell], *, until: datetime | None) -> dict[Cell, Finding]:
        """Without those whose topic is no more."""
        known = [cell for cell in cells if cell.topic in stand.edition.topics]
        minute = minute_of(stand.at)
        missing = [cell for cell in known if not self._now.has((stand.key, minute, cell), at=stand.at)]
        looked_up = await self._look_up(missing, stand.edition, stand.at)
        for cell, finding in looked_up.items():
            self._now.keep((stand.key, minute, cell), finding, until=until)
        return {cell: looked_up[cell] if cell in looked_up else self._now[stand.key, minute, cell] for cell in known}

    async def _was(self, stand: Stand, told: Sequence[ToldOnce], *, exact: bool) -> dict[Then, Finding]:
        if exact:
            return await self._as_told(told, stand.edition)
        keys = [(stand.key, self.told_key(one)) for one in told]
        missing = {key: one for key, one in zip(keys, told, strict=True) if not self._then.has(key, at=stand.at)}
        found = await self._as_told([*missing.values()], stand.edition)
        fresh = {key: found.get((one.cell, one.at)) for key, one in missing.items()}
        for key, finding in fresh.items():
            self._then.keep(key, finding)
        known = {key: fresh[key] if key in fresh else self._then[key] for key in keys}
        pairs = (((one.cell, one.at), known[key]) for key, one in zip(keys, told, strict=True))
        return {then: finding for then, finding in pairs if finding is not None}

    async def _bygone(self, stand: Stand, topics: Sequence[str], events: Sequence[str]) -> Bygone:
        key = (stand.key, minute_of(stand.at), tuple(topics), tuple(events))
        if self._over.has(key, at=stand.at):
            return self._over[key]
        read = partial(read_bygone, topics=topics, events=events, at=stand.at)
        return self._over.keep(key, await self.database.read(read))

    async def _as_told(self, told: Sequence[ToldOnce], edition: Edition) -> dict[Then, Finding]:
        """Each as it stood when it was told, where that is still what is kept of it. What was told at the very moment
        of a change was found just before it; mended words count as told by whoever was told the old ones."""
        kept: dict[Then, Finding] = {}
        for alike, sooner in product((_same, _same_but_for_words), (timedelta(), JUST_BEFORE)):
            moments: dict[datetime, list[ToldOnce]] = defaultdict(list)
            for one in told:
                if (one.cell, one.at) not in kept:
                    moments[one.at].append(one)
            for moment, these in moments.items():
                found = await self._look_up([one.cell for one in these], edition, moment - sooner)
                for one in these:
                    finding = found.get(one.cell)
                    if finding and alike(meant_by(finding, edition.district).meaning, one.meaning):
                        kept[one.cell, one.at] = finding
        return kept

    async def _look_up(self, cells: Sequence[Cell], edition: Edition, at: datetime) -> dict[Cell, Finding]:
        known = [cell for cell in cells if cell.topic in edition.topics]
        if not known:
            return {}
        found = await self.library.look_up([cell.asked for cell in known], at=at, edition=edition)
        return dict(zip(known, found, strict=True))


def _same(found: Meaning, told: Meaning | None) -> bool:
    return told is None or found == told


def _same_but_for_words(found: Meaning, told: Meaning | None) -> bool:
    return told is None or _without_words(found) == _without_words(told)


def _without_words(meaning: Meaning) -> Meaning:
    def wordless(said: object) -> object:
        if isinstance(said, list):
            return [{name: value for name, value in one.items() if name != "words"} for one in said]
        return said

    return {name: wordless(said) for name, said in meaning.items()}
