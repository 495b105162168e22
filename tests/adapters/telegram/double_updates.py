"""Updates on their way to the bot: kept until they are confirmed, fetched by one poller or brought to a webhook.

As on Telegram's side: an unconfirmed update comes again; a webhook is asked again with growing pauses, one update of
a chat at a time; whatever kind the bot did not ask for is never kept.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.adapters.telegram.double_refusals import OTHER_POLLER, WEBHOOK_ACTIVE, bad_request, conflict

Body = dict[str, Any]
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_POLL = 50.0
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0


@dataclass
class Update:
    """*queue*: whose order is kept at the webhook; *given*: how often it was handed to the bot."""

    number: int
    body: Body
    queue: str
    given: int = 0


@dataclass
class Webhook:
    url: str
    secret: str | None = None
    most: int = 40
    last_error: str | None = None
    refusals: int = 0


@dataclass
class Updates:
    """*second*: how long a second of Telegram's pauses lasts here; *shuffle*: whether a batch comes out of order;
    *twice*: whether each update is brought to the webhook twice."""

    second: float = 1.0
    shuffle: bool = False
    twice: bool = False
    pending: list[Update] = field(default_factory=list)
    all: dict[int, Update] = field(default_factory=dict)
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    conflicts: int = 0
    next_number: int = 700_000_001
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _poller: asyncio.Event | None = None
    _carrier: asyncio.Task[None] | None = None
    on_given: Callable[[Update], None] = lambda update: None

    def push(self, kind: str, body: Body, queue: str) -> int | None:
        """The update's number; None where the bot did not ask for its kind."""
        wanted = kind not in NOT_BY_DEFAULT if not self.allowed else kind in self.allowed
        if not wanted:
            return None
        update = Update(self.next_number, {"update_id": self.next_number, kind: body}, queue)
        self.next_number += 1
        self.all[update.number] = update
        self.pending.append(update)
        self._changed.set()
        return update.number

    def again(self, numbers: Sequence[int]) -> None:
        """Given once more, though they were confirmed."""
        self.pending[:0] = [self.all[one] for one in numbers if self.all[one] not in self.pending]
        self._changed.set()

    def allow(self, kinds: Sequence[str] | None) -> None:
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def fetch(self, request: web.Request, *, offset: int, limit: int, seconds: float) -> list[Body]:
        """The long poll: confirms what is before *offset*, then waits for something to give."""
        if self.webhook is not None:
            self.conflicts += 1
            raise conflict(WEBHOOK_ACTIVE)
        if not 1 <= limit <= 100:
            raise bad_request("limit must be between 1 and 100")
        self._confirm(offset)
        if self._poller is not None:
            self._poller.set()
        ended = self._poller = asyncio.Event()
        try:
            await self._wait(ended, min(seconds, LONGEST_POLL))
            if ended.is_set() and not _gone(request):
                self.conflicts += 1
                raise conflict(OTHER_POLLER)
            return [] if _gone(request) or ended.is_set() else self._give(limit)
        finally:
            if self._poller is ended:
                self._poller = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [one for one in self.pending if one.number >= offset]

    async def _wait(self, ended: asyncio.Event, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self.pending and not ended.is_set() and (left := until - loop.time()) > 0:
            self._changed.clear()
            waits = [asyncio.ensure_future(one.wait()) for one in (self._changed, ended)]
            try:
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waits:
                    one.cancel()

    def _give(self, limit: int) -> list[Body]:
        batch = self.pending[:limit]
        if self.shuffle:
            random.shuffle(batch)
        for one in batch:
            one.given += 1
            self.on_given(one)
        return [one.body for one in batch]

    async def set_webhook(self, webhook: Webhook | None) -> None:
        await self.close()
        self.webhook = webhook
        if webhook is not None:
            self._carrier = asyncio.create_task(self._carry(webhook))

    async def close(self) -> None:
        if self._carrier is not None:
            self._carrier.cancel()
            with suppress(asyncio.CancelledError):
                await self._carrier
            self._carrier = None
        if self._poller is not None:
            self._poller.set()

    async def _carry(self, webhook: Webhook) -> None:
        """Up to *most* updates at once, of one queue only one."""
        busy: dict[str, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            try:
                while True:
                    self._changed.clear()
                    busy = {queue: task for queue, task in busy.items() if not task.done()}
                    for update in list(self.pending):
                        if len(busy) >= webhook.most:
                            break
                        if update.queue not in busy:
                            busy[update.queue] = asyncio.create_task(self._bring(session, webhook, update))
                    await self._changed.wait()
            finally:
                for task in busy.values():
                    task.cancel()
                await asyncio.gather(*busy.values(), return_exceptions=True)

    async def _bring(self, session: aiohttp.ClientSession, webhook: Webhook, update: Update) -> None:
        pause = 1.0
        try:
            for _ in range(2 if self.twice else 1):
                while (told := await self._post(session, webhook, update)) is not None:
                    webhook.refusals += 1
                    await asyncio.sleep(self.second * (told or pause))
                    pause = min(pause * 2, LONGEST_PAUSE)
            if update in self.pending:
                self.pending.remove(update)
        finally:
            self._changed.set()

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Update) -> float | None:
        """None: taken in; else the seconds it asked for, 0 where it asked for none."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        update.given += 1
        self.on_given(update)
        try:
            async with session.post(webhook.url, json=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    return None
                webhook.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
                return min(float(response.headers.get("Retry-After", 0)), LONGEST_RETRY_AFTER)
        except (aiohttp.ClientError, TimeoutError) as failure:
            webhook.last_error = type(failure).__name__
            return 0.0


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
