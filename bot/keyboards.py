"""Buttons handed out and pressed: bound to a person and a room, known only by a token, and over after a while.

Who may do what behind a button is asked again where it is done, never here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.commands import Role
from bot.pages import Who
from bot.presses import Press, press_body, press_of
from knowledge.database import Database
from knowledge.keyboards import OF_MANY, Keyboard, end_button, end_keyboard, read_keyboard, save_keyboards

ANSWERS_LAST = timedelta(days=30)  # what families press under an answer
PAGES_LAST = timedelta(days=1)  # a preview, a form
TOKEN_BYTES = 12
MOST_DIGITS = 3


class CannotPress(Exception):
    """Nothing is done; each kind says why."""


class NoSuchButton(CannotPress):
    """Made up, tampered with, or of a message from before all of it was forgotten."""


class NotYours(CannotPress):
    """Somebody else's, or of another room."""


class TooOld(CannotPress):
    """It was good once."""


class Keyboards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def hand_out(
        self,
        presses: Sequence[Press],
        *,
        who: Who,
        at: datetime,
        lasts: timedelta = ANSWERS_LAST,
        role: Role = Role.FAMILY,
        for_all: bool = False,
        alike: bool = False,
    ) -> tuple[str, ...]:
        """What each button carries, in order: at most 20 characters. *for_all*: whoever is in the room may press;
        *alike*: many have the same, each in their own chat, and each may press."""
        if not presses:
            return ()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        bodies = tuple(press_body(one) for one in presses)
        person, place = (None if for_all or alike else who.person), (OF_MANY if alike else who.place)
        made = Keyboard(token, person, place, role.value, bodies, at, at + lasts)
        await self._database.write_alike(save_keyboards, made)
        return tuple(f"{token}.{place}" for place in range(len(presses)))

    async def pressed(self, carried: str, *, who: Who, at: datetime) -> Press:
        """Raises `NoSuchButton`, `NotYours`, `TooOld`, `DatabaseUnreadable`."""
        token, _, place = carried.partition(".")
        if not (token and place.isdecimal() and len(place) <= MOST_DIGITS):
            raise NoSuchButton("not of our making")
        found = await self._database.read(partial(read_keyboard, token=token))
        if found is None or int(place) >= len(found.presses):
            raise NoSuchButton("no such button")
        theirs = found.place == who.place or (found.place == OF_MANY and not who.shared)
        if not theirs or found.person not in (None, who.person):
            raise NotYours("of somebody else")
        press = found.presses[int(place)]
        if at >= found.expires or not press:
            raise TooOld("over")
        return press_of(press, who)

    async def use_up(self, carried: str, *, at: datetime, alone: bool = False) -> None:
        """What was done cannot be done from there again, but where many have it. *alone*: the other buttons of the
        message go on working."""
        token, _, place = carried.partition(".")
        ending = (
            partial(end_button, token=token, place=int(place)) if alone else partial(end_keyboard, token=token, at=at)
        )
        await self._database.write(ending)
