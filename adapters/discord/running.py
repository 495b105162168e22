"""The platform: one run from the first call to the last, with discord.py between us and Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import discord

from adapters.discord.calling import AWAY, Patience, told, told_briefly
from adapters.discord.client import Client
from adapters.discord.dispatch import Dispatch, Handle, Joined, Seen
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import House
from adapters.discord.failures import Gone, Refused, Unsent
from adapters.discord.places import PLATFORM
from adapters.discord.sending import Sender
from adapters.discord.syncing import CommandSet, sync_commands
from bot.keyboards import Keyboards
from bot.program import Bellwether
from bot.settings import DiscordSettings
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable

log = logging.getLogger(__name__)

DRAINING = 20.0  # seconds that what has begun may still take
CHORE_REST = 60.0  # seconds until one that failed is begun again
LOGGING_IN, CONNECTING = 60.0, 90.0  # seconds
TOKEN_REFUSED = 4004
# What Discord says to a program that is set up wrongly; 4011 asks for more shards, which a new start brings.
SET_UP_WRONGLY = (4010, 4012, 4013, 4014)
EXPECTED = (*AWAY, Gone, Unsent, DatabaseUnreadable, DatabaseUnwritable)

Chore = Callable[[House], Awaitable[None]]


class Away(Exception):
    """Discord cannot be reached, or has ended the connection."""


class Discord:
    """*handle*: what is done with what comes in; *commands*: the set that shall stand at Discord; *up*: called when we
    are connected; *chores*: what is done beside, in each run; *drain*: seconds; *patience*: tests are in a hurry."""

    platform = PLATFORM

    def __init__(
        self,
        bellwether: Bellwether,
        settings: DiscordSettings,
        *,
        handle: Handle,
        joined: Joined | None = None,
        commands: CommandSet | None = None,
        up: Callable[[], None] | None = None,
        chores: Sequence[Chore] = (),
        drain: float = DRAINING,
        patience: Patience | None = None,
    ) -> None:
        self._bellwether = bellwether
        self._settings = settings
        self._handle = handle
        self._joined = joined
        self._commands = commands
        self._up = up
        self._chores = tuple(chores)
        self._drain = drain
        self._patience = patience
        self._seen = Seen()
        self._house: House | None = None
        self._dispatch: Dispatch | None = None

    @property
    def busy(self) -> bool:
        """Whether something that came in is still being dealt with."""
        return self._dispatch is not None and self._dispatch.busy

    async def run(self) -> None:
        """Until it is cancelled; then what has begun is brought to its end. Raises `Refused`, `Away`, and whatever one
        event that nobody could read makes of the library."""
        token, client = self._token(), Client(drain=self._drain)
        try:
            with told_briefly():
                async with asyncio.timeout(LOGGING_IN):
                    await client.login(token)
                await self._serve(client)
        except AWAY as error:
            raise _as_ours(error) from None
        finally:
            self._house = None
            await client.close()

    async def send(self, place: str, drawn: Drawn) -> str:
        """The name of the message. Raises `Gone`, `Unsent`."""
        if self._house is None:
            raise RuntimeError("Discord is not running")
        return await self._house.sender.send(place, drawn)

    def _token(self) -> str:
        token = self._settings.token.get_secret_value().strip() if self._settings.token else ""
        if not (token.isascii() and token.isprintable() and token):
            raise Refused("what stands in BELLWETHER_DISCORD__TOKEN is no token")
        return token

    async def _serve(self, client: Client) -> None:
        core, user = self._bellwether, client.user
        if user is None:
            raise Away("nobody is logged in")
        keyboards = Keyboards(core.database)
        sender = Sender(client, core.database, keyboards, core.clock, patience=self._patience)
        account = str(client.application_id or user.id)
        self._house = house = House(core, keyboards, sender, account, user.id, user.name)
        client.door = self._dispatch = Dispatch(house, self._handle, self._joined, self._seen)
        connecting = asyncio.create_task(client.connect(), name="the connection to Discord")
        try:
            await _first_connection(client, connecting)
            log.info("Discord is up: %s", user)
            if self._up is not None:
                self._up()
            async with self._beside(house, client, self._dispatch):
                await asyncio.shield(connecting)
        finally:
            await house.living.end()
            await client.close()
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)

    @asynccontextmanager
    async def _beside(self, house: House, client: Client, dispatch: Dispatch) -> AsyncIterator[None]:
        async def take_up(_: House) -> None:
            await dispatch.take_up(client)

        async def catch_up(_: House) -> None:
            while True:
                await client.begun.wait()
                client.begun.clear()
                await dispatch.catch_up(client)

        chores = [take_up, catch_up, *self._chores]
        if self._commands is not None:
            chores.insert(0, partial(sync_commands, client=client, commands=self._commands))
        tasks = [asyncio.create_task(_guarded(chore, house)) for chore in chores]
        try:
            yield
        finally:
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _first_connection(client: Client, connecting: asyncio.Task[None]) -> None:
    """The library tries for ever to reach a gateway that is away."""
    connected = asyncio.create_task(client.connected.wait())
    try:
        done, _ = await asyncio.wait((connecting, connected), timeout=CONNECTING, return_when=asyncio.FIRST_COMPLETED)
        if connecting in done:
            connecting.result()
        if not done:
            raise Away("no connection came about")
    finally:
        connected.cancel()


def _as_ours(error: Exception) -> Exception:
    """In words that can be logged: without the token, and telling what is for whom to mend."""
    if isinstance(error, discord.LoginFailure) or _closed_with(error, TOKEN_REFUSED):
        return Refused("Discord does not know the token in BELLWETHER_DISCORD__TOKEN")
    if isinstance(error, discord.PrivilegedIntentsRequired) or _closed_with(error, *SET_UP_WRONGLY):
        return Refused("Discord does not let this bot in as it is set up")
    if isinstance(error, discord.HTTPException):
        return Away(f"Discord answers {told(error)}")
    if isinstance(error, discord.ConnectionClosed):
        return Away(f"Discord has closed the connection ({error.code})")
    return Away(f"Discord cannot be reached ({type(error).__name__})")


def _closed_with(error: Exception, *codes: int) -> bool:
    return isinstance(error, discord.ConnectionClosed) and error.code in codes


async def _guarded(chore: Chore, house: House) -> None:
    """One that fails is begun again after a while; none ends the run."""
    while True:
        try:
            await chore(house)
        except Exception as error:
            unexpected = None if isinstance(error, EXPECTED) else error
            log.warning("what is done beside the answers has failed: %s", error, exc_info=unexpected)
            await asyncio.sleep(CHORE_REST)
        else:
            return
