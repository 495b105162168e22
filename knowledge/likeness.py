"""Texts that ask the same thing in other words, put together.

Texts are like one another where the words they share weigh as much as those they do not, a rare word weighing more than
a common one, or where they differ by slips of spelling. Each text is compared with few others, so that ten thousand
cost a fraction of a second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from rapidfuzz import fuzz

from knowledge.matching import stemmer
from knowledge.matching.normalising import normalised
from knowledge.matching.spelling import Lexicon, read_lexicon

ALIKE = 0.5  # share of the weight of all words of two texts that stands in both
ALMOST_SPELLED = 88.0  # per cent of letters in common, from which two texts are one with slips
TELLING_WORDS = 3  # rarest words of a text by which others are found
MOST_COMPARED = 8  # others under each of them
LIKELY = 0.2  # share below which slips are not looked for
MOST_SEARCHED = 5000  # last texts for which others like them are looked for; those before stand for themselves


@dataclass(frozen=True)
class _Said:
    """The words of a text that carry its subject, and what they weigh."""

    words: frozenset[str]
    spelled: str
    weight: float


@dataclass
class _Groups:
    """The texts that stand for a group, found by their rarest words."""

    weights: Mapping[str, float]
    said: Sequence[_Said]
    leaders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def place(self, place: int) -> int:
        """The text whose group it joins: the likest, or itself."""
        rarest = sorted(self.said[place].words, key=lambda word: (-self.weights[word], word))[:TELLING_WORDS]
        searched = place >= len(self.said) - MOST_SEARCHED
        near = {one for word in rarest for one in self.leaders[word][:MOST_COMPARED]} if searched else set()
        likeness = {one: self._likeness(self.said[place], self.said[one]) for one in near}
        best = max(sorted(likeness), key=likeness.__getitem__, default=place)
        if likeness.get(best, 0.0) >= ALIKE:
            return best
        for word in rarest:
            self.leaders[word].append(place)
        return place

    def _likeness(self, one: _Said, other: _Said) -> float:
        shared = sum([self.weights[word] for word in one.words & other.words])
        likeness = shared / (one.weight + other.weight - shared)
        if LIKELY <= likeness < ALIKE and fuzz.ratio(one.spelled, other.spelled) >= ALMOST_SPELLED:
            return ALIKE
        return likeness


def grouped(texts: Sequence[tuple[str, str | None]]) -> list[int]:
    """For each text with its language, the place of the first text it goes with; the first stands for its group."""
    lexicons = {language: read_lexicon(language or "en") for language in {language for _, language in texts}}
    words = [_words(text, language or "en", lexicons[language]) for text, language in texts]
    weights = _weights(words)
    said = [_Said(one, " ".join(sorted(one)), sum(weights[word] for word in one)) for one in words]
    groups, same = _Groups(weights, said), dict[frozenset[str], int]()
    found: list[int] = []
    for place, one in enumerate(words):
        if one not in same:
            same[one] = groups.place(place)
        found.append(same[one])
    return found


def _words(text: str, language: str, lexicon: Lexicon) -> frozenset[str]:
    stem = stemmer(language)
    plain = lexicon.plain(normalised(text))
    return frozenset(stem(word) for word in lexicon.content(plain) or plain)


def _weights(words: Iterable[frozenset[str]]) -> Mapping[str, float]:
    counts = Counter(word for said in words for word in said)
    most = max(counts.values(), default=1)
    return {word: 1 + log((1 + most) / count) for word, count in counts.items()}
