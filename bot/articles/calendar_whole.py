"""All days of a school calendar that it says are without school, taken over at once after one look at them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from bot.articles.calendar_days import is_waiting_day, name_in, names_a_part
from bot.articles.calendar_pages import (
    district_in,
    holiday_of,
    standing_district,
    taking_over,
)
from bot.articles.reviewing import done_words
from bot.articles.routes import of_article
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.desk import Call, Desk, Handler
from bot.filling import Span
from bot.pages import Offer, Page, PageKind
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.pieces import DoneBefore, Piece, read_pieces
from knowledge.days_off import touching
from knowledge.district import Holiday


def handlers() -> Mapping[str, Handler]:
    return {"article days": kindly(_days)}


async def _days(desk: Desk, call: Call) -> Page:
    number: int = call.values["article"]
    try:
        proposal: Proposal = await desk.database.read(partial(_proposed, call=call, number=number))
        page = await propose(desk, call, proposal)
    except NoSuchArticle:
        raise Refusal(call.say("There is no article {number}.", number=number)) from None
    except DoneBefore as error:
        raise Refusal(done_words(call, error.piece)) from None
    if page.kind is not PageKind.DONE:
        return page
    offer = Offer(call.say("Review the next piece"), of_article(call, "review", number))
    return replace(page, offers=(offer, *page.offers))


def _proposed(connection: Connected, call: Call, number: int) -> Proposal:
    """Raises `NoSuchArticle`, and `Refusal` where there is nothing that can be taken over without a second look."""
    kept, now = read_article(connection, number), standing_district(connection, call)
    waiting = [one for one in read_pieces(connection, number) if is_waiting_day(one, call.at.date())]
    taken = _without_a_doubt(connection, call, kept, waiting, district_in(now).calendar)
    if not taken:
        raise Refusal(call.say("No day without school waits that can be taken over without a look of its own."))
    proposal = taking_over(connection, call, now, taken)
    left = len(waiting) - len(taken)
    if not left:
        return proposal
    line = call.say("Pieces that need a look of their own, and are left out: {count}", count=left)
    return replace(proposal, lines=(*proposal.lines, line))


def _without_a_doubt(
    connection: Connected, call: Call, kept: KeptArticle, waiting: Iterable[Piece], calendar: Iterable[Holiday]
) -> list[tuple[Piece, Holiday]]:
    """Those of which no day stands in the calendar by now."""
    taken: list[tuple[Piece, Holiday]] = []
    stands = list(calendar)
    for piece in waiting:
        days = piece.content
        if not isinstance(days, ProposedDays) or not name_in(days.title) or names_a_part(call, days):
            continue
        if touching(stands, days.first, days.last):
            continue
        holiday = holiday_of(connection, call, kept, days, Span(days.first, days.last))
        stands.append(holiday)
        taken.append((piece, holiday))
    return taken
