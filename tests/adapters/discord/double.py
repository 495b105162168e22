"""A Discord of our own on loopback: the gateway and the REST API, for the real library over real sockets.

``async with discord_double() as double`` points discord.py at it and puts it back; a limit broken in a way the double
does not know fails the test at the end. ``python -m tests.adapters.discord.double --port N`` runs it alone.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import discord
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route as LibraryRoute

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.clock import Clock
from tests.adapters.discord.commands import Commands
from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.interaction_routes import InteractionRoutes
from tests.adapters.discord.interactions import Interaction, Interactions
from tests.adapters.discord.limits import LOADING
from tests.adapters.discord.message_routes import MessageRoutes
from tests.adapters.discord.messages import Attachment, Message
from tests.adapters.discord.people import House, Person
from tests.adapters.discord.place_routes import PlaceRoutes
from tests.adapters.discord.places import ANNOUNCEMENT, FORUM, TEXT, Channel, Guild, Role, bits
from tests.adapters.discord.rest import BELOW, Rest
from tests.adapters.discord.stillness import Stillness
from tests.adapters.discord.world import World

TOKEN = "double.token.of-the-bot"


class Double:
    def __init__(
        self,
        *,
        shards: int = 1,
        token: str = TOKEN,
        heartbeat: float = 41.25,
        running: bool = False,
        identify_every: float = 0,
        concurrency: int = 16,
    ) -> None:
        """*running*: its clock runs; *identify_every*: seconds between two IDENTIFY of one of *concurrency* keys."""
        self.token = token
        self.clock = Clock(running=running)
        self.world = World(self.clock, shards=shards)
        self.gateway = Gateway(
            self.world, token=token, heartbeat=heartbeat, identify_every=identify_every, concurrency=concurrency
        )
        self.rest = Rest(self.world.ids, token=token)
        self.commands = Commands(self.world)
        self.interactions = Interactions(self.world)
        self.messages = MessageRoutes(self.world)
        self.faults = self.rest.faults
        self.rates = self.rest.rates
        self.stillness = Stillness(self.gateway, self.rest)
        self._house = House(self.world, self.commands, self.interactions, self.stillness.wait_for)
        self._runner: web.AppRunner | None = None

    # Serving.

    async def start(self, *, port: int = 0, more: Sequence[web.RouteDef] = ()) -> None:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_routes(more)
        own = [Route("GET", "/gateway/bot", self._gateway), Route("GET", "/gateway", self._gateway, open=True)]
        places = PlaceRoutes(self.world, self.messages)
        answers = InteractionRoutes(self.interactions)
        tables = (own, self.messages.routes(), places.routes(), self.commands.routes(), answers.routes())
        self.rest.add_to(app, [route for table in tables for route in table])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.rest.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.gateway.address = self.rest.address.replace("http", "ws") + "/gateway"

    async def stop(self) -> None:
        self.faults.clear()
        await self.gateway.go_away()
        if self._runner:
            await self._runner.cleanup()

    async def _gateway(self, call: Call) -> Answer:
        limit = {"total": 1000, "remaining": self.gateway.starts_left, "reset_after": 86_400_000}
        return {
            "url": self.gateway.address,
            "shards": self.world.shards,
            "session_start_limit": {**limit, "max_concurrency": self.gateway.concurrency},
        }

    @property
    def api(self) -> str:
        return self.rest.address + BELOW

    def allow_intents(self, intents: discord.Intents) -> None:
        """As somebody does in the developer portal."""
        self.gateway.allowed_intents |= intents.value
        self.messages.intents |= intents.value

    # The world.

    def guild(
        self,
        name: str = "Parents of Sacramento",
        *,
        channels: Sequence[str] = ("general",),
        forum: str | None = None,
        tags: Sequence[str] = (),
        announcements: str | None = None,
        shard: int | None = None,
        locale: str = "en-US",
    ) -> Guild:
        made = self.world.guild(name, shard=shard, locale=locale)
        for one in channels:
            self.world.channel(made, one, kind=TEXT)
        if forum:
            self.world.channel(made, forum, kind=FORUM, tags=tags)
        if announcements:
            self.world.channel(made, announcements, kind=ANNOUNCEMENT)
        self.world.arrive(made)
        return made

    def role(self, guild: Guild, name: str, *permissions: str) -> Role:
        return self.world.role(guild, name, permissions=bits(*permissions))

    def person(self, name: str, *, locale: str = "en-US") -> Person:
        """In no server; they can still write to the bot."""
        return Person(self._house, self.world.user(name, locale=locale))

    def member(
        self,
        name: str,
        *,
        guild: Guild | None = None,
        locale: str = "en-US",
        permissions: Sequence[str] = (),
        roles: Sequence[Role] = (),
    ) -> Person:
        """Of that server, else of the first one."""
        made = self.person(name, locale=locale)
        home = guild or next(iter(self.world.guilds.values()))
        self.world.join(home, made.user, roles, bits(*permissions))
        return made

    def give(self, person: Person, guild: Guild, role: Role) -> None:
        guild.members[person.id].append(role)

    def deny(self, channel: Channel, *permissions: str) -> None:
        """The bot loses those permissions there, none named: it has all again."""
        channel.denied = channel.denied | bits(*permissions) if permissions else 0
        self.world.changed(channel)

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        thread.archived, thread.locked = True, locked
        self.world.changed(thread)

    def attachment(self, name: str, content: bytes, *, kind: str = "text/plain") -> Attachment:
        return self.rest.attachment(name, content, kind=kind)

    # What came of it.

    def sent(self, place: Channel) -> list[Message]:
        """The bot's messages there that everybody can read."""
        own = (one for one in place.messages if one.author is self.world.bot)
        return [one for one in own if not one.deleted and not one.flags & LOADING]

    def posts(self, forum: Channel) -> list[Channel]:
        return [one for one in forum.guild.channels if one.parent is forum] if forum.guild else []

    @property
    def pinged(self) -> list[object]:
        """Ids of people and roles, and "everyone", that messages of the bot have pinged."""
        return [whom for message, whom in self.world.pings if message.author is self.world.bot]

    @property
    def unacknowledged(self) -> list[Interaction]:
        return self.interactions.unacknowledged()

    async def go_away(self) -> None:
        """All of it: connections are cut, calls get 503."""
        self.rest.away = True
        await self.gateway.go_away()

    def come_back(self) -> None:
        self.rest.away = False
        self.gateway.come_back()

    async def settled(self, *, quiet: float = 0.03, patience: float = 20) -> None:
        """Until the bot has read everything, runs no handler, makes no call, for *quiet* seconds."""
        await self.stillness.settled(quiet=quiet, patience=patience)

    async def ready(self, *, patience: float = 20) -> None:
        """Until every shard is up."""
        async with asyncio.timeout(patience):
            while {one.shard for one in self.gateway.up} != set(range(self.world.shards)):
                self.gateway.joined.clear()
                await self.gateway.joined.wait()


@contextmanager
def library_pointed_at(double: Double) -> Iterator[None]:
    """Both are attributes of classes, so for the whole process: one double at a time."""
    before = LibraryRoute.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    LibraryRoute.BASE, DiscordWebSocket.DEFAULT_GATEWAY = double.api, yarl.URL(double.gateway.address)
    try:
        yield
    finally:
        LibraryRoute.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def discord_double(
    *,
    shards: int = 1,
    heartbeat: float = 41.25,
    running: bool = False,
    identify_every: float = 0,
    concurrency: int = 16,
) -> AsyncIterator[Double]:
    double = Double(
        shards=shards, heartbeat=heartbeat, running=running, identify_every=identify_every, concurrency=concurrency
    )
    double.stillness.in_process = True
    await double.start()
    try:
        with library_pointed_at(double):
            yield double
    finally:
        await double.stop()
    assert not double.rest.complaints, "\n".join(double.rest.complaints)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.adapters.discord.double")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    from tests.adapters.discord.control import serve

    asyncio.run(serve(Double(shards=given.shards, token=given.token, running=True), port=given.port))


if __name__ == "__main__":
    main()
