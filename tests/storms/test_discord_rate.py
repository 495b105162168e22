"""Many ask on Discord at the same moment: all are acknowledged in time; how soon is printed, in the long form."""

from __future__ import annotations

import os

from tests.storms.discord_rate import measured, summary
from tests.storms.rounds import table

LONG = os.environ.get("STORMS") == "long"


async def test_everybody_who_asks_at_once_is_acknowledged_in_time() -> None:
    people, rounds = (200, 5) if LONG else (12, 1)
    found, typed = await measured(people, rounds)
    print(f"\n{table(summary(found))}\ncompletions a second: {[round(rate) for rate, _ in typed]}")  # noqa: T201
    assert [len(one.seconds) for one in found] == [people] * rounds
    assert [one.unacknowledged for one in found] == [0] * rounds
    assert all(fewest > 0 for _, fewest in typed)
