"""How people type: short forms are written out, and an unknown word becomes the known one it resembles.
Ordinary words and names given to keep are never changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge.matching.normalising import all_folded, folded, normalised, words
from knowledge.matching.slips import Slips
from knowledge.matching.vocabulary import Vocabulary
from knowledge.word_lists import read_word_list
from knowledge.workings import Workings

SHORTEST_REPAIRED = 4
LONG_WORD = 8
MOST_REPAIRS = 24
DEAREST_SMALL = 1.0  # the slips that make a word that was meant without a subject
USUAL = 0.4  # by how much a word without a subject is likelier to have been meant than another
MOST_WEIGHED = 8  # known words near an unknown one
MOST_WORDS = 20_000  # whose nearest is kept
_FOLDER = Path(__file__).parent / "words"
_ENDINGS = {
    "en": ("s", "es", "ed", "d", "ing", "er", "r", "ers", "ly", "ness", "est", "y", "al", "ion", "ment", "less", "ful"),
    "es": (
        *("s", "es", "do", "da", "dos", "das", "ndo", "n", "ron", "mos", "mente"),
        *("r", "ra", "ran", "ia", "ian", "cion"),
    ),
}


@dataclass(frozen=True)
class Lexicon:
    """What is known of a language whatever the knowledge base: words without a subject, ordinary words, short forms."""

    function: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    endings: tuple[str, ...] = ()

    def is_ordinary(self, word: str) -> bool:
        if word in self.common or word in self.function:
            return True
        return any(word.endswith(ending) and self._has_base(word[: -len(ending)]) for ending in self.endings)

    def _has_base(self, stem: str) -> bool:
        if len(stem) < 3:
            return False
        doubled = stem[:-1] if stem[-1] == stem[-2] else stem
        changed = stem[:-1] + "y" if stem[-1] == "i" else stem
        return not self.common.isdisjoint((stem, stem + "e", stem + "o", stem + "a", stem + "ar", doubled, changed))

    def plain(self, normal: str) -> list[str]:
        """The words of a normalised text, folded and written out."""
        return self._written_out(words(folded(normal)))

    def all_plain(self, normals: Sequence[str]) -> list[list[str]]:
        """`plain` of each."""
        return [self._written_out(words(one)) for one in all_folded(normals)]

    def _written_out(self, read: Sequence[str]) -> list[str]:
        short = self.abbreviations
        return [word for one in read for word in short.get(one, (one,))]

    def content(self, read: Iterable[str]) -> tuple[str, ...]:
        """The distinct words that carry a subject."""
        return tuple(dict.fromkeys(word for word in read if word not in self.function and not word.isdigit()))


def read_lexicon(language: str, *, kept: Workings | None = None) -> Lexicon:
    """The word lists of a language; empty where there is none. *kept*: makes it quick."""
    path = _FOLDER / f"{language.split('-')[0]}.yaml"
    if not path.is_file():
        return Lexicon()
    lists = read_word_list(path, kept=kept)
    function = frozenset(lists["function"].split())
    common = frozenset((lists["common"] + " " + lists["nearby"]).split())
    return Lexicon(
        function=function,
        common=common,
        abbreviations={short: tuple(str(full).split()) for short, full in lists["abbreviations"].items()},
        endings=_ENDINGS.get(path.stem, ()),
    )


@dataclass(frozen=True)
class Reading:
    """A question as words: written out, repaired, and which of them the knowledge base does not know."""

    words: tuple[str, ...]
    content: tuple[str, ...]
    unknown: tuple[str, ...]
    repaired: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def known_share(self) -> float:
        return 1 - len(self.unknown) / len(self.content) if self.content else 0.0


@dataclass(frozen=True)
class Speller:
    """Reads questions against the words of one knowledge base in one language; `keep` are names never to be changed."""

    lexicon: Lexicon
    vocabulary: Vocabulary
    keep: frozenset[str] = frozenset()

    @cached_property
    def _targets(self) -> list[str]:
        """Words without a subject too: what was meant for one of them is none of the knowledge base's."""
        every = dict.fromkeys((*self.vocabulary.counts, *sorted(self.lexicon.function)))
        return [word for word in every if len(word) >= SHORTEST_REPAIRED - 1 and word.isalpha()]

    @cached_property
    def _slips(self) -> Slips:
        return Slips()

    @cached_property
    def _kept_nearest(self) -> Callable[[str], str | None]:
        """The same few thousand words make up most of what families write."""
        return lru_cache(MOST_WORDS)(self._nearest)

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(part for name in self.keep for part in words(folded(normalised(name))))

    def read(self, normal: str) -> Reading:
        typed = self.lexicon.plain(normal)
        suspects = [word for word in dict.fromkeys(typed) if self._is_suspect(word)][:MOST_REPAIRS]
        repaired = {word: nearest for word in suspects if (nearest := self._kept_nearest(word)) is not None}
        read = tuple(repaired.get(word, word) for word in typed)
        content = self.lexicon.content(read)
        unknown = tuple(word for word in content if not self.vocabulary.has(word))
        return Reading(read, content, unknown, tuple(repaired.items()))

    def _is_suspect(self, word: str) -> bool:
        if len(word) < SHORTEST_REPAIRED or word in self.vocabulary.counts or word in self._kept:
            return False
        return word.isalpha() and not self.lexicon.is_ordinary(word)

    def _nearest(self, word: str) -> str | None:
        reach = 2 if len(word) >= LONG_WORD else 1
        found = extract(word, self._targets, scorer=OSA.distance, score_cutoff=reach, limit=MOST_WEIGHED)
        counts, function = self.vocabulary.counts, self.lexicon.function
        least = found[0][1] if found else 0
        costs = {one: self._slips.cost(word, one) for one, slips, _ in found if slips == least}
        near = {
            one: cost - USUAL * (one in function)
            for one, cost in costs.items()
            if one in counts or cost <= DEAREST_SMALL
        }
        return min(near, key=lambda one: (round(near[one], 1), -counts[one], one), default=None)
