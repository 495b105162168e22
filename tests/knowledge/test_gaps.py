"""Gaps on both databases: grouped with their likes, closed once, opened again, and a choice that settles an offer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select

from knowledge.acting import Act, publish_act
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.forgetting import forget
from knowledge.gaps import (
    ClosedAs,
    Gap,
    GapClosed,
    NoSuchGap,
    close_gap,
    find_gap,
    open_gaps,
    reopen_gaps,
    settle_offer,
)
from knowledge.likeness import grouped
from knowledge.missing_phrasings import rephrased
from knowledge.publishing import fill
from knowledge.recording import record
from knowledge.records import Asking, Missed
from knowledge.tables import audit, gap
from tests.sacramento import MIDDLE_ONLY, THURSDAY, TUESDAY_NOON, claim, knowledge

ACT = Act("telegram:ines", TUESDAY_NOON, "gaps notours", role="editor")
LATER = TUESDAY_NOON + timedelta(minutes=30)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        yield opened


def ask(database: Database, person: str, text: str, *missed: Missed, minutes: float = 0, **known: Any) -> int:
    asked = TUESDAY_NOON + timedelta(minutes=minutes)
    asking = Asking(
        asked=asked, place=person, person=person, text=text, language="en", **{"outcome": "unknown", **known}
    )
    return database.write_now(lambda connection: record(connection, asking, missed=missed))


def listed(database: Database) -> list[tuple[int, int, str]]:
    found = database.read_now(lambda connection: open_gaps(connection, at=LATER))
    return [(one.number, one.people, one.newest.text) for one in found]


def found(database: Database, number: int) -> Gap:
    return database.read_now(lambda connection: find_gap(connection, number))


THURSDAYS = Missed("school-open", THURSDAY)


def test_a_hole_is_one_gap_whatever_the_words_and_most_people_come_first(database: Database) -> None:
    ask(database, "ana", "where is archery", Missed())
    ask(database, "ana", "school Thursday?", THURSDAYS, minutes=1)
    ask(database, "ben", "is it closed on the 24th", THURSDAYS, minutes=2)
    ask(database, "ben", "school Friday?", Missed("school-open", None), minutes=3)
    assert listed(database) == [
        (2, 2, "is it closed on the 24th"),
        (4, 1, "school Friday?"),
        (1, 1, "where is archery"),
    ]
    assert [one.number for one in found(database, 3).asked] == [3, 2], "any number of a group names it"


def test_the_number_of_a_group_stays_while_more_come_in(database: Database) -> None:
    ask(database, "ana", "when is archery practice", Missed())
    ask(database, "ben", "archery practise when?", Missed(), minutes=1)
    ask(database, "cleo", "is the chess club on", Missed(), minutes=2)
    ask(database, "dan", "archery practice??", Missed(), minutes=3)
    assert listed(database) == [(1, 3, "archery practice??"), (3, 1, "is the chess club on")]


def test_a_gap_is_closed_once(database: Database) -> None:
    ask(database, "ana", "school Thursday?", THURSDAYS)
    one = found(database, 1)
    assert database.write_now(lambda connection: close_gap(connection, one, ClosedAs.NOT_OURS, act=ACT)) == 1
    with pytest.raises(GapClosed) as closed:
        database.write_now(lambda connection: close_gap(connection, one, ClosedAs.TOPIC, act=ACT))
    assert (closed.value.closed_as, closed.value.at) == ("not_ours", TUESDAY_NOON)
    with pytest.raises(GapClosed):
        found(database, 1)
    lines = database.read_now(lambda connection: connection.execute(select(audit)).all())
    assert [(line.identity, line.about) for line in lines] == [("telegram:ines", "gap 1")]


def test_a_gap_that_was_forgotten_meanwhile_is_not_there(database: Database) -> None:
    ask(database, "ana", "school Thursday?", THURSDAYS)
    one = found(database, 1)
    database.write_now(lambda connection: forget(connection, "ana"))
    with pytest.raises(NoSuchGap):
        database.write_now(lambda connection: close_gap(connection, one, ClosedAs.TOPIC, act=ACT))


def test_what_a_change_closed_is_open_again_once_it_is_taken_back(database: Database) -> None:
    ask(database, "ana", "school Thursday?", THURSDAYS)
    ask(database, "ana", "where is archery", Missed())
    for number, change in ((1, 7), (2, 8)):
        closing = partial(close_gap, found=found(database, number), closed_as=ClosedAs.CLAIM, act=ACT, change=change)
        database.write_now(closing)
    assert database.write_now(lambda connection: reopen_gaps(connection, change=7)) == 1
    assert [number for number, _, _ in listed(database)] == [1]


@pytest.mark.parametrize(("scope", "open_still"), [(Scope(), 0), (MIDDLE_ONLY, 1)])
def test_only_a_claim_for_all_schools_fills_a_hole(database: Database, scope: Scope, open_still: int) -> None:
    ask(database, "ana", "are the buses running Thursday?", Missed("buses", THURSDAY))
    running = claim("buses-run", "buses", "Buses run.", first_day=THURSDAY, scope=scope)
    act = Act("telegram:ines", TUESDAY_NOON + timedelta(minutes=5), "claim add")
    database.write_now(lambda connection: publish_act(connection, [running], act=act))
    assert len(listed(database)) == open_still


def test_a_choice_settles_the_newest_offer_of_that_person_there(database: Database) -> None:
    ask(database, "ana", "the archery thing", Missed(), outcome="clarify")
    ask(database, "ben", "the archery thing", Missed(), outcome="clarify")
    ask(database, "ben", "the chess thing", Missed(), outcome="clarify", minutes=1)
    soon, late = TUESDAY_NOON + timedelta(minutes=2), TUESDAY_NOON + timedelta(hours=2)
    database.write_now(lambda c: settle_offer(c, person="ben", place="ben", chosen=None, at=soon))
    database.write_now(lambda c: settle_offer(c, person="ben", place="elsewhere", chosen=None, at=soon))
    database.write_now(lambda c: settle_offer(c, person="ben", place="ben", chosen="meals", at=late))
    query = select(gap.c.person, gap.c.text, gap.c.outcome).order_by(gap.c.id)
    assert [tuple(row) for row in database.read_now(lambda c: c.execute(query).all())] == [
        ("ana", "the archery thing", "clarify"),
        ("ben", "the archery thing", "clarify"),
        ("ben", "the chess thing", "none_of_these"),
    ]


def test_what_people_put_otherwise_within_minutes_is_a_missed_phrasing(database: Database) -> None:
    for person, minutes in (("ana", 0.0), ("ben", 10.0)):
        ask(database, person, "Will my kid be fed?", Missed(), minutes=minutes)
        ask(database, person, "are there meals", minutes=minutes + 2, outcome="answer", topics=("meals",))
    ask(database, "cleo", "will my kid be fed", Missed())
    ask(database, "cleo", "meals and buses", minutes=1, outcome="answer", topics=("meals", "buses"))
    ask(database, "dan", "will my kid be fed", Missed())
    ask(database, "dan", "are there meals", minutes=20, outcome="answer", topics=("meals",))
    (one,) = database.read_now(rephrased)
    assert (one.text, one.topic, one.people, one.gap) == ("Will my kid be fed?", "meals", 2, 1)


def test_ten_thousand_open_questions_are_grouped(database: Database) -> None:
    rows = [
        {
            "asked": TUESDAY_NOON,
            "person": f"person {number % 700}",
            "language": "en",
            "text": f"is the {('chess', 'archery', 'robotics', 'drama')[number % 4]} club number {number} on",
            "topic": None,
            "outcome": "unknown",
        }
        for number in range(10_000)
    ]
    database.write_now(lambda connection: connection.execute(insert(gap), rows))
    groups = database.read_now(lambda connection: open_gaps(connection, at=LATER))
    assert sum(len(one.asked) for one in groups) == 10_000
    assert groups[0].people > 100


def test_texts_are_alike_by_what_they_are_about() -> None:
    texts = (
        "is archery practice on friday",
        "will there be archery practice",
        "archery practise friday?",
        "can I pay lunch debt online",
        "how do i pay lunch debt",
        "where is the lost and found",
        "???",
        "",
        "هل توجد مدرسة",
    )
    assert grouped([(text, "en") for text in texts]) == [0, 0, 0, 3, 3, 5, 6, 7, 8]
    assert grouped([]) == []
