"""What can go wrong with a REST call, on demand: held, slow, refused, cut off before or after its effect."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice

from aiohttp import web

from tests.adapters.discord.refusals import Refusal


@dataclass(eq=False)
class Fault:
    """*path*: below /api/v10, with * for any part; *times*: how often, None for always."""

    method: str
    path: str
    times: int | None = 1
    seconds: float = 0
    refusal: Refusal | None = None
    cut: bool = False
    after: bool = False
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hit: int = 0

    def takes(self, method: str, path: str) -> bool:
        if self.method not in (method, "*") or not fnmatchcase(path, self.path):
            return False
        if self.times is not None and self.hit >= self.times:
            return False
        self.hit += 1
        return True

    def release(self) -> None:
        assert self.gate is not None
        self.times = self.hit
        self.gate.set()

    async def befall(self, request: web.Request) -> None:
        self.arrived.set()
        if self.gate:
            await self.gate.wait()
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.cut:
            cut_off(request)
        if self.refusal:
            raise self.refusal


class CutOff(Exception):
    """The caller is gone; there is nobody to answer."""


def cut_off(request: web.Request) -> None:
    """A reset, not an orderly end."""
    transport = request.transport
    if transport:
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    raise CutOff


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def matching(self, method: str, path: str) -> list[Fault]:
        """All that are there for good, and the first of those that happen so many times."""
        lasting = [one for one in self._faults if one.times is None and one.takes(method, path)]
        counted = (one for one in self._faults if one.times is not None and one.takes(method, path))
        return [*lasting, *islice(counted, 1)]

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        for one in self._faults:
            if one.gate:
                one.gate.set()
        self._faults.clear()

    def hold(self, method: str, path: str, *, times: int | None = 1) -> Fault:
        """Calls wait until `release()`; `arrived` tells that one came."""
        return self.add(Fault(method, path, times=times, gate=asyncio.Event()))

    def delay(self, method: str, path: str, seconds: float, *, times: int | None = None) -> Fault:
        return self.add(Fault(method, path, times=times, seconds=seconds))

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        *,
        code: int = 0,
        message: str = "",
        times: int | None = 1,
        after: bool = False,
    ) -> Fault:
        """*after*: what was asked for happens, and yet the answer is an error."""
        refusal = Refusal(status, code, message or f"{status}: asked for by the test")
        return self.add(Fault(method, path, times=times, refusal=refusal, after=after))

    def cut(self, method: str, path: str, *, times: int | None = 1, after: bool = False) -> Fault:
        """The connection is reset, before or after the effect."""
        return self.add(Fault(method, path, times=times, cut=True, after=after))

    def limit(self, method: str, path: str, retry_after: float, *, whole: bool = False, times: int | None = 1) -> Fault:
        """429; *whole*: for all of the bot's calls."""
        return self.add(Fault(method, path, times=times, refusal=too_many(retry_after, whole=whole)))


def too_many(retry_after: float, *, whole: bool = False) -> Refusal:
    headers = {"Retry-After": str(max(1, round(retry_after))), "Via": "1.1 google"}
    headers |= {"X-RateLimit-Global": "true"} if whole else {}
    headers["X-RateLimit-Scope"] = "global" if whole else "user"
    more = {"retry_after": retry_after, "global": whole}
    return Refusal(429, 0, "You are being rate limited.", more=more, headers=headers)
