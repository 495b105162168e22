"""Questions for a person on both databases: answered once, by words or by a change, and open again with its undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from knowledge.acting import Act, publish_act
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.forgetting import forget
from knowledge.inquiries import (
    AnsweredAlready,
    Inquiry,
    NoSuchInquiry,
    answer_by_change,
    answer_inquiry,
    find_inquiry,
    inquiries_of,
    open_inquiries,
    open_inquiry,
    reopen_inquiries,
)
from knowledge.publishing import fill
from knowledge.recording import record
from knowledge.records import Asking
from knowledge.tables import owed
from tests.sacramento import OFFER, THURSDAY, TUESDAY_NOON, knowledge, said


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        yield opened


def asked(database: Database, person: str, text: str = "is there school Thursday") -> int:
    asking = Asking(asked=TUESDAY_NOON, place="home", person=person, text=text, outcome="unknown")
    question = database.write_now(lambda connection: record(connection, asking))
    database.write_now(
        lambda c: open_inquiry(c, person=person, place="home", text=text, at=TUESDAY_NOON, question=question)
    )
    return question


def answer(database: Database, number: int) -> Inquiry:
    return database.write_now(
        lambda c: answer_inquiry(c, number, "Not yet decided.", by="ines", role="editor", at=TUESDAY_NOON)
    )


def states(database: Database) -> list[tuple[str, str]]:
    return [tuple(row) for row in database.read_now(lambda c: c.execute(select(owed.c.person, owed.c.state)).all())]


def test_a_question_is_answered_once(database: Database) -> None:
    asked(database, "ana")
    assert [one.person for one in database.read_now(open_inquiries)] == ["ana"]
    assert answer(database, 1).answer == "Not yet decided."
    with pytest.raises(AnsweredAlready) as before:
        answer(database, 1)
    assert (before.value.answer, before.value.by) == ("Not yet decided.", "ines")
    assert states(database) == [("ana", "pending")]
    assert database.read_now(open_inquiries) == ()


def test_nothing_of_whoever_is_forgotten_stays(database: Database) -> None:
    asked(database, "ana")
    answer(database, 1)
    database.write_now(lambda connection: forget(connection, "ana"))
    assert states(database) == []
    with pytest.raises(NoSuchInquiry):
        database.read_now(lambda connection: find_inquiry(connection, 1))


def test_a_change_answers_those_who_wait_and_its_undo_lets_them_wait_again(database: Database) -> None:
    questions = {asked(database, person) for person in ("ana", "ben", "cleo")}
    answer(database, 3)
    waiting = database.read_now(lambda connection: inquiries_of(connection, questions))
    assert [one.person for one in waiting] == ["ana", "ben"]
    act = Act("ines", TUESDAY_NOON, "gaps claim")
    change = database.write_now(lambda c: publish_act(c, [replace(OFFER, words=said("3%"))], act=act)).change
    assert change is not None

    def by_change() -> int:
        return database.write_now(
            lambda c: answer_by_change(
                c,
                waiting,
                change=change,
                topic="school-open",
                days=(THURSDAY, None),
                scope=Scope(),
                by="ines",
                at=TUESDAY_NOON,
            )
        )

    assert by_change() == 2
    assert by_change() == 0, "they are answered"
    assert database.read_now(open_inquiries) == ()
    assert database.write_now(lambda connection: reopen_inquiries(connection, change=change)) == 2
    assert [one.person for one in database.read_now(open_inquiries)] == ["ana", "ben"]
    assert sorted(states(database)) == [("ana", "cancelled"), ("ben", "cancelled"), ("cleo", "pending")]
