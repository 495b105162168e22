"""What families asked and nobody could answer: the list, one of them, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.curating import gap_answers, gap_claims, missed
from bot.curating.gap_pages import OUTCOMES, asked_by, asked_line, gap_form, gap_gone, title_of
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.gaps import ClosedAs, Gap, GapClosed, NoSuchGap, close_gap, find_gap, open_gaps
from knowledge.inquiries import Inquiry, inquiries_of

ON_A_PAGE = 10
MOST_TEXTS = 12  # different texts of one gap that are shown
MOST_NEAR = 3  # topics it may be another way to ask about


def handlers() -> Mapping[str, Handler]:
    own = {"gaps": _list, "gaps show": _show, "gaps notours": _not_ours}
    return {**own, **gap_answers.handlers(), **gap_claims.handlers(), **missed.handlers()}


async def _list(desk: Desk, call: Call) -> Page:
    say = call.say
    gaps: tuple[Gap, ...] = await desk.database.read(partial(open_gaps, at=call.invocation.at))
    pages = max(1, -(-len(gaps) // ON_A_PAGE))
    page = min(max(call.values.get("page") or 1, 1), pages)
    shown = gaps[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    if not shown:
        return Page(PageKind.SHOWN, say("Nothing was missed: there is no open question."))
    columns = (say("number"), say("people"), say("newest question"), say("topic"), say("day"), say("asked"), say("why"))
    rows = tuple(
        (
            str(one.number),
            str(one.people),
            one.newest.text,
            title_of(call, one.topic),
            say.day(one.day, at=call.at) if one.day else "",
            moment_words(call, one.newest.asked),
            say(OUTCOMES.get(one.newest.outcome, one.newest.outcome)),
        )
        for one in shown
    )
    offers = [Offer(say("Look at {number}", number=one.number), gap_form(call, "show", one)) for one in shown]
    for other, label in ((page - 1, say("Previous page")), (page + 1, say("Next page"))):
        if 1 <= other <= pages:
            offers.append(Offer(label, replace(call.invocation, values={"page": str(other)})))
    title = say("What families asked and nobody could answer ({count}; page {page} of {pages})",
        count=len(gaps), page=page, pages=pages)  # fmt: skip
    return Page(PageKind.SHOWN, title, grid=Grid(columns, rows), offers=tuple(offers))


async def _show(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[Gap, tuple[Inquiry, ...]]:
        found = find_gap(connection, call.values["gap"])
        return found, inquiries_of(connection, {one.question for one in found.asked if one.question is not None})

    say = call.say
    try:
        found, waiting = await desk.database.read(work)
    except (NoSuchGap, GapClosed) as error:
        return gap_gone(call, error)
    lines = [asked_line(call, one) for one in found.texts[:MOST_TEXTS]]
    if waiting:
        lines.append(say("People who wait for a person's answer to it: {count}", count=len(waiting)))
    title = say("Gap {number}; people: {people}", number=found.number, people=found.people)
    return Page(PageKind.SHOWN, title, tuple(lines), offers=tuple(_answers(call, found)))


def _answers(call: Call, found: Gap) -> list[Offer]:
    say = call.say
    offers = [Offer(say("Answer it with a claim"), gap_form(call, "claim", found, topic=found.topic or ""))]
    if found.topic is None:
        match = call.edition.index.match(found.newest.text, language=found.newest.language)
        near = [one.topic for one in match.candidates if one.topic in call.edition.topics]
        offers += [
            Offer(
                say("{topic}: another way to ask", topic=title_of(call, slug)),
                gap_form(call, "phrasing", found, topic=slug),
            )
            for slug in near[:MOST_NEAR]
        ]
        offers.append(Offer(say("A new open question"), gap_form(call, "topic", found)))
    return [*offers, Offer(say("Not ours"), gap_form(call, "notours", found))]


async def _not_ours(desk: Desk, call: Call) -> Page:
    """Nothing of the knowledge changes, so nobody is told anything; the list is shorter by one."""
    say, act = call.say, call.act()

    def work(connection: Connected) -> Gap:
        found = find_gap(connection, call.values["gap"])
        if call.invocation.confirmed:
            close_gap(connection, found, ClosedAs.NOT_OURS, act=act)
        return found

    try:
        found: Gap = await (desk.database.write(work) if call.invocation.confirmed else desk.database.read(work))
    except (NoSuchGap, GapClosed) as error:
        return gap_gone(call, error)
    says = say("Closes gap {number} as not ours: “{text}”", number=found.number, text=found.newest.text)
    if call.invocation.confirmed:
        return Page(PageKind.DONE, say("Done."), (says,))
    lines = (asked_by(call, found),)
    return Page(
        PageKind.PREVIEW, says, lines, offers=(Offer(say("Close it"), replace(call.invocation, confirmed=True)),)
    )
