"""Invitations: a code that gives a role to whoever uses it first, made by an owner or by whoever runs the program."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from knowledge.acting import Act, wait_for_turn
from knowledge.staff import OWNER, RANKS, Refusal, Ruled, hold, lapse, note_ruling, owners, refuse, role_of
from knowledge.tables import audit, invitation

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
CODE_LENGTH = 20  # 99 bits
WRONG_CODES = 5  # of one identity within `WRONG_WITHIN`
WRONG_WITHIN = timedelta(hours=1)
INVITED_FOR = timedelta(hours=48)
OWNER_INVITED_FOR = timedelta(hours=24)
OPERATOR = "operator"  # whoever runs the program, on its own machine
FIRST_OWNER = "operator, for a first owner"  # whose code is worth nothing once there is an owner


def new_code() -> str:
    """In groups of four, to be read out and typed."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, CODE_LENGTH, 4))


def hashed(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def invite(
    connection: Connection,
    code: str,
    wanted: str,
    *,
    act: Act,
    valid: timedelta = INVITED_FOR,
    by: str | None = None,
) -> datetime:
    """Until when the *code* gives *wanted* to whoever uses it first; only its hash is kept. *by*: who stands for it, if
    not whoever acts."""
    expires = act.at + valid
    row = {
        "code": hashed(code),
        "role": wanted,
        "made": act.at,
        "made_by": by or act.identity,
        "expires": expires,
    }
    connection.execute(insert(invitation), [row])
    note_ruling(connection, act, f"an invitation as {wanted}", before=None, after=wanted)
    return expires


def invite_owner(
    connection: Connection, code: str, *, at: datetime, forced: bool = False, standing: Collection[str] = ()
) -> Refusal | None:
    """A code of the operator's for the first owner; an earlier one lapses. Refused where there is an owner, unless
    *forced*."""
    wait_for_turn(connection)  # or of two made at once both would be good
    act = Act(OPERATOR, at, "owner-code")
    if (owners(connection) or standing) and not forced:
        return refuse(connection, "an invitation as owner", Refusal.OWNER_EXISTS, before=None, act=act).refused
    for by in (OPERATOR, FIRST_OWNER):
        lapse(connection, by, at=at, wanted=OWNER)
    invite(connection, code, OWNER, act=act, valid=OWNER_INVITED_FOR, by=OPERATOR if forced else FIRST_OWNER)
    return None


def join(connection: Connection, code: str, *, act: Act, standing: Collection[str] = ()) -> Ruled:
    """Gives whoever acts the role of the code, once. A code for no more than is held stays good for somebody else; one
    of somebody who may not invite any more is worth nothing. *standing*: as in `grant`."""
    before = role_of(connection, act.identity)
    if _wrong_codes(connection, act) >= WRONG_CODES:
        return refuse(connection, act.identity, Refusal.TOO_MANY, before=before, act=act)
    found = _invited_as(connection, hashed(code), at=act.at)
    if found is None or not _may_invite(connection, found.made_by, standing):
        return refuse(connection, act.identity, Refusal.WRONG_CODE, before=before, act=act)
    if found.made_by == FIRST_OWNER and (owners(connection) or standing):
        return refuse(connection, act.identity, Refusal.OWNER_EXISTS, before=before, act=act)
    if before is not None and RANKS.index(before) >= RANKS.index(found.role):
        return refuse(connection, act.identity, Refusal.HELD, before=before, act=act)
    used = update(invitation).where(invitation.c.code == found.code, invitation.c.used.is_(None))
    if not connection.execute(used.values(used=act.at, used_by=act.identity)).rowcount:
        return refuse(connection, act.identity, Refusal.WRONG_CODE, before=before, act=act)
    hold(connection, act.identity, found.role, before=before, by=found.made_by, at=act.at)
    note_ruling(connection, act, f"role of {act.identity}", before=before, after=found.role)
    return Ruled(before, found.role)


def _may_invite(connection: Connection, identity: str, standing: Collection[str]) -> bool:
    return identity in (OPERATOR, FIRST_OWNER, *standing) or role_of(connection, identity) == OWNER


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
