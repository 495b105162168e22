"""Finding the cells that an act may have changed, among those that people were told of or follow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from knowledge.codec import Kind
from knowledge.ground import Ground
from knowledge.interest import (
    Cell,
    Followed,
    Interest,
    alone,
    cells_known,
    each_day,
    read_followed,
    read_ground,
)
from knowledge.people import scope_of
from knowledge.tables import owed, revision, telling
from knowledge.topics import Topic
from knowledge.touching import Touched

A_DAY_BEHIND = timedelta(days=1)  # as far as any zone may be behind the clock


class Concerns:
    """Finds the cells that what an act touches may have changed."""

    def __init__(self, connection: Connection, touched: Touched, *, at: datetime) -> None:
        self._connection = connection
        self._touched = touched
        self._at = at
        self._parents = _read_parents(connection, touched.fresh)
        self.topics = self._below(touched.topics) | touched.kin

    def interest(self) -> Interest:
        """Reads the topics and the district only where somebody is concerned at all."""
        follows = self._read_follows()
        cells = set(self._read_cells())
        if not follows and not cells:
            return Interest()
        named = {cell.topic for cell in cells} | {one[0] for one in follows}
        stands = read_ground(self._connection, self._touched.topics | named)
        ground = replace(stands, topics={**stands.topics, **{one.slug: alone(one) for one in self._touched.fresh}})
        found = {one: frozenset(self._cells_of(one, ground)) for one in follows}
        concerned = {one for one in cells if self._may_change(one, ground)}.union(*found.values())
        return Interest(frozenset(concerned), {one: cells for one, cells in found.items() if cells}, stands)

    def _below(self, topics: Iterable[str]) -> set[str]:
        """The topics and all they are parents of: a hole is told with what its parent knows."""
        found = set(topics)
        return found | {slug for slug in self._parents if found & self._above(slug)}

    def _above(self, slug: str) -> set[str]:
        """The topic and the chain of its parents, those it had and those it will have."""
        chain, more = {slug}, {slug}
        while more:
            more = {parent for one in more for parent in self._parents.get(one, ())} - chain
            chain |= more
        return chain

    def _read_cells(self) -> Iterable[Cell]:
        """Those whose day is not over; whoever knows them is looked at later."""
        yesterday = (self._at - A_DAY_BEHIND).date()
        for table in (telling, owed):
            for cell in cells_known(self._connection, table, self.topics):
                if cell.day is None or (cell.last_day or cell.day) >= yesterday:
                    yield cell

    def _may_change(self, cell: Cell, ground: Ground) -> bool:
        """Of topics that only share an event, those asked about a day that falls into it or not."""
        if cell.topic in self._touched.topics or self._above(cell.topic) & self._touched.topics:
            return True
        topic = ground.topics.get(cell.topic)
        return cell.day is not None and topic is not None and not topic.kind.by_day

    def _read_follows(self) -> list[Followed]:
        wanted = {above for slug in self.topics for above in self._above(slug)}
        return read_followed(self._connection, wanted, at=self._at)

    def _cells_of(self, one: Followed, ground: Ground) -> Iterable[Cell]:
        """A follow takes in the children of its topic; without a part of the district it is about the person's own."""
        followed, day, last_day, part, schools, levels = one
        scope = scope_of(json.loads(part))
        if scope.is_district and schools is not None:
            scope = scope_of({"schools": json.loads(schools), "levels": json.loads(levels or "[]")})
        for slug in self._topics_of(followed, day):
            topic = ground.topics.get(slug)
            if topic is not None:
                for first, last in self._days_of(topic, ground, day=day, last_day=last_day):
                    yield Cell.of(slug, first, last, scope)

    def _topics_of(self, followed: str, day: date | None) -> set[str]:
        hit = {slug for slug in self._touched.topics if followed in self._above(slug)}
        itself = self._above(followed) & self._touched.topics or (day and followed in self._touched.kin)
        return hit | ({followed} if itself else set())

    def _days_of(
        self, topic: Topic, ground: Ground, *, day: date | None, last_day: date | None
    ) -> set[tuple[date | None, date | None]]:
        """A follow without a day is about each day not over that what was touched names."""
        today = ground.district.local(self._at).date()
        above = self._above(topic.slug)
        spans = {(first, last) for slug, first, last in self._touched.days if slug in above}
        if day is not None:
            spans = {(day, last_day or day)}
        elif not topic.kind.by_day:
            return {(None, None)} if spans or topic.slug in self._touched.topics else set()
        found: set[tuple[date | None, date | None]] = set()
        for first, last in spans:
            if first is None or last is None:
                found.add((None, None))
            elif last >= today:
                days = each_day(topic, first, last, ground.district)
                found.update(one for one in days if (one[1] or one[0]) >= today)
        return found


def _read_parents(connection: Connection, fresh: Iterable[Topic]) -> Mapping[str, set[str]]:
    query = select(revision.c.slug, revision.c.body["parent"].as_string()).where(
        revision.c.kind == Kind.TOPIC, revision.c.current, ~revision.c.removed
    )
    parents: dict[str, set[str]] = defaultdict(set)
    links = [(slug, parent) for slug, parent in connection.execute(query).all()]
    for slug, parent in [*links, *((one.slug, one.parent) for one in fresh)]:
        parents[slug].update({parent} - {None})
    return dict(parents)
