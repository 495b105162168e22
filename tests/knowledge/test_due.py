"""What is read of each delivery before it is worded: whatever its person is still owed there, and no more than that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from knowledge.claiming import claim
from knowledge.claims import Status
from knowledge.database import Database
from knowledge.deliveries import Settled, State, add_deliveries, settle
from knowledge.due import Due, read_due
from knowledge.interest import SENT
from knowledge.large_changes import reckon_more
from knowledge.meaning import Meaning, hole
from knowledge.outgoing import Done, settle_done
from knowledge.publishing import fill
from knowledge.spreading import Manners, spread
from knowledge.tables import change, telling
from tests.families import Families
from tests.knowledge.test_spreading import Lane
from tests.sacramento import DISTRICT, TUESDAY_NOON, WEDNESDAY, knowledge
from tests.sacramento import claim as a_claim

LATER = TUESDAY_NOON + timedelta(minutes=5)
AT_ONCE = 12  # of few numbers SQLite looks up each


@pytest.fixture
def lane(address: str) -> Iterator[Lane]:
    with Database.open(address) as database:
        yield Lane(database)


def claimed(lane: Lane, most: int = 100) -> tuple[Due, ...]:
    found = lane.write(partial(claim, lease=lane.lease, at=LATER, most=most))
    due: tuple[Due, ...] = lane.database.read_now(lambda c: read_due(c, found, at=LATER))
    return due


def told_in_room(lane: Lane, person: str, message: str) -> None:
    lane.told(person, "telegram:-7", message)
    lane.write(lambda c: c.execute(telling.update().values(company="room")).rowcount)


def test_a_correction_brings_all_that_somebody_is_owed_in_that_room(lane: Lane) -> None:
    for topic in ("school-open", "meals"):
        lane.owes("telegram:ana", "telegram:ben", topic=topic)
    lane.owes("telegram:ana", place="telegram:other")
    lane.spread()

    found = claimed(lane)

    here = [one for one in found if one.delivery.place == "telegram:ana"]
    assert [[row.topic for row in one.owed] for one in here] == [["school-open", "meals"]]
    assert sorted(len(one.owed) for one in found) == [1, 2, 2]


def test_what_has_come_too_late_is_left_out(lane: Lane) -> None:
    lane.owes("telegram:ana", topic="meals", not_after=TUESDAY_NOON + timedelta(minutes=1))
    lane.owes("telegram:ana")
    lane.spread()

    assert [[row.topic for row in one.owed] for one in claimed(lane)] == [["school-open"]]


def test_each_message_that_is_rewritten_brings_what_it_told_also_when_another_was_rewritten_first(lane: Lane) -> None:
    told_in_room(lane, "telegram:ana", "11")
    told_in_room(lane, "telegram:ben", "12")
    lane.owes("telegram:ana", "telegram:ben", place="telegram:-7", company="room")
    lane.spread()

    (first,) = claimed(lane, most=1)
    done = [Settled(first.delivery.number, State.SENT)]
    lane.write(partial(settle, lease=lane.lease, settled=done, at=LATER))
    (second,) = claimed(lane, most=1)

    for one in (first, second):
        assert [(row.person, row.place) for row in one.owed] == [(one.delivery.person, "telegram:-7")]
        assert [(told.cell.topic, told.cell.day) for told in one.told] == [("school-open", WEDNESDAY)]
    assert {first.delivery.message, second.delivery.message} == {"11", "12"}


def test_where_nothing_can_be_sent_any_more_it_is_said(lane: Lane) -> None:
    lane.owes("telegram:ana", "telegram:ben")
    lane.spread()
    lane.has_room("telegram:ben", gone=True)

    assert {one.delivery.person: one.gone for one in claimed(lane)} == {"telegram:ana": False, "telegram:ben": True}


# What a million rows have in common finds them all: that they wait, or what they are about.
IN_COMMON = (
    "SEARCH owed USING INDEX ix_owed_state_person (state=?) ",
    "SEARCH owed USING INDEX ix_owed_topic_day_apart_id (topic=?",
    "SEARCH telling USING INDEX ix_telling_topic_day_apart_id (topic=?",
    "SEARCH delivery USING INDEX ix_delivery_lane_queue_state_not_before_id (lane=? AND queue=? AND state=?) <- UPDATE",
)
BY_CHANGE = "ix_delivery_change_id_state_lane_not_before_id"
THROUGH = (*IN_COMMON, *(f"SCAN {name} <-" for name in ("telling", "owed", "delivery", "question", "follow")))


@contextmanager
def plans(connection: Connection) -> Iterator[list[str]]:
    """How SQLite goes about each statement."""
    found: list[str] = []

    def explained(there: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE")) and not many:
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            found.extend(f"{row[3]} <- {statement}" for row in rows)

    event.listen(connection, "before_cursor_execute", explained)
    try:
        yield found
    finally:
        event.remove(connection, "before_cursor_execute", explained)


def sent(due: Due, told: Meaning) -> Done:
    return Done(Settled(due.delivery.number, State.SENT), {one.number: told for one in due.owed}, SENT)


def test_no_table_of_a_million_rows_is_read_through_for_a_part(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path / 'bellwether.db'}") as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        families, lane = Families(database, at_once=0), Lane(database)
        people = [f"telegram:{number}" for number in range(4 * AT_ONCE)]
        for one in people:
            families.told(one, "school-open", WEDNESDAY, at=TUESDAY_NOON)
            families.follows(one, "school-open", at=TUESDAY_NOON)
        told_in_room(lane, "telegram:reads-along", "11")
        lane.asks(*people)
        lane.announces()
        closed = a_claim("remote", "school-open", "", first_day=WEDNESDAY, status=Status.REMOTE)
        families.publish(closed, at=LATER)

        told = hole()

        def step(connection: Connection) -> list[str]:
            with plans(connection) as found:
                reckon_more(connection, at=LATER, most=AT_ONCE)
                spread(connection, lane.lease, at=LATER, manners=Manners(DISTRICT), most=AT_ONCE)
                due = read_due(connection, claim(connection, lane.lease, at=LATER, most=AT_ONCE), at=LATER)
                assert due
                settle_done(connection, lane.lease, [sent(one, told) for one in due], at=LATER)
            return found

        for _ in range(4):
            assert [one for one in database.write_now(step) if one.startswith(THROUGH)] == []


def test_what_waits_of_a_change_is_found_by_it_and_not_among_a_million_of_another(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path / 'bellwether.db'}") as database:
        lane = Lane(database)
        made = {"made": TUESDAY_NOON, "identity": "ana", "action": "status", "meaning": True}
        database.write_now(lambda c: c.execute(insert(change), [made, made]).rowcount)
        whom = {"lane": "telegram", "kind": "correction", "urgent": True, "not_before": TUESDAY_NOON}
        rows = [{**whom, "person": f"telegram:{one}", "place": f"telegram:{one}", "change_id": one} for one in (1, 2)]
        database.write_now(lambda c: add_deliveries(c, rows))

        def claiming(connection: Connection) -> list[str]:
            with plans(connection) as found:
                assert len(claim(connection, lane.lease, at=LATER, most=2)) == 2
            return [one for one in found if "delivery.change_id = " in one and " delivery " in one.split("<-")[0]]

        found = database.write_now(claiming)
        assert len(found) == 3
        assert {one.split(" (")[0] for one in found} == {f"SEARCH delivery USING INDEX {BY_CHANGE}"}
