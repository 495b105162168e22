"""Keeping the rows that look-ups filter on in step with the revisions.

At a moment the highest number known by then holds. So when a revision is known from an instant, each earlier one is
known until that instant at the latest, and one that was itself known only later is never seen again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from knowledge.claims import Claim, Condition, Source, as_of, end_of
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.planning import PlanRow, What
from knowledge.revisions import Revision, current, in_parts, read_revisions
from knowledge.tables import claim, revision, supersession
from knowledge.topics import Topic

HUNG_ON = (Kind.EVENT, Kind.CONDITION)


class MissingReference(ValueError):
    """A claim names something that is not there."""


@dataclass(frozen=True)
class Footing:
    """What the times of a claim are counted from."""

    district: District
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]

    def carries(self, one: Claim) -> bool:
        return one.topic in self.topics and one.source in self.sources


def visible_until(known_from: Sequence[datetime]) -> list[datetime | None]:
    """For revisions in the order of their numbers: until when each is the one that holds; None for still."""
    return [
        min((max(later, start) for later in known_from[number:]), default=None)
        for number, start in enumerate(known_from, 1)
    ]


def renew_visibility(connection: Connection, kind: Kind, slugs: Iterable[str]) -> None:
    """For nouns without rows of their own."""
    by_slug = _by_slug(connection, kind, slugs)
    _set_visibility(connection, [(of_one, [one.known_from for one in of_one]) for _, of_one in by_slug])


def depending_on(connection: Connection, *, topics: Collection[str], sources: Collection[str]) -> set[str]:
    """Slugs of the claims whose times are counted from any of these."""
    query = select(claim.c.slug).distinct()
    found: set[str] = set()
    for part in in_parts(topics):
        found.update(connection.scalars(query.where(claim.c.topic.in_(part))))
    for part in in_parts(sources):
        found.update(connection.scalars(query.where(claim.c.source.in_(part))))
    return found


def all_claims(connection: Connection) -> set[str]:
    return set(connection.scalars(select(claim.c.slug).distinct()))


def lay_out(connection: Connection, slugs: Iterable[str]) -> None:
    """Writes the rows of all revisions of these claims anew. Raises `MissingReference` for one that stands now."""
    for part in in_parts(sorted(set(slugs))):
        by_slug = _by_slug(connection, Kind.CLAIM, part)
        footing = _footing(connection, [one for _, revisions in by_slug for one in revisions])
        seen = _set_visibility(connection, [(of_one, _known_from(of_one, footing)) for _, of_one in by_slug])
        _write(connection, seen, footing)


def _by_slug(connection: Connection, kind: Kind, slugs: Iterable[str]) -> list[tuple[str, list[Revision]]]:
    revisions = read_revisions(connection, kind, slugs)
    return [(slug, list(of_one)) for slug, of_one in groupby(revisions, key=lambda one: one.slug)]


def _footing(connection: Connection, revisions: Sequence[Revision]) -> Footing:
    claims = [_claim(one) for one in revisions]
    districts = list(current(connection, District).values())
    if not districts:
        raise MissingReference("there is no district yet, so no claim has a clock to go by")
    return Footing(
        district=districts[0],
        topics=current(connection, Topic, {one.topic for one in claims}),
        sources=current(connection, Source, {one.source for one in claims}),
    )


def _known_from(revisions: Sequence[Revision], footing: Footing) -> list[datetime]:
    """What files say is known from its source's instant, wherever that has moved to; what they take away, from the
    first; what a person did, from when it was done."""
    known: list[datetime] = []
    for one in revisions:
        source = footing.sources.get(_claim(one).source)
        if one.by_person or source is None:
            known.append(one.known_from)
        elif one.removed:
            known.append(min(known, default=source.published))
        else:
            known.append(source.published)
    return known


def _set_visibility(
    connection: Connection, histories: Iterable[tuple[Sequence[Revision], Sequence[datetime]]]
) -> list[Revision]:
    """*histories*: the revisions of each noun with what each is known from; all are written together."""
    seen: list[Revision] = []
    moved: list[dict[str, Any]] = []
    for revisions, known_from in histories:
        for one, start, end in zip(revisions, known_from, visible_until(known_from), strict=True):
            seen.append(replace(one, known_from=start, known_until=end))
            if (one.known_from, one.known_until) != (start, end):
                moved.append({"revision": one.id, "start": start, "end": end})
    if moved:
        window: dict[str, Any] = {"known_from": bindparam("start"), "known_until": bindparam("end")}
        connection.execute(update(revision).where(revision.c.id == bindparam("revision")).values(window), moved)
        connection.execute(update(claim).where(claim.c.revision_id == bindparam("revision")).values(window), moved)
    return seen


def _write(connection: Connection, revisions: Sequence[Revision], footing: Footing) -> None:
    rows: list[dict[str, Any]] = []
    superseded: list[dict[str, Any]] = []
    newest = {one.slug: one.number for one in revisions}
    for one in revisions:
        if one.removed:
            continue
        noun = _claim(one)
        if not footing.carries(noun):
            # What no longer stands keeps the times it had.
            if one.number == newest[one.slug]:
                raise _missing(noun, footing)
            continue
        rows.append(_row(one, noun, footing))
        superseded += [{"revision_id": one.id, "superseded": slug} for slug in dict.fromkeys(noun.supersedes)]
    ids = [row["revision_id"] for row in rows]
    for part in in_parts(ids):
        connection.execute(delete(supersession).where(supersession.c.revision_id.in_(part)))
        connection.execute(delete(claim).where(claim.c.revision_id.in_(part)))
    if rows:
        connection.execute(insert(claim), rows)
    if superseded:
        connection.execute(insert(supersession), superseded)


def _row(one: Revision, noun: Claim, footing: Footing) -> dict[str, Any]:
    source = footing.sources[noun.source]
    return {
        "revision_id": one.id,
        "slug": one.slug,
        "number": one.number,
        "topic": noun.topic,
        "event": noun.event,
        "source": noun.source,
        "condition": noun.condition,
        "first_day": noun.first_day,
        "last_day": noun.last_day or noun.first_day,
        "as_of": as_of(noun, source),
        "known_from": one.known_from,
        "known_until": one.known_until,
        "serve_from": noun.serve_from or one.known_from,
        "serve_until": end_of(noun, source=source, topic=footing.topics[noun.topic], district=footing.district),
        "ended": noun.ended,
        "withdrawn": noun.withdrawn,
    }


def _claim(one: Revision) -> Claim:
    if not isinstance(one.noun, Claim):
        raise TypeError(f"the {one.kind} {one.slug} is no claim")
    return one.noun


def refuse_dangling(connection: Connection, rows: Iterable[PlanRow]) -> None:
    """Raises `MissingReference` when an event or a condition was taken away that a claim or condition still names."""
    gone = {kind: {row.slug for row in rows if row.kind is kind and row.what is What.REMOVED} for kind in HUNG_ON}
    if not any(gone.values()):
        return
    standing = claim.join(revision, revision.c.id == claim.c.revision_id)
    now = (revision.c.current, ~revision.c.removed)
    for kind, column in ((Kind.EVENT, claim.c.event), (Kind.CONDITION, claim.c.condition)):
        for part in in_parts(sorted(gone[kind])):
            query = select(claim.c.slug, column).select_from(standing).where(*now, column.in_(part)).limit(1)
            for slug, named in connection.execute(query):
                raise MissingReference(f"claim {slug} still names the {kind} {named}")
    for one in current(connection, Condition).values():
        if one.event in gone[Kind.EVENT] or one.hangs_on in gone[Kind.CONDITION]:
            raise MissingReference(f"condition {one.slug} still names the {one.event or one.hangs_on}")


def _missing(noun: Claim, footing: Footing) -> MissingReference:
    what = f"topic {noun.topic}" if noun.topic not in footing.topics else f"source {noun.source}"
    return MissingReference(f"claim {noun.slug} names the {what}, which is not there")
