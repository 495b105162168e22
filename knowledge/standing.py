"""What stood at a moment: events, conditions, and the claims that a query finds to have been said and not taken back.

Validity is part of the query: what had not been said, was withdrawn, superseded, ended or out of its time at the
moment asked about is not found by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, or_, select, true

from knowledge import codec
from knowledge.claims import Condition, ConditionState, Event
from knowledge.tables import claim, revision, supersession

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

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(slug for slug in self.conditions if self.state(slug) is ConditionState.FAILED)

    @property
    def over(self) -> tuple[Event, ...]:
        return tuple(one for one in self.events.values() if one.ended is not None and one.ended <= self.at)


def read_standing(connection: Connection, at: datetime) -> Standing:
    held = select(revision.c.kind, revision.c.body).where(
        revision.c.kind.in_(("event", "condition")), ~revision.c.removed, _known(revision, at)
    )
    rows = connection.execute(held).all()
    events = [codec.decode(Event, row.body) for row in rows if row.kind == "event"]
    conditions = [codec.decode(Condition, row.body) for row in rows if row.kind == "condition"]
    return Standing(events={e.slug: e for e in events}, conditions={c.slug: c for c in conditions}, at=at)


def _known(table: FromClause, at: datetime) -> ColumnElement[bool]:
    return and_(table.c.known_from <= at, or_(table.c.known_until.is_(None), table.c.known_until > at))


def said_by(table: FromClause, at: datetime) -> ColumnElement[bool]:
    """Said by then, not withdrawn by then, and its time begun."""
    not_withdrawn = or_(table.c.withdrawn.is_(None), table.c.withdrawn > at)
    return and_(_known(table, at), not_withdrawn, table.c.serve_from <= at)


def _superseded(at: datetime) -> ColumnElement[bool]:
    newer = claim.alias("newer")
    return exists(
        select(supersession.c.superseded)
        .join(newer, newer.c.revision_id == supersession.c.revision_id)
        .where(supersession.c.superseded == claim.c.slug, said_by(newer, at))
    )


def in_time(standing: Standing) -> ColumnElement[bool]:
    """Before its end, and its event not over; the claims of a closing notice outlive their event."""
    over = [one.slug for one in standing.over]
    closing = [one.closing for one in standing.over if one.closing]
    event_on = or_(claim.c.event.is_(None), claim.c.event.not_in(over), claim.c.source.in_(closing))
    return and_(
        claim.c.serve_until > standing.at,
        or_(claim.c.ended.is_(None), claim.c.ended > standing.at),
        event_on if over else true(),
    )


def _not_failed(standing: Standing) -> ColumnElement[bool]:
    return or_(claim.c.condition.is_(None), claim.c.condition.not_in(standing.failed)) if standing.failed else true()


def holding(standing: Standing) -> Select[Any]:
    """What had been said by then and nothing took the place of, whether or not its time is over."""
    joined = claim.join(revision, revision.c.id == claim.c.revision_id)
    columns = select(claim.c.number, claim.c.as_of, claim.c.serve_until, revision.c.body).select_from(joined)
    return columns.where(said_by(claim, standing.at), ~_superseded(standing.at), _not_failed(standing))


def live(standing: Standing) -> Select[Any]:
    return holding(standing).where(in_time(standing)).order_by(claim.c.revision_id)


def past(standing: Standing, topic: str) -> Select[Any]:
    past = holding(standing).where(claim.c.topic == topic, ~in_time(standing))
    return past.order_by(claim.c.as_of.desc(), claim.c.revision_id).limit(PAST_LIMIT)
