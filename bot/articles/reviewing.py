"""Reviewing an article piece by piece: what it says, where, and what can be done with it; several editors at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.articles.bearing_words import bearing_lines, bearing_of, bearing_offers, bearing_warnings
from bot.articles.calendar_days import day_offers
from bot.articles.lost_paragraphs import Lost, lost_lines, lost_of, lost_offers
from bot.articles.overview import overview
from bot.articles.piece_words import STATES, about, lines_of, topic_title
from bot.articles.routes import of_article, of_piece
from bot.curating.moments import moment_words, soon_words
from bot.curating.proposing import Connected
from bot.curating.refusing import Refusal, kindly
from bot.desk import Call, Desk, Handler
from bot.pages import Offer, Page, PageKind
from knowledge.articles.agreeing import Bearing
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.pieces import (
    DoneBefore,
    NoSuchPiece,
    Piece,
    PieceState,
    Tally,
    deal_with,
    next_piece,
    open_piece,
    read_piece,
    tallies,
)

LOOKING = timedelta(minutes=10)
"""For how long whoever opened a piece is taken to be at it."""
MOST_TOPICS = 2


def handlers() -> Mapping[str, Handler]:
    return {
        "article review": kindly(_review),
        "article piece": kindly(_piece),
        "article drop": kindly(partial(_put_away, state=PieceState.DROPPED)),
        "article later": kindly(partial(_put_away, state=PieceState.LATER)),
    }


async def _review(desk: Desk, call: Call) -> Page:
    return await next_of(desk, call, call.values["article"])


async def next_of(
    desk: Desk, call: Call, number: int, *, after: int = 0, said: tuple[str, ...] = (), but: int = 0
) -> Page:
    """The next piece that waits, or the whole article where none does. *said*: what was just done; *but*: the piece
    that was put off just now. Raises `Refusal`."""
    at, by = call.invocation.at, call.who.person

    def work(connection: Connected) -> Piece | None:
        read_article(connection, number)
        found = next_piece(connection, number, by=by, after=after, since=at - LOOKING)
        return None if found is None or found.number == but else found

    try:
        piece: Piece | None = await desk.database.read(work)
    except NoSuchArticle:
        raise Refusal(call.say("There is no article {number}.", number=number)) from None
    if piece is None:
        return await overview(desk, call, number, above=said)
    page = await piece_page(desk, call, piece.number, said=said)
    await desk.database.write(partial(open_piece, number=piece.number, by=by, at=at))
    return page


async def _piece(desk: Desk, call: Call) -> Page:
    return await piece_page(desk, call, call.values["piece"])


async def piece_page(desk: Desk, call: Call, number: int, *, said: tuple[str, ...] = ()) -> Page:
    """Raises `Refusal`."""

    def work(connection: Connected) -> tuple[KeptArticle, Piece, Tally, Bearing | None, Lost | None]:
        piece = read_piece(connection, number)
        kept, tally = read_article(connection, piece.article), tallies(connection, [piece.article])[piece.article]
        bearing = bearing_of(connection, call, kept, piece) if piece.is_open else None
        return kept, piece, tally, bearing, lost_of(connection, call, piece)

    try:
        kept, piece, tally, bearing, lost = await desk.database.read(work)
    except NoSuchPiece:
        raise Refusal(call.say("There is no piece {number}.", number=number)) from None
    return Page(
        PageKind.SHOWN,
        title_of(call, piece, tally),
        (
            *(*said, *lines_of(call, kept, piece)),
            *(bearing_lines(call, bearing) if bearing else ()),
            *(lost_lines(call, lost) if lost else ()),
        ),
        warnings=(*_warnings(call, kept, piece), *(bearing_warnings(call, bearing) if bearing else ())),
        offers=(*(bearing_offers(call, kept, piece, bearing) if bearing else ()), *_offers(call, kept, piece, lost)),
    )


def title_of(call: Call, piece: Piece, tally: Tally) -> str:
    return call.say(
        "Piece {number} ({place} of {all}): {about}",
        number=piece.number,
        place=piece.place,
        all=tally.every,
        about=about(call, piece),
    )


def _warnings(call: Call, kept: KeptArticle, piece: Piece) -> Iterator[str]:
    say, at = call.say, call.invocation.at
    if not piece.is_open:
        yield done_words(call, piece)
    elif piece.opened is not None and piece.opened >= at - LOOKING and piece.opened_by != call.who.person:
        yield say("{who} has looked at it too: {moment}", who=piece.opened_by, moment=soon_words(call, piece.opened))
    if kept.unsure and piece.is_open:
        yield say("Nothing can be approved until somebody says whether it is newer than article {number}.",
            number=kept.before)  # fmt: skip
    if isinstance(piece.content, Cut) and kept.article.said is None:
        yield say("Nothing can be approved until somebody says when the article was published.")


def done_words(call: Call, piece: Piece) -> str:
    return call.say(
        "Piece {number} was dealt with before: {state}, by {who}, {moment}.",
        number=piece.number,
        state=call.say(STATES[piece.state]),
        who=piece.done_by or "",
        moment=moment_words(call, piece.done or call.invocation.at),
    )


def _offers(call: Call, kept: KeptArticle, piece: Piece, lost: Lost | None) -> Iterator[Offer]:
    say, number = call.say, piece.number
    if not piece.is_open:
        yield Offer(say("Review the next piece"), of_article(call, "review", piece.article))
        return
    if isinstance(piece.content, Cut) and kept.article.said is None:
        yield Offer(say("Say when it was published"), of_article(call, "set", piece.article))
    elif isinstance(piece.content, Cut):
        yield Offer(say("Approve"), of_piece(call, "approve", number))
        yield Offer(say("Edit"), of_piece(call, "edit", number))
        for topic in piece.content.topics[1 : 1 + MOST_TOPICS]:
            label = say("It is about: {topic}", topic=topic_title(call, topic))
            yield Offer(label, of_piece(call, "approve", number, topic=topic))
    elif isinstance(piece.content, ProposedDays):
        yield from day_offers(call, piece, piece.content)
    elif lost is not None:
        yield from lost_offers(call, piece, lost)
    yield Offer(say("Later"), of_piece(call, "later", number))
    if lost is None:
        yield Offer(say("Drop"), of_piece(call, "drop", number))
    yield Offer(say("All pieces"), of_article(call, "show", piece.article))


async def _put_away(desk: Desk, call: Call, state: PieceState) -> Page:
    """At once, and on to the next: nothing that families read changes."""
    number: int = call.values["piece"]
    dealt = partial(put_away, number=number, state=state, by=call.who.person, at=call.invocation.at)
    try:
        piece: Piece = await desk.database.write(dealt)
    except NoSuchPiece:
        raise Refusal(call.say("There is no piece {number}.", number=number)) from None
    except DoneBefore as error:
        raise Refusal(done_words(call, error.piece)) from None
    done = call.say("Piece {number}: {state}.", number=number, state=call.say(STATES[state]))
    but = number if state is PieceState.LATER else 0
    return await next_of(desk, call, piece.article, after=piece.place, said=(done,), but=but)


def put_away(connection: Connected, number: int, state: PieceState, *, by: str, at: datetime) -> Piece:
    piece = read_piece(connection, number)
    deal_with(connection, number, state, by=by, at=at)
    return piece
