"""What was asked and told, written down in lots: many ask at once, and a lot costs little more than one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, Insert, Select, Update, bindparam, delete, insert, select, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.findings import FindingKind
from knowledge.interest import Cell
from knowledge.meaning import Meaning, Meant
from knowledge.overtaken import Heard, Settling, ToldTo, settle_told
from knowledge.tables import gap, question, telling


@dataclass(frozen=True)
class Asking:
    """A message as it came in and how it was understood. *place*, *person*: opaque to us. *reading*: plain JSON;
    *origin*: what brought it, noted again it takes the place of what was noted before; *company*: in which it was
    told."""

    asked: datetime
    place: str
    person: str
    text: str
    outcome: str
    language: str | None = None
    topics: tuple[str, ...] = ()
    reading: Mapping[str, Any] | None = None
    probability: float | None = None
    origin: str | None = None
    company: Company = Company.ALONE


@dataclass(frozen=True)
class Told:
    """One finding as somebody was told it. *told*: claim slugs with their revision numbers. *day_over*: when the day
    (or the last of several) is over on the district's clock; left out for a finding without a day. *meaning*,
    *lives_until*: what was told and until when it lives by itself; *generation*: of the knowledge it was found in."""

    topic: str
    finding: FindingKind
    day: date | None = None
    day_over: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    told: Mapping[str, int] = field(default_factory=dict)
    message: str | None = None
    last_day: date | None = None
    meaning: Meaning | None = None
    lives_until: datetime | None = None
    generation: int | None = None

    @property
    def cell(self) -> Cell:
        return Cell.of(self.topic, self.day, self.last_day, self.scope)


@dataclass(frozen=True)
class Missed:
    """What the knowledge base could not answer: a topic and day where they were understood."""

    topic: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Record:
    """One message with what was told of it and what was missed."""

    asking: Asking
    told: Sequence[Told] = ()
    missed: Sequence[Missed] = ()

    @property
    def whose(self) -> tuple[str, str]:
        return self.asking.person, self.asking.place


@dataclass(frozen=True)
class Recording(Settling):
    """What is written each time somebody asks, made once for many times."""

    @cached_property
    def question(self) -> Insert:
        return insert(question).returning(question.c.id)

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


def record_told(connection: Connection, told: Sequence[Told], *, at: datetime, place: str, person: str) -> None:
    """What was told unasked, such as a correction. Owes what changed before it could be written down."""
    recording = Recording()
    if told:
        connection.execute(
            recording.telling, [_telling_row(one, None, at, place, person, Company.ALONE) for one in told]
        )
        _settle(connection, [_heard(told, at, place, person, Company.ALONE)], recording)


def _record(connection: Connection, records: Sequence[Record], recording: Recording) -> list[int]:
    _take_back(connection, [one.asking for one in records], recording)
    numbers = [connection.execute(recording.question, _row(one.asking)).scalar_one() for one in records]
    numbered = list(zip(numbers, records, strict=True))
    told = [row for number, one in numbered for row in _telling_rows(one, number)]
    if told:
        connection.execute(recording.telling, told)
        asked = [(one.told, one.asking) for one in records]
        heard = [_heard(told, of.asked, of.place, of.person, of.company) for told, of in asked]
        _settle(connection, heard, recording)
    gaps = [_gap_row(missed, one.asking, number) for number, one in numbered for missed in one.missed]
    if gaps:
        connection.execute(recording.gap, gaps)
    return numbers


def _heard(told: Sequence[Told], at: datetime, place: str, person: str, company: Company) -> ToldTo:
    meant = (one for one in told if one.meaning is not None)
    heard = [Heard(one.cell, Meant(one.meaning, one.lives_until), one.generation) for one in meant if one.meaning]
    return ToldTo(person, place, at, heard, company)


def _settle(connection: Connection, told: Sequence[ToldTo], recording: Recording) -> None:
    heard = [one for one in told if one.heard]
    if heard:
        settle_told(connection, heard, settling=recording)


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
    asking = one.asking
    return (_telling_row(told, number, asking.asked, asking.place, asking.person, asking.company) for told in one.told)


def _telling_row(
    told: Told, number: int | None, at: datetime, place: str, person: str, company: Company
) -> dict[str, Any]:
    if (told.day is None) != (told.day_over is None):
        raise ValueError("a telling about a day needs the instant at which that day is over, and no other does")
    return {
        "question_id": number,
        "told_at": at,
        "place": place,
        "person": person,
        "topic": told.topic,
        "day": told.day,
        "day_over": told.day_over or at,
        "scope": {"levels": list(told.scope.levels), "schools": list(told.scope.schools)},
        "finding": told.finding.value,
        "told": dict(told.told),
        "message": told.message,
        "last_day": told.cell.last_day,
        "meaning": told.meaning,
        "lives_until": told.lives_until,
        "company": company.value,
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
