"""Roles and the audit log: who may change what, and every change and refusal with before and after.

What is refused is noted in the same transaction in which it would have been done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from knowledge.acting import Act
from knowledge.recording import storable
from knowledge.tables import audit, invitation, role

RANKS = ("viewer", "editor", "publisher", "owner")
OWNER = RANKS[-1]
FORGOTTEN = "forgotten"
OF_A_GROUP = ":role/"  # in an identity: whoever is in that group of the platform, instead of one person


class Refusal(StrEnum):
    LAST_OWNER = "the last owner"
    NO_ROLE = "no role held"
    WRONG_CODE = "a wrong code"
    TOO_MANY = "too many wrong codes"
    HELD = "the role is held already"
    OWNER_EXISTS = "there is an owner"


@dataclass(frozen=True)
class HeldRole:
    identity: str
    role: str
    granted: datetime
    granted_by: str


@dataclass(frozen=True)
class Ruled:
    """What came of a change of roles: the role *before* and *after*, or why it was *refused*."""

    before: str | None = None
    after: str | None = None
    refused: Refusal | None = None


@dataclass(frozen=True)
class AuditLine:
    number: int
    made: datetime
    identity: str
    role: str | None
    command: str
    about: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    refused: str | None
    change: int | None


def is_group(identity: str) -> bool:
    return OF_A_GROUP in identity


def role_of(connection: Connection, identity: str) -> str | None:
    found: str | None = connection.scalars(select(role.c.role).where(role.c.identity == identity)).one_or_none()
    return found


def roles_of(connection: Connection, identities: Collection[str]) -> tuple[str, ...]:
    """What somebody holds, by themselves and through groups they are in."""
    return tuple(connection.scalars(select(role.c.role).where(role.c.identity.in_(identities))))


def read_roles(connection: Connection) -> tuple[HeldRole, ...]:
    """The highest first."""
    rows = connection.execute(select(role).order_by(role.c.granted, role.c.identity)).all()
    held = [HeldRole(row.identity, row.role, row.granted, row.granted_by) for row in rows]
    return tuple(sorted(held, key=lambda one: -RANKS.index(one.role)))


def grant(connection: Connection, identity: str, wanted: str, *, act: Act, standing: Collection[str] = ()) -> Ruled:
    """*standing*: owners that no command can take away. The last owner is never made less. Codes that nobody used go
    when whoever made them is made less."""
    others = set(owners(connection)) | set(standing)
    before = role_of(connection, identity)
    if before == wanted:
        return Ruled(before, wanted, Refusal.HELD)
    if before == OWNER and not others - {identity}:
        return refuse(connection, identity, Refusal.LAST_OWNER, before=before, act=act)
    hold(connection, identity, wanted, before=before, by=act.identity, at=act.at)
    if before is not None and RANKS.index(wanted) < RANKS.index(before):
        lapse(connection, identity, at=act.at)
    note_ruling(connection, act, f"role of {identity}", before=before, after=wanted)
    return Ruled(before, wanted)


def revoke(connection: Connection, identity: str, *, act: Act, standing: Collection[str] = ()) -> Ruled:
    """Codes that somebody made and nobody used go with their role."""
    others = set(owners(connection)) | set(standing)
    before = role_of(connection, identity)
    if before is None:
        return refuse(connection, identity, Refusal.NO_ROLE, before=None, act=act)
    if before == OWNER and not others - {identity}:
        return refuse(connection, identity, Refusal.LAST_OWNER, before=before, act=act)
    connection.execute(delete(role).where(role.c.identity == identity))
    lapse(connection, identity, at=act.at)
    note_ruling(connection, act, f"role of {identity}", before=before, after=None)
    return Ruled(before, None)


def read_audit(connection: Connection, *, skip: int = 0, most: int = 20) -> tuple[AuditLine, ...]:
    """Newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.id.desc()).offset(skip).limit(most)).all()
    return tuple(
        AuditLine(
            number=row.id,
            made=row.made,
            identity=row.identity,
            role=row.role,
            command=row.command,
            about=row.about,
            before=row.before,
            after=row.after,
            refused=row.refused,
            change=row.change_id,
        )
        for row in rows
    )


def note_refusal(
    connection: Connection, *, identity: str, held: str | None, command: str, about: str, refused: str, at: datetime
) -> None:
    line = {
        "made": at,
        "identity": identity,
        "role": held,
        "command": command,
        "about": storable(about),
        "refused": refused,
    }
    connection.execute(insert(audit), [line])


def forget_refusals(connection: Connection, identity: str) -> None:
    """What was refused to somebody who never could change anything stays without who and what; of staff all stays."""
    done = select(audit.c.id).where(audit.c.identity == identity, audit.c.refused.is_(None)).limit(1)
    if role_of(connection, identity) is None and connection.execute(done).first() is None:
        mine = update(audit).where(audit.c.identity == identity)
        connection.execute(mine.values(identity=FORGOTTEN, about=""))


def owners(connection: Connection) -> list[str]:
    """Locked, so that two owners who revoke each other do so one after the other."""
    query = select(role.c.identity).where(role.c.role == OWNER).order_by(role.c.identity).with_for_update()
    return list(connection.scalars(query))


def hold(connection: Connection, identity: str, wanted: str, *, before: str | None, by: str, at: datetime) -> None:
    row = {"role": wanted, "granted": at, "granted_by": by}
    if before is None:
        connection.execute(insert(role), [{"identity": identity, **row}])
    else:
        connection.execute(update(role).where(role.c.identity == identity).values(row))


def lapse(connection: Connection, identity: str, *, at: datetime, wanted: str | None = None) -> None:
    """Of somebody's codes all, or those for one role."""
    unused = update(invitation).where(invitation.c.made_by == identity, invitation.c.used.is_(None))
    if wanted is not None:
        unused = unused.where(invitation.c.role == wanted)
    connection.execute(unused.where(invitation.c.expires > at).values(expires=at))


def refuse(connection: Connection, about: str, refused: Refusal, *, before: str | None, act: Act) -> Ruled:
    held = act.role if act.role is not None else before
    note_refusal(
        connection,
        identity=act.identity,
        held=held,
        command=act.action,
        about=about,
        refused=refused.value,
        at=act.at,
    )
    return Ruled(before, None, refused)


def note_ruling(connection: Connection, act: Act, about: str, *, before: str | None, after: str | None) -> None:
    line = {
        "made": act.at,
        "identity": act.identity,
        "role": act.role,
        "command": act.action,
        "about": about,
        "before": {"role": before},
        "after": {"role": after},
    }
    connection.execute(insert(audit), [line])
