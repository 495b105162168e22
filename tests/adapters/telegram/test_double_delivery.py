"""How the double brings updates to the bot and what may happen to calls: polling, webhook, mishaps, from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram
from aiohttp import web
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.adapters.telegram.double import TelegramDouble, telegram_double
from tests.adapters.telegram.double_refusals import too_many
from tests.adapters.telegram.double_remote import remote_double


@pytest.fixture
async def bot(double: TelegramDouble) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(double.token, base_url=f"{double.url}/bot") as bot:
        yield bot


class TestPolling:
    async def test_what_is_not_confirmed_comes_again(self, double: TelegramDouble, bot: telegram.Bot) -> None:
        anna = double.person(1)
        for text in ("one", "two", "three"):
            await anna.says(double.private(anna), text)
        first = await bot.get_updates(limit=2)
        assert [one.update_id for one in await bot.get_updates(limit=2)] == [one.update_id for one in first]
        (last,) = await bot.get_updates(offset=first[-1].update_id + 1)
        assert last.message is not None
        assert last.message.text == "three"
        assert double.in_flight == 3
        await bot.send_message(1, "one")
        assert double.in_flight == 2

    async def test_a_second_poller_ends_the_first(self, double: TelegramDouble, bot: telegram.Bot) -> None:
        async with telegram.Bot(double.token, base_url=f"{double.url}/bot") as other:
            first = asyncio.create_task(bot.get_updates(timeout=5))
            await double.until(lambda: double.updates._poller)
            second = asyncio.create_task(other.get_updates(timeout=5))
            with pytest.raises(Conflict, match="terminated by other getUpdates"):
                await first
            await double.person(1).says(double.private(double.people[1]), "hello")
            assert len(await second) == 1

    async def test_kinds_that_were_not_asked_for_are_never_kept(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        anna = double.person(1)
        await bot.get_updates(allowed_updates=["callback_query"])
        said = await anna.says(double.private(anna), "hello")
        assert said.update is None


class TestWebhook:
    async def test_updates_are_brought_with_the_secret_again_until_taken_and_in_order_of_their_chat(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        taken: list[tuple[str | None, str]] = []
        refusals = iter([503, 503])

        async def take(request: web.Request) -> web.Response:
            text = (await request.json())["message"]["text"]
            if text == "1" and (status := next(refusals, None)):
                return web.Response(status=status)
            taken.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), text))
            return web.Response()

        app = web.Application()
        app.router.add_post("/hook", take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        double.updates.second = 0.01
        try:
            await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="sesame")
            with pytest.raises(Conflict, match="webhook is active"):
                await bot.get_updates()
            anna, boris = double.person(1), double.person(2)
            for text in "123":
                await anna.says(double.private(anna), text)
            await boris.says(double.private(boris), "other")
            await double.until(lambda: len(taken) == 4)
            assert {secret for secret, _ in taken} == {"sesame"}
            assert [text for _, text in taken] == ["other", "1", "2", "3"]
            await double.until(lambda: not double.updates.pending)
            assert (await bot.get_webhook_info()).last_error_message == (
                "Wrong response from the webhook: 503 Service Unavailable"
            )
            await bot.delete_webhook()
            assert await bot.get_updates() == ()
        finally:
            await runner.cleanup()


class TestMishaps:
    async def test_calls_are_refused_held_and_cut_off_on_demand(
        self, double: TelegramDouble, bot: telegram.Bot
    ) -> None:
        room = double.private(double.person(1))
        double.calls.refuse("sendMessage", too_many(3))
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "refused")
        double.calls.drop("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(1, "never arrived")
        double.calls.drop("sendMessage", after=True)
        with pytest.raises(NetworkError):
            await bot.send_message(1, "arrived")
        double.calls.hold("sendMessage")
        sending = asyncio.create_task(bot.send_message(1, "held"))
        await double.until(lambda: double.calls.held == 1)
        assert [one.text for one in double.sent(room)] == ["arrived"]
        double.calls.release("sendMessage")
        await sending
        assert [one.text for one in double.sent(room)] == ["arrived", "held"]

    async def test_another_token_is_unauthorized(self, double: TelegramDouble) -> None:
        async with HTTPXRequest() as request:
            bot = telegram.Bot("1:wrong", base_url=f"{double.url}/bot", request=request)
            with pytest.raises(InvalidToken):
                await bot.get_me()

    async def test_what_the_double_does_not_know_fails_the_test(self) -> None:
        async def rolls_dice() -> None:
            async with telegram_double() as double, telegram.Bot(double.token, base_url=f"{double.url}/bot") as bot:
                with pytest.raises(InvalidToken):
                    await bot.send_dice(1)

        with pytest.raises(AssertionError, match="sendDice"):
            await rolls_dice()


class TestProcess:
    async def test_in_a_process_of_its_own_it_is_told_what_to_do_and_counts_what_is_in_flight(self) -> None:
        async with remote_double() as remote:
            async with telegram.Bot(remote.token, base_url=f"{remote.url}/bot") as bot:
                await remote.say([{"person": number, "text": f"question {number}"} for number in (1, 2, 3)])
                updates = await bot.get_updates()
                assert (await remote.state())["in_flight"] == 3
                await remote.tell("hold", method="sendMessage", after=True)
                sending = asyncio.create_task(bot.send_message(2, "answer 2"))
                state = await remote.until(lambda state: state["held"] == 1)
                assert (state["in_flight"], state["sent"], state["pending"]) == (2, 1, 3)
                await remote.tell("release", method="sendMessage")
                await sending
                await bot.get_updates(updates[-1].update_id + 1)
                assert await remote.tell("again", count=2) == 2
                assert [one.update_id for one in await bot.get_updates()] == [one.update_id for one in updates[1:]]
            assert [(one["chat"], one["text"]) for one in await remote.sent()] == [(2, "answer 2")]
            assert (await remote.state())["complaints"] == []
