"""Deleting everything kept about a person, on all their linked accounts: asked first, then gone, also from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk import Call, Desk, Handler
from bot.pages import Offer, Page, PageKind
from knowledge.forgetting import forget as forget_rows
from knowledge.people import linked_to
from knowledge.staff import forget_refusals


def handlers() -> Mapping[str, Handler]:
    return {"forget": forget}


async def forget(desk: Desk, call: Call) -> Page:
    say, who = call.say, call.who.person
    if not call.values.get("sure"):
        sure = replace(call.invocation, values={"sure": "yes"})
        words = say(
            "This deletes what you wrote, what I told you, your settings and what you follow. "
            "Corrections can then no longer reach you."
        )
        return Page(
            PageKind.PREVIEW, say(call.command.help), (words,), offers=(Offer(say("Yes, delete all of it."), sure),)
        )

    def work(connection: Any) -> tuple[str, ...]:
        accounts = linked_to(connection, who)
        for one in accounts:
            forget_rows(connection, one)
            forget_refusals(connection, one)
        return accounts

    for one in await desk.database.write(work):
        desk.answering.forget(one)
    return Page(PageKind.DONE, say("Everything I kept about you is deleted."))
