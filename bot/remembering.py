"""What is remembered of a person in a room for half an hour: the last question, what was offered, half a question."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.parts import CARRIED_FOR, Last
from bot.questions import Choice, Outcome, Question, Reply
from knowledge.claims import Scope
from knowledge.district import Neighbour

REMEMBERED = 10_000  # people and rooms whose last question is kept for follow-ups
JOINED_WITHIN = timedelta(seconds=15)  # between two pieces of one question
LONGEST_JOINED = 200  # characters of two pieces together


@dataclass(frozen=True)
class Fragment:
    """A message that was not understood: perhaps the first half of a question sent in pieces."""

    text: str
    at: datetime

    @classmethod
    def of(cls, text: str, at: datetime) -> Fragment | None:
        """None where a message is too long to be a piece."""
        return cls(text, at) if len(text) < LONGEST_JOINED else None

    def still_open(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.at <= JOINED_WITHIN

    def joined(self, text: str, at: datetime) -> str | None:
        """Both pieces as one question; None where they are none."""
        both = f"{self.text} {text}"
        return both if self.still_open(at) and len(both) <= LONGEST_JOINED else None


@dataclass(frozen=True)
class Elsewhere:
    """Somebody else's schools that a person asked about: "is it closed tomorrow?" goes on about them."""

    neighbours: tuple[Neighbour, ...]
    at: datetime


@dataclass(frozen=True)
class Remembered:
    last: Last | None = None
    choices: tuple[Choice, ...] = ()
    fragment: Fragment | None = None
    elsewhere: Elsewhere | None = None
    at: datetime | None = None

    def last_at(self, at: datetime) -> Last | None:
        return self.last if self.last and self.last.still_counts(at) else None

    def offered_at(self, at: datetime) -> tuple[Choice, ...]:
        return self.choices if self.at and timedelta(0) <= at - self.at <= CARRIED_FOR else ()

    def elsewhere_at(self, at: datetime) -> Elsewhere | None:
        away = self.elsewhere
        return away if away and timedelta(0) <= at - away.at <= CARRIED_FOR else None


class Memory:
    """Of each person and room the newest; whoever asked longest ago is let go first."""

    def __init__(self) -> None:
        self._remembered: OrderedDict[tuple[str, str], Remembered] = OrderedDict()

    def of(self, question: Question) -> Remembered:
        return self._remembered.get((question.place, question.person), Remembered())

    def keep(
        self, question: Question, reply: Reply, *, before: Remembered, fragment: Fragment | None, at: datetime
    ) -> None:
        """*before*: what is kept on where the reply says nothing new of it. The person's own schools are not: they are
        read with each question, and none of those that others read along with."""
        key = (question.place, question.person)
        elsewhere = None if reply.findings and reply.outcome is not Outcome.OUT_OF_SCOPE else before.elsewhere
        last = _last_of(reply, at, own=question.scope) or before.last
        self._remembered[key] = Remembered(last, reply.choices, fragment, elsewhere, at)
        self._remembered.move_to_end(key)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)

    def forget_schools(self, person: str) -> None:
        """Which schools somebody asked about; what they asked is kept."""
        for key, kept in self._remembered.items():
            if key[1] == person and kept.last is not None:
                self._remembered[key] = replace(kept, last=replace(kept.last, scope=Scope()))

    def forget(self, person: str) -> None:
        for key in [key for key in self._remembered if key[1] == person]:
            del self._remembered[key]


def _last_of(reply: Reply, at: datetime, *, own: Scope) -> Last | None:
    if not reply.findings:
        return None
    found = reply.findings[-1]
    until = found.asked.last_day or found.day
    scope = Scope() if found.asked.scope == own else found.asked.scope
    return Last(found.topic.slug, found.day, until, scope, at, found.topic.kind.by_day)
