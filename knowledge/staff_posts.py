"""What was put before staff in their room: each thing once in a room, whichever process puts it there.

A post is claimed before it is sent; one whose sending was cut off is claimed again, so it may stand there twice but is
never missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, outerjoin, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.findings import Asked
from knowledge.gaps import WRONG, ClosedAs, Gap, Missing, filled
from knowledge.inquiries import OPEN
from knowledge.people import scope_of
from knowledge.tables import gap, inquiry, staff_post, telling

SENDING_LASTS = timedelta(minutes=2)  # a post without a message after that was cut off
IN_ONE_LINE = "-"  # instead of a message: it was told in one line with others


class PostKind(StrEnum):
    INQUIRY = "inquiry"
    WRONG = "wrong"
    GAP = "gap"

    @property
    def done(self) -> str:
        """What the row says once the post was edited to say that it was dealt with."""
        return f"{self.value}.done"

    @property
    def over(self) -> str:
        """What the row says once something else that was published answers it: for good, whatever becomes of that."""
        return f"{self.value}.over"


@dataclass(frozen=True)
class StaffPost:
    """*about*: the number of the inquiry or gap; *message*: None until it was sent; *done*: it says that it was dealt
    with."""

    number: int
    place: str
    kind: PostKind
    about: int
    message: str | None
    done: bool


@dataclass(frozen=True)
class Outcome:
    """What became of what a post is about. *gone*: it is not kept any more; *how*: of a gap, what it was closed as."""

    post: StaffPost
    open: bool = False
    gone: bool = False
    answer: str | None = None
    how: str | None = None
    at: datetime | None = None


def newest_waiting(connection: Connection) -> tuple[int, ...]:
    """Changes whenever something new may wait for staff, or something that waited was dealt with."""
    newest = [select(func.max(one.c.id)).scalar_subquery() for one in (gap, inquiry)]
    closed = [
        select(func.count()).select_from(gap).where(gap.c.closed.is_(None)).scalar_subquery(),
        select(func.count()).select_from(inquiry).where(inquiry.c.state == OPEN).scalar_subquery(),
    ]
    return tuple(number or 0 for number in connection.execute(select(*newest, *closed)).one())


def unposted(connection: Connection, place: str, kind: PostKind, numbers: Iterable[int], *, at: datetime) -> list[int]:
    """Those not put there yet, and those whose sending was cut off."""
    wanted = list(numbers)
    there = staff_post.c.kind.in_([kind.value, kind.done, kind.over]) & (staff_post.c.place == place)
    sent = staff_post.c.message.is_not(None) | (staff_post.c.posted > at - SENDING_LASTS)
    posted = set(connection.scalars(select(staff_post.c.about).where(there, sent)))
    return [one for one in wanted if one not in posted]


def wrong_answers(connection: Connection) -> list[int]:
    """Gaps that stand for an answer marked as wrong, oldest first."""
    query = select(gap.c.id).where(gap.c.outcome == WRONG, gap.c.closed.is_(None)).order_by(gap.c.id)
    return list(connection.scalars(query))


def question_of(connection: Connection, number: int) -> tuple[int | None, str, str | None] | None:
    """Of a gap: the question it came from, its words and their language."""
    query = select(gap.c.question_id, gap.c.text, gap.c.language).where(gap.c.id == number)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.question_id, row.text, row.language)


def told_then(connection: Connection, question: int) -> tuple[tuple[Asked, datetime], ...]:
    """What the answer to a question was about, and when it was told."""
    rows = connection.execute(select(telling).where(telling.c.question_id == question).order_by(telling.c.id)).all()
    asked = [(Asked(row.topic, row.day, row.last_day, scope_of(row.scope)), row.told_at) for row in rows]
    return tuple(dict.fromkeys(asked))


def claims_of(connection: Connection, question: int) -> tuple[str, ...]:
    """The claims that the answer to a question told, of its findings first the answers."""
    rows = connection.execute(select(telling.c.told).where(telling.c.question_id == question).order_by(telling.c.id))
    return tuple(dict.fromkeys(slug for row in rows for slug in row.told))


def closed_gap(connection: Connection, number: int) -> Gap | None:
    """A question of a gap by itself, also once it was dealt with."""
    row = connection.execute(select(gap).where(gap.c.id == number)).one_or_none()
    if row is None:
        return None
    about = (row.language, row.text, row.topic, row.day, row.outcome)
    return Gap(number, (Missing(number, row.question_id, row.asked, row.person, *about),))


def claim_post(connection: Connection, place: str, kind: PostKind, about: int, *, at: datetime) -> int | None:
    """The number of a post that whoever calls has to send; None where somebody else does, or has."""
    row = {"place": place, "kind": kind.value, "about": about, "posted": at}
    try:
        with connection.begin_nested():
            number: int = connection.scalars(insert(staff_post).returning(staff_post.c.id), [row]).one()
            return number
    except IntegrityError:
        same = (staff_post.c.place == place) & (staff_post.c.kind == kind.value) & (staff_post.c.about == about)
        cut_off = staff_post.c.message.is_(None) & (staff_post.c.posted <= at - SENDING_LASTS)
        again = update(staff_post).where(same, cut_off).values(posted=at).returning(staff_post.c.id)
        return connection.scalars(again).one_or_none()


def note_post(connection: Connection, number: int, message: str) -> None:
    connection.execute(update(staff_post).where(staff_post.c.id == number).values(message=message))


def drop_posts(connection: Connection, numbers: Collection[int]) -> None:
    connection.execute(delete(staff_post).where(staff_post.c.id.in_(numbers)))


def posted_since(connection: Connection, place: str, kind: PostKind, since: datetime) -> int:
    """How many messages of a kind were put there lately."""
    query = select(func.count()).where(
        staff_post.c.place == place,
        staff_post.c.kind == kind.value,
        staff_post.c.posted > since,
        staff_post.c.message.is_distinct_from(IN_ONE_LINE),
    )
    count: int = connection.scalars(query).one()
    return count


def find_post(connection: Connection, place: str, message: str) -> StaffPost | None:
    """What a message in a room is about."""
    if message == IN_ONE_LINE:
        return None
    query = select(staff_post).where(staff_post.c.place == place, staff_post.c.message == message)
    row = connection.execute(query.order_by(staff_post.c.id)).first()
    return _post(row) if row is not None else None


def outcomes(connection: Connection, place: str) -> Sequence[Outcome]:
    """Of every message that stands there and whose own words do not say yet how things are."""
    return (*_of_inquiries(connection, place), *_of_gaps(connection, place))


def overtaken(connection: Connection, place: str, *, at: datetime) -> Sequence[Outcome]:
    """Of open questions that stand there those that something else answers, which nobody said of the question."""
    kinds = (PostKind.WRONG, PostKind.GAP)
    waits = (staff_post.c.kind.in_([one.value for one in kinds]), gap.c.closed.is_(None))
    query = select(staff_post).join(gap, gap.c.id == staff_post.c.about).where(*_standing(place, *kinds), *waits)
    posts = [_post(row) for row in connection.execute(query.order_by(staff_post.c.id))]
    answered = filled(connection, [one.about for one in posts], at=at)
    return tuple(Outcome(one, how=ClosedAs.CLAIM.value, at=at) for one in posts if one.about in answered)


def end_post(connection: Connection, post: StaffPost) -> bool:
    """Claims the edit that says so; False where somebody else was faster."""
    mine = update(staff_post).where(staff_post.c.id == post.number, staff_post.c.kind == post.kind.value)
    return bool(connection.execute(mine.values(kind=post.kind.over)).rowcount)


def settle_post(connection: Connection, post: StaffPost, *, done: bool) -> bool:
    """Claims the edit that says so; False where somebody else was faster."""
    before, after = (post.kind.value, post.kind.done) if done else (post.kind.done, post.kind.value)
    mine = update(staff_post).where(staff_post.c.id == post.number, staff_post.c.kind == before)
    return bool(connection.execute(mine.values(kind=after)).rowcount)


def _of_inquiries(connection: Connection, place: str) -> Iterator[Outcome]:
    about = outerjoin(staff_post, inquiry, inquiry.c.id == staff_post.c.about)
    waits, done = inquiry.c.state == OPEN, PostKind.INQUIRY.done
    changed = or_(
        inquiry.c.id.is_(None),
        and_(~waits, staff_post.c.kind == PostKind.INQUIRY.value),
        and_(waits, staff_post.c.kind == done),
    )
    columns = (inquiry.c.id.label("there"), inquiry.c.state, inquiry.c.answer, inquiry.c.answered)
    query = select(staff_post, *columns).select_from(about).where(*_standing(place, PostKind.INQUIRY), changed)
    for row in connection.execute(query.order_by(staff_post.c.id)).all():
        if row.there is None:
            yield Outcome(_post(row), gone=True)
        else:
            yield Outcome(_post(row), open=row.state == OPEN, answer=row.answer, at=row.answered)


def _of_gaps(connection: Connection, place: str) -> Iterator[Outcome]:
    about = outerjoin(staff_post, gap, gap.c.id == staff_post.c.about)
    kinds = (PostKind.WRONG, PostKind.GAP)
    is_done = staff_post.c.kind.in_([one.done for one in kinds])
    waits = gap.c.closed.is_(None)
    changed = or_(gap.c.id.is_(None), and_(~waits, ~is_done), and_(waits, is_done))
    columns = (gap.c.id.label("there"), gap.c.closed, gap.c.closed_as)
    query = select(staff_post, *columns).select_from(about).where(*_standing(place, *kinds), changed)
    for row in connection.execute(query.order_by(staff_post.c.id)).all():
        if row.there is None:
            yield Outcome(_post(row), gone=True)
        else:
            yield Outcome(_post(row), open=row.closed is None, how=row.closed_as, at=row.closed)


def _standing(place: str, *kinds: PostKind) -> tuple[ColumnElement[bool], ...]:
    named = [name for one in kinds for name in (one.value, one.done)]
    return staff_post.c.place == place, staff_post.c.kind.in_(named), staff_post.c.message.is_not(None)


def _post(row: Row[Any]) -> StaffPost:
    kind, _, state = row.kind.partition(".")
    return StaffPost(row.id, row.place, PostKind(kind), row.about, row.message, bool(state))
