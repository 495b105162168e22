"""Spreading: what is owed, and what was announced, becomes deliveries, part by part, each part one transaction.

Where it stopped stands in the database, so that whoever comes next goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select, text, update

from knowledge.announcements import ASKED_WITHIN
from knowledge.company import Company
from knowledge.deliveries import DeliveryKind, Run, add_deliveries
from knowledge.district import District
from knowledge.interest import CORRECTION, PENDING
from knowledge.lanes import Lease, hold_lane
from knowledge.loudness import Loudness
from knowledge.people import scope_of
from knowledge.quiet import Quiet, awake_at
from knowledge.revisions import in_parts
from knowledge.tables import announcement, follow, owed, person, question, room, spreading, telling

AT_ONCE = 5000  # people in one transaction
FIRST = text("INSERT INTO spreading (announcement_id, lane, seen) VALUES (:number, :lane, '') ON CONFLICT DO NOTHING")


@dataclass(frozen=True)
class Manners:
    """*settling*: how long a correction waits for others of the same hour; *quiet*: the hours of the district, for
    whoever chose none; *to_people*: whether announcements go to people too, or only to rooms."""

    district: District
    settling: timedelta = timedelta()
    quiet: Quiet | None = None
    to_people: bool = True


def spread(connection: Connection, lease: Lease, *, at: datetime, manners: Manners, most: int = AT_ONCE) -> int:
    """The next part; how many it looked at, 0 where all is spread. Raises `LeaseLost`."""
    hold_lane(connection, lease)
    done = _spread_owed(connection, lease.lane, at=at, manners=manners, most=most)
    return done or _spread_announcement(connection, lease.lane, at=at, manners=manners, most=most)


def _spread_owed(connection: Connection, lane: str, *, at: datetime, manners: Manners, most: int) -> int:
    new = select(owed).where(owed.c.spread.is_(None), owed.c.place.startswith(f"{lane}:", autoescape=True))
    rows = connection.execute(new.order_by(owed.c.id).limit(most)).all()
    waiting = [row for row in rows if row.state == PENDING and (row.not_after is None or row.not_after > at)]
    hush = _Hush(connection, {row.person for row in waiting}, at=at, manners=manners)
    ways = [one for row in waiting for one in _ways_of(connection, row)]
    add_deliveries(connection, [_delivery(lane, row, kind, message, hush) for row, kind, message in _once(ways)])
    for part in in_parts([row.id for row in rows]):
        connection.execute(update(owed).where(owed.c.id.in_(part)).values(spread=at))
    return len(rows)


Way = tuple[Row[Any], DeliveryKind, str | None]
"""A row of what is owed, and how it is told; of a rewrite the name of our message."""


def _ways_of(connection: Connection, row: Row[Any]) -> Iterator[Way]:
    if row.kind != CORRECTION:
        yield row, DeliveryKind.ANSWER, None
    elif row.company == Company.ROOM:
        for message in _messages_of(connection, row):
            yield row, DeliveryKind.REWRITE, message
    else:
        yield row, DeliveryKind.CORRECTION, None


def _messages_of(connection: Connection, row: Row[Any]) -> Sequence[str]:
    theirs = (telling.c.place == row.place, telling.c.person == row.person, telling.c.topic == row.topic)
    of_day = telling.c.day.is_(None) if row.day is None else telling.c.day == row.day
    names = select(telling.c.message).where(*theirs, of_day, telling.c.message.is_not(None)).distinct()
    return [one for one in connection.scalars(names) if one]


def _once(ways: Iterable[Way]) -> list[Way]:
    """One message to a room for all that one person is owed; of what was just the newest."""
    found: dict[object, Way] = {}
    for way in ways:
        row, kind, message = way
        own = row.id if kind is DeliveryKind.ANSWER else None
        found[row.person if message is None else None, row.place, kind, message, own, _is_urgent(row)] = way
    return list(found.values())


def _delivery(lane: str, row: Row[Any], kind: DeliveryKind, message: str | None, hush: _Hush) -> dict[str, Any]:
    urgent = _is_urgent(row)
    calm = kind is DeliveryKind.REWRITE or urgent  # a rewrite wakes nobody
    settled = row.recorded if urgent or kind is DeliveryKind.ANSWER else row.recorded + hush.manners.settling
    return {
        "lane": lane,
        "kind": kind,
        "person": row.person,
        "place": row.place,
        "change_id": row.change_id,
        "owed_id": row.id if kind is DeliveryKind.ANSWER else None,
        "message": message,
        "urgent": urgent,
        "not_before": settled if calm else hush.until(row.person, settled),
    }


def _is_urgent(row: Row[Any]) -> bool:
    return bool(row.loudness == Loudness.URGENT)


def _spread_announcement(connection: Connection, lane: str, *, at: datetime, manners: Manners, most: int) -> int:
    row = _next_announcement(connection, lane)
    if row is None:
        return 0
    here = (spreading.c.announcement_id == row.id, spreading.c.lane == lane)
    connection.execute(FIRST, {"number": row.id, "lane": lane})
    seen: str = connection.scalars(select(spreading.c.seen).where(*here).with_for_update()).one()
    found = _recipients(connection, lane, after=seen, at=at, manners=manners, most=most)
    if not found:
        connection.execute(update(spreading).where(*here).values(done=at))
        return 1
    gone, chosen = _gone(connection, found), _chosen(connection, {who for who, _ in found})
    scope = scope_of(row.scope)
    wanted = [
        (who, place)
        for who, place in found
        if place not in gone and (scope.is_district or _is_touched(chosen.get(who), scope, manners.district))
    ]
    urgent = row.loudness == Loudness.URGENT
    hush = _Hush(connection, set(), at=at, manners=manners, chosen=chosen)
    every = {
        "lane": lane,
        "kind": DeliveryKind.ANNOUNCEMENT,
        "announcement_id": row.id,
        "urgent": urgent,
        "not_after": row.not_after,
    }
    rows = [
        {**every, "person": who, "place": place, "not_before": at if urgent else hush.until(who, at)}
        for who, place in wanted
    ]
    add_deliveries(connection, rows)
    connection.execute(update(spreading).where(*here).values(seen=found[-1][0]))
    return len(found)


def _next_announcement(connection: Connection, lane: str) -> Row[Any] | None:
    """Urgent ones first."""
    here = (spreading.c.announcement_id == announcement.c.id) & (spreading.c.lane == lane)
    query = select(announcement).join(spreading, here, isouter=True)
    query = query.where(announcement.c.state == Run.GOING, spreading.c.done.is_(None))
    ordinary = announcement.c.loudness != Loudness.URGENT
    return connection.execute(query.order_by(ordinary, announcement.c.id).limit(1)).one_or_none()


def _recipients(
    connection: Connection, lane: str, *, after: str, at: datetime, manners: Manners, most: int
) -> list[tuple[str, str]]:
    """The next people with the room each is told in, by their names; of one person all rooms at once."""
    found: set[tuple[str, str]] = set()
    cut_off: list[str] = []
    for query in _audiences(lane, after=after, at=at, manners=manners):
        rows = [(who, place) for who, place in connection.execute(query.limit(most)).all()]
        found.update(rows)
        if len(rows) == most:
            cut_off.append(rows[-1][0])
    # What lies behind the last name of a list that was cut off is for the next part; so is that name itself.
    if cut_off and (end := min(cut_off)) > min(found)[0]:
        found = {one for one in found if one[0] < end}
    return sorted(found)


def _audiences(lane: str, *, after: str, at: datetime, manners: Manners) -> Iterator[Select[Any]]:
    """Rooms that follow something or have a board, and, where people are written to, whoever asked lately or follows
    something in a room of their own."""
    prefix = f"{lane}:"
    still = or_(follow.c.until.is_(None), follow.c.until > at)
    ours = follow.c.place.startswith(prefix, autoescape=True)
    follows = select(follow.c.person, follow.c.place).where(ours, still, follow.c.person > after)
    if manners.to_people:
        asked = (question.c.asked > at - ASKED_WITHIN, question.c.company == Company.ALONE)
        mine = select(question.c.person, question.c.place).where(
            question.c.person > after, question.c.place.startswith(prefix, autoescape=True), *asked
        )
        yield mine.group_by(question.c.person, question.c.place).order_by(question.c.person, question.c.place)
    else:
        follows = follows.where(follow.c.person == follow.c.place)
    yield follows.group_by(follow.c.person, follow.c.place).order_by(follow.c.person, follow.c.place)
    boards = select(room.c.place, room.c.place).where(room.c.board, room.c.place > after)
    yield boards.where(room.c.place.startswith(prefix, autoescape=True)).order_by(room.c.place)


def _gone(connection: Connection, recipients: Iterable[tuple[str, str]]) -> set[str]:
    gone: set[str] = set()
    for part in in_parts(sorted({place for _, place in recipients})):
        gone.update(connection.scalars(select(room.c.place).where(room.c.place.in_(part), room.c.gone.is_not(None))))
    return gone


def _chosen(connection: Connection, people: Iterable[str]) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for part in in_parts(sorted(people)):
        rows = connection.execute(select(person).where(person.c.person.in_(part))).all()
        found.update((row.person, row) for row in rows)
    return found


def _is_touched(row: Row[Any] | None, scope: Any, district: District) -> bool:
    if row is None:
        return True
    mine = scope_of({"schools": row.schools, "levels": row.levels})
    return mine.is_district or scope.touches(mine, district)


class _Hush:
    """Until when each of some people is not to be disturbed."""

    def __init__(
        self,
        connection: Connection,
        people: Iterable[str],
        *,
        at: datetime,
        manners: Manners,
        chosen: Mapping[str, Row[Any]] | None = None,
    ) -> None:
        self.manners = manners
        self._at = at
        self._chosen = _chosen(connection, people) if chosen is None else chosen
        self._known: dict[tuple[Quiet | None, datetime], datetime] = {}

    def until(self, who: str, when: datetime) -> datetime:
        quiet = self._quiet_of(who)
        begins = max(when, self._at)
        if quiet is None or begins > self._at + self.manners.settling:
            return when
        if (quiet, begins) not in self._known:
            self._known[quiet, begins] = awake_at(quiet, begins, district=self.manners.district)
        awake = self._known[quiet, begins]
        return when if awake == begins else awake

    def _quiet_of(self, who: str) -> Quiet | None:
        row = self._chosen.get(who)
        if row is None or row.quiet_from is None:
            return self.manners.quiet
        return _hour(row.quiet_from), _hour(row.quiet_until)


def _hour(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
