"""What publishing would do, row by row, before anything is done: the preview, and what a loader prints.

From the first filling on the database is the truth. Files change what only files have touched; a noun whose newest
revision is a person's stays as it is unless the file is told to win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from knowledge.codec import Emergency, Kind, Noun, changed_fields
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from knowledge.revisions import Revision, current, latest


class EditedMeanwhile(Exception):
    """Somebody published this noun after it was read; read it again and decide anew."""


class OtherDistrict(ValueError):
    """The files are about another district than the database; one database is for one district."""


class What(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    """A person touched it, so the file's version waits."""
    REMOVED = "removed"


@dataclass(frozen=True)
class PlanRow:
    """*fields*: where the new noun differs from the newest revision. *based_on*: the number of that revision, 0 for
    none. *noun*: as it will stand, or, where it is taken away, as it last was."""

    kind: Kind
    slug: str
    what: What
    noun: Noun
    based_on: int
    fields: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        return self.what in (What.ADDED, What.CHANGED, What.REMOVED)


@dataclass(frozen=True)
class Plan:
    rows: tuple[PlanRow, ...]

    @property
    def changes(self) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if row.is_change)

    def counts(self) -> dict[What, int]:
        return {what: sum(row.what is what for row in self.rows) for what in What}


def plan(connection: Connection, curated: CuratedSet, *, take_file: bool = False) -> Plan:
    """What loading *curated* would do. Raises `OtherDistrict`."""
    said = _by_kind(nouns_of(curated))
    rows: list[PlanRow] = []
    for kind in Kind:
        # The district has no slug to withdraw, and emergencies are withdrawn by leaving their words out.
        names_of_many = kind not in (Kind.DISTRICT, Kind.EMERGENCY)
        gone = set(curated.withdrawn) - said[kind].keys() if names_of_many else set()
        before = latest(connection, kind, said[kind].keys() | gone)
        rows += [_row(noun, before.get(slug), over_people=take_file) for slug, noun in said[kind].items()]
        rows += [_removal(before[slug], over_people=take_file) for slug in sorted(gone & before.keys())]
    _refuse_another_district(connection, rows)
    return Plan(tuple(rows))


def plan_change(
    connection: Connection,
    nouns: Iterable[Noun],
    *,
    removed: Iterable[tuple[Kind, str]] = (),
    based_on: Mapping[tuple[Kind, str], int] | None = None,
) -> Plan:
    """What a person's edit would do. *based_on*: the revision numbers the person saw. Raises `EditedMeanwhile`."""
    said, taken = _by_kind(nouns), defaultdict(list)
    for kind, slug in removed:
        taken[kind].append(slug)
    rows: list[PlanRow] = []
    for kind in Kind:
        before = latest(connection, kind, [*said[kind], *taken[kind]])
        rows += [_row(noun, before.get(slug), over_people=True) for slug, noun in said[kind].items()]
        rows += [_removal(before[slug], over_people=True) for slug in taken[kind] if slug in before]
    for row in rows:
        if row.based_on != (based_on or {}).get((row.kind, row.slug), row.based_on):
            raise edited_meanwhile(row)
    return Plan(tuple(rows))


def edited_meanwhile(row: PlanRow) -> EditedMeanwhile:
    return EditedMeanwhile(f"the {row.kind} {row.slug} was changed by somebody else meanwhile")


def nouns_of(curated: CuratedSet) -> Iterator[Noun]:
    if curated.district:
        yield curated.district
    yield from curated.topics
    yield from curated.asides
    yield from (Emergency(language, phrases) for language, phrases in curated.emergencies.items())
    yield from curated.sources
    yield from curated.events
    yield from curated.conditions
    yield from curated.claims
    yield from curated.questions


def _by_kind(nouns: Iterable[Noun]) -> Mapping[Kind, dict[str, Noun]]:
    said: dict[Kind, dict[str, Noun]] = {kind: {} for kind in Kind}
    for noun in nouns:
        said[Kind.of(noun)][noun.slug] = noun
    return said


def _row(noun: Noun, before: Revision | None, *, over_people: bool) -> PlanRow:
    kind = Kind.of(noun)
    if before is None:
        return PlanRow(kind, noun.slug, What.ADDED, noun, 0)
    fields = changed_fields(before.noun, noun)
    if not fields and not before.removed:
        return PlanRow(kind, noun.slug, What.SAME, noun, before.number)
    if before.by_person and not over_people:
        return PlanRow(kind, noun.slug, What.KEPT, before.noun, before.number, fields)
    return PlanRow(kind, noun.slug, What.ADDED if before.removed else What.CHANGED, noun, before.number, fields)


def _removal(before: Revision, *, over_people: bool) -> PlanRow:
    kept = before.by_person and not over_people
    what = What.SAME if before.removed else What.KEPT if kept else What.REMOVED
    return PlanRow(before.kind, before.slug, what, before.noun, before.number)


def _refuse_another_district(connection: Connection, rows: Iterable[PlanRow]) -> None:
    ours = set(current(connection, District))
    for row in rows:
        if row.kind is Kind.DISTRICT and ours - {row.slug}:
            raise OtherDistrict(f"this database is for {', '.join(sorted(ours))}, the files are for {row.slug}")
