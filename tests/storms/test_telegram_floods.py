"""Telegram in a flood, brought again what it had brought, and the program ended in the middle: each question is
answered once, and within a chat in order.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.adapters.telegram.double_remote import RemoteDouble
from tests.storms.rounds import Figures, Storm
from tests.storms.serving import (
    LONG,
    POLLING,
    WEBHOOK,
    answered,
    days_asked,
    filled,
    questions,
    served,
    times_answered,
)

IN_FLIGHT = 3
LATENCY = 0.03  # seconds of a call, as over the net


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("telegram"))


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
def test_ended_with_questions_in_flight_each_is_answered_once(template: Path, way: str) -> None:
    storm = Storm.named(f"telegram-ends-{way}")
    storm.run(range(storm.of(1, 10)), lambda number: asyncio.run(_ended(storm, template, way, number)))


async def _ended(storm: Storm, template: Path, way: str, number: int) -> Figures:
    """Several of a chat, so that at the end some have not begun."""
    chats, each = 10, 6
    async with served(template, way, number=number) as program:
        await program.double.tell("set", latency=0.2)
        await program.double.say(questions(chats, each))
        await program.double.until(lambda state: state["in_flight"] >= IN_FLIGHT)
        await asyncio.sleep(storm.random(number).uniform(0, 0.8))
        in_flight = (await program.double.state())["in_flight"]
        assert await program.terminate() == 0, program.log()
        before, left = (await program.double.state())["sent"], program.waiting()
        await program.start()
        await program.at_rest()
        days = await days_told(program.double)
    assert days == {1001 + chat: days_asked(each) for chat in range(chats)}
    figures = {"by": way, "questions": chats * each, "in flight": in_flight, "answered before": before, "left": left}
    return {**figures, "once": sum(len(told) for told in days.values())}


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
def test_many_chats_at_once_each_reads_its_answers_in_order(template: Path, way: str) -> None:
    storm = Storm.named(f"telegram-order-{way}")
    storm.run(range(storm.of(1, 5)), lambda number: asyncio.run(_flooded(storm, template, way, number)))


async def _flooded(storm: Storm, template: Path, way: str, number: int) -> Figures:
    chats, each = storm.of(12, 20), storm.of(8, 15)
    async with served(template, way, number=number) as program:
        await program.double.tell("set", latency=LATENCY)
        await program.double.say(questions(chats, each))
        await program.at_rest()
        days = await days_told(program.double)
    mixed = [chat for chat, told in days.items() if told != days_asked(each)]
    assert len(days) == chats
    assert not mixed, days[mixed[0]]
    return {"by": way, "chats": chats, "messages": chats * each, "answers": chats * each, "out of order": len(mixed)}


async def days_told(double: RemoteDouble) -> dict[int, list[str]]:
    """The day that each answer is about, by chat."""
    told: dict[int, list[str]] = defaultdict(list)
    for one in await double.sent():
        found = re.search(r"\b[A-Z][a-z]+ \d+\b", one["text"])
        told[one["chat"]].append(found.group() if found else one["text"])
    return told


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
def test_what_telegram_brings_again_is_not_answered_again(template: Path, way: str) -> None:
    storm = Storm.named(f"telegram-replays-{way}")
    storm.run(range(1), lambda number: asyncio.run(_replayed(template, way, many=storm.of(40, 1000))))


async def _replayed(template: Path, way: str, *, many: int) -> Figures:
    """Fetching confirms at once, so that what comes again comes after a restart; a webhook is brought it any time."""
    async with served(template, way, number=0) as program:
        await program.double.say(questions(many))
        await program.at_rest()
        if way == POLLING:
            assert await program.terminate() == 0
        brought = await program.double.tell("again", count=many)
        if way == POLLING:
            await program.start()
        await program.double.until(lambda state: state["given_again"] == many and not state["pending"], within=LONG)
        await program.at_rest()
        times = await times_answered(program.double, people=range(1001, 1001 + many))
    assert times == {1: many}
    return {"by": way, "questions": many, "brought again": brought, **answered(times)}
