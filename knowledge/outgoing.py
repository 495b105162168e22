"""What a lane does in one step, each one transaction: whether there is anything to do, and settling what was done.

What somebody was told while a change overtook it was told all the same: they are owed what holds now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from knowledge import deliveries
from knowledge.claiming import claim, next_due
from knowledge.deliveries import Delivery, Run, Settled, put_back
from knowledge.due import Due, read_due, settle_owed
from knowledge.interest import CANCELLED, CORRECTION, PENDING, REPLACED, SENT, cell_of
from knowledge.lanes import Lease, give_lane_back
from knowledge.large_changes import reckon_more
from knowledge.listed import unindexed
from knowledge.meaning import Meaning
from knowledge.owing import owe_due
from knowledge.publishing import hold_turn
from knowledge.revisions import in_parts
from knowledge.rooms import mark_gone
from knowledge.tables import announcement, correction, owed, spreading, start


@dataclass(frozen=True)
class Done:
    """What became of a delivery, and of what was owed with it. *meanings*: by the number of each row, what was told; it
    becomes *owed_state*. *gone*: the room, where nothing can be sent there any more."""

    settled: Settled | None
    meanings: Mapping[int, Meaning | None] = field(default_factory=dict)
    owed_state: str = PENDING
    gone: str | None = None


@dataclass(frozen=True)
class Waiting:
    """Whether something is to be spread, and whether a delivery may be sent."""

    spreading: bool
    sending: bool

    def __bool__(self) -> bool:
        return self.spreading or self.sending


def what_is_due(connection: Connection, lane: str, *, at: datetime) -> Waiting:
    """Looks only, so that an idle lane writes nothing."""
    here = (spreading.c.announcement_id == announcement.c.id) & (spreading.c.lane == lane)
    new = (owed.c.spread.is_(None), owed.c.place.startswith(f"{lane}:", autoescape=True))
    going = select(announcement.c.id).join(spreading, here, isouter=True)
    looks: tuple[Select[int], ...] = (
        select(owed.c.id).where(*new),
        select(start.c.id).where(start.c.settled.is_(None), start.c.begins <= at),
        select(correction.c.id).where(correction.c.done.is_(None)),
        going.where(announcement.c.state == Run.GOING, spreading.c.done.is_(None)),
    )
    parts = any(connection.execute(one.limit(1)).first() is not None for one in looks)
    due = next_due(connection, lane)
    return Waiting(parts, due is not None and due <= at)


def begin_what_is_due(connection: Connection, *, at: datetime) -> bool:
    """What begins by now comes to be owed now, and of a change that concerns many the next part; whether there was
    any."""
    begun = select(start.c.id).where(start.c.settled.is_(None), start.c.begins <= at)
    due = connection.execute(begun.limit(1)).first() is not None
    if due:
        owe_due(connection, at=at)
    return reckon_more(connection, at=at) or due


def claim_due(connection: Connection, lease: Lease, *, at: datetime, most: int) -> tuple[Due, ...]:
    """Raises `LeaseLost`."""
    claimed: tuple[Delivery, ...] = claim(connection, lease, at=at, most=most)
    return read_due(connection, claimed, at=at) if claimed else ()


def settle_done(connection: Connection, lease: Lease, done: Sequence[Done], *, at: datetime) -> None:
    """A change either counts what was told, or is seen here to have overtaken it."""
    if any(one.meanings for one in done):
        hold_turn(connection)
    deliveries.settle(connection, lease, [one.settled for one in done if one.settled is not None], at=at)
    for place in {one.gone: None for one in done if one.gone is not None}:
        mark_gone(connection, place, at)
    told = {number: what for one in done if one.owed_state == SENT for number, what in one.meanings.items()}
    _heard_after_all(connection, told, at=at)
    states = {one.owed_state for one in done if one.meanings}
    for state in sorted(states):
        meanings = {number: what for one in done if one.owed_state == state for number, what in one.meanings.items()}
        settle_owed(connection, meanings, state, at=at)


def end_lane(connection: Connection, lease: Lease) -> None:
    """Whoever comes next need not wait, for the lane nor for what was claimed."""
    give_lane_back(connection, lease)  # first, as whoever claims has the lane before the messages
    put_back(connection, lease)


def _heard_after_all(connection: Connection, told: Mapping[int, Meaning | None], *, at: datetime) -> None:
    """Of what an act replaced or cancelled while it was being told."""
    for part in in_parts(told):
        overtaken = select(owed).where(owed.c.id.in_(part), unindexed(owed.c.state).in_((REPLACED, CANCELLED)))
        for row in connection.execute(overtaken.where(owed.c.kind == CORRECTION).order_by(owed.c.id)).all():
            if told[row.id] is not None:
                _heard(connection, row, told[row.id], at=at)


def _heard(connection: Connection, row: Row[Any], meaning: Meaning | None, *, at: datetime) -> None:
    """What waits for them starts from there; where nothing does, it is owed that what they knew before holds again:
    whether it does is found when it is worded."""
    connection.execute(update(owed).where(owed.c.id == row.id).values(state=SENT, after=meaning, settled=at))
    theirs = (owed.c.person == row.person, owed.c.place == row.place, owed.c.topic == row.topic)
    query = select(owed).where(*theirs, owed.c.kind == CORRECTION, owed.c.state == PENDING)
    waiting = [one.id for one in connection.execute(query).all() if cell_of(one) == cell_of(row)]
    if waiting:
        connection.execute(update(owed).where(owed.c.id.in_(waiting)).values(before=meaning))
        return
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    back = {"before": meaning, "after": row.before, "recorded": at, "settled": None, "spread": None, "state": PENDING}
    connection.execute(insert(owed), [values | back])
