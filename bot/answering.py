"""A family's question, answered: read, look up, word, and note who was told what.

One call, one reply, whatever comes in; what goes wrong reaches the family as one sentence with a reference.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.catalogue import Catalogue, load_catalogue
from bot.choices import Choices, at_their_schools, is_by_choice, says_which, says_whose
from bot.deciding import asked_of, day_of, explained, holes_joined, outcome_of, status_of, without_repeats
from bot.emergencies import is_emergency
from bot.notices import Notices
from bot.parts import Part
from bot.questions import Choice, Question, Reply
from bot.reading import MessageReader, Reading
from bot.remembering import Elsewhere, Fragment, Memory, Remembered
from bot.wording import Wording, today_first
from knowledge.claims import Scope
from knowledge.district import District
from knowledge.failures import DatabaseUnreadable
from knowledge.library import Edition, Library
from knowledge.matching import normalised
from knowledge.topics import AsideOutcome

log = logging.getLogger(__name__)

MOST_LOOKED_UP = 16  # parts and days of one message
MOST_PARTS = 8  # looks-up told in one reply
MOST_MISSED = 3  # parts named that were not understood
ABOUT_US = 0.5  # share of content words known to the knowledge base above which a question is ours to note


class Recorder(Protocol):
    """Keeps what was asked and told, off the event loop, and gives it a number; losing a record never loses a reply."""

    async def record(self, question: Question, reply: Reply, *, edition: Edition) -> int | None: ...


class Answering:
    """*fallback*: the profile to speak for while the database cannot be read (its name and its official channel);
    *choices*: what people set for themselves, where it shall count."""

    def __init__(
        self,
        library: Library,
        reader: MessageReader,
        *,
        fallback: District,
        recorder: Recorder | None = None,
        choices: Choices | None = None,
    ) -> None:
        self._library = library
        self._reader = reader
        self._fallback = fallback
        self._recorder = recorder
        self._choices = choices

        self._catalogues: dict[str, Catalogue] = {}
        self._memory = Memory()

    async def answer(self, question: Question) -> Reply:
        try:
            edition = await self._library.edition()
            self._fallback = edition.district
            reply = await self._answer(await self._as_chosen(question), edition)
        except Exception as error:  # whatever goes wrong, a family reads one sentence with a reference
            return self._cannot_look_up(question, error)
        return await self.note(question, reply, edition)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are on, the district's first one first."""
        return tuple(self._fallback.languages)

    async def chosen_by(self, person: str, *, at: datetime) -> str | None:
        """The language somebody chose. Raises `DatabaseUnreadable`."""
        return (await self._choices.of(person, at=at)).language if self._choices else None

    async def is_over(self, question: Question) -> bool:
        """Whether a question written a while ago is only about days that are over by now."""
        edition = await self._library.edition()
        at, written = (edition.district.local(one) for one in (question.at, question.written or question.at))
        parts = self._read(question, Remembered(), edition, written).parts
        ends = [part.last for part in parts if part.named_day]
        return bool(ends) and len(ends) == len(parts) and all(end is not None and end < at.date() for end in ends)

    async def note(self, question: Question, reply: Reply, edition: Edition) -> Reply:
        """The reply with the number under which it was kept."""
        if self._recorder is None or question.passing:
            return reply
        try:
            return replace(reply, noted=await self._recorder.record(question, reply, edition=edition))
        except Exception:  # a reply that is ready is never lost for its record
            log.exception("a question was answered but not recorded")
        return reply

    def forget(self, person: str) -> None:
        """Nothing of somebody stays in memory."""
        self._memory.forget(person)
        self.forget_choices(person)

    def forget_choices(self, person: str) -> None:
        """They were changed: to be read anew, and no follow-up goes on about the schools of before."""
        self._memory.forget_schools(person)
        if self._choices is not None:
            self._choices.drop(person)

    async def _as_chosen(self, question: Question) -> Question:
        """The question with what its person chose, where it says nothing of that itself."""
        if self._choices is None:
            return question
        chosen = await self._choices.of(question.person, at=question.at)
        scope = chosen.scope if question.scope.is_district else question.scope
        return replace(question, saved_language=question.saved_language or chosen.language, scope=scope)

    def _cannot_look_up(self, question: Question, error: Exception) -> Reply:
        reference = secrets.token_hex(3)
        unexpected = None if isinstance(error, DatabaseUnreadable) else error
        log.error("reference %s: no answer could be given: %s", reference, error, exc_info=unexpected)
        spoken = self._fallback.languages
        wanted = (question.saved_language, question.language)
        language = next((one for one in wanted if one in spoken and one is not None), spoken[0])
        return Notices(self._say(language), self._fallback).cannot_look_up(reference)

    async def _answer(self, question: Question, edition: Edition) -> Reply:
        before = self._memory.of(question)
        at = edition.district.local(question.at)
        written = edition.district.local(question.written or question.at)
        reading = self._read(question, before, edition, written)
        notices = Notices(self._say(reading.language), edition.district)
        chosen = question.chosen or _chosen(question.text, before.offered_at(at))
        if chosen is not None:
            reply = await self._chosen(chosen, reading, notices, edition, at, own=question.scope)
            reply = replace(reply, chosen=chosen)
        else:
            reply = await self._reply(_elsewhere(reading, before, at), notices, edition, at, own=question.scope)
        fragment = None if _understood(reading) else Fragment.of(question.text, at)
        away = Elsewhere(reading.places.neighbours, at) if reading.places.neighbours else before.elsewhere
        kept = replace(before, last=before.last_at(at), elsewhere=away)
        if not question.passing:
            self._memory.keep(question, reply, before=kept, fragment=fragment, at=at)
        reply = replace(reply, why=tuple(line for part in reading.parts for line in explained(part)))
        foreign = reading.foreign is not None and question.saved_language is None
        emergency = any(is_emergency(text, edition) for text in (question.text, reading.mended, reading.feared))
        return notices.with_notes(reply, emergency=emergency, cut=reading.cut, foreign=foreign)

    def _read(self, question: Question, before: Remembered, edition: Edition, at: datetime) -> Reading:
        """The message; where it is not understood by itself, joined to the piece that came just before it."""

        def read(text: str) -> Reading:
            hint = (question.saved_language, question.language)
            return self._reader.read(text, at=at, edition=edition, hint=hint, last=before.last_at(at))

        reading = read(question.text)
        both = before.fragment.joined(question.text, at) if before.fragment else None
        if both is None or _understood(reading):
            return reading
        joined = read(both)
        return joined if _understood(joined) else reading

    async def _chosen(
        self, chosen: Choice, reading: Reading, notices: Notices, edition: Edition, at: datetime, *, own: Scope
    ) -> Reply:
        if chosen.topic is None or chosen.topic not in edition.topics:
            return notices.none_of_these()
        part = Part(chosen.label, chosen.topic, None, chosen.day, chosen.last_day, chosen.day is not None, chosen.scope)
        return await self._answers(replace(reading, parts=(part,)), notices, edition, at, own=own)

    async def _reply(self, reading: Reading, notices: Notices, edition: Edition, at: datetime, *, own: Scope) -> Reply:
        if reading.empty:
            return notices.nothing_to_read()
        if reading.is_elsewhere:
            return notices.not_ours(reading.places.neighbours)
        readable = tuple(part for part in reading.parts if not _lacks_its_day(part, edition))
        if any(part.topic in edition.topics for part in readable):
            return await self._answers(replace(reading, parts=readable), notices, edition, at, own=own)
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

    async def _answers(
        self, reading: Reading, notices: Notices, edition: Edition, at: datetime, *, own: Scope
    ) -> Reply:
        reading = at_their_schools(reading, own, edition)

        understood = [part for part in reading.parts if part.topic in edition.topics]
        asked = dict.fromkeys(one for part in understood for one in asked_of(part, edition, at=at))
        looked_up = await self._library.look_up([*asked][:MOST_LOOKED_UP], at=at, edition=edition)
        findings = without_repeats(looked_up)[:MOST_PARTS]
        wording = Wording(notices.say, edition.district, at)
        passages = [one for finding in holes_joined(findings) for one in today_first(finding, wording, at)]
        missed = [*(part.text for part in reading.parts if part not in understood), *reading.unread]
        passages += [notices.part_not_understood(text) for text in missed[:MOST_MISSED]]
        if reading.places.neighbours:
            passages += notices.not_ours(reading.places.neighbours).passages
        if is_by_choice(reading, own):
            passages.append(says_whose(own, edition.district, notices.say))
        else:
            passages += says_which(reading, edition, notices.say)
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

    def _say(self, language: str) -> Catalogue:
        if language not in self._catalogues:
            self._catalogues[language] = load_catalogue(language)
        return self._catalogues[language]


def _elsewhere(reading: Reading, before: Remembered, at: datetime) -> Reading:
    """The reading with the neighbours it goes on about, unless it speaks of us or of nobody in particular."""
    away, places = before.elsewhere_at(at), reading.places
    if away is None or places.neighbours or places.schools:
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


def _chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """A choice named by its number or by its label."""
    said = text.strip().rstrip(".)")
    if said.isdecimal() and len(said) <= len(str(len(choices))) and 0 < int(said) <= len(choices):
        return choices[int(said) - 1]
    return next((one for one in choices if normalised(one.label) == normalised(text)), None)


def _weightiest(asides: Sequence[str], edition: Edition) -> str:
    """Of a greeting and a refusal in one message, the refusal is what was asked."""
    order = {AsideOutcome.OUT_OF_SCOPE: 0, AsideOutcome.CLARIFY: 1, AsideOutcome.SMALLTALK: 2}
    return min(asides, key=lambda slug: order[edition.asides[slug].outcome])
