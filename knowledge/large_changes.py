"""A change that concerns more people than one transaction should: written down whole with what it changes, and reckoned
afterwards, person by person in order, a part at a time.

Whatever is published meanwhile waits in the same line, so that each person is reckoned change by change as they came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, union, update

from knowledge.interest import Cell, Followed, cells_in, read_followers, read_ground
from knowledge.kept import Stretch
from knowledge.listed import unindexed
from knowledge.loudness import Loudness
from knowledge.meaning import Meant
from knowledge.owed import keep
from knowledge.people import scope_body, scope_of
from knowledge.present import present
from knowledge.publishing import wait_for_turn
from knowledge.reckoning import longer, moved, reckon, renew, retell
from knowledge.revisions import in_parts
from knowledge.tables import correction, follow, owed, telling

AT_ONCE = 2000  # people in one transaction
FIRST = 200  # so many at first, so that they need not wait for the others


class Work(StrEnum):
    """What becomes of those who know a cell: they are owed it, or only what they are known to know is brought up."""

    RECKON = "reckon"
    RETELL = "retell"
    RENEW = "renew"


@dataclass(frozen=True)
class Large:
    """What a change has changed. *before*: what each cell meant; *follows*: which of them follow from what is
    followed."""

    work: Mapping[Cell, Work] = field(default_factory=dict)
    before: Mapping[Cell, Meant] = field(default_factory=dict)
    follows: Mapping[Followed, Collection[Cell]] = field(default_factory=dict)

    @property
    def told(self) -> frozenset[Cell]:
        return frozenset(cell for cell, work in self.work.items() if work is Work.RECKON)


def large_change(
    before: Mapping[Cell, Meant],
    after: Mapping[Cell, Meant],
    follows: Mapping[Followed, Collection[Cell]],
    *,
    counted: Collection[Cell],
    renewed: bool = True,
) -> Large:
    """*counted*: of what it moved, the cells in which more than the wording did; *renewed*: whether what is the same
    was said again."""
    work = {cell: Work.RECKON if cell in counted else Work.RETELL for cell in moved(before, after)}
    if renewed:
        work |= dict.fromkeys(longer(before, after), Work.RENEW)
    kept = {one: [cell for cell in cells if work.get(cell) is Work.RECKON] for one, cells in follows.items()}
    return Large(work, {cell: before[cell] for cell in work}, {one: cells for one, cells in kept.items() if cells})


def reckon_later(connection: Connection, large: Large, *, change: int, at: datetime, loudness: Loudness) -> None:
    if large.work:
        row = {"change_id": change, "made": at, "loudness": loudness.value, "cells": _written(large), "seen": ""}
        connection.execute(insert(correction), [row])


def is_reckoning(connection: Connection) -> bool:
    """Whether an earlier change has not been reckoned for everybody yet."""
    return connection.scalars(_waiting().limit(1)).first() is not None


def reckon_more(connection: Connection, *, at: datetime, most: int = AT_ONCE) -> bool:
    """Of the oldest change that is not reckoned yet the next people; whether there was any. Nobody publishes meanwhile,
    and nobody is told anything that is not counted."""
    if not is_reckoning(connection):
        return False
    wait_for_turn(connection)
    left = select(correction).where(correction.c.done.is_(None)).order_by(correction.c.id).with_for_update()
    rows = connection.execute(left).all()
    if not rows:
        return False
    first, *later = rows
    large, at = _read(first.cells), max(at, first.made)
    people, done = _next_people(connection, large, after=first.seen, most=most if first.seen else min(most, FIRST))
    if people is not None:
        _reckon_part(connection, first, large, [_read(one.cells) for one in later], people=people, at=at)
    here = update(correction).where(correction.c.id == first.id)
    if done:  # nothing is kept of what people chose, nor who was the last
        connection.execute(here.values(seen="", cells=_written(Large()), done=at))
    elif people is not None:
        connection.execute(here.values(seen=people.last))
    return True


def _reckon_part(
    connection: Connection, row: Row[Any], large: Large, later: Sequence[Large], *, people: Stretch, at: datetime
) -> None:
    followers = read_followers(connection, large.follows, *people.holds(follow.c.person), at=row.made)
    cells = (_cells_of(connection, large, people) | followers.keys()) & large.before.keys()
    if not cells:
        return
    ground = read_ground(connection, {cell.topic for cell in cells})
    after = dict(present(connection, cells, at=at, ground=ground))
    for one in reversed(later):  # each change is reckoned by what the next one found
        after |= {cell: one.before[cell] for cell in cells & one.before.keys()}

    def of(work: Work) -> Mapping[Cell, Meant]:
        return {cell: large.before[cell] for cell in cells if large.work[cell] is work}

    renew(connection, of(Work.RENEW), after, at=row.made, people=people)
    retell(connection, of(Work.RETELL), after, at=at, people=people)
    done = reckon(
        connection,
        of(Work.RECKON),
        after,
        followers=followers,
        district=ground.district,
        at=row.made,
        change=row.change_id,
        people=people,
    )
    keep(connection, done, change=row.change_id, at=at, loudness=Loudness(row.loudness))


def _waiting() -> Select[int]:
    return select(correction.c.id).where(correction.c.done.is_(None))


def _next_people(connection: Connection, large: Large, *, after: str, most: int) -> tuple[Stretch | None, bool]:
    """None where nobody is left; and whether there is nobody behind them."""
    topics = sorted({cell.topic for cell in large.work} | {one[0] for one in large.follows})
    days = sorted({cell.day for cell in large.work if cell.day is not None})
    names = []
    for table in (telling, owed, follow):
        # The topic is hidden, so that the database goes along the names and stops where it has enough of them.
        about = [unindexed(table.c.topic).in_(topics), table.c.person > after]
        if table is not follow:  # a million may know of another day
            about.append(or_(table.c.day.is_(None), *(table.c.day.in_(part) for part in in_parts(days))))
        some = select(table.c.person).where(*about).group_by(table.c.person).order_by(table.c.person).limit(most)
        names.append(select(some.subquery().c.person))
    everybody = union(*names).subquery()
    found = connection.scalars(select(everybody.c.person).order_by(everybody.c.person).limit(most)).all()
    if not found:
        return None, True
    return Stretch(after, found[-1]), len(found) < most


def _cells_of(connection: Connection, large: Large, people: Stretch) -> set[Cell]:
    """The cells that they were told or are owed."""
    topics = sorted({cell.topic for cell in large.work})
    found: set[Cell] = set()
    for table in (telling, owed):
        about = unindexed(table.c.topic).in_(topics)
        found |= set(cells_in(connection, table, about, *people.holds(table.c.person)))
    return found


def _written(large: Large) -> Mapping[str, Any]:
    places = {cell: place for place, cell in enumerate(large.work)}
    return {
        "cells": [
            {
                "topic": cell.topic,
                "day": _day_text(cell.day),
                "last_day": _day_text(cell.last_day),
                "scope": scope_body(cell.scope),
                "work": work.value,
                "meaning": large.before[cell].meaning,
                "lives_until": until.isoformat() if (until := large.before[cell].lives_until) else None,
            }
            for cell, work in large.work.items()
        ],
        "follows": [
            [topic, _day_text(day), _day_text(last_day), *chosen, [places[cell] for cell in cells]]
            for (topic, day, last_day, *chosen), cells in large.follows.items()
        ],
    }


def _read(written: Mapping[str, Any]) -> Large:
    cells = [
        Cell.of(one["topic"], _day(one["day"]), _day(one["last_day"]), scope_of(one["scope"]))
        for one in written["cells"]
    ]
    each = list(zip(cells, written["cells"], strict=True))
    follows: dict[Followed, Collection[Cell]] = {}
    for topic, day, last_day, scope, schools, levels, places in written["follows"]:
        follows[topic, _day(day), _day(last_day), scope, schools, levels] = [cells[place] for place in places]
    return Large(
        {cell: Work(one["work"]) for cell, one in each},
        {cell: Meant(one["meaning"], _moment(one["lives_until"])) for cell, one in each},
        follows,
    )


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
