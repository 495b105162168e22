"""Addresses that work like a password are told from those of pages that everybody may read."""

from __future__ import annotations

import pytest

from knowledge.articles.secrets import shown_address, told_address

CALENDAR = (
    "https://calendar.google.com/calendar/ical/c_4f5e%40group.calendar.google.com/private-0c1d2e3f4a5b6c7d/basic.ics"
)


@pytest.mark.parametrize(
    "address",
    [
        CALENDAR,
        "https://ines:pickets@abc10.com/schools",
        "https://scusd.edu/days.ics?token=abc",
        "https://scusd.edu/days.ics?access_token=1",
        "https://scusd.edu/days.ics?feed=9f8e7d6c5b4a39281706f5e4",
        "https://scusd.edu/days.ics?9f8e7d6c5b4a39281706f5e4",
        "https://files.scusd.edu/notice.pdf?X-Amz-Signature=0a1b&X-Amz-Expires=60",
        "https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit",
        "https://outlook.office365.com/owa/calendar/4f5e6d7c8b9a0c1d2e3f4A5B6C7D/calendar.ics",
        "https://[broken",
    ],
)
def test_what_opens_something_to_whoever_has_it_is_shown_to_nobody(address: str) -> None:
    assert shown_address(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.abc10.com/article/news/education/strike/103-5f8d1b9e-b2a5-4f59-8a3b-9e1c2d3e4f5a",
        "https://apnews.com/article/sacramento-strikes-8e2f5c7b9d0a4b3c8e2f5c7b9d0a4b3c",
        "https://www.sacbee.com/news/local/education/article259653425.html?page=2",
        "https://www.scusd.edu/private-schools-2022",
        "https://www.scusd.edu/SCUSD2022StrikeNotice",
        "https://www.scusd.edu/news?id=20220321&lang=es",
        "http://127.0.0.1:8080/schools",
    ],
)
def test_the_address_of_a_page_is_shown_as_it_is(address: str) -> None:
    assert shown_address(address) == told_address(address) == address


def test_of_a_secret_an_editor_reads_the_host() -> None:
    assert told_address(CALENDAR) == "https://calendar.google.com/…"
    assert told_address("https://ines:pickets@abc10.com/schools") == "https://abc10.com/…"
    assert shown_address(None) is None
