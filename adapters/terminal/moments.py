"""Moments as people type them, and a clock that starts at one of them.

ISO 8601; without an offset it is the district's time, a day alone means noon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EARLIEST, LATEST = 1900, 2199  # years; beyond them the arithmetic of zones ends


class BadMoment(ValueError):
    """The text names no moment; the message is a sentence."""


@dataclass(frozen=True)
class Moment:
    """What was typed: *stated* is naive when no offset was given."""

    stated: datetime

    def on_clock(self, zone: ZoneInfo) -> datetime:
        """The moment on the clock of *zone*; an hour that the clocks skip is the one they show instead."""
        aware = self.stated if self.stated.tzinfo else self.stated.replace(tzinfo=zone)
        return aware.astimezone(UTC).astimezone(zone)


def read_moment(text: str) -> Moment:
    """Raises `BadMoment`."""
    said = text.strip()
    stated = _noon(said) or _instant(said)
    if stated is None:
        raise BadMoment(f'"{text}" is no moment; write it like 2022-03-22, 2022-03-22T18:00 or 2022-03-22T18:00-07:00')
    if not EARLIEST <= stated.year <= LATEST:
        raise BadMoment(f'"{text}" is too far away; years from {EARLIEST} to {LATEST} are understood')
    return Moment(stated)


def _noon(said: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(said), time(12))
    except ValueError:
        return None


def _instant(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


@dataclass
class ShiftedClock:
    """Real time, moved: it advances as the real one does, and can be moved again."""

    by: timedelta = timedelta(0)

    @classmethod
    def starting(cls, at: datetime) -> ShiftedClock:
        return cls(at - datetime.now(UTC))

    def move(self, at: datetime) -> None:
        self.by = at - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by
