"""One run of a lane under one lease: what is due is spread, claimed, worded, paced, sent and noted.

Nothing is sent without a lease that is good for certain, nor while the platform wants silence. Whatever helps it along
and fails ends the run: what was claimed and not sent goes back, what is on its way is waited for and noted.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels import Channel
from bot.telling.in_flight import InFlight, Worded, back, failed
from bot.telling.pace import ROOM_REST, Pace, steady
from bot.telling.results import Results
from knowledge.database import Database
from knowledge.deliveries import Settled, State, take_over
from knowledge.due import Due
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.interest import CANCELLED
from knowledge.lanes import Lease, pause_lane, renew_lane
from knowledge.outgoing import Done, Waiting, begin_what_is_due, claim_due, end_lane, what_is_due
from knowledge.quiet import awake_at
from knowledge.returning import GONE
from knowledge.spreading import Manners, spread

__all__ = ["LaneRun", "Worded", "Wording"]

AHEAD = 0.25  # seconds of work that are claimed ahead
LOOK_EVERY = 0.25
WAIT = 0.02  # for what will be over in a moment
SAFETY = 0.1  # of a lease: so much before its end nothing is sent any more
DRAINING = 20.0

Wording = Callable[[Due], Awaitable[Worded]]


class LaneRun:
    """*since*: when, on the steady clock, the lease was asked for. *manners*: read anew with each part that is spread,
    as the district may change while it runs."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        lease: Lease,
        *,
        since: float,
        pace: Pace,
        manners: Callable[[], Awaitable[Manners]],
        wording: Wording,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._lease = lease
        self._pace = pace
        self._read_manners = manners
        self._manners: Manners
        self._wording = wording
        self._now = now
        self._lasts = lease.lasts.total_seconds()
        self._good_until = since + self._lasts * (1 - SAFETY)
        self._results = Results(database, lease, now)
        self._flying = InFlight(
            channel, pace=pace, results=self._results, now=now, pause=self._paused, may_send=self._may_send
        )
        self._most = max(1, round(pace.per_second * AHEAD))
        self._stock: deque[tuple[Due, float]] = deque()
        self._low, self._filled = asyncio.Event(), asyncio.Event()
        self._in_hand = False
        self._stopped = False

    async def run(self, *, once: bool) -> int:
        """Until it is cancelled, or, *once*, until nothing is due, or the platform wants silence. How many messages
        were sent. Raises `LeaseLost`, `DatabaseUnwritable` and `DatabaseUnreadable`."""
        self._manners = await self._read_manners()
        await self._database.write(partial(take_over, lease=self._lease))
        if self._lease.rest:
            self._pace.rest(self._lease.rest.total_seconds())
        sending = [_begun(self._filling(once=once)), _begun(self._leaving())]
        helping = [_begun(self._renewing()), _begun(self._results.keep())]
        try:
            watched = {*sending, *helping, self._flying.broken}
            ended, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                if one.cancelled():
                    raise RuntimeError("a part of the run has ended without a word")
                one.result()
        finally:
            await self._end(sending, helping)
        return self._flying.sent

    async def give_back(self) -> None:
        await self._database.write(partial(end_lane, lease=self._lease))

    async def _end(self, sending: list[asyncio.Task[None]], helping: list[asyncio.Task[None]]) -> None:
        self._stopped = True
        await _ended(sending)
        self._results.add(*(back(due) for due, _ in self._stock))
        self._stock.clear()
        await self._flying.landed(DRAINING)
        await _ended(helping)
        ending = asyncio.current_task()
        cancelled = ending is not None and ending.cancelling() > 0
        await self._results.write_at_last(patience=DRAINING if cancelled else None)

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(self._lasts / 3)
            asked = steady()
            await self._database.write(partial(renew_lane, lease=self._lease))
            self._good_until = asked + self._lasts * (1 - SAFETY)

    async def _paused(self, rest: timedelta) -> None:
        await self._database.write(partial(pause_lane, lease=self._lease, rest=rest))

    async def _filling(self, *, once: bool) -> None:
        """Spreads part by part and keeps the stock from running out, the one between the other."""
        while True:
            at = self._now()
            waiting = await self._look(at)
            parts = waiting.spreading and await self._spread(at)
            if parts:
                waiting = await self._look(at)
            claimed = waiting.sending and await self._claim(at)
            if parts or (claimed and self._runs_low()):
                continue
            if once and not self._busy():
                await self._results.write()
                again = await self._look(self._now())
                if not self._may_send() or not (again.sending or again.spreading > waiting.spreading):
                    return
            self._low.clear()
            await _set(self._low, WAIT if once else LOOK_EVERY)

    async def _look(self, at: datetime) -> Waiting:
        found: Waiting = await self._database.read(partial(what_is_due, lane=self._lease.lane, at=at))
        return found

    async def _spread(self, at: datetime) -> bool:
        """A part. Whether there was any."""
        begun: bool = await self._database.write(partial(begin_what_is_due, at=at))
        self._manners = await self._read_manners()
        spreading = partial(spread, lease=self._lease, at=at, manners=self._manners)
        return await self._database.write(spreading) > 0 or begun

    async def _claim(self, at: datetime) -> bool:
        """What is missing from the stock, where half of it has left. Whether there was anything."""
        if not self._runs_low() or not self._may_send():
            return False
        since, most = steady(), self._most - len(self._stock)
        due = await self._database.write(partial(claim_due, lease=self._lease, at=at, most=most))
        self._stock.extend((one, since) for one in due)
        self._filled.set()
        return bool(due)

    async def _leaving(self) -> None:
        while True:
            while not self._stock:
                self._low.set()
                self._filled.clear()
                await self._filled.wait()
            due, since = self._stock.popleft()
            if self._runs_low():
                self._low.set()
            self._in_hand = True
            try:
                await self._let_go(due, since)
            except BaseException:
                self._results.add(back(due))
                raise
            finally:
                self._in_hand = False

    async def _let_go(self, due: Due, since: float) -> None:
        """In its turn, and worded only then: silence and changes may come while it waits."""
        if due.gone:
            meanings = {one.number: None for one in due.owed}
            self._results.add(Done(Settled(due.delivery.number, State.GONE), meanings, GONE))
        elif not self._is_later(due, since):
            await self._pace.turn()
            await self._flying.room()
            try:
                gone = not self._is_later(due, since) and await self._sent(due)
            except BaseException:
                self._flying.give_room_back()
                raise
            if not gone:
                self._pace.give_turn_back()
                self._flying.give_room_back()

    def _is_later(self, due: Due, since: float) -> bool:
        """Whether it has to wait; then it does."""
        at, place = self._now(), due.delivery.place
        if not self._may_send():
            self._results.add(back(due))
            return True
        awake = at if due.delivery.urgent or due.delivery.message else self._awake(due, at)
        rests = timedelta(seconds=self._pace.room_rests(place, since=since))
        if awake > at or rests or self._flying.is_to(place):
            self._results.add(back(due, max(awake, at + (rests or timedelta(seconds=ROOM_REST)))))
            return True
        return False

    def _awake(self, due: Due, at: datetime) -> datetime:
        return awake_at(due.quiet or self._manners.quiet, at, district=self._manners.district)

    async def _sent(self, due: Due) -> bool:
        """Whether it went on its way."""
        try:
            worded = await self._wording(due)
        except (DatabaseUnreadable, DatabaseUnwritable):
            raise
        except Exception as error:
            self._results.add(failed(due, error, self._now()))
            return False
        if worded.moot:
            self._results.add(Done(None, dict.fromkeys(worded.moot), CANCELLED))
        if worded.reply is None:
            self._results.add(Done(Settled(due.delivery.number, State.DROPPED)))
        elif not self._may_send():  # it took a while to find the words
            self._results.add(back(due))
        else:
            self._flying.go(due, worded.reply, worded)
            await asyncio.sleep(0)  # it leaves in its own turn: what piles up here would arrive in one rush
            return True
        return False

    def _may_send(self) -> bool:
        return not self._stopped and not self._pace.rests() and steady() < self._good_until

    def _runs_low(self) -> bool:
        return len(self._stock) <= self._most // 2

    def _busy(self) -> bool:
        return bool(self._stock or self._in_hand or len(self._flying))


async def _set(event: asyncio.Event, longest: float) -> None:
    """Or so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(longest):
            await event.wait()


def _begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.create_task(work)


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
