"""Reading the knowledge base: one edition of it in memory, and look-ups that always read the database.

The index proposes, the database disposes: an edition finds topics and carries no claim.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, func, select

from knowledge import codec
from knowledge.database import Database
from knowledge.district import District, Neighbour, School
from knowledge.findings import Asked, Finding
from knowledge.looking import Ground, look_up
from knowledge.matching import Index, Phrasing, load_weights, plain_words, stemmer
from knowledge.phrasings import all_spelled_out
from knowledge.places import PlaceReader, load_place_reader
from knowledge.tables import revision
from knowledge.topics import Aside, Topic

ASIDE = "aside:"  # before the slug of an aside in the index, so that it never meets a topic of the same name
TELLING_TOPICS = 5  # topics that may share a word which still tells them from the others
TELLING_LENGTH = 3  # letters of the shortest word that tells
STEMMERS = (stemmer("en"), stemmer("es"))
EDITION_KINDS = ("district", "topic", "aside", "emergency")


class EmptyKnowledge(Exception):
    """There is no district in the database: nothing to answer for."""


@dataclass(frozen=True)
class Edition:
    """What matching and reading need of one state of the knowledge base. *number*: its newest revision; *vocabulary*:
    the words of each topic's phrasings and titles, so that a word it never says can speak against it; *sayings*: by
    language each phrasing, in plain words, with its topic."""

    number: int
    ground: Ground
    asides: Mapping[str, Aside]
    emergencies: Mapping[str, tuple[str, ...]]
    index: Index
    places: PlaceReader
    vocabulary: Mapping[str, frozenset[str]]
    sayings: Mapping[str, Mapping[str, str]]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words that few topics say: one of them speaks for its topics and against all others."""
        counted = Counter(word for words in self.vocabulary.values() for word in words if len(word) >= TELLING_LENGTH)
        return frozenset(word for word, topics in counted.items() if topics <= TELLING_TOPICS and word.isalpha())

    def is_foreign(self, word: str, topic: str) -> bool:
        """Whether a word is one that tells, and that *topic* never says in any form."""
        forms = _forms(word)
        return bool(forms & self.telling) and not forms & self.vocabulary[topic]

    @property
    def district(self) -> District:
        return self.ground.district

    @property
    def topics(self) -> Mapping[str, Topic]:
        return self.ground.topics


class Library:
    """Reads only. The edition is rebuilt off the event loop when topics or the district changed, and swapped whole."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._edition: Edition | None = None
        self._building = asyncio.Lock()

    async def edition(self) -> Edition:
        number = await self._database.read(newest_revision)
        async with self._building:
            if self._edition is None or self._edition.number != number:
                self._edition = await self._database.read(read_edition)
            return self._edition

    async def look_up(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        """One finding for each part asked, all read in one transaction."""
        return await self._database.read(
            lambda connection: [look_up(connection, one, at=at, ground=edition.ground) for one in asked]
        )


def newest_revision(connection: Connection) -> int:
    query = select(func.max(revision.c.id)).where(revision.c.kind.in_(EDITION_KINDS))
    return connection.execute(query).scalar_one_or_none() or 0


def read_edition(connection: Connection) -> Edition:
    """Reads and indexes what is current. EmptyKnowledge without a district."""
    query = select(revision.c.kind, revision.c.slug, revision.c.body).where(
        revision.c.kind.in_(EDITION_KINDS), revision.c.current, ~revision.c.removed
    )
    rows = connection.execute(query.order_by(revision.c.id)).all()
    districts = [codec.decode(District, row.body) for row in rows if row.kind == "district"]
    if not districts:
        raise EmptyKnowledge("the knowledge base names no district yet")
    topics = {row.slug: codec.decode(Topic, row.body) for row in rows if row.kind == "topic"}
    asides = {row.slug: codec.decode(Aside, row.body) for row in rows if row.kind == "aside"}
    return Edition(
        number=newest_revision(connection),
        ground=Ground(district=districts[-1], topics=topics),
        asides=asides,
        emergencies={row.slug: tuple(row.body["phrases"]) for row in rows if row.kind == "emergency"},
        index=_index(topics, asides, keep=_names(districts[-1])),
        places=load_place_reader(districts[-1]),
        vocabulary={
            **{slug: _vocabulary(topic) for slug, topic in topics.items()},
            **{ASIDE + slug: _vocabulary(aside) for slug, aside in asides.items()},
        },
        sayings=_sayings(topics),
    )


def _sayings(topics: Mapping[str, Topic]) -> Mapping[str, Mapping[str, str]]:
    sayings: dict[str, dict[str, str]] = {}
    for slug, topic in topics.items():
        for language, text in all_spelled_out(topic.phrasings):
            sayings.setdefault(language, {})[" ".join(plain_words(text))] = slug
    return sayings


def _vocabulary(one: Topic | Aside) -> frozenset[str]:
    said = [text for _, text in all_spelled_out(one.phrasings)]
    said += [text.words for text in one.titles.values()] if isinstance(one, Topic) else []
    return frozenset(form for text in said for word in plain_words(text) for form in _forms(word))


def _forms(word: str) -> frozenset[str]:
    """A word and its stems, so that one form of it speaks for the others."""
    plain = plain_words(word)
    return frozenset(form for one in plain for form in (one, *(stem(one) for stem in STEMMERS)))


def _names(district: District) -> frozenset[str]:
    """The words of everybody's names, which are no misspellings of anything."""
    named: list[School | Neighbour] = [*district.schools, *district.neighbours]
    names = [district.name, district.short_name, *district.aliases]
    names += [name for one in named for name in (one.name, *one.aliases)]
    return frozenset(word for name in names for word in plain_words(name))


def _index(topics: Mapping[str, Topic], asides: Mapping[str, Aside], *, keep: frozenset[str]) -> Index:
    named: dict[str, Topic | Aside] = {**topics, **{ASIDE + slug: aside for slug, aside in asides.items()}}
    phrasings = [
        Phrasing(name, language, text)
        for name, one in named.items()
        for language, text in all_spelled_out(one.phrasings)
    ]
    return Index.build(phrasings, weights=load_weights(), keep=keep)
