"""Everything that comes in, by one door: once, in the order in which somebody sent it, and brought to its end.

Whatever goes wrong, a family reads one sentence.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord

from adapters.discord.beginning import of_interaction, of_message
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Gone, Unsent
from adapters.discord.incoming import Kind, addressed
from adapters.discord.keeping import Keeping
from adapters.discord.lanes import Lanes
from adapters.discord.permitting import lacking_in
from adapters.discord.places import place_of
from adapters.discord.speaking import Speaking
from bot.pages import Who

log = logging.getLogger(__name__)

Handle = Callable[[Exchange], Awaitable[None]]
Joined = Callable[[House, str, Who], Awaitable[None]]

MOST_SEEN = 20_000
CROWDED = 0.5  # seconds that somebody would wait for their turn
WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


class Seen:
    """What has come in before: a connection that is taken up again may bring something twice."""

    def __init__(self, most: int = MOST_SEEN) -> None:
        self._most = most
        self._numbers: OrderedDict[int, None] = OrderedDict()

    def is_new(self, number: int) -> bool:
        if number in self._numbers:
            return False
        self._numbers[number] = None
        if len(self._numbers) > self._most:
            self._numbers.popitem(last=False)
        return True

    def forget(self, number: int) -> None:
        self._numbers.pop(number, None)


class Dispatch:
    """*handle*: what is done with an exchange; *joined*: with a server that we were brought into; *seen*: outlives the
    connection."""

    def __init__(self, house: House, handle: Handle, joined: Joined | None, seen: Seen) -> None:
        self._house = house
        self._handle = handle
        self._joined = joined
        self._seen = seen
        self._lanes, self._typing = Lanes(), Lanes()
        self._speaking = Speaking(house)
        self._keeping = Keeping(house)
        self._running: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def take(self, interaction: discord.Interaction[Any]) -> None:
        if self._seen.is_new(interaction.id):
            exchange = of_interaction(self._house, interaction, at=self._house.now())
            if exchange is not None:
                self._begin(self._deal(exchange))

    def hear(self, message: discord.Message) -> None:
        """Other bots are left alone; in a server what does not address us is nobody's question to us, and without the
        intent for it has no words either."""
        if message.author.bot or message.webhook_id or message.type not in WRITTEN:
            return
        if message.guild is not None and not addressed(message, own=self._house.user):
            return
        if self._seen.is_new(message.id):
            self._begin(self._deal(of_message(self._house, message, at=self._house.now())))

    async def take_up(self, client: discord.Client) -> None:
        """Messages that were not answered when the last run ended."""
        await self._keeping.take_up(client, self.hear)

    async def catch_up(self, client: discord.Client) -> None:
        """Direct messages that came while there was no connection."""
        await self._keeping.catch_up(client, self.hear)

    def join(self, guild: discord.Guild) -> None:
        room = _room_to_speak_in(guild)
        if self._joined is not None and room is not None:
            self._begin(self._introduce(self._joined, place_of(room.id)))

    def changed(self, channel: discord.abc.GuildChannel | discord.Thread) -> None:
        """A room in which we may perhaps speak again."""
        if not lacking_in(channel):
            self._begin(self._speaking.is_back(place_of(channel.id)))

    async def drain(self, limit: float) -> None:
        """What has begun is brought to its end, for so many seconds."""
        if not self._running:
            return
        _, still = await asyncio.wait(self._running, timeout=limit)
        for one in still:
            one.cancel()
        if still:
            log.error("%d were not dealt with in time", len(still))
            await asyncio.gather(*still, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _deal(self, exchange: Exchange) -> None:
        try:
            if not await self._keeping.keep(exchange):
                return
            if exchange.kind is Kind.TYPING:
                await self._complete(exchange)
            else:
                await self._in_turn(exchange)
            await exchange.end()
            await self._speaking.after(exchange)
        except Gone as error:
            log.info("nothing can be sent: %s", error)
        except Unsent as error:
            log.warning("the answer to %s could not be sent: %s", exchange.origin, error)
            if not exchange.sent:  # a message waits for the next start, or the next connection
                self._seen.forget(exchange.number)
                return
        except Exception as error:
            await _apologise(exchange, error)
        await self._keeping.settle(exchange)

    async def _complete(self, exchange: Exchange) -> None:
        """What is being typed never waits for what was sent; who has typed on meanwhile waits for nothing any more."""
        async with self._typing.turn(exchange.origin) as exchange.let_go:
            if not exchange.is_late:
                await self._handle(exchange)

    async def _in_turn(self, exchange: Exchange) -> None:
        """Where many wait, it is acknowledged at once, before anybody knows the answer."""
        lane, patience = f"{exchange.who.place} {exchange.who.person}", None
        if self._lanes.wait > CROWDED:
            patience = 0.0
        async with exchange.watched(patience), self._lanes.turn(lane) as exchange.let_go:
            await self._handle(exchange)

    async def _introduce(self, joined: Joined, place: str) -> None:
        try:
            await self._speaking.is_back(place)
            await joined(self._house, place, Who(person=place, place=place, shared=True))
        except (Gone, Unsent) as error:
            log.info("a server was joined, and nothing can be said there: %s", error)
        except Exception:
            log.exception("a server was joined, and nothing could be said there")


async def _apologise(exchange: Exchange, error: Exception) -> None:
    """In its language where that can be had; whoever is still typing is told nothing."""
    reference = secrets.token_hex(3)
    log.error("reference %s: %s %s failed", reference, exchange.kind.value, exchange.origin, exc_info=error)
    try:
        if exchange.kind is not Kind.TYPING:
            say = await exchange.words()
            words = say(
                "I cannot look anything up right now. Please try again in a while (reference {reference}).",
                reference=reference,
            )
            await exchange.say_once(words)
        await exchange.end()
    except Exception:
        log.exception("reference %s: nor could that be said", reference)


def _room_to_speak_in(guild: discord.Guild) -> discord.TextChannel | None:
    """The one for news of the server itself, else the first in which we may."""
    rooms = [guild.system_channel, *guild.text_channels]
    return next((one for one in rooms if one is not None and not lacking_in(one)), None)
