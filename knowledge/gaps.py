"""What families asked and nobody could answer: grouped with its likes, ranked by people, closed by what was done.

A group is called by the number of any of its questions; a list shows the smallest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from knowledge.acting import Act
from knowledge.claims import Claim
from knowledge.codec import decode
from knowledge.likeness import grouped
from knowledge.revisions import in_parts
from knowledge.tables import audit, claim, gap, question, revision

MOST_READ = 20_000  # newest open questions that are read


class ClosedAs(StrEnum):
    CLAIM = "claim"
    PHRASING = "phrasing"
    TOPIC = "topic"
    NOT_OURS = "not_ours"


# What a question comes to that was offered topics: clarify until one is chosen, or none.
OFFERED, CHOSEN, NONE_OF_THESE = "clarify", "chosen", "none_of_these"
WRONG = "wrong"
OFFER_STANDS = timedelta(minutes=30)


class NoSuchGap(LookupError):
    """No question of that number is noted, or it was forgotten since."""


class GapClosed(Exception):
    """Somebody dealt with it already."""

    def __init__(self, number: int, at: datetime, closed_as: str) -> None:
        super().__init__(f"the gap {number} was closed before")
        self.number, self.at, self.closed_as = number, at, closed_as


@dataclass(frozen=True)
class Missing:
    """One question of a group. *topic*, *day*: where they were understood; *outcome*: unknown, clarify,
    none_of_these, chosen or wrong."""

    number: int
    question: int | None
    asked: datetime
    person: str
    language: str | None
    text: str
    topic: str | None
    day: date | None
    outcome: str


@dataclass(frozen=True)
class Gap:
    """Questions that want the same answer, the newest first."""

    number: int
    asked: tuple[Missing, ...]

    @property
    def newest(self) -> Missing:
        return self.asked[0]

    @property
    def people(self) -> int:
        return len({one.person for one in self.asked})

    @property
    def topic(self) -> str | None:
        return self.newest.topic

    @property
    def day(self) -> date | None:
        return self.newest.day

    @property
    def texts(self) -> tuple[Missing, ...]:
        """Each text once."""
        return tuple({one.text.strip().casefold(): one for one in reversed(self.asked)}.values())[::-1]


def open_gaps(connection: Connection, *, at: datetime) -> tuple[Gap, ...]:
    """Most people first, then the newest. A hole that a claim fills by now is none any more, nor is a wrong answer that
    was changed, or checked, since."""
    missed = (gap.c.closed.is_(None), gap.c.outcome != CHOSEN)
    query = select(gap).where(*missed).order_by(gap.c.id.desc()).limit(MOST_READ)
    rows = [_missing(row) for row in connection.execute(query)]
    said = _said_since(connection, rows, at=at)
    gaps = _grouped([one for one in rows if not any(claim.settles(one) for claim in said.get(one.topic or "", ()))])
    return tuple(sorted(gaps, key=lambda one: (-one.people, -one.newest.asked.timestamp(), one.number)))


def filled(connection: Connection, numbers: Collection[int], *, at: datetime) -> frozenset[int]:
    """Of questions those that a claim answers by now, and of wrong answers those that were changed since."""
    found = (connection.execute(select(gap).where(gap.c.id.in_(part))) for part in in_parts(numbers))
    rows = [_missing(row) for part in found for row in part]
    said = _said_since(connection, rows, at=at)
    return frozenset(one.number for one in rows if any(claim.settles(one) for claim in said.get(one.topic or "", ())))


def find_gap(connection: Connection, number: int) -> Gap:
    """The whole group of a question. Raises `NoSuchGap`, `GapClosed`."""
    row = connection.execute(select(gap).where(gap.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchGap(f"there is no gap {number}")
    if row.closed is not None:
        raise GapClosed(number, row.closed, row.closed_as)
    near = select(gap).where(gap.c.closed.is_(None), gap.c.topic.is_(None))
    if row.topic is not None:
        same_day = gap.c.day.is_(None) if row.day is None else gap.c.day == row.day
        near = select(gap).where(gap.c.closed.is_(None), gap.c.topic == row.topic, same_day)
    rows = connection.execute(near.order_by(gap.c.id.desc()).limit(MOST_READ)).all()
    groups = _grouped([_missing(one) for one in rows])
    found = next((one for one in groups if number in {missing.number for missing in one.asked}), None)
    return found or Gap(number, (_missing(row),))


def close_gap(connection: Connection, found: Gap, closed_as: ClosedAs, *, act: Act, change: int | None = None) -> int:
    """Returns how many questions it closes; what no change stands for gets a line of its own in the audit log. Raises
    `GapClosed` when somebody else was faster."""
    values = {"closed": act.at, "closed_as": closed_as.value, "change_id": change}
    closed = 0
    for part in in_parts(one.number for one in found.asked):
        closing = update(gap).where(gap.c.id.in_(part), gap.c.closed.is_(None))
        closed += connection.execute(closing.values(values)).rowcount
    if not closed:
        find_gap(connection, found.newest.number)  # says who was faster, or that it was forgotten
    if change is None:
        line = {
            "made": act.at,
            "identity": act.identity,
            "role": act.role,
            "command": act.action,
            # The number alone: the words go when whoever asked wants to be forgotten.
            "about": f"gap {found.number}",
            "after": {"closed_as": closed_as.value},
        }
        connection.execute(insert(audit), [line])
    return closed


def reopen_gaps(connection: Connection, *, change: int) -> int:
    """Those that a change closed, once it is taken back. Returns how many."""
    of_change = update(gap).where(gap.c.change_id == change)
    return connection.execute(of_change.values(closed=None, closed_as=None, change_id=None)).rowcount


def settle_offer(connection: Connection, *, person: str, place: str, chosen: str | None, at: datetime) -> None:
    """The person's newest question that was offered topics: one was *chosen*, so that it is only a phrasing that was
    missed, or none of them was meant."""
    theirs = (gap.c.person == person) & (question.c.place == place) & (gap.c.asked > at - OFFER_STANDS)
    query = (
        select(gap.c.id)
        .join(question, question.c.id == gap.c.question_id)
        .where(theirs, gap.c.outcome == OFFERED, gap.c.closed.is_(None))
        .order_by(gap.c.id.desc())
    )
    number = connection.scalars(query.limit(1)).first()
    if number is not None:
        outcome = NONE_OF_THESE if chosen is None else CHOSEN
        connection.execute(update(gap).where(gap.c.id == number).values(outcome=outcome))


def _missing(row: Row[Any]) -> Missing:
    return Missing(
        number=row.id,
        question=row.question_id,
        asked=row.asked,
        person=row.person,
        language=row.language,
        text=row.text,
        topic=row.topic,
        day=row.day,
        outcome=row.outcome,
    )


def _grouped(rows: Sequence[Missing]) -> list[Gap]:
    """*rows* newest first."""
    understood: dict[tuple[object, ...], list[Missing]] = {}
    for one in rows:
        if one.topic is not None:
            understood.setdefault((one.topic, one.day, one.outcome == WRONG), []).append(one)
    others = [one for one in rows if one.topic is None]
    # The oldest lead, so that a group stays what it is while more come in.
    alike: dict[int, list[Missing]] = {}
    oldest = others[::-1]
    for one, leader in zip(oldest, grouped([(one.text, one.language) for one in oldest]), strict=True):
        alike.setdefault(leader, []).append(one)
    groups = [*understood.values(), *(of_one[::-1] for of_one in alike.values())]
    return [_gap(of_one) for of_one in groups]


def _gap(asked: Iterable[Missing]) -> Gap:
    newest = tuple(sorted(asked, key=lambda one: (one.asked, one.number), reverse=True))
    return Gap(min(one.number for one in newest), newest)


@dataclass(frozen=True)
class _Said:
    """A claim that became known since somebody asked. *holds*: it is told to all schools now."""

    claim: Claim
    since: datetime
    holds: bool

    def settles(self, one: Missing) -> bool:
        """A hole is filled by what holds; what was marked as wrong is dealt with by any change of what was told."""
        about = not self.claim.has_day or (one.day is not None and self.claim.is_about(one.day))
        return about and self.since > one.asked and (self.holds or one.outcome == WRONG)


def _said_since(connection: Connection, rows: Sequence[Missing], *, at: datetime) -> Mapping[str, list[_Said]]:
    """Claims of the topics asked about that became known since the oldest question, by topic."""
    understood = [one for one in rows if one.topic is not None]
    since = min((one.asked for one in understood), default=at)
    found: dict[str, list[_Said]] = {}
    for part in in_parts(sorted({one.topic for one in understood if one.topic})):
        told = and_(claim.c.serve_from <= at, claim.c.serve_until > at)
        told = and_(told, claim.c.ended.is_(None), claim.c.withdrawn.is_(None))
        query = (
            select(claim.c.topic, claim.c.known_from, revision.c.body, told.label("told"))
            .join(revision, revision.c.id == claim.c.revision_id)
            .where(claim.c.topic.in_(part), claim.c.known_from > since, revision.c.current, ~revision.c.removed)
        )
        for row in connection.execute(query):
            one = decode(Claim, row.body)
            holds = bool(row.told) and one.scope.is_district and not one.is_undecided
            found.setdefault(row.topic, []).append(_Said(one, row.known_from, holds))
    return found
