"""People who were told the same get the same words from one look-up; nobody gets words that are out of date, or not
meant for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.questions import Reply
from bot.telling.words import CourierWords
from knowledge.claims import Scope
from knowledge.deliveries import Delivery, DeliveryKind
from knowledge.due import Due, ToldOnce, Words
from knowledge.findings import Finding
from knowledge.interest import Cell
from knowledge.library import Library
from knowledge.meaning import Meaning, hole, meant_by
from knowledge.owed import Owed
from knowledge.tables import claim
from tests.bot.telling.world import World, open_world
from tests.sacramento import DISTRICT, TUESDAY_NOON, WEDNESDAY

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SCHOOL = Cell("school-open", WEDNESDAY)
OPEN = {"kind": "known", "claims": [{"status": "open", "first_day": "2022-03-23", "firmness": "stated"}]}


class Counted(Library):
    """Counts its look-ups."""

    looks = 0

    async def look_up(self, *args: Any, **how: Any) -> list[Finding]:
        self.looks += 1
        return await super().look_up(*args, **how)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


def courier_words(world: World) -> tuple[CourierWords, Counted]:
    library = Counted(world.bellwether.database)
    return CourierWords(world.bellwether.database, library, world.bellwether.answering, world.clock), library


async def told_at_noon(world: World, cell: Cell = SCHOOL) -> Meaning:
    library = world.bellwether.library
    (found,) = await library.look_up([cell.asked], at=TUESDAY_NOON, edition=await library.edition())
    return meant_by(found, DISTRICT).meaning


def due(person: int, before: Meaning, cell: Cell = SCHOOL, *, told: bool = True, after: float = 0, **how: Any) -> Due:
    """Somebody who was told *before*, so many seconds *after* noon."""
    who = f"telegram:{person}"
    because = "told" if told else "followed"
    row = Owed(who, who, cell.topic, because, cell.day, cell.last_day, cell.scope, before=before, number=100 + person)
    once = (ToldOnce(cell, TUESDAY_NOON + timedelta(seconds=after), before, how.get("language")),)
    return Due(Delivery(person, DeliveryKind.CORRECTION, who, who), owed=(row,), told=once if told else (), **how)


async def worded(words: CourierWords, one: Due) -> Reply:
    found = await words(one)
    assert found.reply is not None
    return found.reply


async def test_two_who_were_told_the_same_in_the_same_minute_share_words_and_look_ups(world: World) -> None:
    before = await told_at_noon(world)
    world.clock.move(HOUR)
    await world.close()
    words, library = courier_words(world)

    first = await words(due(1, before, after=1))
    looks = library.looks
    second = await words(due(2, before, after=31))

    assert first.reply is not None
    assert first.reply == second.reply
    assert library.looks == looks == 2, "what is so now, and what was so then"
    assert (list(first.meanings), list(second.meanings)) == ([101], [102])
    assert first.meanings[101] == second.meanings[102]


async def test_who_knows_it_already_is_told_nothing_also_from_what_was_kept(world: World) -> None:
    before = await told_at_noon(world)
    words, _ = courier_words(world)

    found = [await words(due(number, before)) for number in (1, 2)]

    assert [(one.reply, one.moot) for one in found] == [(None, (101,)), (None, (102,))]


async def test_after_a_publication_nothing_older_is_said(world: World) -> None:
    before = await told_at_noon(world)
    world.clock.move(HOUR)
    await world.close()
    words, _ = courier_words(world)
    closed = await worded(words, due(1, before))
    await world.close(status="open")

    opened = await worded(words, due(2, before))

    assert (closed.status, opened.status) == ("closed", "open")


async def test_what_ceases_by_itself_within_the_minute_is_said_no_longer(world: World) -> None:
    before = await told_at_noon(world)
    world.clock.move(HOUR)
    await world.close()
    ends = world.clock.now() + 30 * SECOND
    here = claim.c.topic == SCHOOL.topic
    await world.bellwether.database.write(
        lambda c: c.execute(update(claim).where(here).values(serve_until=ends)).rowcount
    )
    words, library = courier_words(world)

    first = await worded(words, due(1, before))
    world.clock.set(ends - SECOND)
    looks, second = library.looks, await worded(words, due(2, before))
    assert (first, looks) == (second, library.looks)
    world.clock.set(ends)
    third = await worded(words, due(3, before))

    assert (second.status, third.status) == ("closed", "unknown")


MCCLATCHY = Cell("school-open", WEDNESDAY, None, Scope((), ("mcclatchy",)))
SUTTER = Cell("school-open", WEDNESDAY, None, Scope((), ("sutter",)))


@pytest.mark.parametrize(
    "other",
    [
        {"before": hole()},
        {"before": OPEN},
        {"after": 60},
        {"language": "es"},
        {"cell": MCCLATCHY},
        {"cell": Cell("meals", WEDNESDAY)},
        {"told": False},
    ],
    ids=lambda other: next(iter(other)),
)
async def test_whoever_was_told_otherwise_gets_other_words(world: World, other: Mapping[str, Any]) -> None:
    """Each just as if nobody had been told anything before them."""
    before = await told_at_noon(world)
    world.clock.move(HOUR)
    await world.close()
    words, _ = courier_words(world)
    first = await worded(words, due(1, before))

    second = await worded(words, due(2, **{"before": before, **other}))

    fresh, _ = courier_words(world)
    assert second == await worded(fresh, due(2, **{"before": before, **other}))
    assert second != first


async def test_the_schools_of_one_are_never_said_to_another(world: World) -> None:
    world.clock.move(HOUR)
    await world.close()
    words, _ = courier_words(world)

    replies = [await worded(words, due(number, hole(), cell)) for number, cell in enumerate((MCCLATCHY, SUTTER))]

    assert [("McClatchy" in one.text, "Sutter Middle" in one.text) for one in replies] == [(True, False), (False, True)]
    assert [one.tells[0].scope for one in replies] == [MCCLATCHY.scope, SUTTER.scope]


async def test_an_announcement_is_worded_once_for_each_language_and_minute(world: World) -> None:
    words, _ = courier_words(world)
    said = Words({"en": "Buses run late.", "es": "Los autobuses van tarde."}, Scope(), drill=False, made=TUESDAY_NOON)

    def announced(person: int, language: str, kept: Words = said, number: int = 1) -> Due:
        who = f"telegram:{person}"
        delivery = Delivery(person, DeliveryKind.ANNOUNCEMENT, who, who, announcement=number)
        return Due(delivery, language=language, words=kept)

    first, again, spanish, other, drill = [
        await worded(words, one)
        for one in (
            announced(1, "en"),
            announced(2, "en"),
            announced(3, "es"),
            announced(4, "en", replace(said, words={"en": "Schools are open."}), 2),
            announced(5, "en", replace(said, drill=True)),
        )
    ]

    assert first is again
    assert "Los autobuses" in spanish.text
    assert "Schools are open." in other.text
    assert "DRILL" in drill.text


async def test_of_two_messages_of_ours_in_one_room_both_are_rewritten_and_both_come_back(world: World) -> None:
    for message in ("7", "8"):
        await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message=message)
    for status in ("open", "closed"):
        world.telegram.sent.clear()
        world.clock.move(HOUR)
        await world.close(status=status)
        for _ in range(2):
            await world.deliver()
        assert {reply.replaces: reply.status for _, reply in world.telegram.sent} == {"7": status, "8": status}
