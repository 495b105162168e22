"""What the courier brings to rooms of Discord: each message one try, under a number by which Discord knows it again.

What somebody is told alone is never said where others read along; what a channel follows pings nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import discord
from aiohttp import ClientConnectorError

from adapters.discord.buttons import button
from adapters.discord.calling import BROKEN, told
from adapters.discord.drawing import draw_reply
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import House
from adapters.discord.failures import Gone
from adapters.discord.one_try import TooMany
from adapters.discord.places import PLATFORM
from adapters.discord.sending import CANNOT_EDIT, NO_SUCH_MESSAGE
from bot.again import about
from bot.catalogue import load_catalogue
from bot.channels import CannotRewrite, InDoubt, NobodyThere, NotSent, NotTheirs, NotYet, SlowDown
from bot.families.judging import offers_on
from bot.pages import Invocation, Who
from bot.presses import Again
from bot.questions import Reply
from bot.room_words import MORE

T = TypeVar("T")

ONE_CALL = 20.0  # seconds
KNOWN_AGAIN = 120.0  # seconds in which a number is surely known again; Discord says "the past few minutes"
MOST_DOUBTS = 10_000
TOKEN_REFUSED, ARCHIVED = 401, 50083
FOR_NOW = (40004, 40006, 130000)  # sending is switched off, or overloaded
TOO_FAST = {20028: 5.0, 20029: 5.0, 40003: 600.0, 40062: 5.0}  # writing, or opening chats; seconds of rest


async def keep_telling(house: House) -> None:
    """Until it is cancelled."""
    await house.bellwether.courier.keep(Telling(house))


class Telling:
    platform = PLATFORM

    def __init__(self, house: House, *, known_again: float = KNOWN_AGAIN) -> None:
        self._house = house
        self._known_again = known_again
        self._doubts: dict[int, float] = {}  # when a delivery may first have come through, on the loop's clock

    async def send(self, place: str, reply: Reply) -> str:
        """The name of the message. Raises what `bot.channels` has."""
        if not self._house.sender.is_connected():
            raise NotSent("Discord is not connected")
        who, drawn = self._drawn(place, reply)
        if reply.replaces is not None:
            await self._rewrite(place, reply.replaces, drawn, who)
            return reply.replaces
        if not who.shared and self._house.sender.servers.of(place) is not None:
            raise NotTheirs(f"{place} is not theirs alone")
        return await self._send(place, reply.delivery or 0, drawn, who)

    def _drawn(self, place: str, reply: Reply) -> tuple[Who, Drawn]:
        """A room that follows something does so under its own name."""
        say, person = load_catalogue(reply.language), reply.to or place
        if person == place or reply.replaces is not None:
            asked = about(reply)
            more = button(say(MORE), Again(asked)) if asked else None
            drawn = replace(draw_reply(reply, (), say, brief=True, more=more), for_all=True)
            return Who(place, place, reply.language, shared=True), replace(drawn, silent=reply.silent)
        who = Who(person, place, reply.language)
        drawn = draw_reply(reply, offers_on(reply, Invocation("ask", who, self._house.now()), say), say)
        return who, replace(drawn, silent=reply.silent)

    async def _send(self, place: str, delivery: int, drawn: Drawn, who: Who) -> str:
        """A repetition is the same message as long as Discord knows its number, so for that long one that may have come
        through counts as one that has not."""
        since = self._doubts.get(delivery)
        if since is not None and _now() - since > self._known_again:
            del self._doubts[delivery]
            raise InDoubt(f"delivery {delivery}")
        call = await self._house.sender.call_to_send(place, drawn, who=who, nonce=f"delivery-{delivery}")
        try:
            named = await self._tried(place, partial(call, None))
        except InDoubt as error:
            if not delivery:
                raise
            if since is None and len(self._doubts) < MOST_DOUBTS:
                self._doubts[delivery] = _now()
            raise NotSent(str(error)) from error
        self._doubts.pop(delivery, None)
        return named

    async def _rewrite(self, place: str, message: str, drawn: Drawn, who: Who) -> None:
        """Twice the same leaves the same."""
        call = await self._house.sender.call_to_edit(place, message, drawn, who=who)
        try:
            await self._tried(place, call)
        except InDoubt as error:
            raise NotSent(str(error)) from error
        except discord.HTTPException as error:
            if error.code == ARCHIVED:
                await self._rewrite_archived(place, call)
            elif error.code in (*NO_SUCH_MESSAGE, *CANNOT_EDIT):
                raise CannotRewrite(told(error)) from error
            else:
                raise

    async def _rewrite_archived(self, place: str, call: Callable[[], Awaitable[object]]) -> None:
        """The thread is opened for it, for which whoever may write in it needs no other permission; it archives itself
        again after a while."""
        found = await self._tried(place, partial(self._house.sender.fetch_thread, place))
        if found is None or found.locked:
            raise CannotRewrite(f"{place} is archived")
        try:
            await self._tried(place, partial(found.edit, archived=False))
            await self._tried(place, call)
        except InDoubt as error:
            raise NotSent(str(error)) from error
        except discord.HTTPException as error:
            raise CannotRewrite(told(error)) from error

    async def _tried(self, place: str, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self._house.sender.once(place, call, longest=ONE_CALL)
        except Gone as error:
            raise NobodyThere(str(error)) from error
        except discord.RateLimited as error:
            rest = timedelta(seconds=error.retry_after)
            shared = isinstance(error, TooMany) and error.shared
            raise (NotYet(rest) if shared else SlowDown(rest)) from error
        except ClientConnectorError as error:
            raise NotSent(told(error)) from error
        except BROKEN as error:
            raise InDoubt(told(error)) from error
        except discord.HTTPException as error:
            if error.code in TOO_FAST:
                raise SlowDown(timedelta(seconds=TOO_FAST[error.code])) from error
            if error.status == TOKEN_REFUSED or error.code in FOR_NOW:
                raise NotSent(told(error)) from error
            raise


def _now() -> float:
    return asyncio.get_running_loop().time()
