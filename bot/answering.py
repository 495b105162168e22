"""A family's question, answered: read, look up, word, and note who was told what.

One call, one reply, whatever comes in; what goes wrong reaches the family as one sentence with a reference.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.catalogue import Catalogue, load_catalogue
from bot.deciding import asked_of, day_of, explained, holes_joined, outcome_of, status_of, without_repeats
from bot.notices import Notices
from bot.questions import Choice, Outcome, Question, Reply
from bot.reading import CARRIED_FOR, Last, MessageReader, Part, Reading
from bot.wording import Wording
from knowledge.district import District, Neighbour
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.library import Edition, Library
from knowledge.matching import normalised
from knowledge.topics import AsideOutcome

log = logging.getLogger(__name__)

REMEMBERED = 10_000  # people and rooms whose last question is kept for follow-ups
JOINED_WITHIN = timedelta(seconds=15)  # between two pieces of one question
MOST_PARTS = 8  # looks-up told in one reply
MOST_MISSED = 3  # parts named that were not understood
ABOUT_US = 0.5  # share of content words known to the knowledge base above which a question is ours to note


class Recorder(Protocol):
    """Keeps what was asked and told, off the event loop; losing a record never loses a reply."""

    async def record(self, question: Question, reply: Reply, *, edition: Edition) -> None: ...


@dataclass(frozen=True)
class Fragment:
    """A message that was not understood: perhaps the first half of a question sent in pieces."""

    text: str
    at: datetime

    def still_open(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.at <= JOINED_WITHIN


@dataclass(frozen=True)
class Elsewhere:
    """Somebody else's schools that a person asked about: "is it closed tomorrow?" goes on about them."""

    neighbours: tuple[Neighbour, ...]
    at: datetime


@dataclass(frozen=True)
class Remembered:
    last: Last | None = None
    choices: tuple[Choice, ...] = ()
    fragment: Fragment | None = None
    elsewhere: Elsewhere | None = None
    at: datetime | None = None


class Answering:
    """*fallback*: the profile to speak for while the database cannot be read (its name and its official channel)."""

    def __init__(
        self, library: Library, reader: MessageReader, *, fallback: District, recorder: Recorder | None = None
    ) -> None:
        self._library = library
        self._reader = reader
        self._fallback = fallback
        self._recorder = recorder
        self._catalogues: dict[str, Catalogue] = {}
        self._remembered: OrderedDict[tuple[str, str], Remembered] = OrderedDict()

    async def answer(self, question: Question) -> Reply:
        try:
            edition = await self._library.edition()
            self._fallback = edition.district
            reply = await self._answer(question, edition)
        except Exception as error:  # whatever goes wrong, a family reads one sentence with a reference
            return self._cannot_look_up(question, error)
        await self._note(question, reply, edition)
        return reply

    async def _note(self, question: Question, reply: Reply, edition: Edition) -> None:
        if self._recorder is None:
            return
        try:
            await self._recorder.record(question, reply, edition=edition)
        except (DatabaseUnreadable, DatabaseUnwritable):
            log.exception("a question was answered but not recorded")

    def _cannot_look_up(self, question: Question, error: Exception) -> Reply:
        reference = secrets.token_hex(3)
        unexpected = None if isinstance(error, DatabaseUnreadable) else error
        log.error("reference %s: no answer could be given: %s", reference, error, exc_info=unexpected)
        spoken = self._fallback.languages
        wanted = (question.saved_language, question.language)
        language = next((one for one in wanted if one in spoken and one is not None), spoken[0])
        return Notices(self._say(language), self._fallback).cannot_look_up(reference)

    async def _answer(self, question: Question, edition: Edition) -> Reply:
        key = (question.place, question.person)
        before = self._remembered.get(key, Remembered())
        at = edition.district.local(question.at)
        hint = (question.saved_language, question.language)
        last = before.last if before.last and before.last.still_counts(at) else None
        reading = self._reader.read(question.text, at=at, edition=edition, hint=hint, last=last)
        if before.fragment and before.fragment.still_open(at) and not _understood(reading):
            joined = self._reader.read(
                f"{before.fragment.text} {question.text}", at=at, edition=edition, hint=hint, last=last
            )
            reading = joined if _understood(joined) else reading
        notices = Notices(self._say(reading.language), edition.district)
        offered = before.choices if before.at and timedelta(0) <= at - before.at <= CARRIED_FOR else ()
        chosen = question.chosen or _chosen(question.text, offered)
        if chosen is not None:
            reply = await self._chosen(chosen, reading, notices, edition, at)
        else:
            reply = await self._reply(_elsewhere(reading, before, at), notices, edition, at)
        fragment = None if _understood(reading) else Fragment(question.text, at)
        elsewhere = Elsewhere(reading.places.neighbours, at) if reading.places.neighbours else before.elsewhere
        self._remember(key, reply, last, fragment, at)
        if reply.outcome is Outcome.OUT_OF_SCOPE or not reply.findings:
            self._remembered[key] = replace(self._remembered[key], elsewhere=elsewhere)
        reply = replace(reply, why=tuple(line for part in reading.parts for line in explained(part)))
        foreign = reading.foreign is not None and question.saved_language is None
        emergency = any(is_emergency(text, edition) for text in (question.text, reading.mended))
        return notices.with_notes(reply, emergency=emergency, cut=reading.cut, foreign=foreign)

    async def _chosen(
        self, chosen: Choice, reading: Reading, notices: Notices, edition: Edition, at: datetime
    ) -> Reply:
        if chosen.topic is None or chosen.topic not in edition.topics:
            return notices.none_of_these()
        part = Part(chosen.label, chosen.topic, None, chosen.day, chosen.last_day, chosen.day is not None, chosen.scope)
        return await self._answers(replace(reading, parts=(part,)), notices, edition, at)

    async def _reply(self, reading: Reading, notices: Notices, edition: Edition, at: datetime) -> Reply:
        if reading.empty:
            return notices.nothing_to_read()
        if reading.places.neighbours and not reading.comparing and not reading.places.schools:
            return notices.not_ours(reading.places.neighbours)
        readable = tuple(part for part in reading.parts if not _lacks_its_day(part, edition))
        if any(part.topic in edition.topics for part in readable):
            return await self._answers(replace(reading, parts=readable), notices, edition, at)
        if len(readable) < len(reading.parts):
            return notices.which_date()
        if reading.asides:
            return notices.aside(edition.asides[_weightiest(reading.asides, edition)])
        return self._not_understood(reading, notices, edition, at)

    def _not_understood(self, reading: Reading, notices: Notices, edition: Edition, at: datetime) -> Reply:
        wording = Wording(notices.say, edition.district, at)
        for part in reading.parts:
            if part.match is not None and part.match.outcome == "offer":
                offered = [c.topic for c in part.match.candidates if c.topic in edition.topics][:3]
                if offered:
                    return notices.offer(part, {slug: wording.title(edition.topics[slug]) for slug in offered})
        about_us = bool(reading.places.spans) or any(part.named_day for part in reading.parts)
        known = max((part.match.domain for part in reading.parts if part.match), default=0.0)
        if not reading.parts or reading.bare:
            return notices.which_topic()
        return notices.no_answer() if about_us or known >= ABOUT_US else notices.out_of_scope()

    async def _answers(self, reading: Reading, notices: Notices, edition: Edition, at: datetime) -> Reply:
        understood = [part for part in reading.parts if part.topic in edition.topics]
        asked = [one for part in understood for one in asked_of(part, edition, at=at)]
        looked_up = await self._library.look_up(asked, at=at, edition=edition)
        findings = without_repeats(looked_up)[:MOST_PARTS]
        wording = Wording(notices.say, edition.district, at)
        passages = [wording.passage(finding) for finding in holes_joined(findings)]
        missed = [part.text for part in reading.parts if part not in understood]
        passages += [notices.part_not_understood(text) for text in missed[:MOST_MISSED]]
        if reading.places.neighbours:
            passages += notices.not_ours(reading.places.neighbours).passages
        told = [held for finding in findings for held in finding.told]
        return Reply(
            outcome=outcome_of(findings),
            language=reading.language,
            passages=tuple(passages),
            status=status_of(findings),
            day=day_of(findings),
            topics=tuple(dict.fromkeys(one.topic.slug for one in findings)),
            sources=tuple(dict.fromkeys(held.source.slug for held in told)),
            as_of=max((held.as_of for held in told), default=None),
            findings=tuple(findings),
            missed=len(missed),
        )

    def _remember(
        self, key: tuple[str, str], reply: Reply, last: Last | None, fragment: Fragment | None, at: datetime
    ) -> None:
        if reply.findings:
            found = reply.findings[-1]
            until = found.asked.last_day or found.day
            last = Last(found.topic.slug, found.day, until, found.asked.scope, at, found.topic.kind.by_day)
        self._remembered[key] = Remembered(last, reply.choices, fragment, at=at)
        self._remembered.move_to_end(key)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)

    def _say(self, language: str) -> Catalogue:
        if language not in self._catalogues:
            self._catalogues[language] = load_catalogue(language)
        return self._catalogues[language]


def _elsewhere(reading: Reading, before: Remembered, at: datetime) -> Reading:
    """The reading with the neighbours it goes on about, unless it speaks of us or of nobody in particular."""
    away, places = before.elsewhere, reading.places
    if away is None or not timedelta(0) <= at - away.at <= CARRIED_FOR or places.neighbours or places.schools:
        return reading
    if places.ours or reading.us or not reading.refers:
        return reading
    return replace(reading, places=replace(places, neighbours=away.neighbours), comparing=False)


def _understood(reading: Reading) -> bool:
    return any(part.topic for part in reading.parts) or bool(reading.asides) or bool(reading.places.neighbours)


def _lacks_its_day(part: Part, edition: Edition) -> bool:
    """Whether an answer for some other day would be given because the day that is meant could not be read."""
    topic = edition.topics.get(part.topic or "")
    return part.unread_day and topic is not None and topic.kind.by_day


def is_emergency(text: str, edition: Edition) -> bool:
    """Whether a life-and-limb phrase of any language stands in the text, as whole words."""
    said = f" {normalised(text)} "
    return any(phrase in said for phrase in edition.emergency_phrases)


def _chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """A choice named by its number or by its label."""
    said = text.strip().rstrip(".)")
    if said.isdigit() and 0 < int(said) <= len(choices):
        return choices[int(said) - 1]
    return next((one for one in choices if normalised(one.label) == normalised(text)), None)


def _weightiest(asides: Sequence[str], edition: Edition) -> str:
    """Of a greeting and a refusal in one message, the refusal is what was asked."""
    order = {AsideOutcome.OUT_OF_SCOPE: 0, AsideOutcome.CLARIFY: 1, AsideOutcome.SMALLTALK: 2}
    return min(asides, key=lambda slug: order[edition.asides[slug].outcome])
