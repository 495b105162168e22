"""How fast the bot answers on Telegram, beside bots that only say back what they hear, in turns on the same double.

``python -m tests.storms.telegram_rate --rounds 3`` prints questions a second and CPU milliseconds of the bot's process
for each question, without and with 30 ms for every call of the Bot API; both where everybody asks something else, and
where they ask as families do, most of them the same few things.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count, cycle, islice, product
from pathlib import Path
from random import Random

from tests.adapters.telegram.double_remote import RemoteDouble, remote_double
from tests.storms.rounds import SEED, Figures, table
from tests.storms.telegram_bots import KINDS

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "quality" / "questions.jsonl"
NOW = "2022-03-22T09:00:00-07:00"
LATENCIES = (0.0, 0.03)
MIXES = (False, True)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """*chats* ask at once, each as many questions as come to it; *warm*: asked before anything is measured. *alike*:
    many in the very same words, else no two as long as there are others."""

    chats: int = 200
    questions: int = 1000
    warm: int = 40
    alike: bool = False

    @property
    def name(self) -> str:
        return "as families ask" if self.alike else "all different"

    def texts(self) -> list[str]:
        """To be measured. Which is asked how often falls as its rank rises: the second half as often as the first, the
        third a third; which those are is drawn, and not by what is known of any."""
        said = texts()
        if not self.alike:
            return list(islice(cycle(said[self.warm :] + said[: self.warm]), self.questions))
        return self._drawn(self.questions, "measured")

    def warming(self) -> list[str]:
        return self._drawn(self.warm, "warm") if self.alike else texts()[: self.warm]

    def _drawn(self, number: int, what: str) -> list[str]:
        ranked = texts()
        Random(f"{SEED} ranks").shuffle(ranked)
        often = [1 / rank for rank, _ in enumerate(ranked, 1)]
        return Random(f"{SEED} {what}").choices(ranked, often, k=number)


@dataclass(frozen=True)
class Rate:
    kind: str
    asked: str
    latency: float
    per_second: float
    cpu: float
    answered: int


def texts() -> list[str]:
    """Of the questions that need nothing said before them, each once."""
    cases = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(one["text"] for one in cases if not one["context"]))


def cpu_seconds(process: int) -> float:
    """Of the process with all its threads."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


@asynccontextmanager
async def bot_process(kind: str, double: RemoteDouble, database: Path) -> AsyncIterator[int]:
    named = ["-m", "tests.storms.telegram_bots", kind, double.url, str(database), NOW]
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


def asked_by(people: Sequence[int], said: Sequence[str], number: int) -> list[dict[str, object]]:
    """*number* questions, each person's turn after the other's."""
    pairs = islice(zip(cycle(people), cycle(said)), number)
    return [{"person": person, "text": text} for person, text in pairs]


async def measured(double: RemoteDouble, kind: str, database: Path, *, load: Load, latency: float) -> Rate:
    """One bot, from before all is asked until the last answer is there."""
    first = (await double.state())["sent"]
    newcomers = count(1_000_000 + 10 * first)
    people, warming = ([next(newcomers) for _ in range(number)] for number in (load.chats, load.warm))
    async with bot_process(kind, double, database) as process:
        await double.tell("set", latency=0.0)
        await double.say(asked_by(warming, load.warming(), load.warm))
        await double.until(lambda state: state["sent"] >= first + load.warm)
        await double.tell("set", latency=latency)
        spent, began = cpu_seconds(process), time.monotonic()
        await double.say(asked_by(people, load.texts(), load.questions))
        wanted = first + load.warm + load.questions
        await double.until(lambda state: state["sent"] >= wanted and not state["in_flight"], within=300)
        took, used = time.monotonic() - began, cpu_seconds(process) - spent
    sent = await double.sent(first + load.warm)
    answered = len({one["chat"] for one in sent})
    assert answered == min(load.chats, load.questions), "somebody was not answered"
    return Rate(kind, load.name, latency, load.questions / took, used / load.questions * 1000, len(sent))


async def compared(
    rounds: int, *, load: Load, latencies: Sequence[float] = LATENCIES, mixes: Sequence[bool] = MIXES
) -> list[Rate]:
    """In turns, so that whatever else the machine does falls on all alike. *mixes*: whether they ask alike."""
    found: list[Rate] = []
    with tempfile.TemporaryDirectory(prefix="rate") as folder:
        filled = Path(folder) / "filled.db"
        async with remote_double() as double:
            await double.tell("set", keeps=False, now=NOW)
            async with bot_process("echo", double, filled):
                pass
            for number in range(rounds):
                for latency, alike, kind in product(latencies, mixes, KINDS):
                    database = Path(shutil.copy(filled, Path(folder) / f"{number}-{latency}-{alike}-{kind}.db"))
                    asked = replace(load, alike=alike)
                    found.append(await measured(double, kind, database, load=asked, latency=latency))
                    say(f"{number + 1}: {found[-1]}")
            assert not (await double.state())["complaints"]
    return found


def summary(found: Sequence[Rate]) -> list[Figures]:
    """Medians, and the part of each echo's rate that the product reaches."""
    rows: list[Figures] = []
    for latency, asked in sorted({(one.latency, one.asked) for one in found}):
        these = [one for one in found if (one.latency, one.asked) == (latency, asked)]
        middle = {kind: _middle([one for one in these if one.kind == kind]) for kind in KINDS}
        for kind, (rate, cpu) in middle.items():
            rows.append(
                {
                    "questions": asked,
                    "API ms": f"{latency * 1000:.0f}",
                    "bot": kind,
                    "a second": f"{rate:.0f}",
                    "CPU ms each": f"{cpu:.2f}",
                    "bellwether to it": f"{middle['bellwether'][0] / rate:.2f}",
                }
            )
    return rows


def _middle(some: Sequence[Rate]) -> tuple[float, float]:
    return statistics.median(one.per_second for one in some), statistics.median(one.cpu for one in some)


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - what it is for


def main() -> None:
    asked = argparse.ArgumentParser(description="How fast the bot answers on Telegram, beside bots that only echo.")
    for name, usual in (("rounds", 3), ("questions", 1000), ("chats", 200)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    load = Load(chats=given.chats, questions=given.questions)
    alike = replace(load, alike=True).texts()
    say(f"{load.questions} questions, {load.chats} chats, {given.rounds} rounds")
    say(f"all different: {len(set(load.texts()))}, in turn; as families ask: {len(set(alike))}, frequency by 1/rank")
    say(table(summary(asyncio.run(compared(given.rounds, load=load)))))


if __name__ == "__main__":
    main()
