"""Deliveries: each message that goes out to many, from when it waits until it is settled.

Queues: what is urgent, answers to those who asked a person, corrections, and each announcement for itself; urgent ones
go before answers, others last. Only the holder of a lane's lease claims, and settles what it claimed itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    Update,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from knowledge.lanes import Lease, hold_lane
from knowledge.listed import insert_alike, listed, unindexed
from knowledge.tables import announcement, delivery

URGENT, ANSWERS, CORRECTIONS, ANNOUNCEMENTS = 0, 1, 2, 10  # an announcement's number is added to the last
# In these columns messages of one moment are mostly the same, and each has its own in those.
ALIKE = ("lane", "kind", "announcement_id", "change_id", "urgent", "not_before", "not_after")
APART = ("person", "place", "owed_id", "message")


class DeliveryKind(StrEnum):
    CORRECTION = "correction"
    REWRITE = "rewrite"
    ANSWER = "answer"
    ANNOUNCEMENT = "announcement"


class State(StrEnum):
    """*dropped*: there was nothing to be said any more; *gone*: nobody can be sent anything there; *doubtful*: nobody
    knows whether it arrived, and it is not sent again; *failed*: it could not be sent, and nobody knows why."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    GONE = "gone"
    DOUBTFUL = "doubtful"
    FAILED = "failed"


class Run(StrEnum):
    """How an announcement stands."""

    PREPARED = "prepared"
    GOING = "going"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Delivery:
    """One message to one room. *message*: of a rewrite the name of our message; *change*: of a correction; *owed*: of
    an answer the row of what is owed."""

    number: int
    kind: DeliveryKind
    person: str
    place: str
    urgent: bool = False
    announcement: int | None = None
    change: int | None = None
    owed: int | None = None
    message: str | None = None
    not_after: datetime | None = None
    tries: int = 0


@dataclass(frozen=True)
class Settled:
    """What became of a delivery that was claimed. *message*: the platform's name of what was sent; *not_before*: of one
    that waits again; *tried*: whether anything was sent for it, else it waits as if it had not been claimed."""

    number: int
    state: State
    message: str | None = None
    not_before: datetime | None = None
    tried: bool = True


def queue_of(kind: DeliveryKind, *, urgent: bool, announcement: int | None = None) -> int:
    if announcement is not None:
        return ANNOUNCEMENTS + announcement
    if urgent:
        return URGENT
    return ANSWERS if kind is DeliveryKind.ANSWER else CORRECTIONS


def add_deliveries(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """*rows*: lane, kind, person, place, urgent, not_before, and what else they have of a delivery's columns."""
    alike: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        alike[tuple(map(row.get, ALIKE))].append(tuple(map(row.get, APART)))
    for values, some in alike.items():
        same = dict(zip(ALIKE, values, strict=True))
        queue = queue_of(same["kind"], urgent=same["urgent"], announcement=same["announcement_id"])
        same |= {"queue": queue, "state": State.WAITING.value, "tries": 0}
        insert_alike(connection, delivery, same=same, names=APART, rows=some)


def take_over(connection: Connection, lease: Lease) -> int:
    """What former holders had begun waits again: nobody knows whether it was sent. Returns how many. Raises
    `LeaseLost`."""
    hold_lane(connection, lease)
    return _requeue(connection, lease.lane, delivery.c.epoch != lease.epoch)


def put_back(connection: Connection, lease: Lease) -> int:
    """What this lease claimed and never settled waits again, untried, for the next. Returns how many."""
    return _requeue(connection, lease.lane, delivery.c.epoch == lease.epoch, tries=delivery.c.tries - 1)


def settle(connection: Connection, lease: Lease, settled: Iterable[Settled], *, at: datetime) -> None:
    """Of what this lease claimed; what a successor has taken over stays its own."""
    done, again = [], []
    for one in settled:
        if one.state is State.WAITING:
            again.append({"number": one.number, "when": one.not_before or at, "untried": 0 if one.tried else 1})
        else:
            done.append((one.number, one.state.value, one.message))
    if done:
        connection.execute(_settling(connection.dialect.name), {"done": done, "at": at, "under": lease.epoch})
    if again:
        mine = (delivery.c.id == bindparam("number"), delivery.c.epoch == lease.epoch)
        waiting: dict[str, Any] = {"state": State.WAITING.value, "epoch": None, "not_before": bindparam("when")}
        waiting["tries"] = delivery.c.tries - bindparam("untried", type_=delivery.c.tries.type)
        still = delivery.c.state == State.SENDING
        connection.execute(update(delivery).where(*mine, still).values(waiting), again)


@cache
def _settling(dialect: str) -> Update:
    these = listed(dialect, "done", number=BigInteger, became=String, name=String)
    mine = (delivery.c.id == these.c.number, delivery.c.epoch == bindparam("under"))
    still = unindexed(delivery.c.state) == State.SENDING.value
    named = func.coalesce(these.c.name, delivery.c.message)
    return update(delivery).where(*mine, still).values(state=these.c.became, settled=bindparam("at"), message=named)


def retire_deliveries(connection: Connection, *, before: datetime, most: int) -> int:
    """Deletes some of what was settled before, and of what has waited since then for nothing; how many."""
    last = func.coalesce(delivery.c.settled, delivery.c.not_after, delivery.c.not_before)
    some = select(delivery.c.id).where(last <= before).limit(most)
    return connection.execute(delete(delivery).where(delivery.c.id.in_(some))).rowcount


def has(lane: str, state: State) -> ColumnElement[bool]:
    """Of announcements: those of which anything there is in that state."""
    of_it = delivery.c.queue == announcement.c.id + ANNOUNCEMENTS
    return exists().where(delivery.c.lane == lane, of_it, delivery.c.state == state)


def _requeue(connection: Connection, lane: str, *whose: ColumnElement[bool], **more: ColumnElement[int]) -> int:
    begun = connection.scalars(select(announcement.c.id).where(has(lane, State.SENDING))).all()
    queues = [URGENT, ANSWERS, CORRECTIONS, *(ANNOUNCEMENTS + number for number in begun)]
    mine = (delivery.c.lane == lane, delivery.c.queue.in_(queues), delivery.c.state == State.SENDING, *whose)
    return connection.execute(update(delivery).where(*mine).values(state=State.WAITING, epoch=None, **more)).rowcount
