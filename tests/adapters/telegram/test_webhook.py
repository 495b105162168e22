"""The webhook: only Telegram is listened to, and it hears yes only once an update is stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from adapters.telegram.updates import WANTED
from adapters.telegram.webhook import LARGEST, SECRET_HEADER
from knowledge.database import Database
from knowledge.tables import arrival
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.storms.serving import free_port

SECRET = "only-telegram-says-this"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def brought_to(double: TelegramDouble, database: Path, curated: Path, port: int) -> AsyncIterator[RunningBot]:
    """The bot behind a webhook."""
    double.updates.second = 0.01
    named = {"webhook_url": f"http://127.0.0.1:{port}/updates", "webhook_listen": f"127.0.0.1:{port}"}
    settings = settings_for(double, database, curated, webhook_secret=SecretStr(SECRET), **named)
    async with running_bot(double, settings) as running:
        yield running


async def post(port: int, body: BytesIO | str, *, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/updates", data=body, headers=headers) as response,
    ):
        return response.status


def update(number: int, text: str = "are schools closed Wednesday?", *, person: int = 11) -> str:
    chat, who = {"id": person, "type": "private"}, {"id": person, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": number, "date": 1647975600, "chat": chat, "from": who, "text": text}
    return json.dumps({"update_id": number, "message": message})


async def stored(running: RunningBot) -> int:
    counted = select(func.count()).select_from(arrival)
    found: int = await running.bellwether.database.read(lambda connection: connection.scalar(counted) or 0)
    return found


async def test_a_parent_asks_and_is_answered(brought_to: RunningBot, double: TelegramDouble, anna: Person) -> None:
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    await double.settled()
    (answer,) = double.sent(double.private(anna))
    assert "Closed" in answer.text
    assert double.updates.webhook is not None
    assert double.updates.webhook.refusals == 0


async def test_the_kinds_that_are_wanted_are_named(brought_to: RunningBot, double: TelegramDouble) -> None:
    assert double.updates.allowed == frozenset(WANTED)


@pytest.mark.parametrize("secret", [None, "", "somebody else", SECRET + "x", SECRET[:-1], "ñ"])
async def test_who_does_not_know_the_secret_is_not_listened_to(
    brought_to: RunningBot, double: TelegramDouble, port: int, anna: Person, secret: str | None
) -> None:
    assert await post(port, update(1), secret=secret) == 401
    assert await stored(brought_to) == 0


@pytest.mark.parametrize("body", ["", "no json", "[]", "{}", '{"update_id": "x"}', '{"update_id": null}', "\x00", "7"])
async def test_what_is_no_update_is_refused(brought_to: RunningBot, port: int, body: str) -> None:
    assert await post(port, body) == 400
    assert await stored(brought_to) == 0


async def test_what_is_too_large_is_refused(brought_to: RunningBot, port: int) -> None:
    assert await post(port, BytesIO(b" " * (LARGEST + 1))) == 413
    assert [one for one in brought_to.faults if "too large" in one]
    brought_to.faults.clear()


async def test_an_update_that_cannot_be_read_is_accepted_and_dropped_so_that_it_never_comes_again(
    brought_to: RunningBot, double: TelegramDouble, port: int, anna: Person
) -> None:
    assert await post(port, '{"update_id": 5, "message": {"message_id": "x"}}') == 200
    assert await post(port, update(6)) == 200
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1
    assert ["cannot be read" in one for one in brought_to.faults] == [True]
    brought_to.faults.clear()


async def test_the_same_brought_many_times_at_once_is_answered_once(
    brought_to: RunningBot, double: TelegramDouble, port: int, anna: Person
) -> None:
    assert await asyncio.gather(*(post(port, update(7)) for _ in range(20))) == [200] * 20
    await double.settled()
    assert await post(port, update(7)) == 200
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_what_telegram_brings_twice_is_answered_once(
    brought_to: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    double.updates.twice = True
    for text in ("are schools closed Wednesday?", "what about lunch?"):
        await anna.says(double.private(anna), text)
    await double.settled()
    assert len(double.sent(double.private(anna))) == 2


async def test_what_cannot_be_stored_is_not_accepted_and_comes_again(
    brought_to: RunningBot, double: TelegramDouble, anna: Person, port: int
) -> None:
    """The table is away for a while."""
    database: Database = brought_to.bellwether.database
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE arrival RENAME TO elsewhere").close())
    double.watchers.clear()
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    webhook = double.updates.webhook
    assert webhook is not None
    await double.until(lambda: webhook.refusals > 1)
    assert webhook.last_error == "Wrong response from the webhook: 503 Service Unavailable"
    await database.write(lambda c: c.exec_driver_sql("ALTER TABLE elsewhere RENAME TO arrival").close())
    await double.until(lambda: double.sent(double.private(anna)))
    assert "Closed" in double.last(double.private(anna)).text


async def test_at_the_end_it_stays_set_and_what_comes_meanwhile_is_brought_later(
    brought_to: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await brought_to.stop()
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    assert double.updates.webhook is not None
    await brought_to.start()
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_going_back_to_fetching_takes_the_webhook_away(
    brought_to: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await brought_to.stop()
    fetching = brought_to.settings.telegram.model_copy(update={"webhook_url": None})
    brought_to.settings = brought_to.settings.model_copy(update={"telegram": fetching})
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    await brought_to.start()
    await double.settled()
    assert double.updates.webhook is None
    assert len(double.sent(double.private(anna))) == 1
