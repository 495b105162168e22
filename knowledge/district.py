"""The district profile: whose schools these are, where they stand, and who is *not* us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from knowledge.texts import Approval, Texts


class Level(StrEnum):
    PRESCHOOL = "preschool"
    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    ADULT = "adult"


class NeighbourKind(StrEnum):
    DISTRICT = "district"
    UNIVERSITY = "university"
    PRIVATE = "private"
    CHARTER = "charter"
    OTHER_CITY = "other_city"


@dataclass(frozen=True)
class School:
    slug: str
    name: str
    levels: tuple[Level, ...]
    aliases: tuple[str, ...] = ()
    covered: bool = True
    note: str | None = None
    checked: Approval | None = None


@dataclass(frozen=True)
class Neighbour:
    """Somebody else's schools: named so that a question about them is refused by name."""

    slug: str
    name: str
    kind: NeighbourKind
    aliases: tuple[str, ...] = ()
    checked: Approval | None = None


@dataclass(frozen=True)
class Speaker:
    """Who says a thing. Only an official speaker confirms a status; the words of others are reported."""

    slug: str
    names: Texts
    official: bool = False
    aliases: tuple[str, ...] = ()
    checked: Approval | None = None


@dataclass(frozen=True)
class Channel:
    """Where the district itself speaks; *address* is shown as a link only when it is whole."""

    titles: Texts
    address: str
    checked: Approval | None = None


@dataclass(frozen=True)
class Holiday:
    """Days without school that the school calendar names, first and last day included. *as_of*: the day on which that
    calendar was read, where it is known."""

    first: date
    last: date
    titles: Texts
    checked: Approval | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Hours:
    begin: time
    end: time
    checked: Approval | None = None


@dataclass(frozen=True)
class District:
    slug: str
    name: str
    short_name: str
    zone: str
    languages: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    schools: tuple[School, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    channels: tuple[Channel, ...] = ()
    calendar: tuple[Holiday, ...] = ()
    school_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    hours: Hours | None = None
    emergency_number: str = "911"
    checked: Approval | None = None
    grades: dict[str, tuple[int, int]] = field(
        default_factory=lambda: {"elementary": (0, 6), "middle": (7, 8), "high": (9, 12)}
    )

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, at: datetime) -> datetime:
        """*at* on the district's clock; a naive moment is refused."""
        if at.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return at.astimezone(self.timezone)

    def midnight_after(self, day: date) -> datetime:
        """The instant at which *day* is over, on the district's clock."""
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.timezone)

    def noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), tzinfo=self.timezone)

    def holiday(self, day: date) -> Holiday | None:
        return next((one for one in self.calendar if one.first <= day <= one.last), None)

    def is_school_day(self, day: date) -> bool:
        return day.isoweekday() in self.school_days and self.holiday(day) is None

    def school_days_from(self, day: date, *, within: int = 400) -> Iterator[date]:
        """School days from *day* on (itself included), looking at most *within* days ahead."""
        days = (day + timedelta(days=ahead) for ahead in range(within))
        return (one for one in days if self.is_school_day(one))

    def classes_over(self, at: datetime) -> bool:
        """Whether classes of the day are over at *at*; without usual hours only the day's end counts."""
        return self.hours is not None and self.local(at).time() >= self.hours.end

    def school(self, slug: str) -> School | None:
        return next((one for one in self.schools if one.slug == slug), None)

    def speaker(self, slug: str) -> Speaker | None:
        return next((one for one in self.speakers if one.slug == slug), None)
