"""Which claims speak of the days asked about: in the cell itself, or nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from knowledge.cells import Cell, first_day, joined, settled
from knowledge.findings import Finding, FindingKind, Held
from knowledge.shelf import Shelf
from knowledge.topics import Topic, TopicKind


def in_cell(finding: Finding, shelf: Shelf) -> Finding:
    days, helds = period(finding), shelf.of(finding.topic)
    by_day = {
        day: [h for h in helds if _answers_days(h, finding.topic, first=day, last=day, shelf=shelf)] for day in days
    }
    cells = {day: settled_for(about, finding, shelf) for day, about in by_day.items()}
    cell = joined(list(cells.values())) if days else settled_for(_about(helds, finding, shelf), finding, shelf)
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


def period(finding: Finding) -> tuple[date, ...]:
    """The days of a span asked about, where each has a status of its own; of a single day, none."""
    first, last = finding.asked.day, finding.asked.until
    if finding.topic.kind is not TopicKind.DAY or first is None or last is None or first >= last:
        return ()
    return tuple(days_of(first, last))


def settled_for(helds: Iterable[Held], finding: Finding, shelf: Shelf) -> Cell:
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
        if (not held.claim.has_day or overlaps(held, first, last))
        and (held.claim.event is None or held.claim.event in events or (not events and last >= shelf.today))
    )


def _answers_days(held: Held, topic: Topic, *, first: date, last: date, shelf: Shelf) -> bool:
    if held.claim.has_day:
        return overlaps(held, first, last)
    if topic.kind is TopicKind.PLAN:
        return False  # "a strike is possible" says nothing of a day
    return shelf.today <= first and shelf.district.midnight_after(first - timedelta(days=1)) < held.until


def overlaps(held: Held, first: date, last: date) -> bool:
    begins = held.claim.first_day
    return begins is not None and begins <= last and first <= (held.claim.last_day or begins)


def _is_over(held: Held, today: date) -> bool:
    last = held.claim.last_day or held.claim.first_day
    return last is not None and last < today


def days_of(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def nearest_told(finding: Finding, shelf: Shelf, *, onward: bool = False) -> tuple[Held, ...]:
    """The topic's live claims about the nearest day to come, other than the one asked about; *onward*: from it on."""
    asked = finding.asked
    coming = [
        h
        for h in shelf.of(finding.topic)
        if h.claim.has_day
        and not _is_over(h, shelf.today)
        and (not asked.named_day or asked.day is None or not overlaps(h, asked.day, asked.until or asked.day))
        and (asked.named_day or asked.day is None or not onward or not _is_over(h, asked.day))
        and h.claim.scope.touches(asked.scope, shelf.district)
    ]
    if not coming:
        return ()
    aim = asked.day or shelf.today
    nearest = min(coming, key=lambda h: (abs((first_day(h) - aim).days), first_day(h)))
    same_day = [h for h in coming if h.claim.first_day == nearest.claim.first_day]
    return settled_for(same_day, finding, shelf).claims
