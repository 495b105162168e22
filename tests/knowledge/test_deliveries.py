"""What waits to be sent is claimed by the holder of the lane, in order, and settled by nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from knowledge.claiming import LATE_AT_ONCE, claim, next_due
from knowledge.database import Database
from knowledge.deliveries import (
    Delivery,
    DeliveryKind,
    Run,
    Settled,
    State,
    add_deliveries,
    put_back,
    settle,
    take_over,
)
from knowledge.interest import SENT
from knowledge.lanes import Lease, LeaseLost, take_lane
from knowledge.outgoing import Done, settle_done, what_is_due
from knowledge.tables import announcement, change, delivery, room
from tests.sacramento import TUESDAY_NOON

LATER = TUESDAY_NOON + timedelta(hours=1)
LASTS = timedelta(seconds=8)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


@pytest.fixture
def lease(database: Database) -> Lease:
    return take(database)


def take(database: Database) -> Lease:
    found = database.write_now(lambda c: take_lane(c, "telegram", holder="us", lasts=LASTS))
    assert found is not None
    return found


def row(person: str, **more: Any) -> Mapping[str, Any]:
    place = f"telegram:{person}"
    usual = {"lane": "telegram", "kind": DeliveryKind.CORRECTION, "urgent": False, "not_before": TUESDAY_NOON}
    return {**usual, "person": place, "place": place, **more}


def add(database: Database, *rows: Mapping[str, Any]) -> None:
    database.write_now(lambda c: add_deliveries(c, rows))


def announce(database: Database, loudness: str = "ordinary", state: str = Run.GOING) -> int:
    values = {"made": TUESDAY_NOON, "identity": "telegram:ines", "words": {"en": "Buses run late."}, "scope": {}}
    values |= {"state": state, "drill": False, "loudness": loudness}
    added = insert(announcement).returning(announcement.c.id)
    return int(database.write_now(lambda c: c.scalars(added, [values]).one()))


def a_change(database: Database) -> int:
    values = {"made": TUESDAY_NOON, "identity": "telegram:ines", "action": "status", "meaning": True}
    return int(database.write_now(lambda c: c.scalars(insert(change).returning(change.c.id), [values]).one()))


def claimed(database: Database, lease: Lease, at: datetime = TUESDAY_NOON, most: int = 10) -> tuple[Delivery, ...]:
    return database.write_now(lambda c: claim(c, lease, at=at, most=most))


def settled(database: Database, lease: Lease, *those: Settled, at: datetime = TUESDAY_NOON) -> None:
    database.write_now(lambda c: settle(c, lease, those, at=at))


def people(found: tuple[Delivery, ...]) -> list[str]:
    return [one.person.removeprefix("telegram:") for one in found]


def states(database: Database) -> list[tuple[str, int]]:
    """Of each, with how often it was tried."""
    query = select(delivery.c.state, delivery.c.tries).order_by(delivery.c.id)
    return [(one.state, one.tries) for one in database.read_now(lambda c: c.execute(query).all())]


def test_written_at_once_each_keeps_what_is_its_own(database: Database, lease: Lease) -> None:
    rewrite = row("b", kind=DeliveryKind.REWRITE, message='it\'s "7"')
    answer = row("c", kind=DeliveryKind.ANSWER, owed_id=7)
    in_a_room = row("d", place="telegram:-5", not_after=LATER)
    add(database, row("late", not_before=LATER), row("a"), rewrite, answer, in_a_room)
    found = {one.person.removeprefix("telegram:"): one for one in claimed(database, lease)}
    assert [*found] == ["c", "a", "b", "d"]
    assert (found["b"].message, found["c"].owed, found["d"].place) == ('it\'s "7"', 7, "telegram:-5")
    assert [one.not_after for one in found.values()] == [None, None, None, LATER]
    assert (found["a"].kind, found["b"].kind) == (DeliveryKind.CORRECTION, DeliveryKind.REWRITE)


def test_the_most_pressing_go_first(database: Database, lease: Lease) -> None:
    ordinary, urgent = announce(database), announce(database, "urgent")
    news = {"kind": DeliveryKind.ANNOUNCEMENT}
    add(
        database,
        row("announced", announcement_id=ordinary, **news),
        row("corrected"),
        row("answered", kind=DeliveryKind.ANSWER),
        row("warned", announcement_id=urgent, urgent=True, **news),
        row("urgently corrected", urgent=True),
    )

    found = claimed(database, lease)

    assert people(found) == ["urgently corrected", "warned", "answered", "corrected", "announced"]


def test_of_one_queue_what_waits_longest_goes_first(database: Database, lease: Lease) -> None:
    add(database, row("b", not_before=TUESDAY_NOON - timedelta(minutes=1)), row("c"), row("a"))

    assert people(claimed(database, lease, most=2)) == ["b", "c"]
    assert people(claimed(database, lease, most=2)) == ["a"]
    assert claimed(database, lease) == ()


def test_changes_of_one_queue_share_it_so_that_few_need_not_wait_for_many(database: Database, lease: Lease) -> None:
    many, few, last = (a_change(database) for _ in range(3))
    add(database, *(row(f"many {number}", urgent=True, change_id=many) for number in range(40)))
    minute = timedelta(minutes=1)
    add(database, *(row(f"few {number}", urgent=True, change_id=few, not_before=LATER - minute) for number in range(3)))
    add(database, row("not yet", urgent=True, change_id=last, not_before=LATER + minute))

    first, second = claimed(database, lease, at=LATER, most=9), claimed(database, lease, at=LATER, most=9)

    assert sorted(people(first)) == sorted(["few 0", "few 1", "few 2", *(f"many {number}" for number in range(6))])
    assert people(second) == [f"many {number}" for number in range(6, 15)]


def test_of_more_changes_than_are_claimed_at_once_each_has_its_turn(database: Database, lease: Lease) -> None:
    for number in range(4):
        change = a_change(database)
        add(database, *(row(f"{number} {one}", change_id=change) for one in range(9)))

    found = [claimed(database, lease, at=LATER + timedelta(seconds=second), most=2) for second in range(4)]

    assert {name.split()[0] for some in found for name in people(some)} == {"0", "1", "2", "3"}


def test_what_may_not_be_sent_yet_waits(database: Database, lease: Lease) -> None:
    add(database, row("a", not_before=LATER))

    assert claimed(database, lease) == ()
    assert database.read_now(lambda c: next_due(c, "telegram")) == LATER
    assert people(claimed(database, lease, at=LATER)) == ["a"]
    assert database.read_now(lambda c: next_due(c, "telegram")) is None


def test_a_platform_claims_its_own(database: Database, lease: Lease) -> None:
    add(database, row("a", lane="discord"))

    assert claimed(database, lease) == ()
    assert not database.read_now(lambda c: what_is_due(c, "telegram", at=TUESDAY_NOON))


def test_what_came_too_late_is_dropped_and_not_delivered(database: Database, lease: Lease) -> None:
    add(database, row("a", not_after=TUESDAY_NOON), row("b"), row("c", not_after=LATER))

    assert people(claimed(database, lease)) == ["b", "c"]
    assert [state for state, _ in states(database)] == [State.DROPPED, State.SENDING, State.SENDING]


def test_thousands_that_came_too_late_are_dropped_a_part_at_a_time(database: Database, lease: Lease) -> None:
    add(database, *(row(str(number), not_after=TUESDAY_NOON) for number in range(LATE_AT_ONCE + 10)))
    dropped = select(func.count()).where(delivery.c.state == State.DROPPED)

    assert claimed(database, lease, most=5) == ()
    assert database.read_now(lambda c: c.scalars(dropped).one()) == LATE_AT_ONCE
    assert claimed(database, lease, most=5) == ()
    assert database.read_now(lambda c: c.scalars(dropped).one()) == LATE_AT_ONCE + 10


@pytest.mark.parametrize("state", [Run.PAUSED, Run.CANCELLED])
def test_of_a_paused_or_cancelled_announcement_nothing_is_claimed(database: Database, lease: Lease, state: str) -> None:
    add(database, row("a", kind=DeliveryKind.ANNOUNCEMENT, announcement_id=announce(database, state=state)))

    assert claimed(database, lease) == ()


def test_a_stale_holder_claims_nothing(database: Database, lease: Lease) -> None:
    add(database, row("a"))
    take(database)

    with pytest.raises(LeaseLost):
        claimed(database, lease)
    assert states(database) == [(State.WAITING, 0)]


def test_a_stale_holder_settles_nothing_that_was_taken_over(database: Database, lease: Lease) -> None:
    add(database, row("a"))
    (one,) = claimed(database, lease)
    successor = take(database)

    database.write_now(lambda c: take_over(c, successor))
    settled(database, lease, Settled(one.number, State.SENT))
    assert states(database) == [(State.WAITING, 1)]

    claimed(database, successor)
    settled(database, lease, Settled(one.number, State.SENT))
    assert states(database) == [(State.SENDING, 2)]


def test_what_a_former_holder_had_begun_waits_again_and_nothing_else(database: Database, lease: Lease) -> None:
    number = announce(database)
    add(database, row("a"), row("b", kind=DeliveryKind.ANNOUNCEMENT, announcement_id=number), row("c"), row("d"))
    old = claimed(database, lease, most=2)
    settled(database, lease, Settled(old[0].number, State.SENT))
    successor = take(database)
    (mine,) = claimed(database, successor, most=1)

    assert database.write_now(lambda c: take_over(c, successor)) == 1
    waiting = {"b", "c", "d"} - {mine.person.removeprefix("telegram:")}
    assert set(people(claimed(database, successor))) == waiting
    with pytest.raises(LeaseLost):
        database.write_now(lambda c: take_over(c, lease))


def test_what_a_former_holder_knows_to_be_sent_counts_until_it_is_taken_over(database: Database, lease: Lease) -> None:
    add(database, row("a"))
    (one,) = claimed(database, lease)
    successor = take(database)

    settled(database, lease, Settled(one.number, State.SENT))

    assert database.write_now(lambda c: take_over(c, successor)) == 0
    assert states(database) == [(State.SENT, 1)]


def test_what_is_given_back_untried_counts_as_no_try(database: Database, lease: Lease) -> None:
    add(database, row("a"), row("b"))
    first, second = claimed(database, lease)

    again = (Settled(first.number, State.WAITING, tried=False), Settled(second.number, State.WAITING, not_before=LATER))
    settled(database, lease, *again)

    assert states(database) == [(State.WAITING, 0), (State.WAITING, 1)]
    assert people(claimed(database, lease)) == ["a"]


def test_what_was_claimed_and_never_settled_goes_back_with_the_lane(database: Database, lease: Lease) -> None:
    add(database, row("a"), row("b"))
    first, _ = claimed(database, lease)
    settled(database, lease, Settled(first.number, State.SENT, "17"))

    assert database.write_now(lambda c: put_back(c, lease)) == 1
    assert [state for state, _ in states(database)] == [State.SENT, State.WAITING]


def test_settling_twice_changes_nothing(database: Database, lease: Lease) -> None:
    add(database, row("a"))
    (one,) = claimed(database, lease)

    settled(database, lease, Settled(one.number, State.SENT, "17"))
    settled(database, lease, Settled(one.number, State.WAITING))

    assert states(database) == [(State.SENT, 1)]


def test_where_nobody_is_any_more_the_room_is_marked(database: Database, lease: Lease) -> None:
    add(database, row("a"))
    (one,) = claimed(database, lease)
    done = Done(Settled(one.number, State.GONE), owed_state=SENT, gone=one.place)

    database.write_now(lambda c: settle_done(c, lease, [done], at=TUESDAY_NOON))

    gone = select(room.c.place).where(room.c.gone.is_not(None))
    assert database.read_now(lambda c: c.scalars(gone).all()) == ["telegram:a"]
    assert states(database) == [(State.GONE, 1)]


def test_a_lane_with_nothing_to_do_has_nothing_due(database: Database) -> None:
    assert not database.read_now(lambda c: what_is_due(c, "telegram", at=TUESDAY_NOON))
    add(database, row("a"))
    found = database.read_now(lambda c: what_is_due(c, "telegram", at=TUESDAY_NOON))
    assert (found.spreading, found.sending) == (False, True)
