"""Lanes: the right to send what goes out to many over one bot, held by one process at a time, for a while.

A lease is told by its epoch, which rises with every holder: whatever a former holder still wants to write down, counts
for nothing. All moments here are those of the database's clock, the only one that all processes share.

A holder may be stopped in the middle of a transaction, with the lane locked, or what it was just settling: nobody waits
for it, and its successor has the server end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, or_, select, text, update

from knowledge.tables import lane

NAME = "bellwether "  # and the holder, as a server knows its transactions
END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = :name AND xact_start < clock_timestamp() - make_interval(secs => :old)"
)
FIRST = text("INSERT INTO lane (name, epoch) VALUES (:name, 0) ON CONFLICT DO NOTHING")


class LeaseLost(Exception):
    """Somebody else has the lane now, or nobody; nothing more may be sent under this lease."""


@dataclass(frozen=True)
class Lease:
    """*lasts*: from before it was asked for; *rest*: how long the platform still wants us silent."""

    lane: str
    epoch: int
    lasts: timedelta
    rest: timedelta = timedelta()
    holder: str = ""


def database_now(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        written: str = connection.scalars(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).one()
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    now: datetime = connection.scalars(text("SELECT clock_timestamp()")).one()
    return now.astimezone(UTC)


def take_lane(connection: Connection, name: str, *, holder: str, lasts: timedelta, alone: bool = False) -> Lease | None:
    """None while somebody else holds it. Whoever held it last under the same name gets it anew, with another epoch;
    so does whoever is *alone* on the database, as any other that held it is dead."""
    now = database_now(connection)
    connection.execute(FIRST, {"name": name})
    theirs = select(lane).where(lane.c.name == name)
    row = connection.execute(theirs).one()
    if row.until is not None and row.until > now and row.holder != holder and not alone:
        return None
    if row.holder not in (None, holder):
        _end(connection, row.holder, lasts)
    if connection.execute(theirs.with_for_update(skip_locked=True)).one_or_none() is None:
        return None
    epoch = row.epoch + 1
    taking = update(lane).where(lane.c.name == name, lane.c.epoch == row.epoch)
    if not connection.execute(taking.values(epoch=epoch, holder=holder, until=now + lasts)).rowcount:
        return None
    rest = row.paused_until - now if row.paused_until is not None and row.paused_until > now else timedelta()
    lease = Lease(name, epoch, lasts, rest, holder)
    _be_known(connection, lease)
    return lease


def renew_lane(connection: Connection, lease: Lease) -> None:
    """Raises `LeaseLost`, also where it is over already: somebody may just be taking it."""
    now = database_now(connection)
    _be_known(connection, lease)
    mine = update(lane).where(lane.c.name == lease.lane, lane.c.epoch == lease.epoch, lane.c.until > now)
    if not connection.execute(mine.values(until=now + lease.lasts)).rowcount:
        raise LeaseLost(lease.lane)


def give_lane_back(connection: Connection, lease: Lease) -> None:
    mine = update(lane).where(lane.c.name == lease.lane, lane.c.epoch == lease.epoch)
    connection.execute(mine.values(until=None, holder=None))


def pause_lane(connection: Connection, lease: Lease, rest: timedelta) -> None:
    """Kept for whoever holds it next; a longer rest that was asked for before stays. Raises `LeaseLost`."""
    until = database_now(connection) + rest
    hold_lane(connection, lease)
    shorter = or_(lane.c.paused_until.is_(None), lane.c.paused_until < until)
    connection.execute(update(lane).where(lane.c.name == lease.lane, shorter).values(paused_until=until))


def hold_lane(connection: Connection, lease: Lease) -> None:
    """That nobody takes the lane while what follows in this transaction is done. Raises `LeaseLost`."""
    found = select(lane.c.epoch).where(lane.c.name == lease.lane).with_for_update()
    if connection.scalars(found).one_or_none() != lease.epoch:
        raise LeaseLost(lease.lane)


def _be_known(connection: Connection, lease: Lease) -> None:
    """To a successor, by this transaction and those after it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": NAME + lease.holder})


def _end(connection: Connection, holder: str, lasts: timedelta) -> None:
    """What it was in the middle of when its lease ran out."""
    if connection.dialect.name == "postgresql":
        connection.execute(END, {"name": NAME + holder, "old": lasts.total_seconds() / 2})
