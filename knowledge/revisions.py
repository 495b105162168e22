"""Reading revisions: what stands now, how it came to be, and taking all of it along.

The claims that hold at a moment are found by looking; this is for what has no moment, for editors and for files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from knowledge.claims import Claim, Condition, Event, Source
from knowledge.codec import Emergency, Kind, N, Noun, decode, decode_kind
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from knowledge.saved_questions import SavedQuestion
from knowledge.tables import claim, generation, revision, supersession
from knowledge.topics import Aside, Topic

# Well below what one statement may carry on any database.
AT_ONCE = 500

T = TypeVar("T")


@dataclass(frozen=True)
class Revision:
    """One state of a noun. Where it was taken away (*removed*), *noun* is as it last was."""

    id: int
    kind: Kind
    slug: str
    number: int
    noun: Noun
    known_from: datetime
    known_until: datetime | None
    recorded: datetime
    author: str
    by_person: bool
    removed: bool
    reason: str | None


def generation_of(connection: Connection) -> int:
    """Rises by one with every publication."""
    number: int = connection.scalars(select(generation.c.number)).one()
    return number


def is_empty(connection: Connection) -> bool:
    return connection.execute(select(revision.c.id).limit(1)).first() is None


def current(connection: Connection, noun: type[N], slugs: Iterable[str] | None = None) -> dict[str, N]:
    """What stands now, by slug, in the order it was first published; of all of a kind, or of *slugs*."""
    query = _current(Kind.of(noun))
    if slugs is None:
        return {slug: decode(noun, body) for slug, body in connection.execute(query)}
    rows = _of_slugs(connection, query, slugs)
    return {row.slug: decode(noun, row.body) for row in rows}


def latest(connection: Connection, kind: Kind, slugs: Iterable[str]) -> dict[str, Revision]:
    """The newest revision of each slug, also where it says that the noun was taken away."""
    return {row.slug: _revision(row) for row in _of_slugs(connection, _latest(kind), slugs)}


def history(connection: Connection, kind: Kind, slug: str) -> tuple[Revision, ...]:
    """Oldest first."""
    return tuple(read_revisions(connection, kind, [slug]))


def read_revisions(connection: Connection, kind: Kind, slugs: Iterable[str]) -> list[Revision]:
    """All revisions of these slugs, each slug's oldest first."""
    return [_revision(row) for row in _of_slugs(connection, _all(kind), slugs)]


def export(connection: Connection) -> CuratedSet:
    """All that stands now, as curated files would say it."""
    districts = tuple(current(connection, District).values())
    return CuratedSet(
        district=districts[0] if districts else None,
        topics=tuple(current(connection, Topic).values()),
        asides=tuple(current(connection, Aside).values()),
        emergencies={one.slug: one.phrases for one in current(connection, Emergency).values()},
        sources=tuple(current(connection, Source).values()),
        events=tuple(current(connection, Event).values()),
        conditions=tuple(current(connection, Condition).values()),
        claims=tuple(current(connection, Claim).values()),
        questions=tuple(current(connection, SavedQuestion).values()),
    )


def copy_into(source: Connection, target: Connection) -> None:
    """All knowledge with its history and generation into an empty database, to lay something over it.
    Nothing about people comes along."""
    if not is_empty(target):
        raise ValueError("knowledge is copied into an empty database only")
    for table in (revision, claim, supersession):
        rows = (dict(row) for row in source.execute(select(table)).mappings())
        for part in in_parts(rows):
            target.execute(insert(table), part)
    row = source.execute(select(generation.c.number, generation.c.changed)).mappings().one()
    target.execute(update(generation).values(dict(row)))


def in_parts(things: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    iterator = iter(things)
    while part := list(islice(iterator, size)):
        yield part


# What publishes asks these again and again, and making one takes longer than asking it.


@cache
def _current(kind: Kind) -> Select[Any]:
    firsts = select(revision.c.slug, func.min(revision.c.id).label("first")).group_by(revision.c.slug)
    first = firsts.where(revision.c.kind == kind).subquery()
    return (
        select(revision.c.slug, revision.c.body)
        .join(first, first.c.slug == revision.c.slug)
        .where(revision.c.kind == kind, revision.c.current, ~revision.c.removed)
        .order_by(first.c.first)
    )


@cache
def _latest(kind: Kind) -> Select[Any]:
    return select(revision).where(revision.c.kind == kind, revision.c.current)


@cache
def _all(kind: Kind) -> Select[Any]:
    return select(revision).where(revision.c.kind == kind).order_by(revision.c.slug, revision.c.number)


@cache
def _narrowed(query: Select[Any]) -> Select[Any]:
    return query.where(revision.c.slug.in_(bindparam("slugs", expanding=True)))


def _of_slugs(connection: Connection, query: Select[Any], slugs: Iterable[str]) -> Iterator[Row[Any]]:
    for part in in_parts(sorted(set(slugs))):
        yield from connection.execute(_narrowed(query), {"slugs": part})


def _revision(row: Row[Any]) -> Revision:
    kind = Kind(row.kind)
    return Revision(
        id=row.id,
        kind=kind,
        slug=row.slug,
        number=row.number,
        noun=decode_kind(kind, row.body),
        known_from=row.known_from,
        known_until=row.known_until,
        recorded=row.recorded,
        author=row.author,
        by_person=row.by_person,
        removed=row.removed,
        reason=row.reason,
    )
