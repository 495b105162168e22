"""What comes one by one, written in lots: while one lot is being written, the next one gathers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Gathering(Generic[T]):
    """*write* gets a lot in the order in which it came; what it raises, everybody of the lot gets."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._lot: list[T] = []
        self._written: asyncio.Future[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def add(self, *some: T) -> None:
        """Returns when they are written."""
        await asyncio.shield(self.put(*some))

    def put(self, *some: T) -> asyncio.Future[None]:
        self._lot.extend(some)
        if self._written is None:
            self._written = asyncio.get_running_loop().create_future()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return self._written

    async def flush(self) -> None:
        if self._writing is not None:
            await asyncio.wait([self._writing])

    async def _write_all(self) -> None:
        try:
            while self._written is not None:
                lot, written = self._lot, self._written
                self._lot, self._written = [], None
                await self._write_lot(lot, written)
        finally:
            self._writing = None

    async def _write_lot(self, lot: Sequence[T], written: asyncio.Future[None]) -> None:
        try:
            await self._write(lot)
        except Exception as error:
            written.set_exception(error)
            written.exception()  # whoever only puts something in does not look
        else:
            written.set_result(None)
