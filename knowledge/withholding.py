"""What has not gone out yet is kept back for good, part by part, so that nobody waits long for the database.

Whatever was begun is brought to its end; what stands in rooms is rewritten all the same, as nothing false may stay.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, or_, select, update

from knowledge.acting import Act
from knowledge.company import Company
from knowledge.deliveries import ANNOUNCEMENTS, DeliveryKind, State
from knowledge.histories import NoSuchChange
from knowledge.interest import CANCELLED, CORRECTION, PENDING
from knowledge.listed import unindexed
from knowledge.loudness import Loudness
from knowledge.publishing import wait_for_turn
from knowledge.tables import audit, change, correction, delivery, owed

AT_ONCE = 2000  # rows in one transaction


def hush_change(connection: Connection, number: int, *, act: Act) -> None:
    """Comes first: whatever of the change comes to be owed only later is told to nobody by itself. Raises
    `NoSuchChange`."""
    wait_for_turn(connection)  # what is just being reckoned is kept back with the rest
    before = connection.execute(select(change.c.loudness).where(change.c.id == number)).one_or_none()
    if before is None:
        raise NoSuchChange(f"there is no change {number}")
    quiet = Loudness.QUIET.value
    connection.execute(update(change).where(change.c.id == number).values(loudness=quiet))
    left = (correction.c.change_id == number, correction.c.done.is_(None))
    connection.execute(update(correction).where(*left).values(loudness=quiet))
    line = {
        "made": act.at,
        "identity": act.identity,
        "role": act.role,
        "command": act.action,
        "about": f"corrections of change {number}",
        "before": {"loudness": before.loudness},
        "after": {"loudness": quiet},
        "change_id": number,
    }
    connection.execute(insert(audit), [line])


def withhold_owed(connection: Connection, number: int, *, at: datetime, most: int = AT_ONCE) -> int:
    """Some of what a change owes to people; how many rows, 0 where there are none left."""
    waiting = (owed.c.change_id == number, owed.c.kind == CORRECTION, owed.c.state == PENDING)
    some = select(owed.c.id).where(*waiting, _to_people()).limit(most)
    cancelling = update(owed).where(owed.c.id.in_(some), unindexed(owed.c.state) == PENDING)
    return connection.execute(cancelling.values(state=CANCELLED, settled=at)).rowcount


def withhold_corrections(connection: Connection, number: int, *, at: datetime, most: int = AT_ONCE) -> int:
    """Some deliveries of a change whose people are owed nothing else; how many. The others say what else there is."""
    theirs = and_(owed.c.person == delivery.c.person, owed.c.place == delivery.c.place)
    else_owed = exists().where(theirs, owed.c.kind == CORRECTION, owed.c.state == PENDING, _to_people())
    mine = (delivery.c.change_id == number, delivery.c.kind == DeliveryKind.CORRECTION, ~else_owed)
    return _drop(connection, *mine, at=at, most=most)


def withhold_announcement(connection: Connection, number: int, lane: str, *, at: datetime, most: int = AT_ONCE) -> int:
    """Some deliveries of an announcement on one lane; how many."""
    mine = (delivery.c.lane == lane, delivery.c.queue == ANNOUNCEMENTS + number)
    return _drop(connection, *mine, at=at, most=most)


def _to_people() -> ColumnElement[bool]:
    return or_(owed.c.company.is_(None), owed.c.company != Company.ROOM)


def _drop(connection: Connection, *conditions: ColumnElement[bool], at: datetime, most: int) -> int:
    some = select(delivery.c.id).where(*conditions, delivery.c.state == State.WAITING).limit(most)
    dropping = update(delivery).where(delivery.c.id.in_(some), unindexed(delivery.c.state) == State.WAITING)
    return connection.execute(dropping.values(state=State.DROPPED, settled=at)).rowcount
