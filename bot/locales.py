"""How a language writes days, months, hours, lists and the names of languages: CLDR's forms through Babel, and a list
of our own for a language of which CLDR has none. Every form can stand before a full stop and without any case ending.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from importlib import resources

from babel import Locale
from babel.dates import format_date, format_time, match_skeleton

from knowledge.word_lists import read_word_list

MOST_DAYS = 1000  # that were written lately; families ask about a few
# What Babel has under another tag, or cannot be used as it has it.
TAGS = {"tl": "fil", "hmn": "en"}
# The short word for "year" ends in a full stop, which a sentence would double.
YEARS_WRITTEN_OUT = {"'г'.": "'года'", "'р'.": "'року'"}


class CldrForms:
    """One language as CLDR writes it."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._locale = Locale.parse(TAGS.get(language, language), sep="-")
        self._kept_day = lru_cache(MOST_DAYS)(self._day)

    def make_ready(self) -> None:
        """Reads now what the first day and hour would wait for."""
        noon = datetime(2022, 3, 22, 12)  # noqa: DTZ001 - any will do
        self.hour(noon)
        self.day(noon.date(), year=True)

    @cached_property
    def from_the_right(self) -> bool:
        return bool(self._locale.character_order == "right-to-left")

    @property
    def between(self) -> str:
        """What stands between the words of a list, before the last one."""
        return str(self._locale.list_patterns["standard"]["middle"]).replace("{0}", "").replace("{1}", "")

    def day(self, day: date, *, year: bool) -> str:
        return self._kept_day(day, year)

    def _day(self, day: date, year: bool) -> str:
        short, long, _ = self._patterns
        return str(format_date(day, long if year else short, locale=self._locale))

    def month(self, day: date) -> str:
        return str(format_date(day, self._patterns[2], locale=self._locale))

    def hour(self, moment: datetime) -> str:
        return str(format_time(moment.time(), "short", locale=self._locale)).replace("\u202f", " ")

    def language_name(self, language: str) -> str:
        return str(self._locale.languages.get(language, language))

    def own_name(self) -> str:
        return self.language_name(self._language)

    @cached_property
    def _patterns(self) -> tuple[str, str, str]:
        """A day, a day with its year, a month with its year."""
        day, dated, month = (_pattern(self._locale, skeleton) for skeleton in ("MMMMEd", "yMMMMEd", "yMMMM"))
        return day, dated, month


@dataclass(frozen=True)
class Listed:
    """A language's forms as its file lists them: *weekdays* from Monday, *months* from January; *dated*, *day* and
    *month* are patterns with the fields weekday, day, month and year."""

    own_name: str
    weekdays: Sequence[str]
    months: Sequence[str]
    day: str
    dated: str
    month: str
    languages: Mapping[str, str]


class ListedForms(CldrForms):
    """One language by its own list; hours and what stands between words are as in the language of `TAGS`."""

    def __init__(self, language: str, listed: Listed) -> None:
        super().__init__(language)
        self._listed = listed

    def day(self, day: date, *, year: bool) -> str:
        return self._written(self._listed.dated if year else self._listed.day, day)

    def month(self, day: date) -> str:
        return self._written(self._listed.month, day)

    def language_name(self, language: str) -> str:
        return self._listed.languages.get(language) or super().language_name(language)

    def own_name(self) -> str:
        return self._listed.own_name

    def _written(self, pattern: str, day: date) -> str:
        weekday, month = self._listed.weekdays[day.weekday()], self._listed.months[day.month - 1]
        return pattern.format(weekday=weekday, day=day.day, month=month, year=day.year)


def load_forms(language: str) -> CldrForms:
    """The forms of a language: ``catalogues/TAG_forms.yaml`` where there is one, else CLDR's."""
    file = resources.files("bot") / "catalogues" / f"{language}_forms.yaml"
    if not file.is_file():
        return CldrForms(language)
    return ListedForms(language, Listed(**read_word_list(file)))


def own_name(language: str) -> str:
    """What a language calls itself."""
    return load_forms(language).own_name()


def _pattern(locale: Locale, skeleton: str) -> str:
    """The locale's own pattern for a skeleton, with weekday, month and the word for "year" written out."""
    skeletons = locale.datetime_skeletons
    found = skeleton if skeleton in skeletons else match_skeleton(skeleton, skeletons)
    pattern = _written_out(str(skeletons[found].pattern) if found else "EEEE, d MMMM y")
    for short, full in YEARS_WRITTEN_OUT.items():
        pattern = pattern.replace(short, full)
    return pattern.replace("\u202f", " ")


def _written_out(pattern: str) -> str:
    for letter, full in (("E", "EEEE"), ("c", "cccc")):
        bare = letter * max(1, pattern.count(letter))
        if bare in pattern and pattern.count(letter) < 4:
            pattern = pattern.replace(bare, full)
    return pattern.replace("MMMM", "MMM").replace("MMM", "MMMM")
