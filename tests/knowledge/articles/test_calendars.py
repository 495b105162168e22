"""School calendars: what they say of days, on the district's clock, and nothing that repeats without end."""

from __future__ import annotations

from datetime import date, time

import pytest

from knowledge.articles.calendars import DayKind, ProposedDays, SchoolCalendar, load_day_words, read_calendar
from knowledge.articles.failures import NothingRead, Why
from tests.knowledge.sacramento import ZONE

FIRST, LAST = date(2022, 1, 1), date(2022, 6, 30)
CLOSED, HOLIDAY, SHORT, LATE = DayKind.CLOSED, DayKind.HOLIDAY, DayKind.SHORT, DayKind.LATE


def calendar(*events: str, head: str = "") -> bytes:
    said = [line for one in events for line in ("BEGIN:VEVENT", *one.strip().splitlines(), "END:VEVENT")]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//SCUSD//EN", *head.splitlines(), *said, "END:VCALENDAR", ""]
    return "\r\n".join(line.strip() for line in lines).encode()


def event(summary: str, start: str, *more: str) -> str:
    return "\n".join((f"UID:{summary}-{start}", f"SUMMARY:{summary}", f"DTSTART{start}", *more))


def read(*events: str, head: str = "") -> SchoolCalendar:
    return read_calendar(calendar(*events, head=head), zone=ZONE, first=FIRST, last=LAST)


def days(*events: str) -> list[ProposedDays]:
    return list(read(*events).days)


def why(body: bytes) -> Why:
    with pytest.raises(NothingRead) as failure:
        read_calendar(body, zone=ZONE, first=FIRST, last=LAST)
    return failure.value.why


def test_an_all_day_event_ends_the_day_before_its_end() -> None:
    found = days(event("Spring Break - No School", ";VALUE=DATE:20220411", "DTEND;VALUE=DATE:20220416"))

    assert found == [ProposedDays(date(2022, 4, 11), date(2022, 4, 15), CLOSED, "Spring Break - No School")]


def test_an_event_without_an_end_is_its_day() -> None:
    (found,) = days(event("Minimum Day", ";VALUE=DATE:20220323"))

    assert (found.first, found.last, found.kind) == (date(2022, 3, 23), date(2022, 3, 23), SHORT)


def test_a_time_in_utc_is_put_on_the_districts_clock() -> None:
    (found,) = days(event("Early dismissal", ":20220323T193000Z", "DTEND:20220323T220000Z"))

    assert (found.first, found.begins, found.ends) == (date(2022, 3, 23), time(12, 30), time(15))


def test_after_midnight_in_utc_is_the_districts_evening_before() -> None:
    (found,) = days(event("School holiday", ":20220401T060000Z", "DTEND:20220401T063000Z"))

    assert found.first == date(2022, 3, 31)


def test_a_zone_as_outlook_names_it_and_one_left_out_are_the_districts() -> None:
    outlook = event(
        "Late start", ";TZID=Pacific Standard Time:20220323T100000", "DTEND;TZID=Pacific Standard Time:20220323T150000"
    )
    floating = event("Late start", ":20220325T100000", "DTEND:20220325T150000")

    assert [(one.first, one.begins) for one in days(outlook, floating)] == [
        (date(2022, 3, 23), time(10)),
        (date(2022, 3, 25), time(10)),
    ]


def test_what_repeats_is_given_day_by_day_with_its_exceptions() -> None:
    every_wednesday = event(
        "Early release", ";VALUE=DATE:20220302", "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=WE", "EXDATE;VALUE=DATE:20220316"
    )
    same = "UID:Early release-;VALUE=DATE:20220302"
    moved = f"{same}\nRECURRENCE-ID;VALUE=DATE:20220323\nDTSTART;VALUE=DATE:20220324\nSUMMARY:Early release"
    found = days(every_wednesday, moved)

    assert [one.first.day for one in found] == [2, 9, 24, 30]
    assert all(one.repeated for one in found)


def test_what_was_cancelled_is_left_out() -> None:
    assert days(event("No School", ";VALUE=DATE:20220323", "STATUS:CANCELLED")) == []


def test_days_under_one_title_are_one_stretch_over_the_weekend_too() -> None:
    each = [event("Winter Break", f";VALUE=DATE:202201{day:02}") for day in (3, 4, 5, 6, 7, 10)]

    assert days(*each, event("Winter Break", ";VALUE=DATE:20220113")) == [
        ProposedDays(date(2022, 1, 3), date(2022, 1, 10), HOLIDAY, "Winter Break"),
        ProposedDays(date(2022, 1, 13), date(2022, 1, 13), HOLIDAY, "Winter Break"),
    ]


def test_only_days_of_the_window_are_proposed_and_a_stretch_over_its_edge_is_whole() -> None:
    found = days(
        event("No school", ";VALUE=DATE:20211220", "DTEND;VALUE=DATE:20220104"),
        event("No school", ";VALUE=DATE:20220701"),
        event("No school", ";VALUE=DATE:20211101"),
    )

    assert [(one.first, one.last) for one in found] == [(date(2021, 12, 20), date(2022, 1, 3))]


def test_other_events_are_counted_and_not_proposed() -> None:
    found = read(
        event("Board meeting", ":20220324T180000"),
        event("District offices closed", ";VALUE=DATE:20220331"),
        event("First Day of School", ";VALUE=DATE:20220105"),
        event("No school", ";VALUE=DATE:20220401"),
        head="X-WR-CALNAME:SCUSD Students",
    )

    assert (len(found.days), found.others, found.broken, found.name) == (1, 3, 0, "SCUSD Students")


def test_one_broken_event_does_not_spoil_the_others() -> None:
    found = read(event("No school", ";VALUE=DATE:2022-99-99"), event("No school", ";VALUE=DATE:20220401"))

    assert [one.first for one in found.days] == [date(2022, 4, 1)]
    assert found.broken == 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("No School - Presidents’ Day", CLOSED),
        ("STUDENT HOLIDAY", CLOSED),
        ("Staff Development Day", CLOSED),
        ("No hay clases: Día de César Chávez", CLOSED),
        ("Minimum Day (K-8)", SHORT),
        ("Día mínimo", SHORT),
        ("Late Start Monday", LATE),
        ("Cesar Chavez Day", HOLIDAY),
        ("Spring Break", HOLIDAY),
        ("Vacaciones de primavera", HOLIDAY),
        ("Classes resume after Winter Break", None),
        ("School in session (Lincoln's Birthday)", None),
        ("Holiday concert", HOLIDAY),
        ("Breakfast with books", None),
        ("Kickoff", None),
    ],
)
def test_a_title_says_whether_it_is_about_school_being_on(title: str, kind: DayKind | None) -> None:
    assert load_day_words().kind(title) is kind


# What would not end


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=MINUTELY", "RRULE:FREQ=SECONDLY;COUNT=10", "rrule:freq=hourly", "EXRULE:FREQ=MINUTELY",
        "RRULE:COUNT=5", "RRULE:FREQ=DAILY;BYMINUTE=1,2,3", "RRULE:FREQ=DAILY;BYHOUR=1", "RRULE;X=1:FREQ=MINUTELY",
        "RRULE:FREQ=MINU\n TELY",
    ],
)  # fmt: skip
def test_rules_finer_than_daily_are_refused_before_anything_is_expanded(rule: str) -> None:
    body = calendar(event("No school", ";VALUE=DATE:20000101")).decode()

    assert why(body.replace("END:VEVENT", rule.replace("\n", "\r\n") + "\r\nEND:VEVENT").encode()) is Why.RULE


def test_more_than_anybody_would_review_is_refused() -> None:
    many = [event(f"No school {number}", ";VALUE=DATE:20220401") for number in range(5_001)]
    listed = ",".join(["20220401"] * 2_001)
    proposed = [event(f"No school {number}", ";VALUE=DATE:20220401") for number in range(501)]

    assert why(calendar(*many)) is Why.MANY
    assert why(calendar(event("No school", ";VALUE=DATE:20220401", f"RDATE;VALUE=DATE:{listed}"))) is Why.MANY
    assert why(calendar(*proposed)) is Why.MANY


def test_a_window_longer_than_a_year_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="year"):
        read_calendar(calendar(), zone=ZONE, first=date(2022, 1, 1), last=date(2024, 1, 1))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<!doctype html><html><body>Sign in</body></html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"No school on Wednesday", b"\x00\x01\x02",
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(body: bytes) -> None:
    assert why(body) is Why.CALENDAR


def test_a_large_file_is_refused() -> None:
    assert why(b"BEGIN:VCALENDAR\r\n" + b"X:" + b"a" * 5_000_000) is Why.LARGE


def test_an_empty_calendar_proposes_nothing() -> None:
    assert read() == SchoolCalendar(None, (), 0, 0)
