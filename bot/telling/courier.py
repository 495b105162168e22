"""The courier: brings what is owed and what was announced to whom it concerns, platform by platform.

Of several processes on one database one sends for a platform at a time; when it dies the next goes on where it was.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.channels import Channel
from bot.settings import TellingSettings
from bot.telling.lane_run import LaneRun, Wording
from bot.telling.pace import Pace, steady
from bot.telling.platforms import TO_ROOMS_ONLY, per_second
from knowledge.database import Database
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.lanes import Lease, LeaseLost, take_lane
from knowledge.spreading import Manners

if TYPE_CHECKING:
    from knowledge.library import Library

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=8)
ASK_EVERY = 1.0  # seconds, while somebody else has the lane
REST = 2.0  # seconds after a failure of the database


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Courier:
    """*channels*: those that `deliver_due` brings to. *lease*: how long a lane stays taken when its holder dies;
    *holder*: this process."""

    database: Database
    library: Library
    wording: Wording
    settings: TellingSettings
    clock: Now
    channels: Sequence[Channel] = ()
    lease: timedelta = LEASE
    holder: str = field(default_factory=lambda: f"{os.getpid()}-{secrets.token_hex(4)}")

    async def deliver_due(self) -> int:
        """Sends all that is due now; how many messages were sent. What somebody else is sending is left to them."""
        sent = 0
        for channel in self.channels:
            run = await self._take(channel, self._pace(channel))
            if run is not None:
                try:
                    sent += await run.run(once=True)
                finally:
                    await run.give_back()
        return sent

    async def keep(self, channel: Channel) -> None:
        """Until it is cancelled; then what has begun is brought to its end and the lane is given back."""
        pace = self._pace(channel)  # a silence that was asked for outlasts the run
        while True:
            try:
                run = await self._take(channel, pace)
                if run is None:
                    await asyncio.sleep(ASK_EVERY)
                    continue
                await self._hold(run)
            except LeaseLost:
                log.warning("somebody else sends for %s now", channel.platform)
            except (DatabaseUnreadable, DatabaseUnwritable) as error:
                log.error("nothing can be sent to many now, tried again: %s", error)
            except Exception:
                log.exception("sending to many has failed, tried again")
            await asyncio.sleep(REST)

    async def _hold(self, run: LaneRun) -> None:
        try:
            await run.run(once=False)
        finally:
            try:
                await run.give_back()
            except (DatabaseUnreadable, DatabaseUnwritable) as error:
                log.warning("the lane was not given back, the next waits until the lease is over: %s", error)

    async def _take(self, channel: Channel, pace: Pace) -> LaneRun | None:
        since = steady()
        taking = partial(
            take_lane, name=channel.platform, holder=self.holder, lasts=self.lease, alone=self.database.alone
        )
        lease: Lease | None = await self.database.write(taking)
        if lease is None:
            return None
        return LaneRun(
            self.database,
            channel,
            lease,
            since=since,
            pace=pace,
            manners=partial(self._manners, channel.platform),
            wording=self.wording,
            now=self.clock.now,
        )

    def _pace(self, channel: Channel) -> Pace:
        told = self.settings
        return Pace(per_second(told, channel.platform))

    async def _manners(self, platform: str) -> Manners:
        edition = await self.library.edition()
        return Manners(
            district=edition.district,
            settling=timedelta(seconds=self.settings.settling_seconds),
            quiet=self.settings.quiet,
            to_people=platform not in TO_ROOMS_ONLY,
        )
