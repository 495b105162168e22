"""Which day a family means: the rules one by one, and a table of messages in every language."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.days import LANGUAGES, DayReader, DayReading, Moment, load_day_reader, load_lexicon, masked, score

SACRAMENTO = ZoneInfo("America/Los_Angeles")
TUESDAY_EVENING = datetime(2022, 3, 22, 21, 0, tzinfo=SACRAMENTO)
WEDNESDAY_MORNING = datetime(2022, 3, 23, 6, 20, tzinfo=SACRAMENTO)
AFTER_MIDNIGHT = datetime(2022, 3, 23, 0, 30, tzinfo=SACRAMENTO)
ROWS = [json.loads(line) for line in Path(__file__).with_name("days.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def reader() -> DayReader:
    return load_day_reader()


def march(day: int) -> date:
    return date(2022, 3, day)


def spans(reading: DayReading) -> list[tuple[date, date]]:
    return [(days.first, days.last) for days in reading.days]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['lang']}: {row['text']}")
def test_the_day_of_each_message_in_the_table_is_read(reader: DayReader, row: dict[str, object]) -> None:
    result = score([row], reader)
    assert result.failures == []


def test_the_table_covers_every_language_with_and_without_days() -> None:
    for language in LANGUAGES:
        of_language = [row["expected"] for row in ROWS if row["lang"] == language]
        assert any(of_language), language
        assert None in of_language, language


def test_next_wednesday_on_a_tuesday_names_both_and_is_unsure(reader: DayReader) -> None:
    (days,) = reader.read("is school closed next Wednesday", at=TUESDAY_EVENING).days
    assert (days.first, days.sure, days.reason) == (march(30), False, "next weekday")
    assert days.alternatives == ((march(23), march(23)),)


def test_next_monday_on_a_tuesday_is_certain(reader: DayReader) -> None:
    (days,) = reader.read("next monday", at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (march(28), True)


def test_el_proximo_miercoles_is_the_nearest(reader: DayReader) -> None:
    for text in ("el próximo miércoles", "el miércoles que viene"):
        (days,) = reader.read(text, at=TUESDAY_EVENING).days
        assert (days.first, days.sure) == (march(23), True)


def test_chinese_next_wednesday_is_that_of_the_week_after(reader: DayReader) -> None:
    assert spans(reader.read("下周三上课吗", at=TUESDAY_EVENING)) == [(march(30), march(30))]


def test_tomorrow_after_midnight_names_both_days(reader: DayReader) -> None:
    (days,) = reader.read("is there school tomorrow", at=AFTER_MIDNIGHT).days
    assert (days.first, days.reason) == (march(24), "tomorrow after midnight")
    assert days.alternatives == ((march(23), march(23)),)
    assert not days.sure


def test_tomorrow_at_four_in_the_morning_is_one_day(reader: DayReader) -> None:
    (days,) = reader.read("school tomorrow?", at=AFTER_MIDNIGHT.replace(hour=4, minute=0)).days
    assert (days.first, days.sure) == (march(24), True)


def test_a_weekday_on_its_own_day_is_today(reader: DayReader) -> None:
    (days,) = reader.read("are we on wednesday", at=WEDNESDAY_MORNING).days
    assert (days.first, days.reason, days.sure) == (march(23), "weekday today", True)


def test_a_weekday_whose_classes_are_over_names_next_weeks_too(reader: DayReader) -> None:
    at = datetime(2022, 3, 25, 15, 30, tzinfo=SACRAMENTO)
    (over,) = reader.read("school friday?", at=at, after_classes=time(15, 0)).days
    assert (over.first, over.sure) == (march(25), False)
    assert over.alternatives == ((date(2022, 4, 1), date(2022, 4, 1)),)
    (running,) = reader.read("school friday?", at=at, after_classes=time(16, 0)).days
    assert running.sure


def test_a_past_verb_pulls_the_weekday_back_and_a_present_one_does_not(reader: DayReader) -> None:
    text = "why was school closed monday and is it open thursday"
    assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(march(21), march(21)), (march(24), march(24))]
    wondering = reader.read("I was wondering if you open Thursday", at=TUESDAY_EVENING)
    assert spans(wondering) == [(march(24), march(24))]


def test_in_the_morning_is_the_morning_to_come(reader: DayReader) -> None:
    text = "will buses come in the morning"
    assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(march(23), march(23))]
    assert spans(reader.read(text, at=WEDNESDAY_MORNING)) == [(march(23), march(23))]
    assert spans(reader.read("what time do you open in the morning", at=TUESDAY_EVENING)) == []


def test_esta_manana_with_its_accent_may_be_tomorrow_or_this_morning(reader: DayReader) -> None:
    (days,) = reader.read("la escuela está mañana abierta", at=TUESDAY_EVENING).days
    assert (days.first, days.alternatives, days.sure) == (march(23), ((march(22), march(22)),), False)
    (days,) = reader.read("cómo está mañana la escuela", at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (march(23), True)
    (days,) = reader.read("hay clases esta mañana", at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (march(22), True)


def test_what_stands_between_a_number_and_a_year_is_a_month_nobody_could_read(reader: DayReader) -> None:
    assert reader.read("cerraron el 23 de msro del 2022", at=TUESDAY_EVENING).unread == ("msro",)
    assert reader.read("on 23 of mrhc 2022", at=TUESDAY_EVENING).unread == ("mrhc",)
    assert reader.read("3 of the teachers", at=TUESDAY_EVENING).unread == ()


def test_a_weekday_and_a_date_that_disagree_are_both_told(reader: DayReader) -> None:
    (days,) = reader.read("Thursday March 25", at=TUESDAY_EVENING).days
    assert (days.first, days.reason, days.sure) == (march(25), "weekday and date disagree", False)
    assert days.alternatives == ((march(24), march(24)),)


def test_a_weekday_and_a_date_that_agree_are_one_day(reader: DayReader) -> None:
    (days,) = reader.read("Thursday, 3/24?", at=TUESDAY_EVENING).days
    assert (days.first, days.sure) == (march(24), True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("april 22 2021", date(2021, 4, 22), date(2021, 4, 22)),
        ("what happened last april", date(2021, 4, 1), date(2021, 4, 30)),
        ("the strike in april of 2021", date(2021, 4, 1), date(2021, 4, 30)),
        ("what was it about last year", date(2021, 1, 1), date(2021, 12, 31)),
        ("3/4", date(2022, 3, 4), date(2022, 3, 4)),
        ("23/3", date(2022, 3, 23), date(2022, 3, 23)),
        ("wed thru fri", date(2022, 3, 23), date(2022, 3, 25)),
        ("monday to wednesday next week", date(2022, 3, 28), date(2022, 3, 30)),
        ("dec 20 - jan 3", date(2022, 12, 20), date(2023, 1, 3)),
        ("the day after thursday", date(2022, 3, 25), date(2022, 3, 25)),
        ("the first monday in april", date(2022, 4, 4), date(2022, 4, 4)),
        ("the week of the 28th", date(2022, 3, 28), date(2022, 4, 1)),
    ],
)
def test_dates_and_spans_on_a_tuesday_in_march(reader: DayReader, text: str, first: date, last: date) -> None:
    assert spans(reader.read(text, at=TUESDAY_EVENING)) == [(first, last)]


def test_several_days_are_several_readings(reader: DayReader) -> None:
    assert spans(reader.read("wed and thursday?", at=TUESDAY_EVENING)) == [
        (march(23), march(23)),
        (march(24), march(24)),
    ]
    assert [day.day for day, _ in spans(reader.read("this friday or next", at=TUESDAY_EVENING))] == [25, 1]


def test_slashes_in_another_language_are_unsure_when_both_orders_are_days(reader: DayReader) -> None:
    (days,) = reader.read("¿hay clases el 4/5 para los niños?", at=TUESDAY_EVENING).days
    assert not days.sure
    assert {days.first, days.alternatives[0][0]} == {date(2022, 4, 5), date(2022, 5, 4)}
    (english,) = reader.read("is there school on 4/5", at=TUESDAY_EVENING).days
    assert (english.first, english.sure) == (date(2022, 4, 5), True)


def test_today_across_a_clock_change_is_the_districts_day(reader: DayReader) -> None:
    for hour, fold in ((1, 0), (1, 1), (23, 0)):
        at = datetime(2022, 11, 6, hour, 30, fold=fold, tzinfo=SACRAMENTO)
        assert spans(reader.read("is it open today", at=at)) == [(date(2022, 11, 6), date(2022, 11, 6))]
    spring = datetime(2022, 3, 13, 3, 30, tzinfo=SACRAMENTO)
    assert spans(reader.read("yesterday", at=spring)) == [(date(2022, 3, 12), date(2022, 3, 12))]


def test_date_words_that_nothing_used_make_the_reading_unsure(reader: DayReader) -> None:
    alone = reader.read("and the day after?", at=TUESDAY_EVENING)
    assert (alone.days, alone.unread) == ((), ("day after",))
    impossible = reader.read("february 30th", at=TUESDAY_EVENING)
    assert (impossible.days, impossible.unread) == ((), ("february 30th",))
    (days,) = reader.read("monday after spring break", at=TUESDAY_EVENING).days
    assert not days.sure


def test_relative_words_say_so(reader: DayReader) -> None:
    def relative(text: str) -> bool:
        return reader.read(text, at=TUESDAY_EVENING).days[0].relative

    assert relative("tomorrow")
    assert relative("hoy")
    assert not relative("wednesday")
    assert not relative("3/23")


def test_what_was_read_is_masked_in_the_original_text(reader: DayReader) -> None:
    for text, left in (
        ("Are schools closed on Wednesday, March 23?", "Are schools closed ?"),
        ("¿Hay clases mañana por la mañana?", "¿Hay clases ?"),
        ("Miércoles hay camión", "hay camión"),
        ("星期三学校关门吗", "学校关门吗"),
        ("هل المدارس مغلقة يوم الأربعاء؟", "هل المدارس مغلقة ؟"),
        ("closed wed and is lunch given fri", "closed and is lunch given"),
        ("are meals free", "are meals free"),
    ):
        assert masked(text, reader.read(text, at=TUESDAY_EVENING)) == left


def test_accents_written_as_marks_of_their_own_are_read_and_masked(reader: DayReader) -> None:
    text = "mie\u0301rcoles hay escuela"
    reading = reader.read(text, at=TUESDAY_EVENING)
    assert spans(reading) == [(march(23), march(23))]
    assert masked(text, reading) == "hay escuela"


@pytest.mark.parametrize("word", ["march", "match 23", "may", "april", "mayo", "março"])
def test_no_month_is_read_alone_or_by_a_typing_mistake(reader: DayReader, word: str) -> None:
    assert reader.read(word, at=TUESDAY_EVENING).days == ()


def test_a_long_message_is_read_only_so_far(reader: DayReader) -> None:
    assert reader.read("x " * 300 + "wednesday", at=TUESDAY_EVENING).days == ()
    assert len(reader.read("monday " * 2000, at=TUESDAY_EVENING).days) == 1
    assert reader.read("a" * 10_000, at=TUESDAY_EVENING).days == ()


def test_a_reader_of_two_languages_leaves_the_others_alone() -> None:
    reader = load_day_reader(["en", "es"])
    assert spans(reader.read("¿mañana?", at=TUESDAY_EVENING)) == [(march(23), march(23))]
    assert reader.read("завтра", at=TUESDAY_EVENING).days == ()


def test_every_lexicon_says_whether_it_was_reviewed() -> None:
    for language in LANGUAGES:
        lexicon = load_lexicon(language)
        assert lexicon.language == language
        assert lexicon.reviewed == (lexicon.reviewed_by is not None) == (lexicon.reviewed_at is not None)


def test_scoring_tells_right_wrong_missed_and_invented_apart(reader: DayReader) -> None:
    def row(text: str, expected: list[str] | None) -> dict[str, object]:
        return {
            "text": text,
            "lang": "en",
            "now": TUESDAY_EVENING.isoformat(),
            "tz": "America/Los_Angeles",
            "expected": expected,
            "alt": [],
        }

    thursday = ["2022-03-24", "2022-03-24"]
    rows = [row("thursday", thursday), row("friday", thursday), row("soon", thursday), row("thursday", None)]
    total = score([*rows, row("hello", None)], reader).total
    assert (total.dated, total.right, total.wrong, total.missed) == (3, 1, 1, 1)
    assert (total.free, total.invented) == (2, 1)


def words() -> Iterator[str]:
    for language in LANGUAGES:
        for phrase, _ in load_lexicon(language).phrases:
            yield " ".join(phrase)


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.one_of(st.sampled_from(sorted(set(words()))), st.text(max_size=5)), max_size=9), data=st.data()
)
def test_any_mixture_of_words_is_read_within_bounds(reader: DayReader, parts: list[str], data: st.DataObject) -> None:
    at = data.draw(
        st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(SACRAMENTO))  # noqa: DTZ001
    )
    text = " ".join(parts)
    reading = reader.read(text, at=at)
    for days in reading.days:
        start, end = days.span
        assert days.first <= days.last
        assert 0 <= start < end <= len(text)
        assert not (days.sure and days.alternatives)
        assert not (days.sure and reading.unread)
    assert len(masked(text, reading)) <= len(text)


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        (time(9), time(11, 59, 59), True),
        (time(3, 59), time(4), False),  # after midnight "tomorrow" may be the day that has begun
        (time(11, 59), time(12), False),
        (time(15, 9, 59), time(15, 10), False),  # classes are over
        (time(15, 10), time(23, 59), True),
    ],
)
def test_days_are_read_alike_until_an_hour_that_counts(earlier: time, later: time, same: bool) -> None:
    moments = [Moment.of(datetime.combine(march(22), one), after_classes=time(15, 10)) for one in (earlier, later)]

    assert (moments[0] == moments[1]) is same
    assert moments[0] != Moment.of(datetime.combine(march(23), earlier), after_classes=time(15, 10))
