"""One person known on several platforms: their settings hold for each account, what they follow is one list.

A code from one account, used on another, links the two; only its hash is kept, for an hour.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update

from knowledge.invitations import hashed
from knowledge.people import Chosen, linked_to, read_chosen, save_chosen
from knowledge.tables import follow, link, link_code

LINK_VALID = timedelta(hours=1)
MOST_LINKED = 5  # accounts of one person


class Linking(StrEnum):
    DONE = "done"
    WRONG_CODE = "wrong_code"
    LINKED_ALREADY = "linked_already"
    TOO_MANY = "too_many"


def offer_link(connection: Connection, code: str, who: str, *, at: datetime) -> datetime:
    """Until when the code can be used; an earlier one of the same account is worth nothing any more."""
    connection.execute(delete(link_code).where((link_code.c.person == who) | (link_code.c.expires <= at)))
    expires = at + LINK_VALID
    connection.execute(insert(link_code), [{"code": hashed(code), "person": who, "expires": expires}])
    return expires


def link_by_code(connection: Connection, code: str, who: str, *, at: datetime) -> Linking:
    """The code works once. What one account had chosen is kept where the other had chosen nothing."""
    rows = connection.execute(select(link_code).with_for_update()).all()
    found = [row for row in rows if hmac.compare_digest(row.code, hashed(code)) and row.expires > at]
    if not found:
        return Linking.WRONG_CODE
    other = found[0].person
    mine, theirs = linked_to(connection, who), linked_to(connection, other)
    if other in mine:
        return Linking.LINKED_ALREADY
    if len(mine) + len(theirs) > MOST_LINKED:
        return Linking.TOO_MANY
    connection.execute(delete(link_code).where(link_code.c.code == found[0].code))
    chosen = _joined(read_chosen(connection, other), read_chosen(connection, who))
    _renumber(connection, mine, after=theirs)
    connection.execute(delete(link).where(link.c.person.in_([*mine, *theirs])))
    rows_ = [{"person": one, "bond": found[0].code, "linked": at} for one in (*theirs, *mine)]
    connection.execute(insert(link), rows_)
    save_chosen(connection, who, chosen, at=at)
    return Linking.DONE


def unlink(connection: Connection, who: str) -> None:
    """The account is alone again, with what was chosen."""
    connection.execute(delete(link).where(link.c.person == who))


def _joined(first: Chosen, other: Chosen) -> Chosen:
    scope = other.scope if first.scope.is_district else first.scope
    return Chosen(first.language or other.language, scope, first.quiet or other.quiet)


def _renumber(connection: Connection, people: tuple[str, ...], *, after: tuple[str, ...]) -> None:
    """So that no two in the common list have one number."""
    newest = select(func.coalesce(func.max(follow.c.number), 0)).where(follow.c.person.in_(after))
    last: int = connection.scalars(newest).one()
    connection.execute(update(follow).where(follow.c.person.in_(people)).values(number=follow.c.number + last))
