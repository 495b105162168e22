"""School calendars (ICS) read into days that an editor may take over; nothing of them counts until then.

Rules that would repeat without end are refused before anything is expanded. All-day events end the day before their
end; times are put on the district's clock.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from importlib import resources
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.articles.bodies import MOST_BYTES
from knowledge.articles.failures import NothingRead, Why
from knowledge.word_lists import read_word_list

MOST_EVENTS = 5_000
MOST_RULES = 500
MOST_DATES = 2_000  # days listed one by one beside rules
MOST_PROPOSED = 500
LONGEST_WINDOW = timedelta(days=400)
_LONGEST_TITLE = 200
_RULE = re.compile(r"^(?:RRULE|EXRULE)[;:](?P<said>.*)$", re.IGNORECASE | re.MULTILINE)
_DATES = re.compile(r"^(?:RDATE|EXDATE)[;:](?P<said>.*)$", re.IGNORECASE | re.MULTILINE)
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
_FREQUENCY = re.compile(r"FREQ=(\w*)", re.IGNORECASE)
_WITHIN_A_DAY = re.compile(r"\bBY(?:HOUR|MINUTE|SECOND)=", re.IGNORECASE)
_OFTEN = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY"})


class DayKind(StrEnum):
    CLOSED = "closed"
    """The calendar says in words that there is no school."""
    HOLIDAY = "holiday"
    """A holiday or a break by its name; whether school is out is for the editor to say."""
    SHORT = "short"
    LATE = "late"


@dataclass(frozen=True)
class ProposedDays:
    """*first* and *last* day; *begins* and *ends* where the calendar gives hours; *repeated*: by a rule."""

    first: date
    last: date
    kind: DayKind
    title: str
    begins: time | None = None
    ends: time | None = None
    repeated: bool = False


@dataclass(frozen=True)
class SchoolCalendar:
    """*others*: events in the window that say nothing of whether school is on; *broken*: those nobody could read."""

    name: str | None
    days: tuple[ProposedDays, ...]
    others: int
    broken: int


def read_calendar(body: bytes, *, zone: ZoneInfo, first: date, last: date) -> SchoolCalendar:
    """What it says of the days from *first* to *last*. Raises `NothingRead`."""
    from icalendar import Calendar
    from recurring_ical_events import of

    if last - first > LONGEST_WINDOW:
        raise ValueError("a window of days is no longer than about a year")
    text = _text(body)
    _refuse_what_has_no_end(text)
    try:
        calendars = [one for one in Calendar.from_ical(text, multiple=True) if one.name == "VCALENDAR"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise NothingRead(Why.CALENDAR) from None
    if not calendars:
        raise NothingRead(Why.CALENDAR)
    reading = _Reading(zone, load_day_words())
    for calendar in calendars[:1]:
        events = calendar.walk("VEVENT")
        reading.repeated = {str(one.get("UID")) for one in events if "RRULE" in one or "RDATE" in one}
        query = of(calendar, skip_bad_series=True)
        for event in islice(query.between(first, last + timedelta(days=1)), MOST_EVENTS):
            reading.take(event, first=first, last=last)
        reading.broken += sum(bool(one.errors) for one in events)
    name = str(calendars[0].get("X-WR-CALNAME", "")).strip()[:_LONGEST_TITLE]
    stretches = _joined(sorted(reading.found, key=lambda one: (one.title, one.kind, one.first)))
    found = tuple(sorted(stretches, key=lambda one: (one.first, one.last, one.title)))
    if len(found) > MOST_PROPOSED:
        raise NothingRead(Why.MANY)
    return SchoolCalendar(name or None, found, reading.others, reading.broken)


def _text(body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise NothingRead(Why.LARGE)
    text = body.decode("utf-8-sig", "replace").lstrip()
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise NothingRead(Why.CALENDAR)
    return text


def _refuse_what_has_no_end(text: str) -> None:
    """Looks at the lines themselves, before any library makes something of them."""
    lines = re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n")
    rules = [found["said"] for found in _RULE.finditer(lines)]
    for rule in rules:
        frequency = _FREQUENCY.search(rule)
        if frequency is None or frequency[1].upper() not in _OFTEN or _WITHIN_A_DAY.search(rule):
            raise NothingRead(Why.RULE)
    dates = sum(found["said"].count(",") + 1 for found in _DATES.finditer(lines))
    if len(rules) > MOST_RULES or dates > MOST_DATES or len(_EVENT.findall(lines)) > MOST_EVENTS:
        raise NothingRead(Why.MANY)


class _Reading:
    def __init__(self, zone: ZoneInfo, words: DayWords) -> None:
        self._zone = zone
        self._words = words
        self.found: list[ProposedDays] = []
        self.repeated: set[str] = set()
        self.others = 0
        self.broken = 0

    def take(self, event: Any, *, first: date, last: date) -> None:
        try:
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                return
            title = " ".join(str(event.get("SUMMARY", "")).split())[:_LONGEST_TITLE]
            days = self._days(event)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            self.broken += 1
            return
        kind = self._words.kind(title)
        if kind is None:
            self.others += 1
        elif days[0] <= last and days[1] >= first:
            self.found.append(
                ProposedDays(days[0], days[1], kind, title, *days[2:], repeated=str(event.get("UID")) in self.repeated)
            )

    def _days(self, event: Any) -> tuple[date, date, time | None, time | None]:
        begin, end = event.start, event.end
        if not isinstance(begin, datetime):
            return begin, max(begin, end - timedelta(days=1)), None, None
        begin, end = self._local(begin), self._local(end)
        last = end.date() - timedelta(days=1) if end.time() == time() and end > begin else end.date()
        if begin.time() == time() and end.time() == time():
            return begin.date(), max(begin.date(), last), None, None
        hours = (begin.time(), end.time() if last == begin.date() and end > begin else None)
        return begin.date(), max(begin.date(), last), *hours

    def _local(self, at: datetime) -> datetime:
        """A time without a zone is the district's."""
        return at.replace(tzinfo=self._zone) if at.tzinfo is None else at.astimezone(self._zone)


def _joined(days: Iterable[ProposedDays]) -> Iterator[ProposedDays]:
    """Days under one title that follow each other, over a weekend too, are one stretch."""
    stretch: ProposedDays | None = None
    for one in days:
        if stretch is not None and _goes_on(stretch, one):
            stretch = replace(stretch, last=max(stretch.last, one.last))
            continue
        if stretch is not None:
            yield stretch
        stretch = one
    if stretch is not None:
        yield stretch


def _goes_on(stretch: ProposedDays, one: ProposedDays) -> bool:
    if (stretch.title, stretch.kind, stretch.begins, stretch.ends) != (one.title, one.kind, one.begins, one.ends):
        return False
    between = range(1, (one.first - stretch.last).days)
    return all((stretch.last + timedelta(days=ahead)).isoweekday() > 5 for ahead in between)


# Words


class DayWords:
    """Tells by an event's title whether it speaks of school being on; the first list with one of its words counts."""

    ORDER: Sequence[tuple[str, DayKind | None]] = (
        ("not_about_school", None),
        ("open", None),
        ("closed", DayKind.CLOSED),
        ("short", DayKind.SHORT),
        ("late", DayKind.LATE),
        ("holiday", DayKind.HOLIDAY),
    )

    def __init__(self, lists: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._patterns = [
            (kind, re.compile("|".join(rf"\b{re.escape(_folded(word))}\b" for word in words)))
            for name, kind in self.ORDER
            if (words := [word for said in lists.values() for word in said.get(name, ())])
        ]

    def kind(self, title: str) -> DayKind | None:
        plain = _folded(title)
        return next((kind for kind, pattern in self._patterns if pattern.search(plain)), None)


def load_day_words() -> DayWords:
    listed = read_word_list(resources.files("knowledge") / "articles" / "calendar_words.yaml")
    return DayWords({language: said for language, said in listed.items() if isinstance(said, dict)})


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
