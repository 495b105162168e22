"""Files that somebody attached: Discord says how large they are, and only what is small enough is fetched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.calling import Patience, brought, told
from adapters.discord.failures import Unsent
from knowledge.articles.bodies import KINDS, MOST_BYTES
from knowledge.articles.failures import NothingRead, Why

ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".ics")


class NotFetched(Exception):
    """It is there no more, or Discord does not give it."""


@dataclass(frozen=True)
class File:
    """*kind*: as Discord says, such as ``text/plain``; *size*: bytes; *read*: fetches it from Discord."""

    name: str
    kind: str
    size: int
    read: Callable[[], Awaitable[bytes]]

    @property
    def is_readable(self) -> bool:
        """Whether it says of itself that it is a page, a text or a calendar."""
        return self.kind.partition(";")[0].strip().lower() in KINDS or self.name.lower().endswith(ENDINGS)


def files_of(interaction: discord.Interaction[Any], said: Mapping[str, Any] | None = None) -> tuple[File, ...]:
    """Attached to a command; or to *said*, the message whose menu was used."""
    data: Mapping[str, Any] = interaction.data or {}
    attached = data.get("resolved", {}).get("attachments", {}).values() if said is None else said.get("attachments", ())
    return files_in(discord.Attachment(data=one, state=interaction._state) for one in attached)


def files_in(attached: Iterable[discord.Attachment]) -> tuple[File, ...]:
    return tuple(File(one.filename, one.content_type or "", one.size, one.read) for one in attached)


async def fetched(file: File, patience: Patience) -> bytes:
    """Raises `NothingRead` where it is too large, `NotFetched`."""
    if file.size > MOST_BYTES:
        raise NothingRead(Why.LARGE)
    try:
        return await brought(file.read, patience, repeatable=True)
    except (discord.HTTPException, Unsent) as error:
        raise NotFetched(told(error)) from error
