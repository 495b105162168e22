"""Reading a message: its language, its questions, and whose schools it speaks of.

However long or odd a message is, reading it costs no more than a few long questions do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot.calendar_words import Calendars
from bot.emergencies import is_emergency
from bot.kept_readings import KeptReadings
from bot.matching import known_share
from bot.meaning import DEFAULT_TOPIC
from bot.parts import Last, Part, PartReader
from bot.repeating import said_once, without_piles
from bot.segments import Segment, Segmenter
from bot.spelling import Speller, speller
from bot.words import ReadingWords, load_reading_words, words_of
from knowledge.days import LANGUAGES, DayReader, Moment
from knowledge.languages import language_of
from knowledge.library import ASIDE, Edition
from knowledge.places import Places
from knowledge.workings import Workings

__all__ = ["INVISIBLE", "LONGEST_READ", "Last", "MessageReader", "Part", "Reading", "load_message_reader"]

LONGEST_READ = 1000  # characters of a message; beyond them nothing is read
LONGEST_SENT = 4 * LONGEST_READ  # beyond them nothing is even cleaned
KNOWN_HERE = 0.25  # share of known words above which a misspelt message is not another language
LONGEST_UNCLEAR = 60  # characters of a message that may be in a language of ours once its slips are mended
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")

LAST_LETTER = re.compile(r"([a-zà-ÿ]{2,})([?!])([a-zà-ÿ])$", re.IGNORECASE)  # "thursda?y"


@dataclass(frozen=True)
class Reading:
    """*language*: of the reply; *foreign*: of the message, where it is one that is not switched on. *comparing*: the
    family names its own schools beside somebody else's. *bare*: it asks and names nothing. *mended*: the message with
    its spelling mended; *feared*: with slips read as words of an emergency. *us*: the family speaks of its own;
    *refers*: of somebody named before. *unread*: questions for which nothing was left."""

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
    feared: str = ""
    us: bool = False
    refers: bool = False
    unread: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether it asks about somebody else's schools only."""
        return bool(self.places.neighbours) and not self.comparing and not self.places.schools


@dataclass(frozen=True)
class _Taken:
    """A message by itself, whatever was asked before it. *unparted*: the *reading* without its parts; *hides_a_day*: a
    word of it may be one."""

    reading: Reading
    unparted: Reading
    segments: tuple[Segment, ...] = ()
    hides_a_day: bool = False


class MessageReader:
    def __init__(self, days: DayReader, words: ReadingWords, *, kept: Workings | None = None) -> None:
        self._days = days
        self._words = words
        self._kept = kept
        self._parts = PartReader(words)
        self._taken = KeptReadings[_Taken]()
        self._spellers: dict[tuple[int, str], Speller] = {}
        self._calendars = Calendars(days.lexicons)

    @property
    def days(self) -> DayReader:
        """It is slow to build, so whoever else reads days takes this one."""
        return self._days

    def read(
        self, text: str, *, at: datetime, edition: Edition, hint: Sequence[str | None], last: Last | None
    ) -> Reading:
        """*at* on the district's clock; *hint*: languages to fall back to, the person's own choice first."""
        hours = edition.district.hours
        moment = Moment.of(at, after_classes=hours.end if hours else None)
        take = partial(self._take, text, moment=moment, edition=edition, hint=hint)
        taken = self._taken.of(text, (moment, *hint), edition=edition, read=take)
        return taken.reading if taken.reading.empty or last is None else self._going_on(taken, last, moment)

    def _take(self, text: str, *, moment: Moment, edition: Edition, hint: Sequence[str | None]) -> _Taken:
        cleaned, cut = _cleaned(text)
        written = self._written(cleaned, edition)
        language = _language(written, edition, hint)
        pictured = self._words.pictured(cleaned, language)
        if not any(letter.isalnum() for letter in pictured):
            return _Taken(empty := Reading(language, cut=cut, empty=True), empty)
        spoken = written or language
        speller = self._speller(edition, spoken)
        mended = speller.mended(cleaned)
        taken = Segmenter(self._days, self._words, edition, spoken, moment).taken_apart(mended)
        places = edition.places.read(mended)
        reading = Reading(
            language=language,
            foreign=written if written not in (*edition.district.languages, None) else None,
            asides=tuple(dict.fromkeys(s.meant.removeprefix(ASIDE) for s in taken.segments if s.is_aside and s.meant)),
            places=places,
            comparing=self._compares(mended, places),
            bare=self._words.is_bare(mended),
            cut=cut,
            mended=mended,
            feared=speller.feared(cleaned),
            us=bool(self._words.us & set(words_of(mended))),
            unread=tuple(taken.unread),
        )
        alone = _Taken(reading, reading, tuple(taken.segments), speller.hides_a_day(mended))
        return replace(alone, reading=self._whole(alone, None, moment))

    def _going_on(self, taken: _Taken, last: Last, moment: Moment) -> Reading:
        """Very often the same as by itself, and then the very same."""
        reading = self._whole(taken, last, moment)
        return taken.reading if reading == taken.reading else reading

    def _whole(self, taken: _Taken, last: Last | None, moment: Moment) -> Reading:
        reading = taken.unparted
        parts = tuple(self._parts.parts(taken.segments, last, today=moment.today))
        if taken.hides_a_day:
            parts = tuple(replace(part, unread_day=part.unread_day or not part.named_day) for part in parts)
        if reading.comparing and reading.places.neighbours and not any(part.topic for part in parts):
            parts = tuple(replace(part, topic=last.topic if last else DEFAULT_TOPIC) for part in parts[-1:])
        return replace(reading, parts=parts, refers=self._refers(reading.mended, parts))

    def _written(self, text: str, edition: Edition) -> str | None:
        """The language of the message: one that is switched on, else another."""
        own = language_of(text, edition.district.languages)
        return own or self._meant_in(text, edition) or _foreign(text, edition)

    def _meant_in(self, text: str, edition: Edition) -> str | None:
        """The language of ours that a short message is in once its slips are mended: "buneos dias"."""
        if not text.isascii() or len(text) > LONGEST_UNCLEAR:
            return None
        spellers = {one: self._speller(edition, one) for one in edition.district.languages}
        if any(speller.knows_all(text) for speller in spellers.values()):
            return None
        mended = {one: speller.mended(text) for one, speller in spellers.items()}
        known = (one for one, said in mended.items() if said != text and spellers[one].knows_all(said))
        return next((one for one in known if language_of(mended[one], (one,)) == one), None)

    def make_ready(self, edition: Edition, language: str) -> None:
        """Makes now what the first message in a language would wait for. May run in a thread beside the reading."""
        said = next((text for text, topic in edition.sayings.get(language, {}).items() if topic == DEFAULT_TOPIC), "")
        speller = self._speller(edition, language)
        speller.feared(speller.mended(said))
        edition.index.match(said, language=language)
        edition.is_foreign(said, next(iter(edition.vocabulary)))
        is_emergency(said, edition)
        edition.courtesies(language)

    def _speller(self, edition: Edition, language: str) -> Speller:
        """One for each language of the edition that is read now; those of an older one are let go."""
        key = (edition.number, language)
        if key not in self._spellers:
            self._spellers = {known: one for known, one in self._spellers.items() if known[0] == edition.number}
            self._spellers[key] = speller(edition, self._words, language, calendars=self._calendars, kept=self._kept)
        return self._spellers[key]

    def _refers(self, text: str, parts: Sequence[Part]) -> bool:
        """Whether it goes on about somebody named before: a question with a word for school of its own need not."""
        if self._words.goes_on_about_somebody(text):
            return True
        named = set(words_of(text)) & (self._words.opens | self._words.schools)
        return not named and any(part.why for part in parts)

    def _compares(self, text: str, places: Places) -> bool:
        """Whether somebody else's schools are named only beside ours: "Elk Grove is closed, are we?"."""
        if places.ours or not places.other_spans:
            return places.ours
        after = text[places.other_spans[-1][1] :]
        before = text[: places.other_spans[0][0]]
        return bool(self._words.us & set(words_of(after)) or self._words.like.search(before))


def load_message_reader(days: DayReader, *, kept: Workings | None = None) -> MessageReader:
    """*kept*: makes it quick, and its first question."""
    return MessageReader(days, load_reading_words(kept=kept), kept=kept)


def _cleaned(text: str) -> tuple[str, bool]:
    """The message as far as it is read, without what cannot be seen or says nothing new; whether more was sent."""
    seen = INVISIBLE.sub("", text[:LONGEST_SENT])
    cleaned = unicodedata.normalize("NFC", without_piles(seen)).strip()
    read = LAST_LETTER.sub(r"\1\3\2", said_once(cleaned[:LONGEST_READ]))
    return read, len(cleaned) > LONGEST_READ or len(text) > LONGEST_SENT


def _foreign(text: str, edition: Edition) -> str | None:
    """A language that is not switched on, unless the message's words are known in one that is after all."""
    foreign = language_of(text, LANGUAGES)
    if foreign is None or not text.isascii():
        return foreign
    known = max(known_share(text, language=one, edition=edition) for one in edition.district.languages)
    return None if known > KNOWN_HERE else foreign


def _language(written: str | None, edition: Edition, hint: Sequence[str | None]) -> str:
    """Of the reply: the person's own choice, then the message's, then the platform's, then the district's first."""
    spoken = edition.district.languages
    saved, *others = [*hint, None]
    if written is not None and written not in spoken:
        others = []
    return next((one for one in (saved, written, *others) if one in spoken and one is not None), spoken[0])
