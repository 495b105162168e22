"""The date words of one language: what its YAML file lists, laid over the names CLDR gives.

A file says whether a speaker has reviewed it. Words that are also something else carry a guard.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from knowledge.days.folding import comparable

Names = Mapping[str, Mapping[str, Sequence[str]]]
"""Of one locale: weekday or month, its number (Monday is 0, January 1), its names."""

NAMES = ("words", "names.json")

LANGUAGES = ("en", "es", "zh", "vi", "ru", "uk", "tl", "hmn", "pa", "hi", "ar", "fa")


@dataclass(frozen=True)
class Guard:
    """When a word that is also something else is not read: beside these words, or (`company`) on its own."""

    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    company: bool
    kinds: frozenset[str]
    """The kinds it guards; all when empty."""


@dataclass(frozen=True)
class Sense:
    """What a phrase can mean: a kind of the grammar and its number (weekday, month, days from today ...)."""

    kind: str
    value: int
    guard: Guard | None = None
    exact: str | None = None
    """The phrase as it must be written, accents included, where leaving them out makes another word."""


@dataclass(frozen=True)
class Lexicon:
    language: str
    reviewed: bool
    reviewed_by: str | None
    reviewed_at: str | None
    phrases: tuple[tuple[tuple[str, ...], Sense], ...]
    repair: frozenset[str]
    """Words that a typing mistake may have meant."""
    not_typos: frozenset[str]


def load_lexicons(languages: Iterable[str]) -> list[Lexicon]:
    """Read the languages' files from the package; raises FileNotFoundError for a language without one."""
    names = kept_names()
    return [lexicon_from(_file_of(language), names) for language in languages]


def kept_names() -> Mapping[str, Names]:
    kept: Mapping[str, Names] = json.loads(files("knowledge.days").joinpath(*NAMES).read_text(encoding="utf-8"))
    return kept


def load_lexicon(language: str) -> Lexicon:
    return load_lexicons([language])[0]


def _file_of(language: str) -> Mapping[str, Any]:
    text = (files("knowledge.days") / "words" / f"{language}.yaml").read_text(encoding="utf-8")
    # The base loader keeps every value a text: "no" and "on" are words here, not truth values.
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - builds texts only
    return loaded


def lexicon_from(data: Mapping[str, Any], cldr: Mapping[str, Names]) -> Lexicon:
    guards = {comparable(phrase): _guard(rule) for phrase, rule in (data.get("careful") or {}).items()}
    names = list(_named(cldr[data["cldr"]] if data.get("cldr") else {}))
    phrases = [*names, *_listed(data["words"])]
    meant = [*(name for _, _, name, _ in names), *(data.get("repair") or ())]
    return Lexicon(
        language=data["language"],
        reviewed=data["reviewed"] == "true",
        reviewed_by=data.get("by") or None,
        reviewed_at=data.get("at") or None,
        phrases=tuple(
            (words, Sense(kind, value, guards.get(words), exact))
            for kind, value, phrase, exact in phrases
            if (words := comparable(phrase))
        ),
        repair=frozenset(words[0] for phrase in meant if len(words := comparable(phrase)) == 1),
        not_typos=frozenset(word for phrase in data.get("not_typos") or () for word in comparable(phrase)),
    )


def _guard(rule: Mapping[str, Any]) -> Guard:
    return Guard(
        not_after=tuple(" " + " ".join(comparable(phrase)) for phrase in rule.get("not_after") or ()),
        not_before=tuple(" ".join(comparable(phrase)) + " " for phrase in rule.get("not_before") or ()),
        company=rule.get("company") == "true",
        kinds=frozenset(rule.get("kinds") or ()),
    )


def _named(names: Names) -> Iterator[tuple[str, int, str, str | None]]:
    for kind, numbers in names.items():
        for number, listed in numbers.items():
            for name in listed:
                yield kind, int(number), name, None


def _listed(words: Mapping[str, Any]) -> Iterator[tuple[str, int, str, str | None]]:
    for kind, listed in words.items():
        groups: Mapping[str, Sequence[str]] = listed if isinstance(listed, dict) else {"0": listed}
        for value, phrases in groups.items():
            for phrase in phrases:
                exact = phrase.removeprefix("=").lower() if phrase.startswith("=") else None
                yield kind, int(value), phrase.removeprefix("="), exact
