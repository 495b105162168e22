"""The pace of a lane: even, made up for where it was late, and never more within a second than may leave."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.telling.pace import Pace


class Seconds:
    """A clock on which a sleep takes as long as it was asked to and, on a busy machine, some more."""

    def __init__(self, late: Callable[[], float]) -> None:
        self.now = 100.0
        self._late = late

    def __call__(self) -> float:
        return self.now

    def busy(self, seconds: float) -> None:
        self.now += seconds

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + self._late()


async def left(
    per_second: float, *, count: int, busy: Callable[[], float], back: Callable[[], bool] = lambda: False
) -> list[float]:
    """When each left, where the machine is *busy* with other things before each, and some give their turn *back*."""
    clock = Seconds(lambda: 0.0)
    pace = Pace(per_second, now=clock, sleep=clock.sleep)
    times = []
    for _ in range(count):
        clock.busy(busy())
        await pace.turn()
        if back():
            pace.give_turn_back()
        else:
            times.append(clock.now)
    return times


def worst(times: list[float], span: float) -> int:
    """Most within a span."""
    return max(sum(one <= other < one + span - 1e-6 for other in times) for one in times)


@pytest.mark.parametrize("per_second", [25.0, 100.0])
@pytest.mark.parametrize("seed", range(5))
def test_however_late_it_was_no_more_leave_within_a_second_than_may(per_second: float, seed: int) -> None:
    chance = random.Random(seed)

    def busy() -> float:
        return chance.choice([0.0] * int(per_second * 2) + [0.19, 1.5])

    times = asyncio.run(left(per_second, count=600, busy=busy, back=lambda: chance.random() < 0.6))

    assert worst(times, 1.0) <= per_second


def test_a_short_delay_is_made_up_for() -> None:
    delays = iter([0.0] * 50 + [0.1] + [0.0] * 449)

    times = asyncio.run(left(100.0, count=500, busy=lambda: next(delays)))

    assert times[-1] - times[0] == pytest.approx(4.99, abs=0.02)


def test_after_a_pause_nothing_comes_in_a_rush() -> None:
    pauses = iter([0.0] * 100 + [30.0] + [0.0] * 99)

    times = asyncio.run(left(100.0, count=200, busy=lambda: next(pauses)))

    assert worst(times[:5], 0.04) == 4, "nor at the start"
    assert worst(times[100:], 0.04) == 4


def test_less_than_one_a_second_keep_their_distance() -> None:
    times = asyncio.run(left(0.5, count=4, busy=lambda: 0.0))

    assert [round(after - before, 3) for before, after in pairwise(times)] == [2.0, 2.0, 2.0]


def test_a_turn_given_back_is_the_next_ones() -> None:
    async def gone_on() -> float:
        clock = Seconds(lambda: 0.0)
        pace = Pace(1.0, now=clock, sleep=clock.sleep)
        await pace.turn()
        pace.give_turn_back()
        await pace.turn()
        return clock.now

    assert asyncio.run(gone_on()) == 100.0
