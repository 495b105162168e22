"""Telegram and Discord in one process: whatever happens to one of them, the other goes on answering."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram.error import NetworkError

from adapters import serving
from adapters.discord.failures import Refused as RefusedByDiscord
from adapters.discord.handling import handle
from adapters.discord.running import Away, Discord
from adapters.supervising import Backoff, State, Supervisor
from adapters.telegram.failures import Refused as RefusedByTelegram
from adapters.telegram.sending import Patience
from adapters.telegram.telegram import Telegram
from bot.program import open_bellwether
from bot.settings import DatabaseSettings, DiscordSettings, Settings, TelegramSettings
from tests.adapters.discord import running as on_discord
from tests.adapters.discord.double import Double as DiscordDouble
from tests.adapters.discord.double import discord_double
from tests.adapters.telegram.double import TelegramDouble, telegram_double
from tests.adapters.telegram.double_refusals import OTHER_POLLER, conflict, server_error
from tests.sacramento import TUESDAY_NOON

QUESTION = "are schools closed Wednesday?"
TELEGRAM, DISCORD = "Telegram", "Discord"
BOTH = (TELEGRAM, DISCORD)
QUICK = Backoff(first=timedelta(milliseconds=20), longest=timedelta(milliseconds=100))
until = on_discord.until


class RunningClock:
    """Begins on Tuesday at noon and runs as the machine's does."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return TUESDAY_NOON + timedelta(seconds=time.monotonic() - self._began)

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


@dataclass
class Served:
    """*kept*: ends with the exit status."""

    telegram: TelegramDouble
    discord: DiscordDouble
    supervisors: dict[str, Supervisor]
    kept: asyncio.Task[int]
    asked: int = 0

    def state(self, name: str) -> State:
        return self.supervisors[name].state

    async def answers(self, *names: str) -> None:
        """Somebody new asks on each of them, and is answered."""
        for name in names:
            self.asked += 1
            answered = await (self.asks_on_telegram() if name == TELEGRAM else self.asks_on_discord())
            await until(answered)

    async def asks_on_telegram(self) -> Callable[[], int]:
        person = self.telegram.person(100 + self.asked, "Anna")
        room = self.telegram.private(person)
        await person.says(room, QUESTION)
        return lambda: len([one for one in self.telegram.sent(room) if "March 23" in one.text])

    async def asks_on_discord(self) -> Callable[[], int]:
        person = self.discord.person(f"Maria {self.asked}")
        await person.says(person.dm, QUESTION)
        return lambda: len([one for one in self.discord.sent(person.dm) if "March 23" in one.text])

    async def up(self, *names: str) -> None:
        await until(lambda: all(self.state(name) is State.UP for name in names))


@pytest.fixture
async def doubles() -> AsyncIterator[tuple[TelegramDouble, DiscordDouble]]:
    async with telegram_double() as telegram, discord_double() as discord:
        discord.guild()
        yield telegram, discord


@pytest.fixture(scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> Path:
    made = tmp_path_factory.mktemp("filled") / "bellwether.db"
    async with open_bellwether(settings_for(made, curated), clock=RunningClock()):
        pass
    return made


@pytest.fixture
def settings(filled: Path, tmp_path: Path, curated: Path, doubles: tuple[TelegramDouble, DiscordDouble]) -> Settings:
    telegram, discord = doubles
    database = Path(shutil.copy(filled, tmp_path / "bellwether.db"))
    return settings_for(
        database,
        curated,
        telegram=TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.url),
        discord=DiscordSettings(token=SecretStr(discord.token)),
    )


def settings_for(database: Path, knowledge: Path, **platforms: object) -> Settings:
    parts: dict[str, object] = {"database": DatabaseSettings(url=f"sqlite:///{database}"), **platforms}
    return Settings(_env_file=None, knowledge=knowledge, **parts)  # type: ignore[arg-type]


def mistaken(settings: Settings, *names: str) -> Settings:
    """With tokens that their platforms do not know."""
    telegram, discord = settings.telegram, settings.discord
    if TELEGRAM in names:
        telegram = telegram.model_copy(update={"token": SecretStr("7000000009:this-token-was-taken-back-last-year")})
    if DISCORD in names:
        discord = discord.model_copy(update={"token": SecretStr("wrong.token.taken-back-last-year")})
    return settings.model_copy(update={"telegram": telegram, "discord": discord})


@asynccontextmanager
async def served(doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings) -> AsyncIterator[Served]:
    """Until the end of what is inside; then as at SIGTERM."""
    ended, clock = asyncio.Event(), RunningClock()
    with serving._signals(ended):
        async with open_bellwether(settings, clock=clock) as bellwether:
            hurry = Patience(first=0.01, longest=0.1, tries=50)
            one = Supervisor(TELEGRAM, clock, final=(RefusedByTelegram,), expected=(NetworkError,), backoff=QUICK)
            two = Supervisor(DISCORD, clock, final=(RefusedByDiscord,), expected=(Away,), backoff=QUICK)
            telegram = Telegram(bellwether, settings.telegram, up=one.is_up, patience=hurry, long_poll=1)
            discord = Discord(bellwether, settings.discord, handle=handle, up=two.is_up, patience=on_discord.IN_A_HURRY)
            kept = asyncio.create_task(serving.keep_all({one: telegram.run, two: discord.run}, ended))
            try:
                yield Served(*doubles, {TELEGRAM: one, DISCORD: two}, kept)
            finally:
                ended.set()
                await kept


async def test_both_answer_and_end_in_order(doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings) -> None:
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        await both.answers(*BOTH)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await both.kept == 0
    assert {both.state(name) for name in BOTH} == {State.STOPPED}


@pytest.mark.parametrize(("wrong", "right"), [BOTH, BOTH[::-1]])
async def test_a_wrong_token_is_the_end_of_that_platform_alone(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings, wrong: str, right: str
) -> None:
    async with served(doubles, mistaken(settings, wrong)) as both:
        await until(lambda: both.state(wrong) is State.FAILED)
        await both.up(right)
        await both.answers(right)
        assert both.state(wrong) is State.FAILED


async def test_with_no_right_token_the_program_ends(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(doubles, mistaken(settings, *BOTH)) as both:
        assert await both.kept == serving.FAILED
    told = [one for one in caplog.messages if "TOKEN" in one]
    assert len(told) == 2
    assert "taken-back" not in caplog.text


async def test_telegram_away_at_the_start_comes_when_it_is_back(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    doubles[0].calls.refuse("getMe", server_error(), times=3)
    doubles[0].calls.hold("getMe")
    async with served(doubles, settings) as both:
        await both.up(DISCORD)
        await both.answers(DISCORD)
        assert both.state(TELEGRAM) is State.STARTING
        doubles[0].calls.release("getMe")
        await both.up(*BOTH)
        await both.answers(*BOTH)


async def test_discord_away_at_the_start_comes_when_it_is_back(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    await doubles[1].go_away()
    async with served(doubles, settings) as both:
        await both.up(TELEGRAM)
        await both.answers(TELEGRAM)
        assert both.state(DISCORD) is State.STARTING
        doubles[1].come_back()
        await both.up(*BOTH)
        await both.answers(*BOTH)


async def test_telegram_lost_in_between_is_there_again_by_itself(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        doubles[0].calls.drop("getUpdates", times=5)
        await both.answers(DISCORD, TELEGRAM)
        assert both.state(TELEGRAM) is State.UP


async def test_discord_lost_in_between_is_there_again(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        await doubles[1].go_away()
        await both.answers(TELEGRAM)
        doubles[1].come_back()
        await doubles[1].ready(patience=60)
        await both.answers(*BOTH)


@pytest.mark.parametrize("frame", ["malformed", "garbage"])
async def test_what_nobody_can_read_from_discord_restarts_it_and_leaves_telegram(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings, frame: str
) -> None:
    gateway = doubles[1].gateway
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        gateway.send_malformed() if frame == "malformed" else gateway.send_garbage()
        await both.answers(TELEGRAM)
        await until(lambda: gateway.counted["identified"] == 2 and both.state(DISCORD) is State.UP)
        await both.answers(*BOTH)
        assert both.state(TELEGRAM) is State.UP


async def test_somebody_else_with_the_token_of_telegram_leaves_discord(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        doubles[0].calls.refuse("getUpdates", conflict(OTHER_POLLER), times=3)
        await both.answers(DISCORD, TELEGRAM)


async def test_what_is_being_answered_at_the_signal_is_answered_on_both(
    doubles: tuple[TelegramDouble, DiscordDouble], settings: Settings
) -> None:
    telegram, discord = doubles
    async with served(doubles, settings) as both:
        await both.up(*BOTH)
        telegram.calls.hold("sendMessage")
        held = discord.faults.hold("POST", "/channels/*/messages")
        answered = [await both.asks_on_telegram(), await both.asks_on_discord()]
        await held.arrived.wait()
        await until(lambda: telegram.calls.held)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.2)
        assert not both.kept.done()
        telegram.calls.release("sendMessage")
        held.release()
        assert await both.kept == 0
    assert [one() for one in answered] == [1, 1]
