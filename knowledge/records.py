"""What was asked and told, as it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.findings import FindingKind
from knowledge.interest import Cell
from knowledge.meaning import Meaning


@dataclass(frozen=True)
class Asking:
    """A message as it came in and how it was understood. *place*, *person*: opaque to us. *reading*: plain JSON;
    *origin*: what brought it, noted again it takes the place of what was noted before; *company*: in which it was
    told."""

    asked: datetime
    place: str
    person: str
    text: str
    outcome: str
    language: str | None = None
    topics: tuple[str, ...] = ()
    reading: Mapping[str, Any] | None = None
    probability: float | None = None
    origin: str | None = None
    company: Company = Company.ALONE


@dataclass(frozen=True)
class Told:
    """One finding as somebody was told it. *told*: claim slugs with their revision numbers. *day_over*: when the day
    (or the last of several) is over on the district's clock; left out for a finding without a day. *meaning*,
    *lives_until*: what was told and until when it lives by itself; *generation*: of the knowledge it was found in."""

    topic: str
    finding: FindingKind
    day: date | None = None
    day_over: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    told: Mapping[str, int] = field(default_factory=dict)
    message: str | None = None
    last_day: date | None = None
    meaning: Meaning | None = None
    lives_until: datetime | None = None
    generation: int | None = None

    @property
    def cell(self) -> Cell:
        return Cell.of(self.topic, self.day, self.last_day, self.scope)


@dataclass(frozen=True)
class Missed:
    """What the knowledge base could not answer: a topic and day where they were understood."""

    topic: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Record:
    """One message with what was told of it and what was missed."""

    asking: Asking
    told: Sequence[Told] = ()
    missed: Sequence[Missed] = ()

    @property
    def whose(self) -> tuple[str, str]:
        return self.asking.person, self.asking.place
