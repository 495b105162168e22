"""The words that a misspelt one may stand for: of the phrasings, of names, of days, of the language at large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.calendar_words import Calendars
from bot.usage import Usage
from bot.words import ReadingWords, words_of
from knowledge.library import Edition
from knowledge.matching import Lexicon, plain_words


@dataclass(frozen=True)
class Known:
    """*words*: everything spelt right here, days aside; *said*: what phrasings say; *names*: words said only in names,
    *alarms* only in emergencies. *days*: the words for days with what they mean, *whole_days* those that are written
    out, *day_slips* those that are listed as misspelt, *day_pairs* neighbours in what names one in several words,
    *beside_days* words between which a day stands. *numbers*: words that count. *never*: mended neither from nor to
    (months have a reader of their own, which wants a number beside them), but to words of the language that only look
    like a day (*alike*). *months*: those that are written out, *of*: what stands between a number and its month.
    *telling*: what is open or closed, however seldom a phrasing says it so; *asking*: what asks and names nothing."""

    words: frozenset[str]
    usage: Usage
    said: frozenset[str] = frozenset()
    days: Mapping[str, object] = field(default_factory=dict)
    whole_days: frozenset[str] = frozenset()
    day_slips: frozenset[str] = frozenset()
    day_pairs: frozenset[tuple[str, str]] = frozenset()
    beside_days: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    alarms: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        return word in self.words or word in self.days or word in self.never


def known_words(edition: Edition, words: ReadingWords, ordinary: Lexicon, language: str, calendars: Calendars) -> Known:
    calendar, english = calendars[language], calendars["en"]
    phrasings = [said.split() for one in edition.said.values() for spoken, said in one.plain if spoken == language]
    emergencies = [plain_words(one) for one in edition.emergencies.get(language, ())]
    names = [name for name in edition.places.names if len(name) > 1]
    said = {word for phrasing in phrasings for word in phrasing}
    steering = {plain for word in words.every for one in words_of(word) for plain in plain_words(one)}
    feared = {word for phrasing in emergencies for word in phrasing}
    known = said | steering | ordinary.function | ordinary.abbreviations.keys() | calendar.words
    return Known(
        words=frozenset(known | feared | edition.places.words | english.whole),  # read as days in every language
        usage=Usage([*phrasings, *emergencies, *names, *calendar.phrases]),
        said=frozenset(said | feared),
        days=calendar.days,
        whole_days=calendar.whole,
        day_slips=calendar.slips,
        day_pairs=calendar.pairs,
        beside_days=calendar.beside,
        numbers=calendar.numbers,
        names=edition.places.words - known - feared,
        alarms=frozenset(feared - known - ordinary.common - edition.places.words),
        never=calendar.never - (said - calendar.months),
        alike=calendar.alike & (ordinary.common | ordinary.function | known),
        telling=words.opens,
        asking=words.bare & ordinary.function,
        months=calendar.months,
        of=calendar.of,
    )
