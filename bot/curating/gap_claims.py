"""Answering a gap with a claim: published, it closes the gap and answers those who asked a person about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.curating.claims import added
from bot.curating.composing import Composing
from bot.curating.gap_answers import closing, found_gap
from bot.curating.proposing import Connected, Proposal
from bot.curating.refusing import Misfit, kindly
from bot.desk import Call, Desk, Handler
from bot.filling import Span
from bot.pages import Page, Problem
from knowledge.claims import Claim
from knowledge.following_up import waiting_for
from knowledge.gaps import ClosedAs, Gap
from knowledge.inquiries import Inquiry


def handlers() -> Mapping[str, Handler]:
    return {"gaps claim": kindly(_claim)}


@dataclass(frozen=True)
class _Answer:
    """*waiting*: questions for a person that came from this gap."""

    proposal: Proposal
    waiting: tuple[Inquiry, ...]


async def _claim(desk: Desk, call: Call) -> Page:
    found = await found_gap(desk, call)
    if isinstance(found, Page):
        return found
    topic: str = call.values.get("topic") or found.topic or ""
    if topic not in call.edition.topics:
        raise Misfit(Problem("topic", call.say("This is needed.")))
    values = dict(call.values)
    if found.day is not None and found.topic == topic:
        values.setdefault("days", Span(found.day, found.day))
    composed = partial(_composed, call=replace(call, values=values), found=found, topic=topic)
    answer: _Answer = await desk.database.read(composed)
    proposal = answer.proposal
    if answer.waiting:
        count = call.say("People who asked a person and will get this answer: {count}", count=len(answer.waiting))
        proposal = replace(proposal, lines=(*proposal.lines, count))
    return await closing(desk, call, found, proposal, ClosedAs.CLAIM)


def _composed(connection: Connected, call: Call, found: Gap, topic: str) -> _Answer:
    proposal = added(Composing(connection, call, call.values), topic)
    claim = next(noun for noun in proposal.nouns if isinstance(noun, Claim))
    return _Answer(proposal, waiting_for(connection, found, claim, at=call.invocation.at))
