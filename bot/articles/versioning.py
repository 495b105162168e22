"""Whether an article that arrives is new, newer, older or the same again, and what is done about it.

What it comes to is decided in the transaction that keeps it; nothing that families read changes by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.articles.gathering import Gathered, cuts_of, noted
from bot.articles.overview import name_of, overview
from bot.articles.piece_words import days_words
from bot.articles.routes import of_article
from bot.articles.version_words import shown
from bot.curating.composing import Composing
from bot.curating.living import verified
from bot.curating.moments import moment_words
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.sources import claim_line
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, PageKind
from knowledge.articles.article import Article
from knowledge.articles.calendars import SchoolCalendar
from knowledge.articles.following import newest_version
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, copied, read_article
from knowledge.articles.pieces import Content
from knowledge.articles.receiving import NotInDoubt, Received, missing_days, receive, take_as_newer
from knowledge.articles.supporting import supported
from knowledge.articles.versions import Arrival
from knowledge.codec import Kind
from knowledge.lives import Lived

MOST_DAYS = 5


def handlers() -> Mapping[str, Handler]:
    return {"article newer": kindly(_newer), "article verify": kindly(_verify)}


async def arriving(desk: Desk, call: Call, gathered: Gathered) -> Page:
    """Kept with its pieces, unless it is known already or older than what is known."""
    read = gathered.read
    contents: Sequence[Content]
    if isinstance(read, Article):
        contents = await cuts_of(read, call.edition, desk.reader.days)
        read = noted(read, contents)
    else:
        contents = read.days
    receiving = partial(
        receive,
        read=read,
        contents=contents,
        at=call.invocation.at,
        by=call.who.person,
        address=gathered.address,
    )
    received: Received = await desk.database.write(receiving)
    if received.how is Arrival.SAME:
        return await _read_before(desk, call, received.number)
    if received.how is Arrival.OLDER:
        return _older(call, received.number)
    if received.how is Arrival.NEWER:
        return await _newer_page(desk, call, received.number)
    above = await _copied(desk, call, received) if received.how is Arrival.FIRST else ()
    return await overview(desk, call, received.number, above=above)


async def _read_before(desk: Desk, call: Call, number: int) -> Page:
    kept: KeptArticle = await desk.database.read(partial(read_article, number=number))
    words = call.say(
        "This text was read before: handed over by {who}, {moment}. Nothing of it was kept twice.",
        who=kept.identity,
        moment=moment_words(call, kept.made),
    )
    return await _with_what_holds(desk, call, await overview(desk, call, number, above=(words,)), number)


async def _newer_page(desk: Desk, call: Call, number: int) -> Page:
    def work(connection: Connected) -> tuple[KeptArticle, KeptArticle | None]:
        kept = read_article(connection, number)
        return kept, read_article(connection, kept.before) if kept.before is not None else None

    kept, before = await desk.database.read(work)
    above = tuple(_no_longer(call, kept, before)) if before is not None else ()
    return await _with_what_holds(desk, call, await overview(desk, call, number, above=above), number)


def _no_longer(call: Call, kept: KeptArticle, before: KeptArticle) -> Iterator[str]:
    """Days that a calendar took out again."""
    if isinstance(kept.read, SchoolCalendar) and isinstance(before.read, SchoolCalendar):
        days = missing_days(kept.read, before.read, since=call.at.date())
        named = [f"{days_words(call, one.first, one.last)} ({one.title})" for one in days[:MOST_DAYS]]
        if named:
            yield call.say("No longer in it: {days}. Please look at what was taken over of it.", days="; ".join(named))


async def _with_what_holds(desk: Desk, call: Call, page: Page, number: int) -> Page:
    """With the offer to mark as checked what is told and still stands in the text."""

    def work(connection: Connected) -> tuple[Lived, ...]:
        kept = read_article(connection, number)
        return () if kept.unsure else supported(connection, kept, at=call.invocation.at)

    found = await desk.database.read(work)
    if not found:
        return page
    label = call.say("The article still says so ({count})", count=len(found))
    return replace(page, offers=(Offer(label, of_article(call, "verify", number)), *page.offers))


def _older(call: Call, newest: int) -> Page:
    say = call.say
    words = say("This is an older copy of article {number}; nothing of it was kept.", number=newest)
    return replace(refused(say, words), offers=(shown(call, newest),))


async def _copied(desk: Desk, call: Call, received: Received) -> tuple[str, ...]:
    """Of an article that another outlet has most of as well."""

    def work(connection: Connected) -> KeptArticle | None:
        read = read_article(connection, received.number).read
        if not isinstance(read, Article):
            return None
        found = copied(connection, received.number, read)
        return None if found is None else read_article(connection, found)

    other = await desk.database.read(work)
    if other is None:
        return ()
    return (call.say("Article {number} has most of the same text: {name}", number=other.number,
        name=name_of(call, other)),)  # fmt: skip


# Said by a person


async def _newer(desk: Desk, call: Call) -> Page:
    number, say = call.values["article"], call.say
    taking = partial(take_as_newer, number=number, at=call.invocation.at, by=call.who.person)
    try:
        await desk.database.write(taking)
    except NoSuchArticle:
        raise Refusal(say("There is no article {number}.", number=number)) from None
    except NotInDoubt:
        raise Refusal(say("Nothing is in doubt about article {number}.", number=number)) from None
    return replace(await _newer_page(desk, call, number), kind=PageKind.DONE)


async def _verify(desk: Desk, call: Call) -> Page:
    return await propose(desk, call, await desk.database.read(partial(_verified, call=call)))


def _verified(connection: Connected, call: Call) -> Proposal:
    """Raises `Refusal`. What was published between preview and confirmation is not among it."""
    number, say, at = call.values["article"], call.say, call.invocation.at
    kept = _still_newest(connection, call)
    seen = call.invocation.based_on
    found = [
        one
        for one in supported(connection, kept, at=at)
        if not call.invocation.confirmed or (Kind.CLAIM, one.claim.slug) in seen
    ]
    if not found:
        raise Refusal(say("Nothing that rests on article {number} is told now: there is nothing to mark as checked.",
            number=number))  # fmt: skip
    composing = Composing(connection, call, {})
    claims = tuple(verified(composing, one)[0] for one in found)
    return Proposal(
        says=say(
            "Article {number} still says so: marks as checked what rests on it ({count}).",
            number=number,
            count=len(claims),
        ),
        nouns=claims,
        based_on={(Kind.CLAIM, one.claim.slug): one.number for one in found},
        meaning=False,
        cells=cells_of_claims(claims),
        lines=tuple(claim_line(call, one) for one in claims),
    )


def _still_newest(connection: Connected, call: Call) -> KeptArticle:
    """Raises `Refusal`: what an older version says may hold no more."""
    number, say = call.values["article"], call.say
    try:
        kept, newest = read_article(connection, number), newest_version(connection, number)
    except NoSuchArticle:
        raise Refusal(say("There is no article {number}.", number=number)) from None
    if newest.number != number:
        raise Refusal(say("Article {number} is older than article {newest}, which may say otherwise.",
            number=number, newest=newest.number))  # fmt: skip
    if kept.unsure:
        raise Refusal(say("Nobody has said yet that article {number} is newer than the one before it.", number=number))
    return kept
