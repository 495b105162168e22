"""Similar is not the same: no half of a pair gets the other half's answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.program import Bellwether, open_throw_away
from bot.settings import Settings
from tests.quality.asking import StoppedClock, ask_halves
from tests.quality.scoring import Given
from tests.quality.traps import Half, is_definitely_wrong, is_right, read_traps

PLAIN_RATE = 0.9
MOST_WRONG = 0

Answered = list[tuple[Half, Given]]


@pytest.fixture(scope="module")
async def bellwether() -> AsyncIterator[Bellwether]:
    clock = StoppedClock(datetime.fromisoformat("2022-03-22T12:00-07:00"))
    async with open_throw_away(Settings(_env_file=None), clock=clock) as opened:
        yield opened


@pytest.fixture(scope="module")
async def answered(bellwether: Bellwether) -> Answered:
    halves = read_traps()
    return list(zip(halves, await ask_halves(bellwether, halves), strict=True))


def test_the_set_is_large_enough_in_every_kind() -> None:
    halves = read_traps()
    kinds = [half.kind for half in halves if not half.swapped]

    assert len(kinds) >= 200
    assert all(kinds.count(kind) >= 20 for kind in set(kinds))
    assert sum(half.lang == "es" for half in halves) / len(halves) >= 0.25


def test_no_half_gets_the_others_answer(answered: Answered) -> None:
    wrong = [(half.id, half.text, given.reply) for half, given in answered if is_definitely_wrong(half, given)]

    assert len(wrong) <= MOST_WRONG, wrong


def test_the_plain_halves_are_answered_right(answered: Answered) -> None:
    plain = [(half, given) for half, given in answered if not half.swapped]
    right = sum(is_right(half, given) for half, given in plain)

    assert right / len(plain) >= PLAIN_RATE, [half.text for half, given in plain if not is_right(half, given)]
