"""What a change is compared with before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.catalogue import Catalogue
from knowledge.claims import Condition, ConditionState, Event, Source
from knowledge.codec import Kind, Noun
from knowledge.days import DayReader
from knowledge.district import District
from knowledge.findings import Held
from knowledge.library import Edition
from knowledge.revisions import current, latest

Connected = Any  # what knowledge hands to a unit of work


@dataclass(frozen=True)
class Checking:
    """What shall stand, beside what stands."""

    connection: Connected
    nouns: Sequence[Noun]
    edition: Edition
    at: datetime
    say: Catalogue
    days: DayReader

    @property
    def district(self) -> District:
        return self.edition.district

    def before(self, noun: Noun) -> Noun | None:
        found = latest(self.connection, Kind.of(noun), [noun.slug]).get(noun.slug)
        return None if found is None or found.removed else found.noun

    def ends(self, held: Held) -> bool:
        """Whether it is told no more with an event or a condition that ends in the same act."""
        for one in self.nouns:
            if isinstance(one, Event) and one.ended is not None and one.slug == held.claim.event:
                return held.claim.source != one.closing
            failed = isinstance(one, Condition) and one.state is ConditionState.FAILED
            if failed and one.slug in {condition.slug for condition in held.conditions}:
                return True
        return False

    def source(self, slug: str) -> Source | None:
        made = (one for one in self.nouns if isinstance(one, Source) and one.slug == slug)
        return next(made, None) or current(self.connection, Source, [slug]).get(slug)
