"""Reading the address of an article again: what changed, or that its page is not there any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from bot.articles.failure_words import why_nothing
from bot.articles.routes import of_article
from bot.articles.versioning import arriving
from bot.curating.proposing import Connected
from bot.curating.refusing import Refusal, kindly
from bot.curating.sources import claim_line
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, PageKind
from knowledge.articles.article import Article
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.following import newest_version, versions_before
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.secrets import told_address
from knowledge.articles.supporting import resting
from knowledge.lives import Lived


def handlers() -> Mapping[str, Handler]:
    return {"article recheck": kindly(_recheck)}


async def _recheck(desk: Desk, call: Call) -> Page:
    kept, say = await _with_an_address(desk, call), call.say
    try:
        gathered = await desk.gathering.gather(
            kept.address or "", None, district=call.edition.district, now=call.invocation.at
        )
    except NothingRead as failure:
        if failure.why is Why.NOT_FOUND:
            return await _page_gone(desk, call, kept)
        return refused(say, *why_nothing(say, failure))
    read = gathered.read
    if isinstance(read, Article) and (read.address == kept.address or read.fingerprint == kept.article.fingerprint):
        return await arriving(desk, call, gathered)
    elsewhere = gathered.address or ""
    words = say(
        "Its address leads to another page now, so nothing was compared: {address}", address=told_address(elsewhere)
    )
    adding = replace(of_article(call, "add", 0), values={"text": elsewhere})
    return replace(refused(say, words), offers=(Offer(say("Hand that page over"), adding),))


async def _with_an_address(desk: Desk, call: Call) -> KeptArticle:
    """Raises `Refusal`."""
    number, say = call.values["article"], call.say
    try:
        kept: KeptArticle = await desk.database.read(partial(read_article, number=number))
    except NoSuchArticle:
        raise Refusal(say("There is no article {number}.", number=number)) from None
    if not isinstance(kept.read, Article):
        raise Refusal(
            say("Article {number} is a calendar: hand it over again, and only days that are new wait.", number=number)
        )
    if kept.address is None:
        raise Refusal(say("Article {number} was pasted or attached: it has no address to read again.", number=number))
    return kept


async def _page_gone(desk: Desk, call: Call, kept: KeptArticle) -> Page:
    """Nothing is ended by it: a page may be away for an hour."""

    def work(connection: Connected) -> tuple[Lived, ...]:
        newest = newest_version(connection, kept.number)
        versions = (newest, *versions_before(connection, newest))
        return resting(connection, versions, at=call.invocation.at)

    say, found = call.say, await desk.database.read(work)
    rests = say("This rests on it and is told:") if found else say("Nothing that is told rests on it.")
    return Page(
        PageKind.SHOWN,
        say("The page of article {number} is not there any more.", number=kept.number),
        (told_address(kept.address or ""), rests, *(claim_line(call, one.claim) for one in found)),
        offers=tuple(_ending(call, sorted({one.claim.source for one in found}))),
    )


def _ending(call: Call, sources: list[str]) -> Iterator[Offer]:
    for slug in sources:
        source = replace(of_article(call, "end", 0), name="source", values={"source": slug})
        yield Offer(call.say("End all that rests on {source}", source=slug), source)
        label = call.say("Take back all that rests on {source}", source=slug)
        yield Offer(label, replace(source, action="withdraw"))
