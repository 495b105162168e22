"""Whom an announcement is counted to reach is whom it is spread to, whatever people asked, followed and chose."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from knowledge.acting import Act
from knowledge.announcements import Announcement, send
from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.database import Database
from knowledge.district import Level
from knowledge.lanes import take_lane
from knowledge.publishing import fill
from knowledge.recipients import Recipients, count_recipients
from knowledge.spreading import Manners, spread
from knowledge.tables import delivery, follow, person, question, room
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge

MIDDLE = Scope(levels=(Level.MIDDLE,))
SCHOOLS = [one.slug for one in DISTRICT.schools]


def town(seed: int, lane: str) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Rows of a town where everybody did something else."""
    chance = random.Random(seed)
    people = [f"{lane}:{number}" for number in range(40)]
    rooms = [f"{lane}:-{number}" for number in range(8)]

    def when() -> datetime:
        return TUESDAY_NOON - timedelta(days=chance.choice([0, 5, 29, 31, 60]))

    asked: list[dict[str, Any]] = []
    for who in people:
        for _ in range(chance.randrange(3)):
            company = chance.choice([Company.ALONE, Company.ALONE, Company.ROOM, Company.ASIDE])
            place = who if company is Company.ALONE else chance.choice(rooms)
            said: dict[str, Any] = {"text": "?", "outcome": "answer", "topics": [], "company": company.value}
            asked.append({"asked": when(), "place": place, "person": who, **said})
    follows = []
    for who in chance.sample(people, 10) + chance.sample(rooms, 4):
        until = chance.choice([None, TUESDAY_NOON - timedelta(days=1), TUESDAY_NOON + timedelta(days=1)])
        place = who if who in rooms or chance.random() < 0.8 else chance.choice(rooms)
        body: dict[str, Any] = {"topic": "meals", "scope": {}, "since": when(), "until": until}
        follows.append({"number": 1, "person": who, "place": place, **body})
    kept = [
        {
            "place": one,
            "plain": False,
            "staff": False,
            "board": chance.random() < 0.5,
            "changed": TUESDAY_NOON,
            "gone": chance.choice([None, None, TUESDAY_NOON]),
        }
        for one in [*rooms, *chance.sample(people, 2)]
    ]
    chosen = []
    for who in chance.sample(people, 20):
        schools = chance.sample(SCHOOLS, chance.randrange(2))
        levels = chance.sample([one.value for one in Level][:3], chance.randrange(2)) if not schools else []
        wants = {"unannounced": chance.choice([None, None, True])}
        chosen.append({"person": who, "schools": schools, "levels": levels, "changed": TUESDAY_NOON, **wants})
    return [(question, asked), (follow, follows), (room, kept), (person, chosen)]


@pytest.mark.parametrize("scope", [Scope(), MIDDLE], ids=["all", "middle"])
@pytest.mark.parametrize("lane", ["telegram", "discord"])
@pytest.mark.parametrize("seed", range(3))
def test_counted_are_those_it_is_spread_to(address: str, seed: int, lane: str, scope: Scope) -> None:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        for table, rows in town(seed, lane):
            if rows:
                database.write_now(partial(put, table=table, rows=rows))
        to_people = lane == "telegram"

        def counted(connection: Connection) -> Recipients:
            return count_recipients(connection, lane, scope, district=DISTRICT, at=TUESDAY_NOON, to_people=to_people)

        found = database.read_now(counted)
        places = database.write_now(lambda c: spread_out(c, lane, scope, to_people=to_people))

    rooms = [one for one in places if one in found_rooms(seed, lane)]
    assert (found.people, found.rooms) == (len(places) - len(rooms), len(rooms))
    assert scope.is_district is False or found.elsewhere == 0
    assert not set(places) & unwanting(seed, lane)


def unwanting(seed: int, lane: str) -> set[str]:
    """Who wants no announcements."""
    return {row["person"] for table, rows in town(seed, lane) if table is person for row in rows if row["unannounced"]}


def put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)


def found_rooms(seed: int, lane: str) -> set[str]:
    return {row["place"] for table, rows in town(seed, lane) if table is room for row in rows}


def spread_out(connection: Connection, lane: str, scope: Scope, *, to_people: bool) -> list[str]:
    act = Act("telegram:ines", TUESDAY_NOON, "announce")
    send(connection, Announcement({"en": "x"}, scope, False), act=act, not_after=TUESDAY_NOON + timedelta(days=1))
    lease = take_lane(connection, lane, holder="us", lasts=timedelta(minutes=1))
    assert lease is not None
    manners = Manners(DISTRICT, to_people=to_people)
    while spread(connection, lease, at=TUESDAY_NOON, manners=manners, most=7):
        pass
    return list(connection.scalars(select(delivery.c.place)))
