"""The calls that put something into a room, each made once: as HTML, or as plain text where that cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from html import unescape
from re import sub
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from adapters.telegram.failures import UNPARSABLE, says
from adapters.telegram.places import Spot
from adapters.telegram.request import AiohttpRequest

T = TypeVar("T")
log = logging.getLogger(__name__)

PlainMarkup = Mapping[str, Any]
"""Buttons as the Bot API reads them, of which the library has made no objects."""


class Wire:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(
        self,
        spot: Spot,
        html: str,
        markup: InlineKeyboardMarkup | PlainMarkup | None,
        *,
        quoting: int | None = None,
        silent: bool = False,
        paid: bool = False,
    ) -> int:
        """Returns the number of the message. *paid*: Telegram may charge for it."""

        async def call(words: str, mode: str | None) -> int:
            body: dict[str, Any] = {"chat_id": spot.chat, "text": words, "link_preview_options": {"is_disabled": True}}
            if mode is not None:
                body["parse_mode"] = mode
            if markup is not None:
                body["reply_markup"] = plain_markup(markup) if isinstance(markup, InlineKeyboardMarkup) else markup
            if spot.thread is not None:
                body["message_thread_id"] = spot.thread
            if silent:
                body["disable_notification"] = True
            if quoting:
                body["reply_parameters"] = {"message_id": quoting, "allow_sending_without_reply": True}
            if paid:
                body["allow_paid_broadcast"] = True
            return int((await self._call("sendMessage", body))["message_id"])

        return await _in_html(html, call)

    async def edit(self, spot: Spot, message: int, html: str, markup: InlineKeyboardMarkup | None) -> bool:
        async def call(words: str, mode: str | None) -> bool:
            await self._bot.edit_message_text(
                words,
                spot.chat,
                message,
                parse_mode=mode,
                reply_markup=markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return True

        return await _in_html(html, call)

    async def edit_buttons(self, spot: Spot, message: int, markup: InlineKeyboardMarkup | None) -> bool:
        await self._bot.edit_message_reply_markup(spot.chat, message, reply_markup=markup)
        return True

    async def typing(self, spot: Spot) -> bool:
        body: dict[str, Any] = {"chat_id": spot.chat, "action": ChatAction.TYPING.value}
        if spot.thread is not None:
            body["message_thread_id"] = spot.thread
        return bool(await self._call("sendChatAction", body))

    async def is_there(self) -> None:
        """Changes nothing. Raises what any call raises."""
        await self._call("getMe", {})

    async def _call(self, method: str, body: Mapping[str, Any]) -> Any:
        """Straight, for what is done most, and of whose result only a number is wanted."""
        request = self._bot.request
        if not isinstance(request, AiohttpRequest):
            raise TypeError("the bot does not call over aiohttp")
        return await request.call(f"{self._bot.base_url}/{method}", body)


async def _in_html(html: str, call: Callable[[str, str | None], Awaitable[T]]) -> T:
    """Words that Telegram cannot read as HTML still reach whoever asked."""
    try:
        return await call(html, ParseMode.HTML)
    except BadRequest as error:
        if not says(error, *UNPARSABLE):
            raise
        log.error("a message was sent as plain text, for its HTML is broken: %s", error)
    return await call(unescape(sub("<[^>]*>", "", html)), None)


def plain_markup(markup: InlineKeyboardMarkup) -> PlainMarkup:
    return {"inline_keyboard": [[_plain_button(one) for one in row] for row in markup.inline_keyboard]}


def _plain_button(button: InlineKeyboardButton) -> dict[str, Any]:
    does = {"url": button.url} if button.url else {"callback_data": button.callback_data}
    return {"text": button.text, **does}
