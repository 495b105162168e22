"""What is still under way between people and the bot, and waiting until nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.adapters.telegram.double_calls import Calls
from tests.adapters.telegram.double_rooms import Pressed, Room, Typed
from tests.adapters.telegram.double_updates import Update, Updates

QUIET = 0.25  # seconds without a call, where nobody says whether the bot still has something to do
LOOK_AGAIN = 0.005
CALM = 3  # looks in a row at which nothing was under way


class Underway:
    """*watchers*: who says whether the bot is still busy; *queries_last*: seconds in which a press or an inline query
    can be answered; *unanswered*: messages of private chats given to the bot, by update."""

    def __init__(self) -> None:
        self.updates = Updates(on_given=self._given)
        self.calls = Calls()
        self.watchers: list[Callable[[], Awaitable[bool]]] = []
        self.queries_last = 15.0
        self.pressed: dict[str, Pressed] = {}
        self.typed: dict[str, Typed] = {}
        self.unanswered: dict[int, tuple[Room, int]] = {}
        self.asked_in: dict[int, tuple[Room, int]] = {}

    def _given(self, update: Update) -> None:
        about = self.asked_in.pop(update.number, None)
        if about is not None:
            self.unanswered[update.number] = about

    def answers(self, room: Room, quoting: int | None) -> None:
        """What it quotes is answered, else the oldest question of the room."""
        there = {number: message for number, (one, message) in self.unanswered.items() if one is room}
        quoted = [number for number, message in there.items() if message == quoting]
        for number in (quoted or sorted(there))[:1]:
            del self.unanswered[number]

    @property
    def in_flight(self) -> int:
        """Messages of private chats given to the bot that it has not answered."""
        return len(self.unanswered)

    def waiting(self) -> list[str]:
        """What is still under way, in words; empty when there is nothing."""
        asked: list[Pressed | Typed] = [*self.pressed.values(), *self.typed.values()]
        queries = [one for one in asked if not one.answered]
        open_queries = [one for one in queries if not self.too_late(one.asked_at)]
        told = {"updates": len(self.updates.pending), "calls": self.calls.open, "presses": len(open_queries)}
        return [f"{number} {name}" for name, number in told.items() if number]

    async def settled(self, *, within: float = 60.0) -> None:
        """Until nothing is pending and the bot has nothing left to do; raises `TimeoutError` with what there is."""
        loop = asyncio.get_running_loop()
        until, calm = loop.time() + within, 0
        while calm < CALM:
            busy = self.waiting() or (["the bot"] if await self._busy() else [])
            calm = 0 if busy else calm + 1
            if loop.time() > until:
                raise TimeoutError(f"still under way: {', '.join(busy)}")
            await asyncio.sleep(LOOK_AGAIN)

    async def _busy(self) -> bool:
        if not self.watchers:
            return asyncio.get_running_loop().time() < self.calls.last + QUIET
        return any([await one() for one in self.watchers])

    async def until(self, so: Callable[[], object], *, within: float = 60.0) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not so():
            if loop.time() > end:
                raise TimeoutError("it never came to be")
            await asyncio.sleep(LOOK_AGAIN)

    def too_late(self, asked_at: float) -> bool:
        return asyncio.get_running_loop().time() > asked_at + self.queries_last
