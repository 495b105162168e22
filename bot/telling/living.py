"""Pages that stay up to date where they stand, each until something else stands there or it is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)

MOST = 50  # at a time; a further one stays as it was shown

Message = tuple[str, str]
"""A room, and the name of our message in it."""


class Living:
    def __init__(self) -> None:
        self._tasks: dict[Message, asyncio.Task[None]] = {}

    def begin(self, message: Message, work: Coroutine[Any, Any, None]) -> None:
        self.leave(message)
        if len(self._tasks) >= MOST:
            work.close()
            return
        self._tasks[message] = task = asyncio.create_task(_logged(work))
        task.add_done_callback(lambda done: self._ended(message, done))

    def leave(self, message: Message) -> None:
        """Something else takes its place."""
        if (task := self._tasks.pop(message, None)) is not None:
            task.cancel()

    async def end(self) -> None:
        tasks = [*self._tasks.values()]
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, message: Message, task: asyncio.Task[None]) -> None:
        if self._tasks.get(message) is task:
            del self._tasks[message]


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("a page is not kept up to date any more: %s", error)
