"""Answering a gap as a phrasing of a topic there is, or as a new open question; it closes in the same act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import chain, count

from bot.curating.composing import Composing
from bot.curating.gap_pages import asked_by, gap_gone, title_of
from bot.curating.phrasing import (
    LONGEST,
    cleaned,
    free_phrasings,
    is_private,
    language_of_phrasing,
    twin_words,
    with_phrasing,
)
from bot.curating.proposing import Connected, Proposal, propose, revisions_seen
from bot.curating.refusing import Misfit, kindly
from bot.curating.trials import Trial, unrecorded
from bot.desk import Call, Desk, Handler
from bot.pages import Page, PageKind, Preview, Problem
from bot.questions import Outcome
from knowledge.acting import publish_act
from knowledge.claims import Claim
from knowledge.codec import Kind
from knowledge.gaps import ClosedAs, Gap, GapClosed, Missing, NoSuchGap, find_gap
from knowledge.histories import kinds_named
from knowledge.matching import plain_words
from knowledge.rehearsing import RehearsedLibrary
from knowledge.topics import Topic, TopicKind
from knowledge.twins import Twin, owner_of, twin_of

LONGEST_SLUG = 60


def handlers() -> Mapping[str, Handler]:
    return {"gaps phrasing": kindly(_phrasing), "gaps topic": kindly(_topic)}


async def closing(desk: Desk, call: Call, found: Gap, proposal: Proposal, closed_as: ClosedAs) -> Page:
    """Proposes what answers the gap; publishing it closes the gap in the same transaction."""
    says = (asked_by(call, found),)
    proposal = replace(proposal, gap=(found.number, closed_as), lines=(*proposal.lines, *says))
    try:
        page = await propose(desk, call, proposal)
        if page.kind is not PageKind.PREVIEW or closed_as is ClosedAs.TOPIC:
            return page
        return _with_own_question(call, page, await _own_question(desk, call, found, proposal))
    except (NoSuchGap, GapClosed) as error:
        return gap_gone(call, error)


async def _own_question(desk: Desk, call: Call, found: Gap, proposal: Proposal) -> Preview:
    """What the gap's newest question would be told, were this published."""

    def apply(connection: Connected) -> None:
        act = call.act(meaning=proposal.meaning)
        publish_act(connection, proposal.nouns, act=act, removed=proposal.removed, based_on=proposal.based_on)

    newest, starts = found.newest, [one.serve_from for one in proposal.nouns if isinstance(one, Claim)]
    at = max([call.invocation.at, *(one for one in starts if one is not None)])
    trial = Trial(_asked_today(desk, call, newest), at, language=newest.language)
    library = RehearsedLibrary(desk.database, apply=apply, before=call.edition)
    reply = await unrecorded(desk, call, library).answer(trial.question)
    return Preview(reply.language, trial.text, reply)


def _asked_today(desk: Desk, call: Call, newest: Missing) -> str:
    """Its words; where "tomorrow" would mean another day by now, with the day that was meant."""
    asked = call.edition.district.local(newest.asked)
    if newest.day is None or asked.date() == call.at.date():
        return newest.text
    return f"{cleaned(newest, desk.reader.days)} {newest.day.isoformat()}"


def _with_own_question(call: Call, page: Page, own: Preview) -> Page:
    page = replace(page, previews=(*page.previews, own))
    if own.reply.outcome is Outcome.ANSWER:
        return page
    words = call.say("This question itself would still get: {reply}", reply=" ".join(own.reply.text.split()))
    return replace(page, warnings=(*page.warnings, words))


async def found_gap(desk: Desk, call: Call) -> Gap | Page:
    try:
        found: Gap = await desk.database.read(partial(find_gap, number=call.values["gap"]))
    except (NoSuchGap, GapClosed) as error:
        return gap_gone(call, error)
    return found


async def _phrasing(desk: Desk, call: Call) -> Page:
    found = await found_gap(desk, call)
    if isinstance(found, Page):
        return found
    say, edition = call.say, call.edition
    topic = edition.topics[call.values["topic"]]
    written = call.values.get("phrasing")
    text = written or cleaned(found.newest, desk.reader.days)
    language = language_of_phrasing(found.newest, edition)
    twin = _checked(call, topic, text, language, written=bool(written))
    warnings = [twin_words(twin, edition, say)] if twin else []
    if is_private(text):
        warnings.append(say("There may be a telephone number or an address in it: every editor will read it."))
    proposal = Proposal(
        say("“{phrasing}” becomes a way to ask about {topic}.", phrasing=text, topic=title_of(call, topic.slug)),
        (with_phrasing(topic, text, language),),
        based_on=await desk.database.read(partial(revisions_seen, keys=((Kind.TOPIC, topic.slug),))),
        meaning=False,
        warnings=tuple(warnings),
        lines=() if written else (say("These are a family's words: no child's name should stand in them."),),
    )
    return await closing(desk, call, found, proposal, ClosedAs.PHRASING)


def _checked(call: Call, topic: Topic, text: str, language: str, *, written: bool) -> Twin | None:
    """A twin to be warned of. Raises `Misfit` for what cannot become a phrasing."""
    say, edition = call.say, call.edition
    if len(text) > LONGEST:
        words = say("These are {count} characters; {most} are the most.", count=len(text), most=LONGEST)
        raise Misfit(Problem("phrasing", words))
    if not plain_words(text):
        raise Misfit(Problem("phrasing", say("There are no words in it.")))
    if is_private(text) and not written:
        words = say("There may be a telephone number or an address in it; please type it anew without.")
        raise Misfit(Problem("phrasing", words))
    if owner_of(edition, text, language) == topic.slug:
        already = Twin(text, language, topic.slug, True)
        raise Misfit(Problem("phrasing", twin_words(already, edition, say)))
    twin = twin_of(edition, text, language, topic=topic.slug)
    if twin is not None and twin.same:
        raise Misfit(Problem("phrasing", twin_words(twin, edition, say)))
    return twin


async def _topic(desk: Desk, call: Call) -> Page:
    """A topic without a claim is an honest "not announced yet"; what families asked becomes its first phrasings."""
    found = await found_gap(desk, call)
    if isinstance(found, Page):
        return found
    say, edition = call.say, call.edition
    kind = TopicKind(call.values.get("sort") or (TopicKind.SERVICE if found.day else TopicKind.BACKGROUND))

    def work(connection: Connected) -> tuple[Topic, Mapping[tuple[Kind, str], int]]:
        composing = Composing(connection, call, call.values)
        slug = _free_slug(connection, call.values["title"])
        phrasings = free_phrasings(found.texts, edition, desk.reader.days)
        topic = Topic(slug, composing.texts("title", {}), kind, phrasings)
        return topic, revisions_seen(connection, ((Kind.TOPIC, slug),))

    topic, seen = await desk.database.read(work)
    lines = [f"{language}: {text}" for language, texts in topic.phrasings.items() for text in texts]
    if not lines:
        lines = [say("None of the families' words can be a phrasing; add some, or nobody will find it.")]
    says = say("New open question: {title} ({slug})", title=call.values["title"], slug=topic.slug)
    proposal = Proposal(says, (topic,), based_on=seen, meaning=False, lines=tuple(lines))
    return await closing(desk, call, found, proposal, ClosedAs.TOPIC)


def _free_slug(connection: Connected, title: str) -> str:
    plain = "-".join(word for word in plain_words(title) if word.isascii() and word.isalnum())
    stem = plain[:LONGEST_SLUG].strip("-") or "question"
    slugs = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    return next(slug for slug in slugs if not kinds_named(connection, slug))
