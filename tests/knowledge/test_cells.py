"""What wins in a cell: officials before the rest, status before words, day by day in a span; and what ran out today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from knowledge.claims import Claim, Scope, Status
from knowledge.curated_set import CuratedSet
from knowledge.findings import Finding, FindingKind, Held
from tests.knowledge.test_looking import find, slugs
from tests.sacramento import (
    FRIDAY,
    MEALS,
    MONDAY,
    SATURDAY,
    STRIKE,
    THURSDAY,
    TUESDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    notice,
)

SUTTER = Scope(schools=("sutter",))
MCCLATCHY = Scope(schools=("mcclatchy",))
NOTICES = (
    notice("morning", "2022-03-22 08:00"),
    notice("nine", "2022-03-22 09:00"),
    notice("early", "2022-03-20 08:00"),
)
UNTIL_ONE = replace(MEALS, condition=None, begins=time(11), closes=time(13))
AFTER_ONE = at("2022-03-23 13:30")


def status(slug: str, said: Status = Status.OPEN, source: str = "morning", **fields: object) -> Claim:
    fields = {"first_day": WEDNESDAY} | fields
    return claim(slug, "school-open", "", status=said, source=source, **fields)


def curated(*more: Claim, without: tuple[str, ...] = ()) -> CuratedSet:
    return knowledge(*more, without=without, sources=NOTICES)


def named(helds: tuple[Held, ...]) -> list[str]:
    return [held.claim.slug for held in helds]


def test_a_union_claim_for_one_school_does_not_erase_the_official_closure() -> None:
    rumour = status("rumour", speakers=("union",), scope=SUTTER)

    found = find("school-open", WEDNESDAY, curated=curated(rumour), scope=SUTTER)
    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["closed-wednesday"])
    assert named(found.reported) == ["rumour"]


def test_a_union_claim_for_one_day_does_not_erase_the_official_span() -> None:
    week = status("week", Status.CLOSED, first_day=TUESDAY, last_day=FRIDAY)
    rumour = status("rumour", speakers=("union",), first_day=THURSDAY)

    found = find("school-open", THURSDAY, curated=curated(week, rumour))
    assert (slugs(found), named(found.reported)) == (["week"], ["rumour"])


def test_what_the_union_says_of_one_school_is_no_exception_but_reported() -> None:
    found = find("school-open", WEDNESDAY, curated=curated(status("rumour", speakers=("union",), scope=SUTTER)))

    assert (slugs(found), found.exceptions, named(found.reported)) == (["closed-wednesday"], (), ["rumour"])


def test_a_newer_exception_for_one_school_leaves_that_of_another() -> None:
    sutter = status("sutter", scope=SUTTER)
    mcclatchy = status("mcclatchy", source="nine", scope=MCCLATCHY)

    found = find("school-open", WEDNESDAY, curated=curated(sutter, mcclatchy))
    assert set(named(found.exceptions)) == {"sutter", "mcclatchy"}


@pytest.mark.parametrize("scope", [Scope(), SUTTER])
def test_newer_words_without_a_status_stand_beside_it(scope: Scope) -> None:
    words = claim("words", "school-open", "Buses wait.", source="morning", first_day=WEDNESDAY, scope=scope)

    found = find("school-open", WEDNESDAY, curated=curated(words), scope=SUTTER)
    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["closed-wednesday", "words"])


def test_older_words_without_a_status_are_over_once_the_status_is_told() -> None:
    words = claim("words", "school-open", "We decide tonight.", source="early", first_day=WEDNESDAY)

    assert slugs(find("school-open", WEDNESDAY, curated=curated(words))) == ["closed-wednesday"]


def test_a_newer_joint_statement_retires_what_each_of_its_speakers_said_alone() -> None:
    rumour = status("rumour", Status.DELAYED, speakers=("union",))
    joint = status("joint", source="nine", speakers=("district", "union"))

    found = find("school-open", WEDNESDAY, curated=curated(rumour, joint))
    assert (found.kind, slugs(found), found.reported) == (FindingKind.KNOWN, ["joint"], ())


def test_the_district_alone_retires_an_older_joint_status() -> None:
    joint = status("joint", source="early", speakers=("district", "union"))

    found = find("school-open", WEDNESDAY, curated=curated(joint))
    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["closed-wednesday"])


def test_a_newer_joint_offer_settles_what_the_sides_said_of_it() -> None:
    union = claim("offer-union", "offer", "The union calls it a cut.", speakers=("union",))
    joint = claim("offer-joint", "offer", "Both sides: 4%.", source="morning", speakers=("district", "union"))

    found = find("offer", curated=curated(union, joint))
    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["offer-joint"])


def test_a_status_without_a_day_that_is_verified_again_answers_for_longer() -> None:
    closed = status("closed-for-now", Status.CLOSED, source="early", first_day=None)
    once, again = closed, replace(closed, verified=at("2022-03-22 09:00"))

    assert find("school-open", FRIDAY, curated=curated(once)).kind is FindingKind.NOT_ANNOUNCED
    assert slugs(find("school-open", FRIDAY, curated=curated(again))) == ["closed-for-now"]
    assert find("school-open", date(2022, 3, 28), curated=curated(again)).kind is FindingKind.NOT_ANNOUNCED


def test_a_status_without_a_day_that_ends_at_midnight_says_nothing_of_the_day_after() -> None:
    closed = status("closed-for-now", Status.CLOSED, first_day=None, serve_until=at("2022-03-25 00:00"))

    assert slugs(find("school-open", THURSDAY, curated=curated(closed))) == ["closed-for-now"]
    assert find("school-open", FRIDAY, curated=curated(closed)).kind is FindingKind.NOT_ANNOUNCED


def test_a_saturday_without_school_still_tells_what_is_said_of_one_school() -> None:
    sutter = status("sutter-saturday", first_day=SATURDAY, scope=SUTTER)
    rumour = status("rumour", first_day=SATURDAY, speakers=("union",))

    found = find("school-open", SATURDAY, curated=curated(sutter, rumour))
    assert found.kind is FindingKind.NO_SCHOOL_DAY
    assert (named(found.exceptions), named(found.reported)) == (["sutter-saturday"], ["rumour"])


def week_of(*more: Claim, until: date = THURSDAY) -> Finding:
    return find("school-open", WEDNESDAY, until=until, curated=curated(*more))


def test_each_day_of_a_span_has_its_own_status_in_the_order_of_days() -> None:
    found = week_of(status("open-thursday", first_day=THURSDAY))

    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["closed-wednesday", "open-thursday"])
    assert found.covers_period


def test_a_span_is_not_covered_by_the_days_that_have_a_claim() -> None:
    found = week_of(status("open-friday", first_day=FRIDAY), until=FRIDAY)

    assert slugs(found) == ["closed-wednesday", "open-friday"]
    assert not found.covers_period


def test_a_weekend_in_a_span_needs_no_claim() -> None:
    days = [status(f"open-{day}", first_day=day) for day in (THURSDAY, FRIDAY, date(2022, 3, 28))]

    assert week_of(*days, until=date(2022, 3, 28)).covers_period


def test_officials_who_differ_about_one_day_of_a_span_are_a_dispute() -> None:
    found = week_of(status("county-open", speakers=("county",)), status("thursday", first_day=THURSDAY))

    assert (found.kind, slugs(found)) == (FindingKind.DISPUTED, ["closed-wednesday", "county-open", "thursday"])


def test_a_single_day_within_a_closed_week_is_told_with_the_week() -> None:
    week = status("week", Status.CLOSED, first_day=TUESDAY, last_day=FRIDAY)
    thursday = status("open-thursday", first_day=THURSDAY)

    found = find("school-open", TUESDAY, until=FRIDAY, curated=curated(week, thursday, without=("closed-wednesday",)))
    assert (found.kind, slugs(found)) == (FindingKind.KNOWN, ["week", "open-thursday"])
    assert found.covers_period


def meals_today(meals: Claim, now: str = "2022-03-23 13:30", **fields: object) -> Finding:
    base = replace(curated(without=("meals-wednesday",)), **fields)  # type: ignore[arg-type]
    return find("meals", WEDNESDAY, now=at(now), curated=replace(base, claims=(*base.claims, meals)))


def test_meals_are_over_once_their_hour_has_passed_on_the_same_day() -> None:
    assert meals_today(UNTIL_ONE, "2022-03-23 12:59").kind is FindingKind.KNOWN
    over = meals_today(UNTIL_ONE)
    assert (over.kind, slugs(over)) == (FindingKind.PAST, ["meals-wednesday"])


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_meals_that_somebody_took_back_before_their_hour_leave_a_hole(how: str) -> None:
    taken_back = replace(UNTIL_ONE, **{how: at("2022-03-23 10:00")})  # type: ignore[arg-type]

    found = meals_today(taken_back)
    assert (found.kind, found.claims) == (FindingKind.NOT_ANNOUNCED, ())


def test_meals_of_a_strike_that_ended_before_their_hour_leave_a_hole() -> None:
    ended = replace(STRIKE, ended=at("2022-03-23 09:00"))

    assert meals_today(UNTIL_ONE, events=(ended,)).kind is FindingKind.NOT_ANNOUNCED


def test_meals_that_ran_out_today_say_nothing_of_tomorrow() -> None:
    base = curated(replace(UNTIL_ONE, slug="meals-today"), without=("meals-wednesday",))

    assert find("meals", THURSDAY, now=AFTER_ONE, curated=base).kind is FindingKind.NOT_ANNOUNCED
    assert find("meals", MONDAY, now=TUESDAY_NOON, curated=base).kind is FindingKind.PAST
