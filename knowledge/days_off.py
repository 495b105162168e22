"""Changing the days without school in a school calendar, so that no day stands in it twice and none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from knowledge.codec import Noun, changed_fields
from knowledge.district import District, Holiday

ONE_DAY = timedelta(days=1)
Calendar = tuple[Holiday, ...]


def touching(calendar: Iterable[Holiday], first: date, last: date) -> Calendar:
    return tuple(one for one in calendar if one.first <= last and first <= one.last)


def laid_over(calendar: Iterable[Holiday], fresh: Iterable[Holiday]) -> Calendar:
    """*fresh* in the place of what stood on its days; what reached beyond them keeps its other days."""
    days = list(calendar)
    for one in fresh:
        days = [*(part for other in days for part in _outside(other, one)), one]
    return _in_order(days)


def carried_over(before: Iterable[Holiday], after: Iterable[Holiday], onto: Iterable[Holiday]) -> Calendar | None:
    """What was changed from *before* to *after*, changed in a third that moved on; None where both touch one day."""
    old, new, stands = tuple(before), tuple(after), tuple(onto)
    gone, fresh = _only_in(old, new), _only_in(new, old)
    if _only_in(gone, stands):
        return None
    left = _only_in(stands, gone)
    if any(touching(left, one.first, one.last) for one in fresh):
        return None
    return _in_order((*left, *fresh))


def district_carried_over(before: Noun, after: Noun, onto: Noun) -> District | None:
    """The same of two states of a district between which only its calendar changed; None for anything else."""
    if not (isinstance(before, District) and isinstance(after, District) and isinstance(onto, District)):
        return None
    if changed_fields(before, after) != ("calendar",):
        return None
    calendar = carried_over(before.calendar, after.calendar, onto.calendar)
    return None if calendar is None else replace(onto, calendar=calendar)


def changed_days(before: Iterable[Holiday], after: Iterable[Holiday]) -> tuple[Calendar, Calendar]:
    """What is gone, and what is new."""
    old, new = tuple(before), tuple(after)
    return _only_in(old, new), _only_in(new, old)


def _only_in(one: Calendar, other: Calendar) -> Calendar:
    return tuple(holiday for holiday in one if holiday not in other)


def _outside(holiday: Holiday, taken: Holiday) -> Iterator[Holiday]:
    if not touching((holiday,), taken.first, taken.last):
        yield holiday
        return
    if holiday.first < taken.first:
        yield replace(holiday, last=taken.first - ONE_DAY)
    if taken.last < holiday.last:
        yield replace(holiday, first=taken.last + ONE_DAY)


def _in_order(days: Iterable[Holiday]) -> Calendar:
    return tuple(sorted(days, key=lambda one: (one.first, one.last)))
