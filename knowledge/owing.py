"""Who is owed a message by an act: those who were told, or follow, what it changed in meaning.

Computed in the transaction that publishes, so that nothing is owed for what was not published, and nothing forgotten.
What begins only later is owed when it begins: whoever is told meanwhile is owed it as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection, insert, select, update

from knowledge.concerns import Concerns
from knowledge.interest import PENDING, Cell, Followed, Interest, follow_more_than, read_followers, read_ground
from knowledge.kept import are_more_than
from knowledge.large_changes import is_reckoning, large_change, reckon_later
from knowledge.loudness import Loudness
from knowledge.meaning import Meant
from knowledge.owed import Owed, Reckoned, keep, owed_of
from knowledge.planning import PlanRow
from knowledge.present import present
from knowledge.publishing import wait_for_turn
from knowledge.reach import Concerning
from knowledge.reckoning import moved, reckon, renew, retell
from knowledge.tables import change as changes
from knowledge.tables import owed, start, telling
from knowledge.touching import Touched, touched_by_change, touched_by_rows

AT_ONCE = 5000  # what people know, are owed or follow, reckoned in the transaction that publishes
JUST_BEFORE = timedelta(microseconds=1)

__all__ = ["Message", "Owed", "Survey", "messages_of", "owe", "owe_due", "present", "survey"]


@dataclass(frozen=True)
class Survey:
    """What the cells that concern anybody meant before anything is changed."""

    touched: Touched
    interest: Interest
    before: Mapping[Cell, Meant]


@dataclass(frozen=True)
class Owes:
    """What a change owes, or whom it concerns where that is reckoned later."""

    rows: tuple[Owed, ...] = ()
    concerning: Concerning | None = None


@dataclass(frozen=True)
class Message:
    """All that one act owes one person in one place."""

    person: str
    place: str
    rows: tuple[Owed, ...]


def survey(connection: Connection, rows: Sequence[PlanRow], *, at: datetime, at_once: int = AT_ONCE) -> Survey:
    owe_due(connection, at=at, at_once=at_once)
    touched = touched_by_rows(connection, rows)
    interest = Concerns(connection, touched, at=at).interest()
    before = present(connection, interest.cells, at=at, ground=interest.ground)
    return Survey(touched, interest, before)


def owe(
    connection: Connection,
    survey: Survey,
    *,
    change: int,
    at: datetime,
    meaning: bool,
    loudness: Loudness = Loudness.ORDINARY,
    at_once: int = AT_ONCE,
) -> Owes:
    """What comes to be owed by the change, and, with its *due*, what will be once it begins, as far as is known now.
    Where it moved what more than *at_once* know, that is reckoned later."""
    starts = sorted(one for one in survey.touched.starts if one > at)
    if starts:
        connection.execute(insert(start), [{"change_id": change, "begins": one} for one in starts])
    ground, before, follows = survey.interest.ground, survey.before, survey.interest.follows
    if ground is None:
        return Owes()
    if survey.touched.ground:
        ground = read_ground(connection, {cell.topic for cell in survey.interest.cells})
    after = present(connection, survey.interest.cells, at=at, ground=ground)
    counted = before
    if not meaning:
        # Words alone turn no hole into something known, nor back: where that changed, more than the wording did.
        counted = {cell: was for cell, was in before.items() if was.kind != after[cell].kind}
    later = [_begun(connection, survey.touched, begins, at=begins) for begins in (starts if meaning else ())]
    large = large_change(before, after, follows, counted=counted)
    told = large.told.union(*(one.moved for one in later))
    followed = [*large.follows, *(one for begun in later for one in begun.follows)]
    if _are_many(connection, told | large.work.keys(), followed, at_once, at=at):
        reckon_later(connection, large, change=change, at=at, loudness=loudness)
        return Owes(concerning=Concerning(told, follows, at))
    renew(connection, before, after, at=at)
    if not meaning:
        retell(connection, {cell: was for cell, was in before.items() if cell not in counted}, after, at=at)
    followers = read_followers(connection, large.follows, at=at)
    done = reckon(connection, counted, after, followers=followers, district=ground.district, at=at)
    keep(connection, done, change=change, at=at, loudness=loudness)
    to_come = [(one.begins, row) for one in later for row in one.reckoned(connection, at=one.begins).owed]
    return Owes(done.owed + tuple(replace(row, due=begins) for begins, row in to_come))


def owe_due(connection: Connection, *, at: datetime, at_once: int = AT_ONCE) -> None:
    """Comes before anything is published or sent: what has begun by now is owed from now on."""
    due = (start.c.settled.is_(None), start.c.begins <= at)
    if connection.execute(select(start.c.id).where(*due).limit(1)).first() is None:
        return
    wait_for_turn(connection)
    for row in connection.execute(select(start).where(*due).order_by(start.c.begins, start.c.id)).all():
        told = connection.scalars(select(changes.c.loudness).where(changes.c.id == row.change_id)).one()
        loudness = Loudness(told or Loudness.ORDINARY)
        begun = _begun(connection, touched_by_change(connection, row.change_id), row.begins, at=at)
        if _are_many(connection, begun.moved, begun.follows, at_once, at=at):
            before, after = begun.before, begun.after
            large = large_change(before, after, begun.interest.follows, counted=before, renewed=False)
            reckon_later(connection, large, change=row.change_id, at=at, loudness=loudness)
        else:
            keep(connection, begun.reckoned(connection, at=at), change=row.change_id, at=at, loudness=loudness)
        connection.execute(update(start).where(start.c.id == row.id).values(settled=at))


def messages_of(connection: Connection, change: int) -> tuple[Message, ...]:
    """What an act owes and nobody has been sent yet, corrections and answers alike; in the order it was recorded."""
    query = select(owed).where(owed.c.change_id == change, owed.c.state == PENDING).order_by(owed.c.id)
    messages: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    for one in owed_of(connection.execute(query).all()):
        messages[one.person, one.place].append(one)
    return tuple(Message(person, place, tuple(rows)) for (person, place), rows in messages.items())


@dataclass(frozen=True)
class Begun:
    """What the cells that concern anybody mean just before something begins, and from then on."""

    begins: datetime
    interest: Interest
    before: Mapping[Cell, Meant] = field(default_factory=dict)
    after: Mapping[Cell, Meant] = field(default_factory=dict)

    @cached_property
    def moved(self) -> frozenset[Cell]:
        return moved(self.before, self.after)

    @cached_property
    def follows(self) -> Mapping[Followed, Collection[Cell]]:
        """Those that take in anything that was moved, each with what."""
        theirs = {one: self.moved & cells for one, cells in self.interest.follows.items()}
        return {one: cells for one, cells in theirs.items() if cells}

    def reckoned(self, connection: Connection, *, at: datetime) -> Reckoned:
        ground = self.interest.ground
        if ground is None:
            return Reckoned()
        followers = read_followers(connection, self.follows, at=at)
        return reckon(connection, self.before, self.after, followers=followers, district=ground.district, at=at)


def _begun(connection: Connection, touched: Touched, begins: datetime, *, at: datetime) -> Begun:
    interest = Concerns(connection, touched, at=at).interest()
    before = present(connection, interest.cells, at=begins - JUST_BEFORE, ground=interest.ground)
    after = present(connection, interest.cells, at=begins, ground=interest.ground)
    return Begun(begins, interest, before, after)


def _are_many(
    connection: Connection, cells: Collection[Cell], follows: Collection[Followed], most: int, *, at: datetime
) -> bool:
    """Whether more than so many rows have to be looked at; also where an earlier change is still being reckoned: this
    one comes after it."""
    if is_reckoning(connection):
        return True
    tables = any(are_more_than(connection, table, cells, most) for table in (telling, owed))
    return tables or follow_more_than(connection, follows, most, at=at)
