"""How soon the bot responds on Discord where many ask at once, with the double and the bot in processes of their own.

``python -m tests.storms.discord_rate --people 200 --rounds 5`` prints the time from an interaction to its first
response (Discord gives three seconds) and how many options a second are completed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.storms.rounds import Figures, table
from tests.storms.serving import free_port
from tests.storms.telegram_rate import NOW, ROOT, cpu_seconds, say, texts

PATIENCE = 20.0  # seconds for the whole of a burst
TYPING = 50  # at once
TYPED = ("", "me", "bus", "pick", "deal", "clos")


@dataclass(frozen=True)
class Burst:
    """*seconds*: to the first response, of each; *cpu*: seconds of the bot's process."""

    seconds: tuple[float, ...]
    unacknowledged: int
    took: float
    cpu: float


class Remote:
    """The double in a process of its own."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self._session = url, session

    async def tell(self, name: str, /, **asked: Any) -> Any:
        async with self._session.post(f"{self.url}/control/{name}", json=asked) as response:
            told = await response.json()
            assert response.ok, told
            return told


@asynccontextmanager
async def remote_double() -> AsyncIterator[Remote]:
    named = ["-m", "tests.adapters.discord.double", "--port", str(free_port())]
    started = await asyncio.create_subprocess_exec(sys.executable, *named, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert started.stdout is not None
        url = (await started.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300)) as session:
            yield Remote(url, session)
    finally:
        started.kill()
        await started.wait()


@asynccontextmanager
async def bot_process(double: Remote, database: Path) -> AsyncIterator[int]:
    named = ["-m", "tests.storms.discord_bot", double.url, str(database), NOW]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    started = await asyncio.create_subprocess_exec(
        sys.executable, *named, cwd=ROOT, stdout=asyncio.subprocess.PIPE, env=environment
    )
    try:
        assert started.stdout is not None
        line = await started.stdout.readline()
        assert line == b"up\n", line
        yield started.pid
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


async def burst(double: Remote, process: int, people: Sequence[str], said: Sequence[str], place: int) -> Burst:
    """Everybody asks one question at the same moment."""
    uses = [
        {"who": who, "place": place, "command": "/ask", "options": {"question": text}}
        for who, text in zip(people, said, strict=True)
    ]
    spent, began = cpu_seconds(process), time.monotonic()
    seconds = await double.tell("burst", uses=uses, patience=PATIENCE)
    took, cpu = time.monotonic() - began, cpu_seconds(process) - spent
    late = sum(one is None or one > 3 for one in seconds)
    return Burst(tuple(one for one in seconds if one is not None), late, took, cpu)


async def completed(double: Remote, people: Sequence[str], place: int) -> tuple[float, int]:
    """Completions a second, and the fewest choices that any of them got."""
    types = [
        {"who": who, "place": place, "command": "/ask", "options": {"question": TYPED[number % len(TYPED)]}}
        for number, who in enumerate(people)
    ]
    began = time.monotonic()
    found = await double.tell("completions", types=types)
    return len(types) / (time.monotonic() - began), min(found)


async def measured(people: int, rounds: int) -> tuple[list[Burst], list[tuple[float, int]]]:
    said = texts()
    names = [f"Parent {number}" for number in range(people)]
    with tempfile.TemporaryDirectory(prefix="rate") as folder:
        async with remote_double() as double:
            server = await double.tell("guild", name="Parents", channels=["general"])
            place = server["channels"]["general"]
            for one in names:
                await double.tell("member", name=one)
            async with bot_process(double, Path(folder) / "bellwether.db") as process:
                await burst(double, process, names[:10], said[:10], place)
                found = []
                for number in range(rounds):
                    turned = [said[(number * people + each) % len(said)] for each in range(people)]
                    found.append(await burst(double, process, names, turned, place))
                typed = [await completed(double, names[:TYPING], place) for _ in range(rounds)]
            state = await double.tell("state")
        shutil.rmtree(folder, ignore_errors=True)
    assert not state["complaints"], state["complaints"]
    return found, typed


def summary(found: Sequence[Burst]) -> list[Figures]:
    rows: list[Figures] = []
    for number, one in enumerate(found, 1):
        spread = statistics.quantiles(one.seconds, n=100, method="inclusive")
        rows.append(
            {
                "round": number,
                "asked": len(one.seconds),
                "median ms": f"{statistics.median(one.seconds) * 1000:.0f}",
                "99th ms": f"{spread[98] * 1000:.0f}",
                "longest ms": f"{max(one.seconds) * 1000:.0f}",
                "after 3 s": one.unacknowledged,
                "a second": f"{len(one.seconds) / one.took:.0f}",
                "CPU ms each": f"{one.cpu / len(one.seconds) * 1000:.1f}",
            }
        )
    return rows


def main() -> None:
    asked = argparse.ArgumentParser(description="How soon the bot responds on Discord where many ask at once.")
    for name, usual in (("people", 200), ("rounds", 5)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    found, typed = asyncio.run(measured(given.people, given.rounds))
    say(table(summary(found)))
    say("completions a second: " + ", ".join(f"{rate:.0f}" for rate, _ in typed))


if __name__ == "__main__":
    main()
