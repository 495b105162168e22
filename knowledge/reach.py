"""How many people a change concerns at most, counted without reading what each of them knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, case, func, literal, or_, select, union

from knowledge.company import Company
from knowledge.interest import Cell, Followed, live_tellings, still_follows
from knowledge.tables import follow, telling

LONGEST_NAME = "telegram:"  # so much of a place tells its platform


@dataclass(frozen=True)
class ConcernedOn:
    """On one platform: *people* in *places* where they can be written to, *rooms* in which what was said is
    rewritten."""

    platform: str
    people: int = 0
    places: int = 0
    rooms: int = 0


@dataclass(frozen=True)
class Concerned:
    """At most so many: those who know or follow what was changed, whatever they know of it."""

    platforms: tuple[ConcernedOn, ...] = ()

    @property
    def people(self) -> int:
        return sum(one.people for one in self.platforms)

    @property
    def places(self) -> int:
        return sum(one.places for one in self.platforms)

    @property
    def rooms(self) -> int:
        return sum(one.rooms for one in self.platforms)


@dataclass(frozen=True)
class Concerning:
    """What was changed, for whom it concerns to be counted in a look of its own: with a million it takes seconds in
    which nobody else could write."""

    cells: Collection[Cell]
    follows: Mapping[Followed, Collection[Cell]]
    at: datetime

    def counted(self, connection: Connection) -> Concerned:
        return count_concerned(connection, self.cells, self.follows, at=self.at)


def count_concerned(
    connection: Connection, cells: Collection[Cell], follows: Mapping[Followed, Collection[Cell]], *, at: datetime
) -> Concerned:
    """A part of the district is not looked at, which would make it a matter of reading every row."""
    if not cells:
        return Concerned()
    days = sorted({cell.day for cell in cells if cell.day is not None})
    of_day = or_(telling.c.day.is_(None), telling.c.day.in_(days))
    about = (telling.c.topic.in_(sorted({cell.topic for cell in cells})), of_day, live_tellings(at))
    shown = or_(telling.c.company.is_(None), telling.c.company != Company.ASIDE)
    crowded = case((telling.c.company == Company.ROOM, 1), else_=0).label("crowded")
    told = select(telling.c.person, telling.c.place, crowded).where(*about, shown, telling.c.stopped.is_(None))
    topics = {one[0] for one, theirs in follows.items() if any(cell in cells for cell in theirs)}
    followed = select(follow.c.person, follow.c.place, literal(0)).where(follow.c.topic.in_(sorted(topics)))
    both = union(told, followed.where(*still_follows(at))).subquery()
    begins = func.substr(both.c.place, 1, len(LONGEST_NAME))
    numbers = (func.count(both.c.person.distinct()), func.count(both.c.place.distinct()))
    found: dict[str, ConcernedOn] = {}
    for place, in_room, people, places in connection.execute(
        select(begins, both.c.crowded, *numbers).group_by(begins, both.c.crowded)
    ).all():
        platform = place.partition(":")[0]
        one = found.get(platform, ConcernedOn(platform))
        if in_room:
            found[platform] = replace(one, rooms=one.rooms + places)
        else:
            found[platform] = replace(one, people=one.people + people, places=one.places + places)
    return Concerned(tuple(found[name] for name in sorted(found)))
