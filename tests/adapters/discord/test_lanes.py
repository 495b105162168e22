"""Order for one person in one room, few at work at once, and nobody held up by whoever only waits for Discord."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.lanes import Lanes


async def test_within_a_lane_each_waits_for_the_one_before() -> None:
    lanes, told = Lanes(), list[str]()
    go_on = asyncio.Event()

    async def one(name: str, lane: str) -> None:
        async with lanes.turn(lane):
            if name == "first":
                await go_on.wait()
            told.append(name)

    async with asyncio.TaskGroup() as tasks:
        for name, lane in (("first", "anna"), ("second", "anna"), ("other", "omar")):
            tasks.create_task(one(name, lane))
        await asyncio.sleep(0.01)
        go_on.set()
    assert told == ["other", "first", "second"]


async def test_few_work_at_once_until_one_of_them_only_waits_for_others() -> None:
    lanes, working = Lanes(at_once=1), list[str]()
    let_go, end = asyncio.Event(), asyncio.Event()

    async def one(name: str) -> None:
        async with lanes.turn(name) as leave:
            working.append(name)
            await let_go.wait()
            leave()
            await end.wait()

    async with asyncio.TaskGroup() as tasks:
        for name in ("anna", "omar"):
            tasks.create_task(one(name))
        await asyncio.sleep(0.01)
        assert working == ["anna"]
        let_go.set()
        await asyncio.sleep(0.01)
        assert working == ["anna", "omar"]
        end.set()


async def test_how_long_somebody_would_wait_grows_with_those_who_do() -> None:
    lanes, end = Lanes(at_once=1), asyncio.Event()

    async def one(name: str) -> None:
        async with lanes.turn(name):
            await end.wait()

    assert lanes.wait == 0
    async with asyncio.TaskGroup() as tasks:
        for number in range(5):
            tasks.create_task(one(str(number)))
        await asyncio.sleep(0.01)
        four = lanes.wait
        end.set()
    assert four > 0
    assert lanes.wait == 0


async def test_one_that_fails_leaves_its_place_to_the_next() -> None:
    lanes = Lanes(at_once=1)
    with pytest.raises(ValueError, match="as asked"):
        async with lanes.turn("anna"):
            raise ValueError("as asked")
    async with asyncio.timeout(1), lanes.turn("anna"):
        assert lanes.wait == 0
