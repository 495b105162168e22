"""Spreading: what is owed, and what was announced, becomes deliveries, part by part, each part one transaction.

Where it stopped stands in the database, so that whoever comes next goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select, text, union, update

from knowledge.deliveries import DeliveryKind, Run, add_deliveries
from knowledge.district import District
from knowledge.interest import PENDING
from knowledge.lanes import Lease, hold_lane
from knowledge.loudness import Loudness
from knowledge.people import scope_of
from knowledge.publishing import hold_turn
from knowledge.quiet import Quiet, awake_at, quiet_between
from knowledge.recipients import audiences, is_touched
from knowledge.revisions import in_parts
from knowledge.tables import announcement, owed, person, room, spreading
from knowledge.ways import each_once, is_urgent, read_messages, ways_of

AT_ONCE = 2000  # people in one transaction
UNREAD = frozenset({"scope", "before", "after"})  # of what is owed; each is JSON that nothing here needs

Loud = tuple[Loudness | None, ...]
URGENT: Loud = (Loudness.URGENT,)
OTHERS: Loud = (Loudness.ORDINARY, Loudness.QUIET, None)

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
    """The next part, of what is urgent first; how many it looked at, 0 where all is spread. Raises `LeaseLost`."""
    hold_lane(connection, lease)
    hold_turn(connection)  # or something would be left for whoever is just being forgotten
    for some in (URGENT, OTHERS):
        done = _spread_owed(connection, lease.lane, some, at=at, manners=manners, most=most)
        done = done or _spread_announcement(connection, lease.lane, some, at=at, manners=manners, most=most)
        if done:
            return done
    return 0


def _spread_owed(connection: Connection, lane: str, some: Loud, *, at: datetime, manners: Manners, most: int) -> int:
    rows: list[Row[Any]] = []
    for one in some:
        rows += connection.execute(_new(lane, one).limit(most - len(rows))).all() if len(rows) < most else ()
    waiting = [row for row in rows if row.state == PENDING and (row.not_after is None or row.not_after > at)]
    messages = read_messages(connection, waiting, at=at)
    held = {row.id for row in waiting if messages.is_on_its_way(row)}
    rows, waiting = [row for row in rows if row.id not in held], [row for row in waiting if row.id not in held]
    hush = _Hush(connection, {row.person for row in waiting}, at=at, manners=manners)
    ways = each_once(ways_of(waiting, messages))
    add_deliveries(connection, [_delivery(lane, row, kind, message, hush) for row, kind, message in ways])
    for part in in_parts([row.id for row in rows]):
        connection.execute(update(owed).where(owed.c.id.in_(part)).values(spread=at))
    return len(rows)


def _new(lane: str, loudness: Loudness | None) -> Select[Any]:
    """Of one loudness, in the order of an index, so that as many as wait cost nothing. Not by number: on a server those
    are not committed in their order."""
    columns = [one for one in owed.c if one.name not in UNREAD]
    theirs = (owed.c.spread.is_(None), owed.c.loudness == loudness if loudness else owed.c.loudness.is_(None))
    ours = owed.c.place.startswith(f"{lane}:", autoescape=True)
    in_order = (owed.c.spread, owed.c.loudness, owed.c.place, owed.c.id)
    return select(*columns).where(*theirs, ours).order_by(*in_order)


def _delivery(lane: str, row: Row[Any], kind: DeliveryKind, message: str | None, hush: _Hush) -> dict[str, Any]:
    urgent = is_urgent(row)
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


def _spread_announcement(
    connection: Connection, lane: str, some: Loud, *, at: datetime, manners: Manners, most: int
) -> int:
    row = _next_announcement(connection, lane, some)
    if row is None:
        return 0
    here = (spreading.c.announcement_id == row.id, spreading.c.lane == lane)
    connection.execute(FIRST, {"number": row.id, "lane": lane})
    seen: str = connection.scalars(select(spreading.c.seen).where(*here).with_for_update()).one()
    found = _recipients(connection, lane, after=seen, at=at, manners=manners, most=most)
    if not found:
        connection.execute(update(spreading).where(*here).values(done=at, seen=""))
        return 1
    add_deliveries(connection, _announced(connection, lane, row, found, at=at, manners=manners))
    connection.execute(update(spreading).where(*here).values(seen=found[-1][0]))
    return len(found)


def _announced(
    connection: Connection,
    lane: str,
    row: Row[Any],
    found: Sequence[tuple[str, str]],
    *,
    at: datetime,
    manners: Manners,
) -> list[dict[str, Any]]:
    """To all whom it concerns, in rooms where something can be sent."""
    gone, chosen = _gone(connection, found), _chosen(connection, {who for who, _ in found})
    scope = scope_of(row.scope)
    wanted = [
        (who, place)
        for who, place in found
        if place not in gone and is_touched(chosen.get(who), scope, manners.district)
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
    return [
        {**every, "person": who, "place": place, "not_before": at if urgent else hush.until(who, at)}
        for who, place in wanted
    ]


def _next_announcement(connection: Connection, lane: str, some: Loud) -> Row[Any] | None:
    here = (spreading.c.announcement_id == announcement.c.id) & (spreading.c.lane == lane)
    urgent = announcement.c.loudness == Loudness.URGENT
    loud = urgent if some is URGENT else or_(announcement.c.loudness.is_(None), ~urgent)
    query = select(announcement).join(spreading, here, isouter=True)
    query = query.where(announcement.c.state == Run.GOING, spreading.c.done.is_(None), loud)
    return connection.execute(query.order_by(announcement.c.id).limit(1)).one_or_none()


def _recipients(
    connection: Connection, lane: str, *, after: str, at: datetime, manners: Manners, most: int
) -> list[tuple[str, str]]:
    """The next people with the room each is told in, by their names; of one person all rooms at once. The database
    alone compares names: it may have them in another order than we would."""
    queries = [one.limit(most) for one in audiences(lane, after=after, at=at, to_people=manners.to_people)]
    found = _united(connection, queries, most=most)
    if len(found) < most:
        return found
    last = found[-1][0]
    whole = [one for one in found if one[0] != last]  # what else there is of the last one is for the next part
    if whole:
        return whole
    queries = [*audiences(lane, after=after, at=at, to_people=manners.to_people)]
    return _united(connection, [one.where(one.selected_columns[0] == last) for one in queries])


def _united(
    connection: Connection, queries: Iterable[Select[Any]], *, most: int | None = None
) -> list[tuple[str, str]]:
    both = union(*(select(one.subquery()) for one in queries)).subquery()
    who, place = both.c
    rows = connection.execute(select(who, place).order_by(who, place).limit(most)).all()
    return [(who, place) for who, place in rows]


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
        chosen = quiet_between(row.quiet_from, row.quiet_until) if row is not None else None
        return chosen or self.manners.quiet
