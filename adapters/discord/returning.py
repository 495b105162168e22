"""Answers of people go back to whoever asked: into the private chat with them, never where others read along."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord.drawing import draw_page, draw_reply
from adapters.discord.drawn import Button, Drawn
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Gone, Unsent
from adapters.discord.letters import escaped
from adapters.discord.places import PLATFORM, number_of
from bot import returning
from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.families.judging import offers_on
from bot.pages import Invocation, PageKind, Who
from bot.private_words import CLOSED_TO_ME, HERE, OPEN_THE_CHAT, WRITTEN_THERE
from bot.questions import Reply
from bot.returning import InDoubt, NobodyThere, Send

PRIVATELY = "private"  # the field of /person that says so
CHAT = "https://discord.com/channels/@me/{number}"


async def keep_returning(house: House) -> None:
    """Until it is cancelled."""
    await returning.keep_returning(house.bellwether, PLATFORM, sending_of(house))


def sending_of(house: House) -> Send:
    async def send(place: str, person: str, reply: Reply) -> None:
        who = Who(person, place, reply.language)
        if house.sender.server_of(place) is not None:
            raise NobodyThere(f"{place} is not theirs alone")
        say = load_catalogue(reply.language)
        drawn = draw_reply(reply, offers_on(reply, Invocation("ask", who, house.now()), say), say)
        try:
            await house.sender.send(place, drawn, who=who)
        except Gone as error:
            raise NobodyThere(str(error)) from error
        except Unsent as error:
            raise InDoubt(str(error)) from error

    return send


async def tells_privately(exchange: Exchange, invocation: Invocation) -> bool:
    """Whether somebody asked to be answered in a private chat: it is opened by their own press, with what they wait
    for, and their answer will be sent there."""
    if invocation.name != "person" or not invocation.values.get(PRIVATELY) or not exchange.who.fleeting:
        return False
    sender, say = exchange.house.sender, await exchange.words()
    try:
        place = await sender.private_room(exchange.who.person)
        # Whether that arrives shows whether an answer would.
        message = await sender.send(place, Drawn(escaped(say(HERE))))
    except Gone:
        await exchange.say_once(say(CLOSED_TO_ME))
        return True
    alone = replace(exchange.who, place=place, shared=False, fleeting=False)
    page = await exchange.house.bellwether.desk.do(replace(invocation, who=alone, at=exchange.at))
    await sender.edit(place, message, draw_page(page, say, role=Role.FAMILY)[-1], who=alone)
    if page.kind is PageKind.DONE:
        words = Drawn(escaped(say(WRITTEN_THERE)), rows=_leading(say(OPEN_THE_CHAT), place))
        if not await exchange.rewrite(words):
            await exchange.show(words, private=True)
    return True


def _leading(label: str, place: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(label, link=CHAT.format(number=number_of(place))),),)
