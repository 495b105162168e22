"""Reading in a process of its own: the same article comes back, and what does not end is ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.articles.apart import ReadingApart
from knowledge.articles.article import Origin, Published
from knowledge.articles.bodies import Body, Kind, attached, pasted
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.reading import read_page
from knowledge.claims import Precision
from tests.articles.expected import HERE
from tests.knowledge.articles.pages import NOTICE, NOW, data, page, reader
from tests.knowledge.articles.test_calendars import calendar, event
from tests.knowledge.sacramento import DISTRICT, ZONE, moment

FIRST, LAST = date(2022, 1, 1), date(2022, 6, 30)


async def test_a_page_comes_back_as_it_is_read_here() -> None:
    html = page(head=data("2022-03-22T04:44:00Z")).encode()
    body = Body(html, Kind.PAGE, "https://www.abc10.com/a?utm_source=x", "utf-8")

    found = await ReadingApart().page(body, district=DISTRICT, now=NOW)

    assert found == read_page(html, whom=reader(), address="https://www.abc10.com/a")
    assert found.published is not None
    assert found.published.at.tzinfo == ZONE


async def test_a_pasted_text_is_read_with_the_moment_that_came_along() -> None:
    given = Published(moment(21, 20), Precision.MINUTE, Origin.PERSON)

    found = await ReadingApart().page(pasted("\n\n".join(NOTICE)), district=DISTRICT, now=NOW, given=given)

    assert [one.text for one in found.paragraphs] == list(NOTICE)
    assert found.published == given


async def test_why_nothing_was_read_comes_back_too() -> None:
    with pytest.raises(NothingRead) as failure:
        await ReadingApart().page(Body(b"<html></html>", Kind.PAGE), district=DISTRICT, now=NOW)
    assert failure.value.why is Why.EMPTY


async def test_a_calendar_is_read_and_one_with_minute_rules_is_refused() -> None:
    apart = ReadingApart()
    body = calendar(event("No school", ";VALUE=DATE:20220401"))

    found = await apart.calendar(body, district=DISTRICT, first=FIRST, last=LAST)
    with pytest.raises(NothingRead) as failure:
        await apart.calendar(
            body.replace(b"SUMMARY", b"RRULE:FREQ=MINUTELY\r\nSUMMARY"), district=DISTRICT, first=FIRST, last=LAST
        )

    assert [one.first for one in found.days] == [date(2022, 4, 1)]
    assert failure.value.why is Why.RULE


async def test_what_does_not_end_is_ended() -> None:
    rules = "\n".join(["RRULE:FREQ=DAILY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=2;INTERVAL=7"] * 20)
    each = [event(f"No school {number}", ";VALUE=DATE:00010101", rules) for number in range(400)]

    with pytest.raises(NothingRead) as failure:
        await ReadingApart(limit=timedelta(seconds=3)).calendar(
            calendar(*each), district=DISTRICT, first=FIRST, last=LAST
        )

    assert failure.value.why in (Why.SLOW, Why.MANY)


# What was attached, by its bytes


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ((HERE / "snow-delay.html").read_bytes(), Kind.PAGE),
        ((HERE / "no-date.html").read_bytes(), Kind.PAGE),
        (b"\xef\xbb\xbf  <HTML><body>x", Kind.PAGE),
        (calendar(), Kind.CALENDAR),
        (b"Schools are closed on Wednesday.", Kind.PLAIN),
        (b"<3 to all teachers", Kind.PLAIN),
        (b"", Kind.PLAIN),
    ],
)
def test_a_file_is_told_by_what_is_in_it(content: bytes, kind: Kind) -> None:
    assert attached(content).kind is kind


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04rest", "Word, Excel or ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
    ],
)
def test_a_file_nobody_reads_is_refused_by_name(content: bytes, detail: str) -> None:
    with pytest.raises(NothingRead) as failure:
        attached(content)
    assert (failure.value.why, failure.value.detail) == (Why.KIND, detail)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(NothingRead) as failure:
        attached(b"a" * 5_000_001)
    assert failure.value.why is Why.LARGE
