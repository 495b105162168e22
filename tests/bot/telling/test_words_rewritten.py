"""Our earlier message in a room where others read along: what is no longer so is struck through, the new under it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels import CannotRewrite
from bot.questions import Reply
from knowledge.forgetting import forget
from knowledge.tables import delivery, owed
from tests.bot.telling.world import EDITOR, World, open_world

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EVERYBODY = "(all Sacramento City Unified schools)"
AT_NOON = "Before (Tuesday, March 22, 12:10 PM)"
CLOSED_UNLESS = f"Closed on Wednesday, March 23, unless a deal is reached first {EVERYBODY}."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


def drawn(reply: Reply) -> list[str]:
    """Each line; what is struck through between tildes."""
    lines = (line for passage in reply.passages for line in passage.lines)
    return [f"~{line.words}~" if line.struck else line.words for line in lines]


async def test_what_is_no_longer_so_is_struck_and_the_rest_stays_as_it_was(world: World) -> None:
    before = await world.ask_in_a_room(
        "is there school on wednesday? are there meals on thursday?", "telegram:3", message="7"
    )
    world.clock.move(HOUR)
    await world.close(status="open")
    assert await world.deliver() == 1

    ((place, reply),) = world.telegram.sent
    assert (place, reply.replaces, reply.silent, reply.to) == ("telegram:-5", "7", True, "telegram:3")
    assert drawn(reply)[:2] == [
        f"~{AT_NOON}: {CLOSED_UNLESS}~",
        f"Changed to the opposite: Open on Wednesday, March 23 {EVERYBODY}.",
    ]
    assert drawn(reply)[-1] == "This message was changed: Tuesday, March 22, 1:11 PM."
    kept = [line.words for line in before.passages[1].lines]
    assert kept[0] == "Meals: nothing is announced yet for Thursday, March 24."
    assert kept[0] in drawn(reply)
    assert reply.noted == before.noted
    assert reply.tells == ()


async def test_it_is_rewritten_again_and_what_came_back_is_no_longer_struck(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    world.clock.move(HOUR)
    page = await world.close(status="open")
    await world.deliver()
    await world.bellwether.desk.do(page.offers[0].invocation)
    await world.do(EDITOR, "undo", change=str(page.change))
    await world.deliver()

    (_, first), (_, second) = world.telegram.sent
    assert drawn(first)[0].startswith("~")
    assert drawn(second) == [
        CLOSED_UNLESS,
        "Plan to keep your student at home.",
        "This message was changed in between; what it says holds again: Tuesday, March 22, 1:12 PM.",
    ]
    assert {row.state for row in await world.rows(owed)} == {"sent"}


async def test_what_was_taken_back_within_the_minute_leaves_the_message_alone(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    page = await world.close(status="open")
    await world.do(EDITOR, "undo", change=str(page.change))

    assert await world.deliver() == 0


async def test_every_message_that_says_the_old_thing_is_rewritten(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="8")
    await world.ask_in_a_room("¿hay clases el miércoles?", "telegram:4", message="9")
    world.clock.move(HOUR)
    await world.close(status="open")
    for _ in range(3):  # one message a second to one room
        await world.deliver()

    assert sorted((reply.replaces, reply.language) for _, reply in world.telegram.sent) == [
        ("7", "en"),
        ("8", "en"),
        ("9", "es"),
    ]


async def test_it_is_rewritten_at_night_too_and_quietly_published_as_well(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    world.clock.move(timedelta(hours=11))
    await world.close(status="open")

    assert await world.deliver() == 1
    assert world.telegram.sent[0][1].silent


async def test_a_message_that_cannot_be_rewritten_is_left_and_nobody_is_written_to(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    world.clock.move(HOUR)
    world.telegram.refuses = [CannotRewrite("deleted")]
    await world.close(status="open")

    assert await world.deliver() == 0
    assert await world.deliver(HOUR) == 0
    assert [row.state for row in await world.rows(delivery)] == ["dropped"]


async def test_a_day_that_is_over_stays_as_it_was_told(world: World) -> None:
    await world.close("thursday", status="open")
    await world.ask_in_a_room("is there school on wednesday or thursday?", "telegram:3", message="7")
    world.clock.move(timedelta(days=1, hours=13))
    await world.close("thursday")
    await world.deliver()

    ((_, reply),) = world.telegram.sent
    assert CLOSED_UNLESS in drawn(reply)
    assert f"Changed to the opposite: Closed on Thursday, March 24 {EVERYBODY}." in drawn(reply)


async def test_what_somebody_had_forgotten_is_not_rewritten_any_more(world: World) -> None:
    await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message="7")
    world.clock.move(HOUR)
    await world.close(status="open")
    await world.bellwether.database.write(lambda c: forget(c, "telegram:3"))

    assert await world.deliver() == 0


async def test_what_one_deleted_message_could_not_say_is_known_by_the_other_that_did(world: World) -> None:
    """Else the other would go on saying it after it has come back to what was told first."""
    before = "closed"
    await world.close(status=before)
    for message in ("7", "8"):
        await world.ask_in_a_room("is there school on wednesday?", "telegram:3", message=message)
    world.clock.move(HOUR)
    await world.close(status="open")
    world.telegram.refuses = [CannotRewrite("deleted")]
    await world.deliver()
    await world.deliver()
    world.clock.move(HOUR)
    await world.close(status=before)
    await world.deliver()
    await world.deliver()

    assert [reply.status for _, reply in world.telegram.sent if reply.replaces == "8"] == ["open", before]


@pytest.mark.parametrize("text", ["my son is not breathing", "my son is not breathin"])
async def test_the_emergency_number_stays_on_top(world: World, text: str) -> None:
    asked = f"{text}, is there school on wednesday?"
    before = await world.ask_in_a_room(asked, "telegram:3", message="7")
    world.clock.move(HOUR)
    await world.close(status="open")
    await world.deliver()

    ((_, reply),) = world.telegram.sent
    assert (reply.urgent, reply.notes) == (before.urgent, before.notes)
    assert reply.urgent
    assert "911" in reply.notes[0]
