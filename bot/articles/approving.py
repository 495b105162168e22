"""Approving a piece is publishing: what it was read as, the editor's words in front of it, previewed like any claim.

The article's wording is never taken over: words, and what a claim hangs on, are written by whoever approves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.articles.calendar_pages import approve_days
from bot.articles.deciding import Opened, dealing_with, of_open_piece
from bot.articles.resting import source_of
from bot.curating.belonging import belonging
from bot.curating.claims import added
from bot.curating.composing import Composing
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit
from bot.curating.stating import stated
from bot.curating.superseding import meanwhile, overtaken
from bot.desk import Call, Desk, Handler, refused
from bot.filling import Span
from bot.pages import Page, Problem
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.pieces import PieceState
from knowledge.claims import Claim, Condition, Firmness, Scope
from knowledge.codec import Noun
from knowledge.topics import TopicKind


def handlers() -> Mapping[str, Handler]:
    return {"article approve": _approve, "article edit": _approve}


async def _approve(desk: Desk, call: Call) -> Page:
    return await of_open_piece(desk, call, partial(_decided, desk, call))


async def _decided(desk: Desk, call: Call, found: Opened) -> Page:
    if isinstance(found.piece.content, ProposedDays):
        return await approve_days(desk, call, found.kept, found.piece, found.piece.content)
    proposal: Proposal | Page = await desk.database.read(partial(_proposed, call=call, found=found))
    return proposal if isinstance(proposal, Page) else await propose(desk, call, proposal)


def _proposed(connection: Connected, call: Call, found: Opened) -> Proposal | Page:
    if not isinstance(found.piece.content, Cut):
        return refused(call.say, call.say("Nothing of this piece can be said in a claim."))
    cut, piece = found.piece.cut, found.piece
    slug: str = call.values.get("topic") or cut.topics[0]
    if slug not in call.edition.topics:
        raise Misfit(Problem("topic", call.say("This is needed.")))
    topic = call.edition.topics[slug]
    values = {**read_of(cut, of_day=topic.kind is TopicKind.DAY), **call.values}
    problems = tuple(_still_needed(call, cut, values, by_day=topic.kind.by_day))
    if problems:
        raise Misfit(*problems)
    source = source_of(connection, call, found.kept)
    composing = Composing(connection, replace(call, values=values), values, rests_on=source)
    span: Span | None = values.get("days")
    if topic.kind is TopicKind.DAY and values.get("status") and span is not None:
        said = stated(composing, span)
        theirs = meanwhile(connection, call, said.mates.all)
        if theirs:
            return overtaken(call, said.claim, theirs)
        proposal = Proposal(
            said.says, said.nouns, based_on=said.based_on, lines=said.lines, warnings=said.warnings, offers=said.offers
        )
        mine = said.claim.slug
    else:
        proposal, mine = _of_an_event(composing, added(composing, slug))
    return dealing_with(
        replace(
            proposal,
            nouns=tuple(_pointing(one, mine, cut) for one in proposal.nouns),
            warnings=(*_doubts(call, cut, values), *proposal.warnings),
        ),
        call,
        piece,
        PieceState.APPROVED,
        source,
    )


def _of_an_event(composing: Composing, proposal: Proposal) -> tuple[Proposal, str]:
    """The claim, and a condition made for it, with the event that goes on; and the slug of the claim."""
    claim = next(one for one in proposal.nouns if isinstance(one, Claim))
    belongs = belonging(composing, claim, replaced=(), like=None)
    event = belongs.event.slug if belongs.event else None
    nouns = tuple(replace(one, event=event) if isinstance(one, Claim | Condition) else one for one in proposal.nouns)
    lines = (*proposal.lines, *belongs.line(composing.call))
    return replace(proposal, nouns=nouns, lines=lines, offers=belongs.offers(composing.call)), claim.slug


def read_of(cut: Cut, *, of_day: bool) -> dict[str, Any]:
    """What a cut was read as, by the fields of a claim; neither words nor what it hangs on. *of_day*: its topic is
    whether school is open."""
    values: dict[str, Any] = {}
    if cut.first_day is not None:
        values["days"] = Span(cut.first_day, cut.last_day or cut.first_day)
    if of_day and cut.status is not None:
        values["status"] = cut.status.value
    begins = cut.begins
    if of_day and cut.at is not None:
        values["hour"] = cut.at
    elif cut.at is not None:
        begins = begins or cut.at
    if begins is not None and cut.first_day is not None:
        values["hours"] = (begins, cut.closes)
    if cut.scope != Scope():
        values["scope"] = cut.scope
    if cut.firmness is not Firmness.STATED:
        values["firmness"] = cut.firmness.value
    if cut.speaker is not None:
        values["speaker"] = (cut.speaker,)
    return values


def _still_needed(call: Call, cut: Cut, values: Mapping[str, Any], *, by_day: bool) -> Iterator[Problem]:
    say = call.say
    if not values.get("words") and not values.get("status"):
        yield Problem("words", say("What families shall read, in your own words and not the article's."))
    if "days" not in values and by_day and (values.get("status") or cut.unresolved):
        yield Problem("days", say("Which day it is about does not stand in the article."))
    if cut.condition and "condition" not in values:
        words = say(
            "The article hangs it on this: “{words}”. Choose a condition, write one with “if” or “unless” in your own "
            "words, or write - where it hangs on nothing.",
            words=cut.condition,
        )
        yield Problem("condition", words)
    if "speaker" not in values:
        yield Problem("speaker", say("The article does not say clearly who says so."))


def _doubts(call: Call, cut: Cut, values: Mapping[str, Any]) -> Iterator[str]:
    say, written = call.say, call.values
    if not cut.sure_of_day and "days" in values and "days" not in written:
        yield say("The day was taken from what stands around it: please check it.")
    if values.get("hours") and not any(map(str.isdecimal, values.get("words") or "")):
        yield say("Families read the hours only where the words say them.")
    if cut.taken_back:
        yield say("The article itself says that this no longer holds.")
    if cut.condition and written.get("condition", "") is None:
        yield say("The article says it hangs on something; what you publish does not.")


def _pointing(noun: Noun, mine: str, cut: Cut) -> Noun:
    return replace(noun, paragraphs=cut.paragraphs) if isinstance(noun, Claim) and noun.slug == mine else noun
