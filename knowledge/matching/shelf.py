"""The phrasings of one language, ready to be searched. A shelf never changes; one more phrasing makes a new shelf."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.matching.evidence import Doubles, Evidence, Groups
from knowledge.matching.gate import WordCounts, signs
from knowledge.matching.matches import Phrasing
from knowledge.matching.ngrams import Floats, Hashes, Ints, Ngrams, grams
from knowledge.matching.normalising import normalised
from knowledge.matching.ridge import Ridge
from knowledge.matching.spelling import Lexicon, Reading, Speller
from knowledge.matching.stems import stemmer
from knowledge.matching.vocabulary import Vocabulary
from knowledge.matching.weights import Decision, Weights

RESCORED = 50
HIDDEN = np.float32(-1)
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Shelf:
    """`texts` are the phrasings written out and folded, `ordered` the same with their words sorted; `exact` finds a row
    by its normalised text, `bare` by the written-out one (None where two topics share it)."""

    language: str
    phrasings: tuple[Phrasing, ...]
    texts: tuple[str, ...]
    ordered: tuple[str, ...]
    topics: tuple[str, ...]
    exact: dict[str, int]
    bare: dict[str, int | None]
    groups: Groups
    ngrams: Ngrams
    ridge: Ridge | None
    typical: Floats
    vocabulary: Vocabulary
    speller: Speller
    decision: Decision

    @classmethod
    def of(
        cls,
        phrasings: Sequence[Phrasing],
        *,
        lexicon: Lexicon,
        weights: Weights,
        ridge_limit: int,
        keep: frozenset[str],
    ) -> "Shelf":
        """Of distinct phrasings in one language; its decision is the shared one."""
        language = phrasings[0].language
        rows = [lexicon.plain(normalised(p.text)) for p in phrasings]
        topics = tuple(dict.fromkeys(p.topic for p in phrasings))
        numbers = {topic: number for number, topic in enumerate(topics)}
        groups = Groups.of(np.array([numbers[p.topic] for p in phrasings], np.int32))
        ngrams = Ngrams.of([_grams(language, row) for row in rows], groups.owners, share=weights.character_share)
        ridge = _ridge(ngrams, groups.owners, weights) if len(rows) <= ridge_limit else None
        vocabulary = Vocabulary.of(rows, groups.owners)
        return cls(
            language=language,
            phrasings=tuple(phrasings),
            texts=tuple(" ".join(row) for row in rows),
            ordered=tuple(" ".join(sorted(row)) for row in rows),
            topics=topics,
            exact={normalised(p.text): i for i, p in enumerate(phrasings)},
            bare=_bare(rows, groups.owners),
            groups=groups,
            ngrams=ngrams,
            ridge=ridge,
            typical=_typical(ridge, groups),
            vocabulary=vocabulary,
            speller=Speller(lexicon, vocabulary, keep=keep),
            decision=weights.with_ridge if ridge else weights.without_ridge,
        )

    def likeness(self, words: Sequence[str]) -> Floats:
        """Cosine with every phrasing, shape (phrasings,)."""
        return self.ngrams.cosine(_grams(self.language, words))

    def search(self, reading: Reading, *, hidden: Mask | None = None) -> Evidence:
        likeness = self.likeness(reading.words)
        ridge = self.ridge.scores(likeness) if self.ridge else None
        return self.evidence(reading.text, likeness, ridge=ridge, hidden=hidden)

    def evidence(self, text: str, likeness: Floats, *, ridge: Floats | None, hidden: Mask | None) -> Evidence:
        """All that speaks for each topic; `hidden` rows (phrasings,) count as absent."""
        if hidden is not None:
            likeness = np.where(hidden, HIDDEN, likeness)
        best = self.groups.best(likeness)
        rows = _largest(likeness, RESCORED)
        sets, sorts = self._rescored(text, rows)
        table = np.stack(
            [
                best if ridge is None else ridge,
                best,
                self.groups.two_best(likeness, best),
                self.groups.best_of_some(rows, sets),
                self.groups.best_of_some(rows, sorts),
            ]
        )
        return Evidence.of(table, likeness, best > HIDDEN, self.decision.ranking)

    def _rescored(self, text: str, rows: Ints) -> tuple[Floats, Floats]:
        texts, ordered = [self.texts[row] for row in rows], [self.ordered[row] for row in rows]
        sets = cdist([text], texts, scorer=fuzz.token_set_ratio, dtype=np.float32)[0]
        sorts = cdist([" ".join(sorted(text.split()))], ordered, scorer=fuzz.ratio, dtype=np.float32)[0]
        return sets / 100, sorts / 100

    def signs(self, evidence: Evidence, reading: Reading) -> Doubles:
        """What the gate is told of a question."""
        first = int(evidence.order[0])
        known = [word for word in reading.content if word not in reading.unknown]
        counts = WordCounts(
            content=len(reading.content),
            unknown=len(reading.unknown),
            repaired=len(reading.repaired),
            known=self.vocabulary.share(known, reading.content),
            covered=self.vocabulary.covered(reading.content, first),
        )
        return signs(evidence, counts, typical=float(self.typical[first]))

    def hidden(self, without: Collection[str]) -> Mask | None:
        """The rows of the topics left out; None when there are none."""
        left_out = [i for i, topic in enumerate(self.topics) if topic in without]
        return np.isin(self.groups.owners, left_out) if left_out else None

    def with_phrasing(self, phrasing: Phrasing) -> "Shelf":
        """One phrasing more; the weights of the older ones and the gate stay as they are."""
        normal = normalised(phrasing.text)
        row = self.speller.lexicon.plain(normal)
        topics = self.topics if phrasing.topic in self.topics else (*self.topics, phrasing.topic)
        owner = topics.index(phrasing.topic)
        groups = Groups.of(np.append(self.groups.owners, np.int32(owner)))
        vocabulary = self.vocabulary.with_row(row, owner)
        ridge = self.ridge.with_row(self.likeness(row), owner) if self.ridge else None
        return replace(
            self,
            phrasings=(*self.phrasings, phrasing),
            texts=(*self.texts, " ".join(row)),
            ordered=(*self.ordered, " ".join(sorted(row))),
            topics=topics,
            exact={**self.exact, normal: len(self.texts)},
            bare=_with_bare(self.bare, row, len(self.texts), groups.owners),
            groups=groups,
            ngrams=self.ngrams.with_row(_grams(self.language, row)),
            ridge=ridge,
            typical=_typical(ridge, groups),
            vocabulary=vocabulary,
            speller=replace(self.speller, vocabulary=vocabulary),
        )


def _grams(language: str, words: Sequence[str]) -> Hashes:
    stem = stemmer(language)
    return grams(words, [stem(word) for word in words])


def _ridge(ngrams: Ngrams, owners: Ints, weights: Weights) -> Ridge:
    return Ridge.of(ngrams.all_cosines(), owners, width=weights.width, penalty=weights.penalty)


def _typical(ridge: Ridge | None, groups: Groups) -> Floats:
    """The mean leave-one-out score of each topic's own phrasings, shape (topics,); zero without a ridge."""
    if ridge is None:
        return np.zeros(len(groups.starts), np.float32)
    own = ridge.own_scores()
    return (np.bincount(groups.owners, own) / np.bincount(groups.owners)).astype(np.float32)


def _bare(rows: Sequence[Sequence[str]], owners: Ints) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for number, row in enumerate(rows):
        _add_bare(found, row, number, owners)
    return found


def _with_bare(found: dict[str, int | None], row: Sequence[str], number: int, owners: Ints) -> dict[str, int | None]:
    found = dict(found)
    _add_bare(found, row, number, owners)
    return found


def _add_bare(found: dict[str, int | None], row: Sequence[str], number: int, owners: Ints) -> None:
    before = found.setdefault(" ".join(row), number)
    if before is not None and owners[before] != owners[number]:
        found[" ".join(row)] = None


def _largest(values: Floats, count: int) -> Ints:
    """The rows with the largest values that are not hidden."""
    rows = np.arange(len(values)) if len(values) <= count else np.argpartition(values, -count)[-count:]
    return rows[values[rows] > HIDDEN].astype(np.int32)
