"""What the deliveries of a moment are about: what each person is still owed, in which language, at which hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.deliveries import Delivery, DeliveryKind, State
from knowledge.interest import CORRECTION, PENDING, SENT, STOPPED, Cell
from knowledge.kept import Kept, Reading, kept_columns
from knowledge.listed import unindexed
from knowledge.meaning import Meaning
from knowledge.owed import Owed, owed_as
from knowledge.people import scope_of
from knowledge.quiet import Quiet, quiet_between
from knowledge.returning import GONE, Returning, returning_of
from knowledge.revisions import in_parts
from knowledge.tables import announcement, claim, delivery, inquiry, owed, person, question, room, telling

HEARD = (SENT, STOPPED)


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
    whether that message has been rewritten before; *gone*: nothing can be sent there; *unannounced*: announcements
    shall not reach them."""

    delivery: Delivery
    language: str | None = None
    quiet: Quiet | None = None
    owed: tuple[Owed, ...] = ()
    told: tuple[ToldOnce, ...] = ()
    returning: Returning | None = None
    words: Words | None = None
    rewritten: bool = False
    gone: bool = False
    unannounced: bool = False


def read_due(connection: Connection, deliveries: Sequence[Delivery], *, at: datetime) -> tuple[Due, ...]:
    """In the order of the deliveries."""
    found = _with_people(connection, deliveries)
    found = _with_owed(connection, found, at=at)
    found = _with_answers(connection, found)
    return tuple(_with_words(connection, found))


def settle_owed(connection: Connection, meanings: Mapping[int, Meaning | None], state: str, *, at: datetime) -> None:
    """*meanings*: by the number of a row, what was told of it now; None where nothing was. Rows that wait no more are
    left alone; but what could not be told in one message of ours and was in another was told."""
    untold = unindexed(owed.c.state).in_((PENDING, GONE) if state == SENT else (PENDING,))
    settling = update(owed).values(state=state, settled=at)
    alike: dict[int, list[int]] = defaultdict(list)
    for number, meaning in meanings.items():
        alike[id(meaning)].append(number)  # all who are told the same are told it from the same words
    for numbers in alike.values():
        told = meanings[numbers[0]]
        telling_it = settling if told is None else settling.values(after=told)
        for part in in_parts(numbers):
            connection.execute(telling_it.where(owed.c.id.in_(part), untold))


def next_turn(connection: Connection, *, at: datetime) -> datetime | None:
    """When anything that is said next begins or ceases to be served by itself."""
    firsts = (select(func.min(one)).where(one > at) for one in (claim.c.serve_from, claim.c.serve_until))
    found = connection.execute(select(*(one.scalar_subquery() for one in firsts))).one()
    return min((one for one in found if one is not None), default=None)


def _with_people(connection: Connection, deliveries: Sequence[Delivery]) -> list[Due]:
    """Whoever chose no language is told in the one they were answered in last."""
    rows: dict[int, Row[Any]] = {}
    for part in in_parts([one.number for one in deliveries]):
        rows.update((row.id, row) for row in connection.execute(_people().where(delivery.c.id.in_(part))).all())
    return [_with_person(one, rows.get(one.number)) for one in deliveries]


@cache
def _people() -> Select[Any]:
    asked = select(question.c.language).where(question.c.person == delivery.c.person)
    # By no index: a server without statistics would go back through all questions to find the last of one person.
    newest = asked.order_by((question.c.id + 0).desc()).limit(1).scalar_subquery()
    chosen = (person.c.language, person.c.quiet_from, person.c.quiet_until, person.c.unannounced)
    theirs = delivery.outerjoin(person, person.c.person == delivery.c.person)
    theirs = theirs.outerjoin(room, room.c.place == delivery.c.place)
    return select(delivery.c.id, *chosen, newest.label("asked"), room.c.gone).select_from(theirs)


def _with_person(one: Delivery, row: Row[Any] | None) -> Due:
    if row is None:
        return Due(one)
    quiet = quiet_between(row.quiet_from, row.quiet_until)
    language, unannounced = row.language or row.asked or None, bool(row.unannounced)
    return Due(one, language=language, quiet=quiet, gone=row.gone is not None, unannounced=unannounced)


def _with_owed(connection: Connection, found: Sequence[Due], *, at: datetime) -> list[Due]:
    alone = {one.delivery.person for one in found if one.delivery.kind is DeliveryKind.CORRECTION}
    in_rooms = {one.delivery.person for one in found if one.delivery.kind is DeliveryKind.REWRITE}
    if not alone and not in_rooms:
        return list(found)
    rows = _of_people(connection, alone | in_rooms)
    theirs: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    in_room: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    for one in (_owed(kept) for kept in rows if _waits(kept.row, at)):
        (in_room if one.company is Company.ROOM else theirs)[one.person, one.place].append(one)
    heard = [one for one in rows if one.row.state in HEARD and one.row.settled is not None and one.row.person in alone]
    said = _said(connection, alone, in_rooms, heard=heard)
    before = _rewritten(connection, [one.delivery for one in found])
    return [_with_rows(one, theirs, in_room, said, before=before) for one in found]


def _with_rows(
    one: Due,
    theirs: Mapping[tuple[str, str], Sequence[Owed]],
    in_room: Mapping[tuple[str, str], Sequence[Owed]],
    said: Mapping[tuple[str, str], Sequence[ToldOnce]],
    *,
    before: Collection[tuple[str, str | None]],
) -> Due:
    delivery = one.delivery
    if delivery.kind is DeliveryKind.CORRECTION:
        mine = tuple(theirs.get((delivery.person, delivery.place), ()))
        cells = {row.cell for row in mine}
        newest = {told.cell: told for told in said.get((delivery.person, delivery.place), ()) if told.cell in cells}
        return replace(one, owed=mine, told=tuple(newest.values()))
    if delivery.kind is DeliveryKind.REWRITE:
        told = tuple(said.get((delivery.place, delivery.message or ""), ()))
        cells = {each.cell for each in told}
        waiting = tuple(row for row in in_room.get((delivery.person, delivery.place), ()) if row.cell in cells)
        rewritten = (delivery.place, delivery.message) in before
        return replace(one, owed=waiting, told=told, rewritten=rewritten)
    return one


def _of_people(connection: Connection, people: Iterable[str]) -> list[Kept]:
    """What waits, was told or could not be told; found by the person, as there are a million rows that wait."""
    found: list[Kept] = []
    reading = Reading(owed)
    for part in in_parts(sorted(people)):
        rows = connection.execute(_corrections().where(owed.c.person.in_(part))).all()
        found += (reading.of(row) for row in rows)
    return found


@cache
def _corrections() -> Select[Any]:
    states = (PENDING, GONE, *HEARD)
    waiting = select(*kept_columns(owed)).where(owed.c.kind == CORRECTION, owed.c.state.in_(states))
    return waiting.order_by(owed.c.id)


def _owed(one: Kept) -> Owed:
    return owed_as(one.row, one.cell, before=one.meanings["before"], after=one.meanings["after"])


def _waits(row: Row[Any], at: datetime) -> bool:
    """Also what could not be told in one of our messages to a room: another may tell it."""
    untold = row.state == PENDING or (row.state == GONE and row.company == Company.ROOM)
    return untold and (row.not_after is None or row.not_after > at)


def _said(
    connection: Connection, people: Iterable[str], in_rooms: Iterable[str], *, heard: Iterable[Kept]
) -> Mapping[tuple[str, str], Sequence[ToldOnce]]:
    """Of people by person and place, with the corrections they *heard*; of rooms by place and message. The oldest
    first."""
    said: dict[tuple[str, str], list[ToldOnce]] = defaultdict(list)
    reading = Reading(telling)
    for part in in_parts(sorted(people)):
        for row in connection.execute(_tellings().where(telling.c.person.in_(part))).all():
            said[row.person, row.place].append(_told(reading.of(row)))
    for one in heard:
        said[one.row.person, one.row.place].append(ToldOnce(one.cell, one.row.settled, one.meanings["after"]))
    for mine in said.values():
        mine.sort(key=lambda one: one.at)
    for part in in_parts(sorted(in_rooms)):
        named = (telling.c.person.in_(part), telling.c.company == Company.ROOM, telling.c.message.is_not(None))
        for row in connection.execute(_tellings().where(*named)).all():
            said[row.place, row.message].append(_told(reading.of(row)))
    return said


@cache
def _tellings() -> Select[Any]:
    asked = select(*kept_columns(telling), telling.c.message, question.c.language.label("language"))
    return asked.join(question, question.c.id == telling.c.question_id, isouter=True).order_by(telling.c.id)


def _rewritten(connection: Connection, due: Iterable[Delivery]) -> set[tuple[str, str | None]]:
    """Of these messages those that have been rewritten before, with their rooms."""
    people = sorted({one.person for one in due if one.kind is DeliveryKind.REWRITE and one.message})
    found: set[tuple[str, str | None]] = set()
    for part in in_parts(people):
        done = (delivery.c.kind == DeliveryKind.REWRITE, delivery.c.state.in_((State.SENT, State.DOUBTFUL)))
        query = select(delivery.c.place, delivery.c.message).where(delivery.c.person.in_(part), *done)
        found.update((place, message) for place, message in connection.execute(query).all())
    return found


def _told(one: Kept) -> ToldOnce:
    row = one.row
    return ToldOnce(one.cell, row.told_at, one.meanings["meaning"], row.language, row.question_id)


def _with_answers(connection: Connection, found: Sequence[Due]) -> list[Due]:
    numbers = [one.delivery.owed for one in found if one.delivery.owed is not None]
    if not numbers:
        return list(found)
    columns = (owed, inquiry.c.text, inquiry.c.language, inquiry.c.answer, inquiry.c.answered)
    query = select(*columns).join(inquiry, inquiry.c.id == owed.c.inquiry_id)
    rows = connection.execute(query.where(owed.c.id.in_(numbers), unindexed(owed.c.state) == PENDING)).all()
    answers = {row.id: returning_of(row) for row in rows}
    return [replace(one, returning=answers.get(one.delivery.owed or 0)) for one in found]


def _with_words(connection: Connection, found: Sequence[Due]) -> list[Due]:
    numbers = {one.delivery.announcement for one in found if one.delivery.announcement is not None}
    if not numbers:
        return list(found)
    rows = connection.execute(select(announcement).where(announcement.c.id.in_(sorted(numbers)))).all()
    words = {row.id: Words(row.words, scope_of(row.scope), row.drill, row.made) for row in rows}
    return [replace(one, words=words.get(one.delivery.announcement or 0)) for one in found]
