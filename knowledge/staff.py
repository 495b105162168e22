"""Roles, invitations and the audit log: who may change what, and every change and refusal with before and after.

What is refused is noted in the same transaction in which it would have been done.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from knowledge.acting import Act
from knowledge.recording import storable
from knowledge.tables import audit, invitation, role

RANKS = ("viewer", "editor", "publisher", "owner")
OWNER = RANKS[-1]
OPERATOR = "operator"  # whoever runs the program, on its own machine
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
CODE_LENGTH = 20  # 99 bits
WRONG_CODES = 5  # of one identity within `WRONG_WITHIN`
WRONG_WITHIN = timedelta(hours=1)
INVITED_FOR = timedelta(hours=48)
OWNER_INVITED_FOR = timedelta(hours=24)
FORGOTTEN = "forgotten"


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


def role_of(connection: Connection, identity: str) -> str | None:
    found: str | None = connection.scalars(select(role.c.role).where(role.c.identity == identity)).one_or_none()
    return found


def read_roles(connection: Connection) -> tuple[HeldRole, ...]:
    """The highest first."""
    rows = connection.execute(select(role).order_by(role.c.granted, role.c.identity)).all()
    held = [HeldRole(row.identity, row.role, row.granted, row.granted_by) for row in rows]
    return tuple(sorted(held, key=lambda one: -RANKS.index(one.role)))


def grant(connection: Connection, identity: str, wanted: str, *, act: Act, standing: Collection[str] = ()) -> Ruled:
    """*standing*: owners that no command can take away. The last owner is never made less."""
    owners = _owners(connection)
    before = role_of(connection, identity)
    if before == wanted:
        return Ruled(before, wanted, Refusal.HELD)
    if before == OWNER and not (set(owners) | set(standing)) - {identity}:
        return _refuse(connection, identity, Refusal.LAST_OWNER, before=before, act=act)
    _hold(connection, identity, wanted, before=before, by=act.identity, at=act.at)
    _note(connection, act, f"role of {identity}", before=before, after=wanted)
    return Ruled(before, wanted)


def revoke(connection: Connection, identity: str, *, act: Act, standing: Collection[str] = ()) -> Ruled:
    """Codes that somebody made and nobody used go with their role."""
    owners = _owners(connection)
    before = role_of(connection, identity)
    if before is None:
        return _refuse(connection, identity, Refusal.NO_ROLE, before=None, act=act)
    if before == OWNER and not (set(owners) | set(standing)) - {identity}:
        return _refuse(connection, identity, Refusal.LAST_OWNER, before=before, act=act)
    connection.execute(delete(role).where(role.c.identity == identity))
    _lapse(connection, identity, at=act.at)
    _note(connection, act, f"role of {identity}", before=before, after=None)
    return Ruled(before, None)


def new_code() -> str:
    """In groups of four, to be read out and typed."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, CODE_LENGTH, 4))


def invite(connection: Connection, code: str, wanted: str, *, act: Act, valid: timedelta = INVITED_FOR) -> datetime:
    """Until when the *code* gives *wanted* to whoever uses it first; only its hash is kept."""
    expires = act.at + valid
    row = {
        "code": hashed(code),
        "role": wanted,
        "made": act.at,
        "made_by": act.identity,
        "expires": expires,
    }
    connection.execute(insert(invitation), [row])
    _note(connection, act, f"an invitation as {wanted}", before=None, after=wanted)
    return expires


def invite_owner(
    connection: Connection, code: str, *, at: datetime, forced: bool = False, standing: Collection[str] = ()
) -> Refusal | None:
    """A code of the operator's for the first owner; an earlier one lapses. Refused where there is an owner, unless
    *forced*."""
    act = Act(OPERATOR, at, "owner-code")
    if (_owners(connection) or standing) and not forced:
        return _refuse(connection, "an invitation as owner", Refusal.OWNER_EXISTS, before=None, act=act).refused
    _lapse(connection, OPERATOR, at=at)
    invite(connection, code, OWNER, act=act, valid=OWNER_INVITED_FOR)
    return None


def join(connection: Connection, code: str, *, act: Act) -> Ruled:
    """Gives whoever acts the role of the code, once. A code for no more than is held stays good for somebody else."""
    before = role_of(connection, act.identity)
    if _wrong_codes(connection, act) >= WRONG_CODES:
        return _refuse(connection, act.identity, Refusal.TOO_MANY, before=before, act=act)
    found = _invited_as(connection, hashed(code), at=act.at)
    if found is None:
        return _refuse(connection, act.identity, Refusal.WRONG_CODE, before=before, act=act)
    if before is not None and RANKS.index(before) >= RANKS.index(found.role):
        return _refuse(connection, act.identity, Refusal.HELD, before=before, act=act)
    used = update(invitation).where(invitation.c.code == found.code, invitation.c.used.is_(None))
    if not connection.execute(used.values(used=act.at, used_by=act.identity)).rowcount:
        return _refuse(connection, act.identity, Refusal.WRONG_CODE, before=before, act=act)
    _hold(connection, act.identity, found.role, before=before, by=found.made_by, at=act.at)
    _note(connection, act, f"role of {act.identity}", before=before, after=found.role)
    return Ruled(before, found.role)


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


def _owners(connection: Connection) -> list[str]:
    """Locked, so that two owners who revoke each other do so one after the other."""
    query = select(role.c.identity).where(role.c.role == OWNER).order_by(role.c.identity).with_for_update()
    return list(connection.scalars(query))


def _hold(connection: Connection, identity: str, wanted: str, *, before: str | None, by: str, at: datetime) -> None:
    row = {"role": wanted, "granted": at, "granted_by": by}
    if before is None:
        connection.execute(insert(role), [{"identity": identity, **row}])
    else:
        connection.execute(update(role).where(role.c.identity == identity).values(row))


def _lapse(connection: Connection, identity: str, *, at: datetime) -> None:
    unused = update(invitation).where(invitation.c.made_by == identity, invitation.c.used.is_(None))
    connection.execute(unused.where(invitation.c.expires > at).values(expires=at))


def _invited_as(connection: Connection, hashed: str, *, at: datetime) -> Any:
    """Compared with every code there is, so that the time taken tells nothing."""
    rows = connection.execute(select(invitation)).all()
    found = [row for row in rows if hmac.compare_digest(row.code, hashed)]
    good = [row for row in found if row.used is None and row.expires > at]
    return good[0] if good else None


def _wrong_codes(connection: Connection, act: Act) -> int:
    query = select(func.count()).where(
        audit.c.identity == act.identity,
        audit.c.command == act.action,
        audit.c.refused == Refusal.WRONG_CODE.value,
        audit.c.made > act.at - WRONG_WITHIN,
    )
    found: int = connection.scalars(query).one()
    return found


def hashed(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _refuse(connection: Connection, about: str, refused: Refusal, *, before: str | None, act: Act) -> Ruled:
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


def _note(connection: Connection, act: Act, about: str, *, before: str | None, after: str | None) -> None:
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
