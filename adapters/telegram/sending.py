"""Everything that goes out to a room: once, in its order, and as slowly as Telegram asks.

What cannot have arrived is sent again until it does; what may have arrived is sent once more and no oftener.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from re import sub
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from adapters.telegram.failures import (
    NOT_EDITABLE,
    TOO_LATE,
    UNCHANGED,
    UNPARSABLE,
    Gone,
    NotDelivered,
    Unsent,
    is_gone,
    says,
)
from adapters.telegram.pacing import GROUP_RATE, GroupPace
from adapters.telegram.places import Spot
from adapters.telegram.request import AiohttpRequest
from bot.program import Clock
from knowledge.database import Database
from knowledge.failures import DatabaseUnwritable
from knowledge.rooms import mark_gone, move_room

T = TypeVar("T")
log = logging.getLogger(__name__)

LONGEST_TOAST = 200


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
    """*patience*, *group_rate*: tests are in a hurry."""

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
        self._database = database
        self._clock = clock
        self._patience = patience or Patience()
        self._moved: dict[int, int] = {}
        self._pace = GroupPace(group_rate)

    async def send(
        self, spot: Spot, html: str, markup: InlineKeyboardMarkup | None, *, quoting: int | None, silent: bool
    ) -> int:
        """Returns the number of the message. Raises `Gone`, `Unsent`."""
        begun = await self._pace.turn(spot.chat)

        async def call(words: str, mode: str | None) -> int:
            here = self._now_at(spot)
            body: dict[str, Any] = {"chat_id": here.chat, "text": words, "link_preview_options": {"is_disabled": True}}
            if mode is not None:
                body["parse_mode"] = mode
            if markup is not None:
                body["reply_markup"] = plain_markup(markup)
            if here.thread is not None:
                body["message_thread_id"] = here.thread
            if silent:
                body["disable_notification"] = True
            if quoting:
                body["reply_parameters"] = {"message_id": quoting, "allow_sending_without_reply": True}
            return int((await self._call("sendMessage", body))["message_id"])

        try:
            return await self._brought(spot, partial(self._in_html, html, call))
        finally:
            self._pace.has_had(spot.chat, begun)

    async def edit(self, spot: Spot, message: int, html: str, markup: InlineKeyboardMarkup | None) -> bool:
        """False where it cannot be edited any more. Raises `Gone`, `Unsent`."""

        async def call(words: str, mode: str | None) -> bool:
            await self._bot.edit_message_text(
                words,
                self._now_at(spot).chat,
                message,
                parse_mode=mode,
                reply_markup=markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return True

        return await self._edited(spot, partial(self._in_html, html, call))

    async def edit_buttons(self, spot: Spot, message: int, markup: InlineKeyboardMarkup | None) -> bool:
        """The words stay. As for `edit`."""

        async def call() -> bool:
            await self._bot.edit_message_reply_markup(self._now_at(spot).chat, message, reply_markup=markup)
            return True

        return await self._edited(spot, call)

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
        here = self._now_at(spot)
        try:
            body: dict[str, Any] = {"chat_id": here.chat, "action": ChatAction.TYPING.value}
            if here.thread is not None:
                body["message_thread_id"] = here.thread
            return bool(await self._call("sendChatAction", body))
        except TelegramError:
            return False

    async def move(self, old: int, new: int) -> None:
        """A group has become another one: all that is kept of its room goes along. Raises `DatabaseUnwritable`."""
        self._moved[old] = new
        await self._database.write(partial(move_room, old=Spot(old).place, new=Spot(new).place))

    def has_become(self, chat: int) -> bool:
        """Whether a group that we were in is this one now."""
        return chat in self._moved.values()

    async def _call(self, method: str, body: Mapping[str, Any]) -> Any:
        """Straight, for what is done most, and of whose result only a number is wanted."""
        request = self._bot.request
        if not isinstance(request, AiohttpRequest):
            raise TypeError("the bot does not call over aiohttp")
        return await request.call(f"{self._bot.base_url}/{method}", body)

    async def _edited(self, spot: Spot, call: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await self._brought(spot, call)
        except BadRequest as error:
            if says(error, *UNCHANGED):
                return True
            if says(error, *NOT_EDITABLE):
                return False
            raise

    async def _in_html(self, html: str, call: Callable[[str, str | None], Awaitable[T]]) -> T:
        """Words that Telegram cannot read as HTML still reach whoever asked."""
        try:
            return await call(html, ParseMode.HTML)
        except BadRequest as error:
            if not says(error, *UNPARSABLE):
                raise
            log.error("a message was sent as plain text, for its HTML is broken: %s", error)
        return await call(unescape(sub("<[^>]*>", "", html)), None)

    async def _brought(self, spot: Spot, call: Callable[[], Awaitable[T]]) -> T:
        in_doubt = 0
        for trial in range(self._patience.tries):
            try:
                return await call()
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except ChatMigrated as error:
                await self._try_to_move(spot.chat, error.new_chat_id)
            except NotDelivered as error:
                log.log(logging.WARNING if trial == 0 else logging.DEBUG, "not delivered, tried again: %s", error)
                await asyncio.sleep(self._patience.wait(trial))
            except BadRequest as error:
                if is_gone(error):
                    await self._gone(spot, error)
                raise
            except NetworkError as error:
                in_doubt += 1
                if in_doubt > 1:
                    raise Unsent(f"nobody knows whether it arrived: {error}") from error
                await asyncio.sleep(self._patience.wait(trial))
            except TelegramError as error:
                if is_gone(error):
                    await self._gone(spot, error)
                raise
        raise Unsent("Telegram could not be reached for too long")

    async def _gone(self, spot: Spot, error: TelegramError) -> None:
        place = self._now_at(spot).place
        try:
            await self._database.write(partial(mark_gone, place=place, at=self._clock.now()))
        except DatabaseUnwritable:
            log.exception("%s is gone, but that could not be noted", place)
        raise Gone(f"{place}: {error.message}") from error

    async def _try_to_move(self, old: int, new: int) -> None:
        try:
            await self.move(self._moved.get(old, old), new)
            self._moved[old] = new
        except DatabaseUnwritable:
            log.exception("a group has become another one, but that could not be noted")

    def _now_at(self, spot: Spot) -> Spot:
        return Spot(self._moved.get(spot.chat, spot.chat), spot.thread)


def plain_markup(markup: InlineKeyboardMarkup) -> dict[str, Any]:
    return {"inline_keyboard": [[_plain_button(one) for one in row] for row in markup.inline_keyboard]}


def _plain_button(button: InlineKeyboardButton) -> dict[str, Any]:
    does = {"url": button.url} if button.url else {"callback_data": button.callback_data}
    return {"text": button.text, **does}


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int) else after.total_seconds()
