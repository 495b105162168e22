"""A page about what goes out stays up to date where it stands, until nothing of it waits any more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from adapters.telegram.living import EVERY
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import SentMessage
from tests.adapters.telegram.running import RunningBot


async def passes(telegram_bot: RunningBot) -> None:
    """As long as it takes until a page is looked at again."""
    await telegram_bot.clock.move(EVERY)
    await asyncio.sleep(0.3)


async def watched(telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person) -> SentMessage:
    """A page on which one message waits."""
    await anna.says(double.private(anna), "is there school on wednesday?")
    await double.settled()
    await telegram_bot.do("status", day="wednesday", status="open")
    await owner.says(double.private(owner), "/announce progress")
    await double.settled()
    return double.last(double.private(owner))


async def delivered(telegram_bot: RunningBot) -> int:
    await telegram_bot.clock.move(timedelta(minutes=1))
    return await replace(telegram_bot.bellwether.courier, channels=(telegram_bot.telegram,)).deliver_due()


async def test_it_shows_what_was_sent_meanwhile_and_then_stands_still(
    telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
) -> None:
    page = await watched(telegram_bot, double, owner, anna)
    before, said = page.text, len(double.sent(double.private(owner)))
    assert await delivered(telegram_bot) == 1
    for _ in range(20):
        await passes(telegram_bot)
        if page.text != before:
            break
    assert page.text != before
    assert len(double.sent(double.private(owner))) == said
    edits = len(page.edits)
    await passes(telegram_bot)
    await passes(telegram_bot)
    assert len(page.edits) == edits


async def test_after_a_restart_it_stands_still(
    telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
) -> None:
    page = await watched(telegram_bot, double, owner, anna)
    await owner.presses(page, "Look again")
    await double.settled()
    await telegram_bot.stop()
    text = page.text
    await telegram_bot.start()
    await delivered(telegram_bot)
    await passes(telegram_bot)
    assert page.text == text, "it is looked at again by its button"
