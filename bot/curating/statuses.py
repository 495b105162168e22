"""Setting whether school is on: the quickest way, one line and one Enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.curating.composing import Composing
from bot.curating.drilling import practised
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.curating.stating import Stated, stated
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, Desk, Handler
from bot.filling import Span
from bot.pages import Page, Problem
from knowledge.claims import Claim


def handlers() -> Mapping[str, Handler]:
    return {"status": kindly(_set_status)}


async def _set_status(desk: Desk, call: Call) -> Page:
    if call.values.get("drill"):
        unconfirmed = replace(call, invocation=replace(call.invocation, confirmed=False, based_on={}))
        return practised(await _stated(desk, unconfirmed), call.say)
    return await _stated(desk, call)


async def _stated(desk: Desk, call: Call) -> Page:
    span: Span = call.values["day"]
    refuse_what_is_over(call, span, field="day")

    def work(connection: Connected) -> tuple[Stated, tuple[Claim, ...]]:
        said = stated(Composing(connection, call, call.values), span)
        return said, meanwhile(connection, call, said.mates.all)

    said, theirs = await desk.database.read(work)
    if theirs:
        return overtaken(call, said.claim, theirs)
    return await propose(desk, call, proposal_of(said))


def proposal_of(said: Stated) -> Proposal:
    return Proposal(
        says=said.says,
        nouns=said.nouns,
        based_on=said.based_on,
        meaning=not said.again,
        lines=said.lines,
        warnings=said.warnings,
        offers=said.offers,
    )


def refuse_what_is_over(call: Call, span: Span, *, field: str) -> None:
    """Nobody is told anew about a day that is over. Raises `Misfit`, and `Refusal` where all of it is."""
    say, today = call.say, call.at.date()
    if span.last < today:
        raise Refusal(say("{days} is over.", days=say.days(span.first, span.last, at=call.at)))
    if span.first < today:
        raise Misfit(Problem(field, say("Part of it is over; begin with {day}.", day=say.day(today, at=call.at))))
