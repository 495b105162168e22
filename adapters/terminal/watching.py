"""A page that is worth showing anew, kept up to date in the terminal, until nothing moves any more or Ctrl-C."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from adapters.terminal import json_lines
from adapters.terminal.commanding import Counter, who_types
from adapters.terminal.failing import FAILED
from adapters.terminal.pages import draw, page_record
from adapters.terminal.paper import Paper, answers, remarks
from bot.commands import Role
from bot.pages import Invocation, Page, PageKind
from bot.program import Bellwether, SystemClock, open_for_asking
from bot.settings import Settings

if TYPE_CHECKING:
    from rich.text import Text

EVERY = 1.0  # seconds

Do = Callable[[Invocation], Page]


class Now(Protocol):
    def now(self) -> datetime: ...


def watch(page: Page, do: Do, paper: Paper, *, clock: Now, pause: Callable[[float], None] = time.sleep) -> Page:
    """Returns the page as it was shown last."""
    if not paper.console.is_terminal:
        draw(page, paper)
        return page
    from rich.live import Live

    remarks().say("It is shown anew as it goes on. Ctrl-C leaves it.", "dim")
    with suppress(KeyboardInterrupt), Live(_drawn(page, paper), console=paper.console, auto_refresh=False) as live:
        while page.live is not None:
            pause(EVERY)
            newer = do(replace(page.live, at=clock.now()))
            if newer.kind is PageKind.REFUSED:
                break
            page = newer
            live.update(_drawn(page, paper), refresh=True)
    return page


def sending(settings: Settings, *, stays: bool, as_json: bool) -> int:
    """Returns the exit status. Between two looks nobody waits in the event loop, so Ctrl-C is heard at once."""
    clock, paper = SystemClock(), answers()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            bellwether = runner.run(_opened(stack, settings, clock))
            district = runner.run(bellwether.district())
            counter = Counter(bellwether, district, who_types(Role.VIEWER))

            def do(invocation: Invocation) -> Page:
                return runner.run(counter.do(invocation))

            page = do(Invocation("announce", counter.who, clock.now(), "progress"))
            if as_json:
                json_lines.write(page_record(page, district))
            elif stays and page.live is not None:
                watch(page, do, paper, clock=clock)
            else:
                draw(page, paper)
        finally:
            runner.run(stack.aclose())
    return FAILED if page.kind is PageKind.REFUSED else 0


async def _opened(stack: AsyncExitStack, settings: Settings, clock: SystemClock) -> Bellwether:
    return await stack.enter_async_context(open_for_asking(settings, clock=clock))


def _drawn(page: Page, paper: Paper) -> Text:
    """The page as it would be written, as one thing that can be replaced."""
    from rich.console import Console
    from rich.text import Text

    screen = Console(width=paper.console.width, highlight=False, markup=False, emoji=False, force_terminal=True)
    with screen.capture() as capture:
        draw(page, Paper(screen))
    return Text.from_ansi(capture.get())
