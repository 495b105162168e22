"""Receiving on both kinds of database: one article of a text, whoever hands it over, and pieces that move on once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from knowledge.articles.article import Article, Origin, Paragraph, Published
from knowledge.articles.cuts import Cut
from knowledge.articles.following import MOST_VERSIONS, newest_version, versions_before
from knowledge.articles.keeping import copied, newest_articles, read_article
from knowledge.articles.pieces import PieceState, deal_with, read_pieces
from knowledge.articles.receiving import NotInDoubt, Received, read_again, receive, take_as_newer
from knowledge.articles.versions import Arrival
from knowledge.claims import Precision
from knowledge.database import Database
from knowledge.publishing import fill
from knowledge.tables import article as articles
from tests.knowledge.articles.pages import NOTICE
from tests.knowledge.sacramento import MARCH_2022, moment

ADDRESS = "https://abc10.com/schools"
MORE = "Buses do not run."


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, MARCH_2022, at=moment(21, 12)))
        yield opened


def article(*text: str, hour: int | None = 18) -> Article:
    published = Published(moment(21, hour), Precision.MINUTE, Origin.DATA) if hour is not None else None
    return Article(tuple(Paragraph(one) for one in text), "ABC10", address=ADDRESS, published=published)


def cuts(read: Article) -> tuple[Cut, ...]:
    """One of each paragraph."""
    return tuple(Cut((number,), one.text, ("meals",)) for number, one in enumerate(read.paragraphs, start=1))


def received(database: Database, read: Article, *, by: str = "ines") -> Received:
    return database.write_now(lambda one: receive(one, read, cuts(read), at=moment(21, 21), by=by))


def waiting(database: Database, number: int) -> list[str]:
    return [one.cut.sentence for one in database.read_now(lambda one: read_pieces(one, number)) if one.is_open]


async def test_of_many_who_hand_over_one_text_at_once_the_first_keeps_it(address: str, database: Database) -> None:
    """On a server each through a program of its own."""
    read = article(*NOTICE)
    others = [] if address.startswith("sqlite") else [Database.open(address) for _ in range(2)]
    try:
        found = await asyncio.gather(
            *(
                one.write(lambda connection: receive(connection, read, cuts(read), at=moment(21, 21), by="ines"))
                for one in (database, *others) * 3
            )
        )
    finally:
        for one in others:
            one.close()

    assert [one.how for one in found].count(Arrival.FIRST) == 1
    assert {one.how for one in found} == {Arrival.FIRST, Arrival.SAME}
    assert len({one.number for one in found}) == 1
    assert len(database.read_now(lambda one: newest_articles(one, most=9))) == 1


def test_what_waited_in_the_older_version_waits_in_the_newer_one_alone(database: Database) -> None:
    first = received(database, article(*NOTICE)).number
    (one, *_) = database.read_now(lambda connection: read_pieces(connection, first))
    database.write_now(lambda c: deal_with(c, one.number, PieceState.DROPPED, by="omar", at=moment(21, 21)))
    newer = received(database, article(*NOTICE, MORE, hour=19))

    assert newer.how is Arrival.NEWER
    assert waiting(database, first) == []
    assert waiting(database, newer.number) == [*NOTICE[1:], MORE]
    kept = database.read_now(lambda connection: newest_version(connection, first))
    assert (kept.number, kept.before) == (newer.number, first)
    assert received(database, article(*NOTICE)) == Received(Arrival.OLDER, newer.number)


def test_a_newer_version_without_its_outlet_is_of_the_same_one(database: Database) -> None:
    received(database, article(*NOTICE))
    newer = received(database, replace(article(*NOTICE, MORE, hour=19), outlet=None)).number

    assert database.read_now(lambda connection: read_article(connection, newer)).article.outlet == "ABC10"


def test_only_a_text_in_doubt_can_be_said_to_be_newer(database: Database) -> None:
    first = received(database, article(*NOTICE)).number
    second = received(database, article(*NOTICE, MORE, hour=None))
    assert second.how is Arrival.UNSURE
    assert received(database, article(*NOTICE, MORE, hour=None)) == Received(Arrival.SAME, second.number)

    database.write_now(lambda c: take_as_newer(c, second.number, at=moment(21, 22), by="ines"))
    assert waiting(database, first) == []
    assert waiting(database, second.number) == [*NOTICE, MORE]
    for number in (first, second.number):
        with pytest.raises(NotInDoubt):
            database.write_now(partial(take_as_newer, number=number, at=moment(21, 22), by="ines"))


def test_read_again_only_what_was_not_dealt_with_waits(database: Database) -> None:
    read = article(*NOTICE)
    number = received(database, read).number
    (one, *_) = database.read_now(lambda connection: read_pieces(connection, number))
    database.write_now(lambda c: deal_with(c, one.number, PieceState.DROPPED, by="omar", at=moment(21, 21)))
    database.write_now(lambda c: read_again(c, number, read, cuts(read)))

    assert waiting(database, number) == list(NOTICE[1:])


def test_of_many_versions_of_one_page_the_newest_are_compared_and_each_is_known(database: Database) -> None:
    texts = [(*NOTICE[:2], f"Buses do not run on route {route}.") for route in range(MOST_VERSIONS + 3)]
    for place, text in enumerate(texts):
        said = Published(moment(21, 18) + timedelta(minutes=place), Precision.MINUTE, Origin.DATA)
        newest = received(database, replace(article(*text), published=said))

    kept = database.read_now(lambda c: read_article(c, newest.number))
    assert len(database.read_now(lambda c: versions_before(c, kept))) == MOST_VERSIONS
    assert received(database, replace(article(*texts[0]), address=None)) == Received(Arrival.OLDER, newest.number)


def test_a_copy_is_found_by_its_paragraphs_alone(database: Database) -> None:
    first = received(database, article(*NOTICE, MORE)).number
    received(database, replace(article("The river is high.", "It rains.", "Roads are wet."), address=None))
    read = replace(article(*NOTICE, "Our reporter was there."), address="https://valleypost.com/schools")
    copy = received(database, read).number

    def found(newest: int = 9) -> int | None:
        return database.read_now(lambda c: copied(c, copy, read, newest=newest))

    assert found() == first
    assert found(newest=1) is None, "it is not among the newest"
    database.write_now(lambda c: c.execute(update(articles).values(prints=None)))
    assert found() is None, "what was kept before there were prints is no copy of anything"
