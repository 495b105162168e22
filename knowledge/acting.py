"""Acts: what a person publishes in one step, with who, why, what corrections it owes and its line in the audit log.

All of it is one transaction. An act is undone as a whole, by another act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select

from knowledge import owing
from knowledge.claim_rows import refuse_dangling
from knowledge.codec import Kind, Noun, encode
from knowledge.histories import Changed, NoSuchChange, read_changes, undoing_of
from knowledge.loudness import Loudness
from knowledge.planning import EditedMeanwhile, Plan, PlanRow, What, plan_change
from knowledge.publishing import publish, wait_for_turn
from knowledge.reach import Concerned, Concerning
from knowledge.revisions import in_parts, latest
from knowledge.tables import audit, change, change_revision, revision

MOST_AUDITED = 200  # nouns of one act whose before and after stand in the audit log
RACED_WITHIN = timedelta(minutes=1)  # an act further back is one under a pretended clock

# Where two states of a claim differ in one of these, families were told something else: never a matter of wording.
OF_MEANING = frozenset(
    {
        *("topic", "event", "first_day", "last_day", "begins", "closes", "at", "places", "scope", "status", "firmness"),
        *("condition", "serve_from", "serve_until", "supersedes", "ended", "withdrawn", "speakers"),
        *("state", "settled", "hangs_on", "first", "last"),
    }
)


@dataclass(frozen=True)
class Act:
    """One thing that somebody does. *identity*: platform and who they are there; *role*: as which they do it;
    *action*: the command, for the history; *meaning*: whether families were told something else, or only the wording
    changes; what the fields say counts more; *loudness*: how whom it concerns is told."""

    identity: str
    at: datetime
    action: str
    role: str | None = None
    reason: str | None = None
    meaning: bool = True
    undoes: int | None = None
    loudness: Loudness = Loudness.ORDINARY


@dataclass(frozen=True)
class Published:
    """*change*: its number in the history, None when nothing changed. *owed*: the corrections this act owes;
    *concerning*: instead of them where they are too many to be reckoned at once, which `with_concerned` counts."""

    change: int | None
    generation: int
    rows: tuple[PlanRow, ...]
    owed: tuple[owing.Owed, ...]
    concerning: Concerning | None = None
    concerned: Concerned | None = None


def with_concerned(connection: Connection, published: Published) -> Published:
    """With how many it concerns, where these are still to be counted."""
    if published.concerning is None:
        return published
    return replace(published, concerned=published.concerning.counted(connection))


def publish_act(
    connection: Connection,
    nouns: Iterable[Noun],
    *,
    act: Act,
    removed: Iterable[tuple[Kind, str]] = (),
    based_on: Mapping[tuple[Kind, str], int] | None = None,
    at_once: int = owing.AT_ONCE,
) -> Published:
    """*at_once*: whom it concerns is reckoned in the same transaction, as long as they are no more. Raises
    `EditedMeanwhile` when a noun is no longer at the revision in *based_on*, `MissingReference` when a claim would rest
    on nothing."""
    wait_for_turn(connection)
    act = _in_turn(connection, act)
    planned = plan_change(connection, nouns, removed=removed, based_on=based_on)
    return _carried_out(connection, planned, act=act, by_person=True, at_once=at_once)


def publish_files(connection: Connection, planned: Plan, *, act: Act) -> Published:
    """What a loader planned; later files may change it again. Raises as `publish_act` does."""
    wait_for_turn(connection)
    act = _in_turn(connection, act)
    return _carried_out(connection, planned, act=act, by_person=False, at_once=owing.AT_ONCE)


def _carried_out(connection: Connection, planned: Plan, *, act: Act, by_person: bool, at_once: int) -> Published:
    if not planned.changes:
        return Published(None, wait_for_turn(connection), planned.rows, ())
    befores = _befores(connection, planned.changes)
    meaning = _is_of_meaning(connection, act) or any(of_meaning(row) for row in planned.changes)
    survey = owing.survey(connection, planned.changes, at=act.at, at_once=at_once)
    number = publish(connection, planned, author=act.identity, by_person=by_person, at=act.at, reason=act.reason)
    refuse_dangling(connection, planned.changes)
    made = _note_change(connection, act, planned, meaning=meaning)
    owes = owing.owe(
        connection, survey, change=made, at=act.at, meaning=meaning, loudness=act.loudness, at_once=at_once
    )
    _note_audit(connection, act, planned, befores, made)
    return Published(made, number, planned.rows, owes.rows, owes.concerning)


def undo(connection: Connection, number: int, *, act: Act, at_once: int = owing.AT_ONCE) -> Published:
    """Takes a change back: each of its nouns stands again as before it. Raises `NoSuchChange`, and `EditedMeanwhile`
    when one of them was changed again since."""
    back = undoing_of(connection, number)
    act = replace(act, undoes=number)
    removed, based_on = back.removed, back.based_on
    return publish_act(connection, back.nouns, act=act, removed=removed, based_on=based_on, at_once=at_once)


def of_meaning(row: PlanRow) -> bool:
    """Whether a change is one of meaning by its fields, whatever anybody says."""
    if row.kind not in (Kind.CLAIM, Kind.CONDITION, Kind.EVENT):
        return False
    return row.what is not What.CHANGED or bool(OF_MEANING & set(row.fields))


def _in_turn(connection: Connection, act: Act) -> Act:
    """Acts that raced each other happened in the order in which they are published."""
    newest = connection.scalars(select(change.c.made).order_by(change.c.id.desc()).limit(1)).one_or_none()
    raced = newest is not None and timedelta(0) < newest - act.at <= RACED_WITHIN
    return replace(act, at=newest) if newest is not None and raced else act


def _is_of_meaning(connection: Connection, act: Act) -> bool:
    """By what was said of it; taking back a change of wording is one itself."""
    undone = connection.scalars(select(change.c.meaning).where(change.c.id == act.undoes)).one_or_none()
    return act.meaning if undone is None else undone


def _befores(connection: Connection, rows: Iterable[PlanRow]) -> Mapping[tuple[Kind, str], Noun]:
    befores: dict[tuple[Kind, str], Noun] = {}
    for kind in Kind:
        slugs = [row.slug for row in rows if row.kind is kind and row.based_on]
        found = latest(connection, kind, slugs) if slugs else {}
        befores.update({(kind, slug): one.noun for slug, one in found.items() if not one.removed})
    return befores


def _note_change(connection: Connection, act: Act, planned: Plan, *, meaning: bool) -> int:
    row = {
        "made": act.at,
        "identity": act.identity,
        "action": act.action,
        "reason": act.reason,
        "meaning": meaning,
        "undoes": act.undoes,
        "loudness": act.loudness.value,
    }
    number: int = connection.scalars(insert(change).returning(change.c.id), [row]).one()
    for part in in_parts(planned.changes):
        keys = [
            and_(revision.c.kind == row.kind, revision.c.slug == row.slug, revision.c.number == row.based_on + 1)
            for row in part
        ]
        ids = connection.scalars(select(revision.c.id).where(or_(*keys))).all()
        connection.execute(insert(change_revision), [{"change_id": number, "revision_id": one} for one in ids])
    return number


def _note_audit(
    connection: Connection, act: Act, planned: Plan, befores: Mapping[tuple[Kind, str], Noun], number: int
) -> None:
    rows: Sequence[PlanRow] = planned.changes
    before: dict[str, Any] = {f"{kind} {slug}": encode(noun) for (kind, slug), noun in befores.items()}
    after = {f"{row.kind} {row.slug}": None if row.what is What.REMOVED else encode(row.noun) for row in rows}
    about = [f"{row.what} {row.kind} {row.slug}" for row in rows[:MOST_AUDITED]]
    if len(rows) > MOST_AUDITED:
        # The revisions of the change hold both already.
        before, after = {}, {}
        about.append(f"and {len(rows) - MOST_AUDITED} more")
    line = {
        "made": act.at,
        "identity": act.identity,
        "role": act.role,
        "command": act.action,
        "about": ", ".join(about),
        "before": before,
        "after": after,
        "change_id": number,
    }
    connection.execute(insert(audit), [line])


__all__ = [
    "Act",
    "Changed",
    "EditedMeanwhile",
    "NoSuchChange",
    "Published",
    "of_meaning",
    "publish_act",
    "publish_files",
    "read_changes",
    "undo",
    "wait_for_turn",
]
