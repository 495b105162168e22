"""The searchable phrasings of a knowledge base, language by language.
An index never changes, so that threads can share it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import islice

import numpy as np

from knowledge.matching.evidence import Evidence
from knowledge.matching.matches import Candidate, Match, Phrasing, Thresholds, TwinPhrasing
from knowledge.matching.normalising import normalised
from knowledge.matching.own_rows import with_own_gate
from knowledge.matching.shelf import Shelf
from knowledge.matching.shelf_files import ShelfFiles
from knowledge.matching.shelves import Place, Shelves
from knowledge.matching.spelling import Reading, read_lexicon
from knowledge.matching.triangle import NumbersLost
from knowledge.matching.weights import Weights
from knowledge.matching.wordings import Also, Wordings, by_language
from knowledge.workings import Workings

MOST_CANDIDATES = 5
MOST_KEPT = 2000  # matches of the texts asked lately
EXACT_PROBABILITY = 0.995
# A question of whose content words none is known may be offered something, but is never answered.
NOTHING_KNOWN = 0.3
# Phrasings added one by one are weighed with the numbers of the others; after so many it is time to build anew.
MOST_GROWN = 24
# Below so many phrasings of a language, building it takes hardly longer than reading it.
WORTH_KEEPING = 40
# Files of shelves never removed however large: more than the languages in use.
SPARED = 16


@dataclass(frozen=True)
class Index:
    shelves: Shelves
    weights: Weights
    thresholds: Thresholds
    ridge_limit: int
    keep: frozenset[str]
    files: ShelfFiles | None

    @classmethod
    def build(
        cls,
        phrasings: Sequence[Phrasing],
        *,
        weights: Weights,
        thresholds: Thresholds | None = None,
        ridge_limit: int = 4000,
        keep: frozenset[str] = frozenset(),
        also: Also | None = None,
        files: ShelfFiles | None = None,
    ) -> "Index":
        """Above `ridge_limit` phrasings a language goes without the ridge, whose cost grows with their cube.
        `keep` are words never to be repaired. `also`: other wordings of a phrasing, found by their very words alone,
        which cost next to nothing. `files`: where large shelves are kept for the next start. Raises TwinPhrasing."""
        empty = cls(Shelves({}, keep=keep), weights, thresholds or Thresholds(), ridge_limit, keep, files)
        return empty.changed_to(phrasings, keep=keep, also=also)

    def make_ready(self) -> None:
        """Makes every language now rather than when somebody first asks in it."""
        for language in self.shelves:
            self.shelves[language]

    def changed_to(
        self, phrasings: Iterable[Phrasing], *, keep: frozenset[str] = frozenset(), also: Also | None = None
    ) -> "Index":
        """The index of these phrasings; a language that is the same is taken over, and one with a few more phrasings
        grows, at a small part of the cost of building it. Raises TwinPhrasing."""
        wordings = by_language(phrasings, also or {}, None if self.shelves else self._workings)
        maker = replace(self, shelves=Shelves({}, keep=keep), keep=keep)  # so that nothing old is held on to
        places = {one.language: self._place(one, maker) for one in wordings}
        return replace(maker, shelves=Shelves(places, keep=keep))

    def _place(self, wordings: Wordings, maker: "Index") -> Place:
        """The place as it is, or with a grown shelf, or an empty one, which is filled when somebody asks for it."""
        place = self.shelves.places.get(wordings.language)
        if place is None:
            return Place(wordings, maker._built)
        if place.is_empty and place.wordings == wordings:
            return place
        before = place.shelf()
        grown = before.wordings.grown_to(wordings)
        if grown is None or len(grown.phrasings) > before.built + MOST_GROWN:
            return Place(wordings, maker._built)
        if len(grown.exact) == len(before.exact):
            return place
        try:
            return Place(grown, maker._built, before.grown(grown))
        except NumbersLost:
            return Place(wordings, maker._built)

    def _built(self, wordings: Wordings) -> Shelf:
        lexicon = read_lexicon(wordings.language, kept=self._workings)
        shelf = partial(
            Shelf.of,
            wordings,
            lexicon=lexicon,
            weights=self.weights,
            ridge_limit=self.ridge_limit,
            keep=self.keep,
        )
        if self.files is None or len(wordings.phrasings) < WORTH_KEEPING:
            return with_own_gate(shelf(), self.weights)
        key = self.files.key(wordings, self.weights, ridge_limit=self.ridge_limit)
        fitted = self.files.read(key, wordings, self.weights)
        said = self.files.said(key, wordings, lexicon)
        if fitted is not None:
            return shelf(fitted=fitted, said=said)
        built = with_own_gate(shelf(said=said), self.weights)
        self.files.write(key, built.fitted)
        self.files.tidy(spared=SPARED)
        return built

    @property
    def _workings(self) -> Workings | None:
        return self.files.workings if self.files else None

    def with_phrasing(self, phrasing: Phrasing) -> "Index":
        """The same index knowing one phrasing more, at a small part of the cost of building it. Raises TwinPhrasing."""
        shelf = self.shelves.get(phrasing.language)
        if shelf is None:
            return self._with(self._built(Wordings.of([phrasing], {})))
        at = shelf.exact.get(normalised(phrasing.text))
        if at is None:
            wordings = shelf.wordings.with_phrasing(phrasing)
            try:
                return self._with(shelf.grown(wordings))
            except NumbersLost:
                return self._with(self._built(wordings))
        if shelf.phrasings[at].topic != phrasing.topic:
            raise TwinPhrasing(shelf.phrasings[at], phrasing)
        return self

    def _with(self, shelf: Shelf) -> "Index":
        maker = replace(self, shelves=Shelves({}, keep=self.keep))
        place = Place(shelf.wordings, maker._built, shelf)
        return replace(self, shelves=Shelves({**self.shelves.places, shelf.language: place}, keep=self.keep))

    def match(self, text: str, *, language: str | None, without: Collection[str] = ()) -> Match:
        """What the text may mean. Without a language, or in one that has no phrasings, every language is searched."""
        return self._kept_matches(normalised(text), language, frozenset(without))

    @cached_property
    def _kept_matches(self) -> Callable[[str, str | None, frozenset[str]], Match]:
        """Days and places are taken out of a question before it is matched, so that many are the same."""
        return lru_cache(MOST_KEPT)(self._found)

    def _found(self, normal: str, language: str | None, without: frozenset[str]) -> Match:
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
    usable = (topic for topic in evidence.order.tolist() if topic != first and evidence.usable[topic])
    for topic in islice(usable, left):
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
