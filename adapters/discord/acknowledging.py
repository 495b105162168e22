"""The way one interaction is answered: a first response within three seconds, then edits and follow-ups while its token
lives. Each is made until it came through; one that is refused as a repetition came through before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from typing import Any, TypeVar

import discord
from discord import app_commands, ui

from adapters.discord.calling import Call, Patience, brought, told
from adapters.discord.drawn import Drawn
from adapters.discord.failures import Gone
from adapters.discord.views import embeds_of, relabelled

T = TypeVar("T")
log = logging.getLogger(__name__)

TOKEN_LIVES = 14.5 * 60  # seconds; Discord says fifteen minutes
FIRST_CALL = 10.0  # seconds until a first response that hangs is tried again
ACKNOWLEDGED, UNKNOWN_INTERACTION = 40060, 10062
TOO_LATE = "interaction %s was answered too late, after %.1f s"
TOKEN_OVER = (10015, 50027)
MESSAGE_GONE = (10008, 50021, 50005)


class Stage(Enum):
    """*silent*: acknowledged, and what it was pressed on stands as it was."""

    FRESH = auto()
    THINKING = auto()
    SILENT = auto()
    ANSWERED = auto()
    LOST = auto()


class Acknowledging:
    """*of_message*: it came from a message of ours, which can be changed by it."""

    def __init__(self, interaction: discord.Interaction[Any], patience: Patience) -> None:
        self.stage = Stage.FRESH
        self.of_message = interaction.message is not None
        self._interaction = interaction
        self._patience = patience
        self._first = asyncio.Lock()
        self._began = asyncio.get_running_loop().time()
        self._thinking_alone = False
        self._original: str | None = None

    @property
    def age(self) -> float:
        """Seconds since it came."""
        return asyncio.get_running_loop().time() - self._began

    @property
    def over(self) -> bool:
        """Nothing can be said by way of it any more."""
        return self.stage is Stage.LOST or self.age > TOKEN_LIVES

    async def defer(self, *, alone: bool) -> None:
        """Where nothing has been said yet: silently for what came from a message, else as "thinking". *alone*: only
        whoever asked sees that."""
        async with self._first:
            if self.stage is not Stage.FRESH:
                return
            if self.of_message:
                await self._respond(self._response.defer, Stage.SILENT)
            else:
                await self._respond(partial(self._response.defer, ephemeral=alone, thinking=True), Stage.THINKING)
                self._thinking_alone = alone

    async def show(self, drawn: Drawn, view: ui.View | None, *, alone: bool) -> str:
        """One message more. Returns its name. Raises `Gone`, `Unsent`."""
        if self.of_message:  # so that what stands there can be changed afterwards
            await self.defer(alone=alone)
        async with self._first:
            if self.stage is Stage.FRESH:
                shown = partial(self._response.send_message, **_message(drawn, view), ephemeral=alone)
                await self._respond(partial(shown, silent=drawn.silent), Stage.ANSWERED)
                return await self._name_of_original()
            if self.stage is Stage.THINKING:
                self.stage = Stage.ANSWERED
                if self._thinking_alone == alone:
                    return await self._edit_original(_edited(drawn, view))
                await self._later(self._interaction.delete_original_response, repeatable=True)
        follow_up = partial(self._interaction.followup.send, **_message(drawn, view), ephemeral=alone, wait=True)
        sent = await self._later(partial(follow_up, silent=drawn.silent), repeatable=False)
        return str(sent.id)

    async def rewrite(self, drawn: Drawn, view: ui.View | None) -> bool:
        """The message it came from. False where that cannot be changed any more."""
        return await self._change(_edited(drawn, view))

    async def relabel(self, labels: Mapping[str, str]) -> bool:
        """As `rewrite`, of nothing but the labels of its buttons."""
        message = self._interaction.message
        return message is not None and await self._change({"view": relabelled(message, labels)})

    async def edit(self, message: str, drawn: Drawn, view: ui.View | None) -> bool:
        """One of the messages that were shown by way of it."""
        if message == self._original:
            return await self._may_be_gone(partial(self._edit_original, _edited(drawn, view)))
        editing = partial(self._interaction.followup.edit_message, int(message), **_edited(drawn, view))
        return await self._may_be_gone(partial(self._later, editing, repeatable=True))

    async def delete(self, message: str | None) -> bool:
        """None: the message it came from."""
        if self.of_message:
            await self.defer(alone=True)
        if message is None or message == self._original:
            deleting: Call[None] = self._interaction.delete_original_response
        else:
            deleting = partial(self._interaction.followup.delete_message, int(message))
        return await self._may_be_gone(partial(self._later, deleting, repeatable=True))

    async def open(self, modal: ui.Modal) -> bool:
        """A form, where nothing has been said yet."""
        async with self._first:
            if self.stage is not Stage.FRESH or self._interaction.type is discord.InteractionType.modal_submit:
                return False
            await self._respond(partial(self._response.send_modal, modal), Stage.SILENT)
            return True

    async def choose_from(self, choices: Sequence[app_commands.Choice[Any]]) -> None:
        async with self._first:
            if self.stage is Stage.FRESH:
                await self._respond(partial(self._response.autocomplete, choices), Stage.ANSWERED)

    async def leave(self) -> None:
        """Where nothing was said: nothing stays to be seen."""
        if self.stage is Stage.FRESH:
            await self.defer(alone=True)
        if self.stage is Stage.THINKING:
            self.stage = Stage.ANSWERED
            await self._may_be_gone(partial(self._later, self._interaction.delete_original_response, repeatable=True))

    @property
    def _response(self) -> discord.InteractionResponse[Any]:
        return self._interaction.response

    async def _respond(self, call: Callable[[], Awaitable[Any]], after: Stage) -> None:
        """The first response. Raises `Gone` where it comes too late."""
        try:
            told_back = await brought(call, self._patience, repeatable=True, longest=FIRST_CALL)
        except discord.InteractionResponded:
            told_back = None
        except discord.HTTPException as error:
            if error.code == UNKNOWN_INTERACTION:
                self.stage = Stage.LOST
                typing = self._interaction.type is discord.InteractionType.autocomplete
                log.log(logging.DEBUG if typing else logging.WARNING, TOO_LATE, self._interaction.id, self.age)
                raise Gone(f"interaction {self._interaction.id} is over") from error
            if error.code != ACKNOWLEDGED:
                raise
            told_back = None  # a try before this one came through after all
        self.stage = after
        if isinstance(told_back, discord.InteractionCallbackResponse) and told_back.message_id:
            self._original = str(told_back.message_id)

    async def _name_of_original(self) -> str:
        if self._original is None:
            found = await self._later(self._interaction.original_response, repeatable=True)
            self._original = str(found.id)
        return self._original

    async def _change(self, shown: dict[str, Any]) -> bool:
        async with self._first:
            if self.stage is Stage.FRESH:
                changing = partial(self._response.edit_message, **shown)
                return await self._may_be_gone(partial(self._respond, changing, Stage.SILENT))
        return await self._may_be_gone(partial(self._edit_original, shown))

    async def _edit_original(self, shown: dict[str, Any]) -> str:
        editing = partial(self._interaction.edit_original_response, **shown)
        changed = await self._later(editing, repeatable=True)
        self._original = str(changed.id)
        return self._original

    async def _later(self, call: Call[T], *, repeatable: bool) -> T:
        """Whatever comes after the first response."""
        if self.over:
            raise Gone(f"interaction {self._interaction.id} is over")
        try:
            return await brought(call, self._patience, repeatable=repeatable)
        except discord.HTTPException as error:
            if error.code in TOKEN_OVER:
                self.stage = Stage.LOST
                raise Gone(f"interaction {self._interaction.id} is over: {told(error)}") from error
            raise

    async def _may_be_gone(self, call: Call[object]) -> bool:
        try:
            await call()
        except discord.HTTPException as error:
            if error.code in MESSAGE_GONE:
                return False
            raise
        return True


def _message(drawn: Drawn, view: ui.View | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"content": drawn.content or None, "embeds": embeds_of(drawn)}
    return {**shown, "view": view} if view is not None else shown


def _edited(drawn: Drawn, view: ui.View | None) -> dict[str, Any]:
    """All of it, so that nothing of before is left."""
    return {"content": drawn.content or None, "embeds": embeds_of(drawn), "view": view}
