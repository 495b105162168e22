"""What holds at a moment: validity, conditions, events, supersession, and what wins in a cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from knowledge.claims import Claim, ConditionState, Event, Scope, Status
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.district import Holiday, Level
from knowledge.findings import Asked, Finding, FindingKind
from knowledge.ground import Ground
from knowledge.looking import look_up
from knowledge.publishing import fill
from tests.sacramento import (
    CLOSED,
    DEAL,
    DISTRICT,
    FRIDAY,
    MEALS,
    MIDDLE_ONLY,
    OFFER,
    PICKET,
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
    said,
    settled,
)


def find(
    topic: str,
    day: date | None = None,
    *,
    now: datetime = TUESDAY_NOON,
    curated: CuratedSet | None = None,
    scope: Scope | None = None,
    named: bool = True,
    until: date | None = None,
) -> Finding:
    curated = curated or knowledge()
    ground = Ground(curated.district or DISTRICT, {one.slug: one for one in curated.topics})
    asked = Asked(topic, day, until, scope or Scope(), named)
    with Database.open("sqlite:///:memory:") as database:
        database.write_now(lambda connection: fill(connection, curated, at=now))
        return database.read_now(lambda connection: look_up(connection, asked, at=now, ground=ground))


def slugs(finding: Finding) -> list[str]:
    return [held.claim.slug for held in finding.claims]


def test_wednesday_is_known_and_hangs_on_the_deal() -> None:
    found = find("school-open", WEDNESDAY)

    assert found.kind is FindingKind.KNOWN
    assert [one.slug for one in found.claims[0].conditions] == ["deal"]


def test_wednesday_is_not_stretched_to_thursday() -> None:
    found = find("school-open", THURSDAY)

    assert found.kind is FindingKind.NOT_ANNOUNCED
    assert not found.claims
    assert [held.claim.slug for _, helds in found.beside for held in helds] == ["picket-thursday", "length-unclear"]
    assert [held.claim.slug for held in found.nearest] == ["closed-wednesday"]


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ("2022-03-21 19:59", FindingKind.NOT_ANNOUNCED),  # a minute before it was said
        ("2022-03-21 20:00", FindingKind.KNOWN),
        ("2022-03-23 23:59", FindingKind.KNOWN),
        ("2022-03-24 00:00", FindingKind.PAST),
    ],
)
def test_a_day_is_served_from_when_it_was_said_until_its_midnight(now: str, kind: FindingKind) -> None:
    assert find("school-open", WEDNESDAY, now=at(now)).kind is kind


def test_a_question_without_a_day_goes_to_the_nearest_day_with_a_claim() -> None:
    found = find("school-open", TUESDAY, named=False)

    assert (found.kind, found.day) == (FindingKind.KNOWN, WEDNESDAY)


def test_in_may_nothing_of_march_is_current() -> None:
    may = at("2022-05-05 09:00")

    assert find("school-open", date(2022, 5, 6), now=may).kind is FindingKind.NOT_ANNOUNCED
    last = find("school-open", date(2022, 5, 6), now=may).last_word
    assert last is not None
    assert last.claim.first_day == WEDNESDAY
    assert find("meals", date(2022, 5, 5), now=may, named=False).kind is FindingKind.PAST
    assert find("offer", now=may).kind is FindingKind.PAST


def test_a_met_condition_is_lost_and_what_hangs_on_it_follows() -> None:
    settled_at = at("2022-03-22 20:15")
    met = settled(DEAL, ConditionState.MET, settled_at, "broke-off")
    curated = replace(
        knowledge(sources=[notice("broke-off", "2022-03-22 20:15")]),
        conditions=(met, knowledge().conditions[1]),
    )

    assert find("school-open", WEDNESDAY, now=at("2022-03-22 21:00"), curated=curated).claims[0].conditions == ()
    assert find("meals", WEDNESDAY, now=at("2022-03-22 21:00"), curated=curated).claims[0].conditions == ()
    before = find("school-open", WEDNESDAY, now=at("2022-03-22 18:00"), curated=curated)
    assert [one.slug for one in before.claims[0].conditions] == ["deal"]


def test_a_failed_condition_leaves_a_hole_never_the_opposite() -> None:
    failed = settled(DEAL, ConditionState.FAILED, at("2022-03-22 20:15"), "agreed")
    curated = replace(
        knowledge(sources=[notice("agreed", "2022-03-22 20:15")]), conditions=(failed, knowledge().conditions[1])
    )
    later = at("2022-03-22 21:00")

    for topic in ("school-open", "meals"):
        found = find(topic, WEDNESDAY, now=later, curated=curated)
        assert (found.kind, found.claims, found.last_word) == (FindingKind.NOT_ANNOUNCED, (), None)


def newer(slug: str, status: Status, source: str, **fields: object) -> Claim:
    return claim(slug, "school-open", "", first_day=WEDNESDAY, status=status, source=source, **fields)


def test_a_claim_superseded_at_2015_answers_again_at_1800() -> None:
    open_again = newer("open-wednesday", Status.OPEN, "evening", supersedes=("closed-wednesday",))
    curated = knowledge(open_again, sources=[notice("evening", "2022-03-22 20:15")])

    assert slugs(find("school-open", WEDNESDAY, now=at("2022-03-22 20:15"), curated=curated)) == ["open-wednesday"]
    assert slugs(find("school-open", WEDNESDAY, now=at("2022-03-22 18:00"), curated=curated)) == ["closed-wednesday"]


def test_the_newest_as_of_wins_whatever_the_order_of_arrival() -> None:
    older = newer("older", Status.OPEN, "morning")
    curated = knowledge(older, sources=[notice("morning", "2022-03-21 08:00")])

    assert slugs(find("school-open", WEDNESDAY, curated=curated)) == ["closed-wednesday"]


def test_the_union_does_not_confirm_a_status() -> None:
    rumour = newer("rumour", Status.OPEN, "union-post", speakers=("union",))
    curated = knowledge(rumour, sources=[notice("union-post", "2022-03-22 09:00", outlet="the union")])

    found = find("school-open", WEDNESDAY, curated=curated)
    assert slugs(found) == ["closed-wednesday"]
    assert [held.claim.slug for held in found.reported] == ["rumour"]

    alone = find("school-open", WEDNESDAY, curated=replace(curated, claims=(rumour,)))
    assert (alone.kind, alone.claims) == (FindingKind.NOT_ANNOUNCED, ())
    assert [held.claim.slug for held in alone.reported] == ["rumour"]


def test_two_officials_who_differ_are_a_dispute() -> None:
    other = newer("county-open", Status.OPEN, "county-notice", speakers=("county",))
    curated = knowledge(other, sources=[notice("county-notice", "2022-03-22 09:00", outlet="the county office")])

    found = find("school-open", WEDNESDAY, curated=curated)
    assert found.kind is FindingKind.DISPUTED
    assert slugs(found) == ["closed-wednesday", "county-open"]


def test_two_sides_on_the_same_subject_are_both_told_the_official_first() -> None:
    other = claim("offer-union", "offer", "The union calls it a cut.", speakers=("union",))

    found = find("offer", curated=knowledge(other))
    assert (found.kind, slugs(found)) == (FindingKind.DISPUTED, ["offer-2", "offer-union"])


def test_a_school_beats_a_level_beats_the_district() -> None:
    middle = newer("middle-open", Status.OPEN, "article", scope=MIDDLE_ONLY)
    sutter = newer("sutter-remote", Status.REMOTE, "article", scope=Scope(schools=("sutter",)))
    curated = knowledge(middle, sutter)

    def on(scope: Scope) -> list[str]:
        return slugs(find("school-open", WEDNESDAY, curated=curated, scope=scope))

    assert on(Scope(schools=("sutter",))) == ["sutter-remote"]
    assert on(MIDDLE_ONLY) == ["middle-open"]
    assert on(Scope(levels=(Level.HIGH,))) == ["closed-wednesday"]
    district = find("school-open", WEDNESDAY, curated=curated)
    assert slugs(district) == ["closed-wednesday"]
    assert {held.claim.slug for held in district.exceptions} == {"middle-open", "sutter-remote"}


def test_a_single_day_beats_a_span() -> None:
    week = replace(CLOSED, slug="closed-all-week", first_day=TUESDAY, last_day=FRIDAY, condition=None)
    curated = knowledge(week)

    assert slugs(find("school-open", WEDNESDAY, curated=curated)) == ["closed-wednesday"]
    assert slugs(find("school-open", THURSDAY, curated=curated)) == ["closed-all-week"]


def test_a_detail_nobody_stated_is_a_hole_that_tells_its_parent() -> None:
    found = find("meals.hours", TUESDAY, named=False)

    assert (found.kind, found.day) == (FindingKind.NOT_ANNOUNCED, WEDNESDAY)
    assert [held.claim.slug for held in found.parents] == ["meals-wednesday"]


def test_a_topic_without_a_claim_is_an_open_question() -> None:
    assert find("buses", WEDNESDAY).kind is FindingKind.NOT_ANNOUNCED


def test_a_saturday_is_no_school_day_unless_a_claim_says_so() -> None:
    assert find("school-open", SATURDAY).kind is FindingKind.NO_SCHOOL_DAY
    make_up = replace(CLOSED, slug="make-up", first_day=SATURDAY, status=Status.OPEN, condition=None)
    assert slugs(find("school-open", SATURDAY, curated=knowledge(make_up))) == ["make-up"]


def test_a_holiday_of_the_calendar_is_named() -> None:
    spring = Holiday(date(2022, 4, 11), date(2022, 4, 15), said("Spring recess"))
    curated = knowledge(district=replace(DISTRICT, calendar=(spring,)))

    found = find("school-open", date(2022, 4, 13), curated=curated)
    assert (found.kind, found.holiday) == (FindingKind.NO_SCHOOL_DAY, spring)


def test_ending_an_event_ends_all_but_the_closing_notice() -> None:
    ended = replace(STRIKE, ended=at("2022-03-22 11:00"), closing="closing")
    over = claim("it-is-over", "length", "The strike is over.", source="closing")
    curated = knowledge(over, sources=[notice("closing", "2022-03-22 11:00")], events=[ended])

    assert find("school-open", WEDNESDAY, curated=curated).kind is FindingKind.NOT_ANNOUNCED
    assert slugs(find("length", curated=curated)) == ["it-is-over"]
    assert slugs(find("school-open", WEDNESDAY, curated=curated, now=at("2022-03-22 10:59"))) == ["closed-wednesday"]


def test_what_was_withdrawn_is_never_told_again() -> None:
    wrong = replace(CLOSED, withdrawn=at("2022-03-22 10:00"))
    curated = replace(knowledge(without=["closed-wednesday"]), claims=(wrong,))

    found = find("school-open", WEDNESDAY, curated=curated)
    assert (found.kind, found.last_word, found.nearest) == (FindingKind.NOT_ANNOUNCED, None, ())
    assert slugs(find("school-open", WEDNESDAY, curated=curated, now=at("2022-03-22 09:00"))) == ["closed-wednesday"]


def test_a_claim_that_starts_later_is_not_there_before() -> None:
    later = newer("thursday", Status.CLOSED, "article", serve_from=at("2022-03-22 18:00"))
    later = replace(later, first_day=THURSDAY)
    curated = knowledge(later)

    assert find("school-open", THURSDAY, curated=curated).kind is FindingKind.NOT_ANNOUNCED
    assert slugs(find("school-open", THURSDAY, curated=curated, now=at("2022-03-22 18:00"))) == ["thursday"]


def test_pickets_without_a_day_are_all_those_to_come_in_order() -> None:
    friday = replace(PICKET, slug="picket-friday", first_day=FRIDAY)

    assert slugs(find("pickets", curated=knowledge(friday))) == ["picket-thursday", "picket-friday"]
    after = find("pickets", curated=knowledge(friday), now=at("2022-03-25 08:00"))
    assert slugs(after) == ["picket-friday"]


def test_background_of_another_year_stays_with_its_event() -> None:
    earlier = Event("threat", said("Strike threat"), "strike", date(2021, 4, 12))
    source = notice("fox", "2021-04-14 17:00", outlet="FOX40")
    old = claim("offer-2021", "offer", "Stipends.", source="fox", event="threat")
    curated = knowledge(old, sources=[source], events=[STRIKE, earlier])

    assert slugs(find("offer", curated=curated)) == ["offer-2"]
    assert slugs(find("offer", curated=curated, now=at("2021-04-15 10:00"))) == ["offer-2021"]
    asked_then = find("offer", date(2021, 4, 1), until=date(2021, 4, 30), curated=curated)
    assert (asked_then.kind, slugs(asked_then)) == (FindingKind.PAST, ["offer-2021"])


def test_two_events_in_one_cell_are_both_told_the_one_that_keeps_children_home_first() -> None:
    storm = Event("storm", said("Storm"), "storm", TUESDAY)
    delayed = newer("late", Status.DELAYED, "storm-notice", event="storm")
    curated = knowledge(delayed, sources=[notice("storm-notice", "2022-03-22 09:00")], events=[STRIKE, storm])

    assert slugs(find("school-open", WEDNESDAY, curated=curated)) == ["closed-wednesday", "late"]


def test_verifying_again_renews_a_claim_without_a_day() -> None:
    verified = replace(OFFER, verified=at("2022-05-01 09:00"))
    curated = replace(knowledge(without=["offer-2"]), claims=(verified,))

    assert find("offer", now=at("2022-05-30 12:00"), curated=curated).kind is FindingKind.KNOWN
    assert find("offer", now=at("2022-05-31 12:00"), curated=curated).kind is FindingKind.PAST


def test_midnight_of_the_clock_change_is_the_districts_own() -> None:
    sunday = date(2022, 3, 13)
    source = notice("dst", "2022-03-12 08:00")
    changed = replace(CLOSED, slug="dst", first_day=sunday, source="dst", condition=None)
    curated = knowledge(changed, sources=[source])

    assert slugs(find("school-open", sunday, now=at("2022-03-13 23:59"), curated=curated)) == ["dst"]
    assert find("school-open", sunday, now=at("2022-03-14 00:00"), curated=curated).kind is FindingKind.PAST


def test_meals_of_a_past_day_are_past() -> None:
    found = find("meals", WEDNESDAY, now=at("2022-03-25 09:00"), curated=replace(knowledge(), claims=(MEALS,)))

    assert (found.kind, slugs(found)) == (FindingKind.PAST, ["meals-wednesday"])
