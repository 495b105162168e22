"""What people chose, follow and say of an answer, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.district import Level
from knowledge.findings import FindingKind
from knowledge.forgetting import enforce_retention
from knowledge.linking import offer_link
from knowledge.people import (
    LARGEST,
    MOST_FOLLOWS,
    Chosen,
    Followed,
    Following,
    add_follow,
    last_answer,
    read_chosen,
    read_follows,
    save_chosen,
    stop_following,
    text_of,
    told_in,
)
from knowledge.recording import record
from knowledge.records import Asking, Missed, Told
from knowledge.tables import link_code
from knowledge.verdicts import Judged, Verdict, judge
from tests.knowledge.sacramento import DISTRICT, moment

ANA, BEN = "telegram:1", "telegram:2"
NOON = moment(22, 12)
WEDNESDAY = date(2022, 3, 23)
HIGH = Scope(levels=(Level.HIGH,), schools=("sutter",))
TOLD = Told("school-open", FindingKind.KNOWN, WEDNESDAY, DISTRICT.midnight_after(WEDNESDAY), HIGH)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        yield opened


def ask(database: Database, who: str, *told: Told, place: str = "here") -> int:
    asking = Asking(NOON, place, who, f"asked by {who}", "answer")
    return database.write_now(lambda connection: record(connection, asking, told=told))


def follow(database: Database, wanted: Followed, *, who: str = ANA, place: str = "here") -> Following:
    until = DISTRICT.midnight_after(wanted.day) if wanted.day else None
    return database.write_now(partial(add_follow, wanted=wanted, who=who, place=place, at=NOON, until=until))


def test_choices_come_back_as_they_were_saved_and_nothing_is_kept_of_none(database: Database) -> None:
    chosen = Chosen("es", HIGH, (time(21), time(6, 30)))
    for one in (chosen, Chosen(quiet=(time(0), time(23, 59))), Chosen()):
        database.write_now(lambda c, one=one: save_chosen(c, ANA, one, at=NOON))  # type: ignore[misc]
        assert database.read_now(lambda c: read_chosen(c, ANA)) == one
    assert database.read_now(lambda c: read_chosen(c, BEN)) == Chosen()


def test_a_follow_is_one_in_a_room_and_keeps_its_number(database: Database) -> None:
    meals, day = Followed("meals"), Followed("school-open", WEDNESDAY, scope=HIGH)

    assert [follow(database, one) for one in (meals, day, meals, day)] == [
        *(Following.ADDED, Following.ADDED),
        *(Following.ALREADY, Following.ALREADY),
    ]
    assert follow(database, meals, place="elsewhere") is Following.ADDED
    assert follow(database, meals, who=BEN) is Following.ADDED
    assert database.write_now(lambda c: stop_following(c, BEN, 2, at=NOON)) is None
    assert database.write_now(lambda c: stop_following(c, ANA, 1, at=NOON)) is not None
    assert database.write_now(lambda c: stop_following(c, ANA, 1, at=NOON)) is None
    left = database.read_now(lambda c: read_follows(c, ANA, at=NOON))
    assert [(one.number, one.topic, one.day, one.scope) for one in left] == [
        (2, "school-open", WEDNESDAY, HIGH),
        (3, "meals", None, Scope()),
    ]


def test_what_is_followed_ends_with_its_day_to_the_minute(database: Database) -> None:
    follow(database, Followed("school-open", WEDNESDAY))
    over = DISTRICT.midnight_after(WEDNESDAY)

    assert database.read_now(lambda c: read_follows(c, ANA, at=over - timedelta(minutes=1)))
    assert not database.read_now(lambda c: read_follows(c, ANA, at=over))
    assert database.write_now(lambda c: enforce_retention(c, at=over - timedelta(minutes=1))).follows == 0
    assert database.write_now(lambda c: enforce_retention(c, at=over)).follows == 1


def test_one_more_than_most_is_refused(database: Database) -> None:
    came = [follow(database, Followed(f"topic-{number}")) for number in range(MOST_FOLLOWS + 1)]

    assert came == [Following.ADDED] * MOST_FOLLOWS + [Following.TOO_MANY]


def test_an_answer_is_only_known_to_whoever_was_given_it(database: Database) -> None:
    first, second = ask(database, ANA, TOLD, TOLD), ask(database, BEN, TOLD)

    assert database.read_now(lambda c: told_in(c, first, ANA)) == (Followed("school-open", WEDNESDAY, scope=HIGH),)
    assert database.read_now(lambda c: told_in(c, second, ANA)) == ()
    assert database.read_now(lambda c: text_of(c, second, ANA)) is None
    assert database.read_now(lambda c: last_answer(c, ANA, "here")) == first
    assert database.read_now(lambda c: last_answer(c, ANA, "elsewhere")) is None


@pytest.mark.parametrize("answer", [0, -1, LARGEST, LARGEST + 1, 10**30])
def test_a_number_that_names_no_answer_is_refused(database: Database, answer: int) -> None:
    assert database.read_now(lambda c: told_in(c, answer, ANA)) == ()
    assert database.read_now(lambda c: text_of(c, answer, ANA)) is None
    for verdict in Verdict:
        work = partial(judge, answer=answer, verdict=verdict, who=ANA, at=NOON)
        assert database.write_now(work) is Judged.UNKNOWN


def test_the_newest_verdict_takes_the_place_of_another(database: Database) -> None:
    answer = ask(database, ANA, TOLD)

    def say(verdict: Verdict) -> Judged:
        return database.write_now(partial(judge, answer=answer, verdict=verdict, who=ANA, at=NOON))

    said = [say(one) for one in (Verdict.HELPFUL, Verdict.HELPFUL, Verdict.WRONG, Verdict.WRONG, Verdict.HELPFUL)]
    noted, already = Judged.NOTED, Judged.ALREADY
    assert said == [noted, already, noted, already, noted]


@pytest.mark.parametrize("text", ["is there school\x00", "is there school\ud800", "\u202eis there school"])
def test_whatever_was_written_can_be_kept(database: Database, text: str) -> None:
    number = database.write_now(lambda c: record(c, Asking(NOON, "here", ANA, text, "unknown"), missed=[Missed()]))

    assert "is there school" in f"{database.read_now(lambda c: text_of(c, number, ANA))}"


def test_a_code_that_nobody_used_is_deleted_once_it_has_lapsed(database: Database) -> None:
    database.write_now(partial(offer_link, code="ABCD", who=ANA, at=NOON))
    left = []
    for at in (NOON + timedelta(minutes=59), NOON + timedelta(hours=1)):
        database.write_now(partial(enforce_retention, at=at))
        left.append(database.read_now(lambda c: len(c.execute(select(link_code)).all())))

    assert left == [1, 0]
