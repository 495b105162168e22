"""What a message on Telegram is made of before it is sent: HTML that is escaped already, and rows of buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.commands import Role
from bot.keyboards import ANSWERS_LAST
from bot.presses import Press


@dataclass(frozen=True)
class Button:
    """*does*: what a press does; else *link*: an address to open."""

    label: str
    does: Press | None = None
    link: str | None = None


@dataclass(frozen=True)
class Drawn:
    """*lasts*, *role*, *for_all*: as for the keyboard that is handed out."""

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()
    lasts: timedelta = ANSWERS_LAST
    role: Role = Role.FAMILY
    for_all: bool = False
