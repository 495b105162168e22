"""The words of the product itself, per language: gettext catalogues read through Babel, and days as people write them.

A language is known by its tag (``en``, ``es``); English is the language of the message ids.
"""

from __future__ import annotations

import gettext
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import takewhile

from bot.locales import load_forms, own_name

__all__ = [
    "EDITING",
    "FAMILIES",
    "SOURCE_LANGUAGE",
    "Catalogue",
    "load_catalogue",
    "marked",
    "own_name",
    "reviewed",
    "reviewers",
    "translated_languages",
]

SOURCE_LANGUAGE = "en"
FAMILIES, EDITING = "", "editing"  # whose messages: each has its own folder of catalogues
REVIEWED = "# reviewed:"
NOBODY = "nobody"  # in a file's header, where no speaker of the language has read it
FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode isolates, so that a name or an hour does not turn the line around
MOST_KEPT = 64  # catalogues; a platform may name any language
FROM_THE_RIGHT = "\u200f"  # begins a line of which only values could tell the direction


def marked(message: str) -> str:
    """A message that is said elsewhere: marked so that it is found for translation."""
    return message


class Catalogue:
    """Says the product's own messages in one language; what has no translation is said in English."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._forms = load_forms(language)

    def make_ready(self) -> None:
        self._forms.make_ready()

    def __call__(self, message: str, **values: object) -> str:
        """The message with its values; where writing runs from the right, each value keeps its own direction."""
        pattern = self._translations.gettext(message)
        if not self._forms.from_the_right:
            return pattern.format(**values)
        values = {name: f"{FIRST_STRONG}{value}{POP}" for name, value in values.items()}
        return ("" if _runs_from_the_right(pattern) else FROM_THE_RIGHT) + pattern.format(**values)

    def day(self, day: date, *, at: datetime | None) -> str:
        """Weekday and date: "Wednesday, March 23"; with the year when it is not the year of *at*, or without *at*."""
        return self._forms.day(day, year=at is None or day.year != at.year)

    def days(self, first: date, last: date, *, at: datetime | None) -> str:
        if first == last:
            return self.day(first, at=at)
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
        if (
            first.day == 1
            and (last + timedelta(days=1)).day == 1
            and (first.year, first.month) == (last.year, last.month)
        ):
            return self.month(first)
        return self(marked("{first} to {last}"), first=self.day(first, at=at), last=self.day(last, at=at))

    def language_name(self, language: str) -> str:
        """What this language calls another one."""
        return self._forms.language_name(language)

    def month(self, day: date) -> str:
        return self._forms.month(day)

    def hour(self, moment: datetime) -> str:
        return self._forms.hour(moment)

    def listed(self, words: Sequence[str]) -> str:
        """Words joined as a list is written: "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return self(marked("{some} and {last}"), some=self._forms.between.join(words[:-1]), last=words[-1])


@lru_cache(MOST_KEPT)
def load_catalogue(language: str, domain: str = FAMILIES) -> Catalogue:
    """The catalogue of a language; one without a file speaks English. Editors' messages are in fewer languages, and a
    message that families read too is in theirs. Kept, for each page asks for one and a file takes long to compile."""
    file = _folder() / domain / f"{language}.po"
    if domain and not file.is_file():
        return Catalogue(SOURCE_LANGUAGE, gettext.NullTranslations())
    families = load_catalogue(language)._translations if domain else None
    if language == SOURCE_LANGUAGE or not file.is_file():
        return Catalogue(language, gettext.NullTranslations())
    from babel.messages.mofile import write_mo  # English needs neither
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(file.read_bytes()), locale=language.replace("-", "_")))
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    if families is not None:
        translations.add_fallback(families)
    return Catalogue(language, translations)


def translated_languages() -> tuple[str, ...]:
    """The languages that have a catalogue, reviewed or not."""
    return tuple(sorted(file.name.removesuffix(".po") for file in _folder().iterdir() if file.name.endswith(".po")))


def reviewed(language: str) -> str | None:
    """Who has reviewed the files of a language, as the comments they begin with say; None when one of them is not."""
    files = [_folder() / name for name in (f"{language}.po", f"{language}_forms.yaml")]
    return reviewers([file.read_text(encoding="utf-8") for file in files if file.is_file()])


def reviewers(texts: Iterable[str]) -> str | None:
    """Everyone named in the headers of the texts; None when one of them names nobody, and of no texts."""
    names = [_reviewer(text) for text in texts]
    return ", ".join(dict.fromkeys(filter(None, names))) if names and all(names) else None


def _reviewer(text: str) -> str | None:
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines())
    named = [line.removeprefix(REVIEWED).strip() for line in comments if line.startswith(REVIEWED)]
    return next((name for name in named if name != NOBODY), None)


def _folder() -> Traversable:
    return resources.files("bot") / "catalogues"


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _runs_from_the_right(pattern: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in pattern)
