"""The words of days for the speller: what the day reader's lists say in one language, and what stands beside a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from rapidfuzz.distance import OSA

from knowledge.days import Lexicon

NAMING = frozenset({"weekday", "day"})
BESIDE = frozenset({"on", "this", "next", "coming", "last", "until", "from", "to", "and", "every", "between", "the"})
MODIFYING = frozenset({"this", "next", "coming", "last", "of", "rest", "all", "every", "the", "until", "from"})
MODIFIED = frozenset({"week", "weekend", "months", "days", "weekday"})
COUNTING = frozenset({"number", "ordinal"})
SHORTEST = 3  # letters of a month's short form
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Calendar:
    """*days*: single words that name a day, with the day; *whole*: those of them that are written out, *slips* those
    that are listed as misspelt; *words*: all other words of days; *numbers*: those of them that count; *months*:
    written out; *of*: what stands before one; *never*: all months, and what only looks like a slip (*alike*);
    *phrases*: what stands in a row, *pairs*: neighbours in those that name a day; *beside*: words next to which a day
    may stand."""

    days: Mapping[str, object]
    whole: frozenset[str]
    slips: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    never: frozenset[str]
    alike: frozenset[str]
    months: frozenset[str]
    of: frozenset[str]
    phrases: tuple[Phrase, ...]
    pairs: frozenset[tuple[str, str]]
    beside: frozenset[str]

    @classmethod
    def of_no_language(cls) -> Calendar:
        """Without words, for a language that has no list."""
        nothing = frozenset[str]()
        return cls({}, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, (), frozenset(), nothing)

    @classmethod
    def read(cls, lexicon: Lexicon) -> Calendar:
        single = [(words[0], sense) for words, sense in lexicon.phrases if len(words) == 1]
        days = {word: (sense.kind, sense.value) for word, sense in single if sense.kind in NAMING}
        whole = lexicon.repair & days.keys()
        whole |= {word for word in days if word[:-1] in whole and word.endswith("s") and days[word] == days[word[:-1]]}
        months = {word for word, sense in single if sense.kind == "month"}
        slips = {word for word in days.keys() - whole if _is_slip(word, days, whole)}
        never = (months | lexicon.not_typos) - whole
        alike = lexicon.not_typos - months - whole
        return cls(
            days=days,
            whole=whole,
            slips=frozenset(slips),
            words=frozenset({word for words, _ in lexicon.phrases for word in words} - days.keys() - never),
            numbers=frozenset(word for word, sense in single if sense.kind in COUNTING),
            never=frozenset(never),
            alike=frozenset(alike),
            months=frozenset(month for month in months if len(month) > SHORTEST),
            of=frozenset(word for word, sense in single if sense.kind == "of"),
            pairs=frozenset(
                pair for words, sense in lexicon.phrases if sense.kind in NAMING for pair in pairwise(words)
            ),
            phrases=tuple(_phrases(lexicon)),
            beside=frozenset(word for word, sense in single if sense.kind in BESIDE),
        )


class Calendars:
    """One for each language, made when it is first needed."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._lexicons = {one.language: one for one in lexicons}
        self._made: dict[str, Calendar] = {}

    def __getitem__(self, language: str) -> Calendar:
        if language not in self._made:
            lexicon = self._lexicons.get(language)
            self._made[language] = Calendar.read(lexicon) if lexicon else Calendar.of_no_language()
        return self._made[language]


def _phrases(lexicon: Lexicon) -> Iterable[Phrase]:
    yield from (words for words, _ in lexicon.phrases if len(words) > 1)
    by_kind: dict[str, list[Phrase]] = {}
    for words, sense in lexicon.phrases:
        by_kind.setdefault(sense.kind, []).append(words)

    def all_of(kinds: Iterable[str]) -> list[Phrase]:
        return [words for kind in kinds for words in by_kind.get(kind, ())]

    pairs = [(MODIFYING, MODIFIED), (("in", "hence"), ("number", "few")), (("number", "few"), ("days", "week"))]
    for first, second in pairs:
        yield from (one + other for one, other in product(all_of(first), all_of(second)))


def _is_slip(word: str, days: Mapping[str, object], whole: Iterable[str]) -> bool:
    return any(days[one] == days[word] and OSA.distance(one, word, score_cutoff=2) <= 2 for one in whole)
