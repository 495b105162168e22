"""Answers of people go back to the rooms of Telegram in which they were asked for."""

from __future__ import annotations

import logging
from datetime import timedelta

from adapters.telegram.drawing import draw_reply
from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.turns import House, markup_of
from bot.catalogue import load_catalogue
from bot.families.judging import offers_on
from bot.pages import Invocation, Who
from bot.questions import Reply
from bot.returning import InDoubt, NobodyThere, return_answers
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=3)


async def keep_returning(house: House) -> None:
    """Until it is cancelled."""
    while True:
        try:
            await return_now(house)
        except (DatabaseUnreadable, DatabaseUnwritable) as error:
            log.error("answers could not be sent back, tried again: %s", error)
        except Exception:  # one thing that cannot be told never keeps the others back for good
            log.exception("answers could not be sent back, tried again")
        await house.bellwether.clock.sleep(EVERY)


async def return_now(house: House) -> None:
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

    done = await return_answers(house.bellwether, PLATFORM, send)
    if done.sent or done.gone:
        log.info("answers of people sent: %d; rooms that are gone: %d", done.sent, done.gone)
