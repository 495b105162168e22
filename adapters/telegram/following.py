"""Following from within a group: what is told later is told in the private chat, so that nobody else reads it.

Whoever has not opened that chat is given a link that opens it and follows there what they wanted to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from adapters.telegram.drawn import Button, Drawn
from adapters.telegram.failures import Gone
from adapters.telegram.letters import escaped
from adapters.telegram.links import link_to_bot, link_to_press
from adapters.telegram.places import Spot
from adapters.telegram.showing import show_page
from adapters.telegram.turns import Turn
from bot.catalogue import Catalogue
from bot.keyboards import ANSWERS_LAST
from bot.pages import Invocation
from bot.private_words import HERE, OPEN_THE_CHAT, OPEN_TO_FOLLOW, WRITTEN_THERE
from bot.rooms import is_for_the_room, write_alone
from knowledge.people import last_answer

NAME = "follow"


def is_personal(turn: Turn, invocation: Invocation) -> bool:
    """Whether somebody wants to follow something for themselves where others read along."""
    return invocation.name == NAME and turn.who.shared and not is_for_the_room(invocation.values)


async def follow(turn: Turn, invocation: Invocation) -> bool:
    """What came of it is said in the private chat; here only that it was, or how to open it. Whether it was said
    there."""
    wanted = replace(invocation, values=await _values(turn, invocation))
    say, person = await turn.words(), _private(turn)
    if person is None:
        await show_page(turn, write_alone(say, where=link_to_bot(turn.house.username)))
        return False
    alone = turn.elsewhere(person)
    try:
        # Whether that arrives is the only way to tell whether a change would.
        message = await alone.say(Drawn(escaped(say(HERE))))
    except Gone:
        (carried,) = await turn.house.keyboards.hand_out([wanted], who=alone.who, at=turn.at, lasts=ANSWERS_LAST)
        await _say_here(turn, say, OPEN_TO_FOLLOW, link_to_press(turn.house.username, carried))
        return False
    mine = replace(wanted, who=alone.who)
    page = await turn.house.bellwether.desk.do(mine)
    await show_page(alone, page, rewrite=message, invocation=mine)
    return True


async def written_there(turn: Turn) -> None:
    say = await turn.words()
    await _say_here(turn, say, WRITTEN_THERE, link_to_bot(turn.house.username))


async def _say_here(turn: Turn, say: Catalogue, words: str, link: str) -> None:
    await turn.say(Drawn(escaped(say(words)), ((Button(say(OPEN_THE_CHAT), link=link),),)))


def _private(turn: Turn) -> Spot | None:
    """None for whoever writes as the group or as a channel: they have no private chat with us."""
    spot = Spot.of(turn.who.person)
    return spot if spot.chat > 0 else None


async def _values(turn: Turn, invocation: Invocation) -> dict[str, str]:
    """Without words it is about what was answered last in the room where it was written."""
    values = {name: value for name, value in invocation.values.items() if name != "here"}
    if not values.get("answer") and not values.get("topic"):
        reading = partial(last_answer, who=turn.who.person, place=turn.who.place)
        newest = await turn.house.bellwether.database.read(reading)
        values |= {"answer": str(newest)} if newest else {}
    return values
