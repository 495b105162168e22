"""Everything a set of curated files says, as nouns: what fills a database, and what is laid over one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeVar

from knowledge.claims import Claim, Condition, Event, Source
from knowledge.district import District
from knowledge.saved_questions import SavedQuestion
from knowledge.topics import Aside, Topic


@dataclass(frozen=True)
class CuratedSet:
    """*withdrawn*: slugs that the files take away from what lies underneath."""

    district: District | None = None
    topics: tuple[Topic, ...] = ()
    asides: tuple[Aside, ...] = ()
    emergencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()
    conditions: tuple[Condition, ...] = ()
    claims: tuple[Claim, ...] = ()
    questions: tuple[SavedQuestion, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def over(self, below: CuratedSet) -> CuratedSet:
        """This set laid over *below*: a known slug is replaced, others are added, withdrawn slugs are gone."""
        gone = set(self.withdrawn)
        return CuratedSet(
            district=self.district or below.district,
            topics=_laid(self.topics, below.topics, gone),
            asides=_laid(self.asides, below.asides, gone),
            emergencies={**below.emergencies, **self.emergencies},
            sources=_laid(self.sources, below.sources, gone),
            events=_laid(self.events, below.events, gone),
            conditions=_laid(self.conditions, below.conditions, gone),
            claims=_laid(self.claims, below.claims, gone),
            questions=_laid(self.questions, below.questions, gone),
        )

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


Noun = TypeVar("Noun", Topic, Aside, Source, Event, Condition, Claim, SavedQuestion)


def _laid(upper: Iterable[Noun], lower: Iterable[Noun], gone: set[str]) -> tuple[Noun, ...]:
    merged = {one.slug: one for one in lower if one.slug not in gone}
    merged.update({one.slug: one for one in upper})
    return tuple(merged.values())
