"""A platform that falls is set up again after a while; one that is refused is not; others never notice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from adapters.serving import keep_all
from adapters.supervising import Backoff, State, Supervisor
from tests.sacramento import TUESDAY_NOON


class Refused(Exception):
    """Trying again changes nothing."""


class Away(Exception):
    """It may come back."""


class Clock:
    """Sleeping passes at once."""

    def __init__(self) -> None:
        self._now = TUESDAY_NOON
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        self.slept.append(duration.total_seconds())
        self._now += duration
        await asyncio.sleep(0)


class Platform:
    """Each run ends as it was told, after it has been up for so many seconds; the last one goes on."""

    def __init__(self, clock: Clock, ends: Sequence[tuple[float, Exception]]) -> None:
        self.supervisor = Supervisor("Telegram", clock, final=(Refused,), expected=(Away,))
        self.clock = clock
        self.runs = 0
        self.drained = False
        self.lasting = asyncio.Event()
        self._ends = list(ends)

    async def run(self) -> None:
        self.runs += 1
        if self._ends:
            up, error = self._ends.pop(0)
            if up:
                self.supervisor.is_up()
                await self.clock.sleep(timedelta(seconds=up))
            raise error
        self.supervisor.is_up()
        self.lasting.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.drained = True


async def up(*platforms: Platform) -> None:
    async with asyncio.timeout(5):
        for one in platforms:
            await one.lasting.wait()


def keeping(*platforms: Platform, ended: asyncio.Event) -> asyncio.Task[int]:
    return asyncio.create_task(keep_all({one.supervisor: one.run for one in platforms}, ended))


async def test_it_is_started_again_each_time_after_a_longer_while(caplog: pytest.LogCaptureFixture) -> None:
    platform, ended = Platform(Clock(), [(0, Away("no answer"))] * 8), asyncio.Event()
    kept = keeping(platform, ended=ended)
    await up(platform)

    waits = platform.clock.slept
    assert len(waits) == 8
    for number, wait in enumerate(waits):
        least = min(60, 2**number)
        assert least <= wait <= least * 1.5
    assert len(set(waits)) > 1
    assert all(one.exc_info is None for one in caplog.records), "what is expected is told in a line"
    ended.set()
    assert await kept == 0


async def test_after_half_a_minute_of_health_it_begins_anew() -> None:
    ends: list[tuple[float, Exception]] = [(0, Away("a")), (0, Away("b")), (29, Away("c")), (30, Away("d"))]
    platform, ended = Platform(Clock(), ends), asyncio.Event()
    kept = keeping(platform, ended=ended)
    await up(platform)

    rests = [wait for wait in platform.clock.slept if wait not in (29, 30)]
    in_bounds = [least <= wait <= 1.5 * least for least, wait in zip((1, 2, 4, 1), rests, strict=True)]
    assert in_bounds == [True] * 4, rests
    ended.set()
    await kept


async def test_what_nobody_expected_is_told_with_where_it_came_from(caplog: pytest.LogCaptureFixture) -> None:
    platform, ended = Platform(Clock(), [(0, ZeroDivisionError("oh"))]), asyncio.Event()
    kept = keeping(platform, ended=ended)
    await up(platform)
    assert [one.exc_info is not None for one in caplog.records if "started again" in one.message] == [True]
    ended.set()
    await kept


async def test_one_that_is_refused_fails_alone_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    refused, sound = Platform(Clock(), [(0, Refused("the token is wrong"))]), Platform(Clock(), [])
    ended = asyncio.Event()
    with caplog.at_level(logging.INFO):
        kept = keeping(refused, sound, ended=ended)
        await up(sound)
        for _ in range(10):
            await asyncio.sleep(0)
    assert (refused.supervisor.state, refused.runs, sound.supervisor.state) == (State.FAILED, 1, State.UP)
    assert [one.message for one in caplog.records if one.levelno >= logging.WARNING] == [
        "Telegram is off: the token is wrong"
    ]
    assert not kept.done()
    ended.set()
    assert await kept == 0
    assert sound.drained


async def test_when_all_are_refused_the_program_ends_with_one() -> None:
    platforms = [Platform(Clock(), [(0, Refused("no"))]) for _ in range(2)]
    assert await keeping(*platforms, ended=asyncio.Event()) == 1


async def test_at_the_end_each_is_brought_to_its_end() -> None:
    platform, ended = Platform(Clock(), []), asyncio.Event()
    kept = keeping(platform, ended=ended)
    await up(platform)
    ended.set()
    assert await kept == 0
    assert (platform.supervisor.state, platform.drained) == (State.STOPPED, True)


async def test_one_that_does_not_end_in_time_is_named(caplog: pytest.LogCaptureFixture) -> None:
    platform, ended, never = Platform(Clock(), []), asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        platform.lasting.set()
        try:
            await asyncio.Event().wait()
        finally:
            await never.wait()

    kept = asyncio.create_task(keep_all({platform.supervisor: stubborn}, ended, ending=0.01))
    await up(platform)
    ended.set()
    assert await kept == 0
    assert "Telegram did not end in time" in caplog.text
    never.set()
    await asyncio.sleep(0)


def test_waits_grow_and_are_spread_and_bounded() -> None:
    backoff = Backoff(timedelta(seconds=1), timedelta(seconds=60))
    assert [backoff.wait(number, 0).total_seconds() for number in (1, 2, 3, 7, 500)] == [1, 2, 4, 60, 60]
    assert backoff.wait(3, 1).total_seconds() == 6
