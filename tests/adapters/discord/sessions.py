"""A session of one shard outlives its connection: what it missed is kept and can be replayed."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.discord.places import User
from tests.adapters.discord.refusals import Json
from tests.adapters.discord.world import Event

MESSAGE_CONTENT = 1 << 15
KEPT = 1000


@dataclass(eq=False)
class Session:
    id: str
    shard: int
    shards: int
    intents: int
    sequence: int = 0
    seen: int = 0
    asked: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    connection: Connection | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def receives(self, event: Event) -> bool:
        if event.intent and not event.intent & self.intents:
            return False
        if event.guild is None:
            return self.shard == 0
        return (event.guild.id >> 22) % self.shards == self.shard

    def lose(self, connection: Connection) -> None:
        if self.connection is connection:
            self.connection = None
            self.heard.set()

    def tell(self, event: Event) -> None:
        hidden = event.closed is not None and not self.intents & MESSAGE_CONTENT
        self.dispatch(event.name, event.closed if hidden and event.closed is not None else event.data)

    def dispatch(self, name: str, data: Json) -> None:
        self.sequence += 1
        frame = json.dumps({"op": 0, "t": name, "s": self.sequence, "d": data})
        self.kept.append((self.sequence, frame))
        if self.connection:
            self.connection.send_text(frame)

    def replay(self, after: int) -> None:
        assert self.connection is not None
        for number, frame in self.kept:
            if number > after:
                self.connection.send_text(frame)

    def ready(self, bot: User, guild_ids: list[int], *, address: str) -> None:
        app = {"id": str(bot.id), "flags": 0}
        self.dispatch(
            "READY",
            {
                "v": 10,
                "user": bot.json(),
                "guilds": [{"id": str(one), "unavailable": True} for one in guild_ids],
                "session_id": self.id,
                "resume_gateway_url": address,
                "shard": [self.shard, self.shards],
                "application": app,
            },
        )


class Connection:
    """One socket; what is sent goes out in order by a task of its own."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.ours = False
        self.beaten = asyncio.get_running_loop().time()
        self.sent_times: deque[float] = deque(maxlen=121)
        self._transport = request.transport
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write(), name="double: gateway writer")

    async def _write(self) -> None:
        while True:
            frame = await self._out.get()
            try:
                await self.socket.send_str(frame)
            except (ConnectionError, RuntimeError):
                return

    def sent_within(self, seconds: float) -> int:
        """How many frames the client sent lately."""
        now = asyncio.get_running_loop().time()
        return sum(now - one < seconds for one in self.sent_times)

    def send_text(self, frame: str) -> None:
        self._out.put_nowait(frame)

    def send(self, op: int, data: object = None) -> None:
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def close(self, code: int) -> None:
        self.ours = True
        await self.socket.close(code=code)

    def abort(self) -> None:
        if self._transport:
            self._transport.abort()

    async def stop(self) -> None:
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)
        if self.session:
            self.session.lose(self)
