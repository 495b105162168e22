"""Following from within a server: what is told later is told in private, so that nobody else reads it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from adapters.discord.drawing import draw_page
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange
from adapters.discord.failures import Gone, Unsent
from adapters.discord.letters import escaped
from bot.commands import Role
from bot.desk import refused
from bot.pages import Invocation, Page, PageKind
from bot.private_words import HERE
from bot.room_words import CANNOT_WRITE
from knowledge.people import last_answer, read_follows


async def follow(exchange: Exchange, invocation: Invocation) -> Page:
    """The first time it is written there what is followed: only that shows whether a change can be told there."""
    desk, who = exchange.house.bellwether.desk, invocation.who
    if not who.shared or invocation.values.get("here") == "yes" or not exchange.house.bellwether.records:
        return await desk.do(invocation)
    say, sender, message = await exchange.words(), exchange.house.sender, ""
    values = await _values(exchange, invocation)
    try:
        place = await sender.private_room(who.person)
        if not await desk.database.read(partial(read_follows, who=who.person, at=exchange.at, place=place)):
            message = await sender.send(place, Drawn(escaped(say(HERE))))
    except (Gone, Unsent):
        return refused(say, say(CANNOT_WRITE))
    alone = replace(who, place=place, shared=False, fleeting=False, apart=True)
    page = await desk.do(replace(invocation, values=values, who=alone))
    if message and page.kind is PageKind.DONE:
        await sender.edit(place, message, draw_page(page, say, role=Role.FAMILY)[-1], who=alone)
    elif message:
        await sender.delete(place, message)
    return page


async def _values(exchange: Exchange, invocation: Invocation) -> dict[str, str]:
    """Without words it is about what was answered last in the room where it was written."""
    values, who = dict(invocation.values), invocation.who
    if not values.get("answer") and not values.get("topic"):
        reading = partial(last_answer, who=who.person, place=who.place)
        newest = await exchange.house.bellwether.database.read(reading)
        values |= {"answer": str(newest)} if newest else {}
    return values
