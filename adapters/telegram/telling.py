"""What goes out unasked over Telegram: each message one try, told apart by what is known of it when it fails.

It shares the brake and the pace of groups with the answers to families, and never holds one of those up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import TypeVar

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from adapters.telegram.drawing import draw_reply
from adapters.telegram.drawn import Drawn
from adapters.telegram.failures import Gone, NotDelivered
from adapters.telegram.links import link_to_reply
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.sending import seconds_of, was_edited
from adapters.telegram.showing import QUIET
from adapters.telegram.turns import House, markup_of, plain_markup_of
from adapters.telegram.wire import PlainMarkup
from bot.catalogue import load_catalogue
from bot.channels import CannotRewrite, InDoubt, NobodyThere, NotSent, NotTheirs, NotYet, SlowDown
from bot.families.judging import offers_on
from bot.pages import Invocation, Who
from bot.questions import Reply

T = TypeVar("T")

MOST_ALIKE = 100  # replies that are kept as they were drawn
SAID = tuple(one.name for one in fields(Reply) if one.name not in ("to", "delivery"))


async def keep_telling(house: House) -> None:
    """Until it is cancelled; then what has begun is brought to its end and the lane is given back."""
    await house.bellwether.courier.keep(Telling(house))


class Telling:
    """Telegram as the courier knows it."""

    platform = PLATFORM

    def __init__(self, house: House) -> None:
        self._house = house
        self._sender = house.sender
        self._in_doubt = False
        self._alike: dict[tuple[int, bool], _Alike] = {}

    async def send(self, place: str, reply: Reply) -> str:
        """Returns the number of the message. Raises what a channel raises."""
        spot = _spot(place, reply)
        who = Who(reply.to or spot.place, spot.place, reply.language, shared=spot.chat < 0)
        drawn = self._drawn(reply, who)
        if reply.replaces is not None:
            buttons = await markup_of(drawn.words, self._house.keyboards, who=who, at=self._house.now())
            return await self._rewritten(spot, reply.replaces, drawn.words, buttons)
        markup = await self._markup(drawn, who)
        paid = self._house.bellwether.settings.telling.telegram_paid

        async def call(here: Spot) -> int:
            return await self._sender.wire.send(here, drawn.words.html, markup, silent=reply.silent, paid=paid)

        try:
            with self._told_apart(spot):
                await self._made_sure()
                number = await self._paced(spot, call)
        except NobodyThere as error:
            if spot == Spot.of(place):
                raise
            raise NotTheirs(str(error)) from error  # their own chat is closed, not the group they asked in
        return str(number)

    async def _rewritten(self, spot: Spot, message: str, drawn: Drawn, markup: InlineKeyboardMarkup | None) -> str:
        """In place, which nobody hears. Done twice it is done once, so what is in doubt was not sent."""

        async def call(here: Spot) -> bool:
            try:
                return await self._sender.wire.edit(here, int(message), drawn.html, markup)
            except BadRequest as error:
                return was_edited(error)
            except NetworkError as error:
                raise NotDelivered(error.message) from error

        with self._told_apart(spot):
            if not await self._paced(spot, call):
                raise CannotRewrite(f"message {message} in {spot.place}")
        return message

    async def _paced(self, spot: Spot, call: Callable[[Spot], Awaitable[T]]) -> T:
        """Where it is no turn of its room, or Telegram wants silence, nothing is tried."""
        if rest := self._sender.brake.rests():
            raise SlowDown(timedelta(seconds=rest))
        if wait := self._sender.pace.rests(spot.chat):
            raise NotYet(timedelta(seconds=wait))
        begun = await self._sender.pace.turn(spot.chat)
        try:
            return await self._sender.once(spot, call)
        finally:
            self._sender.pace.has_had(spot.chat, begun)

    @contextmanager
    def _told_apart(self, spot: Spot) -> Iterator[None]:
        try:
            yield
        except RetryAfter as error:
            raise SlowDown(timedelta(seconds=seconds_of(error))) from error
        except Gone as error:
            raise NobodyThere(str(error)) from error
        except NotDelivered as error:
            raise NotSent(error.message) from error
        except InvalidToken:  # whose words carry it
            raise NotSent("Telegram does not take the token any more") from None
        except BadRequest:
            raise
        except NetworkError as error:
            self._in_doubt = True
            raise InDoubt(f"{spot.place}: {error.message}") from error

    async def _made_sure(self) -> None:
        """After something in doubt nothing else is, as long as Telegram does not answer: a call that changes nothing
        goes before. So an outage leaves in doubt only what was under way when it began."""
        if not self._in_doubt:
            return
        try:
            await self._sender.wire.is_there()
        except (RetryAfter, InvalidToken):
            raise
        except TelegramError as error:
            raise NotSent(f"Telegram does not answer: {error.message}") from error
        self._in_doubt = False

    def _drawn(self, reply: Reply, who: Who) -> _Alike:
        """Once for all who are told the very same; what a button keeps says nothing of whoever it was drawn for."""
        key = (id(reply.passages), who.shared)
        before = self._alike.get(key)
        if before is not None and _is_alike(before.reply, reply):
            return before
        while len(self._alike) >= MOST_ALIKE:
            del self._alike[next(iter(self._alike))]
        self._alike[key] = drawn = _Alike(reply, self._drawn_anew(reply, who))
        return drawn

    async def _markup(self, drawn: _Alike, who: Who) -> PlainMarkup | None:
        """Whoever is told the same alone has the same buttons: a row for each of a million would be kept for a
        month."""
        if who.shared or drawn.reply.noted is not None:
            return await self._handed_out(drawn, who, alike=False)
        async with drawn.keeping:
            if drawn.markup is None:
                drawn.markup = await self._handed_out(drawn, who, alike=True)
            return drawn.markup

    async def _handed_out(self, drawn: _Alike, who: Who, *, alike: bool) -> PlainMarkup | None:
        house = self._house
        return await plain_markup_of(drawn.words, house.keyboards, who=who, at=house.now(), alike=alike)

    def _drawn_anew(self, reply: Reply, who: Who) -> Drawn:
        """Among others as short as every answer there, with all of it behind a link."""
        say = load_catalogue(reply.language)
        offers = offers_on(reply, Invocation("ask", who, self._house.now()), say)
        if not who.shared:
            return draw_reply(reply, offers, say)
        quiet = [one for one in offers if one.invocation.name in QUIET]
        return draw_reply(reply, quiet, say, brief=True, more=link_to_reply(self._house.username, reply))


@dataclass
class _Alike:
    """A reply as it is drawn for many. *markup*: their buttons, once they are kept, which one of them sees to."""

    reply: Reply
    words: Drawn
    markup: PlainMarkup | None = None
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)


def _is_alike(one: Reply, other: Reply) -> bool:
    """Whether they are one reply, addressed to two."""
    return all(getattr(one, name) is getattr(other, name) for name in SAID)


def _spot(place: str, reply: Reply) -> Spot:
    """What one person is told of what they asked or follow is theirs alone, wherever they were when they asked for it.
    Raises `NobodyThere`."""
    try:
        spot = Spot.of(place)
        alone = Spot.of(reply.to) if reply.tells and reply.to and not reply.replaces else spot
    except ValueError:
        raise NobodyThere(f"no room of Telegram: {place}") from None
    return alone if spot.chat < 0 < alone.chat else spot
