"""Leaving whatever somebody is filling in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import Call, Desk, Handler
from bot.forms import leave_form, open_form
from bot.guiding_words import LEFT
from bot.pages import Page, PageKind


def handlers() -> Mapping[str, Handler]:
    return {"cancel": cancel}


async def cancel(desk: Desk, call: Call) -> Page:
    """A preview too, which is open until it is done. Reads first: where nothing can be written nothing is being filled
    in either."""
    say = call.say
    form = await open_form(desk.database, call.who, at=call.invocation.at)
    if form is None or not await leave_form(desk.database, call.who):
        return Page(PageKind.SHOWN, say("Nothing is being filled in here."))
    return Page(PageKind.DONE, say(LEFT))
