"""The library's client as we need it: what comes goes to one door, and it ends in order."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from typing import Any, Protocol, Self

import discord
from discord import ui

from adapters.discord.one_try import OneTry
from adapters.discord.views import OURS

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

OF_DIRECT_MESSAGES = 0  # the shard that brings them
IDENTIFY_EVERY = 5.0  # seconds between two of the same key, as Discord asks
GUILDS_COME = 0.5  # seconds; a server that comes within them after another is not taken for one just joined
SPARE_STARTS = 20  # of a day's; whoever uses up all of them loses the token
HANGING_UP, CLOSING = 4.0, 4.0  # seconds


class TooManyStarts(Exception):
    """Discord counts them; without a rest the token would be lost."""


class Door(Protocol):
    def take(self, interaction: Interaction) -> None: ...

    def hear(self, message: discord.Message) -> None: ...

    def join(self, guild: discord.Guild) -> None: ...

    def changed(self, channel: discord.abc.GuildChannel | discord.Thread) -> None: ...

    async def drain(self, limit: float) -> None: ...


class Client(discord.AutoShardedClient):
    """*drain*: seconds that what has begun may still take when it is closed; *one_try*: for calls that the library
    shall not repeat."""

    def __init__(self, *, drain: float) -> None:
        self.one_try = OneTry()
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=GUILDS_COME,
            max_messages=None,
            http_trace=self.one_try.trace,
        )
        self.door: Door | None = None
        self.connected = asyncio.Event()
        self.begun = asyncio.Event()
        self._drain = drain
        self._leaving: asyncio.Task[None] | None = None
        self._identified: dict[int, float] = {}
        self._keys = 1

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Pressed)
        limits = await self.fetch_session_start_limits()
        self._keys = limits.max_concurrency
        if limits.remaining < SPARE_STARTS:
            minutes = limits.reset_after / 60_000
            raise TooManyStarts(f"only {limits.remaining} starts are left; there are new ones in {minutes:.0f} minutes")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """As many at once as Discord lets in, not one every five seconds."""
        key, now = (shard_id or 0) % self._keys, self.loop.time()
        wait = self._identified.get(key, now - IDENTIFY_EVERY) + IDENTIFY_EVERY - now
        self._identified[key] = now + max(wait, 0)
        if wait > 0:
            await asyncio.sleep(wait)

    async def on_connect(self) -> None:
        self.connected.set()

    async def on_shard_ready(self, shard_id: int) -> None:
        """A session was begun, at the start or in place of one that is lost: of what came before it brings nothing."""
        if shard_id == OF_DIRECT_MESSAGES:
            self.begun.set()

    async def on_interaction(self, interaction: Interaction) -> None:
        if self.door is not None:
            self.door.take(interaction)

    async def on_message(self, message: discord.Message) -> None:
        if self.door is not None:
            self.door.hear(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.door is not None:
            self.door.join(guild)

    async def on_guild_channel_update(self, _: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if self.door is not None:
            self.door.changed(after)

    async def on_thread_update(self, _: discord.Thread, after: discord.Thread) -> None:
        if self.door is not None:
            self.door.changed(after)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        log.exception("%s was not dealt with", event_method)

    async def close(self) -> None:
        """Also called by the library, when it gives up: either way what has begun is first brought to its end."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave())
        await self._leaving

    async def _leave(self) -> None:
        await self._hang_up()
        if self.door is not None:
            await self.door.drain(self._drain)
        try:
            async with asyncio.timeout(CLOSING):
                await super().close()
        except TimeoutError:
            log.warning("the connections to Discord did not end in time")
            await self.http.close()

    async def _hang_up(self) -> None:
        """Nothing more comes in, but answers still go out."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HANGING_UP):
                await asyncio.gather(*(one.disconnect() for one in self.shards.values()), return_exceptions=True)


class Pressed(ui.DynamicItem[ui.Item[Any]], template=f"{re.escape(OURS)}.*"):
    """A button or a select of any message of ours, however old. By which way it comes in counts for nothing: there is
    one door."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.on_interaction(interaction)
