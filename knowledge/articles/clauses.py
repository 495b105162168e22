"""Clauses of a sentence, one for each day or hour it speaks of, with their days resolved against an instant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

from knowledge.articles.hours import Hours, read_hours
from knowledge.articles.predicates import breaks, own_predicates
from knowledge.articles.sentences import Cues
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
_GIVEN_UP = re.compile(
    r"\b(?:first|originally|initially|previously)\s+(?:set|scheduled|planned)\s+(?:for\s+)?$", re.IGNORECASE
)
_DURATION = re.compile(
    r"\b(?:over (?:the (?:next|coming) )?|for )(?:about |at least )?(?:a|one|two|three|four|five|six|\d+) "
    r"(?:day|week|month)s?\b",
    re.IGNORECASE,
)  # how long, not when


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


@dataclass(frozen=True)
class _Forms:
    """*deadline*: what stands right before a day by which something is done."""

    among_days: re.Pattern[str]
    deadline: re.Pattern[str]
    moved: re.Pattern[str]
    due: re.Pattern[str]
    closes: str


@cache
def _forms(cues: Cues) -> _Forms:
    hour = r"(?:[\d:.]+\s*[ap]\.?\s?m\.?|noon|midnight|mediod[ií]a)"
    on = r"(?:(?:on|el|la|los|las|del|de)\s+)?"
    return _Forms(
        re.compile(rf"[\s,]*(?:{cues.written('among_days')}|&)?[\s,]*{on}", re.IGNORECASE),
        re.compile(rf"{cues.written('by')}\s+{on}(?:{hour}\s*,?\s*{on})?$", re.IGNORECASE),
        re.compile(rf"{cues.written('moved')}\s+(?:\w+\s+){{0,3}}?{cues.written('moved_to')}", re.IGNORECASE),
        re.compile(rf"{cues.written('due')}\s+(?:to\s+\w+\s+|for\s+|on\s+|para\s+)*{on}$", re.IGNORECASE),
        rf"(?:{cues.written('by_hour')}|{cues.written('closes_at')}(?: [\w,.]+){{0,5}} (?:at|a))\s+(?:las?\s+)?",
    )


def read_days(text: str, days: DayReader, at: datetime) -> list[Days]:
    """In their order, without whole months. What "had been planned for Monday" is still to come."""
    plain = _ABBREVIATED.sub(r"\1 ", text)
    plain = _PLANNED_THEN.sub(lambda found: _STILL[found[1].lower()], plain)
    plain = _ARRANGED.sub("is  ", plain)
    plain = _WEEK_AFTER.sub("     ", plain)
    for blank in (_AT_LEAST, _DURATION):
        plain = blank.sub(lambda found: " " * len(found[0]), plain)
    found = (one for one in days.read(plain, at=at).days if one.last - one.first <= _LONGEST)
    return sorted(found, key=lambda one: one.span)


def clauses(text: str, cues: Cues, *, days: DayReader, at: datetime | None) -> tuple[Clause, ...]:
    """What a sentence says of several days, hours or things, each by itself."""
    hours = read_hours(text)
    found = _still_meant(text, read_days(text, days, at) if at is not None else [], cues)
    anchors = list(_anchors(text, found, hours, cues))
    begins, dated = [one.span[0] for one in anchors], [one.span[0] for one in anchors if one.days]
    parts = own_predicates(text, cues, anchors=begins, dated=dated)
    return tuple(
        clause
        for begin, end in pairwise(parts)
        for clause in _parted(text, begin, end, [one for one in anchors if begin <= one.span[0] < end], cues)
    )


def _still_meant(text: str, found: list[Days], cues: Cues) -> list[Days]:
    """Without the days from which something was moved."""
    found = [one for one in found if not _GIVEN_UP.search(text[: one.span[0]])]
    moved = _forms(cues).moved.search(text)
    if moved and any(one.span[0] >= moved.end() for one in found):
        found = [one for one in found if one.span[0] >= moved.start()]
    if len(found) > 1 and cues.has(text[found[-1].span[1] :][:_NEAR], "instead"):
        found = found[-1:]
    if len(found) > 1 and _forms(cues).due.search(text[: found[0].span[0]]):
        found = found[1:] if cues.has(text[found[0].span[1] : found[1].span[0]], "ahead") else found
    return found


def _is_deadline(text: str, day: Days, cues: Cues) -> bool:
    begin, end = day.span
    return cues.starts(text[begin:end], "by") is not None or _forms(cues).deadline.search(text[:begin]) is not None


def only_deadlines(text: str, found: Sequence[Days], cues: Cues) -> bool:
    """Whether its days only say by when: a clause "if … by noon Wednesday" says no day of what hangs on it."""
    return all(_is_deadline(text, one, cues) for one in found)


def _anchors(text: str, found: Sequence[Days], hours: Sequence[Hours], cues: Cues) -> Iterator[_Anchor]:
    """Days in a row are one; an hour beside a day belongs to it."""
    single = sorted(
        [_Anchor(one.span, days=(one,)) for one in found] + [_Anchor(one.span, hours=(one,)) for one in hours],
        key=lambda one: one.span,
    )
    group: _Anchor | None = None
    for one in single:
        if group is not None and _together(text, group, one, cues):
            group = _Anchor((group.span[0], one.span[1]), (*group.days, *one.days), (*group.hours, *one.hours))
            continue
        if group is not None:
            yield group
        group = one
    if group is not None:
        yield group


def _together(text: str, group: _Anchor, one: _Anchor, cues: Cues) -> bool:
    between = text[group.span[1] : one.span[0]]
    if one.days and group.days:
        return (
            _forms(cues).among_days.fullmatch(between) is not None
            and (one.days[0].first - group.days[-1].last).days == 1
        )
    if one.hours and group.hours:
        return False
    return next(breaks(text, group.span[1], one.span[0], cues), None) is None and len(between) <= _NEAR


def _beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= _NEAR


def _parted(text: str, begin: int, end: int, anchors: Sequence[_Anchor], cues: Cues) -> Iterator[Clause]:
    """One clause for each anchor, parted at a conjunction between them; of a decision only the deadline counts."""
    part = text[begin:end]
    if cues.has(part, "decided") and not cues.has(part, "closed"):
        yield _of_decision(text, begin, end, anchors, cues)
        return
    begins = {begin}
    for before, one in pairwise(anchors):
        found = list(breaks(text, before.span[1], one.span[0], cues))
        gapped = found and not cues.has(text[found[0] : found[-1]], "ahead", "past", "verb")
        begins.update(found[:1] if gapped else found[-1:])
    for first, last in pairwise([*sorted(begins), end]):
        inside = [one for one in anchors if first <= one.span[0] < last]
        yield _clause(text, first, last, inside)


def _of_decision(text: str, begin: int, end: int, anchors: Sequence[_Anchor], cues: Cues) -> Clause:
    dated = [one for one in anchors if one.days]
    by = [one for one in dated if _is_deadline(text, one.days[0], cues)] or [one for one in dated if one.hours]
    hours = [replace(one, days=()) for one in anchors if one.hours]
    return _clause(text, begin, end, [replace(one, hours=()) for one in (by or dated)[:1]] + hours)


def _clause(text: str, begin: int, end: int, inside: Sequence[_Anchor]) -> Clause:
    days = tuple(day for one in inside for day in one.days)
    hours = tuple(hour for one in inside for hour in one.hours)
    return Clause(text[begin:end].strip(" ,;"), text, days, hours)


def span_of(clause: Clause, cues: Cues, *, at: datetime, evening: bool) -> tuple[date, date] | None:
    """First and last day of a clause. "Since" reaches to today; "through Friday" begins with the next day to come."""
    if not clause.days:
        return None
    today = at.date()
    first = clause.days[0].first
    last = max(one.last for one in clause.days if (one.first - first).days <= 14)
    if cues.has(clause.text, "since") and first <= today:
        return first, today
    begin, end = clause.days[0].span
    if clause.days[0].reason.startswith("until") and not cues.has(clause.whole[max(0, begin - _WORD) : end], "by"):
        first = min(last, today + timedelta(days=1 if evening else 0))
    return first, last


@dataclass(frozen=True)
class OfTheDay:
    """*at*: when it starts late or ends early; *begins* and *closes*: a stretch of the day."""

    at: time | None = None
    begins: time | None = None
    closes: time | None = None


def of_the_day(clause: Clause, cues: Cues, *, turns: bool) -> OfTheDay:
    """*turns*: the hour is that of a late start or an early dismissal."""
    if not clause.hours:
        return OfTheDay()
    hour = clause.hours[0]
    if hour.end is not None:
        return OfTheDay(begins=hour.begin, closes=hour.end)
    before = re.escape(_written(clause, hour))
    if re.search(rf"{_forms(cues).closes}{before}", clause.whole, re.IGNORECASE):
        return OfTheDay(closes=hour.begin)
    return OfTheDay(at=hour.begin) if turns else OfTheDay(begins=hour.begin)


def _written(clause: Clause, hour: Hours) -> str:
    return clause.whole[hour.span[0] : hour.span[1]].strip()
