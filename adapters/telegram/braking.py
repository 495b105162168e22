"""The brake of one bot token: when Telegram says to slow down, what goes out to many stops until it says otherwise.

Of the answers to families those to the same room wait; where a second room is refused meanwhile it is not the room but
the bot that is meant, and all of them wait. So one flooded group silences nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Brake:
    """*now*: seconds on a clock that is never set; that of the loop, if it is left out."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._clock = now
        self._rooms: dict[int, float] = {}
        self._all_until = 0.0

    def press(self, chat: int, seconds: float) -> None:
        """Telegram refused a call about the chat, and wants so many seconds."""
        now = self._now()
        self._rooms = {one: until for one, until in self._rooms.items() if until > now}
        others = self._rooms.keys() - {chat}
        self._rooms[chat] = max(self._rooms.get(chat, 0.0), now + seconds)
        if others:
            self._all_until = max(self._all_until, now + seconds)

    def rests(self) -> float:
        """Seconds in which nothing may go out to many; 0 where it may."""
        return max(0.0, max(self._rooms.values(), default=0.0) - self._now())

    def room_rests(self, chat: int) -> float:
        """Seconds in which no answer may go to the chat."""
        return max(0.0, max(self._rooms.get(chat, 0.0), self._all_until) - self._now())

    async def passed(self, chat: int) -> None:
        while (wait := self.room_rests(chat)) > 0:  # noqa: ASYNC110  it may be pressed again meanwhile
            await asyncio.sleep(wait)

    def _now(self) -> float:
        return self._clock() if self._clock is not None else asyncio.get_running_loop().time()
