"""What an act touches: the claims it changes and those that hang on what it changes, with their topics and days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, false, or_, select, true

from knowledge.claims import Claim, Condition, Event
from knowledge.codec import Kind, Noun
from knowledge.district import District
from knowledge.planning import PlanRow, What
from knowledge.revisions import latest, read_revisions
from knowledge.tables import change_revision, claim, revision
from knowledge.topics import Topic

Days = tuple[str, date | None, date | None]
"""A topic, and the first and last day that a claim names; None and None for a claim without a day."""


@dataclass(frozen=True)
class Touched:
    """*topics*: of the claims touched, and the topics touched themselves. *kin*: topics of the same events, where days
    fall into an event by all that is said of it. *starts*: instants at which what is said begins or ends. *fresh*: what
    becomes of topics; *ground*: whether topics or the district themselves are touched."""

    topics: frozenset[str]
    kin: frozenset[str]
    days: frozenset[Days]
    starts: tuple[datetime, ...] = ()
    fresh: tuple[Topic, ...] = ()
    ground: bool = False


def touched_by_rows(connection: Connection, rows: Sequence[PlanRow]) -> Touched:
    """To be asked before the rows are published: what they change counts as it stood and as it will stand."""
    stood = [
        one.noun
        for kind in Kind
        for one in latest(connection, kind, [row.slug for row in rows if row.kind is kind]).values()
    ]
    said = [row.noun for row in rows if row.what is not What.REMOVED]
    ground = any(row.kind in (Kind.TOPIC, Kind.DISTRICT) for row in rows)
    fresh = tuple(one for one in said if isinstance(one, Topic))
    return replace(_touched(connection, [*stood, *said]), starts=_instants(said), fresh=fresh, ground=ground)


def touched_by_change(connection: Connection, number: int) -> Touched:
    """What a change of the past touched, of the claims as they hang together now."""
    of_change = select(change_revision.c.revision_id).where(change_revision.c.change_id == number)
    query = select(revision.c.kind, revision.c.slug, revision.c.number).where(revision.c.id.in_(of_change))
    nouns: list[Noun] = []
    for kind, slug, count in connection.execute(query).all():
        known = read_revisions(connection, Kind(kind), [slug])
        nouns += [one.noun for one in known if one.number in (count - 1, count)]
    return _touched(connection, nouns)


def _touched(connection: Connection, nouns: Sequence[Noun]) -> Touched:
    claims = [one for one in nouns if isinstance(one, Claim)]
    hanging = _hanging(connection, nouns)
    events = {one.event for one in claims if one.event} | {one.slug for one in nouns if isinstance(one, Event)}
    days = {(one.topic, one.first_day, one.last_day or one.first_day) for one in claims} | hanging
    topics = {topic for topic, _, _ in days} | {one.slug for one in nouns if isinstance(one, Topic)}
    if any(isinstance(one, District) for one in nouns):
        topics |= set(connection.scalars(select(revision.c.slug).where(revision.c.kind == Kind.TOPIC)))
    kin = select(claim.c.topic).where(claim.c.event.in_(sorted(events))).distinct()
    return Touched(frozenset(topics), frozenset(connection.scalars(kin)), frozenset(days))


def _instants(nouns: Iterable[Noun]) -> tuple[datetime, ...]:
    """Not the end that a claim has from the first: that time runs on owes nothing."""
    found: set[datetime | None] = set()
    for one in nouns:
        if isinstance(one, Claim):
            found |= {one.serve_from, one.ended, one.withdrawn}
        elif isinstance(one, Condition):
            found.add(one.settled)
        elif isinstance(one, Event):
            found.add(one.ended)
    return tuple(sorted(one for one in found if one is not None))


def _hanging(connection: Connection, nouns: Sequence[Noun]) -> set[Days]:
    named = _naming(connection, nouns)
    query = (
        select(claim.c.topic, claim.c.first_day, claim.c.last_day)
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(revision.c.current, ~revision.c.removed, named)
        .distinct()
    )
    return {(topic, first, last) for topic, first, last in connection.execute(query).all()}


def _naming(connection: Connection, nouns: Sequence[Noun]) -> ColumnElement[bool]:
    if any(isinstance(one, District) for one in nouns):
        return true()
    slugs: Mapping[Kind, set[str]] = {kind: {one.slug for one in nouns if Kind.of(one) is kind} for kind in Kind}
    superseded = {slug for one in nouns if isinstance(one, Claim) for slug in one.supersedes}
    named = {
        claim.c.condition: _chained(connection, slugs[Kind.CONDITION]),
        claim.c.event: slugs[Kind.EVENT],
        claim.c.source: slugs[Kind.SOURCE],
        claim.c.topic: slugs[Kind.TOPIC],
        claim.c.slug: superseded,
    }
    return or_(false(), *(column.in_(sorted(values)) for column, values in named.items() if values))


def _chained(connection: Connection, conditions: set[str]) -> set[str]:
    """These conditions and all that hang on them, however far."""
    if not conditions:
        return conditions
    query = select(revision.c.slug, revision.c.body["hangs_on"].as_string()).where(
        revision.c.kind == Kind.CONDITION, revision.c.current, ~revision.c.removed
    )
    links = [(slug, on) for slug, on in connection.execute(query).all() if on]
    found, more = set(conditions), set(conditions)
    while more:
        more = {slug for slug, on in links if on in more} - found
        found |= more
    return found
