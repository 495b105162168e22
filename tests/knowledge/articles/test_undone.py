"""What was published of a piece and is taken back, on both kinds of database: the piece waits again, in its newest
version, and is dealt with again once the undo is undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from knowledge.acting import Act, publish_act, undo
from knowledge.articles.calendars import DayKind, ProposedDays, SchoolCalendar
from knowledge.articles.keeping import read_article
from knowledge.articles.pieces import PieceState, deal_with, read_pieces
from knowledge.articles.receiving import receive
from knowledge.articles.undone import follow_undo
from knowledge.database import Database
from knowledge.publishing import fill
from tests.knowledge.sacramento import CLOSED_WEDNESDAY, MARCH_2022, moment

ADDRESS = "https://scusd.edu/calendar.ics"
CHAVEZ = ProposedDays(date(2022, 3, 31), date(2022, 3, 31), DayKind.CLOSED, "Cesar Chavez Day")
SPRING = ProposedDays(date(2022, 4, 11), date(2022, 4, 15), DayKind.CLOSED, "Spring Break")
JUNE = ProposedDays(date(2022, 6, 17), date(2022, 6, 17), DayKind.SHORT, "Last Day")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, MARCH_2022, at=moment(21, 12)))
        yield opened


def act(action: str, hour: int) -> Act:
    return Act("ines", moment(22, hour), action)


def received(database: Database, *days: ProposedDays) -> int:
    read = SchoolCalendar("SCUSD", days, 0, 0)
    return database.write_now(
        lambda one: receive(one, read, days, at=moment(22, 12), by="ines", address=ADDRESS)
    ).number


def made_of(database: Database, number: int, state: PieceState, action: str = "article approve") -> int:
    """A change that is said to come of a piece."""

    def work(connection: Connection) -> int:
        done = publish_act(connection, [replace(CLOSED_WEDNESDAY, paragraphs=(7,))], act=act(action, 13))
        assert done.change is not None
        deal_with(connection, number, state, by="ines", at=moment(22, 13), change=done.change)
        return done.change

    return database.write_now(work)


def taken_back(database: Database, change: int, hour: int) -> int:
    done = database.write_now(lambda one: undo(one, change, act=act("undo", hour)))
    database.write_now(lambda one: follow_undo(one, change, by="ines", at=moment(22, hour)))
    assert done.change is not None
    return done.change


def states(database: Database, number: int) -> dict[str, PieceState]:
    found = database.read_now(lambda one: read_pieces(one, number))
    return {one.content.title: one.state for one in found if isinstance(one.content, ProposedDays)}


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (PieceState.APPROVED, "article approve"),
        (PieceState.AGREED, "article agree"),
        (PieceState.SETTLED, "article settle"),
    ],
)
def test_taken_back_and_back_and_back_again(database: Database, state: PieceState, action: str) -> None:
    number = received(database, CHAVEZ, SPRING)
    change, seen = made_of(database, 1, state, action), []
    for hour in (14, 15, 16):
        change = taken_back(database, change, hour)
        seen.append(states(database, number)["Cesar Chavez Day"])

    assert seen == [PieceState.WAITING, state, PieceState.WAITING]
    assert states(database, number)["Spring Break"] is PieceState.WAITING


def test_days_wait_in_the_newest_version_of_their_calendar_once(database: Database) -> None:
    first = received(database, CHAVEZ, SPRING)
    made = made_of(database, 1, PieceState.APPROVED)
    newest = received(database, CHAVEZ, SPRING, JUNE)
    assert set(states(database, newest)) == {"Spring Break", "Last Day"}

    back = taken_back(database, made, 14)
    assert states(database, newest)["Cesar Chavez Day"] is PieceState.WAITING
    assert "Cesar Chavez Day" not in states(database, first)
    assert database.read_now(lambda one: read_article(one, newest)).closed is None
    again = taken_back(database, back, 15)
    assert states(database, newest)["Cesar Chavez Day"] is PieceState.APPROVED
    taken_back(database, again, 16)

    found = database.read_now(lambda one: read_pieces(one, newest))
    assert [one.content for one in found if one.is_open].count(CHAVEZ) == 1


def test_days_that_the_newest_version_no_longer_has_do_not_wait(database: Database) -> None:
    received(database, CHAVEZ, SPRING)
    made = made_of(database, 1, PieceState.APPROVED)
    newest = received(database, SPRING, JUNE)

    taken_back(database, made, 14)

    assert set(states(database, newest)) == {"Spring Break", "Last Day"}
