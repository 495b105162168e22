"""Reading whose schools a message is about: ours by name or alias, a level, a grade, or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from knowledge.claims import BESIDE_SCHOOL, Scope
from knowledge.district import District, Level, Neighbour


@dataclass(frozen=True)
class Places:
    """What a message names. *spans*: character offsets of everything read as a place, for masking (not preschools and
    adult schools: those are asked about as such); *our_spans*,
    *other_spans*: of those the district's own names, and its neighbours'."""

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
class _Name:
    pattern: re.Pattern[str]
    meaning: object


class PlaceReader:
    """Finds names of schools, levels and neighbours; the longest name at a spot wins."""

    def __init__(self, district: District, levels: Mapping[str, Any]) -> None:
        self._grades = {Level(level): bounds for level, bounds in district.grades.items()}
        names: list[tuple[str, object]] = [(district.name, "ours"), (district.short_name, "ours")]
        names += [(alias, "ours") for alias in district.aliases]
        names += [(name, school.slug) for school in district.schools for name in (school.name, *school.aliases)]
        names += [(name, one) for one in district.neighbours for name in (one.name, *one.aliases)]
        names += [(word, level) for words in levels.values() for level in Level for word in words.get(level.value, ())]
        self._names = [_Name(_pattern(name), meaning) for name, meaning in sorted(names, key=lambda n: -len(n[0]))]
        self._patterns = [pattern for words in levels.values() for pattern in _grade_patterns(words)]

    def read(self, text: str) -> Places:
        taken: list[tuple[int, int]] = []
        meanings: list[object] = []
        ours: list[tuple[int, int]] = []
        kept: list[tuple[int, int]] = []
        others: list[tuple[int, int]] = []
        for pattern, ordinals in self._patterns:
            for found in pattern.finditer(text):
                taken.append(found.span())
                meanings += self._levels_of(found.groups(), ordinals)
        for name in self._names:
            for found in name.pattern.finditer(text):
                if not any(found.start() < end and start < found.end() for start, end in taken):
                    taken.append(found.span())
                    meanings.append(name.meaning)
                    ours += [found.span()] if name.meaning == "ours" else []
                    others += [found.span()] if isinstance(name.meaning, Neighbour) else []
                    kept += [found.span()] if name.meaning in BESIDE_SCHOOL else []
        return _places(meanings, [span for span in taken if span not in kept], ours, others)

    def _levels_of(self, numbers: Iterable[str | None], ordinals: Mapping[str, int]) -> Iterable[Level]:
        for written in numbers:
            if written is None:
                continue
            digits = re.match(r"\d+", written)
            grade = int(digits.group()) if digits else ordinals[written.casefold()]
            yield from (level for level, (low, high) in self._grades.items() if low <= grade <= high)


def load_place_reader(district: District) -> PlaceReader:
    words = yaml.safe_load((resources.files("knowledge") / "levels.yaml").read_text(encoding="utf-8"))
    return PlaceReader(district, {language: said for language, said in words.items() if isinstance(said, dict)})


Spans = Sequence[tuple[int, int]]


def _places(meanings: Iterable[object], spans: Spans, ours: Spans, others: Spans) -> Places:
    found = list(dict.fromkeys(meanings))
    return Places(
        schools=tuple(x for x in found if isinstance(x, str) and not isinstance(x, Level) and x != "ours"),
        levels=tuple(x for x in found if isinstance(x, Level)),
        neighbours=tuple(x for x in found if isinstance(x, Neighbour)),
        ours="ours" in found,
        spans=tuple(sorted(spans)),
        our_spans=tuple(sorted(ours)),
        other_spans=tuple(sorted(others)),
    )


def _pattern(name: str) -> re.Pattern[str]:
    """A name as a whole word, whatever its case, dots and apostrophes."""
    words = [re.escape(word) for word in re.split(r"[\s.'’-]+", name) if word]
    return re.compile(r"(?<!\w)" + r"[\s.'’/-]*".join(words) + r"(?:['’]?s)?(?!\w)", re.IGNORECASE)


def _grade_patterns(words: Mapping[str, Any]) -> Iterable[tuple[re.Pattern[str], Mapping[str, int]]]:
    ordinals: Mapping[str, int] = words.get("ordinals", {})
    either = "|".join(ordinals)
    number = r"(\d{1,2})"
    ordinal = rf"(\d{{1,2}}(?:st|nd|rd|th|er|o|º|°)?|{either})"
    for pattern in words.get("grade", ()):
        filled = pattern.replace("{number}", number).replace("{ordinal}", ordinal)
        yield re.compile(r"(?<!\w)" + filled, re.IGNORECASE), ordinals
