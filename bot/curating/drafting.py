"""Drafts: what waits for approval, approving, which is publishing, and letting one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.catalogue import marked
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Refusal, kindly
from bot.curating.seconding import wants_second
from bot.curating.stating import words_of
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Page, PageKind
from knowledge.acting import Published
from knowledge.claims import Claim, Condition
from knowledge.codec import Kind, Noun
from knowledge.drafts import (
    APPROVED,
    DROPPED,
    PENDING,
    Draft,
    NoSuchDraft,
    add_approval,
    approved,
    nouns_at,
    pending_drafts,
    read_draft,
    settle_draft,
)
from knowledge.gaps import ClosedAs, GapClosed, NoSuchGap, find_gap
from knowledge.revisions import latest

MOST_LISTED = 40
MOST_TOLD = 12  # claims of one draft that are told in full
STATES = {APPROVED: marked("approved"), DROPPED: marked("dropped"), PENDING: marked("pending")}


def handlers() -> Mapping[str, Handler]:
    return {"claim drafts": _drafts, "claim approve": kindly(_approve), "claim drop": kindly(_drop)}


async def _drafts(desk: Desk, call: Call) -> Page:
    say = call.say

    def work(connection: Connected) -> tuple[int, list[tuple[Draft, str]]]:
        waiting = pending_drafts(connection)
        return len(waiting), [(one, what_it_does(connection, call, one)) for one in waiting[:MOST_LISTED]]

    count, waiting = await desk.database.read(work)
    columns = (say("draft"), say("who"), say("when"), say("what"), say("why"))
    rows = tuple(
        (str(one.number), one.identity, moment_words(call, one.made), what, one.reason or "") for one, what in waiting
    )
    return Page(PageKind.SHOWN, say("Drafts that wait for approval: {count}", count=count), grid=Grid(columns, rows))


def what_it_does(connection: Connected, call: Call, draft: Draft) -> str:
    """The claims and conditions that it says or changes, by their short names."""
    changing = _changing(connection, draft.nouns)
    named = [one.slug for one in changing if isinstance(one, Claim | Condition)]
    named = named or [one.slug for one in changing] or [slug for _, slug in draft.removed]
    more = len(named) - 3
    told = ", ".join(named[:3])
    return call.say("{names} and {count} more", names=told, count=more) if more > 0 else told


def _changing(connection: Connected, nouns: Sequence[Noun]) -> list[Noun]:
    """Without what only goes along unchanged, so that nobody's newer version of it is passed over."""
    return [one for one in nouns if _standing(connection, one) != one]


def _standing(connection: Connected, noun: Noun) -> Noun | None:
    kind = Kind.of(noun)
    found = latest(connection, kind, [noun.slug]).get(noun.slug)
    return None if found is None or found.removed else found.noun


async def _approve(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[Draft, Proposal]:
        waiting = _waiting(connection, call)
        return waiting, _proposal(connection, call, waiting)

    waiting, proposal = await desk.database.read(work)
    reasoned = replace(call, values={**call.values, "reason": waiting.reason})
    second = wants_second(desk, proposal.nouns, meaning=proposal.meaning)
    if second and call.who.person in waiting.approvals:
        raise Refusal(call.say("You approved draft {number}; another publisher has to as well.", number=waiting.number))
    try:
        if second and not waiting.approvals and call.invocation.confirmed:
            return await _first_approval(desk, call, waiting)
        return await propose(desk, reasoned, replace(proposal, seconded=bool(waiting.approvals)))
    except NoSuchDraft:
        # Somebody else settled it between our reading and our writing.
        raise Refusal(call.say("Draft {number} does not wait any more.", number=waiting.number)) from None


async def _first_approval(desk: Desk, call: Call, waiting: Draft) -> Page:
    await desk.database.write(lambda connection: add_approval(connection, waiting, by=call.who.person))
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


def _proposal(connection: Connected, call: Call, waiting: Draft) -> Proposal:
    at = call.invocation.at
    nouns = approved(connection, nouns_at(waiting, at), by=call.who.person, at=at)

    def settle(connection: Connected, published: Published) -> None:
        settle_draft(
            connection,
            waiting.number,
            APPROVED,
            by=call.who.person,
            at=call.invocation.at,
            change=published.change,
        )

    what = what_it_does(connection, call, waiting)
    return Proposal(
        says=call.say("Draft {number} by {who}: {what}", number=waiting.number, who=waiting.identity, what=what),
        nouns=nouns,
        removed=waiting.removed,
        based_on=waiting.based_on,
        meaning=waiting.meaning,
        lines=_lines(call, _changing(connection, nouns)),
        undoes=waiting.undoes,
        gap=_open_gap(connection, waiting),
        besides=settle,
    )


def _open_gap(connection: Connected, waiting: Draft) -> tuple[int, ClosedAs] | None:
    """What the draft would answer, unless somebody dealt with it meanwhile."""
    if waiting.gap is None:
        return None
    try:
        find_gap(connection, waiting.gap[0])
    except (NoSuchGap, GapClosed):
        return None
    return waiting.gap


def _lines(call: Call, nouns: Sequence[Noun]) -> tuple[str, ...]:
    say, words = call.say, words_of(call)
    claims = [one for one in nouns if isinstance(one, Claim)]
    lines = [f"{one.slug}: {words.texts(one.words) or (one.status or '')}" for one in claims[:MOST_TOLD]]
    if len(claims) > MOST_TOLD:
        lines.append(say("And {count} more.", count=len(claims) - MOST_TOLD))
    return tuple(lines)


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
