"""What somebody knows of a cell: what they were told last, and what still waits to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from knowledge.company import Company
from knowledge.findings import FindingKind
from knowledge.interest import CORRECTION, PENDING, SENT, STOPPED, Cell
from knowledge.kept import Kept, Stretch, read_kept
from knowledge.meaning import HOLES, Meaning, hole, is_bare
from knowledge.tables import owed, telling


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


def read_knowings(
    connection: Connection,
    before: Mapping[Cell, Meaning],
    *,
    at: datetime,
    people: Stretch | None = None,
) -> dict[tuple[str, str, Cell], Knowing]:
    """By person, place and cell. *before*: what each cell meant before the act."""
    known: dict[tuple[str, str, Cell], Knowing] = defaultdict(Knowing)
    for one in read_kept(connection, telling, before.keys(), people=people):
        row, knowing = one.row, known[one.row.person, one.row.place, one.cell]
        meaning = one.meanings["meaning"] or _as_recorded(row, before[one.cell])
        knowing.hear(meaning, row.told_at)
        over = (row.day is not None and row.day_over <= at) or (row.lives_until is not None and row.lives_until <= at)
        if not over and not is_bare(meaning) and row.stopped is None and row.company != Company.ASIDE:
            knowing.believe_until(row.lives_until, row.company)
    heard = (owed.c.kind == CORRECTION, owed.c.state.in_((PENDING, SENT, STOPPED)))
    for one in read_kept(connection, owed, before.keys(), *heard, people=people):
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
