"""Reading a message: its language, its questions, and of each the topic, the days and the part of the district.

What a message leaves out is taken from the question before it, else from the person's last question in that room.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.segments import DEFAULT_TOPIC, Segment, Segmenter
from bot.spelling import Speller, speller
from bot.words import ReadingWords, load_reading_words, words_of
from knowledge.claims import Scope
from knowledge.days import LANGUAGES, DayReader
from knowledge.findings import Detail
from knowledge.languages import language_of
from knowledge.library import ASIDE, Edition
from knowledge.matching import Match
from knowledge.places import Places

LONGEST_READ = 1000  # characters of a message; beyond them nothing is read
CARRIED_FOR = timedelta(minutes=30)
KNOWN_HERE = 0.25  # share of known words above which a misspelt message is not another language
SHORT = 3  # words of content that may be small talk around a day
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")


@dataclass(frozen=True)
class Part:
    """One question within a message. *topic* None: not understood; then *match* says what it came near to.

    *named_day*: the day stands in the message or was *carried* over, not assumed. *unread_day*: a day is spoken of
    that could not be read."""

    text: str
    topic: str | None
    match: Match | None
    first: date | None = None
    last: date | None = None
    named_day: bool = False
    scope: Scope = field(default_factory=Scope)
    sure: bool = True
    alternatives: tuple[tuple[date, date], ...] = ()
    detail: Detail | None = None
    carried: bool = False
    unread_day: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Last:
    """What a person last asked in a room, for the follow-up."""

    topic: str
    first: date | None
    last: date | None
    scope: Scope
    at: datetime
    by_day: bool = True

    def still_counts(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.at <= CARRIED_FOR


@dataclass(frozen=True)
class Reading:
    """*language*: of the reply; *foreign*: of the message, where it is one that is not switched on. *comparing*: the
    family names its own schools beside somebody else's. *bare*: it asks and names nothing. *mended*: the message with
    its spelling mended. *us*: the family speaks of its own; *refers*: of somebody named before."""

    language: str
    foreign: str | None = None
    parts: tuple[Part, ...] = ()
    asides: tuple[str, ...] = ()
    places: Places = field(default_factory=Places)
    comparing: bool = False
    bare: bool = False
    cut: bool = False
    empty: bool = False
    mended: str = ""
    us: bool = False
    refers: bool = False


class MessageReader:
    def __init__(self, days: DayReader, words: ReadingWords) -> None:
        self._days = days
        self._words = words
        self._spellers: dict[tuple[int, str], Speller] = {}

    def read(
        self, text: str, *, at: datetime, edition: Edition, hint: Sequence[str | None], last: Last | None
    ) -> Reading:
        """*at* on the district's clock; *hint*: languages to fall back to, the person's own choice first."""
        cleaned = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()
        cut, cleaned = len(cleaned) > LONGEST_READ, cleaned[:LONGEST_READ]
        written = _written(cleaned, edition)
        language = _language(written, edition, hint)
        pictured = self._words.pictured(cleaned, language)
        if not any(letter.isalnum() for letter in pictured):
            return Reading(language, cut=cut, empty=True)
        spoken = written or language
        mended = self._speller(edition, spoken).mended(cleaned)
        segments = Segmenter(self._days, self._words, edition, spoken, at).segments(mended)
        places = edition.places.read(mended)
        comparing = self._compares(mended, places)
        parts = tuple(self._parts(segments, last))
        if comparing and places.neighbours and not any(part.topic for part in parts):
            parts = tuple(replace(part, topic=last.topic if last else DEFAULT_TOPIC) for part in parts[-1:])
        return Reading(
            language=language,
            foreign=written if written not in (*edition.district.languages, None) else None,
            parts=parts,
            asides=tuple(dict.fromkeys(s.meant.removeprefix(ASIDE) for s in segments if s.is_aside and s.meant)),
            places=places,
            comparing=comparing,
            bare=self._words.is_bare(mended),
            cut=cut,
            mended=mended,
            us=bool(self._words.us & set(words_of(mended))),
            refers=any(part.why for part in parts) or bool(self._words.refers & set(words_of(mended))),
        )

    def _speller(self, edition: Edition, language: str) -> Speller:
        """One for each language of the edition that is read now; those of an older one are let go."""
        key = (edition.number, language)
        if key not in self._spellers:
            self._spellers = {known: one for known, one in self._spellers.items() if known[0] == edition.number}
            self._spellers[key] = speller(edition, self._words, language)
        return self._spellers[key]

    def _compares(self, text: str, places: Places) -> bool:
        """Whether somebody else's schools are named only beside ours: "Elk Grove is closed, are we?"."""
        if places.ours or not places.other_spans:
            return places.ours
        after = text[places.other_spans[-1][1] :]
        before = text[: places.other_spans[0][0]]
        return bool(self._words.us & set(words_of(after)) or self._words.like.search(before))

    def _parts(self, segments: Sequence[Segment], last: Last | None) -> list[Part]:
        understood = any(one.topic or self._only_when_or_where(one) for one in segments)
        before: Part | None = None
        parts: list[Part] = []
        for segment in segments:
            if segment.is_aside and not self._follows(segment, before, last):
                continue
            part = self._part(segment, before, last)
            if part.topic is None and understood and not self._words.is_question(segment.text):
                continue
            told = list(_day_by_day(part, segment))
            if before and parts and self._gives_the_day(segment, before):
                parts.pop()
            parts += told
            before = next((one for one in reversed(told) if one.topic), before)
        return parts

    def _gives_the_day(self, segment: Segment, before: Part) -> bool:
        """ "Do they have class? It's Tuesday": a day behind a question without one is that question's day."""
        alone = bool(segment.days) and self._only_when_or_where(segment) and "?" not in segment.text
        return alone and not before.named_day

    def _part(self, segment: Segment, before: Part | None, last: Last | None) -> Part:
        topic, why = segment.topic, ""
        if topic is None and self._follows(segment, before, last):
            topic = (
                before.topic if before else last.topic if last and (last.by_day or not segment.days) else DEFAULT_TOPIC
            )
            why = f"names no topic of its own: {topic}"
        elif topic is None and self._speaks_of_school_that_day(segment):
            topic, why = DEFAULT_TOPIC, "speaks of school and of a day"
        part = Part(
            text=segment.text,
            topic=topic,
            match=segment.match,
            scope=segment.places.scope,
            detail=Detail.HOUR if self._words.hours.search(segment.text) else None,
            unread_day=not segment.days and (segment.unread or self._words.speaks_of_a_day(segment.left)),
            why=(why,) if why else (),
        )
        return _with_what_it_leaves_out(part, segment, before, last)

    def _follows(self, segment: Segment, before: Part | None, last: Last | None) -> bool:
        """Whether a segment takes its topic from what came before: it is only a day or a place, small talk around a
        day, or asks without naming anything. A day alone asks whether school is open."""
        if self._only_when_or_where(segment) or self._small_talk_around_a_day(segment):
            return True
        return (before is not None or last is not None) and self._words.is_bare(segment.left)

    def _speaks_of_school_that_day(self, segment: Segment) -> bool:
        """With a day and a word for school, and nothing else that leads, a family asks whether school is on."""
        if not segment.days or not self._words.opens & set(words_of(segment.left)):
            return False
        leading = segment.match.candidates[0].topic if segment.match.candidates else DEFAULT_TOPIC
        return leading == DEFAULT_TOPIC and not segment.foreign

    def _only_when_or_where(self, segment: Segment) -> bool:
        return segment.names_when_or_where and not self._words.content(segment.left)

    def _small_talk_around_a_day(self, segment: Segment) -> bool:
        short = len(self._words.content(segment.left)) <= SHORT
        return (
            bool(segment.days)
            and segment.courteous
            and short
            and not segment.is_aside
            and not segment.match.unknown_words
        )


def load_message_reader(days: DayReader) -> MessageReader:
    return MessageReader(days, load_reading_words())


def _written(text: str, edition: Edition) -> str | None:
    """The language of the message: one that is switched on, else another unless its words are known here after all."""
    own = language_of(text, edition.district.languages)
    if own is not None:
        return own
    foreign = language_of(text, LANGUAGES)
    if foreign is None or not text.isascii():
        return foreign
    known = max(edition.index.match(text, language=one).domain for one in edition.district.languages)
    return None if known > KNOWN_HERE else foreign


def _language(written: str | None, edition: Edition, hint: Sequence[str | None]) -> str:
    """Of the reply: the person's own choice, then the message's, then the platform's, then the district's first."""
    spoken = edition.district.languages
    saved, *others = [*hint, None]
    if written is not None and written not in spoken:
        others = []
    return next((one for one in (saved, written, *others) if one in spoken and one is not None), spoken[0])


def _with_what_it_leaves_out(part: Part, segment: Segment, before: Part | None, last: Last | None) -> Part:
    if part.scope.is_district:
        part = replace(part, scope=before.scope if before else last.scope if last else part.scope)
    if segment.days:
        return part
    if before is not None and before.named_day:
        return replace(part, first=before.first, last=before.last, named_day=True, carried=True)
    if before is None and last is not None and last.first:
        return replace(part, first=last.first, last=last.last, named_day=True, carried=segment.topic is not None)
    return part


def _day_by_day(part: Part, segment: Segment) -> Iterable[Part]:
    if not segment.days:
        yield part
        return
    for one in segment.days:
        yield replace(
            part,
            first=one.first,
            last=one.last,
            named_day=True,
            sure=one.sure,
            alternatives=one.alternatives,
            why=(*part.why, f"day: {one.reason}"),
        )
