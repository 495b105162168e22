"""Edits, and edits taken back, while messages about the former ones are waiting and on their way: whatever was sent on
the way, each family ends with what holds, and is not told the same twice in a row.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from bot.program import open_bellwether
from bot.questions import Reply
from bot.settings import Settings
from knowledge.files import read_common, write_folder
from knowledge.interest import PENDING
from knowledge.tables import delivery, owed
from tests.bot.telling.world import Recorder, World
from tests.sacramento import TUESDAY_NOON, knowledge
from tests.storms.conftest import NewDatabase
from tests.storms.rounds import Figures, Storm
from tests.storms.telling_platform import PATIENCE

WEDNESDAY = "is there school on wednesday?"
STATUSES = ("open", "closed", "remote")


@dataclass
class Running:
    """From Tuesday noon on."""

    since: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return TUESDAY_NOON + timedelta(seconds=time.monotonic() - self.since)

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


@dataclass
class Slow:
    """A channel that takes a while. *heard*: by person, what they were told, one after the other."""

    chance: random.Random
    heard: dict[str, list[str]] = field(default_factory=dict)
    platform: str = "telegram"

    async def send(self, place: str, reply: Reply) -> str:
        await asyncio.sleep(self.chance.uniform(0, 0.3))
        self.hear(place, reply)
        return str(sum(map(len, self.heard.values())))

    def hear(self, place: str, reply: Reply) -> None:
        self.heard.setdefault(place, []).append(told(reply))


def told(reply: Reply) -> str:
    """The first status in what is not struck through, and whether it hangs on something."""
    lines = [line.words for passage in reply.passages for line in passage.lines if not line.struck]
    found = re.search(r"\b(open|closed|remote)", " ".join(lines), re.IGNORECASE)
    assert found is not None, reply.text
    return found[1].lower() + " unless" * any("unless" in line for line in lines)


def test_edited_while_messages_are_waiting_each_family_ends_with_what_holds(
    new_database: NewDatabase, kind: str, tmp_path: Path
) -> None:
    storm = Storm.named(f"telling-edits-{kind}")

    def one(number: int) -> Figures:
        folder = tmp_path / str(number)
        return {"database": kind, **asyncio.run(_edited(storm, new_database(), folder, number=number))}

    for found in storm.run(range(storm.of(1, 6)), one):
        assert (found["told otherwise"], found["told twice"]) == (0, 0)


async def _edited(storm: Storm, address: str, folder: Path, *, number: int) -> Figures:
    chance = storm.random(number)
    curated, clock, channel = folder / "curated", Running(), Slow(chance)
    shared = tuple(one.slug for one in read_common().asides)
    write_folder(replace(knowledge(), withdrawn=shared), curated)
    parts = {"telling": {"settling_seconds": 0, "quiet_hours": "off"}, "database": {"url": address}}
    settings = Settings(_env_file=None, knowledge=curated, cache="off", **parts)  # type: ignore[arg-type]
    async with open_bellwether(settings, clock=clock) as bellwether:
        world = World(bellwether, clock, Recorder("telegram"), Recorder("discord"))  # type: ignore[arg-type]
        people = [f"telegram:{one}" for one in range(storm.of(6, 20))]
        for one in people:
            channel.hear(one, await world.ask(WEDNESDAY, one))
        keeping = asyncio.create_task(bellwether.courier.keep(channel))
        try:
            edits = await _edit(world, chance, storm.of(4, 16))
            await _settled(world)
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        holds = told(await world.ask(WEDNESDAY, "telegram:judge"))
    heard = [channel.heard[one] for one in people]
    return {
        "families": len(people),
        "edits": edits,
        "sent": sum(map(len, heard)) - len(people),
        "told otherwise": sum(one[-1] != holds for one in heard),
        "told twice": sum(first == second for one in heard for first, second in pairwise(one)),
    }


async def _edit(world: World, chance: random.Random, many: int) -> int:
    """Each other one is taken back, soon after."""
    standing = "closed"
    for _ in range(many):
        standing = chance.choice([one for one in STATUSES if one != standing])
        page = await world.close(status=standing)
        await asyncio.sleep(chance.uniform(0, 1.5))
        if chance.random() < 0.5:
            undone = await world.bellwether.desk.do(page.offers[0].invocation)
            await world.bellwether.desk.do(undone.offers[0].invocation)
            await asyncio.sleep(chance.uniform(0, 0.5))
            standing = ""
    return many


async def _settled(world: World) -> None:
    """Until nothing waits, for a while."""
    waiting = select(func.count()).where(delivery.c.state.in_(("waiting", "sending")))
    new = select(func.count()).where(owed.c.state == PENDING)
    quiet = 0
    async with asyncio.timeout(PATIENCE):
        while quiet < 5:
            counts = await world.bellwether.database.read(lambda c: (c.scalar(waiting), c.scalar(new)))
            quiet = quiet + 1 if counts == (0, 0) else 0
            await asyncio.sleep(0.1)
