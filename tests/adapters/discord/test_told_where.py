"""Below an answer that somebody sees alone in a server: where a change will be seen, and the way to be told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import Double
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.people import Person

CLOSED, MEALS = "are schools closed Wednesday?", "are there meals on Wednesday?"
NOWHERE = "If this changes, I cannot tell you here."
HERE = "If this changes, I will say so in this channel."
TELL_ME = "Tell me in a private chat"


@pytest.fixture
async def chat(double: Double, database: Path, curated: Path) -> AsyncIterator[Chatting]:
    async with chatting(double, database, curated) as made:
        yield made


@pytest.fixture
def ana(double: Double) -> Person:
    return double.member("Ana")


@pytest.fixture
def manager(double: Double) -> Person:
    return double.member("Manager", permissions=("manage_guild",))


def last_line(asked: Interaction) -> str:
    return asked.text.splitlines()[-1]


async def test_without_a_board_or_a_follow_it_says_that_nothing_can_be_told_there(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)

    assert asked.ephemeral
    assert last_line(asked) == f"-# {NOWHERE}"
    assert "Closed on Wednesday, March 23" in asked.text[:80]
    assert asked.shown.labels.count(TELL_ME) == 1
    assert "Follow this" not in asked.shown.labels


async def test_a_board_is_named_by_its_channel(chat: Chatting, ana: Person, manager: Person) -> None:
    staff = chat.guild.channel("staff")
    await chat.uses(manager, staff, "/room", board="on")

    asked = await chat.asks(ana, CLOSED)

    assert last_line(asked) == f"-# If this changes, the board in <#{staff.id}> will say so."
    assert TELL_ME in asked.shown.labels


async def test_the_board_right_here_goes_before_others(chat: Chatting, ana: Person, manager: Person) -> None:
    for channel in (chat.guild.channel("staff"), chat.general):
        await chat.uses(manager, channel, "/room", board="on")

    assert f"<#{chat.general.id}>" in last_line(await chat.asks(ana, CLOSED))


async def test_a_board_shows_no_meals(chat: Chatting, ana: Person, manager: Person) -> None:
    await chat.uses(manager, chat.general, "/room", board="on")

    assert last_line(await chat.asks(ana, MEALS)) == f"-# {NOWHERE}"


async def test_the_board_of_another_server_counts_for_nothing(chat: Chatting, ana: Person, double: Double) -> None:
    pta = double.guild("PTA of Hiram Johnson")
    other = double.member("Other", guild=pta, permissions=("manage_guild",))
    await double.settled()
    await chat.uses(other, pta.channel("general"), "/room", board="on")

    assert last_line(await chat.asks(ana, CLOSED)) == f"-# {NOWHERE}"


async def test_a_channel_that_follows_the_topic_says_so(chat: Chatting, ana: Person, manager: Person) -> None:
    await chat.uses(manager, chat.general, "/follow", topic="meals", here=True)

    assert last_line(await chat.asks(ana, MEALS)) == f"-# {HERE}"
    assert last_line(await chat.asks(ana, CLOSED)) == f"-# {NOWHERE}"
    elsewhere = await chat.asks(ana, MEALS, place=chat.guild.channel("staff"))
    assert last_line(elsewhere) == f"-# {NOWHERE}"


async def test_what_a_person_follows_is_not_taken_for_the_channel(chat: Chatting, ana: Person) -> None:
    await chat.uses(ana, chat.general, "/follow", topic="meals")

    assert last_line(await chat.asks(ana, MEALS)) == f"-# {NOWHERE}"


async def test_both_are_said_in_one_line(chat: Chatting, ana: Person, manager: Person) -> None:
    await chat.uses(manager, chat.general, "/room", board="on")
    await chat.uses(manager, chat.general, "/follow", topic="school-open", here=True)

    asked = await chat.asks(ana, CLOSED)

    assert last_line(asked).startswith("-# If this changes, I will say so in this channel, and the board in <#")


@pytest.mark.parametrize("command", ["/today", "/topics"])
async def test_other_answers_say_it_too_where_there_is_something_to_change(
    chat: Chatting, ana: Person, command: str
) -> None:
    shown = await chat.uses(ana, chat.general, command)

    assert (NOWHERE in shown.text) == (command == "/today")


async def test_nothing_is_said_of_a_day_that_is_over(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, "were schools closed on March 3?")

    assert "If this changes" not in asked.text
    assert TELL_ME not in asked.shown.labels


async def test_in_a_direct_message_and_for_everybody_nothing_of_it_is_said(chat: Chatting, ana: Person) -> None:
    alone = await chat.says(ana, ana.dm, CLOSED)
    for_all = await chat.says(ana, chat.general, f"{chat.mention} {CLOSED}")

    assert "Follow this" in alone.labels
    assert "If this changes" not in alone.text + for_all.text


async def test_it_is_said_in_the_language_of_the_answer_or_in_english(chat: Chatting) -> None:
    shown = await chat.asks(chat.double.member("Eva", locale="es-ES"), "¿hay clases el miércoles?")

    assert last_line(shown).startswith("-# ")
    assert "miércoles" in shown.text


async def test_the_button_opens_a_chat_and_says_there_what_is_followed(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)

    pressed = await chat.presses(ana, asked, TELL_ME)

    (told,) = chat.double.sent(ana.dm)
    assert "You follow this now: Whether schools are open, Wednesday, March 23" in told.text
    assert "You follow this now" in pressed.text
    assert pressed.ephemeral
    assert pressed.followups[-1].buttons[0]["url"].endswith(f"/@me/{ana.dm.id}")
    assert "✓ " + TELL_ME in asked.shown.labels


async def test_whoever_takes_no_messages_is_told_so(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    ana.closes_dms()

    refused = await chat.presses(ana, asked, TELL_ME)

    assert "I cannot write to you alone." in refused.text
    assert TELL_ME in asked.shown.labels
    assert "You follow nothing." in (await chat.uses(ana, chat.general, "/following")).text
