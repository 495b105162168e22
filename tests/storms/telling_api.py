"""A Bot API that only takes messages, as cheap as can be.

``python -m tests.storms.telling_api 1060 30`` says its port and takes so many messages within any second, the second
number where they are not paid for; one a second to a room, twenty a minute to a group. What comes faster is refused
with 429, and one room in a thousand has blocked the bot.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

ROOM, GROUP = (1, 0.95), (20, 57.0)  # messages within so many seconds; on the way they come a little closer together
BLOCKED_EACH = 1000
DELAY = 0.05  # seconds that an answer takes
ME = {"id": 1, "is_bot": True, "first_name": "Bellwether", "username": "bellwether_bot"}

Times = deque[float]
Answer = tuple[int, dict[str, Any]]


@dataclass
class Api:
    """*most*: messages within any second, *unpaid*: where nothing may be charged for them. *first*, *last*: when any
    was taken, on the clock of all processes; *worst*: most within a second."""

    most: float
    unpaid: float
    came: Times = field(default_factory=deque)
    rooms: defaultdict[int, Times] = field(default_factory=lambda: defaultdict(deque))
    times: Counter[tuple[int, str]] = field(default_factory=Counter)
    first: float | None = None
    last: float = 0.0
    worst: int = 0
    sent: int = 0
    refused: int = 0
    blocked: int = 0
    since: float = field(default_factory=time.process_time)

    def answer(self, method: str, body: bytes) -> Answer:
        if method == "tally":
            return 200, self._tally()
        return self._taken(json.loads(body), time.monotonic()) if method == "sendMessage" else _done(ME)

    def _taken(self, said: dict[str, Any], now: float) -> Answer:
        chat, most = said["chat_id"], self.most if said.get("allow_paid_broadcast") else self.unpaid
        room = self.rooms[chat]
        if wait := _wait(self.came, most, 1.0, now=now) or _wait(room, *(GROUP if chat < 0 else ROOM), now=now):
            self.refused += 1
            return _refused(429, f"Too Many Requests: retry after {wait}", parameters={"retry_after": wait})
        self.came.append(now)
        room.append(now)
        self.worst = max(self.worst, len(self.came))
        self.first, self.last = now if self.first is None else self.first, now
        if chat % BLOCKED_EACH == 1:
            self.blocked += 1
            return _refused(403, "Forbidden: bot was blocked by the user")
        self.sent += 1
        self.times[chat, said["text"]] += 1
        private = {"id": chat, "type": "private", "first_name": "Parent"}
        return _done({"message_id": self.sent, "date": 0, "chat": private, "text": said["text"]})

    def _tally(self) -> dict[str, Any]:
        counted = {name: getattr(self, name) for name in ("sent", "first", "last", "refused", "worst", "blocked")}
        people, twice = len({chat for chat, _ in self.times}), sum(1 for one in self.times.values() if one > 1)
        return {**counted, "people": people, "twice": twice, "cpu": time.process_time() - self.since}


def _wait(times: Times, most: float, seconds: float, *, now: float) -> int:
    """Whole seconds until one more is taken."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return int(times[0] + seconds - now) + 1 if len(times) >= most else 0


def _done(result: dict[str, Any]) -> Answer:
    return 200, {"ok": True, "result": result}


def _refused(code: int, words: str, **more: Any) -> Answer:
    return code, {"ok": False, "error_code": code, "description": words, **more}


class Door(asyncio.Protocol):
    """Of one connection, over which one call comes after the other."""

    def __init__(self, api: Api) -> None:
        self._api, self._come = api, b""

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
            asyncio.get_running_loop().call_later(DELAY, self._line.write, start.encode() + written)


async def serve(most: float, unpaid: float) -> None:
    api = Api(most, unpaid)
    server = await asyncio.get_running_loop().create_server(lambda: Door(api), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads where it is
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), float(sys.argv[2])))
