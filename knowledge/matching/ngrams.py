"""Weighted n-grams of phrasings in inverted lists, and the cosine of a question with every phrasing at once.
Grams are kept as 64-bit hashes, so that memory and time grow with the grams that occur and not with their spelling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]

SHORTEST_RUN, LONGEST_RUN = 2, 4
PAIR_REACH = 8
ROWS_AT_ONCE = 16
REPEATED = 0.3
_STEP = np.uint64(0x9E3779B97F4A7C15)
_TWIST = np.uint64(0xC2B2AE3D27D4EB4F)
_ONE = np.uint64(1)


def grams(words: Sequence[str], stems: Sequence[str]) -> Hashes:
    """Hashes of character runs (even) and of words and word pairs (odd): those of `grams_of_rows` for one row alone,
    in less time."""
    letters = _letters(f" {' '.join(words)} ")
    run, runs = letters, []
    for length in range(2, LONGEST_RUN + 1):
        run = (run[:-1] * _STEP) ^ letters[length - 1 :]
        if length >= SHORTEST_RUN:
            runs.append(run)
    single = np.fromiter((crc32(stem.encode("utf-8", "replace")) for stem in stems), np.uint64, len(stems)) * _STEP
    place = np.arange(len(stems))
    one, other = np.nonzero((place > place[:, None]) & (place <= place[:, None] + PAIR_REACH))
    pairs = np.minimum(single[one], single[other]) * _TWIST + np.maximum(single[one], single[other])
    said = _scattered(np.concatenate([single, pairs])) | _ONE
    return np.concatenate([_scattered(np.concatenate(runs)) & ~_ONE, said])


def _letters(text: str) -> Hashes:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64) + _TWIST


def grams_of_rows(words: Sequence[Sequence[str]], stems: Sequence[Sequence[str]]) -> tuple[Hashes, Ints]:
    """The grams of many rows of words, and the row of each gram."""
    runs, in_runs = _character_runs(words)
    pairs, in_pairs = _words_and_pairs(stems)
    return np.concatenate([runs, pairs]), np.concatenate([in_runs, in_pairs])


def _character_runs(rows: Sequence[Sequence[str]]) -> tuple[Hashes, Ints]:
    """Runs inside words and across their edges; a blank marks the edge."""
    texts = [f" {' '.join(words)} " for words in rows]
    letters = _letters("".join(texts))
    owner = _repeated([len(text) for text in texts])
    run, runs, owners = letters, [], []
    for length in range(2, LONGEST_RUN + 1):
        run = (run[:-1] * _STEP) ^ letters[length - 1 :]
        if length >= SHORTEST_RUN:
            inside = owner[: len(run)] == owner[length - 1 :]
            runs.append(run[inside])
            owners.append(owner[: len(run)][inside])
    return _scattered(np.concatenate(runs)) & ~_ONE, np.concatenate(owners)


def _words_and_pairs(rows: Sequence[Sequence[str]]) -> tuple[Hashes, Ints]:
    """Words, and pairs of words at most `PAIR_REACH` apart in either order."""
    owner = _repeated([len(stems) for stems in rows])
    hashes = {stem: crc32(stem.encode("utf-8", "replace")) for stems in rows for stem in stems}
    single = np.fromiter((hashes[stem] for stems in rows for stem in stems), np.uint64, len(owner)) * _STEP
    pairs, owners = [single], [owner]
    for apart in range(1, min(PAIR_REACH, max(map(len, rows)) - 1) + 1):
        inside = owner[:-apart] == owner[apart:]
        one, other = single[:-apart][inside], single[apart:][inside]
        pairs.append(np.minimum(one, other) * _TWIST + np.maximum(one, other))
        owners.append(owner[:-apart][inside])
    return _scattered(np.concatenate(pairs)) | _ONE, np.concatenate(owners)


def _repeated(counts: Sequence[int]) -> Ints:
    """The number of each row as often as it counts."""
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _scattered(hashes: Hashes) -> Hashes:
    mixed: Hashes = (hashes ^ (hashes >> np.uint64(31))) * _TWIST
    return mixed


@dataclass(frozen=True)
class Ngrams:
    """Inverted lists: for each gram (sorted) the rows it occurs in and its weight there. Character runs make `share` of
    a row's squared length, words the rest; together they are one."""

    grams: Hashes
    idf: Floats
    starts: NDArray[np.int64]
    rows: Ints
    weights: Floats
    size: int
    topics: int
    share: float

    @classmethod
    def of(cls, hashes: Hashes, at: Ints, owners: Ints, *, share: float) -> "Ngrams":
        """Grams, the row of each, and the topic that owns each row. A gram counts by how few topics have it, and, among
        those, by how often they say it."""
        known, cells = np.unique(hashes, return_inverse=True)
        cells += len(known) * at.astype(np.int64)
        cells, counts = np.unique(cells, return_counts=True)
        owner, gram = (cells // len(known)).astype(np.int32), cells % len(known)
        del cells
        topics = int(owners.max()) + 1
        in_topics = np.bincount(np.unique(gram * topics + owners[owner]) // topics, minlength=len(known))
        often = np.bincount(gram, minlength=len(known))
        idf = (_rarity(in_topics, topics) * (1 + REPEATED * np.log(often / in_topics))).astype(np.float32)
        part = (known & _ONE).astype(np.int32)[gram]
        weights = _of_length_one(_damped(counts) * idf[gram], owner * 2 + part, part, share=share)
        return cls(known, idf, *_inverted(gram, owner, weights, len(known)), len(owners), topics, share)

    def vector(self, asked: Hashes) -> tuple[NDArray[np.int64], Floats]:
        """Places and weights of the known grams, each part of its length as in the rows."""
        found, counts = np.unique(asked, return_counts=True)
        places = np.minimum(np.searchsorted(self.grams, found), len(self.grams) - 1)
        hit = self.grams[places] == found
        places = places[hit]
        part = (found[hit] & _ONE).astype(np.int32)
        return places, _of_length_one(self.idf[places] * _damped(counts[hit]), part, part, share=self.share)

    def cosine(self, asked: Hashes) -> Floats:
        """Cosine of a question with every row, shape (size,)."""
        places, weights = self.vector(asked)
        if not len(places):
            return np.zeros(self.size, np.float32)
        begins, ends = self.starts[places], self.starts[places + 1]
        lists = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        # Copying whole lists costs a third of picking their entries one by one.
        products = np.concatenate([self.weights[one] for one in lists]) * np.repeat(weights, ends - begins)
        rows = np.concatenate([self.rows[one] for one in lists])
        return np.bincount(rows, products, minlength=self.size).astype(np.float32)

    def _entries(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The entries of some lists one after the other, and how many each list has."""
        begins = self.starts[places]
        lengths = self.starts[places + 1] - begins
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(begins - ends + lengths, lengths), lengths

    def all_cosines(self) -> Floats:
        """Cosine of every row with every row, shape (size, size): common grams as a matrix, rare ones by lists."""
        lengths = np.diff(self.starts)
        place = np.repeat(np.arange(len(self.grams)), lengths)
        common = np.flatnonzero(lengths > max(8, self.size // 16))
        dense = np.zeros((self.size, len(common)), np.float32)
        column = np.full(len(self.grams), -1)
        column[common] = np.arange(len(common))
        often = column[place] >= 0
        dense[self.rows[often], column[place[often]]] = self.weights[often]
        out: Floats = dense @ dense.T
        rare = np.flatnonzero(~often)
        rare = rare[np.argsort(self.rows[rare], kind="stable")]
        bounds = np.searchsorted(self.rows[rare], np.arange(0, self.size + ROWS_AT_ONCE, ROWS_AT_ONCE))
        for number, first in enumerate(range(0, self.size, ROWS_AT_ONCE)):
            mine = rare[bounds[number] : bounds[number + 1]]
            at, counts = self._entries(place[mine])
            cells = np.repeat((self.rows[mine] - first).astype(np.int64) * self.size, counts) + self.rows[at]
            some = np.bincount(cells, self.weights[at] * np.repeat(self.weights[mine], counts))
            out.reshape(-1)[first * self.size : first * self.size + len(some)] += some.astype(np.float32)
        return out

    def with_rows(self, hashes: Hashes, at: Ints, *, count: int) -> "Ngrams":
        """More rows, by their grams and the row of each; grams known before keep their weight, so that the older rows
        stay as they are."""
        known = np.union1d(self.grams, hashes)
        moved = np.searchsorted(known, self.grams)
        idf = np.full(len(known), _rarity(np.ones(1), self.topics)[0], np.float32)
        idf[moved] = self.idf
        grown = replace(self, grams=known, idf=idf)
        added = [grown.vector(hashes[at == row]) for row in range(count)]
        flat = np.concatenate([np.repeat(moved, np.diff(self.starts)), *(places for places, _ in added)])
        owner = np.concatenate([self.rows, self.size + _repeated([len(places) for places, _ in added])])
        weights = np.concatenate([self.weights, *(weights for _, weights in added)])
        starts, rows, scaled = _inverted(flat, owner, weights, len(known))
        return replace(grown, starts=starts, rows=rows, weights=scaled, size=self.size + count)


def _rarity(in_topics: NDArray[np.int64] | NDArray[np.float64], topics: int) -> NDArray[np.float64]:
    rarity: NDArray[np.float64] = np.log((1 + topics) / (1 + in_topics)) + 1
    return rarity


def _damped(counts: NDArray[np.int64]) -> Floats:
    return (1 + np.log(counts)).astype(np.float32)


def _of_length_one(weights: Floats, group: Ints, part: Ints, *, share: float) -> Floats:
    """Scales each group of weights so that its squared length is the share of its part: characters (0), words (1)."""
    squares = np.bincount(group, weights * weights)
    shares = np.array([share, 1 - share])
    scaled: Floats = (weights * np.sqrt(shares[part] / squares[group])).astype(np.float32)
    return scaled


def _inverted(
    flat: NDArray[np.int64], owner: Ints, weights: Floats, count: int
) -> tuple[NDArray[np.int64], Ints, Floats]:
    order = np.argsort(flat, kind="stable")
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(flat, minlength=count), out=starts[1:])
    return starts, owner[order].astype(np.int32), weights[order]
