"""The bot and two that only echo, on the same double: all are answered; how fast is printed, in the long form."""

from __future__ import annotations

import os

from tests.storms.rounds import table
from tests.storms.telegram_bots import KINDS
from tests.storms.telegram_rate import LATENCIES, MIXES, Load, compared, summary

LONG = os.environ.get("STORMS") == "long"


async def test_every_question_is_answered_by_each_of_the_bots() -> None:
    load = Load() if LONG else Load(chats=10, questions=20, warm=2)
    rounds, latencies, mixes = (3, LATENCIES, MIXES) if LONG else (1, (0.0,), (True,))
    found = await compared(rounds, load=load, latencies=latencies, mixes=mixes)
    print(f"\n{table(summary(found))}")  # noqa: T201  what a storm is for
    assert [one.kind for one in found] == list(KINDS) * rounds * len(latencies) * len(mixes)
    assert all(one.answered == load.questions for one in found)
