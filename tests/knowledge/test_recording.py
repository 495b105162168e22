"""What was asked and told is kept for the days the settings say, and forgotten when somebody asks for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Integer,
    String,
    Table,
    Text,
    create_engine,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError

from knowledge.acting import wait_for_turn
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.district import Level
from knowledge.findings import FindingKind
from knowledge.forgetting import Deleted, enforce_retention, forget
from knowledge.inquiries import answer_inquiry, open_inquiry
from knowledge.invitations import invite_owner, new_code
from knowledge.people import Chosen, Followed, add_follow, save_chosen
from knowledge.recording import note_message, record
from knowledge.records import Asking, Missed, Told
from knowledge.tables import (
    Instant,
    announcement,
    feedback,
    gap,
    inquiry,
    metadata,
    owed,
    question,
    spreading,
    telling,
)
from tests.knowledge.sacramento import DISTRICT, moment

WEDNESDAY = date(2022, 3, 23)

ASKED = Asking(
    asked=moment(22, 9),
    place="telegram:1",
    person="telegram:1",
    text="¿hay clases mañana?",
    outcome="answer",
    language="es",
    topics=("school-open",),
    reading={"day": "2022-03-23"},
    probability=0.97,
)
TOLD = Told(
    topic="school-open",
    finding=FindingKind.KNOWN,
    day=WEDNESDAY,
    day_over=DISTRICT.midnight_after(WEDNESDAY),
    scope=Scope(levels=(Level.HIGH,)),
    told={"closed-wednesday": 1},
)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


def rows(database: Database, table: Table) -> list[Any]:
    return list(database.read_now(lambda c: c.execute(select(table)).all()))


def retain(database: Database, at: datetime, **how: int) -> Deleted:
    return database.write_now(lambda c: enforce_retention(c, at=at, **how))


def test_a_question_is_recorded_with_what_was_told(database: Database) -> None:
    number = database.write_now(lambda c: record(c, ASKED, told=[TOLD]))

    (asked,), (told,) = rows(database, question), rows(database, telling)
    assert (asked.id, asked.asked, asked.text, asked.topics) == (number, moment(22, 9), ASKED.text, ["school-open"])
    assert asked.reading == {"day": "2022-03-23"}
    assert (told.question_id, told.topic, told.day, told.finding) == (number, "school-open", WEDNESDAY, "known")
    assert told.scope == {"levels": ["high"], "schools": []}
    assert told.told == {"closed-wednesday": 1}
    assert told.day_over == moment(24, 0)
    assert rows(database, gap) == []


def test_what_could_not_be_answered_is_a_gap(database: Database) -> None:
    number = database.write_now(lambda c: record(c, ASKED, missed=[Missed("meals"), Missed()]))

    assert [(one.question_id, one.topic, one.text) for one in rows(database, gap)] == [
        (number, "meals", ASKED.text),
        (number, None, ASKED.text),
    ]


def test_the_message_is_noted_once_it_is_sent(database: Database) -> None:
    number = database.write_now(lambda c: record(c, ASKED, told=[TOLD]))
    database.write_now(lambda c: note_message(c, number, "4711"))

    assert [one.message for one in rows(database, telling)] == ["4711"]


def test_a_question_and_its_gap_go_after_thirty_days_and_not_a_minute_before(database: Database) -> None:
    database.write_now(lambda c: record(c, ASKED, missed=[Missed("meals")]))
    last = ASKED.asked + timedelta(days=30)

    assert retain(database, last - timedelta(minutes=1)) == Deleted()
    assert retain(database, last) == Deleted(questions=1, gaps=1)
    assert rows(database, question) == rows(database, gap) == []


def test_a_telling_stays_until_thirty_days_after_its_day(database: Database) -> None:
    database.write_now(lambda c: record(c, ASKED, told=[TOLD]))
    last = DISTRICT.midnight_after(WEDNESDAY) + timedelta(days=30)

    assert retain(database, last - timedelta(minutes=1)) == Deleted(questions=1)
    assert [one.question_id for one in rows(database, telling)] == [None]
    assert retain(database, last) == Deleted(tellings=1)


def test_a_telling_without_a_day_counts_from_when_it_was_told(database: Database) -> None:
    without_day = Told(topic="deal", finding=FindingKind.NOT_ANNOUNCED)
    database.write_now(lambda c: record(c, ASKED, told=[without_day]))

    assert retain(database, moment(22, 9) + timedelta(days=30), question_days=60) == Deleted(tellings=1)


def test_the_days_are_settings(database: Database) -> None:
    database.write_now(lambda c: record(c, ASKED, told=[TOLD], missed=[Missed()]))

    assert retain(database, moment(24, 9), question_days=2, telling_days=0) == Deleted(1, 1, 1)


def test_a_day_told_without_its_end_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="day is over"):
        database.write_now(lambda c: record(c, ASKED, told=[Told("school-open", FindingKind.KNOWN, day=WEDNESDAY)]))

    assert rows(database, question) == []


def test_a_person_is_forgotten_everywhere_and_nobody_else(database: Database) -> None:
    other = Asking(moment(22, 10), "discord:5", "discord:7", "is there school tomorrow", "answer")
    for asking in (ASKED, other, ASKED):
        database.write_now(lambda c, one=asking: record(c, one, told=[TOLD], missed=[Missed()]))  # type: ignore[misc]

    assert database.write_now(lambda c: forget(c, "telegram:1")) == 6
    for table in metadata.sorted_tables:
        if "person" in table.c:
            left = select(table.c.person, func.count()).group_by(table.c.person)
            found = database.read_now(lambda c, query=left: c.execute(query).all())  # type: ignore[misc]
            assert found in ([], [("discord:7", 1)])
    assert database.write_now(lambda c: forget(c, "telegram:1")) == 0


def everything_about(person: str, connection: Connection) -> None:
    """A row of this person in every table that names people."""
    number = record(connection, replace(ASKED, person=person, place=person), told=[TOLD], missed=[Missed()])
    save_chosen(connection, person, Chosen("es", TOLD.scope), at=ASKED.asked)
    add_follow(connection, Followed("meals"), who=person, place=person, at=ASKED.asked, until=None)
    waits = open_inquiry(connection, person=person, place=person, text="¿y mañana?", at=ASKED.asked, question=number)
    answer_inquiry(connection, waits, "Sí.", by="telegram:ines", role="publisher", at=moment(22, 10))
    for table in metadata.sorted_tables:
        mine = select(func.count()).select_from(table)
        if "person" in table.c and not connection.scalar(mine.where(table.c.person == person)):
            connection.execute(insert(table), [{**anything(table, number), "person": person}])


def anything(table: Table, number: int) -> dict[str, Any]:
    """A row with something in each column that wants it."""
    some = {
        Text: f"some {number}",
        String: f"some {number}",
        Instant: ASKED.asked,
        JSON: [],
        Integer: number,
        Boolean: False,
    }
    wanted = [column for column in table.c if not column.nullable and column.name != "id"]
    return {column.name: some[type(column.type)] for column in wanted}


def test_somebody_is_forgotten_only_when_nobody_publishes_any_more(postgres: str) -> None:
    """Or what is just being written down as owed to them would stay."""
    engine = create_engine(postgres)
    with Database.open(postgres), engine.connect() as publishing, engine.connect() as forgetting:
        wait_for_turn(publishing)
        forgetting.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            forget(forgetting, "telegram:1")
        publishing.rollback()
    engine.dispose()


def test_of_two_codes_for_a_first_owner_made_at_once_one_waits(postgres: str) -> None:
    engine = create_engine(postgres)
    with Database.open(postgres), engine.connect() as one, engine.connect() as other:
        invite_owner(one, new_code(), at=moment(22, 9))
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            invite_owner(other, new_code(), at=moment(22, 9))
    engine.dispose()


def test_every_table_that_names_a_person_is_forgotten(database: Database) -> None:
    naming = [table for table in metadata.sorted_tables if "person" in table.c]
    for person in ("telegram:1", "telegram:2"):
        database.write_now(partial(everything_about, person))
    assert {table.name for table in naming if not rows(database, table)} == set()

    database.write_now(lambda c: forget(c, "telegram:1"))

    left = {table.name: {row.person for row in rows(database, table)} for table in naming}
    assert left == {table.name: {"telegram:2"} for table in naming}
    everywhere = [value for table in metadata.sorted_tables for row in rows(database, table) for value in row]
    assert not [value for value in everywhere if "telegram:1" in str(value)]


def test_what_waited_for_a_person_and_verdicts_go_with_the_questions(database: Database) -> None:
    database.write_now(partial(everything_about, "telegram:1"))
    sent = update(owed).values(state="sent", settled=ASKED.asked + timedelta(days=1))
    database.write_now(lambda c: c.execute(sent).rowcount)
    last = ASKED.asked + timedelta(days=30)
    assert retain(database, last - timedelta(minutes=1), telling_days=60) == Deleted()

    found = retain(database, last, telling_days=60)
    answered = retain(database, last + timedelta(hours=1), telling_days=60)

    assert (found.questions, found.gaps, found.inquiries, found.feedback) == (1, 1, 0, 1)
    assert answered.inquiries == 1, "it was answered an hour later"
    assert [rows(database, table) for table in (question, gap, inquiry, feedback)] == [[], [], [], []]


def test_an_answer_is_kept_until_it_was_sent_and_thirty_days_from_when_it_was_given(database: Database) -> None:
    def asks_and_is_answered(connection: Connection) -> None:
        number = open_inquiry(connection, person="telegram:1", place="telegram:1", text="the prom?", at=moment(1, 9))
        answer_inquiry(connection, number, "Yes.", by="telegram:ines", role="publisher", at=moment(22, 9))

    database.write_now(asks_and_is_answered)
    last = moment(22, 9) + timedelta(days=30)
    assert retain(database, last + timedelta(days=1)) == Deleted()
    sent = update(owed).values(state="sent", settled=moment(22, 10))
    database.write_now(lambda c: c.execute(sent).rowcount)

    assert retain(database, last - timedelta(minutes=1)) == Deleted()
    assert retain(database, last).inquiries == 1


def test_what_was_owed_stays_until_thirty_days_after_its_end(database: Database) -> None:
    def owing(connection: Connection, state: str, not_after: datetime | None) -> None:
        row: dict[str, Any] = {
            "kind": "correction",
            "person": "telegram:1",
            "place": "telegram:1",
            "scope": {},
            "because": "told",
        }
        row |= {"recorded": moment(22, 9), "settled": moment(22, 9), "not_after": not_after, "state": state}
        connection.execute(insert(owed), [row])

    over = DISTRICT.midnight_after(WEDNESDAY)
    for state, end in (("sent", over), ("replaced", None), ("pending", None), ("pending", over)):
        database.write_now(partial(owing, state=state, not_after=end))

    assert retain(database, moment(22, 9) + timedelta(days=30)) == Deleted(owed=2)
    assert retain(database, over + timedelta(days=30)) == Deleted(owed=2)
    assert rows(database, owed) == []


def test_an_answer_that_nobody_tries_to_send_any_more_goes_as_well(database: Database) -> None:
    def asks_and_is_answered(connection: Connection) -> None:
        number = open_inquiry(connection, person="telegram:1", place="telegram:1", text="the prom?", at=moment(1, 9))
        answer_inquiry(connection, number, "Yes.", by="telegram:ines", role="publisher", at=moment(22, 9))
        connection.execute(update(owed).values(spread=moment(23, 9)))

    database.write_now(asks_and_is_answered)

    assert retain(database, moment(23, 8, 59) + timedelta(days=30)) == Deleted()
    found = retain(database, moment(23, 9) + timedelta(days=30))
    assert (found.owed, found.inquiries) == (1, 1)


def test_what_is_past_its_time_goes_part_by_part(database: Database) -> None:
    for _ in range(5):
        database.write_now(lambda c: record(c, ASKED))
    last = ASKED.asked + timedelta(days=30)

    found = [retain(database, last, most=2) for _ in range(3)]

    assert [(one.questions, one.more) for one in found] == [(2, True), (2, True), (1, False)]


def test_of_an_announcement_that_was_cancelled_halfway_nobody_is_named(database: Database) -> None:
    def cancelled(connection: Connection) -> None:
        row = {"made": moment(22, 9), "identity": "telegram:ines", "words": {}, "scope": {}, "drill": False}
        connection.execute(insert(announcement), [{**row, "state": "cancelled"}, {**row, "state": "going"}])
        seen = {"lane": "telegram", "seen": "telegram:1"}
        connection.execute(insert(spreading), [{**seen, "announcement_id": 1}, {**seen, "announcement_id": 2}])

    database.write_now(cancelled)
    retain(database, moment(22, 10))

    assert {row.announcement_id: row.seen for row in rows(database, spreading)} == {1: "", 2: "telegram:1"}


def test_a_telling_keeps_what_was_meant_and_until_when(database: Database) -> None:
    told = replace(TOLD, meaning={"kind": "known"}, lives_until=moment(23, 15), last_day=date(2022, 3, 24))

    database.write_now(lambda c: record(c, ASKED, told=[told]))

    (row,) = rows(database, telling)
    assert (row.meaning, row.lives_until, row.last_day) == ({"kind": "known"}, moment(23, 15), date(2022, 3, 24))
