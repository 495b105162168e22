"""Order within a lane, and few at work at once: what waits here costs nothing, and can be acknowledged meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

AT_ONCE = 6
LATELY = 0.1  # the weight of the newest among how long each takes
AT_FIRST = 0.02  # seconds that one takes, as long as nobody knows

LetGo = Callable[[], None]


class Lanes:
    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._free = asyncio.Semaphore(at_once)
        self._last: dict[str, asyncio.Event] = {}
        self._waiting = 0
        self._each = AT_FIRST

    @property
    def wait(self) -> float:
        """Seconds until one that comes now begins, as far as can be told."""
        return self._waiting * self._each / self._at_once

    @asynccontextmanager
    async def turn(self, lane: str) -> AsyncIterator[LetGo]:
        """Begins when what came before it in the lane is done. What it gives is called before waiting for others:
        somebody else may work meanwhile."""
        before, mine = self._last.get(lane), asyncio.Event()
        self._last[lane] = mine
        try:
            if before is not None:
                await before.wait()
            let_go = await self._begin()
            try:
                yield let_go
            finally:
                let_go()
        finally:
            mine.set()
            if self._last.get(lane) is mine:
                del self._last[lane]

    async def _begin(self) -> LetGo:
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        now = asyncio.get_running_loop().time
        began, works = now(), True

        def let_go() -> None:
            nonlocal works
            if works:
                works = False
                self._free.release()
                self._each += LATELY * (now() - began - self._each)

        return let_go
