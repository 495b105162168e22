"""What a message or a form on Discord is made of before it is sent: plain values, within Discord's limits already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.commands import Role
from bot.keyboards import ANSWERS_LAST, PAGES_LAST
from bot.presses import Press


class Style(StrEnum):
    """Of a button; a link has its own."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """*does*: what a press does; else *link*: an address to open."""

    label: str
    does: Press | None = None
    link: str | None = None
    style: Style = Style.SECONDARY
    disabled: bool = False


@dataclass(frozen=True)
class Option:
    label: str
    does: Press
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Select:
    """A row of its own; of its 1 to 25 options one can be chosen."""

    options: tuple[Option, ...]
    placeholder: str = ""


Row = tuple[Button, ...] | Select


@dataclass(frozen=True)
class EmbedField:
    name: str
    value: str
    inline: bool = False


@dataclass(frozen=True)
class Embed:
    """*colour*: 0xRRGGBB; *at*: shown beside the footer in the viewer's own time."""

    title: str = ""
    description: str = ""
    fields: tuple[EmbedField, ...] = ()
    footer: str = ""
    colour: int | None = None
    url: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Drawn:
    """*private*: only whoever asked sees it; None: as the exchange is. *lasts*, *role*, *for_all*: as for the keyboard
    that is handed out. *silent*: notifies nobody."""

    content: str = ""
    embeds: tuple[Embed, ...] = ()
    rows: tuple[Row, ...] = ()
    private: bool | None = None
    lasts: timedelta = ANSWERS_LAST
    role: Role = Role.FAMILY
    for_all: bool = False
    silent: bool = False


@dataclass(frozen=True)
class TextInput:
    """*name*: the field's; *label*: at most 45 characters; *hint*: below the label, at most 100; *value*: filled in
    already."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    placeholder: str = ""
    long: bool = False
    required: bool = False
    longest: int = 4000


@dataclass(frozen=True)
class Pick:
    """A choice within a form. *options*: value and label, 1 to 25."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    hint: str = ""
    placeholder: str = ""
    required: bool = False


@dataclass(frozen=True)
class Modal:
    """*does*: handed out like a button and given back by `Exchange.carried` when the form is sent; *inputs*: 1 to 5,
    or 4 below *above*: markup to be read while it is filled in."""

    title: str
    does: Press
    inputs: tuple[TextInput | Pick, ...]
    lasts: timedelta = PAGES_LAST
    role: Role = Role.FAMILY
    above: str = ""
