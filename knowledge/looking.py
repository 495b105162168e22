"""Looking up what holds at a moment for one topic, day and part of the district.

Validity is part of the query: what had not been said, was withdrawn, superseded, ended or out of its time at the
moment asked about is not found by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, exists, func, or_, select, true

from knowledge import codec
from knowledge.claims import Claim, Condition, ConditionState, Event, Source
from knowledge.district import District
from knowledge.findings import Asked, Finding, FindingKind, Held
from knowledge.revisions import generation_of
from knowledge.tables import claim, revision, supersession
from knowledge.topics import Topic
from knowledge.weighing import Shelf, Window, find

PAST_LIMIT = 40  # newest claims of a topic that are read for its last word

ClaimRow = Row[Any]


@dataclass(frozen=True)
class Ground:
    """What a look-up stands on besides claims: the district and its topics, as of the current generation."""

    district: District
    topics: Mapping[str, Topic]

    def beside(self, topic: Topic) -> tuple[str, ...]:
        """What is told along with a hole: the topic's own list, else its parent's."""
        if topic.beside or topic.parent is None or topic.parent not in self.topics:
            return topic.beside
        return self.topics[topic.parent].beside

    def related(self, topic: Topic) -> tuple[str, ...]:
        parent = (topic.parent,) if topic.parent else ()
        return (topic.slug, *parent, *self.beside(topic))


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


def look_up(connection: Connection, asked: Asked, *, at: datetime, ground: Ground) -> Finding:
    """The finding for one part of a question at the moment *at*. KeyError for a topic that is not there."""
    return LookingUp(connection, at=at, ground=ground).find(asked)


class LookingUp:
    """Many look-ups at one moment and in one transaction: what one has read the others need not read again."""

    def __init__(self, connection: Connection, *, at: datetime, ground: Ground) -> None:
        self._connection = connection
        self._at = at
        self._ground = ground
        self._live: dict[tuple[str, ...], tuple[Held, ...]] = {}
        self._past: dict[str, tuple[Held, ...]] = {}

    def find(self, asked: Asked) -> Finding:
        """KeyError for a topic that is not there."""
        return replace(self._find(asked), generation=self._generation)

    def _find(self, asked: Asked) -> Finding:
        topic = self._ground.topics[asked.topic]
        of_an_event = asked.day is not None and not topic.kind.by_day
        shelf = Shelf(
            live=self._read_live(self._ground.related(topic)),
            past=(),
            windows=self._windows if of_an_event else {},
            district=self._ground.district,
            topics=self._ground.topics,
            at=self._at,
        )
        found = find(asked, topic, shelf=shelf, beside=self._ground.beside(topic))
        if found.claims and found.kind is not FindingKind.PAST:
            return found
        # Only a hole and what is over need the past.
        shelf = replace(shelf, past=self._read_past(topic.slug), windows=self._windows)
        return find(asked, topic, shelf=shelf, beside=self._ground.beside(topic))

    @cached_property
    def _generation(self) -> int:
        return generation_of(self._connection)

    @cached_property
    def _standing(self) -> Standing:
        return read_standing(self._connection, self._at)

    @cached_property
    def _windows(self) -> Mapping[str, Window]:
        return _event_windows(self._connection, self._standing, self._ground.district)

    def _read_live(self, topics: tuple[str, ...]) -> tuple[Held, ...]:
        if topics not in self._live:
            query = _live(self._standing).where(claim.c.topic.in_(topics))
            self._live[topics] = _read(self._connection, query, self._ground, self._standing)
        return self._live[topics]

    def _read_past(self, topic: str) -> tuple[Held, ...]:
        if topic not in self._past:
            query = _past(self._standing, topic)
            self._past[topic] = _read(self._connection, query, self._ground, self._standing)
        return self._past[topic]


def standing_claims(
    connection: Connection, topics: Collection[str], *, at: datetime, ground: Ground
) -> tuple[Held, ...]:
    """Every claim of these topics that is in force at the moment, whatever its day; in the order of publishing."""
    standing = read_standing(connection, at)
    return _read(connection, _live(standing).where(claim.c.topic.in_(topics)), ground, standing)


def ending_claims(connection: Connection, *, at: datetime, by: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force and will not be told any more after *by*, the first to end first."""
    standing = read_standing(connection, at)
    query = _holding(standing).where(_in_time(standing), claim.c.serve_until <= by)
    return _read(connection, query.order_by(claim.c.serve_until, claim.c.slug), ground, standing)


def aged_claims(connection: Connection, *, at: datetime, ground: Ground) -> tuple[Held, ...]:
    """What is in force though it was said, or last verified, longer ago than its topic keeps."""
    standing = read_standing(connection, at)
    shortest = min((one.keeps for one in ground.topics.values()), default=timedelta(0))
    query = _holding(standing).where(_in_time(standing), claim.c.as_of <= at - shortest)
    found = _read(connection, query.order_by(claim.c.as_of, claim.c.slug), ground, standing)
    return tuple(held for held in found if _aged(held, ground, at))


def _aged(held: Held, ground: Ground, at: datetime) -> bool:
    topic = ground.topics.get(held.claim.topic)
    return topic is not None and max(held.as_of, held.claim.verified or held.as_of) + topic.keeps <= at


def answered_topics(connection: Connection, *, at: datetime) -> frozenset[str]:
    """The topics of which something is in force at the moment, whatever its day."""
    standing = read_standing(connection, at)
    live = _holding(standing).where(_in_time(standing)).with_only_columns(claim.c.topic).distinct()
    return frozenset(connection.scalars(live))


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


def _said(table: FromClause, at: datetime) -> ColumnElement[bool]:
    """Said by then, not withdrawn by then, and its time begun."""
    not_withdrawn = or_(table.c.withdrawn.is_(None), table.c.withdrawn > at)
    return and_(_known(table, at), not_withdrawn, table.c.serve_from <= at)


def _superseded(at: datetime) -> ColumnElement[bool]:
    newer = claim.alias("newer")
    return exists(
        select(supersession.c.superseded)
        .join(newer, newer.c.revision_id == supersession.c.revision_id)
        .where(supersession.c.superseded == claim.c.slug, _said(newer, at))
    )


def _in_time(standing: Standing) -> ColumnElement[bool]:
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


def _holding(standing: Standing) -> Select[Any]:
    """What had been said by then and nothing took the place of, whether or not its time is over."""
    joined = claim.join(revision, revision.c.id == claim.c.revision_id)
    columns = select(claim.c.number, claim.c.as_of, claim.c.serve_until, revision.c.body).select_from(joined)
    return columns.where(_said(claim, standing.at), ~_superseded(standing.at), _not_failed(standing))


def _live(standing: Standing) -> Select[Any]:
    return _holding(standing).where(_in_time(standing)).order_by(claim.c.revision_id)


def _past(standing: Standing, topic: str) -> Select[Any]:
    past = _holding(standing).where(claim.c.topic == topic, ~_in_time(standing))
    return past.order_by(claim.c.as_of.desc(), claim.c.revision_id).limit(PAST_LIMIT)


def _read(connection: Connection, query: Select[Any], ground: Ground, standing: Standing) -> tuple[Held, ...]:
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


def _event_windows(connection: Connection, standing: Standing, district: District) -> Mapping[str, Window]:
    """From an event's first day, or when it was first spoken of, to the last day that anything said of it reaches."""
    reach = select(
        claim.c.event, func.min(claim.c.known_from).label("since"), func.max(claim.c.serve_until).label("until")
    )
    query = reach.where(claim.c.event.is_not(None), _said(claim, standing.at)).group_by(claim.c.event)
    windows: dict[str, Window] = {}
    for slug, since, until in connection.execute(query):
        event = standing.events.get(slug)
        if event is not None:
            ends = min(until, event.ended) if event.ended and event.ended <= standing.at else until
            windows[slug] = Window(min(event.first_day, district.local(since).date()), district.local(ends).date())
    return windows
