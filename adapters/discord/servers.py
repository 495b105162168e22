"""The servers that we are in, with their channels, forums and threads, as far as they are known without asking."""

from __future__ import annotations

import discord

from adapters.discord.client import Client
from adapters.discord.permitting import lacking_in
from adapters.discord.places import number_of, place_of


class Servers:
    def __init__(self, client: Client) -> None:
        self._client = client

    def name_of(self, place: str) -> str:
        """Of a channel or a thread that we see."""
        return str(getattr(self._channel(place), "name", ""))

    def lacking(self, place: str) -> tuple[str, ...]:
        """The permissions that we need in a room of a server and have not, as Discord shows them."""
        return lacking_in(self._channel(place))

    def is_forum(self, place: str) -> bool:
        return isinstance(self._channel(place), discord.ForumChannel)

    def parent(self, place: str) -> str | None:
        """The channel or forum that a thread or a post is in."""
        found = self._channel(place)
        return place_of(found.parent_id) if isinstance(found, discord.Thread) else None

    def names(self) -> tuple[tuple[int, str], ...]:
        """The number of each, and its name."""
        return tuple((one.id, one.name) for one in self._client.guilds)

    def of(self, place: str) -> int | None:
        """The number of the one that a room is in; None of a private one."""
        found = self._channel(place)
        return found.guild.id if isinstance(found, discord.abc.GuildChannel | discord.Thread) else None

    def _channel(self, place: str) -> object:
        return self._client.get_channel(number_of(place))
