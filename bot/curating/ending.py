"""Ending an event: its closing notice is published and everything else of it becomes past, in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.curating.composing import Composing, official_speaker
from bot.curating.fitting import fitting
from bot.curating.moments import moment_words
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.curating.sources import claim_line
from bot.curating.stating import day_topic
from bot.desk import Call, Desk, Handler
from bot.pages import Page, Problem
from knowledge.claims import Claim, Event
from knowledge.codec import Kind, Noun
from knowledge.findings import Asked
from knowledge.resting import Resting, of_event
from knowledge.revisions import latest
from knowledge.topics import Topic, TopicKind


def handlers() -> Mapping[str, Handler]:
    return {"event end": kindly(_end)}


@dataclass(frozen=True)
class _Ending:
    """*past*: what is told no more; *ended*: those of them that rest on the notice's own source, which would go on."""

    event: Event
    based_on: Mapping[tuple[Kind, str], int]
    notice: Claim
    fresh: tuple[Noun, ...]
    past: tuple[Resting, ...]
    ended: tuple[Resting, ...]


async def _end(desk: Desk, call: Call) -> Page:
    if "status" not in call.values and "words" not in call.values:
        words = call.say("An event ends with its closing notice: what holds now, as a status or in words.")
        raise Misfit(Problem("status", words))
    ending: _Ending = await desk.database.read(lambda connection: _ending(connection, call))
    at = call.invocation.at
    event = replace(ending.event, ended=at, closing=ending.notice.source)
    ended = tuple(replace(one.claim, ended=at) for one in ending.ended)
    past = [claim_line(call, one.claim) for one in ending.past]
    heading = call.say("Becomes past ({count}):", count=len(past))
    proposal = Proposal(
        call.say("Ends {event} with its closing notice.", event=event.slug),
        (event, *ending.fresh, ending.notice, *ended),
        based_on=ending.based_on,
        cells=_cells(call, ending),
        lines=(heading, *past) if past else (),
    )
    return await propose(desk, call, proposal)


def _ending(connection: Connected, call: Call) -> _Ending:
    event, number = _standing(connection, call)
    topic = _topic(call, event)
    span = call.values.get("days")
    day = span.first if span else _day(call) if topic.kind is TopicKind.DAY else None
    speaker = official_speaker(call, topic)
    notice, fresh = Composing(connection, call, call.values).new(topic.slug, day, (speaker,) if speaker else ())
    notice = replace(notice, event=event.slug, first_day=day, last_day=span.last if span else day)
    told = tuple(one for one in of_event(connection, event.slug, at=call.invocation.at) if one.told)
    resting = tuple(one for one in told if one.claim.source == notice.source)
    based_on = {(Kind.EVENT, event.slug): number, (Kind.CLAIM, notice.slug): 0}
    based_on |= {(Kind.CLAIM, one.claim.slug): one.number for one in resting}
    return _Ending(event, based_on, fitting(connection, call, notice), fresh, told, resting)


def _standing(connection: Connected, call: Call) -> tuple[Event, int]:
    slug = call.values["event"]
    found = latest(connection, Kind.EVENT, [slug]).get(slug)
    if found is None or found.removed or not isinstance(found.noun, Event):
        raise Refusal(call.say("There is no event {event}.", event=slug))
    event = found.noun
    if event.ended is not None:
        ended = moment_words(call, event.ended)
        raise Refusal(call.say("{event} was ended already, on {moment}.", event=slug, moment=ended))
    return event, found.number


def _topic(call: Call, event: Event) -> Topic:
    """A status is about whether school is open; words alone are about the event itself, where that is a topic."""
    topics: Mapping[str, Topic] = call.edition.topics
    if "status" not in call.values and event.kind in topics:
        return topics[event.kind]
    return day_topic(call)


def _day(call: Call) -> date:
    """Today until classes end, then the next school day."""
    district = call.edition.district
    first = call.at.date() + timedelta(days=1) if district.classes_over(call.at) else call.at.date()
    return next(district.school_days_from(first), first)


def _cells(call: Call, ending: _Ending) -> tuple[Asked, ...]:
    """What families read of the notice first, then of each day whose status is lost, then of what else is past."""
    past = sorted((one.claim for one in ending.past), key=lambda one: (one.status is None, one.first_day or date.max))
    today = call.at.date()
    running = [
        replace(one, first_day=max(one.first_day, today)) if one.first_day and one.last_day else one for one in past
    ]
    return cells_of_claims((ending.notice, *running))
