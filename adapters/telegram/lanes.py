"""The order in which updates are dealt with: one after the other within a room, and no room waits for another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from adapters.telegram.updates import lane_of

AT_ONCE = 256
UNLIMITED = 2**31  # the library's own limit counts those that wait for their room as well


class PerRoom(BaseUpdateProcessor):
    """*at_once*: how many are dealt with at the same time, over all rooms."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(UNLIMITED)
        self._places = asyncio.Semaphore(at_once)
        self._last: dict[str, asyncio.Future[None]] = {}
        self._begun: set[asyncio.Task[object]] = set()
        self._closing = False

    async def initialize(self) -> None:
        self._closing = False

    async def shutdown(self) -> None:
        """Nothing is held here."""

    @property
    def begun(self) -> int:
        return len(self._begun)

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        lane = lane_of(update) if isinstance(update, Update) else ""
        before, mine = self._last.get(lane), asyncio.get_running_loop().create_future()
        self._last[lane] = mine
        try:
            if before is not None:
                await asyncio.shield(before)
            async with self._places:
                await self._begin(coroutine)
        finally:
            mine.set_result(None)
            if self._last.get(lane) is mine:
                del self._last[lane]

    async def drain(self, seconds: float) -> None:
        """Begins nothing any more, waits for what has begun, and breaks off what takes longer."""
        self._closing = True
        begun = set(self._begun)
        if begun:
            _, still = await asyncio.wait(begun, timeout=seconds)
            for one in still:
                one.cancel()
            if still:
                await asyncio.wait(still)

    async def _begin(self, coroutine: Awaitable[object]) -> None:
        if self._closing:
            _leave(coroutine)
            return
        # A task of its own, so that breaking it off does not break off the library's.
        task: asyncio.Task[object] = asyncio.ensure_future(coroutine)
        self._begun.add(task)
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            self._begun.discard(task)
        if not task.cancelled():
            task.result()


def _leave(coroutine: Awaitable[object]) -> None:
    if isinstance(coroutine, Coroutine):
        coroutine.close()
