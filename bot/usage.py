"""How usual words are in the phrasings of a language, and which stand beside each other in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from math import log10

EDGE = ""  # beside the first and the last word of a phrasing, and beside a day


@dataclass(frozen=True)
class Usage:
    """Counted when somebody first misspells something."""

    phrasings: Sequence[Sequence[str]]

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(chain.from_iterable(self.phrasings))

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        return Counter(chain.from_iterable(pairwise((EDGE, *phrasing, EDGE)) for phrasing in self.phrasings))

    def weight(self, word: str, *, least: int = 0) -> float:
        """Decades of how often it is said."""
        return log10(1 + max(self.words[word], least))

    def fits(self, before: str, word: str, after: str) -> tuple[int, float]:
        """On how many of its two sides it stands as in some phrasing, and in how many decades of them."""
        seen = [count for pair in ((before, word), (word, after)) if (count := self.pairs[pair])]
        return len(seen), sum(log10(1 + count) for count in seen)
