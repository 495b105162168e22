"""While somebody publishes or is forgotten, nothing is sent off or noted by another process that they would not see."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from knowledge.acting import Act
from knowledge.announcements import USEFUL_FOR, Announcement, send
from knowledge.claims import Scope
from knowledge.deliveries import Settled, State
from knowledge.interest import SENT, Cell
from knowledge.lanes import Lease, take_lane
from knowledge.outgoing import Done, settle_done
from knowledge.publishing import hold_turn, wait_for_turn
from knowledge.spreading import Manners, spread
from knowledge.stopping import stop_telling
from knowledge.withholding import hush_change
from tests.sacramento import DISTRICT, TUESDAY_NOON

ACT = Act("telegram:ines", TUESDAY_NOON, "changes")
Work = Callable[[Connection, Lease], object]


def noted(connection: Connection, lease: Lease) -> None:
    told = Done(Settled(1, State.SENT), {1: {"kind": "hole"}}, SENT)
    settle_done(connection, lease, [told], at=TUESDAY_NOON)


def spread_on(connection: Connection, lease: Lease) -> None:
    spread(connection, lease, at=TUESDAY_NOON, manners=Manners(DISTRICT))


def stopped(connection: Connection, _: Lease) -> None:
    stop_telling(connection, "telegram:1", "telegram:1", [Cell("meals")], above={}, at=TUESDAY_NOON)


def hushed(connection: Connection, _: Lease) -> None:
    hush_change(connection, 1, act=ACT)


def announced(connection: Connection, _: Lease) -> None:
    words = Announcement({"en": "The gym is closed."}, Scope(), drill=False)
    send(connection, words, act=ACT, not_after=TUESDAY_NOON + USEFUL_FOR)


@pytest.fixture
def engine(postgres: str) -> Iterator[Engine]:
    made = create_engine(postgres)
    yield made
    made.dispose()


def taken(engine: Engine) -> Lease:
    with engine.begin() as connection:
        lease = take_lane(connection, "telegram", holder="us", lasts=timedelta(minutes=1))
    assert lease is not None
    return lease


@pytest.mark.parametrize("work", [noted, spread_on, stopped, hushed, announced])
def test_it_waits_for_whoever_publishes(engine: Engine, work: Work) -> None:
    lease = taken(engine)
    with engine.connect() as publishing, engine.connect() as other:
        wait_for_turn(publishing)
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            work(other, lease)


@pytest.mark.parametrize("work", [noted, spread_on, stopped])
def test_whoever_publishes_waits_for_it(engine: Engine, work: Work) -> None:
    lease = taken(engine)
    with engine.connect() as publishing, engine.connect() as other:
        work(other, lease)
        publishing.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            wait_for_turn(publishing)


@pytest.mark.parametrize("work", [noted, spread_on, stopped])
def test_nobody_else_waits_for_it(engine: Engine, work: Work) -> None:
    lease = taken(engine)
    with engine.connect() as one, engine.connect() as other:
        work(one, lease)
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        hold_turn(other)
