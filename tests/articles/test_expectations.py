"""The expectations speak of topics, schools and days that exist, so that a reader can be held to them."""

from __future__ import annotations

import pytest

from tests.articles.expected import Expected, Statement, expectations, knowledge_of, profile

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
every_page = pytest.mark.parametrize("expected", expectations(), ids=lambda one: one.article)


def said(expected: Expected) -> tuple[Statement, ...]:
    return (*expected.statements, *expected.taken_back)


def test_there_are_six_pages_each_with_something_to_find() -> None:
    assert len(expectations()) == 6
    assert all(len(one.statements) >= 8 and one.page for one in expectations())


@every_page
def test_every_topic_is_one_that_families_ask_about(expected: Expected) -> None:
    known = {topic.slug for topic in knowledge_of(expected.district).topics}

    assert {topic for one in said(expected) for topic in one.topics} <= known


@every_page
def test_every_school_is_in_the_profile(expected: Expected) -> None:
    district = profile(expected.district)

    assert {slug for one in said(expected) for slug in one.scope.schools if district.school(slug) is None} == set()


@every_page
def test_every_paragraph_is_within_the_page(expected: Expected) -> None:
    pointed = {paragraph for one in said(expected) for paragraph in one.paragraphs}

    assert pointed <= set(range(1, expected.paragraphs + 1))


@every_page
def test_a_status_has_an_official_speaker_or_is_reported(expected: Expected) -> None:
    officials = {one.slug for one in profile(expected.district).speakers if one.official}

    assert all(one.official == (one.speaker in officials) for one in expected.statements)


@every_page
def test_days_lie_near_the_page(expected: Expected) -> None:
    today = expected.moment.date()

    for one in said(expected):
        if one.days is not None:
            assert one.days[0] <= one.days[1]
            assert abs((one.days[0] - today).days) <= 31, one.says


def test_the_page_without_a_date_says_its_days_by_their_names() -> None:
    (expected,) = (one for one in expectations() if one.published is None)

    for one in expected.statements:
        if one.weekdays and one.days is not None:
            assert [WEEKDAYS[day.weekday()] for day in dict.fromkeys(one.days)] == list(one.weekdays), one.says
