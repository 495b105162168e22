"""What chat platforms bring, kept from when it is accepted until it is settled: nothing is lost, and nothing is dealt
with twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from knowledge.tables import arrival

KEPT = timedelta(days=3)  # a platform brings something again for a day
TOO_OLD = timedelta(hours=12)  # nobody waits for an answer any more
MOST_TRIES = 5  # programs that were broken off while it waited or was dealt with
MOST_NUMBERS = 500  # in one question to the database


class State(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Arrival:
    """*account*: whom it was brought to; *number*: the platform's, never twice for an account; *lane*: within which
    order is kept; *body*: as it came; *written*: when, where the platform says; *message*: its name there."""

    account: str
    number: int
    lane: str
    body: str
    received: datetime
    written: datetime | None = None
    message: str | None = None


@dataclass(frozen=True)
class Settled:
    """*sent*: the names of our messages; *question*: the number of what was asked."""

    account: str
    number: int
    state: State
    sent: tuple[str, ...] = ()
    question: int | None = None


@dataclass(frozen=True)
class Found:
    """What somebody wrote before, and what became of it."""

    number: int
    state: State
    sent: tuple[str, ...]
    question: int | None


def store_arrivals(connection: Connection, brought: Sequence[Arrival]) -> frozenset[int]:
    """The numbers of those that are to be dealt with: they are new, or were stored before and are waiting still. All
    are of one account."""
    if not brought:
        return frozenset()
    by_number = {one.number: one for one in brought}
    known = _known(connection, brought[0].account, list(by_number))
    new = [one for number, one in by_number.items() if number not in known]
    if new:
        connection.execute(insert(arrival), [_row(one) for one in new])
    return frozenset(number for number in by_number if known.get(number, State.WAITING) == State.WAITING)


def take_up(connection: Connection, account: str, *, at: datetime) -> tuple[Arrival, ...]:
    """What is waiting since the last program ended, in order. What is too old, or has seen several programs broken off,
    is dropped."""
    mine = (arrival.c.account == account, arrival.c.state == State.WAITING)
    since = func.coalesce(arrival.c.written, arrival.c.received)
    dropped = {"state": State.DROPPED, "body": None, "settled": at}
    connection.execute(update(arrival).where(*mine, since <= at - TOO_OLD).values(dropped))
    connection.execute(update(arrival).where(*mine, arrival.c.tries >= MOST_TRIES).values(dropped))
    connection.execute(update(arrival).where(*mine).values(tries=arrival.c.tries + 1))
    rows = connection.execute(select(arrival).where(*mine).order_by(arrival.c.number))
    return tuple(
        Arrival(row.account, row.number, row.lane, row.body or "", row.received, row.written, row.message)
        for row in rows
    )


def lay_down(connection: Connection, account: str) -> None:
    """The program ends in order: whatever waits is not to blame for it."""
    mine = (arrival.c.account == account, arrival.c.state == State.WAITING)
    connection.execute(update(arrival).where(*mine).values(tries=0))


def settle_arrivals(connection: Connection, settled: Sequence[Settled], *, at: datetime) -> None:
    """What was written goes; that it came stays a few days."""
    mine = (arrival.c.account == bindparam("whose"), arrival.c.number == bindparam("which"))
    values: dict[str, Any] = {
        "state": bindparam("became"),
        "sent": bindparam("names"),
        "question_id": bindparam("asked"),
    }
    rows = [
        {"whose": one.account, "which": one.number, "became": one.state, "names": list(one.sent), "asked": one.question}
        for one in settled
    ]
    if rows:
        connection.execute(update(arrival).where(*mine).values(**values, body=None, settled=at), rows)


def find_arrival(connection: Connection, *, account: str, lane: str, message: str) -> Found | None:
    """The first that came of a message which somebody has edited now; before it, the first that was a question."""
    named = (arrival.c.account == account, arrival.c.lane == lane, arrival.c.message == message)
    order = arrival.c.question_id.is_(None), arrival.c.number
    row = connection.execute(select(arrival).where(*named).order_by(*order).limit(1)).one_or_none()
    if row is None:
        return None
    return Found(row.number, State(row.state), tuple(row.sent or ()), row.question_id)


def forget_lane(connection: Connection, person: str) -> None:
    """A private room is called as its person is."""
    own = (arrival.c.lane == person) | (arrival.c.lane == f"{person}/inline")
    connection.execute(update(arrival).where(own).values(lane=""))


def retire_arrivals(connection: Connection, *, at: datetime) -> None:
    over = func.coalesce(arrival.c.settled, arrival.c.received) <= at - KEPT
    connection.execute(delete(arrival).where(over))


def _known(connection: Connection, account: str, numbers: Sequence[int]) -> dict[int, str]:
    known: dict[int, str] = {}
    for some in _divided(numbers):
        these = (arrival.c.account == account, arrival.c.number.in_(some))
        rows = connection.execute(select(arrival.c.number, arrival.c.state).where(*these))
        known.update((row.number, row.state) for row in rows)
    return known


def _divided(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + MOST_NUMBERS] for start in range(0, len(numbers), MOST_NUMBERS))


def _row(one: Arrival) -> dict[str, object]:
    return {
        "account": one.account,
        "number": one.number,
        "lane": one.lane,
        "message": one.message,
        "body": one.body,
        "written": one.written,
        "received": one.received,
        "state": State.WAITING,
        "tries": 0,
    }
