"""All of our Telegram, sending to a Bot API in a process of its own, which counts what comes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from telegram import Bot

from adapters.telegram.request import AiohttpRequest
from adapters.telegram.sending import Sender
from adapters.telegram.telling import Telling
from adapters.telegram.turns import House
from adapters.terminal.benching_sending import TOLERANCE, UNPAID, Tally
from bot.keyboards import Keyboards
from bot.program import Bellwether
from bot.questions import Reply
from tests.adapters.telegram.double import TOKEN

ROOT = Path(__file__).parents[2]


@dataclass
class OverTelegram:
    """Our Telegram as the courier knows it, with the tally of whoever takes what it sends."""

    telling: Telling
    url: str
    platform: str = "telegram"

    async def send(self, place: str, reply: Reply) -> str:
        return await self.telling.send(place, reply)

    async def tally(self) -> Tally:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/tally") as answer:
            return Tally(**await answer.json())


@asynccontextmanager
async def over_telegram(bellwether: Bellwether, rate: float) -> AsyncIterator[OverTelegram]:
    most = (str(max(UNPAID, rate * TOLERANCE)), str(UNPAID))
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storms.telling_api", *most), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert started.stdout is not None
        url = f"http://127.0.0.1:{int(await started.stdout.readline())}"
        request = AiohttpRequest(proxy_for=url)
        async with Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=AiohttpRequest()) as bot:
            sender = Sender(bot, bellwether.database, bellwether.clock)
            house = House(bellwether, bot, bot.username, str(bot.id), Keyboards(bellwether.database), sender)
            yield OverTelegram(Telling(house), url)
    finally:
        started.kill()
        await started.wait()
