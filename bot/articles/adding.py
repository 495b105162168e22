"""Handing over an article or a calendar: read, compared with what was handed over before, cut into pieces, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.articles.failure_words import PASTED, why_nothing
from bot.articles.gathering import Gathered, cuts_of, said_by_a_person
from bot.articles.overview import overview
from bot.articles.versioning import arriving
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, Problem
from knowledge.articles.article import Article, Note
from knowledge.articles.failures import NothingRead
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.receiving import read_again


def handlers() -> Mapping[str, Handler]:
    return {"article add": kindly(_add), "article set": kindly(_set)}


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


async def _set(desk: Desk, call: Call) -> Page:
    """What a person says of it counts more than what the page says; its open pieces are cut anew."""
    kept = await found(desk, call)
    article, values, say = kept.article, call.values, call.say
    told = {name: values[name] for name in ("outlet", "title") if values.get(name)}
    published: datetime | None = values.get("published")
    if published is not None:
        if published > call.invocation.at:
            raise Misfit(Problem("published", say("That is still to come.")))
        notes = tuple(one for one in article.notes if one not in (Note.FUTURE, Note.CHANGED_LATER))
        told.update(published=said_by_a_person(published), changed=None, notes=notes)
    if not told:
        missing = "published" if article.published is None else "outlet"
        raise Misfit(Problem(missing, say("This is needed.")))
    article = replace(article, **told)
    cuts = await cuts_of(article, call.edition, desk.reader.days) if published is not None else None
    await desk.database.write(partial(read_again, number=kept.number, read=article, cuts=cuts))
    return await overview(desk, call, kept.number)


async def found(desk: Desk, call: Call) -> KeptArticle:
    """The article that is named. Raises `Refusal`."""
    number: int = call.values["article"]
    try:
        kept: KeptArticle = await desk.database.read(partial(read_article, number=number))
    except NoSuchArticle:
        raise Refusal(call.say("There is no article {number}.", number=number)) from None
    if not isinstance(kept.read, Article):
        raise Refusal(call.say("Article {number} is a calendar.", number=number))
    return kept
