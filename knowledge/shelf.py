"""The claims at hand for one question, as a query found them valid at its moment: no clock and no database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.district import District
from knowledge.findings import Held
from knowledge.topics import Topic


@dataclass(frozen=True)
class Window:
    """The days an event spans, both included."""

    first: date
    last: date

    def overlaps(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class Shelf:
    """*live*: claims valid at *at* of the topic and its relations; *past*: the topic's own that are out of their time,
    newest first; *windows*: the days each event spans."""

    live: tuple[Held, ...]
    past: tuple[Held, ...]
    windows: Mapping[str, Window]
    district: District
    topics: Mapping[str, Topic]
    at: datetime

    @property
    def today(self) -> date:
        return self.district.local(self.at).date()

    def of(self, topic: Topic) -> tuple[Held, ...]:
        return tuple(held for held in self.live if held.claim.topic == topic.slug)

    def of_live_events(self, helds: Iterable[Held]) -> tuple[Held, ...]:
        """While an event is on, what was said in another is not the last word about this one."""
        live = self.events_of(self.today, self.today)
        return tuple(h for h in helds if not live or h.claim.event is None or h.claim.event in live)

    def events_of(self, first: date, last: date) -> set[str]:
        return {slug for slug, window in self.windows.items() if window.overlaps(first, last)}
