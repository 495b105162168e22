"""An editor's desk on Discord: the product at work, staff in a channel or a forum, and families beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.discord.handling import handle, joined
from adapters.discord.staffing import keep_posting
from adapters.discord.telling import keep_telling
from adapters.discord.tree import commands_json
from tests.adapters.discord.double import Double
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.messages import Message
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel, Guild
from tests.adapters.discord.running import RunningBot, running_bot, settings_for

A_WHILE = timedelta(seconds=4)
SPOKEN = ("en", "es")


@dataclass
class Newsroom:
    """*ines*: the owner; *anna*: a parent; *steps* of the owner are counted: a command, a choice, a press, a form."""

    bot: RunningBot
    double: Double
    ines: Person
    anna: Person
    steps: int = 0

    @property
    def guild(self) -> Guild:
        return next(iter(self.double.world.guilds.values()))

    @property
    def general(self) -> Channel:
        return self.guild.channel("general")

    @property
    def staff(self) -> Channel:
        return self.guild.channel("staff")

    @property
    def forum(self) -> Channel:
        return self.guild.channel("questions")

    # What the owner does.

    async def uses(self, command: str, place: Channel | None = None, **options: Any) -> Interaction:
        self.steps += 1
        return await self._settled(await self.ines.uses(place or self.general, command, **options))

    async def chooses(self, shown: Interaction | Message, label: str) -> Interaction:
        """Out of whichever menu has it; a few answers are buttons."""
        self.steps += 1
        menus = (shown.shown if isinstance(shown, Interaction) else shown).selects
        for place, menu in enumerate(menus):
            if label in [one["label"] for one in menu["options"]]:
                return await self._settled(await self.ines.selects(shown, [label], which=place))
        return await self._settled(await self.ines.presses(shown, label))

    async def presses(self, shown: Interaction | Message, label: str, *, by: Person | None = None) -> Interaction:
        self.steps += 1
        return await self._settled(await (by or self.ines).presses(shown, label))

    async def submits(self, asked: Interaction, **fields: str) -> Interaction:
        self.steps += 1
        return await self._settled(await self.ines.submits(asked, dict(fields)))

    async def submits_as(self, person: Person, asked: Interaction, **fields: str) -> Interaction:
        return await self._settled(await person.submits(asked, dict(fields)))

    async def on_message(self, message: Message, entry: str) -> Interaction:
        self.steps += 1
        return await self._settled(await self.ines.on_message(message, entry))

    async def _settled(self, done: Interaction) -> Interaction:
        await self.double.settled()
        return done

    # What families do, and see.

    async def family_reads(self, question: str) -> str:
        """What a family nobody has heard of is told."""
        somebody = self.double.member("Somebody")
        return (await self._settled(await somebody.uses(self.general, "/ask", question=question))).text

    async def uses_as(self, person: Person, command: str, place: Channel | None = None, **options: Any) -> Interaction:
        return await self._settled(await person.uses(place or self.general, command, **options))

    async def says(self, person: Person, place: Channel, text: str, **more: Any) -> Message:
        await person.says(place, text, **more)
        await self.double.settled()
        return self.double.sent(place)[-1]

    # What happens by itself.

    async def until(self, holds: Callable[[], bool]) -> None:
        """What happens by itself every few seconds has happened."""
        for _ in range(400):
            if holds():
                return
            await self.bot.clock.move(A_WHILE)
            await asyncio.sleep(0.05)
        raise AssertionError("it did not happen")

    async def post_about(self, words: str, place: Channel | None = None) -> Message:
        where = place or self.staff
        await self.until(lambda: any(words in one.text for one in self.double.sent(where)))
        return next(one for one in self.double.sent(where) if words in one.text)

    async def thread_about(self, words: str) -> Channel:
        def about(thread: Channel) -> bool:
            return any(words in one.text and one.buttons for one in self.double.sent(thread))

        await self.until(lambda: any(about(one) for one in self.double.posts(self.forum)))
        return next(one for one in self.double.posts(self.forum) if about(one))

    def shown_to(self, person: Person) -> str:
        sent = self.double.sent(person.dm)
        return sent[-1].text if sent else ""


@asynccontextmanager
async def newsroom(
    double: Double, database: Path, curated: Path, *, chores: Sequence[Any] = (keep_posting, keep_telling), **more: Any
) -> AsyncIterator[Newsroom]:
    """*more*: as `RunningBot` has it."""
    ines = double.member("Ines", permissions=("manage_guild",))
    anna = double.member("Anna")
    settings = settings_for(double, database, curated, owners=(f"discord:{ines.id}",))
    commands = tuple(commands_json(SPOKEN))
    parts: dict[str, Any] = {"joined": joined, "commands": commands, "chores": tuple(chores), **more}
    async with running_bot(double, settings, handle, **parts) as running:
        yield Newsroom(running, double, ines, anna)
