"""Answers that go back to whoever asked a person: once, signed as a person's, as things stand when they are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels import InDoubt, NobodyThere
from bot.pages import PageKind
from knowledge.deliveries import Delivery, DeliveryKind
from knowledge.due import read_due
from knowledge.forgetting import forget
from knowledge.tables import owed, question, telling
from tests.bot.telling.world import EDITOR, World, family, open_world

ASKED = "can my son get his inhaler from the nurse"
ANSWER = "Yes: the nurse is at the main office from 8 to 12."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def asks_a_person(
    world: World, person: str = "telegram:1", text: str = ASKED, language: str = "en", answer: str = ANSWER
) -> None:
    """Who is answered at once."""
    page = await world.do(family(person, language), "person", question=text)
    assert page.kind is PageKind.DONE
    number = len(await world.rows(owed)) + 1
    await world.do(EDITOR, "gaps", "reply", inquiry=str(number), answer=answer)


async def states(world: World) -> list[str]:
    return [row.state for row in await world.rows(owed)]


async def test_a_persons_answer_quotes_the_question_and_says_who_wrote_it_and_when(world: World) -> None:
    await asks_a_person(world)

    assert await world.deliver() == 1
    ((place, words),) = world.telegram.texts
    assert place == "telegram:1"
    assert words.splitlines() == [
        f"A person answers your question “{ASKED}”:",
        ANSWER,
        "Written by a person on the staff, not by the bot: Tuesday, March 22, 12:10 PM.",
    ]
    assert "ines" not in words
    assert await world.deliver() == 0
    assert await states(world) == ["sent"]


async def test_it_waits_for_the_end_of_their_quiet_hours(world: World) -> None:
    await world.do(family(), "settings", quiet="11:00-14:00")
    await asks_a_person(world)
    assert await world.deliver() == 0

    assert await world.deliver(timedelta(hours=2)) == 1


async def test_nobody_knows_whether_it_arrived_so_nobody_reads_it_twice(world: World) -> None:
    await asks_a_person(world)
    world.telegram.refuses = [InDoubt("the connection was lost")]

    assert await world.deliver() == 0
    assert await world.deliver(timedelta(hours=1)) == 0


async def test_a_room_that_is_gone_is_not_tried_again(world: World) -> None:
    await asks_a_person(world)
    world.telegram.refuses = [NobodyThere("the bot was blocked")]

    assert await world.deliver() == 0
    assert await world.deliver(timedelta(hours=1)) == 0


async def test_it_goes_over_the_platform_on_which_it_was_asked(world: World) -> None:
    await asks_a_person(world, "discord:1")
    await world.deliver()

    assert world.telegram.sent == []
    assert [place for place, _ in world.discord.sent] == ["discord:1"]


async def test_whoever_was_forgotten_is_sent_nothing(world: World) -> None:
    await asks_a_person(world)
    await world.bellwether.database.write(lambda connection: forget(connection, "telegram:1"))

    assert await world.deliver() == 0


async def test_an_answer_by_a_claim_is_told_as_it_stands_when_it_is_sent(world: World) -> None:
    reply = await world.ask("is there school on Friday?")
    await world.do(family(), "person", answer=str(reply.noted))
    gap = await world.do(EDITOR, "gaps")
    assert gap.grid is not None
    number = gap.grid.rows[0][0]
    await world.do(EDITOR, "gaps", "claim", gap=number, topic="school-open", status="closed", days="friday")
    await world.do(EDITOR, "status", status="open", day="friday")

    assert await world.deliver() == 1
    ((_, words),) = world.telegram.texts
    assert words.startswith("There is an answer to your question “is there school on Friday?”:")
    assert "Open on Friday, March 25" in words
    assert "Closed" not in words


async def test_whoever_is_forgotten_while_their_answer_is_worded_leaves_nothing_behind(world: World) -> None:
    reply = await world.ask("is there school on Friday?")
    await world.do(family(), "person", answer=str(reply.noted))
    await world.do(EDITOR, "gaps", "claim", gap="1", topic="school-open", status="closed", days="friday")
    (row,) = await world.rows(owed)
    begun = Delivery(1, DeliveryKind.ANSWER, row.person, row.place, owed=row.id)
    (due,) = await world.bellwether.database.read(partial(read_due, deliveries=[begun], at=world.clock.now()))
    await world.bellwether.database.write(lambda connection: forget(connection, row.person))

    worded = await world.bellwether.courier.wording(due)
    assert due.returning is not None
    assert worded.reply is None
    assert [*await world.rows(question), *await world.rows(telling)] == []


async def test_it_is_in_the_language_of_the_question(world: World) -> None:
    await asks_a_person(world, text="¿puede ir mi hijo a la enfermería?", language="es", answer="Sí.")
    await world.deliver()

    ((_, words),) = world.telegram.texts
    assert "martes, 22 de marzo" in words


async def test_one_that_cannot_be_sent_holds_up_nobody(world: World) -> None:
    for number in (1, 2, 3):
        await asks_a_person(world, f"telegram:{number}")
    world.telegram.refuses = [KeyError("something nobody thought of")]

    assert await world.deliver() == 2
    assert await world.deliver() == 1
    assert await states(world) == ["sent"] * 3
