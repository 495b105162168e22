"""The claims that a query finds, with everything a reply must name of them; and what is in force, for editors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select

from knowledge.claims import Claim, Source
from knowledge.codec import Noun
from knowledge.findings import Held
from knowledge.ground import Ground
from knowledge.kept_nouns import KeptNouns
from knowledge.standing import Standing, holding, in_time, live, read_standing
from knowledge.tables import claim


def standing_claims(
    connection: Connection, topics: Collection[str], *, at: datetime, ground: Ground
) -> tuple[Held, ...]:
    """Every claim of these topics that is in force at the moment, whatever its day; in the order of publishing."""
    standing = read_standing(connection, at)
    return read_held(connection, live(), ground, standing, topics=[*topics])


def ending_claims(connection: Connection, *, at: datetime, by: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force and will not be told any more after *by*, the first to end first."""
    standing = read_standing(connection, at)
    query = holding().where(in_time(), claim.c.serve_until <= by)
    return read_held(connection, query.order_by(claim.c.serve_until, claim.c.slug), ground, standing)


def aged_claims(connection: Connection, *, at: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force though it was said, or last verified, longer ago than its topic keeps."""
    standing = read_standing(connection, at)
    shortest = min((one.keeps for one in ground.topics.values()), default=timedelta(0))
    query = holding().where(in_time(), claim.c.as_of <= at - shortest)
    found = read_held(connection, query.order_by(claim.c.as_of, claim.c.slug), ground, standing)
    return tuple(held for held in found if _aged(held, ground, at))


def _aged(held: Held, ground: Ground, at: datetime) -> bool:
    topic = ground.topics.get(held.claim.topic)
    return topic is not None and max(held.as_of, held.claim.verified or held.as_of) + topic.keeps <= at


def answered_topics(connection: Connection, *, at: datetime) -> frozenset[str]:
    """The topics of which something is in force at the moment, whatever its day."""
    standing = read_standing(connection, at)
    live = holding().where(in_time()).with_only_columns(claim.c.topic).distinct()
    return frozenset(connection.scalars(live, standing.values))


def read_held(
    connection: Connection,
    query: Select[Any],
    ground: Ground,
    standing: Standing,
    *,
    kept: KeptNouns | None = None,
    **values: object,
) -> tuple[Held, ...]:
    """*values*: what the query names besides what stands. KeyError for a claim without its source."""
    rows = connection.execute(query, {**standing.values, **values}).all()
    sources = {row.source_id for row in rows if row.source_id is not None}
    nouns = (kept or KeptNouns()).of(connection, {row.revision_id for row in rows} | sources)
    return tuple(
        Held(
            claim=(one := _claim(nouns, row.revision_id)),
            revision=row.number,
            source=_source(nouns, row.source_id),
            speakers=tuple(s for slug in one.speakers if (s := ground.district.speaker(slug))),
            conditions=standing.open_chain(one.condition),
            event=standing.events.get(one.event) if one.event else None,
            as_of=row.as_of,
            until=row.serve_until,
        )
        for row in rows
    )


def _claim(nouns: Mapping[int, Noun], number: int) -> Claim:
    noun = nouns[number]
    if not isinstance(noun, Claim):
        raise TypeError(f"revision {number} is no claim")
    return noun


def _source(nouns: Mapping[int, Noun], number: int) -> Source:
    noun = nouns[number]
    if not isinstance(noun, Source):
        raise TypeError(f"revision {number} is no source")
    return noun
