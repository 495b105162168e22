"""What answers among the claims found: those about the days asked, what is past, a day without school and a hole.

Nothing here reads a clock or a database: the shelf holds what a query found to be valid at its moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from knowledge.cells import Cell, first_day, joined, settled
from knowledge.district import District
from knowledge.findings import Asked, Detail, Finding, FindingKind, Held
from knowledge.topics import Topic, TopicKind


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


def find(asked: Asked, topic: Topic, *, shelf: Shelf, beside: Sequence[str]) -> Finding:
    """The finding for one part: known or disputed, past, a day without school, or a hole with what is told along."""
    blank = Finding(kind=FindingKind.NOT_ANNOUNCED, topic=topic, asked=asked, day=asked.day)
    if topic.kind.by_day and asked.until is not None and asked.until < shelf.today:
        return _day_over(blank, shelf)
    found = _known(blank, shelf)
    if found.claims and _lacks(found):
        return replace(
            found,
            kind=FindingKind.NOT_ANNOUNCED,
            claims=(),
            parents=found.claims,
            parent=topic,
            missing=asked.detail,
        )
    if found.claims:
        undecided = all(h.claim.is_undecided for h in found.claims)
        return replace(found, beside=tuple(_beside(found, shelf, beside))) if undecided else found
    if topic.kind is TopicKind.DAY and asked.named_day and _without_school(asked, shelf.district):
        return replace(found, kind=FindingKind.NO_SCHOOL_DAY, holiday=shelf.district.holiday(asked.day or shelf.today))
    return _hole(found, shelf, beside)


def _known(blank: Finding, shelf: Shelf) -> Finding:
    """Known or disputed when a claim answers; for a day that was only assumed, the nearest day with a claim."""
    found = _in_cell(blank, shelf)
    if found.claims or blank.asked.named_day or not blank.topic.kind.by_day:
        return found
    nearest = _nearest(blank, shelf, onward=True)
    if not nearest or nearest[0].claim.first_day is None:
        return found
    day = max(nearest[0].claim.first_day, shelf.today)
    moved = _in_cell(replace(blank, day=day, asked=replace(blank.asked, day=day, last_day=None)), shelf)
    return replace(moved, asked=blank.asked)


def _lacks(found: Finding) -> bool:
    """Whether an hour was asked for that no claim found gives."""
    told_by_hour = found.topic.kind in (TopicKind.PLAN, TopicKind.SERVICE)
    return found.asked.detail is Detail.HOUR and told_by_hour and not any(h.claim.begins for h in found.claims)


def _in_cell(finding: Finding, shelf: Shelf) -> Finding:
    days, helds = _period(finding), shelf.of(finding.topic)
    by_day = {
        day: [h for h in helds if _answers_days(h, finding.topic, first=day, last=day, shelf=shelf)] for day in days
    }
    cells = {day: _settled(about, finding, shelf) for day, about in by_day.items()}
    cell = joined(list(cells.values())) if days else _settled(_about(helds, finding, shelf), finding, shelf)
    kind = FindingKind.DISPUTED if cell.disputed else FindingKind.KNOWN
    awaited = [day for day in days if day >= shelf.today and shelf.district.is_school_day(day)]
    return replace(
        finding,
        kind=kind if cell.claims else finding.kind,
        claims=cell.claims,
        reported=cell.reported,
        exceptions=cell.exceptions,
        whole=all(cells[day].claims for day in awaited),
    )


def _period(finding: Finding) -> tuple[date, ...]:
    """The days of a span asked about, where each has a status of its own; of a single day, none."""
    first, last = finding.asked.day, finding.asked.until
    if finding.topic.kind is not TopicKind.DAY or first is None or last is None or first >= last:
        return ()
    return tuple(_days(first, last))


def _settled(helds: Iterable[Held], finding: Finding, shelf: Shelf) -> Cell:
    return settled(tuple(helds), finding.asked.scope, finding.topic, shelf.district)


def _about(helds: Iterable[Held], finding: Finding, shelf: Shelf) -> tuple[Held, ...]:
    """The claims about the day asked, of the event that day falls in; without a day, all that is not over."""
    first, last = finding.asked.day, finding.asked.until
    if first is None or last is None:
        return tuple(held for held in helds if not _is_over(held, shelf.today))
    if finding.topic.kind.by_day:
        return tuple(held for held in helds if _answers_days(held, finding.topic, first=first, last=last, shelf=shelf))
    events = shelf.events_of(first, last)
    return tuple(
        held
        for held in helds
        if (not held.claim.has_day or _overlaps(held, first, last))
        and (held.claim.event is None or held.claim.event in events or (not events and last >= shelf.today))
    )


def _answers_days(held: Held, topic: Topic, *, first: date, last: date, shelf: Shelf) -> bool:
    if held.claim.has_day:
        return _overlaps(held, first, last)
    if topic.kind is TopicKind.PLAN:
        return False  # "a strike is possible" says nothing of a day
    return shelf.today <= first and shelf.district.midnight_after(first - timedelta(days=1)) < held.until


def _overlaps(held: Held, first: date, last: date) -> bool:
    begins = held.claim.first_day
    return begins is not None and begins <= last and first <= (held.claim.last_day or begins)


def _is_over(held: Held, today: date) -> bool:
    last = held.claim.last_day or held.claim.first_day
    return last is not None and last < today


def _without_school(asked: Asked, district: District) -> bool:
    if asked.day is None or asked.until is None:
        return False
    return not any(district.is_school_day(day) for day in _days(asked.day, asked.until))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _nearest(finding: Finding, shelf: Shelf, *, onward: bool = False) -> tuple[Held, ...]:
    """The topic's live claims about the nearest day to come, other than the one asked about; *onward*: from it on."""
    asked = finding.asked
    coming = [
        h
        for h in shelf.of(finding.topic)
        if h.claim.has_day
        and not _is_over(h, shelf.today)
        and (not asked.named_day or asked.day is None or not _overlaps(h, asked.day, asked.until or asked.day))
        and (asked.named_day or asked.day is None or not onward or not _is_over(h, asked.day))
        and h.claim.scope.touches(asked.scope, shelf.district)
    ]
    if not coming:
        return ()
    aim = asked.day or shelf.today
    nearest = min(coming, key=lambda h: (abs((first_day(h) - aim).days), first_day(h)))
    same_day = [h for h in coming if h.claim.first_day == nearest.claim.first_day]
    return _settled(same_day, finding, shelf).claims


def _day_over(blank: Finding, shelf: Shelf) -> Finding:
    """Past: what was said about days now over, and the last word on the topic."""
    first, last = blank.asked.day or shelf.today, blank.asked.until or shelf.today
    said = [h for h in (*shelf.of(blank.topic), *shelf.past) if _overlaps(h, first, last)]
    by_day = [_settled([h for h in said if _overlaps(h, day, day)], blank, shelf) for day in _period(blank)]
    claims = (joined(by_day) if by_day else _settled(said, blank, shelf)).claims
    return replace(blank, kind=FindingKind.PAST, claims=claims, last_word=_last_word(blank, shelf))


def _hole(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Finding:
    """Nothing is announced: what the parent knows, what is told beside, the nearest day with a claim, the last word."""
    nearest = _nearest(found, shelf)
    earlier = _earlier_today(found, shelf)
    past = earlier or _gone_by(found, shelf)
    no_day = found.asked.day is None or (not found.asked.named_day and found.topic.kind is not TopicKind.DAY)
    ended = bool(earlier) or (not nearest and bool(past) and (no_day or not found.topic.kind.by_day))
    hole = replace(
        found,
        kind=FindingKind.PAST if ended else FindingKind.NOT_ANNOUNCED,
        claims=past if ended else (),
        nearest=nearest,
        beside=tuple(_beside(found, shelf, beside)),
        last_word=None if nearest else _last_word(found, shelf),
    )
    return _with_parent(hole, shelf)


def _earlier_today(found: Finding, shelf: Shelf) -> tuple[Held, ...]:
    """What was said of today and has run its time. What somebody ended before its time leaves a hole, and what still
    stands beside or for a part of the district is not over with it."""
    day = found.asked.day
    of_today = found.topic.kind.by_day and found.asked.named_day and day == found.asked.until == shelf.today
    if not of_today or found.reported or found.exceptions:
        return ()
    said = [h for h in shelf.past if _overlaps(h, shelf.today, shelf.today)]
    claims = _settled(said, found, shelf).claims
    return claims if all(_ran_its_time(held, shelf.at) for held in claims) else ()


def _ran_its_time(held: Held, at: datetime) -> bool:
    event = held.event
    closing = event is not None and event.closing == held.claim.source
    ends = (held.claim.ended, None if closing or event is None else event.ended)
    return held.until <= at and all(end is None or end >= held.until for end in ends)


def _gone_by(found: Finding, shelf: Shelf) -> tuple[Held, ...]:
    """The topic's claims that have ended: of the event asked about, else of the latest."""
    past = shelf.past
    if found.asked.day is not None and found.asked.until is not None and not found.topic.kind.by_day:
        events = shelf.events_of(found.asked.day, found.asked.until)
        past = tuple(h for h in past if h.claim.event is None or h.claim.event in events)
    else:
        past = shelf.of_live_events(past)
    if not past:
        return ()
    event = past[0].claim.event
    return _settled([h for h in past if h.claim.event == event], found, shelf).claims


def _beside(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Iterable[tuple[Topic, tuple[Held, ...]]]:
    for slug in beside:
        topic = shelf.topics.get(slug)
        if topic is None:
            continue
        day = found.asked.day if found.asked.named_day or topic.kind.by_day else None
        asked = replace(found.asked, topic=slug, day=day, last_day=found.asked.last_day if day else None)
        told = _in_cell(Finding(kind=found.kind, topic=topic, asked=asked, day=day), shelf)
        if told.claims:
            yield topic, told.claims


def _with_parent(hole: Finding, shelf: Shelf) -> Finding:
    parent = shelf.topics.get(hole.topic.parent or "")
    if parent is None:
        return hole
    asked = replace(hole.asked, topic=parent.slug)
    known = _known(Finding(kind=hole.kind, topic=parent, asked=asked, day=asked.day), shelf)
    day = known.day if known.claims else hole.day
    return replace(hole, parent=parent, parents=known.claims, day=day)


def _last_word(found: Finding, shelf: Shelf) -> Held | None:
    touching = (h for h in shelf.of_live_events(shelf.past) if h.claim.scope.touches(found.asked.scope, shelf.district))
    return next(touching, None)
