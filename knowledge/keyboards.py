"""Buttons under messages: what each does is kept here, and the message carries only a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from knowledge.tables import keyboard


@dataclass(frozen=True)
class Keyboard:
    """*person*: who may press, None for everybody in the room; *presses*: plain JSON, one for each button."""

    token: str
    person: str | None
    place: str
    role: str
    presses: tuple[Mapping[str, Any], ...]
    made: datetime
    expires: datetime


def save_keyboard(connection: Connection, made: Keyboard) -> None:
    row = {
        "token": made.token,
        "person": made.person,
        "place": made.place,
        "role": made.role,
        "presses": [dict(one) for one in made.presses],
        "made": made.made,
        "expires": made.expires,
    }
    connection.execute(insert(keyboard), [row])


def read_keyboard(connection: Connection, token: str) -> Keyboard | None:
    row = connection.execute(select(keyboard).where(keyboard.c.token == token)).one_or_none()
    if row is None:
        return None
    presses: Sequence[Mapping[str, Any]] = row.presses
    return Keyboard(row.token, row.person, row.place, row.role, tuple(presses), row.made, row.expires)
