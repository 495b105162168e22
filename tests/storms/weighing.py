"""Whether a database is whole: nothing half published, history without a gap, and owed exactly what should be."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from knowledge.database import Database
from knowledge.interest import Cell, cell_of, read_ground
from knowledge.meaning import is_bare
from knowledge.owing import present
from knowledge.revisions import generation_of
from knowledge.tables import audit, change, change_revision, claim, owed, revision, telling
from tests.storms.rounds import Figures

Knows = dict[tuple[str, str, Cell], Any]


def weigh(database: Database, *, at: datetime) -> Figures:
    """The figures of a database that is whole at the moment; an assertion fails for any other."""
    return database.read_now(lambda connection: _weigh(connection, at))


def _weigh(connection: Connection, at: datetime) -> Figures:
    changes = list(connection.scalars(select(change.c.id).order_by(change.c.id)))
    _no_gap_in_the_history(connection)
    _each_change_is_whole(connection, changes)
    assert generation_of(connection) == 1 + len(changes)
    return {"changes": len(changes), **_owed_exactly(connection, at)}


def _no_gap_in_the_history(connection: Connection) -> None:
    query = select(revision.c.kind, revision.c.slug, revision.c.number).order_by(revision.c.number)
    numbers: dict[tuple[str, str], list[int]] = {}
    for kind, slug, number in connection.execute(query).all():
        numbers.setdefault((kind, slug), []).append(number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    standing = select(revision.c.kind, revision.c.slug, func.count()).where(revision.c.current)
    counted = connection.execute(standing.group_by(revision.c.kind, revision.c.slug)).all()
    assert {(kind, slug): 1 for kind, slug, count in counted if count == 1} == dict.fromkeys(numbers, 1)


def _each_change_is_whole(connection: Connection, changes: list[int]) -> None:
    """Its revisions, their rows for look-ups and its line in the audit log."""
    assert connection.scalars(select(audit.c.change_id).order_by(audit.c.change_id)).all() == changes
    linked = connection.execute(select(change_revision.c.change_id, change_revision.c.revision_id)).all()
    assert {number for number, _ in linked} == set(changes)
    edited = set(connection.scalars(select(revision.c.id).where(revision.c.by_person)))
    assert Counter(one for _, one in linked) == Counter(edited)
    claims = select(revision.c.id).where(revision.c.kind == "claim", ~revision.c.removed)
    assert set(connection.scalars(claims)) == set(connection.scalars(select(claim.c.revision_id)))


def _owed_exactly(connection: Connection, at: datetime) -> Figures:
    """Nothing has been sent and no day is over, so whoever last heard something else than what holds is owed it."""
    known: Knows = {}
    heard: set[tuple[str, str, Cell]] = set()
    for row in connection.execute(select(telling).order_by(telling.c.told_at, telling.c.id)).all():
        key = (row.person, row.place, cell_of(row))
        known[key] = row.meaning
        if not is_bare(row.meaning):
            heard.add(key)
    cells = {cell for _, _, cell in known}
    now = present(connection, cells, at=at, ground=read_ground(connection, {cell.topic for cell in cells}))
    expected = {key: (known[key], now[key[2]].meaning) for key in heard if known[key] != now[key[2]].meaning}
    rows = connection.execute(select(owed)).all()
    waiting = [row for row in rows if row.state == "pending"]
    found = {(row.person, row.place, cell_of(row)): (row.before, row.after) for row in waiting}
    assert len(found) == len(waiting)
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert found == expected
    states = Counter(row.state for row in rows)
    return {"told": len(known), "owed": len(found), **{one: states[one] for one in ("replaced", "cancelled")}}
