"""Filling in a command on Discord: menus for what is chosen, forms for what is written, then what families will read.

Nothing is remembered between two steps but what the button, menu or form carries: the command with its values so far
and the revisions it is based on. So it survives a restart, and several can be open at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.discord import showing
from adapters.discord.drawing import BLUE
from adapters.discord.drawn import Button, Drawn, Embed, Select, Style
from adapters.discord.exchanges import Exchange
from adapters.discord.letters import escaped
from adapters.discord.modals import SCOPE, asked_at_once, draw_form, groups, more_fields
from adapters.discord.pieces import as_edited, asked_of_piece, beside_piece, is_of_piece
from adapters.discord.selecting import draw_ask
from adapters.discord.slow import acknowledge_slow
from adapters.discord.staff_messages import must_stand
from bot.commands import Command, Role, find_command
from bot.curating.prefilled import Standing, standing, touched
from bot.guiding import Guiding, guiding
from bot.guiding_words import LEFT, OVER, WRITE_IT
from bot.keyboards import PAGES_LAST, CannotPress
from bot.pages import Invocation, Page, PageKind
from bot.presses import Fill, Step, StepKind
from bot.suggestions import Suggestion
from knowledge.failures import DatabaseUnreadable

MOST_OFFERED = 25  # options of one menu


async def begin(exchange: Exchange, invocation: Invocation) -> bool:
    """Comes before a command is done: whether its form was opened, because it wants words."""
    command = find_command(invocation.name, invocation.action)
    if command is None or invocation.confirmed:
        return False
    fields = await _asked(exchange, command, invocation)
    return bool(fields) and await _open(exchange, Fill(invocation, fields, here=False))


async def _asked(exchange: Exchange, command: Command, invocation: Invocation) -> tuple[str, ...]:
    if is_of_piece(command):
        return await asked_of_piece(exchange, command, invocation)
    return asked_at_once(command, invocation)


async def save_as_answer(exchange: Exchange, invocation: Invocation) -> None:
    """The form of a command, with what it has already."""
    command = find_command(invocation.name, invocation.action)
    names = groups(command)[0] if command is not None else ()
    if not await _open(exchange, Fill(invocation, names, here=False)):
        await _go_on(exchange, invocation, rewrite=False)


async def run(exchange: Exchange, invocation: Invocation) -> None:
    """A command with what is given, in a message of its own; what it lacks is asked for."""
    await _go_on(exchange, invocation, rewrite=False)


async def ask(exchange: Exchange, page: Page, invocation: Invocation, *, rewrite: bool = False) -> None:
    """What a page of kind form lacks, asked for; all that was wrong is named."""
    guide = await _guide(exchange, invocation)
    asked = await guide.after(page, replace(invocation, who=exchange.who)) if guide is not None else None
    if guide is None or asked is None:
        await showing.show_page(exchange, page, rewrite=rewrite)
        return
    named = {one.field: one.words for one in page.problems if one.field not in ("", asked.form.asked)}
    given = invocation.values
    others = [(name, words if given.get(name) else "") for name, words in named.items()]
    await _put(exchange, draw_ask(asked, guide.command, guide.say, others=others), rewrite=rewrite)


async def step(exchange: Exchange, press: Step | Fill) -> None:
    """A button or menu of a form."""
    if isinstance(press, Step):
        words = LEFT if press.kind is StepKind.CANCEL else OVER
        await _put(exchange, Drawn(escaped((await exchange.words())(words))), rewrite=not await must_stand(exchange))
        return
    command = find_command(press.invocation.name, press.invocation.action)
    fields = press.fields or (await _asked(exchange, command, press.invocation) if command is not None else ())
    if not fields or not await _open(exchange, replace(press, fields=fields)):
        await _go_on(exchange, press.invocation, rewrite=press.here and not await must_stand(exchange))


async def sent(exchange: Exchange) -> None:
    """A form was sent: the command goes on with what was changed in it."""
    try:
        press = await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at)
    except CannotPress:
        await exchange.say_once((await exchange.words())(OVER))
        return
    if isinstance(press, Fill):
        invocation = replace(press.invocation, values=_filled(press, exchange.fields))
        await _go_on(exchange, invocation, rewrite=press.here and not await must_stand(exchange))


def goes_on(page: Page) -> bool:
    """Whether what a page lacks is asked for step by step; a family's page with offers says by itself what to press."""
    return not page.offers or (page.command is not None and page.command.role is not Role.FAMILY)


def edit_of(invocation: Invocation) -> Fill | None:
    """What "Edit" does below an editor's preview: the first of the command's fields, as they are."""
    invocation = as_edited(invocation)
    command = find_command(invocation.name, invocation.action)
    names = groups(command) if command is not None and command.role is not Role.FAMILY else ()
    return Fill(_unconfirmed(invocation), names[0]) if names else None


async def more_of(exchange: Exchange, invocation: Invocation) -> Select | None:
    """The way from a preview to whom it is about, and to the fields that the first form has no room for."""
    invocation = as_edited(invocation)
    guide = await _guide(exchange, invocation)
    if guide is None:
        return None
    return more_fields(guide.command, _unconfirmed(invocation), guide.say, scopes=await _scopes(guide, invocation))


async def _scopes(guide: Guiding, invocation: Invocation) -> Sequence[Suggestion]:
    field = guide.command.field(SCOPE)
    if field is None:
        return ()
    return await guide.likely(field, invocation)


def _filled(fill: Fill, given: Mapping[str, str]) -> dict[str, str]:
    """As it was written, with its line breaks."""
    kept = {name: value for name, value in fill.invocation.values.items() if name not in given}
    changed = touched(given, fill.stands)
    return {**kept, **{name: given[name].strip() or words for name, words in changed.items()}}


async def _go_on(exchange: Exchange, invocation: Invocation, *, rewrite: bool) -> None:
    """The command with what there is: the next thing is asked for, or what comes of it is shown."""
    guide = await _guide(exchange, invocation)
    if guide is None:
        await exchange.say_once((await exchange.words())(OVER))
        return
    values = guide.dated(invocation.values)
    invocation = replace(_unconfirmed(invocation), values=values, who=exchange.who, at=exchange.at)
    await acknowledge_slow(exchange, invocation)
    page = await exchange.house.bellwether.desk.do(invocation)
    rewrite = rewrite and bool(exchange.message)
    if page.kind is PageKind.FORM:
        await ask(exchange, page, invocation, rewrite=rewrite)
    else:
        await showing.show_page(exchange, page, rewrite=rewrite, invocation=invocation)


async def _open(exchange: Exchange, fill: Fill) -> bool:
    """False where there is nothing to fill in: the command then says why. A form that cannot be opened from here is
    opened by a button."""
    exchange.may_open_form()
    guide = await _guide(exchange, fill.invocation)
    desk, invocation = exchange.house.bellwether.desk, replace(_unconfirmed(fill.invocation), at=exchange.at)
    try:
        if guide is None or not (await desk.role(exchange.who)).may(guide.command.role):
            return False
        before = await standing(desk, invocation)
        if before is None and invocation.name == "article":  # a calendar's days, or a text without a date yet
            before = Standing()
    except DatabaseUnreadable:
        return False
    if before is None:
        return False
    invocation = replace(
        invocation, values=guide.dated(invocation.values), based_on=invocation.based_on or before.based_on
    )
    stands = {name: words for name, words in before.values.items() if name in fill.fields}
    fill = replace(fill, invocation=invocation, stands=stands)
    title, above = await beside_piece(exchange, guide, fill)
    form = draw_form(guide.command, fill, guide.say, guide.edition, title=title, above=above)
    if not await exchange.modal(form):
        await _put(exchange, _way_in(guide, fill), rewrite=False)
    return True


def _way_in(guide: Guiding, fill: Fill) -> Drawn:
    embed = Embed(description=escaped(guide.say(guide.command.help)), colour=BLUE)
    opening = Button(guide.say(WRITE_IT), fill, style=Style.PRIMARY)
    leaving = Button(guide.say("Cancel"), Step(StepKind.CANCEL))
    return Drawn(embeds=(embed,), rows=((opening, leaving),), lasts=PAGES_LAST, role=guide.command.role)


async def _put(exchange: Exchange, drawn: Drawn, *, rewrite: bool) -> None:
    if not rewrite or not await exchange.rewrite(drawn):
        await exchange.show(drawn)


def _unconfirmed(invocation: Invocation) -> Invocation:
    return replace(invocation, confirmed=False)


async def _guide(exchange: Exchange, invocation: Invocation) -> Guiding | None:
    language = (await exchange.words()).language
    about = replace(invocation, who=exchange.who)
    guide = await guiding(exchange.house.bellwether.desk, about, at=exchange.at, language=language)
    return replace(guide, most=MOST_OFFERED) if guide is not None else None
