"""Fetching updates by long polling: the offset moves only behind what has been stored."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from adapters.telegram.intake import Intake
from adapters.telegram.request import KeepingRequest
from adapters.telegram.sending import Patience, seconds_of
from adapters.telegram.updates import WANTED
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)

LONG_POLL = 30  # seconds; Telegram answers after fifty at the latest
AT_MOST = 100

CONFLICT = (
    "somebody else fetches the updates of this bot: a second program with the same token, or a webhook "
    "that was set meanwhile. It is tried again until that ends"
)


class Polling:
    """*answers*: what the bot fetches over, which keeps how it came."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        answers: KeepingRequest,
        *,
        patience: Patience | None = None,
        long_poll: int = LONG_POLL,
    ) -> None:
        self._answers = answers
        self._bot = bot
        self._intake = intake
        self._patience = patience or Patience()
        self._long_poll = long_poll
        self._offset: int | None = None
        self._troubles = 0

    async def open(self) -> None:
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def run(self) -> None:
        """Until it is cancelled. Raises `InvalidToken`: it was good once."""
        while True:
            await self._intake.has_room()
            try:
                await self._once()
            except InvalidToken:
                raise
            except (TelegramError, DatabaseUnwritable) as error:
                await asyncio.sleep(self._trouble(error))
            else:
                self._recovered()

    async def _once(self) -> None:
        await self._bot.get_updates(self._offset, limit=AT_MOST, timeout=self._long_poll, allowed_updates=WANTED)
        bodies = self._answers.updates()
        if bodies:
            await self._intake.take(bodies)
            self._offset = max(int(one["update_id"]) for one in bodies) + 1

    def _trouble(self, error: Exception) -> float:
        """How long to wait; said once until it goes well again."""
        level = logging.DEBUG if self._troubles else logging.WARNING
        if isinstance(error, RetryAfter):
            return seconds_of(error)
        if isinstance(error, Conflict):
            log.log(logging.DEBUG if self._troubles else logging.ERROR, "%s (%s)", CONFLICT, error)
        elif isinstance(error, NetworkError):
            log.log(level, "updates cannot be fetched, tried again: %s", error)
        else:
            log.log(level, "updates are not accepted, tried again: %s", error)
        self._troubles += 1
        return self._patience.wait(self._troubles - 1)

    def _recovered(self) -> None:
        if self._troubles:
            log.info("updates are fetched again")
        self._troubles = 0
