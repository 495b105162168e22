"""Names and descriptions in the languages that Discord's app has, as far as they are spoken here: what the app shows
before anything was asked of us."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.catalogue import EDITING, FAMILIES, Catalogue, load_catalogue
from bot.commands import Role
from bot.commands.names import NAMES
from bot.letters import shortened

LOCALES = {
    "en": ("en-US", "en-GB"),
    "es": ("es-ES", "es-419"),
    "hi": ("hi",),
    "ru": ("ru",),
    "uk": ("uk",),
    "vi": ("vi",),
    "zh": ("zh-CN", "zh-TW"),
}
LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_CHOICE = 100, 32, 100

Json = dict[str, Any]


@dataclass(frozen=True)
class Speaking:
    """*catalogues*: of each language that is spoken here, the district's first one first."""

    catalogues: Sequence[Catalogue]

    def described(self, help: str) -> Json:
        return self._texts("description", help, LONGEST_DESCRIPTION)

    def chosen(self, label: str) -> Json:
        """A choice that is offered."""
        return self._texts("name", label, LONGEST_CHOICE)

    def entry(self, label: str) -> Json:
        """Of a message's menu: known to us by its English name, whatever the district's first language is."""
        found = {locale: text for locale, text in self._others(label, self.catalogues, LONGEST_NAME) if text != label}
        return {"name": label, **({"name_localizations": found} if found else {})}

    def named(self, name: str) -> Json:
        """A command: by its English name where there is no other that Discord takes."""
        found = {}
        for say in self.catalogues:
            word = say(NAMES[name]).removeprefix("/") if name in NAMES else name
            if word != name and is_name(word):
                found.update(dict.fromkeys(LOCALES.get(say.language, ()), word))
        return {"name": name, **({"name_localizations": found} if found else {})}

    def _texts(self, key: str, message: str, longest: int) -> Json:
        first, *others = self.catalogues
        main = shortened(first(message), longest)
        texts = dict(self._others(message, others, longest))
        different = {locale: text for locale, text in texts.items() if text != main}
        return {key: main, **({f"{key}_localizations": different} if different else {})}

    def _others(self, message: str, others: Iterable[Catalogue], longest: int) -> Iterator[tuple[str, str]]:
        for say in others:
            for locale in LOCALES.get(say.language, ()):
                yield locale, shortened(say(message), longest)


@dataclass(frozen=True)
class Spoken:
    """*languages*: the district's, its first one first; editors' words are in fewer."""

    languages: Sequence[str]
    families: Speaking
    editors: Speaking

    @classmethod
    def of(cls, languages: Sequence[str]) -> Spoken:
        return cls(languages, _speaking(languages, FAMILIES), _speaking(languages, EDITING))

    def to(self, role: Role) -> Speaking:
        return self.families if role is Role.FAMILY else self.editors


def _speaking(languages: Sequence[str], domain: str) -> Speaking:
    made = {one.language: one for one in (load_catalogue(each, domain) for each in languages or ("en",))}
    return Speaking(tuple(made.values()))


def is_name(word: str) -> bool:
    """What Discord takes as the name of a command: letters, digits, hyphens, in small letters."""
    letters = all(one in "-_'" or unicodedata.category(one)[0] in "LNM" for one in word)
    return bool(re.match(r"^\S{1,32}$", word)) and word == word.lower() and letters
