"""What speaks for each topic, as numbers in one fixed order, and the one order of topics made from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.ngrams import Floats, Ints

KINDS = ("ridge", "best", "two_best", "token_set", "token_sort")
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """Which phrasings belong to which topic; every topic has at least one."""

    owners: Ints
    order: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, owners: Ints) -> "Groups":
        order = np.argsort(owners, kind="stable")
        return cls(owners, order, np.searchsorted(owners[order], np.arange(int(owners.max()) + 1)))

    def rows(self, topic: int) -> NDArray[np.int64]:
        end = self.starts[topic + 1] if topic + 1 < len(self.starts) else len(self.order)
        return self.order[self.starts[topic] : end]

    def best(self, values: Floats) -> Floats:
        best: Floats = np.maximum.reduceat(values[self.order], self.starts)
        return best

    def two_best(self, values: Floats, best: Floats) -> Floats:
        """0.7 of the best and 0.3 of the next; a topic known by one phrasing alone counts it for both."""
        second = self.best(np.where(values >= best[self.owners], np.float32(-1), values))
        return np.where(second < 0, best, np.float32(0.7) * best + np.float32(0.3) * second)

    def best_of_some(self, rows: Ints, values: Floats) -> Floats:
        """As `best` where only some rows have a value; zero for topics without any."""
        out = np.zeros(len(self.starts), np.float32)
        np.maximum.at(out, self.owners[rows], values)
        return out


@dataclass(frozen=True)
class Evidence:
    """`table` (kinds, topics) in the order of KINDS; `likeness` (phrasings,); `usable` (topics,) false for topics left
    out; `score` and `share` (topics,) the one order made of them, `order` best first."""

    table: Floats
    likeness: Floats
    usable: NDArray[np.bool_]
    score: Doubles
    share: Doubles
    order: NDArray[np.int64]

    @classmethod
    def of(cls, table: Floats, likeness: Floats, usable: NDArray[np.bool_], ranking: Doubles) -> "Evidence":
        score = np.where(usable, ranking @ table, -np.inf)
        odds = np.exp(score - score.max())
        return cls(table, likeness, usable, score, odds / odds.sum(), np.argsort(-score, kind="stable"))

    def kind(self, name: str) -> Floats:
        row: Floats = self.table[KINDS.index(name)]
        return row

    def words(self, topic: int) -> str:
        """The evidence for one topic in a few words, for those who ask why."""
        ridge, best, _, sets, _ = self.table[:, topic].tolist()
        return f"likeness {best:.2f}, all phrasings together {ridge:.2f}, shared words {sets:.2f}"
