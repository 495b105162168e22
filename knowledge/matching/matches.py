"""The nouns of matching: a phrasing somebody curated, the candidates a question resembles, what to do with them.
A match names topics only; what is said about a topic is read elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["answer", "offer", "none"]


@dataclass(frozen=True)
class Phrasing:
    """One way families ask about a topic, in one language."""

    topic: str
    language: str
    text: str


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which the first candidate is answered, or the best three are offered."""

    answer: float = 0.7
    offer: float = 0.1


@dataclass(frozen=True)
class Candidate:
    """A topic the question may mean; `score` (0..1) orders the candidates of one match and says nothing beyond it."""

    topic: str
    score: float
    phrasing: str
    exact: bool
    why: str


@dataclass(frozen=True)
class Match:
    """At most five candidates, best first, one per topic; `probability` is the chance that the first is meant.
    `domain` is the share of the question's content words that the knowledge base knows."""

    candidates: tuple[Candidate, ...] = ()
    probability: float = 0.0
    unknown_words: tuple[str, ...] = ()
    repaired: tuple[tuple[str, str], ...] = ()
    domain: float = 0.0
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def outcome(self) -> Outcome:
        if not self.candidates or self.probability < self.thresholds.offer:
            return "none"
        return "answer" if self.probability >= self.thresholds.answer else "offer"


class TwinPhrasing(ValueError):
    """The same words stand under two topics of one language, so no question could tell them apart."""

    def __init__(self, first: Phrasing, second: Phrasing) -> None:
        super().__init__(
            f"{second.text!r} ({second.language}) is a phrasing of {second.topic!r}, "
            f"but {first.text!r} is already one of {first.topic!r}"
        )
        self.first, self.second = first, second


def refuse_twins(phrasings: Iterable[tuple[str, Phrasing]]) -> dict[str, Phrasing]:
    """The phrasings of one language by normalised text; the same text twice under one topic is kept once."""
    known: dict[str, Phrasing] = {}
    for normal, phrasing in phrasings:
        first = known.setdefault(normal, phrasing)
        if first.topic != phrasing.topic:
            raise TwinPhrasing(first, phrasing)
    return known
