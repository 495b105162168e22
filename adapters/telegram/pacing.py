"""No more messages to a group than Telegram takes; private rooms have no such limit."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque

GROUP_RATE = (20, 60.0)  # messages to one group within so many seconds


class GroupPace:
    def __init__(self, rate: tuple[int, float] = GROUP_RATE) -> None:
        self._rate = rate
        self._sends: defaultdict[int, deque[float]] = defaultdict(deque)

    async def turn(self, chat: int) -> float | None:
        """Waits while a group has had its messages of the last minute; what it returns is handed back afterwards."""
        if chat >= 0:
            return None
        clock, sends, (most, seconds) = asyncio.get_running_loop().time, self._sends[chat], self._rate
        while len(sends) >= most:
            wait = sends[0] + seconds - clock()
            if wait > 0:
                await asyncio.sleep(wait)
            else:
                sends.popleft()
        sends.append(begun := clock())
        return begun

    def rests(self, chat: int) -> float:
        """Seconds until a group may have its next message; nothing is taken by asking."""
        if chat >= 0:
            return 0.0
        now, sends, (most, seconds) = asyncio.get_running_loop().time(), self._sends[chat], self._rate
        while sends and sends[0] + seconds <= now:
            sends.popleft()
        return sends[-most] + seconds - now if len(sends) >= most else 0.0

    def has_had(self, chat: int, begun: float | None) -> None:
        """Telegram counts a message at some time before its answer has come, so it counts here from then on."""
        if begun is not None:
            sends = self._sends[chat]
            if begun in sends:
                sends.remove(begun)
            sends.append(asyncio.get_running_loop().time())
