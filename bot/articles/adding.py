"""Handing over an article or a calendar: read, compared with what was handed over before, cut into pieces, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.articles.correcting import correct
from bot.articles.failure_words import PASTED, why_nothing
from bot.articles.gathering import Gathered, said_by_a_person
from bot.articles.versioning import arriving
from bot.curating.refusing import Misfit, kindly
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, Problem
from knowledge.articles.article import Article
from knowledge.articles.failures import NothingRead


def handlers() -> Mapping[str, Handler]:
    return {"article add": kindly(_add), "article set": kindly(correct)}


async def _add(desk: Desk, call: Call) -> Page:
    say, text, file = call.say, call.values.get("text") or "", call.invocation.attached
    if not text.strip() and file is None:
        raise Misfit(Problem("text", say("This is needed.")))
    published: datetime | None = call.values.get("published")
    if published is not None and published > call.invocation.at:
        raise Misfit(Problem("published", say("That is still to come.")))
    given = said_by_a_person(published) if published else None
    try:
        gathered = await desk.gathering.gather(
            text, file, district=call.edition.district, now=call.invocation.at, given=given
        )
    except NothingRead as failure:
        return _nothing_read(call, failure)
    return await arriving(desk, call, _said_besides(call, gathered))


def _nothing_read(call: Call, failure: NothingRead) -> Page:
    """What else was said of it is kept for the text that is pasted instead."""
    page = refused(call.say, *why_nothing(call.say, failure))
    if failure.why not in PASTED:
        return page
    said = {name: value for name, value in call.invocation.values.items() if name in ("published", "outlet")}
    return replace(
        page, offers=(Offer(call.say("Paste the text"), replace(call.invocation, values=said, attached=None)),)
    )


def _said_besides(call: Call, gathered: Gathered) -> Gathered:
    outlet = call.values.get("outlet")
    if outlet is None or not isinstance(gathered.read, Article):
        return gathered
    return replace(gathered, read=replace(gathered.read, outlet=outlet))
