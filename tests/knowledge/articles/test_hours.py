"""Hours as articles write them."""

from __future__ import annotations

import pytest

from knowledge.articles.hours import read_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("meet outside the Serna Center at 11:30 a.m. Sacramento schools", ["11:30"]),
        ("start at 10:10 a.m. and the middle school at 10:30 a.m.", ["10:10", "10:30"]),
        ("from 11 a.m. to 1 p.m. on Wednesday", ["11:00-13:00"]),
        ("between 9 and 11 a.m.", ["09:00-11:00"]),
        ("11:30 a.m.–1:00 p.m.", ["11:30-13:00"]),
        ("open from noon to 8 p.m.", ["12:00-20:00"]),
        ("by noon on Wednesday", ["12:00"]),
        ("hasta el mediodía", ["12:00"]),
        ("at 7am", ["07:00"]),
        ("a las 17:30", ["17:30"]),
        ("12 a.m. and 12 p.m.", ["00:00-12:00"]),
        ("from 8 p.m. to 6 a.m.", ["20:00"]),
    ],
)
def test_hours_are_read(text: str, hours: list[str]) -> None:
    said = [
        one.begin.isoformat("minutes") + (f"-{one.end.isoformat('minutes')}" if one.end else "")
        for one in read_hours(text)
    ]

    assert said == hours


@pytest.mark.parametrize(
    "text",
    [
        "an average $10,000 dollar cut", "92% voted", "3.5 percent", "grades 4 to 6", "room 23", "14 inches", "25:00",
        "13 p.m.", "March 21, 2022", "children between the ages of 3 and 14", "offer of 2% raises", "$3.50", "",
    ],
)  # fmt: skip
def test_other_numbers_are_no_hours(text: str) -> None:
    assert read_hours(text) == ()
