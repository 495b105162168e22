"""What is owed and announced becomes deliveries, part by part: to everybody once, wherever it was broken off."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, select, update

from knowledge.claims import Scope
from knowledge.company import Company
from knowledge.database import Database
from knowledge.deliveries import Run
from knowledge.lanes import Lease, LeaseLost, give_lane_back, take_lane
from knowledge.people import Chosen, save_chosen, scope_body
from knowledge.spreading import Manners, spread
from knowledge.tables import announcement, delivery, follow, owed, question, room, spreading, telling
from knowledge.ways import NAMED_WITHIN
from tests.sacramento import DISTRICT, TUESDAY_NOON, WEDNESDAY

EVERYBODY = Scope()
MCCLATCHY, SUTTER = Scope(schools=("mcclatchy",)), Scope(schools=("sutter",))
MANNERS = Manners(DISTRICT)
QUIET = (time(21), time(7))
AT_NIGHT = TUESDAY_NOON.replace(hour=23)
AT_SEVEN = (TUESDAY_NOON + timedelta(days=1)).replace(hour=7, minute=0)
LATE_LAST_MONTH = TUESDAY_NOON - timedelta(days=31)


class Lane:
    def __init__(self, database: Database, name: str = "telegram") -> None:
        self.database = database
        self.name = name
        self.lease = self.take("a")

    def take(self, holder: str) -> Lease:
        lasts = timedelta(hours=1)
        lease = self.write(lambda c: take_lane(c, self.name, holder=holder, lasts=lasts))
        assert isinstance(lease, Lease)
        return lease

    def write(self, work: Callable[[Connection], Any]) -> Any:
        return self.database.write_now(work)

    def add(self, table: Any, *rows: dict[str, Any]) -> None:
        self.write(lambda c: c.execute(insert(table), list(rows)).rowcount)

    def asks(self, *people: str, at: datetime = TUESDAY_NOON, company: Company = Company.ALONE, **where: str) -> None:
        row = {"asked": at, "text": "is there school?", "outcome": "answer", "topics": [], "company": company.value}
        self.add(question, *({**row, "person": one, "place": where.get("place", one)} for one in people))

    def follows(self, *people: str, place: str | None = None) -> None:
        row = {"topic": "school-open", "scope": scope_body(EVERYBODY), "since": TUESDAY_NOON}
        self.add(follow, *({**row, "person": one, "place": place or one} for one in people))

    def has_room(self, place: str, *, board: bool = False, gone: bool = False) -> None:
        row = {"place": place, "plain": False, "staff": False, "board": board, "changed": TUESDAY_NOON}
        self.add(room, {**row, "gone": TUESDAY_NOON if gone else None})

    def goes_to(self, person: str, scope: Scope = EVERYBODY, **chosen: Any) -> None:
        self.write(lambda c: save_chosen(c, person, Chosen(scope=scope, **chosen), at=TUESDAY_NOON))

    def announces(self, scope: Scope = EVERYBODY, *, loudness: str = "ordinary") -> int:
        row = {
            "made": TUESDAY_NOON,
            "identity": "telegram:ines",
            "words": {"en": "The gym is closed."},
            "scope": scope_body(scope),
            "state": Run.GOING.value,
            "drill": False,
            "loudness": loudness,
        }
        number: int = self.write(lambda c: c.scalars(insert(announcement).returning(announcement.c.id), [row]).one())
        return number

    def owes(self, *people: str, **how: Any) -> None:
        """A correction to each."""
        row: dict[str, Any] = {
            "kind": "correction",
            "topic": "school-open",
            "day": WEDNESDAY,
            "scope": scope_body(EVERYBODY),
            "because": "told",
            "recorded": TUESDAY_NOON,
            "state": "pending",
            "loudness": "ordinary",
            **how,
        }
        self.add(owed, *({"place": one, **row, "person": one} for one in people))

    def told(self, person: str, place: str, message: str | None, *, day: date = WEDNESDAY) -> None:
        row = {"told_at": TUESDAY_NOON, "topic": "school-open", "finding": "known", "told": {}, "company": "room"}
        here = {"place": place, "person": person, "message": message, "day": day, "day_over": TUESDAY_NOON}
        self.add(telling, {**row, **here, "scope": scope_body(EVERYBODY)})

    def part(self, *, at: datetime = TUESDAY_NOON, manners: Manners = MANNERS, most: int = 2000) -> int:
        done: int = self.write(lambda c: spread(c, self.lease, at=at, manners=manners, most=most))
        return done

    def spread(self, **how: Any) -> int:
        """All of it; in how many parts."""
        parts = 0
        while self.part(**how):
            parts += 1
            assert parts < 500, "it comes to no end"
        return parts

    def deliveries(self, *columns: str) -> list[Any]:
        wanted = [delivery.c[one] for one in columns or ("person", "place")]
        rows = self.database.read_now(lambda c: c.execute(select(*wanted).order_by(delivery.c.id)).all())
        return [tuple(row) if len(wanted) > 1 else row[0] for row in rows]


@pytest.fixture
def lane(address: str) -> Iterator[Lane]:
    with Database.open(address) as database:
        yield Lane(database)


# Names whose order depends on the language a database sorts by: signs, cases, lengths.
NAMES = tuple(
    f"telegram:{one}" for one in ("-100", "1", "10", "100", "-2", "2", "a", "B", "b", "é", "Z", "_z", "9", "a-b", "ab")
)


def pairs(*people: str) -> list[tuple[str, str]]:
    return [(one, one) for one in people]


def times(number: int, found: Iterable[Any]) -> bool:
    return set(Counter(found).values()) == {number}


@pytest.mark.parametrize("most", [1, 2, 3, 5000])
def test_an_announcement_goes_to_everybody_once_however_small_the_parts(lane: Lane, most: int) -> None:
    lane.asks(*NAMES[:9])
    lane.follows(*NAMES[5:])
    lane.announces()

    lane.spread(most=most)

    assert sorted(lane.deliveries()) == sorted(pairs(*NAMES))


@pytest.mark.parametrize("most", [1, 2, 4])
def test_somebody_with_several_rooms_is_told_in_each_of_them_once(lane: Lane, most: int) -> None:
    rooms = [f"telegram:ana/{number}" for number in range(5)]
    for place in rooms:
        lane.asks("telegram:ana", place=place)
    lane.asks("telegram:aaa", "telegram:zoe")
    lane.announces()

    lane.spread(most=most)

    expected = [*pairs("telegram:aaa", "telegram:zoe"), *(("telegram:ana", place) for place in rooms)]
    assert sorted(lane.deliveries()) == sorted(expected)


def test_a_room_in_which_several_follow_is_told_once(lane: Lane) -> None:
    lane.has_room("telegram:-7")
    lane.follows("telegram:ana", "telegram:ben", place="telegram:-7")
    lane.follows("telegram:-7")
    lane.announces()

    lane.spread(most=1)

    assert lane.deliveries() == [("telegram:-7", "telegram:-7")]


def test_whoever_asked_among_others_or_long_ago_or_elsewhere_is_told_nothing(lane: Lane) -> None:
    lane.asks("telegram:ana", place="telegram:-7", company=Company.ROOM)
    lane.asks("telegram:ben", company=Company.ASIDE)
    lane.asks("telegram:eva", at=LATE_LAST_MONTH)
    lane.asks("discord:ana", "telegraph:ana")
    lane.announces()

    lane.spread()

    assert lane.deliveries() == []


def test_on_discord_only_rooms_are_told(lane: Lane) -> None:
    discord = Lane(lane.database, "discord")
    discord.asks("discord:ana")
    discord.follows("discord:ben", place="discord:dm")
    discord.follows("discord:general")
    discord.has_room("discord:board", board=True)
    discord.announces()

    discord.spread(manners=replace(MANNERS, to_people=False), most=1)

    assert sorted(discord.deliveries()) == pairs("discord:board", "discord:general")


def test_rooms_that_are_gone_are_left_out(lane: Lane) -> None:
    lane.asks("telegram:ana", "telegram:ben")
    lane.has_room("telegram:ben", gone=True)
    lane.has_room("telegram:-7", board=True, gone=True)
    lane.announces()

    lane.spread(most=1)

    assert lane.deliveries() == pairs("telegram:ana")


def test_only_those_whose_schools_it_speaks_of_are_told(lane: Lane) -> None:
    lane.asks("telegram:ana", "telegram:ben", "telegram:eva")
    lane.goes_to("telegram:ana", SUTTER)
    lane.goes_to("telegram:ben", MCCLATCHY)
    lane.announces(SUTTER)

    lane.spread(most=1)

    assert lane.deliveries() == pairs("telegram:ana", "telegram:eva")


def test_at_night_an_announcement_waits_for_each_ones_morning_unless_it_is_urgent(lane: Lane) -> None:
    lane.asks("telegram:ana", "telegram:ben", at=AT_NIGHT)
    lane.goes_to("telegram:ben", quiet=(time(22), time(6)))
    manners = replace(MANNERS, quiet=QUIET)
    lane.announces()
    lane.spread(at=AT_NIGHT, manners=manners)
    lane.announces(loudness="urgent")
    lane.spread(at=AT_NIGHT, manners=manners)

    six = AT_SEVEN - timedelta(hours=1)
    assert lane.deliveries("person", "urgent", "not_before") == [
        ("telegram:ana", False, AT_SEVEN),
        ("telegram:ben", False, six),
        ("telegram:ana", True, AT_NIGHT),
        ("telegram:ben", True, AT_NIGHT),
    ]


def test_a_correction_waits_for_the_morning_where_its_hour_to_settle_ends_at_night(lane: Lane) -> None:
    manners = replace(MANNERS, quiet=QUIET, settling=timedelta(minutes=2))
    late = TUESDAY_NOON.replace(hour=20, minute=59)
    lane.owes("telegram:ana", recorded=late)
    lane.owes("telegram:ben", recorded=late, loudness="urgent")
    lane.spread(at=late, manners=manners)

    assert sorted(lane.deliveries("person", "not_before")) == [("telegram:ana", AT_SEVEN), ("telegram:ben", late)]


def test_who_comes_to_follow_meanwhile_is_told_once_or_not_at_all_and_nobody_else_misses_it(lane: Lane) -> None:
    people = [f"telegram:{name}" for name in "bdfh"]
    lane.asks(*people)
    lane.announces()

    for newcomer in "aceig":
        lane.part(most=1)
        lane.follows(f"telegram:{newcomer}")
    lane.spread(most=1)

    found = lane.deliveries()
    assert times(1, found)
    assert set(pairs(*people, "telegram:i")) <= set(found)
    assert lane.database.read_now(lambda c: c.scalars(select(spreading.c.seen)).all()) == [""], "nobody is named by it"


def test_another_holder_goes_on_where_the_last_one_stopped(lane: Lane) -> None:
    lane.asks(*NAMES)
    lane.announces()
    for holder in "bcdef":
        lane.part(most=3)
        former = lane.lease
        lane.write(partial(give_lane_back, lease=former))
        lane.lease = lane.take(holder)
        with pytest.raises(LeaseLost):
            lane.write(partial(spread, lease=former, at=TUESDAY_NOON, manners=MANNERS))
    lane.spread(most=3)

    assert sorted(lane.deliveries()) == sorted(pairs(*NAMES))


def test_a_part_that_was_broken_off_leaves_nothing_behind(lane: Lane) -> None:
    lane.asks(*NAMES)
    lane.owes(*NAMES)
    lane.announces()

    def broken_off(connection: Connection) -> None:
        assert spread(connection, lane.lease, at=TUESDAY_NOON, manners=MANNERS, most=4)
        raise InterruptedError

    while True:
        before = lane.deliveries()
        with pytest.raises(InterruptedError):
            lane.write(broken_off)
        assert lane.deliveries() == before
        lane.part(most=4)
        if lane.deliveries("kind")[-1] == "announcement":
            break
    lane.spread(most=4)

    assert times(2, lane.deliveries())


def test_each_platform_spreads_for_itself(lane: Lane) -> None:
    discord = Lane(lane.database, "discord")
    lane.asks("telegram:ana", "discord:ana")
    lane.owes("telegram:ana", "discord:ana")
    lane.announces()

    lane.spread()
    assert set(lane.deliveries("person")) == {"telegram:ana"}
    discord.spread()

    found = lane.deliveries("lane", "person")
    assert Counter(found) == {("telegram", "telegram:ana"): 2, ("discord", "discord:ana"): 2}
    done = lane.database.read_now(lambda c: c.execute(select(spreading.c.lane, spreading.c.done)).all())
    assert sorted(one for one, when in done if when) == ["discord", "telegram"]


def test_what_several_changes_owe_somebody_is_one_delivery(lane: Lane) -> None:
    for topic in ("school-open", "meals", "buses"):
        lane.owes("telegram:ana", "telegram:ben", topic=topic)

    lane.spread()

    assert sorted(lane.deliveries("person", "kind")) == [
        ("telegram:ana", "correction"),
        ("telegram:ben", "correction"),
    ]
    assert lane.spread() == 0


def test_answers_of_people_are_a_delivery_each(lane: Lane) -> None:
    lane.owes("telegram:ana", "telegram:ana", kind="answer", topic=None, day=None)

    lane.spread()

    assert lane.deliveries("person", "kind") == [("telegram:ana", "answer")] * 2
    assert times(1, lane.deliveries("owed_id"))


def test_a_message_that_is_just_being_sent_to_a_room_is_rewritten_once_it_has_a_name(lane: Lane) -> None:
    lane.told("telegram:ana", "telegram:-7", None)
    lane.owes("telegram:ana", place="telegram:-7", company="room")
    lane.owes("telegram:ben")
    lane.spread()
    assert lane.deliveries("kind", "message") == [("correction", None)], "nobody else waits for it"

    lane.write(lambda c: c.execute(update(telling).values(message="11")).rowcount)
    lane.spread()
    lane.spread()

    assert lane.deliveries("kind", "message") == [("correction", None), ("rewrite", "11")]


def test_what_was_never_sent_to_a_room_is_not_waited_for(lane: Lane) -> None:
    lane.told("telegram:ana", "telegram:-7", None)
    lane.told("telegram:ana", "telegram:-7", "12")
    lane.owes("telegram:ana", place="telegram:-7", company="room")
    lane.spread(at=TUESDAY_NOON + NAMED_WITHIN)

    assert lane.deliveries("kind", "message") == [("rewrite", "12")]


def test_each_message_that_told_it_in_a_room_is_rewritten(lane: Lane) -> None:
    for message in ("11", "12"):
        lane.told("telegram:ana", "telegram:-7", message)
    lane.told("telegram:ben", "telegram:-7", "13")
    lane.told("telegram:ana", "telegram:-7", "14", day=WEDNESDAY + timedelta(days=1))
    lane.told("telegram:ana", "telegram:-8", "15")
    manners = replace(MANNERS, quiet=QUIET)
    lane.owes("telegram:ana", "telegram:ben", place="telegram:-7", company="room")

    lane.spread(at=AT_NIGHT, manners=manners, most=1)

    found = lane.deliveries("kind", "place", "message", "not_before")
    assert sorted(found) == [("rewrite", "telegram:-7", one, TUESDAY_NOON) for one in ("11", "12", "13")]


def test_what_was_settled_or_is_over_meanwhile_is_not_delivered_and_not_looked_at_again(lane: Lane) -> None:
    lane.owes("telegram:ana", state="replaced")
    lane.owes("telegram:ben", not_after=TUESDAY_NOON)
    lane.owes("telegram:eva", state="silent")

    assert lane.spread() == 1
    assert lane.deliveries() == []


def test_what_is_urgent_is_spread_before_all_that_waits(lane: Lane) -> None:
    lane.asks("telegram:ana")
    lane.announces()
    lane.owes(*(f"telegram:{number}" for number in range(20)))
    lane.announces(loudness="urgent")
    lane.owes("telegram:zoe", loudness="urgent")

    for _ in range(4):
        lane.part(most=5)

    found = lane.deliveries("kind", "person", "urgent")
    assert found[:2] == [("correction", "telegram:zoe", True), ("announcement", "telegram:ana", True)]
    assert not any(urgent for _, _, urgent in found[2:])


def test_an_announcement_that_is_stopped_is_spread_no_further(lane: Lane) -> None:
    lane.asks(*NAMES)
    number = lane.announces()
    lane.part(most=2)
    halted = update(announcement).where(announcement.c.id == number)
    lane.write(lambda c: c.execute(halted.values(state=Run.PAUSED.value)).rowcount)
    stopped = len(lane.deliveries())

    assert lane.spread() == 0
    lane.write(lambda c: c.execute(halted.values(state=Run.GOING.value)).rowcount)
    lane.spread(most=2)

    assert stopped < len(NAMES)
    assert sorted(lane.deliveries()) == sorted(pairs(*NAMES))


@pytest.fixture
def other(postgres: str) -> Iterator[Engine]:
    engine = create_engine(postgres)
    yield engine
    engine.dispose()


def test_what_is_committed_later_than_what_was_numbered_after_it_is_not_missed(postgres: str, other: Engine) -> None:
    with Database.open(postgres) as database:
        lane = Lane(database)
        row = {"kind": "correction", "topic": "school-open", "scope": {}, "because": "told", "state": "pending"}
        early = {**row, "person": "telegram:ana", "place": "telegram:ana", "recorded": TUESDAY_NOON}
        with other.begin() as elsewhere:
            elsewhere.execute(insert(owed), [early])
            lane.owes("telegram:ben")
            lane.spread()
            assert lane.deliveries() == pairs("telegram:ben")
        lane.spread()

        assert lane.deliveries() == pairs("telegram:ben", "telegram:ana")
