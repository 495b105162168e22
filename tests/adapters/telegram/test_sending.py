"""What goes out: once, in order, as slowly as Telegram asks, and never into a room that is no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.places import Spot
from adapters.telegram.request import AiohttpRequest, KeepingRequest
from adapters.telegram.sending import LONGEST_TOAST, MOST_TYPING, Sender
from knowledge.database import Database
from knowledge.rooms import Room as KnownRoom
from knowledge.rooms import read_room
from tests.adapters.bots import MovableClock
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request, server_error, too_many
from tests.adapters.telegram.double_rooms import Room
from tests.adapters.telegram.running import IN_A_HURRY


@pytest.fixture
def known(tmp_path: Path) -> Database:
    return Database.open(f"sqlite:///{tmp_path / 'rooms.db'}")


@pytest.fixture
async def sender(double: TelegramDouble, known: Database) -> AsyncIterator[Sender]:
    request = AiohttpRequest()
    async with (
        known,
        Bot(double.token, base_url=f"{double.url}/bot", request=request, get_updates_request=KeepingRequest()) as bot,
    ):
        yield Sender(bot, known, MovableClock(), patience=IN_A_HURRY, group_rate=(3, 0.3))


@pytest.fixture
def room(double: TelegramDouble, anna: Person) -> Room:
    return double.private(anna)


@pytest.fixture
def group(double: TelegramDouble, anna: Person) -> Room:
    return double.group("Room 4", [anna], privacy=False)


async def send(sender: Sender, room: Room, html: str, *, thread: int | None = None, quoting: int | None = None) -> int:
    return await sender.send(Spot(room.id, thread), html, None, quoting=quoting, silent=False)


async def known_room(known: Database, place: str) -> KnownRoom:
    return await known.read(lambda connection: read_room(connection, place))


def said(double: TelegramDouble, room: Room) -> list[str]:
    return [one.text for one in double.sent(room)]


async def test_what_is_sent_reads_as_it_was_drawn(sender: Sender, double: TelegramDouble, room: Room) -> None:
    number = await send(sender, room, f"<b>Closed</b> {escape('<&>')}")
    sent = double.last(room)
    assert (sent.id, sent.text, sent.parts("bold")) == (number, "Closed <&>", ["Closed"])
    assert sent.asked["link_preview_options"] == {"is_disabled": True}


async def test_an_answer_that_quotes_says_so_and_stands_where_the_question_is_gone(
    sender: Sender, double: TelegramDouble, room: Room, anna: Person
) -> None:
    asked = await anna.says(room, "are schools closed?")
    await send(sender, room, "Closed", quoting=asked.id)
    await send(sender, room, "Closed", quoting=9999)
    assert [one.quoting for one in double.sent(room)] == [asked.id, None]


async def test_told_to_slow_down_it_waits_as_long_and_sends_once(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    double.calls.refuse("sendMessage", too_many(1))
    await send(sender, room, "Closed")
    assert said(double, room) == ["Closed"]


async def test_one_room_that_is_told_to_slow_down_holds_up_no_other(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    other = double.private(double.person(12, "Ben"))
    double.calls.refuse("sendMessage", too_many(3600), chat=room.id)
    slow = asyncio.create_task(send(sender, room, "later"))
    await double.until(lambda: double.calls.of("sendMessage"))
    await send(sender, other, "now")
    assert (said(double, other), said(double, room)) == (["now"], [])
    slow.cancel()


async def test_a_second_room_that_is_refused_meanwhile_holds_up_all_of_them(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    ben, cem = (double.private(double.person(number, name)) for number, name in ((12, "Ben"), (13, "Cem")))
    double.calls.refuse("sendMessage", too_many(3600), chat=room.id)
    double.calls.refuse("sendMessage", too_many(1), chat=ben.id)
    slow = asyncio.create_task(send(sender, room, "later"))
    await double.until(lambda: double.calls.of("sendMessage"))
    both = [asyncio.create_task(send(sender, ben, "after a while"))]
    await double.until(lambda: len(double.calls.of("sendMessage")) == 2)
    both.append(asyncio.create_task(send(sender, cem, "after a while")))
    await asyncio.sleep(0.1)
    assert (said(double, ben), said(double, cem)) == ([], [])
    await asyncio.gather(*both)
    assert (said(double, ben), said(double, cem), said(double, room)) == (["after a while"], ["after a while"], [])
    assert len([one for one in double.calls.made if one.refused]) == 2
    slow.cancel()


async def test_what_cannot_have_arrived_is_sent_until_it_does(known: Database, anna: Person) -> None:
    """Telegram comes up only after a while."""
    from tests.adapters.telegram.double import telegram_double
    from tests.storms.serving import free_port

    port = free_port()
    async with (
        known,
        AiohttpRequest() as request,
    ):
        bot = Bot("7000000001:the-double-only-knows-this-token-0000", f"http://127.0.0.1:{port}/bot", request=request)
        sending = asyncio.create_task(
            Sender(bot, known, MovableClock(), patience=IN_A_HURRY).send(
                Spot(11), "Closed", None, quoting=None, silent=False
            )
        )
        await asyncio.sleep(0.05)
        assert not sending.done()
        async with telegram_double(port=port) as double:
            there = double.private(double.person(11, "Anna"))
            await sending
            assert said(double, there) == ["Closed"]


@pytest.mark.parametrize(("after", "read"), [(False, 1), (True, 2)])
async def test_what_is_in_doubt_is_sent_once_more(
    sender: Sender, double: TelegramDouble, room: Room, after: bool, read: int
) -> None:
    double.calls.drop("sendMessage", after=after)
    await send(sender, room, "Closed")
    assert said(double, room) == ["Closed"] * read


async def test_what_is_in_doubt_twice_is_left_for_later(sender: Sender, double: TelegramDouble, room: Room) -> None:
    double.calls.drop("sendMessage", after=True, times=9)
    with pytest.raises(Unsent):
        await send(sender, room, "Closed")
    assert said(double, room) == ["Closed"] * 2


async def test_an_error_of_their_server_is_tried_again(sender: Sender, double: TelegramDouble, room: Room) -> None:
    double.calls.refuse("sendMessage", server_error())
    await send(sender, room, "Closed")
    assert said(double, room) == ["Closed"]


async def test_who_blocked_the_bot_is_sent_nothing_and_that_is_kept(
    sender: Sender, double: TelegramDouble, room: Room, anna: Person, known: Database
) -> None:
    anna.blocks()
    with pytest.raises(Gone, match="blocked"):
        await send(sender, room, "Closed")
    assert (await known_room(known, "telegram:11")).gone is not None


@pytest.mark.parametrize("words", ["chat not found", "not enough rights to send text messages to the chat"])
async def test_a_room_that_takes_nothing_is_gone(
    sender: Sender, double: TelegramDouble, room: Room, words: str
) -> None:
    double.calls.refuse("sendMessage", bad_request(words))
    with pytest.raises(Gone):
        await send(sender, room, "Closed")


async def test_a_mistake_of_ours_is_no_room_that_is_gone(
    sender: Sender, double: TelegramDouble, room: Room, known: Database
) -> None:
    double.calls.refuse("sendMessage", bad_request("BUTTON_DATA_INVALID"))
    with pytest.raises(BadRequest):
        await send(sender, room, "Closed")
    assert (await known_room(known, "telegram:11")).gone is None


async def test_broken_html_still_reaches_whoever_asked(
    sender: Sender, double: TelegramDouble, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await send(sender, room, "<b>Closed &amp; dark")
    assert said(double, room) == ["Closed & dark"]
    assert "plain text" in caplog.text


async def test_a_group_that_became_another_one_is_followed_there(
    sender: Sender, double: TelegramDouble, group: Room, anna: Person
) -> None:
    moved = double.migrate(group, announced=False)
    await send(sender, group, "Closed")
    await send(sender, group, "Closed still")
    assert said(double, moved) == ["Closed", "Closed still"]


async def test_a_group_is_sent_no_more_in_a_minute_than_it_takes(
    sender: Sender, double: TelegramDouble, group: Room
) -> None:
    double.group_rate = (3, 0.3)
    for number in range(7):
        await send(sender, group, f"{number}")
    assert said(double, group) == [f"{number}" for number in range(7)]
    assert not [one for one in double.calls.made if one.refused]


async def test_an_edit_that_changes_nothing_is_fine_and_one_of_what_is_gone_says_so(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    number, spot = await send(sender, room, "Closed"), Spot(room.id)
    assert await sender.edit(spot, number, "Open", None)
    assert await sender.edit(spot, number, "Open", None)
    assert not await sender.edit(spot, 9999, "Open", None)
    assert said(double, room) == ["Open"]


async def test_buttons_are_taken_away_and_the_words_stay(sender: Sender, double: TelegramDouble, room: Room) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Follow", callback_data="a.0")]])
    number = await sender.send(Spot(room.id), "Closed", buttons, quoting=None, silent=False)
    assert double.last(room).labels == ("Follow",)
    assert await sender.edit_buttons(Spot(room.id), number, None)
    assert (double.last(room).labels, double.last(room).text) == ((), "Closed")


async def test_a_toast_is_cut_to_what_is_shown_and_may_come_too_late(
    sender: Sender, double: TelegramDouble, room: Room, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Follow", callback_data="a.0")]])
    await sender.send(Spot(room.id), "Closed", buttons, quoting=None, silent=False)
    pressed = await anna.presses(double.last(room), "Follow")
    await sender.toast(pressed.id, "x" * 500, alert=True)
    assert pressed.words is not None
    assert (len(pressed.words), pressed.words[-1]) == (LONGEST_TOAST, "…")
    double.queries_last = -1
    await sender.toast((await anna.presses(double.last(room), "Follow")).id, "again", alert=False)
    assert caplog.text == ""


async def test_typing_is_shown_and_where_it_cannot_be_nobody_minds(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    assert await sender.typing(Spot(room.id))
    double.calls.drop("sendChatAction")
    assert not await sender.typing(Spot(room.id))


async def test_in_a_rush_only_a_few_are_shown_that_something_comes(
    sender: Sender, double: TelegramDouble, room: Room
) -> None:
    shown = [await sender.typing(Spot(room.id)) for _ in range(MOST_TYPING + 5)]
    assert shown[:MOST_TYPING] == [True] * MOST_TYPING
    assert False in shown
