"""The staff's channel or forum on Discord: what waits is posted there and kept true, and a reply to a post answers it.

In a forum each thing is a post of its own, with the tag "open" and then "answered" where the forum has them.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.discord import forms
from adapters.discord.drawing import draw_page
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Gone, Unsent
from adapters.discord.letters import escaped, one_line
from adapters.discord.places import PLATFORM, place_of
from adapters.discord.staff_messages import must_stand, post_of
from bot.commands import Role
from bot.guiding_words import NOT_STAFF
from bot.keyboards import ANSWERS_LAST
from bot.pages import Invocation, Page
from bot.staff_rounds import Entry, Rounds
from bot.staffing import answering, claims_told

__all__ = ["in_forum", "keep_posting", "must_stand", "take"]

OPEN, ANSWERED = "open", "answered"  # tags of a forum
TITLE = 100  # characters of the title of a forum's post


async def keep_posting(house: House) -> None:
    """Until it is cancelled."""
    room = Room(house)
    await Rounds(house.bellwether, PLATFORM, room.put, room.change, (Gone, Unsent)).keep()


class Room:
    def __init__(self, house: House) -> None:
        self._sender = house.sender

    async def put(self, entry: Entry) -> str:
        drawn = drawn_for_all(entry)
        if not self._sender.servers.is_forum(entry.place):
            return await self._sender.send(entry.place, drawn)
        _, message = await self._sender.post(entry.place, title_of(entry.page), drawn, tag=OPEN)
        return message

    async def change(self, entry: Entry, message: str) -> None:
        drawn = drawn_for_all(entry)
        if not self._sender.servers.is_forum(entry.place):
            await self._sender.edit(entry.place, message, drawn)
            return
        thread = place_of(int(message))
        # What is archived cannot be edited, so it is opened before and closed behind.
        await self._sender.retag(thread, tag=ANSWERED if entry.done else OPEN)
        await self._sender.edit(thread, message, drawn)
        if entry.done:
            await self._sender.retag(thread, tag=ANSWERED, closed=True)


def drawn_for_all(entry: Entry) -> Drawn:
    """In one message, whose buttons are for everybody in the room who may."""
    last = draw_page(entry.page, entry.say, role=Role.EDITOR)[-1]
    return replace(last, for_all=True, lasts=ANSWERS_LAST)


def title_of(page: Page) -> str:
    """The words that it is about, for a list of posts is read by its titles."""
    about = next((one for one in page.lines if one.strip()), "")
    return one_line(about or page.title, TITLE)


async def take(exchange: Exchange) -> bool:
    """Whether a message replies to a post: it is previewed as the answer, or becomes a claim."""
    if exchange.about is None or not exchange.about.ours or not exchange.text.strip():
        return False
    post = await post_of(exchange, exchange.about.message)
    if post is None:
        return False
    desk = exchange.house.bellwether.desk
    if not (await desk.role(exchange.who)).may(Role.EDITOR):
        await exchange.show(Drawn(escaped((await exchange.words())(NOT_STAFF))))
        return True
    told = await claims_told(desk, post)
    asking = Invocation("gaps", exchange.who, exchange.at)
    await forms.run(exchange, answering(post, exchange.text, asking, claims=told))
    return True


def in_forum(exchange: Exchange, invocation: Invocation) -> Invocation:
    """In a forum itself no command can be used, so what is set for staff in one of its posts is set for the forum."""
    forum = exchange.house.sender.servers.parent(invocation.who.place)
    if "staff" not in invocation.values or forum is None or not exchange.house.sender.servers.is_forum(forum):
        return invocation
    return replace(invocation, who=replace(invocation.who, place=forum))
