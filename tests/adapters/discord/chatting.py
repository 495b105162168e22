"""The product on Discord for tests of what people see: rooms and people of a server, and what was said as text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.discord.handling import handle, joined
from adapters.discord.tree import commands_json
from tests.adapters.bots import MovableClock
from tests.adapters.discord.double import Double
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.messages import Message
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel, Guild
from tests.adapters.discord.running import RunningBot, running_bot, settings_for
from tests.sacramento import TUESDAY_NOON

SPOKEN = ("en", "es")


@dataclass
class Chatting:
    """What somebody does is waited for until all that came of it stands."""

    bot: RunningBot
    double: Double

    @property
    def guild(self) -> Guild:
        return next(iter(self.double.world.guilds.values()))

    @property
    def general(self) -> Channel:
        return self.guild.channel("general")

    @property
    def mention(self) -> str:
        return self.double.world.bot.mention

    async def uses(self, person: Person, place: Channel, command: str, /, **options: Any) -> Interaction:
        return await self.settled(await person.uses(place, command, **options))

    async def asks(self, person: Person, question: str, *, place: Channel | None = None) -> Interaction:
        return await self.uses(person, place or self.general, "/ask", question=question)

    async def presses(self, person: Person, shown: Interaction | Message, label: str) -> Interaction:
        return await self.settled(await person.presses(shown, label))

    async def selects(self, person: Person, shown: Interaction | Message, label: str) -> Interaction:
        return await self.settled(await person.selects(shown, [label]))

    async def on_message(self, person: Person, message: Message, entry: str) -> Interaction:
        return await self.settled(await person.on_message(message, entry))

    async def says(self, person: Person, place: Channel, text: str, **more: Any) -> Message:
        """The newest of the bot's messages there."""
        await person.says(place, text, **more)
        await self.double.settled()
        return self.double.sent(place)[-1]

    async def settled(self, done: Interaction) -> Interaction:
        await self.double.settled()
        assert not self.double.unacknowledged
        return done

    async def sets(self, **values: str) -> None:
        """How the room is set, by whoever looks after it."""
        looks_after = self.double.member("Manager", permissions=("manage_guild",))
        done = await self.uses(looks_after, self.general, "/room", **values)
        assert "Saved" in done.text, done.text


@asynccontextmanager
async def chatting(
    double: Double,
    database: Path,
    curated: Path | None,
    *,
    now: datetime = TUESDAY_NOON,
    owners: tuple[str, ...] = (),
    **more: Any,
) -> AsyncIterator[Chatting]:
    """The double's clock stands where the bot's does. *more*: as `RunningBot` has it."""
    double.clock.stands_at(now)
    if not double.world.guilds:
        double.guild(channels=("general", "staff"))
    settings = settings_for(double, database, curated, owners=owners)
    parts: dict[str, Any] = {"joined": joined, "commands": commands_json(SPOKEN), "clock": MovableClock(now), **more}
    async with running_bot(double, settings, handle, **parts) as bot:
        yield Chatting(bot, double)


def colour_of(shown: Interaction | Message) -> int | None:
    """Of its first embed."""
    message = shown.shown if isinstance(shown, Interaction) else shown
    found = message.embeds[0].get("color") if message.embeds else None
    return int(found) if found is not None else None
