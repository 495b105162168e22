"""By when the last one is told: at the rate there is, around the hours in which nobody is disturbed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.telling.foreseeing import last_at
from tests.sacramento import DISTRICT, at

NIGHT = (time(22), time(6))
HOUR = 3600  # messages in an hour, at one a second


def last(count: int, begins: str, *, quiet: tuple[time, time] | None = NIGHT, per_second: float = 1) -> datetime:
    found = last_at(count, per_second=per_second, begins=at(begins), quiet=quiet, district=DISTRICT)
    return DISTRICT.local(found)


@pytest.mark.parametrize(
    ("count", "begins", "told"),
    [
        (HOUR, "2022-03-22 12:00", "2022-03-22 13:00"),
        (HOUR, "2022-03-22 21:00", "2022-03-22 22:00"),
        (2 * HOUR, "2022-03-22 21:00", "2022-03-23 07:00"),
        (HOUR, "2022-03-22 23:30", "2022-03-23 07:00"),
        (HOUR, "2022-03-23 03:00", "2022-03-23 07:00"),
        (20 * HOUR, "2022-03-22 20:00", "2022-03-24 08:00"),
        (2 * HOUR, "2022-12-31 21:00", "2023-01-01 07:00"),
        # Clocks go forward at two on 13 March and back at two on 6 November: the night is an hour shorter, or longer.
        (2 * HOUR, "2022-03-12 21:00", "2022-03-13 07:00"),
        (2 * HOUR, "2022-11-05 21:00", "2022-11-06 07:00"),
    ],
)
def test_nights_are_left_out(count: int, begins: str, told: str) -> None:
    assert last(count, begins) == at(told)


def test_without_quiet_hours_it_goes_on_through_the_night() -> None:
    assert last(12 * HOUR, "2022-03-22 21:00", quiet=None) == at("2022-03-23 09:00")


def test_quiet_hours_in_the_middle_of_the_day_are_left_out_too() -> None:
    assert last(2 * HOUR, "2022-03-22 12:00", quiet=(time(13), time(15))) == at("2022-03-22 16:00")


def test_a_million_at_the_ordinary_rate_take_the_rest_of_the_day() -> None:
    begins = at("2022-03-22 08:00")
    told = last(1_000_000, "2022-03-22 08:00", per_second=25)

    assert told - begins == timedelta(seconds=40_000)


def test_nothing_to_send_is_told_at_once() -> None:
    assert last(0, "2022-03-22 12:00") == at("2022-03-22 12:00")
