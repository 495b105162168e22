"""How far something has come is counted by what became of its messages; of what is withheld nothing goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from knowledge.acting import Act
from knowledge.announcements import Announcement, NotInThatState, cancel, pause, resume, send
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.deliveries import ANNOUNCEMENTS, CORRECTIONS, URGENT
from knowledge.histories import NoSuchChange
from knowledge.lanes import give_lane_back, take_lane
from knowledge.loudness import Loudness
from knowledge.progress import (
    Progress,
    changes_going,
    progress_of_announcement,
    progress_of_change,
    waiting_on,
)
from knowledge.publishing import fill
from knowledge.tables import change, delivery, owed
from knowledge.withholding import hush_change, withhold_announcement, withhold_corrections, withhold_owed
from tests.sacramento import TUESDAY_NOON, knowledge

LANES = ("telegram", "discord")
ACT = Act("telegram:ines", TUESDAY_NOON, "announce")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        yield opened


def send_words(connection: Connection) -> int:
    words = Announcement({"en": "Schools open again."}, Scope(), False)
    return send(connection, words, act=ACT, not_after=TUESDAY_NOON + timedelta(days=1))


def add(connection: Connection, *states: str, lane: str = "telegram", **values: Any) -> None:
    """Deliveries in these states; *announcement* or *change*: what they are of."""
    number, of_change = values.get("announcement"), values.get("change")
    queue = CORRECTIONS if number is None else ANNOUNCEMENTS + number
    kind = "correction" if number is None else "announcement"
    rows: list[dict[str, Any]] = [
        {
            "lane": lane,
            "queue": queue,
            "kind": kind,
            "person": f"{lane}:{place}",
            "place": f"{lane}:{place}",
            "announcement_id": number,
            "change_id": of_change,
            "urgent": False,
            "not_before": TUESDAY_NOON,
            "state": state,
            "tries": 0,
        }
        for place, state in enumerate(states)
    ]
    connection.execute(insert(delivery), rows)


def make_change(connection: Connection, *owing: str, spread: bool = False, place: str = "telegram") -> int:
    """*owing*: the states of what it owes, to one person each."""
    row = {"made": TUESDAY_NOON, "identity": "telegram:ines", "action": "status", "meaning": True}
    number: int = connection.scalars(insert(change).returning(change.c.id), [row]).one()
    rows: list[dict[str, Any]] = [
        {
            "change_id": number,
            "kind": "correction",
            "person": f"{place}:{who}",
            "place": f"{place}:{who}",
            "topic": "school-open",
            "scope": {},
            "because": "told",
            "recorded": TUESDAY_NOON,
            "state": state,
            "spread": TUESDAY_NOON if spread else None,
        }
        for who, state in enumerate(owing)
    ]
    if rows:
        connection.execute(insert(owed), rows)
    return number


def test_an_announcement_is_counted_by_platform_and_by_what_became_of_it(database: Database) -> None:
    def work(connection: Connection) -> Any:
        number = send_words(connection)
        states = ("sent", "sent", "waiting", "sending", "gone", "doubtful", "dropped", "failed")
        add(connection, *states, announcement=number)
        add(connection, "sent", lane="discord", announcement=number)
        return progress_of_announcement(connection, number, LANES)

    found = database.write_now(work)

    assert found["telegram"] == Progress(2, 2, 1, 1, 1, 1, spreading=True)
    assert found["discord"] == Progress(1, spreading=True)
    assert sum(found.values(), Progress()).all == 9


def test_what_waits_of_something_cancelled_counts_as_dropped_before_it_is(database: Database) -> None:
    def work(connection: Connection) -> Any:
        number = send_words(connection)
        add(connection, "sent", *["waiting"] * 5, announcement=number)
        cancel(connection, number, act=ACT)
        counted = [progress_of_announcement(connection, number, LANES)["telegram"]]
        parts = []
        while count := withhold_announcement(connection, number, "telegram", at=TUESDAY_NOON, most=2):
            parts.append(count)
        return [*counted, progress_of_announcement(connection, number, LANES)["telegram"]], parts

    counted, parts = database.write_now(work)

    assert counted == [Progress(sent=1, dropped=5)] * 2
    assert parts == [2, 2, 1]


def test_a_state_is_left_only_by_what_it_allows(database: Database) -> None:
    def work(connection: Connection) -> None:
        number = send_words(connection)
        with pytest.raises(NotInThatState):
            resume(connection, number, act=ACT)
        pause(connection, number, act=ACT)
        with pytest.raises(NotInThatState):
            pause(connection, number, act=ACT)
        cancel(connection, number, act=ACT)
        for steering in (pause, resume, cancel):
            with pytest.raises(NotInThatState):
                steering(connection, number, act=ACT)

    database.write_now(work)


def test_a_change_is_counted_with_what_is_not_spread_yet_but_without_terminals(database: Database) -> None:
    def work(connection: Connection) -> Any:
        first = make_change(connection, "pending", "pending", "cancelled")
        add(connection, "sent", "waiting", change=first)
        second = make_change(connection, "pending", place="you")
        return progress_of_change(connection, first, LANES), progress_of_change(connection, second, LANES)

    assert database.write_now(work) == (Progress(sent=1, waiting=3, spreading=True), Progress())


def test_changes_of_which_something_waits_are_found_however_old(database: Database) -> None:
    def work(connection: Connection) -> Any:
        numbers = [make_change(connection) for _ in range(5)]
        add(connection, "waiting", "sent", change=numbers[0])
        add(connection, "sent", "sent", change=numbers[1])
        add(connection, "gone", change=numbers[3])
        later = TUESDAY_NOON + timedelta(days=3)
        return (
            numbers,
            changes_going(connection, LANES, since=later),
            changes_going(connection, LANES, since=TUESDAY_NOON - timedelta(days=1)),
        )

    numbers, waiting, lately = database.write_now(work)

    assert [one.number for one in waiting] == [numbers[0]]
    assert [one.number for one in lately] == [numbers[3], numbers[1], numbers[0]]


def test_what_waits_before_something_new_depends_on_how_urgent_it_is(database: Database) -> None:
    def work(connection: Connection) -> Any:
        number = send_words(connection)
        add(connection, "waiting", "waiting", "sent", announcement=number)
        add(connection, "waiting")
        make_change(connection, "pending")
        return waiting_on(connection, "telegram")

    found = database.write_now(work)

    assert found.queues[URGENT] == 0
    assert found.before(urgent=False, announcement=True) == 4
    assert found.before(urgent=False, announcement=False) == 2
    assert found.before(urgent=True, announcement=True) == 0
    assert not found.served


def test_somebody_serves_a_lane_as_long_as_they_hold_it(database: Database) -> None:
    def work(connection: Connection) -> Any:
        lease = take_lane(connection, "telegram", holder="us", lasts=timedelta(minutes=1))
        assert lease is not None
        held = waiting_on(connection, "telegram").served
        give_lane_back(connection, lease)
        return held, waiting_on(connection, "telegram").served

    assert database.write_now(work) == (True, False)


def test_what_a_change_owes_is_withheld_part_by_part(database: Database) -> None:
    def work(connection: Connection) -> Any:
        number = make_change(connection, *["pending"] * 5, "sent", spread=True)
        add(connection, *["waiting"] * 5, "sent", change=number)
        hush_change(connection, number, act=ACT)
        rows: list[int] = []
        messages: list[int] = []
        while count := withhold_owed(connection, number, at=TUESDAY_NOON, most=2):
            rows.append(count)
        while count := withhold_corrections(connection, number, at=TUESDAY_NOON, most=2):
            messages.append(count)
        loudness = connection.scalars(select(change.c.loudness).where(change.c.id == number)).one()
        return rows, messages, progress_of_change(connection, number, LANES), loudness

    rows, messages, progress, loudness = database.write_now(work)

    assert (rows, messages) == ([2, 2, 1], [2, 2, 1])
    assert progress == Progress(sent=1, dropped=5)
    assert loudness == Loudness.QUIET


def test_a_change_that_is_not_there_is_not_withheld(database: Database) -> None:
    with pytest.raises(NoSuchChange):
        database.write_now(lambda c: hush_change(c, 99, act=ACT))
