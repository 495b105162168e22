"""Days as people write them: with the month inside, in a row, by letters, in one number, in words, and long past."""

from datetime import date, datetime, time
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
import yaml

from knowledge.days import LANGUAGES, DayReader, DayReading, load_day_reader, masked
from knowledge.days.cldr import LOCALES, current_names
from knowledge.days.folding import comparable, pieces
from knowledge.days.lexicon import kept_names, load_lexicon

SACRAMENTO = ZoneInfo("America/Los_Angeles")
TUESDAY_EVENING = datetime(2022, 3, 22, 21, 0, tzinfo=SACRAMENTO)
WORDS = files("knowledge.days") / "words"
TUESDAY_NOON = datetime(2022, 3, 22, 12, 0, tzinfo=SACRAMENTO)


@pytest.fixture(scope="module")
def reader() -> DayReader:
    return load_day_reader()


def march(day: int) -> date:
    return date(2022, 3, day)


def firsts(reading: DayReading) -> list[date]:
    return [days.first for days in reading.days]


def spans(reading: DayReading) -> list[tuple[date, date]]:
    return [(days.first, days.last) for days in reading.days]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what happened last march 23", date(2021, 3, 23)),
        ("this past march 23", date(2021, 3, 23)),
        ("last 3/23", date(2021, 3, 23)),
        ("last march 22", date(2021, 3, 22)),
        ("last march 21", march(21)),
        ("el 23 de marzo pasado", date(2021, 3, 23)),
        ("el pasado 23 de marzo", date(2021, 3, 23)),
        ("qué pasó el 20 de marzo pasado", march(20)),
        ("el 23 pasado", date(2022, 2, 23)),
        ("last february 29", date(2020, 2, 29)),
        ("last march 23, 2019", date(2019, 3, 23)),
        ("23 de marzo del año pasado", date(2021, 3, 23)),
    ],
)
def test_a_last_date_is_the_latest_before_today(reader: DayReader, text: str, day: date) -> None:
    (days,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (days.first, days.last, days.sure) == (day, day, True)


def test_a_last_range_of_days_stays_whole(reader: DayReader) -> None:
    for text in ("last march 23-25", "del 23 al 25 de marzo pasado"):
        assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(date(2021, 3, 23), date(2021, 3, 25))]


def test_a_date_before_the_day_after_tomorrow_is_not_past(reader: DayReader) -> None:
    assert firsts(reader.read("pasado mañana 24 de marzo", at=TUESDAY_EVENING)) == [march(24)]
    assert firsts(reader.read("23 tháng 3 trước 8 giờ", at=TUESDAY_EVENING)) == [march(23)]


@pytest.mark.parametrize(
    "text",
    ["23/marzo/2023", "23-mar-2023", "23-March-2023", "Mar-23-2023", "23/mar/23", "23-mar-23", "marzo 23 2023",
     "march 23, 2023", "2023-03-23", "23.3.2023", "el 23 de marzo del 2023"],
)  # fmt: skip
def test_a_year_behind_the_month_is_kept(reader: DayReader, text: str) -> None:
    reading = reader.read(f"{text}?", at=TUESDAY_EVENING)
    assert spans(reading) == [(date(2023, 3, 23), date(2023, 3, 23))]
    assert masked(f"{text}?", reading) == "?"


def test_a_date_without_separators_is_read_where_it_is_one(reader: DayReader) -> None:
    (alone,) = reader.read("20220323", at=TUESDAY_EVENING).days
    assert (alone.first, alone.sure) == (march(23), True)
    (led,) = reader.read("is it closed on 20220323", at=TUESDAY_EVENING).days
    assert (led.first, led.sure) == (march(23), True)
    (beside,) = reader.read("reference 20220323", at=TUESDAY_EVENING).days
    assert not beside.sure
    for text in ("room 20220323", "#20220323", "$20220323", "id 20220323", "20221323", "19220323", "202203231"):
        assert reader.read(text, at=TUESDAY_EVENING).days == ()


def test_the_day_after_tomorrow_wins_over_a_school_day(reader: DayReader) -> None:
    for text in (
        "no school day after tomorrow",
        "is there school the day after tomorrow",
        "school day after tomorrow?",
    ):
        (days,) = reader.read(text, at=TUESDAY_EVENING).days
        assert (days.first, days.sure) == (march(24), True)
    assert firsts(reader.read("is it a school day tomorrow", at=TUESDAY_EVENING)) == [march(23)]
    assert firsts(reader.read("esta mañana mismo", at=TUESDAY_NOON)) == [march(22)]


def test_two_days_in_one_chinese_word_are_both_read(reader: DayReader) -> None:
    for text, first in (("明后天上课吗", 23), ("明後天有冇書返", 23), ("今明两天停课吗", 22)):
        assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(march(first), march(first + 1))]
    (days,) = reader.read("明后天", at=datetime(2022, 3, 23, 0, 30, tzinfo=SACRAMENTO)).days
    assert (days.first, days.last, days.sure) == (march(24), march(25), False)
    assert days.alternatives == ((march(23), march(24)),)


@pytest.mark.parametrize("text", ["M/W/F", "class on MWF?", "mwf", "M-W-F", "m/w/fri"])
def test_letters_in_a_row_are_weekdays_of_this_week(reader: DayReader, text: str) -> None:
    days = reader.read(text, at=TUESDAY_NOON).days
    assert [day.first for day in days] == [march(21), march(23), march(25)]
    assert [day.sure for day in days] == [False, True, True]
    assert days[0].alternatives == ((march(28), march(28)),)


@pytest.mark.parametrize("text", ["Tu/Th", "is PE on T/Th", "TTh", "TuTh", "tu/thu"])
def test_two_letters_for_thursday_make_a_list_of_two(reader: DayReader, text: str) -> None:
    assert firsts(reader.read(text, at=TUESDAY_NOON)) == [march(22), march(24)]


def test_letters_follow_the_week_that_is_named_and_on_a_sunday_the_coming_one(reader: DayReader) -> None:
    coming = [march(28), march(30), date(2022, 4, 1)]
    assert firsts(reader.read("MWF next week", at=TUESDAY_NOON)) == coming
    assert firsts(reader.read("M/W/F", at=datetime(2022, 3, 27, 9, 0, tzinfo=SACRAMENTO))) == coming


def test_a_listed_day_whose_classes_are_over_may_be_next_weeks(reader: DayReader) -> None:
    today, _ = reader.read("T/Th", at=TUESDAY_NOON.replace(hour=15), after_classes=time(14, 30)).days
    assert (today.first, today.sure, today.alternatives) == (march(22), False, ((march(29), march(29)),))


@pytest.mark.parametrize(
    "text",
    ["M/F", "male m/f", "T/F quiz", "w/o lunch", "w/ the kids", "m/w sizes", "W/M/F", "Th", "F", "W-2 form", "mtf",
     "MTF", "TR", "math", "t-shirt", "a/b days", "MW"],
)  # fmt: skip
def test_letters_that_are_no_clear_list_are_no_days(reader: DayReader, text: str) -> None:
    assert reader.read(text, at=TUESDAY_NOON).days == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is it closed the 23rd and 24th", [(march(23), march(23)), (march(24), march(24))]),
        ("23rd-25th", [(march(23), march(25))]),
        ("the 23rd-25th", [(march(23), march(25))]),
        ("the 23rd to the 25th", [(march(23), march(25))]),
        ("24 y 25 de marzo", [(march(24), march(24)), (march(25), march(25))]),
        ("el 24 y el 25", [(march(24), march(24)), (march(25), march(25))]),
        ("the twenty third and twenty fourth", [(march(23), march(23)), (march(24), march(24))]),
        ("20220323-20220325", [(march(23), march(25))]),
        ("23/marzo/2022 y 24/marzo/2022", [(march(23), march(23)), (march(24), march(24))]),
    ],
)
def test_days_in_a_row_are_all_read(reader: DayReader, text: str, expected: list[tuple[date, date]]) -> None:
    assert spans(reader.read(text, at=TUESDAY_EVENING)) == expected


@pytest.mark.parametrize(
    "text",
    ["class on the twenty third", "class on the twenty-third?", "is it closed on twenty third", "twenty-third of march",
     "march twenty third", "wednesday the twenty third", "veintitrés de marzo", "el veintitrés",
     "el veintitres de marzo", "miércoles veintitrés de marzo", "el día veintitrés"],
)  # fmt: skip
def test_a_day_number_in_words_is_a_day(reader: DayReader, text: str) -> None:
    (days,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (days.first, days.last, days.sure) == (march(23), march(23), True)


@pytest.mark.parametrize(
    "text",
    ["the twenty third street school", "the twenty third time", "twenty third", "twenty three kids",
     "on the twenty three buses", "veintitrés niños", "march twenty three thousand", "a march of twenty three people"],
)  # fmt: skip
def test_a_number_in_words_that_counts_is_no_day(reader: DayReader, text: str) -> None:
    assert reader.read(text, at=TUESDAY_EVENING).days == ()


def test_the_kept_names_of_days_and_months_are_those_of_cldr() -> None:
    assert kept_names() == current_names()
    used = {yaml.safe_load((WORDS / f"{language}.yaml").read_text("utf-8"))["cldr"] for language in LANGUAGES}
    assert used - {None} == set(LOCALES)


def test_a_phrase_of_a_lexicon_is_cut_as_it_would_be_in_a_message() -> None:
    for language in LANGUAGES:
        listed = yaml.safe_load((WORDS / f"{language}.yaml").read_text("utf-8"))["not_typos"] or []
        for phrase in (str(word) for word in listed):
            assert comparable(phrase) == tuple(piece.word for piece in pieces(phrase))
        for words, _ in load_lexicon(language).phrases:
            assert tuple(piece.word for piece in pieces(" ".join(words))) == words
    for kinds in kept_names().values():
        for name in (name for numbers in kinds.values() for names in numbers.values() for name in names):
            assert comparable(name) == tuple(piece.word for piece in pieces(name))


@pytest.mark.parametrize("text", ["tuhsday", "tuhsdays cancelled", "is it thuesday"])
def test_a_slip_with_a_letter_of_another_day_is_no_day(reader: DayReader, text: str) -> None:
    reading = reader.read(text, at=TUESDAY_EVENING)
    assert not reading.days
    assert reading.unread


@pytest.mark.parametrize("text", ["a week form tomorrow", "a week fro tomorrow", "one week frm tomorrow?"])
def test_a_week_from_a_day_is_never_that_day_itself(reader: DayReader, text: str) -> None:
    (day,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (day.first, day.sure) == (date(2022, 3, 30), False)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("tomorrow and the next day", [23, 24]),
        ("today, tomorrow and the following day", [22, 23, 24]),
        ("friday and the next day", [25, 26]),
        ("tomorrow and next week", [23, 28]),
        ("tomorrow and the next school day", [23]),
        ("mañana y el siguiente", [23, 24]),
        ("el viernes y el día siguiente", [25, 26]),
        ("ni el jueves ni el día siguiente", [24, 25]),
        ("الأربعاء واليوم الذي يليه", [23, 24]),
    ],
)
def test_the_day_after_one_that_is_named_is_the_second_of_two(reader: DayReader, text: str, days: list[int]) -> None:
    assert firsts(reader.read(text, at=TUESDAY_EVENING)) == [march(day) for day in days]


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow and the day after the strike",
        "mañana y el día siguiente de la huelga",
        "فردا و روز بعد از اعتصاب",
    ],
)
def test_the_day_after_something_else_is_no_second_day_and_leaves_doubt(reader: DayReader, text: str) -> None:
    (days,) = reader.read(text, at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (march(23), False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("closed since Feb. 4", date(2022, 2, 4), date(2022, 2, 4)),
        ("since Mar. 23, 2021", date(2021, 3, 23), date(2021, 3, 23)),
        ("before Sept. 3", date(2022, 9, 3), date(2022, 9, 3)),
        ("since Feb. 21-25", date(2022, 2, 21), date(2022, 2, 25)),
        ("in Apr. 2021", date(2021, 4, 1), date(2021, 4, 30)),
        ("in Apr. of last year", date(2021, 4, 1), date(2021, 4, 30)),
        ("were you closed in March. 23 kids asked", march(1), march(31)),
    ],
)
def test_the_dot_of_a_short_month_parts_it_from_nothing(reader: DayReader, text: str, first: date, last: date) -> None:
    assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(first, last)]
