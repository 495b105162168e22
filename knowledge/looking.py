"""Looking up what holds at a moment for one topic, day and part of the district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, func, select

from knowledge.district import District
from knowledge.findings import Asked, Finding, FindingKind, Held
from knowledge.ground import Ground
from knowledge.holding import read_held
from knowledge.revisions import generation_of
from knowledge.standing import Standing, live, past, read_standing, said_by
from knowledge.tables import claim
from knowledge.weighing import Shelf, Window, find


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
        return event_windows(self._connection, self._standing, self._ground.district)

    def _read_live(self, topics: tuple[str, ...]) -> tuple[Held, ...]:
        if topics not in self._live:
            query = live(self._standing).where(claim.c.topic.in_(topics))
            self._live[topics] = read_held(self._connection, query, self._ground, self._standing)
        return self._live[topics]

    def _read_past(self, topic: str) -> tuple[Held, ...]:
        if topic not in self._past:
            query = past(self._standing, topic)
            self._past[topic] = read_held(self._connection, query, self._ground, self._standing)
        return self._past[topic]


def event_windows(connection: Connection, standing: Standing, district: District) -> Mapping[str, Window]:
    """From an event's first day, or when it was first spoken of, to the last day that anything said of it reaches."""
    reach = select(
        claim.c.event, func.min(claim.c.known_from).label("since"), func.max(claim.c.serve_until).label("until")
    )
    query = reach.where(claim.c.event.is_not(None), said_by(claim, standing.at)).group_by(claim.c.event)
    windows: dict[str, Window] = {}
    for slug, since, until in connection.execute(query):
        event = standing.events.get(slug)
        if event is not None:
            ends = min(until, event.ended) if event.ended and event.ended <= standing.at else until
            windows[slug] = Window(min(event.first_day, district.local(since).date()), district.local(ends).date())
    return windows
