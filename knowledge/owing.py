"""Who is owed a message by an act: those who were told, or follow, what it changed in meaning.

Computed in the transaction that publishes, so that nothing is owed for what was not published, and nothing forgotten.
What begins only later is owed when it begins: whoever is told meanwhile is owed it as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from knowledge.ground import Ground
from knowledge.interest import PENDING, Cell, Concerns, Interest, read_ground
from knowledge.looking import LookingUp
from knowledge.loudness import Loudness
from knowledge.meaning import Meant, hole, meant_by
from knowledge.planning import PlanRow
from knowledge.reckoning import Owed, Reckoned, keep, owed_of, reckon, renew, retell
from knowledge.tables import change as changes
from knowledge.tables import owed, start
from knowledge.touching import Touched, touched_by_change, touched_by_rows

JUST_BEFORE = timedelta(microseconds=1)

__all__ = ["Message", "Owed", "Survey", "messages_of", "owe", "owe_due", "present", "survey"]


@dataclass(frozen=True)
class Survey:
    """What the cells that concern anybody meant before anything is changed."""

    touched: Touched
    interest: Interest
    before: Mapping[Cell, Meant]


@dataclass(frozen=True)
class Message:
    """All that one act owes one person in one place."""

    person: str
    place: str
    rows: tuple[Owed, ...]


def survey(connection: Connection, rows: Sequence[PlanRow], *, at: datetime) -> Survey:
    owe_due(connection, at=at)
    touched = touched_by_rows(connection, rows)
    interest = Concerns(connection, touched, at=at).interest()
    return Survey(touched, interest, present(connection, interest.cells, at=at, ground=interest.ground))


def owe(
    connection: Connection,
    survey: Survey,
    *,
    change: int,
    at: datetime,
    meaning: bool,
    loudness: Loudness = Loudness.ORDINARY,
) -> tuple[Owed, ...]:
    """What comes to be owed by the change, and, with its *due*, what will be once it begins, as far as is known now."""
    starts = sorted(one for one in survey.touched.starts if one > at)
    if starts:
        connection.execute(insert(start), [{"change_id": change, "begins": one} for one in starts])
    ground = survey.interest.ground
    if ground is None:
        return ()
    if survey.touched.ground:
        ground = read_ground(connection, {cell.topic for cell in survey.interest.cells})
    after = present(connection, survey.interest.cells, at=at, ground=ground)
    renew(connection, survey.before, after, at=at)
    counted = survey.before
    if not meaning:
        # Words alone turn no hole into something known, nor back: where that changed, more than the wording did.
        counted = {cell: was for cell, was in survey.before.items() if was.kind != after[cell].kind}
        retell(connection, {cell: was for cell, was in survey.before.items() if cell not in counted}, after, at=at)
    followers = survey.interest.followers
    done = reckon(connection, counted, after, followers=followers, district=ground.district, at=at)
    keep(connection, done, change=change, at=at, loudness=loudness)
    if not meaning:
        return done.owed
    later = [(begins, _begun(connection, survey.touched, begins, at=begins)) for begins in starts]
    return done.owed + tuple(replace(row, due=begins) for begins, due in later for row in due.owed)


def owe_due(connection: Connection, *, at: datetime) -> None:
    """Comes before anything is published or sent: what has begun by now is owed from now on."""
    begun = select(start).where(start.c.settled.is_(None), start.c.begins <= at).order_by(start.c.begins, start.c.id)
    for row in connection.execute(begun).all():
        touched = touched_by_change(connection, row.change_id)
        told = connection.scalars(select(changes.c.loudness).where(changes.c.id == row.change_id)).one()
        loudness = Loudness(told or Loudness.ORDINARY)
        begun_now = _begun(connection, touched, row.begins, at=at)
        keep(connection, begun_now, change=row.change_id, at=at, loudness=loudness)
        connection.execute(update(start).where(start.c.id == row.id).values(settled=at))


def messages_of(connection: Connection, change: int) -> tuple[Message, ...]:
    """What an act owes and nobody has been sent yet, corrections and answers alike; in the order it was recorded."""
    query = select(owed).where(owed.c.change_id == change, owed.c.state == PENDING).order_by(owed.c.id)
    messages: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    for one in owed_of(connection.execute(query).all()):
        messages[one.person, one.place].append(one)
    return tuple(Message(person, place, tuple(rows)) for (person, place), rows in messages.items())


def present(
    connection: Connection, cells: Collection[Cell], *, at: datetime, ground: Ground | None
) -> Mapping[Cell, Meant]:
    """What each cell means at a moment; a topic that is not there is a hole."""
    if ground is None or not cells:
        return {}
    looking = LookingUp(connection, at=at, ground=ground)
    return {
        cell: meant_by(looking.find(cell.asked), ground.district) if cell.topic in ground.topics else Meant(hole())
        for cell in cells
    }


def _begun(connection: Connection, touched: Touched, begins: datetime, *, at: datetime) -> Reckoned:
    """What is owed at a moment because something began."""
    interest = Concerns(connection, touched, at=at).interest()
    if interest.ground is None:
        return Reckoned()
    before = present(connection, interest.cells, at=begins - JUST_BEFORE, ground=interest.ground)
    after = present(connection, interest.cells, at=begins, ground=interest.ground)
    return reckon(connection, before, after, followers=interest.followers, district=interest.ground.district, at=at)
