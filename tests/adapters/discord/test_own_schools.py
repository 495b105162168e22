"""Where somebody's children go to school is told to them alone, never where others read along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import discord_double
from tests.adapters.discord.people import Person

OWN = "Sutter"
ASKED = "are schools closed Wednesday?"


@pytest.fixture(scope="module")
async def chat(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    async with discord_double() as double:
        database = tmp_path_factory.mktemp("schools") / "bellwether.db"
        async with chatting(double, database, curated) as made:
            yield made


@pytest.fixture
async def ana(chat: Chatting) -> Person:
    ana = chat.double.member("Ana")
    saved = await chat.uses(ana, chat.general, "/settings", schools="Sutter Middle")
    assert saved.ephemeral
    assert OWN in saved.text
    return ana


async def test_an_answer_for_one_alone_is_about_their_schools(chat: Chatting, ana: Person) -> None:
    asked, today = await chat.asks(ana, ASKED), await chat.uses(ana, chat.general, "/today")

    assert asked.ephemeral
    assert today.ephemeral
    assert OWN in asked.text
    assert OWN in today.text
    assert OWN in (await chat.says(ana, ana.dm, ASKED)).text


@pytest.mark.parametrize("words", [ASKED, "/today", "/follow buses", "/following", "/settings", "/help"])
async def test_what_is_said_for_everybody_names_none_of_them(chat: Chatting, ana: Person, words: str) -> None:
    shown = await chat.says(ana, chat.general, f"{chat.mention} {words}")

    assert OWN not in shown.text
    assert "Settings" not in shown.labels


async def test_a_follow_up_for_everybody_does_not_go_on_about_them(chat: Chatting, ana: Person) -> None:
    await chat.asks(ana, ASKED)

    shown = await chat.says(ana, chat.general, f"{chat.mention} and Thursday?")

    assert "Thursday, March 24" in shown.text
    assert OWN not in shown.text


@pytest.mark.parametrize("command", ["/ask", "/today"])
async def test_sharing_an_answer_does_not_share_them(chat: Chatting, ana: Person, command: str) -> None:
    options = {"question": ASKED} if command == "/ask" else {}
    shown = await chat.uses(ana, chat.general, command, **options)
    await chat.presses(ana, shown, "Share here")

    shared = chat.double.sent(chat.general)[-1]
    assert shared.text.startswith("Shared by")
    assert "Closed on Wednesday, March 23" in shared.text
    assert OWN not in shared.text


async def test_a_room_that_is_answered_for_all_hears_nothing_of_them(chat: Chatting, ana: Person) -> None:
    await chat.sets(answers="everything")
    for shown in (await chat.asks(ana, ASKED), await chat.uses(ana, chat.general, "/today")):
        assert not shown.ephemeral
        assert "Closed on Wednesday, March 23" in shown.text
        assert OWN not in shown.text
    await chat.sets(answers="addressed")
