"""Claiming: which deliveries of a lane are next, the lowest queue first; what came too late is dropped on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from knowledge.deliveries import (
    ANNOUNCEMENTS,
    ANSWERS,
    CORRECTIONS,
    URGENT,
    Delivery,
    DeliveryKind,
    Run,
    State,
    has,
)
from knowledge.lanes import Lease, hold_lane
from knowledge.loudness import Loudness
from knowledge.revisions import in_parts
from knowledge.tables import announcement, change, delivery

LATE_AT_ONCE = 5000
NEWEST = 50  # changes that share a queue; what waits of older ones comes in its order


def claim(connection: Connection, lease: Lease, *, at: datetime, most: int) -> tuple[Delivery, ...]:
    """The next that are due at *at*, the lowest queue first; what came too late meanwhile is dropped on the way. Raises
    `LeaseLost`."""
    hold_lane(connection, lease)
    claimed: list[Row[Any]] = []
    for queue in _queues(connection, lease.lane):
        claimed += _shared(connection, lease.lane, queue, at=at, most=most - len(claimed))
        if len(claimed) >= most:
            break
    numbers = [row.id for row in claimed]
    for part in in_parts(numbers):
        taking = {"state": State.SENDING, "epoch": lease.epoch, "tries": delivery.c.tries + 1}
        connection.execute(update(delivery).where(delivery.c.id.in_(part)).values(taking))
    return tuple(_delivery(row) for row in claimed)


def next_due(connection: Connection, lane: str) -> datetime | None:
    """When the first of those that wait may be sent."""
    firsts = []
    for queue in _queues(connection, lane):
        first = select(func.min(delivery.c.not_before)).where(*_waiting(lane, queue))
        firsts.append(connection.scalars(first).one())
    return min((one for one in firsts if one is not None), default=None)


def _queues(connection: Connection, lane: str) -> list[int]:
    """In their order; of announcements those that have anything waiting, as they become ever more."""
    going = (announcement.c.state == Run.GOING, has(lane, State.WAITING))
    urgent = announcement.c.loudness == Loudness.URGENT
    query = select(announcement.c.id, urgent.label("urgent")).where(*going).order_by(announcement.c.id)
    rows = connection.execute(query).all()
    first = [ANNOUNCEMENTS + row.id for row in rows if row.urgent]
    last = [ANNOUNCEMENTS + row.id for row in rows if not row.urgent]
    return [URGENT, *first, ANSWERS, CORRECTIONS, *last]


def _shared(connection: Connection, lane: str, queue: int, *, at: datetime, most: int) -> list[Row[Any]]:
    """Where several changes wait in one queue, each has its share, in turn the first: a few are not kept waiting for a
    million."""
    changes = _changes_in(connection, lane, queue) if queue in (URGENT, CORRECTIONS) else ()
    if len(changes) < 2:
        return _next_of(connection, lane, queue, at=at, most=most)
    share, found = max(1, most // len(changes)), dict[int, Row[Any]]()
    first = int(at.timestamp()) % len(changes)
    for number in [*changes[first:], *changes[:first]][:most]:
        some = _next_of(connection, lane, queue, at=at, most=share, of=number)
        found.update((row.id, row) for row in some)
    if len(found) < most:
        rest = (row for row in _next_of(connection, lane, queue, at=at, most=most) if row.id not in found)
        found.update((row.id, row) for row in islice(rest, most - len(found)))
    return [*found.values()]


def _changes_in(connection: Connection, lane: str, queue: int) -> Sequence[int]:
    """The newest changes of which something waits there, the oldest of them first. For each one row is looked for: of
    "exists" a server makes a join, and reads through all that waits."""
    newest = select(func.max(change.c.id)).scalar_subquery()
    of_it = (delivery.c.change_id == change.c.id, *_waiting(lane, queue, hidden=True))
    one = select(delivery.c.id).where(*of_it).limit(1).scalar_subquery()
    recent = select(change.c.id).where(change.c.id > newest - NEWEST, one.is_not(None))
    return connection.scalars(recent.order_by(change.c.id)).all()


def _next_of(
    connection: Connection, lane: str, queue: int, *, at: datetime, most: int, of: int | None = None
) -> list[Row[Any]]:
    """*of*: only what tells of this change. Where one has come too late, so have many: they are dropped by the
    thousand, the rest of them the next time."""
    among = () if of is None else (delivery.c.change_id == of,)
    waiting = _waiting(lane, queue, hidden=of is not None)
    in_order = select(delivery).where(*waiting, *among, delivery.c.not_before <= at)
    in_order = in_order.order_by(delivery.c.not_before, delivery.c.id)
    rows = connection.execute(in_order.limit(most)).all()
    if not any(_is_late(row, at) for row in rows):
        return list(rows)
    late = in_order.where(delivery.c.not_after <= at).with_only_columns(delivery.c.id).limit(LATE_AT_ONCE)
    for part in in_parts(connection.scalars(late).all()):
        dropping = update(delivery).where(delivery.c.id.in_(part))
        connection.execute(dropping.values(state=State.DROPPED, settled=at))
    return [row for row in connection.execute(in_order.limit(most)).all() if not _is_late(row, at)]


def _is_late(row: Row[Any], at: datetime) -> bool:
    return bool(row.not_after is not None and row.not_after <= at)


def _waiting(lane: str, queue: int, *, hidden: bool = False) -> tuple[ColumnElement[bool], ...]:
    """*hidden*: the queue, where the database is to go by the change: a million others may wait in it."""
    here = func.coalesce(delivery.c.queue, -1) if hidden else delivery.c.queue
    return delivery.c.lane == lane, here == queue, delivery.c.state == State.WAITING


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        number=row.id,
        kind=DeliveryKind(row.kind),
        person=row.person,
        place=row.place,
        urgent=row.urgent,
        announcement=row.announcement_id,
        change=row.change_id,
        owed=row.owed_id,
        message=row.message,
        not_after=row.not_after,
        tries=row.tries,
    )
