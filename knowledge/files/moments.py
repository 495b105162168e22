"""Days, hours and instants in curated files: each must exist on the district's calendar and clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.files.forms import Form, Ink, InlineList, from_to
from knowledge.files.spots import Spot

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MOMENT = re.compile(r"([0-9-]{10})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) *(Z|[+-].+)?")


def _day(spot: Spot) -> date:
    text = spot.scalar()
    if not _DAY.fullmatch(text):
        raise spot.refused(f'"{text}" is no day written like 2022-03-23')
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise spot.refused(f"there is no {text} on the calendar") from None


def _hour(spot: Spot) -> time:
    return _hour_in(spot, spot.scalar())


def _hour_in(spot: Spot, text: str) -> time:
    found = _HOUR.fullmatch(text.strip())
    if not found:
        raise spot.refused(f'"{text}" is no hour written like "11:30"')
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        raise spot.refused(f"there is no {text} on the clock")
    return time(hour, minute)


def _moment(spot: Spot) -> datetime:
    text = spot.scalar()
    found = _MOMENT.fullmatch(text)
    if not found:
        raise spot.refused(f'"{text}" is no moment written like 2022-03-21T20:00, with day and hour')
    day, hour, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{hour}{offset or ''}")
    except ValueError:
        raise spot.refused(f'there is no "{text}" on calendar and clock') from None
    zone = spot.sheet.zone
    if moment.tzinfo is not None:
        return moment.astimezone(zone) if zone else moment
    if zone is None:
        raise spot.refused(f"{text} has no zone and no district gives one; write its offset, as in {text}-07:00")
    return _on_the_clock(spot, moment, zone)


def _on_the_clock(spot: Spot, moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise spot.refused(f"the clocks of {zone.key} skip {moment:%Y-%m-%dT%H:%M}")
    if _is_twofold(local):
        raise spot.refused(f"{moment:%Y-%m-%dT%H:%M} comes twice on the clocks of {zone.key}; write it with its offset")
    return local


def _is_twofold(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _write_moment(moment: datetime, ink: Ink) -> str:
    local = moment.astimezone(ink.zone) if ink.zone else moment
    if ink.zone and not _is_twofold(local):
        local = local.replace(tzinfo=None)
    return local.isoformat() if local.second or local.microsecond else local.isoformat(timespec="minutes")


def _write_hour(hour: time, ink: Ink) -> str:
    return hour.isoformat(timespec="minutes")


def _opening(spot: Spot) -> tuple[time | None, time | None]:
    first, dash, last = spot.scalar().replace("–", "-").partition("-")
    begins = _hour_in(spot, first) if first.strip() or not dash else None
    closes = _hour_in(spot, last) if dash else None
    if begins and closes and closes <= begins:
        raise spot.refused(f"it closes ({closes:%H:%M}) before it begins ({begins:%H:%M})")
    return begins, closes


def _write_opening(hours: tuple[time | None, time | None], ink: Ink) -> str | None:
    begins, closes = (one.isoformat(timespec="minutes") if one else None for one in hours)
    return None if begins is None and closes is None else f"{begins or ''}-{closes}" if closes else begins


def _span(spot: Spot) -> tuple[date, date | None]:
    items = spot.items()
    if len(items) == 1:
        return _day(items[0]), None
    pair: tuple[date, date] = from_to(DAY).read(spot)
    return pair


def _write_span(span: tuple[date | None, date | None], ink: Ink) -> Any:
    return InlineList(one for one in span if one) if span[0] and span[0] != span[1] else None


def _single(spot: Spot) -> tuple[date, date]:
    day = _day(spot)
    return day, day


def _write_single(span: tuple[date | None, date | None], ink: Ink) -> date | None:
    return span[0] if span[0] == span[1] else None


def _zone(spot: Spot) -> str:
    name = spot.scalar()
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise spot.refused(f'"{name}" is no time zone; write one such as America/Los_Angeles') from None


DAY = Form(_day)
HOUR = Form(_hour, _write_hour)
MOMENT = Form(_moment, _write_moment)
ZONE = Form(_zone)
OPENING = Form(_opening, _write_opening)
ONE_DAY = Form(_single, _write_single)
SPAN = Form(_span, _write_span)
