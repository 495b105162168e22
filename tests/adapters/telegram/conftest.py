"""The double of Telegram, and the real bot against it over a small Sacramento on Tuesday 22 March 2022 at noon."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.program import open_bellwether
from tests.adapters.bots import MovableClock
from tests.adapters.telegram.double import TelegramDouble, telegram_double
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for

OWNER = 900


@pytest.fixture(scope="session", autouse=True)
def durations_are_durations() -> None:
    """The library's newer way, of which it warns in the older."""
    os.environ["PTB_TIMEDELTA"] = "true"


@pytest.fixture
async def double() -> AsyncIterator[TelegramDouble]:
    async with telegram_double() as double:
        yield double


@pytest.fixture(scope="session")
async def filled(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> Path:
    """A database with the small Sacramento in it, to be copied."""
    made = tmp_path_factory.mktemp("filled") / "bellwether.db"
    async with telegram_double() as double, open_bellwether(settings_for(double, made, curated), clock=MovableClock()):
        pass
    return made


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "bellwether.db"))


@pytest.fixture
async def telegram_bot(double: TelegramDouble, database: Path, curated: Path) -> AsyncIterator[RunningBot]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    async with running_bot(double, settings) as running:
        yield running


@pytest.fixture
def owner(double: TelegramDouble) -> Person:
    """Named in the settings; has written to the bot before."""
    ines = double.person(OWNER, "Ines")
    double.private(ines)
    return ines


@pytest.fixture
def anna(double: TelegramDouble) -> Person:
    """A parent who has written to the bot before."""
    anna = double.person(11, "Anna")
    double.private(anna)
    return anna
