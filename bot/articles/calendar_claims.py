"""Short days and late starts of a school calendar as claims: the hour is the calendar's where it can mean nothing else.

They say so as of the day on which the calendar was read, without an hour of day: nobody spoke at that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.articles.calendar_days import AT_AN_HOUR, hour_of, name_in
from bot.articles.deciding import dealing_with
from bot.articles.resting import free_slug, host_of
from bot.articles.routes import of_piece
from bot.curating.composing import NO_EVENT, Composing
from bot.curating.proposing import Connected, Proposal
from bot.curating.refusing import Misfit
from bot.curating.stating import day_topic, stated, words_of
from bot.curating.statuses import proposal_of
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, refused
from bot.filling import Span
from bot.pages import Offer, Page, Problem
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Piece, PieceState
from knowledge.claims import Precision, Source, Status
from knowledge.revisions import current


def with_a_status(
    connection: Connected,
    call: Call,
    kept: KeptArticle,
    piece: Piece,
    days: ProposedDays,
    span: Span,
    status: Status,
) -> tuple[Call, Proposal] | Page:
    values = {"event": NO_EVENT, **call.values, "days": span, "status": status.value}
    if status in AT_AN_HOUR and "hour" not in values:
        values["hour"] = hour_of(days, status, call.edition.district)
        if values["hour"] is None:
            raise Misfit(Problem("hour", _which_hour(call, days)))
    source = source_of_calendar(connection, call, kept)
    said = stated(Composing(connection, replace(call, values=values), values, rests_on=source), span)
    theirs = meanwhile(connection, call, said.mates.all)
    if theirs:
        return overtaken(call, said.claim, theirs)
    there = (*said.mates.replaced, *said.mates.cut)
    if there and not call.values.get("replace"):
        # What was said of the day by itself is newer than a calendar made for the year.
        topic = day_topic(call)
        named = [f"{one.claim.slug}: {words_of(call).brief(one, topic)}" for one in there]
        return known_already(call, piece, [call.say("Of that day families read: {words}", words=one) for one in named])
    if said.again:
        return call, dealing_with(proposal_of(said), call, piece, PieceState.AGREED)
    return call, dealing_with(proposal_of(said), call, piece, PieceState.APPROVED, source)


def known_already(call: Call, piece: Piece, lines: Sequence[str]) -> Page:
    """Nothing that stands gives way to a calendar unseen."""
    say, again = call.say, replace(call.invocation, confirmed=False, based_on={})
    replacing = replace(again, values={**again.values, "replace": "yes"})
    return replace(
        refused(say, *lines),
        offers=(
            Offer(say("Put it in the place of what stands on those days"), replacing),
            Offer(say("Leave it as it stands: drop this piece"), of_piece(call, "drop", piece.number)),
        ),
    )


def _which_hour(call: Call, days: ProposedDays) -> str:
    say = call.say
    given = [say.hour(datetime.combine(days.first, one)) for one in (days.begins, days.ends) if one is not None]
    if not given:
        return say("The calendar gives no hour. Write one, or - where it is not known.")
    hours = "–".join(given)
    return say("The calendar gives {hours}, which is not clear: at what hour, or - where it is not known?", hours=hours)


def source_of_calendar(connection: Connected, call: Call, kept: KeptArticle) -> Source:
    """The one its first claim made, else as it will be: without an address, which may open a whole calendar to whoever
    has it. It stays with the article, for editors."""
    standing = current(connection, Source, [kept.source]).get(kept.source) if kept.source else None
    if standing is not None:
        return standing
    district = call.edition.district
    outlet = name_of_calendar(kept) or district.short_name
    return Source(
        slug=kept.source or free_slug(connection, outlet, district.local(kept.made).date()),
        outlet=outlet,
        published=kept.made,
        precision=Precision.DAY,
        language=district.languages[0],
    )


def name_of_calendar(kept: KeptArticle) -> str:
    """As it names itself, else the host it was found on."""
    name = getattr(kept.read, "name", None) or ""
    return (name if name_in(name) else "") or host_of(kept.address)
