"""Which permissions of a server we need to speak in a room of it, and which of them are missing there."""

from __future__ import annotations

import discord

SEEING = {"view_channel": "View Channel", "embed_links": "Embed Links"}
QUOTING = {"read_message_history": "Read Message History"}
IN_CHANNELS = {**SEEING, "send_messages": "Send Messages", **QUOTING}
IN_THREADS = {**SEEING, "send_messages_in_threads": "Send Messages in Threads", **QUOTING}
IN_FORUMS = {**IN_CHANNELS, "send_messages_in_threads": "Send Messages in Threads", "manage_threads": "Manage Threads"}


def lacking(permissions: discord.Permissions, needed: dict[str, str]) -> tuple[str, ...]:
    """Their names as Discord shows them to whoever manages the server."""
    return tuple(name for held, name in needed.items() if not getattr(permissions, held))


def lacking_in(channel: object) -> tuple[str, ...]:
    """Nothing is lacking in a private room, nor, as far as we know, in one that we do not see."""
    if isinstance(channel, discord.Thread):
        return lacking(channel.permissions_for(channel.guild.me), IN_THREADS) if channel.parent else ()
    if isinstance(channel, discord.ForumChannel):
        return lacking(channel.permissions_for(channel.guild.me), IN_FORUMS)
    if isinstance(channel, discord.abc.GuildChannel):
        return lacking(channel.permissions_for(channel.guild.me), IN_CHANNELS)
    return ()


def needed_in(channel: object) -> dict[str, str]:
    if isinstance(channel, discord.Thread):
        return IN_THREADS
    return IN_FORUMS if isinstance(channel, discord.ForumChannel) else IN_CHANNELS
