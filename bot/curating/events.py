"""Events: opening one from a template, and what is live in each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.catalogue import load_catalogue
from bot.curating import ending
from bot.curating.composing import Composing
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, propose, revisions_seen
from bot.curating.stating import days_warnings
from bot.desk import Call, Desk, Handler, refused
from bot.filling import Span
from bot.pages import Grid, Invocation, Offer, Page, PageKind
from bot.wording import Wording
from knowledge.claims import Event
from knowledge.codec import Kind
from knowledge.files.templates import read_template
from knowledge.library import Edition
from knowledge.resting import told_of_events
from knowledge.revisions import current
from knowledge.templates import Template
from knowledge.texts import Text, Texts
from knowledge.topics import Topic
from knowledge.twins import without_twins


def handlers() -> Mapping[str, Handler]:
    return {"event open": _open, "event list": _list, **ending.handlers()}


async def _open(desk: Desk, call: Call) -> Page:
    """One act, with the open questions that families will ask; then the form for the day's status is offered."""
    template = await asyncio.to_thread(read_template, call.values["template"])
    day: date = call.values["day"]
    slug = f"{template.slug}-{day.isoformat()}"
    topics = tuple(_missing_topics(template, call.edition))
    keys = ((Kind.EVENT, slug), *((Kind.TOPIC, one.slug) for one in topics))

    def work(connection: Connected) -> tuple[Event | None, Event, Mapping[tuple[Kind, str], int]]:
        titles = Composing(connection, call, call.values).texts("title", _named(template, day))
        event = Event(slug, titles, template.kind, day)
        return current(connection, Event, [slug]).get(slug), event, revisions_seen(connection, keys)

    standing, event, seen = await desk.database.read(work)
    if standing is not None:
        return _opened_before(call, standing)
    title = Wording(call.say, call.edition.district, call.at).texts(event.titles)
    says = call.say("Opens {event}.", event=title)
    proposal = Proposal(
        says, (event, *topics), based_on=seen, lines=_lines(call, topics), warnings=days_warnings(call, Span(day, day))
    )
    page = await propose(desk, call, proposal)
    if page.kind is not PageKind.DONE or page.change is None:
        return page
    return replace(page, offers=(_status_offer(call, template, event), *page.offers))


def _opened_before(call: Call, event: Event) -> Page:
    if event.ended is None:
        return refused(call.say, call.say("{event} is open already.", event=event.slug))
    ended = moment_words(call, event.ended)
    return refused(call.say, call.say("{event} was opened before and ended {moment}.", event=event.slug, moment=ended))


def _named(template: Template, day: date) -> Texts:
    """The template's name with its month."""
    return {
        language: Text(f"{text.words}, {load_catalogue(language).month(day)}", text.approved)
        for language, text in template.titles.items()
    }


def _missing_topics(template: Template, edition: Edition) -> Iterable[Topic]:
    """Only those that the knowledge base does not have, without what others of it are called by already."""
    known = {*edition.topics, *(one.slug for one in template.topics)}
    for topic in template.topics:
        if topic.slug in edition.topics:
            continue
        beside = tuple(slug for slug in topic.beside if slug in known)
        parent = topic.parent if topic.parent in known else None
        yield without_twins(edition, replace(topic, beside=beside, parent=parent))


def _lines(call: Call, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    if not topics:
        return (call.say("All its questions are known already."),)
    wording = Wording(call.say, call.edition.district, call.at)
    asked = [
        call.say(
            "New open question: {title} ({count} phrasings)",
            title=wording.title(one),
            count=sum(map(len, one.phrasings.values())),
        )
        for one in topics
    ]
    return (*asked, call.say("Their words come with the program; nobody has approved them yet."))


def _status_offer(call: Call, template: Template, event: Event) -> Offer:
    day = event.first_day
    values = {
        "status": template.status.value if template.status else None,
        "day": day.isoformat(),
        "hour": template.at.strftime("%H:%M") if template.at else None,
        "event": event.slug,
    }
    form = replace(call.invocation, name="status", action="", confirmed=False, based_on={}, loudness=None)
    form = replace(form, values={name: value for name, value in values.items() if value})
    return Offer(call.say("Set the status of {day}", day=call.say.day(day, at=call.at)), form)


async def _list(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[list[Event], Mapping[str, int]]:
        newest = sorted(current(connection, Event).values(), key=lambda one: one.first_day, reverse=True)
        return newest, told_of_events(connection, [one.slug for one in newest], at=call.invocation.at)

    say = call.say
    events, counts = await desk.database.read(work)
    if not events:
        return Page(PageKind.SHOWN, say("There is no event yet."))
    wording = Wording(say, call.edition.district, call.at)
    columns = (say("event"), say("title"), say("first day"), say("claims told now"), say("ended"))
    rows = tuple(
        (
            one.slug,
            wording.texts(one.titles),
            say.day(one.first_day, at=call.at),
            str(counts.get(one.slug, 0) if one.ended is None else 0),
            moment_words(call, one.ended) if one.ended else "",
        )
        for one in events
    )
    offers = tuple(
        Offer(say("End {event}", event=one.slug), _end_form(call, one)) for one in events if one.ended is None
    )
    return Page(PageKind.SHOWN, say("The events, newest first"), grid=Grid(columns, rows), offers=offers)


def _end_form(call: Call, event: Event) -> Invocation:
    values = {"event": event.slug}
    return replace(call.invocation, name="event", action="end", values=values, confirmed=False, based_on={})
