"""Buttons under messages: what each does is kept here, and the message carries only a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from knowledge.tables import keyboard

OF_MANY = ""  # stands for the room, where many have the same buttons, each in their own chat


@dataclass(frozen=True)
class Keyboard:
    """*person*: who may press, None for everybody in the room; *presses*: plain JSON, one for each button, empty where
    it is used up."""

    token: str
    person: str | None
    place: str
    role: str
    presses: tuple[Mapping[str, Any], ...]
    made: datetime
    expires: datetime


def save_keyboards(connection: Connection, made: Sequence[Keyboard]) -> Sequence[None]:
    connection.execute(insert(keyboard), [_row(one) for one in made])
    return [None] * len(made)


def _row(made: Keyboard) -> dict[str, Any]:
    return {
        "token": made.token,
        "person": made.person,
        "place": made.place,
        "role": made.role,
        "presses": [dict(one) for one in made.presses],
        "made": made.made,
        "expires": made.expires,
    }


def read_keyboard(connection: Connection, token: str) -> Keyboard | None:
    row = connection.execute(select(keyboard).where(keyboard.c.token == token)).one_or_none()
    if row is None:
        return None
    presses: Sequence[Mapping[str, Any]] = row.presses
    return Keyboard(row.token, row.person, row.place, row.role, tuple(presses), row.made, row.expires)


def end_keyboard(connection: Connection, token: str, at: datetime) -> None:
    """From then on its buttons are too old; one that has ended already stays so. What many have ends for nobody."""
    still = (keyboard.c.token == token) & (keyboard.c.expires > at) & (keyboard.c.place != OF_MANY)
    connection.execute(update(keyboard).where(still).values(expires=at))


def end_button(connection: Connection, token: str, place: int) -> None:
    """One of them does nothing any more, unless many have it; the others stay."""
    found = read_keyboard(connection, token)
    if found is not None and found.place != OF_MANY and place < len(found.presses):
        left = [{} if here == place else dict(one) for here, one in enumerate(found.presses)]
        connection.execute(update(keyboard).where(keyboard.c.token == token).values(presses=left))
