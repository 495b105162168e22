"""Dealing with a piece: it is still open, enough is known of its article, and what is published deals with it as well.

Piece and publication stand in one transaction, so of two editors the second is told who was first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from bot.articles.piece_words import lines_of
from bot.articles.resting import apart_words, other_source, outlet_of
from bot.articles.reviewing import done_words, title_of
from bot.articles.routes import of_article
from bot.articles.version_words import doubt_offers
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal
from bot.desk import Call, Desk, form, refused
from bot.pages import Offer, Page, PageKind
from knowledge.acting import Published
from knowledge.articles.article import Article
from knowledge.articles.keeping import KeptArticle, name_source, read_article
from knowledge.articles.pieces import DoneBefore, NoSuchPiece, Piece, PieceState, Tally, deal_with, read_piece, tallies
from knowledge.claims import Source


@dataclass(frozen=True)
class Opened:
    """A piece that somebody deals with, and the article it stands in. *told*: the source of what was published of it,
    where that says something else of the article than was said of it since."""

    kept: KeptArticle
    piece: Piece
    tally: Tally
    told: Source | None = None


async def opened(desk: Desk, call: Call) -> Opened:
    """Raises `Refusal` where nothing can be published of it."""
    number: int = call.values["piece"]

    def work(connection: Connected) -> Opened:
        piece = read_piece(connection, number)
        kept, tally = read_article(connection, piece.article), tallies(connection, [piece.article])[piece.article]
        return Opened(kept, piece, tally, other_source(connection, kept))

    try:
        found: Opened = await desk.database.read(work)
    except NoSuchPiece:
        raise Refusal(call.say("There is no piece {number}.", number=number)) from None
    if not found.piece.is_open:
        raise Refusal(done_words(call, found.piece))
    return found


Proposing = Callable[[Connected, Call, Opened], Proposal | Page]


async def deciding(desk: Desk, call: Call, proposing: Proposing) -> Page:
    """Proposes what a piece comes to, and goes on to the next once it is dealt with."""

    async def decide(found: Opened) -> Page:
        proposal: Proposal | Page = await desk.database.read(lambda connection: proposing(connection, call, found))
        return proposal if isinstance(proposal, Page) else await propose(desk, call, proposal)

    return await of_open_piece(desk, call, decide)


async def of_open_piece(desk: Desk, call: Call, decide: Callable[[Opened], Awaitable[Page]]) -> Page:
    """Whatever is wrong is a page: a form beside the paragraph, or a refusal."""
    say = call.say
    try:
        found = await opened(desk, call)
    except Refusal as error:
        return refused(say, str(error))
    missing = missing_of(call, found.kept) or _not_agreeing(call, found)
    if missing is not None:
        return missing
    try:
        return with_the_next(await decide(found), call, found.piece)
    except Misfit as error:
        return beside_the_article(form(call.command, error.problems, say), call, found)
    except Refusal as error:
        return refused(say, str(error))
    except DoneBefore as error:
        return refused(say, done_words(call, error.piece))


async def agreed_already(desk: Desk, call: Call, page: Page) -> Page:
    """Where nothing is left to publish, for what is told says so already, the piece is dealt with all the same."""

    def deal(connection: Connected) -> None:
        with suppress(DoneBefore):
            deal_with(connection, call.values["piece"], PieceState.AGREED, by=call.who.person, at=call.invocation.at)

    if page.kind is PageKind.DONE and page.change is None and page.draft is None:
        await desk.database.write(deal)
    return page


def missing_of(call: Call, kept: KeptArticle) -> Page | None:
    """What has to be known of an article before anything rests on it."""
    say, article = call.say, kept.read
    if not isinstance(article, Article):
        return None
    if kept.unsure:
        words = say("Nothing can be approved until somebody says whether it is newer than article {number}.",
            number=kept.before)  # fmt: skip
        return replace(refused(say, words), offers=doubt_offers(call, kept.number))
    offer = Offer(say("Say it"), of_article(call, "set", kept.number))
    if article.said is None:
        words = say("Nothing can be approved until somebody says when the article was published.")
    elif not outlet_of(article):
        words = say("Nothing can be approved until somebody says who published the article.")
    else:
        return None
    return replace(refused(say, words), offers=(offer,))


def _not_agreeing(call: Call, found: Opened) -> Page | None:
    if found.told is None:
        return None
    say, told, setting = call.say, found.told, of_article(call, "set", found.kept.number)
    day = say.day(call.edition.district.local(told.published).date(), at=call.at)
    said = {"published": told.published.isoformat(), "outlet": told.outlet, "title": told.title or ""}
    back = replace(setting, values={**setting.values, **{name: value for name, value in said.items() if value}})
    return replace(
        refused(say, apart_words(call, found.kept)),
        offers=(
            Offer(say("Correct what is told"), setting),
            Offer(say("Leave it as it is told: {outlet}, {day}", outlet=told.outlet, day=day), back),
        ),
    )


def beside_the_article(page: Page, call: Call, found: Opened) -> Page:
    """A form that shows the paragraph it is about."""
    return replace(page, title=title_of(call, found.piece, found.tally), lines=lines_of(call, found.kept, found.piece))


def with_the_next(page: Page, call: Call, piece: Piece) -> Page:
    """Once it is dealt with, on to the next."""
    if page.kind is not PageKind.DONE:
        return page
    return replace(
        page,
        offers=(Offer(call.say("Review the next piece"), of_article(call, "review", piece.article)), *page.offers),
    )


def dealing_with(
    proposal: Proposal, call: Call, piece: Piece, state: PieceState, source: Source | None = None
) -> Proposal:
    """In one transaction with what it publishes the piece is dealt with, or with the draft that is kept of it.
    *source*: what the article's claims rest on from now on."""
    return dealing_with_all(proposal, call, [piece], state, source)


def dealing_with_all(
    proposal: Proposal, call: Call, pieces: Sequence[Piece], state: PieceState, source: Source | None = None
) -> Proposal:
    """The same of several pieces of one article."""
    done = partial(deal_with, by=call.who.person, at=call.invocation.at)

    def name(connection: Connected) -> None:
        if source is not None:
            name_source(connection, pieces[0].article, source.slug)

    def published(connection: Connected, made: Published) -> None:
        name(connection)
        for piece in pieces:
            done(connection, piece.number, state, change=made.change)

    def kept(connection: Connected, draft: int) -> None:
        name(connection)
        for piece in pieces:
            done(connection, piece.number, PieceState.DRAFTED, draft=draft)

    return replace(proposal, besides=published, kept=kept)
