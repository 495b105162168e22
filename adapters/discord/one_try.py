"""One try of a call: what the library would wait out or try again by itself is told at once to whoever asks for that.

All else that goes over the same client goes on as the library does it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import aiohttp
import discord

TOO_MANY = 429
NO_HEADER = 60.0  # seconds of rest where a refusal does not say how long


class TooMany(discord.RateLimited):
    """*shared*: what several bots may send to one room together; no fault of ours, and other rooms are open."""

    def __init__(self, rest: float, *, shared: bool) -> None:
        super().__init__(rest)
        self.shared = shared


class OneTry:
    """*trace*: the library shows it each answer before it looks at it itself."""

    def __init__(self) -> None:
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._answered)
        self._trying: set[asyncio.Task[Any] | None] = set()

    @contextmanager
    def here(self) -> Iterator[None]:
        """What this task calls within is tried once. Raises `TooMany` and `discord.DiscordServerError`."""
        task = asyncio.current_task()
        self._trying.add(task)
        try:
            yield
        finally:
            self._trying.discard(task)

    async def _answered(self, _: object, __: object, told: aiohttp.TraceRequestEndParams) -> None:
        response = told.response
        if asyncio.current_task() not in self._trying or (response.status != TOO_MANY and response.status < 500):
            return
        body = await response.read()  # which gives the connection back
        if response.status == TOO_MANY:
            shared = response.headers.get("X-RateLimit-Scope") == "shared"
            raise TooMany(_rest(body, response.headers.get("Retry-After", "")), shared=shared)
        raise discord.DiscordServerError(response, None)


def _rest(body: bytes, header: str) -> float:
    """Seconds; whoever is shut out before Discord reads the call gets no JSON."""
    with suppress(ValueError, KeyError, TypeError):
        return float(json.loads(body)["retry_after"])
    with suppress(ValueError):
        return float(header)
    return NO_HEADER
