"""Where a claim is in its life at a moment: scheduled, live, superseded, withdrawn or past; a draft is no claim yet.

The newest revision of each counts, by the same rules as look-ups: what is not live here is found by no family.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, select

from knowledge.claims import Claim
from knowledge.codec import decode
from knowledge.standing import Standing, read_standing
from knowledge.tables import claim, revision, supersession


class Life(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    PAST = "past"


@dataclass(frozen=True)
class Lived:
    """A claim with its newest revision's number. *since*, *until*: when it is served; *by*: the claims that took its
    place."""

    claim: Claim
    number: int
    life: Life
    as_of: datetime
    since: datetime
    until: datetime
    by: tuple[str, ...] = ()


def read_lives(
    connection: Connection,
    *,
    at: datetime,
    topics: Collection[str] | None = None,
    slugs: Collection[str] | None = None,
    conditions: Collection[str] | None = None,
    running: bool = False,
) -> tuple[Lived, ...]:
    """Claims of these topics, of these slugs or hanging on these conditions, else of all; the newest said first.
    *running*: without those whose time is over."""
    standing = read_standing(connection, at)
    query = (
        select(claim, revision.c.body, revision.c.number.label("revision"))
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(revision.c.current, ~revision.c.removed)
        .order_by(claim.c.as_of.desc(), claim.c.slug)
    )
    for column, wanted in ((claim.c.topic, topics), (claim.c.slug, slugs), (claim.c.condition, conditions)):
        if wanted is not None:
            query = query.where(column.in_(wanted))
    if running:
        query = query.where(claim.c.serve_until > at)
    rows = connection.execute(query).all()
    newer = _superseders(connection, at)
    return tuple(_lived(row, newer.get(row.slug, ()), standing) for row in rows)


def read_life(connection: Connection, slug: str, *, at: datetime) -> Lived | None:
    return next(iter(read_lives(connection, at=at, slugs=[slug])), None)


def claim_slugs(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(claim.c.slug).distinct()))


def slugs_beginning(connection: Connection, prefix: str) -> frozenset[str]:
    """Every slug a claim, source or condition ever had that begins so, also of what was taken away."""
    begins = func.substr(revision.c.slug, 1, len(prefix)) == prefix
    return frozenset(connection.scalars(select(revision.c.slug).where(begins).distinct()))


def _superseders(connection: Connection, at: datetime) -> Mapping[str, tuple[str, ...]]:
    """By slug what has taken its place by then."""
    query = (
        select(supersession.c.superseded, claim.c.slug)
        .join(claim, claim.c.revision_id == supersession.c.revision_id)
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(revision.c.current, ~revision.c.removed, claim.c.known_from <= at, claim.c.serve_from <= at)
        .where(claim.c.withdrawn.is_(None) | (claim.c.withdrawn > at))
    )
    found: dict[str, tuple[str, ...]] = {}
    for superseded, slug in connection.execute(query).all():
        found[superseded] = (*found.get(superseded, ()), slug)
    return found


def _lived(row: Row[Any], by: tuple[str, ...], standing: Standing) -> Lived:
    noun = decode(Claim, row.body)
    return Lived(noun, row.revision, _life(row, by, standing), row.as_of, row.serve_from, row.serve_until, by)


def _life(row: Row[Any], by: tuple[str, ...], standing: Standing) -> Life:
    at = standing.at
    if row.withdrawn is not None and row.withdrawn <= at:
        return Life.WITHDRAWN
    if by:
        return Life.SUPERSEDED
    over = {one.slug: one.closing for one in standing.over}
    event_over = row.event in over and over[row.event] != row.source
    ended = row.ended is not None and row.ended <= at
    if row.serve_until <= at or ended or event_over or row.condition in standing.failed:
        return Life.PAST
    return Life.SCHEDULED if max(row.serve_from, row.known_from) > at else Life.LIVE
