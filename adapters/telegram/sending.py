"""Everything that goes out to a room: once, in its order, and as slowly as Telegram asks.

What cannot have arrived is sent again until it does; what may have arrived is sent once more and no oftener. What goes
out to many is tried once by each call, and whoever sends it decides what then.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from adapters.telegram.braking import Brake
from adapters.telegram.failures import NOT_EDITABLE, TOO_LATE, UNCHANGED, NotDelivered, Unsent, is_gone, says
from adapters.telegram.pacing import GROUP_RATE, GroupPace
from adapters.telegram.places import Spot
from adapters.telegram.whereabouts import Whereabouts
from adapters.telegram.wire import Wire
from bot.program import Clock
from knowledge.database import Database

T = TypeVar("T")
log = logging.getLogger(__name__)

LONGEST_TOAST = 200
MOST_TYPING = 8  # rooms a second that are shown that something comes: in a rush the calls are needed for answers


@dataclass(frozen=True)
class Patience:
    """Seconds between tries, doubling from *first* to *longest*; *tries*: while Telegram says to slow down or cannot be
    reached."""

    first: float = 0.5
    longest: float = 30.0
    tries: int = 1000

    def wait(self, trial: int) -> float:
        return min(self.longest, self.first * 2.0 ** min(trial, 20))


class Sender:
    """*patience*, *group_rate*: tests are in a hurry. *brake*, *pace*: shared by all that goes out over the token."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        *,
        patience: Patience | None = None,
        group_rate: tuple[int, float] = GROUP_RATE,
    ) -> None:
        self._bot = bot
        self._patience = patience or Patience()
        self.wire = Wire(bot)
        self.rooms = Whereabouts(database, clock)
        self.pace = GroupPace(group_rate)
        self.brake = Brake()
        self._typed: deque[float] = deque(maxlen=MOST_TYPING)

    async def send(
        self, spot: Spot, html: str, markup: InlineKeyboardMarkup | None, *, quoting: int | None, silent: bool
    ) -> int:
        """Returns the number of the message. Raises `Gone`, `Unsent`."""
        begun = await self.pace.turn(spot.chat)

        async def call() -> int:
            return await self.wire.send(self.rooms.now_at(spot), html, markup, quoting=quoting, silent=silent)

        try:
            return await self._brought(spot, call)
        finally:
            self.pace.has_had(spot.chat, begun)

    async def edit(self, spot: Spot, message: int, html: str, markup: InlineKeyboardMarkup | None) -> bool:
        """False where it cannot be edited any more. Raises `Gone`, `Unsent`."""
        return await self._edited(spot, lambda: self.wire.edit(self.rooms.now_at(spot), message, html, markup))

    async def edit_buttons(self, spot: Spot, message: int, markup: InlineKeyboardMarkup | None) -> bool:
        """The words stay. As for `edit`."""
        return await self._edited(spot, lambda: self.wire.edit_buttons(self.rooms.now_at(spot), message, markup))

    async def once(self, spot: Spot, call: Callable[[Spot], Awaitable[T]]) -> T:
        """One try, of what goes out to many. A group that has become another one refused it for certain, so it is
        called there. Raises `Gone` and what the library raises."""
        try:
            return await self._tried(spot, call)
        except ChatMigrated as error:
            await self.rooms.try_to_move(spot.chat, error.new_chat_id)
        return await self._tried(spot, call)

    async def _tried(self, spot: Spot, call: Callable[[Spot], Awaitable[T]]) -> T:
        try:
            return await call(self.rooms.now_at(spot))
        except RetryAfter as error:
            self.brake.press(spot.chat, seconds_of(error))
            raise
        except TelegramError as error:
            if is_gone(error):
                await self.rooms.lose(spot, error)
            raise

    async def toast(self, query: str, words: str, *, alert: bool) -> None:
        """Comes too late without any harm."""
        said = words if len(words) <= LONGEST_TOAST else words[: LONGEST_TOAST - 1].rstrip() + "…"
        try:
            await self._bot.answer_callback_query(query, said or None, show_alert=alert or None)
        except TelegramError as error:
            if not says(error, *TOO_LATE):
                log.warning("a button could not be answered: %s", error)

    async def typing(self, spot: Spot) -> bool:
        """Whether it could be shown."""
        if self.brake.room_rests(spot.chat) or not self._has_time_to_show():
            return False
        try:
            return await self.wire.typing(self.rooms.now_at(spot))
        except TelegramError:
            return False

    def _has_time_to_show(self) -> bool:
        now = asyncio.get_running_loop().time()
        if len(self._typed) == MOST_TYPING and now - self._typed[0] < 1.0:
            return False
        self._typed.append(now)
        return True

    async def _edited(self, spot: Spot, call: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await self._brought(spot, call)
        except BadRequest as error:
            return was_edited(error)

    async def _brought(self, spot: Spot, call: Callable[[], Awaitable[T]]) -> T:
        in_doubt = 0
        for trial in range(self._patience.tries):
            await self.brake.passed(spot.chat)
            try:
                return await call()
            except RetryAfter as error:
                self.brake.press(spot.chat, seconds_of(error))
            except ChatMigrated as error:
                await self.rooms.try_to_move(spot.chat, error.new_chat_id)
            except NotDelivered as error:
                log.log(logging.WARNING if trial == 0 else logging.DEBUG, "not delivered, tried again: %s", error)
                await asyncio.sleep(self._patience.wait(trial))
            except BadRequest as error:
                if is_gone(error):
                    await self.rooms.lose(spot, error)
                raise
            except NetworkError as error:
                in_doubt += 1
                if in_doubt > 1:
                    raise Unsent(f"nobody knows whether it arrived: {error}") from error
                await asyncio.sleep(self._patience.wait(trial))
            except TelegramError as error:
                if is_gone(error):
                    await self.rooms.lose(spot, error)
                raise
        raise Unsent("Telegram could not be reached for too long")


def was_edited(error: BadRequest) -> bool:
    """Of an edit that was refused: it says so already, or it cannot be edited any more. Raises what is neither."""
    if says(error, *UNCHANGED):
        return True
    if says(error, *NOT_EDITABLE):
        return False
    raise error


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int) else after.total_seconds()
