"""What people write to the bot: in direct messages, with a mention, as a reply; and when it keeps silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.chatting import Chatting, chatting, colour_of
from tests.adapters.discord.double import discord_double
from tests.adapters.discord.people import Person


@pytest.fixture(scope="module")
async def chat(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    async with discord_double() as double:
        database = tmp_path_factory.mktemp("hearing") / "bellwether.db"
        async with chatting(double, database, curated) as made:
            yield made


@pytest.fixture
def ana(chat: Chatting) -> Person:
    return chat.double.member("Ana")


async def test_a_direct_message_is_a_question(chat: Chatting, ana: Person) -> None:
    answer = await chat.says(ana, ana.dm, "are schools closed Wednesday?")

    assert "Closed on Wednesday, March 23" in answer.text
    assert answer.labels == ["Follow this", "This helped", "This is wrong", "Ask a person"]
    assert colour_of(answer) is not None


async def test_a_question_goes_on_from_the_one_before(chat: Chatting, ana: Person) -> None:
    await chat.says(ana, ana.dm, "are schools closed Wednesday?")

    assert "Thursday, March 24" in (await chat.says(ana, ana.dm, "and Thursday?")).text


async def test_a_mention_is_answered_for_all_briefly_quoting_and_pinging_nobody(chat: Chatting, ana: Person) -> None:
    answer = await chat.says(ana, chat.general, f"{chat.mention} is there school on Thursday?")

    assert not answer.ephemeral
    assert answer.reply_to is not None
    assert answer.reply_to.author is ana.user
    assert answer.labels == ["More"]
    assert not chat.double.pinged


async def test_a_reply_to_an_answer_is_a_question_to_us(chat: Chatting, ana: Person) -> None:
    first = await chat.says(ana, chat.general, f"{chat.mention} are schools closed Wednesday?")

    answer = await chat.says(ana, chat.general, "and Thursday?", reply_to=first)

    assert answer is not first
    assert "Thursday, March 24" in answer.text


async def test_what_people_say_among_themselves_is_left_alone(chat: Chatting, ana: Person) -> None:
    before = len(chat.double.sent(chat.general))

    await ana.says(chat.general, "are schools closed Wednesday?")
    await ana.says(chat.general, "@everyone are schools closed Wednesday?")
    await chat.double.settled()

    assert len(chat.double.sent(chat.general)) == before


async def test_only_a_mention_asks_what_somebody_wants_to_know(chat: Chatting, ana: Person) -> None:
    assert "What would you like to know?" in (await chat.says(ana, chat.general, chat.mention)).text


async def test_a_picture_or_a_recording_cannot_be_read(chat: Chatting, ana: Person) -> None:
    voice = chat.double.attachment("voice.ogg", b"...", kind="audio/ogg")

    assert "I can only read words" in (await chat.says(ana, ana.dm, "", files=[voice])).text


async def test_a_command_that_is_written_out_is_done(chat: Chatting, ana: Person) -> None:
    assert "March 22" in (await chat.says(ana, ana.dm, "/today")).text
    assert "Closed on Wednesday" in (await chat.says(ana, ana.dm, "/ask are schools closed Wednesday?")).text
    assert "There is no command" in (await chat.says(ana, ana.dm, "/nonsense")).text


async def test_a_code_is_not_to_be_written_where_others_read(chat: Chatting, ana: Person) -> None:
    refused = await chat.says(ana, chat.general, f"{chat.mention} /link ABCD-EFGH")

    assert "Others read along here" in refused.text


async def test_whoever_writes_spanish_is_answered_in_spanish(chat: Chatting, ana: Person) -> None:
    assert "miércoles" in (await chat.says(ana, ana.dm, "¿hay clases el miércoles?")).text


async def test_somebody_in_danger_reads_the_number_first(chat: Chatting, ana: Person) -> None:
    answer = await chat.says(ana, ana.dm, "my son is not breathing, is school closed Wednesday?")

    assert "911" in answer.text.splitlines()[0]


async def test_a_server_that_is_joined_is_told_once_how_to_ask(chat: Chatting) -> None:
    new = chat.double.guild("Another school", channels=("hello",))
    await chat.double.settled()

    (said,) = chat.double.sent(new.channel("hello"))

    assert "I am a bot, not the school district" in said.text
    assert "/room answers=everything" in said.text


async def test_a_room_can_be_set_so_that_everybody_reads_answers(chat: Chatting, ana: Person) -> None:
    assert (await chat.asks(ana, "are schools closed Wednesday?")).ephemeral
    await chat.sets(answers="everything")

    asked = await chat.asks(ana, "are schools closed Wednesday?")
    settings = await chat.uses(ana, chat.general, "/settings")

    assert not asked.ephemeral
    assert asked.shown.labels == ["More"]
    assert settings.ephemeral
    thread = chat.double.world.thread(chat.general, "Wednesday", owner=ana.user)
    assert not (await chat.asks(ana, "are schools closed Wednesday?", place=thread)).ephemeral
    await chat.sets(answers="addressed")
    assert (await chat.asks(ana, "are schools closed Wednesday?")).ephemeral


async def test_only_whoever_manages_the_server_sets_the_room(chat: Chatting, ana: Person) -> None:
    refused = await chat.uses(ana, chat.general, "/room", answers="everything")

    assert "Only somebody who manages this room" in refused.text
    assert refused.ephemeral
