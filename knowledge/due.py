"""What the deliveries of a moment are about: what each person is still owed, in which language, at which hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.deliveries import Delivery, DeliveryKind, State
from knowledge.interest import CORRECTION, PENDING, SENT, STOPPED, Cell, cell_of
from knowledge.meaning import Meaning
from knowledge.people import scope_of
from knowledge.quiet import Quiet
from knowledge.reckoning import Owed, owed_of
from knowledge.returning import Returning, returning_of
from knowledge.revisions import in_parts
from knowledge.tables import announcement, delivery, inquiry, owed, person, question, room, telling


@dataclass(frozen=True)
class ToldOnce:
    """One finding in a message of ours: what was told in it, and when. *language*: of the message, as far as it is
    known; *question*: the number of what was asked."""

    cell: Cell
    at: datetime
    meaning: Meaning | None
    language: str | None = None
    question: int | None = None


@dataclass(frozen=True)
class Words:
    """Of an announcement, by language."""

    words: Mapping[str, str]
    scope: Scope
    drill: bool
    made: datetime


@dataclass(frozen=True)
class Due:
    """A delivery with what it takes to word it. *owed*: what still waits of it, without what came too late; *told*: of
    a correction, by cell, what was told last, of a rewrite all that the message told, in its order; *rewritten*:
    whether that message has been rewritten before; *gone*: nothing can be sent there."""

    delivery: Delivery
    language: str | None = None
    quiet: Quiet | None = None
    owed: tuple[Owed, ...] = ()
    told: tuple[ToldOnce, ...] = ()
    returning: Returning | None = None
    words: Words | None = None
    rewritten: bool = False
    gone: bool = False


def read_due(connection: Connection, deliveries: Sequence[Delivery], *, at: datetime) -> tuple[Due, ...]:
    """In the order of the deliveries."""
    found = [Due(one) for one in deliveries]
    found = _with_people(connection, found)
    gone = _gone(connection, {one.delivery.place for one in found})
    found = [replace(one, gone=one.delivery.place in gone) for one in found]
    found = _with_owed(connection, found, at=at)
    found = _with_answers(connection, found)
    return tuple(_with_words(connection, found))


def settle_owed(connection: Connection, meanings: Mapping[int, Meaning | None], state: str, *, at: datetime) -> None:
    """*meanings*: by the number of a row, what was told of it now; None where nothing was. Rows that wait no more are
    left alone."""
    by_meaning: dict[int, tuple[Meaning | None, list[int]]] = {}
    for number, meaning in meanings.items():
        by_meaning.setdefault(id(meaning), (meaning, []))[1].append(number)
    for meaning, numbers in by_meaning.values():
        values: dict[str, Any] = {"state": state, "settled": at}
        if meaning is not None:
            values["after"] = meaning
        for part in in_parts(numbers):
            waiting = update(owed).where(owed.c.id.in_(part), owed.c.state == PENDING)
            connection.execute(waiting.values(values))


def _with_people(connection: Connection, found: Sequence[Due]) -> list[Due]:
    """Whoever chose no language is told in the one they were answered in last."""
    people = sorted({one.delivery.person for one in found})
    chosen: dict[str, Row[Any]] = {}
    asked: dict[str, str] = {}
    for part in in_parts(people):
        chosen.update((row.person, row) for row in connection.execute(select(person).where(person.c.person.in_(part))))
        newest = select(func.max(question.c.id)).where(question.c.person.in_(part)).group_by(question.c.person)
        query = select(question.c.person, question.c.language).where(question.c.id.in_(newest))
        asked.update((who, language) for who, language in connection.execute(query).all() if language)
    return [_with_person(one, chosen.get(one.delivery.person), asked.get(one.delivery.person)) for one in found]


def _with_person(one: Due, row: Row[Any] | None, asked: str | None) -> Due:
    if row is None:
        return replace(one, language=asked)
    quiet = None if row.quiet_from is None else (_hour(row.quiet_from), _hour(row.quiet_until))
    return replace(one, language=row.language or asked, quiet=quiet)


def _gone(connection: Connection, places: Iterable[str]) -> set[str]:
    gone: set[str] = set()
    for part in in_parts(sorted(places)):
        gone.update(connection.scalars(select(room.c.place).where(room.c.place.in_(part), room.c.gone.is_not(None))))
    return gone


def _with_owed(connection: Connection, found: Sequence[Due], *, at: datetime) -> list[Due]:
    alone = {one.delivery.person for one in found if one.delivery.kind is DeliveryKind.CORRECTION}
    in_rooms = {one.delivery.person for one in found if one.delivery.kind is DeliveryKind.REWRITE}
    if not alone and not in_rooms:
        return list(found)
    theirs: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    in_room: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    for one in _waiting(connection, alone | in_rooms, at=at):
        if one.company is Company.ROOM:
            in_room[one.person, one.place].append(one)
        else:
            theirs[one.person, one.place].append(one)
    said = _said(connection, alone, in_rooms)
    before = _rewritten(connection, [one.delivery for one in found])
    found = [replace(one, rewritten=(one.delivery.place, one.delivery.message) in before) for one in found]
    return [_with_rows(one, theirs, in_room, said) for one in found]


def _with_rows(
    one: Due,
    theirs: Mapping[tuple[str, str], Sequence[Owed]],
    in_room: Mapping[tuple[str, str], Sequence[Owed]],
    said: Mapping[tuple[str, str], Sequence[ToldOnce]],
) -> Due:
    delivery = one.delivery
    if delivery.kind is DeliveryKind.CORRECTION:
        mine = tuple(theirs.get((delivery.person, delivery.place), ()))
        cells = {cell_of_owed(row) for row in mine}
        newest = {told.cell: told for told in said.get((delivery.person, delivery.place), ()) if told.cell in cells}
        return replace(one, owed=mine, told=tuple(newest.values()))
    if delivery.kind is DeliveryKind.REWRITE:
        told = tuple(said.get((delivery.place, delivery.message or ""), ()))
        cells = {each.cell for each in told}
        waiting = tuple(row for row in in_room.get((delivery.person, delivery.place), ()) if cell_of_owed(row) in cells)
        return replace(one, owed=waiting, told=told)
    return one


def cell_of_owed(one: Owed) -> Cell:
    return Cell.of(one.topic, one.day, one.last_day, one.scope)


def _waiting(connection: Connection, people: Iterable[str], *, at: datetime) -> list[Owed]:
    """Found by the person, as all of theirs is: there are a million rows that wait."""
    alive = or_(owed.c.not_after.is_(None), owed.c.not_after > at)
    found: list[Owed] = []
    for part in in_parts(sorted(people)):
        query = select(owed).where(owed.c.person.in_(part), owed.c.kind == CORRECTION, owed.c.state == PENDING, alive)
        found += owed_of(connection.execute(query.order_by(owed.c.id)).all())
    return found


def _said(
    connection: Connection, people: Iterable[str], in_rooms: Iterable[str]
) -> Mapping[tuple[str, str], Sequence[ToldOnce]]:
    """Of people by person and place, with the corrections they were sent; of rooms by place and message. The oldest
    first."""
    said: dict[tuple[str, str], list[ToldOnce]] = defaultdict(list)
    for part in in_parts(sorted(people)):
        for row in connection.execute(_tellings().where(telling.c.person.in_(part))).all():
            said[row.person, row.place].append(_told(row))
        for row in connection.execute(_corrections().where(owed.c.person.in_(part))).all():
            said[row.person, row.place].append(ToldOnce(cell_of(row), row.settled, row.after))
    for mine in said.values():
        mine.sort(key=lambda one: one.at)
    for part in in_parts(sorted(in_rooms)):
        named = (telling.c.person.in_(part), telling.c.company == Company.ROOM, telling.c.message.is_not(None))
        for row in connection.execute(_tellings().where(*named)).all():
            said[row.place, row.message].append(_told(row))
    return said


def _tellings() -> Select[Any]:
    asked = select(telling, question.c.language.label("language"))
    return asked.join(question, question.c.id == telling.c.question_id, isouter=True).order_by(telling.c.id)


def _corrections() -> Select[Any]:
    """What somebody was sent since they asked."""
    sent = (owed.c.state.in_((SENT, STOPPED)), owed.c.settled.is_not(None))
    return select(owed).where(owed.c.kind == CORRECTION, *sent).order_by(owed.c.id)


def _rewritten(connection: Connection, due: Iterable[Delivery]) -> set[tuple[str, str | None]]:
    """Of these messages those that have been rewritten before, with their rooms."""
    people = sorted({one.person for one in due if one.kind is DeliveryKind.REWRITE and one.message})
    found: set[tuple[str, str | None]] = set()
    for part in in_parts(people):
        done = (delivery.c.kind == DeliveryKind.REWRITE, delivery.c.state.in_((State.SENT, State.DOUBTFUL)))
        query = select(delivery.c.place, delivery.c.message).where(delivery.c.person.in_(part), *done)
        found.update((place, message) for place, message in connection.execute(query).all())
    return found


def _told(row: Row[Any]) -> ToldOnce:
    return ToldOnce(cell_of(row), row.told_at, row.meaning, row.language, row.question_id)


def _with_answers(connection: Connection, found: Sequence[Due]) -> list[Due]:
    numbers = [one.delivery.owed for one in found if one.delivery.owed is not None]
    if not numbers:
        return list(found)
    columns = (owed, inquiry.c.text, inquiry.c.language, inquiry.c.answer, inquiry.c.answered)
    query = select(*columns).join(inquiry, inquiry.c.id == owed.c.inquiry_id)
    rows = connection.execute(query.where(owed.c.id.in_(numbers), owed.c.state == PENDING)).all()
    answers = {row.id: returning_of(row) for row in rows}
    return [replace(one, returning=answers.get(one.delivery.owed or 0)) for one in found]


def _with_words(connection: Connection, found: Sequence[Due]) -> list[Due]:
    numbers = {one.delivery.announcement for one in found if one.delivery.announcement is not None}
    if not numbers:
        return list(found)
    rows = connection.execute(select(announcement).where(announcement.c.id.in_(sorted(numbers)))).all()
    words = {row.id: Words(row.words, scope_of(row.scope), row.drill, row.made) for row in rows}
    return [replace(one, words=words.get(one.delivery.announcement or 0)) for one in found]


def _hour(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
