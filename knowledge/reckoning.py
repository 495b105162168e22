"""Reckoning what somebody knows of a cell against what holds there now: whoever knows otherwise is owed a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from knowledge.district import District
from knowledge.interest import CANCELLED, CORRECTION, PENDING, Cell, Somebody
from knowledge.kept import MEANINGS, Stretch, read_kept
from knowledge.knowing import Knowing, read_knowings
from knowledge.meaning import Meaning, Meant
from knowledge.owed import Owed, Reckoned, close_owed
from knowledge.tables import owed, telling


def moved(before: Mapping[Cell, Meant], after: Mapping[Cell, Meant]) -> frozenset[Cell]:
    """The cells that the act changed in meaning."""
    return frozenset(cell for cell in before if before[cell].meaning != after[cell].meaning)


def longer(before: Mapping[Cell, Meant], after: Mapping[Cell, Meant]) -> dict[Cell, datetime]:
    """The cells of which the same holds longer now, and until when."""
    return {
        cell: end
        for cell in before
        if before[cell].meaning == after[cell].meaning
        and (end := after[cell].lives_until) is not None
        and end > (before[cell].lives_until or end)
    }


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
    known = read_knowings(connection, {cell: before[cell].meaning for cell in cells}, at=at, people=people)
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
        rows.append(_owed((person, place), cell, knowing, before=knows, after=now, follows=follows, district=district))
    return Reckoned(tuple(rows), tuple(replaced), tuple(cancelled))


def _owed(
    somebody: Somebody,
    cell: Cell,
    knowing: Knowing,
    *,
    before: Meaning,
    after: Meant,
    follows: bool,
    district: District,
) -> Owed:
    ends = (cell.day_over(district), after.lives_until or knowing.lives_until)
    return Owed(
        *somebody,
        cell.topic,
        "told" if knowing.told else "followed",
        cell.day,
        cell.last_day,
        cell.scope,
        before=before,
        after=after.meaning,
        not_after=min((one for one in ends if one is not None), default=None),
        company=None if follows else knowing.company,
    )


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
    close_owed(connection, known, CANCELLED, at)


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
