"""The double itself: the real library speaks to it, and what Telegram would refuse is refused in its words."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_entities import Unparsable, read_html


@pytest.fixture
async def bot(double: TelegramDouble) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(double.token, base_url=f"{double.url}/bot") as bot:
        yield bot


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one) for one in row] for row in rows])


class TestTexts:
    def test_entities_are_counted_in_utf_16_units(self) -> None:
        text, entities = read_html(
            "<b>🏫 Closed</b> on <i>Wednesday</i> &amp; <a href='https://a.b/?x=1&amp;y'>more</a>"
        )
        assert text == "🏫 Closed on Wednesday & more"
        assert [(one.kind, one.offset, one.length) for one in entities] == [
            ("bold", 0, 9),
            ("italic", 13, 9),
            ("text_link", 25, 4),
        ]
        assert entities[-1].address == "https://a.b/?x=1&y"

    @pytest.mark.parametrize(
        ("html", "words"),
        [
            ("<p>Closed</p>", 'Unsupported start tag "p" at byte offset 0'),
            ("<b>Closed", 'Can\'t find end tag corresponding to start tag "b"'),
            ("é <b>Closed</i>", 'Unmatched end tag at byte offset 12, expected "</b>", found "</i>"'),
            ("Closed</b>", "Unexpected end tag at byte offset 6"),
            ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
            ("5 <b", "Unclosed start tag at byte offset 2"),
        ],
    )
    def test_html_that_telegram_would_not_read_is_refused(self, html: str, words: str) -> None:
        with pytest.raises(Unparsable) as caught:
            read_html(html)
        assert str(caught.value) == words

    async def test_only_what_is_left_after_parsing_counts_for_the_length(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        room = double.private(double.person(1))
        await bot.send_message(1, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(1, "a" * 4097)
        with pytest.raises(BadRequest, match="text is empty"):
            await bot.send_message(1, "<b> </b>", parse_mode="HTML")
        assert [len(one.text) for one in double.sent(room)] == [4096]


class TestMessages:
    async def test_a_person_who_has_never_written_cannot_be_written_to(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna = double.person(1)
        room = double.private(anna, started=False)
        with pytest.raises(Forbidden, match="can't initiate"):
            await bot.send_message(1, "Hello")
        await anna.says(room, "/start")
        await bot.send_message(1, "Hello")
        anna.blocks()
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(1, "Hello?")

    async def test_an_edit_must_change_something_and_something_that_is_there(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        double.private(double.person(1))
        sent = await bot.send_message(1, "Closed", reply_markup=keyboard(("Follow",)))
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text("Closed", 1, sent.id, reply_markup=keyboard(("Follow",)))
        await bot.edit_message_text("Open", 1, sent.id)
        kept = double.message(double.rooms[1], sent.id)
        assert kept is not None
        assert (kept.text, kept.edits, kept.labels) == ("Open", ["Closed"], ())
        with pytest.raises(BadRequest, match="to edit not found"):
            await bot.edit_message_text("Open", 1, 999)

    async def test_a_missing_message_is_quoted_only_where_that_is_allowed(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        room = double.private(double.person(1))
        with pytest.raises(BadRequest, match="to be replied not found"):
            await bot.send_message(1, "Closed", reply_parameters=ReplyParameters(99))
        await bot.send_message(1, "Closed", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))
        assert double.last(room).quoting is None

    async def test_buttons_carry_64_bytes_and_eight_to_a_row(self, double: TelegramDouble, bot: telegram.Bot) -> None:
        double.private(double.person(1))
        for markup in (keyboard(("ü" * 33,)), keyboard(tuple("123456789")), keyboard(*[("a",)] * 101)):
            with pytest.raises(BadRequest, match=r"[Bb]utton_data_invalid|markup is too long"):
                await bot.send_message(1, "Closed", reply_markup=markup)

    async def test_a_group_takes_twenty_a_minute(self, double: TelegramDouble, bot: telegram.Bot) -> None:
        group = double.group("Parents")
        for _ in range(20):
            await bot.send_message(group.id, "Closed")
        with pytest.raises(RetryAfter, match="Flood control"):
            await bot.send_message(group.id, "Closed")

    async def test_a_group_that_became_a_supergroup_says_where_it_went(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        group = double.group("Parents", kind="group")
        new = double.migrate(group)
        with pytest.raises(ChatMigrated) as caught:
            await bot.send_message(group.id, "Closed")
        assert caught.value.new_chat_id == new.id
        updates = await bot.get_updates()
        assert [one.effective_message.migrate_to_chat_id for one in updates if one.effective_message] == [new.id, None]


class TestQueries:
    async def test_a_press_is_answered_once_and_in_time(self, double: TelegramDouble, bot: telegram.Bot) -> None:
        anna = double.person(1)
        room = double.private(anna)
        await bot.send_message(1, "Closed", reply_markup=keyboard(("Follow", "Wrong")))
        pressed = await anna.presses(double.last(room), "Follow")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        assert update.callback_query.data == "Follow"
        with pytest.raises(BadRequest, match="too_long"):
            await update.callback_query.answer("x" * 201)
        await update.callback_query.answer("Followed")
        assert (pressed.words, pressed.alert) == ("Followed", False)
        with pytest.raises(BadRequest, match="too old"):
            await update.callback_query.answer("Again")
        double.queries_last = 0
        late = await anna.presses(double.last(room), "Wrong")
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_callback_query(late.id)

    async def test_inline_results_have_ids_of_64_bytes_and_are_put_into_a_chat(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna = double.person(1)
        typed = await anna.types("meals")
        content = telegram.InputTextMessageContent("<b>Meals</b>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="id_invalid"):
            await bot.answer_inline_query(typed.id, [InlineQueryResultArticle("x" * 65, "Meals", content)])
        await bot.answer_inline_query(typed.id, [InlineQueryResultArticle("1", "Meals", content)])
        put = await anna.puts(typed, 0)
        assert put.parts("bold") == ["Meals"]


class TestGroups:
    async def test_in_privacy_mode_only_what_is_meant_for_the_bot_arrives(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna = double.person(1)
        group = double.group("Parents", [anna])
        sent = await bot.send_message(group.id, "Hello")
        ours = double.message(group, sent.id)
        seen = ["/today", "/today@bellwether_bot", "@bellwether_bot is there school?"]
        for text in ["is there school?", "/today@other_bot", "a@bellwether_bot.org", *seen]:
            await anna.says(group, text)
        await anna.says(group, "and Thursday?", reply_to=ours)
        updates = await bot.get_updates()
        assert [one.message.text for one in updates if one.message] == [*seen, "and Thursday?"]

    async def test_an_admin_bot_and_one_without_privacy_see_everything(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna = double.person(1)
        for group in (double.group("A", [anna], bot_admin=True), double.group("B", [anna], privacy=False)):
            await anna.says(group, "is there school?")
        assert len(await bot.get_updates()) == 2

    async def test_forum_topics_are_places_and_reply_threads_are_not(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        forum, plain = double.group("Forum", forum=True), double.group("Plain")
        topic = double.topic(forum)
        await bot.send_message(forum.id, "Closed", message_thread_id=topic)
        assert [one.thread for one in double.sent(forum)] == [topic]
        with pytest.raises(BadRequest, match="thread not found"):
            await bot.send_message(plain.id, "Closed", message_thread_id=7)


class TestMenus:
    async def test_menus_are_found_by_scope_and_language_as_telegram_finds_them(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna, luis = double.person(1), double.person(2, "Luis", "es-MX")
        room, other = double.private(anna), double.private(luis)
        await bot.set_my_commands([BotCommand("today", "Is there school")])
        await bot.set_my_commands([BotCommand("hoy", "Si hay clases")], language_code="es")
        await bot.set_my_commands([BotCommand("status", "Set it")], scope=telegram.BotCommandScopeChat(1))
        assert (double.menu(anna, room), double.menu(luis, other)) == (["status"], ["hoy"])
        with pytest.raises(BadRequest, match="command_invalid"):
            await bot.set_my_commands([BotCommand("To-day", "Is there school")])
        with pytest.raises(BadRequest, match="too long"):
            await bot.set_my_short_description("x" * 121)


async def test_more_than_the_bot_may_send_is_refused_and_what_is_paid_for_is_not(
    bot: telegram.Bot, double: TelegramDouble
) -> None:
    anna, ben = (double.private(double.person(number, name)) for number, name in ((11, "Anna"), (12, "Ben")))
    double.token_rate = (1, 60.0)
    await bot.send_message(anna.id, "one")
    await bot.send_message(ben.id, "paid", allow_paid_broadcast=True)
    with pytest.raises(RetryAfter):
        await bot.send_message(ben.id, "two")
    assert double.inside_rest == 0
    with pytest.raises(RetryAfter):
        await bot.send_message(anna.id, "too early", allow_paid_broadcast=True)
    assert double.inside_rest == 1
    assert [one.paid for one in double.messages] == [False, True]
    assert double.most_to_a_chat() == 1


async def test_only_who_may_pins_a_message(bot: telegram.Bot, double: TelegramDouble) -> None:
    group = double.group("Parents")
    message = await bot.send_message(group.id, "the board")
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.pin_chat_message(group.id, message.message_id)
    group.may_pin = True
    with pytest.raises(BadRequest, match="not found"):
        await bot.pin_chat_message(group.id, 999)
    await bot.pin_chat_message(group.id, message.message_id, disable_notification=True)
    assert group.pinned == (message.message_id, False)
