"""What people chose for themselves and what they follow; nothing else is kept about anybody by choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, or_, select, update

from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.district import Level
from knowledge.quiet import Quiet, minutes_of, quiet_between
from knowledge.tables import follow, inquiry, link, person, question, telling

MOST_FOLLOWS = 50  # of one person
MOST_CHOOSERS = 20_000  # whose names are kept at hand
LARGEST = 2**63 - 1  # number of a row


@dataclass(frozen=True)
class Chosen:
    """*scope*: the person's schools and levels; *quiet*: when nothing is sent, perhaps over midnight; *unannounced*:
    announcements do not reach them."""

    language: str | None = None
    scope: Scope = field(default_factory=Scope)
    quiet: Quiet | None = None
    unannounced: bool = False


@dataclass(frozen=True)
class Followed:
    """What somebody wants to be told of. *number*: its own in this person's list, never another's while it stands."""

    topic: str
    day: date | None = None
    last_day: date | None = None
    scope: Scope = field(default_factory=Scope)
    number: int = 0


class Following(StrEnum):
    ADDED = "added"
    ALREADY = "already"
    TOO_MANY = "too_many"


class ChosenReader:
    """Reads what people chose; its query is made once."""

    def __init__(self) -> None:
        self._query = select(person).where(person.c.person == bindparam("who"))

    def read(self, connection: Connection, who: str) -> Chosen:
        row = connection.execute(self._query, {"who": who}).one_or_none()
        return Chosen() if row is None else _chosen(row)


async def has_chosen(database: Database, who: str) -> bool:
    """False where it is certain, and costs no look at the database, that somebody chose nothing."""
    if not database.alone:
        return True
    people = await database.read_kept(_choosers, person)
    return len(people) > MOST_CHOOSERS or who in people


def _choosers(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(person.c.person).limit(MOST_CHOOSERS + 1)))


def read_chosen(connection: Connection, who: str) -> Chosen:
    return ChosenReader().read(connection, who)


def _chosen(row: Row[Any]) -> Chosen:
    scope = scope_of({"schools": row.schools, "levels": row.levels})
    return Chosen(row.language, scope, quiet_between(row.quiet_from, row.quiet_until), bool(row.unannounced))


def linked_to(connection: Connection, who: str) -> tuple[str, ...]:
    """All accounts of one person, this one too."""
    bond = select(link.c.bond).where(link.c.person == who).scalar_subquery()
    found = connection.scalars(select(link.c.person).where(link.c.bond == bond).order_by(link.c.linked, link.c.person))
    return tuple(found) or (who,)


def save_chosen(connection: Connection, who: str, chosen: Chosen, *, at: datetime) -> None:
    """For all accounts of the person; of whoever chose nothing (any more) no row is kept."""
    for one in linked_to(connection, who):
        _save_chosen(connection, one, chosen, at=at)


def _save_chosen(connection: Connection, who: str, chosen: Chosen, *, at: datetime) -> None:
    if chosen == Chosen():
        connection.execute(delete(person).where(person.c.person == who))
        return
    row = {
        "language": chosen.language,
        "schools": list(chosen.scope.schools),
        "levels": [one.value for one in chosen.scope.levels],
        "quiet_from": minutes_of(chosen.quiet[0]) if chosen.quiet else None,
        "quiet_until": minutes_of(chosen.quiet[1]) if chosen.quiet else None,
        "changed": at,
        "unannounced": chosen.unannounced or None,
    }
    if not connection.execute(update(person).where(person.c.person == who).values(row)).rowcount:
        connection.execute(insert(person), [{"person": who, **row}])


def add_follow(
    connection: Connection, wanted: Followed, *, who: str, place: str, at: datetime, until: datetime | None
) -> Following:
    """*until*: when the day followed is over, None for what has no day. The same twice in a room is one."""
    connection.execute(delete(follow).where(follow.c.person == who, follow.c.until <= at))
    mine = read_follows(connection, who, at=at, place=place)
    if any(_same(one, wanted) for one in mine):
        return Following.ALREADY
    theirs = follow.c.person.in_(linked_to(connection, who))
    held, newest = connection.execute(select(func.count(), func.max(follow.c.number)).where(theirs)).one()
    if held >= MOST_FOLLOWS:
        return Following.TOO_MANY
    row = {
        "person": who,
        "place": place,
        "number": (newest or 0) + 1,
        "topic": wanted.topic,
        "day": wanted.day,
        "last_day": wanted.last_day,
        "scope": scope_body(wanted.scope),
        "since": at,
        "until": until,
    }
    connection.execute(insert(follow), [row])
    return Following.ADDED


def read_follows(connection: Connection, who: str, *, at: datetime, place: str | None = None) -> tuple[Followed, ...]:
    """Of all accounts of the person, in the order they were added, without those whose day is over."""
    theirs = follow.c.person.in_(linked_to(connection, who))
    query = select(follow).where(theirs, _still(at)).order_by(follow.c.number, follow.c.id)
    rows = connection.execute(query if place is None else query.where(follow.c.place == place)).all()
    return tuple(_followed(row, number=row.number) for row in rows)


def stop_following(connection: Connection, who: str, number: int, *, at: datetime) -> Followed | None:
    """What was followed under the number; None where nothing was."""
    found = next((one for one in read_follows(connection, who, at=at) if one.number == number), None)
    if found:
        theirs = follow.c.person.in_(linked_to(connection, who))
        connection.execute(delete(follow).where(theirs, follow.c.number == number))
    return found


def last_answer(connection: Connection, who: str, place: str) -> int | None:
    """The number of the newest question of a person in a room."""
    query = select(func.max(question.c.id)).where(question.c.person == who, question.c.place == place)
    found: int | None = connection.scalars(query).one()
    return found


def asked_in(connection: Connection, platform: str, *, since: datetime, most: int) -> tuple[str, ...]:
    """Rooms of a platform in which somebody has asked since then, the newest first."""
    ours = question.c.place.startswith(f"{platform}:", autoescape=True)
    newest = func.max(question.c.asked)
    query = select(question.c.place).where(ours, question.c.asked > since).group_by(question.c.place)
    return tuple(connection.scalars(query.order_by(newest.desc()).limit(most)))


def text_of(connection: Connection, answer: int, who: str) -> str | None:
    """What was asked under the number, for the person who asked it only."""
    query = select(question.c.text).where(question.c.id == answer, question.c.person == who)
    found: str | None = connection.scalars(query).one_or_none() if 0 < answer <= LARGEST else None
    return found


def told_in(connection: Connection, answer: int, who: str) -> tuple[Followed, ...]:
    """What an answer told this person, as they could follow it; nothing of somebody else's answer."""
    if not 0 < answer <= LARGEST:
        return ()
    query = select(telling).where(telling.c.question_id == answer, telling.c.person == who).order_by(telling.c.id)
    return tuple(dict.fromkeys(_followed(row) for row in connection.execute(query).all()))


def waiting_texts(connection: Connection, who: str) -> tuple[str, ...]:
    """What this person has asked a person and nobody has answered yet."""
    query = select(inquiry.c.text).where(inquiry.c.person == who, inquiry.c.state == "open").order_by(inquiry.c.id)
    return tuple(connection.scalars(query))


def scope_body(scope: Scope) -> dict[str, list[str]]:
    return {"levels": [one.value for one in scope.levels], "schools": list(scope.schools)}


def scope_of(body: Mapping[str, Any]) -> Scope:
    return Scope(tuple(Level(one) for one in body.get("levels", ())), tuple(body.get("schools", ())))


def _followed(row: Row[Any], *, number: int = 0) -> Followed:
    return Followed(row.topic, row.day, row.last_day, scope_of(row.scope), number)


def _same(one: Followed, other: Followed) -> bool:
    def what(follow: Followed) -> tuple[object, ...]:
        return follow.topic, follow.day, follow.last_day or follow.day, follow.scope

    return what(one) == what(other)


def _still(at: datetime) -> ColumnElement[bool]:
    return or_(follow.c.until.is_(None), follow.c.until > at)
