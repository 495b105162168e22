"""A family's question, answered: read, look up, word, and note who was told what.

One call, one reply, whatever comes in; what goes wrong reaches the family as one sentence with a reference.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot import gist
from bot.catalogue import Catalogue, load_catalogue
from bot.choices import Choices, at_their_schools, is_by_choice, says_which, says_whose
from bot.deciding import asked_of, explained, holes_joined, without_repeats
from bot.emergencies import is_emergency
from bot.kept_replies import KeptReplies
from bot.notices import Notices
from bot.parts import Part
from bot.questions import Choice, Question, Reply
from bot.reading import MessageReader, Reading
from bot.remembering import Elsewhere, Fragment, Memory, Remembered
from bot.replies import reply_about
from bot.wording import Wording, today_first
from knowledge.claims import Scope
from knowledge.district import District
from knowledge.failures import DatabaseUnreadable
from knowledge.findings import Finding
from knowledge.library import Edition, Library

log = logging.getLogger(__name__)

AT_ONCE = 16  # of many who ask at the same moment, the first are answered rather than all of them late
MOST_LOOKED_UP = 16  # parts and days of one message
MOST_PARTS = 8  # looks-up told in one reply
MOST_MISSED = 3  # parts named that were not understood


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
        self._replies = KeptReplies()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def answer(self, question: Question) -> Reply:
        async with self._places:
            return await self._answered(question)

    async def _answered(self, question: Question) -> Reply:
        try:
            edition, as_chosen = await self._opened(question)
            self._fallback = edition.district
            reply = await self._answer(as_chosen, edition)
        except Exception as error:  # whatever goes wrong, a family reads one sentence with a reference
            return self._cannot_look_up(question, error)
        return await self.note(question, reply, edition)

    def make_ready(self, edition: Edition) -> None:
        """Makes now what the first question in each language would wait for. May run in a thread."""
        for language in edition.district.languages:
            self.say(language).make_ready()
            self._reader.make_ready(edition, language)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are on, the district's first one first."""
        return tuple(self._fallback.languages)

    async def chosen_by(self, person: str, *, at: datetime) -> str | None:
        """The language somebody chose. Raises `DatabaseUnreadable`."""
        return (await self._choices.of(person, at=at)).language if self._choices else None

    def chosen_at_hand(self, person: str, *, at: datetime) -> str | None:
        """The same as far as it is known without a look at the database."""
        chosen = self._choices.at_hand(person, at) if self._choices else None
        return chosen.language if chosen else None

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

    async def _opened(self, question: Question) -> tuple[Edition, Question]:
        """The edition in force, and the question with what its person chose where it says nothing of that itself."""
        if self._choices is None:
            return await self._library.edition(), question
        edition, chosen = await self._choices.of_asker(question.person, at=question.at, library=self._library)
        scope = chosen.scope if question.scope.is_district and not question.shared else question.scope
        language = question.saved_language or chosen.language
        return edition, replace(question, saved_language=language, scope=scope)

    def _cannot_look_up(self, question: Question, error: Exception) -> Reply:
        reference = secrets.token_hex(3)
        unexpected = None if isinstance(error, DatabaseUnreadable) else error
        log.error("reference %s: no answer could be given: %s", reference, error, exc_info=unexpected)
        spoken = self._fallback.languages
        wanted = (question.saved_language, question.language)
        language = next((one for one in wanted if one in spoken and one is not None), spoken[0])
        return Notices(self.say(language), self._fallback).cannot_look_up(reference)

    async def _answer(self, question: Question, edition: Edition) -> Reply:
        before = self._memory.of(question)
        at = edition.district.local(question.at)
        written = edition.district.local(question.written or question.at)
        reading = self._read(question, before, edition, written)
        notices = Notices(self.say(reading.language), edition.district)
        chosen = question.chosen or gist.named_among(question.text, before.offered_at(at))
        if chosen is not None:
            reply = await self._chosen(chosen, reading, notices, edition, at, own=question.scope)
            reply = replace(reply, chosen=chosen)
        else:
            reply = await self._reply(gist.elsewhere(reading, before, at), notices, edition, at, own=question.scope)
        fragment = None if gist.is_understood(reading) else Fragment.of(question.text, at)
        away = Elsewhere(reading.places.neighbours, at) if reading.places.neighbours else before.elsewhere
        kept = replace(before, last=before.last_at(at), elsewhere=away)
        if not question.passing:
            self._memory.keep(question, reply, before=kept, fragment=fragment, at=at)
        reply = replace(reply, why=tuple(line for part in reading.parts for line in explained(part)))
        foreign = reading.foreign is not None and question.saved_language is None
        emergency = any(is_emergency(text, edition) for text in {question.text, reading.mended, reading.feared})
        return notices.with_notes(reply, emergency=emergency, cut=reading.cut, foreign=foreign)

    def is_urgent(self, text: str, edition: Edition, *, at: datetime) -> bool:
        """Whether a message begins its answer with the emergency number, as far as it shows by itself."""
        reading = self._reader.read(text, at=edition.district.local(at), edition=edition, hint=(), last=None)
        return any(is_emergency(one, edition) for one in {text, reading.mended, reading.feared})

    def _read(self, question: Question, before: Remembered, edition: Edition, at: datetime) -> Reading:
        """The message; where it is not understood by itself, joined to the piece that came just before it."""

        def read(text: str) -> Reading:
            hint = (question.saved_language, question.language)
            return self._reader.read(text, at=at, edition=edition, hint=hint, last=before.last_at(at))

        reading = read(question.text)
        both = before.fragment.joined(question.text, at) if before.fragment else None
        if both is None or gist.is_understood(reading):
            return reading
        joined = read(both)
        return joined if gist.is_understood(joined) else reading

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
        readable = tuple(part for part in reading.parts if not gist.lacks_its_day(part, edition))
        whole = len(readable) == len(reading.parts)
        if any(part.topic in edition.topics for part in readable):
            asked = reading if whole else replace(reading, parts=readable)
            return await self._answers(asked, notices, edition, at, own=own)
        if not whole:
            return notices.which_date()
        if reading.asides:
            return notices.aside(edition.asides[gist.weightiest(reading.asides, edition)])
        return self._not_understood(reading, notices, edition, at)

    def _not_understood(self, reading: Reading, notices: Notices, edition: Edition, at: datetime) -> Reply:
        wording = Wording(notices.say, edition.district, at)
        for part, offered in gist.to_be_offered(reading, edition):
            return notices.offer(part, {slug: wording.title(edition.topics[slug]) for slug in offered})
        if not reading.parts or reading.bare:
            return notices.which_topic()
        return notices.no_answer() if gist.is_about_us(reading) else notices.out_of_scope()

    async def _answers(
        self, reading: Reading, notices: Notices, edition: Edition, at: datetime, *, own: Scope
    ) -> Reply:
        theirs = at_their_schools(reading, own, edition)
        understood = [part for part in theirs.parts if part.topic in edition.topics]
        asked = dict.fromkeys(one for part in understood for one in asked_of(part, edition, at=at))
        looked_up = await self._library.look_up_now([*asked][:MOST_LOOKED_UP], at=at, edition=edition)
        word = partial(self._worded, theirs, looked_up, notices, edition, at, own=own)
        return self._replies.of(reading, own, looked_up, word=word)

    def _worded(
        self,
        reading: Reading,
        looked_up: Sequence[Finding],
        notices: Notices,
        edition: Edition,
        at: datetime,
        *,
        own: Scope,
    ) -> Reply:
        findings = without_repeats(looked_up)[:MOST_PARTS]
        wording = Wording(notices.say, edition.district, at)
        passages = [one for finding in holes_joined(findings) for one in today_first(finding, wording, at)]
        missed = [*(part.text for part in reading.parts if part.topic not in edition.topics), *reading.unread]
        passages += [notices.part_not_understood(text) for text in missed[:MOST_MISSED]]
        if reading.places.neighbours:
            passages += notices.not_ours(reading.places.neighbours).passages
        if is_by_choice(reading, own):
            passages.append(says_whose(own, edition.district, notices.say))
        else:
            passages += says_which(reading, edition, notices.say)
        return replace(reply_about(findings, tuple(passages), reading.language), missed=len(missed))

    def say(self, language: str) -> Catalogue:
        """The words for families in a language, read once."""
        if language not in self._catalogues:
            self._catalogues[language] = load_catalogue(language)
        return self._catalogues[language]
