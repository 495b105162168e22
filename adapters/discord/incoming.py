"""What an interaction or a message says of itself: who, in which room, and what was typed, chosen or filled in.

Nothing is asked of anybody for it, and it is read from what came, not from what the library still remembers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import discord

from adapters.discord.files import File, files_of
from adapters.discord.permitting import lacking, needed_in
from adapters.discord.places import person_of, place_of, role_of
from adapters.discord.views import OURS
from bot.pages import Who

Json = Mapping[str, Any]

SUBCOMMAND, GROUP, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = 1, 2, 5, 6, 7, 8, 9, 10, 11
YES, NO = "yes", "no"


class Kind(StrEnum):
    """*typing*: an option is being typed; *menu*: of a message; *press*: a button or a select; *form*: one was sent."""

    COMMAND = "command"
    TYPING = "typing"
    MENU = "menu"
    PRESS = "press"
    FORM = "form"
    MESSAGE = "message"


KINDS = {
    discord.InteractionType.autocomplete: Kind.TYPING,
    discord.InteractionType.component: Kind.PRESS,
    discord.InteractionType.modal_submit: Kind.FORM,
}


@dataclass(frozen=True)
class Used:
    """A command. *name* of the entry where a message's menu was used; *focused*: the option that is being typed."""

    name: str
    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    focused: str = ""


@dataclass(frozen=True)
class About:
    """A message that something is about. *author*: who wrote it; *embeds*: what stands in them, as text; *pages*: what
    they open; *files*: attached to it, where it is the one whose menu was used."""

    message: str
    words: str
    written: datetime
    author: str
    ours: bool
    embeds: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[File, ...] = ()


def used(data: Json) -> Used:
    """Of a slash command or its completion."""
    names, options = [str(data["name"])], list(data.get("options", ()))
    while options and options[0]["type"] in (SUBCOMMAND, GROUP):
        names.append(str(options[0]["name"]))
        options = list(options[0].get("options", ()))
    resolved = data.get("resolved", {})
    written = [one for one in options if one.get("value") is not None and one["type"] != FILE]
    values = {one["name"]: _text(one, resolved) for one in written}
    typed = next((one["name"] for one in options if one.get("focused")), "")
    return Used(names[0], " ".join(names[1:]), values, typed)


def carried(data: Json) -> str:
    """What a button, a select or a form of ours carries; of a select, what its first choice does."""
    values = data.get("values") or ()
    return str(values[0]) if values else str(data.get("custom_id", "")).removeprefix(OURS)


def filled_in(data: Json) -> Mapping[str, str]:
    """What was sent with a form, by the names of its inputs."""
    return dict(_filled_in(data.get("components", ())))


def buttons_of(message: discord.Message) -> tuple[tuple[str, str], ...]:
    """What each of our buttons there carries, and its label."""
    rows = (row.children for row in message.components if isinstance(row, discord.ActionRow))
    found = (one for row in rows for one in row if isinstance(one, discord.Button) and one.custom_id)
    return tuple(((one.custom_id or "").removeprefix(OURS), one.label or "") for one in found)


def about(message: discord.Message, *, own: int, at: datetime) -> About:
    texts = tuple(filter(None, (_embed_text(one) for one in message.embeds)))
    author = person_of(message.author.id)
    return About(str(message.id), message.content, min(at, message.created_at), author, message.author.id == own, texts)


def about_target(interaction: discord.Interaction[Any], *, own: int, at: datetime) -> About | None:
    """The message whose menu was used."""
    data: Json = interaction.data or {}
    found = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")))
    if found is None:
        return None
    author, said = int(found["author"]["id"]), _said(found)
    embeds = [discord.Embed.from_dict(one) for one in said.get("embeds", ())]
    return About(
        str(found["id"]),
        said.get("content", ""),
        min(at, discord.utils.parse_time(found["timestamp"])),
        person_of(author),
        author == own,
        tuple(filter(None, map(_embed_text, embeds))),
        tuple(one.url for one in embeds if one.url),
        files_of(interaction, said),
    )


def _said(message: Json) -> Json:
    """What stands in it; of one that was passed on, in what it passes on."""
    passed_on = message.get("message_snapshots") or ()
    return passed_on[0]["message"] if passed_on and not message.get("content") else message


def who_used(interaction: discord.Interaction[Any]) -> Who:
    shared = interaction.guild_id is not None or interaction.context.private_channel
    return Who(
        person_of(interaction.user.id),
        place_of(interaction.channel_id or 0),
        language_of(str(interaction.locale)),
        shared=bool(shared),
        manages=interaction.guild_id is not None and interaction.permissions.manage_guild,
        fleeting=bool(shared),
        also=roles_of(interaction.user),
        apart=bool(shared),
    )


def who_wrote(message: discord.Message) -> Who:
    author, shared = message.author, message.guild is not None
    manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    place, roles = place_of(message.channel.id), roles_of(author)
    return Who(person_of(author.id), place, shared=shared, manages=manages, fleeting=shared, also=roles, apart=shared)


def roles_of(user: discord.User | discord.Member) -> tuple[str, ...]:
    """Those of the server, without the one that everybody has."""
    if not isinstance(user, discord.Member):
        return ()
    return tuple(role_of(one.id) for one in user.roles if not one.is_default())


def lacking_at(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    if interaction.guild_id is None or interaction.guild is None:
        return ()
    return lacking(interaction.app_permissions, needed_in(interaction.channel))


def language_of(locale: str) -> str | None:
    return locale.split("-")[0].lower() or None


def addressed(message: discord.Message, *, own: int) -> bool:
    """Whether a message in a server mentions us, or answers us and says so."""
    if any(one.id == own for one in message.mentions):
        return True
    ours = message.guild.self_role if message.guild else None
    return ours is not None and any(one.id == ours.id for one in message.role_mentions)


def words_of(message: discord.Message, *, own: int) -> str:
    """Without our mention."""
    ours = message.guild.self_role if message.guild else None
    role = f"|<@&{ours.id}>" if ours is not None else ""
    return re.sub(f"[ \\t]*(?:<@!?{own}>{role})", "", message.content).strip()


def _text(option: Json, resolved: Json) -> str:
    kind, value = option["type"], option["value"]
    if kind == BOOLEAN:
        return YES if value is True else NO if value is False else str(value)
    if kind == ROLE or (kind == MENTIONABLE and str(value) in resolved.get("roles", {})):
        return role_of(int(value))
    if kind in (USER, MENTIONABLE):
        return person_of(int(value))
    if kind == CHANNEL:
        return place_of(int(value))
    if kind == NUMBER and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _filled_in(components: Iterable[Json]) -> Iterator[tuple[str, str]]:
    for one in components:
        inner: Sequence[Json] = one.get("components") or ([one["component"]] if "component" in one else ())
        yield from _filled_in(inner)
        if "custom_id" in one:
            values = one.get("values")
            yield one["custom_id"], "; ".join(values) if values is not None else one.get("value") or ""


def _embed_text(embed: discord.Embed) -> str:
    fields = [f"{one.name}\n{one.value}" for one in embed.fields]
    return "\n".join(part for part in (embed.title, embed.description, *fields, embed.footer.text) if part)


def kind_of(interaction: discord.Interaction[Any]) -> Kind | None:
    """None for what is named nowhere here."""
    if interaction.type is discord.InteractionType.application_command:
        data: Json = interaction.data or {}
        return Kind.COMMAND if data.get("type", 1) == discord.AppCommandType.chat_input.value else Kind.MENU
    return KINDS.get(interaction.type)
