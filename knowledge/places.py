"""Reading whose schools a message is about: ours by name or alias, a level, a grade, or somebody else's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import product
from typing import Any

from knowledge.claims import BESIDE_SCHOOL, Scope
from knowledge.district import District, Level, Neighbour
from knowledge.word_lists import read_word_list
from knowledge.workings import Workings, code, plainly

Spans = Sequence[tuple[int, int]]
OURS = "ours"
LAST_READ = 256  # stretches of messages whose reading is kept
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Places:
    """What a message names. *spans*: character offsets of everything read as a place, for masking (not preschools and
    adult schools: those are asked about as such); *our_spans*, *other_spans*: of those the district's own names, and
    its neighbours'."""

    schools: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    ours: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    our_spans: tuple[tuple[int, int], ...] = ()
    other_spans: tuple[tuple[int, int], ...] = ()

    @property
    def scope(self) -> Scope:
        return Scope(schools=self.schools) if self.schools else Scope(levels=self.levels)


@dataclass(frozen=True)
class _Word:
    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class _Named:
    meaning: object
    span: tuple[int, int]


Name = tuple[str, ...]
Lists = Mapping[str, Mapping[str, Any]]


class PlaceReader:
    """Finds names of schools, levels and neighbours; the longest name at a spot wins. *names*: plain words and what
    they mean, the first of the same words counts."""

    def __init__(self, district: District, words: Lists, names: Iterable[tuple[Name, object]]) -> None:
        self._grades = {Level(level): bounds for level, bounds in district.grades.items()}
        self._grade_patterns = [pattern for said in words.values() for pattern in _grade_patterns(said)]
        self._names: dict[str, dict[Name, object]] = {}
        for name, meaning in names:
            self._names.setdefault(name[0], {}).setdefault(name, meaning)
        self._kept_reading = lru_cache(LAST_READ)(self._read)
        self._lengths = {
            first: sorted({len(name) for name in names}, reverse=True) for first, names in self._names.items()
        }

    @cached_property
    def names(self) -> frozenset[tuple[str, ...]]:
        """Every name in its plain words."""
        return frozenset(name for names in self._names.values() for name in names)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for name in self.names for word in name)

    def read(self, text: str) -> Places:
        """What a message names is asked of its whole and of its pieces, which are often the same."""
        return self._kept_reading(text)

    def _read(self, text: str) -> Places:
        grades = list(self._read_grades(text))
        taken = [one.span for one in grades]
        return _places([*grades, *self._read_names(text, taken)])

    def _read_grades(self, text: str) -> Iterable[_Named]:
        plain = _unaccented(text)
        for pattern, ordinals in self._grade_patterns:
            for found in pattern.finditer(plain):
                grades = [_grade(written, ordinals) for written in found.groups() if written is not None]
                levels = [level for level, (low, high) in self._grades.items() if any(low <= g <= high for g in grades)]
                yield from (_Named(level, found.span()) for level in levels)

    def _read_names(self, text: str, taken: Spans) -> Iterable[_Named]:
        words = _words(text)
        at = 0
        while at < len(words):
            length, meaning = self._longest(words, at)
            span = (words[at].start, words[at + max(length, 1) - 1].end)
            if length and not any(span[0] < end and start < span[1] for start, end in taken):
                yield _Named(meaning, span)
            at += max(length, 1)

    def _longest(self, words: Sequence[_Word], at: int) -> tuple[int, object]:
        first = words[at].plain
        names = self._names.get(first, {})
        for length in self._lengths.get(first, ()):
            name = tuple(one.plain for one in words[at : at + length])
            if name in names:
                return len(name), names[name]
        return 0, None


def load_place_reader(district: District, *, kept: Workings | None = None) -> PlaceReader:
    """*kept*: makes it quick."""
    listed = read_word_list(resources.files("knowledge") / "levels.yaml", kept=kept)
    words = {language: said for language, said in listed.items() if isinstance(said, dict)}
    return PlaceReader(district, words, _plain_names(district, words, kept or Workings()))


def _plain_names(district: District, words: Lists, kept: Workings) -> list[tuple[Name, object]]:
    """Every name in its plain words with what it means, each once; a neighbour is kept by its number."""
    numbers = {one: number for number, one in enumerate(district.neighbours)}

    def make() -> list[tuple[Name, object]]:
        found: dict[Name, object] = {}
        for name, meaning in _names(district, words):
            if plain := tuple(word.plain for word in _words(name)):
                found.setdefault(plain, meaning)
        return list(found.items())

    def plain(named: list[tuple[Name, object]]) -> Any:
        return [(" ".join(name), _kind(meaning), _written(meaning, numbers)) for name, meaning in named]

    def read(said: Any) -> list[tuple[Name, object]]:
        return [(tuple(name.split(" ")), _meaning(kind, written, district)) for name, kind, written in said]

    def ground() -> list[bytes]:
        ours = [district.name, district.short_name, district.aliases]
        schools = [(one.slug, one.name, one.aliases) for one in district.schools]
        others = [(one.name, one.aliases) for one in district.neighbours]
        return [plainly([ours, schools, others, words]), *code("places.py")]

    return kept.of("places", ground=ground, make=make, plain=plain, read=read)


def _kind(meaning: object) -> str:
    return "level" if isinstance(meaning, Level) else "neighbour" if isinstance(meaning, Neighbour) else "ours"


def _written(meaning: object, numbers: Mapping[Neighbour, int]) -> object:
    return numbers[meaning] if isinstance(meaning, Neighbour) else meaning


def _meaning(kind: str, written: Any, district: District) -> object:
    return Level(written) if kind == "level" else district.neighbours[written] if kind == "neighbour" else written


def _names(district: District, words: Lists) -> Iterable[tuple[str, object]]:
    """Every name with what it means; a school's comes before a level's, ours before somebody else's."""
    yield from ((name, OURS) for name in (district.name, district.short_name, *district.aliases))
    kinds = [kind for said in words.values() for kind in said.get("before_a_name", ())]
    endings = {ending for said in words.values() for ending in said.get("after_a_name", ())}
    for school in district.schools:
        yield from ((name, school.slug) for name in (school.name, *school.aliases))
        cores = {core for name in (school.name, *school.aliases) if (core := _core(name, endings))}
        yield from ((f"{kind} {core}", school.slug) for kind, core in product(kinds, sorted(cores)))
    yield from ((name, one) for one in district.neighbours for name in (one.name, *one.aliases))
    yield from ((word, level) for said in words.values() for level in Level for word in said.get(level.value, ()))


def _core(name: str, endings: set[str]) -> str:
    """A school's name without "Elementary School": what stands after "primaria" or "escuela"."""
    words = [word.plain for word in _words(name)]
    while words and words[-1] in endings:
        words.pop()
    return " ".join(words)


def _places(named: Sequence[_Named]) -> Places:
    found = list(dict.fromkeys(one.meaning for one in named))

    def spans(*kept: bool) -> tuple[tuple[int, int], ...]:
        return tuple(sorted({one.span for one, keep in zip(named, kept, strict=True) if keep}))

    return Places(
        schools=tuple(x for x in found if isinstance(x, str) and not isinstance(x, Level) and x != OURS),
        levels=tuple(x for x in found if isinstance(x, Level)),
        neighbours=tuple(x for x in found if isinstance(x, Neighbour)),
        ours=OURS in found,
        spans=spans(*(one.meaning not in BESIDE_SCHOOL for one in named)),
        our_spans=spans(*(one.meaning == OURS for one in named)),
        other_spans=spans(*(isinstance(one.meaning, Neighbour) for one in named)),
    )


def _words(text: str) -> list[_Word]:
    """Words without case, accents and possessives; initials ("C.K.", "C K") as one word."""
    words: list[_Word] = []
    for found in WORD.finditer(_unaccented(text).casefold()):
        plain, start, end = found.group(), found.start(), found.end()
        before = words[-1] if words else None
        if plain == "s" and before and text[before.end : start] in ("'", "’"):
            continue
        initials = (
            before and len(plain) == 1 and len(before.plain) <= 2 and text[before.end : start] in (".", ". ", " ")
        )
        if before and initials and text[before.start : before.end].isupper() and text[start:end].isupper():
            words[-1] = _Word(before.plain + plain, before.start, end)
        else:
            words.append(_Word(plain, start, end))
    return words


def _unaccented(text: str) -> str:
    """The text without accents, letter for letter, so that offsets stay."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _grade(written: str, ordinals: Mapping[str, int]) -> int:
    digits = re.match(r"\d+", written)
    return int(digits.group()) if digits else ordinals[written.casefold()]


def _grade_patterns(words: Mapping[str, Any]) -> Iterable[tuple[re.Pattern[str], Mapping[str, int]]]:
    ordinals = {_unaccented(word): grade for word, grade in words.get("ordinals", {}).items()}
    ordinal = rf"(\d{{1,2}}(?:st|nd|rd|th|er|o|º|°)?|{'|'.join(ordinals)})"
    for pattern in words.get("grade", ()):
        filled = pattern.replace("{number}", r"(\d{1,2})").replace("{ordinal}", ordinal)
        yield re.compile(r"(?<!\w)" + filled, re.IGNORECASE), ordinals
