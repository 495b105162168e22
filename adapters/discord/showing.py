"""Showing what the core gave back: a message more, or one of ours in a new state; a form goes on as a form.

What only whoever asked sees is whole, with all that can be done about it and, in a server, a way to share it. What
everybody there reads is brief, and "More" shows the whole of it to whoever presses, alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.discord import forms
from adapters.discord.buttons import button
from adapters.discord.drawing import draw_page, draw_reply
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange
from adapters.discord.letters import DESCRIPTION, EMBEDS, clickable
from adapters.discord.staff_messages import must_stand
from adapters.discord.told_where import where_told
from adapters.discord.tree import alone
from bot.again import about
from bot.catalogue import Catalogue, load_catalogue
from bot.commands import Role, find_command
from bot.families.judging import offers_on
from bot.letters import units
from bot.pages import Invocation, Offer, Page, PageKind
from bot.presses import Again
from bot.private_words import TELL_ME
from bot.questions import Reply
from bot.room_words import MORE, SHARE
from bot.telling.showing import keep_showing


async def show_reply(
    exchange: Exchange,
    reply: Reply,
    *,
    rewrite: bool = False,
    more_offers: Sequence[Offer] = (),
    above: str = "",
) -> None:
    """*rewrite*: our message that takes on the reply, where it can still be edited; *more_offers*: below the usual
    ones, where nobody else reads it; *above*: markup that stands over it."""
    exchange.question = reply.noted or exchange.question
    drawn = await _drawn(exchange, reply, more_offers)
    if above:
        drawn = replace(drawn, content="\n".join(filter(None, (above, drawn.content))))
    await put(exchange, (drawn,), rewrite=rewrite)


async def show_page(
    exchange: Exchange, page: Page, *, rewrite: bool = False, invocation: Invocation | None = None
) -> None:
    """*invocation*: what the page came of; without it a form cannot be opened and only says what it needs."""
    if page.kind is PageKind.FORM and invocation is not None and forms.goes_on(page):
        await forms.ask(exchange, page, invocation, rewrite=rewrite)
        return
    if page.reply is not None and not (page.lines or page.grid or page.previews):
        await show_reply(exchange, page.reply, rewrite=rewrite)
        return
    if rewrite:
        exchange.house.living.leave((exchange.who.place, exchange.message))
    if rewrite and await must_stand(exchange):
        rewrite = False
    say, role = await exchange.words(), needed(page.offers)
    if page.kind is PageKind.PREVIEW and invocation is not None:
        edit, besides = forms.edit_of(invocation), await forms.more_of(exchange, invocation)
        await put(exchange, draw_page(page, say, role=role, edit=edit, besides=besides), rewrite=rewrite)
        return
    named = await put(exchange, draw_page(page, say, role=role), rewrite=rewrite)
    if page.live is not None:
        exchange.house.living.begin((exchange.who.place, named), _kept_showing(exchange, page, named, say))


async def put(exchange: Exchange, drawn: Sequence[Drawn], *, rewrite: bool) -> str:
    """The name of the last message."""
    first, *others = (_with_commands(one, exchange.house.commands) for one in drawn)
    rewritten = rewrite and await exchange.rewrite(first)
    named = exchange.message or exchange.sent[-1] if rewritten else await exchange.show(first)
    for one in others:
        named = await exchange.show(replace(one, silent=True))
    return named


async def _kept_showing(exchange: Exchange, page: Page, message: str, say: Catalogue) -> None:
    """What only whoever asked sees can be changed for a quarter of an hour, as long as Discord lets it live."""
    core = exchange.house.bellwether

    async def show(newer: Page) -> bool:
        exchange.at = exchange.house.now()
        drawn = draw_page(newer, say, role=needed(newer.offers))[-1]
        return await exchange.rewrite(_with_commands(drawn, exchange.house.commands), message)

    await keep_showing(page, show, desk=core.desk, clock=core.clock)


def _with_commands(drawn: Drawn, numbers: Mapping[str, int]) -> Drawn:
    """Commands that are named in it open by a tap, as far as that leaves it within its limit."""
    plain = {name: number for name, number in numbers.items() if name in alone()}
    embeds = []
    for one in drawn.embeds:
        description = clickable(one.description, plain)
        fits = sum(units(each.description) + units(each.title) for each in drawn.embeds) + len(description) < EMBEDS
        embeds.append(replace(one, description=description) if fits and units(description) <= DESCRIPTION else one)
    return replace(drawn, embeds=tuple(embeds))


def needed(offers: Sequence[Offer]) -> Role:
    """The role of whoever may do all of it."""
    found = [find_command(one.invocation.name, one.invocation.action) for one in offers]
    return max((one.role for one in found if one is not None), key=lambda role: role.rank, default=Role.FAMILY)


def is_read_by_all(exchange: Exchange) -> bool:
    """Whether others read what is shown next."""
    return exchange.who.shared and not exchange.private


async def _drawn(exchange: Exchange, reply: Reply, more_offers: Sequence[Offer]) -> Drawn:
    say, asked = await _words_of(exchange, reply), about(reply)
    if is_read_by_all(exchange):
        more = button(say(MORE), Again(asked)) if asked else None
        # What may have been meant is for whoever asked to say.
        return replace(draw_reply(reply, (), say, brief=True, more=more), for_all=not reply.choices)
    offers = (*offers_on(reply, Invocation("ask", exchange.who, exchange.at), say), *more_offers)
    if not exchange.who.shared:
        return draw_reply(reply, offers, say)
    below = ""
    if any(_follows(one) for one in offers):
        offers = tuple(replace(one, label=say(TELL_ME)) if _follows(one) else one for one in offers)
        below = await where_told(exchange, reply, say)
    share = button(say(SHARE), Again(asked, shared=True)) if asked else None
    return draw_reply(reply, offers, say, more=share, below=below)


def _follows(offer: Offer) -> bool:
    """From within a server what is followed is told in private."""
    return offer.invocation.name == "follow"


async def _words_of(exchange: Exchange, reply: Reply) -> Catalogue:
    """In the language of the reply, which may be another than that of the app."""
    say = await exchange.words()
    return say if say.language == reply.language else load_catalogue(reply.language)
