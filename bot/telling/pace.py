"""How fast messages leave: evenly, so many a second over a whole lane, and not two to one room within a second.

It lives in the process that holds the lane, and nowhere else: the lease is the right to the whole rate.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

ROOM_REST = 1.0  # seconds between two messages to one room
MOST_ROOMS = 10_000


class Pace:
    """*burst*: how many may leave at once after a rest. *now*: seconds on a clock that is never set."""

    def __init__(self, per_second: float, *, burst: int = 1, now: Callable[[], float] | None = None) -> None:
        self._interval = 1.0 / per_second
        self._burst = burst
        self._now = now or asyncio.get_running_loop().time
        self._next = 0.0
        self._silent_until = 0.0
        self._rooms: OrderedDict[str, float] = OrderedDict()

    async def turn(self) -> None:
        """Waits until the next message may leave."""
        now = self._now()
        earliest = max(self._next, now - (self._burst - 1) * self._interval)
        self._next = earliest + self._interval
        while (wait := max(earliest, self._silent_until) - self._now()) > 0:  # noqa: ASYNC110  silence may grow
            await asyncio.sleep(wait)

    def rest(self, seconds: float) -> None:
        """Nothing leaves for so long from now."""
        self._silent_until = max(self._silent_until, self._now() + seconds)
        self._next = max(self._next, self._silent_until)

    def rests(self) -> bool:
        return self._now() < self._silent_until

    def room_rests(self, place: str) -> float:
        """Seconds until the room may have its next; 0 counts as taken."""
        now = self._now()
        wait = self._rooms.get(place, 0.0) - now
        if wait > 0:
            return wait
        self._rooms[place] = now + ROOM_REST
        self._rooms.move_to_end(place)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        return 0.0
