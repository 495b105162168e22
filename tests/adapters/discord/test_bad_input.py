"""What somebody sends that makes no sense, or that Discord's app would not let them send: answered kindly, never an
error in the log, and nobody is pinged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.tree import commands_json
from bot.commands import Role
from tests.adapters.discord.chatting import SPOKEN, Chatting, chatting
from tests.adapters.discord.double import discord_double
from tests.adapters.discord.people import Person

CLOSED = "are schools closed Wednesday?"
FORMER = {"type": 1, "name": "former", "description": "Of an earlier version", "contexts": [0, 1]}
MARKUP = "**__~~`||> # - [x](https://evil.example) <@1> <@&2> <#3> <t:1:R> @everyone @here </ask:1> \\"


@pytest.fixture(scope="module")
async def chat(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    async with discord_double() as double:
        database = tmp_path_factory.mktemp("bad") / "bellwether.db"
        commands = [*commands_json(SPOKEN), FORMER]
        async with chatting(double, database, curated, commands=commands) as made:
            yield made
        assert not double.pinged


@pytest.fixture
def ana(chat: Chatting) -> Person:
    return chat.double.member("Ana")


@pytest.fixture(scope="module")
async def editor(chat: Chatting) -> Person:
    made = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(made, Role.PUBLISHER)
    return made


async def sends(chat: Chatting, person: Person, command: str, **options: Any) -> str:
    """Also what the app would not send."""
    done = await chat.settled(await person.uses(chat.general, command, checked=False, **options))
    assert done.ephemeral
    return done.text


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("/following", {"stop": 0}, "nothing of yours under that number"),
        ("/following", {"stop": 999_999_999}, "nothing of yours under that number"),
        ("/following", {"stop": -3}, "number"),
        ("/following", {"stop": 10**18}, "number"),
        ("/following", {"stop": "seven"}, "number"),
        ("/following", {"stop": 2.5}, "number"),
        ("/follow", {"answer": 77}, "What would you like to know"),
        ("/follow", {"topic": "the moon"}, ""),
        ("/settings", {"language": "xx"}, "English"),
        ("/settings", {"schools": "Hogwarts"}, "Hogwarts"),
        ("/settings", {"quiet": "25:00-99:99"}, "Please write hours like"),
        ("/room", {"answers": "perhaps"}, ""),
        ("/forget", {"sure": "banana"}, "Please write yes or no"),
        ("/link", {"code": "no-such-code"}, "does not work"),
        ("/ask", {"question": "   "}, ""),
        ("/former", {}, "There is no command /former"),
    ],
)
async def test_an_option_that_makes_no_sense_is_answered_in_words(
    chat: Chatting, ana: Person, command: str, options: dict[str, Any], says: str
) -> None:
    assert says in await sends(chat, ana, command, **options)


async def test_a_question_that_was_left_out_is_asked_for_in_a_form(chat: Chatting, ana: Person) -> None:
    asked = await chat.settled(await ana.uses(chat.general, "/ask", checked=False))

    answered = await chat.settled(await ana.submits(asked, {"Question": CLOSED}))

    assert "Closed on Wednesday" in answered.text


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("/status", {"status": "nonsense", "day": "friday"}, "nonsense"),
        ("/status", {"status": "closed", "day": "someday soon"}, "someday soon"),
        ("/status", {"status": "closed", "day": "2022-02-30"}, "2022-02-30"),
        ("/status", {"status": "closed", "day": "friday", "hour": "25:00"}, "25:00"),
        ("/claim edit", {"claim": "no-such-claim", "words": "x"}, "no-such-claim"),
        ("/claim extend", {"claim": "meals-wednesday", "moment": "never"}, "never"),
        ("/gaps show", {"gap": "999"}, "999"),
        ("/gaps show", {"gap": "first"}, ""),
        ("/gaps list", {"page": -1}, ""),
        ("/undo change", {"change": "424242"}, "424242"),
        ("/try question", {"question": MARKUP * 20}, ""),
    ],
)
async def test_what_an_editor_mistypes_is_named(
    chat: Chatting, editor: Person, command: str, options: dict[str, Any], says: str
) -> None:
    assert says in await sends(chat, editor, command, **options)


@pytest.mark.parametrize(
    "text",
    [
        (MARKUP * 30)[:2000],
        ("<@1>" * 600)[:2000],
        "@everyone " * 200,
        "`" * 2000,
        "🏫" * 1000,
        "\u202e" + "a\u0301\u0302\u0303\u0304\u0305\u0306" * 280,
        "are schools closed Wednesday? " * 66,
        "# are schools closed Wednesday?\n" * 60,
        "\n\n\n.",
        "😀",
    ],
    ids=range(10),
)
async def test_two_thousand_letters_of_anything_are_answered_everywhere(chat: Chatting, ana: Person, text: str) -> None:
    alone = await chat.says(ana, ana.dm, text)
    before = len(chat.double.sent(chat.general))
    mentioned = await chat.says(ana, chat.general, f"{chat.mention} {text}"[:2000])
    asked = await chat.asks(ana, text)
    message = await ana.says(chat.general, text)
    on_message = await chat.on_message(ana, message, "Is this true?")

    assert len(chat.double.sent(chat.general)) == before + 1
    for read in (alone.text, mentioned.text, asked.text, on_message.text):
        assert read
        assert "@everyone" not in read


async def test_what_somebody_wrote_is_quoted_as_it_was_written(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, "**is** the <@1> planetarium_show open @everyone?", place=ana.dm)

    told = await chat.presses(ana, asked, "Ask a person")

    assert r"“\*\*is\*\* the \<@1\> planetarium\_show open @" in told.text
    assert "@everyone" not in told.text


async def test_a_channel_that_is_deleted_while_it_is_answered_holds_up_nobody(chat: Chatting, ana: Person) -> None:
    room = chat.double.world.channel(chat.guild, "short-lived", kind=0)
    held = chat.double.faults.hold("POST", f"/channels/{room.id}/messages")
    await ana.says(room, f"{chat.mention} {CLOSED}")
    await held.arrived.wait()
    chat.double.world.remove(room)
    held.release()
    await chat.double.settled()

    assert "Closed on Wednesday" in (await chat.asks(ana, CLOSED)).text


async def test_a_locked_thread_is_left_alone_and_one_that_sleeps_is_answered(chat: Chatting, ana: Person) -> None:
    thread = chat.double.world.thread(chat.general, "Wednesday", owner=ana.user)
    chat.double.archive(thread)
    assert "Closed on Wednesday" in (await chat.says(ana, thread, f"{chat.mention} {CLOSED}")).text

    chat.double.archive(thread, locked=True)
    before = len(chat.double.sent(thread))
    await ana.says(thread, f"{chat.mention} {CLOSED}")
    await chat.double.settled()

    assert len(chat.double.sent(thread)) == before


async def test_what_the_bot_may_not_do_in_a_channel_is_told_by_name_to_whoever_manages_the_server(
    chat: Chatting, ana: Person
) -> None:
    room = chat.double.world.channel(chat.guild, "closed-to-us", kind=0)
    chat.double.deny(room, "send_messages", "embed_links")
    await ana.says(room, f"{chat.mention} {CLOSED}")
    await chat.double.settled()
    manager = chat.double.member("Manager", permissions=("manage_guild",))

    told = await chat.uses(manager, room, "/help")
    family = await chat.uses(ana, room, "/ask", question=CLOSED)

    said = "\n".join(one.text for one in told.followups)
    assert "Send Messages, Embed Links" in said or "Embed Links, Send Messages" in said
    assert "Closed on Wednesday" in family.text
    assert not family.followups


async def test_a_menu_whose_choice_was_tampered_with_does_nothing(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, "the offer meals", place=ana.dm)
    carried = asked.shown.buttons[0]["custom_id"]

    for tampered in (carried + "9", carried[:-1] + "77", carried[:-4] + "xx.0"):
        refused = await chat.settled(await ana.presses_id(asked.shown, tampered))
        assert refused.followups[-1].text == "This button no longer works. Please ask again."
    assert "Which of these" in asked.text
