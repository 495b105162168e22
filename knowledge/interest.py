"""Whom a finding concerns: cells (a topic, its days, a part of the district) that people were told of or follow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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
from knowledge.tables import follow, person, telling
from knowledge.topics import Topic

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


def cells_in(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> Iterable[Cell]:
    """Those that the rows of a table are about, each once: JSON has no equality on every database, its text has."""
    columns = (table.c.topic, table.c.day, table.c.last_day, cast(table.c.scope, Text))
    for topic, day, last_day, scope in connection.execute(select(*columns).where(*conditions).distinct()).all():
        yield Cell.of(topic, day, last_day, scope_of(json.loads(scope)))


def cells_known(connection: Connection, table: Table, topics: Iterable[str]) -> Iterable[Cell]:
    """Those of the topics that any row of a table is about, also rows that matter no more: found along an index, as a
    million rows may be about one."""
    for part in in_parts(sorted(topics)):
        alike = (table.c.topic, table.c.day, table.c.apart)
        firsts = select(func.min(table.c.id)).where(table.c.topic.in_(part)).group_by(*alike)
        for some in in_parts(connection.scalars(firsts).all()):
            yield from cells_in(connection, table, table.c.id.in_(some))


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


def read_followed(connection: Connection, topics: Iterable[str], *, at: datetime) -> list[Followed]:
    """What of these topics is followed at a moment, all that many follow alike once."""
    return [_followed(row) for row in _follows(connection, topics, at=at, distinct=True)]


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
            slug: alone(one.noun) for slug, one in found.items() if isinstance(one.noun, Topic) and not one.removed
        }
        wanted = {one.parent for one in topics.values() if one.parent} - topics.keys() - wanted
    return Ground(next(iter(current(connection, District).values())), topics)


def alone(topic: Topic) -> Topic:
    """Without what is told beside, which is no part of a meaning, nor what it is found by."""
    return Topic(topic.slug, topic.titles, topic.kind, parent=topic.parent, keeps_days=topic.keeps_days)
