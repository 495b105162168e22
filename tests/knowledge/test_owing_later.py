"""What begins only later is owed when it begins, by whoever knows otherwise then; never if it was taken back before."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from knowledge.claims import ConditionState, Scope, Status
from knowledge.database import Database
from knowledge.owing import messages_of, owe_due
from knowledge.publishing import fill
from knowledge.tables import correction, start
from tests.families import Families, Row
from tests.sacramento import CLOSED, DEAL, FRIDAY, TUESDAY_NOON, WEDNESDAY, at, knowledge, settled
from tests.sacramento import claim as a_claim

EVENING = at("2022-03-22 20:15")
SIX = at("2022-03-23 06:00")
AT_SIX = replace(CLOSED, slug="open-from-six", status=Status.OPEN, condition=None, serve_from=SIX, as_of=EVENING)
CLOSED_FRIDAY = a_claim("closed-friday", "school-open", "", first_day=FRIDAY, status=Status.CLOSED)
OPEN_FRIDAY = replace(CLOSED_FRIDAY, status=Status.OPEN)
OWED = [Row("ana", "school-open", WEDNESDAY, "told", "closed if", "open")]


@pytest.fixture
def families(address: str) -> Iterator[Families]:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        yield Families(database)


def begins(families: Families, *, now: str) -> None:
    families.database.write_now(lambda c: owe_due(c, at=at(now)))


def test_nothing_is_owed_before_it_begins_and_the_editor_knows_who_will_be(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    done = families.publish(AT_SIX, at=EVENING)
    begins(families, now="2022-03-23 05:59")

    assert families.owed() == []
    assert [(one.person, one.due) for one in done.owed] == [("ana", SIX)]


def test_it_is_owed_once_it_begins_and_once_only(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    done = families.publish(AT_SIX, at=EVENING)

    begins(families, now="2022-03-23 06:00")
    assert families.owed() == OWED
    families.sent(at=SIX)
    begins(families, now="2022-03-23 06:01")

    assert families.owed() == []
    assert families.database.read_now(lambda c: messages_of(c, done.change or 0)) == ()


def test_whoever_was_told_in_between_is_owed_it_as_well(families: Families) -> None:
    families.publish(AT_SIX, at=EVENING)
    families.told("ana", "school-open", WEDNESDAY, at=at("2022-03-22 22:00"))

    begins(families, now="2022-03-23 06:00")

    assert families.owed() == OWED


def test_whoever_was_told_after_it_began_is_not(families: Families) -> None:
    families.publish(AT_SIX, at=EVENING)
    families.told("ana", "school-open", WEDNESDAY, at=at("2022-03-23 06:30"))

    begins(families, now="2022-03-23 07:00")

    assert families.owed() == []


def test_the_next_act_counts_what_has_begun_first(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(AT_SIX, at=EVENING)

    done = families.publish(replace(CLOSED, slug="friday", first_day=FRIDAY), at=at("2022-03-23 07:00"))

    assert families.owed() == OWED
    assert done.owed == ()


@pytest.mark.parametrize("how", ["withdrawn", "undone"])
def test_taken_back_before_it_begins_it_is_never_owed(families: Families, how: str) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    done = families.publish(AT_SIX, at=EVENING)
    late = at("2022-03-22 23:00")

    if how == "undone":
        families.undo(done.change, at=late)
    else:
        families.publish(replace(AT_SIX, withdrawn=late), at=late)
    begins(families, now="2022-03-23 06:00")

    assert families.owed() == []


def test_begun_while_nobody_looked_and_its_day_over_it_is_not_owed(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(AT_SIX, at=EVENING)

    begins(families, now="2022-03-24 00:00")

    assert families.owed() == []
    assert families.database.read_now(lambda c: c.scalars(select(start.c.settled)).all()) == [at("2022-03-24 00:00")]


def test_followers_are_owed_it_when_it_begins(families: Families) -> None:
    families.publish(AT_SIX, at=EVENING)
    families.follows("ana", "school-open", at=at("2022-03-22 23:00"))

    begins(families, now="2022-03-23 06:00")

    assert families.owed() == [replace(OWED[0], because="followed")]


def test_a_condition_that_is_settled_from_an_hour_on_is_owed_then(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(settled(DEAL, ConditionState.MET, SIX, "article"), at=EVENING)
    assert families.owed() == []

    begins(families, now="2022-03-23 06:00")

    assert families.owed() == [replace(OWED[0], after="closed")]


def test_once_all_are_reckoned_nothing_is_kept_of_what_they_chose_nor_who_was_last(families: Families) -> None:
    many = Families(families.database, at_once=0)
    for person in ("ana", "ben"):
        many.told(person, "school-open", WEDNESDAY, at=TUESDAY_NOON)
        many.goes_to(person, Scope(schools=("mcclatchy",)), at=TUESDAY_NOON)
        many.follows(person, "school-open", at=TUESDAY_NOON)
    many.publish(replace(AT_SIX, serve_from=None), at=EVENING)
    many.reckoned(at=EVENING, most=1)

    (left,) = families.database.read_now(lambda c: c.execute(select(correction)).all())
    assert (left.seen, left.cells, left.done) == ("", {"cells": [], "follows": []}, EVENING)
    assert {one.person for one in families.owed()} == {"ana", "ben"}


def test_those_who_know_of_another_day_make_a_change_for_few_no_matter_of_many(families: Families) -> None:
    few = Families(families.database, at_once=3)
    few.publish(CLOSED_FRIDAY, at=TUESDAY_NOON)
    for number in range(8):
        few.told(f"w{number}", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    few.told("zoe", "school-open", FRIDAY, at=TUESDAY_NOON)

    done = few.publish(OPEN_FRIDAY, at=EVENING)

    assert done.concerning is None
    assert [(one.person, one.day) for one in done.owed] == [("zoe", FRIDAY)]
    assert [(one.person, one.after) for one in few.owed()] == [("zoe", "open")]


def test_of_a_change_for_many_only_those_who_know_the_day_are_gone_through(families: Families) -> None:
    many = Families(families.database, at_once=0)
    many.publish(CLOSED_FRIDAY, at=TUESDAY_NOON)
    for number in range(40):
        many.told(f"w{number}", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    for person in ("a", "m", "z"):
        many.told(person, "school-open", FRIDAY, at=TUESDAY_NOON)
    done = many.publish(OPEN_FRIDAY, at=EVENING)

    assert done.concerning is not None
    assert families.database.read_now(done.concerning.counted).people == 3
    assert many.reckoned(at=EVENING, most=1) <= 4
    assert [one.person for one in many.owed()] == ["a", "m", "z"]
