"""How long bad input takes to answer: the median for each kind of it, asked by somebody else each time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from statistics import median

from adapters.terminal.bad_input import bad_input
from bot.program import Bellwether
from bot.questions import Question

ASKED = 5  # times each


async def bad_input_times(bellwether: Bellwether, *, at: datetime) -> Mapping[str, float]:
    """Median milliseconds of an answer, by kind."""
    edition = await bellwether.library.edition()
    times: dict[str, list[float]] = {}
    for kind, text in bad_input(edition).items():
        for asked in range(ASKED):
            began = time.perf_counter()
            await bellwether.answer(Question(text, at, person=f"{kind} {asked}"))
            times.setdefault(kind, []).append(time.perf_counter() - began)
    return {kind: round(median(measured) * 1000, 2) for kind, measured in times.items()}
