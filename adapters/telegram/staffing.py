"""The staff's room on Telegram: what waits is posted there and kept true, and a reply to a post answers it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup

from adapters.telegram import guiding
from adapters.telegram.drawing import draw_page
from adapters.telegram.drawn import Drawn
from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.letters import escaped
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.turns import House, Turn, markup_of
from bot.commands import Role
from bot.guiding_words import NOT_STAFF
from bot.keyboards import ANSWERS_LAST
from bot.pages import Invocation, Who
from bot.staff_rounds import Entry, Rounds
from bot.staffing import answering, claims_told
from knowledge.staff_posts import find_post


async def keep_posting(house: House) -> None:
    """Until it is cancelled."""
    room = Room(house)
    await Rounds(house.bellwether, PLATFORM, room.put, room.change, (Gone, Unsent)).keep()


class Room:
    def __init__(self, house: House) -> None:
        self._house = house

    async def put(self, entry: Entry) -> str:
        html, markup = await self._drawn(entry)
        return str(await self._house.sender.send(Spot.of(entry.place), html, markup, quoting=None, silent=False))

    async def change(self, entry: Entry, message: str) -> None:
        html, markup = await self._drawn(entry)
        await self._house.sender.edit(Spot.of(entry.place), int(message), html, markup)

    async def _drawn(self, entry: Entry) -> tuple[str, InlineKeyboardMarkup | None]:
        """In one message, whose buttons are for everybody in the room who may."""
        last = draw_page(entry.page, entry.say, role=Role.EDITOR)[-1]
        drawn = replace(last, for_all=True, lasts=ANSWERS_LAST)
        whose = Who(entry.place, entry.place, shared=True)
        return drawn.html, await markup_of(drawn, self._house.keyboards, who=whose, at=self._house.now())


async def take(turn: Turn) -> bool:
    """Whether the message replies to a post: it is previewed as the answer, or becomes a claim."""
    message = turn.update.message
    if message is None or message.reply_to_message is None or not message.text:
        return False
    replied = str(message.reply_to_message.message_id)
    house = turn.house
    post = await house.bellwether.database.read(partial(find_post, place=turn.spot.place, message=replied))
    if post is None:
        return False
    role = await house.bellwether.desk.role(turn.who)
    if not role.may(Role.EDITOR):
        await turn.say(Drawn(escaped((await turn.words())(NOT_STAFF))))
        return True
    told = await claims_told(house.bellwether.desk, post)
    asking = Invocation("gaps", turn.who, turn.at)
    await guiding.run(turn, answering(post, message.text, asking, claims=told))
    return True
