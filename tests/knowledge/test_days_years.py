"""Years, seasons and school years, and the numbers and words that look like them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.days import DayReader, DayReading, load_day_reader

SACRAMENTO = ZoneInfo("America/Los_Angeles")
TUESDAY_EVENING = datetime(2022, 3, 22, 21, 0, tzinfo=SACRAMENTO)


@pytest.fixture(scope="module")
def reader() -> DayReader:
    return load_day_reader()


def spans(reading: DayReading) -> list[tuple[date, date]]:
    return [(days.first, days.last) for days in reading.days]


def months(first: tuple[int, int], last: tuple[int, int, int]) -> list[tuple[date, date]]:
    return [(date(*first, 1), date(*last))]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("why did they end the 2019 strike", 2019),
        ("the 2019 teachers' strike", 2019),
        ("was there a 2019 walkout", 2019),
        ("in the 2019 strike", 2019),
        ("what came of 2021's vote", 2021),
        ("what came of 2021’s vote", 2021),
        ("like back in 2019", 2019),
        ("the strike of 2019", 2019),
        ("¿cuánto duró la huelga de 2019?", 2019),
        ("la huelga de maestros del 2019", 2019),
        ("el acuerdo de 2021", 2021),
        ("el año 2020", 2020),
        ("2019年罢工", 2019),
        ("забастовка 2019 года", 2019),
        ("в 2019 году", 2019),
        ("страйк 2019 року", 2019),
        ("cuộc đình công năm 2019", 2019),
        ("welga ng 2019", 2019),
        ("إضراب عام 2019", 2019),
        ("2019 की हड़ताल", 2019),
        ("ਹੜਤਾਲ 2019", 2019),
        ("اعتصاب سال 2019", 2019),
        ("is the contract good until 2024", 2024),
    ],
)
def test_a_year_beside_what_happened_in_it_is_that_year(reader: DayReader, text: str, year: int) -> None:
    (days,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (days.first, days.last) == (date(year, 1, 1), date(year, 12, 31))
    assert (days.reason.removeprefix("until "), days.sure) == ("year", True)


@pytest.mark.parametrize(
    "text",
    [
        "2800 teachers",
        "2,019 teachers",
        "why did 2000 teachers strike",
        "room 2019",
        "is it in room 2019",
        "bus 2019 strike",
        "$2021",
        "2019 students",
        "the 2019 students",
        "2021 5th street",
        "the union at 1999 contract st",
        "2019 fall street",
        "2020 spring ave",
        "meeting at 2030",
        "open until 2030",
        "open until 2015",
        "from 1930 to 2030",
        "the strike vote of 2019 to 1500",
        "a deal of 2000",
        "la huelga de 2019 maestros",
        "el contrato de 2000 dólares",
        "sacramento 2019",
    ],
)
def test_four_digits_that_count_or_number_something_are_no_year(reader: DayReader, text: str) -> None:
    assert reader.read(text, at=TUESDAY_EVENING).days == ()


def test_a_year_that_may_count_people_is_unsure(reader: DayReader) -> None:
    for text in ("the 2019 teachers strike", "in 2019 students walked out"):
        (days,) = reader.read(text, at=TUESDAY_EVENING).days
        assert (days.first.year, days.sure) == (2019, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spring 2021", months((2021, 3), (2021, 5, 31))),
        ("the spring of 2019", months((2019, 3), (2019, 5, 31))),
        ("2021 fall", months((2021, 9), (2021, 11, 30))),
        ("is school on this spring", months((2022, 3), (2022, 5, 31))),
        ("is there anything this summer", months((2022, 6), (2022, 8, 31))),
        ("who won last fall", months((2021, 9), (2021, 11, 30))),
        ("last autumn", months((2021, 9), (2021, 11, 30))),
        ("last spring", months((2021, 3), (2021, 5, 31))),
        ("next spring", months((2023, 3), (2023, 5, 31))),
        ("spring of last year", months((2021, 3), (2021, 5, 31))),
        ("last winter", months((2021, 12), (2022, 2, 28))),
        ("winter 2019-20", months((2019, 12), (2020, 2, 29))),
        ("when do we start in the coming fall", months((2022, 9), (2022, 11, 30))),
        ("el otoño pasado", months((2021, 9), (2021, 11, 30))),
        ("este verano", months((2022, 6), (2022, 8, 31))),
        ("primavera de 2021", months((2021, 3), (2021, 5, 31))),
        ("去年秋天", months((2021, 9), (2021, 11, 30))),
        ("2021年春季", months((2021, 3), (2021, 5, 31))),
        ("весной 2021 года", months((2021, 3), (2021, 5, 31))),
        ("прошлой осенью", months((2021, 9), (2021, 11, 30))),
        ("минулої осені", months((2021, 9), (2021, 11, 30))),
        ("mùa hè năm 2021", months((2021, 6), (2021, 8, 31))),
    ],
)
def test_a_season_is_its_three_months(reader: DayReader, text: str, expected: list[tuple[date, date]]) -> None:
    reading = reader.read(text, at=TUESDAY_EVENING)
    assert spans(reading) == expected
    assert [(days.reason, days.sure) for days in reading.days] == [("season", True)]


def test_a_winter_of_one_year_may_be_either(reader: DayReader) -> None:
    (days,) = reader.read("winter 2021", at=TUESDAY_EVENING).days
    assert (days.first, days.last, days.sure) == (date(2021, 12, 1), date(2022, 2, 28), False)
    assert days.alternatives == ((date(2020, 12, 1), date(2021, 2, 28)),)


def test_this_winter_in_march_is_the_coming_one_or_the_one_just_over(reader: DayReader) -> None:
    (days,) = reader.read("this winter", at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (date(2022, 12, 1), False)
    assert days.alternatives == ((date(2021, 12, 1), date(2022, 2, 28)),)
    (past,) = reader.read("was it closed this winter", at=TUESDAY_EVENING).days
    assert (past.first, past.sure) == (date(2021, 12, 1), True)


def test_a_winter_runs_over_the_year_end(reader: DayReader) -> None:
    for at in (datetime(2021, 12, 31, 23, 59, tzinfo=SACRAMENTO), datetime(2022, 1, 1, 0, 1, tzinfo=SACRAMENTO)):
        assert spans(reader.read("this winter", at=at)) == months((2021, 12), (2022, 2, 28))
        assert spans(reader.read("last winter", at=at)) == months((2020, 12), (2021, 2, 28))
        assert spans(reader.read("next winter", at=at)) == months((2022, 12), (2023, 2, 28))


@pytest.mark.parametrize(
    "text",
    [
        "spring break",
        "is there school on spring break 2022",
        "last spring break",
        "summer school",
        "summer",
        "will they add days in summer",
        "¿dan comida en el verano?",
        "will attendance fall",
        "did he fall down",
        "winter concert",
        "escuela Primavera",
        "vacaciones de primavera 2022",
    ],
)
def test_a_season_that_belongs_to_another_word_is_no_day(reader: DayReader, text: str) -> None:
    assert reader.read(text, at=TUESDAY_EVENING).days == ()


def test_a_weekday_after_the_verb_fall_is_read_alone(reader: DayReader) -> None:
    assert spans(reader.read("does this fall on a friday", at=TUESDAY_EVENING)) == [(date(2022, 3, 25),) * 2]


@pytest.mark.parametrize(
    "text",
    [
        "school year 2021-22",
        "2021-2022 school year",
        "the 2021-22 school year",
        "the 21-22 school year",
        "2021/22 school year",
        "in 2021-22",
        "this 2021-22 school year",
        "the 2021-22 calendar",
        "2021–2022",
        "año escolar 2021-2022",
        "ciclo escolar 2021-22",
        "2021-2022学年",
        "2021-2022 учебный год",
        "навчальний рік 2021-2022",
        "năm học 2021-2022",
    ],
)
def test_a_school_year_runs_from_july_to_june(reader: DayReader, text: str) -> None:
    (days,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (days.first, days.last, days.reason) == (date(2021, 7, 1), date(2022, 6, 30), "school year")


def test_a_school_year_of_one_number_may_begin_or_end_in_it(reader: DayReader) -> None:
    for text in ("2021 school year", "school year 2021"):
        (days,) = reader.read(text, at=TUESDAY_EVENING).days
        assert (days.first, days.sure) == (date(2021, 7, 1), False)
        assert days.alternatives == ((date(2020, 7, 1), date(2021, 6, 30)),)


@pytest.mark.parametrize("text", ["2021-23", "2021-2222", "the score is 21-22", "2021-22 students", "916-555-2022"])
def test_two_numbers_that_are_no_years_in_a_row_are_no_school_year(reader: DayReader, text: str) -> None:
    assert reader.read(text, at=TUESDAY_EVENING).days == ()
