"""The words of a language's phrasings: in how many they occur, of which topics, and how much each tells."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log


@dataclass(frozen=True)
class Vocabulary:
    """`counts` and `by_topic` count phrasings; `size` of them in all."""

    counts: Counter[str]
    by_topic: tuple[Counter[str], ...]
    size: int

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], owners: Sequence[int]) -> "Vocabulary":
        said = [list(dict.fromkeys(words)) for words in rows]  # in the same order in every process
        by_topic: list[list[list[str]]] = [[] for _ in range(max(owners) + 1)]
        for words, owner in zip(said, owners, strict=True):
            by_topic[owner].append(words)
        counted = tuple(Counter(chain.from_iterable(one)) for one in by_topic)
        return cls(Counter(chain.from_iterable(said)), counted, len(rows))

    def with_rows(self, rows: Sequence[Sequence[str]], owners: Sequence[int]) -> "Vocabulary":
        """More phrasings, of topics there are or of the next ones."""
        counts = self.counts.copy()
        by_topic = [*self.by_topic, *(Counter() for _ in range(max(owners) + 1 - len(self.by_topic)))]
        for words, owner in zip(rows, owners, strict=True):
            distinct = list(dict.fromkeys(words))
            counts.update(distinct)
            by_topic[owner] = by_topic[owner] + Counter(distinct)
        return Vocabulary(counts, tuple(by_topic), self.size + len(rows))

    def has(self, word: str) -> bool:
        """Also the plural of a word it has, and the other way round."""
        return word in self.counts or (word.endswith("s") and word[:-1] in self.counts) or word + "s" in self.counts

    def weight(self, words: Iterable[str]) -> float:
        """Rare words tell more; together as a sum of logarithms."""
        return sum(log((1 + self.size) / (1 + self.counts[word])) + 1 for word in words)

    def share(self, some: Collection[str], content: Collection[str]) -> float:
        whole = self.weight(content)
        return self.weight(some) / whole if whole else 0.0

    def covered(self, content: Sequence[str], topic: int, *, less: Collection[str] = ()) -> float:
        """Share of the words' weight that a topic's phrasings have, not counting one phrasing made of `less`."""
        mine = self.by_topic[topic]
        return self.share([word for word in content if mine[word] > (word in less)], content)
