"""Whoever follows a topic is owed what changes in it, its children included, at the schools that are theirs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.claims import ConditionState, Scope, Status
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.district import Level
from knowledge.owing import messages_of
from knowledge.publishing import fill
from knowledge.topics import Topic, TopicKind
from tests.families import Families, Row
from tests.sacramento import (
    CLOSED,
    DEAL,
    FRIDAY,
    LENGTH,
    MEALS,
    PICKET,
    SATURDAY,
    THURSDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    said,
    settled,
)

EVENING, LATER = at("2022-03-22 20:15"), at("2022-03-22 21:00")
SUTTER = Scope(schools=("sutter",))
OPEN = replace(CLOSED, status=Status.OPEN, condition=None)
PAST_LENGTH = at("2022-03-26 09:00")
HOURS = claim("hours", "meals.hours", "From 8 to 1.", first_day=WEDNESDAY)


@pytest.fixture
def families(address: str) -> Iterator[Families]:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        yield Families(database)


def test_a_follower_who_was_told_nothing_is_owed_what_changes(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON)

    families.publish(OPEN, at=EVENING)

    assert families.owed() == [Row("ana", "school-open", WEDNESDAY, "followed", "closed if", "open")]


def test_what_a_follower_was_sent_is_what_they_know(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON)
    done = families.publish(OPEN, at=EVENING)
    families.sent(at=EVENING)

    families.undo(done.change, at=LATER)

    assert families.owed() == [Row("ana", "school-open", WEDNESDAY, "told", "open", "closed if")]


def test_an_undo_before_anything_was_sent_cancels_what_a_follower_was_owed(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON)
    done = families.publish(OPEN, at=EVENING)

    families.undo(done.change, at=LATER)

    assert families.owed() == []


def test_told_and_following_is_one_message(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.follows("ana", "school-open", at=TUESDAY_NOON)

    done = families.publish(OPEN, at=EVENING)

    (message,) = families.database.read_now(lambda c: messages_of(c, done.change or 0))
    assert [one.because for one in message.rows] == ["told"]


def test_a_follow_counts_from_when_it_was_tapped_until_its_end(families: Families) -> None:
    families.follows("ana", "school-open", at=LATER)
    families.follows("ben", "school-open", at=TUESDAY_NOON, until=EVENING)
    families.follows("eva", "school-open", at=TUESDAY_NOON, until=EVENING + timedelta(seconds=1))

    families.publish(OPEN, at=EVENING)

    assert [one.person for one in families.owed()] == ["eva"]


def test_a_follow_of_a_day_is_about_that_day(families: Families) -> None:
    families.follows("ana", "school-open", THURSDAY, at=TUESDAY_NOON)

    families.publish(OPEN, at=EVENING)
    assert families.owed() == []
    families.publish(replace(OPEN, slug="thursday", first_day=THURSDAY), at=LATER)

    assert families.owed() == [Row("ana", "school-open", THURSDAY, "followed", "hole", "open")]


def test_a_follow_without_a_day_is_about_every_school_day_to_come_that_the_act_names(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON)
    week = replace(OPEN, slug="week", status=Status.CLOSED, first_day=WEDNESDAY, last_day=SATURDAY)

    families.publish(week, at=at("2022-03-24 07:00"))

    assert [(one.day, one.after) for one in families.owed()] == [(THURSDAY, "closed"), (FRIDAY, "closed")]


def test_a_follow_without_a_day_hears_of_the_days_that_a_claim_leaves(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON)

    families.publish(replace(OPEN, first_day=THURSDAY), at=EVENING)

    assert families.owed() == [
        Row("ana", "school-open", WEDNESDAY, "followed", "closed if", "hole"),
        Row("ana", "school-open", THURSDAY, "followed", "hole", "open"),
    ]


def test_a_follow_of_a_parent_takes_in_its_children(families: Families) -> None:
    families.follows("ana", "meals", at=TUESDAY_NOON)

    families.publish(HOURS, at=EVENING)

    assert families.owed() == [
        Row("ana", "meals.hours", WEDNESDAY, "followed", "Bags at every school. if", "From 8 to 1.")
    ]


def test_a_follow_of_a_parent_takes_in_a_child_that_comes_with_the_act(families: Families) -> None:
    families.follows("ana", "meals", at=TUESDAY_NOON)
    kosher = Topic("meals.kosher", said("Kosher meals"), TopicKind.SERVICE, parent="meals")

    families.publish(kosher, claim("kosher", "meals.kosher", "There are.", first_day=WEDNESDAY), at=EVENING)

    assert families.owed() == [Row("ana", "meals.kosher", WEDNESDAY, "followed", "hole", "There are.")]


def test_a_follower_of_the_parent_is_not_told_twice_of_what_a_child_inherits(families: Families) -> None:
    families.follows("ana", "meals", at=TUESDAY_NOON)
    families.follows("ben", "meals.hours", at=TUESDAY_NOON)

    families.publish(replace(MEALS, words=said("Bags at Sutter.")), at=EVENING)

    assert [(one.person, one.topic) for one in families.owed()] == [("ana", "meals"), ("ben", "meals.hours")]


def test_a_follower_of_a_child_is_not_owed_what_its_parent_says_of_other_things(families: Families) -> None:
    families.publish(HOURS, at=TUESDAY_NOON)
    families.follows("ana", "meals.hours", at=TUESDAY_NOON)

    families.publish(replace(MEALS, words=said("Bags at Sutter.")), at=EVENING)

    assert families.owed() == []


def test_what_has_no_day_is_followed_as_it_is(families: Families) -> None:
    families.follows("ana", "length", at=TUESDAY_NOON)

    families.publish(replace(LENGTH, words=said("Until Friday.")), at=EVENING)

    assert [(one.topic, one.day, one.after) for one in families.owed()] == [("length", None, "Until Friday.")]


def test_a_plan_without_a_day_is_heard_of_without_a_day(families: Families) -> None:
    families.follows("ana", "pickets", at=TUESDAY_NOON)

    families.publish(claim("some-day", "pickets", "More pickets may come.", speakers=("union",)), at=EVENING)

    assert [(one.day, one.because) for one in families.owed()] == [(None, "followed")]


def test_a_follower_is_owed_what_touches_their_own_schools(families: Families) -> None:
    for person, scope in (("ana", SUTTER), ("ben", Scope(schools=("mcclatchy",)))):
        families.goes_to(person, scope, at=TUESDAY_NOON)
        families.follows(person, "school-open", at=TUESDAY_NOON)
    families.follows("eva", "school-open", at=TUESDAY_NOON, scope=SUTTER)
    families.follows("zoe", "school-open", at=TUESDAY_NOON)

    families.publish(replace(OPEN, slug="sutter", scope=SUTTER), at=EVENING)

    assert [(one.person, one.after) for one in families.owed()] == [
        ("ana", "open"),
        ("eva", "open"),
        ("zoe", "closed if, open"),
    ]


def test_a_school_and_a_level_are_both_somebodys_own(families: Families) -> None:
    families.goes_to("ana", Scope((Level.ELEMENTARY,), ("mcclatchy",)), at=TUESDAY_NOON)
    families.follows("ana", "school-open", at=TUESDAY_NOON)

    families.publish(replace(OPEN, slug="small", scope=Scope(levels=(Level.ELEMENTARY,))), at=EVENING)
    families.publish(replace(OPEN, slug="middle", scope=Scope(levels=(Level.MIDDLE,))), at=LATER)

    assert [(one.person, one.after) for one in families.owed()] == [("ana", "closed if, open")]


def test_a_condition_settled_reaches_followers_of_what_hangs_on_it(families: Families) -> None:
    for topic in ("school-open", "meals", "pickets"):
        families.follows("ana", topic, at=TUESDAY_NOON)

    done = families.publish(settled(DEAL, ConditionState.MET, EVENING, "article"), at=EVENING)

    assert [one.topic for one in families.owed()] == ["meals", "school-open"]
    assert len(families.database.read_now(lambda c: messages_of(c, done.change or 0))) == 1


def test_a_day_that_is_over_is_followed_no_longer(families: Families) -> None:
    families.follows("ana", "pickets", at=TUESDAY_NOON)

    families.publish(replace(PICKET, words=said("A picket at City Hall.")), at=at("2022-03-25 00:00"))

    assert families.owed() == []


def test_who_follows_no_more_is_no_longer_owed_what_was_waiting(families: Families) -> None:
    families.follows("ana", "school-open", at=TUESDAY_NOON, until=LATER)
    families.publish(OPEN, at=EVENING)

    families.publish(at=LATER, removed=[(Kind.CLAIM, CLOSED.slug)])

    assert (families.owed(), len(families.owed("cancelled"))) == ([], 1)


def test_what_is_past_and_comes_back_is_owed_even_if_called_wording(families: Families) -> None:
    families.told("ben", "length", None, at=PAST_LENGTH)
    families.follows("ana", "length", at=TUESDAY_NOON)
    before = [row.meaning for row in families.tellings()]

    back = replace(LENGTH, verified=PAST_LENGTH)
    families.publish(back, at=PAST_LENGTH, meaning=False)

    assert [(row.person, row.before) for row in families.owed()] == [("ana", "hole")]
    assert [row.meaning for row in families.tellings()] == before
