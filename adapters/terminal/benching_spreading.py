"""How fast what goes out to many gets through the database: spread, reckoned, claimed and noted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from typing import Any

from bot.program import Bellwether, Clock
from knowledge.acting import Act, Published, publish_act, with_concerned
from knowledge.announcements import Announcement, send
from knowledge.claiming import claim
from knowledge.claims import Claim, Precision, Scope, Source, Status
from knowledge.crowds import add_crowd, bytes_of, count_owed, count_rows
from knowledge.deliveries import Delivery, Settled, State, settle
from knowledge.district import District
from knowledge.findings import Asked
from knowledge.lanes import Lease, give_lane_back, take_lane
from knowledge.large_changes import reckon_more
from knowledge.loudness import Loudness
from knowledge.revisions import current
from knowledge.spreading import Manners, spread
from knowledge.upkeep import read_upkeep

TOPIC, DAY = "school-open", date(2022, 3, 23)
TELEGRAM = "telegram"
LASTS = timedelta(hours=6)
ROUNDS = 60  # of claiming and noting
LOT = 250  # deliveries claimed at once
ADDED = 10_000  # people in one transaction

Figures = dict[str, float | int | str]


@dataclass
class Parts:
    """Seconds of each of many transactions."""

    took: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.took.append(time.perf_counter() - began)

    def figures(self, name: str, rows: int) -> Figures:
        whole = sum(self.took)
        return {
            f"{name}, s": round(whole, 2),
            f"{name}, rows a second": round(rows / whole) if whole else 0,
            f"{name}, worst transaction ms": _ms(max(self.took, default=0.0)),
        }


@dataclass
class Bench:
    bellwether: Bellwether
    clock: Clock
    people: int
    say: Callable[[str], None]

    async def write(self, work: Callable[[Any], Any]) -> Any:
        return await self.bellwether.database.write(work)

    async def fill(self) -> Figures:
        self.say(f"{self.people} people ask …")
        at, before = self.clock.now(), await self._size()
        await self.write(partial(_tell, status=Status.CLOSED, at=at, loudness=Loudness.ORDINARY))
        for first in range(0, self.people, ADDED):
            some = [f"{TELEGRAM}:{number:08}" for number in range(first, min(first + ADDED, self.people))]
            await self.write(partial(add_crowd, people=some, about=Asked(TOPIC, DAY), at=at + timedelta(seconds=1)))
        return {"database before sending, bytes a person": round((await self._size() - before) / self.people)}

    async def announcement(self) -> Figures:
        self.say("An announcement is spread …")
        before = await self._size()
        await self.write(partial(_announce, at=self.clock.now(), loudness=Loudness.ORDINARY))
        lease, parts = await self._lease(), Parts()
        rows = await self._spread_all(lease, parts)
        await self._give_back(lease)
        each = await self._bytes("delivery")
        each = round((await self._size() - before) / rows) if each is None else each
        return {
            "deliveries of an announcement": rows,
            **parts.figures("spreading an announcement", rows),
            "a delivery, bytes with its indexes": each,
        }

    async def urgent(self) -> Figures:
        """Behind all that waits of the announcement."""
        self.say("An urgent correction comes behind it …")
        began = time.perf_counter()
        published: Published = await self.write(
            partial(_tell, status=Status.OPEN, at=self.clock.now(), loudness=Loudness.URGENT)
        )
        publishing = time.perf_counter() - began
        began = time.perf_counter()
        published = await self.bellwether.database.read(partial(with_concerned, published=published))
        counting = time.perf_counter() - began
        lease = await self._lease()
        began = time.perf_counter()
        await self.write(partial(reckon_more, at=self.clock.now()))
        await self.write(partial(spread, lease=lease, at=self.clock.now(), manners=await self._manners()))
        first = await self.write(partial(claim, lease=lease, at=self.clock.now(), most=LOT))
        waited = time.perf_counter() - began
        await self._note(lease, first, State.WAITING)
        await self._give_back(lease)
        return {
            "publishing what concerns all, ms": _ms(publishing),
            "counting whom it concerns, ms": _ms(counting),
            "it says it concerns at most": published.concerned.people if published.concerned else len(published.owed),
            "from there to its first claimed, ms": _ms(waited),
            "it was claimed first": str(_urgent_first(first)),
        }

    async def correction(self) -> Figures:
        self.say("It is reckoned for everybody and spread …")
        reckoning, parts, lease = Parts(), Parts(), await self._lease()
        more = True
        while more:
            with reckoning.one():
                more = await self.write(partial(reckon_more, at=self.clock.now()))
        rows = await self._spread_all(lease, parts)
        await self._give_back(lease)
        waiting = await self.bellwether.database.read(count_owed)
        return {
            "people owed a correction": waiting,
            **reckoning.figures("reckoning a correction", waiting),
            **parts.figures("spreading a correction", rows),
            **({"owed, bytes with its indexes": each} if (each := await self._bytes("owed")) else {}),
        }

    async def claiming(self) -> Figures:
        self.say("Deliveries are claimed and noted …")
        claims, notes, lease = Parts(), Parts(), await self._lease()
        lot = min(LOT, self.people // 8)  # so that nobody is told nothing of the two
        rounds = max(2, min(ROUNDS, self.people // 4 // lot))
        for _ in range(rounds):
            with claims.one():
                found = await self.write(partial(claim, lease=lease, at=self.clock.now(), most=lot))
            with notes.one():
                await self._note(lease, found, State.SENT)
        await self._give_back(lease)
        whole = sum(claims.took) + sum(notes.took)
        return {
            **_spans(f"claiming {lot}", claims.took),
            **_spans(f"noting {lot}", notes.took),
            "claimed and noted a second": round(rounds * lot / whole),
        }

    async def _spread_all(self, lease: Lease, parts: Parts) -> int:
        manners, before = await self._manners(), await self._rows()
        more = 1
        while more:
            with parts.one():
                more = await self.write(partial(spread, lease=lease, at=self.clock.now(), manners=manners))
        return await self._rows() - before

    async def _note(self, lease: Lease, found: Any, state: State) -> None:
        done = [Settled(one.number, state, "1") for one in found]
        await self.write(partial(settle, lease=lease, settled=done, at=self.clock.now()))

    async def _lease(self) -> Lease:
        lease: Lease = await self.write(partial(take_lane, name=TELEGRAM, holder="bench", lasts=LASTS))
        return lease

    async def _give_back(self, lease: Lease) -> None:
        await self.write(partial(give_lane_back, lease=lease))

    async def _manners(self) -> Manners:
        return Manners(await self.bellwether.district())

    async def _rows(self) -> int:
        return await self.bellwether.database.read(partial(count_rows, table="delivery"))

    async def _bytes(self, name: str) -> int | None:
        whole = await self.bellwether.database.read(partial(bytes_of, table=name))
        rows = await self.bellwether.database.read(partial(count_rows, table=name))
        return None if whole is None else round(whole / max(rows, 1))

    async def _size(self) -> int:
        return (await self.bellwether.database.read(read_upkeep)).size


def _announce(connection: Any, *, at: datetime, loudness: Loudness) -> int:
    words = Announcement({"en": "The gym is closed on Friday."}, Scope(), drill=False)
    act = Act("bench", at, "announce", loudness=loudness)
    return send(connection, words, act=act, not_after=at + timedelta(days=1))


def _tell(connection: Any, *, status: Status, at: datetime, loudness: Loudness) -> Published:
    """What is known of the day is made to be this, by the newest source of all."""
    district = next(iter(current(connection, District).values()))
    official = tuple(one.slug for one in district.speakers if one.official)[:1]
    source = Source(f"bench-{status}", "The bench", at, Precision.MINUTE)
    claimed = Claim(f"bench-{status}", TOPIC, source.slug, (), official, first_day=DAY, status=status)
    return publish_act(connection, [source, claimed], act=Act("bench", at, "bench", loudness=loudness))


def _spans(name: str, took: list[float]) -> Figures:
    return {f"{name}, median ms": _ms(median(took)), f"{name}, 99th percentile ms": _ms(quantiles(took, n=100)[-1])}


def _urgent_first(claimed: Sequence[Delivery]) -> bool:
    order = [one.urgent for one in claimed]
    return any(order) and order == sorted(order, reverse=True)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
