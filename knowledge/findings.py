"""What a look-up returns: one finding for each part and day asked, with everything a reply must name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from knowledge.claims import Claim, Condition, Event, Scope, Source
from knowledge.district import Holiday, Speaker
from knowledge.topics import Topic


class FindingKind(StrEnum):
    KNOWN = "known"
    DISPUTED = "disputed"
    NOT_ANNOUNCED = "not_announced"
    PAST = "past"
    NO_SCHOOL_DAY = "no_school_day"


@dataclass(frozen=True)
class Held:
    """A claim as it stood at the moment of looking, with its source, its speakers and its still open conditions.
    *until* is the instant from which it is served no more."""

    claim: Claim
    revision: int
    source: Source
    speakers: tuple[Speaker, ...]
    conditions: tuple[Condition, ...]
    event: Event | None
    as_of: datetime
    until: datetime

    @property
    def official(self) -> bool:
        return any(one.official for one in self.speakers)

    @property
    def is_conditional(self) -> bool:
        return bool(self.conditions)


class Detail(StrEnum):
    """What a question may want of a topic besides the topic itself."""

    HOUR = "hour"


@dataclass(frozen=True)
class Asked:
    """One part of a question for the knowledge base: a topic, a day or a span of days, a part of the district.

    *named_day* is False when the day was only assumed, so that the nearest day with a claim may take its place.
    *of_span*: the day was not named by itself, but as one of several in a row.
    """

    topic: str
    day: date | None = None
    last_day: date | None = None
    scope: Scope = field(default_factory=Scope)
    named_day: bool = True
    detail: Detail | None = None
    of_span: bool = False

    @property
    def until(self) -> date | None:
        return self.last_day or self.day


@dataclass(frozen=True)
class Finding:
    """*claims*: what holds, most telling first. *reported*: words of others standing beside an official status.
    *exceptions*: narrower than what was asked. *parents*: what is known of the topic this is a detail of.
    *beside*: what is told along with a hole. *last_word*: the newest thing said on the topic for another day or before.
    *nearest*: a live claim of the same topic about another day still to come. *missing*: the topic is known (its claims
    are *parents* then), but not this detail of it. *whole*: of a span of days asked whether school is open, each school
    day still to come has a claim. *generation*: of the knowledge it was found in."""

    kind: FindingKind
    topic: Topic
    asked: Asked
    day: date | None
    claims: tuple[Held, ...] = ()
    reported: tuple[Held, ...] = ()
    exceptions: tuple[Held, ...] = ()
    parents: tuple[Held, ...] = ()
    parent: Topic | None = None
    beside: tuple[tuple[Topic, tuple[Held, ...]], ...] = ()
    nearest: tuple[Held, ...] = ()
    last_word: Held | None = None
    holiday: Holiday | None = None
    missing: Detail | None = None
    whole: bool = True
    generation: int | None = field(default=None, compare=False)

    @property
    def covers_period(self) -> bool:
        """Whether every school day asked about that is still to come is answered."""
        return bool(self.claims) and self.whole

    @property
    def told(self) -> tuple[Held, ...]:
        """Every claim a reply about this finding may speak of."""
        besides = tuple(held for _, helds in self.beside for held in helds)
        last = (self.last_word,) if self.last_word else ()
        return self.claims + self.reported + self.exceptions + self.parents + besides + self.nearest + last
