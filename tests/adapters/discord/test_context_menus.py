"""What can be done with a message that stands there: answered, checked, made an answer of; for whoever chose alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import Role
from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import discord_double
from tests.adapters.discord.people import Person


@pytest.fixture(scope="module")
async def chat(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    async with discord_double() as double:
        database = tmp_path_factory.mktemp("menus") / "bellwether.db"
        async with chatting(double, database, curated) as made:
            yield made


@pytest.fixture(scope="module")
def ana(chat: Chatting) -> Person:
    return chat.double.member("Ana")


@pytest.fixture(scope="module")
def beth(chat: Chatting) -> Person:
    return chat.double.member("Beth")


async def test_a_message_is_answered_for_whoever_chose_that_alone(chat: Chatting, ana: Person, beth: Person) -> None:
    message = await beth.says(chat.general, "does anybody know if schools are closed on Wednesday?")

    answer = await chat.on_message(ana, message, "Answer this")

    assert answer.ephemeral
    assert "Closed on Wednesday, March 23" in answer.text
    assert "Share here" in answer.shown.labels


async def test_a_rumour_gets_the_facts_and_never_a_yes(chat: Chatting, ana: Person, beth: Person) -> None:
    rumour = await beth.says(chat.general, "they say schools are open on Wednesday after all")

    checked = await chat.on_message(ana, rumour, "Is this true?")

    assert "I cannot tell whether a message is true" in checked.text
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in checked.text
    assert "yes" not in checked.text.lower()


async def test_days_of_a_message_are_those_of_when_it_was_written(chat: Chatting, ana: Person, beth: Person) -> None:
    message = await beth.says(chat.general, "is there school tomorrow?")
    await chat.bot.clock.move(timedelta(hours=9))
    chat.double.clock.forward(minutes=9 * 60)

    assert "Wednesday, March 23" in (await chat.on_message(ana, message, "Answer this")).text
    await chat.bot.clock.move(timedelta(hours=-9))
    chat.double.clock.forward(minutes=-9 * 60)


async def test_a_message_without_words_says_so(chat: Chatting, ana: Person, beth: Person) -> None:
    picture = await beth.says(chat.general, "", files=[chat.double.attachment("a.png", b"...", kind="image/png")])

    assert "I can only read words" in (await chat.on_message(ana, picture, "Answer this")).text


async def test_an_answer_of_ours_is_told_as_it_stands_now(chat: Chatting, ana: Person) -> None:
    ours = await chat.says(ana, chat.general, f"{chat.mention} are schools closed Wednesday?")

    assert "Closed on Wednesday" in (await chat.on_message(ana, ours, "Is this true?")).text


async def test_a_message_is_made_an_answer_by_a_form_with_its_words(chat: Chatting, beth: Person) -> None:
    editor = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(editor, Role.EDITOR)
    message = await beth.says(chat.general, "The buses do not run on Thursday, says the district.")

    asked = await chat.on_message(editor, message, "Save as answer")

    assert asked.modal is not None
    assert "The buses do not run on Thursday" in str(asked.modal.submission({}, checked=False))


async def test_whoever_is_no_editor_makes_no_answer(chat: Chatting, beth: Person) -> None:
    manager = chat.double.member("Manager", permissions=("manage_guild",))
    message = await beth.says(chat.general, "The buses do not run on Thursday.")

    refused = await chat.on_message(manager, message, "Save as answer")

    assert "For this you need the role editor" in refused.text
    assert refused.ephemeral


async def test_entries_are_named_in_the_language_of_the_app_once_there_are_words_for_them(chat: Chatting) -> None:
    family = chat.double.member("Nobody")

    assert {"Answer this", "Is this true?"} <= set(family.commands(chat.general))
    assert "Save as answer" not in family.commands(chat.general)


async def test_an_answer_that_was_shared_can_be_asked_anew(chat: Chatting, ana: Person) -> None:
    await chat.presses(ana, await chat.asks(ana, "are schools closed Wednesday?"), "Share here")
    shared = chat.double.sent(chat.general)[-1]

    assert "Closed on Wednesday, March 23" in (await chat.on_message(ana, shared, "Answer this")).text
