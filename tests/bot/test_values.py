"""Fields are read as people write them; what could mean two things, or nothing, is asked for and never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field, FieldKind, Role
from bot.values import Span, read_values
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.days import DayReader
from knowledge.district import Level
from knowledge.edition import Edition, edition_of, read_current
from knowledge.publishing import fill
from tests.readers import days_in
from tests.sacramento import FRIDAY, THURSDAY, TUESDAY_NOON, WEDNESDAY, at, knowledge

Read = Callable[..., Any]
STATUSES = ("open", "closed", "delayed", "early_dismissal", "remote", "partly_open", "unknown")


@pytest.fixture(scope="module")
def days() -> DayReader:
    return days_in("en", "es")


@pytest.fixture(scope="module")
def edition() -> Edition:
    with Database.open("sqlite:///:memory:") as database:
        database.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        return edition_of(database.read_now(read_current))


@pytest.fixture
def read(edition: Edition, days: DayReader) -> Read:
    """The value of a field of this kind, or what is said instead."""

    def reading(
        kind: FieldKind, words: str, *, now: datetime = TUESDAY_NOON, role: Role = Role.EDITOR, **of: Any
    ) -> Any:
        command = Command("try", "", role, (Field("one", kind, "", **of),))
        say = load_catalogue("en", EDITING)
        values, problems = read_values(command, {"one": words}, edition=edition, at=now, say=say, days=days)
        assert len(values) + len(problems) == 1
        return problems[0].words if problems else values["one"]

    return reading


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("wed", WEDNESDAY, WEDNESDAY),
        ("3/23", WEDNESDAY, WEDNESDAY),
        ("2022-03-23", WEDNESDAY, WEDNESDAY),
        ("tomorrow", WEDNESDAY, WEDNESDAY),
        ("miércoles 23 de marzo", WEDNESDAY, WEDNESDAY),
        ("wed-fri", WEDNESDAY, FRIDAY),
        ("wed to fri", WEDNESDAY, FRIDAY),
        ("23 to 25 March", WEDNESDAY, FRIDAY),
        ("2022-03-23..2022-03-25", WEDNESDAY, FRIDAY),
        ("wednesday, thursday and friday", WEDNESDAY, FRIDAY),
        ("jueves y viernes", THURSDAY, FRIDAY),
        ("next week", date(2022, 3, 28), date(2022, 4, 1)),
    ],
)
def test_days_are_read_as_people_write_them(read: Read, words: str, first: date, last: date) -> None:
    assert read(FieldKind.DAYS, words) == Span(first, last)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("30 February", "“30 February” is no day of the calendar."),
        ("2/30", "“2/30” is no day of the calendar."),
        ("next wednesday", "Wednesday, March 30 / Wednesday, March 23"),
        ("monday march 23", "Wednesday, March 23 / Monday, March 28"),
        ("wed and fri", "the first and the last of several in a row"),
        ("2022-03-25..2022-03-23", "The last day is before the first."),
        ("until friday", "the first and the last day"),
        ("wed maybe", "I cannot read “maybe” as a day"),
        ("2031-03-23", "“2031-03-23” is too many years away."),
        ("soon", "I cannot read “soon” as a day; write it like 2022-03-22."),
    ],
)
def test_a_day_that_is_none_or_could_be_two_is_asked_for(read: Read, words: str, why: str) -> None:
    assert why in read(FieldKind.DAYS, words)


def test_after_midnight_tomorrow_is_asked_for(read: Read) -> None:
    assert "not sure" in read(FieldKind.DAYS, "tomorrow", now=at("2022-03-23 00:40"))


@pytest.mark.parametrize(
    ("words", "now", "day"),
    [
        ("monday", "2022-12-30 18:00", date(2023, 1, 2)),
        ("jan 3", "2022-12-30 18:00", date(2023, 1, 3)),
        ("today", "2022-03-22 23:59", date(2022, 3, 22)),
        ("mon", "2022-03-20 09:00", date(2022, 3, 21)),
    ],
)
def test_days_at_the_end_of_a_year_a_week_and_a_day(read: Read, words: str, now: str, day: date) -> None:
    assert read(FieldKind.DAY, words, now=at(now)) == day


def test_one_day_is_not_a_span(read: Read) -> None:
    assert read(FieldKind.DAY, "wed") == WEDNESDAY
    assert read(FieldKind.DAY, "wed-fri") == "Please write a single day."


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("10", time(10)),
        ("10:30", time(10, 30)),
        ("10am", time(10)),
        ("10:30 p.m.", time(22, 30)),
        ("1 p.m.", time(13)),
        ("13:15", time(13, 15)),
        ("01:15", time(1, 15)),
        ("12 am", time(0)),
        ("noon", time(12)),
    ],
)
def test_hours_are_read(read: Read, words: str, hour: time) -> None:
    assert read(FieldKind.HOUR, words) == hour


@pytest.mark.parametrize("words", ["25", "10:75", "13 pm", "0 am", "ten", "10-11"])
def test_an_hour_that_is_none_is_asked_for(read: Read, words: str) -> None:
    assert read(FieldKind.HOUR, words) == f"I cannot read “{words}” as an hour; write it like 10:30 or 1 p.m."


def test_an_hour_that_may_be_day_or_night_is_asked_for(read: Read) -> None:
    assert read(FieldKind.HOUR, "2:30") == "“2:30” can be 2:30 AM / 2:30 PM."


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("21:00-6:30", (time(21), time(6, 30))),
        ("9 pm to 6:30 am", (time(21), time(6, 30))),
        ("1-3 pm", (time(13), time(15))),
        ("11 to 1 pm", (time(11), time(13))),
        ("from 8 a.m. to noon", (time(8), time(12))),
        ("11:30", (time(11, 30), None)),
        ("off", None),
    ],
)
def test_spans_of_hours_are_read(read: Read, words: str, hours: object) -> None:
    assert read(FieldKind.HOURS, words) == hours


def test_a_familys_quiet_hours_have_two_ends(read: Read) -> None:
    assert read(FieldKind.HOURS, "1-3", role=Role.FAMILY) == "Please write hours like 21:00-6:30, or “off”."
    assert read(FieldKind.HOURS, "21:00", role=Role.FAMILY) == "Please write hours like 21:00-6:30, or “off”."


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2022-03-23T18:00", "2022-03-23 18:00"),
        ("2022-03-23 18:00", "2022-03-23 18:00"),
        ("2022-03-24T01:00:00+00:00", "2022-03-23 18:00"),
        ("wed 6pm", "2022-03-23 18:00"),
        ("6 p.m. on Wednesday", "2022-03-23 18:00"),
        ("tomorrow at 7:30", "2022-03-23 07:30"),
        ("mañana a las 18:00", "2022-03-23 18:00"),
        ("18:00", "2022-03-22 18:00"),
        ("wed", "2022-03-23 12:00"),
        ("now", "2022-03-22 12:10"),
    ],
)
def test_moments_are_read_on_the_districts_clock(read: Read, words: str, moment: str) -> None:
    assert read(FieldKind.MOMENT, words) == at(moment)


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2022-03-13", ["02:00", "02:30"]),
        ("2022-11-06", ["01:00", "01:30"]),
        ("2022-12-31", []),
    ],
)
def test_every_half_hour_is_read_as_the_clock_shows_it_or_refused(read: Read, day: str, refused: list[str]) -> None:
    unread = []
    for half_hour in range(48):
        hour = f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"
        moment = read(FieldKind.MOMENT, f"{day} {hour}")
        if isinstance(moment, str):
            unread.append(hour)
        else:
            assert f"{moment:%Y-%m-%d %H:%M}" == f"{day} {hour}"
    assert unread == refused


def test_an_hour_that_the_clocks_skip_is_refused(read: Read) -> None:
    assert "clocks are put forward" in read(FieldKind.MOMENT, "2022-03-13 02:30")


def test_an_hour_that_comes_twice_is_asked_for(read: Read) -> None:
    said = read(FieldKind.MOMENT, "2022-11-06 01:30")
    assert "2022-11-06T01:30-07:00 / 2022-11-06T01:30-08:00" in said
    assert read(FieldKind.MOMENT, "2022-11-06T01:30-08:00").isoformat() == "2022-11-06T01:30:00-08:00"


@pytest.mark.parametrize(
    "words", ["2022-02-30T10:00", "wed 25:00", "whenever", "9999-12-31T23:00", "0001-01-01 00:00", "2202-03-23 10:00"]
)
def test_a_moment_that_is_none_is_refused(read: Read, words: str) -> None:
    assert isinstance(read(FieldKind.MOMENT, words), str)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("closed", "closed"),
        ("Early dismissal", "early_dismissal"),
        ("late start", "delayed"),
        ("cerradas", "closed"),
        ("partly-open", "partly_open"),
    ],
)
def test_a_status_is_read_by_its_name_and_its_usual_words(read: Read, words: str, status: str) -> None:
    assert read(FieldKind.CHOICE, words, choices=STATUSES) == status


def test_a_slip_in_a_choice_is_offered_and_not_taken(read: Read) -> None:
    assert read(FieldKind.CHOICE, "closd", choices=STATUSES) == "I cannot read “closd” here; did you mean closed?"
    assert read(FieldKind.CHOICE, "cancelled", choices=STATUSES).startswith("I cannot read “cancelled” here")


def test_of_a_few_choices_all_are_offered(read: Read) -> None:
    shout = read(FieldKind.CHOICE, "shout", choices=("ordinary", "quiet", "urgent"))
    assert shout == "I cannot read “shout” here; did you mean ordinary / quiet / urgent?"


@pytest.mark.parametrize(("words", "choice"), [("no", "off"), ("Yes", "on"), ("sí", "on"), ("off", "off")])
def test_what_is_on_or_off_may_be_said_by_yes_or_no(read: Read, words: str, choice: str) -> None:
    assert read(FieldKind.CHOICE, words, choices=("on", "off")) == choice


@pytest.mark.parametrize("words", ["meals", "Meals", "are there meals", "si hay clases"])
def test_a_topic_is_read_by_its_name_its_title_or_a_question(read: Read, words: str) -> None:
    assert read(FieldKind.TOPIC, words) == ("school-open" if "clases" in words else "meals")


def test_a_topic_nobody_has_is_asked_for(read: Read) -> None:
    assert read(FieldKind.TOPIC, "zebra crossing").startswith(("I cannot read", "Which of these"))


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("McClatchy", Scope(schools=("mcclatchy",))),
        ("C.K. McClatchy High School; sutter middle", Scope(schools=("mcclatchy", "sutter"))),
        ("middle and high schools", Scope(levels=(Level.HIGH, Level.MIDDLE))),
        ("preschools", Scope(levels=(Level.PRESCHOOL,))),
        ("all", Scope()),
    ],
)
def test_a_part_of_the_district_is_read(read: Read, words: str, scope: Scope) -> None:
    assert read(FieldKind.SCOPE, words, many=True) == scope


@pytest.mark.parametrize("words", ["not middle schools", "Hogwarts", "mcclatchy; elementary"])
def test_a_part_of_the_district_that_is_not_sure_is_refused(read: Read, words: str) -> None:
    assert isinstance(read(FieldKind.SCOPE, words, many=True), str)


def test_speakers_are_read_by_name(read: Read) -> None:
    assert read(FieldKind.SPEAKER, "the union; District", many=True) == ("union", "district")
    assert "did you mean union?" in read(FieldKind.SPEAKER, "unoin", many=True)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        (FieldKind.NUMBER, "#12", 12),
        (FieldKind.FLAG, "Sí", True),
        (FieldKind.FLAG, "no", False),
        (FieldKind.LANGUAGE, "español", "es"),
        (FieldKind.LANGUAGE, "Spanish", "es"),
        (FieldKind.CLAIM, "Closed-Wednesday", "closed-wednesday"),
        (FieldKind.CONDITION, "unless a deal is reached", "unless a deal is reached"),
        (FieldKind.IDENTITY, "telegram:12345", "telegram:12345"),
        (FieldKind.TEXT, "-", None),
        (FieldKind.TEXT, " two\n words ", "two words"),
    ],
)
def test_everything_else_is_read(read: Read, kind: FieldKind, words: str, value: object) -> None:
    assert read(kind, words) == value


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FieldKind.NUMBER, "twelve"),
        (FieldKind.FLAG, "perhaps"),
        (FieldKind.LANGUAGE, "Klingon"),
        (FieldKind.CLAIM, "closed wednesday!"),
        (FieldKind.IDENTITY, "ines"),
        (FieldKind.TEXT, "x" * 301),
        (FieldKind.TEXT, "all \u202eesolc\u202c"),
        (FieldKind.TEXT, "ring the \x07 bell"),
    ],
)
def test_what_cannot_be_read_is_named(read: Read, kind: FieldKind, words: str) -> None:
    said = read(kind, words)
    assert isinstance(said, str)
    assert said != words


def test_what_is_missing_or_unknown_is_named_by_its_field(edition: Edition, days: DayReader) -> None:
    command = Command("status", "", Role.EDITOR, (Field("status", FieldKind.CHOICE, "", required=True),))
    say = load_catalogue("en", EDITING)
    _, problems = read_values(command, {"stauts": "closed"}, edition=edition, at=TUESDAY_NOON, say=say, days=days)

    assert {one.field for one in problems} == {"stauts", "status"}
