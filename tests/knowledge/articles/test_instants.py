"""When an article was published: on the district's clock, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge.articles.article import Article, Note, Origin, Paragraph, Published
from knowledge.articles.instants import read_stamp
from knowledge.articles.reading import read_page, read_text
from knowledge.claims import Precision
from tests.knowledge.articles.pages import NOTICE, data, meta, page, read, reader
from tests.knowledge.sacramento import ZONE, moment

MINUTE, DAY = Precision.MINUTE, Precision.DAY


def said(found: Article) -> tuple[datetime, Precision] | None:
    return (found.published.at, found.published.precision) if found.published else None


def test_a_timestamp_of_late_evening_in_utc_is_the_districts_day() -> None:
    found = read(page(head=data("2022-03-22T04:44:00Z")))

    assert said(found) == (moment(21, 21, 44), MINUTE)
    assert found.published is not None
    assert found.published.at.date() == date(2022, 3, 21)


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2022-03-21T17:44:00-07:00", moment(21, 17, 44), MINUTE),
        ("2022-03-21T17:44:00-0700", moment(21, 17, 44), MINUTE),
        ("2022-03-22T00:44:00.123Z", moment(21, 17, 44) + timedelta(milliseconds=123), MINUTE),
        ("2022-03-21 17:44:00", moment(21, 17, 44), MINUTE),
        ("2022-03-21T20:44-04:00", moment(21, 17, 44), MINUTE),
        ("Mon, 21 Mar 2022 17:44:00 -0700", moment(21, 17, 44), MINUTE),
        ("2022-03-21", moment(21), DAY),
        ("20220321", moment(21), DAY),
        ("2022-03-21T00:00:00Z", moment(21), DAY),
        ("2022-03-21T00:00:00-07:00", moment(21), DAY),
        ("2022-03-13T02:30:00", datetime(2022, 3, 13, 2, 30, tzinfo=ZONE), MINUTE),
        ("2022-11-06T08:30:00Z", datetime(2022, 11, 6, 1, 30, tzinfo=ZONE), MINUTE),
    ],
)
def test_stamps_are_read_on_the_districts_clock(written: str, at: datetime, precision: Precision) -> None:
    assert read_stamp(written, ZONE) == Published(at, precision, Origin.DATA)


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2022-13-40", "March", None, 20220321, "1899-12-31T10:00:00Z", "x" * 90]
)
def test_what_is_no_stamp_is_none(written: object) -> None:
    assert read_stamp(written, ZONE) is None


@pytest.mark.parametrize(
    "head",
    [
        data("2022-03-21T17:44:00-07:00"),
        data("2022-03-21T17:44:00-07:00", kind="WebPage"),
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["ReportageNewsArticle"], '
        '"datePublished": "2022-03-21T17:44:00-07:00"}]}</script>',
        '<script type="application/ld+json"><!-- [{"@type": "BlogPosting", "datePublished": "2022-03-22T00:44Z"}] -->'
        "</script>",
        meta("article:published_time", "2022-03-21T17:44:00-07:00"),
        meta("Parsely-Pub-Date", "2022-03-22T00:44:00Z", "name"),
        meta("datePublished", "2022-03-21T17:44:00-07:00", "itemprop"),
        meta("date", "2022-03-21", "name") + meta("article:published_time", "2022-03-21T17:44:00-07:00"),
    ],
)  # fmt: skip
def test_a_full_timestamp_is_found_wherever_the_page_keeps_it(head: str) -> None:
    assert said(read(page(head=head))) == (moment(21, 17, 44), MINUTE)


def test_broken_data_for_machines_does_not_hide_what_else_is_there() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>'
    deep = f'<script type="application/ld+json">{"[" * 50_000}</script>'
    whole = meta("article:published_time", "2022-03-21T17:44:00-07:00")

    assert said(read(page(head=broken + deep + whole))) == (moment(21, 17, 44), MINUTE)


def test_of_several_articles_in_the_data_the_pages_own_counts() -> None:
    other = data("2022-01-05T08:00:00Z", more=', "headline": "Another story"')
    own = data("2022-03-22T00:44:00Z", more=', "headline": "Strike looms"')

    assert said(read(page(head=other + own))) == (moment(21, 17, 44), MINUTE)


def test_a_time_above_the_text_counts_and_one_beside_it_does_not() -> None:
    above = "<time datetime='2022-03-21T17:44:00-07:00'>Yesterday</time>"
    beside = "<aside><time datetime='2021-06-03T08:00:00-07:00'>June 3</time></aside>"
    below = "<section><h2>More</h2><ul><li>A story <time datetime='2020-01-01'>January</time></li></ul></section>"

    assert said(read(page(above=beside + above, below=below))) == (moment(21, 17, 44), MINUTE)
    assert said(read(page(above=beside, below=below))) is None


@pytest.mark.parametrize(
    ("above", "at", "precision"),
    [
        ("<p>Published: 5:44 PM PDT March 21, 2022</p>", moment(21, 17, 44), MINUTE),
        ("<div><b>Published:</b> <span>5:44 PM PDT March 21, 2022</span></div>", moment(21, 17, 44), MINUTE),
        ("<p>Posted March 21, 2022 at 5:44 p.m.</p>", moment(21, 17, 44), MINUTE),
        ("<p>Posted: Mon, March 21, 2022, 8:44 PM EDT</p>", moment(21, 17, 44), MINUTE),
        ("<p>Published 12:44 a.m. UTC March 22, 2022</p>", moment(21, 17, 44), MINUTE),
        ("<p>Published 5:44 PM AKDT March 21, 2022</p>", moment(21), DAY),
        ("<p>Published on March 21, 2022</p>", moment(21), DAY),
        ("<p>Publicado el 21 de marzo de 2022</p>", moment(21), DAY),
        ("<p>March 21, 2022</p>", moment(21), DAY),
        ("<p>By Ruth Delgado · Monday, March 21, 2022</p>", moment(21), DAY),
        ("<p>Date: 2022-03-21</p>", moment(21), DAY),
    ],
)
def test_a_line_above_the_text_says_when(above: str, at: datetime, precision: Precision) -> None:
    found = read(page(above=above))

    assert said(found) == (at, precision)
    assert found.published is not None
    assert found.published.origin is Origin.LINE


def test_a_page_that_was_updated_says_both() -> None:
    above = "<p>Published: 6:15 AM PDT March 21, 2022</p><p>Updated: 7:48 PM PDT March 21, 2022</p>"
    found = read(page(above=above))

    assert said(found) == (moment(21, 6, 15), MINUTE)
    assert found.changed is not None
    assert found.said == found.changed
    assert found.changed.at == moment(21, 19, 48)


@pytest.mark.parametrize(
    "above",
    [
        "",
        "<p>By Ruth Delgado</p>",
        "<p>March 21</p>",
        "<p>Published March 21</p>",
        "<p>Published Monday</p>",
        "<p>Yesterday</p>",
        "<p>Schools to close March 23, 2022</p>",
        "<p>The board published its plan on March 3, 2022.</p>",
        "<p>Updated 7:48 p.m.</p>",
    ],
)
def test_what_does_not_say_its_day_and_year_has_none(above: str) -> None:
    assert said(read(page(above=above))) is None


def test_neither_a_days_year_nor_a_footers_is_taken_for_the_pages() -> None:
    below = "<footer><p>© 2022 ABC10. Updated June 3, 2021.</p></footer>"

    assert said(read(page(text=[*NOTICE, "The board meets on April 7, 2022."], below=below))) is None


def test_a_dateline_with_its_year_says_the_day() -> None:
    text = ["SACRAMENTO, Calif., March 21, 2022 (AP) — Schools may close on Wednesday.", *NOTICE]

    assert said(read(page(text=text))) == (moment(21), DAY)


def test_a_date_in_the_future_is_noted_and_not_taken() -> None:
    for written in ("2022-03-22T18:00:00-07:00", "2022-03-23"):
        found = read(page(head=data(written)), now=moment(22, 9))
        assert said(found) is None
        assert Note.FUTURE in found.notes


def test_a_clock_that_runs_ahead_a_little_and_a_day_that_is_today_are_no_future() -> None:
    for written in ("2022-03-22T09:40:00-07:00", "2022-03-22"):
        found = read(page(head=data(written)), now=moment(22, 9))
        assert found.published is not None
        assert found.notes == ()


def test_a_change_on_a_later_day_is_noted_and_days_are_meant_from_the_first() -> None:
    head = data("2022-03-20T17:44:00-07:00", more=', "dateModified": "2022-03-21T08:00:00-07:00"')
    found = read(page(head=head))

    assert found.notes == (Note.CHANGED_LATER,)
    assert found.said == found.published


def test_whoever_hands_it_over_may_know_better() -> None:
    given = Published(moment(21, 20), MINUTE, Origin.PERSON)

    assert read_page(page(head=data("2022-03-01")), whom=reader(), given=given).published == given
    assert read_text("date 2022-03-01\n\nSchools may close.", whom=reader(), given=given).published == given


def test_around_new_year_midnight_and_the_changes_of_the_clock_the_day_is_the_districts() -> None:
    for stamp, day in [
        ("2022-01-01T07:59:00Z", date(2021, 12, 31)),
        ("2022-01-01T08:01:00Z", date(2022, 1, 1)),
        ("2022-03-13T07:59:00Z", date(2022, 3, 12)),
        ("2022-03-14T06:59:00Z", date(2022, 3, 13)),
        ("2022-11-06T06:59:00Z", date(2022, 11, 5)),
        ("2022-11-07T07:59:00Z", date(2022, 11, 6)),
    ]:
        found = read_stamp(stamp, ZONE)
        assert found is not None
        assert found.at.date() == day, stamp
        assert found.at.astimezone(UTC) == datetime.fromisoformat(stamp)


def test_an_article_without_a_moment_speaks_from_none() -> None:
    found = Article((Paragraph(NOTICE[0]),))

    assert found.said is None
    assert found.latest is None
