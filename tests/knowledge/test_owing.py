"""Whoever was told something is owed a message when it has changed in meaning, in the transaction that changes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from knowledge.claims import ConditionState, Firmness, Precision, Scope, Source, Status
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.district import Holiday, Level
from knowledge.owing import messages_of
from knowledge.planning import EditedMeanwhile
from knowledge.publishing import fill
from tests.families import Families, Row
from tests.sacramento import (
    ARTICLE,
    CAMPUSES,
    CLOSED,
    DEAL,
    DISTRICT,
    FRIDAY,
    LENGTH,
    MEALS,
    OFFER,
    SATURDAY,
    STRIKE,
    THURSDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    notice,
    said,
    settled,
)

EVENING = at("2022-03-22 20:15")
LATER = at("2022-03-22 21:00")
MCCLATCHY, SUTTER = Scope(schools=("mcclatchy",)), Scope(schools=("sutter",))
OPEN = replace(CLOSED, status=Status.OPEN, condition=None)
REMOTE = replace(CLOSED, status=Status.REMOTE, condition=None)


@pytest.fixture
def families(address: str) -> Iterator[Families]:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        yield Families(database)


def owed_to_ana(before: str, after: str, because: str = "told") -> Row:
    return Row("ana", "school-open", WEDNESDAY, because, before, after)


def test_whoever_was_told_is_owed_what_changed(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    published = families.publish(OPEN, at=EVENING)

    assert families.owed() == [owed_to_ana("closed if", "open")]
    assert [(one.person, one.because, one.not_after) for one in published.owed] == [
        ("ana", "told", DISTRICT.midnight_after(WEDNESDAY))
    ]


def test_whoever_was_told_of_another_day_is_not(families: Families) -> None:
    families.told("ana", "meals", WEDNESDAY, at=TUESDAY_NOON)
    families.told("ben", "school-open", THURSDAY, at=TUESDAY_NOON)

    assert families.publish(OPEN, at=EVENING).owed == ()
    assert families.owed() == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(CLOSED, status=Status.REMOTE),
        replace(CLOSED, condition=None),
        replace(CLOSED, last_day=THURSDAY),
        replace(CLOSED, status=Status.DELAYED, at=time(10)),
        replace(CLOSED, begins=time(12)),
        replace(CLOSED, places=("Sutter Middle School",)),
        replace(CLOSED, firmness=Firmness.LIKELY),
        replace(CLOSED, scope=SUTTER),
        replace(CLOSED, withdrawn=EVENING),
        replace(CLOSED, ended=EVENING),
    ],
)
def test_status_condition_day_hour_place_and_firmness_are_its_meaning(families: Families, changed: object) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(changed, at=EVENING)

    assert len(families.owed()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        replace(CLOSED, words=said("Schools close.")),
        replace(CLOSED, advice=said("Stay at home.")),
        replace(CLOSED, paragraphs=(2,)),
        replace(CLOSED, verified=EVENING),
    ],
)
def test_of_a_status_the_words_are_no_part_of_the_meaning(families: Families, changed: object) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    assert families.publish(changed, at=EVENING).change is not None
    assert families.owed() == []


def test_where_there_is_no_status_the_words_are_the_meaning(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)

    families.publish(replace(OFFER, words=said("The  district offers\n2% raises.")), at=EVENING)
    assert families.owed() == []
    families.publish(replace(OFFER, words=said("The district offers 4% raises.")), at=LATER)

    assert families.owed() == [
        Row("ana", "offer", None, "told", "The district offers 2% raises.", "The district offers 4% raises.")
    ]


def test_the_same_said_again_by_another_source_owes_nothing(families: Families) -> None:
    again = Source("again", "KCRA", EVENING, Precision.MINUTE)
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(again, replace(CLOSED, slug="closed-again", source="again"), at=EVENING)

    assert families.look("school-open", WEDNESDAY, LATER).claims[0].source.slug == "again"
    assert families.owed() == []


def test_what_holds_for_more_schools_than_were_asked_about_is_the_same_said_again(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON, scope=MCCLATCHY)

    families.publish(replace(CLOSED, slug="high", scope=Scope(levels=(Level.HIGH,))), at=EVENING)

    assert families.owed() == []


def test_what_is_verified_again_lives_longer_for_whoever_was_told(families: Families) -> None:
    renewed, changed = at("2022-04-15 09:00"), at("2022-05-01 09:00")
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    families.publish(replace(OFFER, verified=renewed), at=renewed)
    assert families.owed() == []

    families.publish(replace(OFFER, verified=renewed, words=said("It offers 4% raises.")), at=changed)

    assert [one.person for one in families.owed()] == ["ana"]


def test_told_v1_somebody_is_owed_v3_after_v2(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(OPEN, at=EVENING)
    families.publish(REMOTE, at=LATER)

    assert families.owed() == [owed_to_ana("closed if", "remote")]
    assert families.owed("replaced") == [owed_to_ana("closed if", "open")]


def test_once_v2_was_sent_v3_is_a_change_of_v2(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(OPEN, at=EVENING)
    families.sent(at=EVENING)

    families.publish(REMOTE, at=LATER)

    assert families.owed() == [owed_to_ana("open", "remote")]


def test_an_undo_before_anything_was_sent_cancels_it(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    done = families.publish(OPEN, at=EVENING)

    families.undo(done.change, at=LATER)

    assert families.owed() == []
    assert families.owed("cancelled") == [owed_to_ana("closed if", "open")]


def test_an_undo_after_it_was_sent_is_owed_like_any_change(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    done = families.publish(OPEN, at=EVENING)
    families.sent(at=EVENING)

    families.undo(done.change, at=LATER)

    assert families.owed() == [owed_to_ana("open", "closed if")]


def test_an_undo_of_an_undo_owes_what_the_change_owed(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    done = families.publish(OPEN, at=EVENING)
    back = families.undo(done.change, at=LATER)

    families.undo(back.change, at=at("2022-03-22 21:30"))

    assert families.owed() == [owed_to_ana("closed if", "open")]
    assert len(families.owed("cancelled")) == 1


def test_asked_again_and_told_the_news_nobody_is_sent_it_too(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(OPEN, at=EVENING)

    families.told("ana", "school-open", WEDNESDAY, at=LATER)
    assert families.owed() == []
    families.publish(REMOTE, at=at("2022-03-22 22:00"))

    assert families.owed() == [owed_to_ana("open", "remote")]


def test_a_change_of_wording_owes_nothing_and_later_ones_compare_with_the_new_words(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    typo = replace(OFFER, words=said("The district offers raises of 2%."))
    families.publish(typo, at=EVENING, meaning=False)
    families.publish(replace(OFFER, slug="twin", words=said("The district offers raises of 2%.")), at=LATER)
    assert families.owed() == []

    families.publish(replace(OFFER, words=said("It offers 4%.")), at=at("2022-03-22 22:00"), removed=_claim("twin"))

    assert families.owed() == [Row("ana", "offer", None, "told", "The district offers raises of 2%.", "It offers 4%.")]


def test_a_typo_mended_after_a_change_that_still_waits_is_mended_in_what_waits(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    families.publish(replace(OFFER, words=said("It ofers 4%.")), at=EVENING)
    families.publish(replace(OFFER, words=said("It offers 4%.")), at=LATER, meaning=False)

    assert families.owed() == [Row("ana", "offer", None, "told", "The district offers 2% raises.", "It offers 4%.")]


def test_mended_to_what_somebody_was_told_nothing_waits_for_them_any_more(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    families.publish(replace(OFFER, words=said("It offers 2% raises.")), at=EVENING)
    assert len(families.owed()) == 1

    families.publish(OFFER, at=LATER, meaning=False)

    assert families.owed() == []


def test_taking_back_a_change_of_wording_owes_nothing_either(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    done = families.publish(replace(OFFER, words=said("It offers 2%.")), at=EVENING, meaning=False)

    families.undo(done.change, at=LATER)

    assert families.owed() == []


def test_a_status_is_never_a_matter_of_wording(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(OPEN, at=EVENING, meaning=False)

    assert len(families.owed()) == 1


def test_whoever_was_told_a_hole_is_owed_only_what_they_follow(families: Families) -> None:
    for person in ("ana", "ben"):
        families.told(person, "school-open", THURSDAY, at=TUESDAY_NOON)
    families.follows("ben", "school-open", THURSDAY, at=TUESDAY_NOON)

    families.publish(replace(OPEN, slug="open-thursday", first_day=THURSDAY), at=EVENING)

    assert families.owed() == [Row("ben", "school-open", THURSDAY, "followed", "hole", "open")]


def test_told_something_that_became_a_hole_somebody_is_owed_what_is_said_next(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(replace(CLOSED, withdrawn=EVENING), at=EVENING)
    assert families.owed() == [owed_to_ana("closed if", "hole")]
    families.sent(at=EVENING)

    families.publish(replace(OPEN, slug="open"), at=LATER)

    assert families.owed() == [owed_to_ana("hole", "open")]


def test_a_condition_settled_is_one_message_however_many_claims_hang_on_it(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.told("ana", "meals", WEDNESDAY, at=TUESDAY_NOON)

    done = families.publish(settled(DEAL, ConditionState.MET, EVENING, "article"), at=EVENING)

    (message,) = families.database.read_now(lambda c: messages_of(c, done.change or 0))
    assert (message.person, {one.topic for one in message.rows}) == ("ana", {"school-open", "meals"})
    assert families.owed()[1] == owed_to_ana("closed if", "closed")


def test_a_condition_failed_leaves_a_hole_that_is_owed(families: Families) -> None:
    families.told("ana", "meals", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(settled(DEAL, ConditionState.FAILED, EVENING, "article"), at=EVENING)

    assert families.owed() == [Row("ana", "meals", WEDNESDAY, "told", "Bags at every school. if", "hole")]


def test_a_condition_that_hangs_on_another_now_changes_what_hangs_on_it(families: Families) -> None:
    families.told("ana", "meals", WEDNESDAY, at=TUESDAY_NOON)
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(settled(CAMPUSES, ConditionState.MET, EVENING, "article"), at=EVENING)

    assert [one.topic for one in families.owed()] == ["meals"]


def test_an_event_ended_is_owed_to_all_it_told_something_that_would_still_live(families: Families) -> None:
    closing = notice("closing", "2022-03-22 20:00")
    for topic, day in (("school-open", WEDNESDAY), ("length", None), ("offer", None), ("pickets", FRIDAY)):
        families.told("ana", topic, day, at=TUESDAY_NOON)
    back = claim("back", "school-open", "", source="closing", first_day=WEDNESDAY, status=Status.OPEN)

    done = families.publish(closing, replace(STRIKE, ended=EVENING, closing="closing"), back, at=EVENING)

    assert [(one.topic, one.after) for one in families.owed()] == [
        ("length", "hole"),
        ("offer", "hole"),
        ("school-open", "open"),
    ]
    assert len(families.database.read_now(lambda c: messages_of(c, done.change or 0))) == 1


def test_a_source_withdrawn_is_owed_by_the_claims_that_rest_on_it(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.told("ben", "offer", None, at=TUESDAY_NOON)

    families.publish(*(replace(one, withdrawn=EVENING) for one in (CLOSED, MEALS, OFFER, LENGTH)), at=EVENING)

    assert [(one.person, one.topic, one.after) for one in families.owed()] == [
        ("ana", "school-open", "hole"),
        ("ben", "offer", "hole"),
    ]


def test_a_source_that_moves_in_time_moves_the_claims_that_rest_on_it(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)

    families.publish(replace(ARTICLE, published=at("2022-01-21 20:00")), at=EVENING)

    assert families.owed() == [Row("ana", "offer", None, "told", "The district offers 2% raises.", "hole")]


def test_a_topic_that_keeps_less_changes_what_was_told(families: Families) -> None:
    families.told("ana", "offer", None, at=TUESDAY_NOON)
    offer = next(one for one in knowledge().topics if one.slug == "offer")

    families.publish(replace(offer, keeps_days=0), at=EVENING)

    assert families.owed() == [Row("ana", "offer", None, "told", "The district offers 2% raises.", "hole")]


def test_a_holiday_taken_off_the_calendar_is_owed_to_whoever_was_told_of_it(address: str) -> None:
    holiday = replace(DISTRICT, calendar=(Holiday(FRIDAY, FRIDAY, said("Founders' day")),))
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(district=holiday), at=TUESDAY_NOON))
        families = Families(database)
        families.told("ana", "school-open", FRIDAY, at=TUESDAY_NOON)

        families.publish(DISTRICT, at=EVENING)

        assert families.owed() == [Row("ana", "school-open", FRIDAY, "told", "no_school", "hole")]


def test_until_midnight_a_day_counts_and_from_then_on_it_does_not(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(OPEN, at=at("2022-03-23 23:59"))
    assert len(families.owed()) == 1
    families.publish(REMOTE, at=at("2022-03-24 00:00"))

    assert len(families.owed()) == 1
    assert families.owed("replaced") == []


def test_what_has_run_its_time_is_not_owed_any_more(families: Families) -> None:
    lunch = replace(MEALS, condition=None, begins=time(11), closes=time(13), words=said("Bags at Sutter."))
    families.publish(lunch, at=TUESDAY_NOON)
    families.told("ana", "meals", WEDNESDAY, at=EVENING)

    families.publish(replace(lunch, places=("Serna Center",)), at=at("2022-03-23 13:00"))

    assert families.owed() == []


def test_without_a_day_it_counts_while_it_would_still_live(families: Families) -> None:
    for person, moment in (("ana", TUESDAY_NOON), ("ben", at("2022-04-20 12:00"))):
        families.told(person, "offer", None, at=moment)
    over = at("2022-04-20 20:00")

    families.publish(replace(OFFER, words=said("It offers 4%.")), at=over)

    assert families.owed() == []


def test_time_running_on_owes_nothing(families: Families) -> None:
    breakfast = at("2022-03-23 06:00")
    families.publish(replace(OPEN, slug="sutter-open", scope=SUTTER, serve_until=breakfast), at=TUESDAY_NOON)
    families.told("ana", "school-open", WEDNESDAY, at=EVENING)
    assert families.look("school-open", WEDNESDAY, breakfast).exceptions == ()

    families.publish(replace(CLOSED, words=said("Schools close.")), at=breakfast)
    families.publish(replace(OPEN, slug="open-friday", first_day=FRIDAY), at=breakfast)

    assert families.owed() == []


def test_whoever_was_told_in_two_rooms_is_owed_in_both(families: Families) -> None:
    for room in ("kitchen", "school-yard"):
        families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON, place=room)
    families.told("ben", "school-open", WEDNESDAY, at=TUESDAY_NOON, place="school-yard")

    done = families.publish(OPEN, at=EVENING)

    assert sorted((one.person, one.place) for one in done.owed) == [
        ("ana", "kitchen"),
        ("ana", "school-yard"),
        ("ben", "school-yard"),
    ]


def test_told_twice_in_a_room_somebody_is_owed_once(families: Families) -> None:
    for moment in (TUESDAY_NOON, at("2022-03-22 13:00")):
        families.told("ana", "school-open", WEDNESDAY, at=moment)

    families.publish(OPEN, at=EVENING)

    assert len(families.owed()) == 1


def test_another_school_than_the_one_asked_about_is_no_change(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON, scope=MCCLATCHY)
    families.told("ben", "school-open", WEDNESDAY, at=TUESDAY_NOON, scope=SUTTER)

    families.publish(replace(OPEN, slug="sutter-open", scope=SUTTER), at=EVENING)

    assert [one.person for one in families.owed()] == ["ben"]


def test_an_exception_for_one_school_is_owed_to_whoever_asked_about_all(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(replace(OPEN, slug="sutter-open", scope=SUTTER), at=EVENING)

    assert families.owed() == [owed_to_ana("closed if", "closed if, open")]


def test_a_hole_told_with_what_its_parent_knows_is_not_bare(families: Families) -> None:
    families.told("ana", "meals.hours", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(replace(MEALS, words=said("Bags at Sutter.")), at=EVENING)

    assert families.owed() == [
        Row("ana", "meals.hours", WEDNESDAY, "told", "Bags at every school. if", "Bags at Sutter. if")
    ]


def test_of_a_claim_taken_away_nothing_is_left_to_stand(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(at=EVENING, removed=_claim(CLOSED.slug))

    assert families.owed() == [owed_to_ana("closed if", "hole")]


def test_what_supersedes_a_claim_of_another_topic_takes_it_from_there(families: Families) -> None:
    families.told("ana", "meals", WEDNESDAY, at=TUESDAY_NOON)

    families.publish(claim("no-meals", "offer", "No meals.", supersedes=(MEALS.slug,)), at=EVENING)

    assert families.owed() == [Row("ana", "meals", WEDNESDAY, "told", "Bags at every school. if", "hole")]


def test_a_claim_that_stretches_its_event_reaches_questions_about_those_days(families: Families) -> None:
    told = families.told("ana", "offer", SATURDAY, at=TUESDAY_NOON)
    assert [held.claim.slug for held in told.claims] == ["offer-2"]

    families.publish(replace(OFFER, serve_until=EVENING), replace(LENGTH, serve_until=EVENING), at=EVENING)

    assert [(one.topic, one.day, one.after) for one in families.owed()] == [("offer", SATURDAY, "hole")]


def test_who_was_refused_owes_nothing(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)

    with pytest.raises(EditedMeanwhile):
        families.publish(OPEN, at=EVENING, based_on={(Kind.CLAIM, CLOSED.slug): 7})

    assert families.owed() == []


def test_answered_before_a_change_and_written_down_after_it_somebody_is_owed_it(families: Families) -> None:
    found = families.look("school-open", WEDNESDAY, TUESDAY_NOON)
    families.publish(OPEN, at=EVENING)

    families.note("ana", found, at=EVENING)

    assert families.owed() == [owed_to_ana("closed if", "open")]
    families.publish(CLOSED, at=LATER)
    assert families.owed() == []


def test_answered_before_a_change_that_is_the_same_to_them_nobody_is_owed(families: Families) -> None:
    found = families.look("school-open", WEDNESDAY, TUESDAY_NOON)
    families.publish(replace(OFFER, words=said("It offers 4%.")), at=EVENING)

    families.note("ana", found, at=EVENING)

    assert families.owed() == []


def test_a_question_from_just_before_a_change_answered_just_after_it_is_owed_it(families: Families) -> None:
    families.publish(OPEN, at=EVENING)

    families.told("ana", "school-open", WEDNESDAY, at=EVENING - timedelta(milliseconds=1))

    assert families.owed() == [owed_to_ana("closed if", "open")]


def test_told_something_newer_that_is_old_already_that_is_what_somebody_knows(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(OPEN, at=EVENING)
    found = families.look("school-open", WEDNESDAY, EVENING)
    families.publish(REMOTE, at=LATER)

    families.note("ana", found, at=LATER)
    assert families.owed() == [owed_to_ana("open", "remote")]
    families.publish(CLOSED, at=at("2022-03-22 21:30"))

    assert families.owed() == [owed_to_ana("open", "closed if")]


def test_acts_that_raced_happened_in_the_order_in_which_they_are_published(families: Families) -> None:
    families.told("ana", "school-open", WEDNESDAY, at=TUESDAY_NOON)
    families.publish(OPEN, at=EVENING)

    closed_at_sutter = replace(REMOTE, slug="remote-at-sutter", scope=SUTTER)
    families.publish(closed_at_sutter, at=EVENING - timedelta(milliseconds=1))

    assert families.owed() == [owed_to_ana("closed if", "open, remote")]


def _claim(slug: str) -> list[tuple[Kind, str]]:
    return [(Kind.CLAIM, slug)]
