"""What is completed while somebody types: topics for families out of memory, what waits for staff for staff alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import Role
from knowledge.failures import DatabaseUnreadable
from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import discord_double
from tests.adapters.discord.interactions import Choice
from tests.adapters.discord.people import Person


@pytest.fixture(scope="module")
async def chat(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    async with discord_double() as double:
        database = tmp_path_factory.mktemp("typing") / "bellwether.db"
        async with chatting(double, database, curated) as made:
            yield made


@pytest.fixture(scope="module")
async def ana(chat: Chatting) -> Person:
    return chat.double.member("Ana")


@pytest.fixture(scope="module")
async def editor(chat: Chatting) -> Person:
    made = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(made, Role.OWNER)
    return made


def names(found: list[Choice]) -> list[str]:
    return [one.name for one in found]


async def test_before_anything_is_typed_every_topic_is_offered_first_whether_school_is_on(
    chat: Chatting, ana: Person
) -> None:
    found = await ana.types(chat.general, "/ask", question="")

    assert found[0].name == "Whether schools are open"
    assert "Meals" in names(found)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("are schools cl", "Whether schools are open"),
        ("lunch", "Meals"),
        ("LUN", "Meals"),
        ("when can we pick up", "Meal hours"),
        ("are the bus", "Buses"),
    ],
)
async def test_a_question_half_typed_finds_its_topic(chat: Chatting, ana: Person, typed: str, topic: str) -> None:
    assert names(await ana.types(chat.general, "/ask", question=typed))[0] == topic


async def test_words_of_no_topic_are_left_to_whoever_types_them(chat: Chatting, ana: Person) -> None:
    assert await ana.types(chat.general, "/ask", question="xqzzt") == []


async def test_a_topic_that_was_chosen_is_answered_as_that_topic(chat: Chatting, ana: Person) -> None:
    (found, *_) = await ana.types(chat.general, "/ask", question="lunch")

    asked = await chat.asks(ana, found.value)

    assert "Bags at every school" in asked.text


async def test_topics_are_named_in_the_language_of_the_app(chat: Chatting) -> None:
    maria = chat.double.member("Maria", locale="es-419")

    assert names(await maria.types(chat.general, "/ask", question=""))[0] == "Si hay clases"


async def test_topics_are_completed_without_a_look_at_the_database(
    chat: Chatting, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(work: object) -> object:
        raise DatabaseUnreadable("away")

    monkeypatch.setattr(chat.bot.bellwether.database, "read", away)

    assert names(await ana.types(chat.general, "/ask", question="lun")) == ["Meals"]
    assert names(await ana.types(chat.general, "/follow", topic="bus")) == ["Buses"]


async def test_what_families_asked_is_completed_for_staff_alone(chat: Chatting, ana: Person, editor: Person) -> None:
    await chat.asks(ana, "is the planetarium open on saturday?")

    assert any("planetarium" in one for one in names(await editor.types(chat.general, "/gaps show", gap="plan")))
    outsider = chat.double.member("Out", permissions=("manage_guild",))
    assert await outsider.types(chat.general, "/gaps show", gap="plan") == []
    assert await outsider.types(chat.general, "/role revoke", person="") == []


async def test_days_are_offered_and_those_written_out_are_read(chat: Chatting, editor: Person) -> None:
    offered = await editor.types(chat.general, "/status", status="closed", day="")
    assert offered[0] == Choice("Today, Tuesday, March 22", "2022-03-22")
    (typed,) = await editor.types(chat.general, "/status", status="closed", day="3/30")
    assert typed == Choice("Wednesday, March 30", "2022-03-30")


async def test_hours_fit_the_status_that_stands_beside_them(chat: Chatting, editor: Person) -> None:
    late = await editor.types(chat.general, "/status", status="delayed", hour="")
    early = await editor.types(chat.general, "/status", status="early_dismissal", hour="")

    assert late[0].value == "09:00"
    assert early[0].value == "14:00"


async def test_claims_are_named_by_what_they_say(chat: Chatting, editor: Person) -> None:
    found = await editor.types(chat.general, "/claim edit", claim="bags")

    assert [one.value for one in found] == ["meals-wednesday"]


async def test_of_several_schools_the_last_is_completed(chat: Chatting, ana: Person) -> None:
    found = await ana.types(chat.general, "/settings", schools="mcclatchy; sutt")

    assert [one.value for one in found] == ["mcclatchy; sutter"]


async def test_anything_that_can_be_typed_is_within_the_limits(chat: Chatting, ana: Person, editor: Person) -> None:
    for typed in ("x" * 300, "**<@1> @everyone`", "\u202e\u0000a", ";;;;;", "🏫" * 40):
        for person, command, field in (
            (ana, "/ask", "question"),
            (ana, "/settings", "schools"),
            (editor, "/status", "day"),
            (editor, "/claim settle", "condition"),
            (editor, "/gaps show", "gap"),
        ):
            found = await person.types(chat.general, command, **{field: typed})
            assert all(len(one.name) <= 100 and 0 < len(str(one.value)) <= 100 for one in found)
