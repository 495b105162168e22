"""How fast messages leave: evenly, so many a second over a whole lane, and not two close together to one room.

It lives in the process that holds the lane, and nowhere else: the lease is the right to the whole rate.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

ROOM_REST = 1.0  # seconds between two messages to one room
CROWDED_REST = 3.0  # where others read along: Telegram takes 20 a minute there
MOST_ROOMS = 10_000
SLACK = 0.2  # seconds of delay that are made up for: a sleep is longer than it was asked to be, and a machine busy


def steady() -> float:
    """Seconds on a clock that nobody sets; it goes on while the machine is suspended, where there is such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Pace:
    """*now*: seconds on a clock that is never set. After a pause it begins anew, without a rush. What was late is made
    up for only as far as no more leave within a second than may, or, where less than one a second may, within the span
    in which one may."""

    def __init__(
        self,
        per_second: float,
        *,
        now: Callable[[], float] = steady,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.per_second = per_second
        self._interval = 1.0 / per_second
        self._now = now
        self._sleep = sleep
        self._next = 0.0
        self._most = max(1, int(per_second))  # within a span of about a second
        self._span = self._most * self._interval
        self._left: deque[float] = deque(maxlen=2 * self._most)  # more than count: turns are given back
        self._silent_until = 0.0
        self._rooms: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def turn(self) -> None:
        """Waits until the next message may leave, or until silence begins."""
        now = self._now()
        due = self._next if self._next >= now - SLACK else now
        self._next = due + self._interval
        earliest = due
        if len(self._left) >= self._most:
            earliest = max(due, self._left[-self._most] + self._span)
        self._left.append(max(earliest, now))
        while (wait := earliest - self._now()) > 0 and not self.rests():  # silence may begin
            await self._sleep(min(wait, 1.0))

    def give_turn_back(self) -> None:
        """Nothing was sent in it."""
        self._next -= self._interval
        self._left.pop()

    def rest(self, seconds: float) -> None:
        """Nothing leaves for so long from now."""
        self._silent_until = max(self._silent_until, self._now() + seconds)
        self._next = max(self._next, self._silent_until)

    def rests(self) -> bool:
        return self._now() < self._silent_until

    def room_rests(self, place: str, *, since: float) -> float:
        """Seconds until the room may have its next. What was read *since* says nothing of a room that had something
        after it, or so shortly before it that it was not noted yet."""
        if place not in self._rooms:
            return 0.0
        free, had = self._rooms[place]
        return max(free - self._now(), ROOM_REST if had + ROOM_REST >= since else 0.0)

    def room_had(self, place: str, *, crowded: bool) -> None:
        """It has just been sent something, or something has just arrived there."""
        now = self._now()
        self._rooms[place] = now + (CROWDED_REST if crowded else ROOM_REST), now
        self._rooms.move_to_end(place)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
