"""A page that is worth showing anew stays up to date where it stands, for as long as that is: until nothing of it waits
any more, the message is gone, or half an hour has passed. "Look again" below it goes on where this ends.

Any surface can do so: it says how a page takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.desk import Desk
from bot.pages import Page, PageKind

EVERY = timedelta(seconds=3)
LASTS = timedelta(minutes=30)

Show = Callable[[Page], Awaitable[bool]]
"""Shows a page in place of the one before; False where that cannot be done any more."""


class Clock(Protocol):
    def now(self) -> datetime: ...

    async def sleep(self, duration: timedelta) -> None: ...


async def keep_showing(
    page: Page, show: Show, *, desk: Desk, clock: Clock, every: timedelta = EVERY, lasts: timedelta = LASTS
) -> None:
    """*page*: as it was shown. What is the same again is not shown again; a role that has lapsed ends it."""
    ends = clock.now() + lasts
    shown = page
    while shown.live is not None and clock.now() < ends:
        await clock.sleep(every)
        newer = await desk.do(replace(shown.live, at=clock.now()))
        if newer.kind is PageKind.REFUSED:
            return
        if _says(newer) != _says(shown) and not await show(newer):
            return
        shown = newer


def _says(page: Page) -> tuple[object, ...]:
    """The moment at which an offer was made is not to be seen."""
    offered = tuple((one.label, one.invocation.name, one.invocation.action) for one in page.offers)
    return page.title, page.lines, page.grid, page.warnings, offered
