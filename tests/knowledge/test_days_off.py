"""Days without school: no day stands in a calendar twice, none is lost, and what others changed meanwhile stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.days_off import carried_over, district_carried_over, laid_over, touching
from knowledge.district import Holiday
from tests.sacramento import DISTRICT, said


def off(first: int, last: int, title: str = "Break") -> Holiday:
    """Days of November 2022."""
    return Holiday(date(2022, 11, first), date(2022, 11, last), said(title))


BREAK, FRIDAY, VETERANS = off(21, 25), off(25, 25, "Friday"), off(11, 11, "Veterans Day")


def spans(calendar: tuple[Holiday, ...]) -> list[tuple[int, int]]:
    return [(one.first.day, one.last.day) for one in calendar]


@pytest.mark.parametrize(
    ("fresh", "left"),
    [
        (off(21, 25), [(21, 25)]),
        (off(23, 23), [(21, 22), (23, 23), (24, 25)]),
        (off(19, 22), [(19, 22), (23, 25)]),
        (off(25, 27), [(21, 24), (25, 27)]),
        (off(1, 30), [(1, 30)]),
        (off(28, 29), [(21, 25), (28, 29)]),
    ],
)
def test_what_is_laid_over_takes_its_days_and_leaves_the_others(fresh: Holiday, left: list[tuple[int, int]]) -> None:
    assert spans(laid_over([BREAK], [fresh])) == left


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 8)), max_size=8))
def test_every_day_laid_over_stands_exactly_once(stretches: list[tuple[int, int]]) -> None:
    fresh = [off(first, min(first + longer, 30)) for first, longer in stretches]
    wanted = {one.first + timedelta(days=ahead) for one in fresh for ahead in range((one.last - one.first).days + 1)}

    calendar = laid_over((), fresh)

    days = [date(2022, 11, 1) + timedelta(days=ahead) for ahead in range(30)]
    assert [len(touching(calendar, one, one)) for one in days] == [int(one in wanted) for one in days]


def test_a_change_is_carried_over_to_a_calendar_that_moved_on() -> None:
    assert carried_over((), (BREAK,), (VETERANS,)) == (VETERANS, BREAK)
    assert carried_over((BREAK,), (), (VETERANS, BREAK)) == (VETERANS,)


def test_a_change_of_the_same_day_is_not_carried_over() -> None:
    assert carried_over((), (FRIDAY,), (BREAK,)) is None
    assert carried_over((BREAK,), (), (replace(BREAK, last=date(2022, 11, 24)),)) is None


def test_of_a_district_nothing_but_its_calendar_is_carried_over() -> None:
    added = replace(DISTRICT, calendar=(BREAK,))
    stands = replace(DISTRICT, calendar=(VETERANS,), short_name="SCUSD")

    carried = district_carried_over(DISTRICT, added, stands)

    assert carried == replace(stands, calendar=(VETERANS, BREAK))
    assert district_carried_over(DISTRICT, replace(added, name="Another"), stands) is None
