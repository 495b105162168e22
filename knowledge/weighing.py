"""What wins among the claims found: the cell of topic, day and scope, event by event; what is past and what is a hole.

Nothing here reads a clock or a database: the shelf holds what a query found to be valid at its moment.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from knowledge.claims import Scope
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


@dataclass(frozen=True)
class Cell:
    """What holds in one cell. *reported*: words of unofficial speakers on a status, standing beside it."""

    claims: tuple[Held, ...] = ()
    reported: tuple[Held, ...] = ()
    disputed: bool = False


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
    about = _about(shelf.of(finding.topic), finding, shelf)
    scope, district = finding.asked.scope, shelf.district
    cell = _settled(about, scope, finding.topic, district)
    touching = [h for h in about if h.claim.scope.touches(scope, district)]
    narrower = [h for h in touching if not h.claim.scope.covers(scope, district)]
    kind = FindingKind.DISPUTED if cell.disputed else FindingKind.KNOWN
    return replace(
        finding,
        kind=kind if cell.claims else finding.kind,
        claims=cell.claims,
        reported=cell.reported,
        exceptions=tuple(h for h in _newest_by_speaker(narrower) if h not in cell.claims),
    )


def _about(helds: Iterable[Held], finding: Finding, shelf: Shelf) -> tuple[Held, ...]:
    """The claims about the day asked, of the event that day falls in; without a day, all that is not over."""
    first, last = finding.asked.day, finding.asked.until
    if first is None or last is None:
        return tuple(held for held in helds if not _is_over(held, shelf.today))
    if finding.topic.kind.by_day:
        return tuple(held for held in helds if _answers_days(held, finding.topic, first, last, shelf))
    events = shelf.events_of(first, last)
    return tuple(
        held
        for held in helds
        if (not held.claim.has_day or _overlaps(held, first, last))
        and (held.claim.event is None or held.claim.event in events or (not events and last >= shelf.today))
    )


def _answers_days(held: Held, topic: Topic, first: date, last: date, shelf: Shelf) -> bool:
    if held.claim.has_day:
        return _overlaps(held, first, last)
    if topic.kind is TopicKind.PLAN:
        return False  # "a strike is possible" says nothing of a day
    until = held.claim.serve_until or held.as_of + topic.keeps
    return shelf.today <= first <= shelf.district.local(until).date()


def _overlaps(held: Held, first: date, last: date) -> bool:
    begins = held.claim.first_day
    return begins is not None and begins <= last and first <= (held.claim.last_day or begins)


def _is_over(held: Held, today: date) -> bool:
    last = held.claim.last_day or held.claim.first_day
    return last is not None and last < today


def _without_school(asked: Asked, district: District) -> bool:
    if asked.day is None or asked.until is None:
        return False
    days = (asked.day + timedelta(days=ahead) for ahead in range((asked.until - asked.day).days + 1))
    return not any(district.is_school_day(day) for day in days)


def _settled(helds: Sequence[Held], scope: Scope, topic: Topic, district: District) -> Cell:
    covering = [h for h in helds if h.claim.scope.covers(scope, district)]
    if topic.kind is TopicKind.DAY:
        return _settled_status(covering, district)
    touching = [h for h in helds if h.claim.scope.touches(scope, district)]
    kept: list[Held] = []
    disputed = False
    for group in _grouped(_narrowest(covering) or touching, key=lambda h: (_day(h), h.claim.event or "")):
        winners = _newest_by_speaker(group)
        kept += _in_fixed_order(winners, district)
        disputed = disputed or len({h.claim.speakers for h in winners}) > 1
    return Cell(tuple(kept), disputed=disputed)


def _settled_status(covering: Sequence[Held], district: District) -> Cell:
    """Event by event: the official speakers' newest words; the others' stand beside as reported."""
    cells = [_status_of_event(group, district) for group in _grouped(covering, key=lambda h: h.claim.event or "")]
    claims = sorted((h for cell in cells for h in cell.claims), key=lambda h: not _keeps_home(h))
    return Cell(
        claims=tuple(claims),
        reported=tuple(h for cell in cells for h in cell.reported),
        disputed=any(cell.disputed for cell in cells),
    )


def _status_of_event(covering: Sequence[Held], district: District) -> Cell:
    newest = _newest_by_speaker(_shortest(_narrowest(covering)))
    official = _in_fixed_order([h for h in newest if h.official], district)
    with_status = [h for h in official if h.claim.status is not None]
    said = {(h.claim.status, h.claim.at, tuple(one.slug for one in h.conditions)) for h in with_status}
    if len(said) > 1:
        return Cell(tuple(official), _unofficial(newest), disputed=True)
    leading = sorted(with_status, key=lambda h: h.as_of, reverse=True)[:1]
    beside_it = [h for h in official if h.claim.status is None]
    return Cell((*leading, *beside_it), _unofficial(newest))


def _unofficial(helds: Sequence[Held]) -> tuple[Held, ...]:
    return tuple(h for h in helds if not h.official)


def _keeps_home(held: Held) -> bool:
    return held.claim.status is not None and held.claim.status.keeps_children_home


def _day(held: Held) -> date:
    return held.claim.first_day or date.max


def _grouped(helds: Iterable[Held], *, key: Callable[[Held], Hashable]) -> list[list[Held]]:
    groups: dict[Hashable, list[Held]] = {}
    for held in sorted(helds, key=_day):
        groups.setdefault(key(held), []).append(held)
    return list(groups.values())


def _narrowest(helds: Sequence[Held]) -> list[Held]:
    """School beats level beats district."""
    closest = max((h.claim.scope.narrowness for h in helds), default=0)
    return [h for h in helds if h.claim.scope.narrowness == closest]


def _shortest(helds: Sequence[Held]) -> list[Held]:
    """A single day beats a span, a span beats no day."""

    def width(held: Held) -> timedelta:
        first, last = held.claim.first_day, held.claim.last_day
        return timedelta.max if first is None else (last or first) - first

    least = min((width(h) for h in helds), default=timedelta.max)
    return [h for h in helds if width(h) == least]


def _newest_by_speaker(helds: Sequence[Held]) -> list[Held]:
    """Of each speaker the newest as-of, whatever the order of arrival; several claims of one notice stay together."""
    newest: dict[tuple[str, ...], datetime] = {}
    for held in helds:
        newest[held.claim.speakers] = max(newest.get(held.claim.speakers, held.as_of), held.as_of)
    return [h for h in helds if h.as_of == newest[h.claim.speakers]]


def _in_fixed_order(helds: Sequence[Held], district: District) -> list[Held]:
    """Official speakers first, then as the profile lists them: neither side is put first by what it says."""
    places = {one.slug: place for place, one in enumerate(district.speakers)}

    def place(held: Held) -> tuple[bool, int]:
        return not held.official, min((places.get(slug, len(places)) for slug in held.claim.speakers), default=0)

    return sorted(helds, key=place)


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
    nearest = min(coming, key=lambda h: (abs((_day(h) - aim).days), _day(h)))
    same_day = [h for h in coming if h.claim.first_day == nearest.claim.first_day]
    return _settled(same_day, asked.scope, finding.topic, shelf.district).claims


def _day_over(blank: Finding, shelf: Shelf) -> Finding:
    """Past: what was said about days now over, and the last word on the topic."""
    first, last = blank.asked.day or shelf.today, blank.asked.until or shelf.today
    said = [h for h in (*shelf.of(blank.topic), *shelf.past) if _overlaps(h, first, last)]
    claims = _settled(said, blank.asked.scope, blank.topic, shelf.district).claims
    return replace(blank, kind=FindingKind.PAST, claims=claims, last_word=_last_word(blank, shelf))


def _hole(found: Finding, shelf: Shelf, beside: Sequence[str]) -> Finding:
    """Nothing is announced: what the parent knows, what is told beside, the nearest day with a claim, the last word."""
    nearest = _nearest(found, shelf)
    past = _gone_by(found, shelf)
    no_day = found.asked.day is None or (not found.asked.named_day and found.topic.kind is not TopicKind.DAY)
    ended = not nearest and bool(past) and (no_day or not found.topic.kind.by_day)
    hole = replace(
        found,
        kind=FindingKind.PAST if ended else FindingKind.NOT_ANNOUNCED,
        claims=past if ended else (),
        nearest=nearest,
        beside=tuple(_beside(found, shelf, beside)),
        last_word=None if nearest else _last_word(found, shelf),
    )
    return _with_parent(hole, shelf)


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
    return _settled([h for h in past if h.claim.event == event], found.asked.scope, found.topic, shelf.district).claims


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
