"""How what is cut from an article stands to what families are told: the same again, in its place, against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from knowledge.articles.agreeing import Against, Bearing, Differs, Relation, bearings
from knowledge.articles.article import Article, Origin, Paragraph, Published
from knowledge.articles.cuts import Cut
from knowledge.articles.drafting import cut
from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import Level
from knowledge.ground import Ground
from tests.articles.expected import expectation, knowledge_of, profile
from tests.articles.measuring import article, desk
from tests.filled import filled_in_memory
from tests.knowledge.sacramento import moment, words

MONDAY_EVENING, TUESDAY_NIGHT, WEDNESDAY_NIGHT = moment(21, 20), moment(22, 21), moment(23, 21)
WEDNESDAY, THURSDAY, FRIDAY = date(2022, 3, 23), date(2022, 3, 24), date(2022, 3, 25)
ABC10 = Source("abc10", "ABC10", MONDAY_EVENING, Precision.MINUTE)
STRIKE = Event("strike", words("Strike"), "strike", WEDNESDAY)
NO_DEAL = Condition("no-deal", words("unless a deal is reached first", "salvo que haya acuerdo antes"), "strike")
GOES_AHEAD = Condition("goes-ahead", words("if the strike goes ahead"), "strike")
GOES_ON = Condition("goes-on", words("if the strike continues"), "strike")
CLOSED = Claim(
    "closed",
    "school-open",
    "abc10",
    (1,),
    ("district",),
    event="strike",
    first_day=WEDNESDAY,
    last_day=FRIDAY,
    status=Status.CLOSED,
)
CLOSED_UNLESS = replace(CLOSED, condition="no-deal")
PICKET = Claim(
    "picket",
    "pickets",
    "abc10",
    (2,),
    ("scta",),
    words("A picket."),
    event="strike",
    first_day=WEDNESDAY,
    begins=time(11, 30),
    places=("Serna Center",),
    firmness=Firmness.PLANNED,
    condition="goes-ahead",
)
AGAIN = Cut((1,), "Schools are closed Wednesday.", ("school-open",), WEDNESDAY, WEDNESDAY, status=Status.CLOSED)
BY_DISTRICT = replace(AGAIN, speaker="district", official=True)
REOPENED = replace(BY_DISTRICT, status=Status.OPEN)


def curated(*claims: Claim, conditions: Iterable[Condition] = (NO_DEAL, GOES_AHEAD, GOES_ON)) -> CuratedSet:
    known = knowledge_of("sacramento_city")
    return CuratedSet(
        district=known.district,
        topics=known.topics,
        sources=(ABC10,),
        events=(STRIKE, replace(STRIKE, slug="bus-strike")),
        conditions=tuple(conditions),
        claims=claims,
    )


def bear(
    *cuts: Cut,
    beside: CuratedSet,
    said: datetime = TUESDAY_NIGHT,
    at: datetime | None = None,
    precision: Precision = Precision.MINUTE,
) -> tuple[Bearing, ...]:
    published = Published(said, precision, Origin.DATA)
    assert beside.district is not None
    ground = Ground(beside.district, {one.slug: one for one in beside.topics})
    with filled_in_memory(beside) as database:
        return database.read_now(
            lambda connection: bearings(connection, cuts, said=published, at=at or said, ground=ground)
        )


def bear_one(one: Cut, *claims: Claim, said: datetime = TUESDAY_NIGHT, at: datetime | None = None) -> Bearing:
    return bear(one, beside=curated(*claims), said=said, at=at)[0]


def read(
    *paragraphs: str, claims: Iterable[Claim] = (CLOSED_UNLESS,), said: datetime = TUESDAY_NIGHT
) -> tuple[Bearing, ...]:
    """Of an article in the shipped district, cut as any is."""
    whole = Article(
        tuple(Paragraph(one) for one in paragraphs), published=Published(said, Precision.MINUTE, Origin.DATA)
    )
    return bear(*cut(whole, desk("sacramento_city")), beside=curated(*claims), said=said)


def settled(found: Iterable[Bearing]) -> set[tuple[str, ConditionState]]:
    return {(settles.condition.slug, settles.state) for one in found for settles in one.settles}


def only(found: Bearing) -> Against:
    assert len(found.claims) == 1
    return found.claims[0]


# The same again


@pytest.mark.parametrize("again", [AGAIN, BY_DISTRICT], ids=["another outlet's word", "the district's"])
def test_the_same_status_again_agrees(again: Cut) -> None:
    found = bear_one(again, CLOSED)

    assert found.relations == (Relation.AGREES,)
    assert [one.claim.slug for one in found.of(Relation.AGREES)] == ["closed"]


def test_the_same_article_read_in_sentences_agrees() -> None:
    found = read("Sacramento City Unified schools will be closed on Wednesday, the district said.", claims=(CLOSED,))

    assert [one.relations for one in found] == [(Relation.AGREES,)]


def test_a_condition_that_was_met_counts_as_none() -> None:
    met = replace(NO_DEAL, state=ConditionState.MET, settled=moment(22, 12), settled_by="abc10")
    found = bear(BY_DISTRICT, beside=curated(CLOSED_UNLESS, conditions=(met,)))

    assert found[0].relations == (Relation.AGREES,)


def test_the_same_condition_in_other_words_agrees_and_another_one_changes() -> None:
    deal = replace(BY_DISTRICT, condition="unless an agreement is reached")
    snow = replace(BY_DISTRICT, condition="unless the snow plows come through")

    assert bear_one(deal, CLOSED_UNLESS).relations == (Relation.AGREES,)
    assert only(bear_one(snow, CLOSED_UNLESS)).differs == (Differs.CONDITION,)
    assert bear_one(snow, CLOSED_UNLESS).relations == (Relation.CHANGES,)


@pytest.mark.parametrize(
    "unsure",
    [
        replace(BY_DISTRICT, sure_of_day=False),
        replace(BY_DISTRICT, taken_back=True),
        replace(AGAIN, speaker="scta"),
    ],
    ids=["a day that was inferred", "what the page takes back", "the union's word for the district's claim"],
)
def test_what_is_unsure_does_not_verify_a_claim(unsure: Cut) -> None:
    assert bear_one(unsure, CLOSED).relations == (Relation.BESIDE,)


# In its place


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        (REOPENED, Differs.STATUS),
        (replace(BY_DISTRICT, condition="unless it rains"), Differs.CONDITION),
        (replace(BY_DISTRICT, firmness=Firmness.LIKELY), Differs.FIRMNESS),
        (replace(BY_DISTRICT, last_day=date(2022, 3, 28)), Differs.DAYS),
        (replace(BY_DISTRICT, at=time(10)), Differs.HOURS),
    ],
)
def test_what_the_same_authority_says_otherwise_would_take_its_place(changed: Cut, differs: Differs) -> None:
    found = bear_one(changed, CLOSED)

    assert found.relations == (Relation.CHANGES,)
    assert only(found).differs == (differs,)


def test_the_other_half_of_a_condition_takes_nothings_place() -> None:
    opening = replace(REOPENED, condition="if a deal is reached")

    assert bear_one(opening, CLOSED_UNLESS).relations == (Relation.BESIDE,)
    assert Differs.OTHER_HALF in only(bear_one(opening, CLOSED_UNLESS)).differs
    assert bear_one(replace(opening, condition=None), CLOSED_UNLESS).relations == (Relation.CHANGES,)


def test_another_topic_of_the_first_three_counts_where_it_is_clear() -> None:
    found = bear_one(replace(REOPENED, topics=("start-time", "return", "school-open")), CLOSED)

    assert found.topic == "school-open"
    assert found.relations == (Relation.CHANGES,)


def test_a_detail_stands_beside_what_is_told_of_the_whole_and_of_no_other_topic() -> None:
    meals = replace(CLOSED, slug="meals", topic="meals", status=None)
    places = replace(AGAIN, topics=("meals.places", "school-open", "meals"), status=None)

    assert [one.claim.slug for one in bear_one(places, CLOSED, meals).of(Relation.BESIDE)] == ["meals"]
    assert bear_one(places, CLOSED).relations == (Relation.NEW,)


# Against it


def test_the_union_does_not_take_the_place_of_the_districts_word() -> None:
    found = bear_one(replace(AGAIN, speaker="scta"), replace(CLOSED, status=Status.OPEN))

    assert found.relations == (Relation.CONTRADICTS,)
    assert set(only(found).differs) == {Differs.STATUS, Differs.SPEAKER}


def test_the_district_does_not_take_the_place_of_the_unions_word() -> None:
    assert bear_one(REOPENED, replace(CLOSED, speakers=("scta",))).relations == (Relation.CONTRADICTS,)


def test_what_could_be_contradicts_nothing() -> None:
    maybe = replace(AGAIN, speaker="scta", firmness=Firmness.PROPOSED)

    assert bear_one(maybe, replace(CLOSED, status=Status.OPEN)).relations == (Relation.BESIDE,)


# Beside it, or of something else


def test_one_school_is_an_exception_and_not_in_the_place_of_all() -> None:
    found = bear_one(replace(REOPENED, scope=Scope(schools=("mcclatchy",))), CLOSED)

    assert found.relations == (Relation.BESIDE,)
    assert set(only(found).differs) == {Differs.STATUS, Differs.SCOPE}


def test_all_schools_do_not_take_the_place_of_the_one_that_is_an_exception() -> None:
    floyd = replace(CLOSED, slug="floyd", scope=Scope(schools=("leataata-floyd",)))
    found = bear_one(REOPENED, floyd, CLOSED)

    assert [(one.held.claim.slug, one.relation) for one in found.claims] == [
        ("closed", Relation.CHANGES),
        ("floyd", Relation.BESIDE),
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(REOPENED, first_day=date(2022, 3, 28), last_day=date(2022, 3, 28)),
        replace(REOPENED, topics=("meals",), status=None),
        replace(REOPENED, first_day=None, last_day=None, unresolved=("Wednesday",)),
    ],
    ids=["another day", "another topic", "nobody knows which Wednesday"],
)
def test_what_nothing_is_told_of_is_new(other: Cut) -> None:
    assert bear_one(other, CLOSED).relations == (Relation.NEW,)


def test_schools_of_two_levels_have_nothing_to_do_with_each_other() -> None:
    middle = replace(CLOSED, scope=Scope(levels=(Level.MIDDLE,)))

    assert bear_one(replace(REOPENED, scope=Scope(levels=(Level.HIGH,))), middle).relations == (Relation.NEW,)


def test_a_picket_agrees_only_at_the_same_hour_and_place() -> None:
    claim = replace(PICKET, condition=None)
    same = Cut(
        (1,),
        "Educators will picket at the Serna Center at 11:30 a.m. Wednesday, the union said.",
        ("pickets",),
        WEDNESDAY,
        WEDNESDAY,
        begins=time(11, 30),
        firmness=Firmness.PLANNED,
        speaker="scta",
    )
    elsewhere = replace(same, sentence=same.sentence.replace("the Serna Center", "City Hall"))
    moved = replace(same, sentence="The 11:30 a.m. picket at the Serna Center was moved.")

    assert bear_one(same, claim).relations == (Relation.AGREES,)
    for other in (elsewhere, moved, replace(same, begins=time(9)), replace(same, begins=None)):
        assert bear_one(other, claim).relations == (Relation.BESIDE,)


# Which is later


def test_an_older_article_does_not_take_the_place_of_what_is_newer() -> None:
    found = bear_one(REOPENED, CLOSED, said=moment(21, 9), at=TUESDAY_NIGHT)

    assert found.relations == (Relation.OLDER,)
    assert [one.claim.slug for one in found.of(Relation.OLDER)] == ["closed"]
    assert only(found).relation is Relation.CHANGES


def test_of_two_on_one_day_without_an_hour_neither_is_older() -> None:
    by_day = bear(REOPENED, beside=curated(CLOSED), said=moment(21), at=TUESDAY_NIGHT, precision=Precision.DAY)
    day_before = bear(REOPENED, beside=curated(CLOSED), said=moment(20), at=TUESDAY_NIGHT, precision=Precision.DAY)

    assert by_day[0].relations == (Relation.CHANGES,)
    assert day_before[0].relations == (Relation.OLDER,)


def test_late_in_the_evening_the_day_is_the_districts() -> None:
    picket = replace(PICKET, first_day=date(2022, 3, 22))
    began = replace(AGAIN, sentence="The strike began.", status=None, first_day=None, last_day=None)
    in_utc = TUESDAY_NIGHT.astimezone(UTC)

    assert in_utc.date() == WEDNESDAY
    assert settled([bear_one(began, picket, said=in_utc)]) == {("goes-ahead", ConditionState.MET)}
    assert settled([bear_one(began, replace(picket, first_day=WEDNESDAY), said=in_utc)]) == set()


def test_only_the_moment_passed_in_decides_what_is_told() -> None:
    before, then = moment(21, 19), moment(26)

    assert bear_one(REOPENED, CLOSED, at=before).relations == (Relation.NEW,)
    assert bear_one(REOPENED, CLOSED, at=TUESDAY_NIGHT).relations == (Relation.CHANGES,)
    assert bear_one(REOPENED, CLOSED, at=then).relations == (Relation.NEW,)


def test_an_article_that_speaks_from_no_moment_is_compared_with_nothing() -> None:
    known = curated(CLOSED)
    assert known.district is not None
    ground = Ground(known.district, {one.slug: one for one in known.topics})
    with filled_in_memory(known) as database:
        found = database.read_now(
            lambda connection: bearings(connection, [REOPENED], said=None, at=TUESDAY_NIGHT, ground=ground)
        )

    assert [one.relations for one in found] == [(Relation.NEW,)]


# Conditions


def test_the_evening_says_a_deal_was_reached_and_schools_open() -> None:
    found = read(
        "The district and the union reached an agreement Wednesday night.",
        "Schools will be open on Thursday, the district said.",
        said=WEDNESDAY_NIGHT,
    )

    assert settled(found) == {("no-deal", ConditionState.FAILED)}
    assert [one.topic for one in found if Relation.CHANGES in one.relations] == ["school-open"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The district and the union reached a deal on Tuesday night.",
        "Both sides said an agreement was reached late on Monday.",
        "Schools will reopen Thursday after the district and its teachers reached a deal to end the strike.",
        "The school district reached a deal with its teachers and schools will reopen Thursday.",
        "The district and the union reached an agreement on a new contract Wednesday night.",
    ],
)
def test_a_deal_in_an_article_settles_what_hung_on_it_whatever_else_the_sentence_says(sentence: str) -> None:
    assert settled(read(sentence, said=WEDNESDAY_NIGHT)) == {("no-deal", ConditionState.FAILED)}


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("The teachers' strike was called off Tuesday night.", ConditionState.FAILED),
        ("The union has called off the strike.", ConditionState.FAILED),
        ("The strike planned for Wednesday has been called off.", ConditionState.FAILED),
        ("The two sides reached a deal Tuesday, averting the strike.", ConditionState.FAILED),
        ("Teachers walked off the job on Wednesday.", ConditionState.MET),
        ("The strike began Wednesday morning.", ConditionState.MET),
    ],
)
def test_if_the_strike_goes_ahead_is_met_by_the_strike_and_fails_without(sentence: str, state: ConditionState) -> None:
    assert settled([bear_one(replace(AGAIN, sentence=sentence, status=None), PICKET)]) == {("goes-ahead", state)}


def test_a_strike_that_continues_is_met_and_one_that_ended_fails() -> None:
    friday = replace(PICKET, first_day=WEDNESDAY, condition="goes-on")
    goes_on = replace(AGAIN, sentence="The strike continues.", status=None)
    over = replace(goes_on, sentence="The strike is over.")

    assert settled([bear_one(goes_on, friday)]) == {("goes-on", ConditionState.MET)}
    assert settled([bear_one(over, friday)]) == {("goes-on", ConditionState.FAILED)}


def test_nothing_becomes_certain_for_days_that_the_sentence_does_not_speak_of() -> None:
    friday = replace(PICKET, first_day=FRIDAY)
    began = replace(AGAIN, sentence="The strike began Wednesday.", status=None)

    assert settled([bear_one(began, friday, said=WEDNESDAY_NIGHT)]) == set()


def test_a_strike_that_began_means_that_no_deal_was_reached_first() -> None:
    wednesday = replace(CLOSED_UNLESS, last_day=None)
    began = replace(AGAIN, sentence="The strike began Wednesday.", status=None)

    assert settled([bear_one(began, wednesday, said=moment(23, 9))]) == {("no-deal", ConditionState.MET)}


@pytest.mark.parametrize(
    "sentence",
    [
        "If a deal is reached, schools will be open on Thursday.",
        "Schools would open on Thursday once a deal was reached.",
        "The strike would be called off in case an agreement was reached.",
        "The two sides have not reached a deal.",
        "No agreement was reached on Tuesday.",
        "The two sides failed to reach a deal.",
        "The union hopes that a deal was reached by Thursday.",
        "The two sides reached a tentative agreement.",
        "The two sides reached an agreement in principle.",
        "In 2019 the two sides reached an agreement.",
        "The two sides reached an agreement last year.",
        "Has a deal been reached?",
        "Talks aimed at ending the strike resumed.",
        "Members rejected the agreement.",
        "Schools will open after the two sides have reached a deal.",
        "Schools would open after a deal was reached.",
        "The union hopes the district and the mediator reached a deal.",
        "The district and the union reached a deal on Tuesday night on health care.",
        "The two sides, who reached a deal on health care, are still far apart on wages.",
        "The two sides reached a deal to keep talking.",
        "The union called off a strike rally.",
        "The union says the district broke the agreement it reached in October.",
    ],
)
def test_what_has_not_plainly_happened_settles_nothing(sentence: str) -> None:
    said = replace(AGAIN, sentence=sentence, status=None)

    assert settled([bear_one(said, CLOSED_UNLESS, PICKET)]) == set()


DEAL = replace(AGAIN, sentence="The two sides reached an agreement Tuesday night.", status=None)


@pytest.mark.parametrize(
    "unsure",
    [
        replace(DEAL, firmness=Firmness.LIKELY),
        replace(DEAL, condition="if members approve it"),
        replace(DEAL, speaker="parent"),
        replace(DEAL, taken_back=True),
    ],
    ids=["likely", "on a condition", "a parent's word", "taken back"],
)
def test_only_what_is_stated_settles(unsure: Cut) -> None:
    assert settled([bear_one(DEAL, CLOSED_UNLESS)]) == {("no-deal", ConditionState.FAILED)}
    assert settled([bear_one(unsure, CLOSED_UNLESS)]) == set()


def test_a_tentative_deal_settles_what_asks_for_no_more() -> None:
    tentative = replace(NO_DEAL, words=words("unless a tentative deal is reached"))
    said = replace(DEAL, sentence="The two sides reached a tentative deal.")

    found = bear(said, beside=curated(CLOSED_UNLESS, conditions=(tentative,)))
    assert settled(found) == {("no-deal", ConditionState.FAILED)}


def test_a_deal_that_the_article_calls_tentative_elsewhere_is_tentative() -> None:
    tentative = replace(DEAL, sentence="The two sides reached a tentative agreement Tuesday night.")

    assert settled(bear(tentative, DEAL, beside=curated(CLOSED_UNLESS))) == set()


def test_a_ratified_deal_settles_what_waits_for_the_vote() -> None:
    vote = replace(NO_DEAL, words=words("unless members vote it down"))
    said = replace(DEAL, sentence="Members ratified the tentative agreement on Tuesday.")
    against = replace(DEAL, sentence="Members voted down the tentative agreement on Tuesday.")

    claim = replace(CLOSED_UNLESS, status=Status.OPEN, last_day=None)
    assert settled(bear(said, beside=curated(claim, conditions=(vote,)))) == {("no-deal", ConditionState.MET)}
    assert settled(bear(against, beside=curated(claim, conditions=(vote,)))) == {("no-deal", ConditionState.FAILED)}


@pytest.mark.parametrize(
    ("clause", "state"),
    [
        ("unless a deal is reached", ConditionState.FAILED),
        ("until a deal is reached", ConditionState.FAILED),
        ("if no deal is reached", ConditionState.FAILED),
        ("if a deal is reached", ConditionState.MET),
        ("unless a deal is reached by Tuesday at 6 p.m.", None),
        ("if the air is clean", None),
    ],
)
def test_the_clauses_own_sign_says_whether_a_deal_meets_it(clause: str, state: ConditionState | None) -> None:
    claim = replace(CLOSED_UNLESS, last_day=None)
    found = bear(DEAL, beside=curated(claim, conditions=(replace(NO_DEAL, words=words(clause)),)))

    assert settled(found) == ({("no-deal", state)} if state else set())


def test_what_hangs_on_a_condition_that_is_settled_follows_it() -> None:
    chained = replace(GOES_AHEAD, hangs_on="no-deal")
    both = replace(DEAL, sentence="The two sides reached an agreement and called off the strike.")
    found = bear(both, beside=curated(CLOSED_UNLESS, PICKET, conditions=(NO_DEAL, chained)))

    assert settled(found) == {("no-deal", ConditionState.FAILED)}
    assert {one.claim.slug for one in found[0].settles[0].hanging} == {"closed", "picket"}


def test_an_article_from_before_the_condition_was_said_settles_nothing() -> None:
    assert settled([bear_one(DEAL, CLOSED_UNLESS, said=moment(21, 9), at=TUESDAY_NIGHT)]) == set()


def test_where_the_deals_of_two_strikes_could_be_meant_none_is_settled() -> None:
    drivers = replace(NO_DEAL, slug="drivers", event="bus-strike")
    buses = replace(CLOSED_UNLESS, slug="buses", topic="buses", status=None, event="bus-strike", condition="drivers")

    assert settled(bear(DEAL, beside=curated(CLOSED_UNLESS, buses, conditions=(NO_DEAL, drivers)))) == set()


def test_a_sentence_settles_and_agrees_or_changes_at_once() -> None:
    both = replace(REOPENED, sentence="The district and the union reached an agreement, so schools are open Wednesday.")
    found = bear_one(both, CLOSED_UNLESS)

    assert found.relations == (Relation.CHANGES, Relation.SETTLES)


# Over the pages


def page_beside(name: str, *claims: Claim, conditions: Iterable[Condition] = ()) -> tuple[tuple[Cut, Bearing], ...]:
    expected = expectation(name)
    read = article(expected)
    assert read.said is not None
    said, home = read.said, profile(expected.district)
    first = min(one.first_day for one in claims if one.first_day is not None)
    source = replace(ABC10, published=said.at.replace(hour=6, minute=15))
    known = replace(
        curated(*(replace(one, event="strike") for one in claims), conditions=conditions),
        district=home,
        sources=(source,),
        events=(replace(STRIKE, first_day=first),),
    )
    ground = Ground(home, {one.slug: one for one in known.topics})
    cuts = cut(read, desk(expected.district))
    with filled_in_memory(known) as database:
        found = database.read_now(lambda connection: bearings(connection, cuts, said=said, at=said.at, ground=ground))
    return tuple(zip(cuts, found, strict=True))


def telling(found: Iterable[tuple[Cut, Bearing]], relation: Relation) -> list[tuple[tuple[int, ...], list[str]]]:
    return [
        (one.paragraphs, [held.claim.slug for held in bearing.of(relation)])
        for one, bearing in found
        if bearing.of(relation)
    ]


def test_the_evening_page_takes_the_place_of_the_mornings_late_start() -> None:
    late = replace(CLOSED, slug="late", status=Status.DELAYED, first_day=date(2027, 12, 8), last_day=None)
    found = page_beside("evening-reversal.html", late)

    assert telling(found, Relation.CHANGES) == [((1,), ["late"])]
    assert telling(found, Relation.AGREES) == []
    assert {number for paragraphs, _ in telling(found, Relation.BESIDE) for number in paragraphs} >= {2, 10}
    assert settled(bearing for _, bearing in found) == set()


def test_the_deal_page_ends_the_strike_and_leaves_what_asks_for_a_deal_that_holds() -> None:
    monday, tuesday = date(2027, 10, 18), date(2027, 10, 19)
    closed = replace(CLOSED, slug="closed-monday", first_day=monday, last_day=None)
    closed_on = replace(closed, slug="closed-tuesday", first_day=tuesday, condition="no-deal")
    picket = replace(PICKET, speakers=("arta",), first_day=monday, places=(), condition="goes-on")
    found = page_beside("deal-reached.html", closed, closed_on, picket, conditions=(NO_DEAL, GOES_ON))

    assert telling(found, Relation.AGREES) == [((1, 3), ["closed-monday"])]
    assert telling(found, Relation.CHANGES) == [((3,), ["closed-tuesday"])]
    assert settled(bearing for _, bearing in found) == {("goes-on", ConditionState.FAILED)}
    assert {one.paragraphs for one, bearing in found if bearing.settles} == {(2,)}


@pytest.mark.parametrize(
    "name", ["snow-delay.html", "smoke-closure.html", "return-by-level.html", "evening-reversal.html"]
)
def test_a_page_without_a_deal_settles_none(name: str) -> None:
    day = article(expectation(name)).said
    assert day is not None
    claim = replace(CLOSED_UNLESS, first_day=day.at.date(), last_day=None)
    strike = replace(claim, slug="strike", condition="goes-ahead")
    found = page_beside(name, claim, strike, conditions=(NO_DEAL, GOES_AHEAD))

    assert settled(bearing for _, bearing in found) == set()
