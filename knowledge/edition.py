"""One state of the knowledge base in memory, as matching and reading need it.

What is unchanged since the state before is taken over, so that one edited topic costs about as much as one topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from knowledge import codec
from knowledge.district import District, Neighbour, School
from knowledge.ground import Ground
from knowledge.matching import Index, ShelfFiles, all_normalised, all_plain_words, load_weights, plain_words
from knowledge.places import PlaceReader, load_place_reader
from knowledge.said import Said, forms_of, read_said
from knowledge.tables import revision
from knowledge.topics import Aside, AsideOutcome, Topic

if TYPE_CHECKING:
    from knowledge.semantic import SemanticIndex

UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # scripts written without blanks between words
ASIDE = "aside:"  # before the slug of an aside in the index, so that it never meets a topic of the same name
TELLING_TOPICS = 5  # topics that may share a word which still tells them from the others
TELLING_LENGTH = 3  # letters of the shortest word that tells
MOST_WORDS = 20_000  # whose forms are kept
KINDS = ("district", "topic", "aside", "emergency")


class EmptyKnowledge(Exception):
    """There is no district in the database: nothing to answer for."""


@dataclass(frozen=True)
class Current:
    """The nouns an edition is made of, as they stand in the database: kind, slug and body."""

    number: int
    nouns: Sequence[tuple[str, str, Any]]

    def bodies(self, kind: str) -> Mapping[str, Any]:
        return {slug: body for one, slug, body in self.nouns if one == kind}


@dataclass(frozen=True)
class Edition:
    """What matching and reading need of one state of the knowledge base. *number*: its newest revision; *vocabulary*:
    the words of each topic's phrasings and titles, so that a word it never says can speak against it; *sayings*: by
    language each phrasing, in plain words, with its topic. *said*: what both were read from."""

    number: int
    ground: Ground
    asides: Mapping[str, Aside]
    emergencies: Mapping[str, tuple[str, ...]]
    index: Index
    places: PlaceReader
    vocabulary: Mapping[str, frozenset[str]]
    sayings: Mapping[str, Mapping[str, str]]
    said: Mapping[str, Said]
    semantic: SemanticIndex | None = None

    @cached_property
    def emergency_phrases(self) -> Mapping[str | None, Sequence[str]]:
        """Every life-and-limb phrase by its first word (None where its script has no blanks), normalised, between
        blanks where it has them; also without accents."""
        listed = [one for phrases in self.emergencies.values() for one in phrases]
        folded = [one for one in map(" ".join, all_plain_words(listed)) if one.isascii()]
        phrases: dict[str | None, list[str]] = {}
        for plain in dict.fromkeys((*all_normalised(listed), *filter(None, folded))):
            if UNSPACED.search(plain):
                phrases.setdefault(None, []).append(plain)
            else:
                phrases.setdefault(plain.split(" ")[0], []).append(f" {plain} ")
        return phrases

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words that few topics say: one of them speaks for its topics and against all others."""
        counted = Counter(chain.from_iterable(self.vocabulary.values()))
        few = (word for word, topics in counted.items() if topics <= TELLING_TOPICS)
        return frozenset(word for word in few if len(word) >= TELLING_LENGTH and word.isalpha())

    @cached_property
    def _forms(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(MOST_WORDS)(forms_of)

    def courtesies(self, language: str) -> frozenset[str]:
        """Every word of the greetings, thanks and apologies of a language."""
        return self._courtesies(language)

    @cached_property
    def _courtesies(self) -> Callable[[str], frozenset[str]]:
        return cache(self._read_courtesies)

    def _read_courtesies(self, language: str) -> frozenset[str]:
        polite = [one for one in self.asides.values() if one.outcome is not AsideOutcome.OUT_OF_SCOPE]
        said = [text for one in polite for text in one.phrasings.get(language, ())]
        return frozenset(chain.from_iterable(all_plain_words(said)))

    def says(self, word: str, topic: str | None = None) -> bool:
        """Whether a topic, or any at all, says the word in some form."""
        forms = self._forms(word)
        return any(forms & words for name, words in self.vocabulary.items() if topic in (None, name))

    def is_foreign(self, word: str, topic: str, without: Collection[str] = ()) -> bool:
        """Whether a word tells of some topic that is not left out, and *topic* never says it in any form."""
        forms = self._forms(word)
        if not forms & self.telling or forms & self.vocabulary[topic]:
            return False
        return any(forms & words for name, words in self.vocabulary.items() if name not in without)

    @property
    def district(self) -> District:
        return self.ground.district

    @property
    def topics(self) -> Mapping[str, Topic]:
        return self.ground.topics


def newest_revision(connection: Connection) -> int:
    query = select(func.max(revision.c.id)).where(revision.c.kind.in_(KINDS))
    return connection.execute(query).scalar_one_or_none() or 0


def read_current(connection: Connection) -> Current:
    query = select(revision.c.kind, revision.c.slug, revision.c.body).where(
        revision.c.kind.in_(KINDS), revision.c.current, ~revision.c.removed
    )
    rows = connection.execute(query.order_by(revision.c.id)).all()
    return Current(newest_revision(connection), [(row.kind, row.slug, row.body) for row in rows])


def edition_of(current: Current, *, before: Edition | None = None, files: ShelfFiles | None = None) -> Edition:
    """EmptyKnowledge without a district. *files*: where a large index is kept for the next start."""
    districts = [codec.decode(District, body) for body in current.bodies("district").values()]
    if not districts:
        raise EmptyKnowledge("the knowledge base names no district yet")
    district = districts[-1]
    topics = {slug: codec.decode(Topic, body) for slug, body in current.bodies("topic").items()}
    asides = {slug: codec.decode(Aside, body) for slug, body in current.bodies("aside").items()}
    named: dict[str, Topic | Aside] = {**topics, **{ASIDE + slug: aside for slug, aside in asides.items()}}
    kept = files.workings if files else None
    said = read_said(named, before=before.said if before else {}, kept=kept)
    edition = Edition(
        number=current.number,
        ground=Ground(district=district, topics=topics),
        asides=asides,
        emergencies={slug: tuple(body["phrases"]) for slug, body in current.bodies("emergency").items()},
        index=_index(said, keep=_names(district), before=before, files=files),
        places=before.places if before and before.district == district else load_place_reader(district, kept=kept),
        vocabulary={name: one.vocabulary for name, one in said.items()},
        sayings=_sayings({slug: said[slug] for slug in topics}),
        said=said,
    )
    # The language most will ask in is made ready here, off the event loop; the others when somebody asks in them.
    edition.index.shelves.get(next(iter(district.languages), ""))
    return edition


def _sayings(said: Mapping[str, Said]) -> Mapping[str, Mapping[str, str]]:
    sayings: dict[str, dict[str, str]] = {}
    for slug, one in said.items():
        for language, text in one.plain:
            sayings.setdefault(language, {})[text] = slug
    return sayings


def _names(district: District) -> frozenset[str]:
    """The words of everybody's names, which are no misspellings of anything."""
    named: list[School | Neighbour] = [*district.schools, *district.neighbours]
    names = [district.name, district.short_name, *district.aliases]
    names += [name for one in named for name in (one.name, *one.aliases)]
    return frozenset(word for name in names for word in plain_words(name))


def _index(
    said: Mapping[str, Said], *, keep: frozenset[str], before: Edition | None, files: ShelfFiles | None
) -> Index:
    ordered = [said[name] for name in sorted(said)]  # whatever was edited last
    phrasings = [phrasing for one in ordered for phrasing in one.phrasings]
    also = {phrasing: texts for one in ordered for phrasing, texts in one.also.items()}
    if before is not None:
        return before.index.changed_to(phrasings, keep=keep, also=also)
    return Index.build(phrasings, weights=load_weights(), keep=keep, also=also, files=files)
