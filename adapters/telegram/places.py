"""Rooms and people of Telegram under the names the core knows them by.

A room is ``telegram:CHAT`` or, for a topic of a forum, ``telegram:CHAT/THREAD``; a person is ``telegram:USER``.
"""

from __future__ import annotations

from dataclasses import dataclass

PLATFORM = "telegram"


@dataclass(frozen=True)
class Spot:
    chat: int
    thread: int | None = None

    @property
    def place(self) -> str:
        return f"{PLATFORM}:{self.chat}" + (f"/{self.thread}" if self.thread is not None else "")

    @classmethod
    def of(cls, place: str) -> Spot:
        """Raises `ValueError` for a room of another platform."""
        platform, _, named = place.partition(":")
        if platform != PLATFORM:
            raise ValueError(f"no room of Telegram: {place}")
        chat, _, thread = named.partition("/")
        return cls(int(chat), int(thread) if thread else None)


def person_of(user: int) -> str:
    return f"{PLATFORM}:{user}"
