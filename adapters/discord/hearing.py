"""What people write to us: in a direct message, with a mention, or as a reply; and manners for everything else.

In a server an answer is for everybody who reads along, so it is brief and quotes what it answers.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.discord import commanding, staffing
from adapters.discord.asking import ask, question_of
from adapters.discord.drawing import draw_page
from adapters.discord.exchanges import Exchange, House
from adapters.discord.showing import show_page, show_reply
from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.notices import Notices
from bot.pages import Who
from bot.questions import Question
from bot.rooms import introduction, no_words, only_words, stands_alone
from knowledge.failures import DatabaseUnreadable

COMMAND = "/"


async def heard(exchange: Exchange) -> None:
    if await _is_for_staff(exchange):
        return
    if exchange.text.startswith(COMMAND):
        await commanding.typed(exchange, exchange.text)
    elif exchange.text or (exchange.about and exchange.about.words and not exchange.about.ours):
        await ask(exchange, await _question(exchange))
    else:
        await _without_words(exchange)


async def joined(house: House, place: str, who: Who) -> None:
    """A server that we were brought into: said once, in the room for such news."""
    district = await house.bellwether.district()
    say = load_catalogue(who.language if who.language in district.languages else district.languages[0])
    page = introduction(say, district, address=f"@{house.name}", apart=True)
    for drawn in draw_page(page, say, role=Role.FAMILY):
        await house.sender.send(place, drawn)


async def _is_for_staff(exchange: Exchange) -> bool:
    """Whether it answers what waits for staff; where nobody can tell, it is a question."""
    try:
        return await staffing.take(exchange)
    except DatabaseUnreadable:
        return False


async def _question(exchange: Exchange) -> Question:
    """Words that name nothing by themselves ("is this true?") are asked of what they answer."""
    own, quoted = await question_of(exchange, exchange.text), exchange.about
    if quoted is None or quoted.ours or not quoted.words:
        return own
    if exchange.text and await stands_alone(exchange.house.bellwether.desk, own):
        return own
    return replace(own, text=quoted.words, written=quoted.written)


async def _without_words(exchange: Exchange) -> None:
    """A mention alone asks what can be asked; a picture or a recording cannot be read."""
    say, district = await exchange.words(), await exchange.house.bellwether.district()
    if exchange.attachments:
        await show_page(exchange, only_words(say, district))
    elif exchange.who.shared:
        await show_reply(exchange, Notices(say, district).which_topic())
    else:
        await show_page(exchange, no_words(say, district))
