"""Direct messages that no connection brought: looked for as soon as there is one again, and answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.running import until

ASKED, MISSED = "are schools closed Wednesday?", "is there school on Thursday?"


@pytest.fixture
async def chat(double: Double, database: Path, curated: Path) -> AsyncIterator[Chatting]:
    async with chatting(double, database, curated) as made:
        yield made


@pytest.fixture
def ana(chat: Chatting) -> Person:
    return chat.double.member("Ana")


async def begins_anew(chat: Chatting) -> None:
    """The session is lost, so nothing of what came meanwhile is brought."""
    gateway = chat.double.gateway
    before = gateway.counted["identified"]
    gateway.invalidate()
    await until(lambda: gateway.counted["identified"] > before)
    await chat.double.settled()


async def test_what_was_written_while_the_session_was_lost_is_answered_once(chat: Chatting, ana: Person) -> None:
    await chat.says(ana, ana.dm, ASKED)
    chat.double.gateway.invalidate()
    await ana.says(ana.dm, MISSED)
    await until(lambda: len(chat.double.sent(ana.dm)) == 2)
    await begins_anew(chat)

    _, answer = chat.double.sent(ana.dm)
    assert "Thursday, March 24" in answer.text


async def test_what_was_written_while_the_program_was_off_is_answered_at_its_start(chat: Chatting, ana: Person) -> None:
    await chat.says(ana, ana.dm, ASKED)
    await chat.bot.stop()
    await ana.says(ana.dm, MISSED)
    await chat.bot.start()
    await until(lambda: len(chat.double.sent(ana.dm)) == 2)
    await chat.double.settled()

    assert "Thursday, March 24" in chat.double.sent(ana.dm)[-1].text


async def test_in_a_server_only_what_addressed_us_is_answered(chat: Chatting, ana: Person) -> None:
    await chat.says(ana, chat.general, f"{chat.mention} {ASKED}")
    chat.double.gateway.invalidate()
    await ana.says(chat.general, MISSED)
    await begins_anew(chat)

    assert len(chat.double.sent(chat.general)) == 1
