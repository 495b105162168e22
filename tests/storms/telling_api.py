"""A Bot API that only takes messages, as cheap as can be, in a process of its own; and our Telegram that sends to it.

``python -m tests.storms.telling_api 1060`` says its port and takes so many messages within any second, one a second to
a room and twenty a minute to a group; what is more it refuses with 429, and rooms in *blocked* with 403.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from telegram import Bot

from adapters.telegram.request import AiohttpRequest
from adapters.telegram.sending import Sender
from adapters.telegram.telling import Telling
from adapters.telegram.turns import House
from adapters.terminal.benching_sending import DELAY, TOLERANCE, UNPAID, Tally
from bot.keyboards import Keyboards
from bot.program import Bellwether
from bot.questions import Reply
from tests.adapters.telegram.double import TOKEN

ROOT = Path(__file__).parents[2]
ROOM, GROUP = (
    (1, 0.95),
    (20, 57.0),
)  # messages within so many seconds; the network makes them come closer than they left
BLOCKED_EACH = 1000  # one room in so many has blocked the bot
ME = {"id": 1, "is_bot": True, "first_name": "Bellwether", "username": "bellwether_bot"}


@dataclass
class Api:
    """*most*: messages within any second."""

    most: float
    came: deque[float] = field(default_factory=deque)
    rooms: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    times: Counter[tuple[int, str]] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    blocked: int = 0

    def answer(self, method: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if method == "tally":
            people, twice = len({chat for chat, _ in self.times}), sum(1 for one in self.times.values() if one > 1)
            cpu = time.process_time()
            return 200, {**asdict(self.tally), "people": people, "twice": twice, "cpu": cpu, "blocked": self.blocked}
        if method != "sendMessage":
            return 200, {"ok": True, "result": ME}
        said, now = json.loads(body), time.monotonic()
        return self._taken(said, now)

    def _taken(self, said: dict[str, Any], now: float) -> tuple[int, dict[str, Any]]:
        chat, most = said["chat_id"], self.most if said.get("allow_paid_broadcast") else UNPAID
        if wait := _wait(self.came, most, 1.0, now=now) or _wait(
            self.rooms[chat], *(GROUP if chat < 0 else ROOM), now=now
        ):
            self.tally.refused += 1
            words = f"Too Many Requests: retry after {wait}"
            return 429, {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": wait}}
        self.came.append(now)
        self.rooms[chat].append(now)
        if chat % BLOCKED_EACH == 1:
            self.blocked += 1
            words = "Forbidden: bot was blocked by the user"
            return 403, {"ok": False, "error_code": 403, "description": words}
        self.tally.note(now, len(self.came))
        self.times[chat, said["text"]] += 1
        room = {"id": chat, "type": "private", "first_name": "Parent"}
        return 200, {
            "ok": True,
            "result": {"message_id": self.tally.sent, "date": 0, "chat": room, "text": said["text"]},
        }


def _wait(times: deque[float], most: float, seconds: float, *, now: float) -> int:
    """Whole seconds until one more is taken."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return int(times[0] + seconds - now) + 1 if len(times) >= most else 0


class Door(asyncio.Protocol):
    """Of one connection, over which one call comes after the other."""

    def __init__(self, api: Api, latency: float) -> None:
        self._api, self._latency, self._come = api, latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        head, parted, body = self._come.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if parted and len(body) >= int(length or 0):
            self._come = b""
            status, said = self._api.answer(head.split(b" ", 2)[1].decode().rpartition("/")[2], body)
            written = json.dumps(said).encode()
            start = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(written)}\r\n\r\n"
            asyncio.get_running_loop().call_later(self._latency, self._line.write, start.encode() + written)


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
    most = max(UNPAID, rate * TOLERANCE)
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storms.telling_api", str(most)), cwd=ROOT, stdout=asyncio.subprocess.PIPE
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


async def serve(most: float) -> None:
    api = Api(most)
    server = await asyncio.get_running_loop().create_server(lambda: Door(api, DELAY), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads where it is
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
