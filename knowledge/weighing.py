"""What answers among the claims found: those about the days asked, what is past, a day without school and a hole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from knowledge.cells import joined
from knowledge.covering import days_of, in_cell, nearest_told, overlaps, period, settled_for
from knowledge.district import District
from knowledge.findings import Asked, Detail, Finding, FindingKind, Held
from knowledge.shelf import Shelf, Window
from knowledge.topics import Topic, TopicKind

__all__ = ["Shelf", "Window", "find", "find_now"]


IDLE_DAYS = timedelta(days=21)  # holidays in a row, of which each is looked at


def find(asked: Asked, topic: Topic, *, shelf: Shelf, beside: Sequence[str]) -> Finding:
    """The finding for one part: known or disputed, past, a day without school, or a hole with what is told along."""
    blank = _blank(asked, topic)
    if _is_day_over(blank, shelf):
        return _day_over(blank, shelf)
    found = _known(blank, shelf)
    if found.claims:
        return _told_now(found, shelf, beside)
    if topic.kind is TopicKind.DAY and asked.named_day and _without_school(asked, shelf.district):
        return replace(found, kind=FindingKind.NO_SCHOOL_DAY, holiday=shelf.district.holiday(asked.day or shelf.today))
    return _hole(found, shelf, beside)


def find_now(asked: Asked, topic: Topic, *, shelf: Shelf, beside: Sequence[str]) -> Finding | None:
    """The finding where live claims answer by themselves; None where it needs what is past."""
    blank = _blank(asked, topic)
    if _is_day_over(blank, shelf):
        return None
    found = _known(blank, shelf)
    return _told_now(found, shelf, beside) if found.claims else None


def _blank(asked: Asked, topic: Topic) -> Finding:
    return Finding(kind=FindingKind.NOT_ANNOUNCED, topic=topic, asked=asked, day=asked.day)


def _is_day_over(blank: Finding, shelf: Shelf) -> bool:
    return blank.topic.kind.by_day and blank.asked.until is not None and blank.asked.until < shelf.today


def _told_now(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Finding:
    if _lacks(found):
        lacking = replace(found, kind=FindingKind.NOT_ANNOUNCED, claims=(), parents=found.claims)
        return replace(lacking, parent=found.topic, missing=found.asked.detail)
    undecided = all(h.claim.is_undecided for h in found.claims)
    return replace(found, beside=tuple(_beside(found, shelf, beside))) if undecided else found


def _known(blank: Finding, shelf: Shelf) -> Finding:
    """Known or disputed when a claim answers; for a day that was only assumed, the nearest day with a claim."""
    sooner = _on_an_idle_day(blank, shelf)
    if sooner is not None:
        return sooner
    found = in_cell(blank, shelf)
    if found.claims or blank.asked.named_day or not blank.topic.kind.by_day:
        return found
    nearest = nearest_told(blank, shelf, onward=True)
    if not nearest or nearest[0].claim.first_day is None:
        return found
    day = max(nearest[0].claim.first_day, shelf.today)
    moved = in_cell(replace(blank, day=day, asked=replace(blank.asked, day=day, last_day=None)), shelf)
    return replace(moved, asked=blank.asked)


def _on_an_idle_day(blank: Finding, shelf: Shelf) -> Finding | None:
    """What was said of a day before the next school day: a holiday or a Saturday on which school is on after all."""
    asked = blank.asked
    if asked.named_day or blank.topic.kind is not TopicKind.DAY or asked.day is None:
        return None
    first = shelf.today + timedelta(days=1 if shelf.district.classes_over(shelf.at) else 0)
    if not first < asked.day <= first + IDLE_DAYS:
        return None
    for day in days_of(first, asked.day - timedelta(days=1)):
        found = in_cell(replace(blank, day=day, asked=replace(asked, day=day)), shelf)
        if found.claims:
            return replace(found, asked=asked)
    return None


def _lacks(found: Finding) -> bool:
    """Whether an hour was asked for that no claim found gives."""
    told_by_hour = found.topic.kind in (TopicKind.PLAN, TopicKind.SERVICE)
    return found.asked.detail is Detail.HOUR and told_by_hour and not any(h.claim.begins for h in found.claims)


def _without_school(asked: Asked, district: District) -> bool:
    if asked.day is None or asked.until is None:
        return False
    return not any(district.is_school_day(day) for day in days_of(asked.day, asked.until))


def _day_over(blank: Finding, shelf: Shelf) -> Finding:
    """Past: what was said about days now over, and the last word on the topic."""
    first, last = blank.asked.day or shelf.today, blank.asked.until or shelf.today
    said = [h for h in (*shelf.of(blank.topic), *shelf.past) if overlaps(h, first, last)]
    by_day = [settled_for([h for h in said if overlaps(h, day, day)], blank, shelf) for day in period(blank)]
    claims = (joined(by_day) if by_day else settled_for(said, blank, shelf)).claims
    return replace(blank, kind=FindingKind.PAST, claims=claims, last_word=_last_word(blank, shelf))


def _hole(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Finding:
    """Nothing is announced: what the parent knows, what is told beside, the nearest day with a claim, the last word."""
    nearest = nearest_told(found, shelf)
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
    said = [h for h in shelf.past if overlaps(h, shelf.today, shelf.today)]
    claims = settled_for(said, found, shelf).claims
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
    return settled_for([h for h in past if h.claim.event == event], found, shelf).claims


def _beside(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Iterable[tuple[Topic, tuple[Held, ...]]]:
    for slug in beside:
        topic = shelf.topics.get(slug)
        if topic is None:
            continue
        day = found.asked.day if found.asked.named_day or topic.kind.by_day else None
        asked = replace(found.asked, topic=slug, day=day, last_day=found.asked.last_day if day else None)
        told = in_cell(Finding(kind=found.kind, topic=topic, asked=asked, day=day), shelf)
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
