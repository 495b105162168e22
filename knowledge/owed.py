"""What is owed: a finding that somebody must be told anew, written down until they are told it or need it no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.interest import CANCELLED, CORRECTION, PENDING, REPLACED, SILENT, Cell, cell_of
from knowledge.listed import insert_alike
from knowledge.loudness import Loudness
from knowledge.meaning import Meaning
from knowledge.people import scope_body
from knowledge.revisions import in_parts
from knowledge.tables import apart, owed


@dataclass(frozen=True)
class Owed:
    """One finding that somebody must be told anew. *because*: told, followed or asked. *due*: not yet, but from this
    instant on, when what is said begins; *not_after*: from then on it is no use any more; *company*: in which they were
    told; of followers none."""

    person: str
    place: str
    topic: str
    because: str
    day: date | None = None
    last_day: date | None = None
    scope: Scope = field(default_factory=Scope)
    before: Meaning | None = None
    after: Meaning | None = None
    due: datetime | None = None
    not_after: datetime | None = None
    number: int = 0
    company: Company | None = None

    @property
    def cell(self) -> Cell:
        return Cell.of(self.topic, self.day, self.last_day, self.scope)


@dataclass(frozen=True)
class Reckoned:
    """What is owed, and which rows that were waiting are replaced by it or no longer needed."""

    owed: tuple[Owed, ...] = ()
    replaced: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()


def keep(
    connection: Connection,
    reckoned: Reckoned,
    *,
    change: int | None,
    at: datetime,
    loudness: Loudness = Loudness.ORDINARY,
) -> None:
    """What is told quietly is told to nobody by itself; what others read along is rewritten all the same."""
    close_owed(connection, reckoned.replaced, REPLACED, at)
    close_owed(connection, reckoned.cancelled, CANCELLED, at)
    alike: dict[object, list[Owed]] = defaultdict(list)
    for one in reckoned.owed:
        about = (one.topic, one.day, one.last_day, one.scope, one.because, one.not_after, one.company)
        alike[*about, id(one.before), id(one.after)].append(one)  # meanings that many know are read but once
    for some in alike.values():
        same, rows = _same(some[0], change, at, loudness), [(one.person, one.place) for one in some]
        insert_alike(connection, owed, same=same, names=("person", "place"), rows=rows)


def close_owed(connection: Connection, numbers: Sequence[int], state: str, at: datetime) -> None:
    """By the numbers of their rows."""
    for part in in_parts(numbers):
        connection.execute(update(owed).where(owed.c.id.in_(part)).values(state=state, settled=at))


def owed_of(rows: Iterable[Row[Any]]) -> Iterator[Owed]:
    for row in rows:
        yield owed_as(row, cell_of(row), before=row.before, after=row.after)


def owed_as(row: Row[Any], cell: Cell, *, before: Meaning | None, after: Meaning | None) -> Owed:
    return Owed(
        row.person,
        row.place,
        row.topic,
        row.because,
        row.day,
        row.last_day,
        cell.scope,
        before=before,
        after=after,
        not_after=row.not_after,
        number=row.id,
        company=Company(row.company) if row.company else None,
    )


def _same(one: Owed, change: int | None, at: datetime, loudness: Loudness) -> dict[str, Any]:
    silent = loudness is Loudness.QUIET and one.company is not Company.ROOM
    return {
        "change_id": change,
        "kind": CORRECTION,
        "topic": one.topic,
        "day": one.day,
        "last_day": one.last_day,
        "scope": scope_body(one.scope),
        "apart": apart(one.last_day, scope_body(one.scope)),
        "because": one.because,
        "before": one.before,
        "after": one.after,
        "recorded": at,
        "not_after": one.not_after,
        "state": SILENT if silent else PENDING,
        "company": one.company.value if one.company else None,
        "loudness": loudness.value,
    }
