"""The known words within a slip or two of what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge.matching.slips import Slips

CLOSE = 48  # known words looked at for one unknown one
DEAREST = 2.2  # what slips may cost together
MOST_KEPT = 4096  # words whose nearest are kept
STRETCHED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True)
class Candidate:
    word: str
    cost: float
    slips: int


class Resembling:
    """*shortest*: letters of a word that is looked at, *shortest_twice*: of one in which two slips may be."""

    def __init__(self, words: Collection[str], *, language: str, shortest: int, shortest_twice: int) -> None:
        self._by_length: dict[int, list[str]] = {}
        for one in sorted(words):
            if one.isalpha() and len(one) >= shortest:
                self._by_length.setdefault(len(one), []).append(one)
        self._shortest_twice = shortest_twice
        self._slips = Slips(language)
        self.to = lru_cache(maxsize=MOST_KEPT)(self._found)
        self._within = lru_cache(maxsize=64)(self._of_length)

    def _found(self, plain: str) -> tuple[Candidate, ...]:
        plain = STRETCHED.sub(r"\1\1", plain)
        most = 1 if len(plain) < self._shortest_twice else 2
        close = extract(plain, self._within(len(plain), most), scorer=OSA.distance, score_cutoff=most, limit=CLOSE)
        weighed = (Candidate(word, self._slips.cost(plain, word), int(slips)) for word, slips, _ in close)
        return tuple(one for one in weighed if one.cost <= DEAREST)

    def _of_length(self, length: int, most: int) -> list[str]:
        """Those that so many slips can reach: half of the search would be in the others."""
        return [one for near in range(length - most, length + most + 1) for one in self._by_length.get(near, ())]
