"""Publishing: nouns become revisions, in one transaction, and the generation rises by one.

Whoever publishes waits for whoever is publishing; what was changed since it was read is refused, never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from knowledge.claim_rows import all_claims, depending_on, lay_out, renew_visibility
from knowledge.codec import Kind, encode
from knowledge.curated_set import CuratedSet
from knowledge.planning import Plan, PlanRow, What, edited_meanwhile, plan
from knowledge.revisions import generation_of, in_parts, is_empty, latest
from knowledge.tables import BEGINNING, generation, revision

CURATED_FILES = "curated files"


def fill(connection: Connection, curated: CuratedSet, *, at: datetime) -> int:
    """The first filling; a database that has knowledge is left alone. Returns the generation."""
    wait_for_turn(connection)
    if not is_empty(connection):
        return generation_of(connection)
    return publish(connection, plan(connection, curated), author=CURATED_FILES, by_person=False, at=at)


def publish(
    connection: Connection, planned: Plan, *, author: str, by_person: bool, at: datetime, reason: str | None = None
) -> int:
    """Does what *planned* says. Raises `EditedMeanwhile` when it is no longer true of the database, `MissingReference`
    when a claim would rest on nothing; returns the generation, the same as before when nothing changes."""
    number = wait_for_turn(connection)
    if not planned.changes:
        return number
    _refuse_stale(connection, planned.changes)
    made = {"recorded": at, "author": author, "by_person": by_person, "reason": reason}
    known_from = at if by_person else BEGINNING
    _insert(connection, [{**_revision(row), **made, "known_from": known_from} for row in planned.changes])
    _lay_out(connection, planned.changes)
    connection.execute(update(generation).values(number=number + 1, changed=at))
    return number + 1


def wait_for_turn(connection: Connection) -> int:
    """Until nobody else publishes; returns the generation, held so that nobody does before this transaction is over."""
    number: int = connection.scalars(select(generation.c.number).with_for_update()).one()
    return number


def hold_turn(connection: Connection) -> None:
    """Nobody publishes or is forgotten before this transaction is over; any number may hold it at once."""
    connection.execute(select(generation.c.number).with_for_update(read=True))


def _refuse_stale(connection: Connection, rows: Iterable[PlanRow]) -> None:
    for kind in Kind:
        of_kind = [row for row in rows if row.kind is kind]
        before = latest(connection, kind, [row.slug for row in of_kind])
        for row in of_kind:
            if row.based_on != (before[row.slug].number if row.slug in before else 0):
                raise edited_meanwhile(row)


def _revision(row: PlanRow) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "slug": row.slug,
        "number": row.based_on + 1,
        "body": encode(row.noun),
        "known_until": None,
        "current": True,
        "removed": row.what is What.REMOVED,
    }


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    was_current = [{"of_kind": row["kind"], "of_slug": row["slug"]} for row in rows if row["number"] > 1]
    if was_current:
        of_noun = (revision.c.kind == bindparam("of_kind"), revision.c.slug == bindparam("of_slug"), revision.c.current)
        connection.execute(update(revision).where(*of_noun).values(current=False), was_current)
    for part in in_parts(rows):
        connection.execute(insert(revision), part)


def _lay_out(connection: Connection, rows: Iterable[PlanRow]) -> None:
    """Brings windows and claim rows in step, also of claims whose topic, source or district changed under them."""
    slugs = {kind: {row.slug for row in rows if row.kind is kind} for kind in Kind}
    for kind in Kind:
        if kind is not Kind.CLAIM:
            renew_visibility(connection, kind, slugs[kind])
    claims = set(slugs[Kind.CLAIM])
    if slugs[Kind.DISTRICT]:
        claims |= all_claims(connection)
    claims |= depending_on(connection, topics=slugs[Kind.TOPIC], sources=slugs[Kind.SOURCE])
    lay_out(connection, claims)
