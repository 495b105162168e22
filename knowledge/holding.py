"""The claims that a query finds, with everything a reply must name of them; and what is in force, for editors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from knowledge import codec
from knowledge.claims import Claim, Source
from knowledge.findings import Held
from knowledge.ground import Ground
from knowledge.standing import Standing, holding, in_time, live, read_standing
from knowledge.tables import claim, revision


def standing_claims(
    connection: Connection, topics: Collection[str], *, at: datetime, ground: Ground
) -> tuple[Held, ...]:
    """Every claim of these topics that is in force at the moment, whatever its day; in the order of publishing."""
    standing = read_standing(connection, at)
    return read_held(connection, live(standing).where(claim.c.topic.in_(topics)), ground, standing)


def ending_claims(connection: Connection, *, at: datetime, by: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force and will not be told any more after *by*, the first to end first."""
    standing = read_standing(connection, at)
    query = holding(standing).where(in_time(standing), claim.c.serve_until <= by)
    return read_held(connection, query.order_by(claim.c.serve_until, claim.c.slug), ground, standing)


def aged_claims(connection: Connection, *, at: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force though it was said, or last verified, longer ago than its topic keeps."""
    standing = read_standing(connection, at)
    shortest = min((one.keeps for one in ground.topics.values()), default=timedelta(0))
    query = holding(standing).where(in_time(standing), claim.c.as_of <= at - shortest)
    found = read_held(connection, query.order_by(claim.c.as_of, claim.c.slug), ground, standing)
    return tuple(held for held in found if _aged(held, ground, at))


def _aged(held: Held, ground: Ground, at: datetime) -> bool:
    topic = ground.topics.get(held.claim.topic)
    return topic is not None and max(held.as_of, held.claim.verified or held.as_of) + topic.keeps <= at


def answered_topics(connection: Connection, *, at: datetime) -> frozenset[str]:
    """The topics of which something is in force at the moment, whatever its day."""
    standing = read_standing(connection, at)
    live = holding(standing).where(in_time(standing)).with_only_columns(claim.c.topic).distinct()
    return frozenset(connection.scalars(live))


def read_held(connection: Connection, query: Select[Any], ground: Ground, standing: Standing) -> tuple[Held, ...]:
    rows = connection.execute(query).all()
    claims = [(codec.decode(Claim, row.body), row) for row in rows]
    sources = _sources(connection, {one.source for one, _ in claims})
    return tuple(
        Held(
            claim=one,
            revision=row.number,
            source=sources[one.source],
            speakers=tuple(s for slug in one.speakers if (s := ground.district.speaker(slug))),
            conditions=standing.open_chain(one.condition),
            event=standing.events.get(one.event) if one.event else None,
            as_of=row.as_of,
            until=row.serve_until,
        )
        for one, row in claims
    )


def _sources(connection: Connection, slugs: Collection[str]) -> Mapping[str, Source]:
    if not slugs:
        return {}
    query = select(revision.c.body).where(revision.c.kind == "source", revision.c.current, revision.c.slug.in_(slugs))
    sources = [codec.decode(Source, row.body) for row in connection.execute(query)]
    return {one.slug: one for one in sources}
