"""Rooms and people of Discord under the names the core knows them by: ``discord:CHANNEL`` (a channel, a thread, a post
of a forum, or a private channel) and ``discord:USER``; a role of a server is ``discord:role/ROLE``.
"""

from __future__ import annotations

PLATFORM = "discord"
OF_A_ROLE = f"{PLATFORM}:role/"


def place_of(channel: int) -> str:
    return f"{PLATFORM}:{channel}"


def person_of(user: int) -> str:
    return f"{PLATFORM}:{user}"


def role_of(role: int) -> str:
    return f"{OF_A_ROLE}{role}"


def number_of(named: str) -> int:
    """Of a room, a person or a role. Raises `ValueError` for one of another platform."""
    platform, _, number = named.partition(":")
    if platform != PLATFORM:
        raise ValueError(f"nothing of Discord: {named}")
    return int(number.removeprefix("role/"))
