"""One interaction or message being dealt with: who, where, when, and the few things that can be said back.

An interaction is acknowledged by itself when its answer takes a while, so whoever answers need not think of the three
seconds that Discord gives.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import discord
from discord import app_commands

from adapters.discord.acknowledging import Acknowledging
from adapters.discord.drawn import Drawn, Modal
from adapters.discord.failures import Gone, Unsent
from adapters.discord.files import File
from adapters.discord.incoming import About, Kind, Used
from adapters.discord.lanes import LetGo
from adapters.discord.places import PLATFORM
from adapters.discord.sending import Sender
from adapters.discord.views import modal_of, view_of
from bot.catalogue import Catalogue
from bot.keyboards import Keyboards
from bot.pages import Who
from bot.program import Bellwether
from bot.telling.living import Living
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)

DEFERRED_AFTER = 1.5  # seconds; Discord gives three
TOO_LATE = 2.9  # seconds
FORM_AFTER = 2.3  # seconds: what was acknowledged can open no form
TYPING_AFTER, TYPING_LASTS = 1.0, 8.0  # seconds; Discord shows it for ten


@dataclass(frozen=True)
class House:
    """What one run of the platform has. *account*: the application's number; *user*: the bot's; *name*: what the bot is
    called; *commands*: the numbers of those that stand at Discord, once that is known; *drawing*: held while the boards
    are; *living*: pages that are kept up to date."""

    bellwether: Bellwether
    keyboards: Keyboards
    sender: Sender
    account: str
    user: int
    name: str
    commands: dict[str, int] = field(default_factory=dict)
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    living: Living = field(default_factory=Living)

    def now(self) -> datetime:
        return self.bellwether.clock.now()


class Exchange:
    """*private*: what is shown is for whoever asked alone, unless it says otherwise itself; *used*, *files*, *about*,
    *carried*, *fields*, *text*, *message*: as `Kind` has them; *ephemeral*, *buttons*: of the message that was
    pressed, what each carries and its label; *lacking*: permissions that we lack in this room; *sent*: the names of
    our messages, with *standing*: the first of them that stays; *let_go*: comes before waiting for Discord;
    *question*: the number of the reply, set by whoever answers; *opened*: the private chat that was opened for
    whoever pressed."""

    def __init__(
        self, house: House, kind: Kind, who: Who, *, at: datetime, number: int, way: Acknowledging | None = None
    ) -> None:
        self.house = house
        self.kind = kind
        self.who = who
        self.at = at
        self.number = number
        self.origin = f"{PLATFORM}:{house.account}:{number}"
        self.written: datetime | None = None
        self.private = who.shared and way is not None
        self.used: Used | None = None
        self.files: tuple[File, ...] = ()
        self.about: About | None = None
        self.carried = ""
        self.fields: Mapping[str, str] = {}
        self.text = ""
        self.mentioned = False
        self.attachments = False
        self.message = ""
        self.ephemeral = False
        self.buttons: tuple[tuple[str, str], ...] = ()
        self.roles: tuple[str, ...] = ()
        self.server: int | None = None
        self.locale = ""
        self.lacking: tuple[str, ...] = ()
        self.sent: list[str] = []
        self.standing = ""
        self.question: int | None = None
        self.opened = ""
        self.let_go: LetGo = lambda: None
        self._way = way
        self._words: Catalogue | None = None
        self._may_open_form = False
        self._form_opened = False

    @property
    def is_late(self) -> bool:
        """Whether Discord takes no first response any more."""
        return self._way is not None and self._way.age > TOO_LATE

    async def show(self, drawn: Drawn, *, private: bool | None = None) -> str:
        """One message more; the first answers what was asked. Returns its name. Raises `Gone`, `Unsent`."""
        self.let_go()
        alone = self._way is not None and next(one for one in (private, drawn.private, self.private) if one is not None)
        if self._way is None:
            quoted = self.message if self.who.shared and not self.sent else None
            named = await self.house.sender.send(self.who.place, drawn, who=self.who, replying=quoted)
        else:
            named = await self._answer(self._way, drawn, alone=alone)
        self.sent.append(named)
        self.standing = self.standing or ("" if alone else named)
        return named

    async def rewrite(self, drawn: Drawn, message: str | None = None) -> bool:
        """Our message that was pressed, else the last that was shown; or a named one of this room. False: it cannot be
        changed any more. Raises `Gone`, `Unsent`."""
        self.let_go()
        named = message or self._standing()
        if not named:
            return False
        if self._way is None or self._way.over or named not in (self._pressed_on(), *self.sent):
            return await self.house.sender.edit(self.who.place, named, drawn, who=self.who)
        view = await view_of(drawn, self.house.keyboards, who=self.who, at=self.at)
        if named != self._pressed_on():
            return await self._way.edit(named, drawn, view)
        done = await self._way.rewrite(drawn, view)
        if done and named not in self.sent:
            self.sent.append(named)
        return done

    async def relabel(self, labels: Mapping[str, str]) -> bool:
        """Of the message that was pressed only the labels change: what a button carries, and what it shall say."""
        if self._way is None or self._way.over or not self._pressed_on():
            return False
        return await self._way.relabel(labels)

    async def delete(self, message: str | None = None) -> bool:
        self.let_go()
        named = message or self._standing()
        if not named:
            return False
        if self._way is None or self._way.over or named not in (self._pressed_on(), *self.sent):
            return await self.house.sender.delete(self.who.place, named)
        return await self._way.delete(None if named == self._pressed_on() else named)

    def may_open_form(self) -> None:
        """Said first where a form may follow: what was acknowledged can open none."""
        self._may_open_form = True

    async def modal(self, modal: Modal) -> bool:
        """Whether it could be opened; else a button in a message leads there."""
        if self._way is None or self.kind not in (Kind.COMMAND, Kind.MENU, Kind.PRESS):
            return False
        try:
            made = await modal_of(modal, self.house.keyboards, who=self.who, at=self.at)
        except DatabaseUnwritable as error:
            log.warning("a form cannot be opened: %s", error)
            return False
        self._form_opened = await self._way.open(made)
        return self._form_opened

    async def choices(self, found: Sequence[tuple[str, str]]) -> None:
        """Label and value of what an option may be; at most 25, of 100 characters each."""
        self.let_go()
        if self._way is not None and self.kind is Kind.TYPING and not self.is_late:
            await self._way.choose_from([app_commands.Choice(name=label, value=value) for label, value in found])

    async def acknowledge(self) -> None:
        """Without waiting for the answer, which is known to take a while."""
        self.let_go()
        if self._way is not None:
            await self._acknowledge(self._way)

    async def nothing(self) -> None:
        """Acknowledged, with nothing to be seen."""
        if self._way is not None:
            await self._way.leave()

    async def say_once(self, words: str) -> str:
        """A sentence for whoever asked alone."""
        return await self.show(Drawn(words), private=True)

    async def words(self) -> Catalogue:
        if self._words is None:
            self._words = await self.house.bellwether.words_for(self.who)
        return self._words

    @asynccontextmanager
    async def watched(self, patience: float | None = None) -> AsyncIterator[None]:
        """While it is dealt with: it is acknowledged, or shown as being written, when that takes a while. *patience*:
        seconds, other than usual."""
        watching = asyncio.create_task(self._watch(patience))
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def end(self) -> None:
        """Comes last: what was never answered is acknowledged."""
        if self._way is None or self._form_opened:
            return
        if self.kind is Kind.TYPING:
            await self.choices(())
        else:
            await self._way.leave()

    async def _watch(self, patience: float | None) -> None:
        if self._way is None:
            await self._show_typing()
        else:
            await self._defer(self._way, DEFERRED_AFTER if patience is None else patience)

    async def _defer(self, way: Acknowledging, patience: float) -> None:
        await asyncio.sleep(patience)
        if self._may_open_form:
            await asyncio.sleep(FORM_AFTER - patience)
        await self._acknowledge(way)

    async def _acknowledge(self, way: Acknowledging) -> None:
        try:
            await way.defer(alone=self.private)
        except (Gone, Unsent, discord.HTTPException) as error:
            log.info("not acknowledged: %s", error)

    async def _show_typing(self) -> None:
        await asyncio.sleep(TYPING_AFTER)
        while True:
            if not await self.house.sender.typing(self.who.place):
                return
            await asyncio.sleep(TYPING_LASTS)

    async def _answer(self, way: Acknowledging, drawn: Drawn, *, alone: bool) -> str:
        """What comes too late for the interaction is still said where nobody reads along."""
        if not way.over:
            view = await view_of(drawn, self.house.keyboards, who=self.who, at=self.at)
            try:
                return await way.show(drawn, view, alone=alone)
            except Gone:
                if self.who.shared:
                    raise
        elif self.who.shared:
            raise Gone(f"{self.origin} is over")
        return await self.house.sender.send(self.who.place, drawn, who=self.who)

    def _pressed_on(self) -> str:
        return self.message if self.kind in (Kind.PRESS, Kind.FORM) else ""

    def _standing(self) -> str:
        return self._pressed_on() or (self.sent[-1] if self.sent else "")
