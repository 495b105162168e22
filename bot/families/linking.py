"""Linking one's accounts on several platforms by a code, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, PageKind
from bot.values import EMPTIED
from knowledge.invitations import new_code
from knowledge.linking import Linking, link_by_code, offer_link, unlink
from knowledge.people import linked_to


def handlers() -> Mapping[str, Handler]:
    return {"link": link}


async def link(desk: Desk, call: Call) -> Page:
    """Without a code makes one, with one links; "-" takes this account out again."""
    if "code" not in call.values:
        return await _offered(desk, call)
    code, who, say = call.values["code"], call.who.person, call.say
    if code is None:
        await desk.database.write(lambda connection: unlink(connection, who))
        return Page(PageKind.DONE, say("Saved."))
    came = await desk.database.write(partial(link_by_code, code=code, who=who, at=call.invocation.at))
    if came in (Linking.WRONG_CODE, Linking.TOO_MANY):
        return refused(say, say("That code does not work; get a new one there with /link."))
    accounts = await desk.database.read(partial(linked_to, who=who))
    for one in accounts:
        desk.answering.forget_choices(one)
    return Page(PageKind.DONE, say("Saved."), _accounts(call, accounts), offers=_apart(call))


async def _offered(desk: Desk, call: Call) -> Page:
    code, who, at, say = new_code(), call.who.person, call.invocation.at, call.say

    def work(connection: Any) -> tuple[str, ...]:
        offer_link(connection, code, who, at=at)
        return linked_to(connection, who)

    accounts = await desk.database.write(work)
    words = say("Write this to me within an hour, from your other account:")
    linked = len(accounts) > 1
    lines = (words, f"/link {code}", *(_accounts(call, accounts) if linked else ()))
    return Page(PageKind.SHOWN, say(call.command.help), lines, offers=_apart(call) if linked else ())


def _accounts(call: Call, accounts: tuple[str, ...]) -> tuple[str, ...]:
    say = call.say
    return (say("{lead}: {words}", lead=say("Linked accounts"), words=", ".join(accounts)),)


def _apart(call: Call) -> tuple[Offer, ...]:
    return (Offer(call.say("Take this account out"), replace(call.invocation, values={"code": EMPTIED})),)
