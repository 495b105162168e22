"""One command from the command line: `bellwether do '/status closed wed'`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.terminal import json_lines
from adapters.terminal.asking import Layers, encodable
from adapters.terminal.commanding import PRETENDED, Counter, not_beside, who_types
from adapters.terminal.failing import FAILED
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.pages import draw, draw_offers, page_record
from adapters.terminal.paper import answers, remarks
from bot.commands import Role
from bot.curating.roles import owner_code as make_owner_code
from bot.pages import Page, PageKind
from bot.program import Bellwether, SystemClock, open_bellwether, open_for_asking, open_throw_away
from bot.settings import Settings
from bot.slashes import Unclear
from knowledge.failures import AnotherWriter

FORMS = (PageKind.FORM, PageKind.REFUSED)


async def do(
    settings: Settings,
    line: str,
    *,
    role: Role | None,
    at: Moment | None,
    layers: Layers | None,
    confirmed: bool,
    as_json: bool,
) -> int:
    """Returns the exit status. *layers*: on a knowledge base in memory, with these folders over it. *confirmed*: a
    preview is not only shown, its first offer is done."""
    async with opened(settings, layers, pretended=at is not None) as (bellwether, unwritable):
        district = await bellwether.district()
        now = at.on_clock(district.timezone) if at else ShiftedClock().now()
        counter = Counter(bellwether, district, who_types(role), unwritable)
        try:
            invocation = counter.read(encodable(line), now)
        except Unclear as error:
            remarks().say(str(error))
            return FAILED
        page = await counter.do(invocation)
        if confirmed and page.kind is PageKind.PREVIEW and page.offers:
            page = await counter.do(page.offers[0].invocation)
    if as_json:
        json_lines.write(page_record(page, district))
    else:
        tell(page)
    return FAILED if page.kind in FORMS else 0


@asynccontextmanager
async def opened(
    settings: Settings, layers: Layers | None, *, pretended: bool, opened_by: str = "bellwether do"
) -> AsyncIterator[tuple[Bellwether, str | None]]:
    """With why nothing can be written: what is changed carries its moment, which must be the real one."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        if layers is not None:
            opening = open_throw_away(settings, clock=clock, overlays=layers.folders, only=layers.only)
            yield await stack.enter_async_context(opening), None
            return
        if pretended:
            yield await stack.enter_async_context(open_for_asking(settings, clock=clock)), PRETENDED
            return
        try:
            writing = open_bellwether(settings, clock=clock, opened_by=opened_by)
            bellwether, unwritable = await stack.enter_async_context(writing), None
        except AnotherWriter as error:
            reading = open_for_asking(settings, clock=clock)
            bellwether, unwritable = await stack.enter_async_context(reading), not_beside(error)
        yield bellwether, unwritable


def tell(page: Page) -> None:
    draw(page, answers())
    if page.kind is PageKind.PREVIEW and page.offers:
        remarks().say(f"Nothing has been done yet. {page.offers[0].label}: the same again with --yes", "bold")
    elif page.kind is not PageKind.FORM:
        draw_offers(page, remarks())


async def owner_code(settings: Settings, *, forced: bool) -> int:
    """The one-time code that makes the first owner, for whoever runs the program. Returns the exit status."""
    async with open_bellwether(settings, clock=SystemClock(), opened_by="bellwether owner-code") as bellwether:
        page = await make_owner_code(bellwether.desk, at=ShiftedClock().now(), forced=forced)
    tell(page)
    return FAILED if page.kind in FORMS else 0
