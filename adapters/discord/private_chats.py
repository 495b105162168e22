"""Private chats, opened by somebody's own press or command: what is told later is told there, to them alone.

The first message there shows whether they can be written to at all.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from adapters.discord.drawing import draw_page
from adapters.discord.drawn import Button, Drawn
from adapters.discord.exchanges import Exchange
from adapters.discord.failures import Gone, Unsent
from adapters.discord.letters import escaped
from adapters.discord.places import number_of
from bot.catalogue import Catalogue
from bot.commands import Role
from bot.desk import refused
from bot.pages import Invocation, Page, PageKind, Who
from bot.private_words import CLOSED_TO_ME, HERE, OPEN_THE_CHAT, WRITTEN_THERE
from bot.room_words import CANNOT_WRITE
from knowledge.people import last_answer

PRIVATELY = "private"  # the field of /person that says so
CHAT = "https://discord.com/channels/@me/{number}"


async def follow(exchange: Exchange, invocation: Invocation) -> Page:
    """From within a server it is told in private, and said there at once what is followed."""
    desk, who = exchange.house.bellwether.desk, invocation.who
    if not who.shared or invocation.values.get("here") == "yes" or not exchange.house.bellwether.records:
        return await desk.do(invocation)
    say, values = await exchange.words(), await _values(exchange, invocation)
    try:
        there, message = await _opened(exchange, who, say)
    except (Gone, Unsent):
        return refused(say, say(CANNOT_WRITE))
    page = await desk.do(replace(invocation, values=values, who=there))
    if page.kind is PageKind.DONE:
        exchange.opened = there.place
        await exchange.house.sender.edit(there.place, message, _drawn(page, say), who=there)
    else:
        await exchange.house.sender.delete(there.place, message)
    return page


async def tells_privately(exchange: Exchange, invocation: Invocation) -> bool:
    """Whether somebody asked that a person answers them in a private chat: it is opened with what they wait for."""
    if invocation.name != "person" or not invocation.values.get(PRIVATELY) or not exchange.who.fleeting:
        return False
    say = await exchange.words()
    try:
        there, message = await _opened(exchange, exchange.who, say)
    except Gone:
        await exchange.say_once(say(CLOSED_TO_ME))
        return True
    page = await exchange.house.bellwether.desk.do(replace(invocation, who=there, at=exchange.at))
    await exchange.house.sender.edit(there.place, message, _drawn(page, say), who=there)
    if page.kind is PageKind.DONE:
        words = Drawn(escaped(say(WRITTEN_THERE)), rows=leading(there.place, say))
        if not await exchange.rewrite(words):
            await exchange.show(words, private=True)
    return True


def leading(place: str, say: Catalogue) -> tuple[tuple[Button, ...], ...]:
    """A link to a private chat; it opens for nobody else."""
    return ((Button(say(OPEN_THE_CHAT), link=CHAT.format(number=number_of(place))),),)


async def _opened(exchange: Exchange, who: Who, say: Catalogue) -> tuple[Who, str]:
    """Who they are there, and our message. Raises `Gone`, `Unsent`."""
    sender = exchange.house.sender
    place = await sender.private_room(who.person)
    message = await sender.send(place, Drawn(escaped(say(HERE))))
    return replace(who, place=place, shared=False, fleeting=False), message


def _drawn(page: Page, say: Catalogue) -> Drawn:
    return draw_page(page, say, role=Role.FAMILY)[-1]


async def _values(exchange: Exchange, invocation: Invocation) -> dict[str, str]:
    """Without words it is about what was answered last in the room where it was written."""
    values, who = dict(invocation.values), invocation.who
    if not values.get("answer") and not values.get("topic"):
        reading = partial(last_answer, who=who.person, place=who.place)
        newest = await exchange.house.bellwether.database.read(reading)
        values |= {"answer": str(newest)} if newest else {}
    return values
