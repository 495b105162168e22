"""Whoever was told the old answer is told the new one: once, as it stands when it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.tables import delivery, owed
from tests.bot.telling.world import World, open_world

WEDNESDAY = "is there school on wednesday?"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def test_whoever_was_told_is_told_once_when_it_changes(world: World) -> None:
    await world.ask(WEDNESDAY)
    await world.close(status="open")

    assert await world.deliver() == 1
    assert await world.deliver() == 0

    ((place, words),) = world.telegram.texts
    assert place == "telegram:1"
    assert words.startswith("Changed to the opposite: Open on Wednesday, March 23")
    assert "Open on Wednesday, March 23" in words
    assert [(row.state, row.kind) for row in await world.rows(delivery)] == [("sent", "correction")]
    assert [row.state for row in await world.rows(owed)] == ["sent"]


async def test_nothing_leaves_before_it_has_settled(world: World) -> None:
    await world.ask(WEDNESDAY)
    await world.close(status="open")

    assert await world.deliver(timedelta(seconds=5)) == 0
    assert await world.deliver(timedelta(seconds=26)) == 1


async def test_what_was_taken_back_before_it_was_sent_is_not_sent(world: World) -> None:
    await world.ask(WEDNESDAY)
    page = await world.close(status="open")
    undone = await world.bellwether.desk.do(page.offers[0].invocation)
    await world.bellwether.desk.do(undone.offers[0].invocation)

    assert await world.deliver() == 0
    assert {row.state for row in await world.rows(owed)} == {"cancelled"}
