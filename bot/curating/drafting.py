"""Drafts: what waits for approval, approving, which is publishing, and letting one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.catalogue import marked
from bot.commands import Role
from bot.curating.draft_words import Doing, below, doing_of, what_it_does
from bot.curating.drafted_pieces import since_drafted
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.renewing import Against, against, against_line, refuse_what_ran_out, renewed
from bot.curating.seconding import wants_second
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.acting import Published
from knowledge.articles.pieces import drafted_anew
from knowledge.claims import Claim
from knowledge.codec import Kind
from knowledge.drafts import (
    APPROVED,
    DROPPED,
    PENDING,
    Draft,
    NoSuchDraft,
    add_approval,
    approved,
    nouns_at,
    on_calendar_of_now,
    on_what_stands,
    open_gap,
    pending_drafts,
    read_draft,
    settle_draft,
)

MOST_LISTED = 40
STATES = {APPROVED: marked("approved"), DROPPED: marked("dropped"), PENDING: marked("pending")}


def handlers() -> Mapping[str, Handler]:
    return {"claim drafts": _drafts, "claim approve": kindly(_approve), "claim drop": kindly(_drop)}


async def _drafts(desk: Desk, call: Call) -> Page:
    say = call.say

    def work(connection: Connected) -> tuple[int, list[tuple[Draft, str]]]:
        waiting = pending_drafts(connection)
        told = [on_calendar_of_now(connection, one) for one in waiting[:MOST_LISTED]]
        return len(waiting), [(one, what_it_does(connection, call, doing_of(one))) for one in told]

    count, waiting = await desk.database.read(work)
    columns = (say("draft"), say("who"), say("when"), say("what"), say("why"))
    rows = tuple(
        (str(one.number), one.identity, moment_words(call, one.made), what, one.reason or "") for one, what in waiting
    )
    title = say("Drafts that wait for approval: {count}", count=count)
    offers = tuple(_looking(call, one) for one, _ in waiting if call.role.may(Role.PUBLISHER))
    return Page(PageKind.SHOWN, title, grid=Grid(columns, rows), offers=offers)


def _looking(call: Call, waiting: Draft) -> Offer:
    number = str(waiting.number)
    approving = replace(call.invocation, action="approve", values={"draft": number}, confirmed=False, based_on={})
    return Offer(call.say("Look at {number}", number=number), approving)


@dataclass(frozen=True)
class _Waiting:
    """*theirs*: what was published since the preview that this confirms."""

    draft: Draft
    proposal: Proposal
    stands: tuple[Against, ...] = ()
    theirs: tuple[Claim, ...] = ()


async def _approve(desk: Desk, call: Call) -> Page:
    found: _Waiting = await desk.database.read(lambda connection: _found(connection, call))
    waiting, proposal, anew = found.draft, found.proposal, bool(call.values.get("anew"))
    if found.theirs:
        mine = next(one for one in proposal.nouns if isinstance(one, Claim))
        return overtaken(call, mine, found.theirs)
    if found.stands and not anew:
        return _overtaken_draft(call, waiting, proposal)
    # Whoever approves has the last word on how it is told, whoever made it the first.
    loud = replace(call.invocation, loudness=call.loudness or waiting.loudness)
    reasoned = replace(call, invocation=loud, values={**call.values, "reason": waiting.reason})
    second = wants_second(desk, proposal.nouns, meaning=proposal.meaning)
    if second and not anew and call.who.person in waiting.approvals:
        raise Refusal(call.say("You approved draft {number}; another publisher has to as well.", number=waiting.number))
    try:
        if second and not anew and not waiting.approvals and call.invocation.confirmed:
            return await _first_approval(desk, call, waiting)
        seconded = bool(waiting.approvals) and not anew
        page = await propose(desk, reasoned, replace(proposal, seconded=seconded))
        if page.draft is not None:
            await desk.database.write(partial(_settled_as_new, call=call, waiting=waiting, draft=page.draft))
    except NoSuchDraft:
        # Somebody else settled it between our reading and our writing.
        raise Refusal(call.say("Draft {number} does not wait any more.", number=waiting.number)) from None
    # A conflict is met again for ever unless the draft is made anew.
    return replace(page, offers=_ways_on(call, waiting)) if page.kind is PageKind.REFUSED and page.grid else page


def _overtaken_draft(call: Call, waiting: Draft, proposal: Proposal) -> Page:
    say, number = call.say, waiting.number
    words = say("Draft {number} does not apply any more: what it changes was changed since.", number=number)
    return replace(refused(say, words, proposal.says, *proposal.warnings), offers=_ways_on(call, waiting))


def _ways_on(call: Call, waiting: Draft) -> tuple[Offer, ...]:
    say, number, form = call.say, waiting.number, replace(call.invocation, confirmed=False, based_on={})
    anew = replace(form, values={"draft": str(number), "anew": "yes"})
    drop = replace(form, action="drop", values={"draft": str(number)})
    return (
        Offer(say("Look at draft {number} as new now", number=number), anew),
        Offer(say("Drop draft {number}", number=number), drop),
    )


def _settled_as_new(connection: Connected, call: Call, waiting: Draft, draft: int) -> None:
    """Kept as a new draft, the old one waits no more."""
    drafted_anew(connection, waiting.number, draft)
    settle_draft(connection, waiting.number, DROPPED, by=call.who.person, at=call.invocation.at)


async def _first_approval(desk: Desk, call: Call, waiting: Draft) -> Page:
    adding = partial(add_approval, waiting=waiting, by=call.who.person, loudness=call.loudness)
    await desk.database.write(adding)
    say, number = call.say, waiting.number
    words = say("Families read nothing of it until a publisher approves it: /claim approve {number}", number=number)
    return Page(PageKind.DONE, say("Draft {number} needs a second approval.", number=number), (words,), draft=number)


def _waiting(connection: Connected, call: Call) -> Draft:
    """The draft that is named; raises `Refusal` when there is none, or somebody dealt with it."""
    number = call.values["draft"]
    try:
        draft = read_draft(connection, number)
    except NoSuchDraft:
        raise Refusal(call.say("There is no draft {number}.", number=number)) from None
    if draft.state != PENDING:
        raise Refusal(
            call.say(
                "Draft {number} was {state} before, by {who}, {moment}.",
                number=number,
                state=call.say(STATES[draft.state]),
                who=draft.settled_by or "",
                moment=moment_words(call, draft.settled or draft.made),
            )
        )
    return draft


def _found(connection: Connected, call: Call) -> _Waiting:
    waiting = _waiting(connection, call)
    standing = on_what_stands(connection, waiting)
    refuse_what_ran_out(connection, call, standing)
    stands = against(connection, call, standing)
    proposal = _proposal(connection, call, standing, stands)
    proposal = replace(proposal, warnings=(*since_drafted(connection, call, waiting), *proposal.warnings))
    theirs = meanwhile(connection, call, [one.held for one in stands]) if call.values.get("anew") else ()
    return _Waiting(waiting, proposal, stands, theirs)


def _proposal(connection: Connected, call: Call, waiting: Draft, stands: Sequence[Against]) -> Proposal:
    at = call.invocation.at
    as_new = renewed(connection, call, waiting) if call.values.get("anew") else None
    told, based_on = (as_new.nouns, as_new.based_on) if as_new else (nouns_at(waiting, at), waiting.based_on)
    seen = {(Kind.CLAIM, one.held.claim.slug): one.held.revision for one in stands} if as_new else {}
    nouns = approved(connection, told, by=call.who.person, at=at)
    doing = Doing(nouns, waiting.removed, based_on)

    def settle(connection: Connected, published: Published) -> None:
        settle_draft(
            connection,
            waiting.number,
            APPROVED,
            by=call.who.person,
            at=call.invocation.at,
            change=published.change,
        )

    return Proposal(
        says=call.say(
            "Draft {number} by {who}, made {moment}: {what}",
            number=waiting.number,
            who=waiting.identity,
            moment=moment_words(call, waiting.made),
            what=what_it_does(connection, call, doing),
        ),
        nouns=nouns,
        removed=waiting.removed,
        based_on={**seen, **based_on},
        meaning=waiting.meaning,
        lines=below(connection, call, doing),
        warnings=tuple(dict.fromkeys(against_line(connection, call, one) for one in stands)),
        undoes=waiting.undoes,
        gap=open_gap(connection, waiting),
        besides=settle,
    )


async def _drop(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> None:
        waiting = _waiting(connection, call)
        settle_draft(connection, waiting.number, DROPPED, by=call.who.person, at=call.invocation.at)

    try:
        await desk.database.write(work)
    except NoSuchDraft:
        number = call.values["draft"]
        raise Refusal(call.say("Draft {number} does not wait any more.", number=number)) from None
    return Page(
        PageKind.DONE, call.say("Draft {number} is dropped; nothing of it was told.", number=call.values["draft"])
    )
