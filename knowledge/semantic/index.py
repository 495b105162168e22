"""The phrasings as vectors, language by language. An index never changes, so that threads can share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching import Phrasing
from knowledge.semantic.model import Floats, SemanticModel

# Models of this class are trained on English: in all nine others measured, n-grams found more.
LANGUAGES = frozenset({"en"})
BEST, SECOND = np.float32(0.7), np.float32(0.3)


@dataclass(frozen=True)
class Shelf:
    """The rows of one language, those of a topic side by side. `topics` are in the order of `starts` and `counts`,
    which say where each one's rows begin and how many they are; `vectors` (rows, size)."""

    topics: tuple[str, ...]
    texts: tuple[str, ...]
    owners: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    vectors: Floats

    def scores(self, vector: Floats) -> dict[str, float]:
        """A topic known by one phrasing alone counts it for both."""
        cosines = self.vectors @ vector
        best_first = cosines[np.lexsort((-cosines, self.owners))]
        second = best_first[self.starts + (self.counts > 1)]
        return dict(zip(self.topics, (BEST * best_first[self.starts] + SECOND * second).tolist(), strict=True))


@dataclass(frozen=True)
class SemanticIndex:
    model: SemanticModel
    shelves: Mapping[str, Shelf]

    @classmethod
    def build(
        cls,
        model: SemanticModel,
        phrasings: Iterable[Phrasing],
        *,
        languages: frozenset[str] = LANGUAGES,
        before: SemanticIndex | None = None,
    ) -> SemanticIndex:
        """Some milliseconds for each phrasing that `before` does not know yet. Raises EncodingFailed."""
        by_language: dict[str, list[Phrasing]] = {}
        for phrasing in dict.fromkeys(phrasings):
            if phrasing.language in languages:
                by_language.setdefault(phrasing.language, []).append(phrasing)
        known = before._vectors() if before is not None and before.model is model else {}
        return cls(model, {language: _shelf(model, some, known) for language, some in by_language.items()})

    def scores(self, text: str, *, language: str | None) -> dict[str, float]:
        """By topic 0.7 of its best and 0.3 of its second best cosine; empty in a language without vectors.
        Raises EncodingFailed."""
        shelf = self.shelves.get(language) if language else None
        return shelf.scores(self.model.encode([text])[0]) if shelf else {}

    def _vectors(self) -> dict[str, Floats]:
        shelves = self.shelves.values()
        return {text: vector for one in shelves for text, vector in zip(one.texts, one.vectors, strict=True)}


def _shelf(model: SemanticModel, phrasings: Sequence[Phrasing], known: Mapping[str, Floats]) -> Shelf:
    numbers = {topic: number for number, topic in enumerate(dict.fromkeys(one.topic for one in phrasings))}
    ordered = sorted(phrasings, key=lambda one: numbers[one.topic])
    fresh = list(dict.fromkeys(one.text for one in ordered if one.text not in known))
    vectors = {**known, **dict(zip(fresh, model.encode(fresh), strict=True))}
    owners = np.array([numbers[one.topic] for one in ordered], np.int64)
    return Shelf(
        topics=tuple(numbers),
        texts=tuple(one.text for one in ordered),
        owners=owners,
        starts=np.searchsorted(owners, np.arange(len(numbers))),
        counts=np.bincount(owners),
        vectors=np.stack([vectors[one.text] for one in ordered]),
    )
