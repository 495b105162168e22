"""The benches: what they measure comes back as figures, drawn as a table or as JSON."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from adapters.terminal import json_lines
from adapters.terminal.benching_bad_input import bad_input_times
from adapters.terminal.demonstration import EVENING
from adapters.terminal.drawing import Drawn
from adapters.terminal.failing import Refusal
from adapters.terminal.paper import answers, table
from bot.program import Bellwether, SystemClock, open_bellwether
from bot.questions import Question
from bot.settings import DatabaseSettings, Settings
from knowledge.days import load_day_reader
from knowledge.days.scoring import score
from knowledge.library import Edition
from knowledge.matching.bench import run

STARTS = 5


def bench_matching(file: Path, *, as_json: bool) -> None:
    try:
        report = run(file)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise Refusal(f"{file} is no set of phrasings and questions: {error!r}") from None
    if as_json:
        json_lines.write(asdict(report))
    else:
        answers().write(Drawn(line) for line in report.lines())


def bench_days(file: Path, *, as_json: bool) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    try:
        found = asdict(score((json.loads(line) for line in lines if line.strip()), load_day_reader()))
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(f"{file} is no set of messages with days: {error!r}") from None
    failures = found.pop("failures")
    _tell(_flat(found) | {"failures": len(failures)}, as_json=as_json)


async def bench_answers(settings: Settings, *, as_json: bool) -> None:
    """On a SQLite file of its own with the knowledge that fills an empty database, asked as of one evening."""
    with TemporaryDirectory() as folder:
        own = settings.model_copy(update={"database": DatabaseSettings(url=f"sqlite:///{folder}/bench.db")})
        async with open_bellwether(own, clock=SystemClock(), opened_by="bellwether bench") as bellwether:
            times = [one async for one in _answer_times(bellwether)]
            at = EVENING.on_clock((await bellwether.district()).timezone)
            bad_input = await bad_input_times(bellwether, at=at)
        first = _start_to_answer(own.database.url, cache=Path(folder) / "cache")
        starts = [_start_to_answer(own.database.url, cache=Path(folder) / "cache") for _ in range(STARTS)]
    figures = {
        "questions": len(times),
        "answer_median_ms": round(median(times) * 1000, 2),
        "answer_p95_ms": round(quantiles(times, n=20)[-1] * 1000, 2),
        "start_to_answer_median_ms": round(median(starts) * 1000),
        "start_to_answer_worst_ms": round(max(starts) * 1000),
        "first_start_to_answer_ms": round(first * 1000),
        "memorypeak_mib": round(peak_mib(), 1),
        "bad_input_median_ms": bad_input,
    }
    _tell(figures if as_json else _flat(figures), as_json=as_json)


async def _answer_times(bellwether: Bellwether) -> AsyncIterator[float]:
    edition = await bellwether.library.edition()
    at = EVENING.on_clock(edition.district.timezone)
    for number, question in enumerate(_questions(edition, at)):
        began = time.perf_counter()
        await bellwether.answer(question)
        if number:  # the first one pays for what is read once
            yield time.perf_counter() - began


def _questions(edition: Edition, at: datetime) -> Iterator[Question]:
    """Every phrasing of every topic, with a day behind it so that none is found by being the very same."""
    for topic in edition.topics.values():
        for language, phrasings in topic.phrasings.items():
            for number, text in enumerate(phrasings):
                yield Question(f"{text} 3/23", at, person=f"{topic.slug} {language} {number}", language=language)


def _start_to_answer(address: str, *, cache: Path) -> float:
    """Of the whole process; the first one with an empty *cache* fills it."""
    command = [sys.executable, "-m", "adapters", "ask", "is there school on Wednesday?", "--at", "2022-03-22"]
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program and words
        command, env=_environment(address, cache), stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - began


def _environment(address: str, cache: Path) -> Mapping[str, str]:
    return {**os.environ, "BELLWETHER_DATABASE__URL": address, "BELLWETHER_CACHE": str(cache)}


def peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024  # bytes there, KiB elsewhere


def _flat(found: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in found.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {f"{prefix}{name}": value}
    return flat


def _tell(figures: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        json_lines.write(figures)
        return
    drawn = table("measured", "value")
    for name, value in figures.items():
        drawn.add_row(name, f"{value:g}" if isinstance(value, float) else str(value))
    answers().show(drawn)
