"""The set of commands at Discord: sent as a whole, only when it changed, and never in the way of an answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2s
from typing import Any

import discord

from adapters.discord.exchanges import House
from adapters.discord.places import PLATFORM
from knowledge.notes_kept import read_notes, save_note

log = logging.getLogger(__name__)

CommandSet = Sequence[Mapping[str, Any]]


async def sync_commands(house: House, client: discord.Client, commands: CommandSet) -> None:
    """Sent anew also where somebody has taken it away at Discord."""
    named, digest = f"{PLATFORM}:{house.account}:commands", digest_of(commands)
    kept = await house.bellwether.database.read(partial(read_notes, beginning=named))
    there: Sequence[Mapping[str, Any]] = await client.http.get_global_commands(int(house.account))
    if kept.get(named) != digest or _names(there) != _names(commands):
        there = await client.http.bulk_upsert_global_commands(int(house.account), [dict(one) for one in commands])
        await house.bellwether.database.write(partial(save_note, name=named, value=digest))
        log.info("%d commands stand at Discord", len(there))
    house.commands.update({one["name"]: int(one["id"]) for one in there if one.get("type", 1) == 1})


def digest_of(commands: CommandSet) -> str:
    """The same whatever the order of names in it."""
    said = json.dumps(list(commands), sort_keys=True, ensure_ascii=False)
    return blake2s(said.encode(), digest_size=16).hexdigest()


def _names(commands: Iterable[Mapping[str, Any]]) -> set[tuple[int, str]]:
    return {(one.get("type", 1), one["name"]) for one in commands}
