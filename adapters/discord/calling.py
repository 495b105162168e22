"""Calls to Discord, made until they have come through: what is safe to repeat is repeated, what is refused is told.

The library waits out 429 and tries some errors of the server again; a connection that was cut is left to us.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import discord
from aiohttp import ClientConnectorError, ClientError

from adapters.discord.failures import Unsent

T = TypeVar("T")
log = logging.getLogger(__name__)

Call = Callable[[], Awaitable[T]]

BROKEN = (ClientError, OSError, TimeoutError, discord.DiscordServerError)
AWAY = (*BROKEN, discord.DiscordException)
TELL_AT_LENGTH = ("discord.client", "discord.gateway", "discord.shard")
LONGEST_CALL = 60.0  # seconds; the library itself waits five minutes for an answer


@dataclass(frozen=True)
class Patience:
    """Seconds between tries, doubling from *first* to *longest*."""

    first: float = 0.5
    longest: float = 30.0
    tries: int = 8

    def wait(self, trial: int) -> float:
        return min(self.longest, self.first * 2.0 ** min(trial, 20))


async def brought(call: Call[T], patience: Patience, *, repeatable: bool, longest: float = LONGEST_CALL) -> T:
    """*repeatable*: it does nothing more when it is made twice; else it is made once more where nobody knows whether it
    came through. Raises `Unsent`, and what Discord refuses."""
    in_doubt = 0
    for trial in range(patience.tries):
        try:
            async with asyncio.timeout(longest):
                return await call()
        except discord.RateLimited as error:
            raise Unsent(f"Discord asks for {error.retry_after:.0f} s of rest") from error
        except BROKEN as error:
            in_doubt += not isinstance(error, ClientConnectorError)
            if in_doubt > 1 and not repeatable:
                raise Unsent(f"nobody knows whether it arrived: {told(error)}") from None
            log.log(logging.WARNING if trial == 0 else logging.DEBUG, "not delivered, tried again: %s", told(error))
            await asyncio.sleep(patience.wait(trial))
    raise Unsent("Discord could not be reached for too long")


def told(error: Exception) -> str:
    """Without addresses: those of interactions carry their token."""
    if isinstance(error, discord.HTTPException):
        return f"{error.status} {error.text} ({error.code})"
    return type(error).__name__


class Briefly(logging.Filter):
    """Of a connection that broke the library tells one line, not where in it that was noticed."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, AWAY):
            record.msg, record.args, record.exc_info = f"{record.getMessage()} ({told(error)})", (), None
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True


@contextmanager
def told_briefly() -> Iterator[None]:
    filtering, loggers = Briefly(), [logging.getLogger(name) for name in TELL_AT_LENGTH]
    for one in loggers:
        one.addFilter(filtering)
    try:
        yield
    finally:
        for one in loggers:
            one.removeFilter(filtering)
