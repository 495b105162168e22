"""Approving a piece is publishing: what it was read as, the editor's words in front of it, previewed like any claim.

The article's wording is never taken over: words, and what a claim hangs on, are written by whoever approves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any

from bot.articles.bearing_words import newer_words
from bot.articles.calendar_pages import approve_days
from bot.articles.deciding import Opened, agreed_already, dealing_with, of_open_piece
from bot.articles.failure_words import note_words
from bot.articles.overview import not_ours
from bot.articles.resting import source_of
from bot.curating.belonging import belonging
from bot.curating.claims import added
from bot.curating.composing import Composing
from bot.curating.likely import WORDS
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit
from bot.curating.stating import stated
from bot.curating.statuses import proposal_of, refuse_what_is_over
from bot.curating.superseding import Mates, meanwhile, overtaken
from bot.desk import Call, Desk, Handler, refused
from bot.filling import Span
from bot.pages import Page, Problem
from knowledge.articles.article import Article, Note
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import PieceState
from knowledge.articles.settling import is_later
from knowledge.claims import Claim, Condition, Firmness, Scope
from knowledge.codec import Noun
from knowledge.topics import TopicKind


def handlers() -> Mapping[str, Handler]:
    return {"article approve": _approve, "article edit": _approve}


async def _approve(desk: Desk, call: Call) -> Page:
    return await of_open_piece(desk, call, partial(_decided, desk, call))


async def _decided(desk: Desk, call: Call, found: Opened) -> Page:
    if isinstance(found.piece.content, ProposedDays):
        page = await approve_days(desk, call, found.kept, found.piece, found.piece.content)
    else:
        proposal: Proposal | Page = await desk.database.read(partial(_proposed, call=call, found=found))
        page = proposal if isinstance(proposal, Page) else await propose(desk, call, proposal)
    # A form to be filled in is asked for as an edit, which by itself deals with nothing.
    return page if call.command.action == "edit" else await agreed_already(desk, call, page)


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
        refuse_what_is_over(call, span, field="days")
        said = stated(composing, span)
        theirs = meanwhile(connection, call, said.mates.all)
        if theirs:
            return overtaken(call, said.claim, theirs)
        proposal = proposal_of(said)
        if said.again:  # the claim stands as it is, on its own source and paragraphs
            return dealing_with(_doubted(proposal, call, found, values), call, piece, PieceState.AGREED)
        newer = tuple(_newer(call, found.kept, said.mates))
        proposal, mine = replace(proposal, warnings=(*newer, *proposal.warnings)), said.claim.slug
    else:
        proposal, mine = _of_an_event(composing, added(composing, slug))
    return dealing_with(
        replace(
            _doubted(proposal, call, found, values), nouns=tuple(_pointing(one, mine, cut) for one in proposal.nouns)
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
    dateless = values.get("days") is None if values.get("status") else "days" not in values and bool(cut.unresolved)
    if by_day and dateless:  # a status without a day would be told of every day
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


def _doubted(proposal: Proposal, call: Call, found: Opened, values: Mapping[str, Any]) -> Proposal:
    warnings = (*_of_the_whole(call, found.kept.article), *_doubts(call, found.piece.cut, values), *proposal.warnings)
    return replace(proposal, warnings=warnings)


def _of_the_whole(call: Call, article: Article) -> Iterator[str]:
    yield from not_ours(call, article)
    if Note.CHANGED_LATER in article.notes:
        yield note_words(call.say, Note.CHANGED_LATER)


def _newer(call: Call, kept: KeptArticle, mates: Mates) -> Iterator[str]:
    """What was said after the article, and would give way to it."""
    said = kept.article.said
    for held in (*mates.replaced, *mates.cut):
        if said is not None and is_later(held, said, call.edition.district):
            yield newer_words(call, held)


def _doubts(call: Call, cut: Cut, values: Mapping[str, Any]) -> Iterator[str]:
    say, written = call.say, call.values
    if not cut.sure_of_day and "days" in values and "days" not in written:
        yield say("The day was taken from what stands around it: please check it.")
    if values.get("hours") and not any(map(str.isdecimal, values.get("words") or "")):
        yield say("Families read the hours only where the words say them.")
    if left := _hours_left(cut, values):
        hours = say.listed([say.hour(datetime.combine(cut.first_day or call.at.date(), one)) for one in left])
        yield say("The article gives hours that are not taken over: {hours}", hours=hours)
    if cut.status is not None and "status" not in values:
        read = say("Status: {status}", status=say(WORDS[cut.status]))
        yield f"{read}. {say('Only whether school is open has a status.')}"
    if cut.taken_back:
        yield say("The article itself says that this no longer holds.")
    if cut.condition and written.get("condition", "") is None:
        yield say("The article says it hangs on something; what you publish does not.")


def _hours_left(cut: Cut, values: Mapping[str, Any]) -> list[time]:
    """An hour without a day, or only the one at which something ends, fits no field."""
    taken = {values.get("hour"), *(values.get("hours") or ())}
    return [one for one in (cut.at, cut.begins, cut.closes) if one is not None and one not in taken]


def _pointing(noun: Noun, mine: str, cut: Cut) -> Noun:
    return replace(noun, paragraphs=cut.paragraphs) if isinstance(noun, Claim) and noun.slug == mine else noun
