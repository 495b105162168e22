"""Reckoning what somebody knows of a cell against what holds there now: whoever knows otherwise is owed a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.district import District
from knowledge.findings import FindingKind
from knowledge.interest import (
    CANCELLED,
    CORRECTION,
    PENDING,
    REPLACED,
    SENT,
    SILENT,
    STOPPED,
    Cell,
    Somebody,
    cell_of,
)
from knowledge.kept import MEANINGS, Kept, Stretch, read_kept
from knowledge.loudness import Loudness
from knowledge.meaning import HOLES, Meaning, Meant, hole, is_bare
from knowledge.people import scope_body
from knowledge.revisions import in_parts
from knowledge.tables import owed, telling


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


@dataclass
class Knowing:
    """What somebody knows of a cell: by the newest they were told, or before the corrections still waiting.
    *told*: whether they were told something that would still live, until *lives_until*."""

    newest: Meaning | None = None
    at: datetime | None = None
    told: bool = False
    lives_until: datetime | None = None
    waiting: list[Kept] = field(default_factory=list)
    company: Company | None = None

    def hear(self, meaning: Meaning, at: datetime) -> None:
        if self.at is None or at >= self.at:
            self.newest, self.at = meaning, at

    def believe_until(self, end: datetime | None, company: str | None) -> None:
        self.told = True
        if company is not None:
            self.company = Company(company)
        self.lives_until = max((one for one in (self.lives_until, end) if one is not None), default=None)

    def state(self, before: Meaning) -> Meaning:
        """*before*: what held before the act, for those who were never told."""
        first = self.waiting[0] if self.waiting else None
        if first is not None and (self.at is None or self.at <= first.row.recorded):
            return first.meanings["before"] or before
        return before if self.newest is None else self.newest

    def is_owed_since(self, change: int, before: Meaning, after: Meaning) -> bool:
        """Whether a later change has already been reckoned for them, or this one with the same outcome."""
        newest = self.waiting[-1] if self.waiting else None
        if newest is None or newest.row.change_id is None:
            return False
        same = (newest.meanings["before"], newest.meanings["after"]) == (before, after)
        return bool(newest.row.change_id > change or (newest.row.change_id == change and same))


@dataclass(frozen=True)
class Reckoned:
    """What is owed, and which rows that were waiting are replaced by it or no longer needed."""

    owed: tuple[Owed, ...] = ()
    replaced: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()


def moved(before: Mapping[Cell, Meant], after: Mapping[Cell, Meant]) -> frozenset[Cell]:
    """The cells that the act changed in meaning."""
    return frozenset(cell for cell in before if before[cell].meaning != after[cell].meaning)


def reckon(
    connection: Connection,
    before: Mapping[Cell, Meant],
    after: Mapping[Cell, Meant],
    *,
    followers: Mapping[Cell, Collection[Somebody]],
    district: District,
    at: datetime,
    change: int | None = None,
    people: Stretch | None = None,
) -> Reckoned:
    """*at*: the moment at which what people were told must still live. *change*: of what is reckoned late; what has
    come to be owed since stays."""
    cells = moved(before, after)
    known = _knowings(connection, cells, {cell: before[cell].meaning for cell in cells}, at=at, people=people)
    for cell in cells:
        for person, place in followers.get(cell, ()):
            known.setdefault((person, place, cell), Knowing())
    rows: list[Owed] = []
    replaced: list[int] = []
    cancelled: list[int] = []
    for (person, place, cell), knowing in known.items():
        now, knows = after[cell], knowing.state(before[cell].meaning)
        follows = (person, place) in followers.get(cell, ())
        waiting = [one.row.id for one in knowing.waiting]
        if change is not None and knowing.is_owed_since(change, knows, now.meaning):
            continue
        if knows == now.meaning or not (knowing.told or follows):
            cancelled += waiting
            continue
        replaced += waiting
        ends = (cell.day_over(district), now.lives_until or knowing.lives_until)
        rows.append(
            Owed(
                person,
                place,
                cell.topic,
                "told" if knowing.told else "followed",
                cell.day,
                cell.last_day,
                cell.scope,
                before=knows,
                after=now.meaning,
                not_after=min((one for one in ends if one is not None), default=None),
                company=None if follows else knowing.company,
            )
        )
    return Reckoned(tuple(rows), tuple(replaced), tuple(cancelled))


def keep(
    connection: Connection,
    reckoned: Reckoned,
    *,
    change: int | None,
    at: datetime,
    loudness: Loudness = Loudness.ORDINARY,
) -> None:
    """What is told quietly is told to nobody by itself; what others read along is rewritten all the same."""
    _settle(connection, reckoned.replaced, REPLACED, at)
    _settle(connection, reckoned.cancelled, CANCELLED, at)
    if reckoned.owed:
        connection.execute(insert(owed), [_row(one, change, at, loudness) for one in reckoned.owed])


def retell(
    connection: Connection,
    before: Mapping[Cell, Meant],
    after: Mapping[Cell, Meant],
    *,
    at: datetime,
    people: Stretch | None = None,
) -> None:
    """Only the wording changed: whoever was told the old words was told what the new ones mean."""
    cells = moved(before, after)
    for table in (telling, owed):
        kept = list(read_kept(connection, table, cells, people=people))
        for name in (column.name for column in table.c if column.name in MEANINGS):
            told = [one for one in kept if one.meanings[name] == before[one.cell].meaning]
            new = [{"row": one.row.id, "said": after[one.cell].meaning} for one in told]
            if new:
                values = {name: bindparam("said", type_=table.c[name].type)}
                connection.execute(update(table).where(table.c.id == bindparam("row")).values(values), new)
    still = (owed.c.kind == CORRECTION, owed.c.state == PENDING)
    waiting = read_kept(connection, owed, cells, *still, people=people)
    known = [one.row.id for one in waiting if one.meanings["before"] == one.meanings["after"]]
    _settle(connection, known, CANCELLED, at)


def longer(before: Mapping[Cell, Meant], after: Mapping[Cell, Meant]) -> dict[Cell, datetime]:
    """The cells of which the same holds longer now, and until when."""
    return {
        cell: end
        for cell in before
        if before[cell].meaning == after[cell].meaning
        and (end := after[cell].lives_until) is not None
        and end > (before[cell].lives_until or end)
    }


def renew(
    connection: Connection,
    before: Mapping[Cell, Meant],
    after: Mapping[Cell, Meant],
    *,
    at: datetime,
    people: Stretch | None = None,
) -> None:
    """The same said again lives longer: what people were told of it does so too."""
    ends = longer(before, after)
    told = [
        one
        for one in read_kept(connection, telling, ends.keys(), people=people)
        if one.meanings["meaning"] == after[one.cell].meaning
    ]
    rows = [
        {"row": one.row.id, "end": ends[one.cell]}
        for one in told
        if one.row.lives_until is not None and at < one.row.lives_until < ends[one.cell]
    ]
    if rows:
        values: dict[str, Any] = {"lives_until": bindparam("end")}
        connection.execute(update(telling).where(telling.c.id == bindparam("row")).values(values), rows)


def _knowings(
    connection: Connection,
    cells: Collection[Cell],
    before: Mapping[Cell, Meaning],
    *,
    at: datetime,
    people: Stretch | None,
) -> dict[tuple[str, str, Cell], Knowing]:
    known: dict[tuple[str, str, Cell], Knowing] = defaultdict(Knowing)
    for one in read_kept(connection, telling, cells, people=people):
        row, knowing = one.row, known[one.row.person, one.row.place, one.cell]
        meaning = one.meanings["meaning"] or _as_recorded(row, before[one.cell])
        knowing.hear(meaning, row.told_at)
        over = (row.day is not None and row.day_over <= at) or (row.lives_until is not None and row.lives_until <= at)
        if not over and not is_bare(meaning) and row.stopped is None and row.company != Company.ASIDE:
            knowing.believe_until(row.lives_until, row.company)
    heard = (owed.c.kind == CORRECTION, owed.c.state.in_((PENDING, SENT, STOPPED)))
    for one in read_kept(connection, owed, cells, *heard, people=people):
        row, knowing = one.row, known[one.row.person, one.row.place, one.cell]
        if row.state == PENDING:
            knowing.waiting.append(one)
            continue
        meaning = one.meanings["after"] or hole()
        knowing.hear(meaning, row.settled)
        if row.state == SENT and not is_bare(meaning) and (row.not_after is None or row.not_after > at):
            knowing.believe_until(row.not_after, row.company)
    return known


def _as_recorded(row: Row[Any], before: Meaning) -> Meaning:
    """For what was told before its meaning was kept: a hole, or else what stood until now."""
    return hole() if FindingKind(row.finding) in HOLES else before


def _settle(connection: Connection, numbers: Sequence[int], state: str, at: datetime) -> None:
    for part in in_parts(numbers):
        connection.execute(update(owed).where(owed.c.id.in_(part)).values(state=state, settled=at))


def _row(one: Owed, change: int | None, at: datetime, loudness: Loudness) -> dict[str, Any]:
    silent = loudness is Loudness.QUIET and one.company is not Company.ROOM
    return {
        "change_id": change,
        "kind": CORRECTION,
        "person": one.person,
        "place": one.place,
        "topic": one.topic,
        "day": one.day,
        "last_day": one.last_day,
        "scope": scope_body(one.scope),
        "because": one.because,
        "before": one.before,
        "after": one.after,
        "recorded": at,
        "not_after": one.not_after,
        "state": SILENT if silent else PENDING,
        "company": one.company.value if one.company else None,
        "loudness": loudness.value,
    }


def owed_of(rows: Iterable[Row[Any]]) -> Iterator[Owed]:
    for row in rows:
        cell = cell_of(row)
        yield Owed(
            row.person,
            row.place,
            row.topic,
            row.because,
            row.day,
            row.last_day,
            cell.scope,
            before=row.before,
            after=row.after,
            not_after=row.not_after,
            number=row.id,
            company=Company(row.company) if row.company else None,
        )
