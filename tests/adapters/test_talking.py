"""What is confirmed in a conversation happens when it is confirmed, and on another day only after another look."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from adapters.terminal.commanding import Counter, who_types
from adapters.terminal.moments import ShiftedClock
from adapters.terminal.paper import Paper
from adapters.terminal.talking import Talk
from bot.commands import Role
from bot.pages import PageKind
from bot.program import SystemClock, open_throw_away
from bot.settings import Settings
from knowledge.acting import read_changes
from tests.sacramento import TUESDAY_NOON


@pytest.fixture
def talk() -> Iterator[Talk]:
    with asyncio.Runner() as runner:
        opened = open_throw_away(Settings(), clock=SystemClock())
        bellwether = runner.run(opened.__aenter__())
        clock = ShiftedClock(TUESDAY_NOON - datetime.now(UTC))
        paper = Paper(Console(file=StringIO(), markup=False, emoji=False, highlight=False, width=1000))
        counter = Counter(bellwether, runner.run(bellwether.district()), who_types(Role.PUBLISHER))
        yield Talk(counter, clock, runner, movable=True, out=paper, aside=paper)
        runner.run(opened.__aexit__(None, None, None))


def made(talk: Talk) -> list[datetime]:
    found = talk.runner.run(talk.counter.bellwether.database.read(read_changes))
    return [one.made for one in found]


def test_what_is_confirmed_later_is_published_then(talk: Talk) -> None:
    talk.hear("/status closed thursday")
    talk.clock.by += timedelta(hours=3)
    talk.hear("")

    (moment,) = made(talk)
    assert moment - TUESDAY_NOON >= timedelta(hours=3)


def test_what_is_confirmed_after_midnight_is_previewed_anew(talk: Talk) -> None:
    talk.hear("/status closed today")
    talk.clock.by += timedelta(hours=14)
    talk.hear("")

    assert made(talk) == []
    assert talk.page is not None
    assert talk.page.kind is PageKind.PREVIEW
    talk.hear("1")
    assert len(made(talk)) == 1
