"""How much of the words somebody has approved, language by language, and how much of the facts somebody has checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.curated_set import CuratedSet
from knowledge.texts import Texts


@dataclass(frozen=True)
class Counts:
    approved: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class ApprovalReport:
    """*languages*: texts approved and not yet, for each language. *unapproved* names a text by what it belongs to,
    such as ``claim closed-wednesday: words (es)``; *unchecked* names schools, speakers, sources and the like."""

    languages: Mapping[str, Counts]
    unapproved: tuple[str, ...]
    unchecked: tuple[str, ...]


def approvals(curated: CuratedSet) -> ApprovalReport:
    languages: dict[str, Counts] = {}
    unapproved = []
    for name, texts in texts_in(curated):
        for language, text in texts.items():
            before = languages.get(language, Counts())
            if text.approved is not None:
                languages[language] = Counts(before.approved + 1, before.waiting)
            else:
                languages[language] = Counts(before.approved, before.waiting + 1)
                unapproved.append(f"{name} ({language})")
    unchecked = tuple(name for name, one in _checkable(curated) if one.checked is None)
    return ApprovalReport(dict(sorted(languages.items())), tuple(unapproved), unchecked)


def texts_in(curated: CuratedSet) -> Iterator[tuple[str, Texts]]:
    """Every group of texts that families can read, with its name."""
    if curated.district is not None:
        yield from ((f"speaker {one.slug}: name", one.names) for one in curated.district.speakers)
        yield from ((f"channel {one.address}: title", one.titles) for one in curated.district.channels)
        yield from ((f"holiday {one.first}: title", one.titles) for one in curated.district.calendar)
    yield from ((f"topic {one.slug}: title", one.titles) for one in curated.topics)
    yield from ((f"aside {one.slug}: reply", one.replies) for one in curated.asides)
    yield from ((f"event {one.slug}: title", one.titles) for one in curated.events)
    yield from ((f"condition {one.slug}: words", one.words) for one in curated.conditions)
    for claim in curated.claims:
        yield f"claim {claim.slug}: words", claim.words
        yield f"claim {claim.slug}: advice", claim.advice


def _checkable(curated: CuratedSet) -> Iterator[tuple[str, Any]]:
    if (district := curated.district) is not None:
        yield f"district {district.slug}", district
        if district.hours is not None:
            yield "usual hours", district.hours
        yield from ((f"school {one.slug}", one) for one in district.schools)
        yield from ((f"neighbour {one.slug}", one) for one in district.neighbours)
        yield from ((f"speaker {one.slug}", one) for one in district.speakers)
        yield from ((f"channel {one.address}", one) for one in district.channels)
        yield from ((f"holiday {one.first}", one) for one in district.calendar)
    yield from ((f"source {one.slug}", one) for one in curated.sources)
