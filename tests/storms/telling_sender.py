"""Processes that send what waits in a database, each begun by a line of JSON: ``python -m tests.storms.telling_sender``
forks one for each, so that a start costs next to nothing, says its number, and the status of each that ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from bot import event_loop
from bot.channels import NotSent, SlowDown
from bot.questions import Line, LineKind, Outcome, Passage, Reply
from bot.settings import TellingSettings
from bot.telling.courier import Courier
from bot.telling.in_flight import Worded
from knowledge.database import Database
from knowledge.due import Due
from knowledge.edition import Edition
from tests.sacramento import DISTRICT


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class District:
    """All that the courier itself asks of a library."""

    async def edition(self) -> Edition:
        return SimpleNamespace(district=DISTRICT)  # type: ignore[return-value]


async def in_its_words(due: Due) -> Worded:
    if due.words is None:
        return Worded(None)
    return Worded(Reply(Outcome.ANSWER, "en", (Passage((Line(LineKind.HEADLINE, due.words.words["en"]),)),)))


@dataclass
class Wire:
    """A channel to a platform that counts."""

    port: int
    platform: str = "telegram"
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=count)
    _line: asyncio.StreamWriter | None = None
    _hearing: asyncio.Task[None] | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, place: str, reply: Reply) -> str:
        line, number = await self._opened(), next(self._numbers)
        answered = self._waiting[number] = asyncio.get_running_loop().create_future()
        said = {"id": number, "place": place, "delivery": reply.delivery, "text": reply.text}
        self._say(line, {**said, "process": os.getpid(), "sent": time.monotonic()})
        answer = await answered
        if "rest" in answer:
            now = time.monotonic()
            self._say(line, {"heard": now, "until": now + answer["rest"] - 0.02})
            raise SlowDown(timedelta(seconds=answer["rest"]))
        return str(number)

    @staticmethod
    def _say(line: asyncio.StreamWriter, said: dict[str, Any]) -> None:
        line.write(json.dumps(said).encode() + b"\n")

    async def _opened(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._line is None:
                try:
                    reading, self._line = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError as error:
                    raise NotSent(str(error)) from error
                self._hearing = asyncio.create_task(self._hear(reading))
            return self._line

    async def _hear(self, reading: asyncio.StreamReader) -> None:
        while line := await reading.readline():
            answer = json.loads(line)
            self._waiting.pop(answer["id"]).set_result(answer)


async def keep_sending(address: str, port: int, rate: float, lease: float) -> None:
    settings = TellingSettings(telegram_per_second=rate, telegram_paid=True, quiet_hours="off")
    async with Database.open(address) as database:
        library: Any = District()
        lasts = timedelta(seconds=lease)
        courier = Courier(database, library, in_its_words, settings, SystemClock(), lease=lasts)
        task = asyncio.create_task(courier.keep(Wire(port)))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        dying = asyncio.create_task(die_with(os.getppid()))
        with suppress(asyncio.CancelledError):
            await task
        dying.cancel()


async def die_with(parent: int) -> None:
    """Nobody is left to count."""
    while os.getppid() == parent:  # noqa: ASYNC110  which nothing tells
        await asyncio.sleep(1)
    os._exit(1)


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def tell_the_dead(*_: object) -> None:
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            say("ended", ended[0], os.waitstatus_to_exitcode(ended[1]))


def main() -> None:
    signal.signal(signal.SIGCHLD, tell_the_dead)
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        process = os.fork()
        if not process:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            status = 1
            try:
                event_loop.run(keep_sending(**asked))
                status = 0
            except BaseException as error:
                sys.stderr.write(f"{error!r}\n")
            finally:
                sys.stderr.flush()
                os._exit(status)
        say("began", process)


if __name__ == "__main__":
    main()
