"""What the bot called, and what shall happen to its calls: slow, held, refused, cut off before or after they worked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.telegram.double_refusals import Refused

Body = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """*refused*: Telegram's words; empty where it worked."""

    method: str
    given: Body
    refused: str = ""


@dataclass
class Mishap:
    """*times*: how often it still happens; *chat*: only to calls about it."""

    method: str
    times: int
    refused: Refused | None = None
    after: bool = False
    chat: int | None = None


class CutOff(Exception):
    """The connection ends here, without an answer."""


@dataclass
class Calls:
    """*latency*: seconds each call takes, half of it before it works; *open*: calls being dealt with, held ones and
    polls left out."""

    latency: float = 0.0
    made: list[Call] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    open: int = 0
    held: int = 0
    last: float = 0.0
    keeps: bool = True
    _mishaps: list[Mishap] = field(default_factory=list)
    _gates: dict[tuple[str, bool], asyncio.Event] = field(default_factory=dict)

    def of(self, method: str) -> list[Call]:
        return [one for one in self.made if one.method == method]

    def note(self, call: Call) -> None:
        self.counted[call.method] += 1
        if self.keeps and call.method != "getUpdates":
            self.made.append(call)

    def hold(self, method: str, *, after: bool = False) -> None:
        """Until released, calls wait: before they work, or *after* it with the answer still to be sent."""
        self._gates[method, after] = asyncio.Event()

    def release(self, method: str) -> None:
        for after in (False, True):
            if gate := self._gates.pop((method, after), None):
                gate.set()

    def refuse(self, method: str, refused: Refused, *, times: int = 1, chat: int | None = None) -> None:
        self._mishaps.append(Mishap(method, times, refused, chat=chat))

    def drop(self, method: str, *, after: bool = False, times: int = 1, chat: int | None = None) -> None:
        """Cuts the connection: before the call works, or *after* it did."""
        self._mishaps.append(Mishap(method, times, after=after, chat=chat))

    @asynccontextmanager
    async def passing(self, method: str, given: Body) -> AsyncIterator[None]:
        """Around the work of a call. Raises `Refused`, `CutOff`."""
        counts = method != "getUpdates"
        self.open += counts
        try:
            await self._delayed(counts)
            await self._gate(method, after=False)
            self._strike(method, given, after=False)
            yield
            await self._gate(method, after=True)
            self._strike(method, given, after=True)
            await self._delayed(counts)
        finally:
            self.open -= counts
            if counts:
                self.last = asyncio.get_running_loop().time()

    async def _delayed(self, counts: bool) -> None:
        if self.latency:
            await asyncio.sleep(self.latency / 2)

    async def _gate(self, method: str, *, after: bool) -> None:
        gate = self._gates.get((method, after))
        if gate is None:
            return
        self.held += 1
        try:
            await gate.wait()
        finally:
            self.held -= 1

    def _strike(self, method: str, given: Body, *, after: bool) -> None:
        for one in self._mishaps:
            about = one.chat is None or str(one.chat) == str(given.get("chat_id"))
            if one.method == method and one.after == after and one.times > 0 and about:
                one.times -= 1
                if one.refused is not None:
                    raise one.refused
                raise CutOff(method)
