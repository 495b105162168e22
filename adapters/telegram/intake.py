"""The door for updates: what comes in is stored before it counts as accepted, and settled once it has been dealt with.

What is neither, the next start takes up.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import Bot, Update

from adapters.telegram.gathering import Gathering
from adapters.telegram.sending import Patience
from adapters.telegram.updates import lane_of, written_at, written_name
from bot.program import Clock
from knowledge.arrivals import Arrival, Settled, State, lay_down, settle_arrivals, store_arrivals, take_up
from knowledge.database import Database
from knowledge.failures import DatabaseUnwritable
from knowledge.recording import note_messages

log = logging.getLogger(__name__)

Body = dict[str, Any]  # as Telegram writes an update
AGAIN_AFTER = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 180))
MOST_OPEN = 1000  # accepted and not dealt with, above which polling waits


@dataclass(frozen=True)
class Brought:
    """*update* None: nobody can read it. *received*: when it first came; *late*: it waited over a restart; *unsent*:
    how often its answer could not be brought to Telegram."""

    number: int
    body: Body
    update: Update | None
    received: datetime
    late: bool = False
    unsent: int = 0


class Intake:
    """*hand_over* gets each update once, in the order of numbers; it ends with `settle`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        hand_over: Callable[[Update], None],
        *,
        bot: Bot,
        patience: Patience | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hand_over = hand_over
        self._bot = bot
        self._account = str(bot.id)
        self._patience = patience or Patience(longest=5.0)
        self._open: dict[int, Brought] = {}
        self._later: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self._coming: Gathering[Brought] = Gathering(self._store)
        self._settling: Gathering[Settled] = Gathering(self._settle)

    def brought(self, number: int) -> Brought:
        """What is being dealt with."""
        return self._open[number]

    @property
    def open(self) -> int:
        return len(self._open)

    async def has_room(self) -> None:
        await self._room.wait()

    async def take(self, bodies: Sequence[Body]) -> None:
        """Returns once they are stored. Raises `DatabaseUnwritable`; then none of them counts as accepted."""
        at = self._clock.now()
        brought = [self._read(body, at) for body in bodies]
        if brought:
            await self._coming.add(*brought)

    async def take_up(self) -> int:
        """What waited since the last run goes first. How many are dealt with now."""
        waiting = await self._database.write(partial(take_up, account=self._account, at=self._clock.now()))
        self._deal(self._again(one) for one in waiting)
        return len(waiting)

    def settle(self, number: int, state: State, *, sent: Sequence[str] = (), question: int | None = None) -> None:
        """It is written with others, soon."""
        self._settling.put(Settled(self._account, number, state, tuple(sent), question))

    def leave(self, number: int) -> None:
        """It waits for the next start, or until Telegram brings it again."""
        self._open.pop(number, None)
        self._tell_room()

    def put_off(self, number: int) -> None:
        """Its answer could not be sent: it is dealt with again after a while, a few times, and then left."""
        one = self._open[number]
        if one.unsent >= len(AGAIN_AFTER):
            self.leave(number)
            return
        self._open[number] = replace(one, unsent=one.unsent + 1)
        task = asyncio.create_task(self._deal_later(one))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _deal_later(self, one: Brought) -> None:
        await self._clock.sleep(AGAIN_AFTER[one.unsent])
        if one.update is not None:
            self._hand_over(one.update)

    async def lay_down(self) -> None:
        """The end: what is settled is written, and what waits is left to the next run."""
        for one in self._later:
            one.cancel()
        await self._coming.flush()
        await self._settling.flush()
        try:
            await self._database.write(partial(lay_down, account=self._account))
        except DatabaseUnwritable as error:
            log.warning("what waits could not be laid down in order: %s", error)

    async def _store(self, lot: Sequence[Brought]) -> None:
        arrivals = [self._arrival(one) for one in lot]
        wanted = await self._database.write(partial(store_arrivals, brought=arrivals))
        by_number = {one.number: one for one in lot}
        self._deal(by_number[number] for number in sorted(wanted))

    def _deal(self, some: Iterable[Brought]) -> None:
        for one in some:
            if one.number in self._open:
                continue
            self._open[one.number] = one
            if one.update is None:
                self.settle(one.number, State.DROPPED)
            else:
                self._hand_over(one.update)
        self._tell_room()

    async def _settle(self, lot: Sequence[Settled]) -> None:
        def work(connection: Any) -> None:
            settle_arrivals(connection, lot, at=at)
            note_messages(connection, {one.question: one.sent[0] for one in lot if one.question and one.sent})

        at = self._clock.now()
        for trial in range(self._patience.tries):
            try:
                await self._database.write(work)
                break
            except DatabaseUnwritable as error:
                log.log(logging.WARNING if trial == 0 else logging.DEBUG, "not settled, tried again: %s", error)
                await asyncio.sleep(self._patience.wait(trial))
        for one in lot:
            self.leave(one.number)

    def _tell_room(self) -> None:
        if len(self._open) < MOST_OPEN:
            self._room.set()
        else:
            self._room.clear()

    def _read(self, body: Body, at: datetime) -> Brought:
        """Raises `KeyError`, `TypeError`, `ValueError` for what is no update at all."""
        number = int(body["update_id"])
        try:
            return Brought(number, body, Update.de_json(body, self._bot), at)
        except Exception as error:  # one that cannot be read never holds up the others
            log.error("update %s cannot be read and is dropped (%s)", number, type(error).__name__)
            return Brought(number, body, None, at)

    def _again(self, stored: Arrival) -> Brought:
        body = json.loads(stored.body)
        read = self._read(body, stored.received)
        return Brought(read.number, body, read.update, stored.received, late=True)

    def _arrival(self, one: Brought) -> Arrival:
        update, body = one.update, json.dumps(one.body, separators=(",", ":"))
        if update is None:
            return Arrival(self._account, one.number, "", body, one.received)
        return Arrival(
            *(self._account, one.number, lane_of(update), body, one.received),
            written=written_at(update),
            message=written_name(update),
        )
