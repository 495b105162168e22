"""How one finding reads: what is not firm never reads as plain, no line is empty, what is too long gives way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.catalogue import load_catalogue
from bot.lengths import LONGEST
from bot.wording import Wording
from knowledge.claims import Claim, Firmness, Scope, Status
from knowledge.district import Level
from knowledge.findings import Asked, Finding, FindingKind, Held
from knowledge.topics import Topic
from tests.sacramento import (
    ARTICLE,
    CLOSED,
    DISTRICT,
    FRIDAY,
    MEALS,
    MIDDLE_ONLY,
    PICKET,
    SATURDAY,
    STRIKE,
    THURSDAY,
    TOPICS,
    TUESDAY_NOON,
    WEDNESDAY,
    claim,
    said,
)

TOPIC = {one.slug: one for one in TOPICS}
SCHOOL, PICKETS, MEAL, MEAL_HOURS = (TOPIC[slug] for slug in ("school-open", "pickets", "meals", "meals.hours"))


def held(one: Claim) -> Held:
    speakers = tuple(who for who in DISTRICT.speakers if who.slug in one.speakers)
    return Held(one, 1, ARTICLE, speakers, (), STRIKE, ARTICLE.published, DISTRICT.midnight_after(FRIDAY))


def finding(kind: FindingKind, topic: Topic, asked: Asked, *claims: Claim) -> Finding:
    return Finding(kind, topic, asked, asked.day, claims=tuple(map(held, claims)))


def known(topic: Topic, *claims: Claim) -> Finding:
    return finding(FindingKind.KNOWN, topic, Asked(topic.slug, claims[0].first_day), *claims)


def hole(topic: Topic = SCHOOL) -> Finding:
    return finding(FindingKind.NOT_ANNOUNCED, topic, Asked(topic.slug, THURSDAY))


def lines(one: Finding) -> Sequence[str]:
    return [line.words for line in Wording(load_catalogue("en"), DISTRICT, TUESDAY_NOON).passage(one).lines]


@pytest.mark.parametrize(
    ("firmness", "lead"), [(Firmness.CALLED_OFF, "Called off: "), (Firmness.PROPOSED, "Proposed, not decided: ")]
)
def test_what_is_called_off_or_only_proposed_says_so_wherever_it_is_told(firmness: Firmness, lead: str) -> None:
    picket = replace(PICKET, firmness=firmness)
    worded = f"{lead}Thursday, March 24: A picket at the county office."

    assert lines(known(PICKETS, picket)) == [worded]
    assert worded in lines(replace(hole(), beside=((PICKETS, (held(picket),)),)))
    assert worded in lines(replace(hole(MEAL_HOURS), parent=PICKETS, parents=(held(picket),)))
    assert lines(replace(hole(PICKETS), nearest=(held(picket),)))[1].endswith(worded)


@pytest.mark.parametrize("firmness", [Firmness.STATED, Firmness.PLANNED, Firmness.LIKELY, Firmness.UNDECIDED])
def test_words_that_say_themselves_how_firm_they_are_stand_alone(firmness: Firmness) -> None:
    picket = replace(PICKET, firmness=firmness)

    assert lines(known(PICKETS, picket)) == ["Thursday, March 24: A picket at the county office."]


def test_a_day_said_once_never_hides_that_one_of_two_is_called_off() -> None:
    other = claim("march", "pickets", "A march.", first_day=THURSDAY, firmness=Firmness.CALLED_OFF)

    assert lines(known(PICKETS, PICKET, other))[1] == "Called off: Thursday, March 24: A march."


def test_a_closing_that_is_called_off_gives_no_advice_and_no_plain_words() -> None:
    off = replace(CLOSED, firmness=Firmness.CALLED_OFF, words=said("Schools are closed."))
    first, second = lines(known(SCHOOL, off))

    assert first.startswith("Called off: Closed on Wednesday, March 23")
    assert second == "Called off: Schools are closed."


def test_a_claim_without_words_is_told_by_its_topic_and_status() -> None:
    told = lines(replace(hole(PICKETS), beside=((SCHOOL, (held(CLOSED),)),)))

    assert "Whether schools are open: Closed on Wednesday, March 23." in told
    assert lines(known(PICKETS, replace(PICKET, words={}))) == ["Thursday, March 24: Pickets"]


def test_a_day_without_school_tells_its_exceptions_and_what_others_report() -> None:
    open_there = replace(
        CLOSED, slug="catch-up", status=Status.OPEN, first_day=SATURDAY, scope=MIDDLE_ONLY, condition=None, advice={}
    )
    rumour = replace(open_there, slug="rumour", speakers=("union",), scope=Scope(levels=(Level.HIGH,)))
    weekend = finding(FindingKind.NO_SCHOOL_DAY, SCHOOL, Asked("school-open", SATURDAY))
    told = lines(replace(weekend, exceptions=(held(open_there),), reported=(held(rumour),)))

    assert told[0].startswith("Saturday, March 26 falls on a weekend")
    assert "Except: Open on Saturday, March 26 (middle schools)." in told
    assert "Reported, not confirmed by the district — the union: Open on Saturday, March 26 (high schools)." in told


@pytest.mark.parametrize("whole", [True, False])
def test_of_several_days_each_line_names_its_own_and_the_others_are_said_to_be_open(whole: bool) -> None:
    thursday = replace(CLOSED, slug="closed-thursday", first_day=THURSDAY)
    asked = Asked("school-open", WEDNESDAY, FRIDAY)
    told = lines(replace(finding(FindingKind.KNOWN, SCHOOL, asked, CLOSED, thursday), whole=whole))

    assert [one.split(" (")[0] for one in told if one.startswith("Closed")] == [
        "Closed on Wednesday, March 23",
        "Closed on Thursday, March 24",
    ]
    assert (told[-1] == "Nothing is announced yet for the other days.") is not whole


def test_of_what_is_over_the_last_word_says_which_day_it_was_about_and_that_it_was_planned() -> None:
    year = Asked("pickets", date(2022, 1, 1), date(2022, 3, 21))
    planned = lines(finding(FindingKind.PAST, PICKETS, year, PICKET))
    stated = lines(finding(FindingKind.PAST, PICKETS, year, replace(PICKET, firmness=Firmness.STATED)))

    assert planned[2] == "Pickets: it was planned then for Thursday, March 24, 2022."
    assert stated[2] == "What was said then was about Thursday, March 24, 2022."
    assert not any("county" in line for line in (*planned, *stated))


def test_a_span_of_one_claim_is_not_told_as_its_first_day() -> None:
    three = replace(CLOSED, last_day=FRIDAY)
    asked = Asked("school-open", WEDNESDAY, FRIDAY)

    assert lines(finding(FindingKind.KNOWN, SCHOOL, asked, three))[0].startswith(
        "Closed on Wednesday, March 23 to Friday, March 25"
    )


def test_what_is_told_along_gives_way_first_then_the_topic_above_and_never_the_headline() -> None:
    long = said("Bags at every school. " * 9)
    above = tuple(held(replace(MEALS, slug=f"meals-{n}", words=long)) for n in range(4))
    beside = ((PICKETS, (held(PICKET),)),)
    told = lines(replace(hole(MEAL_HOURS), parent=MEAL, parents=above, beside=beside))

    assert told[0] == "Meal hours: nothing is announced yet for Thursday, March 24."
    assert told[1] == "What is known about this (Meals):"
    assert len("\n".join(told)) <= LONGEST
    assert not any("picket" in one for one in told)


def test_where_nothing_of_the_topic_above_has_room_its_introduction_goes_too() -> None:
    endless = held(replace(MEALS, words=said("Bags at every school. " * 30)))
    told = lines(replace(hole(MEAL_HOURS), parent=MEAL, parents=(endless,)))

    assert not any("What is known" in one or "Bags" in one for one in told)


def test_what_was_asked_for_is_told_however_long_it_is() -> None:
    many = [replace(MEALS, slug=f"meals-{n}", words=said("Bags at every school. " * 12)) for n in range(4)]

    assert len(lines(known(MEAL, *many))) == 4
