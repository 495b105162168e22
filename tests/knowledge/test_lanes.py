"""By the database's clock one process at a time sends for a bot; what a former holder still does counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from knowledge.database import Database
from knowledge.lanes import (
    Lease,
    LeaseLost,
    database_now,
    give_lane_back,
    hold_lane,
    pause_lane,
    renew_lane,
    take_lane,
)
from knowledge.tables import lane

LASTS = timedelta(seconds=8)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


def take(database: Database, holder: str, *, alone: bool = False) -> Lease | None:
    return database.write_now(lambda c: take_lane(c, "telegram", holder=holder, lasts=LASTS, alone=alone))


def taken(database: Database, holder: str) -> Lease:
    lease = take(database, holder)
    assert lease is not None
    return lease


def run_out(database: Database) -> None:
    """The lease is over, and nobody has taken the lane yet."""
    database.write_now(lambda c: c.execute(update(lane).values(until=database_now(c) - timedelta(seconds=1))))


def test_a_lane_that_somebody_holds_is_not_to_be_had(database: Database) -> None:
    assert taken(database, "a").epoch == 1
    assert take(database, "b") is None


def test_whoever_holds_it_gets_it_anew_under_another_epoch(database: Database) -> None:
    first, second = taken(database, "a"), taken(database, "a")

    assert second.epoch == first.epoch + 1
    with pytest.raises(LeaseLost):
        database.write_now(lambda c: renew_lane(c, first))


def test_a_lane_that_was_given_back_is_to_be_had_at_once(database: Database) -> None:
    lease = taken(database, "a")
    database.write_now(lambda c: give_lane_back(c, lease))

    assert taken(database, "b").epoch == 2


def test_a_lane_whose_lease_is_over_is_to_be_had(database: Database) -> None:
    taken(database, "a")
    run_out(database)

    assert taken(database, "b").epoch == 2


def test_whoever_is_alone_on_the_database_need_not_wait_for_the_lease_of_the_dead(database: Database) -> None:
    taken(database, "a")

    lease = take(database, "b", alone=True)

    assert lease is not None
    assert lease.epoch == 2


def test_a_lease_that_is_over_is_not_renewed(database: Database) -> None:
    lease = taken(database, "a")
    run_out(database)

    with pytest.raises(LeaseLost):
        database.write_now(lambda c: renew_lane(c, lease))


def test_a_lease_is_renewed_from_now_on(database: Database) -> None:
    lease = taken(database, "a")
    nearly = timedelta(milliseconds=500)
    database.write_now(lambda c: c.execute(update(lane).values(until=database_now(c) + nearly)))

    database.write_now(lambda c: renew_lane(c, lease))

    left = database.read_now(lambda c: c.scalars(select(lane.c.until)).one() - database_now(c))
    assert nearly < left <= LASTS


def test_a_stale_holder_can_neither_hold_nor_pause_nor_give_back(database: Database) -> None:
    stale = taken(database, "a")
    run_out(database)
    taken(database, "b")

    for work in (hold_lane, renew_lane):
        with pytest.raises(LeaseLost):
            database.write_now(partial(work, lease=stale))
    with pytest.raises(LeaseLost):
        database.write_now(lambda c: pause_lane(c, stale, timedelta(minutes=1)))
    database.write_now(lambda c: give_lane_back(c, stale))
    assert take(database, "c") is None


def test_the_silence_that_a_platform_asked_for_is_remembered_for_the_next(database: Database) -> None:
    lease = taken(database, "a")
    database.write_now(lambda c: pause_lane(c, lease, timedelta(minutes=5)))
    database.write_now(lambda c: give_lane_back(c, lease))

    assert timedelta(minutes=4) < taken(database, "b").rest <= timedelta(minutes=5)


def test_a_shorter_silence_does_not_end_a_longer_one(database: Database) -> None:
    lease = taken(database, "a")
    for minutes in (5, 1):
        database.write_now(partial(pause_lane, lease=lease, rest=timedelta(minutes=minutes)))

    assert taken(database, "a").rest > timedelta(minutes=4)


def test_a_silence_that_is_over_is_none(database: Database) -> None:
    lease = taken(database, "a")
    database.write_now(lambda c: pause_lane(c, lease, timedelta(seconds=-1)))

    assert taken(database, "a").rest == timedelta()


def test_lanes_are_held_each_for_itself(database: Database) -> None:
    taken(database, "a")

    other = database.write_now(lambda c: take_lane(c, "discord", holder="b", lasts=LASTS))

    assert other is not None
