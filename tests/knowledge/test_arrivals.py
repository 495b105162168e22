"""What platforms bring: stored once, taken up in order, settled without what was written, and gone after a few days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from knowledge.arrivals import (
    KEPT,
    MOST_TRIES,
    TOO_OLD,
    Arrival,
    Settled,
    State,
    find_arrival,
    lay_down,
    settle_arrivals,
    store_arrivals,
    take_up,
)
from knowledge.database import Database
from knowledge.deliveries import add_deliveries
from knowledge.forgetting import enforce_retention, forget
from knowledge.rooms import Room, mark_left, move_room, save_room
from knowledge.tables import arrival, delivery, guide, keyboard, room
from tests.sacramento import TUESDAY_NOON

BOT = "7000000001"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


def brought(number: int, *, lane: str = "telegram:1", at: datetime = TUESDAY_NOON, account: str = BOT) -> Arrival:
    body = json.dumps({"update_id": number, "text": "is school closed?"})
    return Arrival(account, number, lane, body, at, written=at, message=str(number * 10))


def store(database: Database, *some: Arrival) -> frozenset[int]:
    return database.write_now(partial(store_arrivals, brought=some))


def settle(database: Database, *some: Settled, at: datetime = TUESDAY_NOON) -> None:
    database.write_now(partial(settle_arrivals, settled=some, at=at))


def taken_up(database: Database, *, at: datetime = TUESDAY_NOON) -> list[int]:
    return [one.number for one in database.write_now(partial(take_up, account=BOT, at=at))]


def states(database: Database) -> dict[int, str]:
    rows = database.read_now(lambda connection: connection.execute(select(arrival)).all())
    return {row.number: row.state for row in rows}


def test_what_is_brought_again_is_to_be_dealt_with_only_while_it_waits(database: Database) -> None:
    assert store(database, brought(1), brought(2)) == {1, 2}
    settle(database, Settled(BOT, 1, State.ANSWERED, ("11",)))

    assert store(database, brought(1), brought(2), brought(3)) == {2, 3}
    assert states(database) == {1: "answered", 2: "waiting", 3: "waiting"}


def test_the_same_number_of_another_bot_is_something_else(database: Database) -> None:
    store(database, brought(1))
    assert store(database, brought(1, account="99")) == {1}


def test_the_same_twice_at_once_is_stored_once(database: Database) -> None:
    assert store(database, brought(1), brought(1)) == {1}
    assert taken_up(database) == [1]


def test_a_thousand_brought_again_are_known(database: Database) -> None:
    many = [brought(number) for number in range(1000)]
    assert len(store(database, *many)) == 1000
    settle(database, *(Settled(BOT, one.number, State.ANSWERED) for one in many))
    assert store(database, *many) == frozenset()


def test_nothing_is_brought(database: Database) -> None:
    assert store(database) == frozenset()
    settle(database)
    assert states(database) == {}


def test_what_waits_is_taken_up_in_the_order_of_its_numbers(database: Database) -> None:
    store(database, brought(3), brought(1), brought(2))
    settle(database, Settled(BOT, 2, State.DROPPED))
    first = database.write_now(partial(take_up, account=BOT, at=TUESDAY_NOON))
    assert [one.number for one in first] == [1, 3]
    assert json.loads(first[0].body)["text"] == "is school closed?"
    assert (first[0].written, first[0].message) == (TUESDAY_NOON, "10")


def test_what_is_half_a_day_old_is_dropped_silently_with_what_was_written(database: Database) -> None:
    young = TUESDAY_NOON + timedelta(minutes=1)
    store(database, brought(1), brought(2, at=young), replace(brought(3), written=None))
    assert taken_up(database, at=TUESDAY_NOON + TOO_OLD) == [2]
    rows = database.read_now(lambda connection: connection.execute(select(arrival.c.number, arrival.c.body)).all())
    assert {row.number: row.body is None for row in rows} == {1: True, 2: False, 3: True}


def test_what_ends_the_program_again_and_again_is_dropped(database: Database) -> None:
    store(database, brought(1))
    assert [taken_up(database) for _ in range(MOST_TRIES + 1)] == [[1]] * MOST_TRIES + [[]]
    assert states(database) == {1: "dropped"}


def test_a_program_that_ends_in_order_leaves_no_blame(database: Database) -> None:
    store(database, brought(1))
    for _ in range(MOST_TRIES + 2):
        assert taken_up(database) == [1]
        database.write_now(partial(lay_down, account=BOT))


def test_settled_nothing_is_left_of_what_was_written(database: Database) -> None:
    store(database, brought(1))
    settle(database, Settled(BOT, 1, State.ANSWERED, ("11", "12"), 5))
    (row,) = database.read_now(lambda connection: connection.execute(select(arrival)).all())
    assert (row.body, row.sent, row.question_id, row.settled) == (None, ["11", "12"], 5, TUESDAY_NOON)


def test_the_first_that_came_of_an_edited_message_is_found(database: Database) -> None:
    edited = replace(brought(2), message="10")
    store(database, brought(1), edited)
    settle(database, Settled(BOT, 1, State.ANSWERED, ("11",), 5))

    def found(lane: str, message: str) -> object:
        named = {"account": BOT, "lane": lane, "message": message}
        one = database.read_now(lambda connection: find_arrival(connection, **named))
        return one and (one.number, one.state, one.sent, one.question)

    assert found("telegram:1", "10") == (1, State.ANSWERED, ("11",), 5)
    assert found("telegram:1", "99") is None
    assert found("telegram:2", "10") is None


@pytest.mark.parametrize("settled", [True, False])
def test_after_three_days_nothing_is_left(database: Database, settled: bool) -> None:
    store(database, brought(1))
    if settled:
        settle(database, Settled(BOT, 1, State.ANSWERED))
    database.write_now(partial(enforce_retention, at=TUESDAY_NOON + KEPT - timedelta(minutes=1)))
    assert list(states(database)) == [1]
    database.write_now(partial(enforce_retention, at=TUESDAY_NOON + KEPT))
    assert states(database) == {}


def test_who_asks_to_be_forgotten_is_named_by_no_arrival(database: Database) -> None:
    store(database, brought(1), brought(2, lane="telegram:1/inline"), brought(3, lane="telegram:12"))
    database.write_now(partial(forget, person="telegram:1"))
    rows = database.read_now(lambda connection: connection.execute(select(arrival).order_by(arrival.c.number)).all())
    assert [row.lane for row in rows] == ["", "", "telegram:12"]
    assert store(database, brought(1)) == {1}, "it is known, and waits"


def test_what_is_kept_of_a_group_goes_along_when_it_becomes_another_one(database: Database) -> None:
    old, new = "telegram:-5", "telegram:-1005"
    store(database, brought(1, lane=old), brought(2, lane=f"{old}/7"), brought(3, lane="telegram:-55"))
    named = {"changed": TUESDAY_NOON, "staff": False}
    rows = [{**named, "place": old, "plain": True}, {**named, "place": new, "plain": False}]
    rows += [{**named, "place": f"{old}/7", "plain": True, "staff": True}]
    database.write_now(lambda connection: connection.execute(room.insert(), rows).rowcount)

    rewrite = {"lane": "telegram", "kind": "rewrite", "person": "telegram:1", "urgent": False, "message": "12"}
    rewrites = [{**rewrite, "place": place, "not_before": TUESDAY_NOON} for place in (old, "telegram:-55")]
    database.write_now(lambda connection: add_deliveries(connection, rewrites))

    for _ in range(2):
        database.write_now(partial(move_room, old=old, new=new))

    found = select(delivery.c.place, delivery.c.message).order_by(delivery.c.id)
    waiting = [tuple(row) for row in database.read_now(lambda c: c.execute(found).all())]
    assert waiting == [(new, None), ("telegram:-55", "12")], "its message has another number there"
    lanes = database.read_now(lambda c: c.scalars(select(arrival.c.lane).order_by(arrival.c.number)).all())
    assert lanes == [new, f"{new}/7", "telegram:-55"]
    kept = database.read_now(lambda c: c.execute(select(room.c.place, room.c.plain).order_by(room.c.place)).all())
    assert [tuple(row) for row in kept] == [(new, True), (f"{new}/7", True)]


def test_buttons_are_known_a_month_after_they_are_over_and_steps_half_done_for_a_day(database: Database) -> None:
    def kept() -> tuple[int, int]:
        counts = [select(func.count()).select_from(table) for table in (keyboard, guide)]
        found = database.read_now(lambda connection: [connection.scalar(one) or 0 for one in counts])
        return found[0], found[1]

    whose = {"person": "telegram:1", "place": "telegram:1"}
    buttons = {**whose, "token": "t", "role": "family", "presses": [], "made": TUESDAY_NOON, "expires": TUESDAY_NOON}
    steps = {**whose, "body": {}, "changed": TUESDAY_NOON}
    database.write_now(lambda connection: connection.execute(keyboard.insert(), [buttons]).close())
    database.write_now(lambda connection: connection.execute(guide.insert(), [steps]).close())

    for after, left in ((timedelta(hours=23), (1, 1)), (timedelta(days=1), (1, 0)), (timedelta(days=30), (0, 0))):
        database.write_now(partial(enforce_retention, at=TUESDAY_NOON + after))
        assert kept() == left


def test_of_who_blocked_the_bot_nothing_is_left_once_it_is_long_ago_or_they_asked_for_it(database: Database) -> None:
    def rooms() -> list[str]:
        return list(database.read_now(lambda connection: connection.scalars(select(room.c.place))))

    mine = Room("telegram:-5", plain=True)
    database.write_now(lambda connection: save_room(connection, mine, by="telegram:9", at=TUESDAY_NOON))
    for one in ("telegram:1", "telegram:2", "telegram:-5"):
        database.write_now(partial(mark_left, place=one, at=TUESDAY_NOON))
    database.write_now(partial(forget, person="telegram:1"))
    assert set(rooms()) == {"telegram:2", "telegram:-5"}
    database.write_now(partial(enforce_retention, at=TUESDAY_NOON + timedelta(days=30)))
    assert rooms() == ["telegram:-5"]
