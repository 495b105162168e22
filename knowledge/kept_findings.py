"""What was found lately: in a rush many ask the same at once, and what their look-ups read is still as it was.

A look-up compares its moment with the instants that claims, events and conditions name, with the day, and with the end
of classes. So a finding holds between two such instants, and here never for longer than its minute; whoever keeps it
sees to it that nothing was written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from knowledge.edition import Edition
from knowledge.findings import Asked, Finding
from knowledge.standing import Standing
from knowledge.tables import Instant, claim, generation, revision, supersession

READ = (claim, generation, revision, supersession)
"""The tables that a look-up reads."""

NAMED = ("known_from", "known_until", "serve_from", "serve_until", "ended", "withdrawn")
AT_MOST = timedelta(minutes=1)

Stamp = tuple[int, ...]


@dataclass(frozen=True)
class Stretch:
    """From *since* on and before *until* a look-up finds the same."""

    since: datetime
    until: datetime
    classes_over: bool


@dataclass(frozen=True)
class KeptFindings:
    """Of one *edition*, as of what had been written at *stamp*."""

    edition: Edition
    stamp: Stamp
    stretch: Stretch
    _found: dict[Asked, Finding] = field(default_factory=dict)

    def hold(self, *, edition: Edition, stamp: Stamp, at: datetime) -> bool:
        stretch = self.stretch
        same = edition is self.edition and stamp == self.stamp and stretch.since <= at < stretch.until
        return same and edition.district.classes_over(at) == stretch.classes_over

    def of(self, asked: Sequence[Asked]) -> list[Finding] | None:
        """None unless all of it is here."""
        found = [self._found.get(one) for one in asked]
        return [one for one in found if one is not None] if None not in found else None

    def keep(self, found: Sequence[tuple[Asked, Finding]]) -> None:
        self._found.update(found)


def stretch_of(connection: Connection, standing: Standing, *, at: datetime, classes_over: bool) -> Stretch:
    """Around the moment *at*, of which *standing* is."""
    row = connection.execute(_nearest(), {"at": at}).one()
    named = [*row, *_named_by(standing)]
    begin = at.replace(second=0, microsecond=0)
    since = max([begin, *(one for one in named if one is not None and one <= at)])
    until = min([begin + AT_MOST, *(one for one in named if one is not None and one > at)])
    return Stretch(since, until, classes_over)


def _named_by(standing: Standing) -> Iterator[datetime | None]:
    yield from (one.ended for one in standing.events.values())
    yield from (one.settled for one in standing.conditions.values())


@cache
def _nearest() -> Select[Any]:
    """Of each column that a look-up compares its moment with, the last instant until then and the first one after."""
    columns = [*(claim.c[name] for name in NAMED), revision.c.known_from, revision.c.known_until]
    at = bindparam("at", type_=Instant())
    instants: list[ColumnElement[Any]] = []
    for column in columns:
        instants.append(select(func.max(column)).where(column <= at).scalar_subquery())
        instants.append(select(func.min(column)).where(column > at).scalar_subquery())
    return select(*(one.label(f"instant_{place}") for place, one in enumerate(instants)))
