"""What a parent writes in a private chat: questions, commands as they are typed, and in which language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from telegram import Chat, Message, Update, User

from adapters.telegram.updates import who_of
from bot.commands import Role
from knowledge.rooms import read_room
from knowledge.tables import question
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot
from tests.sacramento import TUESDAY_NOON, at

CLOSED = "Closed on Wednesday, March 23, unless a deal is reached first"


async def said_to(double: TelegramDouble, person: Person, text: str, **extra: Any) -> str:
    room = double.private(person)
    before = len(double.sent(room))
    await person.says(room, text, **extra)
    await double.settled()
    return "\n".join(one.text for one in double.sent(room)[before:])


class TestQuestions:
    async def test_plain_words_are_a_question_and_the_answer_can_be_judged(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        assert (await said_to(double, anna, "are schools closed Wednesday?")).startswith(CLOSED)
        labels = double.last(double.private(anna)).labels
        assert {"Follow this", "This helped", "This is wrong", "Ask a person"} <= {
            one.strip("✓ 🔔👍👎🙋") for one in labels
        }

    async def test_a_follow_up_goes_on_about_what_was_asked(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await said_to(double, anna, "are schools closed Wednesday?")

        assert "Thursday, March 24" in await said_to(double, anna, "and Thursday?")

    async def test_the_language_of_the_app_counts_where_the_words_show_none(
        self, telegram_bot: RunningBot, double: TelegramDouble
    ) -> None:
        luz = double.person(21, "Luz", language_code="es-MX")

        assert "miércoles, 23 de marzo" in await said_to(double, luz, "3/23?")
        assert "Wednesday, March 23" in await said_to(double, luz, "are schools closed Wednesday?")

    async def test_a_chosen_language_counts_more_than_the_app(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await said_to(double, anna, "/settings language=es")

        assert "miércoles, 23 de marzo" in await said_to(double, anna, "are schools closed Wednesday?")

    async def test_a_question_that_waited_is_read_as_of_when_it_was_written(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await telegram_bot.stop()
        await anna.says(double.private(anna), "is there school tomorrow?")
        await telegram_bot.clock.move(at("2022-03-23 00:05"))
        await telegram_bot.start()
        await double.settled()

        (answer,) = double.sent(double.private(anna))
        assert answer.text.startswith(CLOSED)

    async def test_a_forwarded_post_is_asked_about_as_of_when_it_was_written(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        yesterday = int((TUESDAY_NOON - timedelta(days=1)).timestamp())
        origin = {"type": "hidden_user", "sender_user_name": "A neighbour", "date": yesterday}

        told = await said_to(double, anna, "Schools are CLOSED tomorrow!!", forward_origin=origin)

        assert "Tuesday, March 22" in told

    async def test_a_forwarded_command_is_not_done(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await said_to(double, anna, "/settings schools=middle")
        origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": int(TUESDAY_NOON.timestamp())}

        await said_to(double, anna, "/forget sure=yes", forward_origin=origin)

        assert "middle schools" in await said_to(double, anna, "/settings")

    async def test_a_question_is_noted_once_however_often_it_is_brought(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        said = await anna.says(double.private(anna), "are schools closed Wednesday?")
        await double.settled()
        assert said.update is not None
        double.updates.again([said.update])
        await double.settled()

        assert len(double.sent(double.private(anna))) == 1
        found = await telegram_bot.bellwether.database.read(
            lambda connection: connection.execute(question.select()).all()
        )
        assert [one.origin for one in found] == [f"telegram:{double.bot['id']}:{anna.id}:{said.id}"]


class TestCommands:
    async def test_what_ask_asks_for_is_answered_below_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        room = double.private(anna)
        for text in ("/ask", "are schools closed wednesday?"):
            await anna.says(room, text)
            await double.settled()

        form, answer = double.sent(room)
        assert form.text.startswith("Ask a question in your own words.")
        assert form.labels == ()
        assert answer.text.startswith("Closed on Wednesday, March 23")

    @pytest.mark.parametrize("line", ["/today", "/today@bellwether_bot", "/TODAY", "/today now please"])
    async def test_a_command_is_done_however_it_is_addressed(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, line: str
    ) -> None:
        assert CLOSED in await said_to(double, anna, line)

    async def test_ask_asks_what_stands_behind_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        assert (await said_to(double, anna, '/ask are "schools closed Wednesday?')).startswith(CLOSED)

    async def test_ask_answers_the_message_it_replies_to(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        first = await anna.says(double.private(anna), "hmm, are schools closed Wednesday?")
        await double.settled()

        assert (await said_to(double, anna, "/ask", reply_to=first)).startswith(CLOSED)

    async def test_an_editor_sets_a_status_on_one_line(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await telegram_bot.grant(anna, Role.PUBLISHER)
        await said_to(double, anna, "/status@bellwether_bot closed thu speaker=district")
        preview = double.last(double.private(anna))
        await anna.presses(preview, 0)
        await double.settled()

        assert "Closed on Thursday, March 24" in await said_to(double, anna, "is there school Thursday?")

    @pytest.mark.parametrize("line", ["/status closed thu", "/undo", "/role list", "/gaps"])
    async def test_what_needs_a_role_is_refused_kindly(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, line: str
    ) -> None:
        assert "For this you need the role" in await said_to(double, anna, line)

    @pytest.mark.parametrize(
        "line", ["/", "//", "/ /", "/nothing", "/today@other_bot", "/claim", "/стоп", "/status\u202e"]
    )
    async def test_what_is_no_command_is_said_to_be_none(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, line: str
    ) -> None:
        told = await said_to(double, anna, line)

        assert "There is no command" in told or "For this you need" in told or "/help" in told

    async def test_a_family_is_told_in_its_words_how_a_command_is_written(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        assert "/following [stop=…]" in await said_to(double, anna, "/following everything at once")


class TestLeaving:
    async def test_whoever_blocks_the_bot_is_gone_until_they_come_back(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        database = telegram_bot.bellwether.database
        anna.blocks()
        await double.settled()
        gone = await database.read(lambda connection: read_room(connection, f"telegram:{anna.id}"))
        anna.comes_back()
        await double.settled()
        back = await database.read(lambda connection: read_room(connection, f"telegram:{anna.id}"))

        assert (gone.gone, back.gone) == (TUESDAY_NOON, None)
        assert double.sent(double.private(anna)) == []


@pytest.mark.parametrize(("named", "language"), [("fil", "tl"), ("zh-hans", "zh"), ("pt-br", "pt"), ("", None)])
def test_a_language_is_known_by_one_name(named: str, language: str | None) -> None:
    user = User(1, "Anna", False, language_code=named or None)
    message = Message(1, TUESDAY_NOON, Chat(1, Chat.PRIVATE), from_user=user, text="hello")
    assert who_of(Update(1, message=message)).language == language
