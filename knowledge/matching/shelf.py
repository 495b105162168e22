"""The phrasings of one language, ready to be searched. A shelf never changes; one more phrasing makes a new shelf."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.matching.evidence import Doubles, Evidence, Groups
from knowledge.matching.gate import Gate, WordCounts, signs
from knowledge.matching.matches import Phrasing
from knowledge.matching.ngrams import Floats, Hashes, Ints, Ngrams, grams, grams_of_rows
from knowledge.matching.ridge import Ridge
from knowledge.matching.spelling import Lexicon, Reading, Speller
from knowledge.matching.stems import stemmer
from knowledge.matching.vocabulary import Vocabulary
from knowledge.matching.weights import Decision, Weights
from knowledge.matching.wordings import Wordings

RESCORED = 50
LAST_ASKED = 16
HIDDEN = np.float32(-1)
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Fitted:
    """What takes time to work out of phrasings, and may therefore be kept in a file; `gate` None: the shared one."""

    ngrams: Ngrams
    ridge: Ridge | None
    gate: Gate | None = None


@dataclass(frozen=True)
class Shelf:
    """`texts` are the phrasings written out and folded, `ordered` the same with their words sorted; `bare` finds a row
    by a written-out text (None where two topics share it). The vocabulary counts the other wordings too. `built` rows
    were there from the beginning, the others came one by one."""

    wordings: Wordings
    texts: tuple[str, ...]
    ordered: tuple[str, ...]
    topics: tuple[str, ...]
    bare: Mapping[str, int | None]
    groups: Groups
    ngrams: Ngrams
    ridge: Ridge | None
    typical: Floats
    vocabulary: Vocabulary
    speller: Speller
    decision: Decision
    built: int

    @classmethod
    def of(
        cls,
        wordings: Wordings,
        *,
        lexicon: Lexicon,
        weights: Weights,
        ridge_limit: int,
        keep: frozenset[str],
        fitted: Fitted | None = None,
        said: Sequence[Sequence[str]] | None = None,
    ) -> "Shelf":
        """Unless `fitted` brings another, its gate is the shared one. `said`: the words of each exact text, where they
        were worked out before."""
        phrasings = wordings.phrasings
        numbers = {topic: number for number, topic in enumerate(wordings.topics)}
        groups = Groups.of(np.array([numbers[p.topic] for p in phrasings], np.int32))
        said = said or lexicon.all_plain(list(wordings.exact))
        rows = said[: len(phrasings)]
        if fitted is None:
            fitted = _fitted(wordings.language, rows, groups.owners, weights, ridge=len(rows) <= ridge_limit)
        vocabulary = Vocabulary.of(said, groups.owners[list(wordings.exact.values())].tolist())
        decision = weights.with_ridge if fitted.ridge else weights.without_ridge
        return cls(
            wordings=wordings,
            texts=tuple(" ".join(row) for row in rows),
            ordered=tuple(" ".join(sorted(row)) for row in rows),
            topics=wordings.topics,
            bare=_bare({}, said, wordings.exact.values(), groups.owners),
            groups=groups,
            ngrams=fitted.ngrams,
            ridge=fitted.ridge,
            typical=_typical(fitted.ridge, groups),
            vocabulary=vocabulary,
            speller=Speller(lexicon, vocabulary, keep=keep),
            decision=replace(decision, gate=fitted.gate) if fitted.gate else decision,
            built=len(rows),
        )

    @property
    def language(self) -> str:
        return self.wordings.language

    @property
    def phrasings(self) -> tuple[Phrasing, ...]:
        return self.wordings.phrasings

    @property
    def exact(self) -> Mapping[str, int]:
        return self.wordings.exact

    @property
    def fitted(self) -> Fitted:
        return Fitted(self.ngrams, self.ridge, self.decision.gate)

    def likeness(self, words: Sequence[str]) -> Floats:
        """Cosine with every phrasing, shape (phrasings,)."""
        stem = stemmer(self.language)
        return self.ngrams.cosine(grams(words, [stem(word) for word in words]))

    def search(self, reading: Reading, *, hidden: Mask | None = None) -> Evidence:
        likeness, ridge = self._kept_likeness(reading.words)
        return self.evidence(reading.text, likeness, ridge=ridge, hidden=hidden)

    @cached_property
    def _kept_likeness(self) -> Callable[[tuple[str, ...]], tuple[Floats, Floats | None]]:
        """Of the words asked last, which one question may ask of several sets of topics; nobody changes the arrays."""
        return lru_cache(LAST_ASKED)(self._likeness_and_ridge)

    def _likeness_and_ridge(self, words: tuple[str, ...]) -> tuple[Floats, Floats | None]:
        likeness = self.likeness(words)
        return likeness, self.ridge.scores(likeness) if self.ridge else None

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
        if not without:
            return None
        left_out = [i for i, topic in enumerate(self.topics) if topic in without]
        return np.isin(self.groups.owners, left_out) if left_out else None

    def grown(self, wordings: Wordings) -> "Shelf":
        """With wordings that came behind the ones here; the weights of the older ones and the gate stay as they are."""
        plain = self.speller.lexicon.plain
        before, size = len(self.texts), len(wordings.phrasings)
        topics = wordings.topics
        fresh = [topics.index(p.topic) for p in wordings.phrasings[before:]]
        groups = Groups.of(np.append(self.groups.owners, np.array(fresh, np.int32)))
        rows = [plain(normal) for normal in wordings.normals[before:]]
        said = {normal: row for normal, row in wordings.exact.items() if normal not in self.exact}
        words = [plain(normal) for normal in said]
        owners = groups.owners[list(said.values())].tolist()
        vocabulary = self.vocabulary.with_rows(words, owners)
        ngrams = self.ngrams.with_rows(*_grams(self.language, rows), count=len(rows)) if rows else self.ngrams
        ridge = self.ridge
        for row in range(before, size) if ridge else ():
            likeness = ngrams.cosine(_grams(self.language, [rows[row - before]])[0])[:row]
            ridge = ridge.with_row(likeness, int(groups.owners[row])) if ridge else None
        return replace(
            self,
            wordings=wordings,
            texts=(*self.texts, *(" ".join(row) for row in rows)),
            ordered=(*self.ordered, *(" ".join(sorted(row)) for row in rows)),
            topics=topics,
            bare=_bare(self.bare, words, said.values(), groups.owners),
            groups=groups,
            ngrams=ngrams,
            ridge=ridge,
            typical=_typical(ridge, groups),
            vocabulary=vocabulary,
            speller=replace(self.speller, vocabulary=vocabulary),
        )


def _fitted(language: str, rows: Sequence[Sequence[str]], owners: Ints, weights: Weights, *, ridge: bool) -> Fitted:
    ngrams = Ngrams.of(*_grams(language, rows), owners, share=weights.character_share)
    if not ridge:
        return Fitted(ngrams, None)
    return Fitted(ngrams, Ridge.of(ngrams.all_cosines(), owners, width=weights.width, penalty=weights.penalty))


def _grams(language: str, rows: Sequence[Sequence[str]]) -> tuple[Hashes, Ints]:
    stem = stemmer(language)
    stems = {word: stem(word) for row in rows for word in row}
    return grams_of_rows(rows, [[stems[word] for word in row] for row in rows])


def _typical(ridge: Ridge | None, groups: Groups) -> Floats:
    """The mean leave-one-out score of each topic's own phrasings, shape (topics,); zero without a ridge."""
    if ridge is None:
        return np.zeros(len(groups.starts), np.float32)
    own = ridge.own_scores()
    return (np.bincount(groups.owners, own) / np.bincount(groups.owners)).astype(np.float32)


def _bare(
    known: Mapping[str, int | None], said: Iterable[Sequence[str]], rows: Iterable[int], owners: Ints
) -> Mapping[str, int | None]:
    """The known ones and more: written-out words and their row, None for those of two topics."""
    bare = dict(known)
    for words, row in zip(said, rows, strict=True):
        text = " ".join(words)
        before = bare.setdefault(text, row)
        if before is not None and owners[before] != owners[row]:
            bare[text] = None
    return bare


def _largest(values: Floats, count: int) -> Ints:
    """The rows with the largest values that are not hidden."""
    rows = np.arange(len(values)) if len(values) <= count else np.argpartition(values, -count)[-count:]
    return rows[values[rows] > HIDDEN].astype(np.int32)
