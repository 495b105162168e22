"""The date words of one language: what its YAML file lists, laid over the names CLDR gives.

A file says whether a speaker has reviewed it. Words that are also something else carry a guard.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from knowledge.days.folding import comparable
from knowledge.word_lists import read_texts
from knowledge.workings import Workings, code, plainly

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


def load_lexicons(languages: Sequence[str], *, kept: Workings | None = None) -> list[Lexicon]:
    """Read the languages' files from the package; raises FileNotFoundError for a language without one."""

    def make() -> list[Lexicon]:
        names = kept_names()
        return [lexicon_from(_file_of(language), names) for language in languages]

    return (kept or Workings()).of(
        "days",
        ground=lambda: (plainly(list(languages)), *code("days/lexicon.py", "days/folding.py", "days/words")),
        make=make,
        plain=lambda made: [_plain(one) for one in made],
        read=lambda said: [_from_plain(one) for one in said],
    )


def kept_names() -> Mapping[str, Names]:
    kept: Mapping[str, Names] = json.loads(files("knowledge.days").joinpath(*NAMES).read_text(encoding="utf-8"))
    return kept


def load_lexicon(language: str) -> Lexicon:
    return load_lexicons([language])[0]


def _file_of(language: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_texts(files("knowledge.days") / "words" / f"{language}.yaml")
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


def _plain(lexicon: Lexicon) -> Any:
    """As JSON: each sense once, for thousands of phrases share a few."""
    numbers: dict[Sense, int] = {}
    phrases = [(" ".join(words), numbers.setdefault(sense, len(numbers))) for words, sense in lexicon.phrases]
    senses = [(one.kind, one.value, one.guard and _plain_guard(one.guard), one.exact) for one in numbers]
    heads = (lexicon.language, lexicon.reviewed, lexicon.reviewed_by, lexicon.reviewed_at)
    return [heads, senses, phrases, sorted(lexicon.repair), sorted(lexicon.not_typos)]


def _from_plain(said: Any) -> Lexicon:
    (language, reviewed, by, at), senses, phrases, repair, not_typos = said
    found = [Sense(kind, value, guard and _kept_guard(*guard), exact) for kind, value, guard, exact in senses]
    return Lexicon(
        language=language,
        reviewed=reviewed,
        reviewed_by=by,
        reviewed_at=at,
        phrases=tuple((tuple(words.split(" ")), found[number]) for words, number in phrases),
        repair=frozenset(repair),
        not_typos=frozenset(not_typos),
    )


def _plain_guard(guard: Guard) -> Any:
    return guard.not_after, guard.not_before, guard.company, sorted(guard.kinds)


def _kept_guard(not_after: Sequence[str], not_before: Sequence[str], company: bool, kinds: Sequence[str]) -> Guard:
    return Guard(tuple(not_after), tuple(not_before), company, frozenset(kinds))


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
