"""Whom a finding concerns: cells (a topic, its days, a part of the district) that people were told of or follow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, Text, and_, cast, func, or_, select

from knowledge.claims import Scope
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.findings import Asked
from knowledge.ground import Ground
from knowledge.people import scope_of
from knowledge.revisions import current, in_parts, latest
from knowledge.tables import follow, owed, person, revision, telling
from knowledge.topics import Topic
from knowledge.touching import Touched

LONGEST_BY_DAY = timedelta(days=7)  # a longer span is one cell
CORRECTION = "correction"
PENDING, SENT, REPLACED, CANCELLED = "pending", "sent", "replaced", "cancelled"
SILENT, STOPPED = "silent", "stopped"  # never told by itself; told, and they want to hear of no further change

Somebody = tuple[str, str]
"""A person, and the place where they are told."""

Followed = tuple[str, date | None, date | None, str, str | None, str | None]
"""What many may follow alike: topic, day, last day, and as JSON the scope with the schools and levels they chose."""


@dataclass(frozen=True)
class Cell:
    """Two ways to name the same schools or the same day are one cell."""

    topic: str
    day: date | None = None
    last_day: date | None = None
    scope: Scope = field(default_factory=Scope)

    @classmethod
    def of(cls, topic: str, day: date | None, last_day: date | None, scope: Scope) -> Cell:
        in_order = Scope(tuple(sorted(scope.levels)), tuple(sorted(scope.schools)))
        return cls(topic, day, last_day if last_day != day else None, in_order)

    @property
    def asked(self) -> Asked:
        return Asked(self.topic, self.day, self.last_day, self.scope, named_day=self.day is not None)

    def day_over(self, district: District) -> datetime | None:
        return district.midnight_after(self.last_day or self.day) if self.day else None


@dataclass(frozen=True)
class Interest:
    """The cells that concern anybody, and which of them follow from what is followed. *ground*: None where nobody is
    concerned."""

    cells: frozenset[Cell] = frozenset()
    follows: Mapping[Followed, frozenset[Cell]] = field(default_factory=dict)
    ground: Ground | None = None


def cell_of(row: Row[Any]) -> Cell:
    """Of a telling, or of what is owed."""
    return Cell.of(row.topic, row.day, row.last_day, scope_of(row.scope))


def each_day(topic: Topic, first: date, last: date, district: District) -> list[tuple[date, date | None]]:
    """A short span as families are answered: school day by school day, where the topic has an answer for each."""
    if not topic.kind.by_day or last - first > LONGEST_BY_DAY:
        return [(first, last)]
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [(day, None) for day in days if district.is_school_day(day)] or [(day, None) for day in days]


def live_tellings(at: datetime) -> ColumnElement[bool]:
    return or_(telling.c.day_over > at, and_(telling.c.day.is_(None), telling.c.lives_until > at))


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
        ground = replace(stands, topics={**stands.topics, **{one.slug: _alone(one) for one in self._touched.fresh}})
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
        for part in in_parts(sorted(self.topics)):
            yield from _distinct(self._connection, telling, telling.c.topic.in_(part), live_tellings(self._at))
            about = (owed.c.topic.in_(part), owed.c.kind == CORRECTION, owed.c.state.in_((PENDING, SENT)))
            alive = or_(owed.c.not_after.is_(None), owed.c.not_after > self._at)
            yield from _distinct(self._connection, owed, *about, alive)

    def _may_change(self, cell: Cell, ground: Ground) -> bool:
        """Of topics that only share an event, those asked about a day that falls into it or not."""
        if cell.topic in self._touched.topics or self._above(cell.topic) & self._touched.topics:
            return True
        topic = ground.topics.get(cell.topic)
        return cell.day is not None and topic is not None and not topic.kind.by_day

    def _read_follows(self) -> list[Followed]:
        wanted = {above for slug in self.topics for above in self._above(slug)}
        rows = _follows(self._connection, wanted, at=self._at, distinct=True)
        return [_followed(row) for row in rows]

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


def read_followers(
    connection: Connection,
    follows: Mapping[Followed, Collection[Cell]],
    *conditions: ColumnElement[bool],
    at: datetime,
) -> Mapping[Cell, set[Somebody]]:
    """Who follows each cell at a moment, of all whom the *conditions* hold for."""
    followers: dict[Cell, set[Somebody]] = defaultdict(set)
    for row in _follows(connection, {one[0] for one in follows}, *conditions, at=at):
        for cell in follows.get(_followed(row), ()):
            followers[cell].add((row.person, row.place))
    return followers


def follow_more_than(connection: Connection, follows: Iterable[Followed], most: int, *, at: datetime) -> bool:
    """Whether more rows may be among these; counts no further than that."""
    for part in in_parts(sorted({one[0] for one in follows})):
        some = select(follow.c.id).where(follow.c.topic.in_(part), *still_follows(at)).limit(most + 1).subquery()
        most -= connection.scalars(select(func.count()).select_from(some)).one()
        if most < 0:
            return True
    return False


def still_follows(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return follow.c.since <= at, or_(follow.c.until.is_(None), follow.c.until > at)


def _follows(
    connection: Connection,
    topics: Iterable[str],
    *conditions: ColumnElement[bool],
    at: datetime,
    distinct: bool = False,
) -> Iterable[Row[Any]]:
    """Of each, or, *distinct*, of all alike once."""
    chosen = (cast(person.c.schools, Text).label("schools"), cast(person.c.levels, Text).label("levels"))
    what = (follow.c.topic, follow.c.day, follow.c.last_day, cast(follow.c.scope, Text).label("scope"), *chosen)
    query = select(*what).distinct() if distinct else select(*what, follow.c.person, follow.c.place)
    query = query.select_from(follow.outerjoin(person, person.c.person == follow.c.person))
    for part in in_parts(sorted(topics)):
        yield from connection.execute(query.where(follow.c.topic.in_(part), *still_follows(at), *conditions)).all()


def _followed(row: Row[Any]) -> Followed:
    return row.topic, row.day, row.last_day, row.scope, row.schools, row.levels


def read_ground(connection: Connection, slugs: Iterable[str]) -> Ground:
    """The district and these topics with their parents, without what is told beside: that is no part of a meaning."""
    topics: dict[str, Topic] = {}
    wanted = set(slugs)
    while wanted:
        found = latest(connection, Kind.TOPIC, wanted)
        topics |= {
            slug: _alone(one.noun) for slug, one in found.items() if isinstance(one.noun, Topic) and not one.removed
        }
        wanted = {one.parent for one in topics.values() if one.parent} - topics.keys() - wanted
    return Ground(next(iter(current(connection, District).values())), topics)


def _alone(topic: Topic) -> Topic:
    return Topic(topic.slug, topic.titles, topic.kind, parent=topic.parent, keeps_days=topic.keeps_days)


def _read_parents(connection: Connection, fresh: Iterable[Topic]) -> Mapping[str, set[str]]:
    query = select(revision.c.slug, revision.c.body["parent"].as_string()).where(
        revision.c.kind == Kind.TOPIC, revision.c.current, ~revision.c.removed
    )
    parents: dict[str, set[str]] = defaultdict(set)
    links = [(slug, parent) for slug, parent in connection.execute(query).all()]
    for slug, parent in [*links, *((one.slug, one.parent) for one in fresh)]:
        parents[slug].update({parent} - {None})
    return dict(parents)


def _distinct(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> Iterable[Cell]:
    """JSON has no equality on every database, its text has."""
    columns = (table.c.topic, table.c.day, table.c.last_day, cast(table.c.scope, Text))
    for topic, day, last_day, scope in connection.execute(select(*columns).where(*conditions).distinct()).all():
        yield Cell.of(topic, day, last_day, scope_of(json.loads(scope)))
