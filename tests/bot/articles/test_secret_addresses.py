"""The address of a calendar, and of a page that is given to few, is for editors and never reaches families."""

from __future__ import annotations

import pytest

from bot.pages import Page
from knowledge.articles.keeping import newest_articles
from knowledge.claims import Source
from knowledge.revisions import current
from tests.bot.articles.pressing import press, published
from tests.bot.office import Office
from tests.knowledge.articles.outlet import Outlet
from tests.sacramento import at

NOW = at("2022-03-21 22:30")
SECRET = "private-0c1d2e3f4a5b6c7d"
DAYS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//SCUSD//EN\r\nX-WR-CALNAME:SCUSD 2021-22\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "SUMMARY:Minimum Day\r\nDTSTART;VALUE=DATE:20220408\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PAGE = (
    '<html><head><title>Schools on Wednesday</title><meta property="og:site_name" content="KQRV">'
    '<meta property="article:published_time" content="2022-03-21T18:00:00-07:00"></head><body><article>'
    "<p>Families can pick up meals on Wednesday from 8 to 10 a.m., the district said.</p>"
    "<p>Rain is expected in the valley for most of the week.</p></article></body></html>"
)


async def sources(office: Office) -> list[Source]:
    found: dict[str, Source] = await office.desk.database.read(lambda connection: current(connection, Source))
    return list(found.values())


def text_of(page: Page) -> str:
    return "\n".join((page.title, *page.lines, *page.warnings))


@pytest.mark.parametrize("path", [f"/{SECRET}/basic.ics", "/days.ics"])
async def test_a_calendar_is_named_to_families_and_its_address_is_kept_for_editors(
    office: Office, there: Outlet, path: str
) -> None:
    there.says(path, DAYS.encode(), kind="text/calendar")
    page = await office.do("article add", now=NOW, text=there.address(path))
    asked = await press(office, page, "Review the next piece")
    await published(office, await press(office, asked, "Approve", status="early_dismissal", hour="12:40"))

    assert "12:40" in (told := await office.reads("is there school on April 8?", now=NOW))
    assert "SCUSD 2021-22" in told
    assert "127.0.0.1" not in told
    assert not [one.address for one in await sources(office) if "127.0.0.1" in (one.address or "")]
    (kept,) = await office.desk.database.read(lambda connection: newest_articles(connection, most=9))
    assert kept.address == there.address(path)
    assert SECRET not in text_of(page)


async def test_of_a_page_that_is_given_to_few_families_read_the_outlet_only(office: Office, there: Outlet) -> None:
    there.says(f"/{SECRET}/schools", PAGE.encode())
    page = await office.do("article add", now=NOW, text=there.address(f"/{SECRET}/schools"))

    assert "looks like one that is given to few, so families are never shown it" in text_of(page)
    assert SECRET not in text_of(page)
    asked = await press(office, page, "Review the next piece")
    await published(office, await press(office, asked, "Approve", words="Meals from 8 to 10."))
    assert SECRET not in (await office.reads("are there meals on Wednesday?", now=NOW))
    assert not [one.address for one in await sources(office) if SECRET in (one.address or "")]
    again = await office.do("article recheck", article="1", now=NOW)
    assert "read before" in text_of(again), "it can be read again all the same"


async def test_the_address_of_any_other_page_is_shown(office: Office, there: Outlet) -> None:
    there.says("/schools", PAGE.encode())
    page = await office.do("article add", now=NOW, text=there.address("/schools"))

    assert there.address("/schools") in text_of(page)
    assert "given to few" not in text_of(page)
    asked = await press(office, page, "Review the next piece")
    await published(office, await press(office, asked, "Approve", words="Meals from 8 to 10."))
    assert there.address("/schools") in [one.address for one in await sources(office)]
