"""Somebody who uses Discord: writes, uses commands, presses, chooses, fills in. They see what Discord's app shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.adapters.discord.command_limits import MESSAGE, SLASH, USER
from tests.adapters.discord.commands import Commands
from tests.adapters.discord.components import LINK, SELECT
from tests.adapters.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Choice,
    Interaction,
    Interactions,
)
from tests.adapters.discord.limits import mentioned
from tests.adapters.discord.messages import BUTTON, SYSTEM_KINDS, Attachment, Message
from tests.adapters.discord.options import command_data, settle
from tests.adapters.discord.places import Channel, User
from tests.adapters.discord.refusals import Impossible, Json
from tests.adapters.discord.world import World


@dataclass(frozen=True)
class House:
    """What a person's actions need of the double."""

    world: World
    commands: Commands
    interactions: Interactions
    wait_for: Callable[[Interaction], Awaitable[None]]


Shown = Message | Interaction


class Person:
    def __init__(self, house: House, user: User) -> None:
        self._house = house
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def dm(self) -> Channel:
        return self._house.world.direct(self.user)

    def closes_dms(self) -> None:
        self.user.dm_closed = True

    def commands(self, place: Channel) -> list[str]:
        """What the app lists for them there, in their language where the command has it."""
        offered = self._house.commands.offered(self.user, place)
        return [str((one["name_localizations"] or {}).get(self.user.locale, one["name"])) for one in offered]

    async def says(
        self,
        place: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        files: Sequence[Attachment] = (),
        ping: bool = True,
    ) -> Message:
        """An ordinary message; *ping*: whether a reply pings whom it answers."""
        world = self._house.world
        made = Message(
            world.ids.next(), place, self.user, world.clock.now(), content=text, reply_to=reply_to,
            kind=SYSTEM_KINDS["reply" if reply_to else "ordinary"], pinged=mentioned(text, None),
            attachments=list(files),
        )  # fmt: skip
        if reply_to and ping:
            made.pinged.add(reply_to.author.id)
        world.post(made)
        return made

    async def passes_on(self, message: Message, place: Channel) -> Message:
        """Forwards it, as Discord calls that."""
        world = self._house.world
        made = Message(world.ids.next(), place, self.user, world.clock.now(), passes_on=message)
        world.post(made)
        return made

    async def edits(self, message: Message, text: str) -> None:
        message.versions.append(message.content)
        message.content = text
        message.edited = self._house.world.clock.now()
        self._house.world.announce("MESSAGE_UPDATE", message)

    async def uses(
        self, place: Channel, command: str, /, *, checked: bool = True, wait: bool = True, **options: Any
    ) -> Interaction:
        """*checked*: only what the app lets somebody send; *wait*: until the answer is there, not "thinking"."""
        name, *words = command.removeprefix("/").split(" ")
        data = command_data(
            self._command(place, SLASH, name), words, thing(options), place.guild, checked=checked, typing=False
        )
        return await self._begin(COMMAND, place, data, wait=wait)

    async def types(self, place: Channel, command: str, /, **options: Any) -> list[Choice]:
        """The completions for the last option, with what stands in those before it."""
        name, *words = command.removeprefix("/").split(" ")
        data = command_data(
            self._command(place, SLASH, name), words, thing(options), place.guild, checked=True, typing=True
        )
        begun = await self._begin(AUTOCOMPLETE, place, data, wait=True)
        assert begun.answered, "no completions came"
        return begun.choices

    async def on_message(self, message: Message, name: str, *, wait: bool = True) -> Interaction:
        """A command of a message's context menu; the app may read that message."""
        self._sees(message)
        command = self._command(message.channel, MESSAGE, name)
        resolved = {"messages": {str(message.id): message.json()}}
        return await self._begin(COMMAND, message.channel, target(command, message.id, resolved), wait=wait)

    async def on_user(self, place: Channel, somebody: Person, name: str, *, wait: bool = True) -> Interaction:
        command = self._command(place, USER, name)
        resolved: Json = {}
        settle(somebody.user, resolved, place.guild)
        return await self._begin(COMMAND, place, target(command, somebody.id, resolved), wait=wait)

    async def presses(self, shown: Shown, label: str, *, wait: bool = True) -> Interaction:
        message = self._sees(shown)
        found = [
            one for one in message.buttons if label in (one.get("label"), (one.get("emoji") or {}).get("name"))
        ]  # fmt: skip
        if not found:
            raise Impossible(f"no button {label!r}, there is {message.labels}")
        if found[0].get("disabled") or found[0]["style"] == LINK:
            raise Impossible(f"the button {label!r} does nothing")
        return await self.presses_id(message, found[0]["custom_id"], wait=wait)

    async def presses_id(self, message: Message, custom_id: str, *, wait: bool = True) -> Interaction:
        """Also for what no longer stands there, as in an app that has not heard of the change."""
        data = {"component_type": BUTTON, "custom_id": custom_id}
        return await self._begin(COMPONENT, message.channel, data, source=message, wait=wait)

    async def selects(
        self,
        shown: Shown,
        chosen: Sequence[Any],
        *,
        which: int = 0,
        checked: bool = True,
        wait: bool = True,
    ) -> Interaction:
        """*chosen*: labels or values, people, roles or channels; *which*: of several menus."""
        message = self._sees(shown)
        if len(message.selects) <= which:
            raise Impossible("there is nothing to choose from")
        menu = message.selects[which]
        resolved: Json = {}
        values = [settle(bare(one), resolved, message.channel.guild) for one in chosen]
        if menu["type"] == SELECT:
            by_label = {one["label"]: one["value"] for one in menu["options"]}
            values = [by_label.get(one, one) for one in values]
        if checked:
            can_choose(menu, values)
        data: Json = {"component_type": menu["type"], "custom_id": menu["custom_id"], "values": values}
        if resolved:
            data["resolved"] = resolved
        return await self._begin(COMPONENT, message.channel, data, source=message, wait=wait)

    async def submits(
        self, asked: Interaction, values: dict[str, Any] | None = None, *, checked: bool = True, wait: bool = True
    ) -> Interaction:
        """The form that *asked* opened; what is not given stays as it was pre-filled."""
        if asked.modal is None or asked.user is not self.user:
            raise Impossible("no form is open")
        data = asked.modal.submission(values or {}, checked=checked)
        return await self._begin(SUBMIT, asked.channel, data, source=asked.source, wait=wait)

    def _command(self, place: Channel, kind: int, name: str) -> Json:
        offered = self._house.commands.offered(self.user, place)
        for one in offered:
            if (one["type"], one["name"]) == (kind, name):
                return one
        names = sorted(one["name"] for one in offered if one["type"] == kind)
        raise Impossible(f"{self.name} finds no {name!r} there, only {names}")

    def _sees(self, shown: Shown) -> Message:
        message = shown.shown if isinstance(shown, Interaction) else shown
        if message.deleted or (message.ephemeral and message.seen_by is not self.user):
            raise Impossible(f"{self.name} does not see that message")
        return message

    async def _begin(
        self, kind: int, place: Channel, data: Json, *, wait: bool, source: Message | None = None
    ) -> Interaction:
        begun = self._house.interactions.begin(kind, self.user, place, data, source=source)
        if wait:
            await self._house.wait_for(begun)
        return begun


def bare(value: Any) -> Any:
    return value.user if isinstance(value, Person) else value


def thing(options: dict[str, Any]) -> dict[str, Any]:
    return {name: bare(value) for name, value in options.items()}


def target(command: Json, number: int, resolved: Json) -> Json:
    data: Json = {
        "id": command["id"], "name": command["name"], "type": command["type"], "target_id": str(number),
        "resolved": resolved,
    }  # fmt: skip
    return {**data, "guild_id": command["guild_id"]} if "guild_id" in command else data


def can_choose(menu: Json, values: list[str]) -> None:
    few, many = menu.get("min_values", 1), menu.get("max_values", 1)
    if menu.get("disabled") or not few <= len(values) <= many:
        raise Impossible(f"{few} to {many} can be chosen, not {len(values)}")
    allowed = {one["value"] for one in menu.get("options") or []}
    if menu["type"] == SELECT and set(values) - allowed:
        raise Impossible(f"{values} cannot be chosen among {sorted(allowed)}")
