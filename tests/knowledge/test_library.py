"""One edition in memory, made anew when the knowledge changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.library import EmptyKnowledge, Library
from knowledge.publishing import fill
from knowledge.topics import Topic
from tests.publishing import publish_change
from tests.sacramento import TUESDAY_NOON, knowledge


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with Database.open("sqlite:///:memory:") as opened:
        await opened.write(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        yield opened


async def publish(database: Database, topic: Topic) -> None:
    await database.write(lambda c: publish_change(c, [topic], author="an editor", at=TUESDAY_NOON))


def with_phrasing(topic: Topic, text: str) -> Topic:
    return replace(topic, phrasings={**topic.phrasings, "en": (*topic.phrasings.get("en", ()), text)})


async def test_what_has_not_changed_is_not_read_again(database: Database) -> None:
    library = Library(database)

    assert await library.edition() is await library.edition()


async def test_a_published_phrasing_is_found_by_the_next_question(database: Database) -> None:
    library = Library(database)
    before = await library.edition()
    topic = next(iter(before.topics.values()))
    await publish(database, with_phrasing(topic, "is the (zebra|giraffe) crossing (staffed|manned)"))
    after = await library.edition()

    for text in ("is the zebra crossing staffed", "is the giraffe crossing staffed", "giraffe crossing, is it manned"):
        assert after.index.match(text, language="en").candidates[0].topic == topic.slug
        assert after.index.match(text, language="en").outcome != "none"
    assert "giraffe" in after.vocabulary[topic.slug]
    assert after.sayings["en"]["is the zebra crossing manned"] == topic.slug
    assert before.index.match("giraffe crossing", language="en").outcome == "none"


async def test_what_a_change_does_not_touch_is_taken_over(database: Database) -> None:
    library = Library(database)
    before = await library.edition()
    topic, other = list(before.topics.values())[:2]
    await publish(database, with_phrasing(topic, "is the giraffe crossing staffed"))
    after = await library.edition()

    assert after.said[other.slug] is before.said[other.slug]
    assert after.places is before.places
    assert after.index.shelves["es"].ngrams is before.index.shelves["es"].ngrams


async def test_the_edition_before_answers_while_the_next_one_is_made(database: Database) -> None:
    library = Library(database, patience=timedelta(0))
    before = await library.edition()
    topic = next(iter(before.topics.values()))
    await publish(database, with_phrasing(topic, "is the giraffe crossing staffed"))

    assert await library.edition() is before
    while (after := await library.edition()) is before:
        pass  # each call lets the others run
    assert after.number > before.number


async def test_many_who_ask_at_once_get_the_same_edition(database: Database) -> None:
    library = Library(database)
    editions = await asyncio.gather(*(library.edition() for _ in range(8)))

    assert len({id(one) for one in editions}) == 1


async def test_without_a_district_there_is_nothing_to_answer_for_yet() -> None:
    async with Database.open("sqlite:///:memory:") as empty:
        library = Library(empty)
        with pytest.raises(EmptyKnowledge):
            await library.edition()
        await empty.write(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        assert (await library.edition()).topics


async def test_an_edition_from_the_cache_is_the_same(database: Database, tmp_path: Path) -> None:
    first = await Library(database, cache=tmp_path).edition()
    again = await Library(database, cache=tmp_path).edition()

    for text in ("are schools closed", "will there be lunch wednesday"):
        assert first.index.match(text, language="en") == again.index.match(text, language="en")
    assert CuratedSet(district=first.district) == CuratedSet(district=again.district)


async def test_every_edition_is_prepared_before_it_is_used(database: Database) -> None:
    library, prepared = Library(database), list[int]()
    await library.prepare_with(lambda edition: prepared.append(edition.number))
    topic = next(iter((await library.edition()).topics.values()))
    await publish(database, with_phrasing(topic, "is the giraffe crossing staffed"))

    assert prepared == [prepared[0]]
    after = await library.edition()
    assert prepared[1:] == [after.number]


async def test_an_edition_and_more_are_read_in_one_look(database: Database) -> None:
    library = Library(database)

    edition, more = await library.edition_with(lambda connection: connection.dialect.name)

    assert (edition is await library.edition(), more) == (True, "sqlite")
