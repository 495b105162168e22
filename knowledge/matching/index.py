"""The searchable phrasings of a knowledge base, language by language.
An index never changes, so that threads can share it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.matching.evidence import Evidence
from knowledge.matching.matches import Candidate, Match, Phrasing, Thresholds, TwinPhrasing, refuse_twins
from knowledge.matching.normalising import normalised
from knowledge.matching.own_rows import with_own_gate
from knowledge.matching.shelf import Shelf
from knowledge.matching.spelling import Reading, read_lexicon
from knowledge.matching.weights import Weights

MOST_CANDIDATES = 5
EXACT_PROBABILITY = 0.995
# A question of whose content words none is known may be offered something, but is never answered.
NOTHING_KNOWN = 0.3


@dataclass(frozen=True)
class Index:
    shelves: Mapping[str, Shelf]
    weights: Weights
    thresholds: Thresholds
    ridge_limit: int
    keep: frozenset[str]

    @classmethod
    def build(
        cls,
        phrasings: Sequence[Phrasing],
        *,
        weights: Weights,
        thresholds: Thresholds | None = None,
        ridge_limit: int = 4000,
        keep: frozenset[str] = frozenset(),
    ) -> "Index":
        """Above `ridge_limit` phrasings a language goes without the ridge, whose cost grows with their cube.
        `keep` are words never to be repaired. Raises TwinPhrasing."""
        empty = cls({}, weights, thresholds or Thresholds(), ridge_limit, keep)
        by_language: dict[str, list[Phrasing]] = {}
        for phrasing in phrasings:
            by_language.setdefault(phrasing.language, []).append(phrasing)
        return replace(empty, shelves={language: empty._shelf(some) for language, some in by_language.items()})

    def _shelf(self, phrasings: Sequence[Phrasing]) -> Shelf:
        distinct = list(refuse_twins((normalised(p.text), p) for p in phrasings).values())
        shelf = Shelf.of(
            distinct,
            lexicon=read_lexicon(distinct[0].language),
            weights=self.weights,
            ridge_limit=self.ridge_limit,
            keep=self.keep,
        )
        return with_own_gate(shelf, self.weights)

    def with_phrasing(self, phrasing: Phrasing) -> "Index":
        """The same index knowing one phrasing more, at a small part of the cost of building it. Raises TwinPhrasing."""
        shelf = self.shelves.get(phrasing.language)
        if shelf is None:
            return replace(self, shelves={**self.shelves, phrasing.language: self._shelf([phrasing])})
        at = shelf.exact.get(normalised(phrasing.text))
        if at is None:
            return replace(self, shelves={**self.shelves, phrasing.language: shelf.with_phrasing(phrasing)})
        if shelf.phrasings[at].topic != phrasing.topic:
            raise TwinPhrasing(shelf.phrasings[at], phrasing)
        return self

    def match(self, text: str, *, language: str | None, without: Collection[str] = ()) -> Match:
        """What the text may mean. Without a language, or in one that has no phrasings, every language is searched."""
        normal = normalised(text)
        shelf = self.shelves.get(language) if language else None
        searched = [shelf] if shelf else list(self.shelves.values())
        matches = [found for each in searched if (found := _matched(each, normal, without))]
        return replace(_merged(matches), thresholds=self.thresholds)


def _matched(shelf: Shelf, normal: str, without: Collection[str]) -> Match | None:
    hidden = shelf.hidden(without)
    if not normal or (hidden is not None and hidden.all()):
        return None
    reading = shelf.speller.read(normal)
    evidence = shelf.search(reading, hidden=hidden)
    exact = _exact(shelf, normal, reading)
    if exact is not None and hidden is not None and hidden[exact]:
        exact = None
    if exact is None and evidence.kind("best")[evidence.order[0]] <= 0:
        return None
    probability = EXACT_PROBABILITY if exact is not None else _probability(shelf, evidence, reading)
    candidates = tuple(_candidates(shelf, evidence, exact))
    return Match(candidates, probability, reading.unknown, reading.repaired, reading.known_share)


def _exact(shelf: Shelf, normal: str, reading: Reading) -> int | None:
    """The row with the same words; accents and short forms may differ, a repaired word may not."""
    at = shelf.exact.get(normal)
    return at if at is not None or reading.repaired else shelf.bare.get(reading.text)


def _probability(shelf: Shelf, evidence: Evidence, reading: Reading) -> float:
    odds = float(shelf.decision.gate.log_odds(shelf.signs(evidence, reading)))
    probability = 1 / (1 + float(np.exp(-np.clip(odds, -30, 30))))
    return probability if reading.known_share else min(probability, NOTHING_KNOWN)


def _candidates(shelf: Shelf, evidence: Evidence, exact: int | None) -> Iterator[Candidate]:
    first = None if exact is None else int(shelf.groups.owners[exact])
    if exact is not None and first is not None:
        yield Candidate(shelf.topics[first], 1.0, shelf.phrasings[exact].text, True, "the same words")
    left = MOST_CANDIDATES - (exact is not None)
    for topic in [int(t) for t in evidence.order if t != first and evidence.usable[t]][:left]:
        rows = shelf.groups.rows(topic)
        nearest = shelf.phrasings[int(rows[evidence.likeness[rows].argmax()])]
        yield Candidate(shelf.topics[topic], float(evidence.share[topic]), nearest.text, False, evidence.words(topic))


def _merged(matches: Sequence[Match]) -> Match:
    """Of several languages the likeliest match leads; other languages add the topics it does not have."""
    if not matches:
        return Match()
    ordered = sorted(matches, key=lambda match: -match.probability)
    best = ordered[0]
    rivals = {m.candidates[0].topic for m in ordered if m.candidates[0].exact}
    seen: dict[str, Candidate] = {}
    for match in ordered:
        for candidate in match.candidates:
            seen.setdefault(candidate.topic, candidate)
    candidates = sorted(seen.values(), key=lambda c: (not c.exact, c.topic != best.candidates[0].topic, -c.score))
    return replace(
        best,
        candidates=tuple(candidates[:MOST_CANDIDATES]),
        probability=best.probability / max(1, len(rivals)),
    )
