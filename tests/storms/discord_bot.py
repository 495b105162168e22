"""The product on Discord as a process of its own: ``python -m tests.storms.discord_bot ADDRESS DATABASE NOW``. It says
"up" when interactions come in and its commands stand.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from adapters.discord.exchanges import House
from adapters.discord.handling import handle
from adapters.discord.running import Discord
from adapters.discord.tree import commands_json
from bot import event_loop
from bot.program import open_bellwether
from bot.settings import DatabaseSettings, DiscordSettings, Settings
from tests.adapters.discord.double import TOKEN
from tests.storms.telegram_bots import FromThenOn, up


async def say_up(house: House) -> None:
    while not house.commands:  # noqa: ASYNC110  which nothing tells
        await asyncio.sleep(0.01)
    up()


async def main(url: str, database: str, now: str) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = f"{url}/api/v10", yarl.URL(url.replace("http", "ws") + "/gateway")
    parts: dict[str, Any] = {"database": DatabaseSettings(url=f"sqlite:///{Path(database)}")}
    settings = Settings(_env_file=None, discord=DiscordSettings(token=SecretStr(TOKEN)), **parts)
    async with open_bellwether(settings, clock=FromThenOn(datetime.fromisoformat(now))) as bellwether:
        await bellwether.make_ready()
        commands = commands_json(bellwether.answering.spoken)
        discord = Discord(bellwether, settings.discord, handle=handle, commands=commands, chores=(say_up,))
        task = asyncio.create_task(discord.run())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        with suppress(asyncio.CancelledError):
            await task


if __name__ == "__main__":
    event_loop.run(main(*sys.argv[1:]))
