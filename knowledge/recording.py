"""What was asked and told, kept as long as the settings say and no longer, and forgotten when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, insert, or_, select, update

from knowledge.acting import wait_for_turn
from knowledge.claims import Scope
from knowledge.findings import FindingKind
from knowledge.interest import PENDING, Cell
from knowledge.meaning import Meaning, Meant
from knowledge.overtaken import Heard, settle_told
from knowledge.tables import feedback, follow, gap, inquiry, link_code, metadata, owed, question, telling


@dataclass(frozen=True)
class Asking:
    """A message as it came in and how it was understood. *place*, *person*: opaque to us. *reading*: plain JSON;
    *origin*: what brought it, noted again it takes the place of what was noted before."""

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
class Deleted:
    questions: int = 0
    tellings: int = 0
    gaps: int = 0
    inquiries: int = 0
    feedback: int = 0
    owed: int = 0
    follows: int = 0


def record(connection: Connection, asking: Asking, *, told: Sequence[Told] = (), missed: Sequence[Missed] = ()) -> int:
    """Returns the question's id."""
    asking = replace(asking, text=storable(asking.text))
    row = {
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
    }
    _take_back(connection, asking)
    number: int = connection.scalars(insert(question).returning(question.c.id), [row]).one()
    record_told(connection, told, at=asking.asked, place=asking.place, person=asking.person, question_id=number)
    if missed:
        connection.execute(insert(gap), [_gap_row(one, asking, number) for one in missed])
    return number


def record_told(
    connection: Connection,
    told: Sequence[Told],
    *,
    at: datetime,
    place: str,
    person: str,
    question_id: int | None = None,
) -> None:
    """Also for what was told unasked, such as a correction. Owes what changed before it could be written down."""
    if not told:
        return
    about = {"question_id": question_id, "told_at": at, "place": place, "person": person}
    connection.execute(insert(telling), [{**about, **_telling_row(one, at)} for one in told])
    heard = [
        Heard(one.cell, Meant(one.meaning, one.lives_until), one.generation) for one in told if one.meaning is not None
    ]
    if heard:
        settle_told(connection, heard, person=person, place=place, at=at)


def storable(text: str) -> str:
    """Without what no database keeps: zero characters and halves of a letter."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _take_back(connection: Connection, asking: Asking) -> None:
    """What was noted of the same message before: it was answered and perhaps never sent, or it has been edited."""
    if asking.origin is None:
        return
    same = question.c.origin == asking.origin, question.c.person == asking.person
    numbers = connection.scalars(select(question.c.id).where(*same)).all()
    if numbers:
        connection.execute(delete(telling).where(telling.c.question_id.in_(numbers)))
        connection.execute(delete(gap).where(gap.c.question_id.in_(numbers)))
        connection.execute(delete(question).where(question.c.id.in_(numbers)))


def note_message(connection: Connection, question_id: int, message: str) -> None:
    """The platform's name for the message that told it, which is known only once it has been sent."""
    connection.execute(update(telling).where(telling.c.question_id == question_id).values(message=message))


def enforce_retention(
    connection: Connection, *, at: datetime, question_days: int = 30, telling_days: int = 30
) -> Deleted:
    """Deletes what families wrote (with gaps and verdicts) *question_days* after they did, what waited for a person as
    long after its answer, once that was sent, and tellings and what was owed *telling_days* after the day they are
    about; what was followed with its day."""
    asked_by, over_by = at - timedelta(days=question_days), at - timedelta(days=telling_days)

    def gone(table: Table, *conditions: ColumnElement[bool]) -> int:
        return connection.execute(delete(table).where(*conditions)).rowcount

    gone(link_code, link_code.c.expires <= at)
    # What is owed for an inquiry would go with it uncounted, so it goes first.
    settled = owed.c.state != PENDING
    over = func.coalesce(owed.c.not_after, owed.c.settled, owed.c.recorded) <= over_by
    unsent = exists().where(owed.c.inquiry_id == inquiry.c.id, owed.c.state == PENDING)
    return Deleted(
        owed=gone(owed, over, or_(settled, owed.c.not_after.is_not(None))),
        gaps=gone(gap, gap.c.asked <= asked_by),
        inquiries=gone(inquiry, func.coalesce(inquiry.c.answered, inquiry.c.asked) <= asked_by, ~unsent),
        feedback=gone(feedback, feedback.c.made <= asked_by),
        questions=gone(question, question.c.asked <= asked_by),
        tellings=gone(telling, telling.c.day_over <= over_by),
        follows=gone(follow, follow.c.until <= at),
    )


def forget(connection: Connection, person: str) -> int:
    """Deletes every row about *person* from every table that names people; returns how many."""
    wait_for_turn(connection)  # whoever publishes may just be writing down what is owed to them
    tables = [one for one in reversed(metadata.sorted_tables) if "person" in one.c]
    return sum(connection.execute(delete(one).where(one.c.person == person)).rowcount for one in tables)


def _telling_row(told: Told, at: datetime) -> dict[str, Any]:
    if (told.day is None) != (told.day_over is None):
        raise ValueError("a telling about a day needs the instant at which that day is over, and no other does")
    return {
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
