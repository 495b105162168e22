"""Several editors at once on the same few claims while families ask: published or refused, and nothing is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Connection

from knowledge.acting import Act, publish_act
from knowledge.claims import Claim, Scope, Status
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.planning import EditedMeanwhile
from knowledge.publishing import fill
from knowledge.revisions import latest
from tests.families import Families
from tests.sacramento import CLOSED, MEALS, TUESDAY_NOON, WEDNESDAY, knowledge, said
from tests.storms.conftest import NewDatabase
from tests.storms.rounds import Figures, Storm
from tests.storms.weighing import weigh

SUTTER = Scope(schools=("sutter",))
AT_SUTTER = replace(CLOSED, slug="closed-at-sutter", scope=SUTTER)
CLAIMS = (CLOSED.slug, MEALS.slug, AT_SUTTER.slug)
EDITORS, FAMILIES = 6, 2


class Clock:
    """A millisecond for each who looks at it, so that the race is over before the day is."""

    def __init__(self) -> None:
        self._passed = count(1)

    def now(self) -> datetime:
        return TUESDAY_NOON + timedelta(milliseconds=next(self._passed))


def edited(one: Claim, chance: random.Random) -> Claim:
    status = chance.choice((Status.OPEN, Status.CLOSED, Status.REMOTE)) if one.status else None
    words = said(f"Bags at school {chance.randrange(3)}.") if status is None else {}
    return replace(one, status=status, words=words, condition=chance.choice((None, "deal")))


def edit(database: Database, clock: Clock, editor: str, chance: random.Random) -> str:
    slug = chance.choice(CLAIMS)
    seen = database.read_now(lambda c: latest(c, Kind.CLAIM, [slug]))[slug]
    assert isinstance(seen.noun, Claim)
    mine = edited(seen.noun, chance)
    act = Act(editor, clock.now(), "edit", role="publisher", meaning=chance.random() < 0.8)
    based_on = {(Kind.CLAIM, slug): seen.number}

    def publish(connection: Connection) -> int | None:
        return publish_act(connection, [mine], act=act, based_on=based_on).change

    try:
        return "published" if database.write_now(publish) else "unchanged"
    except EditedMeanwhile:
        return "refused"


def ask(database: Database, clock: Clock, person: str, chance: random.Random) -> str:
    topic, scope = chance.choice((("school-open", Scope()), ("school-open", SUTTER), ("meals", Scope())))
    Families(database).told(person, topic, WEDNESDAY, at=clock.now(), scope=scope)
    return "asked"


@contextmanager
def opened(address: str, kind: str) -> Iterator[tuple[Database, ...]]:
    """One writing process on SQLite, two on PostgreSQL."""
    with ExitStack() as stack:
        doors = [address] if kind == "sqlite" else [address] * 2
        yield tuple(stack.enter_context(Database.open(one, threads=8)) for one in doors)


def race(storm: Storm, number: int, doors: tuple[Database, ...], *, many: int) -> Figures:
    doors[0].write_now(lambda c: fill(c, knowledge(AT_SUTTER), at=TUESDAY_NOON))
    clock = Clock()

    def strand(place: int) -> list[str]:
        door, chance = doors[place % len(doors)], storm.random(number * 100 + place)
        share = range(place % EDITORS, many, EDITORS)
        if place < EDITORS:
            return [edit(door, clock, f"editor:{place}", chance) for _ in share]
        return [ask(door, clock, f"family:{place}-{turn % 5}", chance) for turn in share]

    with ThreadPoolExecutor(EDITORS + FAMILIES) as pool:
        came = Counter(outcome for strand in pool.map(strand, range(EDITORS + FAMILIES)) for outcome in strand)
    found = weigh(doors[0], at=clock.now() + timedelta(seconds=1))
    assert came["published"] + came["unchanged"] + came["refused"] == many
    assert came["published"] == found["changes"]
    return {"edits": many, **dict(sorted(came.items())), **found}


def test_of_racing_edits_each_is_published_or_refused(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"racing-edits-{kind}")

    def one(number: int) -> Figures:
        with opened(new_database(), kind) as doors:
            return {"database": kind, **race(storm, number, doors, many=storm.of(40, 200))}

    storm.run(range(storm.of(1, 5)), one)
