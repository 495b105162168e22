"""Discord's gateway: HELLO, IDENTIFY or RESUME, heartbeats, events, close codes."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter

from aiohttp import WSMsgType, web

from tests.adapters.discord.refusals import Json
from tests.adapters.discord.sessions import Connection, Session
from tests.adapters.discord.world import GUILDS, Event, World

HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 1, 2, 6, 7, 9, 10, 11
IGNORED = frozenset({3, 4, 8})  # presence, voice state, members asked for
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
KNOWN_INTENTS = (1 << 26) - 1
LARGEST, MOST_SENDS = 4096, 120


class Closed(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Gateway:
    def __init__(self, world: World, *, token: str, heartbeat: float, identify_every: float, concurrency: int) -> None:
        self.world = world
        self.token = token
        self.heartbeat = heartbeat
        self.identify_every = identify_every
        self.concurrency = concurrency
        self.allowed_intents = 0
        self.starts_left = 1000
        self.away = False
        self.acknowledges = True
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.counted: Counter[str] = Counter()
        self.address = ""
        self.joined = asyncio.Event()
        self.turned_away = asyncio.Event()
        self._identified: dict[int, float] = {}
        world.tell = self.tell

    @property
    def up(self) -> list[Session]:
        return [one.session for one in self.connections if one.session]

    def tell(self, event: Event) -> None:
        for session in self.sessions.values():
            if session.receives(event):
                session.tell(event)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.away:
            self.turned_away.set()
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        self.counted["connected"] += 1
        watch = asyncio.create_task(self._watch(connection), name="double: heartbeats")
        try:
            if request.query.get("v") != "10":
                raise Closed(4012)
            connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000)})
            await self._listen(connection)
        except Closed as closed:
            self.counted[f"closed {closed.code}"] += 1
            await connection.close(closed.code)
        finally:
            watch.cancel()
            self.connections.remove(connection)
            await connection.stop()
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                raise Closed(4002)
            self._hear(connection, frame.data)
        if connection.socket.close_code in (1000, 1001) and connection.session and not connection.ours:
            self.sessions.pop(connection.session.id, None)

    async def _watch(self, connection: Connection) -> None:
        """A client that stops its heartbeats is closed."""
        while True:
            await asyncio.sleep(self.heartbeat / 2)
            if asyncio.get_running_loop().time() - connection.beaten > self.heartbeat * 2:
                self.counted["closed 4009"] += 1
                await connection.close(4009)
                return

    def _hear(self, connection: Connection, frame: str) -> None:
        now = asyncio.get_running_loop().time()
        connection.sent_times.append(now)
        if len(frame) > LARGEST:
            raise Closed(4002)
        if len(connection.sent_times) > MOST_SENDS and now - connection.sent_times[0] < 60:
            raise Closed(4008)
        try:
            said: Json = json.loads(frame)
        except ValueError:
            raise Closed(4002) from None
        op, data = said.get("op"), said.get("d")
        if op == HEARTBEAT:
            self._beat(connection, data)
        elif op in (IDENTIFY, RESUME) and isinstance(data, dict):
            if connection.session:
                raise Closed(4005)
            (self._identify if op == IDENTIFY else self._resume)(connection, data)
        elif op not in IGNORED:
            raise Closed(4001)
        elif not connection.session:
            raise Closed(4003)

    def _beat(self, connection: Connection, sequence: object) -> None:
        connection.beaten = asyncio.get_running_loop().time()
        self.counted["heartbeats"] += 1
        if connection.session and isinstance(sequence, int):
            connection.session.seen = max(connection.session.seen, sequence)
            connection.session.heard.set()
        if self.acknowledges:
            connection.send(ACK)

    def _identify(self, connection: Connection, data: Json) -> None:
        shard, shards = self._check_identity(data)
        now = asyncio.get_running_loop().time()
        key = shard % self.concurrency
        if now - self._identified.get(key, -self.identify_every) < self.identify_every:
            connection.send(INVALID, False)
            return
        self._identified[key] = now
        self.starts_left -= 1
        self.counted["identified"] += 1
        session = Session(secrets.token_hex(8), shard, shards, int(data["intents"]))
        session.connection, connection.session = connection, session
        session.asked = session.seen
        self.joined.set()
        self.sessions[session.id] = session
        mine = [one for one in self.world.guilds.values() if not one.left and (one.id >> 22) % shards == shard]
        session.ready(self.world.bot, [one.id for one in mine], address=self.address)
        for guild in mine:
            if session.intents & GUILDS:
                session.dispatch("GUILD_CREATE", {**guild.json(self.world.bot), "unavailable": False})

    def _check_identity(self, data: Json) -> tuple[int, int]:
        if data.get("token") != self.token or self.starts_left <= 0:
            raise Closed(4004)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closed(4013)
        if intents & PRIVILEGED & ~self.allowed_intents:
            raise Closed(4014)
        if "shard" not in data and self.world.shards > 1:
            raise Closed(4011)
        shard, shards = data.get("shard", (0, 1))
        if not 0 <= shard < shards:
            raise Closed(4010)
        return shard, shards

    def _resume(self, connection: Connection, data: Json) -> None:
        if data.get("token") != self.token:
            raise Closed(4004)
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            connection.send(INVALID, False)
            return
        if not isinstance(data.get("seq"), int) or data["seq"] > session.sequence:
            raise Closed(4007)
        self.counted["resumed"] += 1
        session.connection, connection.session = connection, session
        session.asked = session.seen
        self.joined.set()
        session.replay(data["seq"])
        session.dispatch("RESUMED", {})

    # What a test does to it.

    async def drop(self, code: int | None = None, *, shard: int | None = None) -> None:
        """Closes the connections with that code, or cuts them off without a word."""
        for one in list(self.connections):
            if shard is not None and (one.session is None or one.session.shard != shard):
                continue
            if one.session:
                one.session.lose(one)
            if code is None:
                one.abort()
            else:
                await one.close(code)

    async def go_away(self) -> None:
        self.away = True
        self.turned_away.clear()
        await self.drop()

    def come_back(self) -> None:
        self.away = False

    def ask_to_reconnect(self) -> None:
        for one in self.connections:
            one.send(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        for one in self.connections:
            if one.session and not resumable:
                self.sessions.pop(one.session.id, None)
            one.send(INVALID, resumable)

    def send_malformed(self, name: str = "MESSAGE_CREATE") -> None:
        """An event without any of its fields."""
        for session in self.up:
            session.dispatch(name, {})

    def send_garbage(self) -> None:
        for one in self.connections:
            one.send_text("{not json")

    async def caught_up(self, *, patience: float = 5) -> None:
        """Until every client has read what was sent; asked for by a heartbeat, which the client answers at once."""
        for session in self.up:
            aim = session.sequence
            connection = session.connection
            if connection is None or session.seen >= aim or connection.sent_within(60) > MOST_SENDS - 40:
                continue
            if session.asked < aim:
                session.asked = aim
                connection.send(HEARTBEAT)
            try:
                async with asyncio.timeout(patience):
                    while session.seen < aim and session.connection is connection:
                        session.heard.clear()
                        await session.heard.wait()
            except TimeoutError:
                return
