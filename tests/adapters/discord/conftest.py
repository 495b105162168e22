"""A double of Discord for each test, with a server and somebody in it; and the real bot against it over a small
Sacramento on Tuesday 22 March 2022 at noon."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.program import open_bellwether
from tests.adapters.bots import MovableClock
from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double, discord_double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.running import Doing, RunningBot, running_bot, settings_for
from tests.adapters.discord.tiny_bot import TinyBot, running


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with discord_double() as double:
        double.guild(channels=("general", "staff"), forum="questions", tags=("open", "answered"))
        yield double


@pytest.fixture
def general(double: Double) -> Channel:
    return next(iter(double.world.guilds.values())).channel("general")


@pytest.fixture
def maria(double: Double) -> Person:
    return double.member("Maria", locale="es-419")


@pytest.fixture
def editor(double: Double) -> Person:
    return double.member("Anna", permissions=("manage_guild",))


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[TinyBot]:
    async with running(TinyBot()) as bot:
        yield bot


@pytest.fixture
async def caller(double: Double) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(double, session)


@pytest.fixture(scope="session")
async def filled(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> Path:
    """A database with the small Sacramento in it, to be copied."""
    made = tmp_path_factory.mktemp("filled") / "bellwether.db"
    async with open_bellwether(settings_for(Double(), made, curated), clock=MovableClock()):
        pass
    return made


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "bellwether.db"))


@pytest.fixture
def doing() -> Doing:
    return Doing()


@pytest.fixture
async def wired(double: Double, database: Path, curated: Path, doing: Doing) -> AsyncIterator[RunningBot]:
    """The wire alone: what comes in is dealt with as the test says."""
    async with running_bot(double, settings_for(double, database, curated), doing.handle) as running:
        yield running
