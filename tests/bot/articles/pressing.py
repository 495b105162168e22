"""Pressing the buttons under a page, by what stands on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.pages import Offer, Page, PageKind, Who
from tests.bot.office import Office


def offer(page: Page, label: str) -> Offer:
    """The first whose label begins so."""
    found = [one for one in page.offers if one.label.startswith(label)]
    assert found, (page.title, page.lines, [one.label for one in page.offers])
    return found[0]


async def press(
    office: Office, page: Page, label: str, *, who: Who | None = None, now: datetime | None = None, **values: str
) -> Page:
    """*values*: what is filled in besides."""
    pressed = offer(page, label).invocation
    given = {**pressed.values, **values}
    return await office.desk.do(replace(pressed, values=given, who=who or pressed.who, at=now or pressed.at))


async def published(office: Office, page: Page) -> Page:
    """A preview, confirmed."""
    assert page.kind is PageKind.PREVIEW, page
    done = await office.take(page)
    assert done.kind is PageKind.DONE, done
    assert done.change is not None, done
    return done
