"""Messages on their way: each is tried once, and what became of the try is noted, whatever happened.

Only so many are on their way or not noted yet: they are what a crash sends twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.channels import CannotRewrite, Channel, InDoubt, NobodyThere, NotSent, NotTheirs, NotYet, SlowDown
from bot.questions import Reply
from bot.telling.pace import Pace
from bot.telling.results import Results
from knowledge.deliveries import DeliveryKind, Settled, State
from knowledge.due import Due
from knowledge.interest import SENT
from knowledge.meaning import Meaning
from knowledge.outgoing import Done
from knowledge.returning import GONE

log = logging.getLogger(__name__)

FEWEST, SECONDS = 64, 0.25  # in flight at once: so many, or what leaves in so long
AGAIN_AFTER = timedelta(seconds=5)
LONGEST_REST = 30.0
LONGEST_WAIT = 60.0  # of one message, while others arrive
MOST_TRIES = 3  # of what is urgent and in doubt, or fails for no known reason


@dataclass(frozen=True)
class Worded:
    """*reply* None: there is nothing to be said. *meanings*: by the number of what is owed, what the reply tells of it;
    *moot*: what is owed no more, as they know it already."""

    reply: Reply | None
    meanings: dict[int, Meaning | None] = field(default_factory=dict)
    moot: tuple[int, ...] = ()


class InFlight:
    """*pause*: keeps for whoever has the lane next how long the platform wants silence; *may_send*: whether the lease
    is still good for certain, and the platform takes anything."""

    def __init__(
        self,
        channel: Channel,
        *,
        pace: Pace,
        results: Results,
        now: Callable[[], datetime],
        pause: Callable[[timedelta], Awaitable[None]],
        may_send: Callable[[], bool],
    ) -> None:
        self._channel = channel
        self._pace = pace
        self._results = results
        self._now = now
        self._pause = pause
        self._may_send = may_send
        self._room = asyncio.Semaphore(max(FEWEST, round(pace.per_second * SECONDS)))
        self._flying: set[asyncio.Task[None]] = set()
        self._places: set[str] = set()
        self._failures = 0
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sent = 0

    def __len__(self) -> int:
        return len(self._flying)

    async def room(self) -> None:
        """Waits until one more may be sent and noted; while the platform fails, one at a time."""
        while self._failures and self._flying:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        await self._room.acquire()

    def give_room_back(self) -> None:
        self._room.release()

    def is_to(self, place: str) -> bool:
        return place in self._places

    def go(self, due: Due, reply: Reply, worded: Worded) -> None:
        """Takes the room that was waited for."""
        task = asyncio.create_task(self._sent(due, reply, worded))
        self._flying.add(task)
        self._places.add(due.delivery.place)
        task.add_done_callback(partial(self._landed, place=due.delivery.place))

    async def landed(self, within: float | None = None) -> None:
        """All of them; what has not come back *within* so many seconds is cut off, and in doubt."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=within)
        left = list(self._flying)
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if not self.broken.cancel():
            self.broken.exception()  # whoever waits for the last to land has another failure to tell

    def _landed(self, task: asyncio.Task[None], *, place: str) -> None:
        self._flying.discard(task)
        self._places.discard(place)
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.broken.done():
            self.broken.set_exception(error)

    async def _sent(self, due: Due, reply: Reply, worded: Worded) -> None:
        delivery = due.delivery
        crowded = delivery.kind is DeliveryKind.REWRITE or delivery.person != delivery.place
        self._pace.room_had(delivery.place, crowded=crowded)
        try:
            done = await self._tried(due, replace(reply, delivery=delivery.number, to=delivery.person), worded)
        except asyncio.CancelledError:
            self._results.add(self._doubted(due, worded, "it was cut off"))
            raise
        self._pace.room_had(delivery.place, crowded=crowded)
        self._results.add(done, then=self._room.release)

    async def _tried(self, due: Due, reply: Reply, worded: Worded) -> Done:
        number = due.delivery.number
        if not self._may_send():  # it was let go just before silence was asked for, or before we were stopped for long
            return back(due)
        try:
            named = await self._channel.send(due.delivery.place, reply)
        except SlowDown as error:
            self._pace.rest(error.rest.total_seconds())
            log.warning("%s asks for silence: %.0f s", self._channel.platform, error.rest.total_seconds())
            self._results.add(back(due))
            await self._pause(error.rest)
            return Done(None)
        except NotYet as error:
            return back(due, self._now() + error.rest)
        except NobodyThere as error:
            meanings: dict[int, Meaning | None] = dict.fromkeys(worded.meanings)
            gone = None if isinstance(error, NotTheirs) else due.delivery.place
            return Done(Settled(number, State.GONE), meanings, GONE, gone=gone)
        except CannotRewrite:
            return Done(Settled(number, State.DROPPED), dict.fromkeys(worded.meanings), GONE)
        except NotSent as error:
            return self._not_sent(due, error)
        except InDoubt as error:
            return self._doubted(due, worded, error)
        except Exception as error:
            return failed(due, error, self._now())
        self._failures = 0
        self.sent += 1
        message = None if named is None else str(named)
        return Done(Settled(number, State.SENT, message), worded.meanings, SENT)

    def _not_sent(self, due: Due, error: NotSent) -> Done:
        """The lane rests, longer from failure to failure; those of the same moment are one failure."""
        if not self._pace.rests():
            self._failures += 1
            self._pace.rest(min(LONGEST_REST, 0.5 * 2.0 ** min(self._failures, 10)))
            log.log(logging.WARNING if self._failures == 1 else logging.DEBUG, "not sent, tried again: %s", error)
        wait = min(LONGEST_WAIT, 2.0 ** min(due.delivery.tries, 10))
        return back(due, self._now() + timedelta(seconds=wait), tried=True)

    def _doubted(self, due: Due, worded: Worded, why: object) -> Done:
        """What is urgent is sent again; of the rest nobody reads twice what they perhaps have read."""
        if due.delivery.urgent and due.delivery.tries < MOST_TRIES:
            log.warning("nobody knows whether an urgent message arrived, it is sent again: %s", why)
            return back(due, self._now() + AGAIN_AFTER, tried=True)
        log.warning("nobody knows whether a message arrived, it is not sent again: %s", why)
        return Done(Settled(due.delivery.number, State.DOUBTFUL), worded.meanings, SENT)


def failed(due: Due, error: Exception, at: datetime) -> Done:
    log.error("delivery %d failed: %s", due.delivery.number, error, exc_info=error)
    if due.delivery.tries < MOST_TRIES:
        return back(due, at + AGAIN_AFTER * 4**due.delivery.tries, tried=True)
    return Done(Settled(due.delivery.number, State.FAILED))


def back(due: Due, not_before: datetime | None = None, *, tried: bool = False) -> Done:
    """It waits again; *tried*: which counts as a try."""
    return Done(Settled(due.delivery.number, State.WAITING, not_before=not_before, tried=tried))
