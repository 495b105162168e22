"""What stood at a moment: events, conditions, and the claims that a query finds to have been said and not taken back.

Validity is part of the query: what had not been said, was withdrawn, superseded, ended or out of its time at the
moment asked about is not found by it. A query is made without values, so once and for good, as making one takes longer
than asking it; it is executed with what stands (`Standing.values`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
)

from knowledge.claims import Condition, ConditionState, Event
from knowledge.kept_nouns import KeptNouns
from knowledge.tables import Instant, claim, generation, revision, supersession

PAST_LIMIT = 40  # newest claims of a topic that are read for its last word


@dataclass(frozen=True)
class Standing:
    """Events and conditions as they stood at the moment of looking."""

    events: Mapping[str, Event]
    conditions: Mapping[str, Condition]
    at: datetime

    def state(self, slug: str | None) -> ConditionState:
        """A condition's own state once settled, else that of the one it hangs on."""
        seen: set[str] = set()
        while slug is not None and slug in self.conditions and slug not in seen:
            seen.add(slug)
            state = self.conditions[slug].state_at(self.at)
            if state is not ConditionState.OPEN:
                return state
            slug = self.conditions[slug].hangs_on
        return ConditionState.OPEN

    def open_chain(self, slug: str | None) -> tuple[Condition, ...]:
        """The open condition *slug* and the open ones it hangs on, nearest first."""
        chain: list[Condition] = []
        while slug is not None and slug in self.conditions and self.conditions[slug] not in chain:
            if self.state(slug) is ConditionState.OPEN:
                chain.append(self.conditions[slug])
            slug = self.conditions[slug].hangs_on
        return tuple(chain)

    @cached_property
    def failed(self) -> tuple[str, ...]:
        return tuple(slug for slug in self.conditions if self.state(slug) is ConditionState.FAILED)

    @cached_property
    def over(self) -> tuple[Event, ...]:
        return tuple(one for one in self.events.values() if one.ended is not None and one.ended <= self.at)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What the queries of this module are executed with."""
        return {
            "at": self.at,
            "failed": self.failed,
            "over": [one.slug for one in self.over],
            "closing": [one.closing for one in self.over if one.closing],
        }


@cache
def standing_then() -> Select[Any]:
    """The generation, beside each of the revisions of the events and conditions that stood, or beside none."""
    stood = and_(revision.c.kind.in_(("event", "condition")), ~revision.c.removed, _known(revision))
    return select(generation.c.number, revision.c.id).select_from(generation.outerjoin(revision, stood))


def read_standing(connection: Connection, at: datetime) -> Standing:
    return read_generation(connection, at, query=standing_then(), kept=KeptNouns())[1]


def read_generation(
    connection: Connection, at: datetime, *, query: Select[Any], kept: KeptNouns
) -> tuple[int, Standing]:
    """*query*: `standing_then`."""
    rows = connection.execute(query, {"at": at}).all()
    return rows[0].number, _standing(connection, [row.id for row in rows if row.id is not None], at, kept)


def _standing(connection: Connection, numbers: Sequence[int], at: datetime, kept: KeptNouns) -> Standing:
    found = kept.of(connection, numbers)
    nouns = [found[number] for number in numbers]
    events = {one.slug: one for one in nouns if isinstance(one, Event)}
    return Standing(events, {one.slug: one for one in nouns if isinstance(one, Condition)}, at)


def _at() -> BindParameter[datetime]:
    return bindparam("at", type_=Instant())


def _known(table: FromClause) -> ColumnElement[bool]:
    return and_(table.c.known_from <= _at(), or_(table.c.known_until.is_(None), table.c.known_until > _at()))


def said_by(table: FromClause) -> ColumnElement[bool]:
    """Said by then, not withdrawn by then, and its time begun."""
    not_withdrawn = or_(table.c.withdrawn.is_(None), table.c.withdrawn > _at())
    return and_(_known(table), not_withdrawn, table.c.serve_from <= _at())


def _superseded() -> ColumnElement[bool]:
    newer = claim.alias("newer")
    return exists(
        select(supersession.c.superseded)
        .join(newer, newer.c.revision_id == supersession.c.revision_id)
        .where(supersession.c.superseded == claim.c.slug, said_by(newer))
    )


def in_time() -> ColumnElement[bool]:
    """Before its end, and its event not over; the claims of a closing notice outlive their event."""
    over: BindParameter[str] = bindparam("over", expanding=True)
    closing: BindParameter[str] = bindparam("closing", expanding=True)
    event_on = or_(claim.c.event.is_(None), claim.c.event.not_in(over), claim.c.source.in_(closing))
    return and_(claim.c.serve_until > _at(), or_(claim.c.ended.is_(None), claim.c.ended > _at()), event_on)


def _not_failed() -> ColumnElement[bool]:
    return or_(claim.c.condition.is_(None), claim.c.condition.not_in(bindparam("failed", expanding=True)))


def holding() -> Select[Any]:
    """What had been said by then and nothing took the place of, whether or not its time is over; of each its
    revision and that of its source."""
    source = revision.alias("said_in")
    # Not simply "current": SQLite would look through all current sources for each claim rather than find it by name.
    of_source = and_(source.c.kind == "source", source.c.slug == claim.c.source, source.c.current != false())
    columns = select(
        claim.c.revision_id, claim.c.number, claim.c.as_of, claim.c.serve_until, source.c.id.label("source_id")
    )
    query = columns.select_from(claim.join(source, of_source, isouter=True))
    return query.where(said_by(claim), ~_superseded(), _not_failed())


@cache
def live() -> Select[Any]:
    """Of the *topics*."""
    of_topics = claim.c.topic.in_(bindparam("topics", expanding=True))
    return holding().where(in_time(), of_topics).order_by(claim.c.revision_id)


@cache
def past() -> Select[Any]:
    """Of the *topic*, the newest first."""
    past = holding().where(claim.c.topic == bindparam("topic"), ~in_time())
    return past.order_by(claim.c.as_of.desc(), claim.c.revision_id).limit(PAST_LIMIT)
