"""A parent asks, presses and comes back; the bot answers once, also over a restart."""

from __future__ import annotations

from bot.commands import Role
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot


async def test_a_parent_asks_and_is_answered_once(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    await double.settled()
    (answer,) = double.sent(double.private(anna))
    assert "Closed" in answer.text
    assert "March 23" in answer.text
    assert double.in_flight == 0


async def test_what_is_written_while_the_bot_is_away_is_answered_when_it_is_back(
    telegram_bot: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    await telegram_bot.stop()
    await anna.says(double.private(anna), "are schools closed Wednesday?")
    await telegram_bot.start()
    await double.settled()
    assert len(double.sent(double.private(anna))) == 1


async def test_a_person_given_a_role_has_it(telegram_bot: RunningBot, anna: Person) -> None:
    await telegram_bot.grant(anna, Role.PUBLISHER)
    page = await telegram_bot.do("role", "list")
    assert page.grid is not None
    assert (f"telegram:{anna.id}", "publisher") in {row[:2] for row in page.grid.rows}
