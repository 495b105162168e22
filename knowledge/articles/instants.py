"""When an article was published: a full timestamp before a bare day, on the district's clock, and else not known.

A timestamp in UTC late in the evening is the district's same evening; an exact midnight is a day that somebody wrote
into a field for timestamps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from knowledge.articles.article import Origin, Published
from knowledge.articles.hours import Hours, read_hours
from knowledge.claims import Precision
from knowledge.days import DayReader, Days

_BEGINNING = date(1995, 1, 1)  # nothing on the web is older
_LABEL = re.compile(
    r"\b(?P<changed>(?:last\s+)?(?:updated|modified)|actualizad[oa])\b|\b(?:date|published|posted|publicad[oa]|fecha)\b",
    re.IGNORECASE,
)
_REACH = 60  # characters after a label in which its date stands
_SHORT = 70  # a line with nothing but a date, a name, a place
_ZONES = {"utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_ZONE = re.compile(r"\s*\(?([A-Z]{3,4})\b\)?")
_GAP = re.compile(r"^(?:[\s:.,|·•–—-]|\b(?:on|at|el|a las)\b)+", re.IGNORECASE)
_BY = re.compile(r"^\s*(?:by|por)\s[^|·•\d]{2,50}[|·•,–—-]\s*", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?:[:\d.]*(?:Z|[+-]\d\d:?\d\d)?)?)?")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Instants:
    published: Published | None = None
    changed: Published | None = None


def read_stamp(written: object, zone: ZoneInfo, origin: Origin = Origin.DATA) -> Published | None:
    """A timestamp or a day as machines write it; None for anything else."""
    if not isinstance(written, str) or not 8 <= len(written.strip()) <= 64:
        return None
    text = written.strip()
    try:
        return _on_the_clock(_parsed(text), zone, origin, bare=len(text) <= len("2022-03-21"))
    except (ValueError, OverflowError):
        return None


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _on_the_clock(found: datetime, zone: ZoneInfo, origin: Origin, *, bare: bool) -> Published | None:
    if bare or found.time() == time():
        return on_day(found.date(), zone, origin)
    at = found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    return Published(at, Precision.MINUTE, origin) if at.date() >= _BEGINNING else None


def on_day(day: date, zone: ZoneInfo, origin: Origin) -> Published | None:
    if day < _BEGINNING:
        return None
    return Published(datetime.combine(day, time(12), tzinfo=zone), Precision.DAY, origin)


def best(found: Iterable[Published | None]) -> Published | None:
    """The first full timestamp, else the first day."""
    known = [one for one in found if one is not None]
    return next((one for one in known if one.precision is Precision.MINUTE), known[0] if known else None)


# Lines that people read


@dataclass(frozen=True)
class Lines:
    """Reads the lines above a text: "Published: 5:44 PM PDT March 21, 2022", "March 21, 2022". A day without its year
    is none, for nothing says that the text is of this year."""

    zone: ZoneInfo
    days: DayReader
    now: datetime

    def read(self, lines: Iterable[str]) -> Instants:
        published: Published | None = None
        changed: Published | None = None
        for line in lines:
            for said, instant in self._said(line):
                if said == "changed":
                    changed = changed or instant
                else:
                    published = published or instant
        return Instants(published or changed, changed)

    def _said(self, line: str) -> Iterator[tuple[str, Published]]:
        labelled = list(_LABEL.finditer(line))
        for label in labelled:
            found = self._in_front(line[label.end() : label.end() + _REACH])
            if found is not None:
                yield ("changed" if label["changed"] else "published"), found[0]
        if not labelled and len(line) <= _SHORT:
            found = self._in_front(_BY.sub("", line))
            if found is not None and not _LETTER.search(_BY.sub("", line)[found[1] :]):
                yield "published", found[0]

    def header(self, text: str) -> int:
        """How many characters in front of a pasted text say only when it was published ("date 2021-04-14 ")."""
        label = _LABEL.match(text.lstrip()) or _BY.match(text)
        begin = len(text) - len(text.lstrip()) + (label.end() if label else 0)
        found = self._in_front(text[begin : begin + _REACH])
        return begin + found[1] if found and (label or len(text) <= _SHORT) else 0

    def dateline(self, text: str) -> Published | None:
        """ "SACRAMENTO, Calif., March 21, 2022 (AP) — ..." says its day before the dash."""
        place = re.match(r"^.{3,80}?\s[—–-]{1,2}\s", text)
        read = self._dated(place[0]) if place else None
        return None if read is None else on_day(read.first, self.zone, Origin.LINE)

    def _in_front(self, text: str) -> tuple[Published, int] | None:
        """The instant that begins the text, and where it ends."""
        gap = len(text) - len(_GAP.sub("", text))
        stamp = _STAMP.match(text[gap:])
        if stamp and (found := read_stamp(stamp[0], self.zone, Origin.LINE)):
            return found, gap + stamp.end()
        day = self._dated(text)
        if day is None:
            return None
        hours = [one for one in read_hours(text) if one.end is None]
        begin, end = day.span
        beside = next((one for one in hours if _near(one.span, day.span)), None)
        if beside is not None:
            begin, end = min(begin, beside.span[0]), max(end, beside.span[1])
        if begin > gap:
            return None
        named = _ZONE.match(text, end)
        end = named.end() if named else end
        return self._instant(day.first, beside, text), end

    def _dated(self, text: str) -> Days | None:
        read = [one for one in self.days.read(text, at=self.now).days if one.first == one.last]
        dated = [one for one in read if str(one.first.year) in text and one.first >= _BEGINNING]
        return dated[0] if dated else None

    def _instant(self, day: date, hour: Hours | None, text: str) -> Published:
        """To the minute where the hour's zone is named and known, or none is named."""
        bare = Published(datetime.combine(day, time(12), tzinfo=self.zone), Precision.DAY, Origin.LINE)
        if hour is None:
            return bare
        named = _ZONE.match(text, hour.span[1])
        if named and named[1].lower() not in _ZONES:
            return bare
        clock = timezone(timedelta(hours=_ZONES[named[1].lower()])) if named else self.zone
        at = datetime.combine(day, hour.begin, tzinfo=clock).astimezone(self.zone)
        return Published(at, Precision.MINUTE, Origin.LINE)


def _near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """An hour belongs to a day that stands a few letters from it (", at ", " PDT ")."""
    return max(one[0], other[0]) - min(one[1], other[1]) <= 8
