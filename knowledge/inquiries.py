"""Questions that wait for a person: opened by a family, answered by staff, and the answer owed to whoever asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from knowledge.claims import Scope
from knowledge.interest import Cell, cell_of
from knowledge.meaning import HOLES
from knowledge.people import scope_body
from knowledge.revisions import in_parts
from knowledge.tables import audit, inquiry, owed, telling

OPEN, ANSWERED = "open", "answered"
PENDING, GONE = "pending", "gone"


class NoSuchInquiry(LookupError):
    """No question of that number waits, or whoever asked it wanted to be forgotten."""


class AnsweredAlready(Exception):
    """Somebody else answered it before."""

    def __init__(self, answer: str, by: str) -> None:
        super().__init__("it was answered before")
        self.answer, self.by = answer, by


@dataclass(frozen=True)
class Inquiry:
    """*fleeting*: it was asked where nothing can be sent to them later."""

    number: int
    question: int | None
    person: str
    place: str
    language: str | None
    text: str
    asked: datetime
    state: str
    answer: str | None
    answered: datetime | None
    identity: str | None
    fleeting: bool = False


def open_inquiry(
    connection: Connection,
    *,
    person: str,
    place: str,
    text: str,
    at: datetime,
    language: str | None = None,
    question: int | None = None,
    fleeting: bool = False,
) -> int:
    """Returns its number; asked again while it is still open, that of the first."""
    same = (inquiry.c.person == person) & (inquiry.c.place == place) & (inquiry.c.text == text)
    waiting = connection.scalars(select(inquiry.c.id).where(same, inquiry.c.state == OPEN)).first()
    if waiting is not None:
        found: int = waiting
        return found
    row = {
        "question_id": question,
        "person": person,
        "place": place,
        "language": language,
        "text": text,
        "asked": at,
        "state": OPEN,
        "fleeting": fleeting,
    }
    number: int = connection.scalars(insert(inquiry).returning(inquiry.c.id), [row]).one()
    return number


def move_inquiry(connection: Connection, *, person: str, text: str, place: str) -> bool:
    """What was asked where nothing can be sent later is answered at *place* from now on; an answer that could not be
    sent is owed there. False where nothing of the kind is kept."""
    mine = (inquiry.c.person == person) & (inquiry.c.text == text) & inquiry.c.fleeting
    numbers = connection.scalars(select(inquiry.c.id).where(mine)).all()
    if not numbers:
        return False
    connection.execute(update(inquiry).where(inquiry.c.id.in_(numbers)).values(place=place, fleeting=False))
    unsent = owed.c.inquiry_id.in_(numbers) & (owed.c.kind == "answer")
    connection.execute(update(owed).where(unsent).values(place=place))
    connection.execute(
        update(owed).where(unsent, owed.c.state == GONE).values(state=PENDING, settled=None, spread=None)
    )
    return True


def open_inquiries(connection: Connection) -> tuple[Inquiry, ...]:
    """Oldest first: whoever has waited longest is next."""
    rows = connection.execute(select(inquiry).where(inquiry.c.state == OPEN).order_by(inquiry.c.asked, inquiry.c.id))
    return tuple(_inquiry(row) for row in rows)


def find_inquiry(connection: Connection, number: int) -> Inquiry:
    """Also one that was answered. Raises `NoSuchInquiry`."""
    row = connection.execute(select(inquiry).where(inquiry.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchInquiry(f"there is no question {number} that waits for a person")
    return _inquiry(row)


def answer_inquiry(
    connection: Connection, number: int, answer: str, *, by: str, role: str | None, at: datetime
) -> Inquiry:
    """Stores the answer and what is owed to whoever asked. Raises `NoSuchInquiry`, `AnsweredAlready`."""
    waiting = update(inquiry).where(inquiry.c.id == number, inquiry.c.state == OPEN)
    values = {"state": ANSWERED, "answer": answer, "answered": at, "identity": by}
    done = connection.execute(waiting.values(values)).rowcount
    found = find_inquiry(connection, number)
    if not done:
        raise AnsweredAlready(found.answer or "", found.identity or "")
    connection.execute(insert(owed), [_owed_row(found, at=at)])
    line = {
        "made": at,
        "identity": by,
        "role": role,
        "command": "gaps reply",
        "about": f"inquiry {number}",
        # Neither the question nor the answer: they go when whoever asked wants to be forgotten.
        "after": {"state": ANSWERED},
    }
    connection.execute(insert(audit), [line])
    return found


def inquiries_of(connection: Connection, questions: Collection[int]) -> tuple[Inquiry, ...]:
    """Those still open that came from any of these questions."""
    found: list[Inquiry] = []
    for part in in_parts(sorted(questions)):
        query = select(inquiry).where(inquiry.c.question_id.in_(part), inquiry.c.state == OPEN).order_by(inquiry.c.id)
        found += [_inquiry(row) for row in connection.execute(query)]
    return tuple(found)


def cells_open(connection: Connection, questions: Collection[int], *, topic: str) -> Mapping[int, Sequence[Cell]]:
    """What each of these questions asked about of the topic, and where else it was told that nothing is known."""
    wanted = or_(telling.c.topic == topic, telling.c.finding.in_([one.value for one in HOLES]))
    cells: dict[int, list[Cell]] = defaultdict(list)
    for part in in_parts(sorted(questions)):
        for row in connection.execute(select(telling).where(telling.c.question_id.in_(part), wanted)):
            cells[row.question_id].append(cell_of(row))
    return cells


def answer_by_change(
    connection: Connection,
    waiting: Collection[Inquiry],
    *,
    change: int,
    topic: str,
    days: tuple[date | None, date | None],
    scope: Scope,
    by: str,
    at: datetime,
    not_after: datetime | None = None,
) -> int:
    """What was published answers them: each is owed the reply about it. Returns how many."""
    count = 0
    for one in waiting:
        still = update(inquiry).where(inquiry.c.id == one.number, inquiry.c.state == OPEN)
        if not connection.execute(still.values(state=ANSWERED, answered=at, identity=by)).rowcount:
            continue
        first, last = days
        about = {"change_id": change, "topic": topic, "day": first, "last_day": last, "scope": scope_body(scope)}
        connection.execute(insert(owed), [{**_owed_row(one, at=at), **about, "not_after": not_after}])
        count += 1
    return count


def reopen_inquiries(connection: Connection, *, change: int) -> int:
    """Those that a change answered, once it is taken back before they were told. Returns how many."""
    untold = owed.c.state.in_((PENDING, GONE))
    of_change = (owed.c.change_id == change) & (owed.c.kind == "answer") & untold
    numbers = connection.scalars(select(owed.c.inquiry_id).where(of_change)).all()
    if not numbers:
        return 0
    connection.execute(update(owed).where(of_change).values(state="cancelled"))
    back = update(inquiry).where(inquiry.c.id.in_(numbers), inquiry.c.answer.is_(None))
    return connection.execute(back.values(state=OPEN, answered=None, identity=None)).rowcount


def _owed_row(one: Inquiry, *, at: datetime) -> dict[str, Any]:
    return {
        "inquiry_id": one.number,
        "kind": "answer",
        "person": one.person,
        "place": one.place,
        "scope": scope_body(Scope()),
        "because": "asked",
        "recorded": at,
        # Nobody could be told there; it waits for whoever asked to name another room.
        "state": GONE if one.fleeting else PENDING,
    }


def _inquiry(row: Row[Any]) -> Inquiry:
    return Inquiry(
        number=row.id,
        question=row.question_id,
        person=row.person,
        place=row.place,
        language=row.language,
        text=row.text,
        asked=row.asked,
        state=row.state,
        answer=row.answer,
        answered=row.answered,
        identity=row.identity,
        fleeting=bool(row.fleeting),
    )
