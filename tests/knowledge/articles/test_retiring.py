"""What is kept of articles goes when it is over, on both kinds of database, and says no more who reviewed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.articles.article import Article, Origin, Paragraph, Published
from knowledge.articles.calendars import SchoolCalendar
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import close_article, keep_article, name_source, newest_articles
from knowledge.articles.pieces import PieceState, deal_with, next_piece, open_piece, read_piece, read_pieces
from knowledge.articles.receiving import read_again, receive
from knowledge.articles.retiring import UNTOUCHED
from knowledge.claims import Precision
from knowledge.database import Database
from knowledge.forgetting import Deleted, enforce_retention, forget
from knowledge.publishing import fill
from knowledge.tables import article as articles
from knowledge.tables import metadata
from knowledge.tables import piece as pieces
from tests.knowledge.articles.pages import NOTICE
from tests.knowledge.sacramento import ABC10, MARCH_2022, moment

READ = moment(21, 21)
MONTH = timedelta(days=30)
SUMMER = READ + timedelta(days=100)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, MARCH_2022, at=moment(21, 12)))
        yield opened


def article(*text: str, hour: int = 18, address: str | None = "https://abc10.com/schools") -> Article:
    published = Published(moment(21, hour), Precision.MINUTE, Origin.DATA)
    return Article(tuple(Paragraph(one) for one in text), "ABC10", address=address, published=published)


def cuts(read: Article) -> tuple[Cut, ...]:
    return tuple(Cut((number,), one.text, ("meals",)) for number, one in enumerate(read.paragraphs, start=1))


def handed_over(database: Database, read: Article, *, by: str = "telegram:ines") -> int:
    return database.write_now(lambda one: receive(one, read, cuts(read), at=READ, by=by)).number


def dealt_with(database: Database, number: int, *, by: str = "telegram:ines") -> None:
    for one in database.read_now(lambda c: read_pieces(c, number)):
        database.write_now(lambda c, n=one.number: deal_with(c, n, PieceState.DROPPED, by=by, at=READ))  # type: ignore[misc]


def another(database: Database) -> int:
    """The newest of all, which stays."""
    return handed_over(database, article("A text of a summer's day.", address=None))


def left(database: Database) -> list[int]:
    return [one.number for one in database.read_now(lambda c: newest_articles(c, most=99))][::-1]


def test_an_article_goes_with_its_pieces_a_month_after_it_was_finished(database: Database) -> None:
    number = handed_over(database, article(*NOTICE))
    dealt_with(database, number)
    last = another(database)

    assert database.write_now(lambda c: enforce_retention(c, at=READ + MONTH - timedelta(minutes=1))) == Deleted()
    assert database.write_now(lambda c: enforce_retention(c, at=READ + MONTH)) == Deleted(articles=1, more=True)
    assert database.write_now(lambda c: enforce_retention(c, at=READ + MONTH)) == Deleted()
    assert left(database) == [last]
    assert {one.article_id for one in database.read_now(lambda c: c.execute(select(pieces)).all())} == {last}


def test_how_long_is_the_setting_for_what_was_told(database: Database) -> None:
    dealt_with(database, handed_over(database, article(*NOTICE)))
    another(database)

    for days, gone in ((8, 0), (7, 1)):
        week = READ + timedelta(days=7)
        done = database.write_now(lambda c, d=days, at=week: enforce_retention(c, at=at, telling_days=d))  # type: ignore[misc]
        assert done.articles == gone


def test_what_waits_is_kept_until_nobody_has_looked_at_it_for_a_year(database: Database) -> None:
    number = handed_over(database, article(*NOTICE))
    another(database)
    (first, *_) = database.read_now(lambda c: read_pieces(c, number))
    database.write_now(lambda c: open_piece(c, first.number, by="telegram:omar", at=SUMMER))

    for at, gone in ((READ + UNTOUCHED, 0), (SUMMER + UNTOUCHED, 1)):
        assert database.write_now(lambda c, at=at: enforce_retention(c, at=at)).articles == gone  # type: ignore[misc]


def test_a_calendar_is_kept_for_the_year_that_it_is_about(database: Database) -> None:
    read = SchoolCalendar(None, (), others=0, broken=0)
    database.write_now(lambda c: keep_article(c, read, (), at=READ, by="telegram:ines"))
    another(database)

    assert database.write_now(lambda c: enforce_retention(c, at=SUMMER)).articles == 0
    assert database.write_now(lambda c: enforce_retention(c, at=READ + UNTOUCHED)).articles == 1


def test_all_versions_stay_while_something_that_rests_on_one_of_them_is_told(database: Database) -> None:
    older = handed_over(database, article(*NOTICE))
    newer = handed_over(database, article(*NOTICE, "Buses do not run.", hour=19))
    dealt_with(database, newer)
    database.write_now(lambda c: name_source(c, older, ABC10.slug))
    another(database)

    def kept(*, days: int) -> int:
        at = READ + timedelta(days=days)
        return database.write_now(lambda c: enforce_retention(c, at=at, telling_days=0)).articles

    assert kept(days=1) == 0, "the closing of Wednesday is told"
    assert {older, newer} <= set(left(database))
    assert kept(days=60) == 2
    assert not {older, newer} & set(left(database))


def test_a_text_in_doubt_keeps_the_one_before_it(database: Database) -> None:
    older = handed_over(database, article(*NOTICE))
    dealt_with(database, older)
    unsure = handed_over(database, article(*NOTICE, "Buses do not run."))
    another(database)

    assert database.write_now(lambda c: enforce_retention(c, at=SUMMER)).articles == 0
    dealt_with(database, unsure)
    database.write_now(lambda c: close_article(c, unsure, at=SUMMER))
    assert database.write_now(lambda c: enforce_retention(c, at=SUMMER + MONTH)).articles == 2


def test_many_go_part_by_part_and_no_number_is_given_twice(database: Database) -> None:
    numbers = [handed_over(database, article(f"{NOTICE[0]} {one}.", address=None)) for one in range(203)]
    for one in numbers:
        dealt_with(database, one)

    rounds = 0
    while database.write_now(lambda c: enforce_retention(c, at=SUMMER)).more:
        rounds += 1

    assert rounds == 2
    assert left(database) == numbers[-1:]
    assert another(database) > max(numbers)


def test_pieces_that_others_took_the_place_of_go_after_a_month(database: Database) -> None:
    read = article(*NOTICE)
    number = handed_over(database, read)
    database.write_now(lambda c: read_again(c, number, read, cuts(read)))

    def all_pieces() -> list[str]:
        return [one.state for one in database.read_now(lambda c: c.execute(select(pieces)).all())]

    database.write_now(lambda c: enforce_retention(c, at=READ + MONTH - timedelta(minutes=1)))
    assert all_pieces().count("replaced") == len(NOTICE)
    database.write_now(lambda c: enforce_retention(c, at=READ + MONTH))
    assert all_pieces() == ["waiting"] * len(NOTICE)


def test_of_somebody_who_is_forgotten_nothing_says_that_they_reviewed(database: Database) -> None:
    number = handed_over(database, article(*NOTICE), by="telegram:omar")
    first, second, _ = database.read_now(lambda c: read_pieces(c, number))
    database.write_now(lambda c: deal_with(c, first.number, PieceState.DROPPED, by="telegram:omar", at=READ))
    database.write_now(lambda c: open_piece(c, second.number, by="telegram:omar", at=READ))
    mine = handed_over(database, article("A text of somebody else.", address=None), by="telegram:ines")

    database.write_now(lambda c: forget(c, "telegram:omar"))

    everywhere = [
        value
        for table in metadata.sorted_tables
        for row in database.read_now(lambda c, t=table: c.execute(select(t)).all())  # type: ignore[misc]
        for value in row
    ]
    assert not [value for value in everywhere if "telegram:omar" in str(value)]
    assert database.read_now(lambda c: read_piece(c, first.number)).state is PieceState.DROPPED
    found = database.read_now(lambda c: next_piece(c, number, by="telegram:ines", since=READ))
    assert found is not None
    assert (found.number, found.opened_by) == (second.number, None), "nobody is at it any more"
    (kept,) = database.read_now(lambda c: c.execute(select(articles).where(articles.c.id == mine)).all())
    assert kept.identity == "telegram:ines"


def test_who_looked_at_a_piece_is_not_kept_once_it_is_dealt_with(database: Database) -> None:
    number = handed_over(database, article(*NOTICE))
    for one in database.read_now(lambda c: read_pieces(c, number)):
        database.write_now(lambda c, n=one.number: open_piece(c, n, by="telegram:omar", at=READ))  # type: ignore[misc]
    dealt_with(database, number)

    found = database.read_now(lambda c: read_pieces(c, number))
    assert {(one.opened, one.opened_by, one.done_by) for one in found} == {(None, None, "telegram:ines")}
