"""What a lane does in one step, each one transaction: whether there is anything to do, and settling what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from knowledge import deliveries
from knowledge.deliveries import Delivery, Run, Settled, claim
from knowledge.due import Due, read_due, settle_owed
from knowledge.interest import PENDING
from knowledge.lanes import Lease
from knowledge.meaning import Meaning
from knowledge.owing import owe_due
from knowledge.tables import announcement, correction, owed, spreading, start


@dataclass(frozen=True)
class Done:
    """What became of a delivery, and of what was owed with it. *meanings*: by the number of each row, what was told; it
    becomes *owed_state*."""

    settled: Settled | None
    meanings: Mapping[int, Meaning | None] = field(default_factory=dict)
    owed_state: str = PENDING


def is_anything_due(connection: Connection, lane: str, *, at: datetime) -> bool:
    """Looks only, so that an idle lane writes nothing."""
    here = (spreading.c.announcement_id == announcement.c.id) & (spreading.c.lane == lane)
    new = (owed.c.spread.is_(None), owed.c.place.startswith(f"{lane}:", autoescape=True))
    going = select(announcement.c.id).join(spreading, here, isouter=True)
    looks = (
        select(owed.c.id).where(*new),
        select(start.c.id).where(start.c.settled.is_(None), start.c.begins <= at),
        select(correction.c.id).where(correction.c.done.is_(None)),
        going.where(announcement.c.state == Run.GOING, spreading.c.done.is_(None)),
    )
    if any(connection.execute(one.limit(1)).first() is not None for one in looks):
        return True
    due = deliveries.next_due(connection, lane)
    return due is not None and due <= at


def begin_what_is_due(connection: Connection, *, at: datetime) -> None:
    """What begins by now comes to be owed now."""
    begun = select(start.c.id).where(start.c.settled.is_(None), start.c.begins <= at)
    if connection.execute(begun.limit(1)).first() is not None:
        owe_due(connection, at=at)


def claim_due(connection: Connection, lease: Lease, *, at: datetime, most: int) -> tuple[Due, ...]:
    """Raises `LeaseLost`."""
    claimed: tuple[Delivery, ...] = claim(connection, lease, at=at, most=most)
    return read_due(connection, claimed, at=at) if claimed else ()


def settle_done(connection: Connection, lease: Lease, done: Sequence[Done], *, at: datetime) -> None:
    deliveries.settle(connection, lease, [one.settled for one in done if one.settled is not None], at=at)
    states = {one.owed_state for one in done if one.meanings}
    for state in sorted(states):
        meanings = {number: what for one in done if one.owed_state == state for number, what in one.meanings.items()}
        settle_owed(connection, meanings, state, at=at)
