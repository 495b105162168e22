"""Words for everybody, kept with whom they would reach; sending them is no part of this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from knowledge.acting import Act
from knowledge.claims import Scope
from knowledge.district import District
from knowledge.people import scope_body, scope_of
from knowledge.tables import announcement, audit, follow, person, question

PREPARED = "prepared"
ASKED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Announcement:
    """*words*: by language; of a *drill* each line says so."""

    words: Mapping[str, str]
    scope: Scope
    drill: bool


@dataclass(frozen=True)
class Audience:
    """*elsewhere*: people left out because the schools they chose are none of those spoken of."""

    people: int
    places: int
    elsewhere: int


def audience_of(connection: Connection, scope: Scope, *, district: District, at: datetime) -> Audience:
    """Everybody who asked lately or follows something; of those who chose schools, whom the *scope* concerns."""
    asked = select(question.c.person, question.c.place).where(question.c.asked > at - ASKED_WITHIN).distinct()
    still = follow.c.until.is_(None) | (follow.c.until > at)
    followed = select(follow.c.person, follow.c.place).where(still).distinct()
    everybody = {(row.person, row.place) for query in (asked, followed) for row in connection.execute(query)}
    away = set() if scope.is_district else _elsewhere(connection, scope, district)
    reached = {one for one in everybody if one[0] not in away}
    people = {who for who, _ in reached}
    return Audience(len(people), len({place for _, place in reached}), len({who for who, _ in everybody} - people))


def prepare(connection: Connection, prepared: Announcement, *, act: Act) -> int:
    """Returns its number."""
    row = {
        "made": act.at,
        "identity": act.identity,
        "words": dict(prepared.words),
        "scope": scope_body(prepared.scope),
        "state": PREPARED,
        "drill": prepared.drill,
    }
    number: int = connection.scalars(insert(announcement).returning(announcement.c.id), [row]).one()
    line = {
        "made": act.at,
        "identity": act.identity,
        "role": act.role,
        "command": act.action,
        "about": f"announcement {number}",
        "after": {**row, "made": act.at.isoformat()},
    }
    connection.execute(insert(audit), [line])
    return number


def _elsewhere(connection: Connection, scope: Scope, district: District) -> set[str]:
    rows = connection.execute(select(person.c.person, person.c.schools, person.c.levels)).all()
    chosen = ((row.person, scope_of({"schools": row.schools, "levels": row.levels})) for row in rows)
    return {who for who, mine in chosen if not mine.is_district and not scope.touches(mine, district)}
