"""How far what goes out has come: counted from the deliveries, by announcement and by change, without reading them all.

Every count here walks one part of one index, so a million rows take a moment, not a minute.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select

from knowledge.deliveries import ANNOUNCEMENTS, ANSWERS, CORRECTIONS, URGENT, Run, State
from knowledge.histories import NoSuchChange
from knowledge.interest import PENDING
from knowledge.lanes import database_now
from knowledge.loudness import Loudness
from knowledge.tables import announcement, change, correction, delivery, lane, owed, spreading

MOST_CHANGES = 20


@dataclass(frozen=True)
class Progress:
    """How many messages of something stand how; what is just being sent still waits. *gone*: nobody can be reached
    there any more; *spreading*: not everybody it goes to is among them yet."""

    sent: int = 0
    waiting: int = 0
    gone: int = 0
    doubtful: int = 0
    dropped: int = 0
    failed: int = 0
    spreading: bool = False

    @property
    def all(self) -> int:
        return self.sent + self.waiting + self.gone + self.doubtful + self.dropped + self.failed

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.sent + other.sent,
            self.waiting + other.waiting,
            self.gone + other.gone,
            self.doubtful + other.doubtful,
            self.dropped + other.dropped,
            self.failed + other.failed,
            self.spreading or other.spreading,
        )


@dataclass(frozen=True)
class Waiting:
    """What waits on a lane, by queue. *urgent*: the queues of urgent announcements; *served*: whether somebody sends
    there now."""

    lane: str
    queues: Mapping[int, int] = field(default_factory=dict)
    urgent: frozenset[int] = frozenset()
    served: bool = False

    def before_announcement(self, number: int, *, urgent: bool) -> int:
        """What goes out before an announcement that is going out already."""
        own = ANNOUNCEMENTS + number
        earlier = {queue for queue in self.urgent if queue < own or not urgent} - {own}
        plain = {queue for queue in self.queues if queue < own and not urgent}
        return sum(self.queues.get(queue, 0) for queue in {URGENT, *earlier, *plain})

    def before(self, *, urgent: bool, announcement: bool) -> int:
        """What goes out before something that is sent now."""
        first = {URGENT, *(self.urgent if announcement or not urgent else ())}
        return sum(
            count
            for queue, count in self.queues.items()
            if queue in first or (not urgent and (announcement or queue <= CORRECTIONS))
        )


@dataclass(frozen=True)
class ChangeGoing:
    """A change of which something went out or shall."""

    number: int
    made: datetime
    action: str
    loudness: Loudness


def progress_of_announcement(connection: Connection, number: int, lanes: Collection[str]) -> Mapping[str, Progress]:
    """By lane."""
    counting = select(delivery.c.lane, delivery.c.state, func.count())
    mine = (delivery.c.lane.in_(sorted(lanes)), delivery.c.queue == ANNOUNCEMENTS + number)
    counts: dict[str, dict[str, int]] = {one: {} for one in lanes}
    for name, state, count in connection.execute(counting.where(*mine).group_by(delivery.c.lane, delivery.c.state)):
        counts[name][state] = count
    done = select(spreading.c.lane).where(spreading.c.announcement_id == number, spreading.c.done.is_not(None))
    spread = set(connection.scalars(done))
    run = connection.scalars(select(announcement.c.state).where(announcement.c.id == number)).one_or_none()
    going = run in (Run.GOING, Run.PAUSED)
    return {
        name: _progress(found, cancelled=run == Run.CANCELLED, spreading=going and name not in spread)
        for name, found in counts.items()
    }


def progress_of_change(connection: Connection, number: int, lanes: Collection[str]) -> Progress:
    counting = select(delivery.c.state, func.count()).where(delivery.c.change_id == number)
    rows = connection.execute(counting.group_by(delivery.c.state)).all()
    counts = {row[0]: row[1] for row in rows}
    left = unspread(connection, lanes).get(number, 0)
    counts[State.WAITING] = counts.get(State.WAITING, 0) + left
    return _progress(counts, spreading=left > 0 or number in _being_reckoned(connection))


def unspread(connection: Connection, lanes: Collection[str]) -> Mapping[int, int]:
    """By change, what is owed and not among the deliveries yet."""
    ours = or_(*(owed.c.place.startswith(f"{name}:", autoescape=True) for name in sorted(lanes)))
    new = select(owed.c.change_id, func.count()).where(owed.c.spread.is_(None), owed.c.state == PENDING, ours)
    found = connection.execute(new.group_by(owed.c.change_id)).all()
    return {number: count for number, count in found if number is not None}


def changes_going(
    connection: Connection, lanes: Collection[str], *, since: datetime, most: int = MOST_CHANGES
) -> tuple[ChangeGoing, ...]:
    """Of the newest changes that anybody was told of, those with something waiting and those made since; the newest
    first."""
    fresh = {*unspread(connection, lanes), *_being_reckoned(connection)}
    numbers = set(fresh)
    before = None
    for _ in range(most):
        newest = select(func.max(delivery.c.change_id))
        number = connection.scalars(newest if before is None else newest.where(delivery.c.change_id < before)).one()
        if number is None:
            break
        numbers.add(number)
        before = number
    rows = connection.execute(select(change).where(change.c.id.in_(numbers)).order_by(change.c.id.desc())).all()
    return tuple(
        _change_going(row) for row in rows[:most] if row.made > since or row.id in fresh or _waits(connection, row.id)
    )


def read_change_going(connection: Connection, number: int) -> ChangeGoing:
    """Raises `NoSuchChange`."""
    row = connection.execute(select(change).where(change.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchChange(f"there is no change {number}")
    return _change_going(row)


def waiting_on(connection: Connection, name: str) -> Waiting:
    """What is owed and not spread yet counts as waiting among the corrections."""
    loud = {ANNOUNCEMENTS + number: loudness for number, loudness in connection.execute(_going()).all()}
    queues: dict[int, int] = {}
    for queue in (URGENT, ANSWERS, CORRECTIONS, *loud):
        queues[queue] = connection.scalars(_waiting(), {"lane": name, "queue": queue}).one()
    queues[CORRECTIONS] += connection.scalars(_unspread(name)).one()
    until = connection.scalars(_served(), {"lane": name}).one_or_none()
    served = until is not None and until > database_now(connection)
    urgent = frozenset(queue for queue, loudness in loud.items() if loudness == Loudness.URGENT)
    return Waiting(name, queues, urgent, served)


# Every preview asks these of every platform, and making one takes longer than asking it.


@cache
def _going() -> Select[Any]:
    return select(announcement.c.id, announcement.c.loudness).where(announcement.c.state == Run.GOING)


@cache
def _waiting() -> Select[Any]:
    """Of a *lane*, in a *queue*."""
    mine = (delivery.c.lane == bindparam("lane"), delivery.c.queue == bindparam("queue"))
    return select(func.count()).select_from(delivery).where(*mine, delivery.c.state == State.WAITING)


@cache
def _unspread(name: str) -> Select[Any]:
    new = (owed.c.spread.is_(None), owed.c.place.startswith(f"{name}:", autoescape=True), owed.c.state == PENDING)
    return select(func.count()).select_from(owed).where(*new)


@cache
def _served() -> Select[Any]:
    return select(lane.c.until).where(lane.c.name == bindparam("lane"))


def _being_reckoned(connection: Connection) -> set[int]:
    """Changes that concern so many that whom they leave something owed is not known of everybody yet."""
    return set(connection.scalars(select(correction.c.change_id).where(correction.c.done.is_(None))))


def _change_going(row: Row[Any]) -> ChangeGoing:
    return ChangeGoing(row.id, row.made, row.action, Loudness(row.loudness or Loudness.ORDINARY))


def _waits(connection: Connection, number: int) -> bool:
    mine = (delivery.c.change_id == number, delivery.c.state.in_((State.WAITING, State.SENDING)))
    return connection.execute(select(delivery.c.id).where(*mine).limit(1)).first() is not None


def _progress(counts: Mapping[str, int], *, cancelled: bool = False, spreading: bool = False) -> Progress:
    """What waits of something cancelled never goes out, so it counts as dropped before it is."""
    waits = counts.get(State.WAITING, 0)
    return Progress(
        sent=counts.get(State.SENT, 0),
        waiting=counts.get(State.SENDING, 0) + (0 if cancelled else waits),
        gone=counts.get(State.GONE, 0),
        doubtful=counts.get(State.DOUBTFUL, 0),
        dropped=counts.get(State.DROPPED, 0) + (waits if cancelled else 0),
        failed=counts.get(State.FAILED, 0),
        spreading=spreading,
    )
