"""What families ask about (topics), and what they say besides (asides)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from knowledge.texts import Texts


class TopicKind(StrEnum):
    DAY = "day"
    SERVICE = "service"
    PLAN = "plan"
    TALKS = "talks"
    BACKGROUND = "background"

    @property
    def by_day(self) -> bool:
        """Whether a question about one day is only answered by claims about that day."""
        return self in (TopicKind.DAY, TopicKind.SERVICE, TopicKind.PLAN)


DEFAULT_KEEPS: Mapping[TopicKind, timedelta] = {
    TopicKind.DAY: timedelta(days=3),
    TopicKind.SERVICE: timedelta(days=5),
    TopicKind.PLAN: timedelta(days=7),
    TopicKind.TALKS: timedelta(days=3),
    TopicKind.BACKGROUND: timedelta(days=30),
}


@dataclass(frozen=True)
class Topic:
    """*keeps_days*: how long a claim without a day lives; *parent*: the topic this is a detail of;
    *decided_by*: the speaker who decides it; *beside*: topics told along with a hole."""

    slug: str
    titles: Texts
    kind: TopicKind
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parent: str | None = None
    decided_by: str | None = None
    keeps_days: int | None = None
    beside: tuple[str, ...] = ()

    @property
    def keeps(self) -> timedelta:
        return DEFAULT_KEEPS[self.kind] if self.keeps_days is None else timedelta(days=self.keeps_days)


class AsideOutcome(StrEnum):
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"


@dataclass(frozen=True)
class Aside:
    """Something people say that is no question to the knowledge base: a greeting, a private record, another field."""

    slug: str
    outcome: AsideOutcome
    replies: Texts
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
