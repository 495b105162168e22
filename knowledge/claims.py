"""Claims in time: what is said, by whom, about which day, resting on which source, true from when until when.

Settled, ended and withdrawn are instants, so that a look-up at an earlier moment sees what held then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from knowledge.district import District, Level
from knowledge.texts import Approval, Texts
from knowledge.topics import Topic


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    DELAYED = "delayed"
    EARLY_DISMISSAL = "early_dismissal"
    REMOTE = "remote"
    PARTLY_OPEN = "partly_open"
    UNKNOWN = "unknown"

    @property
    def keeps_children_home(self) -> bool:
        return self in (Status.CLOSED, Status.REMOTE)


class Firmness(StrEnum):
    STATED = "stated"
    LIKELY = "likely"
    PLANNED = "planned"
    PROPOSED = "proposed"
    UNDECIDED = "undecided"
    CALLED_OFF = "called_off"


class Precision(StrEnum):
    """How much of a source's instant is sure; with *day* no hour is ever shown."""

    MINUTE = "minute"
    DAY = "day"


class ConditionState(StrEnum):
    OPEN = "open"
    MET = "met"
    FAILED = "failed"


@dataclass(frozen=True)
class Source:
    slug: str
    outlet: str
    published: datetime
    precision: Precision
    title: str | None = None
    address: str | None = None
    language: str = "en"
    checked: Approval | None = None
    note: str | None = None


@dataclass(frozen=True)
class Event:
    """A thing that happens to schools. *ended* is the instant of its closing notice, *closing* that notice's source."""

    slug: str
    titles: Texts
    kind: str
    first_day: date
    ended: datetime | None = None
    closing: str | None = None


@dataclass(frozen=True)
class Condition:
    """What claims hang on, as a whole clause ("unless a deal is reached first"). *hangs_on*: another condition."""

    slug: str
    words: Texts
    event: str | None = None
    hangs_on: str | None = None
    state: ConditionState = ConditionState.OPEN
    settled: datetime | None = None
    settled_by: str | None = None

    def state_at(self, at: datetime) -> ConditionState:
        if self.settled is None or self.settled > at:
            return ConditionState.OPEN
        return self.state


BESIDE_SCHOOL = frozenset({Level.PRESCHOOL, Level.ADULT})  # programmes that "all schools" does not speak of


@dataclass(frozen=True)
class Scope:
    """Whom a claim is about: nothing named is the whole district (the schools its profile marks as covered)."""

    levels: tuple[Level, ...] = ()
    schools: tuple[str, ...] = ()

    @property
    def is_district(self) -> bool:
        return not self.levels and not self.schools

    @property
    def narrowness(self) -> int:
        return 2 if self.schools else 1 if self.levels else 0

    def covers(self, asked: Scope, district: District) -> bool:
        """Whether a claim of this scope holds for all that was asked about.

        The whole district is the schools its profile covers: not preschools, not adult schools."""
        if self.is_district:
            named = [district.school(slug) for slug in asked.schools]
            return not set(asked.levels) & BESIDE_SCHOOL and all(one is None or one.covered for one in named)
        if asked.is_district:
            return False
        held = all(slug in self.schools or self._covers_levels(_levels_of(slug, district)) for slug in asked.schools)
        return held and set(asked.levels) <= set(self.levels)

    def _covers_levels(self, levels: tuple[Level, ...]) -> bool:
        return bool(levels) and set(levels) <= set(self.levels)

    def touches(self, asked: Scope, district: District) -> bool:
        """Whether a claim of this scope holds for part of what was asked about."""
        if self.is_district or asked.is_district:
            return asked.is_district or self.covers(asked, district)
        mine = {level for slug in self.schools for level in _levels_of(slug, district)}
        theirs = {level for slug in asked.schools for level in _levels_of(slug, district)}
        same = set(self.schools) & set(asked.schools) or set(self.levels) & set(asked.levels)
        return bool(same or set(self.levels) & theirs or mine & set(asked.levels))


def _levels_of(slug: str, district: District) -> tuple[Level, ...]:
    school = district.school(slug)
    return school.levels if school else ()


@dataclass(frozen=True)
class Claim:
    """The unit of knowledge. *first_day* and *last_day* are None for a claim without a day; *begins* and *closes*
    are hours of that day; *at* is the hour of a delayed start or an early dismissal; *paragraphs* count from 1;
    *as_of*, *serve_until* default to the source's instant and to the end its day or topic gives it."""

    slug: str
    topic: str
    source: str
    paragraphs: tuple[int, ...]
    speakers: tuple[str, ...]
    words: Texts = field(default_factory=dict)
    event: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    begins: time | None = None
    closes: time | None = None
    at: time | None = None
    places: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    status: Status | None = None
    firmness: Firmness = Firmness.STATED
    condition: str | None = None
    advice: Texts = field(default_factory=dict)
    as_of: datetime | None = None
    verified: datetime | None = None
    serve_from: datetime | None = None
    serve_until: datetime | None = None
    supersedes: tuple[str, ...] = ()
    ended: datetime | None = None
    withdrawn: datetime | None = None

    @property
    def has_day(self) -> bool:
        return self.first_day is not None

    def is_about(self, day: date) -> bool:
        return self.first_day is not None and self.first_day <= day <= (self.last_day or self.first_day)

    @property
    def is_undecided(self) -> bool:
        return self.firmness is Firmness.UNDECIDED or self.status is Status.UNKNOWN


def as_of(claim: Claim, source: Source) -> datetime:
    return claim.as_of or source.published


def known_from(claim: Claim, source: Source) -> datetime:
    """The instant from which a curated claim had been said: its source's."""
    return source.published


def end_of(claim: Claim, *, source: Source, topic: Topic, district: District) -> datetime:
    """When the claim stops being served: its own end, else its last day's, else what its topic keeps."""
    if claim.serve_until is not None:
        return claim.serve_until
    last = claim.last_day or claim.first_day
    if last is not None:
        if claim.closes is not None:
            return datetime.combine(last, claim.closes, tzinfo=district.timezone)
        return district.midnight_after(last)
    renewed = max(source.published, claim.verified or source.published)
    return renewed + topic.keeps
