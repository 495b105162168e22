"""Calendar arithmetic from the moment a question was asked: which Wednesday, which 23rd, which week.

Weeks run Monday to Sunday, a school week Monday to Friday. A year left out is the nearest one, leaning to the future.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

Tense = Literal["past", "present", "unknown"]
Spread = tuple[date, date]

FUTURE_LEAN = 4  # a future day may be four times as far away as a past one and is still the one meant
SMALL_HOURS = time(4)  # until then "tomorrow" can mean the day that has just begun
JUST_OVER = timedelta(days=31)  # "this winter" in March
NOON = time(12)
SCHOOL_OUT = time(16)  # when a district's hours are not given


@dataclass(frozen=True)
class Pick:
    """One day or span picked for a phrase, and what else the phrase could have meant."""

    first: date
    last: date
    alternatives: tuple[Spread, ...] = ()
    reason: str = ""
    sure: bool = True


def one(day: date, reason: str, *others: date) -> Pick:
    """A single day; with others it is ambiguous."""
    return Pick(day, day, tuple((other, other) for other in others), reason, sure=not others)


@dataclass(frozen=True)
class Moment:
    """All of a moment that words of days are read by: those read at two moments that are equal say the same."""

    today: date
    small_hours: bool
    before_noon: bool
    school_is_out: bool

    @classmethod
    def of(cls, at: datetime, *, after_classes: time | None = None) -> "Moment":
        """*at* is aware and in the district's zone; *after_classes*: when its classes end."""
        hour = at.time()
        return cls(at.date(), hour < SMALL_HOURS, hour < NOON, hour >= (after_classes or SCHOOL_OUT))

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    def day(self, offset: int) -> Pick:
        there = self.today + timedelta(days=offset)
        if offset > 0 and self.small_hours:
            return one(there, "tomorrow after midnight", there - timedelta(days=1))
        return one(there, {0: "today", 1: "tomorrow", -1: "yesterday"}.get(offset, "days from today"))

    def weekday(self, number: int, tense: Tense) -> Pick:
        ahead = timedelta(days=(number - self.today.weekday()) % 7)
        week = timedelta(days=7)
        if tense == "past":
            if ahead:
                return one(self.today + ahead - week, "past weekday")
            if self.school_is_out:
                return one(self.today, "past weekday, today", self.today - week)
            return one(self.today - week, "past weekday", self.today)
        if ahead:
            return one(self.today + ahead, "weekday")
        if self.school_is_out:
            return one(self.today, "weekday over for today", self.today + week)
        return one(self.today, "weekday today")

    def this_weekday(self, number: int, tense: Tense) -> Pick:
        there = self.monday + timedelta(days=number)
        if there >= self.today or tense == "past":
            return self.weekday(number, tense)
        near = there + timedelta(days=7)
        if near - self.today <= timedelta(days=3):
            return one(near, "weekday")
        return one(near, "this weekday is over", there)

    def next_weekday(self, number: int) -> Pick:
        near = self.today + timedelta(days=(number - self.today.weekday()) % 7)
        week = timedelta(days=7)
        if near == self.today:
            return one(near + week, "next weekday")
        if self.today.weekday() == 6:
            return one(near, "next weekday", near + week)
        if near < self.monday + week:
            return one(near + week, "next weekday", near)
        return one(near, "next weekday")

    def coming_weekday(self, number: int) -> Pick:
        ahead = (number - self.today.weekday()) % 7 or 7
        return one(self.today + timedelta(days=ahead), "coming weekday")

    def last_weekday(self, number: int) -> Pick:
        there = self.today - timedelta(days=(self.today.weekday() - number) % 7 or 7)
        if there >= self.monday:
            return one(there, "last weekday", there - timedelta(days=7))
        return one(there, "last weekday")

    def weekday_in(self, number: int, weeks: int) -> Pick:
        """The weekday of the calendar week so many weeks from this one."""
        there = self.monday + timedelta(days=number, weeks=weeks)
        if weeks > 0 and self.today.weekday() == 6:
            return one(there, "weekday of a week", there + timedelta(days=7))
        return one(there, "weekday of a week")

    def listed_weekday(self, number: int, tense: Tense) -> Pick:
        """The weekday of this week, on a Sunday of the coming one; one that is over may be next week's."""
        there = self.monday + timedelta(days=number, weeks=self.today.weekday() == 6)
        over = there < self.today or (there == self.today and self.school_is_out)
        if tense == "past" or not over:
            return one(there, "weekday of a list")
        return one(there, "weekday of a list", there + timedelta(days=7))

    def two_days(self, offset: int) -> Pick:
        """明后天: two days in a row from so many days ahead."""
        begin = self.day(offset)
        step = timedelta(days=1)
        others = tuple((first, last + step) for first, last in begin.alternatives)
        return Pick(begin.first, begin.last + step, others, "two days", sure=begin.sure)

    def week(self, weeks: int) -> Pick:
        start = self.monday + timedelta(weeks=weeks)
        span = Pick(start, start + timedelta(days=4), (), "week")
        if weeks == 0 and self.today.weekday() == 6:
            later = start + timedelta(weeks=1)
            return Pick(later, later + timedelta(days=4), ((span.first, span.last),), "week on a Sunday", sure=False)
        if weeks == 1 and self.today.weekday() == 6:
            later = start + timedelta(weeks=1)
            return Pick(span.first, span.last, ((later, later + timedelta(days=4)),), "week on a Sunday", sure=False)
        return span

    def rest_of_week(self) -> Pick:
        start = self.today + timedelta(days=1 if self.school_is_out else 0)
        end = max(self.monday + timedelta(days=4), min(start, self.monday + timedelta(days=6)))
        if start > end:
            start, end = self.today, self.today
        if start > self.monday + timedelta(days=4):
            end = self.monday + timedelta(days=6)
        return Pick(start, end, (), "rest of the week")

    def weekend(self, weeks: int, *, ambiguous: bool = False) -> Pick:
        saturday = self.monday + timedelta(days=5, weeks=weeks)
        near = saturday - timedelta(weeks=1)
        others = ((near, near + timedelta(days=1)),) if ambiguous and weeks == 1 else ()
        return Pick(saturday, saturday + timedelta(days=1), others, "weekend", sure=not others)

    def dated(self, month: int, day: int, year: int | None, tense: Tense) -> Pick | None:
        """The 23rd of March of that year, or of the nearest; None when the calendar has no such day."""
        if year is not None:
            there = calendar_day(year, month, day)
            return one(there, "date with year") if there else None
        around = range(self.today.year - 4, self.today.year + 5)
        days = [there for y in around if (there := calendar_day(y, month, day))]
        return one(self.nearest(days, tense), "date") if days else None

    def day_of_month(self, day: int, tense: Tense) -> Pick | None:
        first = self.today.replace(day=1)
        months = [shifted_month(first, step) for step in range(-3, 4)]
        days = [there for m in months if (there := calendar_day(m.year, m.month, day))]
        if tense == "past":
            days = [there for there in days if there <= self.today] or days
            return one(max(days), "day of the month") if days else None
        later = [there for there in days if there >= self.today]
        if not later:
            return None
        missed = [there for there in days if timedelta(0) < self.today - there <= timedelta(days=3)]
        return one(min(later), "day of the month", *missed)

    def last_day_of_month(self, day: int) -> Pick | None:
        """The latest such day of a month before today."""
        months = [shifted_month(self.today, step) for step in (0, -1, -2)]
        days = [there for m in months if (there := calendar_day(m.year, m.month, day)) and there < self.today]
        return one(days[0], "last day of the month") if days else None

    def whole_month(self, month: int, year: int | None, tense: Tense) -> Pick:
        if year is None:
            starts = [date(y, month, 1) for y in range(self.today.year - 1, self.today.year + 2)]
            if tense == "past":
                year = max(start for start in starts if start <= self.today).year
            else:
                year = min(start for start in starts if month_end(start) >= self.today).year
        start = date(year, month, 1)
        return Pick(start, month_end(start), (), "month")

    def season(self, number: int, year: int, *, sure: bool = True) -> Pick:
        """Spring is 1 and begins in March, winter 4 in December; unsure, it may be the one that ended in that year."""
        first, before = (date(begins, number * 3, 1) for begins in (year, year - 1))
        others = () if sure else ((before, month_end(shifted_month(before, 2))),)
        return Pick(first, month_end(shifted_month(first, 2)), others, "season", sure=sure)

    def season_here(self, number: int, tense: Tense) -> Pick:
        """This spring: the running or the coming one, the last one with a past verb; one just over is not ruled out."""
        seasons = [self.season(number, year) for year in range(self.today.year - 2, self.today.year + 2)]
        begun = [season for season in seasons if season.first <= self.today][-1]
        if tense == "past" or begun.last >= self.today:
            return begun
        coming = next(season for season in seasons if season.first > self.today)
        if self.today - begun.last > JUST_OVER:
            return coming
        return replace(coming, alternatives=((begun.first, begun.last),), sure=False)

    def season_away(self, number: int, *, ahead: bool) -> Pick:
        """Next spring, the first still to begin; last spring, the latest that is over."""
        seasons = [self.season(number, year) for year in range(self.today.year - 2, self.today.year + 2)]
        if ahead:
            return next(season for season in seasons if season.first > self.today)
        return [season for season in seasons if season.last < self.today][-1]

    def nearest(self, days: list[date], tense: Tense) -> date:
        def distance(there: date) -> float:
            away = (there - self.today).days
            if tense == "past":
                return -away if away <= 0 else away * FUTURE_LEAN * 10
            return away / FUTURE_LEAN if away >= 0 else -away

        return min(days, key=distance)


def calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted_month(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_end(start: date) -> date:
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])
