"""One lane on a real database, with a channel that does what it is told and words that are the person's name."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.questions import Line, LineKind, Outcome, Passage, Reply
from bot.telling.lane_run import LaneRun, Worded, Wording
from bot.telling.pace import Pace, steady
from knowledge.database import Database
from knowledge.deliveries import DeliveryKind, add_deliveries
from knowledge.due import Due
from knowledge.lanes import Lease, take_lane
from knowledge.spreading import Manners
from knowledge.tables import delivery
from tests.bot.telling.world import Clock
from tests.sacramento import DISTRICT, TUESDAY_NOON

LASTS = timedelta(seconds=8)
PATIENCE = 30.0  # seconds after which what should come to be is given up


async def naming(due: Due) -> Worded:
    return Worded(Reply(Outcome.ANSWER, "en", (Passage((Line(LineKind.HEADLINE, due.delivery.person),)),)))


@dataclass
class Wire:
    """A channel. *does*: what sending to a place comes to, one after the other; *held*: nothing arrives until it is
    set; *begun*: every try, *sent*: what arrived, each in its order."""

    does: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    held: asyncio.Event | None = None
    begun: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    platform: str = "telegram"

    async def send(self, place: str, reply: Reply) -> str:
        self.begun.append(place)
        if self.held is not None:
            await self.held.wait()
        if self.does[place]:
            raise self.does[place].pop(0)
        self.sent.append(place)
        return str(len(self.sent))


@dataclass
class Lane:
    database: Database
    clock: Clock = field(default_factory=Clock)
    wire: Wire = field(default_factory=Wire)
    pace: Pace = field(default_factory=lambda: Pace(1000))
    wording: Wording = naming
    quiet: Any = None

    async def add(self, *people: str, **more: Any) -> None:
        """Something to be sent to each."""
        rows = [row(one, **more) for one in people]
        await self.database.write(lambda c: add_deliveries(c, rows))

    async def take(self, holder: str = "us", lasts: timedelta = LASTS) -> LaneRun:
        since = steady()
        lease = await self.database.write(lambda c: take_lane(c, "telegram", holder=holder, lasts=lasts))
        assert lease is not None
        return self.under(lease, since=since)

    def under(self, lease: Lease, *, since: float) -> LaneRun:
        parts: dict[str, Any] = {"pace": self.pace, "manners": self.manners, "wording": self.wording}
        return LaneRun(self.database, self.wire, lease, since=since, now=self.clock.now, **parts)

    async def manners(self) -> Manners:
        return Manners(DISTRICT, quiet=self.quiet)

    async def once(self) -> int:
        """All that is due."""
        run = await self.take()
        try:
            return await run.run(once=True)
        finally:
            await run.give_back()

    @asynccontextmanager
    async def running(self, run: LaneRun) -> AsyncIterator[asyncio.Task[int]]:
        """Until it is left; then it is cancelled and has ended."""
        task = asyncio.create_task(run.run(once=False))
        try:
            yield task
        finally:
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def until(self, come: Callable[[], bool | Awaitable[bool]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = come()
                if found if isinstance(found, bool) else await found:
                    return
                await asyncio.sleep(0.01)

    async def states(self) -> dict[str, tuple[str, int]]:
        """Of each person, with how often it was tried."""
        rows = await self.rows()
        return {one.person.removeprefix("telegram:"): (one.state, one.tries) for one in rows}

    async def rows(self) -> Sequence[Any]:
        return await self.database.read(lambda c: c.execute(select(delivery).order_by(delivery.c.id)).all())

    async def all_are(self, state: str) -> bool:
        return {one.state for one in await self.rows()} == {state}


def row(person: str, **more: Any) -> Mapping[str, Any]:
    place = f"telegram:{person}"
    usual: dict[str, Any] = {"lane": "telegram", "kind": DeliveryKind.CORRECTION, "urgent": False}
    return {**usual, "not_before": TUESDAY_NOON, "person": place, "place": place, **more}


def moment(minutes: float) -> datetime:
    return TUESDAY_NOON + timedelta(minutes=minutes)
