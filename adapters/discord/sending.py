"""Everything that goes out to a room by itself: once, even where the connection is cut in between."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import discord
from discord import MessageReference

from adapters.discord.calling import Call, Patience, brought, told
from adapters.discord.client import Client
from adapters.discord.drawn import Drawn
from adapters.discord.failures import Gone, NotAllowed
from adapters.discord.places import number_of, place_of
from adapters.discord.servers import Servers
from adapters.discord.views import embeds_of, view_of
from bot.keyboards import Keyboards
from bot.pages import Who
from bot.program import Clock
from knowledge.database import Database
from knowledge.failures import DatabaseUnwritable
from knowledge.rooms import mark_gone

T = TypeVar("T")
Quoting = Callable[[MessageReference | None], Awaitable[str]]
"""Sends a message that quotes one, or none."""
log = logging.getLogger(__name__)

NOT_ALLOWED = (50001, 50013, 160005)  # no access, no permission, a thread that is locked
NOBODY_THERE = (10003, 10004, 10013, 50007, 50278)  # channel, server, person; takes no messages from us
NO_SUCH_MESSAGE = (10008, 50021)
CANNOT_EDIT = (50005, 50083)  # of somebody else; the thread is archived
CANNOT_QUOTE = (50035, 160002)
NONCE_BYTES = 12


class Sender:
    """*patience*: tests are in a hurry."""

    def __init__(
        self,
        client: Client,
        database: Database,
        keyboards: Keyboards,
        clock: Clock,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._client = client
        self._database = database
        self._keyboards = keyboards
        self._clock = clock
        self.patience = patience or Patience()
        self.servers = Servers(client)

    async def send(self, place: str, drawn: Drawn, *, who: Who | None = None, replying: str | None = None) -> str:
        """The name of the message. *who*: whose buttons they are; else the room's. *replying*: the name of a message
        there. Raises `Gone`, `Unsent`."""
        call = await self.call_to_send(place, drawn, who=who, nonce=secrets.token_urlsafe(NONCE_BYTES))
        return await self._done(place, partial(self._quoting, call, place, replying), repeatable=True)

    async def call_to_send(self, place: str, drawn: Drawn, *, who: Who | None, nonce: str) -> Quoting:
        """*nonce*: the library says along with it that Discord shall not make two messages of one."""
        room, view = self._room(place), await self._view(place, drawn, who)

        async def call(quoted: MessageReference | None) -> str:
            sent = await room.send(
                drawn.content or None,
                embeds=embeds_of(drawn),
                view=view,  # type: ignore[arg-type]  # None is taken, as its own default is
                nonce=nonce,
                reference=quoted,  # type: ignore[arg-type]
                mention_author=False,
                silent=drawn.silent,
            )
            return str(sent.id)

        return call

    async def edit(self, place: str, message: str, drawn: Drawn, *, who: Who | None = None) -> bool:
        """False where it cannot be edited any more. Raises `Gone`, `Unsent`."""
        return await self._changed(place, await self.call_to_edit(place, message, drawn, who=who))

    async def call_to_edit(self, place: str, message: str, drawn: Drawn, *, who: Who | None) -> Call[object]:
        found, view = self._room(place).get_partial_message(int(message)), await self._view(place, drawn, who)
        return partial(found.edit, content=drawn.content or None, embeds=embeds_of(drawn), view=view)

    async def once(self, place: str, call: Call[T], *, longest: float) -> T:
        """One try. Raises `Gone`, what Discord refuses, and what else can go wrong with a connection."""
        try:
            with self._client.one_try.here():
                async with asyncio.timeout(longest):
                    return await call()
        except discord.HTTPException as error:
            gone = await self._as_gone(place, error)
            if gone is None:
                raise
            raise gone from error

    async def delete(self, place: str, message: str) -> bool:
        """False where it is gone already, or cannot be deleted. Raises `Gone`, `Unsent`."""
        return await self._changed(place, self._room(place).get_partial_message(int(message)).delete)

    async def post(
        self, forum: str, title: str, drawn: Drawn, *, tag: str | None = None, who: Who | None = None
    ) -> tuple[str, str]:
        """Opens a post in a forum, or a thread in a channel. The room it makes, and the name of its first message.
        Raises `Gone`, `Unsent`."""
        channel = self._client.get_channel(number_of(forum))
        if not isinstance(channel, discord.ForumChannel):
            raise Gone(f"{forum} is no forum that we see")
        tags = [one for one in channel.available_tags if one.name == tag]
        known = {one.id for one in channel.threads}

        async def call() -> tuple[str, str]:
            for one in channel.threads:  # a try before this one came through after all
                if one.id not in known and one.owner_id == self._own and one.name == title:
                    return place_of(one.id), str(one.id)
            embeds, content = embeds_of(drawn), drawn.content or None
            made = await channel.create_thread(name=title, content=content, embeds=embeds, applied_tags=tags)
            return place_of(made.thread.id), str(made.message.id)

        place, message = await self._done(forum, call, repeatable=True)
        if drawn.rows:  # they are good only in the room that it has made
            await self.edit(place, message, drawn, who=who)
        return place, message

    async def retag(self, thread: str, *, tag: str | None = None, closed: bool = False) -> bool:
        """A post of a forum gets a tag of its forum, or is closed. False where it is no such thing. Raises `Gone`,
        `Unsent`."""
        found = await self._thread(thread)
        if found is None:
            return False
        forum = found.parent
        known = forum.available_tags if isinstance(forum, discord.ForumChannel) else ()
        tags = [one for one in known if one.name == tag] or found.applied_tags
        return await self._changed(thread, partial(found.edit, archived=closed, applied_tags=tags))

    async def _thread(self, place: str) -> discord.Thread | None:
        """One that was archived is known no more, so it is asked for."""
        found = self._client.get_channel(number_of(place))
        if found is None:
            return await self._done(place, partial(self.fetch_thread, place), repeatable=True)
        return found if isinstance(found, discord.Thread) else None

    async def fetch_thread(self, place: str) -> discord.Thread | None:
        """As it stands at Discord now. Raises what the library raises."""
        found = await self._client.fetch_channel(number_of(place))
        return found if isinstance(found, discord.Thread) else None

    async def private_room(self, person: str) -> str:
        """Where somebody can be written to alone. Raises `Gone`, `Unsent`."""
        somebody = discord.Object(number_of(person))

        async def call() -> str:
            return place_of((await self._client.create_dm(somebody)).id)

        return await self._done(person, call, repeatable=True)

    async def typing(self, place: str) -> bool:
        """Whether it could be shown."""
        try:
            await self._room(place).typing()
        except (discord.DiscordException, OSError):
            return False
        return True

    def is_connected(self) -> bool:
        return not self._client.is_closed()

    def _room(self, place: str) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(number_of(place))

    async def _view(self, place: str, drawn: Drawn, who: Who | None) -> discord.ui.View | None:
        whose = who or Who(person=place, place=place, shared=True)
        return await view_of(drawn, self._keyboards, who=whose, at=self._clock.now())

    async def _quoting(self, call: Quoting, place: str, replying: str | None) -> str:
        """What cannot be quoted is answered without."""
        if replying is None:
            return await call(None)
        quoted = MessageReference(message_id=int(replying), channel_id=number_of(place), fail_if_not_exists=False)
        try:
            return await call(quoted)
        except discord.HTTPException as error:
            if error.code not in CANNOT_QUOTE:
                raise
            return await call(None)

    async def _changed(self, place: str, call: Call[object]) -> bool:
        try:
            await self._done(place, call, repeatable=True)
        except discord.HTTPException as error:
            if error.code in (*NO_SUCH_MESSAGE, *CANNOT_EDIT):
                return False
            raise
        return True

    async def _done(self, place: str, call: Call[T], *, repeatable: bool) -> T:
        try:
            return await brought(call, self.patience, repeatable=repeatable)
        except discord.HTTPException as error:
            gone = await self._as_gone(place, error)
            if gone is None:
                raise
            raise gone from error

    async def _as_gone(self, place: str, error: discord.HTTPException) -> Gone | None:
        """None where it is something else."""
        if error.code in NOT_ALLOWED:
            return await self._not_allowed(place)
        if error.code in NOBODY_THERE:
            await self._note_gone(place)
            return Gone(f"{place}: {told(error)}")
        return None

    async def _not_allowed(self, place: str) -> NotAllowed:
        """Said in the log; whoever manages the server reads it at their next command there."""
        await self._note_gone(place)
        failed = NotAllowed(place, self.servers.lacking(place))
        log.warning("nothing can be sent to %s", failed)
        return failed

    async def _note_gone(self, place: str) -> None:
        try:
            await self._database.write(partial(mark_gone, place=place, at=self._clock.now()))
        except DatabaseUnwritable:
            log.exception("%s is gone, but that could not be noted", place)

    @property
    def _own(self) -> int:
        return self._client.user.id if self._client.user else 0
