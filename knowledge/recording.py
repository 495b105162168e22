"""What was asked and told, written down in lots: many ask at once, and a lot costs little more than one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, Insert, Select, Update, bindparam, delete, insert, select, update

from knowledge.meaning import Meant
from knowledge.overtaken import Heard, Settling, ToldTo, settle_told
from knowledge.records import Asking, Missed, Record, Told
from knowledge.tables import gap, question, telling


@dataclass(frozen=True)
class Recording(Settling):
    """What is written each time somebody asks, made once for many times."""

    @cached_property
    def question(self) -> Insert:
        return insert(question).returning(question.c.id, sort_by_parameter_order=True)

    @cached_property
    def same(self) -> Select[Any]:
        origins: BindParameter[str] = bindparam("whence", expanding=True)
        return select(question.c.id, question.c.origin, question.c.person).where(question.c.origin.in_(origins))

    @cached_property
    def telling(self) -> Insert:
        return insert(telling)

    @cached_property
    def gap(self) -> Insert:
        return insert(gap)

    @cached_property
    def message(self) -> Update:
        asked = update(telling).where(telling.c.question_id == bindparam("asked"))
        return asked.values(message=bindparam("named"))


def record(connection: Connection, asking: Asking, *, told: Sequence[Told] = (), missed: Sequence[Missed] = ()) -> int:
    """Returns the question's id."""
    (number,) = record_all(connection, [Record(asking, told, missed)])
    return number


def record_all(connection: Connection, records: Sequence[Record], *, recording: Recording | None = None) -> list[int]:
    """Returns the questions' ids. *recording*: its statements, if they are at hand."""
    recording = recording or Recording()
    numbers: dict[int, int] = {}
    left = {place: _storable(one) for place, one in enumerate(records)}
    while left:
        # Of each person in a room one after the other: what is told now bears on what they are owed next.
        firsts = {one.whose: place for place, one in reversed(left.items())}.values()
        now = {place: left.pop(place) for place in sorted(firsts)}
        numbers.update(zip(now, _record(connection, [*now.values()], recording), strict=True))
    return [numbers[place] for place in range(len(records))]


def _record(connection: Connection, records: Sequence[Record], recording: Recording) -> list[int]:
    _take_back(connection, [one.asking for one in records], recording)
    numbers = connection.scalars(recording.question, [_row(one.asking) for one in records]).all()
    numbered = list(zip(numbers, records, strict=True))
    told = [row for number, one in numbered for row in _telling_rows(one, number)]
    if told:
        connection.execute(recording.telling, told)
        heard = [one for one in map(_heard, records) if one.heard]
        if heard:
            settle_told(connection, heard, settling=recording)
    gaps = [_gap_row(missed, one.asking, number) for number, one in numbered for missed in one.missed]
    if gaps:
        connection.execute(recording.gap, gaps)
    return list(numbers)


def _heard(one: Record) -> ToldTo:
    meant = (told for told in one.told if told.meaning is not None)
    heard = [Heard(told.cell, Meant(told.meaning, told.lives_until), told.generation) for told in meant if told.meaning]
    return ToldTo(one.asking.person, one.asking.place, one.asking.asked, heard, one.asking.company)


def _storable(one: Record) -> Record:
    return replace(one, asking=replace(one.asking, text=storable(one.asking.text)))


def storable(text: str) -> str:
    """Without what no database keeps: zero characters and halves of a letter."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _take_back(connection: Connection, asked: Sequence[Asking], recording: Recording) -> None:
    """What was noted of the same messages before: they were answered and perhaps not sent, or have been edited."""
    whose = {(one.origin, one.person) for one in asked if one.origin is not None}
    if not whose:
        return
    found = connection.execute(recording.same, {"whence": [origin for origin, _ in whose]}).all()
    numbers = [row.id for row in found if (row.origin, row.person) in whose]
    if numbers:
        connection.execute(delete(telling).where(telling.c.question_id.in_(numbers)))
        connection.execute(delete(gap).where(gap.c.question_id.in_(numbers)))
        connection.execute(delete(question).where(question.c.id.in_(numbers)))


def note_message(connection: Connection, question_id: int, message: str) -> None:
    """The platform's name for the message that told it, which is known only once it has been sent."""
    note_messages(connection, {question_id: message})


def note_messages(connection: Connection, named: Mapping[int, str], *, recording: Recording | None = None) -> None:
    """Of many questions at once."""
    if named:
        rows = [{"asked": number, "named": message} for number, message in named.items()]
        connection.execute((recording or Recording()).message, rows)


def _row(asking: Asking) -> dict[str, Any]:
    return {
        "asked": asking.asked,
        "place": asking.place,
        "person": asking.person,
        "language": asking.language,
        "text": asking.text,
        "outcome": asking.outcome,
        "topics": list(asking.topics),
        "reading": None if asking.reading is None else dict(asking.reading),
        "probability": asking.probability,
        "origin": asking.origin,
        "company": asking.company.value,
    }


def _telling_rows(one: Record, number: int) -> Iterator[dict[str, Any]]:
    return (_telling_row(told, one.asking, number) for told in one.told)


def _telling_row(told: Told, asking: Asking, question_id: int) -> dict[str, Any]:
    if (told.day is None) != (told.day_over is None):
        raise ValueError("a telling about a day needs the instant at which that day is over, and no other does")
    return {
        "question_id": question_id,
        "told_at": asking.asked,
        "place": asking.place,
        "person": asking.person,
        "topic": told.topic,
        "day": told.day,
        "day_over": told.day_over or asking.asked,
        "scope": {"levels": list(told.scope.levels), "schools": list(told.scope.schools)},
        "finding": told.finding.value,
        "told": dict(told.told),
        "message": told.message,
        "last_day": told.cell.last_day,
        "meaning": told.meaning,
        "lives_until": told.lives_until,
        "company": asking.company.value,
    }


def _gap_row(missed: Missed, asking: Asking, question_id: int) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "asked": asking.asked,
        "person": asking.person,
        "language": asking.language,
        "text": asking.text,
        "topic": missed.topic,
        "day": missed.day,
        "outcome": asking.outcome,
    }
