"""Whatever is told, followed, published, undone and sent: what waits is what a plain ledger says, after every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.claims import Claim, Scope, Status
from knowledge.codec import Kind
from knowledge.findings import Finding
from knowledge.interest import cell_of
from knowledge.large_changes import reckon_more
from knowledge.revisions import current
from knowledge.tables import owed
from tests.families import Families
from tests.filled import filled_in_memory
from tests.sacramento import DISTRICT, THURSDAY, TUESDAY_NOON, WEDNESDAY, claim, knowledge

SUTTER = Scope(schools=("sutter",))
SLOTS = (
    ("all-wednesday", WEDNESDAY, Scope()),
    ("sutter-wednesday", WEDNESDAY, SUTTER),
    ("all-thursday", THURSDAY, Scope()),
)
ASKED = ((WEDNESDAY, Scope()), (WEDNESDAY, SUTTER), (THURSDAY, Scope()))
PEOPLE = ("ana", "ben", "eva")
STATUSES = (Status.OPEN, Status.CLOSED, Status.REMOTE)
HOLE: tuple[object, ...] = ("hole",)

Cells = tuple[date, Scope]
Plain = tuple[object, ...]


def plain(finding: Finding) -> Plain:
    said = [("all", h.claim.status) for h in finding.claims] + [("part", h.claim.status) for h in finding.exceptions]
    return tuple(sorted(said, key=str)) or HOLE


@dataclass
class Ledger:
    """Each person's last word on each cell. *told*: those who were ever told anything there; *heard_of*: those who
    followed it when it changed."""

    families: Families
    now: datetime = TUESDAY_NOON
    known: dict[tuple[str, Cells], Plain] = field(default_factory=dict)
    told: set[tuple[str, Cells]] = field(default_factory=set)
    heard_of: set[tuple[str, Cells]] = field(default_factory=set)
    follows: set[str] = field(default_factory=set)
    changes: list[int] = field(default_factory=list)
    looked: tuple[datetime, int] | None = None
    found: dict[Cells, Plain] = field(default_factory=dict)

    def present(self) -> dict[Cells, Plain]:
        if self.looked != (self.now, len(self.changes)):
            self.found = {
                (day, part): plain(self.families.look("school-open", day, self.now, part)) for day, part in ASKED
            }
            self.looked = (self.now, len(self.changes))
        return self.found

    def owed(self) -> set[tuple[str, Cells]]:
        present = self.present()
        concerned = self.told | self.heard_of
        return {one for one in concerned if self.alive(one[1]) and self.known[one] != present[one[1]]}

    def alive(self, cell: Cells) -> bool:
        return self.now < DISTRICT.midnight_after(cell[0])

    def tell(self, who: str, which: int) -> None:
        day, part = ASKED[which]
        self.known[who, (day, part)] = self.present()[day, part]
        if self.present()[day, part] != HOLE and self.alive((day, part)):
            self.told.add((who, (day, part)))
        self.families.told(who, "school-open", day, at=self.now, scope=part)

    def follow(self, who: str) -> None:
        self.follows.add(who)
        self.families.follows(who, "school-open", at=self.now)

    def act(self, work: Callable[[], int | None]) -> None:
        before = self.present()
        number = work()
        if number is not None:
            self.changes.append(number)
        for cell, meant in self.present().items():
            if meant != before[cell]:
                for who in self.follows:
                    if cell[1] == Scope():
                        self.known.setdefault((who, cell), before[cell])
                        self.heard_of.add((who, cell))

    def send(self) -> None:
        present = self.present()
        for who, cell in self.owed():
            self.known[who, cell] = present[cell]
            if present[cell] != HOLE:
                self.told.add((who, cell))
        self.families.sent(at=self.now)

    def publish(self, which: int, status: Status, words: str, withdrawn: bool) -> int | None:
        slug, day, part = SLOTS[which]
        noun = claim(slug, "school-open", words, first_day=day, scope=part, status=status)
        noun = replace(noun, withdrawn=self.now) if withdrawn else noun
        return self.families.publish(noun, at=self.now).change

    def remove(self, which: int) -> int | None:
        slug = SLOTS[which][0]
        if slug not in self.families.database.read_now(lambda c: current(c, Claim)):
            return None
        return self.families.publish(at=self.now, removed=[(Kind.CLAIM, slug)]).change

    def undo(self) -> int | None:
        return self.families.undo(self.changes[-1], at=self.now).change if self.changes else None


def waiting(families: Families, now: datetime) -> list[tuple[str, Cells]]:
    query = select(owed).where(owed.c.state == "pending", owed.c.not_after > now)
    rows = families.database.read_now(lambda c: c.execute(query).all())
    cells = [(row.person, cell_of(row)) for row in rows]
    return [(person, (cell.day or date.min, cell.scope)) for person, cell in cells]


which = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(PEOPLE), which),
    st.tuples(st.just("tell"), st.sampled_from(PEOPLE), which),
    st.tuples(st.just("follow"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("publish"), which, st.sampled_from(STATUSES), st.sampled_from(("", "Said anew.")), st.booleans()),
    st.tuples(st.just("publish"), which, st.sampled_from(STATUSES), st.just(""), st.just(False)),
    st.tuples(st.just("remove"), which),
    st.tuples(st.just("undo")),
    st.tuples(st.just("send")),
    st.tuples(st.just("pass"), st.sampled_from((1, 30, 20 * 60))),
)


def sides(families: Families, ledger: Ledger) -> tuple[list[object], list[object]]:
    return sorted(waiting(families, ledger.now), key=str), sorted(ledger.owed(), key=str)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=3, max_size=14))
def test_what_waits_is_what_the_ledger_says(story: list[tuple[object, ...]]) -> None:
    curated = replace(knowledge(), claims=(), conditions=())
    with filled_in_memory(curated) as database:
        ledger = Ledger(Families(database))
        for step in story:
            ledger.now += timedelta(minutes=1)
            _take(ledger, *step)
            found, expected = sides(ledger.families, ledger)
            assert found == expected


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=3, max_size=14), st.sampled_from((0, 1, 3)), st.integers(1, 3))
def test_what_is_reckoned_later_comes_to_the_same(story: list[tuple[object, ...]], at_once: int, most: int) -> None:
    curated = replace(knowledge(), claims=(), conditions=())
    with filled_in_memory(curated) as database:
        ledger = Ledger(Families(database, at_once=at_once))
        for step in story:
            ledger.now += timedelta(minutes=1)
            _take(ledger, *step)
            ledger.families.reckoned(at=ledger.now, most=most)
            found, expected = sides(ledger.families, ledger)
            assert found == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(steps, st.booleans()), min_size=4, max_size=16), st.sampled_from((0, 2)))
def test_whatever_happens_before_all_is_reckoned_it_comes_to_the_same_in_the_end(
    story: list[tuple[tuple[object, ...], bool]], at_once: int
) -> None:
    """After some steps one person more is reckoned; before anything is sent, all are."""
    curated = replace(knowledge(), claims=(), conditions=())
    with filled_in_memory(curated) as database:
        families = Families(database, at_once=at_once)
        ledger = Ledger(families)
        for step, one_more in story:
            ledger.now += timedelta(minutes=1)
            if step[0] == "send":
                families.reckoned(at=ledger.now)
            _take(ledger, *step)
            if one_more:
                database.write_now(lambda c: reckon_more(c, at=ledger.now, most=1))
        families.reckoned(at=ledger.now)
        found, expected = sides(families, ledger)
        assert found == expected


def _take(ledger: Ledger, name: object, *how: object) -> None:
    if name == "pass":
        ledger.now += timedelta(minutes=int(str(how[0])))
    elif name in ("publish", "remove", "undo"):
        ledger.act(lambda: getattr(ledger, str(name))(*how))
    else:
        getattr(ledger, str(name))(*how)
