"""Claims that go together: those that rest on a source, belong to an event or hang on a condition, as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from knowledge.claims import Claim
from knowledge.codec import Kind, Noun, decode
from knowledge.standing import read_standing
from knowledge.tables import claim, revision


@dataclass(frozen=True)
class Resting:
    """A claim with its revision number. *told*: whether families can still be told it, now or once its time begins."""

    claim: Claim
    number: int
    told: bool


def resting_on(connection: Connection, source: str, *, at: datetime) -> tuple[Resting, ...]:
    """All of a source's claims that are not withdrawn."""
    return _resting(connection, claim.c.source == source, told=_still_told(connection, at))


def of_event(connection: Connection, event: str, *, at: datetime) -> tuple[Resting, ...]:
    """All of an event's claims that are not withdrawn."""
    return _resting(connection, claim.c.event == event, told=_told(at))


def touched_by(connection: Connection, nouns: Iterable[Noun], *, at: datetime) -> tuple[Resting, ...]:
    """The claims whose answers depend on these events, conditions and sources."""
    slugs: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for noun in nouns:
        slugs[Kind.of(noun)].append(noun.slug)
    columns = {Kind.SOURCE: claim.c.source, Kind.EVENT: claim.c.event, Kind.CONDITION: claim.c.condition}
    named = [column.in_(slugs[kind]) for kind, column in columns.items() if slugs[kind]]
    return _resting(connection, or_(*named), told=_told(at)) if named else ()


def told_of_sources(connection: Connection, slugs: Collection[str], *, at: datetime) -> dict[str, int]:
    """How many claims that can still be told rest on each source."""
    return _counted(connection, claim.c.source, slugs, told=_still_told(connection, at))


def told_of_events(connection: Connection, slugs: Collection[str], *, at: datetime) -> dict[str, int]:
    """How many claims that can still be told belong to each event, were it not ended."""
    return _counted(connection, claim.c.event, slugs, told=_told(at))


def _resting(connection: Connection, named: ColumnElement[bool], *, told: ColumnElement[bool]) -> tuple[Resting, ...]:
    query = (
        select(revision.c.number, revision.c.body, told.label("told"))
        .join(claim, claim.c.revision_id == revision.c.id)
        .where(revision.c.current, ~revision.c.removed, claim.c.withdrawn.is_(None), named)
        .order_by(claim.c.slug)
    )
    return tuple(Resting(decode(Claim, row.body), row.number, bool(row.told)) for row in connection.execute(query))


def _counted(
    connection: Connection, column: Any, slugs: Collection[str], *, told: ColumnElement[bool]
) -> dict[str, int]:
    query = (
        select(column.label("slug"), func.count().label("told"))
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(revision.c.current, ~revision.c.removed, claim.c.withdrawn.is_(None), told, column.in_(slugs))
        .group_by(column)
    )
    return {row.slug: row.told for row in connection.execute(query)}


def _told(at: datetime) -> ColumnElement[bool]:
    in_time = claim.c.serve_until > at
    return in_time & or_(claim.c.ended.is_(None), claim.c.ended > at)


def _still_told(connection: Connection, at: datetime) -> ColumnElement[bool]:
    """Also not over with their event, nor failed with their condition."""
    standing = read_standing(connection, at)
    over = [one.slug for one in standing.over]
    closing = [one.closing for one in standing.over if one.closing]
    event_on = or_(claim.c.event.is_(None), claim.c.event.not_in(over), claim.c.source.in_(closing))
    holds = or_(claim.c.condition.is_(None), claim.c.condition.not_in(standing.failed))
    return _told(at) & event_on & holds
