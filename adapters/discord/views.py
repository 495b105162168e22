"""What is drawn, as the library sends it. Views are stopped before they are sent, so that it keeps none of them: what a
press does stands in the database under the token that its button carries.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import discord
from discord import ui

from adapters.discord.drawn import Button, Drawn, Embed, Modal, Pick, Row, Select, TextInput
from bot.keyboards import Keyboards
from bot.pages import Who
from bot.presses import Press
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)

OURS = "bw:"  # begins what each of our buttons carries
STYLES = {one.name: one for one in discord.ButtonStyle}


def embeds_of(drawn: Drawn) -> list[discord.Embed]:
    return [_embed(one) for one in drawn.embeds]


async def view_of(drawn: Drawn, keyboards: Keyboards, *, who: Who, at: datetime) -> ui.View | None:
    """The buttons, handed out to *who*; where they cannot be kept, the words go without them."""
    if not drawn.rows:
        return None
    presses = [one for row in drawn.rows for one in _presses(row)]
    try:
        carried = await keyboards.hand_out(
            presses, who=who, at=at, lasts=drawn.lasts, role=drawn.role, for_all=drawn.for_all
        )
    except DatabaseUnwritable as error:
        log.warning("a message goes out without its buttons: %s", error)
        return None
    view, names = ui.View(timeout=None), iter(carried)
    for place, row in enumerate(drawn.rows):
        for item in _items(row, names, place):
            view.add_item(item)
    view.stop()
    return view


async def modal_of(modal: Modal, keyboards: Keyboards, *, who: Who, at: datetime) -> ui.Modal:
    """Raises `DatabaseUnwritable`: a form that cannot be taken in is not shown."""
    (carried,) = await keyboards.hand_out((modal.does,), who=who, at=at, lasts=modal.lasts, role=modal.role)
    made = ui.Modal(title=modal.title, custom_id=OURS + carried)
    if modal.above:
        made.add_item(ui.TextDisplay(modal.above))
    for one in modal.inputs:
        component = _pick(one) if isinstance(one, Pick) else _text_input(one)
        made.add_item(ui.Label(text=one.label, description=one.hint or None, component=component))
    made.stop()
    return made


def relabelled(message: discord.Message, labels: Mapping[str, str]) -> ui.View:
    """As it stands, but for the labels of some buttons, named by what they carry."""
    view = ui.View.from_message(message, timeout=None)
    for one in view.children:
        if isinstance(one, ui.Button) and one.custom_id:
            one.label = labels.get(one.custom_id.removeprefix(OURS), one.label)
    view.stop()
    return view


def _embed(one: Embed) -> discord.Embed:
    made = discord.Embed(
        title=one.title or None,
        description=one.description or None,
        colour=one.colour,
        url=one.url,
        timestamp=one.at,
    )
    for field in one.fields:
        made.add_field(name=field.name, value=field.value, inline=field.inline)
    if one.footer:
        made.set_footer(text=one.footer)
    return made


def _presses(row: Row) -> Iterator[Press]:
    if isinstance(row, Select):
        yield from (one.does for one in row.options)
    else:
        yield from (one.does for one in row if one.does is not None)


def _items(row: Row, names: Iterator[str], place: int) -> Iterator[ui.Item[Any]]:
    if isinstance(row, Select):
        yield _select(row, names, place)
        return
    for one in row:
        yield _button(one, names, place)


def _button(one: Button, names: Iterator[str], place: int) -> ui.Button[Any]:
    if one.does is None:
        return ui.Button(label=one.label, url=one.link, row=place)
    style = STYLES[one.style.value]
    return ui.Button(label=one.label, custom_id=OURS + next(names), style=style, disabled=one.disabled, row=place)


def _select(row: Select, names: Iterator[str], place: int) -> ui.Select[Any]:
    """Its options carry what each of them does; what it carries itself only tells it from others."""
    options = [
        discord.SelectOption(
            label=one.label, value=next(names), description=one.description or None, default=one.chosen
        )
        for one in row.options
    ]
    named = f"{OURS}{options[0].value}.select"
    return ui.Select(custom_id=named, options=options, placeholder=row.placeholder or None, row=place)


def _text_input(one: TextInput) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=one.name,
        style=discord.TextStyle.paragraph if one.long else discord.TextStyle.short,
        default=one.value or None,
        placeholder=one.placeholder or None,
        required=one.required,
        max_length=one.longest,
    )


def _pick(one: Pick) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=label, value=value, default=value == one.value) for value, label in one.options
    ]
    return ui.Select(
        custom_id=one.name,
        options=options,
        placeholder=one.placeholder or None,
        required=one.required,
        min_values=1 if one.required else 0,
    )
