"""One update being dealt with: who, where, when, and the few things that can be said back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from adapters.telegram.drawn import Button, Drawn
from adapters.telegram.living import Living
from adapters.telegram.places import Spot
from adapters.telegram.sending import Sender
from adapters.telegram.updates import spot_of, who_of
from adapters.telegram.wire import PlainMarkup
from bot.catalogue import Catalogue
from bot.keyboards import Keyboards
from bot.pages import Who
from bot.program import Bellwether
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)

TYPING_AFTER, TYPING_LASTS = 1.0, 4.5  # seconds; Telegram shows it for five


@dataclass(frozen=True)
class House:
    """What one run of the platform has. *username*: without the @; *account*: the bot's id; *drawing*: held by whoever
    draws boards; *living*: pages that are kept up to date."""

    bellwether: Bellwether
    bot: Bot
    username: str
    account: str
    keyboards: Keyboards
    sender: Sender
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    living: Living = field(default_factory=Living)

    def now(self) -> datetime:
        return self.bellwether.clock.now()


class Turn:
    """*at*: now; *written*: when the message was written, if that is a while ago; *late*: it waited over a restart;
    *sent*: the names of our messages; *question*: the number of the reply that was given, set by whoever answers."""

    def __init__(
        self, house: House, update: Update, *, at: datetime, written: datetime | None = None, late: bool = False
    ) -> None:
        self.house = house
        self.update = update
        self.who: Who = who_of(update)
        self.spot: Spot = spot_of(update)
        self.at = at
        self.written = written
        self.late = late
        self.origin = f"telegram:{house.account}:{update.update_id}"
        self.sent: list[str] = []
        self.question: int | None = None
        self._words: Catalogue | None = None

    def elsewhere(self, private: Spot) -> Turn:
        """The same for a private chat with whoever it is of; what is said there answers nothing here."""
        there = Turn(self.house, self.update, at=self.at, written=self.written, late=self.late)
        there.spot, there.who = private, replace(self.who, place=private.place, shared=False, manages=False)
        return there

    async def say(self, drawn: Drawn, *, quoting: bool | None = None, silent: bool = False) -> str:
        """Returns the name of the message. *quoting*: the message that is answered; by itself only where others read
        along. Raises `Gone`."""
        written = self.update.message or self.update.edited_message
        quotes = self.who.shared if quoting is None else quoting
        named = await self.house.sender.send(
            self.spot,
            drawn.html,
            await markup_of(drawn, self.house.keyboards, who=self.who, at=self.at),
            quoting=written.message_id if written and quotes else None,
            silent=silent,
        )
        self._has_sent(str(named))
        return str(named)

    async def rewrite(self, message: str, drawn: Drawn) -> bool:
        """False where our message cannot be edited any more; one that says so already is fine. Raises `Gone`."""
        markup = await markup_of(drawn, self.house.keyboards, who=self.who, at=self.at)
        done = await self.house.sender.edit(self.spot, int(message), drawn.html, markup)
        if done:
            self._has_sent(message)
        return done

    async def toast(self, words: str = "", *, alert: bool = False) -> None:
        """Answers the button that was pressed, once; at most 200 characters are shown."""
        if self.update.callback_query is not None:
            await self.house.sender.toast(self.update.callback_query.id, words, alert=alert)

    async def words(self) -> Catalogue:
        if self._words is None:
            self._words = await self.house.bellwether.words_for(self.who)
        return self._words

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Shows that something comes, where it does not come within a second."""
        begun: list[asyncio.Task[None]] = []

        def begin() -> None:
            begun.append(asyncio.create_task(self._show_typing()))

        soon = asyncio.get_running_loop().call_later(TYPING_AFTER, begin)
        try:
            yield
        finally:
            soon.cancel()
            for showing in begun:
                showing.cancel()
                with suppress(asyncio.CancelledError):
                    await showing

    async def _show_typing(self) -> None:
        while True:
            if not await self.house.sender.typing(self.spot):
                return
            await asyncio.sleep(TYPING_LASTS)

    def _has_sent(self, message: str) -> None:
        if message not in self.sent:
            self.sent.append(message)


async def markup_of(drawn: Drawn, keyboards: Keyboards, *, who: Who, at: datetime) -> InlineKeyboardMarkup | None:
    """The buttons, handed out to *who*; where they cannot be kept, the words go without them."""
    names = await _names_of(drawn, keyboards, who=who, at=at)
    if names is None:
        return None
    return InlineKeyboardMarkup([[_button(one, names) for one in row] for row in drawn.rows])


async def plain_markup_of(
    drawn: Drawn, keyboards: Keyboards, *, who: Who, at: datetime, alike: bool
) -> PlainMarkup | None:
    """The same as the Bot API reads it, for what goes out to many. *alike*: good for all of them, each alone."""
    names = await _names_of(drawn, keyboards, who=who, at=at, alike=alike)
    if names is None:
        return None
    return {"inline_keyboard": [[_plain_button(one, names) for one in row] for row in drawn.rows]}


async def _names_of(
    drawn: Drawn, keyboards: Keyboards, *, who: Who, at: datetime, alike: bool = False
) -> Iterator[str] | None:
    """Of the buttons that do something, in their order; None where there are none to be shown."""
    if not drawn.rows:
        return None
    presses = [one.does for row in drawn.rows for one in row if one.does is not None]
    try:
        carried = await keyboards.hand_out(
            presses, who=who, at=at, lasts=drawn.lasts, role=drawn.role, for_all=drawn.for_all, alike=alike
        )
    except DatabaseUnwritable as error:
        log.warning("a message goes out without its buttons: %s", error)
        return None
    return iter(carried)


def _plain_button(one: Button, names: Iterator[str]) -> dict[str, Any]:
    return {"text": one.label, **({"url": one.link} if one.does is None else {"callback_data": next(names)})}


def _button(one: Button, names: Iterator[str]) -> InlineKeyboardButton:
    if one.does is None:
        return InlineKeyboardButton(one.label, url=one.link)
    return InlineKeyboardButton(one.label, callback_data=next(names))
