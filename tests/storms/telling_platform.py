"""A platform that takes messages over a socket and counts them: slow, strict or away as it is told. What a sender tells
it, line by line: what it sends and when, and when it heard that it should be silent.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 300.0  # seconds after which something that should come to be is given up; the machine may be busy


@dataclass(frozen=True)
class Taken:
    """A message that arrived. *sent*: when the sender let it go, *came*: when it was here, both on the clock of all
    processes."""

    process: int
    delivery: int
    place: str
    text: str
    sent: float
    came: float


@dataclass
class Platform:
    """*latency*: seconds from taking a message to saying so; *limit*: messages a second, else it asks for silence of
    *rest* seconds; *silences*: from when a sender heard of it to its end."""

    latency: float = 0.05
    limit: float | None = None
    rest: float = 1.0
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    tried: list[float] = field(default_factory=list)
    silences: list[tuple[float, float]] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0
    _next: float = 0.0
    _silent: float = 0.0

    def times(self) -> Counter[str]:
        """How often each place was reached."""
        return Counter(one.place for one in self.taken)

    def broken_silences(self) -> int:
        """Messages let go after their sender, or one before it, had heard that it should be silent."""
        return sum(any(heard < sent < end for heard, end in self.silences) for sent in self.tried)

    async def until(self, come: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not come():  # noqa: ASYNC110  what senders do in processes of their own
                await asyncio.sleep(0.01)

    async def hear(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        answers: set[asyncio.Task[None]] = set()
        with suppress(ConnectionError):
            while line := await reading.readline():
                if not line.endswith(b"\n"):
                    break  # it was killed in the middle of a word
                said = json.loads(line)
                if "heard" in said:
                    self.silences.append((said["heard"], said["until"]))
                    continue
                task = asyncio.create_task(self._answer(said, writing))
                answers.add(task)
                task.add_done_callback(answers.discard)
        for one in answers:
            one.cancel()
        self.unanswered -= len(answers)
        writing.close()

    async def _answer(self, said: dict[str, Any], writing: asyncio.StreamWriter) -> None:
        self.unanswered += 1
        now = time.monotonic()
        self.tried.append(said["sent"])
        answer: dict[str, Any] = {"id": said["id"]}
        if now < self._silent or self._is_too_fast(now):
            self.asked += 1
            self._silent = max(self._silent, now + self.rest)
            answer["rest"] = self._silent - now
        else:
            numbers = (said["process"], said["delivery"])
            self.taken.append(Taken(*numbers, said["place"], said["text"], sent=said["sent"], came=now))
            await asyncio.sleep(self.latency)
        with suppress(ConnectionError):
            writing.write(json.dumps(answer).encode() + b"\n")
            await writing.drain()
        self.unanswered -= 1

    def _is_too_fast(self, now: float) -> bool:
        if self.limit is None:
            return False
        earliest = max(self._next, now - 0.1)
        if earliest > now + 0.1:
            return True
        self._next = earliest + 1 / self.limit
        return False


@asynccontextmanager
async def open_platform(**how: Any) -> AsyncIterator[Platform]:
    platform = Platform(**how)
    server = await asyncio.start_server(platform.hear, "127.0.0.1", 0)
    platform.port = server.sockets[0].getsockname()[1]
    try:
        yield platform
    finally:
        server.close()
        await server.wait_closed()
