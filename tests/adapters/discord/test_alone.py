"""The double as a process of its own, steered over HTTP, with a bot in another process."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.adapters.discord.tiny_bot import TinyBot, running

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def alone() -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.discord.double", "--port", port, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert started.stdout is not None
        line = await started.stdout.readline()
        yield line.decode().strip()
    finally:
        started.terminate()
        await started.communicate()


async def test_a_question_is_asked_over_the_control_api() -> None:
    async with alone() as address, aiohttp.ClientSession(f"{address}/control/") as session:

        async def control(action: str, /, **body: object) -> object:
            async with session.post(action, json=body) as told:
                assert told.status == 200, await told.text()
                return await told.json()

        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE = f"{address}/api/v10"
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{address.replace('http', 'ws')}/gateway")
        try:
            guild = await control("guild", name="Parents", channels=["general"])
            await control("member", name="Maria", locale="es-419")
            async with running(TinyBot()):
                assert isinstance(guild, dict)
                asked = await control(
                    "uses",
                    who="Maria",
                    place=guild["channels"]["general"],
                    command="/ask",
                    options={"question": "Bus?"},
                )
                assert isinstance(asked, dict)
                pressed = await control("presses", who="Maria", message=asked["shown"]["id"], label="Follow")
                state = await control("state")
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    assert asked["shown"]["ephemeral"]
    assert asked["shown"]["text"] == "Wednesday\nClosed: Bus?"
    assert isinstance(pressed, dict)
    assert pressed["shown"]["text"] == "You follow school-open."
    assert isinstance(state, dict)
    assert state["complaints"] == []
    assert state["unacknowledged"] == []
