"""How long an editor's evening takes: preview, publish, the first answer with it, trying, gaps, and the files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from adapters.terminal import json_lines
from adapters.terminal.demonstration import EVENING
from adapters.terminal.failing import Refusal
from adapters.terminal.large_sets import Size, large_set
from adapters.terminal.paper import answers, remarks, table
from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, SystemClock, open_bellwether
from bot.questions import Question, Reply
from bot.settings import DatabaseSettings, Settings
from knowledge.curated_set import CuratedSet
from knowledge.files import read_folder, write_folder
from knowledge.opening import read_base

ROUNDS = 7
EDITOR = Who("terminal:bench", "terminal", granted=Role.OWNER)
STATUSES = ("closed", "open")
MISSED = ("is the planetarium open", "can we bring the dog", "who feeds the fish", "where is the lost mitten")
MISSED_BY = 100  # families, each asking all of them


@dataclass
class Stopwatch:
    """Seconds by what was measured, each as often as it was."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds.setdefault(name, []).append(time.perf_counter() - began)

    async def of(self, name: str, work: Awaitable[Page]) -> Page:
        with self.measure(name):
            page = await work
        if page.kind in (PageKind.REFUSED, PageKind.FORM):
            told = "; ".join([page.title, *page.lines, *(one.words for one in page.problems)])
            raise Refusal(f"{name} cannot be measured: {told}")
        return page


async def bench_publishing(settings: Settings, *, as_json: bool, shipped_only: bool) -> None:
    base = read_base(settings.knowledge)
    if base.district is None:
        raise Refusal("there is no district to measure with")
    at = EVENING.on_clock(base.district.timezone)
    sets = {"as it comes": base}
    if not shipped_only:
        sets["large"] = large_set(base, Size(), published=at - timedelta(days=1))
    figures = {}
    for name, curated in sets.items():
        remarks().say(f"Measuring {name}: {_sizes(curated)} …", "dim")
        figures[name] = {**_counts(curated), **await _measured(settings, curated, at)}
    _tell(figures, as_json=as_json)


async def _measured(settings: Settings, curated: CuratedSet, at: datetime) -> Mapping[str, float]:
    """Milliseconds: the median, and of what was measured several times the worst."""
    watch = Stopwatch()
    with TemporaryDirectory() as folder:
        with watch.measure("export, the files alone"):
            await asyncio.to_thread(write_folder, curated, Path(folder) / "files")
        with watch.measure("load, reading the files"):
            await asyncio.to_thread(read_folder, Path(folder) / "files")
        own = settings.model_copy(
            update={
                "database": DatabaseSettings(url=f"sqlite:///{folder}/bench.db"),
                "knowledge": Path(folder) / "files",
                "cache": Path("off"),
            }
        )
        with watch.measure("load into a new database and start"):
            opening = open_bellwether(own, clock=SystemClock(), opened_by="bellwether bench")
            bellwether = await opening.__aenter__()
        try:
            await _evening(bellwether, watch, at)
        finally:
            await opening.__aexit__(None, None, None)
    return {name: value for name, seconds in watch.seconds.items() for name, value in _figures(name, seconds)}


async def _evening(bellwether: Bellwether, watch: Stopwatch, at: datetime) -> None:
    desk = bellwether.desk
    await _families_ask(bellwether, at)
    for one in range(ROUNDS):
        now = at + timedelta(minutes=10 + one)
        values = {"status": STATUSES[one % 2], "day": "2022-03-23"}
        status = Invocation("status", EDITOR, now, values=values)
        preview = await watch.of("status, preview", desk.do(status))
        began = time.perf_counter()
        done = await watch.of("status, publish", desk.do(preview.offers[0].invocation))
        reply = await _asks(bellwether, "are schools closed Wednesday?", now, person=f"after {one}")
        watch.seconds.setdefault("publish to first answer", []).append(time.perf_counter() - began)
        if reply.status != values["status"] or done.kind is not PageKind.DONE:
            raise Refusal(f"the first answer after publishing says {reply.status}, not {values['status']}")
        trying = Invocation("try", EDITOR, now, values={"question": "will there be lunch on Thursday?"})
        await watch.of("/try", desk.do(trying))
        await watch.of("gaps page", desk.do(Invocation("gaps", EDITOR, now)))
        await _phrasing(bellwether, watch, now, one)


async def _phrasing(bellwether: Bellwether, watch: Stopwatch, now: datetime, one: int) -> None:
    """A change of what is matched is the dearest one: the index is made anew."""
    gaps = await bellwether.desk.do(Invocation("gaps", EDITOR, now))
    number = gaps.grid.rows[0][0] if gaps.grid and gaps.grid.rows else None
    if number is None:
        return
    values = {"gap": number.lstrip("#"), "title": f"Planetarium {one}"}
    topic = Invocation("gaps", EDITOR, now, "topic", values)
    preview = await watch.of("new topic, preview", bellwether.desk.do(topic))
    began = time.perf_counter()
    if preview.offers:
        await watch.of("new topic, publish", bellwether.desk.do(preview.offers[0].invocation))
    await _asks(bellwether, "are schools closed Wednesday?", now, person=f"topic {one}")
    watch.seconds.setdefault("new topic to next answer", []).append(time.perf_counter() - began)


async def _families_ask(bellwether: Bellwether, at: datetime) -> None:
    """What the gaps page and the corrections owed have to go through."""
    for family in range(MISSED_BY):
        for text in (*MISSED, "are schools closed Wednesday?"):
            await _asks(bellwether, text, at, person=f"family {family}")


async def _asks(bellwether: Bellwether, text: str, at: datetime, *, person: str) -> Reply:
    return await bellwether.answer(Question(text, at, person=person, place=person))


def _counts(curated: CuratedSet) -> Mapping[str, float]:
    phrasings = sum(len(texts) for one in curated.topics for texts in one.phrasings.values())
    return {"topics": len(curated.topics), "phrasings": phrasings, "claims": len(curated.claims)}


def _sizes(curated: CuratedSet) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in _counts(curated).items())


def _figures(name: str, seconds: list[float]) -> Iterator[tuple[str, float]]:
    yield f"{name}, ms", round(median(seconds) * 1000, 1)
    if len(seconds) > 1:
        yield f"{name}, worst, ms", round(max(seconds) * 1000, 1)


def _tell(figures: Mapping[str, Mapping[str, float]], *, as_json: bool) -> None:
    if as_json:
        json_lines.write(figures)
        return
    drawn = table("measured", *figures)
    for name in dict.fromkeys(one for found in figures.values() for one in found):
        drawn.add_row(name, *(f"{found[name]:,g}" if name in found else "" for found in figures.values()))
    answers().show(drawn)
