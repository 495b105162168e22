"""Answers of people go back to the rooms of Telegram in which they were asked for."""

from __future__ import annotations

from adapters.telegram.drawing import draw_reply
from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.turns import House, markup_of
from bot import returning
from bot.catalogue import load_catalogue
from bot.families.judging import offers_on
from bot.pages import Invocation, Who
from bot.questions import Reply
from bot.returning import InDoubt, NobodyThere, Send


async def keep_returning(house: House) -> None:
    """Until it is cancelled."""
    await returning.keep_returning(house.bellwether, PLATFORM, sending_of(house))


def sending_of(house: House) -> Send:
    async def send(place: str, person: str, reply: Reply) -> None:
        spot, who = Spot.of(place), Who(person, place, reply.language)
        say = load_catalogue(reply.language)
        drawn = draw_reply(reply, offers_on(reply, Invocation("ask", who, house.now()), say), say)
        markup = await markup_of(drawn, house.keyboards, who=who, at=house.now())
        try:
            await house.sender.send(spot, drawn.html, markup, quoting=None, silent=False)
        except Gone as error:
            raise NobodyThere(str(error)) from error
        except Unsent as error:
            raise InDoubt(str(error)) from error

    return send
