"""Calls to the Bot API: what fails is told as what it means for sending again, and never with the token."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut

from adapters.telegram.failures import NotDelivered
from adapters.telegram.request import AiohttpRequest, KeepingRequest
from tests.adapters.telegram.double import TOKEN, TelegramDouble
from tests.storms.serving import free_port


@asynccontextmanager
async def bot_at(url: str, *, token: str = TOKEN, reading: float = 5.0) -> AsyncIterator[Bot]:
    request = AiohttpRequest(reading=reading, proxy_for=url)
    async with request:
        yield Bot(token, base_url=f"{url}/bot", request=request, get_updates_request=KeepingRequest())


async def failure(bot: Bot) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(11, "hello")
    return raised.value


def told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error) + repr(error.__cause__)


async def test_a_call_arrives_and_its_answer_is_read(double: TelegramDouble) -> None:
    anna = double.person(11, "Anna")
    room = double.private(anna)
    async with bot_at(double.url) as bot:
        sent = await bot.send_message(11, "Buenos días, ñandú & co")
    assert double.last(room).text == sent.text == "Buenos días, ñandú & co"


async def test_where_nobody_listens_nothing_was_delivered() -> None:
    async with bot_at(f"http://127.0.0.1:{free_port()}") as bot:
        error = await failure(bot)
    assert type(error) is NotDelivered
    assert TOKEN not in told(error)


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_that_breaks_leaves_it_in_doubt(double: TelegramDouble, after: bool) -> None:
    double.private(double.person(11, "Anna"))
    double.calls.drop("sendMessage", after=after)
    async with bot_at(double.url) as bot:
        error = await failure(bot)
    assert type(error) is NetworkError
    assert TOKEN not in told(error)


async def test_no_answer_in_time_leaves_it_in_doubt(double: TelegramDouble) -> None:
    double.private(double.person(11, "Anna"))
    double.calls.hold("sendMessage")
    async with bot_at(double.url, reading=0.05) as bot:
        error = await failure(bot)
    double.calls.release("sendMessage")
    assert type(error) is TimedOut
    assert TOKEN not in told(error)


async def test_a_session_that_is_closed_delivers_nothing(double: TelegramDouble) -> None:
    request = AiohttpRequest()
    bot = Bot(TOKEN, base_url=f"{double.url}/bot", request=request, get_updates_request=KeepingRequest())
    assert type(await failure(bot)) is NotDelivered
    await request.shutdown()


async def test_an_address_that_is_none_is_told_without_the_token() -> None:
    async with bot_at("http://127.0.0.1:99999") as bot:
        error = await failure(bot)
    assert TOKEN not in told(error)


async def test_a_wrong_token_is_known_as_such(double: TelegramDouble) -> None:
    async with bot_at(double.url, token="1:wrong") as bot:
        assert isinstance(await failure(bot), InvalidToken)


async def test_many_calls_at_once_wait_for_a_connection(double: TelegramDouble) -> None:
    room = double.private(double.person(11, "Anna"))
    async with (
        AiohttpRequest(connections=2) as request,
        Bot(TOKEN, base_url=f"{double.url}/bot", request=request, get_updates_request=KeepingRequest()) as bot,
    ):
        await asyncio.gather(*(bot.send_message(11, f"{number}") for number in range(20)))
    assert {one.text for one in double.sent(room)} == {f"{number}" for number in range(20)}


async def test_calls_go_through_the_proxy_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "localhost")
    async with bot_at("http://api.example") as bot:
        assert f"{port}" in (await failure(bot)).message
