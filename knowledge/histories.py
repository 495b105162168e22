"""The history as people made it: changes newest first, who took what back, and what taking one back would do.

A change is undone as a whole, and only while nothing it touched was touched again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from knowledge.claims import Claim
from knowledge.codec import Kind, Noun, decode
from knowledge.days_off import district_carried_over
from knowledge.revisions import Revision, latest, read_revisions
from knowledge.tables import change, change_revision, claim, revision

MOST_NAMED = 5  # entries offered in place of one that is not there


class NoSuchChange(LookupError):
    """There is no change of that number."""


@dataclass(frozen=True)
class Changed:
    """One act as the history tells it. *undone_by*: the change that took it back and was not taken back itself."""

    number: int
    made: datetime
    identity: str
    action: str
    reason: str | None
    meaning: bool
    undoes: int | None
    undone_by: int | None
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Undoing:
    """What taking a change back comes to. *later*: the changes that touched the same since, None for curated files;
    while there is one, the change cannot be undone."""

    nouns: tuple[Noun, ...]
    removed: tuple[tuple[Kind, str], ...]
    based_on: Mapping[tuple[Kind, str], int]
    later: tuple[int | None, ...]


def read_changes(
    connection: Connection,
    *,
    kind: Kind | None = None,
    slug: str | None = None,
    number: int | None = None,
    most: int = 20,
) -> tuple[Changed, ...]:
    """Newest first; all, those that touched one noun, or one of them."""
    query = select(change).order_by(change.c.id.desc()).limit(most)
    if number is not None:
        query = query.where(change.c.id == number)
    if kind is not None or slug is not None:
        touched = select(change_revision.c.change_id).join(revision, revision.c.id == change_revision.c.revision_id)
        of_noun = [revision.c.kind == kind] if kind else []
        of_noun += [revision.c.slug == slug] if slug else []
        query = query.where(change.c.id.in_(touched.where(*of_noun)))
    undone = taken_back(connection)
    return tuple(_changed(connection, row, undone) for row in connection.execute(query).all())


def claims_that_name(connection: Connection, numbers: Collection[int]) -> Mapping[int, Claim]:
    """By change, the last of its claims, as the change left it; a change of something else has none."""
    of_change, claims = change_revision.c.change_id, revision.c.kind == Kind.CLAIM
    last = (
        select(of_change, func.max(revision.c.id).label("id"))
        .join(revision, revision.c.id == change_revision.c.revision_id)
        .where(of_change.in_(numbers), claims)
        .group_by(of_change)
        .subquery()
    )
    rows = connection.execute(select(last.c.change_id, revision.c.body).join(last, last.c.id == revision.c.id))
    return {row.change_id: decode(Claim, row.body) for row in rows}


def taken_back(connection: Connection) -> Mapping[int, int]:
    """Each change that does not stand, with the one that took it back; an undo that was undone takes nothing back."""
    query = select(change.c.id, change.c.undoes).where(change.c.undoes.is_not(None)).order_by(change.c.id.desc())
    undone: dict[int, int] = {}
    for number, undoes in connection.execute(query).all():
        if number not in undone:
            undone.setdefault(undoes, number)
    return undone


def newest_own(connection: Connection, identity: str) -> int | None:
    """The newest change of somebody's own that stands; one that only took another back is not meant."""
    query = select(change.c.id).where(change.c.identity == identity, change.c.undoes.is_(None))
    undone = taken_back(connection)
    own = connection.scalars(query.order_by(change.c.id.desc()))
    return next((number for number in own if number not in undone), None)


def undoing_of(connection: Connection, number: int) -> Undoing:
    """Raises `NoSuchChange`."""
    made = _of_change(connection, number)
    if not made:
        raise NoSuchChange(f"there is no change {number}")
    nouns, removed, based_on, still = [], [], {}, []
    shared = _resting_elsewhere(connection, made)
    for one in made:
        if one.kind is Kind.SOURCE and one.slug in shared and one.number == 1:
            continue  # others have come to rest on what it made
        revisions = read_revisions(connection, one.kind, [one.slug])
        earlier, newest = [other for other in revisions if other.number < one.number], revisions[-1]
        before = None if not earlier or earlier[-1].removed else earlier[-1].noun
        based_on[(one.kind, one.slug)] = one.number
        apart = _apart_from_later(before, one, newest)
        if apart is not None:
            nouns.append(apart)
            based_on[(one.kind, one.slug)] = newest.number
            continue
        still.append(one)
        if before is not None:
            nouns.append(before)
        else:
            removed.append((one.kind, one.slug))
    return Undoing(tuple(nouns), tuple(removed), based_on, _later(connection, still))


def _resting_elsewhere(connection: Connection, made: Iterable[Revision]) -> frozenset[str]:
    """Those of its sources on which claims rest that it did not touch."""
    sources = [one.slug for one in made if one.kind is Kind.SOURCE]
    own = [one.slug for one in made if one.kind is Kind.CLAIM]
    query = (
        select(claim.c.source)
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(revision.c.current, ~revision.c.removed, claim.c.source.in_(sources), claim.c.slug.not_in(own))
    )
    return frozenset(connection.scalars(query.distinct())) if sources else frozenset()


def _apart_from_later(before: Noun | None, made: Revision, newest: Revision) -> Noun | None:
    """Days of a school calendar can be taken back while others were changed since."""
    if before is None or made.removed or newest.removed or newest.number == made.number:
        return None
    return district_carried_over(made.noun, before, newest.noun)


def kinds_named(connection: Connection, slug: str) -> tuple[Kind, ...]:
    """Of which kinds there is, or was, an entry of this name."""
    found = set(connection.scalars(select(revision.c.kind).where(revision.c.slug == slug).distinct()))
    return tuple(kind for kind in Kind if kind.value in found)


def names_like(connection: Connection, text: str) -> tuple[str, ...]:
    """Entries whose name holds these letters, the newest first."""
    query = select(revision.c.slug).where(revision.c.current, revision.c.slug.contains(text, autoescape=True))
    return tuple(connection.scalars(query.order_by(revision.c.id.desc()).limit(MOST_NAMED)))


def _changed(connection: Connection, row: Row[Any], undone: Mapping[int, int]) -> Changed:
    return Changed(
        number=row.id,
        made=row.made,
        identity=row.identity,
        action=row.action,
        reason=row.reason,
        meaning=row.meaning,
        undoes=row.undoes,
        undone_by=undone.get(row.id),
        revisions=_of_change(connection, row.id),
    )


def _of_change(connection: Connection, number: int) -> tuple[Revision, ...]:
    query = (
        select(revision.c.kind, revision.c.slug, revision.c.number)
        .join(change_revision, change_revision.c.revision_id == revision.c.id)
        .where(change_revision.c.change_id == number)
        .order_by(revision.c.id)
    )
    rows = connection.execute(query).all()
    wanted = {(Kind(row.kind), row.slug, row.number) for row in rows}
    found = {
        (one.kind, one.slug): one
        for kind in dict.fromkeys(kind for kind, _, _ in wanted)
        for one in read_revisions(connection, kind, [slug for of_kind, slug, _ in wanted if of_kind is kind])
        if (one.kind, one.slug, one.number) in wanted
    }
    return tuple(found[Kind(row.kind), row.slug] for row in rows)


def _later(connection: Connection, made: Iterable[Revision]) -> tuple[int | None, ...]:
    later: set[int | None] = set()
    for one in made:
        newest = latest(connection, one.kind, [one.slug])[one.slug]
        if newest.number > one.number:
            of_newest = change_revision.c.revision_id == newest.id
            query = select(change.c.id).where(and_(of_newest, change_revision.c.change_id == change.c.id))
            later.add(connection.scalars(query).first())
    return tuple(sorted(later, key=lambda number: number or 0))
