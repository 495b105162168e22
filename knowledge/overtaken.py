"""What somebody was told while it was being changed: answered from before a change, written down after it.

The change could not count what was not yet written down, so whoever writes it down looks again and owes what it missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from knowledge.company import Company
from knowledge.interest import CANCELLED, CORRECTION, PENDING, Cell, cell_of, read_ground
from knowledge.meaning import Meaning, Meant, is_bare
from knowledge.owed import Owed, Reckoned, keep
from knowledge.present import present
from knowledge.tables import change, generation, owed


@dataclass(frozen=True)
class Heard:
    """What one person was told of a cell. *generation*: of the knowledge it was found in; None for the present one."""

    cell: Cell
    meant: Meant
    generation: int | None = None

    @property
    def meaning(self) -> Meaning:
        return self.meant.meaning


@dataclass(frozen=True)
class ToldTo:
    """What one person was told at once, in one room."""

    person: str
    place: str
    at: datetime
    heard: Sequence[Heard]
    company: Company = Company.ALONE


@dataclass(frozen=True)
class Settling:
    """What is asked each time something was told, made once for many times."""

    @cached_property
    def in_force(self) -> Select[int, datetime]:
        """Held so that nobody publishes meanwhile: a change either counts this telling or is seen by it."""
        return select(generation.c.number, generation.c.changed).with_for_update(read=True)

    @cached_property
    def waiting(self) -> Select[Any]:
        theirs = owed.c.person.in_(bindparam("who", expanding=True))
        return select(owed).where(theirs, owed.c.kind == CORRECTION, owed.c.state == PENDING)


def settle_told(connection: Connection, told: Sequence[ToldTo], *, settling: Settling) -> None:
    """What is told now need not be told again; what is no longer true is owed at once. Nobody is named twice for one
    room."""
    now = connection.execute(settling.in_force).one()
    waiting: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(settling.waiting, {"who": list({one.person for one in told})}).all():
        waiting[row.person, row.place].append(row)
    for one in told:
        _settle(connection, one, waiting[one.person, one.place], in_force=now)


def _settle(connection: Connection, told: ToldTo, waiting: Sequence[Row[Any]], *, in_force: Row[int, datetime]) -> None:
    for one in told.heard:
        same = [row.id for row in waiting if cell_of(row) == one.cell and row.after == one.meaning]
        if same:
            done = update(owed).where(owed.c.id.in_(same))
            connection.execute(done.values(state=CANCELLED, settled=told.at))
    # Either the change came after the look-up, or the look-up was for a moment just before it.
    known = (None, in_force.number)
    missed = [one for one in told.heard if one.generation not in known or told.at < in_force.changed]
    late = [one for one in missed if not is_bare(one.meaning)]
    if late and told.company is not Company.ASIDE:
        at = max(told.at, in_force.changed)
        _owe(connection, late, waiting, told=told, at=at)


def _owe(
    connection: Connection,
    late: Sequence[Heard],
    waiting: Sequence[Row[Any]],
    *,
    told: ToldTo,
    at: datetime,
) -> None:
    ground = read_ground(connection, {one.cell.topic for one in late})
    newest: int | None = connection.scalars(select(func.max(change.c.id))).one()
    now = present(connection, {one.cell for one in late}, at=at, ground=ground)
    for one in late:
        cell, meant = one.cell, now[one.cell]
        ends = [end for end in (cell.day_over(ground.district), one.meant.lives_until) if end is not None]
        mine = [row for row in waiting if cell_of(row) == cell]
        owed_already = any((row.before, row.after) == (one.meaning, meant.meaning) for row in mine)
        if meant.meaning == one.meaning or owed_already or (ends and min(ends) <= at):
            continue
        ends = [end for end in (cell.day_over(ground.district), meant.lives_until or one.meant.lives_until) if end]
        row = Owed(
            told.person,
            told.place,
            cell.topic,
            "told",
            cell.day,
            cell.last_day,
            cell.scope,
            before=one.meaning,
            after=meant.meaning,
            not_after=min(ends, default=None),
            company=told.company,
        )
        keep(connection, Reckoned((row,), replaced=tuple(row.id for row in mine)), change=newest, at=at)
