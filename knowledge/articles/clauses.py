"""Clauses of a sentence, one for each day or hour it speaks of, with their days resolved against an instant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from knowledge.articles.hours import Hours, read_hours
from knowledge.days import DayReader, Days

_LONGEST = timedelta(days=14)
_WORD = 8  # letters in which the word before a day stands
_NEAR = 28  # letters between an hour and its day
_ABBREVIATED = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?=\s)")
_PLANNED_THEN = re.compile(r"\b(had|was|were)\b(?=\s+(?:been\s+)?(?:planned|scheduled|set)\b)", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?<=through )at least(?= )|(?<=until )at least(?= )", re.IGNORECASE)
_WEEK_AFTER = re.compile(r"(?<=rest of the week )after\b|(?<=this week )after\b")  # what it closed after is no week
_ARRANGED = re.compile(
    r"(?<=has )been(?= (?:planned|scheduled|set|moved|postponed|rescheduled|cancell?ed|called off))|"
    r"(?<=have )been(?= (?:planned|scheduled|set|moved|postponed|rescheduled|cancell?ed|called off))"
)
_STILL = {"had": "has", "was": "is ", "were": "are "}
_MOVED = re.compile(
    r"\b(?:moved|postponed|rescheduled|pushed back|delayed|changed)\s+(?:\w+\s+){0,3}?(?:to|until)\b", re.IGNORECASE
)
_GIVEN_UP = re.compile(
    r"\b(?:first|originally|initially|previously)\s+(?:set|scheduled|planned)\s+(?:for\s+)?$", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"\b(?:and|but|while)\b|[;.!?](?=\s)")
_LIST = re.compile(r"[\s,]*(?:and|or|through|to|&)?[\s,]*(?:on\s+)?", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|before)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:by|before|no later than)\s+(?:[\d:.]+\s*[ap]\.?m\.?\s*(?:on\s+)?|noon\s+(?:on\s+)?)?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Clause:
    """*whole*: the sentence it is a part of; *days*: those it names."""

    text: str
    whole: str
    days: tuple[Days, ...] = ()
    hours: tuple[Hours, ...] = ()

    @property
    def is_part(self) -> bool:
        return self.text != self.whole


@dataclass(frozen=True)
class _Anchor:
    span: tuple[int, int]
    days: tuple[Days, ...] = ()
    hours: tuple[Hours, ...] = ()


def read_days(text: str, days: DayReader, at: datetime) -> list[Days]:
    """In their order, without whole months. What "had been planned for Monday" is still to come."""
    plain = _ABBREVIATED.sub(r"\1 ", text)
    plain = _PLANNED_THEN.sub(lambda found: _STILL[found[1].lower()], plain)
    plain = _ARRANGED.sub("is  ", plain)
    plain = _WEEK_AFTER.sub("     ", plain)
    plain = _AT_LEAST.sub(lambda found: " " * len(found[0]), plain)
    found = (one for one in days.read(plain, at=at).days if one.last - one.first <= _LONGEST)
    return sorted(found, key=lambda one: one.span)


def clauses(text: str, *, days: DayReader, at: datetime | None, of_decision: bool) -> tuple[Clause, ...]:
    """*of_decision*: the sentence says by when something is decided, so that only its deadline is a day of its own."""
    hours = read_hours(text)
    found = read_days(text, days, at) if at is not None else []
    moved = _MOVED.search(text)
    if moved and any(one.span[0] >= moved.end() for one in found):
        found = [one for one in found if one.span[0] >= moved.start()]
    found = [one for one in found if not _GIVEN_UP.search(text[: one.span[0]])]
    if of_decision:
        by = [one for one in found if _DEADLINE.search(text[: one.span[0]])]
        by = by or [one for one in found if any(_beside(one.span, hour.span) for hour in hours)]
        return (Clause(text, text, tuple(by or found)[:1], hours),)
    return tuple(_parted(text, list(_anchors(text, found, hours))))


def _anchors(text: str, found: Sequence[Days], hours: Sequence[Hours]) -> Iterator[_Anchor]:
    """Days in a row are one; an hour beside a day belongs to it."""
    single = sorted(
        [_Anchor(one.span, days=(one,)) for one in found] + [_Anchor(one.span, hours=(one,)) for one in hours],
        key=lambda one: one.span,
    )
    group: _Anchor | None = None
    for one in single:
        if group is not None and _together(text, group, one):
            group = _Anchor((group.span[0], one.span[1]), (*group.days, *one.days), (*group.hours, *one.hours))
            continue
        if group is not None:
            yield group
        group = one
    if group is not None:
        yield group


def _together(text: str, group: _Anchor, one: _Anchor) -> bool:
    between = text[group.span[1] : one.span[0]]
    if one.days and group.days:
        return _LIST.fullmatch(between) is not None and (one.days[0].first - group.days[-1].last).days == 1
    if one.hours and group.hours:
        return False
    return _CONJUNCTION.search(between) is None and len(between) <= _NEAR


def _beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= _NEAR


def _parted(text: str, anchors: Sequence[_Anchor]) -> Iterator[Clause]:
    """Parted at the last conjunction between two anchors; without one, what follows belongs to the same clause."""
    groups: list[tuple[int, list[_Anchor]]] = [(0, list(anchors[:1]))]
    for before, one in pairwise(anchors):
        breaks = list(_CONJUNCTION.finditer(text, before.span[1], one.span[0]))
        if breaks:
            groups.append((breaks[-1].start(), [one]))
        else:
            groups[-1][1].append(one)
    ends = [*(begin for begin, _ in groups[1:]), len(text)]
    for (begin, inside), end in zip(groups, ends, strict=True):
        days = tuple(day for one in inside for day in one.days)
        hours = tuple(hour for one in inside for hour in one.hours)
        yield Clause(text[begin:end].strip(" ,;"), text, days, hours)


def span_of(clause: Clause, *, at: datetime, evening: bool) -> tuple[date, date] | None:
    """First and last day of a clause. "Since" reaches to today; "through Friday" begins with the next day to come."""
    if not clause.days:
        return None
    today = at.date()
    first = clause.days[0].first
    last = max(one.last for one in clause.days if (one.first - first).days <= 14)
    if _SINCE.search(clause.text) and first <= today:
        return first, today
    begin, end = clause.days[0].span
    if clause.days[0].reason.startswith("until") and not _UNTIL.search(clause.whole[max(0, begin - _WORD) : end]):
        first = min(last, today + timedelta(days=1 if evening else 0))
    return first, last


@dataclass(frozen=True)
class OfTheDay:
    """*at*: when it starts late or ends early; *begins* and *closes*: a stretch of the day."""

    at: time | None = None
    begins: time | None = None
    closes: time | None = None


def of_the_day(clause: Clause, *, turns: bool) -> OfTheDay:
    """*turns*: the hour is that of a late start or an early dismissal."""
    if not clause.hours:
        return OfTheDay()
    hour = clause.hours[0]
    if hour.end is not None:
        return OfTheDay(begins=hour.begin, closes=hour.end)
    before = re.escape(_written(clause, hour))
    if re.search(rf"\b(?:until|till|by|before|closes?(?: \w+){{0,4}} at)\s+{before}", clause.whole, re.IGNORECASE):
        return OfTheDay(closes=hour.begin)
    return OfTheDay(at=hour.begin) if turns else OfTheDay(begins=hour.begin)


def _written(clause: Clause, hour: Hours) -> str:
    return clause.whole[hour.span[0] : hour.span[1]].strip()
