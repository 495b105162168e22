"""A small bot on the real library, with one of everything, to try the double with."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

import discord
from discord import app_commands

from tests.adapters.discord.double import TOKEN

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
Interaction = discord.Interaction["TinyBot"]


class Follow(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"follow:(?P<topic>[a-z-]+)"):
    """A button that needs nothing in memory."""

    def __init__(self, topic: str) -> None:
        super().__init__(discord.ui.Button(label="Follow", custom_id=f"follow:{topic}"))
        self.topic = topic

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["topic"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"You follow {self.topic}.", ephemeral=True)


class Correction(discord.ui.Modal, title="Correct this"):
    words: discord.ui.Label[Any] = discord.ui.Label(
        text="Words", component=discord.ui.TextInput(default="Schools are closed.", max_length=100)
    )
    status: discord.ui.Label[Any] = discord.ui.Label(
        text="Status",
        component=discord.ui.Select(
            options=[discord.SelectOption(label="Open", value="open"), discord.SelectOption(label="Closed")]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        words, status = self.words.component, self.status.component
        assert isinstance(words, discord.ui.TextInput)
        assert isinstance(status, discord.ui.Select)
        await interaction.response.send_message(f"{status.values[0]}: {words.value}", ephemeral=True)


class TinyBot(discord.AutoShardedClient):
    def __init__(self, *, intents: discord.Intents | None = None, **options: Any) -> None:
        chosen = intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        allowed = discord.AllowedMentions.none()
        options = {"guild_ready_timeout": 0.01, "chunk_guilds_at_startup": False, "max_messages": None, **options}
        super().__init__(intents=chosen, allowed_mentions=allowed, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.hearing = asyncio.Event()
        self.resumed = asyncio.Event()
        self.work: Callable[[Interaction], Awaitable[None]] | None = None
        add_commands(self)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Follow)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds before every IDENTIFY but the first; the double lets sixteen in at once."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)
        self.hearing.set()
        assert self.user is not None
        if message.author != self.user and (message.guild is None or self.user in message.mentions):
            await message.reply(f"You said: {message.content}")

    async def hears(self, text: str) -> None:
        async with asyncio.timeout(20):
            while text not in [one.content for one in self.heard]:
                self.hearing.clear()
                await self.hearing.wait()

    async def on_resumed(self) -> None:
        self.resumed.set()


def add_commands(bot: TinyBot) -> None:
    tree = bot.tree

    @tree.command(description="Ask whether school is on")
    async def ask(interaction: Interaction, question: str, day: str = "Wednesday") -> None:
        if bot.work:
            await bot.work(interaction)
            return
        view = discord.ui.View(timeout=None).add_item(Follow("school-open"))
        embed = discord.Embed(title=day, description=f"Closed: {question}")
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @ask.autocomplete("day")
    async def days(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=day, value=day) for day in DAYS if typed.lower() in day.lower()]

    @tree.command(description="Correct an answer")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def correct(interaction: Interaction) -> None:
        await interaction.response.send_modal(Correction())

    @tree.context_menu(name="Answer this")
    async def answer_this(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"About: {message.content}", ephemeral=True)

    @tree.context_menu(name="Who is this?")
    async def who(interaction: Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(member.display_name, ephemeral=True)


@asynccontextmanager
async def running(bot: TinyBot, *, token: str = TOKEN, sync: bool = True) -> AsyncIterator[TinyBot]:
    """Until every shard is up; afterwards the bot is closed, whatever became of it."""
    async with bot:
        await bot.login(token)
        if sync:
            await bot.tree.sync()
        connected = asyncio.create_task(bot.connect(), name="the bot's connection")
        ready = asyncio.create_task(bot.wait_until_ready(), name="the bot getting ready")
        try:
            await asyncio.wait((connected, ready), return_when=asyncio.FIRST_COMPLETED)
            if connected.done():
                await connected
            yield bot
        finally:
            ready.cancel()
            await bot.close()
            await asyncio.gather(connected, ready, return_exceptions=True)
