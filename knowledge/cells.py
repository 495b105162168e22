"""What wins in a cell: among the claims found for one topic, day and part of the district, event by event.

On a status only official speakers count, and among theirs the narrowest and shortest; the words of others stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.claims import Scope
from knowledge.district import District
from knowledge.findings import Held
from knowledge.topics import Topic, TopicKind


@dataclass(frozen=True)
class Cell:
    """What holds in one cell. *reported*: words of unofficial speakers on a status, standing beside it; *exceptions*:
    narrower than what was asked."""

    claims: tuple[Held, ...] = ()
    reported: tuple[Held, ...] = ()
    exceptions: tuple[Held, ...] = ()
    disputed: bool = False


def joined(cells: Sequence[Cell]) -> Cell:
    """Several cells told one after the other, each claim once; they differ without being in dispute."""
    return Cell(
        claims=_once(held for cell in cells for held in cell.claims),
        reported=_once(held for cell in cells for held in cell.reported),
        exceptions=_once(held for cell in cells for held in cell.exceptions),
        disputed=any(cell.disputed for cell in cells),
    )


def settled(helds: Sequence[Held], scope: Scope, topic: Topic, district: District) -> Cell:
    covering = [h for h in helds if h.claim.scope.covers(scope, district)]
    touching = [h for h in helds if h.claim.scope.touches(scope, district)]
    narrower = [h for h in touching if h not in covering]
    if topic.kind is TopicKind.DAY:
        return _settled_status(covering, narrower, district)
    cell = _settled_words(_narrowest(covering) or touching, district)
    excepted = [h for h in _newest_by_place(narrower) if h not in cell.claims]
    return Cell(cell.claims, exceptions=tuple(excepted), disputed=cell.disputed)


def first_day(held: Held) -> date:
    return held.claim.first_day or date.max


def _once(helds: Iterable[Held]) -> tuple[Held, ...]:
    return tuple({held.claim.slug: held for held in helds}.values())


def _settled_words(helds: Sequence[Held], district: District) -> Cell:
    kept: list[Held] = []
    disputed = False
    for group in _grouped(helds, key=lambda h: (first_day(h), h.claim.event or "")):
        winners = _newest_by_speaker(group)
        kept += _in_fixed_order(winners, district)
        disputed = disputed or len({h.claim.speakers for h in winners}) > 1
    return Cell(tuple(kept), disputed=disputed)


def _newest_by_place(narrower: Sequence[Held]) -> Iterable[Held]:
    """What was said of one school does not take the place of what was said of another."""
    for group in _grouped(narrower, key=lambda h: (h.claim.scope, first_day(h), h.claim.event or "")):
        yield from _newest_by_speaker(group)


def _settled_status(covering: Sequence[Held], narrower: Sequence[Held], district: District) -> Cell:
    """Event by event, the one that keeps children home first; then school by school what is narrower."""
    told = joined([_status_of_event(group, district) for group in _by_event(covering)])
    of_places = [group for place in _grouped(narrower, key=lambda h: h.claim.scope) for group in _by_event(place)]
    excepted = joined([_status_of_event(group, district) for group in of_places])
    said = {_status_said(held) for held in told.claims}
    differing = tuple(held for held in excepted.claims if told.disputed or _status_said(held) not in said)
    return Cell(
        claims=tuple(sorted(told.claims, key=lambda h: not _keeps_home(h))),
        reported=told.reported + excepted.reported,
        exceptions=differing,
        disputed=told.disputed,
    )


def _status_of_event(helds: Sequence[Held], district: District) -> Cell:
    """The newest status of each official speaker, and beside it what was said since without naming one."""
    official = [h for h in helds if h.official]
    reported = tuple(h for h in _last_words(helds, by=_speakers) if not h.official)
    statuses = _newest_by_speaker(_shortest(_narrowest(_with_status(official))), by=_official_speakers)
    words = [h for h in _last_words(official, by=_official_speakers) if h.claim.status is None]
    words = [h for h in words if not any(_retires(one, h, by=_official_speakers) for one in statuses)]
    if len({_status_said(held) for held in statuses}) > 1:
        return Cell(tuple(_in_fixed_order([*statuses, *words], district)), reported, disputed=True)
    leading = sorted(_in_fixed_order(statuses, district), key=lambda h: h.as_of, reverse=True)[:1]
    return Cell((*leading, *_in_fixed_order(words, district)), reported)


def _status_said(held: Held) -> tuple[object, ...]:
    """What two officials must agree on, and what an exception must differ in."""
    return held.claim.status, held.claim.at, tuple(one.slug for one in held.conditions)


SpeakersOf = Callable[[Held], tuple[str, ...]]


def _speakers(held: Held) -> tuple[str, ...]:
    return held.claim.speakers or ("",)


def _official_speakers(held: Held) -> tuple[str, ...]:
    return tuple(one.slug for one in held.speakers if one.official)


def _last_words(helds: Sequence[Held], *, by: SpeakersOf) -> list[Held]:
    """The newest status of each speaker and the newest words without one; those do not take the place of a status."""
    statuses = _newest_by_speaker(_with_status(helds), by=by)
    without = _newest_by_speaker(_shortest(_narrowest([h for h in helds if h.claim.status is None])), by=by)
    return statuses + [h for h in without if not any(_retires(one, h, by=by) for one in statuses)]


def _retires(newer: Held, older: Held, *, by: SpeakersOf) -> bool:
    return newer.as_of > older.as_of and set(by(older)) <= set(by(newer))


def _with_status(helds: Sequence[Held]) -> list[Held]:
    return [h for h in helds if h.claim.status is not None]


def _newest_by_speaker(helds: Sequence[Held], *, by: SpeakersOf = _speakers) -> list[Held]:
    """What is the last word of one of its speakers, whatever the order of arrival; several claims of one notice stay
    together, and a newer joint one retires what each of its speakers said alone."""
    newest: dict[str, datetime] = {}
    for held in helds:
        for slug in by(held):
            newest[slug] = max(newest.get(slug, held.as_of), held.as_of)
    return [h for h in helds if any(newest[slug] == h.as_of for slug in by(h))]


def _keeps_home(held: Held) -> bool:
    return held.claim.status is not None and held.claim.status.keeps_children_home


def _by_event(helds: Iterable[Held]) -> list[list[Held]]:
    return _grouped(helds, key=lambda h: h.claim.event or "")


def _grouped(helds: Iterable[Held], *, key: Callable[[Held], Hashable]) -> list[list[Held]]:
    groups: dict[Hashable, list[Held]] = {}
    for held in sorted(helds, key=first_day):
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


def _in_fixed_order(helds: Sequence[Held], district: District) -> list[Held]:
    """Official speakers first, then as the profile lists them: neither side is put first by what it says."""
    places = {one.slug: place for place, one in enumerate(district.speakers)}

    def place(held: Held) -> tuple[bool, int]:
        return not held.official, min((places.get(slug, len(places)) for slug in held.claim.speakers), default=0)

    return sorted(helds, key=place)
