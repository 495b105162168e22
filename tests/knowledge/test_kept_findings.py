"""What was found lately is given again only while a look-up would find it: never over an instant, a day or a change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge.claims import ConditionState, Status
from knowledge.codec import Noun
from knowledge.database import Database
from knowledge.findings import Asked, Finding
from knowledge.library import Library
from knowledge.publishing import fill
from tests.publishing import publish_change
from tests.sacramento import (
    CLOSED,
    DEAL,
    MEALS,
    STRIKE,
    THURSDAY,
    TUESDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    knowledge,
    notice,
    settled,
)

SECOND = timedelta(seconds=1)
QUESTIONS = (
    Asked("school-open", WEDNESDAY),
    Asked("school-open", THURSDAY),
    Asked("school-open", TUESDAY, named_day=False),
    Asked("meals", WEDNESDAY),
    Asked("offer", named_day=False),
)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with Database.open("sqlite:///:memory:") as opened:
        await opened.write(lambda connection: fill(connection, knowledge(), at=at("2022-03-21 20:00")))
        yield opened


async def publish(database: Database, *nouns: Noun, now: datetime) -> None:
    await database.write(lambda c: publish_change(c, nouns, author="an editor", at=now))


class Asker:
    """Asks the same library for what was found lately, and beside it a look-up."""

    def __init__(self, database: Database) -> None:
        self.library = Library(database)

    async def both(self, now: datetime) -> tuple[list[Finding], list[Finding]]:
        edition = await self.library.edition()
        lately = await self.library.look_up_now(QUESTIONS, at=now, edition=edition)
        return lately, await self.library.look_up(QUESTIONS, at=now, edition=edition)

    async def agrees_around(self, moment: datetime) -> bool:
        """Whether both say the same a second before, at the moment, and a second after it."""
        answers = [await self.both(moment + apart) for apart in (-SECOND, timedelta(0), SECOND)]
        return all(lately == looked_up for lately, looked_up in answers)


async def test_within_a_minute_the_very_same_is_found(database: Database) -> None:
    asker = Asker(database)
    first, _ = await asker.both(TUESDAY_NOON)
    again, _ = await asker.both(TUESDAY_NOON + 20 * SECOND)
    later, _ = await asker.both(TUESDAY_NOON + 60 * SECOND)

    assert all(one is other for one, other in zip(first, again, strict=True))
    assert not any(one is other for one, other in zip(first, later, strict=True))
    assert first == later


async def test_what_is_published_is_found_at_once(database: Database) -> None:
    asker = Asker(database)
    before, _ = await asker.both(TUESDAY_NOON)
    on = replace(CLOSED, status=Status.OPEN, condition=None)
    await publish(database, on, now=TUESDAY_NOON + SECOND)
    lately, looked_up = await asker.both(TUESDAY_NOON + 2 * SECOND)

    assert before[0].claims[0].claim.status is Status.CLOSED
    assert lately[0].claims[0].claim.status is Status.OPEN
    assert lately == looked_up


async def test_what_ends_within_a_minute_is_not_told_after_its_end(database: Database) -> None:
    end = TUESDAY_NOON + 30 * SECOND
    await publish(database, replace(MEALS, serve_until=end, condition=None), now=TUESDAY_NOON - 3600 * SECOND)
    asker = Asker(database)
    (*_, before, _), _ = await asker.both(end - 5 * SECOND)
    (*_, after, _), _ = await asker.both(end)

    assert [held.claim.slug for held in before.claims] == [MEALS.slug]
    assert not after.claims
    assert await asker.agrees_around(end)


async def test_a_condition_and_an_event_count_from_the_second_they_name(database: Database) -> None:
    met, over = TUESDAY_NOON + 17 * SECOND, TUESDAY_NOON + 41 * SECOND
    deal = settled(DEAL, ConditionState.FAILED, met, "closing")
    ended = replace(STRIKE, ended=over, closing="closing")
    closing = notice("closing", "2022-03-22 12:00")
    await publish(database, closing, deal, ended, now=TUESDAY_NOON - 60 * SECOND)
    asker = Asker(database)
    said = [(await asker.both(TUESDAY_NOON + ahead * SECOND))[0] for ahead in (16, 17, 40, 41)]

    assert said[0] != said[1]
    assert said[2] != said[3]
    assert await asker.agrees_around(met)
    assert await asker.agrees_around(over)


@pytest.mark.parametrize("moment", ["2022-03-22 15:00", "2022-03-23 00:00", "2022-03-23 15:10", "2022-03-24 00:00"])
async def test_a_day_and_the_end_of_classes_make_a_difference_at_once(database: Database, moment: str) -> None:
    assert await Asker(database).agrees_around(at(moment))


async def test_an_earlier_moment_is_looked_up_for_itself(database: Database) -> None:
    asker = Asker(database)
    await publish(database, replace(CLOSED, status=Status.OPEN, condition=None), now=TUESDAY_NOON)
    lately, _ = await asker.both(TUESDAY_NOON + SECOND)
    earlier, looked_up = await asker.both(TUESDAY_NOON - SECOND)

    assert earlier == looked_up
    assert earlier != lately


async def test_where_another_program_writes_it_is_looked_up_each_time(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    async with Database.open(address) as database, Database.open(address, writing=False) as beside:
        await database.write(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        asker = Asker(beside)
        first, _ = await asker.both(TUESDAY_NOON)
        again, _ = await asker.both(TUESDAY_NOON)

    assert first == again
    assert not any(one is other for one, other in zip(first, again, strict=True))
