"""Keeping a platform running: it is started again after a while, unless trying again changes nothing."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.program import Clock

log = logging.getLogger(__name__)


class State(StrEnum):
    STARTING = "starting"
    UP = "up"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Backoff:
    """Between starts, doubling from *first* to *longest*, each up to half as long again by chance; from the beginning
    once it had been up for *healthy*."""

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=1)
    healthy: timedelta = timedelta(seconds=30)

    def wait(self, failures: int, chance: float) -> timedelta:
        doubled: timedelta = self.first * 2.0 ** min(failures - 1, 20)
        return min(self.longest, doubled) * (1 + chance / 2)


class Supervisor:
    """*final*: failures after which it is not started again; *expected*: those told in one line, without where they
    came from."""

    def __init__(
        self,
        name: str,
        clock: Clock,
        *,
        final: tuple[type[Exception], ...],
        expected: tuple[type[Exception], ...] = (),
        backoff: Backoff | None = None,
    ) -> None:
        self.name = name
        self.state = State.STARTING
        self._clock = clock
        self._final = final
        self._expected = expected
        self._backoff = backoff or Backoff()
        self._chance = random.Random()  # noqa: S311  spreads those that were thrown out together
        self._up_since: datetime | None = None
        self._failures = 0

    def is_up(self) -> None:
        self.state, self._up_since = State.UP, self._clock.now()

    async def keep(self, run: Callable[[], Awaitable[None]]) -> State:
        """Until it fails for good, ends by itself, or is cancelled."""
        try:
            while self.state in (State.STARTING, State.UP):
                await self._once(run)
        except asyncio.CancelledError:
            self.state = State.STOPPED
            raise
        return self.state

    async def _once(self, run: Callable[[], Awaitable[None]]) -> None:
        self.state, self._up_since = State.STARTING, None
        try:
            await run()
        except self._final as error:
            self.state = State.FAILED
            log.error("%s is off: %s", self.name, error)
        except Exception as error:
            await self._rest(error)
        else:
            self.state = State.STOPPED

    async def _rest(self, error: Exception) -> None:
        up_for = self._clock.now() - self._up_since if self._up_since else timedelta()
        self._failures = 1 if up_for >= self._backoff.healthy else self._failures + 1
        wait = self._backoff.wait(self._failures, self._chance.random())
        unexpected = None if isinstance(error, self._expected) else error
        told = "%s has ended and is started again in %.0f s: %s"
        log.warning(told, self.name, wait.total_seconds(), error, exc_info=unexpected)
        self.state, self._up_since = State.STARTING, None
        await self._clock.sleep(wait)
