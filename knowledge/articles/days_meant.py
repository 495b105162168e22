"""Which days a clause means: those it names, or those of what stood before it in the article."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from knowledge.articles.clauses import Clause, span_of
from knowledge.articles.sentences import Cues
from knowledge.claims import Scope, Status
from knowledge.district import District

Span = tuple[date, date]
_DAY = timedelta(days=1)


class DaysMeant:
    """Remembers the days of the paragraph (*here*) and of the news itself (*lede*). *at*: the instant the article
    speaks from, None where nobody knows it."""

    def __init__(self, district: District, at: datetime | None) -> None:
        self._district = district
        self._at = at
        self.lede: Span | None = None
        self.lede_condition: str | None = None
        self._status_days: dict[Scope, Span] = {}
        self._turns: dict[Span, Status] = {}
        self.here: Span | None = None

    def new_paragraph(self) -> None:
        self.here = None

    @property
    def around(self) -> Span | None:
        return self.here or (self.lede if len(set(self._status_days.values())) <= 1 else None)

    def said(self, clause: Clause, cues: Cues, *, hangs: bool = False) -> Span | None:
        if self._at is None:
            return None
        text = clause.text
        if cues.has(text, "same_days") and self.lede is not None:
            return self.lede
        if not clause.days and cues.has(text, "next_day") and self.here is not None:
            return self.here[1] + _DAY, self.here[1] + _DAY
        if not clause.days and clause.hours and cues.has(text, "decided") and self._is_to_come(clause):
            return self._at.date(), self._at.date()  # "will send an update by 7 p.m." is meant for the same day
        days = span_of(clause, cues, at=self._at, evening=self._district.classes_over(self._at))
        if hangs and days is not None and self.lede is not None and cues.has(text, "stays"):
            return self._only_longer(days, self.lede)
        return days

    def _is_to_come(self, clause: Clause) -> bool:
        return self._at is not None and clause.hours[0].begin > self._at.time()

    def _only_longer(self, days: Span, lede: Span) -> Span:
        """ "If …, they stay closed through Friday", after they were said to be until Thursday, is news of Friday."""
        goes_on = lede[0] <= days[0] <= lede[1] < days[1]
        return (lede[1] + _DAY, days[1]) if goes_on else days

    def remember(
        self, days: Span | None, when: Span | tuple[None, None], scope: Scope, *, leads: bool, status: Status | None
    ) -> None:
        """*leads*: it says whether school is on, so that what says no day is meant for the same."""
        self.here = days or self.here
        if when[0] is None or self._at is None or when[0] < self._at.date():
            return
        if leads or not self._status_days:
            self.lede = self.lede if self._status_days else when
        if leads:
            self._status_days.setdefault(scope, when)
        if status in (Status.DELAYED, Status.EARLY_DISMISSAL):
            self._turns.setdefault(when, status)

    def turn_of(self, days: Span | None) -> Status | None:
        """Whether the hours of a list are those of a late start or an early dismissal on these days."""
        return self._turns.get(days) if days is not None else None

    def is_ahead(self, days: Span | None) -> bool:
        return days is not None and self._at is not None and days[1] > self._at.date()

    def is_over(self, days: Span | None) -> bool:
        return days is not None and self._at is not None and days[1] < self._at.date()
