"""Looking up what holds at a moment for one topic, day and part of the district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, Select, func, select

from knowledge.findings import Asked, Finding, Held
from knowledge.ground import Ground
from knowledge.holding import read_held
from knowledge.kept_nouns import KeptNouns
from knowledge.standing import Standing, live, past, read_generation, said_by, standing_then
from knowledge.tables import claim, generation
from knowledge.weighing import Shelf, Window, find, find_now


def look_up(connection: Connection, asked: Asked, *, at: datetime, ground: Ground) -> Finding:
    """The finding for one part of a question at the moment *at*. KeyError for a topic that is not there."""
    return LookingUp(connection, at=at, ground=ground).find(asked)


@dataclass(frozen=True)
class Queries:
    """What look-ups ask, made once for many of them, with the nouns of the revisions they have read. Not for look-ups
    in a transaction that may be taken back, and later in another."""

    kept: KeptNouns = field(default_factory=KeptNouns)

    @cached_property
    def generation(self) -> Select[Any]:
        return select(generation.c.number)

    @cached_property
    def standing(self) -> Select[Any]:
        return standing_then()

    @cached_property
    def live(self) -> Select[Any]:
        return live()

    @cached_property
    def past(self) -> Select[Any]:
        return past()

    @cached_property
    def windows(self) -> Select[Any]:
        return _windows()


@cache
def _windows() -> Select[Any]:
    reach = select(
        claim.c.event, func.min(claim.c.known_from).label("since"), func.max(claim.c.serve_until).label("until")
    )
    return reach.where(claim.c.event.is_not(None), said_by(claim)).group_by(claim.c.event)


class LookingUp:
    """Many look-ups at one moment and in one transaction: what one has read the others need not read again.

    Trap: how long a finding holds is reckoned in kept_findings; whatever else a look-up comes to compare its moment
    with belongs there too."""

    def __init__(self, connection: Connection, *, at: datetime, ground: Ground, queries: Queries | None = None) -> None:
        self._connection = connection
        self._queries = queries or Queries()
        self._at = at
        self._ground = ground
        self._live: dict[tuple[str, ...], tuple[Held, ...]] = {}
        self._past: dict[str, tuple[Held, ...]] = {}

    def find(self, asked: Asked) -> Finding:
        """KeyError for a topic that is not there."""
        return replace(self._find(asked), generation=self._stood[0])

    def _find(self, asked: Asked) -> Finding:
        topic = self._ground.topics[asked.topic]
        of_an_event = asked.day is not None and not topic.kind.by_day
        shelf = Shelf(
            live=self._read_live(self._ground.related(topic)),
            past=(),
            windows=self._windows if of_an_event else {},
            district=self._ground.district,
            topics=self._ground.topics,
            at=self._at,
        )
        found = find_now(asked, topic, shelf=shelf, beside=self._ground.beside(topic))
        if found is not None:
            return found
        # Only a hole and what is over need the past.
        shelf = replace(shelf, past=self._read_past(topic.slug), windows=self._windows)
        return find(asked, topic, shelf=shelf, beside=self._ground.beside(topic))

    @cached_property
    def _stood(self) -> tuple[int, Standing]:
        queries = self._queries
        return read_generation(self._connection, self._at, query=queries.standing, kept=queries.kept)

    @property
    def standing(self) -> Standing:
        return self._stood[1]

    @cached_property
    def _windows(self) -> Mapping[str, Window]:
        found = self._connection.execute(self._queries.windows, {"at": self._at}).all()
        windows = ((slug, self._window(slug, since, until)) for slug, since, until in found)
        return {slug: window for slug, window in windows if window is not None}

    def _window(self, event: str, since: datetime, until: datetime) -> Window | None:
        """From an event's first day, or when it was first spoken of, to the last day anything said of it reaches."""
        standing, local = self.standing, self._ground.district.local
        found = standing.events.get(event)
        if found is None:
            return None
        ends = min(until, found.ended) if found.ended and found.ended <= self._at else until
        return Window(min(found.first_day, local(since).date()), local(ends).date())

    def _read_live(self, topics: tuple[str, ...]) -> tuple[Held, ...]:
        if topics not in self._live:
            self._live[topics] = self._read(self._queries.live, topics=topics)
        return self._live[topics]

    def _read_past(self, topic: str) -> tuple[Held, ...]:
        if topic not in self._past:
            self._past[topic] = self._read(self._queries.past, topic=topic)
        return self._past[topic]

    def _read(self, query: Select[Any], **values: object) -> tuple[Held, ...]:
        kept = self._queries.kept
        return read_held(self._connection, query, self._ground, self.standing, kept=kept, **values)
