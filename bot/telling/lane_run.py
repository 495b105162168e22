"""One run of a lane under one lease: what is due is claimed, worded, paced, sent and settled, several at a time.

Nothing is sent without a lease that is good for certain, nor while the platform wants silence; whatever helps it along
and fails ends the run. What was claimed and not sent goes back when it ends in order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels import CannotRewrite, Channel, InDoubt, NobodyThere, NotSent, SlowDown
from bot.questions import Reply
from bot.telling.pace import Pace
from knowledge.database import Database
from knowledge.deliveries import Settled, State, take_over
from knowledge.due import Due
from knowledge.interest import CANCELLED, SENT
from knowledge.lanes import Lease, give_lane_back, pause_lane, renew_lane
from knowledge.meaning import Meaning
from knowledge.outgoing import Done, begin_what_is_due, claim_due, is_anything_due, settle_done
from knowledge.quiet import awake_at
from knowledge.returning import GONE
from knowledge.spreading import Manners, spread

log = logging.getLogger(__name__)

IN_FLIGHT = 64
AHEAD = 0.25  # seconds of work that are claimed at once
FLUSH_EVERY = 0.03
LOOK_EVERY = 0.5
SAFETY = 0.1  # of a lease: so much before its end nothing is sent any more
DRAINING = 20.0
AGAIN_AFTER = timedelta(seconds=5)
MOST_TRIES = 3  # of what is urgent and in doubt, or fails for no known reason


@dataclass(frozen=True)
class Worded:
    """*reply* None: there is nothing to be said. *meanings*: by the number of what is owed, what the reply tells of it;
    *moot*: what is owed no more, as they know it already."""

    reply: Reply | None
    meanings: dict[int, Meaning | None]
    moot: tuple[int, ...] = ()


Wording = Callable[[Due], Awaitable[Worded]]


class LaneRun:
    """*since*: when, on the loop's clock, the lease was asked for."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        lease: Lease,
        *,
        since: float,
        pace: Pace,
        per_second: float,
        manners: Manners,
        wording: Wording,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._channel = channel
        self._lease = lease
        self._pace = pace
        self._per_second = per_second
        self._manners = manners
        self._wording = wording
        self._now = now
        self._lasts = lease.lasts.total_seconds()
        self._good_until = since + self._lasts * (1 - SAFETY)
        self._done: list[Done] = []
        self._flying: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._failures = 0
        self._stopped = False
        self.sent = 0

    async def run(self, *, once: bool) -> int:
        """Until it is cancelled, or, *once*, until nothing is due. How many messages were sent. Raises `LeaseLost`,
        `DatabaseUnwritable` and `DatabaseUnreadable`."""
        await self._write(partial(take_over, lease=self._lease))
        if self._lease.rest:
            self._pace.rest(self._lease.rest.total_seconds())
        helpers = [self._begun(self._renewing()), self._begun(self._settling())]
        sending = self._begun(self._sending(once=once))
        try:
            ended, _ = await asyncio.wait([*helpers, sending], return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.result()
        finally:
            self._stopped = True
            await _ended([sending])
            if self._flying:
                await asyncio.wait(self._flying, timeout=DRAINING)
            await _ended([*helpers, *self._flying])
            await self._flush()
        return self.sent

    async def give_back(self) -> None:
        await self._write(partial(give_lane_back, lease=self._lease))

    @staticmethod
    def _begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.create_task(work)

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(self._lasts / 3)
            asked = _loop_time()
            await self._write(partial(renew_lane, lease=self._lease))
            self._good_until = asked + self._lasts * (1 - SAFETY)

    async def _settling(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await self._flush()

    async def _flush(self) -> None:
        done, self._done = self._done, []
        if done:
            try:
                await self._write(partial(settle_done, lease=self._lease, done=done, at=self._now()))
            except BaseException:
                self._done = done + self._done
                raise

    async def _sending(self, *, once: bool) -> None:
        while True:
            at = self._now()
            looking = partial(is_anything_due, lane=self._lease.lane, at=at)
            busy = await self._database.read(looking) and await self._step(at)
            if busy:
                continue
            if once:
                await self._landed()
                if not await self._database.read(partial(is_anything_due, lane=self._lease.lane, at=self._now())):
                    return
                continue
            await asyncio.sleep(LOOK_EVERY)

    async def _step(self, at: datetime) -> bool:
        """Spreads a part and sends a lot. Whether there was anything."""
        await self._write(partial(begin_what_is_due, at=at))
        parts = await self._write(partial(spread, lease=self._lease, at=at, manners=self._manners))
        most = max(1, round(self._per_second * AHEAD))
        due = await self._write(partial(claim_due, lease=self._lease, at=at, most=most))
        for place, one in enumerate(due):
            try:
                await self._prepare(one, at)
            except BaseException:
                self._done += [_back(left) for left in due[place:]]
                raise
        return bool(parts or due)

    async def _prepare(self, due: Due, at: datetime) -> None:
        """Words one and lets it go in its turn."""
        delivery = due.delivery
        if due.gone:
            self._done.append(Done(Settled(delivery.number, State.GONE), {one.number: None for one in due.owed}, GONE))
            return
        if not delivery.urgent and not delivery.message:
            awake = awake_at(due.quiet or self._manners.quiet, at, district=self._manners.district)
            if awake > at:
                self._done.append(_back(due, awake))
                return
        try:
            worded = await self._wording(due)
        except Exception as error:
            self._failed(due, error, at)
            return
        if worded.moot:
            self._done.append(Done(None, dict.fromkeys(worded.moot), CANCELLED))
        if worded.reply is None:
            self._done.append(Done(Settled(delivery.number, State.DROPPED)))
            return
        if wait := self._pace.room_rests(delivery.place):
            self._done.append(_back(due, at + timedelta(seconds=wait)))
            return
        await self._pace.turn()
        await self._room.acquire()
        while self._pace.rests():  # since it was its turn the platform has asked for silence
            await self._pace.turn()
        if self._stopped or _loop_time() >= self._good_until:
            self._room.release()
            self._done.append(_back(due))
            if not self._stopped:
                await asyncio.sleep(FLUSH_EVERY)  # until the lease is renewed, or known to be lost
            return
        task = asyncio.create_task(self._send(due, worded))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, due: Due, worded: Worded) -> None:
        delivery = due.delivery
        if worded.reply is None:
            return
        reply = replace(worded.reply, delivery=delivery.number, to=delivery.person)
        try:
            named = await self._channel.send(delivery.place, reply)
        except SlowDown as error:
            await self._rest(due, error)
        except NobodyThere:
            self._done.append(Done(Settled(delivery.number, State.GONE), dict.fromkeys(worded.meanings), GONE))
        except CannotRewrite:
            self._done.append(Done(Settled(delivery.number, State.DROPPED), dict.fromkeys(worded.meanings), GONE))
        except NotSent as error:
            self._failures += 1
            rest = min(30.0, 0.5 * 2.0 ** min(self._failures, 10))
            self._pace.rest(rest)
            log.log(logging.WARNING if self._failures == 1 else logging.DEBUG, "not sent, tried again: %s", error)
            self._done.append(_back(due, self._now() + timedelta(seconds=rest)))
        except InDoubt as error:
            self._doubted(due, worded, error)
        except Exception as error:
            self._failed(due, error, self._now())
        else:
            self._failures = 0
            self.sent += 1
            message = str(named) if named is not None else None
            self._done.append(Done(Settled(delivery.number, State.SENT, message), worded.meanings, SENT))
        finally:
            self._room.release()

    async def _rest(self, due: Due, error: SlowDown) -> None:
        """For the whole lane, and for whoever has it next."""
        self._pace.rest(error.rest.total_seconds())
        log.warning("%s asks for silence: %.0f s", self._channel.platform, error.rest.total_seconds())
        self._done.append(_back(due))
        await self._write(partial(pause_lane, lease=self._lease, rest=error.rest))

    def _doubted(self, due: Due, worded: Worded, error: InDoubt) -> None:
        """What is urgent is sent once more; of the rest nobody reads twice what they perhaps have read."""
        if due.delivery.urgent and due.delivery.tries < MOST_TRIES:
            log.warning("nobody knows whether an urgent message arrived, it is sent again: %s", error)
            self._done.append(_back(due, self._now() + AGAIN_AFTER))
            return
        log.warning("nobody knows whether a message arrived, it is not sent again: %s", error)
        self._done.append(Done(Settled(due.delivery.number, State.DOUBTFUL), worded.meanings, SENT))

    def _failed(self, due: Due, error: Exception, at: datetime) -> None:
        log.error("delivery %d failed: %s", due.delivery.number, error, exc_info=error)
        if due.delivery.tries < MOST_TRIES:
            self._done.append(_back(due, at + AGAIN_AFTER * 4**due.delivery.tries))
            return
        self._done.append(Done(Settled(due.delivery.number, State.FAILED)))

    async def _landed(self) -> None:
        if self._flying:
            await asyncio.wait(self._flying)
        await self._flush()

    async def _write(self, work: Callable[[Any], Any]) -> Any:
        return await self._database.write(work)


def _back(due: Due, not_before: datetime | None = None) -> Done:
    return Done(Settled(due.delivery.number, State.WAITING, not_before=not_before))


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
